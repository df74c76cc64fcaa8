//! Failures into words: what happened, what it means for PIN and registration, what to do, who else can help.

use super::writer::Writer;
use super::{Block, NoticeKind, Setting};
use crate::effect::CardFault;
use crate::failure::{Failure, Remedy};
use crate::platform::Purpose;
use crate::words::{self, Text, text};

/// The heading.
pub(super) fn title(failure: Failure, purpose: Purpose) -> Text {
    let registering = purpose == Purpose::Registering;
    match failure {
        Failure::CardNotFound(
            CardFault::NfcOff
            | CardFault::NfcAbsent
            | CardFault::ReaderAbsent
            | CardFault::ReaderBusy
            | CardFault::ServiceOff
            | CardFault::SoftwareAbsent,
        ) => text::TROUBLE_NOT_READY,
        Failure::AnswerLost => text::TROUBLE_NO_ANSWER,
        Failure::OtherRegistration => text::STATUS_TITLE,
        Failure::StoreUnreadable if !registering => text::TROUBLE_STORE,
        Failure::PinLocked => text::PIN_LOCKED_TITLE,
        Failure::KeypadTimedOut | Failure::KeypadLength => text::PIN_TITLE_PC,
        Failure::TermsChanged => text::TERMS_CHANGED_TITLE,
        Failure::Unsure | Failure::StoreUnreadable => text::TROUBLE_UNSURE,
        Failure::ProofRefused | Failure::ResendExpired => text::TROUBLE_AGAIN,
        Failure::CardWithoutCertificate
        | Failure::PinUnusable
        | Failure::CertificateExpired { .. }
        | Failure::CertificateNotYetValid { .. }
        | Failure::CertificateRevoked
        | Failure::CertificateSuspended
        | Failure::CertificateUntrusted
        | Failure::RealCardInSandbox
        | Failure::TestCardInProduction => {
            if registering {
                text::TROUBLE_CERTIFICATE
            } else {
                text::TROUBLE_CARD_UNUSABLE
            }
        }
        Failure::CardNotFound(_)
        | Failure::CardMoved
        | Failure::CardMovedDuringVerify
        | Failure::CardMovedAfterVerify
        | Failure::CardGarbled
        | Failure::CardRefused
        | Failure::CardUnsupported
        | Failure::CardChanged => text::TROUBLE_CARD,
        _ if registering => text::TROUBLE_NOT_NOW,
        _ => text::TROUBLE_NOT_POSSIBLE,
    }
}

/// Everything below the heading.
pub(super) fn blocks(write: &Writer<'_>, failure: Failure) -> Vec<Block> {
    let mut blocks = vec![Block::Notice { kind: NoticeKind::Error, text: happened(write, failure) }];
    if failure == Failure::CardNotFound(CardFault::NfcOff) {
        blocks.push(Block::Setting { setting: Setting::Nfc, text: write.say(text::COMMON_OPEN_SETTINGS) });
    }
    blocks.extend(helps(failure).iter().map(|text| write.paragraph(*text)));
    if matches!(
        failure,
        Failure::CardNotFound(
            CardFault::NoCard | CardFault::Dismissed | CardFault::SeveralCards | CardFault::NotACard | CardFault::Other
        ) | Failure::CardMoved
            | Failure::CardMovedDuringVerify
            | Failure::CardGarbled
    ) || matches!(failure, Failure::CardMovedAfterVerify | Failure::CardRefused)
    {
        blocks.extend(write.tips());
        blocks.extend(write.find_spot());
    }
    if failure == Failure::UpgradeRequired {
        blocks.extend(write.link(text::COMMON_UPDATE, write.links().update.as_ref()));
    }
    if failure.remedy() == Remedy::Elsewhere {
        blocks.push(write.paragraph(text::HELP_OTHER_WAYS));
        blocks.extend(write.link(text::DONE_FACILITY_LINK, write.links().facilities.as_ref()));
    }
    blocks.push(write.code(failure.code()));
    blocks
}

/// What the server says while a signed request waits to be sent again, where it is more than "not yet".
pub(super) fn meanwhile(write: &Writer<'_>, failure: Failure, again_s: u32) -> Option<Block> {
    match failure {
        Failure::CertificateUnchecked => Some(write.notice(NoticeKind::Warning, text::CERT_CHECK_UNAVAILABLE)),
        Failure::ServiceBusy => {
            let seconds = again_s.to_string();
            Some(write.notice_with(NoticeKind::Information, text::SRV_BUSY, &[("seconds", &seconds)]))
        }
        _ => None,
    }
}

