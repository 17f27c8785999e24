//! A printing of a quote, word by word beside the fullest wording.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::types::PartView;
use crate::text::{Spoken, Word, spoken};

/// What became of a stretch of the fullest wording in a printing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// The same words.
    Same,
    /// The same words with other punctuation or capitals.
    Punctuation,
    /// Not printed, before the first printed word or after the last.
    Cut,
    /// Left out between printed words, and the article says so.
    Elided,
    /// Other words, or words left out without a sign.
    Changed,
    /// Words that the fullest wording does not have.
    Added,
}

impl Change {
    fn code(self) -> &'static str {
        match self {
            Change::Same => "same",
            Change::Punctuation => "punctuation",
            Change::Cut => "cut",
            Change::Elided => "elided",
            Change::Changed => "changed",
            Change::Added => "added",
        }
    }
}

/// One wording: its text and its words.
struct Wording<'a> {
    text: &'a str,
    spoken: Vec<Spoken>,
    words: Vec<Word>,
}

impl<'a> Wording<'a> {
    fn of(text: &'a str) -> Self {
        let spoken = spoken(text);
        let words = spoken.iter().map(|spoken| spoken.word.clone()).collect();
        Self { text, spoken, words }
    }

    /// The text of some words, with what stands between them.
    fn of_words(&self, words: Range<usize>) -> &'a str {
        let start = self.spoken.get(words.start).map_or(self.text.len(), |word| word.range.start);
        let end =
            words.end.checked_sub(1).and_then(|last| self.spoken.get(last)).map_or(start, |w| w.range.end);
        self.text.get(start..end.max(start)).unwrap_or_default()
    }

    /// What stands between a word and the one before it, or the start.
    fn before(&self, word: usize) -> &'a str {
        let start = word.checked_sub(1).and_then(|before| self.spoken.get(before)).map_or(0, |w| w.range.end);
        let end = self.spoken.get(word).map_or(self.text.len(), |word| word.range.start);
        self.text.get(start..end).unwrap_or_default()
    }
}

/// The parts of `printed`, each with how it stands to `fullest`. `words` says a change in
/// the reader's language, for those who do not see it.
pub(super) fn parts(fullest: &str, printed: &str, say: &dyn Fn(&str) -> String) -> Vec<PartView> {
    let (full, own) = (Wording::of(fullest), Wording::of(printed));
    let mut parts = Parts { own: &own, full: &full, parts: Vec::new(), say };
    let ops = capture_diff_slices(Algorithm::Myers, &full.words, &own.words);
    let printed_words = own.words.len();
    for op in ops {
        match op {
            DiffOp::Equal { old_index, new_index, len } => parts.equal(old_index, new_index, len),
            DiffOp::Delete { old_index, old_len, new_index } => {
                let at_an_end = new_index == 0 || new_index == printed_words;
                let change = if at_an_end { Change::Cut } else { Change::Changed };
                parts.missing(change, old_index..old_index + old_len, "");
            }
            DiffOp::Insert { new_index, new_len, .. } => parts.added(new_index..new_index + new_len),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                parts.replaced(old_index..old_index + old_len, new_index..new_index + new_len);
            }
        }
    }
    parts.end();
    parts.parts
}

struct Parts<'a> {
    own: &'a Wording<'a>,
    full: &'a Wording<'a>,
    parts: Vec<PartView>,
    say: &'a dyn Fn(&str) -> String,
}

