//! Where in the content a page comes from, for whoever tells of two with one address.
//!
//! In: a page and its site. Out: what decides on its address.

use super::{PagePlan, Subject};
use crate::diagnostics::Span;
use crate::model::Site;
use crate::parse::{Entry, Record};
use crate::value::{FigureRef, Id};
use crate::view::{CardOf, TimelineOf, Whose};

impl PagePlan {
    /// What in the content decides on its address. Found only when it is asked for, which
    /// costs a scan of the file.
    pub fn origin(&self, site: &Site) -> Span {
        let records = &site.records;
        let span = match &self.subject {
            Subject::Article(id) => records.articles.get(id).map(|article| slug_span(&article.entry)),
            Subject::Company(id) | Subject::Card(CardOf::Company(id)) => {
                records.companies.get(id).map(|entry| slug_span(entry))
            }
            Subject::Person(id) | Subject::Card(CardOf::Person(id)) => {
                records.people.get(id).map(|entry| slug_span(entry))
            }
            Subject::Publication(id) => records.publications.get(id).map(|entry| slug_span(entry)),
            Subject::Story(id) => records.stories.get(id).map(|entry| slug_span(entry)),
            Subject::Page(id) => records.pages.get(id).map(|entry| slug_span(entry)),
            Subject::Briefing(id) | Subject::BriefingMail(id) | Subject::BriefingText(id) => {
                records.briefings.get(id).map(|entry| slug_span(entry))
            }
            Subject::Quote(name) | Subject::Card(CardOf::Quote(name)) => {
                site.quotations.spot_of(name).and_then(|spot| {
                    let (article, quote) = site.quote(spot)?;
                    Some(article.sidecar.value(&quote.pointer("id")))
                })
            }
            Subject::SocialCard(kind, id) => {
                records.entry(*kind, id).map(|entry| entry.origin.value("/title"))
            }
            Subject::Event(key) => site.timeline_entry(key).and_then(|entry| {
                let spot = entry.spots.first()?;
                let article = records.articles.get(&spot.article)?;
                Some(article.sidecar.value(&article.annotations.events.get(spot.index)?.pointer("id")))
            }),
            Subject::Topic(id) | Subject::Timeline(TimelineOf { whose: Whose::Topic(id), .. }) => {
                topic_span(site, id)
            }
            Subject::Figure(figures) => figure_span(site, figures),
            Subject::Redirect(kind, id, at) => {
                records.entry(*kind, id).map(|entry| entry.origin.value(&format!("/redirect_from/{at}")))
            }
            _ => None,
        };
        span.unwrap_or_else(|| records.settings.origin.file.span(0..0))
    }
}

/// Where a topic is named first.
fn topic_span(site: &Site, id: &Id) -> Option<Span> {
    let topic = site.outline.index.topics.get(id);
    let first =
        topic.and_then(|topic| topic.articles.first()).and_then(|article| site.records.articles.get(article));
    first.and_then(|article| {
        let at = article.entry.meta.topics.iter().position(|other| other == id)?;
        Some(article.entry.origin.value(&format!("/topics/{at}")))
    })
}

/// Where a metric of a company is named first.
fn figure_span(site: &Site, figures: &FigureRef) -> Option<Span> {
    let first = site.outline.index.figures.get(figures).and_then(|spots| spots.first());
    let figure = first.and_then(|spot| site.figure(spot));
    figure.map(|(article, figure)| article.sidecar.value(&figure.pointer("metric")))
}

/// What decides on a record's address: its slug, or its file.
fn slug_span<M: Record>(entry: &Entry<M>) -> Span {
    match entry.meta.slug() {
        Some(_) => entry.origin.value("/slug"),
        None => entry.text_file.span(0..0),
    }
}