/// What happened, and what it means for PIN and registration.
fn happened(write: &Writer<'_>, failure: Failure) -> words::Line {
    let language = write.language();
    write.say(match failure {
        Failure::Maintenance { until: Some(until) } => {
            return write.say_with(text::SRV_MAINTENANCE, &[("time", &words::date_time(language, until))]);
        }
        Failure::RateLimited { until } => {
            return write.say_with(text::SRV_RATE_LIMITED, &[("time", &words::date_time(language, until))]);
        }
        Failure::CertificateExpired { end: Some(end) } => {
            return write.say_with(text::CERT_EXPIRED, &[("date", &words::date(language, end))]);
        }
        Failure::CertificateNotYetValid { start: Some(start) } => {
            return write.say_with(text::CERT_NOT_YET, &[("date", &words::date(language, start))]);
        }
        Failure::Offline => text::NET_OFFLINE,
        Failure::Insecure => text::NET_TLS_ERROR,
        Failure::ClockWrong => text::CLOCK_WRONG,
        Failure::ServiceDown | Failure::ProtocolBroken => text::SRV_DOWN,
        Failure::ServiceBusy => text::SRV_BUSY_NOW,
        Failure::Maintenance { until: None } => text::SRV_MAINTENANCE_OPEN,
        Failure::UpgradeRequired => text::SRV_UPGRADE_REQUIRED,
        Failure::TermsUnavailable => text::TERMS_LOAD_FAILED,
        Failure::TermsChanged => text::TERMS_CHANGED_BODY,
        Failure::SessionExpired => text::REG_SESSION_EXPIRED,
        Failure::ResendExpired => text::NET_AFTER_SIGN_EXPIRED,
        Failure::ProofRefused => text::SRV_BAD_PROOF,
        Failure::Unsure => text::SRV_UNEXPECTED,
        Failure::ReleaseRequested => text::STATUS_RELEASE_REQUESTED,
        Failure::StoreUnreadable => text::STORE_UNREADABLE,
        Failure::AnswerLost => text::NET_ANSWER_LOST,
        Failure::OtherRegistration => text::DEREG_OTHER_CARD,
        Failure::CardNotFound(fault) => not_found(fault),
        Failure::CardMoved | Failure::CardMovedAfterVerify => text::CARD_MOVED,
        Failure::CardMovedDuringVerify => text::CARD_MOVED_DURING_VERIFY,
        Failure::CardGarbled | Failure::CardRefused => text::CARD_COMM_ERROR,
        Failure::CardUnsupported => text::CARD_UNSUPPORTED,
        Failure::CardWithoutCertificate => text::CARD_NO_AUTH_CERT,
        Failure::CardChanged => text::CARD_CHANGED,
        Failure::KeypadTimedOut => text::PIN_KEYPAD_TIMED_OUT,
        Failure::KeypadLength => text::PIN_FORMAT_ERROR,
        Failure::PinLocked => text::PIN_LOCKED_BODY,
        Failure::PinUnusable => text::CARD_FACE_ONLY_OR_LOCKED,
        Failure::CertificateExpired { end: None } => text::CERT_EXPIRED_UNDATED,
        Failure::CertificateNotYetValid { start: None } => text::CERT_NOT_YET_UNDATED,
        Failure::CertificateRevoked => text::CERT_REVOKED,
        Failure::CertificateSuspended => text::CERT_SUSPENDED,
        Failure::CertificateUnchecked => text::CERT_CHECK_UNAVAILABLE,
        Failure::CertificateUntrusted => text::CERT_UNTRUSTED,
        Failure::RealCardInSandbox => text::CERT_SANDBOX_REAL_CARD,
        Failure::TestCardInProduction => text::CERT_PRODUCTION_TEST_CARD,
    })
}

fn not_found(fault: CardFault) -> Text {
    match fault {
        CardFault::NoCard => text::CARD_TIMEOUT,
        CardFault::Dismissed => text::CARD_CANCELLED,
        CardFault::SeveralCards => text::CARD_MULTIPLE,
        CardFault::NotACard => text::CARD_UNSUPPORTED,
        CardFault::NfcOff => text::PREP_NFC_OFF,
        CardFault::NfcAbsent => text::PREP_NFC_ABSENT,
        CardFault::ReaderAbsent => text::PREP_READER_ABSENT,
        CardFault::ReaderRemoved => text::CARD_READER_REMOVED,
        CardFault::ReaderBusy => text::PREP_READER_BUSY,
        CardFault::ServiceOff => text::PREP_READER_SERVICE_OFF,
        CardFault::SoftwareAbsent => text::PREP_READER_SOFTWARE_ABSENT,
        CardFault::Other => text::CARD_COMM_ERROR,
    }
}

/// What more to say, in order.
fn helps(failure: Failure) -> &'static [Text] {
    match failure {
        Failure::PinLocked => {
            &[text::PIN_LOCKED_WINDOW, text::PIN_LOCKED_KIOSK, text::PIN_LOCKED_OTHER_WAY, text::DEREG_CERTIFICATE_DOC]
        }
        Failure::PinUnusable => {
            &[text::CARD_FACE_ONLY_HELP, text::PIN_LOCKED_WINDOW, text::PIN_LOCKED_KIOSK, text::DEREG_CERTIFICATE_DOC]
        }
        Failure::CertificateExpired { .. } => &[text::CERT_EXPIRED_HELP, text::DEREG_CERTIFICATE_DOC],
        Failure::CertificateRevoked | Failure::CertificateSuspended | Failure::CardWithoutCertificate => {
            &[text::DEREG_CERTIFICATE_DOC]
        }
        _ => &[],
    }
}
