//! A page of every kind, for tests that look at all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{
    ApplyPage, Around, CardReport, DonePage, HoldPage, KeypadPage, Page, PinNote, PinPage, Presentation, ReceiptPage,
    ReleasePage, Shell, SignInPage, StatusPage, TermsPage, TroublePage,
};
use crate::algorithm::Algorithm;
use crate::effect::{CardFault, Facts};
use crate::failure::Failure;
use crate::platform::{Client, Environment, Links, Platform, PlatformSpec, Purpose, Surroundings};
use crate::registration::{ConsentItem, Insurance, Part, PartState, Receipt, Registration, Terms};
use crate::words::Language;

pub(super) fn around(shell: Shell, language: Language, facts: Facts) -> Surroundings {
    let link = |name: &str| Some(format!("https://{name}.example/"));
    let spec = PlatformSpec {
        origin: "https://sandbox.example".into(),
        environment: Environment::Sandbox,
        name: BTreeMap::from([("ja".into(), "松町".into()), ("en".into(), "Pine Town".into())]),
        policies: None,
        links: Links {
            faq: link("faq"),
            contact: link("contact"),
            details: link("details"),
            facilities: link("facilities"),
            insurance: Some("http://not-secure.example/".into()),
            update: link("update"),
            card: link("card"),
            devices: link("devices"),
            install: link("install"),
            android: link("android"),
            ios: link("ios"),
            pc: link("pc"),
        },
    };
    Surroundings {
        platform: Arc::new(Platform::new(spec).unwrap()),
        platform_name: None,
        client: Arc::new(Client { name: "t".into(), version: "1.0.0".into(), platform: "linux".into() }),
        presentation: Presentation { language, shell, browser: false },
        facts,
        purpose: Purpose::Registering,
    }
}

pub(super) fn terms() -> Arc<Terms> {
    Arc::new(Terms {
        version: "2026-11-01".into(),
        digest: String::new(),
        lang: "en".into(),
        title: "Terms".into(),
        body: "# Terms\n\nText.".into(),
        consent_items: vec![ConsentItem { id: "a".into(), text: "It is passed on.".into(), required: true }],
        portal_user_registration_default: true,
    })
}

pub(super) fn terms_page() -> Page {
    Page::Terms(TermsPage { terms: terms(), portal: Some(true), skew: None })
}

pub(super) fn done(insurance: PartState, application: PartState, portal: Option<PartState>) -> Page {
    let registration = registration(insurance, application, portal);
    Page::Done(Box::new(DonePage { registration, expiring: None, unsaved: false }))
}

fn registration(insurance: PartState, application: PartState, portal: Option<PartState>) -> Registration {
    let part = |state| Part { state, reason: None };
    Registration {
        registration_id: format!("reg_{}", "0".repeat(26)),
        application: part(application),
        insurance_card: part(insurance),
        portal_user: portal.map(part),
        receipt: Some(Receipt {
            number: "1234-5678-9012".into(),
            terms_version: "2026-11-01".into(),
            consents: vec!["a".into()],
            accepted_at: 1_795_000_000,
        }),
        server_time: 1_795_000_000,
    }
}

pub(super) fn every_page() -> Vec<Page> {
    let mut pages = vec![
        Page::Loading,
        terms_page(),
        Page::TermsText(terms()),
        Page::Apply(ApplyPage { portal: Some(true), stopped: true, childs: false }),
        Page::PinHelp,
        Page::Pin(PinPage { portal: Some(false), note: PinNote::Wrong(2), childs: false }),
        Page::LastTry { after_wrong: true },
        Page::Hold(HoldPage { progress: None, tips: true }),
        Page::Hold(HoldPage { progress: Some(42), tips: false }),
        Page::Keypad(KeypadPage { portal: Some(true), note: PinNote::WasRight, tries: 2 }),
        Page::KeypadWrong { left: 2 },
        Page::Sending { unsaved: true },
        Page::Unsent { until: 1_795_000_000, unsaved: true, because: Some(Failure::ServiceBusy), again_s: 3 },
        Page::Resuming,
        done(PartState::Registered, PartState::Accepted, Some(PartState::Accepted)),
        Page::Cancelled,
        Page::Defect,
    ];
    pages.extend(every_around().into_iter().map(Page::Around));
    pages.extend(every_failure().into_iter().map(|failure| Page::Trouble(TroublePage { failure, step: 2 })));
    pages
}

