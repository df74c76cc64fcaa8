//! Causes into failures, failures onto the screen, and what the person then chose.

use crate::card::{CardError, CertificateFault};
use crate::effect::{End, Intent, Io, NetFault};
use crate::failure::Failure;
use crate::platform::Environment;
use crate::registration::{CallError, Mismatch, Problem, Retry};
use crate::screen::{ActionId, Page, TroublePage};

use super::Outcome;

/// Where the flow goes when it does not go straight on.
pub(super) enum Turn {
    /// To the beginning.
    StartAgain,
    /// To the terms, which have changed.
    ReviewTerms,
    /// Nowhere: it has ended.
    End(End),
}

/// Shows a failure. `Ok`: the person wants to try the same again.
pub(super) async fn trouble(io: &mut Io, failure: Failure) -> Result<(), Turn> {
    let page = Page::Trouble(TroublePage { failure, step: step_of(failure) });
    match io.ask(page).await {
        Intent::Press(ActionId::Retry) => Ok(()),
        Intent::Press(ActionId::StartAgain) => Err(Turn::StartAgain),
        Intent::Press(ActionId::ReviewTerms) => Err(Turn::ReviewTerms),
        _ => Err(Turn::End(End { outcome: Outcome::Failed(failure), page: None })),
    }
}

/// The person stopped, and nothing was registered.
pub(super) fn cancelled() -> Turn {
    Turn::End(End { outcome: Outcome::Cancelled, page: None })
}

/// A call that failed before anything was signed: `Ok` to try it again.
pub(super) async fn call_failed(io: &mut Io, error: CallError) -> Result<(), Turn> {
    match failure_of(io, &error) {
        Some(failure) => trouble(io, failure).await,
        None => Err(cancelled()),
    }
}

/// What a failed call means to the person; none where the person stopped it.
pub(super) fn failure_of(io: &Io, error: &CallError) -> Option<Failure> {
    Some(match error {
        CallError::Net(NetFault::Tls) => Failure::Insecure,
        CallError::Net(NetFault::TlsDate) => Failure::ClockWrong,
        CallError::Net(NetFault::TooLarge | NetFault::Malformed) | CallError::Broken(_) => Failure::ProtocolBroken,
        CallError::Net(NetFault::Offline | NetFault::Timeout | NetFault::Broken) => Failure::Offline,
        CallError::Down(_) => Failure::ServiceDown,
        CallError::Mismatch(Mismatch::ClientTooOld) => Failure::UpgradeRequired,
        CallError::Mismatch(Mismatch::OtherPlatform) => Failure::ProtocolBroken,
        CallError::Problem(problem) => failure_of_problem(io, problem),
        CallError::Stopped(_) => return None,
    })
}

/// HRP/1 §3.9: the text for a problem comes from its code; a code that is not known here goes by its `retry`.
pub(super) fn failure_of_problem(io: &Io, problem: &Problem) -> Failure {
    let after = || problem.retry_after.and_then(|seconds| Some(io.server_time()? + i64::from(seconds)));
    let real = io.surroundings().platform.environment() == Environment::Production;
    match problem.code.as_str() {
        "rate-limited" if problem.retry != Retry::NewSession => {
            Failure::RateLimited { until: after().or_else(|| io.server_time()).unwrap_or(io.now().unix_s) }
        }
        "session-invalid" | "session-expired" | "challenge-expired" | "rate-limited" => Failure::SessionExpired,
        "terms-changed" | "consent-missing" => Failure::TermsChanged,
        "certificate-malformed" | "certificate-wrong-kind" | "certificate-untrusted" => Failure::CertificateUntrusted,
        "certificate-wrong-environment" if real => Failure::TestCardInProduction,
        "certificate-wrong-environment" => Failure::RealCardInSandbox,
        "certificate-not-yet-valid" => Failure::CertificateNotYetValid { start: None },
        "certificate-expired" => Failure::CertificateExpired { end: None },
        "certificate-revoked" => Failure::CertificateRevoked,
        "certificate-suspended" => Failure::CertificateSuspended,
        "algorithm-unsupported" | "client-upgrade-required" => Failure::UpgradeRequired,
        "signature-invalid" | "challenge-in-use" => Failure::ProofRefused,
        "release-already-requested" => Failure::ReleaseRequested,
        "revocation-unavailable" => Failure::CertificateUnchecked,
        "maintenance" => Failure::Maintenance { until: after() },
        "overloaded" | "request-in-progress" => Failure::ServiceBusy,
        "internal" => Failure::ServiceDown,
        _ => match problem.retry {
            Retry::SameRequest => Failure::ServiceDown,
            Retry::NewChallenge => Failure::ProofRefused,
            Retry::NewSession => Failure::SessionExpired,
            Retry::AfterUserAction | Retry::Never => Failure::Unsure,
        },
    }
}

/// What a contact that ended before VERIFY means to the person; none where the person stopped it.
pub(super) fn failure_of_card(error: &CardError) -> Option<Failure> {
    Some(match error {
        CardError::NotFound(fault) => Failure::CardNotFound(*fault),
        CardError::Lost => Failure::CardMoved,
        CardError::Garbled(_) | CardError::Refused(..) => Failure::CardGarbled,
        CardError::Foreign(_) | CardError::Phone => Failure::CardUnsupported,
        CardError::NoCertificate => Failure::CardWithoutCertificate,
        CardError::Stopped(_) => return None,
    })
}

/// What a certificate that the platform would not take means to the person.
pub(super) fn failure_of_certificate(fault: CertificateFault, environment: Environment) -> Failure {
    match (fault, environment) {
        (CertificateFault::WrongEnvironment, Environment::Sandbox) => Failure::RealCardInSandbox,
        (CertificateFault::WrongEnvironment, Environment::Production) => Failure::TestCardInProduction,
        (CertificateFault::Expired(end), _) => Failure::CertificateExpired { end: Some(end) },
        (CertificateFault::NotYetValid(start), _) => Failure::CertificateNotYetValid { start: Some(start) },
        (CertificateFault::Malformed | CertificateFault::UnknownKey | CertificateFault::WrongPolicy, _) => {
            Failure::CertificateUntrusted
        }
    }
}

/// The step of the header at which a failure meets the person: before the card, or with it and after it.
fn step_of(failure: Failure) -> u8 {
    match failure.code().as_bytes().first() {
        Some(b'C' | b'P' | b'X') => 2,
        _ if matches!(failure, Failure::ResendExpired | Failure::ProofRefused | Failure::Unsure) => 2,
        _ => 1,
    }
}
