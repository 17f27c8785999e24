//! Ids that need no declaration, and of which two are nearly the same: a slip of the pen
//! would silently split one fact into two.

use std::collections::{BTreeMap, BTreeSet};

use super::records::Records;
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::yaml::pointer_key;

/// Shorter ids are alike by chance.
const SHORTEST: usize = 5;

/// What an id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Event,
    Metric,
    Question,
    Topic,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Kind::Event => "event",
            Kind::Metric => "metric",
            Kind::Question => "question",
            Kind::Topic => "topic",
        }
    }
}

type Place<'a> = Box<dyn Fn() -> Span + 'a>;

/// A warning for each two ids of one kind that differ in a letter, a hyphen or an ending.
/// Two that are both declared are meant.
pub(super) fn check(records: &Records) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (kind, ids) in used(records) {
        let declared = |id: &str| match kind {
            Kind::Metric => records.settings.metrics.contains_key(id),
            Kind::Topic => records.settings.topics.contains_key(id),
            Kind::Event | Kind::Question => false,
        };
        for (a, b) in alike(ids.keys().copied()) {
            // Two that are both declared are meant.
            if declared(a) && declared(b) {
                continue;
            }
            // The one that is declared, or else used more, is taken for the right one.
            let weight = |id: &str| (declared(id), ids[id].len());
            let (right, wrong) = if weight(a) >= weight(b) { (a, b) } else { (b, a) };
            let (right_place, wrong_place) = (&ids[right][0], &ids[wrong][0]);
            let message = format!("the {} `{wrong}` is nearly the same as `{right}`", kind.noun());
            let otherwise = match kind {
                Kind::Metric => "; if both are meant, declare both under `metrics` in content/site.yaml",
                Kind::Topic => "; if both are meant, declare both under `topics` in content/site.yaml",
                Kind::Event | Kind::Question => "; if both are meant, call one of them something else",
            };
            let there = if declared(right) { "is declared here" } else { "is here" };
            found.push(
                Diagnostic::warning(Code::NearlySameIds, message, wrong_place())
                    .related(right_place(), format!("`{right}` {there}"))
                    .hint(format!("write `{right}` if it is the same{otherwise}")),
            );
        }
    }
    found
}

/// All ids in use and all that are declared, with their places: first the declaration.
fn used<'a>(records: &'a Records) -> BTreeMap<Kind, BTreeMap<&'a str, Vec<Place<'a>>>> {
    let mut all: BTreeMap<Kind, BTreeMap<&'a str, Vec<Place<'a>>>> = BTreeMap::new();
    let mut add =
        |kind, id: &'a str, place: Place<'a>| all.entry(kind).or_default().entry(id).or_default().push(place);
    let settings = &records.settings;
    let mut declare = |kind, list: &'static str, id: &'a str| {
        add(kind, id, Box::new(move || settings.origin.key(&format!("/{list}/{}", pointer_key(id)))));
    };
    settings.metrics.keys().for_each(|id| declare(Kind::Metric, "metrics", id));
    settings.topics.keys().for_each(|id| declare(Kind::Topic, "topics", id));
    for article in records.articles.values() {
        let (sidecar, lists) = (&article.sidecar, &article.annotations);
        for event in &lists.events {
            if let Some(id) = &event.value.event {
                add(Kind::Event, id.as_str(), Box::new(|| sidecar.value(&event.pointer("event"))));
            }
        }
        for figure in &lists.figures {
            add(
                Kind::Metric,
                figure.value.text.metric.as_str(),
                Box::new(|| sidecar.value(&figure.pointer("metric"))),
            );
        }
        for claim in &lists.claims {
            add(
                Kind::Question,
                claim.value.question.as_str(),
                Box::new(|| sidecar.value(&claim.pointer("question"))),
            );
        }
        let origin = &article.entry.origin;
        for (at, topic) in article.entry.meta.topics.iter().enumerate() {
            add(Kind::Topic, topic.as_str(), Box::new(move || origin.value(&format!("/topics/{at}"))));
        }
    }
    all
}

/// Pairs that are alike. Two words that differ in one letter (or in two that changed places)
/// have a form in common from which one letter is taken, so only those are compared
/// (Mor and Fraenkel 1982): the cost grows with the number of ids, not with its square.
fn alike<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeSet<(&'a str, &'a str)> {
    let mut by_form: BTreeMap<String, Vec<(&str, String)>> = BTreeMap::new();
    for id in ids {
        let plain = plain(id);
        if plain.chars().count() < SHORTEST {
            continue;
        }
        for form in forms(&plain) {
            by_form.entry(form).or_default().push((id, plain.clone()));
        }
    }
    let mut pairs = BTreeSet::new();
    for same in by_form.values() {
        for (at, (a, a_plain)) in same.iter().enumerate() {
            for (b, b_plain) in &same[at + 1..] {
                let near = strsim::damerau_levenshtein(a_plain, b_plain) <= 1;
                if a != b && near && digits(a) == digits(b) {
                    pairs.insert((*a.min(b), *a.max(b)));
                }
            }
        }
    }
    pairs
}

/// Without what is no letter or digit.
fn plain(id: &str) -> String {
    id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Numbers that differ are meant: `round-2` is not `round-3`.
fn digits(id: &str) -> String {
    id.chars().filter(char::is_ascii_digit).collect()
}

/// The word, and the word without each of its letters.
fn forms(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    let without = |at: usize| -> String {
        letters.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, c)| *c).collect()
    };
    (0..letters.len()).map(without).chain([word.to_string()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(a: &str, b: &str, expect: bool) {
        assert_eq!(!alike([a, b].into_iter()).is_empty(), expect, "{a} {b}");
    }

    #[test]
    fn nearly_the_same() {
        check("investment-in-openai", "investment-in-open-ai", true);
        check("annualized-revenue", "annualised-revenue", true);
        check("cloud-deal", "cloud-deals", true);
        check("memo-sent", "meom-sent", true);
        check("round-2", "round-3", false);
        check("deal", "meal", false);
        check("valuation", "valuation-of-shares", false);
        check("openai-founded", "anthropic-founded", false);
    }
}
