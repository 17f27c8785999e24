//! The pages of quotes.

use super::scope::Scope;
use super::types::{Content, DocumentView, QuotePage, QuotesPage, ViaView, View};
use crate::anchor::{Anchored, Article};
use crate::model::Spot;
use crate::parse::Quote;

/// One quote.
pub fn quote_page(scope: Scope<'_>, article: &Article, quote: &Anchored<Quote>) -> View {
    let card = scope.quote_card(article, quote);
    let via = quote.value.via.values().filter_map(|via| {
        Some(ViaView { source: scope.entity(&via.source)?, how: via.how.as_ref().map(ToString::to_string) })
    });
    let text = card.pieces.join(" … ");
    let text = shortened(&text, 60);
    let title = match &card.speaker {
        Some(speaker) => scope.say("title_quote_by", &[("name", &speaker.label), ("text", &text)]),
        None => scope.say("title_quote", &[("text", &text)]),
    };
    let page = QuotePage {
        quote: card,
        document: document(scope, article, quote),
        via: via.collect(),
        about: scope.entities(&quote.value.about),
        original_url: article.entry.meta.url.as_ref().map(|url| url.0.to_string()),
    };
    scope.view(title, None, None, Content::Quote(Box::new(page)))
}

fn document(scope: Scope<'_>, article: &Article, quote: &Anchored<Quote>) -> Option<DocumentView> {
    let id = quote.value.within.as_ref()?;
    let story = scope.site.records.stories.get(article.entry.meta.story.as_ref()?)?;
    let document = story.meta.documents.values().find(|document| document.id == *id)?;
    Some(DocumentView {
        title: document.title.to_string(),
        author: document.author.as_ref().and_then(|name| scope.entity(name)),
        date: scope.maybe_date(document.date.as_ref()),
    })
}

/// All quotes.
pub fn quotes_page(scope: Scope<'_>) -> View {
    let quotes = scope.quote_cards(&newest_quotes(scope));
    scope.view(scope.section_title("quotes"), None, None, Content::Quotes(QuotesPage { quotes }))
}

/// Quotes by article, the newest first, in the order of the sidecar.
pub(super) fn newest_quotes(scope: Scope<'_>) -> Vec<Spot> {
    let articles = scope.site.newest.iter().filter_map(|id| Some((id, scope.site.records.articles.get(id)?)));
    articles
        .flat_map(|(id, article)| {
            (0..article.annotations.quotes.len()).map(|index| Spot { article: id.clone(), index })
        })
        .collect()
}

/// At most `most` characters, cut between words.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let cut: String = text.chars().take(most).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(start, _)| start);
    format!("{cut}…")
}
