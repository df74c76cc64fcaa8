use super::samples::{around, every_around, every_failure, every_page};
use super::{ActionId, ApplyPage, Around, Block, FieldId, Page, PinNote, PinPage, Screen, Shell, TroublePage};
use crate::effect::{Facts, Intent, Readiness};
use crate::failure::Failure;
use crate::platform::Purpose;
use crate::words::{self, Language, Text, text};

fn shown(page: &Page, shell: Shell, purpose: Purpose, facts: Facts) -> Screen {
    let mut surroundings = around(shell, Language::English, facts);
    surroundings.purpose = purpose;
    page.render(1, &surroundings)
}

fn managing(page: Around) -> Screen {
    shown(&Page::Around(page), Shell::Android, Purpose::Managing, Facts::default())
}

fn says(screen: &Screen, text: Text) -> bool {
    let wanted = serde_json::to_string(&words::line(Language::English, text, &[])).unwrap();
    serde_json::to_string(screen).unwrap().contains(wanted.trim_matches('"'))
}

fn links(screen: &Screen) -> Vec<&str> {
    let urls = screen.blocks.iter().filter_map(|block| match block {
        Block::Link(link) => Some(link.url.as_str()),
        _ => None,
    });
    urls.collect()
}

#[test]
fn req_03_registering_is_the_first_thing_on_home_on_every_device() {
    for shell in [Shell::Android, Shell::Ios, Shell::Pc] {
        let home = shown(&Page::Around(Around::Home), shell, Purpose::Managing, Facts::default());
        assert_eq!(home.actions[0].id, ActionId::Register);
        assert!(home.actions[0].default);
        let acts = |block: &Block| matches!(block, Block::Link(_) | Block::Checkbox { .. } | Block::Setting { .. });
        assert!(!home.blocks.iter().any(acts), "nothing to act on stands before it");
        assert!(says(&home, text::HOME_LEAD) && says(&home, text::HOME_NOT_COMPULSORY));
    }
}

#[test]
fn req_16_that_nothing_is_missing_is_said_where_it_is_asked_for_alone() {
    let ready = Facts { readiness: Some(Readiness::Ready), ..Facts::default() };
    let shown = |page| shown(&Page::Around(page), Shell::Android, Purpose::Managing, ready);
    assert!(says(&shown(Around::Prepare), text::PREP_READY) && !says(&shown(Around::Home), text::PREP_READY));
}

#[test]
fn req_23_req_24_req_25_req_26_home_has_an_entry_for_each() {
    let home = managing(Around::Home);
    for id in [ActionId::Register, ActionId::Status, ActionId::Insurance, ActionId::Release, ActionId::CheckCard] {
        assert!(home.actions.iter().any(|action| action.id == id), "{id:?}");
    }
}

#[test]
fn req_01_req_10_req_11_req_111_req_115_the_guide_says_it() {
    let guide = managing(Around::Guide);
    for text in [
        text::FAC_STICKER,
        text::FAC_START_VARIES,
        text::FAC_STEP1,
        text::FAC_STEP2,
        text::FAC_STEP3,
        text::FAC_FACE,
        text::FAC_PIN,
        text::FAC_CHILD,
        text::FAC_NO_PHOTO_STORED,
        text::FAC_VISUAL,
        text::FAC_STAFF_NEVER_PIN,
        text::FAC_SMARTPHONE,
        text::FAC_HOME_VISIT,
        text::HELP_OTHER_WAYS,
    ] {
        assert!(says(&guide, text), "{}", text.id());
    }
    assert_eq!(links(&guide), ["https://facilities.example/"]);
}

#[test]
fn an_iphone_shows_no_way_out_of_home_but_one_is_taken() {
    let home = Page::Around(Around::Home);
    for (shell, out) in [(Shell::Android, true), (Shell::Pc, true), (Shell::Ios, false)] {
        let screen = shown(&home, shell, Purpose::Managing, Facts::default());
        assert_eq!(screen.actions.iter().any(|action| action.id == ActionId::Close), out, "{shell:?}");
        assert_eq!(screen.back, out.then_some(ActionId::Close), "{shell:?}");
        let guide = shown(&Page::Around(Around::Guide), shell, Purpose::Managing, Facts::default());
        assert_eq!(guide.back, Some(ActionId::Close), "{shell:?}");
    }
    assert!(home.offers(&Intent::Press(ActionId::Close)));
}

