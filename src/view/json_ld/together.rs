//! What several articles say together, and pages that hold others.

use serde_json::{Value, json};

use super::{day, entities, entity, language, other_articles, page, text, thing};
use crate::model::{Annotated, Head, TimelineEntry};
use crate::parse::{BriefingMeta, Entry, Event, Quote, StoryMeta};
use crate::value::Name;
use crate::view::scope::Scope;
use crate::view::types::DocumentView;

/// A `Quotation`: who is said to have said it, and the articles that print it.
pub(in crate::view) fn quote(
    scope: Scope<'_>,
    fullest: Annotated<'_, Quote>,
    printed_in: &[Head<'_>],
    about: &[Name],
    document: Option<&DocumentView>,
) -> Value {
    let speaker = fullest.value().speaker.as_ref().and_then(|name| entity(scope, name));
    page(
        scope,
        "Quotation",
        [
            ("text", Some(json!(fullest.words().pieces.join(" … ")))),
            ("creator", speaker.clone()),
            ("spokenByCharacter", speaker),
            ("inLanguage", Some(language(scope, fullest.head().meta().language.as_ref()))),
            ("about", entities(scope, about)),
            ("isBasedOn", document.map(|of| thing("CreativeWork", [("name", Some(json!(of.title)))]))),
            ("isPartOf", other_articles(scope, printed_in.iter().copied())),
        ],
    )
}

/// An `Event`. A vague date is the month or year in which all of it lies; where it is not even that, or where
/// sources contradict each other on it, none is given.
pub(in crate::view) fn event(
    scope: Scope<'_>,
    entry: &TimelineEntry,
    reports: &[Annotated<'_, Event>],
    entities_of: &[Name],
) -> Option<Value> {
    let first = reports.first()?.value();
    Some(page(
        scope,
        "Event",
        [
            ("name", Some(json!(first.title.as_str()))),
            ("startDate", first.date.within().filter(|_| entry.contradiction.is_none()).map(Value::from)),
            ("about", entities(scope, entities_of)),
            ("subjectOf", other_articles(scope, reports.iter().map(|report| report.head()))),
        ],
    ))
}

/// A story: a `CollectionPage` of its articles.
pub(in crate::view) fn story(scope: Scope<'_>, entry: &Entry<StoryMeta>, articles: &[Head<'_>]) -> Value {
    page(
        scope,
        "CollectionPage",
        [
            ("name", Some(json!(entry.meta.title.as_str()))),
            ("description", text(entry.meta.summary.as_ref())),
            ("inLanguage", Some(language(scope, None))),
            ("hasPart", other_articles(scope, articles.iter().copied())),
        ],
    )
}

/// An edition: an issue of the site.
pub(in crate::view) fn issue(scope: Scope<'_>, entry: &Entry<BriefingMeta>) -> Value {
    let whole = thing("Periodical", [("name", Some(json!(scope.site.settings().title)))]);
    page(
        scope,
        "PublicationIssue",
        [
            ("name", Some(json!(entry.meta.title.as_str()))),
            ("datePublished", day(scope, Some(&entry.meta.date.0))),
            ("inLanguage", Some(language(scope, None))),
            ("isPartOf", Some(whole)),
        ],
    )
}

/// The site, on its front page.
pub(in crate::view) fn home(scope: Scope<'_>) -> Value {
    let settings = scope.site.settings();
    page(
        scope,
        "WebSite",
        [
            ("name", Some(json!(settings.title))),
            ("description", settings.tagline.as_ref().map(|tagline| json!(tagline))),
            ("inLanguage", Some(language(scope, None))),
        ],
    )
}
