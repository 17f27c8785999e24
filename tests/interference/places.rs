//! Which pages a site has, so that the oracle knows which links lead somewhere.

use std::collections::BTreeSet;

use crate::model::{Annotation, Kind, Record, Site, Target, Value};

fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Text(text)) => vec![text.clone()],
        Some(Value::List(list)) => list.iter().flat_map(|value| texts(Some(value))).collect(),
        _ => Vec::new(),
    }
}

fn entities(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Ref(Target::Entity(id), _)) => vec![id.clone()],
        Some(Value::List(list)) => list.iter().flat_map(|value| entities(Some(value))).collect(),
        _ => Vec::new(),
    }
}

pub fn field<'a>(annotation: &'a Annotation, key: &str) -> Option<&'a Value> {
    annotation.fields.iter().find(|field| field.key == key).map(|field| &field.value)
}

/// The topics of an article.
pub fn topics(article: &Record) -> Vec<String> {
    texts(article.field("topics"))
}

/// The folders of all pages.
pub fn folders(site: &Site) -> BTreeSet<String> {
    let mut folders = BTreeSet::from([String::new()]);
    for record in &site.records {
        let listed =
            matches!(record.kind, Kind::Article | Kind::Story | Kind::Briefing) || record.kind.is_entity();
        folders.extend(listed.then(|| record.kind.folder().to_string()));
        folders.insert(record.folder());
        folders.extend(topics(record).iter().map(|topic| format!("topics/{topic}")));
        folders.extend(record.published.iter().flat_map(|date| date.archive.clone()));
        for annotation in &record.annotations {
            annotated(site, record, annotation, &mut folders);
        }
    }
    let sections = ["topics", "archive", "quotes", "figures", "timeline"];
    let of_section = |section: &str, folder: &String| folder.starts_with(&format!("{section}/"));
    for section in sections {
        let any = folders.iter().any(|folder| of_section(section, folder));
        folders.extend(any.then(|| section.to_string()));
    }
    if folders.iter().any(|folder| folder.starts_with("events/")) {
        folders.insert("timeline".to_string());
    }
    folders
}

/// The pages that there are because of an annotation.
fn annotated(site: &Site, article: &Record, annotation: &Annotation, folders: &mut BTreeSet<String>) {
    let (of, id) = (&article.id, &annotation.id);
    match annotation.list {
        "quotes" => drop(folders.insert(format!("quotes/{of}/{id}"))),
        "figures" => {
            let metric = texts(field(annotation, "metric"));
            let company = entities(field(annotation, "company"));
            let pairs = company.iter().zip(&metric);
            folders.extend(pairs.map(|(company, metric)| format!("figures/{company}/{metric}")));
        }
        "events" => {
            let shared = texts(field(annotation, "event"));
            folders.insert(match shared.first() {
                Some(event) => format!("events/{event}"),
                None => format!("events/{of}.{id}"),
            });
            folders.extend(topics(article).iter().map(|topic| format!("timeline/topics/{topic}")));
            for entity in entities(field(annotation, "entities")) {
                let own = site.records.iter().find(|record| record.kind.is_entity() && record.id == entity);
                let whose = own.filter(|record| record.kind != Kind::Publication);
                folders.extend(whose.map(|record| format!("timeline/{}", record.folder())));
            }
        }
        _ => {}
    }
}
