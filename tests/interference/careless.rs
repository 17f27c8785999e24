//! Sites as a careless build would take them: with one thing that is seen though it should not be.

use crate::delete::{Tally, without_loose_ends, without_the_withheld};
use crate::model::{Field, Record, Rights, Site, Value};
use crate::reader::{Hidden, Reader};

/// What is forgotten.
pub const SLIPS: [&str; 9] = [
    "a draft",
    "an audience",
    "an embargo",
    "an expiry",
    "a date of publication",
    "a static file",
    "an audience of an annotation",
    "the reader",
    "a correction to come",
];

/// The same of passages.
pub const SLIPS_OF_PASSAGES: [&str; 2] = ["a redaction", "rights"];

/// The site with each of these forgotten once, where there is something to forget.
pub fn slips(site: &Site) -> Vec<(&'static str, Site)> {
    let reasons = [Hidden::Draft, Hidden::Audience, Hidden::Embargo, Hidden::Expired, Hidden::Published];
    let mut slips: Vec<(&'static str, Site)> = Vec::new();
    for (what, reason) in SLIPS.into_iter().zip(reasons) {
        slips.extend(record(site, reason).map(|site| (what, site)));
    }
    slips.extend(file(site).map(|site| ("a static file", site)));
    slips.extend(annotation(site).map(|site| ("an audience of an annotation", site)));
    slips.extend(redaction(site).map(|site| ("a redaction", site)));
    slips.extend(correction(site).map(|site| ("a correction to come", site)));
    slips.extend(rights(site).map(|site| ("rights", site)));
    slips.extend(other_reader(site).map(|site| ("the reader", site)));
    slips
}

/// The first record with a page of its own that is hidden for this reason alone is not.
fn record(site: &Site, reason: Hidden) -> Option<Site> {
    let reader = Reader::of(site);
    for at in 0..site.records.len() {
        if reader.hidden(site, &site.records[at]) != Some(reason) {
            continue;
        }
        let mut slip = site.clone();
        let record = &mut slip.records[at];
        match reason {
            Hidden::Draft => record.draft = false,
            Hidden::Audience => record.audience = site.reader.clone().map(|name| vec![name]),
            Hidden::Embargo => record.embargo = None,
            Hidden::Expired => record.expires = None,
            Hidden::Published => record.published = None,
        }
        if reader.hidden(&slip, &slip.records[at]).is_none() {
            // Without its date it has no month that could be linked to.
            return Some(without_loose_ends(&slip));
        }
    }
    None
}

/// A correction of an article that is seen is there before its date.
fn correction(site: &Site) -> Option<Site> {
    let reader = Reader::of(site);
    let is_seen = |record: &Record| reader.hidden(site, record).is_none() && record.rights != Rights::Link;
    for (at, _) in site.records.iter().enumerate().filter(|(_, record)| is_seen(record)) {
        let mut slip = site.clone();
        let fields = slip.records[at].fields.iter_mut().filter(|field| field.key == "corrections");
        let items = fields.flat_map(|field| match &mut field.value {
            Value::List(items) => items.iter_mut(),
            _ => [].iter_mut(),
        });
        let dates = items.filter_map(|item| match item {
            Value::Map(fields) => fields.iter_mut().find(|field| field.key == "date"),
            _ => None,
        });
        let to_come = |field: &&mut Field| matches!(&field.value, Value::Date(date) if !reader.is_past(date));
        if let Some(field) = dates.into_iter().find(to_come) {
            field.value = Value::Date(crate::moments::published(site, -1, 3));
            return Some(slip);
        }
    }
    None
}

fn file(site: &Site) -> Option<Site> {
    let (reader, name) = (Reader::of(site), site.reader.clone()?);
    let hidden = site.statics.iter().find(|file| !reader.sees_file(site, &file.path))?;
    let mut slip = site.clone();
    slip.patterns.retain(|(pattern, _)| !crate::reader::matches(pattern, &hidden.path));
    slip.patterns.push((hidden.path.clone(), vec![name]));
    // A file without a label has one by default, or is a mistake.
    let others = site.statics.iter().filter(|file| file.path != hidden.path);
    let others: Vec<_> = others.map(|file| (file.path.clone(), reader.sees_file(site, &file.path))).collect();
    others.into_iter().all(|(path, seen)| Reader::of(&slip).sees_file(&slip, &path) == seen).then_some(slip)
}

/// An annotation of an article that is seen whole, with all that it refers to.
fn annotation(site: &Site) -> Option<Site> {
    let left = without_the_withheld(site, &mut Tally::new());
    let reader = Reader::of(site);
    for (at, record) in site.records.iter().enumerate() {
        for (number, annotation) in record.annotations.iter().enumerate() {
            let hides = |value: &Value| matches!(value, Value::Audience(names) if !reader.is_among(names));
            if annotation.id.is_empty() || !annotation.fields.iter().any(|field| hides(&field.value)) {
                continue;
            }
            let mut slip = site.clone();
            slip.records[at].annotations[number].fields.retain(|field| !hides(&field.value));
            if without_the_withheld(&slip, &mut Tally::new()) != left {
                return Some(slip);
            }
        }
    }
    None
}

/// The first article of which something is left, changed so that more is.
fn article(site: &Site, change: impl Fn(&mut Record)) -> Option<Site> {
    let left = without_the_withheld(site, &mut Tally::new());
    (0..site.records.len()).find_map(|at| {
        let mut slip = site.clone();
        change(&mut slip.records[at]);
        (without_the_withheld(&slip, &mut Tally::new()) != left).then_some(slip)
    })
}

fn redaction(site: &Site) -> Option<Site> {
    let reader = Reader::of(site);
    let shown = |one: &crate::model::Annotation| one.list != "redactions" || reader.is_among(&one.seen_by);
    article(site, |record| {
        if record.rights == Rights::Full {
            record.annotations.retain(shown);
        }
    })
}

fn rights(site: &Site) -> Option<Site> {
    // Of the text, and not of what is left of a site without it.
    article(site, |record| {
        if record.rights == Rights::Excerpt && !record.body.is_empty() {
            record.rights = Rights::Full;
        }
    })
}

/// The site for a reader who sees more.
fn other_reader(site: &Site) -> Option<Site> {
    let slip = Site { reader: Some("chair".to_string()), ..site.clone() };
    let records = |site: &Site| -> Vec<String> {
        let left = without_the_withheld(site, &mut Tally::new());
        let shown = left.records.iter();
        shown.map(crate::model::Record::folder).collect()
    };
    (site.reader.is_some() && records(&slip) != records(site)).then_some(slip)
}
