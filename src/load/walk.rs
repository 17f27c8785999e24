//! One walk through the folders of a site.
//!
//! In: a folder, and what was in it the last time. Out: what is in it now. Must not know:
//! which files a site has to have.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use super::footprint::Footprint;
use super::names::is_skipped;
use super::{LoadError, has_vanished};
use crate::diagnostics::{Diagnostic, SourceFile};
use crate::stamp::Stamp;

/// Where hidden files are meant.
const STATIC: &str = "content/static";

/// Fewer files than this are not worth a second thread.
const FEW: usize = 64;

/// What a walk needs to know of the site.
pub(super) struct Walk<'a> {
    pub root: &'a Path,
    /// The same with links resolved.
    pub real_root: &'a Path,
    /// When the walk began.
    pub now: SystemTime,
}

/// A folder on the way that a walk takes.
pub(super) struct Place<'a> {
    /// Through whatever links it was reached.
    pub path: PathBuf,
    /// With links resolved.
    pub real: PathBuf,
    /// As a path of the site; odd bytes in it are replaced.
    pub site: String,
    pub is_utf8: bool,
    pub in_static: bool,
    /// The folder that it was reached from.
    pub above: Option<&'a Place<'a>>,
}

/// What is known of a folder: what is in it, by name.
#[derive(Debug)]
pub(super) struct Folder(Vec<(OsString, Node)>);

/// What a name in a folder is known to be.
#[derive(Debug, Default)]
pub(super) enum Node {
    File(Known),
    Folder(Folder),
    /// It was refused, or is not there.
    #[default]
    Nothing,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub stamp: Stamp,
    /// Whether it was old enough when it was read that any change gives it another stamp.
    pub is_settled: bool,
    pub file: Arc<SourceFile>,
}

/// What a walk found.
#[derive(Default)]
pub(super) struct Found {
    pub files: Vec<Arc<SourceFile>>,
    pub diagnostics: Vec<Diagnostic>,
    pub footprint: Footprint,
    /// Why it is not all, the first one first.
    pub failures: Vec<LoadError>,
}

impl Found {
    pub fn append(&mut self, mut other: Found) {
        self.files.append(&mut other.files);
        self.diagnostics.append(&mut other.diagnostics);
        self.footprint.extend(other.footprint);
        self.failures.append(&mut other.failures);
    }

    pub fn failed(path: PathBuf, error: io::Error) -> Self {
        Self { failures: vec![LoadError::Io(path, error)], ..Self::default() }
    }
}

/// What a name turned out to be, and what was found there.
pub(super) type Seen = (Node, Found);

impl<'a> Place<'a> {
    /// A folder in this one, which is no link.
    pub fn below(&'a self, name: &OsStr) -> Place<'a> {
        let site = self.site_of(name);
        Place {
            path: self.path.join(name),
            real: self.real.join(name),
            is_utf8: self.is_utf8 && name.to_str().is_some(),
            in_static: self.in_static || site == STATIC,
            site,
            above: Some(self),
        }
    }

    /// A name in this folder as a path of the site.
    pub fn site_of(&self, name: &OsStr) -> String {
        let name = name.to_string_lossy();
        if self.site.is_empty() { name.into_owned() } else { format!("{}/{name}", self.site) }
    }
}

impl Walk<'_> {
    /// Walks a folder of the root, if there is one.
    pub fn top(&self, name: &str, known: &Node) -> Seen {
        let root = Place {
            path: self.root.to_path_buf(),
            real: self.real_root.to_path_buf(),
            site: String::new(),
            is_utf8: true,
            in_static: false,
            above: None,
        };
        let path = self.root.join(name);
        match path.is_dir() {
            true => self.plain(&root, OsStr::new(name), fs::symlink_metadata(&path), Some(known)),
            false => (Node::Nothing, Found::default()),
        }
    }

    /// Walks a folder and all below it.
    pub fn folder(&self, place: &Place<'_>, memory: Option<&Folder>) -> Seen {
        let entries = match listed(place) {
            Ok(entries) => entries,
            // A link to it leads nowhere by now, or it has become another thing: who watches
            // looks again.
            Err(error) if has_vanished(&error) => return (Node::Nothing, Found::default()),
            Err(error) => return (Node::Nothing, Found::failed(place.path.clone(), error)),
        };
        let mut memory = memory.map_or(&[][..], |folder| &folder.0).iter().peekable();
        // Both are sorted by name.
        let known = |(name, entry): (OsString, DirEntry)| {
            while memory.next_if(|(other, _)| *other < name).is_some() {}
            let node = memory.next_if(|(other, _)| *other == name).map(|(_, node)| node);
            (name, entry, node)
        };
        let entries: Vec<_> = entries.into_iter().map(known).collect();
        let look = |(name, entry, node): (OsString, DirEntry, Option<&Node>)| {
            let (node, found) = self.entry(place, &name, &entry, node);
            (name, node, found)
        };
        let seen: Vec<_> = entries.into_par_iter().with_min_len(FEW).map(look).collect();
        let mut all = Found::default();
        all.footprint.add_folder(place.real.clone(), place.in_static);
        let mut nodes = Vec::with_capacity(seen.len());
        for (name, node, found) in seen {
            if let Node::File(known) = &node {
                all.files.push(known.file.clone());
            }
            all.append(found);
            nodes.push((name, node));
        }
        (Node::Folder(Folder(nodes)), all)
    }
}

/// What is in a folder and not skipped, sorted by name.
fn listed(place: &Place<'_>) -> io::Result<Vec<(OsString, DirEntry)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(&place.path)? {
        let entry = entry?;
        let name = entry.file_name();
        if !is_skipped(&name.to_string_lossy(), place.in_static) {
            entries.push((name, entry));
        }
    }
    entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Ok(entries)
}
