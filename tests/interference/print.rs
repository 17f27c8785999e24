//! A site as files, as an editor would write it.

use clipsheet::value::Id;
use serde_yaml::{Mapping, Value as Yaml};

use crate::model::{
    Aim, Annotation, BESIDE, Block, BlockKind, Field, Inline, Kind, Record, Rights, Site, Value,
};
use crate::script::{Files, Flags};

/// The files of a site, without those of its theme.
pub fn files(site: &Site) -> Files {
    let mut files = Files::from([("content/site.yaml".to_string(), yaml(settings(site)))]);
    for record in &site.records {
        write(site, record, &mut files);
        for file in &record.beside {
            files.insert(format!("content/{}", record.path_beside(&file.path)), file.text.clone());
        }
    }
    for file in &site.statics {
        files.insert(format!("content/static/{}", file.path), file.text.clone());
    }
    files
}

/// The options that it is built with.
pub fn flags(site: &Site) -> Flags {
    let mut flags = Flags::from([("--as-of".to_string(), site.as_of.to_string())]);
    flags.extend(site.reader.iter().map(|name| ("--audience".to_string(), name.clone())));
    flags.extend(site.drafts.then(|| ("--drafts".to_string(), String::new())));
    flags
}

fn yaml(mapping: Mapping) -> String {
    if mapping.is_empty() { String::new() } else { serde_yaml::to_string(&mapping).expect("YAML") }
}

fn strings(names: &[String]) -> Yaml {
    match names {
        [name] => name.as_str().into(),
        names => names.iter().map(String::as_str).map(Yaml::from).collect::<Vec<_>>().into(),
    }
}

fn settings(site: &Site) -> Mapping {
    let page = Page { site, from: "content/site.yaml" };
    let mut map = Mapping::new();
    let mut put = |key: &str, value: Yaml| drop(map.insert(key.into(), value));
    put("title", "Site".into());
    put("theme", site.theme.into());
    put("timezone", site.zone.into());
    put("base_url", "https://example.org/news".into());
    put("excerpt_words", site.excerpt_words.into());
    // With a site map, in half of all sites.
    put("visibility", if site.directory_urls { "public" } else { "internal" }.into());
    put("urls", if site.directory_urls { "directory" } else { "index" }.into());
    if !site.audiences.is_empty() {
        let audiences = site.audiences.iter().map(|(name, includes)| {
            let includes: Vec<Yaml> = includes.iter().map(|name| name.as_str().into()).collect();
            (name.as_str().into(), Mapping::from_iter([("includes".into(), includes.into())]).into())
        });
        put("audiences", Mapping::from_iter(audiences).into());
    }
    if let Some(default) = &site.default_audience {
        put("default_audience", default.as_str().into());
    }
    if !site.patterns.is_empty() {
        let patterns = site.patterns.iter().map(|(pattern, names)| (pattern.as_str().into(), strings(names)));
        put("files", Mapping::from_iter(patterns).into());
    }
    for list in ["topics", "metrics"] {
        let own = site.labels.iter().filter(|(of, _)| *of == list);
        let label = |id: &String| -> Yaml {
            let label = Yaml::from(format!("Label of {id}"));
            if list == "topics" { label } else { Mapping::from_iter([("label".into(), label)]).into() }
        };
        let labels: Mapping = own.map(|(_, id)| (id.as_str().into(), label(id))).collect();
        if !labels.is_empty() {
            put(list, labels.into());
        }
    }
    if !site.menu.is_empty() {
        let entry = |(label, aim): &(String, Aim)| -> Yaml {
            let url = Yaml::from(page.target(aim));
            Mapping::from_iter([("label".into(), label.as_str().into()), ("url".into(), url)]).into()
        };
        put("menu", site.menu.iter().map(entry).collect::<Vec<_>>().into());
    }
    map
}

/// A file that is written, from which links start.
struct Page<'a> {
    site: &'a Site,
    from: &'a str,
}

fn file_of(site: &Site, kind: Kind, id: &str) -> String {
    let record = site.records.iter().find(|record| record.kind == kind && record.id == id);
    record.map_or_else(
        || panic!("a link to a record {id} that is gone"),
        |record| format!("content/{}/{}", kind.folder(), record.file),
    )
}

