//! What curators decide about quotes, units and values, checked on the whole source.
//!
//! In: all records, references resolved. Out: decisions that contradict each other: quotes
//! joined and kept apart at once, circles of variants and of units, ranges turned round,
//! units that nobody defined.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::joins::Decisions;
use super::records::Records;
use crate::anchor::{Anchored, Article};
use crate::diagnostics::{Code, Diagnostic, Span, nearest};
use crate::parse::{Amount, Figure, Quote, Settings};
use crate::value::{AnnotationRef, Id, is_currency};

/// Reports decisions that contradict each other.
pub(super) fn check(records: &Records, sink: &mut Vec<Diagnostic>) {
    let edges = Edges::of(records);
    joined_and_apart(&edges, sink);
    let variants: Vec<_> = edges.variant.iter().map(|edge| (&edge.from, &edge.to, edge)).collect();
    let mut report = |circle: Vec<&&Edge<'_>>| {
        let message = match circle.as_slice() {
            [edge] => format!("the quote `{}` is called a variant of itself", edge.from),
            _ => {
                format!(
                    "each of these quotes is called a variant of the next, in a circle: {}",
                    way_of(&circle)
                )
            }
        };
        let label = |edge: &Edge<'_>| format!("`{}` is called a variant of `{}`", edge.from, edge.to);
        let places = circle.iter().map(|edge| ((edge.place)(), label(edge))).collect();
        let hint = match circle.len() {
            1 => "name the fuller quote that it is a variant of, or take out `variant_of`",
            _ => {
                "take out the `variant_of` of the fullest one; where two are equally full, write `same_as` instead"
            }
        };
        sink.extend(in_a_circle(message, places, hint));
    };
    circles(&variants, &mut report);
    units(records, sink);
}

/// Reports figures of an article that say nothing.
pub(super) fn check_article(settings: &Settings, article: &Article, sink: &mut Vec<Diagnostic>) {
    for figure in &article.annotations.figures {
        sink.extend(turned_round(article, figure));
        sink.extend(unit_of_nobody(settings, article, figure));
    }
}

/// The same decisions without their places, for `join`.
pub(super) fn decisions(records: &Records) -> Decisions {
    let edges = Edges::of(records);
    let pairs = |edges: Vec<Edge<'_>>| edges.into_iter().map(|edge| (edge.from, edge.to)).collect();
    Decisions { same: pairs(edges.same), variant: pairs(edges.variant), distinct: pairs(edges.distinct) }
}

/// A decision about two quotes, and where it stands.
struct Edge<'a> {
    from: AnnotationRef,
    to: AnnotationRef,
    place: Box<dyn Fn() -> Span + 'a>,
}

#[derive(Default)]
struct Edges<'a> {
    same: Vec<Edge<'a>>,
    variant: Vec<Edge<'a>>,
    distinct: Vec<Edge<'a>>,
}

impl<'a> Edges<'a> {
    fn of(records: &'a Records) -> Self {
        let mut edges = Self::default();
        for article in records.articles.values().filter(|article| article.refers_to_articles) {
            let decided = article.annotations.quotes.iter().filter(|quote| quote.value.decides());
            for quote in decided {
                let own = article.name_of(&quote.value.id);
                let list = |refs: &'a [AnnotationRef], key: &'static str| {
                    let own = own.clone();
                    refs.iter().enumerate().map(move |(at, to)| Edge {
                        from: own.clone(),
                        to: to.clone(),
                        place: place(article, quote, format!("{key}/{at}")),
                    })
                };
                edges.same.extend(list(&quote.value.same_as, "same_as"));
                edges.variant.extend(list(&quote.value.variant_of, "variant_of"));
                edges.distinct.extend(list(&quote.value.distinct_from, "distinct_from"));
            }
        }
        for story in records.stories.values() {
            for group in story.meta.join.iter() {
                let at = group.at;
                edges.same.extend(group.value.windows(2).enumerate().map(|(first, pair)| Edge {
                    from: pair[0].clone(),
                    to: pair[1].clone(),
                    place: Box::new(move || story.origin.value(&format!("/join/{at}/{}", first + 1))),
                }));
            }
            for group in story.meta.keep_apart.iter() {
                let at = group.at;
                for (first, from) in group.value.iter().enumerate() {
                    let others = group.value.iter().enumerate().skip(first + 1);
                    edges.distinct.extend(others.map(|(second, to)| Edge {
                        from: from.clone(),
                        to: to.clone(),
                        place: Box::new(move || story.origin.value(&format!("/keep_apart/{at}/{second}"))),
                    }));
                }
            }
        }
        edges
    }
}

