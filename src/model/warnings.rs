//! What an editor should look at once more: where sources differ, which quotes are alike and
//! were not joined, which ids may be one and the same, misspelled.
//!
//! In: the linked site. Out: warnings, each disagreement once with all its places.

use std::collections::BTreeMap;

use super::compare::Standing;
use super::disputes::{ClaimDispute, FigureDispute};
use super::joins::{Open, SayingNumber, Why};
use super::link::Site;
use super::timeline::Spot;
use crate::anchor::{Anchored, Article};
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::parse::{Amount, BoundKind, Claim, Figure, Quote, Status};
use crate::value::AnnotationRef;

/// All warnings about the linked site.
pub fn warnings(site: &Site) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    found.extend(site.disputes.figures.iter().filter_map(|dispute| figures(site, dispute)));
    found.extend(site.disputes.claims.iter().filter_map(|dispute| claims(site, dispute)));
    found.extend(similar_quotes(site));
    found.extend(super::nearly_same::check(&site.records));
    found
}

const ACKNOWLEDGE: &str = "if this is as it should be, say why with `acknowledge: …` on one of them; \
    the page then prints the reason";

/// A diagnostic at the first of several places, with all others.
fn at_all(code: Code, message: String, mut places: Vec<(Span, String)>, hint: &str) -> Option<Diagnostic> {
    if places.is_empty() {
        return None;
    }
    let (first, label) = places.remove(0);
    let mut diagnostic =
        Diagnostic::warning(code, format!("{message}; here it is {label}"), first).hint(hint);
    for (span, label) in places {
        diagnostic = diagnostic.related(span, label);
    }
    Some(diagnostic)
}

fn figures(site: &Site, dispute: &FigureDispute) -> Option<Diagnostic> {
    if dispute.acknowledged.is_some() {
        return None;
    }
    let place = |spot: &Spot| {
        let article = site.records.articles.get(&spot.article)?;
        let figure = article.annotations.figures.get(spot.index)?;
        let key = if matches!(figure.value.amount, Amount::Value(_)) { "value" } else { "low" };
        Some((article.sidecar.value(&figure.pointer(key)), described(&figure.value)))
    };
    let places = dispute.spots.iter().filter_map(place).collect();
    let name = format!("`{}/{}`", dispute.figures.company, dispute.figures.metric);
    match dispute.standing {
        Standing::Conflict => at_all(
            Code::FiguresConflict,
            format!("the sources contradict each other on {name}"),
            places,
            &format!(
                "look at the articles again; figures of different times need an `as_of` each; {ACKNOWLEDGE}"
            ),
        ),
        _ => at_all(
            Code::FiguresDiffer,
            format!("the sources do not say the same of {name}"),
            places,
            ACKNOWLEDGE,
        ),
    }
}

/// A figure in the words of its YAML.
fn described(figure: &Figure) -> String {
    let number = match &figure.amount {
        Amount::Value(value) => value.plain(),
        Amount::Range { low, high } => format!("{} to {}", low.plain(), high.plain()),
    };
    let bound = match figure.text.bound {
        BoundKind::Exact => "",
        BoundKind::About => "about ",
        BoundKind::AtMost => "at most ",
        BoundKind::AtLeast => "at least ",
    };
    let status = match figure.text.status {
        Status::Reported => "reported",
        Status::Claimed => "claimed",
        Status::Alleged => "alleged",
        Status::Denied => "denied",
        Status::Planned => "planned",
        Status::Forecast => "forecast",
    };
    format!("{bound}{number} {}, {status}", figure.text.unit)
}

fn claims(site: &Site, dispute: &ClaimDispute) -> Option<Diagnostic> {
    if dispute.acknowledged.is_some() {
        return None;
    }
    let place = |spot: &Spot| {
        let article = site.records.articles.get(&spot.article)?;
        let claim: &Anchored<Claim> = article.annotations.claims.get(spot.index)?;
        Some((article.sidecar.value(&claim.pointer("says")), format!("`{}`", claim.value.says)))
    };
    let places = dispute.spots.iter().filter_map(place).collect();
    let message =
        format!("the sources do not give one answer of `{}` to `{}`", dispute.company, dispute.question);
    at_all(Code::ClaimsDiffer, message, places, ACKNOWLEDGE)
}

/// One warning for each quote that could be a part of others, with all of these.
fn similar_quotes(site: &Site) -> Vec<Diagnostic> {
    let mut by_part: BTreeMap<(SayingNumber, Why), Vec<SayingNumber>> = BTreeMap::new();
    for Open { part, whole, why } in &site.quotations.joins.open {
        by_part.entry((*part, *why)).or_default().push(*whole);
    }
    let warning = |((part, why), wholes): ((SayingNumber, Why), Vec<SayingNumber>)| {
        let (own, span) = named(site, part)?;
        let others: Vec<(AnnotationRef, Span)> =
            wholes.into_iter().filter_map(|whole| named(site, whole)).collect();
        let (first, _) = others.first()?;
        let (message, hint) = match why {
            Why::SeveralWholes => (
                format!("the quote `{own}` could be a part of several, so it was joined with none"),
                format!(
                    "write `variant_of: [\"{first}\"]` here if it is a part of that one, or `distinct_from: [\"{first}\"]` if it is not"
                ),
            ),
            Why::OtherSpeaker => (
                format!("the quote `{own}` is like one of another speaker, and was not joined with it"),
                format!(
                    "write `same_as: [\"{first}\"]` here if they are one, or `distinct_from: [\"{first}\"]` if they are not"
                ),
            ),
        };
        let mut diagnostic = Diagnostic::warning(Code::SimilarQuotes, message, span).hint(hint);
        for (name, span) in others {
            diagnostic = diagnostic.related(span, format!("this is `{name}`"));
        }
        Some(diagnostic)
    };
    by_part.into_iter().filter_map(warning).collect()
}

fn named(site: &Site, number: SayingNumber) -> Option<(AnnotationRef, Span)> {
    let (article, quote): (&Article, &Anchored<Quote>) = site.quote(site.quotations.spot(number)?)?;
    let name = AnnotationRef { article: article.entry.id.clone(), id: quote.value.id.clone() };
    Some((name, article.sidecar.value(&quote.pointer("exact"))))
}
