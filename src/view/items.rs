//! The items of editions, each as what it is.

use std::collections::BTreeSet;

use super::figures::{dispute_kind, dispute_view, latest_first};
use super::quote::title;
use super::scope::Scope;
use super::types::{DisputeView, EventLine, FigureItem, ItemView, LinkView, StoryItem, TimelineItem};
use crate::model::{Days, Head, TimelineEntry, event_address, known};
use crate::parse::{BriefingItem, BriefingSubject, Kind};
use crate::value::{AnnotationRef, FigureRef, Id, Name};

/// How many figures and how many events an item shows at the most.
const FIGURES: usize = 4;
const EVENTS: usize = 5;

impl<'a> Scope<'a> {
    /// An item, as far as it was known on the day of its edition; nothing where there is nothing to show.
    pub(super) fn item(&self, item: &BriefingItem, days: Days) -> Option<ItemView> {
        let comment = item.comment.as_ref().map(ToString::to_string);
        let (mut article, mut story, mut quote, mut figure, mut timeline) = (None, None, None, None, None);
        match &item.subject {
            BriefingSubject::Article(id) => article = Some(self.article_card(self.site.head(id)?)),
            BriefingSubject::Story(id) => story = Some(self.story_item(id, days)?),
            BriefingSubject::Quote(name) => quote = Some(self.quote_item(name)?),
            BriefingSubject::Figure(of) => figure = Some(self.figure_item(of, days)?),
            BriefingSubject::Timeline(name) => timeline = Some(self.timeline_item(name, days)?),
        }
        Some(ItemView { article, story, quote, figure, timeline, comment })
    }

    /// What an item shows, in one line; `edition` is where that leads which has no page of its own.
    pub(super) fn item_line(&self, subject: &BriefingSubject, edition: &str) -> Option<LinkView> {
        match subject {
            BriefingSubject::Article(id) => self.site.head(id).map(|head| self.article(head)),
            BriefingSubject::Story(id) => {
                let story = self.site.story(id)?;
                let url = self.url(&story.address(Kind::Story));
                Some(LinkView::new(story.meta.title.to_string(), url))
            }
            BriefingSubject::Quote(name) => {
                let card = self.quote_item(name)?;
                Some(LinkView { has_card: card.has_card, ..LinkView::new(title(*self, &card), card.url) })
            }
            BriefingSubject::Figure(of) => {
                self.site.figures(of).first()?;
                self.figures_link(of)
            }
            BriefingSubject::Timeline(name) => {
                let (label, url, _) = self.timeline_of(name)?;
                let label = self.say("title_timeline_of", &[("name", &label)]);
                Some(LinkView::new(label, url.unwrap_or_else(|| edition.to_string())))
            }
        }
    }

    /// What an item is, in words.
    pub(super) fn item_kind(&self, subject: &BriefingSubject) -> String {
        match subject {
            BriefingSubject::Article(_) => self.say("article", &[]),
            BriefingSubject::Story(_) => self.say("item_story", &[]),
            BriefingSubject::Quote(_) => self.say("mark_quote", &[]),
            BriefingSubject::Figure(_) => self.say("figure", &[]),
            BriefingSubject::Timeline(_) => self.say("section_timeline", &[]),
        }
    }

    fn story_item(&self, id: &Id, days: Days) -> Option<StoryItem> {
        let entry = self.site.story(id)?;
        let articles = self.site.story_articles(id).iter().filter_map(|id| self.site.head(id));
        Some(StoryItem {
            title: entry.meta.title.to_string(),
            url: self.url(&entry.address(Kind::Story)),
            summary: entry.meta.summary.as_ref().map(ToString::to_string),
            articles: articles.filter(|head| days.by_then(known(head.meta()))).count(),
        })
    }

    /// A quote as the article prints it that the editor chose.
    fn quote_item(&self, name: &AnnotationRef) -> Option<super::types::QuoteCard> {
        let quote = self.site.quote(self.site.spot_of(name)?)?;
        Some(self.quote_card(quote))
    }

    fn figure_item(&self, of: &FigureRef, days: Days) -> Option<FigureItem> {
        let all = latest_first(*self, of);
        let is_known = |head: Head<'_>| days.by_then(known(head.meta()));
        let mut shown: Vec<_> = all.iter().filter(|figure| is_known(figure.head())).collect();
        if shown.is_empty() {
            // The editor knew of it, whatever the dates of the articles say.
            shown = all.iter().collect();
        }
        let mut told = BTreeSet::new();
        let cards = shown.into_iter().map(|figure| self.figure_card(*figure));
        let figures: Vec<_> =
            cards.filter(|card| told.insert((card.value.clone(), card.status))).take(FIGURES).collect();
        let url = figures.first()?.url.clone();
        Some(FigureItem {
            company: self.entity(&of.company)?,
            metric: LinkView::new(self.metric(&of.metric), url),
            figures,
            disputes: self.disputes_by_then(of, days),
        })
    }

    fn disputes_by_then(&self, of: &FigureRef, days: Days) -> Vec<DisputeView> {
        let disputes = self.site.figure_disputes(of).iter();
        let known = disputes.filter(|dispute| self.site.was_open(dispute, days));
        let view = |dispute: &crate::model::FigureDispute| {
            dispute_view(*self, dispute_kind(dispute.standing), dispute.acknowledged.as_ref())
        };
        known.map(view).collect()
    }

    fn timeline_item(&self, name: &Name, days: Days) -> Option<TimelineItem> {
        let (label, url, entries) = self.timeline_of(name)?;
        let mut events: Vec<EventLine> =
            entries.into_iter().rev().filter_map(|entry| self.event_line(entry, days)).take(EVENTS).collect();
        events.reverse();
        let title = self.say("title_timeline_of", &[("name", &label)]);
        (!events.is_empty()).then_some(TimelineItem { title, url, events })
    }

    /// The timeline of a company, a person or a story: whose it is, its page, and its events in order.
    fn timeline_of(&self, name: &Name) -> Option<(String, Option<String>, Vec<&'a TimelineEntry>)> {
        let id = name.id();
        if let Some(entity) = self.entity(name) {
            let url = self.site.own_timeline(&id).map(|page| self.url(&page));
            let keys = self.site.about(&id).into_iter().flat_map(|about| &about.events);
            let entries: Vec<_> = keys.filter_map(|key| self.site.timeline_entry(key)).collect();
            return (!entries.is_empty()).then_some((entity.label, url, entries));
        }
        let story = self.site.story(&id)?;
        let url = self.site.story_timeline(&id).map(|page| self.url(&page));
        let keys = self.site.story_events(&id).iter();
        let entries: Vec<_> = keys.filter_map(|key| self.site.timeline_entry(key)).collect();
        (!entries.is_empty()).then_some((story.meta.title.to_string(), url, entries))
    }

    /// An event, if it was known on the day of an edition and is no later.
    fn event_line(&self, entry: &'a TimelineEntry, days: Days) -> Option<EventLine> {
        let mut known_reports =
            self.site.reports(entry).filter(|event| days.by_then(known(event.head().meta())));
        let event = known_reports.next()?.value();
        if !days.by_then(event.date.earliest_day()) {
            return None;
        }
        Some(EventLine {
            date: self.date(&event.date),
            to: LinkView::new(event.title.to_string(), self.url(&event_address(&entry.key))),
        })
    }
}
