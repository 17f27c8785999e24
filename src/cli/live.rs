//! Building again on every change, and showing it.
//!
//! In: a site's folder and options. Out: the site on the disk and in the preview, as its files
//! are now. Must not know: how anything is built, or what changed.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::time::Instant;

use crate::build::{Built, build};
use crate::diagnostics::{Code, Diagnostic, Severity, has_errors, sort};
use crate::load::Scanner;
use crate::memo::Memo;
use crate::parse::Sources;
use crate::path::SitePath;
use crate::serve::{Preview, Report};
use crate::watch::{Wake, Watcher};
use crate::write::check_place;

use super::disk::{Disk, Job, Took};
use super::report::{count, failure, tally};
use super::{Common, complain};

/// What is built again and again.
pub(super) struct Live<'a> {
    pub common: &'a Common,
    /// Where the site is written to, as the user calls it.
    pub out: &'a Path,
    pub preview: Option<Preview>,
    scanner: Scanner,
    memo: Memo,
    /// The sources of the last build, to say what changed.
    sources: Option<Sources>,
    /// What was wrong, as it was printed.
    reported: Vec<Diagnostic>,
}

impl<'a> Live<'a> {
    pub fn new(common: &'a Common, out: &'a Path, preview: Option<Preview>) -> Self {
        Self {
            common,
            out,
            preview,
            scanner: Scanner::new(&common.root),
            memo: Memo::default(),
            sources: None,
            reported: Vec::new(),
        }
    }

    /// Builds, and builds again on every change, until it is told to end.
    pub fn run(mut self) -> Result<(), String> {
        let place = check_place(&self.common.root, self.out).map_err(|e| e.to_string())?;
        // Watching first: a change during the first build must not be missed.
        let watcher = Watcher::start(&self.common.root).map_err(|e| e.to_string())?;
        let (disk, jobs) = channel();
        let writing = Disk::new(self.common, self.out, place);
        std::thread::scope(|scope| {
            scope.spawn(move || writing.run(&jobs));
            self.watch(&watcher, disk)
        })
    }

    /// What is written ends where `disk` does, with this.
    fn watch(&mut self, watcher: &Watcher, disk: Sender<Job>) -> Result<(), String> {
        loop {
            let due = match self.once(&disk) {
                Ok(due) => due,
                Err(message) => {
                    complain(&message);
                    None
                }
            };
            if watcher.wait(due) == Wake::Due {
                self.common.say("Something that was held back falls due.\n");
            }
        }
    }

    /// Builds once; gives the moment at which something falls due by itself.
    fn once(&mut self, disk: &Sender<Job>) -> Result<Option<jiff::Timestamp>, String> {
        let started = Instant::now();
        let scanned = self.scanner.scan().map_err(|e| e.to_string())?;
        let mut diagnostics = scanned.diagnostics;
        let changed = changed(self.sources.as_ref(), &scanned.value);
        let sources = scanned.value;
        let built = build(&sources, &self.common.options(), &mut self.memo).map(|built| {
            let built = built.keep(&mut diagnostics);
            sort(&mut diagnostics);
            let due = built.next_due;
            self.show(built, diagnostics, &sources, &changed, started, disk);
            due
        });
        self.sources = Some(sources);
        built.map_err(|e| e.to_string())
    }

    /// Shows the site, or what is wrong with it.
    fn show(
        &mut self,
        mut built: Built,
        diagnostics: Vec<Diagnostic>,
        sources: &Sources,
        changed: &str,
        started: Instant,
        disk: &Sender<Job>,
    ) {
        for path in &built.stale {
            complain(&format!("{path} was reused and should not have been; this is a fault of clipsheet's"));
        }
        let tree = built.tree.take().filter(|_| !has_errors(&diagnostics));
        if let Some(preview) = &self.preview {
            let report = Report::new(&diagnostics, sources, &built.templates);
            match &tree {
                Some(tree) => preview.publish(tree.clone(), built.base_url.as_deref(), report),
                None => preview.fail(report),
            }
        }
        let took = match &self.preview {
            Some(_) => Took::Until(started.elapsed()),
            None => Took::Since(started),
        };
        self.common.report(&news(&self.reported, &diagnostics), sources, &built);
        match tree {
            Some(tree) => {
                let line = format!("{changed}: {} rendered", count(built.rendered.len(), "page"));
                // The other side ends only after this one.
                let _ = disk.send(Job { tree, line, tally: tally(&diagnostics), took });
            }
            None => self.common.say(&format!("{changed}: {}", failure(&diagnostics, Some(self.out)))),
        }
        self.reported = diagnostics;
    }
}

/// What of these diagnostics was not printed before. Where anything is new, errors are printed again: they
/// are why the site stands still.
fn news(reported: &[Diagnostic], diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    type Key<'a> = (Code, &'a str, &'a SitePath);
    fn key(diagnostic: &Diagnostic) -> Key<'_> {
        (diagnostic.code, &diagnostic.message, &diagnostic.primary.path)
    }
    if reported == diagnostics {
        return Vec::new();
    }
    let known: BTreeSet<Key<'_>> = reported.iter().map(key).collect();
    let is_new = |d: &&Diagnostic| d.severity == Severity::Error || !known.contains(&key(d));
    diagnostics.iter().filter(is_new).cloned().collect()
}

/// What changed between two readings of the sources.
fn changed(was: Option<&Sources>, is: &Sources) -> String {
    let Some(was) = was else { return "built".to_string() };
    let gone = was.files.keys().filter(|path| !is.files.contains_key(*path));
    let new = is.files.iter().filter(|(path, file)| was.files.get(*path).is_none_or(|was| was != *file));
    let mut paths: Vec<&SitePath> = new.map(|(path, _)| path).chain(gone).collect();
    paths.sort();
    match paths.as_slice() {
        [] => "nothing changed".to_string(),
        [one] => one.to_string(),
        [first, rest @ ..] => format!("{first} and {}", count(rest.len(), "other file")),
    }
}