impl Parts<'_> {
    fn equal(&mut self, old: usize, new: usize, len: usize) {
        for at in 0..len {
            let word = self.own.of_words(new + at..new + at + 1);
            let same_word = word == self.full.of_words(old + at..old + at + 1);
            let before = self.own.before(new + at);
            // What stands before the first of several words belongs to what is missing there.
            let same_before = at == 0 || before == self.full.before(old + at);
            let change = if same_before { Change::Same } else { Change::Punctuation };
            self.push(change, before, "");
            self.push(if same_word { Change::Same } else { Change::Punctuation }, word, "");
        }
    }

    fn missing(&mut self, change: Change, full: Range<usize>, own: &str) {
        // A dash before the missing words is missing with them.
        let before = self.full.before(full.start).trim();
        let dash =
            if full.start > 0 && before.chars().any(|c| "–—-;:".contains(c)) { before } else { "" };
        let missing = format!("{dash} {}", self.full.of_words(full));
        self.push(change, own, missing.trim_start());
    }

    fn added(&mut self, own: Range<usize>) {
        let before = self.own.before(own.start);
        self.push(Change::Same, before, "");
        let text = self.own.of_words(own);
        self.push(Change::Added, text, "");
    }

    fn replaced(&mut self, full: Range<usize>, own: Range<usize>) {
        let only_gap = self.own.words.get(own.clone()).is_some_and(|words| words == [Word::Gap]);
        let before = self.own.before(own.start);
        self.push(Change::Same, before, "");
        let text = self.own.of_words(own).to_string();
        self.missing(if only_gap { Change::Elided } else { Change::Changed }, full, &text);
    }

    /// What stands after the last word.
    fn end(&mut self) {
        let after = self.own.before(self.own.words.len());
        let same = after == self.full.before(self.full.words.len());
        self.push(if same { Change::Same } else { Change::Punctuation }, after, "");
    }

    fn push(&mut self, change: Change, text: &str, missing: &str) {
        if text.is_empty() && missing.is_empty() {
            return;
        }
        // White space and quotation marks are no difference worth showing by themselves.
        let change =
            if change == Change::Punctuation && text.trim().is_empty() { Change::Same } else { change };
        let kind = change.code();
        match self
            .parts
            .last_mut()
            .filter(|last| last.kind == kind && missing.is_empty() && last.missing.is_none())
        {
            Some(last) => last.text.push_str(text),
            None => self.parts.push(PartView {
                kind,
                kind_words: if change == Change::Same {
                    String::new()
                } else {
                    (self.say)(&format!("part_{kind}"))
                },
                text: text.to_string(),
                missing: Some(missing.to_string()).filter(|missing| !missing.is_empty()),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    /// `text` for the same, `<kind:text|missing>` for all else.
    fn check(fullest: &str, printed: &str, expect: &str) {
        let parts = super::parts(fullest, printed, &|key| key.to_string());
        let shown: String = parts
            .iter()
            .map(|part| match (part.kind, &part.missing) {
                ("same", _) => part.text.clone(),
                (kind, None) => format!("<{kind}:{}>", part.text),
                (kind, Some(missing)) => format!("<{kind}:{}|{missing}>", part.text),
            })
            .collect();
        assert_eq!(shown, expect, "{printed:?}");
        let again: String = parts.iter().map(|part| part.text.as_str()).collect();
        assert_eq!(again, printed, "the parts are the whole printing");
    }

    #[test]
    fn word_by_word() {
        let full = "limited our ability to meet enterprises where they are — for many that's Bedrock.";
        check(full, full, full);
        check(
            full,
            "limited our ability to meet enterprises where they are.",
            "limited our ability to meet enterprises where they are<cut:|— for many that's Bedrock>.",
        );
        check(
            full,
            "for many that’s Bedrock",
            "<cut:|limited our ability to meet enterprises where they are>for many <punctuation:that’s> Bedrock",
        );
        check(
            full,
            "limited our ability … where they are",
            "limited our ability <elided:…|to meet enterprises> where they are<cut:|— for many that's Bedrock>",
        );
        check("we will not go there", "we will go there", "we will<changed:|not> go there");
        check("we will not go there", "we shall not go there", "we <changed:shall|will> not go there");
        check(
            "he went home at last",
            "[the driver] went home at last",
            "<changed:[the driver]|he> went home at last",
        );
        check("fear, and hope", "fear and hope,", "fear and hope<punctuation:,>");
        check("He said so", "[H]e said so", "<punctuation:[H]e> said so");
    }
}
