//! What a link aims at.
//!
//! In: an address as it is written, and the file that it stands in. Out: a record, a page, a name, a place on the
//! same page, or another site. Must not know: whether that is there.

use percent_encoding::percent_decode_str;

use super::named::Named;
use crate::path::SitePath;
use crate::text::{Sort, named};

/// What a link in a body aims at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Another site, or a mail or phone program.
    Outside,
    /// A place on the same page.
    SamePage,
    /// A record, by its file.
    File(SitePath),
    /// A page or file, by its path in the output.
    Address(String),
    /// A scheme that may act, such as `javascript:`, or a host without a scheme.
    Refused,
    /// Something by its name.
    Named(Named),
    /// A name of this sort that is not written as one.
    Misnamed(Sort),
}

impl Aim {
    /// What `target`, written in the file `from`, aims at, and the place there.
    pub(crate) fn of<'t>(target: &'t str, from: &SitePath) -> (Aim, &'t str) {
        if let Some((sort, name)) = named(target) {
            let (name, fragment) = match sort.has_sharp() {
                true => (name, ""),
                false => name.split_once('#').unwrap_or((name, "")),
            };
            let named = Named::of(sort, &percent_decoded(name));
            return (named.map_or(Aim::Misnamed(sort), Aim::Named), fragment);
        }
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        (Self::of_path(path, from), fragment)
    }

    fn of_path(target: &str, from: &SitePath) -> Aim {
        // Browsers ignore white space and control characters in a scheme.
        let clean: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        let colon = clean.find([':', '/', '?', '#']).filter(|at| clean[*at..].starts_with(':'));
        if let Some(scheme) = colon.map(|at| clean[..at].to_ascii_lowercase()) {
            let fine = ["http", "https", "mailto", "tel"].contains(&scheme.as_str());
            return if fine { Aim::Outside } else { Aim::Refused };
        }
        // An address without a scheme that names a host leads to another site from a web server
        // and to another machine from a folder. Browsers read `\` as `/`.
        if clean.replace('\\', "/").starts_with("//") {
            return Aim::Refused;
        }
        let path = target.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() {
            return Aim::SamePage;
        }
        let path = percent_decoded(path);
        if let Some(absolute) = path.strip_prefix('/') {
            let file = if absolute.is_empty() || absolute.ends_with('/') {
                format!("{absolute}index.html")
            } else {
                absolute.to_string()
            };
            return Aim::Address(file);
        }
        match from.join(&path) {
            Some(file) => match file.as_str().strip_prefix("content/static/") {
                Some(inside) => Aim::Address(inside.to_string()),
                None => Aim::File(file),
            },
            None => Aim::Address(path),
        }
    }
}

/// What is written percent-encoded, decoded.
pub(super) fn percent_decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}
