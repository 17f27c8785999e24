//! The same quote in many articles: section 4 of the design.
//!
//! In: all quotes of a site, by name, with the curator's decisions. Out: which of them are
//! one quote, how each printing stands to the fullest, and which are similar and were not
//! joined. The result does not depend on the order in which anything was read.

mod compare;
mod find;
mod groups;
#[cfg(test)]
mod tests;
mod tokens;
mod wording;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::text::Spoken;
use crate::value::{AnnotationRef, Day, Id, Name};
use compare::{is_elided, is_part, is_variant};
use find::Index;
use groups::{Apart, Groups};
use wording::{Wording, wordings};

/// The position of a saying in the list that was given.
pub type SayingNumber = usize;

/// A quote as one article prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// Its global name. The list of sayings is sorted by it.
    pub name: AnnotationRef,
    /// Who said it.
    pub speaker: Option<Name>,
    /// The story of its article.
    pub story: Option<Id>,
    /// When its article was published, if that is known.
    pub published: Option<Day>,
    /// Its words.
    pub words: Arc<[Spoken]>,
}

/// What the curator decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// These are one quote.
    pub same: Vec<(AnnotationRef, AnnotationRef)>,
    /// The first is a variant of the second.
    pub variant: Vec<(AnnotationRef, AnnotationRef)>,
    /// These are not one quote.
    pub distinct: Vec<(AnnotationRef, AnnotationRef)>,
}

/// How a printing stands to the fullest wording of its quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// The same words.
    Identical,
    /// A part of them.
    Part,
    /// With words left out, and the article says so.
    Elided,
    /// With words changed.
    Variant,
    /// By the curator's word alone.
    Decided,
}

/// One quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedQuote {
    /// The printing whose page is the quote's: the fullest wording, then the earliest, then
    /// by name.
    pub fullest: SayingNumber,
    /// All printings by name, with how each stands to the fullest.
    pub printings: Vec<(SayingNumber, Tie)>,
}

/// Two quotes that are similar and were not joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Open {
    /// The one that could be a part of the other.
    pub part: SayingNumber,
    /// The other.
    pub whole: SayingNumber,
    /// Why they were not joined.
    pub why: Why,
}

/// Why two similar quotes were not joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The part could belong to several quotes.
    SeveralWholes,
    /// They have different speakers.
    OtherSpeaker,
}

/// Which quotes are one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joins {
    /// The quotes, by the name of their fullest printing.
    pub quotes: Vec<JoinedQuote>,
    /// For each saying, the position of its quote.
    pub of: Vec<usize>,
    /// What is similar and was not joined, by name.
    pub open: Vec<Open>,
    /// The same by position of a quote: a saying of each quote that it is like.
    pub alike: BTreeMap<usize, Vec<SayingNumber>>,
}

/// Joins sayings, which are sorted by name.
pub fn join(sayings: &[Saying], decisions: &Decisions) -> Joins {
    let number = |name: &AnnotationRef| sayings.binary_search_by(|saying| saying.name.cmp(name)).ok();
    let pair = |(a, b): &(AnnotationRef, AnnotationRef)| Some((number(a)?, number(b)?));
    let mut apart = Apart::new();
    for (a, b) in decisions.distinct.iter().filter_map(pair) {
        apart.entry(a).or_default().push(b);
        apart.entry(b).or_default().push(a);
    }
    let (wordings, of) = wordings(sayings, &apart);
    let mut groups = Groups::new(&wordings, &of, &apart);
    for (a, b) in decisions.same.iter().filter_map(pair) {
        groups.join(of[a], of[b]);
    }
    let mut open: BTreeSet<Open> = BTreeSet::new();
    same_words_unknown_speaker(&wordings, &mut groups, &mut open);
    groups.settle();
    for (a, b) in decisions.variant.iter().filter_map(pair) {
        groups.hang(of[a], of[b]);
    }
    let order = longest_first(&wordings);
    let index = Index::of(&wordings, &order);
    let rank = ranks(&order);
    let containers: Vec<Vec<usize>> = containers(&wordings, &index, &rank, &mut open);
    groups.hang_parts(&containers, &rank, &mut open);
    gathered(sayings, &wordings, &of, &mut groups, open)
}

