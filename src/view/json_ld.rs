//! Pages as linked data, in the words of schema.org, for search engines and readers'
//! tools. Says nothing that the page does not.

use serde_json::{Map, Value, json};

use super::article::names;
use super::scope::Scope;
use crate::anchor::Article;
use crate::parse::{CompanyMeta, Entry, PersonMeta, PublicationMeta};
use crate::yaml::Text;

/// A `NewsArticle`.
pub(super) fn article(scope: Scope<'_>, article: &Article) -> Value {
    let meta = &article.entry.meta;
    let settings = &scope.site.settings();
    let publisher = meta.publication.as_ref().and_then(|name| scope.entity(name));
    let publisher = publisher.map_or_else(|| settings.title.clone(), |link| link.label);
    let named = |kind: &str, name: &str| json!({"@type": kind, "name": name});
    let language = meta.language.as_ref().map_or_else(|| settings.language.clone(), ToString::to_string);
    let mentions: Vec<Value> = names(scope, article).iter().map(|link| named("Thing", &link.label)).collect();
    let authors: Vec<Value> = meta.authors.iter().map(|author| named("Person", author)).collect();
    let published = meta.published.as_ref().and_then(|date| scope.date(date).day);
    object(
        "NewsArticle",
        [
            ("headline", Some(json!(meta.title.as_str()))),
            ("description", text(meta.dek.as_ref().or(meta.summary.as_ref()))),
            ("articleSection", text(meta.section.as_ref())),
            ("datePublished", published.map(Value::from)),
            ("inLanguage", Some(json!(language))),
            ("author", (!authors.is_empty()).then(|| json!(authors))),
            ("publisher", Some(named("Organization", &publisher))),
            ("isBasedOn", meta.url.as_ref().map(|url| json!(url.0.as_str()))),
            ("mentions", (!mentions.is_empty()).then(|| json!(mentions))),
            ("url", scope.canonical_url().map(Value::from)),
        ],
    )
}

/// An `Organization`.
pub(super) fn company(scope: Scope<'_>, entry: &Entry<CompanyMeta>) -> Value {
    let meta = &entry.meta;
    let whole = meta.part_of.as_ref().and_then(|name| scope.entity(name));
    object(
        "Organization",
        [
            ("name", Some(json!(meta.name.as_str()))),
            ("alternateName", texts(&meta.aliases)),
            ("description", text(meta.summary.as_ref())),
            ("sameAs", meta.website.as_ref().map(|url| json!(url.0.as_str()))),
            ("parentOrganization", whole.map(|link| json!({"@type": "Organization", "name": link.label}))),
            ("url", scope.canonical_url().map(Value::from)),
        ],
    )
}

/// A `Person`.
pub(super) fn person(scope: Scope<'_>, entry: &Entry<PersonMeta>) -> Value {
    let meta = &entry.meta;
    let role = meta.roles.values().find(|role| role.until.is_none());
    let works_for = role.and_then(|role| role.at.as_ref()).and_then(|name| scope.entity(name));
    object(
        "Person",
        [
            ("name", Some(json!(meta.name.as_str()))),
            ("alternateName", texts(&meta.aliases)),
            ("description", text(meta.summary.as_ref())),
            ("jobTitle", role.map(|role| json!(role.title.as_str()))),
            ("worksFor", works_for.map(|link| json!({"@type": "Organization", "name": link.label}))),
            ("url", scope.canonical_url().map(Value::from)),
        ],
    )
}

/// A `NewsMediaOrganization`.
pub(super) fn publication(scope: Scope<'_>, entry: &Entry<PublicationMeta>) -> Value {
    let meta = &entry.meta;
    object(
        "NewsMediaOrganization",
        [
            ("name", Some(json!(meta.name.as_str()))),
            ("alternateName", texts(&meta.aliases)),
            ("description", text(meta.summary.as_ref())),
            ("sameAs", meta.website.as_ref().map(|url| json!(url.0.as_str()))),
            ("url", scope.canonical_url().map(Value::from)),
        ],
    )
}

fn object<const N: usize>(kind: &str, fields: [(&str, Option<Value>); N]) -> Value {
    let mut object = Map::new();
    object.insert("@context".into(), json!("https://schema.org"));
    object.insert("@type".into(), json!(kind));
    object.extend(fields.into_iter().filter_map(|(key, value)| Some((key.to_string(), value?))));
    Value::Object(object)
}

fn text(text: Option<&Text>) -> Option<Value> {
    text.map(|text| json!(text.as_str()))
}

fn texts(texts: &[Text]) -> Option<Value> {
    let texts: Vec<&str> = texts.iter().map(Text::as_str).collect();
    (!texts.is_empty()).then(|| json!(texts))
}

/// JSON that may stand in a `script` element: what HTML could take for its end or for a
/// comment, and what no page may hold, is escaped as JSON escapes it (HTML, 4.12.1.3).
pub(super) fn script_safe(data: &Value) -> String {
    let mut safe = String::new();
    for c in data.to_string().chars() {
        match c {
            c if c.is_control() || matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}') => {
                safe.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_script() {
        let data = json!({"a": "</script><!-- & \u{2028}\u{7f}"});
        let safe = script_safe(&data);
        assert_eq!(safe, r#"{"a":"\u003c/script\u003e\u003c!-- \u0026 \u2028\u007f"}"#);
        assert_eq!(serde_json::from_str::<Value>(&safe).expect("JSON"), data);
    }
}
