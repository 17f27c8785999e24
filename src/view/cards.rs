//! Annotations and articles as they stand in lists.

use std::collections::BTreeSet;

use super::overview::entry_id;
use super::scope::{Scope, sentence};
use super::types::{
    ArticleCard, ClaimCard, DisputeView, EventCard, FigureCard, LinkView, QuoteCard, RelationCard,
    ReportView, TopicCard,
};
use crate::model::{
    Annotated, Contradiction, Head, Spot, TimelineEntry, event_address, event_key, figure_address,
    topic_address,
};
use crate::parse::{Amount, BoundKind, Claim, Event, Figure, FigureText, Quote, Relation};
use crate::value::{AnnotationRef, Id, Name};

impl<'a> Scope<'a> {
    pub(super) fn article_card(&self, article: Head<'_>) -> ArticleCard {
        let meta = article.meta();
        let text = |t: &Option<crate::yaml::Text>| t.as_ref().map(ToString::to_string);
        ArticleCard {
            title: meta.title.to_string(),
            url: self.article(article).url,
            language: self.foreign_language(article),
            dek: text(&meta.dek),
            section: text(&meta.section),
            publication: meta.publication.as_ref().and_then(|name| self.entity(name)),
            published: self.maybe_date(meta.published.as_ref()),
            summary: text(&meta.summary),
            quotes: article.quotes(),
        }
    }

