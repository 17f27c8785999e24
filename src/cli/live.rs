//! Building again on every change, and showing it.
//!
//! In: a site's folder and options. Out: the site on the disk and in the preview, as its files
//! are now. Must not know: how anything is built, or what changed.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock")]

use std::path::Path;
use std::time::Instant;

use crate::build::{Built, Options, build};
use crate::diagnostics::{Diagnostic, has_errors, sort};
use crate::load::Scanner;
use crate::memo::Memo;
use crate::parse::Sources;
use crate::serve::{Preview, Report};
use crate::watch::{Wake, Watcher};
use crate::write::{check_place, write_after};

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
    sources: Sources,
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
            sources: Sources::default(),
            reported: Vec::new(),
        }
    }

    /// Builds, and builds again on every change, until the process ends.
    pub fn run(mut self) -> Result<(), String> {
        // Watching first: a change during the first build must not be missed.
        let watcher = Watcher::start(&self.common.root).map_err(|e| e.to_string())?;
        let mut first = true;
        loop {
            let due = match self.once(std::mem::take(&mut first)) {
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
    fn once(&mut self, first: bool) -> Result<Option<jiff::Timestamp>, String> {
        let started = Instant::now();
        let place = check_place(&self.common.root, self.out).map_err(|e| e.to_string())?;
        let scanned = self.scanner.scan().map_err(|e| e.to_string())?;
        let mut diagnostics = scanned.diagnostics;
        let changed = changed(&self.sources, &scanned.value);
        self.sources = scanned.value;
        let options: Options = self.common.options();
        let built = build(&self.sources, &options, &mut self.memo).map_err(|e| e.to_string())?;
        let built = built.keep(&mut diagnostics);
        for path in &built.stale {
            complain(&format!("{path} was reused and should not have been; this is a fault of clipsheet's"));
        }
        sort(&mut diagnostics);
        self.show(&built, &diagnostics);
        let mut written = 0;
        if let Some(tree) = built.tree.as_ref().filter(|_| !has_errors(&diagnostics)) {
            let wait = || self.common.tell_waiting(self.out);
            let done = write_after(tree, &place, &wait, &crate::progress::Progress::default());
            written = done.map_err(|e| e.to_string())?.written;
        }
        self.tell(first, &changed, &built, &diagnostics, written, started);
        Ok(built.next_due)
    }

    /// Shows the site in the preview, or what is wrong with it.
    fn show(&self, built: &Built, diagnostics: &[Diagnostic]) {
        let Some(preview) = &self.preview else { return };
        let report = Report::new(diagnostics, &self.sources, &built.templates);
        match built.tree.as_ref().filter(|_| !has_errors(diagnostics)) {
            Some(tree) => preview.publish(tree.clone(), built.base_url.as_deref(), report),
            None => preview.fail(report),
        }
    }

    /// One line for each build, and what is wrong where that is news.
    fn tell(
        &mut self,
        first: bool,
        changed: &str,
        built: &Built,
        diagnostics: &[Diagnostic],
        written: usize,
        started: Instant,
    ) {
        if self.reported != diagnostics {
            self.common.report(diagnostics, &self.sources, built);
            self.reported = diagnostics.to_vec();
        }
        let took = started.elapsed().as_millis();
        let what = if first { "built" } else { changed };
        let line = match has_errors(diagnostics) {
            true => format!("{what}: {}", failure(diagnostics, Some(self.out))),
            false => format!(
                "{what}: {} rendered, {} written, {}, {took} ms\n",
                count(built.rendered.len(), "page"),
                count(written, "file"),
                tally(diagnostics)
            ),
        };
        self.common.say(&line);
    }
}

/// What changed between two readings of the sources.
fn changed(was: &Sources, is: &Sources) -> String {
    let gone = was.files.keys().filter(|path| !is.files.contains_key(*path));
    let new = is.files.iter().filter(|(path, file)| was.files.get(*path).is_none_or(|was| was != *file));
    let mut paths: Vec<String> =
        new.map(|(path, _)| path.to_string()).chain(gone.map(ToString::to_string)).collect();
    paths.sort();
    match paths.as_slice() {
        [] => "nothing changed".to_string(),
        [one] => one.clone(),
        several => format!("{} files", several.len()),
    }
}
