//! A new record.
//!
//! In: a kind and an id. Out: a file with all that such a record may say, which is valid at once. Must not know: how
//! anything is built.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock and at files")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::CONTENT_HAS_ERRORS;
use super::begin::write_new;
use super::describe::schema_file;
use super::say::{colour, complain, print};
use crate::build::{Options, build};
use crate::diagnostics::{Code, Diagnostic, Format, Severity, SourceFile, render};
use crate::load::scan;
use crate::memo::Memo;
use crate::model::Audiences;
use crate::parse::{Described, Kind, SETTINGS_FILE, Sources, keys, schema, settings};
use crate::path::SitePath;
use crate::value::Id;

/// A record that is to be.
pub(super) struct Fresh {
    pub kind: Kind,
    pub id: Id,
    pub title: Option<String>,
    pub audience: Option<Id>,
}

impl Fresh {
    /// Writes it into the site in `root`, unless the site would have more mistakes with it than without.
    pub fn write(&self, root: &Path) -> Result<ExitCode, String> {
        let sources = scan(root).map_err(|error| error.to_string())?.value;
        if sources.bytes(&SitePath::new(SETTINGS_FILE)).is_none() {
            return Err(format!(
                "{} has no {SETTINGS_FILE}; begin a site with `clipsheet init DIR`, or name one with --root",
                root.display()
            ));
        }
        let zone = settings(&sources).value.map_or(TimeZone::UTC, |settings| settings.timezone);
        let files = self.files(&today(&zone));
        if let Some((path, _)) = files.iter().find(|(path, _)| root.join(path).exists()) {
            return Err(format!("{path} is there already; nothing was written"));
        }
        let mut with = sources.clone();
        for (path, text) in &files {
            with.files.insert(SitePath::new(path), SourceFile::new(path, text.as_bytes()).into());
        }
        let (before, after) = (mistakes(&sources), mistakes(&with));
        let new = after.into_iter().filter(|mistake| !before.contains(mistake));
        let new: Vec<Diagnostic> = new.map(|mistake| self.advised(mistake)).collect();
        if !new.is_empty() {
            complain_of(&new, &with);
            complain("nothing was written");
            return Ok(ExitCode::from(CONTENT_HAS_ERRORS));
        }
        for (path, text) in &files {
            write_new(&root.join(path), text.as_bytes())?;
        }
        let written: Vec<String> = files.iter().map(|(path, _)| shown(root, path)).collect();
        print(&format!("Wrote {}.\n", written.join(" and ")));
        Ok(ExitCode::SUCCESS)
    }

    /// The same mistake, with the option that mends it where there is one.
    fn advised(&self, mistake: Diagnostic) -> Diagnostic {
        match mistake.code == Code::MissingKey
            && mistake.message.contains("audience")
            && self.audience.is_none()
        {
            true => mistake.hint(
                "name its audience with `--audience NAME`, or a `default_audience` in content/site.yaml",
            ),
            false => mistake,
        }
    }

    /// Its files, by their path in the site.
    fn files(&self, today: &str) -> Vec<(String, String)> {
        let stem = format!("content/{}/{}", self.kind.folder(), self.id);
        let mut files = vec![(format!("{stem}.md"), self.record(today))];
        if self.kind == Kind::Article {
            files.push((format!("{stem}.yaml"), annotations()));
        }
        files
    }

    fn record(&self, today: &str) -> String {
        let described = Described::Record(self.kind);
        let (schema, keys) = (schema(described), keys(described, None));
        let mut text = String::from("---\n");
        let title = self.title.clone().unwrap_or_else(|| in_words(self.id.as_str()));
        let audience = self.audience.as_ref().map(Id::to_string);
        let mut given =
            vec![("title", quoted(&title)), ("name", quoted(&title)), ("date", today.to_string())];
        given.push(("retrieved", today.to_string()));
        given.extend(audience.map(|name| ("audience", name)));
        let value = |key: &str| given.iter().find(|(name, _)| *name == key).map(|(_, value)| value);
        for (key, about) in in_order(keys, &schema) {
            if let Some(value) = value(key) {
                text.push_str(&line(&format!("{key}: {value}"), about));
            }
        }
        text.push_str("# All that follows may be left out. Take the `# ` away before what you fill in.\n");
        for (key, about) in in_order(keys, &schema).filter(|(key, _)| value(key).is_none()) {
            text.push_str(&line(&format!("# {key}: {}", sketch(about, &schema, 0)), about));
        }
        text + "---\n\n" + self.body()
    }

    fn body(&self) -> &'static str {
        match self.kind {
            Kind::Article => "The text of the article, in Markdown.\n",
            Kind::Briefing => "The editor's letter, in Markdown.\n",
            _ => "What there is to say, in Markdown.\n",
        }
    }
}

