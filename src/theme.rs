//! Templates and the files beside them.
//!
//! In: the theme's files, from the site or from the binary. Out: compiled templates. Must
//! not know: what any template is for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use tera::Tera;

use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile, Span};
use crate::parse::Sources;
use crate::path::SitePath;

/// The theme that is part of the binary.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the embedded theme.
pub const DEFAULT_THEME: &str = "default";

/// A theme, ready to render.
pub struct Theme {
    /// Its compiled templates, over those of the embedded theme.
    pub(crate) tera: Tera,
    /// Its static files by their path below `theme/`, over those of the embedded theme.
    pub statics: BTreeMap<String, Arc<SourceFile>>,
    /// Its template files by the name that the engine knows them by.
    templates: BTreeMap<String, Arc<SourceFile>>,
    /// The names of those that the site has itself.
    own: BTreeSet<String>,
}

/// The theme `name`: the site's files over the embedded ones. A theme that is neither in
/// the site nor embedded is an error at `asked`, the place that names it.
pub fn theme(sources: &Sources, name: &str, asked: Span) -> Checked<Option<Theme>> {
    let own = own_files(sources, name);
    if !theme_exists(sources, name) {
        let missing = Diagnostic::error(Code::UnknownName, format!("there is no theme `{name}`"), asked)
            .hint(format!("put its files into themes/{name}/, or write `theme: {DEFAULT_THEME}`"));
        return Checked { value: None, diagnostics: vec![missing] };
    }
    let mut statics = BTreeMap::new();
    let mut templates = BTreeMap::new();
    let own_templates =
        own.iter().filter_map(|(inside, _)| Some(format!("{name}/{}", inside.strip_prefix("templates/")?)));
    let own_templates: BTreeSet<String> = own_templates.collect();
    let mut take = |theme: &str, inside: &str, file: &Arc<SourceFile>| {
        if let Some(to) = inside.strip_prefix("static/") {
            statics.insert(to.to_string(), file.clone());
        } else if let Some(template) = inside.strip_prefix("templates/") {
            templates.insert(format!("{theme}/{template}"), file.clone());
        }
    };
    embedded_files().iter().for_each(|(inside, file)| take(DEFAULT_THEME, inside, file));
    own.iter().for_each(|(inside, file)| take(name, inside, file));
    compile(name, templates, statics, own_templates)
}

/// The engine's own words, as a message of ours.
fn template_error(message: &str, span: Span) -> Diagnostic {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    let lower = chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect());
    Diagnostic::error(Code::TemplateError, lower, span)
        .hint("correct the template; without a file of its own, the site uses the one that is built in")
}

/// Whether the site has a theme of this name, or the binary does.
pub fn theme_exists(sources: &Sources, name: &str) -> bool {
    name == DEFAULT_THEME || !own_files(sources, name).is_empty()
}

fn own_files(sources: &Sources, name: &str) -> Vec<(String, Arc<SourceFile>)> {
    let folder = format!("themes/{name}/");
    let inside = |path: &SitePath| path.as_str().strip_prefix(&folder).map(str::to_string);
    sources.files.iter().filter_map(|(path, file)| Some((inside(path)?, file.clone()))).collect()
}

fn embedded_files() -> Vec<(String, Arc<SourceFile>)> {
    let mut found = Vec::new();
    let mut folders = vec![&EMBEDDED];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let inside = file.path().to_string_lossy().replace('\\', "/");
            let source = SourceFile::new(format!("themes/{DEFAULT_THEME}/{inside}"), file.contents());
            found.push((inside, Arc::new(source)));
        }
    }
    found
}

