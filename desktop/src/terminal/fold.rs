//! Long lines between words: a terminal breaks them at its edge, within a word if one stands there.

use unicode_width::UnicodeWidthStr as _;

/// The line with breaks between its words, so that none is cut by an edge after that many columns. What follows a break stands
/// below the line's text. A stretch without gaps that fits on no line, as Japanese has, is left to the terminal.
pub(super) fn fold(text: &str, columns: usize) -> String {
    let indent = indent_of(text);
    let (mut folded, mut column) = (String::new(), 0);
    for word in text.split_inclusive(' ') {
        let width = word.trim_end_matches(' ').width();
        if column + width > columns && column > indent && indent + width <= columns {
            folded.truncate(folded.trim_end().len());
            folded.push('\n');
            folded.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        }
        folded.push_str(word);
        column += width;
        if column > columns {
            column %= columns;
        }
        column += word.width() - width;
    }
    folded
}

/// Where the text of a line begins: behind its gap, and behind a mark or number.
fn indent_of(text: &str) -> usize {
    let words = text.trim_start();
    let gap = text.len() - words.len();
    let mark = words.split_once(' ').map(|(mark, _)| mark);
    let is_mark = |mark: &&str| mark.len() <= 4 && (mark.starts_with(['-', '[', '(']) || mark.ends_with([')', ':']));
    gap + mark.filter(is_mark).map_or(0, |mark| mark.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_stand_below_each_other() {
        assert_eq!(fold("one two three", 8), "one two\nthree");
        assert_eq!(fold("  - one two three", 10), "  - one\n    two\n    three");
        assert_eq!(fold("(!!) one two", 9), "(!!) one\n     two");
        assert_eq!(fold("  1) one  [Enter]", 12), "  1) one\n     [Enter]");
        assert_eq!(fold("12345678 1", 8), "12345678\n1");
        assert_eq!(fold("short", 80), "short");
        assert_eq!(fold("", 80), "");
    }

    #[test]
    fn a_stretch_that_fits_on_no_line_is_left_to_the_terminal() {
        assert_eq!(fold("(i) 終わるまで離さないでください", 20), "(i) 終わるまで離さないでください");
        assert_eq!(fold("see https://a.example/long/address on", 12), "see https://a.example/long/address\non");
        assert_eq!(fold("これは 練習です。 本物の カードは", 18), "これは 練習です。\n本物の カードは");
    }
}
