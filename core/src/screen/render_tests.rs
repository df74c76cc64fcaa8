use std::collections::HashSet;
use std::sync::Arc;

use super::*;
use crate::effect::{CardFault, Facts};
use crate::failure::{Failure, Remedy};
use crate::platform::{Environment, Links, Platform, PlatformSpec};
use crate::registration::PartState;
use crate::screen::samples::{around, done, every_failure, every_page, terms_page};
use crate::screen::{ActionId, ApplyPage, HoldPage, Mark, PinPage, Setting, TroublePage};
use crate::words::Language;

fn screen(page: &Page, shell: Shell) -> Screen {
    page.render(1, &around(shell, Language::English, Facts::default()))
}

fn actions(page: &Page, shell: Shell) -> Vec<ActionId> {
    screen(page, shell).actions.iter().map(|action| action.id).collect()
}

#[test]
fn req_29_three_steps_and_the_current_one_is_said() {
    for (page, current) in [
        (terms_page(), 1),
        (Page::Apply(ApplyPage { portal: None, stopped: false, childs: false }), 2),
        (Page::Hold(HoldPage { progress: None, tips: false }), 2),
        (Page::Sending { unsaved: false }, 2),
        (done(PartState::Processing, PartState::Accepted, None), 3),
    ] {
        let steps = screen(&page, Shell::Pc).steps;
        let marks: Vec<_> = steps.iter().map(|step| (step.number, step.current)).collect();
        assert_eq!(marks, [1, 2, 3].map(|number| (number, number == current)));
        assert_eq!(steps[1].spoken.written(), "Step 2 of 3: Read card");
    }
    for page in every_page().iter().filter(|page| !matches!(page, Page::Done(_))) {
        assert!(!screen(page, Shell::Pc).steps.iter().any(|step| step.number == 3 && step.current), "{}", page.id());
    }
}

#[test]
fn req_27_questions_and_contact_are_on_every_page() {
    for page in every_page() {
        let links = screen(&page, Shell::Pc).links;
        let urls: Vec<_> = links.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(urls, ["https://faq.example/", "https://contact.example/"], "{}", page.id());
    }
}

#[test]
fn req_34_req_37_req_45_order_of_buttons() {
    use ActionId::{Agree, Apply, Back, ReadTerms, WhatIsPin};
    assert_eq!(actions(&terms_page(), Shell::Pc), [ReadTerms, Back, Agree]);
    let apply = Page::Apply(ApplyPage { portal: None, stopped: false, childs: false });
    assert_eq!(actions(&apply, Shell::Pc), [WhatIsPin, Back, Apply]);
    for phone in [Shell::Android, Shell::Ios] {
        assert_eq!(actions(&terms_page(), phone), [ReadTerms, Agree, Back]);
        assert_eq!(actions(&apply, phone), [WhatIsPin, Apply, Back]);
    }
}

#[test]
fn the_way_back_of_the_device_does_what_a_button_does() {
    use ActionId::{Back, Cancel, Close, Finish, StopForNow};
    for page in every_page() {
        let screen = screen(&page, Shell::Android);
        let waits_only = screen.actions.is_empty();
        assert_eq!(screen.back.is_none(), waits_only, "{}", page.id());
        assert!(screen.back.is_none_or(|back| [Back, Cancel, StopForNow, Close, Finish].contains(&back)));
        assert!(screen.back.is_none_or(|back| screen.actions.iter().any(|action| action.id == back)));
    }
    assert_eq!(screen(&terms_page(), Shell::Android).back, Some(Back));
    assert_eq!(screen(&Page::LastTry { after_wrong: true }, Shell::Android).back, Some(StopForNow));
}

#[test]
fn req_28_every_page_offers_every_language_by_its_own_name() {
    for page in every_page() {
        let menu = screen(&page, Shell::Android).languages;
        let names: Vec<_> = menu.choices.iter().map(|choice| (choice.language, choice.name.written())).collect();
        let expected = [
            (Language::Japanese, "日本語"),
            (Language::PlainJapanese, "やさしい日本語"),
            (Language::English, "English"),
        ];
        assert_eq!(names, expected.map(|(language, name)| (language, name.to_owned())), "{}", page.id());
        assert_eq!(menu.label.written(), "Language");
    }
}

#[test]
fn req_59_where_nfc_is_off_a_button_opens_the_setting() {
    let trouble = |fault| Page::Trouble(TroublePage { failure: Failure::CardNotFound(fault), step: 2 });
    let has_setting = |page: &Page| {
        let blocks = screen(page, Shell::Android).blocks;
        blocks.iter().any(|block| matches!(block, Block::Setting { setting: Setting::Nfc, .. }))
    };
    assert!(has_setting(&trouble(CardFault::NfcOff)));
    assert!(!has_setting(&trouble(CardFault::NfcAbsent)) && !has_setting(&trouble(CardFault::NoCard)));
}

