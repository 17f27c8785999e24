//! Where the articles of a story do not say the same.

use std::collections::{BTreeMap, BTreeSet};

use super::cards::in_words;
use super::figures::dispute_kind;
use super::scope::{Scope, sentence};
use super::types::{DifferenceView, LinkView, PlaceView, SentenceView, WordingView};
use crate::model::{Annotated, Head, Standing, TimelineEntry, event_address, standing};
use crate::parse::{Claim, Event, Figure};
use crate::text::{Word, spoken_words};
use crate::value::{FigureRef, Id, Name};

/// All differences: contradictions first, then those of dates, then those that can all be true, then
/// what one figure says against another.
pub(super) fn differences(
    scope: Scope<'_>,
    articles: &[Head<'_>],
    events: &[&TimelineEntry],
) -> Vec<DifferenceView> {
    let figures: Vec<_> = articles.iter().flat_map(|article| scope.site.figures_in(article.id())).collect();
    let mut found = of_figures(scope, &figures);
    found.extend(of_dates(scope, articles, events));
    found.extend(of_claims(scope, articles));
    found.extend(disputed(scope, &figures));
    let rank = |kind: &str| ["conflict", "dates", "differ", "disputed"].iter().position(|k| *k == kind);
    found.sort_by_key(|difference| rank(difference.kind));
    found
}

/// What one article says, before those that say the same are put together.
struct Saying {
    says: String,
    how: Option<String>,
    sentence: SentenceView,
    place: PlaceView,
}

/// The sayings, each once with all its places.
fn wordings(sayings: impl IntoIterator<Item = Saying>) -> Vec<WordingView> {
    let mut wordings: Vec<WordingView> = Vec::new();
    for Saying { says, how, sentence, place } in sayings {
        match wordings.iter_mut().find(|wording| wording.says == says && wording.how == how) {
            Some(wording) if wording.places.iter().any(|other| other.article.url == place.article.url) => {}
            Some(wording) => wording.places.push(place),
            None => wordings.push(WordingView { says, how, sentence, places: vec![place] }),
        }
    }
    wordings
}

fn difference(
    scope: Scope<'_>,
    kind: &'static str,
    subject: LinkView,
    wordings: Vec<WordingView>,
    reasons: BTreeSet<&str>,
) -> DifferenceView {
    let reason = reasons.into_iter().collect::<Vec<_>>().join(" ");
    DifferenceView {
        kind,
        kind_words: scope.say(&format!("dispute_{kind}"), &[]),
        subject,
        wordings,
        reason: Some(reason).filter(|reason| !reason.is_empty()),
    }
}

fn figure_saying(scope: Scope<'_>, figure: Annotated<'_, Figure>) -> Saying {
    let card = scope.figure_card(figure);
    let how = (card.status != "reported").then_some(card.status_words);
    Saying { says: card.value, how, sentence: card.sentence, place: card.place }
}

/// The figures of one company and metric that are not the same: those for which the editors gave a
/// reason apart from the others.
fn of_figures(scope: Scope<'_>, figures: &[Annotated<'_, Figure>]) -> Vec<DifferenceView> {
    let mut by_metric: BTreeMap<FigureRef, Vec<Annotated<'_, Figure>>> = BTreeMap::new();
    for figure in figures {
        by_metric.entry(figure.value().subject()).or_default().push(*figure);
    }
    let mut found = Vec::new();
    for (of, figures) in by_metric {
        let Some(subject) = scope.figures_link(&of) else { continue };
        for ((standing, _), (places, reasons)) in unequal(&figures) {
            let sayings = places.into_iter().map(|at| figure_saying(scope, figures[at]));
            found.push(difference(
                scope,
                dispute_kind(standing),
                subject.clone(),
                wordings(sayings),
                reasons,
            ));
        }
    }
    found
}

/// Positions of figures, and the reasons that the editors gave.
type Places<'a> = (BTreeSet<usize>, BTreeSet<&'a str>);

