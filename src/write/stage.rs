//! New files before they are in place.
//!
//! In: bytes. Out: files in the output folder, all of them or, on a full disk, none. Must
//! not know: which files are written and why.
//!
//! All bytes are on the disk before the first file of the former site is replaced: where
//! the room ends, it ends while the former site is still whole.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::WriteError;
use crate::output::TEMPORARY;

/// The temporary folder of a build, which goes when it is dropped.
pub(super) struct Stage<'a> {
    out: &'a Path,
    temporary: PathBuf,
    number: AtomicUsize,
}

/// A file that waits in the temporary folder.
pub(super) struct Staged {
    from: PathBuf,
    to: PathBuf,
}

/// Removes what a build that was killed left behind.
pub(super) fn clear(out: &Path) -> Result<(), WriteError> {
    let temporary = out.join(TEMPORARY);
    match fs::remove_dir_all(&temporary) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(WriteError::Io(temporary, error)),
        _ => Ok(()),
    }
}

impl<'a> Stage<'a> {
    pub fn start(out: &'a Path) -> Result<Self, WriteError> {
        clear(out)?;
        let temporary = out.join(TEMPORARY);
        fs::create_dir(&temporary).map_err(|e| WriteError::Io(temporary.clone(), e))?;
        Ok(Self { out, temporary, number: AtomicUsize::new(0) })
    }

    /// Writes what will be the file at `path`; a failure is told under that name.
    pub fn file(&self, path: &str, bytes: &[u8]) -> Result<Staged, WriteError> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let staged = Staged { from: self.temporary.join(number.to_string()), to: self.out.join(path) };
        fs::write(&staged.from, bytes).map_err(|e| WriteError::Io(staged.to.clone(), e))?;
        Ok(staged)
    }

    /// Moves files to where they belong. Folders first: making one may still need room.
    pub fn place(&self, files: &[Staged]) -> Result<(), WriteError> {
        for folder in files.iter().filter_map(|staged| staged.to.parent()) {
            fs::create_dir_all(folder).map_err(|e| WriteError::Io(folder.to_path_buf(), e))?;
        }
        for staged in files {
            fs::rename(&staged.from, &staged.to).map_err(|e| WriteError::Io(staged.to.clone(), e))?;
        }
        Ok(())
    }

    /// Removes the temporary folder, which is empty when all files are in place.
    pub fn end(self) -> Result<(), WriteError> {
        fs::remove_dir(&self.temporary).map_err(|e| WriteError::Io(self.temporary.clone(), e))
    }
}

impl Drop for Stage<'_> {
    /// After a failure the disk must not stay full of what came to nothing. Where even
    /// this fails, the next build does it.
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.temporary);
    }
}
