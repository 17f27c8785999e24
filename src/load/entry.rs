//! What stands at one name in a folder.
//!
//! In: a name, and what was known of it. Out: a file, a folder or nothing, and why. Must not
//! know: what else is in the folder.
#![allow(clippy::disallowed_methods, reason = "this is a part of a module that touches files")]

use std::ffi::OsStr;
use std::fs::{self, DirEntry, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

use super::walk::{Folder, Found, Known, Node, Place, Seen, Walk};
use super::{has_vanished, links};
use crate::diagnostics::{Code, Diagnostic, SourceFile};
use crate::stamp::Stamp;

impl Walk<'_> {
    /// What was listed in `place` under this name.
    pub fn entry(&self, place: &Place<'_>, name: &OsStr, entry: &DirEntry, known: Option<&Node>) -> Seen {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => self.folder(&place.below(name), folder(known)),
            Ok(kind) if kind.is_symlink() => self.link(place, name, known),
            _ => self.plain(place, name, metadata(entry), known),
        }
    }

    /// What stands in `place` under this name, of which the system says this.
    pub fn plain(
        &self,
        place: &Place<'_>,
        name: &OsStr,
        metadata: io::Result<Metadata>,
        known: Option<&Node>,
    ) -> Seen {
        match metadata {
            Ok(metadata) if metadata.is_dir() => self.folder(&place.below(name), folder(known)),
            Ok(metadata) if metadata.is_symlink() => self.link(place, name, known),
            Ok(metadata) => self.file(place, name, &metadata, known),
            Err(error) => failed(place, name, error),
        }
    }

    fn link(&self, place: &Place<'_>, name: &OsStr, known: Option<&Node>) -> Seen {
        let (node, mut found) = self.followed(place, name, known);
        for step in links::steps(self.real_root, &place.real, Path::new(name)) {
            found.footprint.add_name(step);
        }
        (node, found)
    }

    fn followed(&self, place: &Place<'_>, name: &OsStr, known: Option<&Node>) -> Seen {
        let path = place.path.join(name);
        let Ok(metadata) = fs::metadata(&path) else { return vanished(place, name) };
        match path.canonicalize() {
            Ok(real) if !real.starts_with(self.real_root) => refused(
                place,
                name,
                "this symbolic link leads out of the site",
                "copy the file into the site",
            ),
            Ok(_) if metadata.is_dir() && leads_back(place, &path) => refused(
                place,
                name,
                "this symbolic link leads back to a folder that it is in",
                "remove the link",
            ),
            Ok(real) if metadata.is_dir() => self.folder(&Place { real, ..place.below(name) }, folder(known)),
            Ok(_) => self.file(place, name, &metadata, known),
            Err(_) => vanished(place, name),
        }
    }

    fn file(&self, place: &Place<'_>, name: &OsStr, metadata: &Metadata, known: Option<&Node>) -> Seen {
        if !metadata.is_file() {
            let hint = "remove it; a site is made of plain files";
            return refused(place, name, "this is not a regular file", hint);
        }
        if !place.is_utf8 || name.to_str().is_none() {
            return refused(place, name, "this file's name is not UTF-8", "rename it");
        }
        let known = match known {
            Some(Node::File(known)) => Some(known),
            _ => None,
        };
        let stamp = Stamp::of(metadata);
        if let Some(known) = known.filter(|known| known.is_settled && known.stamp == stamp) {
            return (Node::File(known.clone()), Found::default());
        }
        // The stamp is that of the file whose bytes are read, whatever has its name by now, and
        // it is taken before they are read: a change in between gives the file another one.
        let (stamp, bytes) = match read(&place.path.join(name)) {
            Ok(read) => read,
            Err(error) => return failed(place, name, error),
        };
        let file = match known.filter(|known| *known.file.bytes == *bytes) {
            Some(known) => known.file.clone(),
            None => SourceFile::new(place.site_of(name), bytes).into(),
        };
        (Node::File(Known { is_settled: stamp.is_settled(self.now), stamp, file }), Found::default())
    }
}

/// What the system says of a name, where it is a link of the link itself.
#[cfg(unix)]
fn metadata(entry: &DirEntry) -> io::Result<Metadata> {
    entry.metadata()
}

/// The same. Listed entries may tell of old times on Windows.
#[cfg(not(unix))]
fn metadata(entry: &DirEntry) -> io::Result<Metadata> {
    fs::symlink_metadata(entry.path())
}

fn read(path: &Path) -> io::Result<(Stamp, Vec<u8>)> {
    let mut file = File::open(path)?;
    let stamp = Stamp::of(&file.metadata()?);
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok((stamp, bytes))
}

fn folder(known: Option<&Node>) -> Option<&Folder> {
    match known {
        Some(Node::Folder(folder)) => Some(folder),
        _ => None,
    }
}

/// Whether a link leads to a folder that it stands in.
fn leads_back(place: &Place<'_>, link: &Path) -> bool {
    let mut above = Some(place);
    while let Some(folder) = above {
        if same_file::is_same_file(&folder.path, link).unwrap_or_default() {
            return true;
        }
        above = folder.above;
    }
    false
}

pub(super) fn failed(place: &Place<'_>, name: &OsStr, error: io::Error) -> Seen {
    match has_vanished(&error) {
        true => vanished(place, name),
        false => (Node::Nothing, Found::failed(place.path.join(name), error)),
    }
}

/// Something that was listed is not there. A link that still is has lost only what it
/// leads to, and stays as it is until somebody mends it.
fn vanished(place: &Place<'_>, name: &OsStr) -> Seen {
    match place.path.join(name).is_symlink() {
        true => refused(place, name, "this symbolic link leads nowhere", "remove the link"),
        false => (Node::Nothing, Found::default()),
    }
}

fn refused(place: &Place<'_>, name: &OsStr, message: &str, hint: &str) -> Seen {
    let file = SourceFile::new(place.site_of(name), Vec::new());
    let diagnostic = Diagnostic::error(Code::UnexpectedFile, message, file.span(0..0)).hint(hint);
    (Node::Nothing, Found { diagnostics: vec![diagnostic], ..Found::default() })
}
