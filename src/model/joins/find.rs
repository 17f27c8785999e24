//! Which wordings may be parts of which: an index of their words.
//!
//! Three words in a row (a shingle) are rare enough to find the few wordings that can
//! contain another one, so the cost grows with the number of quotes and not with its square.
//! The index is one sorted list: what is looked at together lies together.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use super::compare::{FEWEST_FOR_VARIANT, Token, is_word, most_changed};
use super::wording::{FEWEST_WORDS, Wording};
use crate::value::{Id, Name};

/// A shingle that more wordings of a speaker have is a stock phrase: only the longest of
/// them are looked at.
const MOST_CANDIDATES: usize = 256;

/// A variant is looked for by those of its shingles that no more wordings have.
const RARE: usize = 64;

type Shingle = [Token; 3];

/// The speaker of those who have none.
const NOBODY: u32 = 0;

/// A wording, by its place among all, the longest first.
type Rank = u32;

/// A wording in which a shingle stands: by shingle, then speaker, then the longest first.
type Entry = (Shingle, u32, Rank);

/// The shingles of one wording.
#[derive(Clone, Default)]
struct Shingles {
    /// The entries of those that other wordings have too.
    shared: Vec<Range<usize>>,
    /// How many nobody else has.
    lonely: usize,
}

/// An index of wordings.
pub(super) struct Index<'w, 'a> {
    wordings: &'w [Wording<'a>],
    /// The wordings, the longest first.
    order: &'w [usize],
    entries: Vec<Entry>,
    /// For each wording.
    shingles: Vec<Shingles>,
    /// For each wording, its speaker as a number.
    speakers: Vec<u32>,
    /// Wordings by word, of one speaker in one story: for what is shorter than a shingle.
    local: HashMap<(&'a Name, &'a Id, Token), Vec<usize>>,
}

