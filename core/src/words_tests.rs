use std::collections::{BTreeMap, BTreeSet};

use super::*;

const SOURCES: [(&str, &str); 3] = [
    ("ja", include_str!("../words/ja.ftl")),
    ("ja-easy", include_str!("../words/ja-easy.ftl")),
    ("en", include_str!("../words/en.ftl")),
];

fn texts(source: &'static str) -> BTreeMap<&'static str, &'static str> {
    let rows: Vec<_> = source.lines().filter_map(|line| line.split_once(" = ")).collect();
    let map: BTreeMap<_, _> = rows.iter().copied().collect();
    assert_eq!(map.len(), rows.len(), "an id stands twice");
    map
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split("{ $").skip(1).map(|rest| rest.split_once(" }").expect("closed").0).collect()
}

#[test]
fn req_122_same_ids_and_placeholders_in_three_languages() {
    let [japanese, plain, english] = SOURCES.map(|(_, source)| texts(source));
    assert_eq!(japanese.keys().collect::<Vec<_>>(), plain.keys().collect::<Vec<_>>());
    assert_eq!(japanese.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>());
    for (id, text) in &japanese {
        for other in [plain[id], english[id]] {
            assert!(!other.trim().is_empty(), "{id}");
            if !id.starts_with("date-long") {
                assert_eq!(placeholders(text), placeholders(other), "{id}");
            }
        }
    }
    assert_eq!(text::ALL.len(), japanese.len());
}

