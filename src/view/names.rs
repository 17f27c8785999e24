//! Every name that a reader may look for: companies, people, sources, stories and topics.
//!
//! In: the site. Out: a script that hands all of them over at once, because a script is all that can be loaded
//! from a disk. It is asked for only by who looks for something.

use serde_json::{Value, json};

use super::json_ld::script_safe;
use super::scope::Scope;
use super::types::{Content, TextPage, View};
use crate::model::{section_address, topic_address};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::value::Id;

/// What the script calls, which a script of the theme listens to.
const HEARER: &str = "clipsheetNames";

/// All names, each with its kind in words, its address from the front page, and its other names.
pub fn names(scope: Scope<'_>) -> View {
    let kinds = [Kind::Company, Kind::Person, Kind::Publication, Kind::Story];
    let mut groups: Vec<Value> = kinds.into_iter().map(|kind| group(scope, kind)).collect();
    let topics = scope.site.topics().map(|(id, ..)| (scope.topic_label(id), topic_address(id), Vec::new()));
    groups.push(of_kind(scope, "topic", topics.collect()));
    groups.retain(|group| group["names"].as_array().is_some_and(|names| !names.is_empty()));
    let text_html = format!("{HEARER}({});\n", script_safe(&Value::Array(groups)));
    scope.view(String::new(), None, None, Content::Text(TextPage { text_html }))
}

/// What is called so, its page, and its other names.
type Named = (String, OutPath, Vec<String>);

fn group(scope: Scope<'_>, kind: Kind) -> Value {
    let word = match kind {
        Kind::Person => "person",
        Kind::Publication => "source",
        Kind::Story => "story",
        _ => "company",
    };
    let named = scope.site.all(kind).into_iter().filter_map(|id| named(scope, kind, id)).collect();
    of_kind(scope, word, named)
}

fn named(scope: Scope<'_>, kind: Kind, id: &Id) -> Option<Named> {
    let (page, name) = scope.record(kind, id)?;
    let aliases = match kind {
        Kind::Company => &scope.site.company(id)?.meta.aliases,
        Kind::Person => &scope.site.person(id)?.meta.aliases,
        Kind::Publication => &scope.site.publication(id)?.meta.aliases,
        _ => return Some((name, page, Vec::new())),
    };
    Some((name, page, aliases.iter().map(ToString::to_string).collect()))
}

/// Names of one kind, by name.
fn of_kind(scope: Scope<'_>, word: &str, mut named: Vec<Named>) -> Value {
    named.sort_by_cached_key(|(name, page, _)| (name.to_lowercase(), page.clone()));
    let front = section_address("");
    let one = |(name, page, aliases): Named| {
        let url = front.link_to(&page, scope.site.settings().urls);
        let all = [name, url].into_iter().chain(aliases);
        Value::Array(all.map(Value::String).collect())
    };
    let names: Vec<Value> = named.into_iter().map(one).collect();
    json!({ "kind": scope.say(word, &[]), "names": names })
}
