//! Building again on every change, and showing it.
//!
//! In: a site's folder and options. Out: the site on the disk and in the preview, as its files
//! are now. Must not know: how anything is built, or what changed.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock and at files")]

use std::path::Path;
use std::time::{Duration, Instant};

use crate::build::{Built, Options, build};
use crate::diagnostics::{Checked, Diagnostic, has_errors, sort};
use crate::load::Scanner;
use crate::memo::Memo;
use crate::parse::Sources;
use crate::serve::{Preview, Report};
use crate::watch::{How, Wake, Watcher};
use crate::write::{check_place, write_after};

use super::report::{count, failure, tally};
use super::{Common, complain};

/// A file that was found half written is whole after this time.
const SECOND_LOOK: Duration = Duration::from_millis(60);

/// Mistakes in what goes on changing are shown after so many looks more.
const MOST_LOOKS: usize = 8;

/// What is built again and again.
pub(super) struct Live<'a> {
    pub common: &'a Common,
    /// Where the site is written to, as the user calls it.
    pub out: &'a Path,
    pub preview: Option<Preview>,
    watcher: Watcher,
    scanner: Scanner,
    memo: Memo,
    /// The sources of the last build, to say what changed.
    sources: Sources,
    /// What was wrong with the files themselves in the last scan.
    misplaced: Vec<Diagnostic>,
    /// What was wrong, as it was printed.
    reported: Vec<Diagnostic>,
    /// When something falls due by itself.
    due: Option<jiff::Timestamp>,
    /// Why the last build failed, where it did.
    failure: Option<String>,
    has_written: bool,
}

impl<'a> Live<'a> {
    pub fn new(common: &'a Common, out: &'a Path, preview: Option<Preview>, how: How) -> Self {
        Self {
            common,
            out,
            preview,
            watcher: Watcher::start(how),
            scanner: Scanner::new(&common.root),
            memo: Memo::default(),
            sources: Sources::default(),
            misplaced: Vec::new(),
            reported: Vec::new(),
            due: None,
            failure: None,
            has_written: false,
        }
    }

    /// Builds, and builds again on every change, until the process ends. What fails in the
    /// first build is wrong usage; later it may pass.
    pub fn run(mut self) -> Result<(), String> {
        self.once(None)?;
        loop {
            if let Some(news) = self.watcher.take_news() {
                complain(&news);
            }
            let wake = self.watcher.wait(self.due);
            match wake {
                Wake::Stop => return Ok(()),
                Wake::Due => self.common.say("Something that was held back falls due.\n"),
                Wake::Changed => {}
            }
            let failure = self.once(Some(wake)).err();
            // What is not news is not said again, however often it is looked at.
            if let Some(message) = failure.as_ref().filter(|failure| self.failure.as_ref() != Some(*failure))
            {
                complain(message);
            }
            if failure.is_some() {
                self.due = None;
            }
            self.failure = failure;
        }
    }

    /// Builds once, if there is a reason to.
    fn once(&mut self, wake: Option<Wake>) -> Result<(), String> {
        let started = Instant::now();
        let mut scanned = self.watcher.look(&mut self.scanner).map_err(|e| e.to_string())?;
        let place = check_place(&self.common.root, self.out).map_err(|e| e.to_string())?;
        let stands = !self.has_written || place.join(crate::output::MANIFEST).is_file();
        if wake == Some(Wake::Changed) && self.failure.is_none() && stands && self.is_known(&scanned) {
            return Ok(());
        }
        let mut looks = if wake.is_none() { 0 } else { MOST_LOOKS };
        let before = std::mem::take(&mut self.sources);
        let (built, diagnostics) = loop {
            self.sources = scanned.value;
            self.misplaced = scanned.diagnostics;
            let (built, diagnostics) = self.build()?;
            match has_errors(&diagnostics).then(|| self.look_again(&mut looks)).transpose()?.flatten() {
                Some(again) => scanned = again,
                None => break (built, diagnostics),
            }
        };
        self.due = built.next_due;
        self.show(&built, &diagnostics);
        let mut written = 0;
        if let Some(tree) = built.tree.as_ref().filter(|_| !has_errors(&diagnostics)) {
            let wait = || self.common.tell_waiting(self.out);
            let done = write_after(tree, &place, &wait, &crate::progress::Progress::default());
            written = done.map_err(|e| e.to_string())?.written;
            self.has_written = true;
        }
        let what = if wake.is_none() { "built".to_string() } else { changed(&before, &self.sources) };
        self.tell(&what, &built, &diagnostics, written, started);
        Ok(())
    }

    /// Waits for what is being saved to be whole; gives what changed. There is nothing to wait
    /// for where nothing happens for a moment.
    fn look_again(&mut self, looks: &mut usize) -> Result<Option<Checked<Sources>>, String> {
        while *looks > 0 && self.watcher.wait_at_most(SECOND_LOOK) {
            *looks -= 1;
            let scanned = self.watcher.look(&mut self.scanner).map_err(|e| e.to_string())?;
            if !self.is_known(&scanned) {
                return Ok(Some(scanned));
            }
        }
        Ok(None)
    }

    /// Whether this is what the last build was made from.
    fn is_known(&self, scanned: &Checked<Sources>) -> bool {
        scanned.diagnostics == self.misplaced && scanned.value.files == self.sources.files
    }

    fn build(&mut self) -> Result<(Built, Vec<Diagnostic>), String> {
        let options: Options = self.common.options();
        let built = build(&self.sources, &options, &mut self.memo).map_err(|e| e.to_string())?;
        let mut diagnostics = self.misplaced.clone();
        let built = built.keep(&mut diagnostics);
        for path in &built.stale {
            complain(&format!("{path} was reused and should not have been; this is a fault of clipsheet's"));
        }
        sort(&mut diagnostics);
        Ok((built, diagnostics))
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
        what: &str,
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
