use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::effect::{CardFacts, Either, Readiness, Slot};
use crate::platform::{Client, Environment, Links, Platform, PlatformSpec, Purpose};
use crate::screen::{Around, PinNote, PinPage, Shell};
use crate::secret::Secret;
use crate::words::Language;

fn surroundings() -> Surroundings {
    let spec = PlatformSpec {
        origin: "https://sandbox.example".into(),
        environment: Environment::Sandbox,
        name: BTreeMap::new(),
        policies: None,
        links: Links::default(),
    };
    Surroundings {
        platform: Arc::new(Platform::new(spec).unwrap()),
        platform_name: None,
        client: Arc::new(Client { name: "t".into(), version: "1.0.0".into(), platform: "linux".into() }),
        presentation: Presentation { language: Language::English, shell: Shell::Pc, browser: false },
        facts: Facts::default(),
        purpose: Purpose::Registering,
    }
}

fn start<F: Future<Output = End> + Send + 'static>(flow: impl FnOnce(Io) -> F) -> Engine {
    Engine::start(surroundings(), Now::default(), flow)
}

fn end(outcome: Outcome) -> End {
    End { outcome, page: None }
}

fn elapsed(answer: Answer) -> Option<()> {
    matches!(answer, Answer::Elapsed).then_some(())
}

fn answer(engine: &mut Engine, id: EffectId, answer: Answer) -> Result<(), Misuse> {
    engine.handle(Now::default(), Event::Answer { id, answer })
}

fn press(engine: &mut Engine, id: ActionId) -> Result<(), Misuse> {
    let screen = engine.screen().serial;
    engine.handle(Now::default(), Event::Intent { screen, intent: Intent::Press(id) })
}

#[test]
fn an_effect_is_handed_out_once_and_answered_by_its_own_kind() {
    let mut engine = start(|mut io| async move {
        io.request(Effect::Wait { ms: 1 }, elapsed).await;
        end(Outcome::Registered)
    });
    assert_eq!(answer(&mut engine, EffectId(1), Answer::Elapsed), Err(Misuse::UnknownEffect), "not handed out yet");
    let (id, _) = engine.take_effect().unwrap();
    assert!(engine.take_effect().is_none());
    assert_eq!(answer(&mut engine, EffectId(7), Answer::Elapsed), Err(Misuse::UnknownEffect));
    assert_eq!(answer(&mut engine, EffectId(0), Answer::Elapsed), Err(Misuse::UnknownEffect));
    assert_eq!(answer(&mut engine, id, Answer::CardLost), Err(Misuse::WrongAnswer));
    assert_eq!(engine.outcome(), None);
    answer(&mut engine, id, Answer::Elapsed).unwrap();
    assert_eq!((engine.outcome(), engine.is_closed()), (Some(&Outcome::Registered), true));
    assert_eq!(answer(&mut engine, id, Answer::Elapsed), Ok(()), "a second answer is late, and ignored");
}

#[test]
fn an_intent_hits_the_screen_that_was_meant_or_nothing() {
    let mut engine = start(|mut io| async move {
        io.ask(Page::PinHelp).await;
        io.ask(Page::PinHelp).await;
        end(Outcome::Cancelled)
    });
    let first = engine.screen().serial;
    assert_eq!(press(&mut engine, ActionId::Agree), Err(Misuse::NotOffered));
    press(&mut engine, ActionId::Back).unwrap();
    let double = Event::Intent { screen: first, intent: Intent::Press(ActionId::Back) };
    assert_eq!(
        engine.handle(Now::default(), double),
        Err(Misuse::OldScreen),
        "a double tap cannot hit the next screen"
    );
    assert_eq!(engine.outcome(), None);
    press(&mut engine, ActionId::Back).unwrap();
    assert!(engine.is_closed());
}

#[test]
fn whichever_comes_first_and_the_loser_is_withdrawn() {
    let flow = |mut io: Io| async move {
        io.show(Page::Loading);
        match io.either(Effect::Wait { ms: 1 }, elapsed).await {
            Either::Answer(()) => end(Outcome::Registered),
            Either::Intent(_) => end(Outcome::Cancelled),
        }
    };
    let mut answered = start(flow);
    let (id, _) = answered.take_effect().unwrap();
    answer(&mut answered, id, Answer::Elapsed).unwrap();
    assert_eq!(answered.outcome(), Some(&Outcome::Registered));
    assert!(answered.take_effect().is_none());

    let mut pressed = start(flow);
    let (id, _) = pressed.take_effect().unwrap();
    press(&mut pressed, ActionId::Cancel).unwrap();
    assert_eq!(pressed.outcome(), Some(&Outcome::Cancelled));
    assert!(matches!(pressed.take_effect(), Some((_, Effect::Withdraw { id: withdrawn })) if withdrawn == id));
    assert_eq!(answer(&mut pressed, id, Answer::Elapsed), Ok(()), "its answer is late, and ignored");

    let mut early = start(flow);
    press(&mut early, ActionId::Cancel).unwrap();
    assert!(early.take_effect().is_none(), "an effect that was never handed out is simply gone");
}

