//! The messages of a language file, and the settings of a theme.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use super::views::Type;

/// What a message needs.
pub struct Message {
    /// What stands in braces in any of its forms, and `n` where it has plural forms.
    pub names: BTreeSet<String>,
}

fn mapping(yaml: &str, key: &str) -> Mapping {
    let file: Value = serde_yaml::from_str(yaml).expect("YAML");
    file.get(key).and_then(Value::as_mapping).cloned().unwrap_or_default()
}

fn entries(mapping: &Mapping) -> impl Iterator<Item = (String, &Value)> {
    mapping.iter().map(|(key, value)| (key.as_str().expect("a text as key").to_string(), value))
}

/// The messages of a language file.
pub fn messages(yaml: &str) -> BTreeMap<String, Message> {
    let all = mapping(yaml, "messages");
    let message = |value: &Value| {
        let mut names = BTreeSet::new();
        match value {
            Value::Mapping(forms) => {
                names.insert("n".to_string());
                entries(forms).for_each(|(_, form)| names.extend(braces(form.as_str().unwrap_or_default())));
            }
            form => names.extend(braces(form.as_str().unwrap_or_default())),
        }
        Message { names }
    };
    entries(&all).map(|(key, value)| (key, message(value))).collect()
}

/// The settings of a `theme.yaml`.
pub fn settings(yaml: &str) -> BTreeMap<String, Type> {
    let all = mapping(yaml, "settings");
    let kind = |value: &Value| match value {
        Value::Bool(_) => Type::Bool,
        Value::Number(_) => Type::Number,
        _ => Type::Text,
    };
    entries(&all).map(|(key, value)| (key, kind(value))).collect()
}

/// The names in braces.
fn braces(form: &str) -> BTreeSet<String> {
    form.split('{')
        .skip(1)
        .filter_map(|after| after.split_once('}'))
        .map(|(name, _)| name.to_string())
        .collect()
}

/// The keys that the program builds: each stands in the source code as it is here, up to
/// the brace. What follows it in the language file is not checked.
pub const BUILT_KEYS: [&str; 12] = [
    "alert_",
    "bound_",
    "cell_",
    "date_half_",
    "date_quarter_",
    "date_third_",
    "dispute_",
    "part_",
    "section_",
    "sign_",
    "status_",
    "tie_",
];

/// Whether the program says this message: its key stands in the source code in quotes, or
/// starts like one that the program builds.
pub fn is_said_by(source: &str, key: &str) -> bool {
    let quoted = format!("\"{key}\"");
    let mut found =
        source.match_indices(&quoted).map(|(at, _)| (&source[..at], &source[at + quoted.len()..]));
    found.any(|(before, after)| is_key(before, after))
        || BUILT_KEYS.iter().any(|start| key.starts_with(start))
}

/// Whether a text between these can be a key: `("name", value)` and `"name": value` are
/// names of something that is put into a message, or into linked data.
fn is_key(before: &str, after: &str) -> bool {
    let of_tuple =
        before.strip_suffix('(').is_some_and(|b| !b.ends_with(|c: char| c.is_alphanumeric() || c == '_'));
    !(of_tuple && after.starts_with(',') || after.starts_with(':'))
}

/// The keys that the program says without building them.
pub fn said(source: &str) -> BTreeSet<String> {
    let openings = ["say(\"", "with_date(\"", "named(\"", "count(\""];
    let after = openings.iter().flat_map(|opening| source.split(opening).skip(1));
    let keys = after.filter_map(|text| text.split_once('"')).map(|(key, _)| key.to_string());
    // Linked data has types with capital letters.
    keys.filter(|key| key.starts_with(|c: char| c.is_lowercase())).collect()
}
