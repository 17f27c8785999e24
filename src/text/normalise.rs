//! The words of a quotation in the form in which quotations are compared: section 4 of the
//! design.
//!
//! In: a quotation as it is printed. Out: its words, each with the bytes that it came from.
//! NFKC, lower case, punctuation and quotation marks dropped, dashes and hyphens as spaces;
//! `…`, `...` and `[...]` are a gap, `[sic]` is nothing, `[H]e` is "he", any other bracket
//! is a wildcard, `A.I.` is "ai", `don't` is "dont".

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// What stands at a place of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// A word, normalised.
    Is(Box<str>),
    /// Words are left out here, and the article says so.
    Gap,
    /// An insertion in brackets, of so many words: it stands for other words, or for none.
    Inserted(usize),
}

/// A word of a quotation, and the bytes of the printed text that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// The word.
    pub word: Word,
    /// Bytes of the printed text.
    pub range: Range<usize>,
}

/// An insertion in brackets stands for at most so many words more than it has itself.
pub const WILDCARD_REACH: usize = 3;

/// A bracket of more bytes is no insertion but a bracket that was left open.
const LONGEST_INSERTION: usize = 200;

/// Nobody abbreviates so many bytes of letters with full stops.
const LONGEST_ABBREVIATION: usize = 40;

/// The words that count when two texts are compared.
pub fn spoken_words(text: &str) -> Vec<Word> {
    spoken(text).into_iter().map(|spoken| spoken.word).collect()
}

/// The words of a printed quotation, in order.
pub fn spoken(printed: &str) -> Vec<Spoken> {
    let mut reader = Reader { printed, at: 0, words: Vec::new(), open: None };
    while let Some(cluster) = printed.get(reader.at..).and_then(|rest| rest.graphemes(true).next()) {
        reader.cluster(cluster);
    }
    reader.end_word();
    reader.words
}

struct Reader<'a> {
    printed: &'a str,
    at: usize,
    words: Vec<Spoken>,
    /// The word that is being read.
    open: Option<(String, Range<usize>)>,
}

impl Reader<'_> {
    fn cluster(&mut self, cluster: &str) {
        let rest = self.printed.get(self.at..).unwrap_or_default();
        if let Some(length) = gap(rest) {
            return self.push(Word::Gap, length);
        }
        if let Some((inside, length)) = bracket(rest) {
            return self.bracket(inside, length);
        }
        let next = self.at + cluster.len();
        let first = cluster.chars().next().unwrap_or_default();
        if stands_alone(first) {
            self.end_word();
            return self.push(Word::Is(normal(cluster).into()), cluster.len());
        }
        let inner =
            self.open.is_some() && self.printed[next..].chars().next().is_some_and(char::is_alphanumeric);
        match first {
            c if is_apostrophe(c) && inner => {}
            c if is_letter(c) && !is_apostrophe(c) => self.extend(&normal(cluster), next),
            '.' if inner && self.between_single_letters(next) => {}
            '.' | ',' if inner && self.between_digits(next) => {
                self.extend(if first == '.' { "." } else { "" }, next)
            }
            c if is_skipped(c) => {}
            _ => self.end_word(),
        }
        self.at = next;
    }

    /// `A.I.`: the word so far is one letter, or one letter after each full stop.
    fn between_single_letters(&self, next: usize) -> bool {
        let Some((_, range)) = &self.open else { return false };
        let before = &self.printed[range.start..self.at];
        let single =
            before.len() <= LONGEST_ABBREVIATION && before.split('.').all(|part| part.chars().count() == 1);
        let after: Vec<char> = self.printed[next..].chars().take(2).collect();
        single
            && after.first().is_some_and(|c| c.is_alphabetic())
            && after.get(1).is_none_or(|c| !c.is_alphabetic())
    }

    fn between_digits(&self, next: usize) -> bool {
        let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
        digit(self.printed[..self.at].chars().next_back()) && digit(self.printed[next..].chars().next())
    }

    /// `[sic]`, `[H]e`, `enterprise[s]`, `[the company]`, `[ ]`.
    fn bracket(&mut self, inside: &str, length: usize) {
        let after = self.printed.get(self.at + length..).unwrap_or_default();
        let touches = self.open.is_some() || after.starts_with(char::is_alphanumeric);
        let letters = !inside.is_empty() && inside.chars().all(char::is_alphanumeric);
        let remark = inside.trim().trim_end_matches('!');
        if remark.eq_ignore_ascii_case("sic") {
            self.end_word();
            self.at += length;
        } else if touches && letters {
            let end = self.at + length;
            self.extend(&normal(inside), end);
            self.at = end;
        } else if inside.contains(char::is_alphanumeric) {
            let words = inside.split_whitespace().count();
            self.push(Word::Inserted(words), length + genitive(after));
        } else if inside.chars().all(|c| c.is_whitespace() || ".…-–—_".contains(c)) {
            self.push(Word::Gap, length);
        } else {
            self.end_word();
            self.at += length;
        }
    }

    fn extend(&mut self, letters: &str, end: usize) {
        let at = self.at;
        let (word, range) = self.open.get_or_insert_with(|| (String::new(), at..at));
        word.push_str(letters);
        range.end = end;
    }

    fn push(&mut self, word: Word, length: usize) {
        self.end_word();
        let range = self.at..self.at + length;
        self.at = range.end;
        // Two gaps in a row are one.
        match self.words.last_mut() {
            Some(last) if word == Word::Gap && last.word == Word::Gap => last.range.end = range.end,
            _ => self.words.push(Spoken { word, range }),
        }
    }

    fn end_word(&mut self) {
        if let Some((word, range)) = self.open.take().filter(|(word, _)| !word.is_empty()) {
            self.words.push(Spoken { word: Word::Is(word.into()), range });
        }
    }
}

