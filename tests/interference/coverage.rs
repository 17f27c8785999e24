//! What random sites have that may not be seen, so that the generator cannot stop making it unnoticed.

use std::collections::{BTreeMap, BTreeSet};

use crate::delete::Tally;
use crate::model::{Inline, Record, Site, Value};
use crate::places::{field, topics};

fn texts(value: Option<&Value>) -> Vec<&str> {
    match value {
        Some(Value::Text(text)) => vec![text],
        Some(Value::List(list)) => list.iter().flat_map(|value| texts(Some(value))).collect(),
        _ => Vec::new(),
    }
}

/// All names of the entities of a site, with how many have each.
fn names(site: &Site) -> BTreeMap<&str, usize> {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for record in site.records.iter().filter(|record| record.kind.is_entity()) {
        let all = ["name", "aliases", "products"].into_iter().flat_map(|key| texts(record.field(key)));
        all.collect::<BTreeSet<_>>().into_iter().for_each(|name| *names.entry(name).or_default() += 1);
    }
    names
}

fn events(site: &Site) -> Vec<&str> {
    let annotations = site.records.iter().flat_map(|record| &record.annotations);
    annotations.flat_map(|annotation| texts(field(annotation, "event"))).collect()
}

/// The first words of the quotes of a site, without those that it has only once.
fn quotes(site: &Site) -> Vec<String> {
    let words = |record: &Record| -> Vec<String> {
        let quotes = record.annotations.iter().filter(|annotation| annotation.list == "quotes");
        let piece = |quote: &crate::model::Annotation| quote.pieces.first().cloned();
        let text =
            |piece: crate::model::Piece| record.body[piece.block].plain()[piece.start..piece.end].to_string();
        quotes.filter_map(piece).map(text).collect()
    };
    site.records.iter().flat_map(words).collect()
}

/// What a site has in common with what is left of it: what a careless build could tell by.
pub fn add(site: &Site, left: &Site, tally: &mut Tally) {
    let mut add = |what: &str, is: bool| *tally.entry(what.to_string()).or_default() += usize::from(is);
    let (all, seen) = (names(site), names(left));
    add(
        "name of several, of whom one is seen",
        all.iter().any(|(name, n)| *n > 1 && seen.get(name) == Some(&1)),
    );
    let text: String =
        left.records.iter().flat_map(|record| &record.body).map(|block| block.plain() + "\n").collect();
    add(
        "name of a hidden record in the text",
        all.keys().any(|name| !seen.contains_key(name) && text.contains(name)),
    );
    let linked = left.records.iter().flat_map(|record| &record.body).flat_map(|block| &block.inlines);
    add("link that is still there", linked.into_iter().any(|inline| matches!(inline, Inline::Link(..))));
    let of = |site: &Site| -> BTreeSet<String> { site.records.iter().flat_map(topics).collect() };
    add("topic of hidden articles alone", of(site).difference(&of(left)).next().is_some());
    let months = |site: &Site| -> BTreeSet<String> {
        site.records
            .iter()
            .flat_map(|record| &record.published)
            .flat_map(|date| date.archive.clone())
            .collect()
    };
    add("month of hidden articles alone", months(site).difference(&months(left)).next().is_some());
    let (all, seen) = (events(site), events(left));
    let times = |list: &[&str], event: &str| list.iter().filter(|other| **other == event).count();
    let partly = |event: &&str| times(&all, event) > times(&seen, event) && times(&seen, event) > 0;
    add("event of which a report is hidden", all.iter().any(partly));
    let (all, seen) = (quotes(site), quotes(left));
    let times = |list: &[String], quote: &String| list.iter().filter(|other| *other == quote).count();
    let partly = |quote: &String| times(&all, quote) > times(&seen, quote) && times(&seen, quote) > 0;
    add("quote of which a printing is hidden", all.iter().any(partly));
    add("no record is hidden", site.records.len() == left.records.len());
    add("sites", true);
}

/// What there has to be of each sort, in a thousand sites.
pub const WANTED: [(&str, usize); 50] = [
    ("articles hidden: draft", 100),
    ("articles hidden: audience", 200),
    ("articles hidden: embargo", 80),
    ("articles hidden: expired", 50),
    ("articles hidden: published later", 80),
    ("articles without an item of corrections", 100),
    ("companies hidden: draft", 100),
    ("companies hidden: audience", 200),
    ("companies hidden: embargo", 80),
    ("companies hidden: expired", 50),
    ("people hidden: audience", 100),
    ("publications hidden: audience", 100),
    ("stories hidden: audience", 50),
    ("briefings hidden: audience", 30),
    ("pages hidden: audience", 50),
    ("static file hidden", 200),
    ("file beside a record hidden", 20),
    ("file beside a record gone with what shows it", 20),
    ("quotes hidden: audience", 50),
    ("events hidden: audience", 50),
    ("figures hidden: audience", 50),
    ("relations hidden: audience", 15),
    ("claims hidden: audience", 20),
    ("notes hidden: audience", 20),
    ("mentions hidden: audience", 20),
    ("figures gone for what it needs", 50),
    ("relations gone for what it needs", 50),
    ("claims gone for what it needs", 50),
    ("mentions gone for what it needs", 50),
    ("quotes without speaker", 50),
    ("quotes without in", 20),
    ("quotes without an item of via", 50),
    ("quotes without an item of about", 50),
    ("quotes without an item of same_as", 5),
    ("quotes without an item of variant_of", 2),
    ("quotes without an item of distinct_from", 20),
    ("events without an item of entities", 50),
    ("figures without said_by", 20),
    ("figures without an item of disputes", 10),
    ("articles without publication", 50),
    ("articles without story", 20),
    ("articles without an item of credits", 20),
    ("articles without image", 10),
    ("companies without part_of", 20),
    ("people without at", 20),
    ("stories without author", 10),
    ("stories without an item of join", 10),
    ("briefings without an item of items", 30),
    ("briefings without lead", 10),
    ("link became its text", 200),
];

/// The same, for what a site and what is left of it have in common.
pub const WANTED_BESIDES: [(&str, usize); 14] = [
    ("card gone", 200),
    ("link without a text gone", 100),
    ("image became its text", 10),
    ("link without its mark", 20),
    ("menu entry gone", 50),
    ("menu gone", 10),
    ("rights: link", 50),
    ("label of what is hidden", 200),
    ("name of several, of whom one is seen", 20),
    ("name of a hidden record in the text", 300),
    ("topic of hidden articles alone", 200),
    ("month of hidden articles alone", 200),
    ("event of which a report is hidden", 30),
    ("quote of which a printing is hidden", 20),
];

/// What there has to be where passages are cut.
pub const WANTED_OF_PASSAGES: [(&str, usize); 3] =
    [("redacted", 100), ("annotation touched by a redaction", 50), ("excerpt", 100)];
