//! Text in the form in which two passages are compared, with the way back.
//!
//! The rules are those of section 2 of the design: white space folded, typographic
//! quotes and dashes equal to plain ones, NFC, soft hyphens and zero-width characters
//! ignored, case kept.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::body::Body;

/// A folded text, and for each of its bytes the range of the text that it came from.
#[derive(Clone, Debug)]
pub struct Folded {
    text: String,
    /// For each byte of `text`: where its character starts and ends in the original.
    origin: Vec<(u32, u32)>,
}

/// The folded form of a text to look for, without white space at its ends.
pub fn fold_pattern(text: &str) -> String {
    Folded::new(text, &[]).text.trim_matches(' ').to_string()
}

impl Folded {
    /// The folded text of a body. Blocks are apart even where no white space parts them.
    pub fn of(body: &Body) -> Self {
        Self::new(body.text(), &body.block_edges())
    }

    /// The folded form of `text`, in which white space is added at `edges`.
    fn new(text: &str, edges: &[usize]) -> Self {
        let mut folded =
            Folded { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len()) };
        let mut edges = edges.iter().peekable();
        let mut cluster = String::new();
        let mut origin = 0..0;
        for (at, c) in text.char_indices() {
            if edges.next_if(|edge| **edge <= at).is_some() {
                folded.push_cluster(&mut cluster, &origin);
                folded.push(' ', at..at);
                while edges.next_if(|edge| **edge <= at).is_some() {}
            }
            // Most text is this: a character that nothing can join, since what follows is plain too.
            if c.is_ascii() && text.as_bytes().get(at + 1).is_none_or(u8::is_ascii) {
                folded.push_cluster(&mut cluster, &origin);
                folded.push(plain(c), at..at + 1);
                continue;
            }
            // An ignored character belongs to no cluster, so a mark does not end with one.
            if ignored(c) {
                continue;
            }
            if starts_cluster(c) || cluster.is_empty() {
                folded.push_cluster(&mut cluster, &origin);
                origin.start = at;
            }
            cluster.push(c);
            origin.end = at + c.len_utf8();
        }
        folded.push_cluster(&mut cluster, &origin);
        folded
    }

    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the original text that a range of the folded text came from.
    pub fn original(&self, folded: &Range<usize>) -> Range<usize> {
        let start = self.origin.get(folded.start).map_or(0, |o| o.0 as usize);
        let last = folded.end.checked_sub(1).and_then(|i| self.origin.get(i));
        start..last.map_or(start, |o| o.1 as usize).max(start)
    }

    fn push_cluster(&mut self, cluster: &mut String, origin: &Range<usize>) {
        if cluster.is_empty() {
            return;
        }
        if cluster.is_ascii() {
            cluster.chars().for_each(|c| self.push(plain(c), origin.clone()));
        } else {
            cluster.nfc().for_each(|c| self.push(plain(c), origin.clone()));
        }
        cluster.clear();
    }

    fn push(&mut self, c: char, origin: Range<usize>) {
        let to_u32 = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let origin = (to_u32(origin.start), to_u32(origin.end));
        if c == ' ' && self.text.ends_with(' ') {
            if let Some(last) = self.origin.last_mut() {
                last.1 = origin.1;
            }
            return;
        }
        self.text.push(c);
        match c.len_utf8() {
            1 => self.origin.push(origin),
            length => self.origin.extend(std::iter::repeat_n(origin, length)),
        }
    }
}

/// Soft hyphen, and characters without width.
fn ignored(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether no normalisation form joins `c` to the character before it.
fn starts_cluster(c: char) -> bool {
    c.is_ascii()
        || canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) != IsNormalized::Maybe
}

/// The plain character that a typographic one is equal to.
fn plain(c: char) -> char {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => c,
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{2039}' | '\u{203A}' | '\u{B4}' | '`' | '\u{2BC}' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{AB}' | '\u{BB}' | '\u{301D}'..='\u{301F}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, folded: &str) {
        assert_eq!(Folded::new(text, &[]).text, folded, "{text:?}");
    }

    #[test]
    fn equal_forms() {
        check("a  b\n\tc", "a b c");
        check("“it’s” — so", "\"it's\" - so");
        check("co\u{AD}op\u{200B}", "coop");
        check("e\u{301}a", "éa");
        check("\u{1112}\u{1161}\u{11AB}", "한");
        check("a\u{A0}b", "a b");
        check("Ａ ＡＢ", "Ａ ＡＢ");
        check("Case", "Case");
    }

    #[test]
    fn the_way_back() {
        let text = "x e\u{301}  “y”";
        let folded = Folded::new(text, &[]);
        let at = folded.text().find("é \"y").expect("the passage");
        let original = folded.original(&(at..at + "é \"y".len()));
        assert_eq!(&text[original], "e\u{301}  “y");
    }

    #[test]
    fn blocks_are_apart() {
        assert_eq!(Folded::new("ab", &[0, 1, 2]).text, " a b");
    }
}