#[test]
fn a_panic_becomes_an_end_screen_and_what_was_held_is_dropped() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    struct Held(Io);
    impl Drop for Held {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::SeqCst);
            self.0.tell(Effect::CloseCard { sheet: String::new(), success: false });
        }
    }
    let mut engine = start(|io| async move {
        let mut held = Held(io);
        held.0.request(Effect::Wait { ms: 1 }, elapsed).await;
        panic!("on purpose");
    });
    let (id, _) = engine.take_effect().unwrap();
    answer(&mut engine, id, Answer::Elapsed).unwrap();
    assert_eq!((engine.outcome(), engine.screen().id), (Some(&Outcome::Defect), "defect"));
    assert_eq!(DROPPED.load(Ordering::SeqCst), 1);
    assert!(matches!(engine.take_effect(), Some((_, Effect::CloseCard { .. }))), "the card is closed all the same");
    assert!(!engine.is_closed());
    press(&mut engine, ActionId::Close).unwrap();
    assert!(engine.is_closed());
}

#[test]
fn awaiting_something_foreign_is_a_defect_not_a_hang() {
    let engine = start(|io| async move {
        std::future::pending::<()>().await;
        drop(io);
        end(Outcome::Registered)
    });
    assert_eq!((engine.outcome(), engine.screen().id), (Some(&Outcome::Defect), "defect"));
}

#[test]
fn a_changed_page_keeps_its_serial_and_a_new_visit_does_not() {
    let mut engine = start(|mut io| async move {
        loop {
            let page = PinPage { portal: None, note: PinNote::NotAPin, childs: false };
            if let Intent::Press(_) = io.ask(Page::Pin(page)).await {
                return end(Outcome::Cancelled);
            }
        }
    });
    let first = engine.screen().serial;
    let typed = Intent::EnterPin(Secret::new(b"12".to_vec()));
    engine.handle(Now::default(), Event::Intent { screen: first, intent: typed }).unwrap();
    assert!(engine.screen().serial > first, "REQ-47: a new visit, so the field is masked and empty again");
    engine.present(Presentation { language: Language::Japanese, shell: Shell::Pc, browser: false });
    assert_eq!(engine.screen().language, Language::Japanese);
    let facts = Facts { reader: Some(true), card: Some(false), ..Facts::default() };
    let before = engine.screen().serial;
    engine.handle(Now::default(), Event::Noticed(facts)).unwrap();
    assert_eq!(engine.screen().serial, before);
}

#[test]
fn the_server_time_goes_on_with_the_monotonic_clock() {
    let mut engine = start(|mut io| async move {
        io.learn_server_time(1_000);
        io.request(Effect::Wait { ms: 1 }, elapsed).await;
        let outcome = if io.server_time() == Some(1_007) { Outcome::Registered } else { Outcome::Defect };
        end(outcome)
    });
    let (id, _) = engine.take_effect().unwrap();
    let now = Now { monotonic_ms: 7_900, unix_s: -5 };
    engine.handle(now, Event::Answer { id, answer: Answer::Elapsed }).unwrap();
    assert_eq!(engine.outcome(), Some(&Outcome::Registered));
}

#[test]
fn notices_are_what_nobody_answers() {
    let notices = [
        Effect::CloseCard { sheet: String::new(), success: true },
        Effect::Forget { slot: Slot::Pending },
        Effect::Withdraw { id: EffectId(1) },
    ];
    let others = [Effect::Wait { ms: 1 }, Effect::Load { slot: Slot::Pending }, Effect::Random { bytes: 1 }];
    assert!(notices.iter().all(Effect::is_notice) && !others.iter().any(Effect::is_notice));
}

/// Shells name files and entries by these.
#[test]
fn slots_have_the_names_that_they_had() {
    let slots = [Slot::Pending, Slot::Receipt("reg_1".into()), Slot::Status("reg_1".into()), Slot::Preferences];
    assert_eq!(slots.map(|slot| slot.to_string()), ["pending", "receipt/reg_1", "status/reg_1", "preferences"]);
}

