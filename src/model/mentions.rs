//! Names of companies, people and publications in an article's text.
//!
//! In: the names of all admitted records, and one article. Out: where each is mentioned.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::records::Records;
use crate::anchor::Article;
use crate::digest::Digest;
use crate::text::{Folded, at_word_boundaries, fold_pattern};
use crate::value::{Id, Name};

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Mentioned {
    /// Whom it names.
    pub entity: Id,
    /// Where, in bytes of the article's text.
    pub range: Range<usize>,
    /// Whether it is the first mention in its section that can be linked.
    pub linked: bool,
}

/// A name as it was found.
struct Found {
    entity: Id,
    range: Range<usize>,
    /// Whether a `mentions:` names it, which links it even where it is not the first.
    by_hand: bool,
}

/// Finds names: by name, alias and product, longest first, at word boundaries.
pub(super) struct Finder {
    automaton: Option<AhoCorasick>,
    /// Whom each pattern names; nothing where the name is one of several records.
    meant: Vec<Option<Id>>,
    /// Of all names and of whom each names.
    pub digest: Digest,
}

impl Finder {
    pub fn of(records: &Records) -> Self {
        let mut patterns: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
        let mut add = |id: &Id, name: &str| {
            let pattern = fold_pattern(name);
            if !pattern.is_empty() {
                patterns.entry(pattern).or_default().insert(id.clone());
            }
        };
        for (id, company) in &records.companies {
            let meta = &company.meta;
            add(id, &meta.name);
            meta.aliases.iter().chain(&meta.products).for_each(|name| add(id, name));
        }
        for (id, person) in &records.people {
            add(id, &person.meta.name);
            person.meta.aliases.iter().for_each(|name| add(id, name));
        }
        for (id, publication) in &records.publications {
            add(id, &publication.meta.name);
            publication.meta.aliases.iter().for_each(|name| add(id, name));
        }
        let meant =
            patterns.values().map(|ids| ids.iter().next().filter(|_| ids.len() == 1).cloned()).collect();
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns.keys()).ok();
        let digest = Digest::of_value(&patterns);
        Self { automaton, meant, digest }
    }

    /// Every mention in an article, in order.
    pub fn mentions(&self, article: &Article) -> Vec<Mentioned> {
        let body = &article.entry.body;
        let folded = Folded::of(body);
        let mut found: Vec<Found> = Vec::new();
        let mut taken: Vec<Range<usize>> = Vec::new();
        for mention in &article.annotations.mentions {
            taken.extend(mention.place.iter().cloned());
            let entity = mention.value.entity.as_ref().filter(|_| mention.value.link);
            let by_name =
                || mention.value.link.then(|| self.named(&folded_text(body.text(), &mention.place)))?;
            if let Some(id) = entity.map(Name::id).or_else(by_name) {
                let by_hand =
                    |range: &Range<usize>| Found { entity: id, range: range.clone(), by_hand: true };
                found.extend(mention.place.first().map(by_hand));
            }
        }
        for (entity, range) in self.automatic(&folded) {
            if !taken.iter().any(|other| other.start < range.end && range.start < other.end) {
                found.push(Found { entity, range, by_hand: false });
            }
        }
        found.sort_by_key(|found| found.range.start);
        first_of_each_section(article, found)
    }

    fn named(&self, folded: &str) -> Option<Id> {
        let automaton = self.automaton.as_ref()?;
        let found = automaton.find(folded).filter(|m| m.start() == 0 && m.end() == folded.len())?;
        self.meant.get(found.pattern().as_usize())?.clone()
    }

    fn automatic(&self, folded: &Folded) -> Vec<(Id, Range<usize>)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        let text = folded.text();
        let mut found = Vec::new();
        let (mut from, mut end) = (0, text.len());
        while from < text.len() {
            let next = automaton.find(aho_corasick::Input::new(text).range(from..end));
            match next.filter(|m| end == text.len() || m.start() == from) {
                Some(m) if at_word_boundaries(text, m.range()) => {
                    let meant = self.meant.get(m.pattern().as_usize()).cloned().flatten();
                    found.extend(meant.map(|id| (id, folded.original(&m.range()))));
                    (from, end) = (m.end(), text.len());
                }
                // A longer name that does not fit may hide a shorter one that does: first
                // one that starts at the same place,
                Some(m) => (from, end) = (m.start(), text.floor_char_boundary(m.end() - 1)),
                // then any that starts after it.
                None if end < text.len() => (from, end) = (text.ceil_char_boundary(from + 1), text.len()),
                None => break,
            }
        }
        found
    }
}

fn folded_text(text: &str, place: &[Range<usize>]) -> String {
    place.first().and_then(|range| text.get(range.clone())).map(fold_pattern).unwrap_or_default()
}

fn first_of_each_section(article: &Article, found: Vec<Found>) -> Vec<Mentioned> {
    let contexts = article.entry.body.contexts();
    let mut seen: BTreeSet<(usize, Id)> = BTreeSet::new();
    let mut mentions = Vec::with_capacity(found.len());
    let mut last_linked = 0;
    for Found { entity, range, by_hand } in found {
        let at = contexts.partition_point(|context| context.range.end <= range.start);
        let context = contexts.get(at).filter(|c| c.linkable && range.end <= c.range.end);
        let linked = context.is_some_and(|c| {
            let first = seen.insert((c.section, entity.clone()));
            range.start >= last_linked && (first || by_hand)
        });
        if linked {
            last_linked = range.end;
        }
        mentions.push(Mentioned { entity, range, linked });
    }
    mentions
}
