//! The pages of quotes.

use std::collections::BTreeSet;

use super::article::credits;
use super::json_ld;
use super::pages::NEWEST;
use super::scope::{Scope, printing_id};
use super::timeline::{month_label, year_label};
use super::types::{
    Content, DocumentView, LinkView, MovedPage, PeriodView, PlaceView, PrintingView, QuoteCard, QuotePage,
    QuotesPage, ViaView, View,
};
use super::wording::parts;
use crate::model::{Annotated, Part, Printings, Spot, Tie, quote_address, quotes_address, spots};
use crate::parse::{BriefingSubject, Document, Quote, Rights};
use crate::path::OutPath;
use crate::value::{AnnotationRef, Id, Name};

/// A quote's address: its page, with every printing, where this one is the fullest; else what
/// leads on to that page.
pub fn quote_page(scope: Scope<'_>, name: &AnnotationRef) -> Option<View> {
    let printings = scope.site.joined_of(name)?;
    let fullest = scope.site.quote(printings.fullest)?;
    if printings.fullest_name != name {
        let to = quote_address(&printings.fullest_name.article, &printings.fullest_name.id);
        return Some(moved_page(scope, scope.site.quote(scope.site.spot_of(name)?)?, &to));
    }
    let card = scope.quote_card(fullest);
    let title = title(scope, &card);
    let sayings = sayings(scope, &printings);
    let words = printed_words(fullest);
    let about = about(&sayings);
    let page = QuotePage {
        document: sayings.iter().find_map(|(quote, _)| document(scope, *quote)),
        about: scope.entities(&about),
        left_out_by: left_out_by(scope, &sayings),
        similar: scope.quote_cards(printings.alike),
        stories: scope.stories(sayings.iter().map(|(quote, _)| quote.head())),
        edition: edition(scope, &sayings),
        printings: sayings.iter().map(|saying| printing(scope, &words, saying)).collect(),
        quote: card,
    };
    let printed_in: Vec<_> = sayings.iter().map(|(quote, _)| quote.head()).collect();
    let linked_data = json_ld::quote(scope, fullest, &printed_in, &about, page.document.as_ref());
    Some(scope.view(title, None, Some(linked_data), Content::Quote(Box::new(page))))
}

/// The last edition with one of these sayings, or with what they are part of.
fn edition(scope: Scope<'_>, sayings: &[Printing<'_>]) -> Option<LinkView> {
    let quotes = sayings.iter().map(|(quote, _)| BriefingSubject::Quote(quote.name())).collect();
    scope.last_edition_of(quotes, sayings.iter().map(|(quote, _)| quote.head()))
}

/// The address of a quote that is a printing of a fuller one.
fn moved_page(scope: Scope<'_>, quote: Annotated<'_, Quote>, to: &OutPath) -> View {
    let card = scope.quote_card(quote);
    let title = title(scope, &card);
    let page = MovedPage { to: LinkView::new(title.clone(), card.url), is_printing: true };
    scope.moved_view(title, to, page)
}

/// What an article prints, in one line: the pieces of an interrupted quotation follow each
/// other as if nothing were between them.
pub(super) fn printed_words(quote: Annotated<'_, Quote>) -> String {
    quote.words().pieces.join(" ")
}

pub(super) fn title(scope: Scope<'_>, card: &QuoteCard) -> String {
    let text = shortened(&card.pieces.join(" … "), 60);
    match &card.speaker {
        Some(speaker) => scope.say("title_quote_by", &[("name", &speaker.label), ("text", &text)]),
        None => scope.say("title_quote", &[("text", &text)]),
    }
}

/// A printing, with how it stands to the fullest.
type Printing<'a> = (Annotated<'a, Quote>, Option<Tie>);

/// All printings of a quote: the fullest first, with no tie, then the earliest.
pub(super) fn sayings<'a>(scope: Scope<'a>, printings: &Printings<'a>) -> Vec<Printing<'a>> {
    let all = printings.all.iter();
    let ties = all.map(|(spot, tie)| (*spot, (*spot != printings.fullest).then_some(*tie)));
    let mut found: Vec<Printing<'a>> =
        ties.filter_map(|(spot, tie)| Some((scope.site.quote(spot)?, tie))).collect();
    found.sort_by_key(|(quote, tie)| {
        let published = quote.head().meta().published.as_ref().map(crate::value::Date::sort_key);
        (tie.is_some(), published.is_none(), published)
    });
    found
}