/// Which figures differ or contradict each other, by whether there is a reason.
fn unequal<'a>(figures: &[Annotated<'a, Figure>]) -> BTreeMap<(Standing, bool), Places<'a>> {
    let mut found: BTreeMap<(Standing, bool), Places<'a>> = BTreeMap::new();
    for (at, a) in figures.iter().enumerate() {
        for (other, b) in figures.iter().enumerate().skip(at + 1) {
            let (a, b) = (a.value(), b.value());
            let Some(standing @ (Standing::Differ | Standing::Conflict)) = standing(a, b) else { continue };
            let reasons = [a, b].into_iter().filter_map(|figure| figure.text.acknowledge.as_deref());
            let reasons: BTreeSet<&str> = reasons.collect();
            let (places, all) = found.entry((standing, !reasons.is_empty())).or_default();
            places.extend([at, other]);
            all.extend(reasons);
        }
    }
    found
}

/// Events whose dates cannot both be right.
fn of_dates(scope: Scope<'_>, articles: &[Head<'_>], events: &[&TimelineEntry]) -> Vec<DifferenceView> {
    let own: BTreeSet<&Id> = articles.iter().map(|article| article.id()).collect();
    let mut found = Vec::new();
    for entry in events {
        let reports: Vec<Annotated<'_, Event>> = entry
            .spots
            .iter()
            .filter(|spot| own.contains(&spot.article))
            .filter_map(|spot| scope.site.event(spot))
            .collect();
        let apart = |report: &Annotated<'_, Event>| {
            reports.iter().any(|other| !other.value().date.overlaps(&report.value().date))
        };
        let apart: Vec<_> = reports.iter().filter(|report| apart(report)).collect();
        let Some(first) = apart.first() else { continue };
        let address = event_address(&entry.key);
        let subject = LinkView::new(first.value().title.to_string(), scope.url(&address));
        let sayings = apart.iter().map(|report| Saying {
            says: scope.date(&report.value().date).words,
            how: None,
            sentence: sentence(&report.words().sentence),
            place: scope.place(**report),
        });
        let all = scope.site.reports(entry);
        let reasons = all.filter_map(|report| report.value().acknowledge.as_deref()).collect();
        found.push(difference(scope, "dates", subject, wordings(sayings), reasons));
    }
    found
}

/// Answers of one company to one question that are not in the same words.
fn of_claims(scope: Scope<'_>, articles: &[Head<'_>]) -> Vec<DifferenceView> {
    let mut answers: BTreeMap<(Name, Id), Vec<Annotated<'_, Claim>>> = BTreeMap::new();
    for claim in articles.iter().flat_map(|article| scope.site.claims_in(article.id())) {
        let value = claim.value();
        answers.entry((value.company.clone(), value.question.clone())).or_default().push(claim);
    }
    let mut found = Vec::new();
    for ((company, question), claims) in answers {
        let distinct: BTreeSet<Vec<Word>> =
            claims.iter().map(|claim| spoken_words(&claim.value().says)).collect();
        let Some(company) = scope.entity(&company).filter(|_| distinct.len() > 1) else { continue };
        let question = in_words(&question);
        let names = [("company", company.label.as_str()), ("metric", question.as_str())];
        let subject = LinkView::new(scope.say("title_figures_of", &names), company.url);
        let reasons = claims.iter().filter_map(|claim| claim.value().acknowledge.as_deref()).collect();
        let sayings = claims.iter().map(|claim| {
            let card = scope.claim_card(*claim);
            Saying { says: card.says, how: None, sentence: card.sentence, place: card.place }
        });
        found.push(difference(scope, "differ", subject, wordings(sayings), reasons));
    }
    found
}

/// Figures that say that figures of another metric are wrong.
fn disputed(scope: Scope<'_>, figures: &[Annotated<'_, Figure>]) -> Vec<DifferenceView> {
    let mut found: Vec<DifferenceView> = Vec::new();
    for figure in figures {
        let of = figure.value().subject();
        let others = figure.value().text.disputes.iter().filter_map(|name| scope.site.figure_named(name));
        for other in others.filter(|other| other.value().subject() != of) {
            let Some(subject) = scope.figures_link(&other.value().subject()) else { continue };
            let sayings = [other, *figure].map(|figure| {
                let saying = figure_saying(scope, figure);
                let metric = scope.metric(&figure.value().text.metric);
                let names = [("metric", metric.as_str()), ("value", saying.says.as_str())];
                Saying { says: scope.say("figure_in_words", &names), ..saying }
            });
            let view = difference(scope, "disputed", subject, wordings(sayings), BTreeSet::new());
            if !found.contains(&view) {
                found.push(view);
            }
        }
    }
    found
}
