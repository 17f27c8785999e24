//! Annotations and articles as they stand in lists.

use super::scope::Scope;
use super::types::{
    ArticleCard, ClaimCard, EventCard, FigureCard, LinkView, QuoteCard, RelationCard, ReportView, TopicCard,
};
use crate::anchor::{Anchored, Article};
use crate::model::{Spot, TimelineEntry, event_address, event_key, figure_address, topic_address};
use crate::parse::{Amount, BoundKind, Claim, Event, Figure, FigureText, Quote, Relation};
use crate::text::Place;
use crate::value::{AnnotationRef, FigureRef, Id, Name};

impl Scope<'_> {
    pub(super) fn article_card(&self, article: &Article) -> ArticleCard {
        let meta = &article.entry.meta;
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
            quotes: article.annotations.quotes.len(),
        }
    }

    pub(super) fn article_cards<'s>(&self, ids: impl IntoIterator<Item = &'s Id>) -> Vec<ArticleCard> {
        ids.into_iter()
            .filter_map(|id| self.site.records.articles.get(id))
            .map(|article| self.article_card(article))
            .collect()
    }

    pub(super) fn quote_card(&self, article: &Article, quote: &Anchored<Quote>) -> QuoteCard {
        QuoteCard {
            pieces: printed(article, &quote.place),
            language: self.foreign_language(article),
            speaker: quote.value.speaker.as_ref().and_then(|name| self.entity(name)),
            role: quote.value.role.as_ref().map(ToString::to_string),
            url: self.quote_url(article, &quote.value.id),
            printings: self.printings(article, quote),
            place: self.place(article, &quote.value.id),
        }
    }

    /// How many articles print a quote.
    fn printings(&self, article: &Article, quote: &Anchored<Quote>) -> usize {
        let quotations = &self.site.quotations;
        let joined =
            quotations.spot_of(&article.name_of(&quote.value.id)).and_then(|spot| quotations.quote_of(spot));
        let printings = joined.into_iter().flat_map(|joined| &joined.printings);
        let articles = printings.filter_map(|(number, _)| quotations.spot(*number)).map(|spot| &spot.article);
        articles.collect::<std::collections::BTreeSet<_>>().len().max(1)
    }

    /// How many quotes these sayings are printings of.
    pub(super) fn quotes(&self, spots: &[Spot]) -> usize {
        let quotes = spots.iter().filter_map(|spot| self.site.quotations.position_of(spot));
        quotes.collect::<std::collections::BTreeSet<_>>().len()
    }

    /// The quotes that these sayings are printings of, each once, in its fullest wording.
    pub(super) fn quote_cards<'s>(&self, spots: impl IntoIterator<Item = &'s Spot>) -> Vec<QuoteCard> {
        let quotations = &self.site.quotations;
        let mut seen = std::collections::BTreeSet::new();
        let first =
            spots.into_iter().filter_map(|spot| quotations.position_of(spot)).filter(|at| seen.insert(*at));
        let fullest = first.filter_map(|at| quotations.spot(quotations.joins.quotes.get(at)?.fullest));
        let cards = fullest.filter_map(|spot| self.site.quote(spot));
        cards.map(|(article, quote)| self.quote_card(article, quote)).collect()
    }

    pub(super) fn report(&self, article: &Article, event: &Anchored<Event>) -> ReportView {
        let key = event_key(&event.value, &article.entry.id);
        ReportView {
            event_url: self.url(&event_address(&key)),
            date: self.date(&event.value.date),
            said: event.value.said.as_ref().map(ToString::to_string),
            title: event.value.title.to_string(),
            sentence: self.sentence(article, &event.place),
            place: self.place(article, &event.value.id),
        }
    }

    /// An event, as its first report has it; nothing where no report is left.
    pub(super) fn event_card(&self, entry: &TimelineEntry) -> Option<EventCard> {
        let reports: Vec<_> = entry.spots.iter().filter_map(|spot| self.site.event(spot)).collect();
        let (_, first) = reports.first()?;
        let mut names: Vec<Name> = Vec::new();
        for name in reports.iter().flat_map(|(_, event)| &event.value.entities) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        Some(EventCard {
            title: first.value.title.to_string(),
            date: self.date(&first.value.date),
            url: self.url(&event_address(&entry.key)),
            entities: self.entities(&names),
            reports: reports.iter().map(|(article, event)| self.report(article, event)).collect(),
        })
    }

    /// What is left of an entity that a required reference names: `admit` lets no
    /// annotation through whose company is withheld, so the label is only a safeguard.
    fn required(&self, name: &Name) -> LinkView {
        self.entity(name).unwrap_or_else(|| LinkView { label: String::new(), url: "#".into() })
    }

    pub(super) fn figure_card(&self, article: &Article, figure: &Anchored<Figure>) -> FigureCard {
        let text = &figure.value.text;
        let bound = bound(&figure.value);
        let status = text.status.as_str();
        FigureCard {
            metric: self.metric(&text.metric),
            url: self.url(&figure_address(&figures_of(&figure.value))),
            company: self.required(&text.company),
            value: self.value_words(&figure.value.amount, &figure.value.text),
            bound,
            bound_words: self.say(&format!("bound_{bound}"), &[]),
            status,
            status_words: self.say(&format!("status_{status}"), &[]),
            said_by: text.said_by.as_ref().and_then(|name| self.entity(name)),
            as_of: self.maybe_date(text.as_of.as_ref()),
            disputes: text.disputes.iter().filter_map(|name| self.figure_link(name)).collect(),
            disputed_by: self.disputed_by(article, &text.id),
            sentence: self.sentence(article, &figure.place),
            place: self.place(article, &text.id),
        }
    }

    /// An amount in words, with the bound and the unit of a figure.
    fn value_words(&self, amount: &Amount, text: &FigureText) -> String {
        let label = self.site.records.settings.units.get(text.unit.as_str()).map(|label| label.as_str());
        self.language().amount(amount, text.bound, text.unit.as_str(), label)
    }

    /// A figure by its global name: what it says, and where.
    fn figure_link(&self, name: &AnnotationRef) -> Option<LinkView> {
        let article = self.site.records.articles.get(&name.article)?;
        let figure = article.annotations.figures.iter().find(|figure| figure.value.text.id == name.id)?;
        let text = &figure.value.text;
        let value = self.value_words(&figure.value.amount, &figure.value.text);
        let words = [("metric", self.metric(&text.metric)), ("value", value)];
        let words: Vec<(&str, &str)> = words.iter().map(|(name, text)| (*name, text.as_str())).collect();
        Some(LinkView { label: self.say("figure_in_words", &words), url: self.place_url(article, &name.id) })
    }

    /// The figures that say that they contradict this one.
    fn disputed_by(&self, article: &Article, figure: &Id) -> Vec<LinkView> {
        let name = article.name_of(figure);
        let by = self.site.disputes.by.get(&name).into_iter().flatten();
        by.filter_map(|other| self.figure_link(other)).collect()
    }

    /// A metric's label: that of the settings, else its id in words.
    pub(super) fn metric(&self, id: &Id) -> String {
        let metric = self.site.records.settings.metrics.get(id.as_str());
        metric.and_then(|m| m.label.as_ref()).map_or_else(|| in_words(id), ToString::to_string)
    }

    /// A topic's label: that of the settings, else its id in words.
    pub(super) fn topic_label(&self, id: &Id) -> String {
        let topic = self.site.records.settings.topics.get(id.as_str());
        topic.map_or_else(|| in_words(id), ToString::to_string)
    }

    pub(super) fn topic(&self, id: &Id) -> LinkView {
        LinkView { label: self.topic_label(id), url: self.url(&topic_address(id)) }
    }

    /// All topics, by label.
    pub(super) fn topic_cards(&self) -> Vec<TopicCard> {
        let card = |(id, topic): (&Id, &crate::model::Topic)| {
            let LinkView { label, url } = self.topic(id);
            TopicCard { label, url, articles: topic.articles.len() }
        };
        let mut cards: Vec<TopicCard> = self.site.index.topics.iter().map(card).collect();
        cards.sort_by_key(|card| card.label.to_lowercase());
        cards
    }

    pub(super) fn claim_card(&self, article: &Article, claim: &Anchored<Claim>) -> ClaimCard {
        ClaimCard {
            question: in_words(&claim.value.question),
            company: self.required(&claim.value.company),
            says: claim.value.says.to_string(),
            sentence: self.sentence(article, &claim.place),
            place: self.place(article, &claim.value.id),
        }
    }

    pub(super) fn relation_card(&self, article: &Article, relation: &Anchored<Relation>) -> RelationCard {
        let value = &relation.value;
        RelationCard {
            from: self.required(&value.from),
            to: self.required(&value.to),
            kind: id_as_words(&value.kind),
            since: self.maybe_date(value.since.as_ref()),
            until: self.maybe_date(value.until.as_ref()),
            sentence: self.sentence(article, &relation.place),
            place: self.place(article, &value.id),
        }
    }
}

/// The passage as the article prints it, white space folded.
pub(super) fn printed(article: &Article, place: &Place) -> Vec<String> {
    place.iter().map(|piece| article.entry.body.passage(piece)).collect()
}

/// An id as words: `first-reported` is "first reported".
pub(super) fn id_as_words(id: &Id) -> String {
    id.as_str().replace(['-', '_'], " ")
}

/// An id as a label: `annualized-revenue` is "Annualized revenue".
fn in_words(id: &Id) -> String {
    let words = id_as_words(id);
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The company and metric that a figure is of.
pub(super) fn figures_of(figure: &Figure) -> FigureRef {
    FigureRef { company: figure.text.company.clone(), metric: figure.text.metric.clone() }
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
