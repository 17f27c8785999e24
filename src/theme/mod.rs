//! Templates, the files beside them, and the words of the site's language.
//!
//! In: the theme's files, from the site or from the binary. Out: compiled templates, a
//! language, settings. Must not know: what any template is for.

mod assets;
mod errors;
mod files;
mod filters;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::Tera;

use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile, nearest};
use crate::digest::Digest;
use crate::language::{Language, tags};
use crate::parse::{Settings, Sources, published};
use crate::path::SitePath;
use crate::yaml::{Scalar, pointer_key};
pub(crate) use files::embedded;
pub use files::theme_exists;
use files::{Layer, chain};

/// The name of the embedded theme.
pub const DEFAULT_THEME: &str = "default";

/// A theme, ready to render.
pub struct Theme {
    /// Its compiled templates, over those of the themes that it extends.
    pub(crate) tera: Tera,
    /// Its static files by their path below `theme/`, over those of the themes that it extends.
    pub statics: BTreeMap<String, Arc<SourceFile>>,
    /// The new name of each file that templates name by the filter `fingerprint`.
    names: BTreeMap<String, String>,
    /// Whether pages are made short.
    pub(crate) minify: bool,
    /// The words that it says, in the site's language.
    pub language: Arc<Language>,
    /// What can be set, as the theme or the site sets it.
    pub settings: BTreeMap<String, Scalar>,
    /// Of all that decides on what it makes of a view: templates, words and settings.
    pub digest: Digest,
    /// Its template files by the name that the engine knows them by.
    templates: BTreeMap<String, Arc<SourceFile>>,
    /// The names of those that the site has itself.
    own: BTreeSet<String>,
}

/// What `theme` remembers.
#[derive(Default)]
pub struct ThemeMemo {
    last: Option<(Digest, Arc<Checked<Option<Theme>>>)>,
}

/// The theme that the settings ask for: the site's files over those of the themes that it
/// extends. A theme that is neither in the site nor embedded is an error at its name.
pub fn theme(sources: &Sources, settings: &Settings, memo: &mut ThemeMemo) -> Arc<Checked<Option<Theme>>> {
    let files = sources.files.iter().filter(|(path, _)| path.as_str().starts_with("themes/"));
    let files: Vec<_> = files.map(|(path, file)| (path.as_str(), file.digest)).collect();
    let asked = (&settings.theme, settings.origin.file.digest);
    let key = Digest::of_value(&(
        files,
        asked,
        settings.theme_settings.is_empty(),
        settings.minify,
        &settings.precompress,
    ));
    match &memo.last {
        Some((last, theme)) if *last == key => theme.clone(),
        _ => {
            let theme = Arc::new(read(sources, settings));
            memo.last = Some((key, theme.clone()));
            theme
        }
    }
}

fn read(sources: &Sources, settings: &Settings) -> Checked<Option<Theme>> {
    let name = &settings.theme;
    if !theme_exists(sources, name) {
        let at = settings.origin.value("/theme");
        let missing = Diagnostic::error(Code::UnknownName, format!("there is no theme `{name}`"), at)
            .hint(format!("put its files into themes/{name}/, or write `theme: {DEFAULT_THEME}`"));
        return Checked { value: None, diagnostics: vec![missing] };
    }
    let mut diagnostics = Vec::new();
    let layers = chain(sources, name).keep(&mut diagnostics);
    let language = Arc::new(language(&layers, settings).keep(&mut diagnostics));
    let chosen = chosen(&layers, settings, &mut diagnostics);
    let mut statics = BTreeMap::new();
    let mut templates = BTreeMap::new();
    let mut own = BTreeSet::new();
    for layer in &layers {
        for (inside, (file, is_own)) in &layer.files {
            if let Some(to) = inside.strip_prefix("static/") {
                statics.insert(to.to_string(), file.clone());
            } else if let Some(template) = inside.strip_prefix("templates/") {
                let known = format!("{}/{template}", layer.name);
                own.extend(is_own.then(|| known.clone()));
                templates.insert(known, file.clone());
            }
        }
    }
    for file in statics.values_mut() {
        let (clean, flaw) = published(file);
        *file = clean;
        diagnostics.extend(flaw);
    }
    let assets::Assets { files: statics, names } = assets::named(statics, &templates);
    let digest =
        Digest::of_value(&(digest(&layers, settings), &names, settings.minify, &settings.precompress));
    let prefixes = layers.iter().rev().map(|layer| format!("{}/", layer.name)).collect();
    let tera = Tera::default();
    let theme = Theme {
        tera,
        statics,
        names,
        minify: settings.minify,
        language,
        settings: chosen,
        digest,
        templates,
        own,
    };
    let theme = theme.compiled(prefixes).keep(&mut diagnostics);
    Checked { value: theme, diagnostics }
}

