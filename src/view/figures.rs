//! The pages of figures.

use std::cmp::Reverse;

use super::chart::chart;
use super::scope::Scope;
use super::types::{
    CompanyFigures, Content, DisputeView, FigureCard, FigurePage, FiguresPage, LinkView, MetricView,
    MovedView, View,
};
use crate::model::{Annotated, Change, FigureDispute, LONG_LIST, Standing, change, figure_address, standing};
use crate::parse::{BriefingSubject, Figure};
use crate::value::{FigureRef, Id, Name};

/// The figures of one company and metric; nothing where the company is not there.
pub fn figure_page(scope: Scope<'_>, figures: &FigureRef) -> Option<View> {
    let company = scope.entity(&figures.company)?;
    let metric = scope.metric(&figures.metric);
    let title = scope.say("title_figures_of", &[("company", &company.label), ("metric", &metric)]);
    let found = latest_first(scope, figures);
    let cards: Vec<FigureCard> = found.iter().map(|figure| scope.figure_card(*figure)).collect();
    let others = of_company(scope, &figures.company.id()).into_iter().filter(|(_, other)| other != figures);
    let link = |(label, other): (String, FigureRef)| LinkView::new(label, scope.url(&figure_address(&other)));
    let own = vec![BriefingSubject::Figure(figures.clone())];
    let page = FigurePage {
        edition: scope.last_edition_of(own, found.iter().map(|figure| figure.head())),
        others: others.map(link).collect(),
        disputes: disputes(scope, figures),
        several_units: found.iter().any(|figure| figure.value().text.unit != found[0].value().text.unit),
        chart_html: chart(scope, &title, &found, &cards),
        stories: scope.stories(found.iter().map(|figure| figure.head())),
        figures: cards,
        company,
        metric,
    };
    let description = page.figures.first().map(|figure| format!("{}: {}", figure.metric, figure.value));
    Some(scope.view(title, description, None, Content::Figure(page)))
}

/// All figures.
pub fn figures_page(scope: Scope<'_>) -> View {
    let count = scope.site.all_figures().map(|(_, count)| count).sum();
    let metrics_only = count > LONG_LIST;
    let metrics = |company: &Id| if metrics_only { links(scope, company) } else { metrics(scope, company) };
    let mut companies: Vec<CompanyFigures> = Vec::new();
    let mut last: Option<&Name> = None;
    for (figures, _) in scope.site.all_figures() {
        if last.replace(&figures.company) == Some(&figures.company) {
            continue;
        }
        let company = scope.entity(&figures.company);
        companies.extend(
            company.map(|company| CompanyFigures { company, metrics: metrics(&figures.company.id()) }),
        );
    }
    companies.sort_by_key(|figures| figures.company.label.to_lowercase());
    let page = FiguresPage { companies, count, metrics_only };
    scope.view(scope.section_title("figures"), None, None, Content::Figures(page))
}

/// The figures of a company by metric, the metrics by label.
pub(super) fn metrics(scope: Scope<'_>, company: &Id) -> Vec<MetricView> {
    let view = |(label, figures): (String, FigureRef)| MetricView {
        label,
        url: scope.url(&figure_address(&figures)),
        figures: cards(scope, &figures),
        disputes: disputes(scope, &figures),
    };
    of_company(scope, company).into_iter().map(view).collect()
}

/// The metrics of a company without their figures.
fn links(scope: Scope<'_>, company: &Id) -> Vec<MetricView> {
    let view = |(label, figures): (String, FigureRef)| MetricView {
        label,
        url: scope.url(&figure_address(&figures)),
        figures: Vec::new(),
        disputes: Vec::new(),
    };
    of_company(scope, company).into_iter().map(view).collect()
}

/// What a company has figures of, by label.
fn of_company(scope: Scope<'_>, company: &Id) -> Vec<(String, FigureRef)> {
    let metrics = scope.site.about(company).into_iter().flat_map(|about| &about.metrics);
    let figures = |metric: &Id| FigureRef { company: Name::from(company), metric: metric.clone() };
    let mut all: Vec<(String, FigureRef)> =
        metrics.map(|metric| (scope.metric(metric), figures(metric))).collect();
    all.sort_by_key(|(label, _)| label.to_lowercase());
    all
}

