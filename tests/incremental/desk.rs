//! The files of a site as an editor sees them: which records there are, what they are called, and
//! what can be written about them.

use clipsheet::path::{OutPath, UrlStyle};

use crate::dice::Dice;
use crate::lines::{Block, Lines};
use crate::script::{Files, Flags, State};
use crate::words;

/// A site under edit.
pub struct Desk<'a> {
    pub files: Files,
    pub flags: Flags,
    /// Whether everything is read anew.
    pub anew: bool,
    pub history: &'a [State],
    pub dice: &'a mut Dice,
}

/// The part of a path that is a record's id.
pub fn id_of(path: &str) -> String {
    let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem == "index" { above.rsplit('/').next().unwrap_or_default().to_string() } else { stem.to_string() }
}

/// The path of an article's sidecar.
pub fn sidecar_of(article: &str) -> String {
    format!("{}.yaml", article.rsplit_once('.').map_or(article, |(stem, _)| stem))
}

pub const ENTITIES: [&str; 3] = ["companies", "people", "publications"];

impl Desk<'_> {
    /// The records of a kind, by path.
    pub fn records(&self, kind: &str) -> Vec<String> {
        let folder = format!("content/{kind}/");
        let records = self.files.keys().filter(|path| path.starts_with(&folder) && !path.ends_with(".yaml"));
        records.cloned().collect()
    }

    pub fn entities(&self) -> Vec<String> {
        ENTITIES.iter().flat_map(|kind| self.records(kind)).collect()
    }

    pub fn record(&mut self, kind: &str) -> Option<String> {
        let records = self.records(kind);
        self.dice.pick(&records)
    }

    pub fn entity(&mut self) -> Option<String> {
        let entities = self.entities();
        self.dice.pick(&entities)
    }

    pub fn article(&mut self) -> Option<String> {
        self.record("articles")
    }

    pub fn lines(&self, path: &str) -> Lines {
        Lines::of(self.files.get(path).map_or("", String::as_str))
    }

    pub fn write(&mut self, path: &str, lines: &Lines) {
        self.files.insert(path.to_string(), lines.text());
    }

    /// The file with the metadata of an article.
    pub fn metadata(&self, article: &str) -> String {
        let sidecar = sidecar_of(article);
        let in_sidecar = self.files.get(&sidecar).is_some_and(|text| text.starts_with("article:"));
        if in_sidecar { sidecar } else { article.to_string() }
    }

    pub fn setting(&self, key: &str) -> String {
        self.lines("content/site.yaml").value(key)
    }

    /// The names of a record, without marks of YAML.
    pub fn names(&self, path: &str) -> Vec<String> {
        let lines = self.lines(path);
        let (name, aliases) = (lines.value("name"), lines.value("aliases"));
        let aliases = aliases.trim_matches(['[', ']']).split(',');
        let names = std::iter::once(name.as_str()).chain(aliases);
        names.map(|name| name.trim().trim_matches('"').to_string()).filter(|name| !name.is_empty()).collect()
    }

    /// Annotations of a list as `article#id`.
    pub fn annotations(&self, list: &str) -> Vec<String> {
        let articles = self.records("articles");
        let of = |article: &String| {
            let id = id_of(article);
            let blocks = self.lines(&sidecar_of(article)).blocks();
            blocks
                .into_iter()
                .filter(|block| block.list == list)
                .map(move |block| format!("{id}#{}", block.id))
        };
        articles.iter().flat_map(of).collect()
    }

    /// An annotation, with its sidecar.
    pub fn annotation(&mut self) -> Option<(String, Lines, Block)> {
        let articles = self.records("articles");
        let sidecars = articles.iter().map(|article| sidecar_of(article));
        let annotated: Vec<String> = sidecars.filter(|path| !self.lines(path).blocks().is_empty()).collect();
        let path = self.dice.pick(&annotated)?;
        let lines = self.lines(&path);
        let block = self.dice.pick(&lines.blocks())?;
        Some((path, lines, block))
    }

    /// Replaces each `<kind>` in a text by one that there is; nothing where there is none. `from` is
    /// the file that it is written to.
    pub fn fill(&mut self, from: &str, text: &str) -> Option<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('<') {
            let (kind, after) = after.split_once('>')?;
            filled.push_str(before);
            filled.push_str(&self.one(from, kind)?);
            rest = after;
        }
        Some(filled + rest)
    }

    fn one(&mut self, from: &str, kind: &str) -> Option<String> {
        let id = |path: Option<String>| path.map(|path| id_of(&path));
        match kind {
            "article" => id(self.record("articles")),
            "company" => id(self.record("companies")),
            "person" => id(self.record("people")),
            "publication" => id(self.record("publications")),
            "story" => id(self.record("stories")),
            "entity" => id(self.entity()),
            "speaker" => {
                id(if self.dice.chance(80) { self.record("people") } else { self.record("companies") })
            }
            "quote" | "figure" => {
                let all = self.annotations(&format!("{kind}s"));
                self.dice.pick(&all)
            }
            "company-name" | "person-name" | "name" => {
                let path = match kind {
                    "company-name" => self.record("companies"),
                    "person-name" => self.record("people"),
                    _ => self.entity(),
                }?;
                let names = self.names(&path);
                self.dice.pick(&names)
            }
            "document" => {
                let story = self.lines(&self.metadata(from)).value("story");
                let documents = self.lines(&format!("content/stories/{story}.md")).value("documents");
                let ids: Vec<String> = documents
                    .split("id: ")
                    .skip(1)
                    .map(|rest| rest.split([',', '}']).next().unwrap_or_default().to_string())
                    .collect();
                self.dice.pick(&ids)
            }
            "audience" if self.setting("audiences").is_empty() => None,
            "static" => {
                let files = self.records("static");
                self.dice.pick(&files).map(|path| path.replacen("content/static", "", 1))
            }
            "link" => self.link(from),
            _ => match words::WORDS.iter().find(|(name, _)| *name == kind) {
                Some((_, words)) => self.dice.pick(words).map(ToString::to_string),
                None => Some(format!("<{kind}>")),
            },
        }
    }

    /// A link in Markdown to something of the site.
    fn link(&mut self, from: &str) -> Option<String> {
        let kind = self.dice.pick(&["articles", "articles", "articles", "companies", "people", "pages"])?;
        let path = self.record(kind)?;
        if self.dice.chance(30) {
            return self.fill(from, "[there](<address>)");
        }
        let to = match self.dice.chance(50) {
            // By its file, or by its address.
            true => OutPath::file(from)?.link_to(&OutPath::file(&path)?, UrlStyle::Index),
            false => {
                let metadata = if kind == "articles" { self.metadata(&path) } else { path.clone() };
                let slug = self.lines(&metadata).value("slug");
                let name = if slug.is_empty() { id_of(&path) } else { slug };
                if kind == "pages" { format!("/{name}/") } else { format!("/{kind}/{name}/") }
            }
        };
        let marks = self.lines(&sidecar_of(&path)).blocks();
        let marks: Vec<&Block> =
            marks.iter().filter(|block| !block.id.is_empty() && block.list != "redactions").collect();
        let place = self.dice.pick(&marks).filter(|_| kind == "articles" && self.dice.chance(50));
        let place = place.map_or(String::new(), |mark| format!("#a-{}", mark.id));
        Some(format!("[there]({to}{place})"))
    }
}
