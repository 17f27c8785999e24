//! Deletes from a site all that a reader may not see, as an editor would who took out the rest by hand.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Aim, Annotation, BESIDE, Block, Field, Inline, Kind, Piece, Record, Rights, Site, Target, Value,
};
use crate::passage::{excerpt, redact};
use crate::places::folders;
use crate::reader::{Hidden, Reader};

/// How often what was deleted.
pub type Tally = BTreeMap<String, usize>;

fn count(tally: &mut Tally, what: impl Into<String>) {
    *tally.entry(what.into()).or_default() += 1;
}

/// The site without what its reader may not see.
pub fn without_the_withheld(site: &Site, tally: &mut Tally) -> Site {
    seen_by(site, &Reader::of(site), tally)
}

/// The site without references to what is not in it.
pub fn without_loose_ends(site: &Site) -> Site {
    seen_by(site, &Reader::of_everything(), &mut Tally::new())
}

fn seen_by(site: &Site, reader: &Reader, tally: &mut Tally) -> Site {
    let mut left = site.clone();
    left.records.retain(|record| {
        let hidden = reader.hidden(site, record);
        if let Some(reason) = hidden {
            count(tally, format!("{} hidden: {}", record.kind.folder(), named(reason)));
        }
        hidden.is_none()
    });
    left.statics.retain(|file| {
        let seen = reader.sees_file(site, &file.path);
        if !seen {
            count(tally, "static file hidden");
        }
        seen
    });
    if !reader.everything {
        for record in &mut left.records {
            let paths: Vec<String> =
                record.beside.iter().map(|file| record.path_beside(&file.path)).collect();
            let before = record.beside.len();
            let mut paths = paths.iter();
            record.beside.retain(|_| paths.next().is_none_or(|path| reader.sees_beside(site, path)));
            if record.beside.len() < before {
                count(tally, "file beside a record hidden");
            }
        }
        for article in &mut left.records {
            cut(article, reader, site.excerpt_words, tally);
        }
    }
    // Whether an annotation stays may hang on a company, and never on another annotation.
    for annotations in [false, true] {
        let known = Known::of(&left, annotations);
        let mut pruning = Pruning { known: &known, reader, tally };
        left.records.iter_mut().for_each(|record| pruning.record(record));
    }
    links(&mut left, site, tally);
    if !reader.everything {
        labels(&mut left, tally);
        if site.bare {
            bare(&mut left);
        }
    }
    left
}

/// Deletes the labels of what nothing is about any more.
fn labels(site: &mut Site, tally: &mut Tally) {
    let folders = folders(site);
    site.labels.retain(|(list, id)| {
        let of_metric =
            |folder: &String| folder.starts_with("figures/") && folder.ends_with(&format!("/{id}"));
        let used = match *list {
            "topics" => folders.contains(&format!("topics/{id}")),
            _ => folders.iter().any(of_metric),
        };
        if !used {
            count(tally, "label of what is hidden");
        }
        used
    });
}

/// Deletes for whom all is, and until when and from when on; but a feed tells when an embargo ended.
fn bare(site: &mut Site) {
    site.audiences.clear();
    site.patterns.clear();
    (site.reader, site.default_audience, site.drafts) = (None, None, false);
    for record in &mut site.records {
        (record.audience, record.expires, record.draft) = (None, None, false);
        record.embargo =
            record.embargo.take().filter(|_| matches!(record.kind, Kind::Article | Kind::Briefing));
        let annotations = record.annotations.iter_mut().map(|annotation| &mut annotation.fields);
        annotations.chain([&mut record.fields]).for_each(without_audiences);
    }
}

fn without_audiences(fields: &mut Vec<Field>) {
    fn inside(value: &mut Value) {
        match value {
            Value::Map(fields) => without_audiences(fields),
            Value::List(list) => list.iter_mut().for_each(inside),
            _ => {}
        }
    }
    fields.retain(|field| !matches!(field.value, Value::Audience(_)));
    fields.iter_mut().for_each(|field| inside(&mut field.value));
}

fn named(reason: Hidden) -> &'static str {
    match reason {
        Hidden::Draft => "draft",
        Hidden::Audience => "audience",
        Hidden::Embargo => "embargo",
        Hidden::Expired => "expired",
        Hidden::Published => "published later",
    }
}

