//! The reader of sources.
//!
//! In: a folder. Out: sources, sorted by path. Must not know: what any file means.
#![allow(clippy::disallowed_methods, reason = "this is one of the modules that touch files")]

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile};
use crate::parse::{CONTENT, Sources};
use crate::path::SitePath;

/// The folders that are read.
const FOLDERS: [&str; 2] = [CONTENT, "themes"];

/// Why a site could not be read at all.
#[derive(Debug)]
pub enum LoadError {
    /// The folder has no content folder in it.
    NoContent(PathBuf),
    /// The machine failed.
    Io(PathBuf, io::Error),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::NoContent(root) => write!(
                f,
                "there is no folder `{CONTENT}` in {}; run clipsheet in a site's folder, or name it with --root",
                root.display()
            ),
            LoadError::Io(path, error) => write!(f, "cannot read {}: {error}", path.display()),
        }
    }
}

impl std::error::Error for LoadError {}

/// Reads every file of the content and the themes of the site in `root`.
///
/// # Errors
///
/// Where there is no content folder, or a file or folder cannot be read. A file of a kind
/// that no site can have (a pipe, a link that leads out) is a diagnostic. What vanishes
/// while the site is read is as if it had never been there: editors replace files by
/// removing them, and who watches is about to look again.
pub fn scan(root: &Path) -> Result<Checked<Sources>, LoadError> {
    if !root.join(CONTENT).is_dir() {
        return Err(LoadError::NoContent(root.to_path_buf()));
    }
    let real_root = root.canonicalize().map_err(|e| LoadError::Io(root.to_path_buf(), e))?;
    let mut scan = Scan { root, real_root, sources: Sources::default(), diagnostics: Vec::new() };
    for folder in FOLDERS.iter().map(|f| root.join(f)).filter(|f| f.is_dir()) {
        scan.folder(&folder)?;
    }
    // It may have been there only when the reading began.
    if !root.join(CONTENT).is_dir() {
        return Err(LoadError::NoContent(root.to_path_buf()));
    }
    Ok(Checked { value: scan.sources, diagnostics: scan.diagnostics })
}

/// Whether an error says only that what was listed is there no more, or is something else
/// by now.
fn has_vanished(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound, StaleNetworkFileHandle};
    matches!(error.kind(), NotFound | NotADirectory | IsADirectory | StaleNetworkFileHandle)
}

struct Scan<'a> {
    root: &'a Path,
    real_root: PathBuf,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Scan<'_> {
    fn folder(&mut self, folder: &Path) -> Result<(), LoadError> {
        let mut walk = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) if entry.depth() > 0 && self.skipped(entry.path()) => {
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.path_is_symlink() && self.leads_out(&entry) => {
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                }
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) => self.file(&entry)?,
                Err(error) if error.path().is_some_and(|path| self.skipped(path)) => {}
                Err(error) => self.failed(error)?,
            }
        }
        Ok(())
    }

    /// Hidden files, and what editors and operating systems leave beside a file. In
    /// `content/static` hidden files are meant: `.well-known`, `.nojekyll`.
    fn skipped(&self, path: &Path) -> bool {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let hidden = name.starts_with('.');
        let left_over = name.ends_with('~')
            || name.starts_with('#') && name.ends_with('#')
            || name.starts_with(".#")
            || [".swp", ".swo", ".swx", ".tmp", ".bak", ".orig"].iter().any(|e| name.ends_with(e))
            || ["Thumbs.db", "desktop.ini", ".DS_Store", ".git"].contains(&&*name);
        let in_static = path.starts_with(self.root.join(CONTENT).join("static"));
        left_over || hidden && !in_static
    }

    fn leads_out(&mut self, entry: &DirEntry) -> bool {
        match entry.path().canonicalize() {
            Ok(real) if real.starts_with(&self.real_root) => return false,
            Err(error) if has_vanished(&error) => self.vanished(entry.path()),
            _ => self.refuse(
                entry.path(),
                "this symbolic link leads out of the site",
                "copy the file into the site",
            ),
        }
        true
    }

    /// Something that was listed is not there. A link that still is has lost only what it
    /// leads to, and stays as it is until somebody mends it.
    fn vanished(&mut self, path: &Path) {
        if path.is_symlink() {
            self.refuse(path, "this symbolic link leads nowhere", "remove the link");
        }
    }

    fn file(&mut self, entry: &DirEntry) -> Result<(), LoadError> {
        if !entry.file_type().is_file() {
            self.refuse(
                entry.path(),
                "this is not a regular file",
                "remove it; a site is made of plain files",
            );
            return Ok(());
        }
        let inside = entry.path().strip_prefix(self.root).unwrap_or(entry.path());
        if inside.to_str().is_none() {
            self.refuse(entry.path(), "this file's name is not UTF-8", "rename it");
            return Ok(());
        }
        let bytes = match std::fs::read(entry.path()) {
            Ok(bytes) => bytes,
            Err(error) if has_vanished(&error) => {
                self.vanished(entry.path());
                return Ok(());
            }
            Err(error) => return Err(LoadError::Io(entry.path().to_path_buf(), error)),
        };
        let file = SourceFile::new(self.site_path(entry.path()).as_str(), bytes);
        self.sources.files.insert(file.path.clone(), Arc::new(file));
        Ok(())
    }

    fn failed(&mut self, error: walkdir::Error) -> Result<(), LoadError> {
        let listed = error.path().map(Path::to_path_buf);
        let path = listed.clone().unwrap_or_else(|| self.root.to_path_buf());
        if error.loop_ancestor().is_some() {
            self.refuse(&path, "this symbolic link leads back to a folder that it is in", "remove the link");
            return Ok(());
        }
        let error = error.into_io_error().unwrap_or_else(|| io::Error::other("the folder cannot be walked"));
        let dangling = path.is_symlink() && !path.exists();
        if dangling || has_vanished(&error) {
            listed.iter().for_each(|path| self.vanished(path));
            return Ok(());
        }
        Err(LoadError::Io(path, error))
    }

    fn refuse(&mut self, path: &Path, message: &str, hint: &str) {
        let file = SourceFile::new(self.site_path(path).as_str(), Vec::new());
        self.diagnostics.push(Diagnostic::error(Code::UnexpectedFile, message, file.span(0..0)).hint(hint));
    }

    fn site_path(&self, path: &Path) -> SitePath {
        let inside = path.strip_prefix(self.root).unwrap_or(path);
        let parts: Vec<_> = inside.components().map(|c| c.as_os_str().to_string_lossy()).collect();
        SitePath::new(parts.join("/"))
    }
}