fn printing(scope: Scope<'_>, fullest: &str, (quote, tie): &Printing<'_>) -> PrintingView {
    let value = quote.value();
    let via = value.via.values().filter_map(|via| {
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
        id: printing_id(&quote.name()),
        tie,
        tie_words: scope.say(&format!("tie_{tie}"), &[]),
        parts: parts(fullest, &printed_words(*quote), &|key| scope.say(key, &[])),
        language: scope.foreign_language(quote.head()),
        speaker: value.speaker.as_ref().and_then(|name| scope.entity(name)),
        role: value.role.as_ref().map(ToString::to_string),
        via: via.collect(),
        credits: credits(scope, quote.head()),
        original_url: original_url(scope, *quote),
        place: scope.place(*quote),
    }
}

/// The original article at this passage, by a text fragment.
fn original_url(scope: Scope<'_>, quote: Annotated<'_, Quote>) -> Option<String> {
    let url = quote.head().meta().url.as_ref()?.0.to_string();
    Some(match scope.site.text_directive(quote) {
        Some(directive) if url.contains('#') => format!("{url}:~:{directive}"),
        Some(directive) => format!("{url}#:~:{directive}"),
        None => url,
    })
}

/// What any of the printings says that it is about, each once.
fn about(sayings: &[Printing<'_>]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for name in sayings.iter().flat_map(|(quote, _)| &quote.value().about) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Articles on the stories of the printings that have a text and do not print the quote, the
/// newest first.
fn left_out_by(scope: Scope<'_>, sayings: &[Printing<'_>]) -> Vec<PlaceView> {
    let stories: BTreeSet<&Id> =
        sayings.iter().filter_map(|(quote, _)| quote.head().meta().story.as_ref()).collect();
    let printed_by: BTreeSet<&Id> = sayings.iter().map(|(quote, _)| quote.head().id()).collect();
    let on_them = stories.into_iter().flat_map(|story| scope.site.story_articles(story));
    let others = scope.site.newest_first(on_them.filter(|id| !printed_by.contains(id)));
    let articles = others.into_iter().filter_map(|id| scope.site.head(id));
    articles
        .filter(|article| article.meta().rights == Rights::Full)
        .map(|article| scope.place_at(article, scope.article(article).url))
        .collect()
}

pub(super) fn document_view(scope: Scope<'_>, document: &Document) -> DocumentView {
    DocumentView {
        title: document.title.to_string(),
        author: document.author.as_ref().and_then(|name| scope.entity(name)),
        date: scope.maybe_date(document.date.as_ref()),
    }
}

fn document(scope: Scope<'_>, quote: Annotated<'_, Quote>) -> Option<DocumentView> {
    let id = quote.value().within.as_ref()?;
    let story = scope.site.story(quote.head().meta().story.as_ref()?)?;
    let document = story.meta.documents.values().find(|document| document.id == *id)?;
    Some(document_view(scope, document))
}

/// All quotes, or a part of them.
pub fn quotes_page(scope: Scope<'_>, part: Part) -> View {
    let parts = scope.site.quote_parts();
    let latest_only = part == Part::Whole && !parts.is_empty();
    let heads = articles(scope, part).into_iter().filter_map(|id| scope.site.head(id));
    let sayings = heads.flat_map(|article| spots(article.id(), article.quotes()));
    let shown: Vec<Spot> = sayings.take(if latest_only { NEWEST } else { usize::MAX }).collect();
    let quotes = scope.quote_cards(&shown);
    let title = match period_label(scope, part) {
        Some(period) => {
            let names = [("name", scope.section_title("quotes")), ("period", period)];
            scope.say("name_and_period", &names.each_ref().map(|(key, words)| (*key, words.as_str())))
        }
        None => scope.section_title("quotes"),
    };
    let page = QuotesPage {
        count: if latest_only { parts.iter().map(|(_, count)| count).sum() } else { quotes.len() },
        latest_only,
        periods: periods(scope, part, parts),
        quotes,
    };
    scope.view(title, None, None, Content::Quotes(page))
}

/// The articles of a part, the newest first.
fn articles(scope: Scope<'_>, part: Part) -> Vec<&Id> {
    match part {
        Part::Month(year, month) => {
            let months = scope.site.archive().get(&year);
            scope.site.newest_first(months.and_then(|months| months.get(&month)).into_iter().flatten())
        }
        Part::Whole => scope.site.newest().iter().collect(),
        Part::Year(_) => {
            let undated = |id: &&Id| {
                let published = scope.site.head(id).and_then(|head| head.meta().published.as_ref());
                published.and_then(|date| date.year_and_month()).is_none()
            };
            scope.site.newest().iter().filter(undated).collect()
        }
    }
}

fn period_label(scope: Scope<'_>, part: Part) -> Option<String> {
    match part {
        Part::Whole => None,
        Part::Year(year) => Some(year_label(scope, year)),
        Part::Month(year, month) => Some(month_label(scope, year, month)),
    }
}

/// The years, each with the way to its last month, and the months of the year that is shown.
fn periods(scope: Scope<'_>, shown: Part, parts: &[(Part, usize)]) -> Vec<PeriodView> {
    let year_of = |part: Part| match part {
        Part::Month(year, _) => Some(year),
        _ => None,
    };
    let view = |part: Part, label: String, count: usize| PeriodView {
        label,
        url: scope.url(&quotes_address(part)),
        count,
        current: part == shown,
        months: Vec::new(),
    };
    let month = |(part, count): &(Part, usize)| match *part {
        Part::Month(year, month) => Some(view(*part, month_label(scope, year, month), *count)),
        _ => None,
    };
    let years = parts.chunk_by(|(a, _), (b, _)| year_of(*a) == year_of(*b));
    let year = |months: &[(Part, usize)]| {
        let (last, _) = months.last()?;
        let year = year_of(*last);
        let count = months.iter().map(|(_, count)| count).sum();
        let mut view = view(*last, year_label(scope, year), count);
        if let Some(year) = year {
            view.current = false;
            let is_shown = year_of(shown) == Some(year);
            view.months = if is_shown { months.iter().filter_map(month).collect() } else { Vec::new() };
        }
        Some(view)
    };
    years.filter_map(year).collect()
}

/// At most `most` characters, cut between words.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let cut: String = text.chars().take(most).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(start, _)| start);
    format!("{cut}…")
}
