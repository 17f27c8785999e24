//! What templates can do besides printing: say a message in the site's language.
//!
//! A filter sees its arguments and the language, nothing of the site.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::assets::FILTER;
use crate::language::{Language, fill};
use crate::text::escape;

/// Registers the filters of the theme.
pub(super) fn register(tera: &mut Tera, language: &Arc<Language>, names: &BTreeMap<String, String>) {
    let language = language.clone();
    tera.register_filter("t", move |key: &str, names: Kwargs, _: &State| say(&language, key, &names));
    let names = names.clone();
    tera.register_filter(FILTER, move |file: &str, _: Kwargs, _: &State| published_name(&names, file));
}

/// `{{ site.theme_url }}/{{ "style.css" | fingerprint }}`: the name under which a file of the theme is published.
fn published_name(names: &BTreeMap<String, String>, file: &str) -> TeraResult<Value> {
    match names.get(file) {
        Some(name) => Ok(Value::from(name.clone())),
        None => Err(Error::message(format!(
            "the theme has no file `static/{file}`, or its name does not stand in quotation marks before the filter"
        ))),
    }
}

/// `{{ "articles" | t }}`, `{{ "n_articles" | t(n=3) }}`, `{{ "by_authors" | t(authors=page.authors) }}`: a list is
/// said as the language says one, "a, b and c".
///
/// Where an argument is HTML (what a component gave), the message is HTML too, with
/// everything else in it escaped.
fn say(language: &Language, key: &str, arguments: &Kwargs) -> TeraResult<Value> {
    let n = arguments.get::<usize>("n")?;
    let Some(pattern) = language.pattern(key, n) else {
        return Err(Error::message(format!("no language file has the message `{key}`")));
    };
    let html = arguments.iter().any(|(_, value)| is_html(value));
    let mut names: Vec<(String, String)> = Vec::new();
    for (name, value) in arguments.iter() {
        let text = match value.as_array() {
            Some(list) => {
                let items: Option<Vec<String>> =
                    list.iter().map(|item| argument(language, item, html)).collect();
                items.map(|items| language.list(&items, "list_and"))
            }
            None => argument(language, value, html),
        };
        let unfit = || Error::message(format!("`{name}` is neither text nor a number, and no list of them"));
        names.push((name.to_string(), text.ok_or_else(unfit)?));
    }
    let names: Vec<(&str, &str)> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Ok(match html {
        true => Value::safe_string(&fill(&escape(pattern), &names)),
        false => Value::from(fill(pattern, &names)),
    })
}

/// What is said of a value; nothing of one that is neither text nor a number.
fn argument(language: &Language, value: &Value, html: bool) -> Option<String> {
    match value.as_str() {
        Some(text) if html && !is_html(value) => Some(escape(text)),
        Some(text) => Some(text.to_string()),
        None => value.is_number().then(|| language.digits(&value.to_string())),
    }
}

fn is_html(value: &Value) -> bool {
    value.is_string() && value.is_safe()
}