/// A sidecar in which nothing is annotated yet.
fn annotations() -> String {
    let schema = schema(Described::Annotations);
    let file = schema_file(Described::Annotations);
    let mut text = format!("# yaml-language-server: $schema=../../schemas/{file}\n");
    text.push_str(
        "# Take the `# ` away before what you fill in; `exact` is the text that an annotation is about.\n",
    );
    let lists = keys(Described::Annotations, None);
    for (key, about) in in_order(lists, &schema).filter(|(key, _)| *key != "article") {
        text.push_str(&line(&format!("# {key}:"), about));
        let item = about.get("items").map(|item| resolved(item, &schema)).unwrap_or(&Value::Null);
        let keys = keys(Described::Annotations, Some(key));
        for (at, (key, about)) in in_order(keys, item).enumerate() {
            let dash = if at == 0 { "- " } else { "  " };
            text.push_str(&line(&format!("#   {dash}{key}: {}", sketch(about, &schema, 1)), about));
        }
    }
    text
}

/// What a schema says of these keys.
fn in_order<'a>(
    keys: &'static [&'static str],
    schema: &'a Value,
) -> impl Iterator<Item = (&'static str, &'a Value)> {
    let properties = schema.get("properties");
    keys.iter().filter_map(move |key| Some((*key, properties?.get(key)?)))
}

/// The keys that a schema knows; those that have to be there stand first.
fn properties(schema: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let required = schema.get("required").and_then(Value::as_array);
    let is_optional = |key: &str| !required.is_some_and(|keys| keys.iter().any(|other| other == key));
    let keys = schema.get("properties").and_then(Value::as_object);
    let mut all: Vec<_> = keys.into_iter().flatten().map(|(key, about)| (key.as_str(), about)).collect();
    all.sort_by_key(|(key, _)| is_optional(key));
    all.into_iter()
}

/// The schema that a reference leads to.
fn resolved<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    let reference = schema.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
    reference.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

/// What a value looks like.
fn sketch(schema: &Value, root: &Value, depth: usize) -> String {
    let schema = resolved(schema, root);
    let words = |choices: &Value| {
        let all = choices.as_array().into_iter().flatten();
        let words: Vec<&str> = all.filter_map(|choice| choice.get("const")?.as_str()).collect();
        (!words.is_empty()).then(|| words.join(" | "))
    };
    if let Some(words) = schema.get("oneOf").and_then(words) {
        return words;
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("array") => {
            let item =
                schema.get("items").map_or_else(|| "…".to_string(), |item| sketch(item, root, depth + 1));
            format!("[{item}]")
        }
        Some("object") if depth < 2 => {
            let keys =
                properties(schema).map(|(key, about)| format!("{key}: {}", sketch(about, root, depth + 1)));
            format!("{{{}}}", keys.collect::<Vec<_>>().join(", "))
        }
        Some("boolean") => "true".to_string(),
        _ => "…".to_string(),
    }
}

/// A line of YAML with what it is about.
fn line(yaml: &str, about: &Value) -> String {
    let about = about.get("description").and_then(Value::as_str).unwrap_or_default();
    match yaml.chars().count() {
        _ if about.is_empty() => format!("{yaml}\n"),
        ..=30 => format!("{yaml:<32}# {about}\n"),
        _ => format!("{yaml}  # {about}\n"),
    }
}

/// A text as YAML takes it, whatever is in it.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn in_words(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_else(|| id.to_string())
}

/// The day that the calendar shows where the site is edited.
fn today(zone: &TimeZone) -> String {
    Timestamp::now().to_zoned(zone.clone()).date().to_string()
}

/// What is wrong with a site, as its widest audience has it.
fn mistakes(sources: &Sources) -> Vec<Diagnostic> {
    let audiences = Audiences::declared(sources);
    let audience = audiences.as_ref().and_then(|all| all.names().next()).map(str::to_string);
    let options = Options { audience, drafts: true, ..Options::at(Timestamp::now()) };
    let built = build(sources, &options, &mut Memo::default());
    let all = built.map(|built| built.diagnostics).unwrap_or_default();
    all.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect()
}

fn complain_of(mistakes: &[Diagnostic], sources: &Sources) {
    let text = render(mistakes, Format::Human, colour(), |path| sources.bytes(path));
    super::say::print_mistakes(&text);
}

/// A file of the site as the user would call it.
fn shown(root: &Path, path: &str) -> String {
    let path = if root == Path::new(".") { PathBuf::from(path) } else { root.join(path) };
    path.display().to_string()
}
