//! Building again on every change, and showing it.
//!
//! In: a site's folder and options. Out: the site on the disk and in the preview, as its files
//! are now. Must not know: how anything is built, or what changed.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock and at files")]

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use crate::build::{Built, build};
use crate::diagnostics::{Checked, Code, Diagnostic, Severity, has_errors, sort};
use crate::load::Scanner;
use crate::memo::Memo;
use crate::output::MANIFEST;
use crate::parse::Sources;
use crate::path::SitePath;
use crate::serve::{Preview, Report};
use crate::watch::{Wake, Waker, Watcher};
use crate::write::check_place;

use super::disk::{Disk, Job, Shared, Took};
use super::report::{count, failure, stale, tally};
use super::{Common, Watching, banner, complain};

/// A file that was found half written is whole after this time.
const SECOND_LOOK: Duration = Duration::from_millis(60);

/// 128 and the number of the signal SIGINT, as shells have it.
const INTERRUPTED: i32 = 130;

/// Clears a terminal and what it has scrolled away (ECMA-48, and a sequence of xterm's).
const CLEAR: &str = "\x1B[2J\x1B[3J\x1B[H";

/// Mistakes in what goes on changing are shown after so many looks more.
const MOST_LOOKS: usize = 8;

/// What is built again and again.
pub(super) struct Live<'a> {
    pub common: &'a Common,
    /// Where the site is written to, as the user calls it.
    pub out: &'a Path,
    pub preview: Option<Preview>,
    /// Whether the terminal shows the last build only.
    clears: bool,
    watcher: Watcher,
    scanner: Scanner,
    memo: Memo,
    /// The sources of the last build, to say what changed.
    sources: Option<Sources>,
    /// What was wrong with the files themselves in the last scan.
    misplaced: Vec<Diagnostic>,
    /// What was wrong, as it was printed.
    reported: Vec<Diagnostic>,
    /// The root with links resolved, and where its site goes.
    place: Option<(PathBuf, PathBuf)>,
    /// When something falls due by itself.
    due: Option<jiff::Timestamp>,
    /// Why the last build failed, where it did.
    failure: Option<String>,
}

impl<'a> Live<'a> {
    pub fn new(common: &'a Common, out: &'a Path, preview: Option<Preview>, watching: &'a Watching) -> Self {
        Self {
            common,
            out,
            preview,
            clears: watching.clear && std::io::stdout().is_terminal(),
            watcher: Watcher::start(watching.how()),
            scanner: Scanner::new(&common.root),
            memo: Memo::default(),
            sources: None,
            misplaced: Vec::new(),
            reported: Vec::new(),
            place: None,
            due: None,
            failure: None,
        }
    }

    /// Builds, and builds again on every change, until it is told to end. What fails in the first
    /// build is wrong usage; later it may pass.
    pub fn run(mut self) -> Result<(), String> {
        end_on_interrupt(self.watcher.waker())?;
        let (disk, jobs) = channel();
        let shared = Shared::default();
        let writing = Disk::new(self.common, self.out, &shared);
        std::thread::scope(|scope| {
            scope.spawn(move || writing.run(jobs));
            let ended = self.watch(disk, &shared);
            shared.is_ending.store(true, Ordering::Release);
            ended
        })?;
        self.common.say("Ended.\n");
        Ok(())
    }

    /// What is written ends where `disk` does, with this.
    fn watch(&mut self, disk: Sender<Job>, shared: &Shared) -> Result<(), String> {
        self.once(None, &disk, shared)?;
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
            let failure = self.once(Some(wake), &disk, shared).err();
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
    fn once(&mut self, wake: Option<Wake>, disk: &Sender<Job>, shared: &Shared) -> Result<(), String> {
        let started = Instant::now();
        let mut scanned = self.watcher.look(&mut self.scanner).map_err(|e| e.to_string())?;
        let place = self.place()?;
        // Somebody may have removed the whole folder, with the site around it.
        let is_gone = shared.has_written.load(Ordering::Acquire) && !place.join(MANIFEST).is_file();
        let stands = !is_gone && !shared.is_lost.swap(false, Ordering::AcqRel);
        if wake == Some(Wake::Changed) && self.failure.is_none() && stands && self.is_known(&scanned) {
            return Ok(());
        }
        if !stands {
            shared.has_written.store(false, Ordering::Release);
        }
        let mut looks = if wake.is_none() { 0 } else { MOST_LOOKS };
        let before = self.sources.take();
        let (built, diagnostics) = loop {
            self.misplaced = scanned.diagnostics;
            let sources = self.sources.insert(scanned.value);
            let built = build(sources, &self.common.options(), &mut self.memo).map_err(|e| e.to_string())?;
            let mut diagnostics = self.misplaced.clone();
            let built = built.keep(&mut diagnostics);
            match has_errors(&diagnostics).then(|| self.look_again(&mut looks)).transpose()?.flatten() {
                Some(again) => scanned = again,
                None => break (built, diagnostics),
            }
        };
        self.due = built.next_due;
        self.show(built, diagnostics, before.as_ref(), place, started, disk);
        Ok(())
    }

    /// Where the site is written to. A root that is a link may lead elsewhere by now.
    fn place(&mut self) -> Result<PathBuf, String> {
        let root = self.common.root.canonicalize().unwrap_or_default();
        if let Some((_, place)) = self.place.as_ref().filter(|(known, _)| *known == root) {
            return Ok(place.clone());
        }
        let place = check_place(&self.common.root, self.out, self.common.audience.as_deref())
            .map_err(|e| e.to_string())?;
        self.place = Some((root, place.clone()));
        Ok(place)
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
        let known = self.sources.as_ref().map(|sources| &sources.files);
        scanned.diagnostics == self.misplaced && known == Some(&scanned.value.files)
    }

    /// Shows the site, or what is wrong with it.
    fn show(
        &mut self,
        mut built: Built,
        mut diagnostics: Vec<Diagnostic>,
        before: Option<&Sources>,
        place: PathBuf,
        started: Instant,
        disk: &Sender<Job>,
    ) {
        let Some(sources) = &self.sources else { return };
        sort(&mut diagnostics);
        if !built.stale.is_empty() {
            complain(&stale(&built.stale));
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
        // What comes now is for the terminal, and keeps no reader waiting.
        let changed = changed(before, sources);
        if self.clears {
            self.common.say(CLEAR);
            if let Some(preview) = &self.preview {
                self.common.say(&banner(preview));
            }
            self.reported.clear();
        }
        self.common.report(&news(&self.reported, &diagnostics), sources, &built);
        match tree {
            Some(tree) => {
                let line = format!("{changed}: {} rendered", count(built.rendered.len(), "page"));
                // The other side ends only after this one.
                let _ = disk.send(Job { tree, place, line, tally: tally(&diagnostics), took });
            }
            None => self.common.say(&format!(
                "{changed}: {}",
                failure(&diagnostics, true, self.out.join(MANIFEST).is_file())
            )),
        }
        self.reported = diagnostics;
    }
}

/// Lets Ctrl-C and the signals that mean the same end the loop, after what it is doing. Who asks
/// a second time does not want to wait: whatever a build that is killed leaves, the next one
/// knows as its own.
fn end_on_interrupt(waker: Waker) -> Result<(), String> {
    let asked = AtomicBool::new(false);
    let handler = move || match asked.swap(true, Ordering::AcqRel) {
        false => waker.stop(),
        true => std::process::exit(INTERRUPTED),
    };
    ctrlc::set_handler(handler).map_err(|e| format!("Ctrl-C cannot be handled: {e}"))
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
