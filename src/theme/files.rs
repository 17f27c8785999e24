//! The files of a theme, from the site and from the binary.
//!
//! A theme extends another one, file by file; the last in the chain is the embedded one,
//! unless a theme says `extends: none`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::DEFAULT_THEME;
use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile, Span, nearest};
use crate::parse::{Origin, Sources, text_of};
use crate::value::Id;
use crate::yaml::{Scalar, Table, Text, given};

/// The theme that is part of the binary.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The file that describes a theme.
const THEME_FILE: &str = "theme.yaml";

/// `theme.yaml`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeMeta {
    /// What the theme is called.
    #[serde(default, deserialize_with = "given", rename = "name")]
    _name: Option<Text>,
    /// What it looks like.
    #[serde(default, deserialize_with = "given", rename = "description")]
    _description: Option<Text>,
    /// Under which licence it may be used.
    #[serde(default, deserialize_with = "given", rename = "licence")]
    _licence: Option<Text>,
    /// The theme whose files stand in for those that this one lacks; `none` for a theme
    /// that has all it needs.
    #[serde(default, deserialize_with = "given")]
    extends: Option<Id>,
    /// What a site may set, with the values of a site that sets nothing.
    #[serde(default)]
    settings: Table<Scalar>,
}

/// One theme of the chain.
pub(super) struct Layer {
    pub name: String,
    /// Files by their path inside the theme, with whether the site has them itself.
    pub files: BTreeMap<String, (Arc<SourceFile>, bool)>,
    pub settings: BTreeMap<String, Scalar>,
}

/// The chain of themes that starts with `name`, which exists: the most basic one first.
pub(super) fn chain(sources: &Sources, name: &str) -> Checked<Vec<Layer>> {
    let mut diagnostics = Vec::new();
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some(name.to_string());
    while let Some(name) = next.take() {
        let files = files_of(sources, &name);
        let file = files.get(THEME_FILE).map(|(file, _)| file.clone());
        let meta = file.as_ref().and_then(|file| read(file).keep(&mut diagnostics)).unwrap_or_default();
        // A site's `theme.yaml` for the embedded theme adds settings to those that its
        // templates ask for.
        let mut settings = match name == DEFAULT_THEME {
            true => embedded_settings(),
            false => BTreeMap::new(),
        };
        settings.extend(meta.settings.0);
        layers.push(Layer { name: name.clone(), files, settings });
        next = match meta.extends {
            None => (name != DEFAULT_THEME).then(|| DEFAULT_THEME.to_string()),
            Some(none) if none.as_str() == "none" => None,
            Some(other) => {
                let at = file.map(|file| origin(&file).value("/extends"));
                match at.and_then(|at| objection(sources, &layers, other.as_str(), at)) {
                    Some(objection) => {
                        diagnostics.push(objection);
                        None
                    }
                    None => Some(other.to_string()),
                }
            }
        };
    }
    layers.reverse();
    Checked { value: layers, diagnostics }
}

/// Why the last of `layers` cannot extend `other`.
fn objection(sources: &Sources, layers: &[Layer], other: &str, at: Span) -> Option<Diagnostic> {
    if layers.iter().any(|layer| layer.name == other) {
        let message = format!("the theme `{other}` would extend itself");
        return Some(
            Diagnostic::error(Code::UnknownName, message, at)
                .hint(format!("extend `{DEFAULT_THEME}`, or write `extends: none`")),
        );
    }
    (!theme_exists(sources, other)).then(|| {
        let mut known = names(sources);
        known.insert(DEFAULT_THEME.to_string());
        let hint = match nearest(other, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("put its files into themes/{other}/, or extend `{DEFAULT_THEME}`"),
        };
        Diagnostic::error(Code::UnknownName, format!("there is no theme `{other}`"), at).hint(hint)
    })
}

/// Whether the site has a theme of this name, or the binary does.
pub fn theme_exists(sources: &Sources, name: &str) -> bool {
    name == DEFAULT_THEME || names(sources).contains(name)
}

fn names(sources: &Sources) -> BTreeSet<String> {
    let inside = sources.files.keys().filter_map(|path| path.as_str().strip_prefix("themes/"));
    inside.filter_map(|path| path.split_once('/')).map(|(name, _)| name.to_string()).collect()
}

/// The site's files of this theme over the embedded ones.
fn files_of(sources: &Sources, name: &str) -> BTreeMap<String, (Arc<SourceFile>, bool)> {
    let mut files = BTreeMap::new();
    if name == DEFAULT_THEME {
        files.extend(embedded().into_iter().map(|(inside, file)| (inside, (file, false))));
    }
    let folder = format!("themes/{name}/");
    let own = sources.files.iter().filter_map(|(path, file)| {
        Some((path.as_str().strip_prefix(&folder)?.to_string(), (file.clone(), true)))
    });
    files.extend(own);
    files
}

/// The embedded files by their path inside the theme.
pub(crate) fn embedded() -> BTreeMap<String, Arc<SourceFile>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![&EMBEDDED];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let inside = file.path().to_string_lossy().replace('\\', "/");
            let source = SourceFile::new(format!("themes/{DEFAULT_THEME}/{inside}"), file.contents());
            found.insert(inside, Arc::new(source));
        }
    }
    found
}

fn embedded_settings() -> BTreeMap<String, Scalar> {
    let file = embedded().remove(THEME_FILE);
    let meta = file.and_then(|file| read(&file).value);
    meta.unwrap_or_default().settings.0
}

fn origin(file: &Arc<SourceFile>) -> Origin {
    let offset = text_of(file).map_or(0, |(_, offset)| offset);
    Origin::new(file.clone(), offset..file.bytes.len(), "")
}

fn read(file: &Arc<SourceFile>) -> Checked<Option<ThemeMeta>> {
    if let Err(diagnostic) = file.text() {
        return Checked { value: None, diagnostics: vec![diagnostic] };
    }
    origin(file).document().map_or(Checked::fine(None), |document| document.read())
}
