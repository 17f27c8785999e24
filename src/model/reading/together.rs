//! What articles say together, as a page reads it, and where links lead.

use std::collections::BTreeMap;

use super::super::about::About;
use super::super::disputes::ClaimDispute;
use super::super::facts::Fact;
use super::super::index::{ArchiveYear, Index, Topic, story_timeline_of, timeline_of};
use super::super::joins::Tie;
use super::super::lists::Listing;
use super::super::timeline::{Part, Spot, TimelineEntry};
use super::notes::Answer;
use super::{Annotated, Head, Reading};
use crate::parse::{Annotation, Event, Kind, Quote};
use crate::path::{OutPath, SitePath};
use crate::picture::Size;
use crate::value::{AnnotationRef, FigureRef, Id, Name};

/// A quote in all its printings.
pub struct Printings<'a> {
    /// Where the fullest stands.
    pub fullest: &'a Spot,
    /// What the fullest is called.
    pub fullest_name: &'a AnnotationRef,
    /// All of them, by name, with how each stands to the fullest.
    pub all: Vec<(&'a Spot, Tie)>,
    /// Of each quote that is alike and was not joined, one printing.
    pub alike: Vec<&'a Spot>,
}

impl<'a> Reading<'a> {
    /// All that speaks of a company, person or publication.
    pub fn about(self, id: &Id) -> Option<&'a About> {
        self.notes.fact(Fact::About(id.as_str()));
        self.site.outline.about.get(id)
    }

    /// All events in order: which they are. What an event is, its reports tell.
    pub fn timeline(self) -> &'a [TimelineEntry] {
        self.notes.fact(Fact::Timeline);
        &self.site.outline.timeline.entries
    }

    /// The reports of an event.
    pub fn reports(self, entry: &'a TimelineEntry) -> impl Iterator<Item = Annotated<'a, Event>> {
        self.notes.fact(Fact::Event(&entry.key));
        entry.spots.iter().filter_map(move |spot| self.event(spot))
    }

    /// An event by its key.
    pub fn timeline_entry(self, key: &str) -> Option<&'a TimelineEntry> {
        self.notes.fact(Fact::Event(key));
        self.site.timeline_entry(key)
    }

    /// The events before and after one.
    pub fn neighbours(self, key: &str) -> [Option<&'a TimelineEntry>; 2] {
        self.notes.fact(Fact::Neighbours(key));
        let Some(at) = self.site.timeline_position(key) else { return [None, None] };
        let timeline = &self.site.outline.timeline.entries;
        [at.checked_sub(1), at.checked_add(1)].map(|at| {
            let entry = timeline.get(at?)?;
            self.notes.fact(Fact::Event(&entry.key));
            Some(entry)
        })
    }

    /// All articles, the newest first.
    pub fn newest(self) -> &'a [Id] {
        self.notes.fact(Fact::Newest);
        &self.site.outline.newest.ids
    }

    /// These articles, the newest first, each once. Which comes first their heads tell.
    pub fn newest_first<'i>(self, ids: impl IntoIterator<Item = &'i Id>) -> Vec<&'a Id> {
        let noted = ids.into_iter().inspect(|id| self.notes.fact(Fact::Head(id)));
        self.site.newest_first(noted).collect()
    }

    /// The front of a list of articles, and how many pages are behind it.
    pub fn list_front(self, listing: &Listing) -> (&'a [Id], usize) {
        self.notes.fact(Fact::ListFront(listing));
        let paged = self.site.outline.lists.0.get(listing);
        paged.map_or((&[], 0), |paged| (&paged.front, paged.full.len()))
    }

    /// A full page of a list of articles, and whether a newer one is full.
    pub fn list_page(self, listing: &Listing, number: usize) -> Option<(&'a [Id], bool)> {
        self.notes.fact(Fact::ListPage(listing, number));
        let paged = self.site.outline.lists.0.get(listing)?;
        Some((paged.page(number)?, number < paged.full.len()))
    }

    /// The articles that are on the same things as one, those that share most first.
    pub fn related(self, article: &Id) -> &'a [Id] {
        self.notes.fact(Fact::Related(article));
        self.site.outline.related.get(article).map_or(&[], |related| related)
    }

    fn index(self) -> &'a Index {
        &self.site.outline.index
    }

    /// The articles and events of a topic.
    pub fn topic(self, id: &Id) -> Option<&'a Topic> {
        self.notes.fact(Fact::Topic(id));
        self.index().topics.get(id)
    }

    /// All topics, each with how many articles it has and whether it has a timeline.
    pub fn topics(self) -> impl Iterator<Item = (&'a Id, usize, bool)> {
        self.notes.fact(Fact::Topics);
        self.index().topics.iter().map(|(id, topic)| (id, topic.articles.len(), !topic.events.is_empty()))
    }

    /// The articles of a story, in the order of their publication.
    pub fn story_articles(self, id: &Id) -> &'a [Id] {
        self.notes.fact(Fact::Story(id));
        self.index().stories.get(id).map_or(&[], |story| &story.articles)
    }

    /// The events that the articles of a story report, by key, in the order of the timeline.
    pub fn story_events(self, id: &Id) -> &'a [String] {
        self.notes.fact(Fact::Story(id));
        self.index().stories.get(id).map_or(&[], |story| &story.events)
    }

    /// The articles before and after one in its story.
    pub fn beside_in_story(self, article: Head<'_>) -> [Option<Head<'a>>; 2] {
        self.notes.fact(Fact::InStory(article.id()));
        let story = article.meta().story.as_ref().and_then(|story| self.index().stories.get(story));
        let articles = story.map_or(&[][..], |story| &story.articles);
        let Some(at) = articles.iter().position(|id| id == article.id()) else { return [None, None] };
        [at.checked_sub(1), at.checked_add(1)].map(|at| self.head(articles.get(at?)?))
    }

    /// The stories that have a timeline.
    pub fn story_timelines(self) -> impl Iterator<Item = &'a Id> {
        self.notes.fact(Fact::StoryTimelines);
        self.index().stories.iter().filter(|(_, story)| !story.events.is_empty()).map(|(id, _)| id)
    }

    /// The page of the timeline of a story.
    pub fn story_timeline(self, id: &Id) -> Option<OutPath> {
        self.notes.fact(Fact::Record(Kind::Story, id.as_str()));
        story_timeline_of(&self.site.records, id)
    }

    /// The articles of each month.
    pub fn archive(self) -> &'a BTreeMap<i64, ArchiveYear> {
        self.notes.fact(Fact::Archive);
        &self.index().archive
    }

    /// The parts of the list of quotes, with how many each has; none where it is not long.
    pub fn quote_parts(self) -> &'a [(Part, usize)] {
        self.notes.fact(Fact::QuoteParts);
        &self.index().quote_parts
    }

    /// The parts that the timeline with this page is split into, where it is long.
    pub fn timeline_parts(self, whole: &OutPath) -> &'a [Part] {
        self.notes.fact(Fact::Parts(whole.as_str()));
        self.index().parts.get(whole).map_or(&[], |parts| parts)
    }

    /// The figures of one company and metric, by article.
    pub fn figures(self, of: &FigureRef) -> &'a [Spot] {
        self.notes.fact(Fact::Figures(of));
        self.index().figures.get(of).map_or(&[], |spots| spots)
    }

    /// What there are figures of, with how many.
    pub fn all_figures(self) -> impl Iterator<Item = (&'a FigureRef, usize)> {
        self.notes.fact(Fact::AllFigures);
        self.index().figures.iter().map(|(of, spots)| (of, spots.len()))
    }

    /// The companies and people whose timelines have pages.
    pub fn timelines(self) -> &'a BTreeMap<Id, Kind> {
        self.notes.fact(Fact::Timelines);
        &self.index().timelines
    }

    /// The page of the timeline of a company or a person, where it has one.
    pub fn own_timeline(self, id: &Id) -> Option<OutPath> {
        self.notes.fact(Fact::About(id.as_str()));
        self.notes.fact(Fact::Entity(id.as_str()));
        timeline_of(&self.site.records, *self.index().timelines.get(id)?, id)
    }

    /// The quote that the saying at `spot` is a printing of.
    pub fn joined(self, spot: &Spot) -> Option<Printings<'a>> {
        self.notes.fact(Fact::Order(Quote::LIST, &spot.article));
        let quotations = &self.site.quotations;
        let number = quotations.number(spot)?;
        quotations.name(number).into_iter().for_each(|name| self.notes.fact(Fact::Joined(name)));
        let at = *quotations.joins.of.get(number)?;
        let quote = quotations.joins.quotes.get(at)?;
        let alike = quotations.joins.alike.get(&at).into_iter().flatten();
        Some(Printings {
            fullest: quotations.spot(quote.fullest)?,
            fullest_name: quotations.name(quote.fullest)?,
            all: quote
                .printings
                .iter()
                .filter_map(|(number, tie)| Some((quotations.spot(*number)?, *tie)))
                .collect(),
            alike: alike.filter_map(|number| quotations.spot(*number)).collect(),
        })
    }

    /// Where the quote of a global name stands.
    pub fn spot_of(self, name: &AnnotationRef) -> Option<&'a Spot> {
        self.notes.fact(Fact::Joined(name));
        self.site.quotations.spot_of(name)
    }

    /// The same by the global name of a quote.
    pub fn joined_of(self, name: &AnnotationRef) -> Option<Printings<'a>> {
        self.notes.fact(Fact::Joined(name));
        self.joined(self.site.quotations.spot_of(name)?)
    }

    /// Whether the answers of a company to a question differ.
    pub fn answers_differ(self, company: &Name, question: &Id) -> Option<&'a ClaimDispute> {
        self.notes.fact(Fact::Answers(company, question));
        self.site.outline.disputes.of_claims(company, question)
    }

    /// The figures that say that they contradict this one.
    pub fn disputed_by(self, figure: &AnnotationRef) -> &'a [AnnotationRef] {
        self.notes.fact(Fact::Disputed(figure));
        self.site.outline.disputes.by.get(figure).map_or(&[], |others| others)
    }

    /// The page that the record in this file has.
    pub fn page_of(self, file: &SitePath) -> Option<OutPath> {
        let page = self.site.page_of(file);
        self.notes.link(Answer::Page(file.clone(), page.clone()));
        page
    }

    /// The address of the file of a bundle that stands here.
    pub fn address_of(self, file: &SitePath) -> Option<OutPath> {
        let address = self.site.address_of(file);
        self.notes.link(Answer::File(file.clone(), address.clone()));
        address
    }

    /// How large the image at this address is.
    pub fn image_size(self, path: &OutPath) -> Option<Size> {
        let size = self.site.image_size(path);
        self.notes.link(Answer::Size(path.clone(), size));
        size
    }

    /// Whether something is at this address.
    pub fn has_address(self, path: &OutPath) -> bool {
        let has = self.site.has_address(path);
        self.notes.link(Answer::Address(path.clone(), has));
        has
    }

    /// The id of the place on a page that a link means by `fragment`.
    pub fn place_on(self, page: &OutPath, fragment: &str) -> Option<String> {
        if fragment.is_empty() {
            return None;
        }
        let place = self.site.place_on(page, fragment);
        self.notes.link(Answer::Place(page.clone(), fragment.into(), place.clone()));
        place
    }
}
