//! Wordings that are one quote.
//!
//! First, what is identical becomes one group, by the words or by the curator (union-find).
//! Then groups hang on those that contain them: a part hangs on one quote only and never
//! joins two, and where it could hang on several, it hangs on none.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::FEWEST_FOR_VARIANT;
use super::wording::Wording;
use super::{Open, SayingNumber, Why};
use crate::value::Name;

/// For each saying that must not be joined with others: these.
pub(super) type Apart = BTreeMap<SayingNumber, Vec<SayingNumber>>;

pub(super) struct Groups<'w> {
    wordings: &'w [Wording<'w>],
    /// The wording of each saying.
    of: &'w [usize],
    apart: &'w Apart,
    /// For each wording, another one of its quote, or itself.
    parent: Vec<usize>,
    /// For each wording that stands for its quote: all wordings of that.
    members: Vec<Vec<usize>>,
    /// For the same ones: who is named as a speaker of it.
    speakers: Vec<BTreeSet<&'w Name>>,
    /// For each wording the one that stands for its group, once it is settled.
    group: Vec<usize>,
    /// Whether a group hangs on another one.
    hangs: Vec<bool>,
    /// Wordings that the curator decided about.
    decided: Vec<bool>,
}

impl<'w> Groups<'w> {
    pub fn new(wordings: &'w [Wording<'w>], of: &'w [usize], apart: &'w Apart) -> Self {
        let count = wordings.len();
        Self {
            wordings,
            of,
            apart,
            parent: (0..count).collect(),
            members: (0..count).map(|wording| vec![wording]).collect(),
            speakers: wordings.iter().map(|wording| wording.speaker.into_iter().collect()).collect(),
            group: Vec::new(),
            hangs: vec![false; count],
            decided: vec![false; count],
        }
    }

    /// The wording that stands for the quote that `wording` is in.
    pub fn quote(&mut self, wording: usize) -> usize {
        let mut at = wording;
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// Makes one of two, unless they are one.
    fn unite(&mut self, a: usize, b: usize) {
        let (mut large, mut small) = (self.quote(a), self.quote(b));
        if large == small {
            return;
        }
        // What is small moves to what is large, so that no wording moves often.
        if self.members[large].len() < self.members[small].len() {
            (large, small) = (small, large);
        }
        self.parent[small] = large;
        let (members, speakers) =
            (std::mem::take(&mut self.members[small]), std::mem::take(&mut self.speakers[small]));
        self.members[large].extend(members);
        self.speakers[large].extend(speakers);
    }

    /// Makes one group of two: the curator says so.
    pub fn join(&mut self, a: usize, b: usize) {
        self.decided[a] = true;
        self.decided[b] = true;
        self.unite(a, b);
    }

    /// Makes one group of two, unless the curator holds them apart.
    pub fn join_freely(&mut self, a: usize, b: usize) {
        if !self.held_apart(a, b) {
            self.unite(a, b);
        }
    }

    /// No group gets another wording from now on.
    pub fn settle(&mut self) {
        self.group = (0..self.parent.len()).map(|wording| self.quote(wording)).collect();
    }

    /// Whether the curator holds a saying of the quote of `a` apart from one of that of `b`.
    pub fn held_apart(&mut self, a: usize, b: usize) -> bool {
        if self.apart.is_empty() {
            return false;
        }
        let (mut few, mut many) = (self.quote(a), self.quote(b));
        if self.members[few].len() > self.members[many].len() {
            (few, many) = (many, few);
        }
        let (wordings, apart, of) = (self.wordings, self.apart, self.of);
        let members = self.members[few].clone();
        let sayings = members.iter().flat_map(|wording| &wordings[*wording].sayings);
        let mut enemies = sayings.filter_map(|saying| apart.get(saying)).flatten();
        enemies.any(|enemy| self.quote(of[*enemy]) == many)
    }

    /// Whether different people are named as the speakers of two quotes.
    fn other_speakers(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.quote(a), self.quote(b));
        let (a, b) = (&self.speakers[a], &self.speakers[b]);
        !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
    }

    /// Whether the curator decided about any wording of a quote.
    pub fn is_decided(&mut self, wording: usize) -> bool {
        let quote = self.quote(wording);
        self.members[quote].iter().any(|wording| self.decided[*wording])
    }

    /// Hangs the group of `part` on the quote of `whole`: the curator says so.
    pub fn hang(&mut self, part: usize, whole: usize) {
        self.decided[part] = true;
        self.hang_group(self.group[part], whole);
    }

    /// A group hangs on one quote only, and on none that hangs on it.
    fn hang_group(&mut self, group: usize, whole: usize) {
        if !self.hangs[group] && self.quote(whole) != self.quote(group) {
            self.hangs[group] = true;
            self.unite(whole, group);
        }
    }

    /// Hangs each group on the one that contains it, the longest first, so that what contains
    /// it has its place already. `rank` says which of two wordings says more.
    pub fn hang_parts(&mut self, containers: &[Vec<usize>], rank: &[usize], open: &mut BTreeSet<Open>) {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.group.len()];
        let mut place = vec![usize::MAX; self.group.len()];
        for (wording, group) in self.group.iter().enumerate() {
            groups[*group].push(wording);
            place[*group] = place[*group].min(rank[wording]);
        }
        let mut order: Vec<(usize, usize)> = (0..groups.len()).map(|group| (place[group], group)).collect();
        order.retain(|(_, group)| !groups[*group].is_empty());
        order.sort_unstable();
        for (own, group) in order {
            let members = &groups[group];
            let mut wholes: Vec<usize> =
                members.iter().flat_map(|wording| containers[*wording].iter().copied()).collect();
            wholes.sort_unstable_by_key(|whole| rank[*whole]);
            wholes.retain(|whole| place[self.group[*whole]] < own);
            if !self.hangs[group] {
                self.hang_on_one(group, members[0], &wholes, open);
            }
        }
    }

    /// Hangs a group, `part` of which is its first wording, on the one quote that has wholes
    /// of it.
    fn hang_on_one(&mut self, group: usize, part: usize, wholes: &[usize], open: &mut BTreeSet<Open>) {
        // By the quote that each whole belongs to, its longest one.
        let mut quotes: BTreeMap<usize, usize> = BTreeMap::new();
        let own = self.quote(group);
        for whole in wholes {
            let quote = self.quote(*whole);
            if quote != own && !quotes.contains_key(&quote) && !self.held_apart(group, quote) {
                quotes.insert(quote, *whole);
            }
        }
        let wordings = self.wordings;
        let mut ask = |whole: usize, why: Why| {
            open.insert(Open { part: wordings[part].sayings[0], whole: wordings[whole].sayings[0], why })
        };
        // A quote without a speaker is that of its first part that has one, and no other's.
        quotes.retain(|quote, whole| {
            let strange = self.other_speakers(group, *quote);
            if strange && wordings[part].words >= FEWEST_FOR_VARIANT {
                ask(*whole, Why::OtherSpeaker);
            }
            !strange
        });
        match quotes.len() {
            0 => {}
            1 => quotes.into_values().for_each(|whole| self.hang_group(group, whole)),
            _ => quotes.into_values().for_each(|whole| {
                ask(whole, Why::SeveralWholes);
            }),
        }
    }
}
