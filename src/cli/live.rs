//! Building again on every change, and showing it.
//!
//! In: a site's folder and options. Out: the site on the disk and in the preview, as its files
//! are now. Must not know: how anything is built, or what changed.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock and at files")]

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use crate::build::{Built, Options, build};
use crate::diagnostics::{Checked, Diagnostic, has_errors, sort};
use crate::load::Scanner;
use crate::memo::Memo;
use crate::model::Audiences;
use crate::output::MANIFEST;
use crate::parse::Sources;
use crate::serve::{Preview, Report, Shown};
use crate::watch::{Wake, Waker, Watcher};
use crate::write::check_place;

use super::disk::{Disk, Job, Shared, Took};
use super::news::{changed, news};
use super::report::{count, failure, stale, tally};
use super::say::complain;
use super::shown::refusal;
use super::{Common, Watching, banner};

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
    /// For whom the last build was.
    audience: Option<String>,
    /// Why the preview does not show it, where it does not.
    refusal: Option<String>,
}

/// A build that has ended.
struct Made {
    built: Built,
    diagnostics: Vec<Diagnostic>,
    shown: Shown,
    /// What of it the preview must not show.
    withheld: Option<String>,
}

/// How a build came about.
struct Occasion {
    started: Instant,
    /// The sources of the build before.
    before: Option<Sources>,
    /// Whether it is for another audience than the one before.
    is_switch: bool,
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
            audience: common.audience.clone(),
            refusal: None,
        }
    }

    /// Builds, and builds again on every change, until it is told to end. What fails in the first
    /// build is wrong usage; later it may pass.
    pub fn run(mut self) -> Result<(), String> {
        end_on_interrupt(self.watcher.waker())?;
        if let Some(preview) = &self.preview {
            let waker = self.watcher.waker();
            preview.on_switch(move || waker.wake());
        }
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
        let is_known = self.wanted() == self.audience && self.is_known(&scanned);
        if wake == Some(Wake::Changed) && self.failure.is_none() && stands && is_known {
            return Ok(());
        }
        if !stands {
            shared.has_written.store(false, Ordering::Release);
        }
        let mut looks = if wake.is_none() { 0 } else { MOST_LOOKS };
        let before = self.sources.take();
        let made = loop {
            let made = self.build(scanned)?;
            match has_errors(&made.diagnostics).then(|| self.look_again(&mut looks)).transpose()?.flatten() {
                Some(again) => scanned = again,
                None => break made,
            }
        };
        self.refuse(&made, wake.is_none())?;
        self.due = made.built.next_due;
        let is_switch = made.shown.audience != self.audience;
        self.audience.clone_from(&made.shown.audience);
        self.show(made, Occasion { started, before, is_switch }, place, disk);
        Ok(())
    }

    /// Builds what was scanned, for whom it is to be shown.
    fn build(&mut self, scanned: Checked<Sources>) -> Result<Made, String> {
        let audiences = Audiences::declared(&scanned.value);
        let audience = self.audience_of(audiences.as_ref());
        self.misplaced = scanned.diagnostics;
        let sources = self.sources.insert(scanned.value);
        let options = Options { audience: audience.clone(), ..self.common.options() };
        let built = build(sources, &options, &mut self.memo);
        let built = built.map_err(|e| {
            // Who was to see it, the site knows no more.
            self.preview
                .iter()
                .filter(|preview| preview.is_guarded())
                .for_each(|preview| preview.withhold(Report::default()));
            e.to_string()
        })?;
        let mut diagnostics = self.misplaced.clone();
        let built = built.keep(&mut diagnostics);
        let shown = self.common.shown(audience.as_ref(), audiences.as_ref());
        // Of settings with mistakes it is not known yet who sees what, and nothing is shown of them.
        let is_guarded = audiences.is_some() && self.preview.as_ref().is_some_and(Preview::is_guarded);
        let withheld = is_guarded.then(|| self.common.withheld(audience.as_ref(), audiences.as_ref()));
        Ok(Made { built, diagnostics, shown, withheld: withheld.flatten() })
    }

    /// The audience that somebody wants to see in the preview, or else that of the command line.
    fn wanted(&self) -> Option<String> {
        let wanted = self.preview.as_ref().and_then(Preview::wanted);
        wanted.or_else(|| self.common.audience.clone())
    }

    /// The same, as long as the site declares it.
    fn audience_of(&self, audiences: Option<&Audiences>) -> Option<String> {
        let wanted = self.wanted();
        let is_gone = |name: &String| audiences.is_some_and(|audiences| audiences.seen_by(name).is_none());
        match &self.preview {
            Some(preview) if wanted.as_ref().is_some_and(is_gone) => {
                preview.forget_wanted();
                self.common.audience.clone()
            }
            _ => wanted,
        }
    }

    /// Says why the preview shows nothing, where it does not; in the beginning that is the end.
    fn refuse(&mut self, made: &Made, is_first: bool) -> Result<(), String> {
        let refusal = made.withheld.as_deref().map(refusal);
        if let Some(why) = refusal.as_ref().filter(|_| refusal != self.refusal) {
            if is_first {
                return Err(why.clone());
            }
            complain(why);
        }
        self.refusal = refusal;
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
    fn show(&mut self, made: Made, occasion: Occasion, place: PathBuf, disk: &Sender<Job>) {
        let Made { mut built, mut diagnostics, shown, withheld } = made;
        let Some(sources) = &self.sources else { return };
        let is_written = shown.written_for.is_none();
        sort(&mut diagnostics);
        if !built.stale.is_empty() {
            complain(&stale(&built.stale));
        }
        let tree = built.tree.take().filter(|_| !has_errors(&diagnostics));
        if let Some(preview) = &self.preview {
            let report = Report::new(&diagnostics, sources, &built.templates);
            match &tree {
                Some(tree) => preview.publish(tree.clone(), built.base_url.as_deref(), report, shown),
                None if withheld.is_some() => preview.withhold(report),
                None => preview.fail(report),
            }
        }
        let took = match &self.preview {
            Some(_) => Took::Until(occasion.started.elapsed()),
            None => Took::Since(occasion.started),
        };
        // What comes now is for the terminal, and keeps no reader waiting.
        let changed = changed(occasion.before.as_ref(), sources);
        let changed = match &self.audience {
            Some(name) if occasion.is_switch => format!("switched to the audience `{name}`"),
            Some(name) if !is_written => format!("{changed} for `{name}`"),
            _ => changed,
        };
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
                let line = format!("{changed}: {} rendered", count(built.rendered_pages, "page"));
                let job = Job { tree, place, line, tally: tally(&diagnostics), took };
                match is_written {
                    // The other side ends only after this one.
                    true => drop(disk.send(job)),
                    false => self.common.say(&job.line_with("not written")),
                }
            }
            None => {
                let stands = self.out.join(MANIFEST).is_file();
                self.common.say(&format!("{changed}: {}", failure(&diagnostics, true, stands)));
            }
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