fn digest(layers: &[Layer], settings: &Settings) -> Digest {
    let files = layers.iter().flat_map(|layer| {
        let own = layer.files.iter().filter(|(inside, _)| !inside.starts_with("static/"));
        own.map(|(inside, (file, _))| (&layer.name, inside, file.digest))
    });
    let files: Vec<_> = files.collect();
    Digest::of_value(&(files, &settings.language))
}

/// The words of the site's language: the embedded ones, then what each theme says
/// otherwise, the more special tag after the more general one.
fn language(layers: &[Layer], settings: &Settings) -> Checked<Language> {
    let embedded = embedded();
    let mut files: Vec<Arc<SourceFile>> = Vec::new();
    let mut spoken = false;
    for tag in tags(&settings.language) {
        let name = format!("i18n/{tag}.yaml");
        let before = files.len();
        files.extend(embedded.get(&name).cloned());
        let of_themes = layers.iter().filter_map(|layer| layer.files.get(&name));
        files.extend(of_themes.filter(|(_, own)| *own).map(|(file, _)| file.clone()));
        let wanted = settings.language.to_lowercase();
        let is_own = wanted.strip_prefix(&tag).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        spoken |= files.len() > before && is_own;
    }
    let mut language = Language::new(&settings.language, &files);
    if !spoken {
        let name = &settings.language;
        let message = format!("there are no words for the language `{name}`, so the site speaks English");
        let hint = format!("write themes/{}/i18n/{}.yaml", settings.theme, name.to_lowercase());
        let at = settings.origin.value("/language");
        language.diagnostics.push(Diagnostic::warning(Code::MissingWords, message, at).hint(hint));
    }
    language
}

/// The settings of the theme, with those of the site in their place.
fn chosen(layers: &[Layer], settings: &Settings, sink: &mut Vec<Diagnostic>) -> BTreeMap<String, Scalar> {
    let mut chosen: BTreeMap<String, Scalar> = BTreeMap::new();
    for layer in layers {
        chosen.extend(layer.settings.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    for (key, value) in &settings.theme_settings {
        let pointer = format!("/theme_settings/{}", pointer_key(key));
        match chosen.get_mut(key) {
            Some(default) if std::mem::discriminant(default) == std::mem::discriminant(value) => {
                *default = value.clone();
            }
            Some(default) => {
                let message = format!("expected {}, found {}", default.noun(), value.noun());
                let hint = format!("the theme `{}` sets `{key}` to {}", settings.theme, default.noun());
                sink.push(
                    Diagnostic::error(Code::BadValue, message, settings.origin.value(&pointer)).hint(hint),
                );
            }
            None => {
                let message = format!("the theme `{}` has no setting `{key}`", settings.theme);
                let known: Vec<String> = chosen.keys().map(|key| format!("`{key}`")).collect();
                let hint = match nearest(key, chosen.keys().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if known.is_empty() => "it has no settings; remove the line".to_string(),
                    None => format!("its settings are {}", known.join(", ")),
                };
                sink.push(
                    Diagnostic::error(Code::UnknownKey, message, settings.origin.key(&pointer)).hint(hint),
                );
            }
        }
    }
    chosen
}

impl std::fmt::Debug for ThemeMemo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ThemeMemo").finish_non_exhaustive()
    }
}

impl Theme {
    /// Compiles the templates. `prefixes` are those of the chain, the most special first.
    fn compiled(mut self, prefixes: Vec<String>) -> Checked<Option<Theme>> {
        let mut diagnostics = Vec::new();
        let mut texts: Vec<(String, String)> = Vec::new();
        for (template, file) in &self.templates {
            match file.text() {
                Ok(text) => texts.push((template.clone(), text.trim_start_matches('\u{FEFF}').to_string())),
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        filters::register(&mut self.tera, &self.language, &self.names);
        // Whatever a template is called, what it prints is escaped.
        self.tera.autoescape_on([""]);
        self.tera.set_escape_fn(|text, out| tera::escape_html(&crate::text::without_controls(text), out));
        let added =
            self.tera.set_fallback_prefixes(prefixes).and_then(|()| self.tera.add_raw_templates(texts));
        if let Err(error) = added {
            diagnostics.extend(self.diagnose_all(&error));
        }
        let value = diagnostics.is_empty().then_some(self);
        Checked { value, diagnostics }
    }

    /// The files whose names change with their content, by their path in the output.
    pub fn lasting(&self) -> BTreeSet<String> {
        assets::lasting(&self.names)
    }

    /// Whether a template has an element of this id.
    pub fn has_place(&self, place: &str) -> bool {
        let id = format!(" id=\"{place}\"");
        self.templates.values().any(|file| file.text().is_ok_and(|text| text.contains(&id)))
    }

    /// Its templates, for showing the line of a diagnostic.
    pub(crate) fn sources(&self) -> BTreeMap<SitePath, Vec<u8>> {
        self.templates.values().map(|file| (file.path.clone(), file.bytes.to_vec())).collect()
    }
}