/// The newest figures of the site, at most one for each company and metric.
pub(super) fn newest(scope: Scope<'_>, most: usize) -> Vec<FigureCard> {
    let mut seen = std::collections::BTreeSet::new();
    let figures = scope.site.newest().iter().flat_map(|id| scope.site.figures_in(id));
    let first = figures.filter(|figure| seen.insert(figure.value().subject()));
    first.take(most).map(|figure| scope.figure_card(figure)).collect()
}

/// The figures of so many of the newest articles that are not what they were: the latest value, and that of
/// the time before.
pub(super) fn moved(scope: Scope<'_>, articles: usize, most: usize) -> Vec<MovedView> {
    let mut seen = std::collections::BTreeSet::new();
    let newest = scope.site.newest().iter().take(articles);
    let figures = newest.flat_map(|id| scope.site.figures_in(id));
    let subjects = figures.map(|figure| figure.value().subject()).filter(|of| seen.insert(of.clone()));
    subjects.filter_map(|of| move_of(scope, &of)).take(most).collect()
}

fn move_of(scope: Scope<'_>, of: &FigureRef) -> Option<MovedView> {
    let found = latest_first(scope, of);
    let (now, earlier) = found.split_first()?;
    let of_another_time =
        |other: &&Annotated<'_, Figure>| standing(other.value(), now.value()) == Some(Standing::Development);
    let before = earlier.iter().find(of_another_time)?;
    let (direction, words) = match change(before.value(), now.value()) {
        Change::None => return None,
        Change::Up => ("up", scope.say("moved_up", &[])),
        Change::Down => ("down", scope.say("moved_down", &[])),
        Change::Otherwise => ("otherwise", scope.say("moved_otherwise", &[])),
    };
    Some(MovedView {
        now: scope.figure_card(*now),
        before: scope.figure_card(*before),
        direction,
        direction_words: words,
    })
}

/// The figures of one company and metric: by the time that they hold for, else by that of
/// their article, the latest first.
pub(super) fn latest_first<'a>(scope: Scope<'a>, figures: &FigureRef) -> Vec<Annotated<'a, Figure>> {
    let spots = scope.site.figures(figures).iter();
    let mut found: Vec<Annotated<'a, Figure>> = spots.filter_map(|spot| scope.site.figure(spot)).collect();
    found.sort_by_key(|figure| {
        let date = figure.value().text.as_of.as_ref().or(figure.head().meta().published.as_ref());
        (date.is_none(), Reverse(date.map(crate::value::Date::sort_key)))
    });
    found
}

fn cards(scope: Scope<'_>, figures: &FigureRef) -> Vec<FigureCard> {
    let found = latest_first(scope, figures);
    found.into_iter().map(|figure| scope.figure_card(figure)).collect()
}

/// Where the figures of one company and metric do not say the same.
fn disputes(scope: Scope<'_>, figures: &FigureRef) -> Vec<DisputeView> {
    let view = |dispute: &FigureDispute| {
        dispute_view(scope, dispute_kind(dispute.standing), dispute.acknowledged.as_ref())
    };
    scope.site.figure_disputes(figures).iter().map(view).collect()
}

/// What a disagreement is called in views.
pub(super) fn dispute_kind(standing: Standing) -> &'static str {
    if standing == Standing::Conflict { "conflict" } else { "differ" }
}

impl Scope<'_> {
    /// The page of the figures of one company and metric.
    pub(super) fn figures_link(&self, of: &FigureRef) -> Option<LinkView> {
        let (company, metric) = (self.entity(&of.company)?.label, self.metric(&of.metric));
        let label = self.say("title_figures_of", &[("company", &company), ("metric", &metric)]);
        Some(LinkView::new(label, self.url(&figure_address(of))))
    }
}

/// A disagreement, `differ` or `conflict`.
pub(super) fn dispute_view(scope: Scope<'_>, kind: &'static str, reason: Option<&String>) -> DisputeView {
    DisputeView { kind, words: scope.say(&format!("dispute_{kind}"), &[]), acknowledged: reason.cloned() }
}
