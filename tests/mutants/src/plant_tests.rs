use super::*;
use crate::list::{Genre, Mutant, Place, Span};
use crate::sites::sites;

/// A change of the text between the marks, which are taken out.
fn change(source: &str, genre: Genre, replaced: &str, replacement: &str) -> Mutant {
    let at = source.find(replaced).unwrap();
    let place = |at: usize| {
        let before = &source[..at];
        let line = before.matches('\n').count() + 1;
        Place { line, column: before.rsplit('\n').next().unwrap().chars().count() + 1 }
    };
    Mutant {
        file: "a.rs".into(),
        name: format!("a.rs:1:1: replace {replaced} with {replacement}"),
        genre,
        span: Span { start: place(at), end: place(at + replaced.len()) },
        replacement: replacement.into(),
    }
}

const SOURCE: &str = "fn f(a: u8, b: bool) -> bool {
    let ä = !b;
    match a {
        1 => ä,
        2 if a < 9 => false,
        _ => a + 1 == 3 && b,
    }
}
";

fn planted(mutants: &[Mutant]) -> Planted {
    let numbered: Vec<_> = (1..).zip(mutants).collect();
    let planted = Planted::new(SOURCE, &sites(SOURCE, &numbered).unwrap());
    assert!(syn::parse_file(&planted.text).is_ok(), "{}", planted.text);
    for number in 1..=mutants.len() {
        assert!(planted.text.contains(&number.to_string()), "{number} is planted: {}", planted.text);
    }
    planted
}

#[test]
fn every_kind_of_change_is_planted_beside_the_original() {
    let mutants = [
        change(SOURCE, Genre::FnValue, "let ä", "true"),
        change(SOURCE, Genre::UnaryOperator, "!", ""),
        change(SOURCE, Genre::MatchArm, "1 => ä,", ""),
        change(SOURCE, Genre::MatchArm, "2 if a < 9 => false,", ""),
        change(SOURCE, Genre::MatchArmGuard, "a < 9", "true"),
        change(SOURCE, Genre::BinaryOperator, "<", "<="),
        change(SOURCE, Genre::BinaryOperator, "+", "-"),
        change(SOURCE, Genre::BinaryOperator, "==", "!="),
        change(SOURCE, Genre::BinaryOperator, "&&", "||"),
    ];
    let text = planted(&mutants).text;
    for expected in [
        "if crate::planted::on() == 1 { return true; } let ä",
        "_ if crate::planted::on() != 2 => { !b } _ => {  b } }",
        "1 if crate::planted::on() != 3 =>",
        "_ => { a  <=  9 }",
        "_ => { a + 1  !=  3 }",
        "_ => { a + 1 == 3  ||  b }",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn an_error_is_blamed_on_the_innermost_change() {
    let mutants = [
        change(SOURCE, Genre::BinaryOperator, "&&", "||"),
        change(SOURCE, Genre::BinaryOperator, "==", "!="),
        change(SOURCE, Genre::BinaryOperator, "+", "-"),
    ];
    let planted = planted(&mutants);
    let at = |text: &str| {
        let start = planted.text.find(text).unwrap();
        planted.blamed(&(start..start + text.len()))
    };
    assert_eq!(at("a  -  1"), (vec![3], true));
    assert_eq!(at("a + 1  !=  3"), (vec![2], true));
    assert_eq!(at("crate::planted::on() != 3"), (vec![3], false), "what asks which change is in force");
    assert_eq!(planted.blamed(&(0..2)), (vec![], false));
}
