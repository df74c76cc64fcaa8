//! Markup that a browser test would not tell apart.

use super::*;

#[test]
fn req_122_readings_are_ruby_and_nothing_in_a_text_is_markup() {
    let shown = line(&Line::parse("<b>カード《かあど》を 読《よ》む &")).into_string();
    assert_eq!(
        shown,
        "&lt;b&gt;カード<ruby><rp>（</rp><rt>かあど</rt><rp>）</rp></ruby>を <ruby>読<rp>（</rp><rt>よ</rt><rp>）</rp></ruby>む &amp;"
    );
}

#[test]
fn a_platforms_own_text_is_headings_lists_and_paragraphs() {
    let shown = document::markdown("# 見出し\n\n一**行**目\n二行目\n\nfirst\nsecond\n- one\n  more\n- two\n## <i>")
        .into_string();
    assert_eq!(
        shown,
        "<h2>見出し</h2><p>一<strong>行</strong>目二行目</p><p>first second</p><ul><li>one more</li><li>two</li></ul><h3>&lt;i&gt;</h3>"
    );
}
