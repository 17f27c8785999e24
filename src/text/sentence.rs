//! The sentence that a passage stands in.

use std::borrow::Cow;
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

/// Where the sentences of a body start, so that those of many passages are found quickly.
#[derive(Debug)]
pub struct Sentences<'b> {
    body: &'b Body,
    /// Ascending, in bytes of the text: also where each block starts.
    starts: Vec<usize>,
}

impl<'b> Sentences<'b> {
    /// Finds the sentences (UAX #29, section 5) of each block.
    pub fn of(body: &'b Body) -> Self {
        let text = body.text();
        let mut starts = vec![0];
        let mut from = 0;
        for edge in body.block_edges().into_iter().chain([text.len()]) {
            let block = text.get(from..edge).unwrap_or_default();
            starts.extend(starts_in(block).into_iter().map(|at| from + at));
            starts.push(edge);
            from = edge;
        }
        starts.dedup();
        Self { body, starts }
    }

    /// The sentence or sentences that `range` stands in, inside its block of the text.
    pub fn around(&self, range: &Range<usize>) -> Sentence {
        let text = self.body.text();
        let until = self.starts.partition_point(|start| *start <= range.start);
        let start = until.checked_sub(1).and_then(|at| self.starts.get(at)).copied().unwrap_or_default();
        let after = self.starts.partition_point(|next| *next < range.end.max(start + 1));
        let end = self.starts.get(after).copied().unwrap_or(text.len()).max(range.end);
        let from = start.max(text.ceil_char_boundary(range.start.saturating_sub(REACH)));
        let to = end.min(text.floor_char_boundary(range.end + REACH));
        let cut = |cut: bool| if cut { "…" } else { "" };
        let part = |range: Range<usize>| self.body.spaced(&range);
        Sentence {
            before: format!("{}{}", cut(from > start), part(from..range.start).trim_start()),
            passage: self.body.passage(range),
            after: format!("{}{}", part(range.end..to).trim_end(), cut(to < end)),
        }
    }
}

impl Body {
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

/// Where sentences start in a block, after its own start.
fn starts_in(block: &str) -> Vec<usize> {
    // A line's end inside a paragraph is a space: UAX #29 would end a sentence there.
    let line = match block.contains(['\n', '\r']) {
        true => Cow::from(block.replace(['\n', '\r'], " ")),
        false => Cow::from(block),
    };
    let starts = line.split_sentence_bound_indices().map(|(at, _)| at);
    starts.filter(|at| *at > 0 && ends_a_sentence(&line[..*at])).collect()
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
    use super::*;
    use crate::text::markdown;

    fn check(text: &str, passage: &str, before: &str, after: &str) {
        let body = markdown(text, 0);
        let start = body.text().find(passage).expect("the passage");
        let sentence = Sentences::of(&body).around(&(start..start + passage.len()));
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
        let sentence = Sentences::of(&body).around(&(start..start + 4));
        assert!(sentence.before.starts_with('…') && sentence.before.len() < 420);
        assert!(sentence.after.ends_with('…') && sentence.after.len() < 420);
    }
}
