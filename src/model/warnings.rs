//! What an editor should look at once more: where sources differ, which quotes are alike and
//! were not joined, which ids may be one and the same, misspelled.
//!
//! In: the linked site. Out: warnings, each disagreement once with all its places.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::compare::Standing;
use super::disputes::{ClaimDispute, FigureDispute};
use super::editions::in_doubt;
use super::joins::{Open, SayingNumber, Why};
use super::link::Site;
use super::nearly_same::NearlySameMemo;
use super::timeline::{Spot, TimelineEntry};
use crate::anchor::{Anchored, Article};
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::parse::{Amount, BoundKind, BriefingMeta, Claim, Entry, Event, Figure, Quote};
use crate::value::{AnnotationRef, Name};

/// What `warnings` remembers.
#[derive(Debug, Default)]
pub struct WarningsMemo(NearlySameMemo);

/// All warnings about the linked site.
pub fn warnings(site: &Site, memo: &mut WarningsMemo) -> Vec<Diagnostic> {
    // Each has to find its places in the YAML, which takes time.
    let mut found: Vec<Diagnostic> = Vec::new();
    found.par_extend(site.outline.disputes.figures.par_iter().filter_map(|dispute| figures(site, dispute)));
    found.par_extend(site.outline.disputes.claims.par_iter().filter_map(|dispute| claims(site, dispute)));
    found.par_extend(site.outline.timeline.entries.par_iter().filter_map(|entry| dates(site, entry)));
    found.extend(similar_quotes(site));
    found.extend(editions_on_one_day(site));
    found.extend(super::nearly_same::check(site, &mut memo.0));
    found
}

/// Editions of one day, of which nobody can tell which came first. Their ids put them in order, and only
/// the first has the news of that day. What could not be read as a date is none.
fn editions_on_one_day(site: &Site) -> Vec<Diagnostic> {
    let sound =
        site.outline.editions.order.iter().filter(|edition| !site.records.flawed.contains(&edition.id));
    let order: Vec<_> = sound.filter_map(|edition| site.records.briefings.get(&edition.id)).collect();
    let pairs = order.windows(2).map(|pair| (pair[0], pair[1]));
    let same = pairs.filter(|(a, b)| in_doubt(&a.meta, &b.meta));
    let diagnostic = |(first, second): (&Arc<Entry<BriefingMeta>>, &Arc<Entry<BriefingMeta>>)| {
        let message = format!(
            "the editions `{}` and `{}` are of one day, so their ids put them in order, and what is new \
             stands in the first",
            first.id, second.id
        );
        Diagnostic::warning(Code::EditionsOnOneDay, message, second.origin.value("/date"))
            .related(first.origin.value("/date"), "the other one is of this day")
            .hint("if both are meant, give each a time, such as `2026-04-27T18:00:00`, to say which comes first")
    };
    same.map(diagnostic).collect()
}

const ACKNOWLEDGE: &str = "if they really differ, say why with `acknowledge: …` on one of them; \
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
            &format!("if they are of different times, give each an `as_of`; {ACKNOWLEDGE}"),
        ),
        _ => at_all(
            Code::FiguresDiffer,
            format!("the sources differ on {name}, though all of them may be right"),
            places,
            &format!("give each the `bound` and the `status` that its sentence has; {ACKNOWLEDGE}"),
        ),
    }
}

/// A figure in the words of its YAML.
fn described(figure: &Figure) -> String {
    let number = match &figure.amount {
        Amount::Value(value) => grouped(&value.plain()),
        Amount::Range { low, high } => format!("{} to {}", grouped(&low.plain()), grouped(&high.plain())),
    };
    let bound = match figure.text.bound {
        BoundKind::Exact => "",
        BoundKind::About => "about ",
        BoundKind::AtMost => "at most ",
        BoundKind::AtLeast => "at least ",
    };
    let status = figure.text.status.as_str();
    format!("{bound}{number} {}, {status}", figure.text.unit)
}

/// Digits in groups of three, because nobody counts ten zeros.
fn grouped(number: &str) -> String {
    let (whole, part) = number.split_once('.').map_or((number, None), |(whole, part)| (whole, Some(part)));
    let digits = whole.trim_start_matches('-');
    let mut text = whole[..whole.len() - digits.len()].to_string();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    part.map_or(text.clone(), |part| format!("{text}.{part}"))
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
    let message = format!(
        "the sources give different answers of `{}` to the question `{}`",
        dispute.company, dispute.question
    );
    let hint = format!("if they mean the same, write the same in `says`; {ACKNOWLEDGE}");
    at_all(Code::ClaimsDiffer, message, places, &hint)
}

