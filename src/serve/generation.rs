//! One build's site as it is served: a tree, its number, and the address that it stands at.
//!
//! In: a tree, and the path of an address. Out: a file of the tree, or where it is. Must not know:
//! the disk. An address is looked up as it is; no two paths are ever joined.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::output::{OutputFile, OutputTree};
use crate::path::{OutPath, base_path};

/// The page that a site shows where it has none.
pub(super) const NOT_FOUND: &str = "404.html";

/// All but the unreserved characters of RFC 3986, section 2.3, and the slash.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A site.
#[derive(Debug)]
pub(super) struct Generation {
    /// The first is 1; a page of generation 0 is one that was served before there was any.
    pub number: u64,
    pub tree: OutputTree,
    /// The path that all its addresses start with, decoded, from `/` to `/`.
    base: String,
}

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A file.
    File(&'a OutPath, &'a OutputFile),
    /// Another address, percent-encoded, of a file that there is.
    Moved(String),
    /// Nothing.
    Missing,
}

impl Generation {
    pub fn new(number: u64, tree: OutputTree, base_url: Option<&str>) -> Self {
        let base = base_path(base_url.unwrap_or_default());
        let base = percent_decode_str(&base).decode_utf8_lossy();
        // Whatever was encoded in it, it must not be taken for the name of a host.
        let base = match base.trim_matches('/') {
            "" => "/".to_string(),
            inside => format!("/{inside}/"),
        };
        Self { number, tree, base }
    }

    /// What the path of an address, percent-encoded, leads to.
    ///
    /// A site that will be published under a path is served under it too, so that links from its root
    /// are right. Whoever comes without that path is sent there.
    pub fn find(&self, path: &str) -> Found<'_> {
        let Ok(path) = percent_decode_str(path).decode_utf8() else { return Found::Missing };
        if let Some(inside) = path.strip_prefix(&self.base) {
            return match self.entry(inside) {
                Some((file, bytes, true)) => Found::File(file, bytes),
                Some((file, _, false)) => Found::Moved(self.address(file)),
                None => Found::Missing,
            };
        }
        let Some(inside) = path.strip_prefix('/') else { return Found::Missing };
        match self.entry(inside) {
            Some((file, ..)) => Found::Moved(self.address(file)),
            None if path.strip_suffix('/').unwrap_or(&path) == self.base.trim_end_matches('/') => {
                Found::Moved(self.address(&OutPath::page("")))
            }
            None => Found::Missing,
        }
    }

    /// The file that a path inside the site stands for, and whether it is the file's own address: the
    /// page of a folder has a slash at its end, on which its relative links depend.
    fn entry(&self, inside: &str) -> Option<(&OutPath, &OutputFile, bool)> {
        let get = |path: Cow<'_, str>, own: bool| {
            let (path, bytes) = self.tree.files().get_key_value(&*path)?;
            Some((path, bytes, own))
        };
        if inside.is_empty() || inside.ends_with('/') {
            return get(format!("{inside}index.html").into(), true);
        }
        get(inside.into(), true).or_else(|| get(format!("{inside}/index.html").into(), false))
    }

    /// The address of a file, decoded: of a folder's page, that of the folder.
    pub fn location(&self, file: &OutPath) -> String {
        let file = file.as_str();
        let inside = match file.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => file,
        };
        format!("{}{inside}", self.base)
    }

    /// The same, percent-encoded.
    pub fn address(&self, file: &OutPath) -> String {
        utf8_percent_encode(&self.location(file), ENCODED).to_string()
    }

    /// What a reader sees at an address: the file, or the page for where there is none.
    pub fn seen(&self, path: &str) -> (bool, Option<&OutputFile>) {
        match self.find(path) {
            Found::File(_, bytes) => (true, Some(bytes)),
            Found::Moved(_) => (true, None),
            Found::Missing => (false, self.tree.get(NOT_FOUND)),
        }
    }

    /// Whether a reader sees the same bytes at an address in another generation.
    pub fn shows_the_same(&self, other: &Generation, path: &str) -> bool {
        match (self.seen(path), other.seen(path)) {
            ((a, Some(old)), (b, Some(new))) => a == b && old == new,
            ((a, None), (b, None)) => a == b,
            _ => false,
        }
    }
}
