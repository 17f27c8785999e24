//! When to look at a site again.
//!
//! In: the folder of a site. Out: that something in it may have changed, and never what: who is
//! told so scans the whole site again. Must not know: what any file means.
#![allow(clippy::disallowed_methods, reason = "this is one of the modules that touch the clock and files")]

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::parse::CONTENT;

/// Changes belong together where they follow each other within this time.
const QUIET: Duration = Duration::from_millis(6);

/// Changes that go on for longer are looked at all the same.
const LONGEST: Duration = Duration::from_millis(100);

/// No wait is longer where something falls due: a machine may sleep, and its clock be set.
const STEP: Duration = Duration::from_secs(30);

/// Why a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Something may have changed.
    Changed,
    /// The moment has come.
    Due,
}

/// Waits for changes of a site.
pub struct Watcher {
    changes: Receiver<()>,
    _native: RecommendedWatcher,
}

impl Watcher {
    /// Watches the content and the themes of the site in `root`.
    ///
    /// # Errors
    ///
    /// Where the operating system does not let us.
    pub fn start(root: &Path) -> notify::Result<Self> {
        let root = root.canonicalize()?;
        let (tell, changes) = channel();
        let mut native = notify::recommended_watcher(listener(root.clone(), tell))?;
        native.watch(&root, RecursiveMode::NonRecursive)?;
        for folder in folders(&root).into_iter().filter(|folder| folder.is_dir()) {
            native.watch(&folder, RecursiveMode::Recursive)?;
        }
        Ok(Self { changes, _native: native })
    }

    /// Waits until something may have changed and there is quiet again, or until the moment
    /// `due` has come.
    pub fn wait(&self, due: Option<Timestamp>) -> Wake {
        loop {
            let left = due.map(|due| {
                Duration::try_from(due.duration_since(Timestamp::now())).unwrap_or_default().min(STEP)
            });
            let changed = match left {
                None => self.changes.recv().is_ok(),
                Some(left) => self.changes.recv_timeout(left).is_ok(),
            };
            if changed {
                self.settle();
                return Wake::Changed;
            }
            if due.is_some_and(|due| due <= Timestamp::now()) {
                return Wake::Due;
            }
        }
    }

    /// Waits for quiet.
    fn settle(&self) {
        let started = Instant::now();
        while started.elapsed() < LONGEST {
            match self.changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

fn folders(root: &Path) -> [PathBuf; 2] {
    [CONTENT, "themes"].map(|folder| root.join(folder))
}

/// Tells of every event that may change the site. Errors of the system mean: look again.
fn listener(root: PathBuf, tell: Sender<()>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    let folders = folders(&root);
    move |event| {
        let concerns = match &event {
            Err(_) => true,
            Ok(event) if event.need_rescan() => true,
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => false,
            Ok(event) => event.paths.iter().any(|path| folders.iter().any(|folder| path.starts_with(folder))),
        };
        if concerns {
            // Nobody listens any more only at the end.
            let _ = tell.send(());
        }
    }
}