impl<'w, 'a> Index<'w, 'a> {
    /// `order`: the wordings, the longest first.
    pub fn of(wordings: &'w [Wording<'a>], order: &'w [usize]) -> Self {
        let speakers = speakers(wordings);
        let mut entries: Vec<Entry> = Vec::new();
        for (rank, number) in (0..).zip(order) {
            entries.extend(
                shingles(&wordings[*number].tokens).map(|shingle| (shingle, speakers[*number], rank)),
            );
        }
        entries.par_sort_unstable();
        entries.dedup();
        let mut of_wordings = vec![Shingles::default(); wordings.len()];
        let mut start = 0;
        for same in entries.chunk_by(|a, b| a.0 == b.0) {
            let range = start..start + same.len();
            start = range.end;
            for (_, _, rank) in same {
                let own = &mut of_wordings[order[*rank as usize]];
                if same.len() == 1 {
                    own.lonely += 1;
                } else {
                    own.shared.push(range.clone());
                }
            }
        }
        Self { wordings, order, entries, shingles: of_wordings, speakers, local: local(wordings, order) }
    }

    /// Longer wordings that may contain this one, each once.
    pub fn candidates(&self, number: usize, rank: usize) -> Vec<usize> {
        let wording = &self.wordings[number];
        let rank = Rank::try_from(rank).unwrap_or(Rank::MAX);
        let mut found: Vec<Rank> = Vec::new();
        if !has_shingle(wording) {
            return self.local_candidates(number);
        }
        self.whole(number, rank, &mut found);
        if wording.words >= FEWEST_FOR_VARIANT {
            self.similar(number, rank, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|rank| self.order[rank as usize]).collect()
    }

    /// Those that may contain it as it is, which have all of its shingles, so its rarest one.
    fn whole(&self, number: usize, rank: Rank, found: &mut Vec<Rank>) {
        let own = &self.shingles[number];
        if own.lonely > 0 {
            return;
        }
        let rarest = own.shared.iter().map(|all| self.of_speaker(number, all));
        let rarest = rarest.min_by_key(|lists| lists.iter().map(|list| list.len()).sum::<usize>());
        for list in rarest.into_iter().flatten() {
            let longer = list.iter().map(|entry| entry.2).filter(|other| *other < rank);
            found.extend(longer.take(MOST_CANDIDATES));
        }
    }

    /// Those that may contain it with a few words changed: each such word takes three shingles
    /// away, and the others must be there.
    fn similar(&self, number: usize, rank: Rank, found: &mut Vec<Rank>) {
        let own = &self.shingles[number];
        let mut shared: Vec<Rank> = Vec::new();
        let mut unseen = 0;
        for all in &own.shared {
            let lists = match all.len() {
                ..=RARE => [&self.entries[all.clone()], &[]],
                _ => self.of_speaker(number, all),
            };
            if lists.iter().map(|list| list.len()).sum::<usize>() > RARE {
                unseen += 1;
                continue;
            }
            shared.extend(lists.into_iter().flatten().map(|entry| entry.2).filter(|other| *other < rank));
        }
        shared.sort_unstable();
        let lost = 3 * most_changed(self.wordings[number].tokens.len());
        let fewest = (own.shared.len() + own.lonely).saturating_sub(lost + unseen).max(1);
        let alike = shared.chunk_by(|a, b| a == b).filter(|same| same.len() >= fewest);
        found.extend(alike.filter_map(|same| same.first()));
    }

    /// Of the entries of one shingle those that a wording may join: of its speaker, and of
    /// nobody; all of them where it has no speaker itself.
    fn of_speaker(&self, number: usize, all: &Range<usize>) -> [&[Entry]; 2] {
        let entries = &self.entries[all.clone()];
        let speaker = self.speakers[number];
        if speaker == NOBODY {
            return [entries, &[]];
        }
        let from = |least: u32| entries.partition_point(|entry| entry.1 < least);
        [&entries[from(speaker)..from(speaker + 1)], &entries[..from(NOBODY + 1)]]
    }

    /// What has the rarest of its words, of the same speaker in the same story.
    fn local_candidates(&self, number: usize) -> Vec<usize> {
        let wording = &self.wordings[number];
        let mut found: Vec<usize> = Vec::new();
        for place in places(wording) {
            let postings = wording.tokens.iter().filter(|token| is_word(**token));
            let postings = postings.filter_map(|token| self.local.get(&(place.0, place.1, *token)));
            let rarest = postings.min_by_key(|postings| postings.len()).into_iter().flatten();
            found.extend(rarest.take(MOST_CANDIDATES).filter(|other| **other != number));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Speakers as numbers, from one on.
fn speakers(wordings: &[Wording<'_>]) -> Vec<u32> {
    let mut known: HashMap<&Name, u32> = HashMap::new();
    let mut numbers = Vec::with_capacity(wordings.len());
    for wording in wordings {
        let next = NOBODY + 1 + u32::try_from(known.len()).unwrap_or(u32::MAX - 2);
        numbers.push(wording.speaker.map_or(NOBODY, |speaker| *known.entry(speaker).or_insert(next)));
    }
    numbers
}

/// Wordings by word where something is too short to have a shingle, the longest first.
fn local<'a>(wordings: &[Wording<'a>], order: &[usize]) -> HashMap<(&'a Name, &'a Id, Token), Vec<usize>> {
    let short = wordings.iter().filter(|wording| !has_shingle(wording));
    let crowded: BTreeSet<(&Name, &Id)> = short.flat_map(places).collect();
    let mut local: HashMap<(&Name, &Id, Token), Vec<usize>> = HashMap::new();
    for number in order {
        let wording = &wordings[*number];
        for place in places(wording).filter(|place| crowded.contains(place)) {
            for token in wording.tokens.iter().filter(|token| is_word(**token)) {
                let postings = local.entry((place.0, place.1, *token)).or_default();
                if postings.last() != Some(number) {
                    postings.push(*number);
                }
            }
        }
    }
    local
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
