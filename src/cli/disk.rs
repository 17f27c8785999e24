//! Writing the site while the next build may already be under way.
//!
//! In: built sites, one after the other, each with what is to be said of it. Out: the newest of
//! them on the disk. Must not know: how anything is built.
#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock and at files")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::Common;
use super::report::count;
use super::say::complain;
use crate::output::OutputTree;
use crate::progress::Progress;
use crate::write::{Hold, Waiting, Writer, Written};

/// How long what keeps a site from being written is left alone before it is tried again.
const PAUSE: Duration = Duration::from_secs(2);

/// A site to be written.
pub(super) struct Job {
    pub tree: OutputTree,
    /// The folder that it goes to, with links resolved.
    pub place: PathBuf,
    /// The line of its build, up to what was written.
    pub line: String,
    /// What the line says after that.
    pub tally: String,
    pub took: Took,
}

/// How long it took until the site could be seen.
#[derive(Clone, Copy)]
pub(super) enum Took {
    /// In the preview.
    Until(Duration),
    /// It can be seen when it is on the disk.
    Since(Instant),
}

/// What the loop and the writing tell each other.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// A site has been written since the folder was last found to be gone.
    pub has_written: AtomicBool,
    /// A site was not written, because there was no folder to build it in.
    pub is_lost: AtomicBool,
    /// Nothing is waited for any more.
    pub is_ending: AtomicBool,
}

/// The disk, as the loop sees it.
pub(super) struct Disk<'a> {
    common: &'a Common,
    /// The folder as the user calls it.
    out: &'a Path,
    writer: Writer,
    shared: &'a Shared,
    /// Files that are somebody else's by now, as they were told of.
    kept: Vec<String>,
    /// What went wrong the last time.
    trouble: Option<String>,
}

impl<'a> Disk<'a> {
    /// For the folder that the user calls `out`.
    pub fn new(common: &'a Common, out: &'a Path, shared: &'a Shared) -> Self {
        Self { common, out, writer: Writer::default(), shared, kept: Vec::new(), trouble: None }
    }

    /// Writes what comes until no more does. What has been overtaken by a newer site is skipped; what
    /// has been begun is ended.
    pub fn run(self, jobs: Receiver<Job>) {
        // On the threads that all share, thousands of files would keep the next build waiting.
        match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
            Ok(own) => own.install(move || self.run_here(&jobs)),
            Err(_) => self.run_here(&jobs),
        }
    }

    fn run_here(mut self, jobs: &Receiver<Job>) {
        let mut next = jobs.recv().ok();
        while let Some(mut job) = next {
            while let Ok(newer) = jobs.try_recv() {
                self.common.say(&job.line_with("written with the next"));
                job = newer;
            }
            next = match self.write(&job) {
                true => jobs.recv().ok(),
                false => match jobs.recv_timeout(PAUSE) {
                    Ok(newer) => Some(newer),
                    Err(RecvTimeoutError::Timeout) => Some(job),
                    Err(RecvTimeoutError::Disconnected) => None,
                },
            };
        }
    }

    /// Whether this site needs no second try.
    fn write(&mut self, job: &Job) -> bool {
        // A site that has been removed or moved away is not begun anew with its output. When it
        // is back, it is built again.
        if !self.common.root.is_dir() {
            self.shared.is_lost.store(true, Ordering::Release);
            return true;
        }
        let tell = || self.common.tell_waiting(self.out);
        let is_over = || self.shared.is_ending.load(Ordering::Acquire);
        let hold = Hold::take(
            &job.place,
            self.common.audience.as_deref(),
            &Waiting { tell: &tell, is_over: &is_over },
        );
        match hold.and_then(|hold| self.writer.write(&job.tree, &hold, &Progress::default())) {
            Ok(written) => {
                self.trouble = None;
                self.shared.has_written.store(true, Ordering::Release);
                self.common.say(&job.line_with(&summary(&written)));
                self.tell_of_kept(written.kept);
                true
            }
            Err(error) => {
                let message = format!("{error}; this is tried again until it goes");
                if self.trouble.as_ref() != Some(&message) {
                    complain(&message);
                }
                self.trouble = Some(message);
                false
            }
        }
    }

    fn tell_of_kept(&mut self, kept: Vec<String>) {
        for path in kept.iter().filter(|path| !self.kept.contains(path)) {
            self.common.say(&super::report::kept_line(path));
        }
        self.kept = kept;
    }
}

impl Job {
    pub fn line_with(&self, written: &str) -> String {
        let took = match self.took {
            Took::Until(took) => took,
            Took::Since(started) => started.elapsed(),
        };
        format!("{}, {written}, {}, {} ms\n", self.line, self.tally, took.as_millis())
    }
}

fn summary(written: &Written) -> String {
    let removed = match written.removed {
        0 => String::new(),
        n => format!(", {n} removed"),
    };
    format!("{} written{removed}", count(written.written, "file"))
}
