//! On what an article and others do not say the same.
//!
//! In: an article. Out: the disagreements in which it stands on a side, with its own sides first. What
//! one article says in two ways is no matter of others, and neither is what others disagree on.

use std::collections::BTreeSet;

use super::super::address::event_key;
use super::news::Disagreement;
use super::{Annotated, Reading};
use crate::parse::{Annotation, Claim};
use crate::text::spoken_words;
use crate::value::{FigureRef, Id, Name};

impl<'a> Reading<'a> {
    /// On what other articles do not say what this one says: figures, the worst first, then dates of
    /// events, then statements.
    pub fn differing(self, article: &Id) -> Vec<Disagreement<'a>> {
        let mut found = self.differing_figures(article);
        found.extend(self.differing_dates(article));
        found.extend(self.differing_answers(article));
        found
    }

    fn differing_figures(self, article: &Id) -> Vec<Disagreement<'a>> {
        let own: Vec<_> = self.figures_in(article).collect();
        let subjects: BTreeSet<FigureRef> = own.iter().map(|figure| figure.value().subject()).collect();
        let disputes = subjects.iter().flat_map(|of| self.figure_disputes(of));
        let sides = disputes.filter_map(|dispute| {
            let own = own.iter().copied().filter(|figure| figure.value().subject() == dispute.figures);
            let all = dispute.sides.iter().filter_map(|spot| self.figure(spot));
            let sides = sides(article, own, all, |a, b| dispute.parts(a, b))?;
            Some(Disagreement::Figures(dispute, sides))
        });
        sides.collect()
    }

    fn differing_dates(self, article: &Id) -> Vec<Disagreement<'a>> {
        let own: Vec<_> = self.events_in(article).collect();
        let keys: BTreeSet<String> = own.iter().map(|event| event_key(event.value(), article)).collect();
        let sides = keys.iter().filter_map(|key| {
            let entry = self.timeline_entry(key)?;
            let own = own.iter().copied().filter(|event| event_key(event.value(), article) == *key);
            let all = entry.contradiction.iter().flat_map(|found| &found.sides);
            let all = all.filter_map(|spot| self.event(spot));
            let sides = sides(article, own, all, |a, b| !a.date.overlaps(&b.date))?;
            Some(Disagreement::Dates(entry, sides))
        });
        sides.collect()
    }

    fn differing_answers(self, article: &Id) -> Vec<Disagreement<'a>> {
        let question = |claim: &Claim| (claim.company.clone(), claim.question.clone());
        let own: Vec<_> = self.claims_in(article).collect();
        let questions: BTreeSet<(Name, Id)> = own.iter().map(|claim| question(claim.value())).collect();
        let sides = questions.iter().filter_map(|asked| {
            let dispute = self.answers_differ(&asked.0, &asked.1)?;
            let own = own.iter().copied().filter(|claim| question(claim.value()) == *asked);
            let all = dispute.sides.iter().filter_map(|spot| self.claim(spot));
            let sides = sides(article, own, all, |a, b| spoken_words(&a.says) != spoken_words(&b.says))?;
            Some(Disagreement::Claims(dispute.acknowledged.as_ref(), sides))
        });
        sides.collect()
    }
}

/// What an article says, then what others say that is apart from it; nothing where nobody says anything else.
fn sides<'a, T: Annotation>(
    article: &Id,
    own: impl Iterator<Item = Annotated<'a, T>>,
    all: impl Iterator<Item = Annotated<'a, T>>,
    apart: impl Fn(&T, &T) -> bool,
) -> Option<Vec<Annotated<'a, T>>> {
    let mut sides: Vec<_> = own.collect();
    let others = all.filter(|other| other.head().id() != article);
    let others = others.filter(|other| sides.iter().any(|own| apart(own.value(), other.value())));
    let others: Vec<_> = others.collect();
    sides.retain(|own| others.iter().any(|other| apart(own.value(), other.value())));
    sides.extend(&others);
    (!others.is_empty()).then_some(sides)
}
