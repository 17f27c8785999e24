//! Sayings with the same words, speaker and place are one wording.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use super::compare::{Token, words};
use super::groups::Apart;
use super::tokens::tokens;
use super::{Saying, SayingNumber};
use crate::value::{Id, Name};

/// Fewer words say too little to join by themselves, but for one speaker in one story.
pub(super) const FEWEST_WORDS: usize = 3;

/// One wording and those who print it.
pub(super) struct Wording<'a> {
    pub tokens: Vec<Token>,
    /// How many of the tokens are words.
    pub words: usize,
    pub speaker: Option<&'a Name>,
    /// The stories of its sayings.
    pub stories: BTreeSet<&'a Id>,
    /// Ascending.
    pub sayings: Vec<SayingNumber>,
}

impl Wording<'_> {
    /// The less, the more it says: more words, and then fewer signs that something is left
    /// out or put in.
    pub fn fullness(&self) -> (Reverse<usize>, usize) {
        (Reverse(self.words), self.tokens.len() - self.words)
    }
}

/// What makes two sayings one wording: words, speaker, and the story where there are few words.
type Same<'a> = (Vec<Token>, Option<&'a Name>, Option<&'a Id>);

/// The wordings of all sayings, in the order of their first sayings, and which one each
/// saying has. Two sayings that are `apart` are never one wording.
pub(super) fn wordings<'a>(sayings: &'a [Saying], apart: &Apart) -> (Vec<Wording<'a>>, Vec<usize>) {
    let mut wordings: Vec<Wording<'a>> = Vec::new();
    let mut of: Vec<usize> = Vec::with_capacity(sayings.len());
    let mut known: HashMap<Same<'_>, Vec<usize>> = HashMap::new();
    for (number, (saying, tokens)) in sayings.iter().zip(tokens(sayings)).enumerate() {
        let count = words(&tokens);
        let short = count < FEWEST_WORDS;
        let alone = short && (saying.speaker.is_none() || saying.story.is_none()) || count == 0;
        let story = saying.story.as_ref().filter(|_| short);
        let same = known.entry((tokens.clone(), saying.speaker.as_ref(), story)).or_default();
        let enemies = apart.get(&number).into_iter().flatten().filter(|enemy| **enemy < number);
        let taken: BTreeSet<usize> = enemies.map(|enemy| of[*enemy]).collect();
        let found = same.iter().find(|wording| !taken.contains(wording)).copied().filter(|_| !alone);
        let wording = found.unwrap_or_else(|| {
            same.push(wordings.len());
            wordings.push(Wording {
                tokens,
                words: count,
                speaker: saying.speaker.as_ref(),
                stories: BTreeSet::new(),
                sayings: Vec::new(),
            });
            wordings.len() - 1
        });
        wordings[wording].sayings.push(number);
        wordings[wording].stories.extend(&saying.story);
        of.push(wording);
    }
    (wordings, of)
}
