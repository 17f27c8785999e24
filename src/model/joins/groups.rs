//! Wordings that are one quote, and quotes that are parts of others.
//!
//! What is identical is one group (union-find). A part hangs on another group and never
//! joins two: where it could hang on several, it hangs on none.

use std::collections::{BTreeMap, BTreeSet};

use super::wording::Wording;
use super::{Open, SayingNumber, Why};

pub(super) struct Groups<'w> {
    /// For each wording, another one of its group, or itself.
    parent: Vec<usize>,
    /// For each group, by its first wording: the wording that it hangs on.
    above: BTreeMap<usize, usize>,
    /// The wordings of each group, once it is settled which they are.
    members: BTreeMap<usize, Vec<usize>>,
    wordings: &'w [Wording<'w>],
    /// For each saying that must not be joined with others: these.
    apart: BTreeMap<SayingNumber, Vec<SayingNumber>>,
}

impl<'w> Groups<'w> {
    pub fn new(wordings: &'w [Wording<'w>], apart: &BTreeSet<(SayingNumber, SayingNumber)>) -> Self {
        let mut from: BTreeMap<SayingNumber, Vec<SayingNumber>> = BTreeMap::new();
        for (a, b) in apart {
            from.entry(*a).or_default().push(*b);
        }
        let parent = (0..wordings.len()).collect();
        Self { parent, above: BTreeMap::new(), members: BTreeMap::new(), wordings, apart: from }
    }

    /// The first wording of the group that `wording` is in.
    fn group(&mut self, wording: usize) -> usize {
        let mut at = wording;
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Makes one group of two: the curator says so.
    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.group(a), self.group(b));
        self.parent[a.max(b)] = a.min(b);
    }

    /// Makes one group of two, unless the curator holds them apart.
    pub fn join_freely(&mut self, a: usize, b: usize) {
        if !self.held_apart(&[a], &[b]) {
            self.join(a, b);
        }
    }

    /// No group gets another wording from now on.
    pub fn settle(&mut self) {
        for wording in 0..self.parent.len() {
            let group = self.group(wording);
            self.members.entry(group).or_default().push(wording);
        }
    }

    /// Whether the curator holds a saying of the one apart from a saying of the other.
    pub fn held_apart(&self, a: &[usize], b: &[usize]) -> bool {
        if self.apart.is_empty() {
            return false;
        }
        let sayings = |list: &[usize]| -> Vec<SayingNumber> {
            list.iter().flat_map(|wording| self.wordings[*wording].sayings.iter().copied()).collect()
        };
        let others: BTreeSet<SayingNumber> = sayings(b).into_iter().collect();
        let enemies = |saying: SayingNumber| self.apart.get(&saying).into_iter().flatten();
        sayings(a).into_iter().flat_map(enemies).any(|enemy| others.contains(enemy))
    }

    /// The group that a wording belongs to in the end: the one on which its group hangs, and
    /// so on.
    pub fn root(&mut self, wording: usize) -> usize {
        let mut at = self.group(wording);
        // Nothing hangs on itself, so this ends; `hang` sees to it.
        while let Some(above) = self.above.get(&at).copied() {
            at = self.group(above);
        }
        at
    }

    /// Hangs the group of `part` on that of `whole`, unless that hangs on it already.
    pub fn hang(&mut self, part: usize, whole: usize) {
        let group = self.group(part);
        if self.root(whole) != group && !self.above.contains_key(&group) {
            self.above.insert(group, whole);
        }
    }

    /// Hangs each group on the one that contains it, the longest first, so that what contains
    /// it has its place already. `rank` says which of two wordings says more.
    pub fn hang_parts(
        &mut self,
        wordings: &[Wording<'_>],
        containers: &[Vec<usize>],
        rank: &[usize],
        open: &mut BTreeSet<Open>,
    ) {
        let best =
            |members: &[usize]| members.iter().map(|wording| rank[*wording]).min().unwrap_or(usize::MAX);
        let mut groups: Vec<(usize, usize)> =
            self.members.iter().map(|(group, members)| (best(members), *group)).collect();
        groups.sort_unstable();
        let place: BTreeMap<usize, usize> = groups.iter().map(|(rank, group)| (*group, *rank)).collect();
        for (own, group) in groups {
            if self.above.contains_key(&group) {
                continue;
            }
            let members = self.members.get(&group).cloned().unwrap_or_default();
            let mut wholes: Vec<usize> =
                members.iter().flat_map(|wording| containers[*wording].iter().copied()).collect();
            wholes.sort_unstable_by_key(|whole| rank[*whole]);
            wholes.retain(|whole| {
                let other = self.group(*whole);
                other != group && place.get(&other).is_some_and(|place| *place < own)
            });
            self.hang_on_one(wordings, &members, &wholes, open);
        }
    }

    fn hang_on_one(
        &mut self,
        wordings: &[Wording<'_>],
        members: &[usize],
        wholes: &[usize],
        open: &mut BTreeSet<Open>,
    ) {
        // By the quote that each whole belongs to, its longest one.
        let mut quotes: BTreeMap<usize, usize> = BTreeMap::new();
        for whole in wholes {
            let root = self.root(*whole);
            let below = self.members.get(&root).cloned().unwrap_or_default();
            if !self.held_apart(members, &below) && !self.held_apart(members, &[*whole]) {
                quotes.entry(root).or_insert(*whole);
            }
        }
        let first = |wording: usize| wordings[wording].sayings.first().copied();
        match quotes.len() {
            0 => {}
            1 => quotes.values().for_each(|whole| self.hang(members[0], *whole)),
            _ => {
                let part = members.first().and_then(|wording| first(*wording));
                let pairs = quotes.values().filter_map(|whole| Some((part?, first(*whole)?)));
                open.extend(pairs.map(|(part, whole)| Open { part, whole, why: Why::SeveralWholes }));
            }
        }
    }
}
