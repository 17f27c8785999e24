//! The whole pipeline, in order.
//!
//! In: sources and options. Out: the output, and all that is wrong. Reads nothing else:
//! the same sources and options give the same bytes.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::audit::Secrets;
use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile, has_errors, sort};
use crate::hosting::{self, Hosted};
use crate::memo::{FilesMemo, Memo};
use crate::model::{
    Audiences, Held, OutsideLink, Reader, Records, Site, admit, check_stories, link, outside_links, resolve,
    warnings, without_place,
};
use crate::output::{OutputFile, OutputTree, Producers};
use crate::parse::{Encoding, Host, Settings, Sources, parse, settings};
use crate::path::{OutPath, SitePath};
use crate::plan::{MapLimits, PagePlan, Plan, engine_files, flaws, plan};
use crate::progress::{Part, Progress};
use crate::render::render;
use crate::theme::{Theme, theme, theme_exists};
use crate::twins::add_twins;
use crate::value::{Id, Moment};
use jiff::Timestamp;

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
    /// Instead of what the site's settings say of how it is published.
    pub publishing: Publishing,
    /// Whether what is reused is made again, and compared: for tests, and for whoever doubts.
    pub verify: bool,
    /// Who watches.
    pub progress: Progress,
}

/// For what the files are made that pages do not read.
#[derive(Clone, Debug, Default)]
pub struct Publishing {
    /// Instead of the site's `host`.
    pub host: Option<Host>,
    /// Whether pages are made short, whatever the site says.
    pub minify: bool,
    /// Instead of the site's `precompress`.
    pub precompress: Option<Vec<Encoding>>,
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
            publishing: Publishing::default(),
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
    /// Where the site will be published, if that is known: without it there are no feeds and
    /// canonical links.
    pub base_url: Option<String>,
    /// What was rendered, and not taken from the memo.
    pub rendered: Vec<OutPath>,
    /// How many pages are among it; the others are feeds, calendars and old addresses.
    pub rendered_pages: usize,
    /// Pages that were taken from the memo and differ from what they should be: a fault of
    /// clipsheet's, looked for where the options say so.
    pub stale: Vec<OutPath>,
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
    if let Some((records, reader)) = read(sources, options, memo, &mut diagnostics)? {
        let time = &options.progress;
        let theme = time.time(Part::Stage("theme"), || theme(sources, &records.settings, &mut memo.theme));
        diagnostics.extend_from_slice(&theme.diagnostics);
        let admitted = time.time(Part::Stage("admit"), || admit(records, &reader, &mut memo.admit));
        diagnostics.extend_from_slice(&admitted.diagnostics);
        built.held.clone_from(&admitted.held);
        built.next_due = admitted.next_due;
        let digest = theme.value.as_ref().map(|theme| theme.digest);
        let site = time.time(Part::Stage("link"), || link(admitted, digest, &mut memo.link));
        diagnostics.extend(time.time(Part::Stage("warn"), || warnings(&site, &mut memo.warnings)));
        built.base_url.clone_from(&site.records.settings.base_url);
        site.records.each(&mut |_, _| built.records += 1);
        if let Some(theme) = &theme.value {
            diagnostics.extend(without_place(&site, &|place| theme.has_place(place)));
            built.templates = theme.sources();
            pages(&site, theme, options, memo, &mut built, &mut diagnostics);
        }
    }
    sort(&mut diagnostics);
    Ok(Checked { value: built, diagnostics })
}

/// What the reader that the options ask for may not see: nothing where the content has errors,
/// because then nobody can tell.
///
/// # Errors
///
/// Where the options do not fit the site, as in `build`.
pub fn secrets(
    sources: &Sources,
    options: &Options,
    memo: &mut Memo,
) -> Result<Checked<Option<Secrets>>, UsageError> {
    let mut diagnostics = Vec::new();
    let read = read(sources, options, memo, &mut diagnostics)?;
    let value = read.filter(|_| !has_errors(&diagnostics)).map(|(whole, reader)| {
        let admitted = admit(whole.clone(), &reader, &mut memo.admit);
        Secrets::of(&whole, &admitted.records, sources, options.audience.clone())
    });
    sort(&mut diagnostics);
    Ok(Checked { value, diagnostics })
}

/// The links to other sites that are written in the sources.
///
/// # Errors
///
/// Where the options do not fit the site, as in `build`.
pub fn outside(
    sources: &Sources,
    options: &Options,
    memo: &mut Memo,
) -> Result<Vec<OutsideLink>, UsageError> {
    let read = read(sources, options, memo, &mut Vec::new())?;
    Ok(read.map(|(records, _)| outside_links(&records)).unwrap_or_default())
}

