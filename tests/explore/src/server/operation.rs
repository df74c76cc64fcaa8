//! What a session is for.

use super::Problem;
use super::problem;

/// An operation of HRP/1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operation {
    Register,
    Authenticate,
    Deregister,
}

/// The operation whose signed requests go to that path.
pub(super) fn of_path(path: &[&str]) -> Option<Operation> {
    match path {
        ["v1", "registrations"] => Some(Operation::Register),
        ["v1", "authentications"] => Some(Operation::Authenticate),
        ["v1", "deregistrations"] => Some(Operation::Deregister),
        _ => None,
    }
}

impl Operation {
    /// By the name that stands in requests and transcripts.
    pub(super) fn from_name(name: &str) -> Result<Self, Problem> {
        [Self::Register, Self::Authenticate, Self::Deregister]
            .into_iter()
            .find(|operation| operation.name() == name)
            .ok_or(problem("malformed-request"))
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Authenticate => "authenticate",
            Self::Deregister => "deregister",
        }
    }

    /// The type of its statement.
    pub(super) fn statement(self) -> &'static str {
        match self {
            Self::Register => "hrp.register.v1",
            Self::Authenticate => "hrp.authenticate.v1",
            Self::Deregister => "hrp.deregister.v1",
        }
    }
}
