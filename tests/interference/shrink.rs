//! A site that leaks, with no more in it than it takes.

use crate::build::{Fault, compare};
use crate::delete::{Tally, without_loose_ends, without_the_withheld};
use crate::model::{Block, BlockKind, Field, Inline, Record, Rights, Site, Value};

/// More builds than these are not made.
const MOST_TRIES: usize = 6_000;

/// The fault of a site that leaks, or of which what is left has mistakes.
pub fn fault(site: &Site) -> Option<Fault> {
    let left = without_the_withheld(site, &mut Tally::new());
    match compare(site, &left) {
        Err(fault @ (Fault::Leak(_) | Fault::Left(_))) => Some(fault),
        _ => None,
    }
}

/// Takes out one thing after the other, as long as it still fails in the same way.
pub fn shrunk(site: Site, fault_of: &dyn Fn(&Site) -> Option<Fault>) -> Site {
    let leaks = |site: &Site| fault_of(site).map(|fault| matches!(fault, Fault::Leak(_)));
    let wanted = leaks(&site);
    let (mut site, mut tries) = (site, 0);
    loop {
        let before = site.clone();
        let mut at = 0;
        while let Some(smaller) = smaller(&site).into_iter().nth(at) {
            tries += 1;
            if tries > MOST_TRIES {
                return site;
            }
            let smaller = without_loose_ends(&smaller);
            // What is taken out makes room for the next one.
            if smaller != site && leaks(&smaller) == wanted {
                site = smaller;
            } else {
                at += 1;
            }
        }
        if site == before {
            return site;
        }
    }
}

/// The site with one thing less, in every way.
fn smaller(site: &Site) -> Vec<Site> {
    let mut all: Vec<Site> = Vec::new();
    let mut with = |change: &dyn Fn(&mut Site)| {
        let mut smaller = site.clone();
        change(&mut smaller);
        all.push(smaller);
    };
    (0..site.records.len()).for_each(|at| with(&|site| drop(site.records.remove(at))));
    (0..site.statics.len()).for_each(|at| with(&|site| drop(site.statics.remove(at))));
    (0..site.menu.len()).for_each(|at| with(&|site| drop(site.menu.remove(at))));
    (0..site.patterns.len()).for_each(|at| with(&|site| drop(site.patterns.remove(at))));
    with(&|site| site.labels.clear());
    with(&|site| site.bare = false);
    with(&|site| site.theme = "whole");
    with(&|site| site.directory_urls = false);
    with(&|site| site.drafts = false);
    for (at, record) in site.records.iter().enumerate() {
        for smaller in smaller_records(record) {
            with(&|site| site.records[at] = smaller.clone());
        }
    }
    all
}

fn smaller_records(record: &Record) -> Vec<Record> {
    let mut all: Vec<Record> = Vec::new();
    let mut with = |change: &dyn Fn(&mut Record)| {
        let mut smaller = record.clone();
        change(&mut smaller);
        all.push(smaller);
    };
    (0..record.annotations.len()).for_each(|at| with(&|record| drop(record.annotations.remove(at))));
    (0..record.body.len()).for_each(|at| with(&|record| without_block(record, at)));
    (0..record.beside.len()).for_each(|at| with(&|record| drop(record.beside.remove(at))));
    with(&|record| record.draft = false);
    with(&|record| record.audience = None);
    with(&|record| record.embargo = None);
    with(&|record| record.expires = None);
    with(&|record| record.published = None);
    with(&|record| record.slug = None);
    with(&|record| record.rights = Rights::Full);
    if record.beside.is_empty() {
        with(&|record| record.file = format!("{}.md", record.id));
    }
    for fields in smaller_fields(&record.fields) {
        with(&|record| record.fields.clone_from(&fields));
    }
    for (at, annotation) in record.annotations.iter().enumerate() {
        for fields in smaller_fields(&annotation.fields) {
            with(&|record| record.annotations[at].fields.clone_from(&fields));
        }
    }
    for (at, block) in record.body.iter().enumerate() {
        for smaller in smaller_blocks(block) {
            with(&|record| record.body[at] = smaller.clone());
        }
    }
    all
}

fn without_block(record: &mut Record, at: usize) {
    record.body.remove(at);
    record.annotations.retain(|annotation| annotation.pieces.iter().all(|piece| piece.block != at));
    let pieces = record.annotations.iter_mut().flat_map(|annotation| &mut annotation.pieces);
    pieces.filter(|piece| piece.block > at).for_each(|piece| piece.block -= 1);
}

/// Blocks with less markup. Their text stays, so that places do.
fn smaller_blocks(block: &Block) -> Vec<Block> {
    let mut all = vec![Block { kind: BlockKind::Paragraph, ..block.clone() }];
    for (at, inline) in block.inlines.iter().enumerate() {
        let mut smaller = block.clone();
        match inline {
            Inline::Text(_) => continue,
            Inline::Image(..) if block.inlines.len() > 1 => drop(smaller.inlines.remove(at)),
            other => smaller.inlines[at] = Inline::Text(other.plain().to_string()),
        }
        all.push(smaller);
    }
    all
}

fn smaller_fields(fields: &[Field]) -> Vec<Vec<Field>> {
    let mut all: Vec<Vec<Field>> = Vec::new();
    for (at, field) in fields.iter().enumerate() {
        if !field.required || matches!(field.value, Value::Audience(_)) {
            let mut smaller = fields.to_vec();
            smaller.remove(at);
            all.push(smaller);
        }
        for value in smaller_values(&field.value) {
            let mut smaller = fields.to_vec();
            smaller[at].value = value;
            all.push(smaller);
        }
    }
    all
}

fn smaller_values(value: &Value) -> Vec<Value> {
    match value {
        Value::Map(fields) => smaller_fields(fields).into_iter().map(Value::Map).collect(),
        Value::List(items) => {
            let mut all: Vec<Value> = Vec::new();
            for (at, item) in items.iter().enumerate() {
                let mut fewer = items.clone();
                fewer.remove(at);
                all.push(Value::List(fewer));
                for smaller in smaller_values(item) {
                    let mut others = items.clone();
                    others[at] = smaller;
                    all.push(Value::List(others));
                }
            }
            all
        }
        Value::Markdown(inlines) if inlines.len() > 1 => {
            let plain = inlines.iter().map(Inline::plain).collect();
            vec![Value::Markdown(vec![Inline::Text(plain)])]
        }
        _ => Vec::new(),
    }
}
