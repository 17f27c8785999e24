//! One build at a time in one output folder.
//!
//! In: a folder that is ours to write to. Out: a lock that ends with the process that
//! holds it, however that ends. Must not know: what is written.
//!
//! The lock is the operating system's, on an empty file that stays. What counts is the
//! lock and never the file, so a leftover blocks nobody; and a file that was removed after
//! each build could be locked by one build while the next makes itself another. It stands
//! in the output folder, because that is where two builds meet however they spell the
//! folder and whatever sites they build.
#![allow(
    clippy::disallowed_methods,
    reason = "this is a part of a module that touches files, and it has to wait"
)]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{Waiting, WriteError};
use crate::output::LOCK;

/// How often the lock is tried.
const STEP: Duration = Duration::from_millis(20);

/// How long a build waits for another that writes to the same folder.
pub(super) struct Patience {
    /// After this time somebody is told.
    pub tell_after: Duration,
    /// After this time it gives up.
    pub give_up_after: Duration,
}

impl Patience {
    /// A build that has to wait for less is not worth a line; no build writes for longer.
    pub const USUAL: Self =
        Self { tell_after: Duration::from_millis(500), give_up_after: Duration::from_secs(60) };

    /// Whether another build writes is asked only.
    pub const NONE: Self = Self { tell_after: Duration::MAX, give_up_after: Duration::ZERO };
}

/// The right to write to a folder, until it is dropped.
pub(super) struct Lock {
    /// Nothing where the file system knows no locks, as some network shares do: builds
    /// there are not kept apart, which is better than no builds.
    _file: Option<File>,
}

impl Lock {
    /// Waits until no other build writes to the folder `out`, which exists.
    pub fn take(out: &Path, patience: &Patience, waiting: &Waiting<'_>) -> Result<Self, WriteError> {
        let path = out.join(LOCK);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file()) {
            return Err(WriteError::Refused(format!(
                "{} is no file of clipsheet's; remove it",
                path.display()
            )));
        }
        // Where the folder cannot be written to, writing will say so, with the file's name.
        let Ok(mut file) = open(&path) else { return Ok(Self { _file: None }) };
        let started = Instant::now();
        let mut told = false;
        loop {
            match file.try_lock() {
                Ok(()) if is_at(&file, &path) => return Ok(Self { _file: Some(file) }),
                // The folder has been exchanged meanwhile: the next build will ask for the lock of the new one.
                Ok(()) => match open(&path) {
                    Ok(newer) => file = newer,
                    Err(_) => return Ok(Self { _file: None }),
                },
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => {}
                Err(TryLockError::Error(_)) => return Ok(Self { _file: None }),
            }
            let waited = started.elapsed();
            if waited >= patience.give_up_after || (waiting.is_over)() {
                return Err(WriteError::Refused(format!(
                    "another build has been writing to {} for {} seconds; wait for it, or end it",
                    out.display(),
                    waited.as_secs()
                )));
            }
            if waited >= patience.tell_after && !std::mem::replace(&mut told, true) {
                (waiting.tell)();
            }
            sleep(STEP);
        }
    }
}

/// The file to lock. One that another user made can be locked too, if it can be read.
fn open(path: &Path) -> io::Result<File> {
    let written = OpenOptions::new().write(true).create(true).truncate(false).open(path);
    written.or_else(|_| File::open(path))
}

/// Whether this is the file that stands at `path` now; yes where nobody can tell.
fn is_at(file: &File, path: &Path) -> bool {
    let own = file.try_clone().and_then(same_file::Handle::from_file);
    own.and_then(|own| Ok(own == same_file::Handle::from_path(path)?)).unwrap_or(true)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    const SHORT: Patience =
        Patience { tell_after: Duration::from_millis(30), give_up_after: Duration::from_millis(200) };

    #[test]
    fn the_second_waits_tells_once_and_gives_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let told = Cell::new(0);
        let tell = || told.set(told.get() + 1);
        let waiting = Waiting { tell: &tell, is_over: &|| false };
        let first = Lock::take(folder.path(), &SHORT, &waiting).expect("free");
        assert_eq!(told.get(), 0);
        match Lock::take(folder.path(), &SHORT, &waiting) {
            Err(WriteError::Refused(why)) => assert!(why.contains("another build"), "{why}"),
            _ => panic!("two at once"),
        }
        assert_eq!(told.get(), 1);
        drop(first);
        Lock::take(folder.path(), &SHORT, &waiting).expect("free again, though the file is there");
        assert_eq!(told.get(), 1);
    }

    #[test]
    fn who_is_asked_to_end_waits_no_longer() {
        let folder = tempfile::tempdir().expect("a folder");
        let _first = Lock::take(folder.path(), &SHORT, &Waiting::SILENTLY).expect("free");
        let tries = Cell::new(0);
        let is_over = || tries.replace(tries.get() + 1) == 1;
        let for_ever = Patience { give_up_after: Duration::MAX, ..SHORT };
        let waiting = Waiting { tell: &|| {}, is_over: &is_over };
        assert!(matches!(Lock::take(folder.path(), &for_ever, &waiting), Err(WriteError::Refused(_))));
        assert_eq!(tries.get(), 2);
    }

    #[test]
    fn what_cannot_be_locked_hinders_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let gone = folder.path().join("not-there");
        let lock = Lock::take(&gone, &SHORT, &Waiting::SILENTLY).expect("no reason to refuse");
        assert!(lock._file.is_none());
    }

    #[test]
    fn the_lock_of_a_folder_that_was_exchanged_is_worth_nothing() {
        let above = tempfile::tempdir().expect("a folder");
        let (out, other) = (above.path().join("out"), above.path().join("other"));
        fs::create_dir(&out).expect("made");
        fs::create_dir(&other).expect("made");
        let old = Lock::take(&out, &SHORT, &Waiting::SILENTLY).expect("free");
        let new = Lock::take(&other, &SHORT, &Waiting::SILENTLY).expect("free");
        let away = above.path().join("away");
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                let patience = Patience { give_up_after: Duration::from_secs(20), ..SHORT };
                Lock::take(&out, &patience, &Waiting::SILENTLY).expect("free in the end");
                Instant::now()
            });
            sleep(Duration::from_millis(100));
            fs::rename(&out, &away).expect("moved");
            fs::rename(&other, &out).expect("moved");
            drop(old);
            sleep(Duration::from_millis(100));
            assert!(!waiting.is_finished(), "it has the lock of a folder that is out of use");
            let dropped = Instant::now();
            drop(new);
            assert!(waiting.join().expect("no panic") >= dropped);
        });
    }

    #[test]
    fn a_folder_in_its_place_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join(LOCK)).expect("made");
        assert!(matches!(Lock::take(folder.path(), &SHORT, &Waiting::SILENTLY), Err(WriteError::Refused(_))));
    }
}
