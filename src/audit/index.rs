//! What is looked for, and where it is.
//!
//! In: texts, each the secret of some number. Out: which of them stand in other texts. Must not know:
//! what a secret is, and where the other texts are from.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::decode::View;
use super::words::{LONGEST, Word, all_words, key, runs};

/// A run of fewer bytes is not looked for: a single letter stands everywhere.
const SHORTEST: usize = 2;

/// A run of fewer bytes is not looked for in bytes that may be no text. Six given letters, of either
/// case, stand by chance at one in 4 · 10¹² places.
const SHORTEST_IN_NOISE: usize = 6;

/// A run of words that is a secret or a part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub secret: usize,
    /// Bytes of the secret's text.
    pub start: usize,
    pub end: usize,
}

/// Keys are hashes already.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// Runs of words by their keys.
#[derive(Debug, Default)]
pub(super) struct Index {
    parts: HashMap<u64, Part, BuildHasherDefault<AsItIs>>,
}

/// The key of a run that is found only where it is written as an id: `deal-announced`, and not where a
/// deal is "announced", which any page may say.
fn id_key(key: u64) -> u64 {
    key ^ 0x5555_5555_5555_5555
}

/// What became of a text that was to be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Added {
    /// It is looked for, all of it or a part.
    Yes,
    /// All of it is looked for already.
    Known,
    /// It is too short.
    Not,
}

impl Index {
    /// Looks for a part of a text from now on, which is an id or a passage. `is_common` says of words that
    /// they could follow each other in any text.
    pub fn add(&mut self, part: Part, text: &str, is_id: bool, is_common: &dyn Fn(&[Word]) -> bool) -> Added {
        let words = all_words(text.get(part.start..part.end).unwrap_or_default());
        let mut added = Added::Not;
        for run in words.windows(words.len().clamp(1, LONGEST)) {
            let weight: usize = run.iter().map(|word| word.end - word.start).sum();
            if weight < SHORTEST || run.iter().all(|word| word.is_number) || is_common(run) {
                continue;
            }
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let place = Part { start: part.start + first.start, end: part.start + last.end, ..part };
            let key = if is_id && run.len() > 1 { id_key(key(run)) } else { key(run) };
            let is_new = !self.parts.contains_key(&key);
            if is_new {
                self.parts.insert(key, place);
            }
            added = if is_new || added == Added::Yes { Added::Yes } else { Added::Known };
        }
        added
    }

    /// Looks no more for what stands in this text.
    pub fn forget(&mut self, view: &View<'_>) {
        runs(view.text, |run| {
            self.parts.remove(&run.key);
            if run.is_id {
                self.parts.remove(&id_key(run.key));
            }
        });
    }

    /// Calls `found` with each run of this text that is looked for.
    pub fn search(&self, view: &View<'_>, found: &mut dyn FnMut(Part, Range<usize>)) {
        if self.parts.is_empty() {
            return;
        }
        let shortest = if view.is_noise { SHORTEST_IN_NOISE } else { SHORTEST };
        runs(view.text, |run| {
            if run.weight < shortest {
                return;
            }
            let as_id = run.is_id.then(|| self.parts.get(&id_key(run.key))).flatten();
            let parts = self.parts.get(&run.key).into_iter().chain(as_id);
            parts.for_each(|part| found(*part, run.range.clone()));
        });
    }

    /// The numbers of the secrets that are looked for, ascending.
    pub fn secrets(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.parts.values().map(|part| part.secret).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