#[test]
fn req_122_every_text_is_taken_by_fluent_as_written() {
    for (language, (_, source)) in Language::ALL.into_iter().zip(SOURCES) {
        for (id, value) in texts(source) {
            let known = text::ALL.iter().find(|text| text.0 == id).expect("generated");
            let names = placeholders(value);
            let args: Vec<(&'static str, &str)> = names.iter().map(|name| (*name, "X")).collect();
            let expected =
                names.iter().fold(value.to_owned(), |text, name| text.replace(&format!("{{ ${name} }}"), "X"));
            assert_eq!(raw(language, *known, &args), expected.trim(), "{id}");
        }
    }
}

#[test]
fn req_122_every_run_of_kanji_in_plain_japanese_has_a_reading() {
    for (id, text) in texts(SOURCES[1].1) {
        for run in Line::parse(text).0 {
            match run.ruby {
                None => assert!(!run.base.chars().any(is_kanji), "{id}: {}", run.base),
                Some(ruby) => {
                    assert!(run.base.chars().all(is_kanji) && !run.base.is_empty(), "{id}: {}", run.base);
                    let hiragana = |letter| matches!(letter, '\u{3041}'..='\u{3096}' | 'ー');
                    assert!(!ruby.is_empty() && ruby.chars().all(hiragana), "{id}: {ruby}");
                }
            }
        }
    }
}

#[test]
fn plain_japanese_and_english_sentences_stay_short() {
    for (id, text) in texts(SOURCES[1].1) {
        for sentence in Line::parse(text).written().split('。') {
            assert!(sentence.chars().count() <= 60, "{id}: {sentence}");
        }
    }
    for (id, text) in texts(SOURCES[2].1) {
        for sentence in text.split_inclusive(['.', '?', '!']) {
            assert!(sentence.split_whitespace().count() <= 25, "{id}: {sentence}");
        }
    }
}

#[test]
fn req_105_no_text_sends_anybody_out_with_an_old_insurance_card() {
    for (_, source) in SOURCES {
        for (id, text) in texts(source) {
            for phrase in
                ["保険証を持って", "保険証《ほけんしょう》を 持", "bring your insurance card", "old insurance card"]
            {
                assert!(!text.contains(phrase), "{id}: {text}");
            }
        }
    }
}

#[test]
fn req_131_no_text_says_that_care_needs_a_registration() {
    for (_, source) in SOURCES {
        let all = texts(source);
        assert!(all.contains_key("home-not_compulsory"));
        for (id, text) in all {
            for phrase in ["登録しないと受診", "must register to see", "登録《とうろく》しないと 病院"]
            {
                assert!(!text.contains(phrase), "{id}: {text}");
            }
        }
    }
}

#[test]
fn no_text_tells_anybody_to_guess_a_pin() {
    let phrases = [
        ["当てずっぽう", "当てずっぽうで入れず"],
        ["guess", "do not guess"],
        ["try every", ""],
        ["思いつく番号", ""],
        ["思《おも》いつく", ""],
    ];
    for (_, source) in SOURCES {
        for (id, text) in texts(source) {
            for [phrase, but] in phrases {
                let warned = !but.is_empty() && text.contains(but);
                assert!(!text.contains(phrase) || warned, "{id}: {text}");
            }
        }
    }
}

#[test]
fn no_text_blames_the_person_or_shows_a_bare_code() {
    for (language, source) in SOURCES {
        for (id, text) in texts(source) {
            for phrase in ["your fault", "you failed", "invalid", "illegal", "不正な", "あなたのせい", "エラーコード"]
            {
                assert!(!text.to_lowercase().contains(phrase), "{language} {id}: {text}");
            }
            let code = text.contains("{ $code }");
            assert_eq!(code, id == "common-error_code", "{language} {id}: {text}");
        }
    }
}

#[test]
fn readings() {
    let line = Line::parse("これは 練習《れんしゅう》です。数字《すうじ》 4つ");
    assert_eq!(line.written(), "これは 練習です。数字 4つ");
    assert_eq!(line.spoken(), "これは れんしゅうです。すうじ 4つ");
    assert_eq!(line.annotated(), "これは 練習（れんしゅう）です。数字（すうじ） 4つ");
    assert_eq!(serde_json::to_string(&line).unwrap(), "\"これは 練習《れんしゅう》です。数字《すうじ》 4つ\"");
    for odd in ["", "《", "》", "《あ》", "漢《", "《《》》"] {
        let _ = Line::parse(odd);
    }
}

#[test]
fn dates_are_japan_time() {
    let end = crate::time::parse_rfc3339("2027-03-01T14:59:59Z").unwrap();
    assert_eq!(date(Language::Japanese, end), "2027年3月1日");
    assert_eq!(Line::parse(&date(Language::PlainJapanese, end)).written(), "2027年3月1日");
    assert_eq!(date(Language::English, end), "1 March 2027");
    assert_eq!(date_time(Language::English, end), "23:59 on 1 March 2027");
    assert_eq!(duration(Language::English, -7_200), "2 h");
    assert_eq!(duration(Language::English, 86_400 * 400), "400 days");
}

#[test]
fn months_have_their_names() {
    let names = "January February March April May June July August September October November December";
    for (month, name) in (1..).zip(names.split(' ')) {
        let day = crate::time::parse_rfc3339(&format!("2027-{month:02}-15T00:00:00Z")).unwrap();
        assert_eq!(date(Language::English, day), format!("15 {name} 2027"));
        assert_eq!(date(Language::Japanese, day), format!("2027年{month}月15日"));
    }
}

#[test]
fn languages_and_texts_are_found_by_their_names() {
    for language in Language::ALL {
        assert_eq!(Language::from_tag(language.tag()), Some(language));
    }
    assert_eq!((Language::from_tag("fr"), Language::from_tag("")), (None, None));
    assert_eq!(text::DURATION_MINUTES.id(), "duration.minutes");
}

/// In the largest unit that fits, rounded to the nearest.
#[test]
fn durations_are_rounded() {
    use text::{DURATION_DAYS as DAYS, DURATION_HOURS as HOURS, DURATION_MINUTES as MINUTES};
    let known = [
        (29, MINUTES, "0"),
        (89, MINUTES, "1"),
        (90, MINUTES, "2"),
        (-90, MINUTES, "2"),
        (5_399, MINUTES, "90"),
        (5_400, HOURS, "2"),
        (8_999, HOURS, "2"),
        (129_599, HOURS, "36"),
        (129_600, DAYS, "2"),
        (215_999, DAYS, "2"),
        (216_000, DAYS, "3"),
    ];
    for (seconds, unit, count) in known {
        let wanted = raw(Language::English, unit, &[("count", count)]);
        assert_eq!(duration(Language::English, seconds), wanted, "{seconds}");
    }
}

/// What a shell has in words of its own.
#[test]
fn a_book_of_a_shell_has_its_texts_by_id() {
    let book =
        Book::new(["tray-open = { $what }を開く", "tray-open = { $what }を ひらく", "tray-open = Open { $what }"]);
    let said = |language, id| book.line(language, id, &[("what", "Kazasu")]).written();
    assert_eq!(said(Language::English, "tray-open"), "Open Kazasu");
    assert_eq!(said(Language::Japanese, "tray-open"), "Kazasuを開く");
    assert_eq!(said(Language::English, "tray-closed"), "tray.closed", "an id that nobody has is shown as it is");
}