/// The length of the dots that `text` starts with, if they say that words are left out.
fn gap(text: &str) -> Option<usize> {
    for dots in ["[...]", "[…]", "[. . .]", "(...)", "(…)", "....", "...", ". . .", "…"] {
        if text.starts_with(dots) {
            return Some(dots.len());
        }
    }
    None
}

/// What stands in the brackets that `text` starts with, and their length.
fn bracket(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix('[')?;
    let near = &inside[..inside.floor_char_boundary(LONGEST_INSERTION + 1)];
    let end = near.find(']')?;
    Some((&inside[..end], end + 2))
}

/// The length of the `'s` that `text` starts with: in `[the company]'s` it is inserted too.
fn genitive(text: &str) -> usize {
    let rest = text.strip_prefix(is_apostrophe).and_then(|rest| rest.strip_prefix('s'));
    rest.filter(|rest| !rest.starts_with(char::is_alphanumeric)).map_or(0, |rest| text.len() - rest.len())
}

/// An apostrophe, and all that is typed for one.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '´' | '‘' | '’' | '‛' | '′' | 'ʻ' | 'ʼ' | '׳' | '＇')
}

/// Characters that nobody sees: soft hyphens, joiners, marks of direction, of variants.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// What says nothing inside a word: the same, and the frame that makes a digit a key.
fn is_skipped(c: char) -> bool {
    is_invisible(c) || c == '\u{20E3}'
}

/// Letters, digits and the signs that say something: a currency, a percentage.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '¥' | '₹' | '%' | '+' | '&' | '@' | '#')
}

/// Characters of scripts without spaces are compared one by one.
fn stands_alone(c: char) -> bool {
    let c = if c.is_ascii() { c } else { std::iter::once(c).nfkc().next().unwrap_or(c) };
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '\u{E00}'..='\u{EFF}')
        && c.is_alphanumeric()
}

/// NFKC in lower case. The dot of a Turkish `İ`, and its absence in `ı`, are no difference,
/// because sources set the same words with and without it.
fn normal(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    if folded.is_ascii() {
        return folded;
    }
    let seen = folded.nfkc().filter(|c| *c != '\u{307}' && !is_skipped(*c));
    seen.collect::<String>().replace('ı', "i").replace('ß', "ss").replace('ς', "σ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(printed: &str, expect: &str) {
        let words: Vec<String> = spoken(printed)
            .into_iter()
            .map(|spoken| match spoken.word {
                Word::Is(word) => word.to_string(),
                Word::Gap => "~".to_string(),
                Word::Inserted(n) => format!("*{n}"),
            })
            .collect();
        assert_eq!(words.join(" "), expect, "{printed:?}");
    }

    #[test]
    fn words_of_quotations() {
        check("Claude mania.", "claude mania");
        check(
            "“limited our ability — for many that’s Bedrock.”",
            "limited our ability for many thats bedrock",
        );
        check("fear, restriction, and the idea", "fear restriction and the idea");
        check("'it's the go-to-market'", "its the go to market");
        check("‘positive message’", "positive message");
        check("the A.I. race, the U.S. and A.I.", "the ai race the us and ai");
        check("We grew 3.5 percent to $1,000.", "we grew 3.5 percent to $1000");
        check("It ended. Then it began", "it ended then it began");
    }

    #[test]
    fn what_an_editor_put_in_or_left_out() {
        check("one … two ... three [...] four", "one ~ two ~ three ~ four");
        check("one ... [...] two", "one ~ two");
        check("they was [sic] here", "they was here");
        check("[H]e said [T]hat", "he said that");
        check("the enterprise[s] we serve", "the enterprises we serve");
        check("[the company] grew", "*2 grew");
        check("we saw [an open bracket", "we saw an open bracket");
        check("[the company]'s growth", "*2 growth");
        check("[the company]'self", "*2 self");
        check("one [ ] two [. . . .] three [--] four", "one ~ two ~ three ~ four");
        check("they was [sic!] here, all[sic] of them [!]", "they was here all of them");
    }

    #[test]
    fn other_languages() {
        check("„Wir beginnen heute“, sagte „sie“", "wir beginnen heute sagte sie");
        check("« Nous commençons aujourd’hui »", "nous commençons aujourdhui");
        check("İSTANBUL'da", "istanbulda");
        check("ıstanbul", "istanbul");
        check("STRASSE straße", "strasse strasse");
        check("「今日から」", "今 日 か ら");
        check("ｗｉｄｅ ﬁt e\u{301}", "wide fit é");
        check("ｶﾞｲﾄﾞ ガイド", "ガ イ ド ガ イ ド");
        check("donʼt don‘t don´t don`t", "dont dont dont dont");
        check("می\u{200C}خواهم \u{2067}شالום\u{2069}", "میخواهم شالום");
        check("ΛΌΓΟΣ λόγος", "λόγοσ λόγοσ");
        check("1\u{FE0F}\u{20E3} 葛\u{E0100}", "1 葛");
    }

    #[test]
    fn every_word_knows_where_it_stood() {
        let printed = "“[W]e won’t — ever … stop.”";
        let shown: Vec<&str> = spoken(printed).into_iter().map(|s| &printed[s.range]).collect();
        assert_eq!(shown, ["[W]e", "won’t", "ever", "…", "stop"]);
    }
}
