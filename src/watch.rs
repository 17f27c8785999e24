//! When to look at a site again.
//!
//! In: where a scan has looked. Out: that something there may have changed, and never what: who
//! is told so scans again. Must not know: what any file means.
//!
//! Where the operating system tells of changes, a wait ends with a change, and costs nothing
//! until there is one. Where it does not, as on most network drives, a wait ends every so often,
//! and the scan, which asks for the stamps of the files, finds out whether there was a change.
//!
//! Waiting for quiet is done here and not by one of notify's debouncers. These sort, join and
//! keep events, none of which matters to who scans anyway; and they look at their clock at fixed
//! intervals, where a page has to be there 30 ms after it was saved.
#![allow(clippy::disallowed_methods, reason = "this is one of the modules that touch the clock and files")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;

mod bell;
mod native;
mod wanted;

use crate::diagnostics::Checked;
use crate::load::{Footprint, LoadError, Scanner};
use crate::parse::Sources;
use bell::{Bell, Heard, Trouble};
use native::System;

/// Changes belong together where they follow each other within this time.
const QUIET: Duration = Duration::from_millis(5);

/// Changes that go on for longer are looked at all the same.
const LONGEST: Duration = Duration::from_millis(100);

/// No wait is longer where something falls due: a machine may sleep, and its clock be set.
const STEP: Duration = Duration::from_secs(30);

/// How often to look where the system does not tell of changes, and nobody says how often.
pub const INTERVAL: Duration = Duration::from_secs(1);

/// So often a site is scanned in a row because there was something new to watch in it.
const MOST_LOOKS: usize = 4;

/// How to learn of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The system tells. Where it cannot, as `Poll(INTERVAL)`.
    Told,
    /// By looking every so often.
    Poll(Duration),
}

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Something may have changed.
    Changed,
    /// The moment has come.
    Due,
    /// Somebody wants an end.
    Stop,
}

/// Ends the waits of a watcher from anywhere.
#[derive(Clone)]
pub struct Waker(Arc<Bell>);

impl Waker {
    /// Ends the wait that goes on, or else the next one, as a change does.
    pub fn wake(&self) {
        self.0.ring();
    }

    /// Ends the wait that goes on, and every later one.
    pub fn stop(&self) {
        self.0.stop();
    }
}

/// Waits for changes of a site.
pub struct Watcher {
    bell: Arc<Bell>,
    source: Source,
    system: System,
    news: Option<String>,
}

/// Where news of changes come from.
enum Source {
    Native(Box<dyn native::Backend>),
    Poll(Duration),
}

impl Watcher {
    /// A watcher that watches nothing yet: `look` or `follow` tells it where.
    pub fn start(how: How) -> Self {
        Self::with(how, Box::new(native::system))
    }

    fn with(how: How, system: System) -> Self {
        let interval = if let How::Poll(interval) = how { interval } else { INTERVAL };
        let mut watcher = Self { bell: Arc::default(), source: Source::Poll(interval), system, news: None };
        if how == How::Told {
            watcher.restart();
        }
        watcher
    }

    /// A handle that ends waits.
    pub fn waker(&self) -> Waker {
        Waker(self.bell.clone())
    }

    /// Scans the site, watches where the scan has looked, and scans again until nothing new has
    /// to be watched: what happened in a folder before it was watched is told by nobody.
    ///
    /// # Errors
    ///
    /// As `Scanner::scan`. What is missing is watched for all the same.
    pub fn look(&mut self, scanner: &mut Scanner) -> Result<Checked<Sources>, LoadError> {
        for _ in 0..MOST_LOOKS {
            // What was told until now, this scan sees.
            self.bell.forget();
            let scanned = scanner.scan();
            if !self.follow(scanner.footprint()) {
                return scanned;
            }
        }
        // Folders come and go all the time. They will be looked at after the next wait.
        self.bell.ring();
        scanner.scan()
    }

    /// Watches where a scan has looked, and nothing else any more. Gives whether there is
    /// anything new about that, and so a reason to scan again.
    pub fn follow(&mut self, footprint: &Footprint) -> bool {
        match self.bell.take_trouble() {
            Some(Trouble::Lost) => self.restart(),
            Some(Trouble::Broken(why)) => self.fall_back(&why),
            None => {}
        }
        let Source::Native(backend) = &mut self.source else { return false };
        let Some(changes) = self.bell.expect(footprint) else { return false };
        match backend.change(&changes) {
            Ok(missing) => {
                self.bell.miss(&missing);
                changes.is_elsewhere || missing.len() < changes.add.len()
            }
            Err(why) => {
                self.fall_back(&why);
                true
            }
        }
    }

    /// Waits until something may have changed and there is quiet again, or until the moment
    /// `due` has come.
    pub fn wait(&self, due: Option<Timestamp>) -> Wake {
        let started = Instant::now();
        loop {
            let until_due = due.map(|due| {
                Duration::try_from(due.duration_since(Timestamp::now())).unwrap_or_default().min(STEP)
            });
            let until_look = match &self.source {
                Source::Native(_) => None,
                Source::Poll(interval) => Some(interval.saturating_sub(started.elapsed())),
            };
            match self.bell.listen([until_due, until_look].into_iter().flatten().min()) {
                Heard::Stop => return Wake::Stop,
                Heard::Change => return self.settle(),
                Heard::Nothing if due.is_some_and(|due| due <= Timestamp::now()) => return Wake::Due,
                Heard::Nothing => {}
            }
            if matches!(&self.source, Source::Poll(interval) if started.elapsed() >= *interval) {
                return Wake::Changed;
            }
        }
    }

    /// Waits for this time, but no longer than until something changes and there is quiet again.
    /// Gives whether anything may have changed.
    pub fn wait_at_most(&self, time: Duration) -> bool {
        match self.bell.listen(Some(time)) {
            Heard::Stop => false,
            Heard::Change => self.settle() == Wake::Changed,
            Heard::Nothing => matches!(self.source, Source::Poll(_)),
        }
    }

    /// What the user should know of how changes are found, once.
    pub fn take_news(&mut self) -> Option<String> {
        self.news.take()
    }

    /// Waits for quiet.
    fn settle(&self) -> Wake {
        let started = Instant::now();
        while started.elapsed() < LONGEST {
            match self.bell.listen(Some(QUIET)) {
                Heard::Change => {}
                Heard::Nothing => break,
                Heard::Stop => return Wake::Stop,
            }
        }
        Wake::Changed
    }

    /// Lets the system tell, from nothing.
    fn restart(&mut self) {
        // The former one first: there may be no room for two.
        self.source = Source::Poll(INTERVAL);
        self.bell.expect_nothing();
        match (self.system)(self.bell.clone()) {
            Ok(backend) => self.source = Source::Native(backend),
            Err(why) => self.fall_back(&why),
        }
    }

    fn fall_back(&mut self, why: &str) {
        self.source = Source::Poll(INTERVAL);
        self.news = Some(format!(
            "the system does not tell of changes ({why}); looking for them every {} s instead",
            INTERVAL.as_secs()
        ));
    }
}

#[cfg(test)]
mod tests;
