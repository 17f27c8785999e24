//! Where a scan has looked: what has to change before another scan can give something else.
//!
//! In: folders and names, as the scan meets them. Out: which folders to watch, and whether
//! what happened at some path matters. Must not know: how folders are watched.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::names::is_skipped;

/// The places that a scan has looked at, with links resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Footprint {
    /// The folders in which every name counts, each with whether hidden ones do as well.
    folders: BTreeMap<PathBuf, bool>,
    /// Single names in other folders: what links lead through, and what may appear.
    names: BTreeSet<PathBuf>,
    /// The folders of these.
    lookouts: BTreeSet<PathBuf>,
}

impl Footprint {
    /// A folder was listed.
    pub(super) fn add_folder(&mut self, folder: PathBuf, in_static: bool) {
        *self.folders.entry(folder).or_default() |= in_static;
    }

    /// A name was looked up.
    pub(super) fn add_name(&mut self, path: PathBuf) {
        self.lookouts.extend(path.parent().map(Path::to_path_buf));
        self.names.insert(path);
    }

    pub(super) fn extend(&mut self, other: Self) {
        other.folders.into_iter().for_each(|(folder, in_static)| self.add_folder(folder, in_static));
        self.names.extend(other.names);
        self.lookouts.extend(other.lookouts);
    }

    /// The folders in which all files matter.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.keys().map(PathBuf::as_path)
    }

    /// The folders in which only some names matter.
    pub fn lookouts(&self) -> impl Iterator<Item = &Path> {
        self.lookouts.iter().map(PathBuf::as_path).filter(|path| !self.folders.contains_key(*path))
    }

    /// What was followed out of the folders of the site by links: files, folders and links.
    pub fn outside(&self) -> impl Iterator<Item = &Path> {
        self.names.iter().map(PathBuf::as_path)
    }

    /// Whether what happened at this path may change what a scan gives.
    pub fn concerns(&self, path: &Path) -> bool {
        self.names.contains(path)
            || self.lookouts.contains(path)
            || self.folders.contains_key(path)
            || path.parent().and_then(|folder| self.folders.get(folder)).is_some_and(|in_static| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                !is_skipped(&name, *in_static)
            })
    }
}
