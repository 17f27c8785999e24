//! Ids that need no declaration, and of which two are nearly the same: a slip of the pen
//! would silently split one fact into two.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::link::Site;
use super::outline::Outline;
use super::records::Records;
use crate::anchor::Article;
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::digest::Digest;
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

/// What `check` remembers: the ids of each kind, and which of them are alike.
#[derive(Debug, Default)]
pub(super) struct NearlySameMemo {
    /// Of the site that was looked at last: with the same one all ids are the same.
    outline: Option<Arc<Outline>>,
    settings: Option<Digest>,
    alike: BTreeMap<Kind, (Vec<String>, Pairs)>,
}

type Pairs = BTreeSet<(String, String)>;

impl NearlySameMemo {
    fn look_at(&mut self, site: &Site) {
        let settings = site.records.settings.origin.file.digest;
        let is_same = |outline: &Arc<Outline>| Arc::ptr_eq(outline, &site.outline);
        if self.outline.as_ref().is_some_and(is_same) && self.settings == Some(settings) {
            return;
        }
        let all = ids(&site.records);
        self.alike.retain(|kind, _| all.contains_key(kind));
        for (kind, ids) in all {
            let (known, pairs) = self.alike.entry(kind).or_default();
            if !known.iter().map(String::as_str).eq(ids.iter().copied()) {
                *known = ids.iter().copied().map(str::to_string).collect();
                let alike = alike(ids.into_iter()).into_iter();
                *pairs = alike.map(|(a, b)| (a.to_string(), b.to_string())).collect();
            }
        }
        self.outline = Some(site.outline.clone());
        self.settings = Some(settings);
    }
}

/// A warning for each two ids of one kind that differ in a letter, a hyphen or an ending.
/// Two that are both declared are meant.
pub(super) fn check(site: &Site, memo: &mut NearlySameMemo) -> Vec<Diagnostic> {
    memo.look_at(site);
    let records = &site.records;
    let mut found = Vec::new();
    for (&kind, (_, pairs)) in &memo.alike {
        let declared = |id: &str| match kind {
            Kind::Metric => records.settings.metrics.contains_key(id),
            Kind::Topic => records.settings.topics.contains_key(id),
            Kind::Event | Kind::Question => false,
        };
        for (a, b) in pairs {
            // Two that are both declared are meant.
            if declared(a) && declared(b) {
                continue;
            }
            // The one that is declared, or else used more, is taken for the right one.
            let (a_places, b_places) = (places(records, kind, a), places(records, kind, b));
            let weight = |id: &str, places: &[Span]| (declared(id), places.len());
            let first_is_right = weight(a, &a_places) >= weight(b, &b_places);
            let (right, wrong) = if first_is_right { (a, b) } else { (b, a) };
            let (right_places, wrong_places) =
                if first_is_right { (a_places, b_places) } else { (b_places, a_places) };
            let (Some(right_place), Some(wrong_place)) =
                (right_places.into_iter().next(), wrong_places.into_iter().next())
            else {
                continue;
            };
            let message = format!("the {} `{wrong}` is nearly the same as `{right}`", kind.noun());
            let otherwise = match kind {
                Kind::Metric => "; if both are meant, declare both under `metrics` in content/site.yaml",
                Kind::Topic => "; if both are meant, declare both under `topics` in content/site.yaml",
                Kind::Event | Kind::Question => "; if both are meant, call one of them something else",
            };
            let there = if declared(right) { "is declared here" } else { "is here" };
            found.push(
                Diagnostic::warning(Code::NearlySameIds, message, wrong_place)
                    .related(right_place, format!("`{right}` {there}"))
                    .hint(format!("write `{right}` if it is the same{otherwise}")),
            );
        }
    }
    found
}

/// All ids in use and all that are declared, each once, by kind.
fn ids(records: &Records) -> BTreeMap<Kind, Vec<&str>> {
    let mut all: BTreeMap<Kind, Vec<&str>> = BTreeMap::new();
    all.entry(Kind::Metric).or_default().extend(records.settings.metrics.keys().map(String::as_str));
    all.entry(Kind::Topic).or_default().extend(records.settings.topics.keys().map(String::as_str));
    for article in records.articles.values() {
        uses(article, &mut |kind, id, _| all.entry(kind).or_default().push(id));
    }
    for ids in all.values_mut() {
        ids.sort_unstable();
        ids.dedup();
    }
    all
}

/// Where an id stands: first its declaration.
fn places(records: &Records, kind: Kind, id: &str) -> Vec<Span> {
    let settings = &records.settings;
    let declaration = match kind {
        Kind::Metric => settings.metrics.contains_key(id).then_some("metrics"),
        Kind::Topic => settings.topics.contains_key(id).then_some("topics"),
        Kind::Event | Kind::Question => None,
    };
    let mut places: Vec<Span> = Vec::new();
    places.extend(declaration.map(|list| settings.origin.key(&format!("/{list}/{}", pointer_key(id)))));
    for article in records.articles.values() {
        uses(article, &mut |other, used, place| {
            if other == kind && used == id {
                places.push(place());
            }
        });
    }
    places
}

/// What is done with an id that is used; the last argument finds its place.
type See<'s, 'a> = &'s mut dyn FnMut(Kind, &'a str, &dyn Fn() -> Span);

/// Calls `see` with every id that an article uses.
fn uses<'a>(article: &'a Article, see: See<'_, 'a>) {
    let (origin, sidecar, lists) = (&article.entry.origin, &article.sidecar, &article.annotations);
    for event in &lists.events {
        if let Some(id) = &event.value.event {
            see(Kind::Event, id.as_str(), &|| sidecar.value(&event.pointer("event")));
        }
    }
    for figure in &lists.figures {
        let metric = figure.value.text.metric.as_str();
        see(Kind::Metric, metric, &|| sidecar.value(&figure.pointer("metric")));
    }
    for claim in &lists.claims {
        let question = claim.value.question.as_str();
        see(Kind::Question, question, &|| sidecar.value(&claim.pointer("question")));
    }
    for (at, topic) in article.entry.meta.topics.iter().enumerate() {
        see(Kind::Topic, topic.as_str(), &|| origin.value(&format!("/topics/{at}")));
    }
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
