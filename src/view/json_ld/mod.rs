//! Pages as linked data, in the words of schema.org, for search engines and readers'
//! tools. Says nothing that the page does not. Addresses are whole, so without `base_url` there are none but
//! those of other sites.

mod records;
mod together;

use serde_json::{Map, Value, json};

use super::scope::Scope;
use crate::model::Head;
use crate::parse::Language;
use crate::path::OutPath;
use crate::value::{Date, Name};
use crate::yaml::Text;

pub(super) use records::{article, company, person, publication};
pub(super) use together::{event, home, issue, quote, story};

/// A thing, with those of its fields that there are.
fn thing<const N: usize>(kind: &str, fields: [(&str, Option<Value>); N]) -> Value {
    let mut object = Map::new();
    object.insert("@type".into(), json!(kind));
    object.extend(fields.into_iter().filter_map(|(key, value)| Some((key.to_string(), value?))));
    Value::Object(object)
}

/// The thing that a page is about.
fn page<const N: usize>(scope: Scope<'_>, kind: &str, fields: [(&str, Option<Value>); N]) -> Value {
    let mut object = Map::new();
    object.insert("@context".into(), json!(CONTEXT));
    if let Value::Object(fields) = thing(kind, fields) {
        object.extend(fields);
    }
    object.extend(scope.canonical_url().map(|url| ("url".to_string(), json!(url))));
    Value::Object(object)
}

/// Whose words these are.
pub(super) const CONTEXT: &str = "https://schema.org";

fn text(text: Option<&Text>) -> Option<Value> {
    text.map(|text| json!(text.as_str()))
}

fn texts(texts: &[Text]) -> Option<Value> {
    list(texts.iter().map(|text| json!(text.as_str())).collect())
}

/// A list that has something in it.
fn list(values: Vec<Value>) -> Option<Value> {
    (!values.is_empty()).then_some(Value::Array(values))
}

/// A day; a vague date is none.
fn day(scope: Scope<'_>, date: Option<&Date>) -> Option<Value> {
    scope.date(date?).day.map(Value::from)
}

/// An address of this site.
fn address(scope: Scope<'_>, page: &OutPath) -> Option<Value> {
    scope.permanent_url(page).map(Value::from)
}

fn organization(name: &str) -> Value {
    thing("Organization", [("name", Some(json!(name)))])
}

/// A company, person or publication that may be seen, by the kind of its page.
fn entity(scope: Scope<'_>, name: &Name) -> Option<Value> {
    let (page, label) = scope.site.entity(name.as_str())?;
    let kind = match page.as_str().split('/').next() {
        Some("people") => "Person",
        Some("publications") => "NewsMediaOrganization",
        _ => "Organization",
    };
    Some(thing(kind, [("name", Some(json!(label))), ("url", address(scope, &page))]))
}

fn entities<'n>(scope: Scope<'_>, names: impl IntoIterator<Item = &'n Name>) -> Option<Value> {
    list(names.into_iter().filter_map(|name| entity(scope, name)).collect())
}

/// Who published an article: the site itself, where nobody else did.
fn publisher(scope: Scope<'_>, publication: Option<&Name>) -> Value {
    let other = publication.and_then(|name| entity(scope, name));
    other.unwrap_or_else(|| organization(&scope.site.settings().title))
}

/// An article that another page names.
fn other_article(scope: Scope<'_>, head: Head<'_>) -> Value {
    let meta = head.meta();
    thing(
        "NewsArticle",
        [
            ("headline", Some(json!(meta.title.as_str()))),
            ("publisher", Some(publisher(scope, meta.publication.as_ref()))),
            ("datePublished", day(scope, meta.published.as_ref())),
            ("url", address(scope, &head.address())),
        ],
    )
}

fn other_articles<'h>(scope: Scope<'_>, heads: impl IntoIterator<Item = Head<'h>>) -> Option<Value> {
    list(heads.into_iter().map(|head| other_article(scope, head)).collect())
}

/// The language of an article: its own, or the site's.
fn language(scope: Scope<'_>, own: Option<&Language>) -> Value {
    own.map_or_else(|| json!(scope.site.settings().language), |own| json!(own.to_string()))
}

/// JSON that may stand in a `script` element: what HTML could take for its end or for a
/// comment, and what no page may hold, is escaped as JSON escapes it (HTML, 4.12.1.3).
pub fn script_safe(data: &Value) -> String {
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
