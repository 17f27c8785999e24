//! An edition as an e-mail in plain text.

use super::scope::Scope;
use super::types::{
    ArticleCard, BriefingPage, DateView, DisagreementView, DisputeView, FigureCard, FigureItem, ItemView,
    LinkView, NewsView, PlaceView, QuoteCard, TimelineItem,
};
use crate::text::MailText;

/// An edition in words alone, with links as footnotes where the site has an address.
pub(super) fn edition_text(scope: Scope<'_>, title: &str, page: &BriefingPage) -> String {
    let mut writer = Writer { scope, text: MailText::default() };
    writer.text.paragraph("", "", &scope.site.settings().title);
    writer.text.paragraph("", "", title);
    writer.text.lines("", "", &page.date.words);
    if !page.url.is_empty() {
        writer.text.paragraph("", "", &scope.say("read_on_the_web", &[]));
        writer.text.lines("", "", &page.url);
    }
    writer.text.html(&page.letter_html);
    if let Some(lead) = &page.lead {
        writer.rule();
        writer.item(lead);
    }
    for section in &page.sections {
        writer.text.heading(&section.heading, '-');
        section.items.iter().for_each(|item| writer.item(item));
    }
    if let Some(news) = &page.news {
        writer.news(news);
    }
    writer.text.finish()
}

struct Writer<'a> {
    scope: Scope<'a>,
    text: MailText,
}