/// Cuts the passages that the reader may not see, and what the rights leave out.
fn cut(record: &mut Record, reader: &Reader, words: usize, tally: &mut Tally) {
    let hidden = record.annotations.iter().filter(|one| one.list == "redactions");
    let hidden = hidden.filter(|one| !reader.is_among(&one.seen_by));
    let once = shown_beside(record);
    let passages: Vec<Piece> = hidden.flat_map(|one| one.pieces.clone()).collect();
    record.annotations.retain(|annotation| annotation.list != "redactions");
    let before = record.annotations.len();
    if !passages.is_empty() {
        count(tally, "redacted");
        redact(&mut record.body, &mut record.annotations, &passages);
        if record.annotations.len() < before {
            count(tally, "annotation touched by a redaction");
        }
    }
    record.annotations.retain(|annotation| {
        let audience = annotation.fields.iter().find_map(|field| match &field.value {
            Value::Audience(names) => Some(names),
            _ => None,
        });
        let seen = audience.is_none_or(|names| reader.is_among(names));
        if !seen {
            count(tally, format!("{} hidden: audience", annotation.list));
        }
        seen
    });
    match record.rights {
        Rights::Full => {}
        Rights::Excerpt => {
            count(tally, "excerpt");
            record.fields.retain(|field| !["dek", "image"].contains(&field.key));
            excerpt(&mut record.body, &mut record.annotations, words);
        }
        Rights::Link => {
            count(tally, "rights: link");
            let gone = ["summary", "dek", "image", "credits", "corrections"];
            record.fields.retain(|field| !gone.contains(&field.key));
            record.annotations.clear();
            record.body.clear();
        }
    }
    let still = shown_beside(record);
    let before = record.beside.len();
    let is_full = record.rights == Rights::Full;
    record.beside.retain(|file| still.contains(&file.path) || is_full && !once.contains(&file.path));
    if record.beside.len() < before {
        count(tally, "file beside a record gone with what shows it");
    }
}

/// The files beside a record that its text shows.
fn shown_beside(record: &Record) -> BTreeSet<String> {
    let inlines = record.body.iter().flat_map(|block| &block.inlines);
    let name = |inline: &Inline| match inline {
        Inline::Image(_, path) => path.strip_prefix(BESIDE).map(ToString::to_string),
        _ => None,
    };
    inlines.filter_map(name).collect()
}

/// What can be referred to.
struct Known {
    targets: BTreeSet<Target>,
    /// Whether it is decided which annotations there are.
    annotations: bool,
}

impl Known {
    fn of(site: &Site, annotations: bool) -> Self {
        let mut targets: BTreeSet<Target> = BTreeSet::new();
        targets.extend(site.statics.iter().map(|file| Target::Static(file.path.clone())));
        for record in &site.records {
            let id = record.id.clone();
            match record.kind {
                Kind::Article => drop(targets.insert(Target::Article(id))),
                Kind::Story => {
                    targets.insert(Target::Story(id.clone()));
                    targets.insert(Target::Document(id));
                }
                kind if kind.is_entity() => drop(targets.insert(Target::Entity(id))),
                _ => {}
            }
            let of = |annotation: &Annotation| Target::Annotation(record.id.clone(), annotation.id.clone());
            targets.extend(record.annotations.iter().map(of));
        }
        Self { targets, annotations }
    }

    fn has(&self, target: &Target) -> bool {
        !self.annotations && matches!(target, Target::Annotation(..)) || self.targets.contains(target)
    }
}

struct Pruning<'a> {
    known: &'a Known,
    reader: &'a Reader,
    tally: &'a mut Tally,
}

impl Pruning<'_> {
    fn record(&mut self, record: &mut Record) {
        let all = self.fields(&mut record.fields, record.kind.folder());
        assert!(all, "a record {} that cannot be without what is withheld", record.id);
        record.annotations.retain_mut(|annotation| {
            let stays = self.fields(&mut annotation.fields, annotation.list);
            if !stays {
                count(self.tally, format!("{} gone for what it needs", annotation.list));
            }
            stays
        });
    }

    /// Takes out what leads nowhere; false where a field is among it that has to be there.
    fn fields(&mut self, fields: &mut Vec<Field>, of: &str) -> bool {
        let mut complete = true;
        fields.retain_mut(|field| {
            let stays = self.value(&mut field.value, of, field.key);
            if !stays && !field.required {
                count(self.tally, format!("{of} without {}", field.key));
            }
            complete &= stays || !field.required;
            stays
        });
        complete
    }

    /// Whether a value stays. Of a list its items go.
    fn value(&mut self, value: &mut Value, of: &str, key: &str) -> bool {
        match value {
            Value::Text(_) | Value::Number(_) | Value::No | Value::Markdown(_) => true,
            Value::Ref(target, _) => self.known.has(target),
            Value::Date(date) => self.reader.is_past(date),
            Value::Audience(names) => self.reader.is_among(names),
            Value::Map(fields) => self.fields(fields, of),
            Value::List(list) => {
                list.retain_mut(|item| {
                    let stays = self.value(item, of, key);
                    if !stays {
                        count(self.tally, format!("{of} without an item of {key}"));
                    }
                    stays
                });
                true
            }
        }
    }
}