#[test]
fn req_123_a_keypad_says_how_many_digits_there_are() {
    let page = Page::Pin(PinPage { portal: None, note: PinNote::None, childs: false });
    let blocks = screen(&page, Shell::Android).blocks;
    let said = blocks.into_iter().find_map(|block| match block {
        Block::PinField { entered, .. } => Some(entered.iter().map(Line::written).collect::<Vec<_>>()),
        _ => None,
    });
    let count = |count: usize| format!("{count} of 4 digits entered");
    assert_eq!(said, Some((0..=4).map(count).collect()));
}

#[test]
fn req_110_stopping_is_the_default_of_the_last_try() {
    for shell in [Shell::Pc, Shell::Android, Shell::Ios] {
        let screen = screen(&Page::LastTry { after_wrong: false }, shell);
        let default: Vec<_> = screen.actions.iter().filter(|action| action.default).map(|action| action.id).collect();
        assert_eq!(default, [ActionId::StopForNow]);
    }
}

#[test]
fn where_there_is_only_waiting_to_do_enter_presses_nothing() {
    for page in every_page() {
        let screen = screen(&page, Shell::Pc);
        let waits = screen.blocks.iter().any(|block| matches!(block, Block::Busy { .. } | Block::Hold { .. }));
        let defaults = screen.actions.iter().filter(|action| action.default).count();
        assert_eq!(defaults, usize::from(!waits), "{}", page.id());
    }
}

#[test]
fn req_39_reader_and_card_tick_themselves() {
    let page = Page::Apply(ApplyPage { portal: None, stopped: false, childs: false });
    let ticks = |facts| {
        let screen = page.render(1, &around(Shell::Pc, Language::English, facts));
        screen.blocks.into_iter().find_map(|block| match block {
            Block::Steps { items } => Some(items.into_iter().map(|item| item.done).collect::<Vec<_>>()),
            _ => None,
        })
    };
    assert_eq!(ticks(Facts::default()), Some(vec![None, None, None]));
    let there = Facts { reader: Some(true), card: Some(false), ..Facts::default() };
    assert_eq!(ticks(there), Some(vec![Some(true), Some(false), None]));
}

#[test]
fn req_61_req_62_how_to_hold_depends_on_the_device() {
    let page = Page::Hold(HoldPage { progress: None, tips: true });
    let said = |shell| serde_json::to_string(&screen(&page, shell)).unwrap();
    assert!(said(Shell::Ios).contains("top edge of your iPhone") && !said(Shell::Ios).contains("Turn NFC on"));
    assert!(said(Shell::Android).contains("contactless mark") && said(Shell::Android).contains("Turn NFC on"));
    assert!(said(Shell::Pc).contains("Leave the card on the reader"));
    for shell in [Shell::Pc, Shell::Android, Shell::Ios] {
        assert!(said(shell).contains("more than five seconds"), "REQ-55");
    }
}

#[test]
fn req_63_req_65_complete_is_said_only_when_it_is() {
    for state in [
        PartState::Accepted,
        PartState::Processing,
        PartState::Failed,
        PartState::ReleaseRequested,
        PartState::Released,
        PartState::Unknown,
    ] {
        let said = serde_json::to_string(&screen(&done(state, PartState::Accepted, None), Shell::Pc)).unwrap();
        assert!(!said.contains("You are registered") && !said.contains("\"Registered\""), "{state:?}: {said}");
    }
    let said =
        serde_json::to_string(&screen(&done(PartState::Registered, PartState::Accepted, None), Shell::Pc)).unwrap();
    assert!(said.contains("You are registered. Thank you.") && said.contains("\"Registered\""));
    assert!(said.contains("1234-5678-9012") && said.contains("https://facilities.example/"), "REQ-66, REQ-126");
}

/// Application, insurance card, portal.
#[test]
fn req_64_req_65_req_68_each_row_says_how_its_part_stands() {
    let marks = |insurance, application, portal| {
        let screen = screen(&done(insurance, application, Some(portal)), Shell::Pc);
        let rows = screen.blocks.into_iter().find_map(|block| match block {
            Block::Rows { rows } => Some(rows),
            _ => None,
        });
        rows.unwrap().iter().map(|row| row.mark).collect::<Vec<Mark>>()
    };
    use PartState::{Accepted, AlreadyRegistered, Failed, Processing, Registered, Released, Unknown};
    for (application, mark) in
        [(Accepted, Mark::Done), (AlreadyRegistered, Mark::Done), (Failed, Mark::Failed), (Unknown, Mark::Unknown)]
    {
        assert_eq!(marks(Registered, application, Accepted), [mark, Mark::Done, Mark::Done], "{application:?}");
    }
    for (part, insurance, portal) in [
        (Accepted, Mark::UnderWay, Mark::Done),
        (Processing, Mark::UnderWay, Mark::UnderWay),
        (Failed, Mark::Failed, Mark::Failed),
        (Released, Mark::Done, Mark::Done),
        (Unknown, Mark::Unknown, Mark::Unknown),
    ] {
        assert_eq!(marks(part, Accepted, part), [Mark::Done, insurance, portal], "{part:?}");
    }
}