#[test]
fn req_12_two_check_lists_and_the_one_of_this_device_first() {
    for (shell, here, there) in [(Shell::Android, 3, 4), (Shell::Ios, 3, 4), (Shell::Pc, 4, 3)] {
        let screen = shown(&Page::Around(Around::Prepare), shell, Purpose::Managing, Facts::default());
        let lists: Vec<(bool, usize)> = screen
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Steps { items } => Some((true, items.len())),
                Block::List { items } => Some((false, items.len())),
                _ => None,
            })
            .collect();
        assert_eq!(lists, [(true, here), (false, there)]);
        for text in [text::PREP_ITEM_CARD, text::PREP_ITEM_PIN, text::PREP_ITEM_PHONE, text::PREP_ITEM_READER] {
            assert!(says(&screen, text), "{}", text.id());
        }
    }
}

#[test]
fn req_14_req_18_req_22_what_is_needed_is_linked_and_leads_out_of_the_app() {
    let names = ["card", "devices", "install", "android", "ios", "pc"];
    assert_eq!(links(&managing(Around::Prepare)), names.map(|name| format!("https://{name}.example/")));
}

#[test]
fn req_20_nothing_is_asked_of_a_browser_s_storage_so_no_screen_asks_to_leave_private_browsing() {
    let mut surroundings = around(Shell::Pc, Language::English, Facts::default());
    for shell in [Shell::Pc, Shell::Android, Shell::Ios] {
        surroundings.presentation.shell = shell;
        surroundings.presentation.browser = shell == Shell::Pc;
        for page in every_page() {
            assert!(!says(&page.render(1, &surroundings), text::PREP_PRIVATE_MODE), "{shell:?}, {}", page.id());
        }
    }
}

#[test]
fn req_21_closing_other_tabs_is_recommended_where_a_browser_takes_part_and_only_there() {
    let mut surroundings = around(Shell::Pc, Language::English, Facts::default());
    for browser in [true, false] {
        surroundings.presentation.browser = browser;
        for page in every_page() {
            let says = says(&page.render(1, &surroundings), text::PREP_CLOSE_TABS);
            assert_eq!(says, browser && page.id() == "prepare", "{}, {browser}", page.id());
        }
    }
}

#[test]
fn req_60_a_phone_links_to_where_each_model_reads() {
    let trouble = Page::Trouble(TroublePage { failure: Failure::CardMoved, step: 2 });
    for (shell, linked) in [(Shell::Android, true), (Shell::Ios, true), (Shell::Pc, false)] {
        let screen = shown(&trouble, shell, Purpose::Registering, Facts::default());
        assert_eq!(links(&screen).contains(&"https://devices.example/"), linked, "{shell:?}");
        assert_eq!(says(&screen, text::HOLD_FIND_SPOT), linked, "{shell:?}");
    }
}

#[test]
fn req_15_what_the_pin_is_is_one_tap_from_the_list_and_from_the_pin() {
    let pin = Page::Pin(PinPage { portal: None, note: PinNote::None, childs: false });
    for page in [Page::Around(Around::Prepare), pin] {
        let screen = shown(&page, Shell::Android, Purpose::Managing, Facts::default());
        assert!(screen.actions.iter().any(|action| action.id == ActionId::WhatIsPin));
    }
    let help = shown(&Page::PinHelp, Shell::Android, Purpose::Managing, Facts::default());
    assert!(says(&help, text::PIN_EXPLAIN));
}

#[test]
fn req_13_there_is_one_field_for_a_secret_in_all() {
    for page in every_page() {
        let screen = shown(&page, Shell::Android, Purpose::Registering, Facts::default());
        let secret = screen.blocks.iter().any(|block| matches!(block, Block::PinField { .. }));
        assert_eq!(secret, matches!(page, Page::Pin(_)), "{}", page.id());
        assert_eq!(secret, screen.secret, "{}", page.id());
    }
}

#[test]
fn req_16_req_59_each_lack_has_its_own_words_before_the_pin() {
    let lacks = [
        (Readiness::NfcOff, text::PREP_NFC_OFF),
        (Readiness::NfcAbsent, text::PREP_NFC_ABSENT),
        (Readiness::NoReader, text::PREP_READER_ABSENT),
        (Readiness::ReaderBusy, text::PREP_READER_BUSY),
        (Readiness::ServiceOff, text::PREP_READER_SERVICE_OFF),
        (Readiness::SoftwareAbsent, text::PREP_READER_SOFTWARE_ABSENT),
    ];
    let apply = Page::Apply(ApplyPage { portal: None, stopped: false, childs: false });
    let pages = [Page::Around(Around::Home), Page::Around(Around::Prepare), Page::Around(Around::CheckCard), apply];
    for page in pages {
        for (readiness, _) in lacks {
            let facts = Facts { readiness: Some(readiness), ..Facts::default() };
            let screen = shown(&page, Shell::Android, Purpose::Registering, facts);
            for (other, words) in lacks {
                assert_eq!(says(&screen, words), other == readiness, "{}, {readiness:?}", page.id());
            }
            let setting = screen.blocks.iter().any(|block| matches!(block, Block::Setting { .. }));
            assert_eq!(setting, readiness == Readiness::NfcOff, "{}", page.id());
        }
    }
    let ready = Facts { readiness: Some(Readiness::Ready), ..Facts::default() };
    assert!(says(&shown(&Page::Around(Around::Prepare), Shell::Android, Purpose::Managing, ready), text::PREP_READY));
}