/// Puts their text in the place of links that lead nowhere.
fn links(site: &mut Site, before: &Site, tally: &mut Tally) {
    let ends = Ends::of(site);
    let mut links = Links { ends: &ends, tally };
    for record in &mut site.records {
        let id = record.id.clone();
        for Block { inlines, .. } in &mut record.body {
            links.inlines(inlines, &id);
        }
        record.fields.iter_mut().for_each(|field| links.value(&mut field.value, &id));
        for annotation in &mut record.annotations {
            annotation.fields.iter_mut().for_each(|field| links.value(&mut field.value, &id));
        }
    }
    site.menu.retain_mut(|(_, aim)| links.leads(aim, ""));
    if site.menu.len() < before.menu.len() {
        count(tally, if site.menu.is_empty() { "menu gone" } else { "menu entry gone" });
    }
}

/// Where links can lead.
struct Ends {
    folders: BTreeSet<String>,
    records: BTreeSet<(Kind, String)>,
    marks: BTreeSet<(String, String)>,
    statics: BTreeSet<String>,
    /// Files beside records, by the id of the record.
    beside: BTreeSet<(String, String)>,
}

impl Ends {
    fn of(site: &Site) -> Self {
        let marks = site.records.iter().flat_map(|record| {
            record.annotations.iter().map(|annotation| (record.id.clone(), annotation.id.clone()))
        });
        Self {
            folders: folders(site),
            records: site.records.iter().map(|record| (record.kind, record.id.clone())).collect(),
            marks: marks.collect(),
            statics: site.statics.iter().map(|file| file.path.clone()).collect(),
            beside: site
                .records
                .iter()
                .flat_map(|record| record.beside.iter().map(|file| (record.id.clone(), file.path.clone())))
                .collect(),
        }
    }
}

struct Links<'a> {
    ends: &'a Ends,
    tally: &'a mut Tally,
}

impl Links<'_> {
    fn value(&mut self, value: &mut Value, page: &str) {
        match value {
            Value::Markdown(inlines) => self.inlines(inlines, page),
            Value::List(list) => list.iter_mut().for_each(|value| self.value(value, page)),
            Value::Map(fields) => fields.iter_mut().for_each(|field| self.value(&mut field.value, page)),
            _ => {}
        }
    }

    fn inlines(&mut self, inlines: &mut [Inline], page: &str) {
        for inline in inlines {
            let dead = match inline {
                Inline::Link(text, aim) => {
                    (!self.leads(aim, page)).then(|| ("link became its text", text.clone()))
                }
                Inline::Bare(aim) => {
                    (!self.leads(aim, page)).then(|| ("link without a text gone", String::new()))
                }
                Inline::Card(aim) => (!self.leads(aim, page)).then(|| ("card gone", String::new())),
                Inline::Image(alt, path) => {
                    let is_there = match path.strip_prefix(BESIDE) {
                        Some(name) => self.ends.beside.contains(&(page.to_string(), name.to_string())),
                        None => self.ends.statics.contains(path),
                    };
                    (!is_there).then(|| ("image became its text", alt.clone()))
                }
                _ => None,
            };
            if let Some((what, text)) = dead {
                count(self.tally, what);
                *inline = Inline::Text(text);
            }
        }
    }

    /// Whether a link leads somewhere. A page is there without the mark that a link names.
    fn leads(&mut self, aim: &mut Aim, page: &str) -> bool {
        match aim {
            Aim::Record { kind, id, mark, .. } => {
                let gone = mark.take_if(|mark| !self.ends.marks.contains(&(id.clone(), mark.clone())));
                if gone.is_some() {
                    count(self.tally, "link without its mark");
                }
                self.ends.records.contains(&(*kind, id.clone()))
            }
            Aim::Mark(mark) => self.ends.marks.contains(&(page.to_string(), mark.clone())),
            Aim::Static(path) => self.ends.statics.contains(path),
            Aim::Folder(folder) | Aim::Name { folder, .. } => self.ends.folders.contains(folder),
        }
    }
}
