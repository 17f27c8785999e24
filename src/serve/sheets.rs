//! Style sheets whose fingerprint is another one.
//!
//! In: two generations. Out: which style sheet came in the place of which, and whether a page differs in
//! their names alone: such a page needs no loading again, because the preview swaps its style sheets.

use std::borrow::Cow;

use super::generation::Generation;
use crate::output::OutputFile;
use crate::path::OutPath;

/// Style sheets of another generation that have other names by now, each with its name then and now.
pub(super) struct Renamed<'a>(Vec<(&'a OutPath, &'a OutPath)>);

impl<'a> Renamed<'a> {
    /// Of those that are gone and those that are new: what is in one folder and has one name but for the
    /// part before its ending.
    pub fn of(removed: &[&'a OutPath], written: &[&'a OutPath]) -> Self {
        let pair = |old: &&'a OutPath| {
            let name = plain(old)?;
            let mut new = written.iter().filter(|new| plain(new) == Some(name));
            new.next().map(|new| (*old, *new))
        };
        Self(removed.iter().filter_map(pair).collect())
    }

    /// Each with the one that came in its place.
    pub fn iter(&self) -> impl Iterator<Item = (&'a OutPath, &'a OutPath)> {
        self.0.iter().copied()
    }

    /// Whether it came in the place of another one, or another one in its place.
    pub fn has(&self, path: &OutPath) -> bool {
        self.iter().any(|(old, new)| old == path || new == path)
    }

    /// Whether two files are the same but for these names.
    pub fn is_all(&self, old: &OutputFile, new: &OutputFile) -> bool {
        let (Ok(old), Ok(new)) = (std::str::from_utf8(old), std::str::from_utf8(new)) else { return false };
        let name = |path: &'a OutPath| path.as_str().rsplit('/').next().unwrap_or_default();
        let renamed = self
            .iter()
            .fold(Cow::Borrowed(old), |text, (old, new)| Cow::Owned(text.replace(name(old), name(new))));
        !self.0.is_empty() && renamed == new
    }

    /// Whether a reader sees the same at an address in two generations, but for these names.
    pub fn is_all_at(&self, path: &str, old: &Generation, new: &Generation) -> bool {
        match (old.seen(path), new.seen(path)) {
            ((was, Some(old)), (is, Some(new))) => was == is && self.is_all(old, new),
            _ => false,
        }
    }
}

/// The name of a style sheet without its fingerprint; nothing for a file that has none.
fn plain(path: &OutPath) -> Option<&str> {
    let (name, fingerprint) = path.as_str().strip_suffix(".css")?.rsplit_once('.')?;
    let is_digest = fingerprint.len() >= 8 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_digest.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Changes, OutputTree};

    fn site(number: u64, sheet: &str) -> Generation {
        let mut tree = OutputTree::default();
        let page = format!("<link rel=stylesheet href=/s.{sheet}.css>");
        for (path, text) in
            [("a.html", &page), ("404.html", &page), (&format!("s.{sheet}.css"), &sheet.to_string())]
        {
            tree.update(OutPath::file(path).expect("a path"), Some(OutputFile::new(text.as_bytes().into())));
        }
        Generation::new(number, tree, None)
    }

    #[test]
    fn a_page_and_that_for_where_there_is_none_differ_in_names_alone() {
        let (old, new) = (site(1, "0123456789ab"), site(2, "ba9876543210"));
        let Changes { written, removed } = new.tree.changes_since(&old.tree);
        let written: Vec<&OutPath> = written.into_iter().map(|(path, _)| path).collect();
        let renamed = Renamed::of(&removed.into_iter().collect::<Vec<_>>(), &written);
        assert!(renamed.is_all_at("/a.html", &old, &new));
        assert!(renamed.is_all_at("/nowhere/", &old, &new));
        let mut more = new.tree.clone();
        more.update(
            OutPath::file("nowhere").expect("a path"),
            Some(OutputFile::new("there".as_bytes().into())),
        );
        assert!(!renamed.is_all_at("/nowhere", &old, &Generation::new(3, more, None)), "it has appeared");
    }
}