#[test]
fn req_17_req_72_about_shows_versions_and_whose_service_it_is() {
    let about = serde_json::to_string(&managing(Around::About { oldest: Some("0.9.0".into()) })).unwrap();
    for part in ["t 1.0.0", "0.9.0", "https://sandbox.example", "not an official government app"] {
        assert!(about.contains(part), "{part}");
    }
}

#[test]
fn req_29_the_three_steps_stand_over_a_registration_only() {
    for page in every_page() {
        let screen = shown(&page, Shell::Android, Purpose::Managing, Facts::default());
        assert!(screen.steps.is_empty(), "{}", page.id());
    }
}

#[test]
fn req_60_tips_are_for_a_card_that_is_hard_to_read_and_not_for_a_device_that_is_not_ready() {
    for failure in every_failure() {
        let page = Page::Trouble(TroublePage { failure, step: 2 });
        let screen = shown(&page, Shell::Android, Purpose::Registering, Facts::default());
        let tips = says(&screen, text::HOLD_TIP_METAL);
        match failure.code() {
            "C05" | "C06" | "C07" | "C08" | "C09" | "C10" | "C20" => assert!(!tips, "{}", failure.code()),
            "C01" | "C02" | "C03" | "C11" | "C12" | "C13" => assert!(tips, "{}", failure.code()),
            _ => {}
        }
    }
}

#[test]
fn req_112_nothing_of_the_insurance_is_in_what_a_program_can_print() {
    for page in every_around() {
        assert!(!format!("{page:?}").contains("Pine Town"), "{}", page.id());
    }
}

#[test]
fn req_114_whose_card_it_is_changes_words_only() {
    let apply = |childs| {
        let page = Page::Apply(ApplyPage { portal: None, stopped: false, childs });
        shown(&page, Shell::Android, Purpose::Registering, Facts::default())
    };
    assert!(says(&apply(false), text::READ_WHOSE_CARD));
    let boxes = |screen: &Screen| {
        let field = screen.blocks.iter().find_map(|block| match block {
            Block::Checkbox { field, on, .. } => Some((*field, *on)),
            _ => None,
        });
        field.unwrap()
    };
    assert_eq!(boxes(&apply(false)), (FieldId::ChildsCard, false));
    assert_eq!(boxes(&apply(true)), (FieldId::ChildsCard, true));
    for childs in [false, true] {
        let page = Page::Pin(PinPage { portal: None, note: PinNote::None, childs });
        let screen = shown(&page, Shell::Android, Purpose::Registering, Facts::default());
        assert_eq!(says(&screen, text::PIN_CHILDS), childs);
    }
}

#[test]
fn practice_is_marked_on_every_screen_and_cannot_be_taken_for_the_real_thing() {
    for language in Language::ALL {
        for page in every_page() {
            let mut surroundings = around(Shell::Android, language, Facts::default());
            surroundings.purpose = Purpose::Practising;
            let screen = page.render(1, &surroundings);
            let banner = words::line(language, text::PRACTICE_BANNER, &[]);
            let first = screen.blocks.first();
            assert!(matches!(first, Some(Block::Notice { text, .. }) if *text == banner), "{}", page.id());
            assert!(screen.title.written().starts_with(['【', '[']), "{}", page.id());
        }
    }
    let flow = include_str!("../flow/practice.rs");
    for word in ["crate::card", "Calls", "OpenCard", "Transmit", "Send(", "Save", "Load", "contact", "verify"] {
        assert!(!flow.contains(word), "practice has {word} in it");
    }
}

#[test]
fn the_sending_page_is_not_titled_like_the_reading() {
    let sending = shown(&Page::Sending { unsaved: false }, Shell::Android, Purpose::Registering, Facts::default());
    assert_eq!(sending.title.written(), "Sending");
}

#[test]
fn the_menu_of_languages_says_language_in_every_language() {
    for language in Language::ALL {
        assert!(words::plain(language, text::COMMON_LANGUAGE, &[]).contains("Language"));
    }
}
