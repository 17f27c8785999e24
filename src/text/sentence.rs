//! The sentence that a passage stands in.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::body::Body;

/// How much text on each side of a passage is looked at, in bytes: a longer sentence is
/// cut, and the cut shown as `…`.
const REACH: usize = 400;

/// Words before whose full stop no sentence ends, beside single letters (`U.S.`, `J. Doe`).
const ABBREVIATIONS: [&str; 14] =
    ["mr", "mrs", "ms", "dr", "prof", "st", "no", "vs", "inc", "corp", "ltd", "co", "gov", "sen"];

/// A passage with what its sentence has before and after it, white space folded.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sentence {
    /// From the start of the sentence; a space at its end where there is one.
    pub before: String,
    /// The passage.
    pub passage: String,
    /// To the end of the sentence.
    pub after: String,
}

impl Body {
    /// The sentence (UAX #29, section 5) or sentences that `range` stands in, inside its
    /// block of the text.
    pub fn sentence(&self, range: &Range<usize>) -> Sentence {
        let text = self.text();
        let reach = range.start.saturating_sub(REACH)..(range.end + REACH).min(text.len());
        let edges = self.block_edges_in(&(reach.start..reach.end + 1));
        let before = edges.iter().rev().find(|edge| **edge <= range.start);
        let after = edges.iter().find(|edge| **edge >= range.end);
        let from = text.ceil_char_boundary(before.copied().unwrap_or(reach.start));
        let to = text.floor_char_boundary(after.copied().unwrap_or(reach.end)).max(range.end);
        // A line's end inside a paragraph is a space: UAX #29 would end a sentence there.
        let window = text.get(from..to).unwrap_or_default().replace(['\n', '\r'], " ");
        let (start, end) = bounds(&window, range.start - from, range.end - from);
        let (start, end) = (from + start, from + end);
        let part = |range: Range<usize>| self.spaced(&range);
        let cut_before = if start == from && from > 0 && before.is_none() { "…" } else { "" };
        let cut_after = if end == to && to < text.len() && after.is_none() { "…" } else { "" };
        Sentence {
            before: format!("{cut_before}{}", part(start..range.start).trim_start()),
            passage: self.passage(range),
            after: format!("{}{cut_after}", part(range.end..end).trim_end()),
        }
    }

    /// A passage with white space folded, also at its ends.
    fn spaced(&self, range: &Range<usize>) -> String {
        let text = self.text().get(range.clone()).unwrap_or_default();
        let words = self.passage(range);
        let space = |there: bool| if there { " " } else { "" };
        if words.is_empty() {
            return space(!text.is_empty()).to_string();
        }
        let starts = text.starts_with(char::is_whitespace);
        let ends = text.ends_with(char::is_whitespace);
        format!("{}{words}{}", space(starts), space(ends))
    }
}

/// The start of the last sentence that starts at or before `start`, and the end of the
/// first that ends at or after `end`.
fn bounds(text: &str, start: usize, end: usize) -> (usize, usize) {
    let mut first = 0;
    for (at, _) in text.split_sentence_bound_indices() {
        if at > 0 && !ends_a_sentence(&text[..at]) {
            continue;
        }
        if at >= end && at > 0 {
            return (first, at);
        }
        if at <= start {
            first = at;
        }
    }
    (first, text.len())
}

/// Whether a sentence may end where `before` ends.
fn ends_a_sentence(before: &str) -> bool {
    let Some(word) = before.trim_end().strip_suffix('.') else { return true };
    let word = word.rsplit(|c: char| c.is_whitespace() || "(\"“‘'".contains(c)).next().unwrap_or_default();
    let last = word.rsplit('.').next().unwrap_or(word);
    let one_letter = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    !(one_letter || ABBREVIATIONS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use crate::text::markdown;

    fn check(text: &str, passage: &str, before: &str, after: &str) {
        let body = markdown(text, 0);
        let start = body.text().find(passage).expect("the passage");
        let sentence = body.sentence(&(start..start + passage.len()));
        let found = (sentence.before.as_str(), sentence.passage.as_str(), sentence.after.as_str());
        assert_eq!(found, (before, passage, after), "{text:?}");
    }

    #[test]
    fn sentences() {
        check("One is. Two *is* here. Three.", "Two", "", " is here.");
        check("One is. Two *is* here. Three.", "here", "Two is ", ".");
        check(
            "A U.S. firm, Acme Inc. of Ohio, said so. It did.",
            "Ohio",
            "A U.S. firm, Acme Inc. of ",
            ", said so.",
        );
        check("“It is,” she said. “And so\nit goes.” He left.", "goes", "“And so it ", ".”");
        check("One\nis\r\nlong\nhere. Two.", "is", "One ", " long here.");
        check("One.\n\nTwo is here\n\nThree.", "is", "Two ", " here");
        check("それは違う。彼は言った。そうか。", "彼", "", "は言った。");
        check("One. Two.", "One. Two", "", ".");
    }

    #[test]
    fn a_sentence_without_an_end_is_cut() {
        let text = format!("{}here {}", "word ".repeat(300), "word ".repeat(300));
        let body = markdown(&text, 0);
        let start = body.text().find("here").expect("the passage");
        let sentence = body.sentence(&(start..start + 4));
        assert!(sentence.before.starts_with('…') && sentence.before.len() < 420);
        assert!(sentence.after.ends_with('…') && sentence.after.len() < 420);
    }
}