/// All records, checked, and who is to read them; nothing without settings.
fn read(
    sources: &Sources,
    options: &Options,
    memo: &mut Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Option<(Records, Reader)>, UsageError> {
    let time = &options.progress;
    let parsed = time.time(Part::Stage("parse"), || parse(sources, &mut memo.parse)).keep(diagnostics);
    let anchored = time.time(Part::Stage("anchor"), || Records::anchored(parsed, &mut memo.anchor, time));
    let records = anchored.keep(diagnostics);
    let Some(records) = records else { return Ok(None) };
    let resolved = time.time(Part::Stage("resolve"), || resolve(records, &mut memo.resolve));
    let mut records = resolved.keep(diagnostics);
    check_stories(&records, diagnostics);
    apply(options, &mut records.settings);
    check_theme(sources, options)?;
    let reader = reader(&records.settings, options, diagnostics)?;
    Ok(Some((records, reader)))
}

fn check_theme(sources: &Sources, options: &Options) -> Result<(), UsageError> {
    match options.theme.as_ref().filter(|name| !theme_exists(sources, name.as_str())) {
        Some(name) => {
            Err(UsageError(format!("there is no theme `{name}`: the site has no folder themes/{name}")))
        }
        None => Ok(()),
    }
}

/// Makes every file of the site. Of a site with mistakes only the addresses are looked at.
fn pages(
    site: &Arc<Site>,
    theme: &Theme,
    options: &Options,
    memo: &mut Memo,
    built: &mut Built,
    sink: &mut Vec<Diagnostic>,
) {
    let time = &options.progress;
    let plan = time.time(Part::Stage("plan"), || plan(site, &mut memo.plan));
    built.pages = plan.iter().filter(|page| page.subject.is_page()).count();
    let copied: Vec<_> = for_engines(site, &plan).chain(copied(site, theme, sink)).collect();
    check_producers(site, &plan, &copied, &mut memo.files, sink);
    if has_errors(sink) {
        return;
    }
    let rendered = time
        .time(Part::Stage("render"), || render(site, &plan, theme, options.verify, &mut memo.render, time));
    let is_page = |path: &&OutPath| {
        let at = plan.binary_search_by(|page| page.path.cmp(path));
        at.is_ok_and(|at| plan[at].subject.is_page())
    };
    built.rendered_pages = rendered.rendered.iter().filter(is_page).count();
    built.rendered = rendered.rendered;
    built.stale = rendered.stale;
    let files = &mut memo.files;
    rendered.updates.into_iter().for_each(|(path, html)| files.tree.update(path, html));
    let sizes: Vec<u64> = copied.iter().map(|(_, file)| file.bytes.len() as u64).collect();
    files.copy(copied.into_iter().collect());
    sink.extend(rendered.diagnostics);
    let tree = files.tree.with_standing(rendered.standing);
    let tree = add_twins(&tree, &site.records.settings.precompress, &mut files.twins);
    let tree = for_host(site, theme, tree, &sizes, sink);
    built.tree = (!has_errors(sink)).then_some(tree);
}

/// Adds the files of the site's host, but for those that the site has itself; `copied` are the sizes of the
/// files that are copied.
fn for_host(
    site: &Site,
    theme: &Theme,
    mut tree: OutputTree,
    copied: &[u64],
    sink: &mut Vec<Diagnostic>,
) -> OutputTree {
    let Some(host) = site.records.settings.host else { return tree };
    let hosted = Hosted::of(site, theme.lasting());
    for (path, text) in hosting::files(host, &hosted) {
        if let Some(own) = site.records.statics.get(path.as_str()) {
            if *own.bytes != *text.as_bytes() {
                let message =
                    format!("the site has a file `{path}` of its own, so none is written for the host");
                sink.push(Diagnostic::warning(Code::HostFile, message, own.span(0..0)).hint(
                    "remove it, or build without `host`; headers, redirects and caching are yours otherwise",
                ));
            }
            continue;
        }
        tree.update(path, Some(OutputFile::new(text.into_bytes().into())));
    }
    let count = tree.files().size() + tree.standing().len();
    sink.extend(hosting::limits(host, &hosted, count, copied, &site.records.settings));
    tree
}

fn apply(options: &Options, settings: &mut Settings) {
    if let Some(base_url) = &options.base_url {
        settings.base_url = Some(base_url.trim_end_matches('/').to_string());
    }
    let Publishing { host, minify, precompress } = &options.publishing;
    settings.host = host.or(settings.host);
    settings.minify |= minify;
    if let Some(encodings) = precompress {
        settings.precompress.clone_from(encodings);
    }
    settings.precompress.sort();
    settings.precompress.dedup();
    if let Some(theme) = options.theme.as_ref().filter(|theme| theme.as_str() != settings.theme) {
        settings.theme = theme.to_string();
        // They are what the site asks of its own theme.
        settings.theme_settings.clear();
    }
}

/// Checks that the site can be built for whom the options name.
///
/// # Errors
///
/// Where they name no audience, or none that the site declares.
pub fn check_reader(sources: &Sources, options: &Options) -> Result<(), UsageError> {
    let read = settings(sources);
    read.value.map_or(Ok(()), |settings| reader(&settings, options, &read.diagnostics).map(drop))
}

/// The reader that the options ask for. An audience is checked against the settings only
/// where these are without mistakes, which are reported first.
fn reader(settings: &Settings, options: &Options, diagnostics: &[Diagnostic]) -> Result<Reader, UsageError> {
    let audiences = Audiences::of(settings);
    let names = || audiences.names().collect::<Vec<_>>().join(", ");
    let audience = match &options.audience {
        _ if has_errors(diagnostics) => None,
        None if audiences.is_empty() => None,
        None => {
            return Err(UsageError(format!(
                "this site has audiences; say for which to build: --audience {}",
                names().replace(", ", "|")
            )));
        }
        Some(name) if audiences.is_empty() => {
            return Err(UsageError(format!(
                "this site declares no audiences, so there is no audience `{name}`"
            )));
        }
        Some(name) => match audiences.seen_by(name) {
            Some(seen) => Some(seen.clone()),
            None => {
                return Err(UsageError(format!(
                    "there is no audience `{name}`; the site declares {}",
                    names()
                )));
            }
        },
    };
    let as_of = options.as_of.as_ref().map_or(options.now, |moment| moment.instant(&settings.timezone));
    Ok(Reader { audience, as_of, drafts: options.drafts })
}

/// What search engines read. What is wrong with such a file is wrong with the settings.
fn for_engines(site: &Site, plan: &Plan) -> impl Iterator<Item = (OutPath, Arc<SourceFile>)> {
    let settings = &site.records.settings.origin.file.path;
    let file = |text: String| SourceFile { path: settings.clone(), ..SourceFile::new("", text.into_bytes()) };
    let files = engine_files(site, plan, MapLimits::default()).into_iter();
    files.map(move |(path, text)| (path, Arc::new(file(text))))
}

/// The files that are copied, by their path in the output: those of the theme, and those of
/// the site.
fn copied(site: &Site, theme: &Theme, sink: &mut Vec<Diagnostic>) -> Vec<(OutPath, Arc<SourceFile>)> {
    let theme_files = theme.statics.iter().map(|(path, file)| (format!("theme/{path}"), file));
    let own_files = site.files().map(|(path, file)| (path.to_string(), file));
    let mut copied = Vec::new();
    for (path, file) in theme_files.chain(own_files) {
        match OutPath::file(&path) {
            Some(path) => copied.push((path, file.clone())),
            None => sink.push(
                Diagnostic::error(
                    Code::BadName,
                    "this file cannot be published under its name",
                    file.span(0..0),
                )
                .hint("rename it without `:` and `\\`, which some file systems do not allow"),
            ),
        }
    }
    copied
}

/// Reports paths with several producers. What was sound is so again where it has the same paths.
fn check_producers(
    site: &Site,
    plan: &Plan,
    copied: &[(OutPath, Arc<SourceFile>)],
    memo: &mut FilesMemo,
    sink: &mut Vec<Diagnostic>,
) {
    let paths = || copied.iter().map(|(path, _)| path);
    let is_same =
        |(pages, files): &(Plan, Vec<OutPath>)| Arc::ptr_eq(pages, plan) && files.iter().eq(paths());
    if memo.sound.as_ref().is_some_and(is_same) {
        return;
    }
    let mut producers = Producers::default();
    let flaws = flaws(site, plan);
    // What is wrong with an old address is said once.
    let is_flawed = |page: &PagePlan| page.subject.is_redirect() && flaws.of.contains(&page.path);
    for page in plan.iter().filter(|page| !is_flawed(page)) {
        producers.add(page.path.clone(), Rc::new(|| page.origin(site)));
    }
    for (path, file) in copied {
        producers.add(path.clone(), Rc::new(|| file.span(0..0)));
    }
    let collisions = producers.diagnostics();
    let is_sound = collisions.is_empty() && flaws.diagnostics.is_empty();
    memo.sound = is_sound.then(|| (plan.clone(), paths().cloned().collect()));
    sink.extend(collisions);
    sink.extend(flaws.diagnostics);
}