impl Writer<'_> {
    fn say(&self, key: &str, names: &[(&str, &str)]) -> String {
        self.scope.say(key, names)
    }

    fn rule(&mut self) {
        self.text.paragraph("", "", "* * *");
    }

    /// What is there of these, as a list in one line.
    fn joined(&self, parts: &[Option<&str>]) -> String {
        let parts: Vec<&str> = parts.iter().flatten().copied().filter(|part| !part.is_empty()).collect();
        parts.join(&self.say("list_comma", &[]))
    }

    fn linked(&mut self, to: &LinkView) -> String {
        to.label.clone() + &self.text.link(&to.url)
    }

    /// A first line with a dash, and what belongs to it below.
    fn entry(&mut self, words: &str) {
        self.text.paragraph("- ", "  ", words);
    }

    fn below(&mut self, words: &str) {
        if !words.is_empty() {
            self.text.lines("  ", "  ", words);
        }
    }

    fn item(&mut self, item: &ItemView) {
        if let Some(article) = &item.article {
            self.article(article);
        }
        if let Some(story) = &item.story {
            let note = self.text.link(&story.url);
            self.entry(&format!("{}{note}", story.title));
            self.below(story.summary.as_deref().unwrap_or_default());
            let count = self.scope.language().count("n_articles", story.articles);
            self.below(&count);
        }
        if let Some(quote) = &item.quote {
            self.quote(quote);
        }
        if let Some(figure) = &item.figure {
            self.figures(figure);
        }
        if let Some(timeline) = &item.timeline {
            self.timeline(timeline);
        }
        if let Some(comment) = &item.comment {
            self.text.paragraph("  ", "  ", comment);
        }
    }

    fn article(&mut self, card: &ArticleCard) {
        let title = LinkView::new(card.title.clone(), card.url.clone());
        let line = self.linked(&title);
        self.entry(&line);
        let source = self.source(card.publication.as_ref(), card.published.as_ref());
        self.below(&source);
        self.below(card.summary.as_deref().or(card.dek.as_deref()).unwrap_or_default());
    }

    fn source(&self, publication: Option<&LinkView>, published: Option<&DateView>) -> String {
        self.joined(&[publication.map(|link| link.label.as_str()), published.map(|date| date.words.as_str())])
    }

    fn place(&mut self, place: &PlaceView) -> String {
        let source = self.source(place.publication.as_ref(), place.published.as_ref());
        let words = self.joined(&[Some(&place.article.label), Some(&source)]);
        words + &self.text.link(&place.url)
    }

    fn quote(&mut self, quote: &QuoteCard) {
        let words = self.say("title_quote", &[("text", &quote.pieces.join(" … "))]);
        self.entry(&words);
        let unnamed = self.say("speaker_not_named", &[]);
        let speaker = quote.speaker.as_ref().map(|link| link.label.as_str());
        let speaker = speaker.or(quote.role.is_none().then_some(unnamed.as_str()));
        let who = self.joined(&[speaker, quote.role.as_deref()]);
        self.below(&who);
        let place = self.place(&quote.place);
        self.below(&place);
    }

    fn figure_words(&mut self, figure: &FigureCard) -> String {
        let as_of = figure.as_of.as_ref().map(|date| self.say("as_of", &[("date", &date.words)]));
        let status = self.scope.status(figure);
        let source = figure.place.publication.as_ref().unwrap_or(&figure.place.article).label.clone();
        let words = self.joined(&[Some(&figure.value), as_of.as_deref(), Some(&status), Some(&source)]);
        words + &self.text.link(&figure.place.url)
    }

    fn figures(&mut self, item: &FigureItem) {
        let names = [("company", item.company.label.as_str()), ("metric", item.metric.label.as_str())];
        let title = LinkView::new(self.say("title_figures_of", &names), item.metric.url.clone());
        let line = self.linked(&title);
        self.entry(&line);
        for figure in &item.figures {
            let words = self.figure_words(figure);
            self.text.lines("  - ", "    ", &words);
        }
        item.disputes.iter().for_each(|dispute| self.dispute(dispute));
    }

    fn dispute(&mut self, dispute: &DisputeView) {
        let reason = dispute.acknowledged.as_ref();
        let reason = reason.map(|reason| format!(" {}", self.say("dispute_reason", &[("reason", reason)])));
        self.below(&format!("{}{}", dispute.words, reason.unwrap_or_default()));
    }

    fn timeline(&mut self, item: &TimelineItem) {
        let note = item.url.as_ref().map(|url| self.text.link(url)).unwrap_or_default();
        self.entry(&format!("{}{note}", item.title));
        for event in &item.events {
            let names = [("metric", event.date.words.as_str()), ("value", event.to.label.as_str())];
            let words = self.say("figure_in_words", &names) + &self.text.link(&event.to.url);
            self.text.lines("  - ", "    ", &words);
        }
    }

    fn news(&mut self, news: &NewsView) {
        let heading = self.say("new_since", &[("date", &news.since.words)]);
        self.text.heading(&heading, '-');
        let means = self.say("new_means", &[("date", &news.since.words)]);
        self.text.paragraph("", "", &means);
        for disagreement in &news.disagreements {
            self.disagreement(disagreement);
        }
        for new in &news.figures {
            let figure = &new.figure;
            let names = [("company", figure.company.label.as_str()), ("metric", figure.metric.as_str())];
            let title = self.say("title_figures_of", &names);
            self.entry(&title);
            let words = self.figure_words(figure);
            self.below(&words);
            if let Some(before) = &new.before {
                let words = self.figure_words(before);
                let words = self.say("before_that", &[("value", &words)]);
                self.below(&words);
            }
        }
        self.more("n_more_figures", news.more_figures);
        news.quotes.iter().for_each(|quote| self.quote(quote));
        self.more("n_more_quotes", news.more_quotes);
        for correction in &news.corrections {
            let line = self.linked(&correction.article);
            let words = self.say("corrected", &[("date", &correction.date.words)]);
            self.entry(&format!("{line} ({words})"));
            self.below(&correction.text);
        }
    }

    fn more(&mut self, key: &str, count: usize) {
        if count > 0 {
            let words = self.scope.language().count(key, count);
            self.text.paragraph("  ", "  ", &words);
        }
    }

    fn disagreement(&mut self, disagreement: &DisagreementView) {
        let about = self.linked(&disagreement.about);
        self.entry(&about);
        self.dispute(&disagreement.dispute);
        for side in &disagreement.sides {
            let place = self.place(&side.place);
            let words = self.joined(&[Some(&side.says), Some(&place)]);
            self.text.lines("  - ", "    ", &words);
        }
    }
}