#[test]
fn nothing_secret_is_shown_by_debug() {
    let slot = Slot::Pending;
    let effects = [
        Effect::Transmit {
            command: Secret::new(b"1234".to_vec()),
            timeout_ms: 1,
            sensitive: true,
            sheet: String::new(),
        },
        Effect::Save { slot, bytes: Secret::new(b"1234".to_vec()) },
    ];
    let shown = format!("{effects:?} {:?}", Intent::EnterPin(Secret::new(b"1234".to_vec())));
    assert!(!shown.contains("1234") && !shown.contains("49, 50"), "{shown}");
    let _ = CardFacts::default();
}

/// A window that is drawn anew in the same language is no reason to load the terms again.
#[test]
fn only_another_language_brings_what_waits_for_one() {
    let mut engine = start(|mut io| async move {
        match io.ask_or_language(Page::PinHelp).await {
            Some(_) => end(Outcome::Cancelled),
            None => end(Outcome::Registered),
        }
    });
    engine.present(Presentation { language: Language::English, shell: Shell::Ios, browser: true });
    assert_eq!(engine.outcome(), None);
    engine.present(Presentation { language: Language::Japanese, shell: Shell::Ios, browser: true });
    assert_eq!(engine.outcome(), Some(&Outcome::Registered));
}

#[test]
fn a_page_that_is_shown_again_keeps_its_serial_and_the_last_one_has_a_new_one() {
    let mut engine = start(|mut io| async move {
        io.show(Page::Loading);
        io.request(Effect::Wait { ms: 1 }, elapsed).await;
        io.show(Page::Loading);
        io.request(Effect::Wait { ms: 2 }, elapsed).await;
        io.show(Page::PinHelp);
        io.request(Effect::Wait { ms: 3 }, elapsed).await;
        End { outcome: Outcome::Cancelled, page: Some(Page::PinHelp) }
    });
    let mut serials = vec![engine.screen().serial];
    for _ in 0..3 {
        let (id, _) = engine.take_effect().unwrap();
        answer(&mut engine, id, Answer::Elapsed).unwrap();
        serials.push(engine.screen().serial);
    }
    let [loading, again, help, last] = serials[..] else { panic!("{serials:?}") };
    assert!(loading == again && again < help && help < last, "{serials:?}");
}

#[test]
fn a_page_around_a_registration_is_the_same_one_with_other_content_and_no_other() {
    let mut engine = start(|mut io| async move {
        for page in [Around::NotRegistered { as_of: 1 }, Around::NotRegistered { as_of: 2 }, Around::ReleaseAccepted] {
            io.show(Page::Around(page));
            io.request(Effect::Wait { ms: 1 }, elapsed).await;
        }
        End { outcome: Outcome::Cancelled, page: None }
    });
    let mut serials = vec![engine.screen().serial];
    for _ in 0..2 {
        let (id, _) = engine.take_effect().unwrap();
        answer(&mut engine, id, Answer::Elapsed).unwrap();
        serials.push(engine.screen().serial);
    }
    let [first, with_another_time, another] = serials[..] else { panic!("{serials:?}") };
    assert!(first == with_another_time && with_another_time < another, "{serials:?}");
}

#[test]
fn the_platform_goes_by_the_name_that_it_gave() {
    let mut engine = start(|mut io| async move {
        let unnamed = io.surroundings().platform_name().to_owned();
        io.learn_platform_name([("en".to_owned(), "Sandbox".to_owned())].into());
        let named = io.surroundings().platform_name().to_owned();
        io.request(Effect::Wait { ms: 1 }, elapsed).await;
        let known = (unnamed.as_str(), named.as_str()) == ("https://sandbox.example", "Sandbox");
        end(if known { Outcome::Registered } else { Outcome::Defect })
    });
    let (id, _) = engine.take_effect().unwrap();
    answer(&mut engine, id, Answer::Elapsed).unwrap();
    assert_eq!(engine.outcome(), Some(&Outcome::Registered));
}

#[test]
fn what_a_device_lacks_is_told_from_what_a_card_does() {
    use crate::effect::CardFault;
    let all = [Readiness::NfcOff, Readiness::NfcAbsent, Readiness::NoReader, Readiness::ReaderBusy];
    for lacking in all.into_iter().chain([Readiness::ServiceOff, Readiness::SoftwareAbsent]) {
        assert_eq!(lacking.fault().and_then(Readiness::lacking), Some(lacking));
    }
    assert_eq!(Readiness::Ready.fault(), None);
    for fault in [CardFault::NoCard, CardFault::SeveralCards, CardFault::ReaderRemoved, CardFault::Other] {
        assert_eq!(Readiness::lacking(fault), None);
    }
}