fn compile(
    name: &str,
    templates: BTreeMap<String, Arc<SourceFile>>,
    statics: BTreeMap<String, Arc<SourceFile>>,
    own: BTreeSet<String>,
) -> Checked<Option<Theme>> {
    let mut diagnostics = Vec::new();
    let mut texts: Vec<(String, String)> = Vec::new();
    for (template, file) in &templates {
        match file.text() {
            Ok(text) => texts.push((template.clone(), text.trim_start_matches('\u{FEFF}').to_string())),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    let mut tera = Tera::default();
    // Whatever a template is called, what it prints is escaped.
    tera.autoescape_on([""]);
    tera.set_escape_fn(|text, out| tera::escape_html(&crate::text::without_controls(text), out));
    let prefixes = [format!("{name}/"), format!("{DEFAULT_THEME}/")];
    let added = tera.set_fallback_prefixes(prefixes).and_then(|()| tera.add_raw_templates(texts));
    let theme = Theme { tera, statics, templates, own };
    match added {
        Ok(()) if diagnostics.is_empty() => Checked { value: Some(theme), diagnostics },
        Ok(()) => Checked { value: None, diagnostics },
        Err(error) => {
            diagnostics.extend(theme.diagnose_all(&error));
            Checked { value: None, diagnostics }
        }
    }
}

impl Theme {
    /// A template's error, at its place in the template. `template` is the one that was
    /// rendered, for errors that name none.
    pub(crate) fn diagnose(&self, error: &tera::Error, template: &str) -> Diagnostic {
        use tera::ErrorKind::{
            CircularExtend, CircularInclude, MissingParent, RenderingError, SyntaxError, TemplateNotFound,
        };
        let at_start = |name: &str| self.file(name).span(0..0);
        let (message, span) = match error.kind() {
            SyntaxError(report) | RenderingError(report) => {
                let range = if self.is_own(report.filename()) { report.span().range.clone() } else { 0..0 };
                (report.message().to_string(), self.file(report.filename()).span(range))
            }
            MissingParent { current, parent } => {
                (format!("this template extends `{parent}`, which does not exist"), at_start(current))
            }
            CircularExtend { tpl, .. } => ("this template extends itself".to_string(), at_start(tpl)),
            CircularInclude { tpl, .. } => ("this template includes itself".to_string(), at_start(tpl)),
            TemplateNotFound(name) => (format!("there is no template `{name}`"), at_start(template)),
            _ => (error.to_string(), at_start(template)),
        };
        template_error(&message, span)
    }

    /// The errors that compiling the templates gave. The engine joins several into one
    /// text, each as `error: MESSAGE`, then `--> TEMPLATE:LINE:COLUMN`.
    fn diagnose_all(&self, error: &tera::Error) -> Vec<Diagnostic> {
        let text = match error.kind() {
            tera::ErrorKind::Msg(text) => text,
            _ => return vec![self.diagnose(error, "")],
        };
        let mut found = Vec::new();
        let mut message = None;
        for line in text.lines() {
            if let Some(next) = line.trim_start().strip_prefix("error: ") {
                message = Some(next.to_string());
            } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
                let span = self.place(place);
                found.extend(message.take().map(|message| template_error(&message, span)));
            }
        }
        if found.is_empty() { vec![self.diagnose(error, "")] } else { found }
    }

    /// The span of `TEMPLATE:LINE:COLUMN`, both counted from 1.
    fn place(&self, place: &str) -> Span {
        let mut parts = place.rsplitn(3, ':');
        let mut number = || parts.next().and_then(|n| n.trim().parse::<usize>().ok()).unwrap_or(1);
        let (column, line) = (number(), number());
        let name = parts.next().unwrap_or_default();
        let file = self.file(name);
        if !self.is_own(name) {
            return file.span(0..0);
        }
        let text = file.text().unwrap_or_default();
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let before = text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
        let word = text[start + before..].chars().take_while(|c| c.is_alphanumeric() || *c == '_');
        let end = start + before + word.map(char::len_utf8).sum::<usize>();
        file.span(start + before..end)
    }

    fn is_own(&self, name: &str) -> bool {
        self.own.contains(name)
    }

    /// The template that an error is about, as a file that the user can edit: an error in
    /// a built-in template comes from what the site's own ones changed around it.
    fn file(&self, name: &str) -> Arc<SourceFile> {
        let suffix = format!("/{name}");
        let by_suffix = || self.templates.keys().find(|known| known.ends_with(&suffix));
        let known = self.templates.get_key_value(name).map(|(known, _)| known).or_else(by_suffix);
        let is_base = |own: &&String| own.ends_with("/base.html");
        let blamed = match known {
            Some(known) if self.own.contains(known) => Some(known),
            _ => self.own.iter().find(is_base).or(self.own.first()).or(known),
        };
        let file = blamed.and_then(|blamed| self.templates.get(blamed)).cloned();
        file.unwrap_or_else(|| {
            Arc::new(SourceFile::new(format!("themes/{DEFAULT_THEME}/templates/{name}"), Vec::new()))
        })
    }

    /// Its templates, for showing the line of a diagnostic.
    pub(crate) fn sources(&self) -> BTreeMap<SitePath, Vec<u8>> {
        self.templates.values().map(|file| (file.path.clone(), file.bytes.to_vec())).collect()
    }
}
