//! Which wordings may be parts of which: an index of their words.
//!
//! Three words in a row (a shingle) are rare enough to find the few wordings that can
//! contain another one, so the cost grows with the number of quotes and not with its square.

use std::collections::{BTreeSet, HashMap};

use super::compare::{FEWEST_FOR_VARIANT, Token, is_word};
use super::wording::{FEWEST_WORDS, Wording};
use crate::value::{Id, Name};

/// A shingle that more wordings have is a stock phrase: only the longest of them are looked at.
const MOST_CANDIDATES: usize = 256;

/// A variant is looked for by those of its shingles that no more wordings have.
const RARE: usize = 64;

type Shingle = [Token; 3];

/// An index of wordings.
pub(super) struct Index<'w, 'a> {
    wordings: &'w [Wording<'a>],
    /// Wordings by shingle, the longest first.
    shingles: HashMap<Shingle, Vec<usize>>,
    /// Wordings by word, of one speaker in one story: for what is shorter than a shingle.
    local: HashMap<(&'a Name, &'a Id, Token), Vec<usize>>,
}

impl<'w, 'a> Index<'w, 'a> {
    /// `order`: the wordings, the longest first.
    pub fn of(wordings: &'w [Wording<'a>], order: &[usize]) -> Self {
        let mut index = Self { wordings, shingles: HashMap::new(), local: HashMap::new() };
        let crowded: BTreeSet<(&Name, &Id)> =
            wordings.iter().filter(|w| !has_shingle(w)).flat_map(places).collect();
        for &number in order {
            let wording = &wordings[number];
            for shingle in shingles(&wording.tokens) {
                push(index.shingles.entry(shingle).or_default(), number);
            }
            for place in places(wording).filter(|place| crowded.contains(place)) {
                for token in wording.tokens.iter().filter(|token| is_word(**token)) {
                    push(index.local.entry((place.0, place.1, *token)).or_default(), number);
                }
            }
        }
        index
    }

    /// Wordings that may contain this one, the longest first, each once.
    pub fn candidates(&self, number: usize) -> Vec<usize> {
        let wording = &self.wordings[number];
        let mut found: Vec<usize> = Vec::new();
        if !has_shingle(wording) {
            for place in places(wording) {
                let postings = wording.tokens.iter().filter(|token| is_word(**token));
                let postings = postings.filter_map(|token| self.local.get(&(place.0, place.1, *token)));
                found.extend(postings.min_by_key(|postings| postings.len()).into_iter().flatten());
            }
        } else {
            let mut postings: Vec<&Vec<usize>> =
                shingles(&wording.tokens).filter_map(|shingle| self.shingles.get(&shingle)).collect();
            postings.sort_by_key(|postings| postings.len());
            let variant = wording.words >= FEWEST_FOR_VARIANT;
            for (at, postings) in postings.iter().enumerate() {
                if at == 0 || variant && postings.len() <= RARE {
                    found.extend(postings.iter().take(MOST_CANDIDATES));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|other| *other != number);
        found
    }
}

fn has_shingle(wording: &Wording<'_>) -> bool {
    wording.words >= FEWEST_WORDS && shingles(&wording.tokens).next().is_some()
}

/// Each speaker and story that a wording is of.
fn places<'a>(wording: &Wording<'a>) -> impl Iterator<Item = (&'a Name, &'a Id)> {
    let speaker = wording.speaker;
    wording.stories.iter().filter_map(move |story| Some((speaker?, *story))).collect::<Vec<_>>().into_iter()
}

/// Three words in a row, nothing between them.
fn shingles(tokens: &[Token]) -> impl Iterator<Item = Shingle> {
    tokens.windows(3).filter_map(|window| {
        let shingle: Shingle = window.try_into().ok()?;
        shingle.iter().all(|token| is_word(*token)).then_some(shingle)
    })
}

fn push(postings: &mut Vec<usize>, number: usize) {
    if postings.last() != Some(&number) {
        postings.push(number);
    }
}
