//! The pages of quotes.

use std::collections::BTreeSet;

use super::article::credits;
use super::scope::{Scope, printing_id};
use super::types::{
    Content, DocumentView, LinkView, MovedPage, PlaceView, PrintingView, QuoteCard, QuotePage, QuotesPage,
    ViaView, View,
};
use super::wording::parts;
use crate::anchor::{Anchored, Article};
use crate::model::{Spot, Tie, printed_words};
use crate::parse::{Quote, Rights};
use crate::value::{Id, Name};

/// One quote, in every printing; `article` and `quote` are the fullest.
pub fn quote_page(scope: Scope<'_>, article: &Article, quote: &Anchored<Quote>) -> View {
    let card = scope.quote_card(article, quote);
    let title = title(scope, &card);
    let sayings = sayings(scope, article, quote);
    let fullest = printed_words(article, quote);
    let page = QuotePage {
        document: sayings.iter().find_map(|(article, quote, _)| document(scope, article, quote)),
        about: about(scope, &sayings),
        left_out_by: left_out_by(scope, &sayings),
        similar: similar(scope, article, quote),
        printings: sayings.iter().map(|saying| printing(scope, &fullest, saying)).collect(),
        quote: card,
    };
    scope.view(title, None, None, Content::Quote(Box::new(page)))
}

/// The address of a quote that is a printing of a fuller one.
pub fn moved_page(scope: Scope<'_>, article: &Article, quote: &Anchored<Quote>) -> View {
    let card = scope.quote_card(article, quote);
    let title = title(scope, &card);
    let page = MovedPage { to: LinkView { label: title.clone(), url: card.url } };
    scope.view(title, None, None, Content::Moved(page))
}

fn title(scope: Scope<'_>, card: &QuoteCard) -> String {
    let text = shortened(&card.pieces.join(" … "), 60);
    match &card.speaker {
        Some(speaker) => scope.say("title_quote_by", &[("name", &speaker.label), ("text", &text)]),
        None => scope.say("title_quote", &[("text", &text)]),
    }
}

/// A printing, with how it stands to the fullest.
type Printing<'a> = (&'a Article, &'a Anchored<Quote>, Option<Tie>);

/// All printings of the quote whose fullest is this one: that one first, with no tie, then
/// the earliest.
fn sayings<'a>(scope: Scope<'a>, article: &Article, quote: &Anchored<Quote>) -> Vec<Printing<'a>> {
    let quotations = &scope.site.quotations;
    let joined =
        quotations.spot_of(&article.name_of(&quote.value.id)).and_then(|spot| quotations.quote_of(spot));
    let printings = joined.into_iter().flat_map(|joined| {
        joined
            .printings
            .iter()
            .map(move |(number, tie)| (*number, (*number != joined.fullest).then_some(*tie)))
    });
    let mut found: Vec<Printing<'a>> = printings
        .filter_map(|(number, tie)| {
            let (article, quote) = scope.site.quote(quotations.spot(number)?)?;
            Some((article, quote, tie))
        })
        .collect();
    found.sort_by_key(|(article, _, tie)| {
        let published = article.entry.meta.published.as_ref().map(crate::value::Date::sort_key);
        (tie.is_some(), published.is_none(), published)
    });
    found
}

fn printing(scope: Scope<'_>, fullest: &str, (article, quote, tie): &Printing<'_>) -> PrintingView {
    let via = quote.value.via.values().filter_map(|via| {
        Some(ViaView { source: scope.entity(&via.source)?, how: via.how.as_ref().map(ToString::to_string) })
    });
    let tie = match tie {
        None => "fullest",
        Some(Tie::Identical) => "identical",
        Some(Tie::Part) => "part",
        Some(Tie::Elided) => "elided",
        Some(Tie::Variant) => "variant",
        Some(Tie::Decided) => "decided",
    };
    PrintingView {
        id: printing_id(&article.name_of(&quote.value.id)),
        tie,
        tie_words: scope.say(&format!("tie_{tie}"), &[]),
        parts: parts(fullest, &printed_words(article, quote), &|key| scope.say(key, &[])),
        language: scope.foreign_language(article),
        speaker: quote.value.speaker.as_ref().and_then(|name| scope.entity(name)),
        role: quote.value.role.as_ref().map(ToString::to_string),
        via: via.collect(),
        credits: credits(scope, article),
        original_url: original_url(article, quote),
        place: scope.place(article, &quote.value.id),
    }
}

/// The original article at this passage, by a text fragment.
fn original_url(article: &Article, quote: &Anchored<Quote>) -> Option<String> {
    let url = article.entry.meta.url.as_ref()?.0.to_string();
    let start = quote.place.first()?.start;
    let end = quote.place.last()?.end;
    let directive = article.entry.body.text_directive(&(start..end));
    Some(match directive {
        Some(directive) if url.contains('#') => format!("{url}:~:{directive}"),
        Some(directive) => format!("{url}#:~:{directive}"),
        None => url,
    })
}

/// What any of the printings says that it is about, each once.
fn about(scope: Scope<'_>, sayings: &[Printing<'_>]) -> Vec<LinkView> {
    let mut names: Vec<Name> = Vec::new();
    for name in sayings.iter().flat_map(|(_, quote, _)| &quote.value.about) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    scope.entities(&names)
}

/// Articles on the stories of the printings that have a text and do not print the quote, the
/// newest first.
fn left_out_by(scope: Scope<'_>, sayings: &[Printing<'_>]) -> Vec<PlaceView> {
    let stories: BTreeSet<&Id> =
        sayings.iter().filter_map(|(article, ..)| article.entry.meta.story.as_ref()).collect();
    let printed_by: BTreeSet<&Id> = sayings.iter().map(|(article, ..)| &article.entry.id).collect();
    let on_them = stories.iter().filter_map(|story| scope.site.index.stories.get(*story)).flatten();
    let ids: Vec<Id> = on_them.filter(|id| !printed_by.contains(id)).cloned().collect();
    let articles = scope.site.newest_first(&ids).filter_map(|id| scope.site.records.articles.get(id));
    articles
        .filter(|article| article.entry.meta.rights == Rights::Full)
        .map(|article| scope.place_at(article, scope.article(article).url))
        .collect()
}

/// Quotes that are alike, and were not joined with this one.
fn similar(scope: Scope<'_>, article: &Article, quote: &Anchored<Quote>) -> Vec<QuoteCard> {
    let quotations = &scope.site.quotations;
    let own =
        quotations.spot_of(&article.name_of(&quote.value.id)).and_then(|spot| quotations.position_of(spot));
    let numbers = own.and_then(|own| quotations.joins.alike.get(&own)).into_iter().flatten();
    let spots: Vec<&Spot> = numbers.filter_map(|number| quotations.spot(*number)).collect();
    scope.quote_cards(spots)
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
