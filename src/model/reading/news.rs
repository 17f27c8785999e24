//! What is new in an edition: quotes, figures, disagreements and corrections.
//!
//! In: the articles that became known in its days, and all that was known before. Out: what nobody
//! knew when the edition before it came out. The content alone decides: no clock, no history of files.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::super::address::event_key;
use super::super::compare::{Standing, same_value, standing};
use super::super::disputes::FigureDispute;
use super::super::editions::{Days, Edition, Known, known};
use super::super::timeline::{Spot, TimelineEntry};
use super::{Annotated, Head, Reading, spots};
use crate::parse::{Annotation, Claim, Correction, Event, Figure};
use crate::text::spoken_words;
use crate::value::{AnnotationRef, FigureRef, Id, Name};

/// What is new in an edition.
#[derive(Default)]
pub struct News<'a> {
    /// Quotes of which no printing was known: where the fullest stands.
    pub quotes: Vec<&'a Spot>,
    /// Figures that nobody had given.
    pub figures: Vec<NewFigure<'a>>,
    /// Disagreements whose later side is new.
    pub disagreements: Vec<Disagreement<'a>>,
    /// Corrections, each with its article.
    pub corrections: Vec<(Head<'a>, &'a Correction)>,
}

/// A figure that is new, or another than before.
#[derive(Clone, Copy)]
pub struct NewFigure<'a> {
    /// The figure.
    pub figure: Annotated<'a, Figure>,
    /// The latest that was known of its company and metric; nothing for a new one.
    pub before: Option<Annotated<'a, Figure>>,
}

/// A disagreement, with one article for each of its sides.
pub enum Disagreement<'a> {
    /// Figures of one company and metric that differ or contradict each other.
    Figures(&'a FigureDispute, Vec<Annotated<'a, Figure>>),
    /// Dates of one event that contradict each other.
    Dates(&'a TimelineEntry, Vec<Annotated<'a, Event>>),
    /// Answers to one question that differ.
    Claims(Option<&'a String>, Vec<Annotated<'a, Claim>>),
    /// A figure that says that it contradicts another one, of another metric.
    Disputed(Annotated<'a, Figure>, Annotated<'a, Figure>),
}

/// When the article of an annotation became known.
fn known_of<T: Annotation>(annotation: Annotated<'_, T>) -> Known {
    known(annotation.head().meta())
}

impl<'a> Reading<'a> {
    /// What is new in an edition; nothing in the first one.
    pub fn news(self, edition: &'a Edition) -> News<'a> {
        let correction = |(article, at): &'a (Id, usize)| {
            let head = self.head(article)?;
            Some((head, head.meta().corrections.values().nth(*at)?))
        };
        News {
            quotes: self.new_quotes(edition),
            figures: self.new_figures(edition),
            disagreements: self.new_disagreements(edition),
            corrections: edition.corrections.iter().filter_map(correction).collect(),
        }
    }

