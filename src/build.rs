//! The whole pipeline, in order.
//!
//! In: sources and options. Out: the output, and all that is wrong. Reads nothing else:
//! the same sources and options give the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::diagnostics::{Checked, Code, Diagnostic, has_errors, sort};
use crate::memo::Memo;
use crate::model::{Held, Reader, Records, Site, admit, link, resolve, warnings};
use crate::output::{Assembly, OutputTree};
use crate::parse::{Settings, Sources, parse};
use crate::path::{OutPath, SitePath};
use crate::plan::{PagePlan, plan};
use crate::progress::{Progress, Stage};
use crate::render::render;
use crate::theme::{Theme, theme, theme_exists};
use crate::value::{Id, Moment};

/// What a build depends on besides its sources.
#[derive(Clone, Debug)]
pub struct Options {
    /// The moment it is: `--as-of`, else now.
    pub now: Timestamp,
    /// `--as-of` as it was given; read in the site's time zone where it names none.
    pub as_of: Option<Moment>,
    /// For which of the site's audiences.
    pub audience: Option<String>,
    /// Whether drafts are shown.
    pub drafts: bool,
    /// Instead of the site's theme.
    pub theme: Option<Id>,
    /// Instead of the site's `base_url`.
    pub base_url: Option<String>,
    /// Whether what is reused is made again, and compared: for tests, and for whoever doubts.
    pub verify: bool,
    /// Who watches.
    pub progress: Progress,
}

impl Options {
    /// No options, at this moment.
    pub fn at(now: Timestamp) -> Self {
        Self {
            now,
            as_of: None,
            audience: None,
            drafts: false,
            theme: None,
            base_url: None,
            verify: false,
            progress: Progress::default(),
        }
    }
}

/// A built site.
#[derive(Clone, Debug, Default)]
pub struct Built {
    /// Its files; nothing where an error exists.
    pub tree: Option<OutputTree>,
    /// How many records it shows.
    pub records: usize,
    /// On how many pages.
    pub pages: usize,
    /// What was held back.
    pub held: Vec<Held>,
    /// When the next record appears or disappears by itself.
    pub next_due: Option<Timestamp>,
    /// Whether feeds and canonical links could be made.
    pub has_base_url: bool,
    /// The pages that were rendered, and not taken from the memo.
    pub rendered: Vec<OutPath>,
    /// Template files that diagnostics may point into.
    pub templates: BTreeMap<SitePath, Vec<u8>>,
}

/// An option that does not fit the site: wrong usage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageError(pub String);

impl std::fmt::Display for UsageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

/// Builds the site in memory. What `memo` remembers of former builds may change the time that
/// it takes, and never one byte of the tree.
///
/// # Errors
///
/// Where the options do not fit the site: an audience that it does not declare, or none
/// where it declares some. What is wrong with the content is in the diagnostics.
pub fn build(sources: &Sources, options: &Options, memo: &mut Memo) -> Result<Checked<Built>, UsageError> {
    let mut diagnostics = Vec::new();
    let mut built = Built::default();
    let parsed = parse(sources, &mut memo.parse).keep(&mut diagnostics);
    if let Some(records) =
        Records::anchored(parsed, &mut memo.anchor, &options.progress).keep(&mut diagnostics)
    {
        let mut records = resolve(records, &mut memo.resolve).keep(&mut diagnostics);
        apply(options, &mut records.settings);
        if let Some(name) = options.theme.as_ref().filter(|name| !theme_exists(sources, name.as_str())) {
            return Err(UsageError(format!(
                "there is no theme `{name}`: the site has no folder themes/{name}"
            )));
        }
        let reader = reader(&records.settings, options, &diagnostics)?;
        let theme = chosen_theme(sources, &records.settings, &mut built).keep(&mut diagnostics);
        let admitted = admit(records, &reader, &mut memo.admit);
        built.held.clone_from(&admitted.held);
        built.next_due = admitted.next_due;
        let site = link(admitted);
        diagnostics.extend(warnings(&site));
        built.has_base_url = site.records.settings.base_url.is_some();
        site.records.each(&mut |_, _| built.records += 1);
        if let Some(theme) = theme {
            let pages = plan(&site);
            built.pages = pages.len();
            built.rendered = pages.iter().map(|page| page.path.clone()).collect();
            // Of a site with mistakes only the addresses are looked at.
            let rendered = match has_errors(&diagnostics) {
                true => pages.iter().map(|_| Ok(Some(Arc::from([])))).collect(),
                false => rendered(&site, &theme, &pages, &options.progress),
            };
            let tree = assemble(&site, &theme, &pages, rendered, &mut diagnostics);
            built.tree = (!has_errors(&diagnostics)).then_some(tree);
        }
    }
    sort(&mut diagnostics);
    Ok(Checked { value: built, diagnostics })
}

