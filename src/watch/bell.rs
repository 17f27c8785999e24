//! What the thread that is told of changes and the thread that waits for them share.
//!
//! In: events of the system, and where a scan has looked. Out: whether anything happened that
//! matters. Must not know: what waits for it.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches the clock")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecursiveMode};

use super::wanted::{Changes, changes, wanted};
use crate::load::Footprint;

/// What a wait for the bell came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    Change,
    Nothing,
    Stop,
}

/// Why what the system tells is not enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Events were lost, and with them perhaps which folders are still watched.
    Lost,
    /// The system will not tell any more.
    Broken(String),
}

/// Rings when something happens that matters.
#[derive(Default)]
pub(super) struct Bell {
    state: Mutex<State>,
    rung: Condvar,
}

#[derive(Default)]
struct State {
    has_changed: bool,
    is_stopped: bool,
    trouble: Option<Trouble>,
    /// Where the last scan has looked.
    footprint: Footprint,
    /// What the system watches, as far as we know.
    watched: BTreeMap<PathBuf, RecursiveMode>,
    /// Whether it does not watch all that it should.
    is_short: bool,
}

impl Bell {
    /// What comes to grief while it holds the lock leaves nothing half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn ring(&self) {
        self.state().has_changed = true;
        self.rung.notify_all();
    }

    pub fn stop(&self) {
        self.state().is_stopped = true;
        self.rung.notify_all();
    }

    /// Forgets what changed so far.
    pub fn forget(&self) {
        self.state().has_changed = false;
    }

    /// Waits for the bell, for this time or for ever.
    pub fn listen(&self, time: Option<Duration>) -> Heard {
        let end = time.and_then(|time| Instant::now().checked_add(time));
        let mut state = self.state();
        loop {
            if state.is_stopped {
                return Heard::Stop;
            }
            if std::mem::take(&mut state.has_changed) {
                return Heard::Change;
            }
            state = match end.map(|end| end.saturating_duration_since(Instant::now())) {
                Some(Duration::ZERO) => return Heard::Nothing,
                Some(left) => self.rung.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
                None => self.rung.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Hears what the system tells.
    pub fn hear(&self, event: &notify::Result<Event>) {
        let matters = match event {
            Ok(event) => self.state().matters(event),
            Err(error) => {
                self.state().trouble = Some(Trouble::Broken(super::native::reason(error)));
                true
            }
        };
        if matters {
            self.ring();
        }
    }

    pub fn take_trouble(&self) -> Option<Trouble> {
        self.state().trouble.take()
    }

    /// Takes over where a scan has looked; gives what has to be watched for that and is not, and
    /// the other way round. What is given counts as done: an event may undo it at once.
    pub fn expect(&self, footprint: &Footprint) -> Option<Changes> {
        let mut state = self.state();
        let is_elsewhere = state.footprint != *footprint;
        if !is_elsewhere && !state.is_short {
            return None;
        }
        let wanted = wanted(footprint, super::native::EACH_FOLDER);
        let changes = changes(&state.watched, &wanted, is_elsewhere);
        if is_elsewhere {
            state.footprint = footprint.clone();
        }
        state.watched = wanted;
        state.is_short = false;
        Some(changes)
    }

    /// These could not be watched: they are not there, or not yet.
    pub fn miss(&self, missing: &[PathBuf]) {
        let mut state = self.state();
        for path in missing {
            state.watched.remove(path);
            state.is_short = true;
        }
    }

    /// Nothing is watched any more.
    pub fn expect_nothing(&self) {
        let mut state = self.state();
        (state.footprint, state.watched) = Default::default();
        state.trouble = None;
    }
}

#[cfg(test)]
impl Bell {
    /// Hears nothing meanwhile, so that whoever tells of something has to wait.
    pub fn while_deaf(&self, act: impl FnOnce()) {
        let state = self.state();
        act();
        drop(state);
    }

    pub fn has_lost(&self) -> bool {
        self.state().trouble == Some(Trouble::Lost)
    }
}

impl State {
    /// Whether what happened may change what a scan gives, or needs one.
    fn matters(&mut self, event: &Event) -> bool {
        if event.need_rescan() {
            self.trouble = Some(Trouble::Lost);
            return true;
        }
        let names = match event.kind {
            // Opening and reading changes nothing; every scan does it. A file that is closed
            // after writing may have been written through memory, of which nothing else tells.
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => return false,
            EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)) => false,
            _ => true,
        };
        // No path at all means: somewhere.
        let mut matters = event.paths.is_empty();
        for path in &event.paths {
            matters |= names && self.is_unsure_of(path);
            matters |= self.footprint.concerns(path);
        }
        matters
    }

    /// At this path is something else than before, or nothing, so that what is watched there, or
    /// below, may be what had the name before. Gives whether anything is.
    fn is_unsure_of(&mut self, path: &Path) -> bool {
        let below = self.watched.range(path.to_path_buf()..).take_while(|(other, _)| other.starts_with(path));
        let below: Vec<PathBuf> = below.map(|(other, _)| other.clone()).collect();
        for other in &below {
            self.watched.remove(other);
        }
        self.is_short |= !below.is_empty();
        !below.is_empty()
    }
}
