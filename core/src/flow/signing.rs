//! What a card signs: a statement, within a session that was opened for it.

use std::sync::Arc;

use crate::effect::Io;
use crate::registration::{
    Calls, DeregisterStatement, Operation, Scope, Session, SignInStatement, Statement, Terms, statement_bytes,
};
use crate::screen::Page;

use super::random::session_key;
use super::trouble::{Turn, call_failed, cancelled};

/// What is to be signed, and the session that it is signed in.
pub(super) struct Signing {
    pub(super) what: What,
    pub(super) session: Session,
    /// It is a child's card, the person says (REQ-114). Changes texts only.
    pub(super) childs: bool,
}

/// What is to be signed.
#[derive(Clone)]
pub(super) enum What {
    /// A registration: what the person agreed to.
    Register {
        terms: Arc<Terms>,
        /// The checkbox as it was last shown, where the platform offers it.
        portal: Option<bool>,
    },
    /// A sign-in, to be told what the platform knows.
    SignIn {
        /// What is to be told.
        scope: Scope,
    },
    /// The release of a registration.
    Release {
        /// Which.
        registration_id: String,
    },
}

impl What {
    /// The operation, as HRP/1 calls it.
    pub(super) fn operation(&self) -> Operation {
        match self {
            Self::Register { .. } => Operation::Register,
            Self::SignIn { .. } => Operation::Authenticate,
            Self::Release { .. } => Operation::Deregister,
        }
    }

    /// The portal choice, where there is one.
    pub(super) fn portal(&self) -> Option<bool> {
        match self {
            Self::Register { portal, .. } => *portal,
            Self::SignIn { .. } | Self::Release { .. } => None,
        }
    }

    /// The octets that are signed and sent. For a registration: the ids that were shown, the flag that was shown
    /// (REQ-33, REQ-38, REQ-117).
    pub(super) fn statement(&self) -> Vec<u8> {
        match self {
            Self::Register { terms, portal } => statement_bytes(&Statement {
                r#type: "hrp.register.v1",
                terms_version: &terms.version,
                terms_digest: &terms.digest,
                terms_lang: &terms.lang,
                consents: terms.consent_items.iter().map(|item| item.id.as_str()).collect(),
                portal_user_registration: portal.unwrap_or(false),
            }),
            Self::SignIn { scope } => {
                statement_bytes(&SignInStatement { r#type: "hrp.authenticate.v1", scope: [*scope] })
            }
            Self::Release { registration_id } => statement_bytes(&DeregisterStatement {
                r#type: "hrp.deregister.v1",
                registration_id,
                understood: ["effective-next-month-end", "card-stays-valid-otherwise"],
            }),
        }
    }
}

/// Opens a session for it, with a key of its own where the platform demands one.
pub(super) async fn open(io: &mut Io, what: &What, keyed: bool) -> Result<Session, Turn> {
    io.show(Page::Loading);
    let key = match keyed {
        true => Some(session_key(io).await?.ok_or_else(cancelled)?),
        false => None,
    };
    loop {
        io.show(Page::Loading);
        let terms = match what {
            What::Register { terms, .. } => Some(&**terms),
            What::SignIn { .. } | What::Release { .. } => None,
        };
        match Calls::on(io).open_session(what.operation(), terms, key.as_ref()).await {
            Ok(session) => return Ok(Session { key, ..session }),
            Err(error) => call_failed(io, error).await?,
        }
    }
}