impl Page<'_> {
    fn target(&self, aim: &Aim) -> String {
        let mark = |mark: &Option<String>| mark.as_ref().map_or(String::new(), |mark| format!("#a-{mark}"));
        match aim {
            Aim::Record { kind, id, by_file: true, mark: place } => {
                let up = "../".repeat(self.from.matches('/').count());
                format!("{up}{}{}", file_of(self.site, *kind, id), mark(place))
            }
            Aim::Record { kind, id, by_file: false, mark: place } => {
                let record = self.site.records.iter().find(|r| r.kind == *kind && r.id == *id);
                let record = record.unwrap_or_else(|| panic!("a link to a record {id} that is gone"));
                format!("/{}/{}", record.folder(), mark(place))
            }
            Aim::Mark(place) => format!("#a-{place}"),
            Aim::Static(path) => format!("/{path}"),
            Aim::Folder(folder) if folder.is_empty() => "/".to_string(),
            Aim::Folder(folder) => format!("/{folder}/"),
            Aim::Name { name, .. } => name.clone(),
        }
    }

    fn inline(&self, inline: &Inline) -> String {
        match inline {
            Inline::Text(text) => text.clone(),
            Inline::Emphasis(text) => format!("*{text}*"),
            Inline::Link(text, aim) if text.len() % 4 == 1 => {
                format!("[{text}]({} \"A title of {text}\")", self.target(aim))
            }
            Inline::Link(text, aim) => format!("[{text}]({})", self.target(aim)),
            Inline::Image(alt, path) => match path.strip_prefix(BESIDE) {
                Some(name) => format!("![{alt}]({name})"),
                None => format!("![{alt}](/{path})"),
            },
            Inline::Bare(aim) => format!("[]({})", self.target(aim)),
            Inline::Card(aim) => match self.target(aim) {
                name if name.len() % 3 == 0 => format!("```embed\n{name}\n```"),
                name if name.len() % 3 == 1 => format!("[]({name})"),
                name => format!("<{name}>"),
            },
        }
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn body(&self, body: &[Block]) -> String {
        let mut text = String::new();
        let mut before = None;
        for block in body {
            let sign = match block.kind {
                BlockKind::Paragraph => "",
                BlockKind::Heading => "## ",
                BlockKind::Item => "- ",
                BlockKind::Quotation => "> ",
            };
            let in_a_row = block.kind == BlockKind::Item && before == Some(BlockKind::Item);
            text.push_str(if in_a_row { "" } else { "\n" });
            text.push_str(&format!("{sign}{}\n", self.inlines(&block.inlines)));
            before = Some(block.kind);
        }
        text
    }

    fn value(&self, value: &Value) -> Yaml {
        match value {
            Value::Text(text) | Value::Ref(_, text) => text.as_str().into(),
            Value::Number(number) => (*number).into(),
            Value::No => false.into(),
            Value::Date(date) => date.written.as_str().into(),
            Value::Audience(names) => strings(names),
            Value::Markdown(inlines) => self.inlines(inlines).into(),
            Value::List(list) => list.iter().map(|value| self.value(value)).collect::<Vec<_>>().into(),
            Value::Map(fields) => self.fields(fields).into(),
        }
    }

    fn fields(&self, fields: &[Field]) -> Mapping {
        fields.iter().map(|field| (field.key.into(), self.value(&field.value))).collect()
    }

    fn front_matter(&self, record: &Record) -> Mapping {
        let mut map = self.fields(&record.fields);
        let mut put = |key: &str, value: Yaml| drop(map.insert(key.into(), value));
        if let Some(slug) = &record.slug {
            put("slug", slug.as_str().into());
        }
        if record.draft {
            put("draft", true.into());
        }
        if let Some(names) = &record.audience {
            put("audience", strings(names));
        }
        for (key, when) in [("embargo", &record.embargo), ("expires", &record.expires)] {
            if let Some(when) = when {
                put(key, when.written.as_str().into());
            }
        }
        if let Some(date) = &record.published {
            put("published", date.written.as_str().into());
        }
        match record.rights {
            Rights::Full => {}
            Rights::Excerpt => put("rights", "excerpt".into()),
            Rights::Link => put("rights", "link".into()),
        }
        map
    }

    fn annotation(&self, body: &[String], annotation: &Annotation) -> Yaml {
        let mut map = Mapping::new();
        if !annotation.id.is_empty() {
            assert!(Id::parse(&annotation.id).is_ok(), "an id");
            map.insert("id".into(), annotation.id.as_str().into());
        }
        for (key, value) in selector(body, annotation) {
            map.insert(key.into(), value);
        }
        map.extend(self.fields(&annotation.fields));
        if annotation.list == "redactions" {
            map.insert("audience".into(), strings(&annotation.seen_by));
        }
        map.into()
    }
}

/// The text of an annotation, with what stands beside it as far as it takes to make it the only one.
fn selector(body: &[String], annotation: &Annotation) -> Vec<(&'static str, Yaml)> {
    let text = |piece: &crate::model::Piece| &body[piece.block][piece.start..piece.end];
    let [piece] = annotation.pieces.as_slice() else {
        let pieces: Vec<Yaml> = annotation.pieces.iter().map(|piece| text(piece).into()).collect();
        return vec![("exact", pieces.into())];
    };
    let (exact, block) = (text(piece), &body[piece.block]);
    // What stands before a passage may be the end of another paragraph.
    let whole = body.iter().flat_map(|block| block.split_whitespace()).collect::<Vec<_>>().join(" ");
    let times = |wanted: &str| whole.matches(wanted.trim()).count();
    let (mut from, mut to) = (piece.start, piece.end);
    while times(&block[from..to]) > 1 && (from, to) != (0, block.len()) {
        from = block[..from].trim_end().rfind(' ').map_or(0, |space| space + 1);
        to = block[to..]
            .trim_start()
            .find(' ')
            .map_or(block.len(), |space| block.len() - block[to..].trim_start().len() + space);
    }
    let mut found = vec![("exact", exact.into())];
    found.extend((from < piece.start).then(|| ("prefix", block[from..piece.start].into())));
    found.extend((piece.end < to).then(|| ("suffix", block[piece.end..to].into())));
    found
}

fn write(site: &Site, record: &Record, files: &mut Files) {
    let path = format!("content/{}/{}", record.kind.folder(), record.file);
    let page = Page { site, from: &path };
    let (front_matter, body) = (page.front_matter(record), page.body(&record.body));
    let texts: Vec<String> = record.body.iter().map(Block::plain).collect();
    let mut sidecar = Mapping::new();
    for annotation in &record.annotations {
        let list = sidecar.entry(annotation.list.into()).or_insert_with(|| Yaml::Sequence(Vec::new()));
        let item = page.annotation(&texts, annotation);
        list.as_sequence_mut().expect("a list").push(item);
    }
    let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    if path.ends_with(".txt") {
        sidecar.insert("article".into(), front_matter.into());
        files.insert(path.clone(), body.trim_start().to_string());
    } else {
        files.insert(path.clone(), format!("---\n{}---\n{body}", yaml(front_matter)));
    }
    if !sidecar.is_empty() {
        files.insert(format!("{stem}.yaml"), yaml(sidecar));
    }
}