fn place<'a>(article: &'a Article, quote: &'a Anchored<Quote>, key: String) -> Box<dyn Fn() -> Span + 'a> {
    Box::new(move || article.sidecar.value(&quote.pointer(&key)))
}

/// Quotes that one decision joins, by itself or with others, and another keeps apart.
fn joined_and_apart(edges: &Edges<'_>, sink: &mut Vec<Diagnostic>) {
    let mut joined: BTreeMap<&AnnotationRef, Vec<(&AnnotationRef, &Edge<'_>)>> = BTreeMap::new();
    for edge in edges.same.iter().chain(&edges.variant) {
        joined.entry(&edge.from).or_default().push((&edge.to, edge));
        joined.entry(&edge.to).or_default().push((&edge.from, edge));
    }
    for apart in &edges.distinct {
        if apart.from == apart.to {
            let message = format!("the quote `{}` is kept apart from itself", apart.from);
            let hint = "name the other quote that it is not the same as";
            sink.push(Diagnostic::error(Code::JoinedAndApart, message, (apart.place)()).hint(hint));
            continue;
        }
        let Some(way) = way(&joined, &apart.from, &apart.to) else { continue };
        let message =
            format!("`{}` and `{}` are kept apart here, and joined elsewhere", apart.from, apart.to);
        let mut diagnostic = Diagnostic::error(Code::JoinedAndApart, message, (apart.place)())
            .hint("take out one of these decisions");
        for edge in way {
            let label = format!("this joins `{}` and `{}`", edge.from, edge.to);
            diagnostic = diagnostic.related((edge.place)(), label);
        }
        sink.push(diagnostic);
    }
}

/// The decisions that lead from one quote to another, the fewest.
fn way<'e, 'a>(
    joined: &BTreeMap<&'e AnnotationRef, Vec<(&'e AnnotationRef, &'e Edge<'a>)>>,
    from: &'e AnnotationRef,
    to: &AnnotationRef,
) -> Option<Vec<&'e Edge<'a>>> {
    let mut came: BTreeMap<&AnnotationRef, (&AnnotationRef, &Edge<'a>)> = BTreeMap::new();
    let mut open = VecDeque::from([from]);
    while let Some(at) = open.pop_front() {
        if at == to && at != from {
            let mut way = Vec::new();
            let mut here = at;
            while let Some((before, edge)) = came.get(here).filter(|_| here != from) {
                way.push(*edge);
                here = before;
            }
            way.reverse();
            return Some(way);
        }
        for (next, edge) in joined.get(at).into_iter().flatten() {
            if *next != from && !came.contains_key(next) {
                came.insert(next, (at, edge));
                open.push_back(next);
            }
        }
    }
    None
}

/// Calls `report` with each circle in a graph in which everything has few ways on.
pub(super) fn circles<'e, N: Ord, E>(edges: &'e [(&'e N, &'e N, E)], report: &mut dyn FnMut(Vec<&'e E>)) {
    let mut from: BTreeMap<&N, Vec<&(&N, &N, E)>> = BTreeMap::new();
    edges.iter().for_each(|edge| from.entry(edge.0).or_default().push(edge));
    let mut done: BTreeSet<&N> = BTreeSet::new();
    for start in from.keys() {
        // The way that led here, and at each step the edges that are still to be tried.
        let mut way: Vec<&(&N, &N, E)> = Vec::new();
        let mut open: Vec<Vec<&(&N, &N, E)>> = vec![from.get(start).cloned().unwrap_or_default()];
        if !done.insert(*start) {
            continue;
        }
        while let Some(edges) = open.last_mut() {
            let Some(edge) = edges.pop() else {
                open.pop();
                way.pop();
                continue;
            };
            way.push(edge);
            if let Some(at) = way.iter().position(|step| step.0 == edge.1) {
                report(way[at..].iter().map(|step| &step.2).collect());
                way.pop();
            } else if done.insert(edge.1) {
                open.push(from.get(edge.1).cloned().unwrap_or_default());
            } else {
                way.pop();
            }
        }
    }
}

/// `a` → `b` → `a`.
fn way_of(circle: &[&&Edge<'_>]) -> String {
    let first = circle.first().map(|edge| &edge.from);
    let names: Vec<String> =
        circle.iter().map(|edge| &edge.from).chain(first).map(|name| format!("`{name}`")).collect();
    names.join(" → ")
}

/// An error at the first of several places, with all others.
pub(super) fn in_a_circle(message: String, places: Vec<(Span, String)>, hint: &str) -> Option<Diagnostic> {
    let mut places = places.into_iter();
    let mut diagnostic = Diagnostic::error(Code::Circle, message, places.next()?.0).hint(hint);
    for (span, label) in places {
        diagnostic = diagnostic.related(span, label);
    }
    Some(diagnostic)
}

/// A company cannot be a unit of itself, however many companies are between.
fn units(records: &Records, sink: &mut Vec<Diagnostic>) {
    let whole = |id: &Id| records.companies.get(id)?.meta.part_of.as_ref().map(|whole| whole.id());
    let wholes: Vec<(&Id, Id)> = records.companies.keys().filter_map(|id| Some((id, whole(id)?))).collect();
    let edges: Vec<_> = wholes.iter().map(|(unit, whole)| (*unit, whole, (*unit, whole))).collect();
    let mut report = |circle: Vec<&(&Id, &Id)>| {
        let names: Vec<String> =
            circle.iter().chain(circle.first()).map(|(unit, _)| format!("`{unit}`")).collect();
        let message = match circle.as_slice() {
            [(unit, _)] => format!("the company `{unit}` is called a part of itself"),
            _ => format!(
                "each of these companies is called a part of the next, in a circle: {}",
                names.join(" → ")
            ),
        };
        let place = |(unit, whole): &&(&Id, &Id)| {
            let span = records.companies.get(*unit)?.origin.value("/part_of");
            Some((span, format!("`{unit}` is called a part of `{whole}`")))
        };
        let places = circle.iter().filter_map(place).collect();
        let hint = match circle.len() {
            1 => "name the company that it is a part of, or take out `part_of`",
            _ => "take out the `part_of` of the one that is the whole",
        };
        sink.extend(in_a_circle(message, places, hint));
    };
    circles(&edges, &mut report);
}

fn turned_round(article: &Article, figure: &Anchored<Figure>) -> Option<Diagnostic> {
    let Amount::Range { low, high } = &figure.value.amount else { return None };
    (low.compare(high) == Ordering::Greater).then(|| {
        let place = |key: &str| article.sidecar.value(&figure.pointer(key));
        let message =
            format!("the lower end of the figure `{}` is above its upper end", figure.value.text.id);
        Diagnostic::error(Code::BadValue, message, place("low"))
            .related(place("high"), "the upper end is here")
            .hint("write the smaller number as `low` and the larger one as `high`")
    })
}

/// A unit is an ISO 4217 code, `%`, or one that the settings declare.
fn unit_of_nobody(settings: &Settings, article: &Article, figure: &Anchored<Figure>) -> Option<Diagnostic> {
    let unit = figure.value.text.unit.as_str();
    if unit == "%" || is_currency(unit) || settings.units.contains_key(unit) {
        return None;
    }
    let known = settings.units.keys().map(String::as_str).chain(["USD", "EUR", "GBP", "JPY"]);
    let hint = match in_words(unit).or_else(|| nearest(unit, known)) {
        Some("%") => "write `\"%\"`, with the quotation marks".to_string(),
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "declare it under `units` in content/site.yaml, with what readers see: `{unit}: …`; \
             currencies go by their ISO 4217 codes, such as `USD`, without being declared"
        ),
    };
    let message = format!("nobody defined the unit `{unit}`");
    let diagnostic =
        Diagnostic::error(Code::UnknownName, message, article.sidecar.value(&figure.pointer("unit")))
            .hint(hint);
    Some(match settings.units.is_empty() {
        true => diagnostic,
        false => diagnostic.related(settings.origin.key("/units"), "these are defined, and all currencies"),
    })
}

/// The unit that a sign or an English word stands for. A sign that several currencies have
/// is that of the one that is meant most.
fn in_words(unit: &str) -> Option<&'static str> {
    Some(match unit.to_lowercase().as_str() {
        "$" | "dollar" | "dollars" | "us$" => "USD",
        "€" | "euro" | "euros" => "EUR",
        "£" | "pound" | "pounds" => "GBP",
        "¥" | "yen" => "JPY",
        "percent" | "per cent" | "pct" | "percentage" => "%",
        _ => return None,
    })
}
