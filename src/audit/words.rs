//! Text as words, in the form in which it is looked for.
//!
//! In: any text. Out: its words, each as a number that is the same for the same word in whatever
//! case and Unicode form, and runs of words as numbers. Must not know: what is looked for, and where.
//!
//! What stands between two words is no part of them, so "Project Falcon", `project-falcon` and
//! "project <b>falcon</b>" without its tags are one run.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Parts the words before it from the words after it: no run goes over it.
pub(super) const BREAK: char = '\0';

/// What parts values from names and from other values in markup and in JSON, and does not stand in prose.
const MARKUP: [&str; 5] = ["=\"", "\">", "/>", "\",\"", "\":"];

/// The longest run that is looked for, in words. What is longer is looked for in all its runs of
/// this length, so that a part of it is found too.
pub(super) const LONGEST: usize = 6;

/// A word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
    /// The same for the same word.
    pub hash: u64,
    /// Bytes of the text.
    pub start: usize,
    pub end: usize,
    /// Whether there is nothing but digits in it.
    pub is_number: bool,
    /// Whether it and the word before it may be one id: with nothing between them, or `-`, `_` or `.`.
    is_joined: bool,
}

/// A run of words.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The same for the same words in the same order.
    pub key: u64,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// How many bytes its words have.
    pub weight: usize,
    /// Whether it may be a part of an id.
    pub is_id: bool,
}

/// Calls `look` with each word of `text`, and with nothing at each break.
pub(super) fn words(text: &str, mut look: impl FnMut(Option<Word>)) {
    let mut chars = text.char_indices().peekable();
    let mut last_end = 0;
    while let Some((start, first)) = chars.next() {
        if first == BREAK {
            look(None);
        }
        if !is_word(first) {
            continue;
        }
        let mut end = start + first.len_utf8();
        let mut is_ascii = first.is_ascii();
        let alone = stands_alone(first);
        while let Some((at, c)) =
            chars.next_if(|(_, c)| continues(*c) || !alone && is_word(*c) && !stands_alone(*c))
        {
            is_ascii &= c.is_ascii();
            end = at + c.len_utf8();
        }
        let gap = text.get(last_end..start).unwrap_or_default();
        if MARKUP.iter().any(|mark| gap.contains(mark)) {
            look(None);
        }
        last_end = end;
        let written = text.get(start..end).unwrap_or_default();
        let is_number = written.chars().all(char::is_numeric);
        let is_joined = matches!(gap, "" | "-" | "_" | ".");
        look(Some(Word { hash: hash(written, is_ascii), start, end, is_number, is_joined }));
    }
}

/// All words of `text`; breaks count for nothing.
pub(super) fn all_words(text: &str) -> Vec<Word> {
    let mut all = Vec::new();
    words(text, |word| all.extend(word));
    all
}

/// Calls `look` with every run of at most `LONGEST` words.
pub(super) fn runs(text: &str, mut look: impl FnMut(Run)) {
    let mut last = [Word::default(); LONGEST];
    let mut count = 0usize;
    words(text, |word| {
        let Some(word) = word else {
            count = 0;
            return;
        };
        last.rotate_right(1);
        last[0] = word;
        count += 1;
        let (mut key, mut weight, mut is_id) = (0, 0, true);
        for first in last.iter().take(count) {
            key = joined(key, first.hash);
            weight += first.end - first.start;
            look(Run { key, range: first.start..word.end, weight, is_id });
            is_id &= first.is_joined;
        }
    });
}

/// The key of a run that is all of `words`.
pub(super) fn key(words: &[Word]) -> u64 {
    words.iter().rev().fold(0, |key, word| joined(key, word.hash))
}

/// The key of a run with one more word before it.
fn joined(key: u64, word: u64) -> u64 {
    (key.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1)
}

/// FNV-1a (draft-eastlake-fnv, section 2) over the folded word.
fn hash(word: &str, is_ascii: bool) -> u64 {
    let one = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    let start = 0xCBF2_9CE4_8422_2325;
    if is_ascii {
        return word.bytes().map(|byte| byte.to_ascii_lowercase()).fold(start, one);
    }
    let visible = word.chars().filter(|c| !is_ignored(*c));
    // Through upper case, because some letters share it and have no other in common: `ς` and `σ`.
    let folded = visible.nfkc().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    folded.nfkc().collect::<String>().bytes().fold(start, one)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c))
}

/// What belongs to the word before it, whatever that is.
fn continues(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || is_ignored(c))
}

/// Soft hyphen and characters without width, as `text` ignores them.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Letters of scripts that put no white space between words: Thai to Myanmar, Khmer, and from the
/// kana to the Han characters.
fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, same: bool) {
        assert_eq!(key(&all_words(a)) == key(&all_words(b)), same, "{a:?} {b:?}");
    }

    #[test]
    fn the_same_words() {
        check("Project Falcon", "project-falcon", true);
        check("Project Falcon", "Falcon Project", false);
        check("co\u{AD}op", "coop", true);
        check("caf\u{E9}", "CAFE\u{301}", true);
        check("ΣΑΣ", "σας", true);
        check("ﬁne Ａ", "fine a", true);
        check("a b", "ab", false);
        check("機密", "機 密", true);
        check("がき", "か\u{3099}き", true);
    }

    #[test]
    fn runs_end_at_breaks() {
        let mut found = 0;
        runs("a b\0c", |_| found += 1);
        assert_eq!(found, 4, "a, b, a b, c");
    }

    #[test]
    fn values_are_apart() {
        let check = |text: &str, same: bool| {
            let (mut found, wanted) = (false, key(&all_words("deal announced")));
            runs(text, |run| found |= run.key == wanted);
            assert_eq!(found, same, "{text}");
        };
        check(r#"<mark id="deal">announced"#, false);
        check(r#"["deal","announced"]"#, false);
        check(r#"{"deal": "announced"}"#, false);
        check("a \"deal,\" \"announced\"", true);
        check("deal-announced", true);
    }

    #[test]
    fn a_run_is_found_where_it_stands() {
        let text = "we will — buy “Falcon” soon";
        let wanted = key(&all_words("buy falcon"));
        let mut found = Vec::new();
        runs(text, |run| found.extend((run.key == wanted).then(|| text[run.range].to_string())));
        assert_eq!(found, ["buy “Falcon"]);
    }
}