/// Words that nobody is named for are those of the one speaker who said them elsewhere; of
/// two speakers they are nobody's.
fn same_words_unknown_speaker(wordings: &[Wording<'_>], groups: &mut Groups<'_>, open: &mut BTreeSet<Open>) {
    let (unknown, known): (Vec<usize>, Vec<usize>) = (0..wordings.len())
        .filter(|number| wordings[*number].words >= wording::FEWEST_WORDS)
        .partition(|number| wordings[*number].speaker.is_none());
    let mut by_words: HashMap<&[compare::Token], Vec<usize>> =
        unknown.iter().map(|number| (wordings[*number].tokens.as_slice(), Vec::new())).collect();
    for number in known {
        if let Some(same) = by_words.get_mut(wordings[number].tokens.as_slice()) {
            same.push(number);
        }
    }
    for number in unknown {
        // Whom the curator holds apart from the unknown one is out of the question.
        let same = by_words.get(wordings[number].tokens.as_slice()).into_iter().flatten();
        let possible: Vec<usize> = same.copied().filter(|one| !groups.held_apart(number, *one)).collect();
        let quotes: BTreeSet<usize> = possible.iter().map(|one| groups.quote(*one)).collect();
        if let (1, Some(one)) = (quotes.len(), possible.first()) {
            groups.join_freely(number, *one);
            continue;
        }
        open.extend(possible.into_iter().map(|whole| Open {
            part: wordings[number].sayings[0],
            whole: wordings[whole].sayings[0],
            why: Why::SeveralWholes,
        }));
    }
}

/// Wordings by how much they say; of those that say as much, the ones that leave nothing out
/// come first, and of these the first one.
fn longest_first(wordings: &[Wording<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..wordings.len()).collect();
    order.sort_by_key(|number| (wordings[*number].fullness(), *number));
    order
}

fn ranks(order: &[usize]) -> Vec<usize> {
    let mut rank = vec![0; order.len()];
    order.iter().enumerate().for_each(|(at, number)| rank[*number] = at);
    rank
}

/// For each wording, those of lower rank that it is a part, an elision or a variant of.
fn containers(
    wordings: &[Wording<'_>],
    index: &Index<'_, '_>,
    rank: &[usize],
    open: &mut BTreeSet<Open>,
) -> Vec<Vec<usize>> {
    let found: Vec<(Vec<usize>, Vec<Open>)> = (0..wordings.len())
        .into_par_iter()
        .map(|number| {
            let part = &wordings[number];
            let (mut fits, mut strangers) = (Vec::new(), Vec::new());
            let candidates = index.candidates(number, rank[number]).into_iter();
            for other in candidates.filter(|other| rank[*other] < rank[number]) {
                let whole = &wordings[other];
                let tie = tie(&part.tokens, &whole.tokens);
                if tie == Tie::Decided {
                    continue;
                }
                if part.speaker.is_none() || whole.speaker.is_none() || part.speaker == whole.speaker {
                    // What has the same words and is not one by now is held apart.
                    fits.extend((tie != Tie::Identical).then_some(other));
                } else if part.words >= compare::FEWEST_FOR_VARIANT {
                    let why = Why::OtherSpeaker;
                    strangers.push(Open { part: part.sayings[0], whole: whole.sayings[0], why });
                }
            }
            (fits, strangers)
        })
        .collect();
    let (containers, strangers): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    open.extend(strangers.into_iter().flatten());
    containers
}

/// How the words of a printing stand to those of another one.
fn tie(part: &[compare::Token], whole: &[compare::Token]) -> Tie {
    if part == whole {
        Tie::Identical
    } else if is_part(part, whole) {
        Tie::Part
    } else if is_elided(part, whole) {
        Tie::Elided
    } else if is_variant(part, whole) {
        Tie::Variant
    } else {
        Tie::Decided
    }
}

/// The sayings of each group as one quote.
fn gathered(
    sayings: &[Saying],
    wordings: &[Wording<'_>],
    of: &[usize],
    groups: &mut Groups<'_>,
    open: BTreeSet<Open>,
) -> Joins {
    let mut members: Vec<Vec<SayingNumber>> = vec![Vec::new(); wordings.len()];
    for (number, wording) in of.iter().enumerate() {
        members[groups.quote(*wording)].push(number);
    }
    let fullest = |members: &[SayingNumber]| {
        let key = |number: &SayingNumber| {
            let published = sayings[*number].published;
            (wordings[of[*number]].fullness(), published.is_none(), published, *number)
        };
        members.iter().copied().min_by_key(key).unwrap_or_default()
    };
    let mut quotes: Vec<JoinedQuote> = members
        .into_iter()
        .filter(|members| !members.is_empty())
        .map(|members| {
            let fullest = fullest(&members);
            let whole = &wordings[of[fullest]].tokens;
            // A part of a variant is joined by its words too.
            let otherwise = if groups.is_decided(of[fullest]) { Tie::Decided } else { Tie::Variant };
            let tie = |number: SayingNumber| match tie(&wordings[of[number]].tokens, whole) {
                Tie::Decided => otherwise,
                tie => tie,
            };
            JoinedQuote {
                fullest,
                printings: members.into_iter().map(|number| (number, tie(number))).collect(),
            }
        })
        .collect();
    quotes.sort_by_key(|quote| quote.fullest);
    let mut quote_of = vec![0; sayings.len()];
    for (at, quote) in quotes.iter().enumerate() {
        quote.printings.iter().for_each(|(number, _)| quote_of[*number] = at);
    }
    let open = still_open(open, &quote_of, &mut |a, b| groups.held_apart(of[a], of[b]));
    let mut alike: BTreeMap<usize, Vec<SayingNumber>> = BTreeMap::new();
    for Open { part, whole, .. } in &open {
        alike.entry(quote_of[*part]).or_default().push(*whole);
        alike.entry(quote_of[*whole]).or_default().push(*part);
    }
    Joins { quotes, of: quote_of, open, alike }
}

/// What did not become one quote after all, and is not held apart; each two quotes once,
/// however many printings they have.
fn still_open(
    open: BTreeSet<Open>,
    quote_of: &[usize],
    held_apart: &mut dyn FnMut(SayingNumber, SayingNumber) -> bool,
) -> Vec<Open> {
    let mut asked: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut is_open = |open: &Open| {
        let (part, whole) = (quote_of[open.part], quote_of[open.whole]);
        part != whole
            && !held_apart(open.part, open.whole)
            && asked.insert((part.min(whole), part.max(whole)))
    };
    open.into_iter().filter(|open| is_open(open)).collect()
}
