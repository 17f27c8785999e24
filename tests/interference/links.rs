//! Where links lead, once all is there that they can lead to.

use std::collections::BTreeMap;

use crate::generate::Maker;
use crate::model::{Aim, Inline, Kind, Record, Site, Value};
use crate::places::folders;

/// Gives every link of the site a place to lead to.
pub fn fill_links(maker: &mut Maker) {
    let ends = Ends::of(maker);
    let mut records = std::mem::take(&mut maker.site.records);
    for record in &mut records {
        let own = marks(record);
        for block in &mut record.body {
            fill(maker, &ends, &mut block.inlines, &own);
        }
        let annotated = record.annotations.iter_mut().flat_map(|annotation| &mut annotation.fields);
        for field in annotated {
            if let Value::Markdown(inlines) = &mut field.value {
                fill(maker, &ends, inlines, &[]);
            }
        }
    }
    maker.site.records = records;
    let mut menu = std::mem::take(&mut maker.site.menu);
    menu.iter_mut().for_each(|(_, aim)| *aim = ends.one(maker, &[]));
    maker.site.menu = menu;
}

fn fill(maker: &mut Maker, ends: &Ends, inlines: &mut [Inline], own: &[String]) {
    for inline in inlines {
        match inline {
            Inline::Link(_, aim) => *aim = ends.one(maker, own),
            Inline::Bare(aim) | Inline::Card(aim) => *aim = ends.name(maker),
            _ => {}
        }
    }
}

/// The annotations of a record that have a mark.
fn marks(record: &Record) -> Vec<String> {
    let marked = record.annotations.iter().filter(|one| !["mentions", "redactions"].contains(&one.list));
    marked.map(|annotation| annotation.id.clone()).collect()
}

struct Ends {
    /// Each record with its marks, and whether its file can be named.
    records: Vec<(Kind, String, Vec<String>, bool)>,
    folders: BTreeMap<String, Vec<String>>,
    /// What has a name, by sort: the name and the folder.
    names: BTreeMap<String, Vec<(String, String)>>,
    statics: Vec<String>,
}

impl Ends {
    fn of(maker: &Maker) -> Self {
        let records = maker.site.records.iter();
        let end =
            |record: &Record| (record.kind, record.id.clone(), marks(record), record.file.ends_with(".md"));
        let mut by_first: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for folder in folders(&maker.site) {
            let first = folder.split('/').next().unwrap_or_default().to_string();
            by_first.entry(first).or_default().push(folder);
        }
        let mut names: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for (name, folder) in names_of(&maker.site) {
            let sort = name.split(':').next().unwrap_or_default().to_string();
            names.entry(sort).or_default().push((name, folder));
        }
        Self {
            records: records.map(end).collect(),
            folders: by_first,
            names,
            statics: maker.site.statics.iter().map(|file| file.path.clone()).collect(),
        }
    }

    fn one(&self, maker: &mut Maker, own: &[String]) -> Aim {
        match maker.dice.below(10) {
            0 | 1 if !own.is_empty() => Aim::Mark(maker.dice.pick(own).expect("a mark")),
            0..=2 if !self.statics.is_empty() => Aim::Static(maker.dice.pick(&self.statics).expect("a file")),
            3 if maker.dice.chance(70) => self.name(maker),
            // Sorts of pages are picked first, because there are most of some of them.
            0..=5 => {
                let sorts: Vec<Vec<String>> = self.folders.values().cloned().collect();
                let sort = maker.dice.pick(&sorts).expect("a sort");
                Aim::Folder(maker.dice.pick(&sort).expect("a page"))
            }
            _ => {
                let (kind, id, marks, by_file) = maker.dice.pick(&self.records).expect("a record");
                let mark = maker.dice.pick(&marks).filter(|_| maker.dice.chance(50));
                Aim::Record { kind, id, by_file: by_file && maker.dice.chance(60), mark }
            }
        }
    }

    /// Something by its name.
    fn name(&self, maker: &mut Maker) -> Aim {
        let sorts: Vec<Vec<(String, String)>> = self.names.values().cloned().collect();
        let sort = maker.dice.pick(&sorts).expect("a sort");
        let (name, folder) = maker.dice.pick(&sort).expect("a name");
        Aim::Name { name, folder }
    }
}

/// All names of a site, with the folders of their pages.
fn names_of(site: &Site) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for record in &site.records {
        let sort = match record.kind {
            Kind::Article => "article",
            Kind::Company => "company",
            Kind::Person => "person",
            Kind::Publication => "publication",
            Kind::Story => "story",
            Kind::Briefing => "briefing",
            Kind::Page => "page",
        };
        names.push((format!("{sort}:{}", record.id), record.folder()));
    }
    for folder in folders(site) {
        let name = match folder.split('/').collect::<Vec<_>>().as_slice() {
            ["quotes", article, id] => format!("quote:{article}#{id}"),
            ["figures", company, metric] if metric.len() % 2 == 0 => format!("figure:{company}/{metric}"),
            ["figures", company, metric] => format!("chart:{company}/{metric}"),
            ["events", key] => format!("event:{}", key.replacen('.', "#", 1)),
            ["topics", topic] => format!("topic:{topic}"),
            ["timeline", "topics", topic] => format!("timeline:{topic}"),
            ["timeline", kind, _] => {
                let page = folder.trim_start_matches("timeline/");
                let record = site.records.iter().find(|record| record.folder() == page);
                let Some(record) = record.filter(|record| record.kind.folder() == *kind) else { continue };
                format!("timeline:{}", record.id)
            }
            _ => continue,
        };
        names.push((name, folder));
    }
    names
}