/// The dates of one event, where not all can be true.
fn dates(site: &Site, entry: &TimelineEntry) -> Option<Diagnostic> {
    let report = |spot: &Spot| {
        let article = site.records.articles.get(&spot.article)?;
        Some((article, article.annotations.events.get(spot.index)?))
    };
    entry.contradiction.as_ref().filter(|found| found.acknowledged.is_none())?;
    let mut reports: Vec<(&Arc<Article>, &Anchored<Event>)> = entry.spots.iter().filter_map(report).collect();
    reports.sort_by_key(|(_, event)| event.value.date.sort_key());
    let place = |(article, event): &(&Arc<Article>, &Anchored<Event>)| {
        let passage = || article.entry.body.passage(&super::words::whole(&event.place));
        let said = event.value.said.as_ref().map_or_else(passage, ToString::to_string);
        (article.sidecar.value(&event.pointer("date")), format!("{} (“{said}”)", event.value.date))
    };
    let message = format!("the sources date the event `{}` so that not all can be right", entry.key);
    let hint = format!(
        "if they are two events, give them two ids; a vague date is written as vague as it is printed; {ACKNOWLEDGE}"
    );
    at_all(Code::DatesConflict, message, reports.iter().map(place).collect(), &hint)
}

/// One warning for each quote that could be a part of others, with all of these.
fn similar_quotes(site: &Site) -> Vec<Diagnostic> {
    let mut by_part: BTreeMap<(SayingNumber, Why), Vec<SayingNumber>> = BTreeMap::new();
    for Open { part, whole, why } in &site.quotations.joins.open {
        by_part.entry((*part, *why)).or_default().push(*whole);
    }
    let warning = |((part, why), wholes): ((SayingNumber, Why), Vec<SayingNumber>)| {
        let own = named(site, part)?;
        let others: Vec<Named<'_>> = wholes.into_iter().filter_map(|whole| named(site, whole)).collect();
        let (message, hint) = match why {
            Why::SeveralWholes => several_wholes(&own, &others)?,
            Why::OtherSpeaker => other_speaker(&own, &others)?,
        };
        let mut diagnostic = Diagnostic::warning(Code::SimilarQuotes, message, own.span).hint(hint);
        for other in others {
            let label = match other.speaker {
                Some(speaker) => format!("this is `{}`, by `{speaker}`", other.name),
                None => format!("this is `{}`", other.name),
            };
            diagnostic = diagnostic.related(other.span, label);
        }
        Some(diagnostic)
    };
    by_part.into_par_iter().filter_map(warning).collect()
}

fn several_wholes(own: &Named<'_>, others: &[Named<'_>]) -> Option<(String, String)> {
    let first = &others.first()?.name;
    let message =
        format!("the quote `{}` could belong to any of several quotes, so it was joined with none", own.name);
    let speaker = if own.speaker.is_some() { "" } else { "name its `speaker`, or " };
    let hint = format!(
        "{speaker}write `variant_of: [\"{first}\"]` here if it belongs to that one, \
         or `distinct_from: [{}]` if it belongs to none",
        listed(others)
    );
    Some((message, hint))
}

fn other_speaker(own: &Named<'_>, others: &[Named<'_>]) -> Option<(String, String)> {
    let first = &others.first()?.name;
    let message = format!(
        "the quote `{}` has the words of another speaker's quote, and was not joined with it",
        own.name
    );
    let hint = format!(
        "correct the `speaker` where it is wrong; otherwise write `same_as: [\"{first}\"]` here if both are one, \
         or `distinct_from: [{}]` if they are not",
        listed(others)
    );
    Some((message, hint))
}

/// The names as they stand in a YAML list.
fn listed(quotes: &[Named<'_>]) -> String {
    quotes.iter().map(|quote| format!("\"{}\"", quote.name)).collect::<Vec<_>>().join(", ")
}

/// A quote as a warning speaks of it.
struct Named<'a> {
    name: AnnotationRef,
    speaker: Option<&'a Name>,
    span: Span,
}

fn named(site: &Site, number: SayingNumber) -> Option<Named<'_>> {
    let (article, quote): (&Article, &Anchored<Quote>) = site.quote(site.quotations.spot(number)?)?;
    let name = article.name_of(&quote.value.id);
    let span = article.sidecar.value(&quote.pointer("exact"));
    Some(Named { name, speaker: quote.value.speaker.as_ref(), span })
}