    pub(super) fn article_cards<'s>(&self, ids: impl IntoIterator<Item = &'s Id>) -> Vec<ArticleCard> {
        ids.into_iter()
            .filter_map(|id| self.site.head(id))
            .map(|article| self.article_card(article))
            .collect()
    }

    pub(super) fn quote_card(&self, quote: Annotated<'_, Quote>) -> QuoteCard {
        let (value, name) = (quote.value(), quote.name());
        QuoteCard {
            pieces: quote.words().pieces.clone(),
            language: self.foreign_language(quote.head()),
            speaker: value.speaker.as_ref().and_then(|name| self.entity(name)),
            role: value.role.as_ref().map(ToString::to_string),
            url: self.quote_url(&name),
            printings: self.printings(&name),
            has_card: self.quote_has_card(&name),
            place: self.place(quote),
        }
    }

    /// Whether the page of a quote has a card: of the articles that print it, where they are several.
    pub(super) fn quote_has_card(&self, name: &AnnotationRef) -> bool {
        self.shows_cards() && self.printings(name) > 1
    }

    /// How many articles print a quote.
    fn printings(&self, name: &AnnotationRef) -> usize {
        let printings = self.site.joined_of(name).map(|joined| joined.all).unwrap_or_default();
        let articles: BTreeSet<&Id> = printings.iter().map(|(spot, _)| &spot.article).collect();
        articles.len().max(1)
    }

    /// How many quotes these sayings are printings of.
    pub(super) fn quotes(&self, spots: &[Spot]) -> usize {
        let quotes = spots.iter().filter_map(|spot| self.site.joined(spot));
        quotes.map(|joined| joined.fullest).collect::<BTreeSet<&Spot>>().len()
    }

    /// The quotes that these sayings are printings of, each once, in its fullest wording.
    pub(super) fn quote_cards<'s>(&self, spots: impl IntoIterator<Item = &'s Spot>) -> Vec<QuoteCard> {
        let mut seen = BTreeSet::new();
        let fullest = spots.into_iter().filter_map(|spot| Some(self.site.joined(spot)?.fullest));
        let first = fullest.filter(|spot| seen.insert(*spot));
        first.filter_map(|spot| self.site.quote(spot)).map(|quote| self.quote_card(quote)).collect()
    }

    pub(super) fn report(&self, event: Annotated<'_, Event>) -> ReportView {
        let value = event.value();
        let key = event_key(value, event.head().id());
        ReportView {
            event_url: self.url(&event_address(&key)),
            date: self.date(&value.date),
            said: value.said.as_ref().map(ToString::to_string),
            title: value.title.to_string(),
            sentence: sentence(&event.words().sentence),
            place: self.place(event),
        }
    }

    /// An event, as its first report has it; nothing where no report is left.
    pub(super) fn event_card(&self, entry: &'a TimelineEntry) -> Option<EventCard> {
        let reports: Vec<_> = self.site.reports(entry).collect();
        let first = reports.first()?.value();
        Some(EventCard {
            title: first.title.to_string(),
            date: self.date(&first.date),
            url: self.url(&event_address(&entry.key)),
            entities: self.entities(&taking_part(&reports)),
            reports: reports.iter().map(|event| self.report(*event)).collect(),
            id: entry_id(&entry.key),
            conflict: entry.contradiction.as_ref().map(|found| self.dates_contradict(found)),
        })
    }

    /// That no day fits all reports of an event, with the reasons that editors gave.
    fn dates_contradict(&self, found: &Contradiction) -> DisputeView {
        DisputeView {
            kind: "conflict",
            words: self.say("dates_contradict", &[]),
            acknowledged: found.acknowledged.clone(),
        }
    }

    /// What is left of an entity that a required reference names: `admit` lets no
    /// annotation through whose company is withheld, so the label is only a safeguard.
    fn required(&self, name: &Name) -> LinkView {
        self.entity(name).unwrap_or_else(|| LinkView::new(String::new(), "#".into()))
    }

    pub(super) fn figure_card(&self, figure: Annotated<'_, Figure>) -> FigureCard {
        let text = &figure.value().text;
        let bound = bound(figure.value());
        let status = text.status.as_str();
        FigureCard {
            metric: self.metric(&text.metric),
            url: self.url(&figure_address(&figure.value().subject())),
            company: self.required(&text.company),
            value: self.value_words(&figure.value().amount, text),
            bound,
            bound_words: self.say(&format!("bound_{bound}"), &[]),
            status,
            status_words: self.say(&format!("status_{status}"), &[]),
            said_by: text.said_by.as_ref().and_then(|name| self.entity(name)),
            as_of: self.maybe_date(text.as_of.as_ref()),
            disputes: text.disputes.iter().filter_map(|name| self.figure_link(name)).collect(),
            disputed_by: self.disputed_by(&figure.name()),
            sentence: sentence(&figure.words().sentence),
            place: self.place(figure),
        }
    }

    /// How firm a figure is, and who says it where that is known.
    pub(super) fn status(&self, card: &FigureCard) -> String {
        let status = card.status_words.as_str();
        match &card.said_by {
            Some(who) => self.say("status_by", &[("status", status), ("who", who.label.as_str())]),
            None => status.to_string(),
        }
    }

    /// A figure's value with how firm it is.
    pub(super) fn value_and_status(&self, value: &str, card: &FigureCard) -> String {
        self.say("name_and_period", &[("name", value), ("period", &self.status(card))])
    }

    /// An amount in words, with the bound and the unit of a figure.
    pub(super) fn value_words(&self, amount: &Amount, text: &FigureText) -> String {
        let label = self.site.settings().units.get(text.unit.as_str()).map(|label| label.as_str());
        self.language().amount(amount, text.bound, text.unit.as_str(), label)
    }

    /// A figure by its global name: what it says, and where.
    fn figure_link(&self, name: &AnnotationRef) -> Option<LinkView> {
        let figure = self.site.figure_named(name)?;
        let text = &figure.value().text;
        let value = self.value_words(&figure.value().amount, text);
        let words = [("metric", self.metric(&text.metric)), ("value", value)];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, text)| (*name, text.as_str())).collect();
        Some(LinkView::new(self.say("figure_in_words", &words), self.place_url(figure.head(), &name.id)))
    }

    /// The figures that say that they contradict this one.
    fn disputed_by(&self, figure: &AnnotationRef) -> Vec<LinkView> {
        let by = self.site.disputed_by(figure).iter();
        by.filter_map(|other| self.figure_link(other)).collect()
    }

    /// A metric's label: that of the settings, else its id in words.
    pub(super) fn metric(&self, id: &Id) -> String {
        let metric = self.site.settings().metrics.get(id.as_str());
        metric.and_then(|m| m.label.as_ref()).map_or_else(|| in_words(id), ToString::to_string)
    }

    /// A topic's label: that of the settings, else its id in words.
    pub(super) fn topic_label(&self, id: &Id) -> String {
        let topic = self.site.settings().topics.get(id.as_str());
        topic.map_or_else(|| in_words(id), ToString::to_string)
    }

    pub(super) fn topic(&self, id: &Id) -> LinkView {
        LinkView::new(self.topic_label(id), self.url(&topic_address(id)))
    }

    /// All topics, by label.
    pub(super) fn topic_cards(&self) -> Vec<TopicCard> {
        let card = |(id, articles, _): (&Id, usize, bool)| {
            let LinkView { label, url, .. } = self.topic(id);
            TopicCard { label, url, articles }
        };
        let mut cards: Vec<TopicCard> = self.site.topics().map(card).collect();
        cards.sort_by_key(|card| card.label.to_lowercase());
        cards
    }

    pub(super) fn claim_card(&self, claim: Annotated<'_, Claim>) -> ClaimCard {
        let value = claim.value();
        ClaimCard {
            question: in_words(&value.question),
            company: self.required(&value.company),
            says: value.says.to_string(),
            sentence: sentence(&claim.words().sentence),
            place: self.place(claim),
        }
    }

    pub(super) fn relation_card(&self, relation: Annotated<'_, Relation>) -> RelationCard {
        let value = relation.value();
        let name = relation.name();
        RelationCard {
            id: format!("r-{}:{}", name.article, name.id),
            from: self.required(&value.from),
            to: self.required(&value.to),
            kind: id_as_words(&value.kind),
            since: self.maybe_date(value.since.as_ref()),
            until: self.maybe_date(value.until.as_ref()),
            sentence: sentence(&relation.words().sentence),
            place: self.place(relation),
        }
    }
}

/// An id as words: `first-reported` is "first reported".
pub(super) fn id_as_words(id: &Id) -> String {
    id.as_str().replace(['-', '_'], " ")
}

/// An id as a label: `annualized-revenue` is "Annualized revenue".
pub(super) fn in_words(id: &Id) -> String {
    let words = id_as_words(id);
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn bound(figure: &Figure) -> &'static str {
    match (&figure.amount, figure.text.bound) {
        (_, BoundKind::About) => "about",
        (_, BoundKind::AtMost) => "at-most",
        (_, BoundKind::AtLeast) => "at-least",
        (Amount::Range { .. }, BoundKind::Exact) => "range",
        (Amount::Value(_), BoundKind::Exact) => "exact",
    }
}

/// Who took part in an event, as all its reports have it, each once.
pub(super) fn taking_part(reports: &[Annotated<'_, Event>]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for name in reports.iter().flat_map(|event| &event.value().entities) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}