fn apply(options: &Options, settings: &mut Settings) {
    if let Some(base_url) = &options.base_url {
        settings.base_url = Some(base_url.trim_end_matches('/').to_string());
    }
    if let Some(theme) = options.theme.as_ref().filter(|theme| theme.as_str() != settings.theme) {
        settings.theme = theme.to_string();
        // They are what the site asks of its own theme.
        settings.theme_settings.clear();
    }
}

fn chosen_theme(sources: &Sources, settings: &Settings, built: &mut Built) -> Checked<Option<Theme>> {
    let theme = theme(sources, settings);
    if let Some(theme) = &theme.value {
        built.templates = theme.sources();
    }
    theme
}

/// The reader that the options ask for. An audience is checked against the settings only
/// where these are without mistakes, which are reported first.
fn reader(settings: &Settings, options: &Options, diagnostics: &[Diagnostic]) -> Result<Reader, UsageError> {
    let names = || settings.audiences.keys().cloned().collect::<Vec<_>>().join(", ");
    let audience = match &options.audience {
        _ if has_errors(diagnostics) => None,
        None if settings.audiences.is_empty() => None,
        None => {
            return Err(UsageError(format!(
                "this site has audiences; say for which to build: --audience {}",
                names().replace(", ", "|")
            )));
        }
        Some(name) if settings.audiences.is_empty() => {
            return Err(UsageError(format!(
                "this site declares no audiences, so there is no audience `{name}`"
            )));
        }
        Some(name) if !settings.audiences.contains_key(name) => {
            return Err(UsageError(format!("there is no audience `{name}`; the site declares {}", names())));
        }
        Some(name) => Some(with_included(settings, name)),
    };
    let as_of = options.as_of.as_ref().map_or(options.now, |moment| moment.instant(&settings.timezone));
    Ok(Reader { audience, as_of, drafts: options.drafts })
}

/// An audience with all that it includes, directly or not.
fn with_included(settings: &Settings, name: &str) -> BTreeSet<Id> {
    let mut all = BTreeSet::new();
    let mut open: Vec<Id> = Id::parse(name).into_iter().collect();
    while let Some(id) = open.pop() {
        if let Some(audience) = settings.audiences.get(id.as_str()).filter(|_| all.insert(id.clone())) {
            open.extend(audience.includes.iter().cloned());
        }
    }
    all
}

/// A page's bytes, nothing where it has nothing to show, or what is wrong with its template.
type Rendered = Result<Option<Arc<[u8]>>, Diagnostic>;

/// Renders every page.
fn rendered(site: &Site, theme: &Theme, pages: &[PagePlan<'_>], progress: &Progress) -> Vec<Rendered> {
    progress.start(Stage::Render, pages.len());
    let one = |page: &PagePlan<'_>| {
        let html = render(theme, site, page);
        progress.done();
        html
    };
    pages.par_iter().map(one).collect()
}

/// Gathers every file.
fn assemble(
    site: &Site,
    theme: &Theme,
    pages: &[PagePlan<'_>],
    rendered: Vec<Rendered>,
    sink: &mut Vec<Diagnostic>,
) -> OutputTree {
    let mut assembly = Assembly::default();
    for (page, html) in pages.iter().zip(rendered) {
        match html {
            Ok(Some(html)) => assembly.add(page.path.clone(), html, Rc::new(|| page.origin(site))),
            Ok(None) => {}
            Err(diagnostic) => assembly.diagnostics.push(diagnostic),
        }
    }
    let theme_files = theme.statics.iter().map(|(path, file)| (format!("theme/{path}"), file));
    let own_files = site.records.statics.iter().map(|(path, file)| (path.clone(), file));
    for (path, file) in theme_files.chain(own_files) {
        match OutPath::file(&path) {
            Some(to) => assembly.add(to, file.bytes.clone(), Rc::new(|| file.span(0..0))),
            None => assembly.diagnostics.push(
                Diagnostic::error(
                    Code::BadName,
                    "this file cannot be published under its name",
                    file.span(0..0),
                )
                .hint("rename it without `:` and `\\`, which some file systems do not allow"),
            ),
        }
    }
    let (tree, diagnostics) = assembly.finish();
    sink.extend(diagnostics);
    tree
}
