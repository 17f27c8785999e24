//! Being told of changes by the operating system.
//!
//! In: folders. Out: a bell that rings. Must not know: why these folders.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use notify::{ErrorKind, RecommendedWatcher, Watcher as _};

use super::bell::Bell;
use super::wanted::Changes;

/// Whether every folder is watched by itself. Linux can do no other: a watch of a folder and all
/// below it is a walk through them made by notify, which follows new folders too late to see
/// what is already in them, and by rules of its own. The other systems watch whole trees at no
/// cost, and some of them let no folder be moved while one in it is watched.
pub(super) const EACH_FOLDER: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What watches folders.
pub(super) trait Backend: Send {
    /// Watches other folders. Gives those that are not there, or may not be read.
    fn change(&mut self, changes: &Changes) -> Result<Vec<PathBuf>, String>;
}

/// Makes a backend, which rings the bell.
pub(super) type System = Box<dyn Fn(Arc<Bell>) -> Result<Box<dyn Backend>, String> + Send>;

/// What this operating system has.
pub(super) fn system(bell: Arc<Bell>) -> Result<Box<dyn Backend>, String> {
    let watcher = notify::recommended_watcher(move |event| bell.hear(&event)).map_err(|e| reason(&e))?;
    Ok(Box::new(watcher))
}

impl Backend for RecommendedWatcher {
    fn change(&mut self, changes: &Changes) -> Result<Vec<PathBuf>, String> {
        let mut paths = self.paths_mut();
        for path in &changes.remove {
            // What is gone is watched no more, which is what was wanted.
            let _ = paths.remove(path);
        }
        let mut missing = Vec::new();
        let mut failure = None;
        for (path, mode) in &changes.add {
            match paths.add(path, *mode) {
                Ok(()) => {}
                // Not every system says so in a way of its own.
                Err(error) if is_missing(&error) || !path.is_dir() => missing.push(path.clone()),
                Err(error) => {
                    failure = Some(reason(&error));
                    break;
                }
            }
        }
        // Some systems begin only here.
        let committed = paths.commit().map_err(|e| reason(&e));
        failure.map_or(committed, Err).map(|()| missing)
    }
}

/// Whether a folder cannot be watched because it has gone since, or because we may not read it
/// (the scan says so where that matters, and what is above a site need not be readable).
fn is_missing(error: &notify::Error) -> bool {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => matches!(error.kind(), NotFound | NotADirectory | PermissionDenied),
        _ => false,
    }
}

/// Why it failed, for people.
pub(super) fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch if EACH_FOLDER => {
            "too many folders are watched; `fs.inotify.max_user_watches` allows more".to_string()
        }
        ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    }
}
