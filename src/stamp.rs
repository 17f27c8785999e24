//! What tells a file that changed from one that did not, without reading it.
//!
//! In: what the system says of a file. Out: a stamp, which differs where the file may have
//! changed, and whether it can be trusted yet. Must not know: what is in the file.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// How old a file's last change has to be before an equal stamp means an equal file. A file
/// that changes again within one tick of its file system's clock has the same times as
/// before, and the coarsest clock in use ticks every two seconds (FAT); the rest is for
/// systems that take the time from a clock of their own that lags a little.
const SETTLES_AFTER: Duration = Duration::from_millis(2500);

/// The size, the times and the identity of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    identity: Identity,
}

/// What else changes with a file. The time of the last change of status can be set by no
/// program, so that it gives away a `modified` that was set back.
#[cfg(unix)]
type Identity = (u64, u64, Option<SystemTime>);
#[cfg(not(unix))]
type Identity = Option<SystemTime>;

impl Stamp {
    /// The stamp of a file of which the system says this.
    pub fn of(metadata: &Metadata) -> Self {
        Self { size: metadata.len(), modified: metadata.modified().ok(), identity: identity(metadata) }
    }

    /// Whether a file with this stamp, seen at `now`, has to have another one when it changes.
    /// A file from the future never settles, and is read each time.
    pub fn is_settled(&self, now: SystemTime) -> bool {
        let old = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age > SETTLES_AFTER);
        self.modified.is_some_and(old) && self.status_changed().is_none_or(old)
    }

    #[cfg(unix)]
    fn status_changed(&self) -> Option<SystemTime> {
        self.identity.2
    }

    #[cfg(not(unix))]
    fn status_changed(&self) -> Option<SystemTime> {
        None
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).unwrap_or_default();
    let seconds = u64::try_from(metadata.ctime()).unwrap_or_default();
    let changed = SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds));
    (metadata.dev(), metadata.ino(), changed)
}

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> Identity {
    metadata.created().ok()
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests touch files")]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_settles_when_the_coarsest_clock_has_ticked() {
        let folder = tempfile::tempdir().expect("a folder");
        let stamp = Stamp::of(&folder.path().metadata().expect("a folder"));
        let modified = stamp.modified.expect("a time");
        let seen_after = |ms| stamp.is_settled(modified + Duration::from_millis(ms));
        assert!(!stamp.is_settled(modified - Duration::from_secs(60)), "from the future");
        assert!(!seen_after(0) && !seen_after(2000));
        assert!(seen_after(3000));
    }
}