    fn new_quotes(self, edition: &Edition) -> Vec<&'a Spot> {
        let mut seen: BTreeSet<&Spot> = BTreeSet::new();
        let mut found = Vec::new();
        for article in &edition.articles {
            let count = self.head(article).map_or(0, Head::quotes);
            for printings in spots(article, count).filter_map(|spot| self.joined(&spot)) {
                let first = printings.all.iter().filter_map(|(spot, _)| self.head(&spot.article));
                let first: Known = first.map(|head| known(head.meta())).min().flatten();
                if seen.insert(printings.fullest) && edition.days.has(first) {
                    found.push(printings.fullest);
                }
            }
        }
        found
    }

    fn new_figures(self, edition: &Edition) -> Vec<NewFigure<'a>> {
        let mut found: Vec<NewFigure<'a>> = Vec::new();
        let mut told: BTreeMap<FigureRef, Vec<Annotated<'a, Figure>>> = BTreeMap::new();
        for figure in edition.articles.iter().flat_map(|article| self.figures_in(article)) {
            let of = figure.value().subject();
            let told = told.entry(of.clone()).or_default();
            let same = |other: &Annotated<'_, Figure>| {
                standing(other.value(), figure.value()) == Some(Standing::Agree)
            };
            if let Some(new) = self.news_of(figure, &of, edition.days).filter(|_| !told.iter().any(same)) {
                told.push(figure);
                found.push(new);
            }
        }
        found
    }

    /// What is new about a figure; nothing where somebody had given it.
    fn news_of(self, figure: Annotated<'a, Figure>, of: &FigureRef, days: Days) -> Option<NewFigure<'a>> {
        let others = self.figures(of).iter().filter_map(|spot| self.figure(spot));
        // Those in other units are not compared.
        let comparable = others.filter_map(|other| Some((other, standing(other.value(), figure.value())?)));
        let earlier: Vec<_> = comparable.filter(|(other, _)| days.before(known_of(*other))).collect();
        if earlier.iter().any(|(_, standing)| *standing == Standing::Agree) {
            return None;
        }
        let latest = |development: bool| {
            let of_kind = earlier.iter().filter(|(_, how)| (*how == Standing::Development) == development);
            of_kind.map(|(other, _)| *other).max_by(|a, b| by_time(*a, *b))
        };
        // What was known of the same time comes first, then what was known of other times.
        if let Some(before) = latest(false) {
            return Some(NewFigure { figure, before: Some(before) });
        }
        let Some(before) = latest(true) else { return Some(NewFigure { figure, before: None }) };
        // A value of an earlier time than the one that is known was not known, and changes nothing.
        if by_time(figure, before) == Ordering::Less {
            return Some(NewFigure { figure, before: None });
        }
        (!same_value(before.value(), figure.value())).then_some(NewFigure { figure, before: Some(before) })
    }

    fn new_disagreements(self, edition: &Edition) -> Vec<Disagreement<'a>> {
        let mut figures: BTreeSet<FigureRef> = BTreeSet::new();
        let mut questions: BTreeSet<(Name, Id)> = BTreeSet::new();
        let mut events: BTreeSet<String> = BTreeSet::new();
        let mut pairs: BTreeSet<(AnnotationRef, AnnotationRef)> = BTreeSet::new();
        for article in &edition.articles {
            for figure in self.figures_in(article) {
                figures.insert(figure.value().subject());
                let named = figure.value().text.disputes.iter().map(|other| (figure.name(), other.clone()));
                pairs.extend(named);
                let by = self.disputed_by(&figure.name()).iter();
                pairs.extend(by.map(|other| (other.clone(), figure.name())));
            }
            events.extend(self.events_in(article).map(|event| event_key(event.value(), article)));
            let claims = self.claims_in(article).map(|claim| claim.value());
            questions.extend(claims.map(|claim| (claim.company.clone(), claim.question.clone())));
        }
        let disputes = figures.iter().flat_map(|of| self.figure_disputes(of));
        let mut found: Vec<Disagreement<'a>> =
            disputes.filter_map(|dispute| self.new_dispute(dispute, edition.days)).collect();
        let pairs = pairs.iter().filter_map(|(by, of)| self.new_pair(by, of, edition.days));
        found.extend(pairs);
        found.extend(events.iter().filter_map(|key| self.new_dates(key, edition.days)));
        let questions = questions.iter();
        found.extend(questions.filter_map(|(who, what)| self.new_answers(who, what, edition.days)));
        found
    }

    fn new_dispute(self, dispute: &'a FigureDispute, days: Days) -> Option<Disagreement<'a>> {
        let sides = self.sides(dispute, days);
        let is_new = has_new_pair(&sides, days, |a, b| dispute.parts(a, b));
        is_new.then_some(Disagreement::Figures(dispute, sides))
    }

    /// Whether sources disagreed in this way by then.
    pub fn was_open(self, dispute: &'a FigureDispute, days: Days) -> bool {
        let sides = self.sides(dispute, days);
        let apart = |a: Annotated<'_, Figure>, b: Annotated<'_, Figure>| dispute.parts(a.value(), b.value());
        sides.iter().enumerate().any(|(at, a)| sides[at + 1..].iter().any(|b| apart(*a, *b)))
    }

    /// The sides of a disagreement on figures as far as they were known: of those that say the same
    /// the one that was known first.
    fn sides(self, dispute: &'a FigureDispute, days: Days) -> Vec<Annotated<'a, Figure>> {
        let figures = dispute.spots.iter().filter_map(|spot| self.figure(spot));
        one_each(figures, days, |a, b| same_value(a, b) && a.text.as_of == b.text.as_of)
    }

    /// A figure that says that it contradicts another. Those of one metric are compared in any case.
    fn new_pair(self, by: &AnnotationRef, of: &AnnotationRef, days: Days) -> Option<Disagreement<'a>> {
        let (by, of) = (self.figure_named(by)?, self.figure_named(of)?);
        let other_metric = by.value().subject() != of.value().subject();
        let is_new = days.has(known_of(by).max(known_of(of))) && !self.was_disputed(by, of, days);
        (other_metric && is_new).then_some(Disagreement::Disputed(by, of))
    }

    /// Whether other articles had one value dispute the other when the edition before came out.
    fn was_disputed(self, by: Annotated<'a, Figure>, of: Annotated<'a, Figure>, days: Days) -> bool {
        let same = |a: Annotated<'a, Figure>, b: Annotated<'a, Figure>| {
            days.before(known_of(a))
                && a.value().subject() == b.value().subject()
                && same_value(a.value(), b.value())
        };
        let metric = by.value().subject();
        let others = self.figures(&metric).iter().filter_map(|spot| self.figure(spot));
        let disputed = others.filter(|other| same(*other, by)).flat_map(|other| &other.value().text.disputes);
        disputed.filter_map(|name| self.figure_named(name)).any(|other| same(other, of))
    }

    /// Dates of an event that contradict each other.
    fn new_dates(self, key: &str, days: Days) -> Option<Disagreement<'a>> {
        let entry = self.timeline_entry(key)?;
        let sides = one_each(self.reports(entry), days, |a, b| a.date.written() == b.date.written());
        let is_new = has_new_pair(&sides, days, |a, b| !a.date.overlaps(&b.date));
        is_new.then_some(Disagreement::Dates(entry, sides))
    }

    fn new_answers(self, company: &Name, question: &Id, days: Days) -> Option<Disagreement<'a>> {
        let dispute = self.answers_differ(company, question)?;
        let claims = dispute.spots.iter().filter_map(|spot| self.claim(spot));
        let sides = one_each(claims, days, |a, b| spoken_words(&a.says) == spoken_words(&b.says));
        let is_new = has_new_pair(&sides, days, |_, _| true);
        is_new.then_some(Disagreement::Claims(dispute.acknowledged.as_ref(), sides))
    }
}

