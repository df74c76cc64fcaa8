//! What `POST /v1/sessions` asks for.

use crate::app::App;
use crate::codec::{Sha256, digest_from_b64u};
use crate::json::{Fault, Fields, Node};
use crate::problem::{Code, Problem};
use crate::terms::is_version;
use crate::version::Version;
use crate::words::{ClientPlatform, Lang, Operation, SenderConstrained};

/// A request for a session, well formed.
pub(crate) struct SessionRequest {
    pub(crate) operation: Operation,
    /// RFC 7638 thumbprint of the session key.
    pub(crate) session_key: Option<Sha256>,
    terms_version: Option<String>,
    platform: ClientPlatform,
    /// `None`: a text that is no version, and so older than any minimum. The schema takes every text.
    version: Option<Version>,
}

impl SessionRequest {
    pub(crate) fn read(node: Node) -> Result<Self, Fault> {
        let mut fields = Fields::of(node, "")?;
        let operation = fields.word("operation", Operation::parse)?;
        fields.word("lang", Lang::parse)?;
        let terms_version = fields.optional_text("terms_version")?;
        if terms_version.as_deref().is_some_and(|version| !is_version(version)) {
            return Err(fields.fault("terms_version", "is not a version of terms"));
        }
        let session_key = match fields.optional("session_key") {
            None => None,
            Some(node) => Some(thumbprint(Fields::of(node, "/session_key")?)?),
        };
        let mut client = fields.object("client")?;
        client.word("name", |name| (name.chars().count() <= 64).then_some(()))?;
        let version = client.word("version", |text| (text.chars().count() <= 32).then(|| Version::of_client(text)))?;
        let platform = client.word("platform", ClientPlatform::parse)?;
        client.end()?;
        fields.end()?;
        Ok(Self { operation, session_key, terms_version, platform, version })
    }

    /// Whether this platform offers what is asked for, to this client, under these terms.
    pub(crate) fn judge(&self, app: &App) -> Result<(), Problem> {
        if !app.settings.operations.contains(&self.operation) {
            return Err(Problem::malformed(Fault::at("/operation", "is not offered by this platform")));
        }
        if app.sender_constrained() == SenderConstrained::Required && self.session_key.is_none() {
            return Err(Problem::malformed(Fault::at("/session_key", "is demanded by this platform")));
        }
        if app.settings.min_client.get(&self.platform).is_some_and(|least| self.version < Some(*least)) {
            return Err(Problem::new(Code::ClientUpgradeRequired));
        }
        if self.terms_version.as_ref().is_some_and(|version| *version != app.terms.current().version) {
            return Err(Problem::new(Code::TermsChanged));
        }
        Ok(())
    }
}

/// RFC 7638 §3: SHA-256 over the required members in order, without spaces.
fn thumbprint(mut key: Fields) -> Result<Sha256, Fault> {
    key.word("kty", |word| (word == "EC").then_some(()))?;
    key.word("crv", |word| (word == "P-256").then_some(()))?;
    let coordinate = |text: &str| digest_from_b64u(text).map(|_| text.to_owned());
    let x = key.word("x", coordinate)?;
    let y = key.word("y", coordinate)?;
    key.end()?;
    Ok(super::dpop::thumbprint(&x, &y))
}