/// REQ-121: a practice platform says so on every page, and a real one never.
#[test]
fn req_121_only_a_practice_platform_has_the_banner() {
    let banner = |environment| {
        let mut around = around(Shell::Pc, Language::English, Facts::default());
        around.platform = Arc::new(
            Platform::new(PlatformSpec {
                origin: "https://a.example".into(),
                environment,
                name: [("en".to_owned(), "A".to_owned())].into(),
                policies: None,
                links: Links::default(),
            })
            .unwrap(),
        );
        let said = serde_json::to_string(&terms_page().render(1, &around)).unwrap();
        said.contains(&crate::words::plain(Language::English, crate::words::text::COMMON_SANDBOX_BANNER, &[]))
    };
    assert!(banner(Environment::Sandbox) && !banner(Environment::Production));
}

#[test]
fn req_31_the_details_link_stands_beside_the_sentence_that_it_is_about() {
    let blocks = screen(&terms_page(), Shell::Pc).blocks;
    let lead = blocks.iter().position(
        |block| matches!(block, Block::Paragraph { text } if text.written().contains("your insurance card through")),
    );
    let link =
        blocks.iter().position(|block| matches!(block, Block::Link(link) if link.url == "https://details.example/"));
    assert_eq!(lead.map(|at| at + 1), link);
    assert!(link.is_some());
}

#[test]
fn req_02_a_link_that_is_not_secure_is_not_shown() {
    let page = done(PartState::Registered, PartState::Accepted, None);
    assert!(!serde_json::to_string(&screen(&page, Shell::Pc)).unwrap().contains("not-secure"));
}

#[test]
fn every_failure_has_its_own_code_and_a_way_on() {
    let mut codes = HashSet::new();
    for failure in every_failure() {
        assert!(codes.insert(failure.code()), "{} stands twice", failure.code());
        let page = Page::Trouble(TroublePage { failure, step: 1 });
        let said = serde_json::to_string(&screen(&page, Shell::Pc)).unwrap();
        assert!(said.contains(&format!("Error code: {}", failure.code())));
        match failure.remedy() {
            Remedy::Elsewhere => assert!(said.contains("You can also register at a clinic"), "REQ-113: {said}"),
            _ => assert!(actions(&page, Shell::Pc).len() > 1, "{failure:?}"),
        }
    }
}

/// Rule 5 of the texts: whatever ends without success names the other ways, or offers a way to go on.
#[test]
fn every_screen_without_success_has_a_way_on() {
    for page in every_page() {
        let screen = screen(&page, Shell::Android);
        let leaves_only = screen.actions.iter().all(|action| action.id == ActionId::Close);
        let waits = screen.actions.is_empty();
        let said = serde_json::to_string(&screen).unwrap();
        let elsewhere = said.contains("You can also register at a clinic") || said.contains("start again");
        let tells = ["guide", "about", "status", "release", "no_receipt"].contains(&page.id());
        assert!(!leaves_only || waits || elsewhere || tells, "{}: {said}", page.id());
    }
}

#[test]
fn req_122_every_page_is_whole_in_every_language() {
    for language in Language::ALL {
        for shell in [Shell::Pc, Shell::Android, Shell::Ios] {
            for page in every_page() {
                let mut screen = page.render(1, &around(shell, language, Facts::default()));
                screen.languages.choices.clear(); // names of languages are in their own
                let said = serde_json::to_string(&screen).unwrap();
                assert!(!said.contains("{ $") && !said.contains("{$"), "{}: {said}", page.id());
                assert!(!screen.title.0.is_empty() && !screen.blocks.is_empty(), "{}", page.id());
                if language == Language::English {
                    let japanese = |letter| matches!(letter, '\u{3040}'..='\u{30FF}') || words::is_kanji(letter);
                    let face = said.replace("顔認証", ""); // it is what stands on the card
                    assert!(!face.chars().any(japanese), "{}: {said}", page.id());
                }
            }
        }
    }
}

#[test]
fn sheets_of_a_phone_stay_short() {
    for language in Language::ALL {
        for text in [text::HOLD_WAITING, text::HOLD_FOUND, text::HOLD_READING, text::HOLD_FINISHED] {
            assert!(words::plain(language, text, &[("percent", "100")]).chars().count() < 40);
        }
    }
}
