//! Where other articles do not say the same as one: what stands beside its text.

use std::collections::BTreeSet;

use super::cards::in_words;
use super::figures::{dispute_kind, dispute_view};
use super::scope::Scope;
use super::types::{DisagreementView, LinkView, SideView};
use crate::anchor::Article;
use crate::model::{Annotated, Head, event_address, event_key};
use crate::parse::Event;
use crate::value::{Date, Id, Name};

/// How many sides of a disagreement are shown: its page has all.
const SIDES: usize = 4;

/// How many reports of one thing are looked at. A page that read all of them would be made again for each
/// article that comes to them.
const LOOKED_AT: usize = 24;

/// On what other articles do not say the same: figures, then dates of events, then statements. What one
/// article says in two ways is no matter of others.
pub(super) fn differing(scope: Scope<'_>, article: &Article) -> Vec<DisagreementView> {
    let mut found = figures(scope, article);
    found.extend(dates(scope, article));
    found.extend(statements(scope, article));
    for one in &mut found {
        let mut told = BTreeSet::new();
        one.sides.retain(|side| told.insert(side.says.clone()));
        one.sides.truncate(SIDES);
    }
    found
}

fn figures(scope: Scope<'_>, article: &Article) -> Vec<DisagreementView> {
    let subjects: BTreeSet<_> = article.annotations.figures.iter().map(|one| one.value.subject()).collect();
    let view = |of| {
        let (standing, reason) = scope.site.disputes(of).next()?;
        let spots = scope.site.figures(of).iter().take(LOOKED_AT);
        let figures: Vec<_> = spots.filter_map(|spot| scope.site.figure(spot)).collect();
        others(article, figures.iter().map(|figure| figure.head()))?;
        Some(DisagreementView {
            about: scope.figures_link(of)?,
            dispute: dispute_view(scope, dispute_kind(standing), reason),
            sides: figures.into_iter().map(|figure| scope.side(figure, false)).collect(),
        })
    };
    subjects.iter().filter_map(view).collect()
}

fn dates(scope: Scope<'_>, article: &Article) -> Vec<DisagreementView> {
    let id = &article.entry.id;
    let keys: BTreeSet<String> =
        article.annotations.events.iter().map(|event| event_key(&event.value, id)).collect();
    let view = |key: &String| {
        let entry = scope.site.timeline_entry(key)?;
        let reports: Vec<_> = scope.site.reports(entry).take(LOOKED_AT).collect();
        if !Date::contradict(reports.iter().map(|report| &report.value().date)) {
            return None;
        }
        others(article, reports.iter().map(|report| report.head()))?;
        let reason = reports.iter().find_map(|report| report.value().acknowledge.as_ref());
        let label = reports.first()?.value().title.to_string();
        let side = |report: &Annotated<'_, Event>| SideView {
            says: scope.date(&report.value().date).words,
            place: scope.place(*report),
        };
        Some(DisagreementView {
            about: LinkView::new(label, scope.url(&event_address(key))),
            dispute: dispute_view(scope, "dates", reason.map(ToString::to_string).as_ref()),
            sides: reports.iter().map(side).collect(),
        })
    };
    keys.iter().filter_map(view).collect()
}

fn statements(scope: Scope<'_>, article: &Article) -> Vec<DisagreementView> {
    let claims = article.annotations.claims.iter().map(|claim| &claim.value);
    let questions: BTreeSet<_> =
        claims.map(|claim| (claim.company.clone(), claim.question.clone())).collect();
    let view = |(company, question): &(Name, Id)| {
        let differ = scope.site.answers_differ(company, question)?;
        let company = scope.entity(company)?;
        let question = in_words(question);
        let names = [("company", company.label.as_str()), ("metric", question.as_str())];
        let spots = differ.spots.iter().take(LOOKED_AT);
        let answers: Vec<_> = spots.filter_map(|spot| scope.site.claim(spot)).collect();
        others(article, answers.iter().map(|claim| claim.head()))?;
        Some(DisagreementView {
            about: LinkView::new(scope.say("title_figures_of", &names), company.url),
            dispute: dispute_view(scope, "differ", differ.acknowledged.as_ref()),
            sides: answers.into_iter().map(|claim| scope.answer(claim)).collect(),
        })
    };
    questions.iter().filter_map(view).collect()
}

/// Something where one of these is another article.
fn others<'a>(article: &Article, heads: impl IntoIterator<Item = Head<'a>>) -> Option<()> {
    heads.into_iter().any(|head| *head.id() != article.entry.id).then_some(())
}
