//! The reader of sources.
//!
//! In: a folder. Out: sources, sorted by path. Must not know: what any file means.
#![allow(clippy::disallowed_methods, reason = "this is one of the modules that touch files")]

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

mod entry;
mod footprint;
mod links;
mod names;
mod walk;

use crate::diagnostics::{Checked, sort};
use crate::parse::{CONTENT, Sources};
pub use footprint::Footprint;
use walk::{Found, Node, Walk};

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
/// As `Scanner::scan`.
pub fn scan(root: &Path) -> Result<Checked<Sources>, LoadError> {
    Scanner::new(root).scan()
}

/// A reader of one site that remembers what it read. Each scan lists all folders and asks the
/// system for the stamp of every file; it reads only files whose stamp says that they may have
/// changed, and gives what a scan by a new reader would give.
#[derive(Debug)]
pub struct Scanner {
    root: PathBuf,
    /// What the last scan found in each of `FOLDERS`.
    memory: [Node; 2],
    footprint: Footprint,
}

impl Scanner {
    /// A reader of the site in `root` that has read nothing yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), memory: [Node::Nothing, Node::Nothing], footprint: Footprint::default() }
    }

    /// Where the last scan has looked, also where it failed.
    pub fn footprint(&self) -> &Footprint {
        &self.footprint
    }

    /// Reads every file of the content and the themes of the site. A file that is as it was
    /// in the last scan is the very same.
    ///
    /// # Errors
    ///
    /// Where there is no content folder, or a file or folder cannot be read. A file of a kind
    /// that no site can have (a pipe, a link that leads out) is a diagnostic. What vanishes
    /// while the site is read is as if it had never been there: editors replace files by
    /// removing them, and who watches is about to look again.
    pub fn scan(&mut self) -> Result<Checked<Sources>, LoadError> {
        let real_root = match self.root.canonicalize() {
            Ok(real_root) => real_root,
            Err(error) => {
                self.footprint = above(&self.root);
                return Err(match self.root.join(CONTENT).is_dir() {
                    true => LoadError::Io(self.root.clone(), error),
                    false => LoadError::NoContent(self.root.clone()),
                });
            }
        };
        let found = self.walk(&real_root);
        self.footprint = found.footprint;
        self.footprint.add_name(real_root.clone());
        approaches(&self.root).into_iter().for_each(|step| self.footprint.add_name(step));
        FOLDERS.iter().for_each(|folder| self.footprint.add_name(real_root.join(folder)));
        // It may have gone while the reading went on.
        if !self.root.join(CONTENT).is_dir() {
            return Err(LoadError::NoContent(self.root.clone()));
        }
        if let Some(failure) = found.failures.into_iter().next() {
            return Err(failure);
        }
        let files = found.files.into_iter().map(|file| (file.path.clone(), file)).collect();
        let mut diagnostics = found.diagnostics;
        sort(&mut diagnostics);
        Ok(Checked { value: Sources { files }, diagnostics })
    }

    fn walk(&mut self, real_root: &Path) -> Found {
        let walk = Walk { root: &self.root, real_root, now: SystemTime::now() };
        let mut all = Found::default();
        for (folder, memory) in FOLDERS.iter().zip(&mut self.memory) {
            let (node, found) = walk.top(folder, memory);
            *memory = node;
            all.append(found);
        }
        all
    }
}

/// What to look at where there is no root: the name of it, or of the first folder above it
/// that is missing.
fn above(root: &Path) -> Footprint {
    let mut footprint = Footprint::default();
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    let missing = absolute.ancestors().find(|path| path.parent().is_none_or(Path::is_dir));
    if let Some((folder, name)) = missing.and_then(real_place) {
        footprint.add_name(folder.join(name));
    }
    approaches(root).into_iter().for_each(|step| footprint.add_name(step));
    footprint
}

/// The links that lead to a root, and what they lead through: a site may be put into service by
/// making a name lead to it.
fn approaches(root: &Path) -> Vec<PathBuf> {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    let mut approaches = Vec::new();
    for (folder, name) in absolute.ancestors().filter(|path| path.is_symlink()).filter_map(real_place) {
        approaches.push(folder.join(name));
        approaches.extend(links::steps(Path::new(""), &folder, name));
    }
    approaches
}

/// The folder of a path with links resolved, and the name in it.
fn real_place(path: &Path) -> Option<(PathBuf, &Path)> {
    Some((path.parent()?.canonicalize().ok()?, Path::new(path.file_name()?)))
}

/// Whether an error says only that what was listed is there no more, or is something else
/// by now.
fn has_vanished(error: &io::Error) -> bool {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound, StaleNetworkFileHandle};
    matches!(error.kind(), NotFound | NotADirectory | IsADirectory | StaleNetworkFileHandle)
}
