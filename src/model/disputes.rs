//! Where sources differ: figures of one company and metric, and answers to one question.
//!
//! In: the records that may be seen. Out: each disagreement once, with all its places.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Standing, standing};
use super::index::Index;
use super::records::Records;
use super::timeline::{Spot, reasons, two_of_each};
use crate::parse::{Claim, Figure};
use crate::text::{Word, spoken_words};
use crate::value::{AnnotationRef, FigureRef, Id, Name};

/// Figures that differ or contradict each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FigureDispute {
    /// Of what.
    pub figures: FigureRef,
    /// `Differ` or `Conflict`.
    pub standing: Standing,
    /// The figures, by article.
    pub spots: Vec<Spot>,
    /// Of each way to give a figure the first two articles: so there is one besides any article.
    pub sides: Vec<Spot>,
    /// Why the curator lets it stand; nothing where nobody said.
    pub acknowledged: Option<String>,
}

impl FigureDispute {
    /// Whether two of its figures stand to each other as it says.
    pub fn parts(&self, a: &Figure, b: &Figure) -> bool {
        let reason = a.text.acknowledge.is_some() || b.text.acknowledge.is_some();
        standing(a, b) == Some(self.standing) && reason == self.acknowledged.is_some()
    }
}

/// Answers to one question that differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimDispute {
    /// Whose answers.
    pub company: Name,
    /// To what.
    pub question: Id,
    /// The statements, by article.
    pub spots: Vec<Spot>,
    /// Of each answer the first two articles: so there is one besides any article.
    pub sides: Vec<Spot>,
    /// Why the curator lets it stand; nothing where nobody said.
    pub acknowledged: Option<String>,
}

/// All disagreements.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disputes {
    /// Those of figures, by company and metric.
    pub figures: Vec<FigureDispute>,
    /// Those of statements, by company and question.
    pub claims: Vec<ClaimDispute>,
    /// By figure: those whose `disputes` names it.
    pub by: BTreeMap<AnnotationRef, Vec<AnnotationRef>>,
}

impl Disputes {
    /// Those of the figures of one company and metric, the worst first, then those that nobody acknowledged.
    pub fn of_figures(&self, figures: &FigureRef) -> &[FigureDispute] {
        let first = self.figures.partition_point(|dispute| dispute.figures < *figures);
        let end = self.figures.partition_point(|dispute| dispute.figures <= *figures);
        &self.figures[first..end]
    }

    /// That of the answers of one company to one question.
    pub fn of_claims(&self, company: &Name, question: &Id) -> Option<&ClaimDispute> {
        let key = |dispute: &ClaimDispute| (dispute.company.clone(), dispute.question.clone());
        let at = self.claims.binary_search_by(|d| key(d).cmp(&(company.clone(), question.clone())));
        at.ok().and_then(|at| self.claims.get(at))
    }

    /// What these records disagree on.
    pub(super) fn of(records: &Records, index: &Index) -> Self {
        let mut disputes = Self::default();
        for (figures, spots) in &index.figures {
            disputes.figures.extend(figure_disputes(records, figures, spots));
        }
        let mut answers: BTreeMap<(Name, Id), Vec<Spot>> = BTreeMap::new();
        for (id, article) in &records.articles {
            for figure in &article.annotations.figures {
                let own = AnnotationRef { article: id.clone(), id: figure.value.text.id.clone() };
                for other in &figure.value.text.disputes {
                    disputes.by.entry(other.clone()).or_default().push(own.clone());
                }
            }
            for (index, claim) in article.annotations.claims.iter().enumerate() {
                let key = (claim.value.company.clone(), claim.value.question.clone());
                answers.entry(key).or_default().push(Spot { article: id.clone(), index });
            }
        }
        for ((company, question), spots) in answers {
            disputes.claims.extend(claim_dispute(records, company, question, spots));
        }
        disputes
    }
}

fn figure<'a>(records: &'a Records, spot: &Spot) -> Option<&'a Figure> {
    let article = records.articles.get(&spot.article)?;
    article.annotations.figures.get(spot.index).map(|figure| &figure.value)
}

fn claim<'a>(records: &'a Records, spot: &Spot) -> Option<&'a Claim> {
    let article = records.articles.get(&spot.article)?;
    article.annotations.claims.get(spot.index).map(|claim| &claim.value)
}

/// What a dispute is between, by number, and the reasons that were given.
type Found<'a> = (BTreeSet<usize>, Vec<&'a str>);

/// The differences, and the contradictions, among the figures of one company and metric;
/// those that the curator acknowledged apart from the others.
fn figure_disputes(records: &Records, figures: &FigureRef, spots: &[Spot]) -> Vec<FigureDispute> {
    // Most figures repeat one that is there already, so classes are compared, not figures.
    let mut classes: BTreeMap<String, (&Figure, Vec<&Spot>)> = BTreeMap::new();
    for spot in spots {
        if let Some(figure) = figure(records, spot) {
            classes.entry(class(figure)).or_insert_with(|| (figure, Vec::new())).1.push(spot);
        }
    }
    let classes: Vec<(&Figure, Vec<&Spot>)> = classes.into_values().collect();
    let mut found: BTreeMap<(Reverse<Standing>, bool), Found<'_>> = BTreeMap::new();
    for (at, (a, _)) in classes.iter().enumerate() {
        for (other, (b, _)) in classes.iter().enumerate().skip(at + 1) {
            let Some(standing @ (Standing::Differ | Standing::Conflict)) = standing(a, b) else { continue };
            let reasons = [a, b].into_iter().filter_map(|figure| figure.text.acknowledge.as_deref());
            let reasons: Vec<&str> = reasons.collect();
            let (between, all) = found.entry((Reverse(standing), !reasons.is_empty())).or_default();
            between.extend([at, other]);
            all.extend(reasons);
        }
    }
    let dispute = |((Reverse(standing), _), (between, given)): ((Reverse<Standing>, bool), Found<'_>)| {
        let of_class = |at: &usize| classes[*at].1.iter().map(|spot| (*at, *spot)).collect::<Vec<_>>();
        let mut places: Vec<(usize, &Spot)> = between.iter().flat_map(of_class).collect();
        places.sort_by_key(|(_, spot)| *spot);
        FigureDispute {
            figures: figures.clone(),
            standing,
            spots: places.iter().map(|(_, spot)| (*spot).clone()).collect(),
            sides: two_of_each(places.into_iter()),
            acknowledged: reasons(given),
        }
    };
    found.into_iter().map(dispute).collect()
}

/// Figures with one class stand to all others alike.
fn class(figure: &Figure) -> String {
    let text = &figure.text;
    let as_of = text.as_of.as_ref().map(crate::value::Date::written);
    format!(
        "{:?} {:?} {:?} {} {as_of:?} {:?}",
        figure.amount, text.bound, text.status, text.unit, text.acknowledge
    )
}

fn claim_dispute(records: &Records, company: Name, question: Id, spots: Vec<Spot>) -> Option<ClaimDispute> {
    let claims: Vec<(&Claim, &Spot)> =
        spots.iter().filter_map(|spot| Some((claim(records, spot)?, spot))).collect();
    let words: Vec<(Vec<Word>, &Spot)> =
        claims.iter().map(|(claim, spot)| (spoken_words(&claim.says), *spot)).collect();
    let differ = words.windows(2).any(|two| two[0].0 != two[1].0);
    let acknowledged = reasons(claims.iter().filter_map(|(claim, _)| claim.acknowledge.as_deref()));
    let sides = if differ { two_of_each(words.into_iter()) } else { return None };
    Some(ClaimDispute { company, question, spots, sides, acknowledged })
}