/// A page of every kind around a registration, and more than one of those that say very different things.
pub(super) fn every_around() -> Vec<Around> {
    const DAY_S: i64 = 86_400;
    let now = 1_795_000_000;
    let status = |state, reason: Option<&str>, kept| {
        let mut registration = registration(state, PartState::Accepted, Some(PartState::Accepted));
        registration.insurance_card.reason = reason.map(str::to_owned);
        Around::Status(Box::new(StatusPage { registration, older: kept, newer: kept, kept }))
    };
    let report = |algorithm, environment, ends_in_days: i64, tries| {
        let valid = (now - 1000 * DAY_S, now + ends_in_days * DAY_S);
        Around::CardReport(CardReport { algorithm, environment, valid, tries, at: now })
    };
    let release = ReleasePage { offered: true, understood: false, asked_too_early: true, stopped: true };
    let insurance = Insurance {
        as_of: now,
        found: true,
        insurer: Some("Pine Town".to_owned().into()),
        number: Some("******78 - *****67".to_owned().into()),
        valid_from: Some((2026, 4, 1)),
    };
    vec![
        Around::Home,
        Around::Prepare,
        Around::Guide,
        Around::About { oldest: Some("1.0.0".into()) },
        Around::About { oldest: None },
        status(PartState::Accepted, None, true),
        status(PartState::Processing, None, false),
        status(PartState::Registered, None, false),
        status(PartState::AlreadyRegistered, None, true),
        status(PartState::Failed, Some("insurance-not-linked"), true),
        status(PartState::Failed, Some("insurer-rejected"), false),
        status(PartState::Failed, Some("certificate-revoked-later"), false),
        status(PartState::Failed, Some("internal"), false),
        status(PartState::Failed, Some("a-word-of-tomorrow"), false),
        status(PartState::ReleaseRequested, None, false),
        status(PartState::Released, None, false),
        status(PartState::Unknown, None, false),
        Around::NotRegistered { as_of: now },
        Around::SignIn(SignInPage { nothing_kept: true, kept_is_old: false, stopped: false }),
        Around::SignIn(SignInPage { nothing_kept: false, kept_is_old: true, stopped: true }),
        Around::NotOffered,
        Around::Insurance(Box::new(insurance)),
        Around::Insurance(Box::new(Insurance { as_of: now, ..Insurance::default() })),
        Around::Release(release),
        Around::Release(ReleasePage { offered: false, asked_too_early: false, stopped: false, ..release }),
        Around::ReleaseAccepted,
        Around::Receipt(Box::new(ReceiptPage {
            number: "1234-5678-9012".into(),
            terms_version: "2026-11-01".into(),
            consents: vec!["hrp.consent.cert-serial-to-eligibility".into(), "example.other".into()],
            accepted_at: now,
            older: true,
            newer: true,
        })),
        Around::NoReceipt { unreadable: false },
        Around::NoReceipt { unreadable: true },
        Around::DeleteReceipt { number: "1234-5678-9012".into() },
        Around::CheckCard,
        report(Algorithm::Rs256, Some(Environment::Production), 1000, 3),
        report(Algorithm::Es384, None, 30, 2),
        report(Algorithm::Rs256, Some(Environment::Sandbox), -1, 1),
        report(Algorithm::Rs256, Some(Environment::Production), 400, 0),
        Around::Practice,
        Around::PracticeDone,
    ]
}

pub(super) fn every_failure() -> Vec<Failure> {
    use Failure as F;
    let faults = [
        CardFault::NoCard,
        CardFault::Dismissed,
        CardFault::SeveralCards,
        CardFault::NotACard,
        CardFault::NfcOff,
        CardFault::NfcAbsent,
        CardFault::ReaderAbsent,
        CardFault::ReaderRemoved,
        CardFault::ReaderBusy,
        CardFault::ServiceOff,
        CardFault::SoftwareAbsent,
        CardFault::Other,
    ];
    let mut all = vec![
        F::Offline,
        F::Insecure,
        F::ClockWrong,
        F::ServiceDown,
        F::ServiceBusy,
        F::Maintenance { until: Some(1_795_000_000) },
        F::RateLimited { until: 1_795_000_000 },
        F::UpgradeRequired,
        F::TermsUnavailable,
        F::TermsChanged,
        F::SessionExpired,
        F::ResendExpired,
        F::ProofRefused,
        F::Unsure,
        F::ProtocolBroken,
        F::ReleaseRequested,
        F::AnswerLost,
        F::OtherRegistration,
        F::StoreUnreadable,
        F::CardMoved,
        F::CardMovedDuringVerify,
        F::CardMovedAfterVerify,
        F::CardGarbled,
        F::CardRefused,
        F::CardUnsupported,
        F::CardWithoutCertificate,
        F::CardChanged,
        F::PinLocked,
        F::PinUnusable,
        F::KeypadTimedOut,
        F::KeypadLength,
        F::CertificateExpired { end: Some(1_795_000_000) },
        F::CertificateNotYetValid { start: None },
        F::CertificateRevoked,
        F::CertificateSuspended,
        F::CertificateUnchecked,
        F::CertificateUntrusted,
        F::RealCardInSandbox,
        F::TestCardInProduction,
    ];
    all.extend(faults.map(F::CardNotFound));
    all
}
