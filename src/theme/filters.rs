//! What templates can do besides printing: say a message in the site's language.
//!
//! A filter sees its arguments and the language, nothing of the site.

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::language::{Language, fill};
use crate::text::escape;

/// Registers the filters of the theme.
pub(super) fn register(tera: &mut Tera, language: &Arc<Language>) {
    let language = language.clone();
    tera.register_filter("t", move |key: &str, names: Kwargs, _: &State| say(&language, key, &names));
}

/// `{{ "articles" | t }}`, `{{ "n_articles" | t(n=3) }}`, `{{ "by" | t(names=…) }}`.
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
        let text = match value.as_str() {
            Some(text) if html && !is_html(value) => escape(text),
            Some(text) => text.to_string(),
            None if value.is_number() => language.digits(&value.to_string()),
            None => return Err(Error::message(format!("`{name}` is neither text nor a number"))),
        };
        names.push((name.to_string(), text));
    }
    let names: Vec<(&str, &str)> = names.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Ok(match html {
        true => Value::safe_string(&fill(&escape(pattern), &names)),
        false => Value::from(fill(pattern, &names)),
    })
}

fn is_html(value: &Value) -> bool {
    value.is_string() && value.is_safe()
}
