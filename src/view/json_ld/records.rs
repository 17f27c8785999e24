//! Articles, companies, people and publications.

use serde_json::{Value, json};

use super::{day, entities, entity, language, list, page, publisher, text, texts, thing};
use crate::anchor::Article;
use crate::parse::{CompanyMeta, Entry, PersonMeta, PersonRole, PublicationMeta};
use crate::value::{Id, Name};
use crate::view::scope::Scope;

/// A `NewsArticle`.
pub(in crate::view) fn article(scope: Scope<'_>, article: &Article) -> Value {
    let meta = &article.entry.meta;
    let named: Vec<Name> = scope.site.names(&article.entry.id).into_iter().map(Name::from).collect();
    let author = |name: &crate::yaml::Text| thing("Person", [("name", Some(json!(name.as_str())))]);
    let topics: Vec<Value> = meta.topics.iter().map(|topic| json!(scope.topic(topic).label)).collect();
    let corrected = meta.corrections.values().filter_map(|one| scope.date(&one.date).day).max();
    page(
        scope,
        "NewsArticle",
        [
            ("headline", Some(json!(meta.title.as_str()))),
            ("description", text(meta.dek.as_ref().or(meta.summary.as_ref()))),
            ("articleSection", text(meta.section.as_ref())),
            ("datePublished", day(scope, meta.published.as_ref())),
            ("dateModified", corrected.map(Value::from)),
            ("inLanguage", Some(language(scope, meta.language.as_ref()))),
            ("author", list(meta.authors.iter().map(author).collect())),
            ("publisher", Some(publisher(scope, meta.publication.as_ref()))),
            ("image", image(scope, article)),
            ("isBasedOn", meta.url.as_ref().map(|url| json!(url.0.as_str()))),
            ("keywords", list(topics)),
            ("mentions", entities(scope, &named)),
            ("correction", corrections(scope, article)),
        ],
    )
}

fn corrections(scope: Scope<'_>, article: &Article) -> Option<Value> {
    let one = |one: &crate::parse::Correction| {
        let fields =
            [("text", Some(json!(one.text.as_str()))), ("datePublished", day(scope, Some(&one.date)))];
        thing("CorrectionComment", fields)
    };
    list(article.entry.meta.corrections.values().map(one).collect())
}

/// The lead image, where its whole address is known.
fn image(scope: Scope<'_>, article: &Article) -> Option<Value> {
    scope.site.settings().base_url.as_ref()?;
    let image = Scope { whole: true, ..scope }.lead_image(article)?;
    Some(thing(
        "ImageObject",
        [
            ("url", Some(json!(image.url))),
            ("width", image.width.map(Value::from)),
            ("height", image.height.map(Value::from)),
            ("caption", image.caption.map(Value::from)),
            ("creditText", image.credit.map(Value::from)),
        ],
    ))
}

/// An `Organization`; one that has a sign at an exchange is a `Corporation`.
pub(in crate::view) fn company(scope: Scope<'_>, entry: &Entry<CompanyMeta>, units: &[Id]) -> Value {
    let meta = &entry.meta;
    let units: Vec<Name> = units.iter().map(Name::from).collect();
    page(
        scope,
        if meta.ticker.is_some() { "Corporation" } else { "Organization" },
        [
            ("name", Some(json!(meta.name.as_str()))),
            ("alternateName", texts(&meta.aliases)),
            ("description", text(meta.summary.as_ref())),
            ("tickerSymbol", text(meta.ticker.as_ref())),
            ("sameAs", meta.website.as_ref().map(|url| json!(url.0.as_str()))),
            ("parentOrganization", meta.part_of.as_ref().and_then(|name| entity(scope, name))),
            ("subOrganization", entities(scope, &units)),
        ],
    )
}

/// A `Person`, in the roles that it has now.
pub(in crate::view) fn person(scope: Scope<'_>, entry: &Entry<PersonMeta>) -> Value {
    let meta = &entry.meta;
    let roles: Vec<&PersonRole> = meta.roles.values().filter(|role| role.until.is_none()).collect();
    page(
        scope,
        "Person",
        [
            ("name", Some(json!(meta.name.as_str()))),
            ("alternateName", texts(&meta.aliases)),
            ("description", text(meta.summary.as_ref())),
            ("jobTitle", list(roles.iter().map(|role| json!(role.title.as_str())).collect())),
            ("worksFor", entities(scope, roles.iter().filter_map(|role| role.at.as_ref()))),
        ],
    )
}

/// A `NewsMediaOrganization`.
pub(in crate::view) fn publication(scope: Scope<'_>, entry: &Entry<PublicationMeta>) -> Value {
    let meta = &entry.meta;
    page(
        scope,
        "NewsMediaOrganization",
        [
            ("name", Some(json!(meta.name.as_str()))),
            ("alternateName", texts(&meta.aliases)),
            ("description", text(meta.summary.as_ref())),
            ("sameAs", meta.website.as_ref().map(|url| json!(url.0.as_str()))),
        ],
    )
}