/// Of those annotations that were known by then, and of these that say the same, the one that was known
/// first, then the one whose article comes first.
fn one_each<'a, T: Annotation>(
    all: impl Iterator<Item = Annotated<'a, T>>,
    days: Days,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<Annotated<'a, T>> {
    let mut all: Vec<Annotated<'a, T>> = all.filter(|one| days.by_then(known_of(*one))).collect();
    all.sort_by_key(|one| known_of(*one));
    let mut sides: Vec<Annotated<'a, T>> = Vec::new();
    for one in all {
        if !sides.iter().any(|side| same(side.value(), one.value())) {
            sides.push(one);
        }
    }
    sides
}

/// Whether two sides are apart of which the later one is new.
fn has_new_pair<T: Annotation>(
    sides: &[Annotated<'_, T>],
    days: Days,
    apart: impl Fn(&T, &T) -> bool,
) -> bool {
    sides.iter().enumerate().any(|(at, a)| {
        let rest = sides.get(at + 1..).unwrap_or_default();
        rest.iter().any(|b| days.has(known_of(*a).max(known_of(*b))) && apart(a.value(), b.value()))
    })
}

/// By the time that they hold for, else by that of their article; then by name, so that there is an order.
fn by_time(a: Annotated<'_, Figure>, b: Annotated<'_, Figure>) -> Ordering {
    let key = |figure: Annotated<'_, Figure>| {
        let date = figure.value().text.as_of.as_ref().or(figure.head().meta().published.as_ref());
        (date.map(crate::value::Date::sort_key), figure.name())
    };
    key(a).cmp(&key(b))
}
