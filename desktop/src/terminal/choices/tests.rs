#![allow(clippy::unwrap_used)]

use kazasu_core::screen::LanguageMenu;
use kazasu_core::words::Line as Words;

use super::super::lines::tests::screen;
use super::*;

fn checkbox() -> Block {
    let (label, help) = (Words::parse("ポータル"), Words::parse("b"));
    Block::Checkbox { field: FieldId::PortalUser, label, help, on: true }
}

fn pin_field() -> Block {
    let text = || Words::parse("番号");
    Block::PinField {
        label: text(),
        hint: text(),
        show: text(),
        prompt: Words::parse("番号《ばんごう》:"),
        digits: 4,
        erase: text(),
        entered: Vec::new(),
    }
}

#[test]
fn numbers_toggle_and_press_and_enter_is_the_default() {
    let screen = screen(vec![checkbox()]);
    let choices = Choices::of(&screen);
    let list: Vec<_> = choices.lines(&screen).into_iter().map(|Line(_, text)| text).collect();
    assert_eq!(list, ["", "  1) [x] ポータル", "  2) しる", "  3) しる", "  4) しる  [Enter]"]);
    assert!(choices.prompt(&screen).unwrap().contains("しる"));
    for (line, expected) in
        [("", ActionId::Agree), (" 2 ", ActionId::WhatIsPin), ("3", ActionId::Back), ("４", ActionId::Agree)]
    {
        assert!(matches!(choices.read(line), Some(Intent::Press(id)) if id == expected), "{line:?}");
    }
    assert!(matches!(choices.read("1"), Some(Intent::Set { field: FieldId::PortalUser, on: false })));
    for wrong in ["0", "5", "-1", "1 2", "x", "99999999999999999999", "四"] {
        assert!(choices.read(wrong).is_none(), "{wrong:?}");
    }
    assert_eq!(choices.stopping(), Some(ActionId::Back));
}

#[test]
fn where_a_pin_is_typed_no_number_chooses() {
    let screen = screen(vec![pin_field()]);
    let choices = Choices::of(&screen);
    let list: Vec<_> = choices.lines(&screen).into_iter().map(|Line(_, text)| text).collect();
    assert_eq!(list, ["", "  ?: しる", "  Ctrl+C: しる"]);
    assert_eq!(choices.prompt(&screen).unwrap(), "番号（ばんごう）:");
    assert!(choices.asks_pin());
    assert_eq!(choices.help(), Some(ActionId::WhatIsPin));
}

#[test]
fn enter_alone_never_cancels() {
    let mut screen = screen(vec![Block::Busy { text: Words::parse("a") }]);
    screen.actions.retain(|action| action.default);
    screen.actions.iter_mut().for_each(|action| action.id = ActionId::Cancel);
    screen.back = Some(ActionId::Cancel);
    let choices = Choices::of(&screen);
    assert!(choices.read("").is_none() && choices.prompt(&screen).is_none());
    assert!(matches!(choices.read("1"), Some(Intent::Press(ActionId::Cancel))));
    assert_eq!(choices.stopping(), Some(ActionId::Cancel));
    screen.actions.clear();
    screen.back = None;
    assert!(Choices::of(&screen).is_empty());
    assert_eq!(Choices::of(&screen).stopping(), None);
}

#[test]
fn req_28_another_language_is_chosen_by_its_name_for_computers_and_none_by_a_pin() {
    let menu = LanguageMenu::in_language(Language::PlainJapanese);
    let of = |blocks| Screen { languages: menu.clone(), ..screen(blocks) };
    let listed = |screen: &Screen| Choices::of(screen).lines(screen).last().map(|Line(_, text)| text.clone()).unwrap();
    let (plain, pin) = (of(Vec::new()), of(vec![pin_field()]));
    assert_eq!(listed(&plain), "  ja) 日本語  en) English");
    assert_eq!(listed(&pin), "  ja: 日本語  en: English");
    for screen in [&plain, &pin] {
        let choices = Choices::of(screen);
        assert_eq!(choices.language(b" EN "), Some(Language::English));
        assert_eq!(choices.language(b"ja"), Some(Language::Japanese));
        for other in [&b"ja-easy"[..], b"", b"1234", b"e n", b"\xFF", b"fr"] {
            assert_eq!(choices.language(other), None, "{other:?}");
        }
    }
}
