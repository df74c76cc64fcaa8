use kazasu_core::screen::{Action, ActionId, ActionKind, FieldId, LanguageMenu};
use kazasu_core::words::{Language, Line as Words};

use super::*;

fn words(text: &str) -> Words {
    Words::parse(text)
}

/// A screen with these blocks and an action.
pub(in crate::terminal) fn screen(blocks: Vec<Block>) -> Screen {
    let step = |number, current| Step { number, name: words("漢字《かんじ》"), spoken: words("x"), current };
    let action = |id, kind, default| Action { id, label: words("しる"), kind, default };
    Screen {
        serial: 7,
        id: "test",
        language: Language::PlainJapanese,
        steps: vec![step(1, false), step(2, true), step(3, false)],
        title: words("題《だい》"),
        blocks,
        actions: vec![
            action(ActionId::WhatIsPin, ActionKind::Link, false),
            action(ActionId::Back, ActionKind::Secondary, false),
            action(ActionId::Agree, ActionKind::Primary, true),
        ],
        back: Some(ActionId::Back),
        links: vec![Link { text: words("問い"), url: "https://a.example/".into() }],
        languages: LanguageMenu { label: words("ことば"), choices: Vec::new() },
        secret: false,
    }
}

fn drawn(block: Block) -> Vec<String> {
    let lines = of_screen(&screen(vec![block]));
    let [_, _, middle @ .., _] = &lines[..] else { panic!("{lines:?}") };
    middle.iter().map(|Line(_, text)| text.clone()).collect()
}

#[test]
fn where_one_is_and_the_title_need_no_colour() {
    let lines = of_screen(&screen(Vec::new()));
    assert_eq!(lines[0].1, "1 漢字（かんじ） > [2] 漢字（かんじ） > 3 漢字（かんじ）");
    assert_eq!(lines[1], Line(Style::Title, "== 題（だい） ==".into()));
    assert_eq!(lines[2].1, "問い: https://a.example/");
}

#[test]
fn every_kind_of_block() {
    let text = || words("文《ぶん》");
    let notice = |kind| drawn(Block::Notice { kind, text: text() });
    assert_eq!(drawn(Block::Paragraph { text: text() }), ["文（ぶん）"]);
    assert_eq!(notice(NoticeKind::Information), ["(i) 文（ぶん）"]);
    assert_eq!(notice(NoticeKind::Warning), ["(!) 文（ぶん）"]);
    assert_eq!(notice(NoticeKind::Error), ["(!!) 文（ぶん）"]);
    assert_eq!(notice(NoticeKind::Success), ["(ok) 文（ぶん）"]);
    assert_eq!(drawn(Block::Heading { text: text() }), ["", "文（ぶん）"]);
    assert_eq!(drawn(Block::List { items: vec![text(), text()] }), ["  - 文（ぶん）", "  - 文（ぶん）"]);
    let items = [Some(true), Some(false), None].map(|done| Check { text: words("a"), done }).into();
    assert_eq!(drawn(Block::Steps { items }), ["  [x] 1. a", "  [ ] 2. a", "      3. a"]);
    let field = FieldId::PortalUser;
    assert_eq!(drawn(Block::Checkbox { field, label: words("a"), help: words("b"), on: true }), ["[x] a", "    b"]);
    assert_eq!(
        drawn(Block::Link(Link { text: words("a"), url: "https://b.example".into() })),
        ["a: https://b.example"]
    );
    assert_eq!(drawn(Block::Busy { text: words("a") }), ["... a"]);
    let marks = [Mark::Done, Mark::UnderWay, Mark::Failed, Mark::Unknown];
    let rows = marks.map(|mark| Row { label: words("a"), value: words("b"), mark }).into();
    assert_eq!(drawn(Block::Rows { rows }), ["  [x] a: b", "  [..] a: b", "  [!] a: b", "  [?] a: b"]);
    assert_eq!(drawn(Block::Facts { facts: vec![(words("a"), words("b"))] }), ["a: b"]);
    let body = "# One\n\n**strong** 文《ぶん》\n- item".to_owned();
    assert_eq!(drawn(Block::Document { title: words("T"), body }), ["T", "One", "", "strong 文（ぶん）", "- item"]);
    assert_eq!(drawn(Block::Code { text: words("Code: X01"), code: "X01".into(), copy: words("Copy") }), ["Code: X01"]);
    assert!(drawn(Block::Hold { picture: "pc", progress: Some(20) }).is_empty());
}
