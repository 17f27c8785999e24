//! Paths inside the site and inside the output, and the links between pages.
//!
//! In: ids, slugs and relative file names. Out: validated paths and relative URLs.
//! Must not know: the disk, or what any page contains.

use std::borrow::Borrow;
use std::fmt;
use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// A file of the site, relative to its root, with `/` between its parts.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    borsh::BorshSerialize,
    borsh::BorshDeserialize,
)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Wraps a relative path whose separator is already `/`.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(Arc::from(path.as_ref()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part, with its extension.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The part of the file name after its last dot, or nothing.
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, e)| e)
    }

    /// The folder that holds the file, without a final `/`; empty at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// What a link `target` written in this file points at, or nothing where it
    /// climbs out of the site.
    pub fn join(&self, target: &str) -> Option<SitePath> {
        let mut parts: Vec<&str> = self.folder().split('/').filter(|p| !p.is_empty()).collect();
        for part in target.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                other => parts.push(other),
            }
        }
        Some(SitePath::new(parts.join("/")))
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The longest id, slug or file name of the output, in bytes. File systems stop at 255;
/// the rest is room for a temporary name or a compressed twin beside it.
pub const LONGEST_NAME: usize = 200;

/// Why `name` cannot be an id or a slug, or nothing when it can.
///
/// Ids become folder names on every file system and parts of URLs and of `article#id`,
/// so they are letters, digits, `-`, `_` and `.`, starting with a letter, a digit or `_`.
pub fn flaw_in_name(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("it is empty".into());
    }
    if name.len() > LONGEST_NAME {
        return Some(format!("it is {} bytes long; {LONGEST_NAME} is the most", name.len()));
    }
    let odd = |c: char| !(is_word(c) || c == '-' || c == '.');
    if let Some(c) = name.chars().find(|&c| odd(c)) {
        return Some(format!("it contains {}; letters, digits, `-`, `_` and `.` are allowed", shown(c)));
    }
    if name.starts_with(['-', '.']) || name.ends_with('.') {
        return Some("it must start with a letter or digit, and not end in a dot".into());
    }
    is_device(name).then(|| "Windows reserves it for a device".into())
}

/// Whether Windows takes this name, with any ending, for a device.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_lowercase();
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit()))
}

fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

fn shown(c: char) -> String {
    match c {
        ' ' => "a space".into(),
        c if c.is_control() => format!("the control character U+{:04X}", c as u32),
        c => format!("`{c}`"),
    }
}

/// A name that `flaw_in_name` accepts, made from any text: for hints and proposals only,
/// never to derive an id.
pub fn proposed_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.nfc().flat_map(char::to_lowercase) {
        if is_word(c) || c == '.' {
            name.push(c);
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    let mut name = name.trim_matches(['-', '.']).to_string();
    while name.len() > 80 {
        name.pop();
    }
    if flaw_in_name(&name).is_some() {
        name = format!("a-{name}").trim_end_matches(['-', '.']).to_string();
    }
    name
}

/// How links inside the site end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UrlStyle {
    /// In `index.html`, which works on every host and from `file://`.
    #[default]
    Index,
    /// In `/`, for web servers.
    Directory,
}

impl borsh::BorshSerialize for OutPath {
    fn serialize<W: io::Write>(&self, writer: &mut W) -> io::Result<()> {
        borsh::BorshSerialize::serialize(&*self.0, writer)
    }
}

impl borsh::BorshDeserialize for OutPath {
    fn deserialize_reader<R: io::Read>(reader: &mut R) -> io::Result<Self> {
        let path = <String as borsh::BorshDeserialize>::deserialize_reader(reader)?;
        Self::try_from(path).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}

/// A file of the output, relative to the output folder, with `/` between its parts.
/// It has no empty, `.` or `..` part, so it cannot leave the folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct OutPath(Arc<str>);

impl TryFrom<String> for OutPath {
    type Error = &'static str;

    fn try_from(path: String) -> Result<Self, Self::Error> {
        Self::file(&path).ok_or("this path leaves the output folder")
    }
}

impl Borrow<str> for OutPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl OutPath {
    /// The page of a folder: `a/b` becomes `a/b/index.html`, the empty path `index.html`.
    /// The parts must be ids, slugs or fixed words.
    pub fn page(folder: &str) -> Self {
        if folder.is_empty() {
            Self(Arc::from("index.html"))
        } else {
            Self(Arc::from(format!("{folder}/index.html")))
        }
    }

    /// Any file, if its path stays inside the output folder.
    pub fn file(path: &str) -> Option<Self> {
        let fine = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0', ':']);
        path.split('/').all(fine).then(|| Self(Arc::from(path)))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many folders the file is deep.
    fn depth(&self) -> usize {
        self.0.matches('/').count()
    }

    /// The form in which two paths are the same file on a file system that folds case
    /// or Unicode normalisation forms. Through upper case, because some letters share it and
    /// have no other in common: `ς` and `σ`, `ß` and `ss`.
    pub fn folded(&self) -> String {
        if self.0.is_ascii() {
            return self.0.to_ascii_lowercase();
        }
        self.0.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
    }

    /// The relative URL from the page `self` to `target`, percent-encoded.
    pub fn link_to(&self, target: &OutPath, style: UrlStyle) -> String {
        let from: Vec<&str> = self.0.split('/').collect();
        let to: Vec<&str> = target.0.split('/').collect();
        let shared =
            from[..from.len() - 1].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
        let mut url = "../".repeat(self.depth() - shared);
        let (name, folders) = to[shared..].split_last().unwrap_or((&"", &[]));
        for folder in folders {
            push_encoded(&mut url, folder);
            url.push('/');
        }
        if *name != "index.html" || style == UrlStyle::Index {
            push_encoded(&mut url, name);
        } else if url.is_empty() {
            url.push_str("./");
        }
        url
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986, section 2.3.
fn push_encoded(url: &mut String, part: &str) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// The path of a site's address, from `/` to `/`: of `https://example.com/news` it is `/news/`.
pub fn base_path(base_url: &str) -> String {
    let after_host = base_url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    // Two slashes at the start would name a host, and browsers read `\` as `/`.
    match after_host.map(|(_, path)| path.trim_start_matches(['/', '\\']).trim_end_matches('/')) {
        Some(path) if !path.is_empty() => format!("/{path}/"),
        _ => "/".to_string(),
    }
}

/// A fragment for a URL, percent-encoded.
pub fn fragment(id: &str) -> String {
    let mut url = String::from("#");
    push_encoded(&mut url, id);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(from: &str, to: &str, style: UrlStyle) -> String {
        let path = |p: &str| OutPath::file(p).expect("a path inside the output");
        path(from).link_to(&path(to), style)
    }

    #[test]
    fn links_are_relative() {
        use UrlStyle::{Directory, Index};
        assert_eq!(link("index.html", "articles/a/index.html", Index), "articles/a/index.html");
        assert_eq!(link("articles/a/index.html", "index.html", Index), "../../index.html");
        assert_eq!(link("articles/a/index.html", "index.html", Directory), "../../");
        assert_eq!(link("articles/a/index.html", "articles/b/index.html", Index), "../b/index.html");
        assert_eq!(link("articles/a/index.html", "articles/a/index.html", Directory), "./");
        assert_eq!(link("index.html", "index.html", Index), "index.html");
        assert_eq!(link("a/index.html", "theme/style.css", Directory), "../theme/style.css");
        assert_eq!(link("index.html", "a/ü b/index.html", Directory), "a/%C3%BC%20b/");
    }

    #[test]
    fn paths_of_addresses() {
        for (base_url, path) in [
            ("", "/"),
            ("https://example.com", "/"),
            ("https://example.com/", "/"),
            ("https://example.com/news", "/news/"),
            ("https://example.com/news/", "/news/"),
            ("https://example.com/a/b", "/a/b/"),
            ("https://example.com//evil.example", "/evil.example/"),
            ("https://example.com/\\evil.example", "/evil.example/"),
        ] {
            assert_eq!(base_path(base_url), path, "{base_url}");
        }
    }

    #[test]
    fn names() {
        for good in ["a", "000_d32b", "überblick", "v1.2", "_draft", "404", "index", "会社"] {
            assert_eq!(flaw_in_name(good), None, "{good}");
        }
        for bad in ["", "a b", "../x", "a/b", "a#b", ".x", "-x", "x.", "nul", "COM1.txt", "a\nb"] {
            assert!(flaw_in_name(bad).is_some(), "{bad}");
        }
        assert!(flaw_in_name(&"x".repeat(201)).is_some());
    }

    #[test]
    fn proposals_are_names() {
        for text in ["A b, c!", "../../x", "Über uns", "…", "", "con", "--.--"] {
            let name = proposed_name(text);
            assert_eq!(flaw_in_name(&name), None, "{text} gives {name}");
        }
    }

    #[test]
    fn no_path_leaves_the_output() {
        for bad in ["../x", "/x", "a/../b", "a//b", "", "a\\b", "c:x"] {
            assert_eq!(OutPath::file(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_that_some_file_systems_take_for_one() {
        let folded = |path: &str| OutPath::file(path).expect("a path").folded();
        for (a, b) in [
            ("A/b", "a/B"),
            ("\u{E9}", "e\u{301}"),
            ("É", "e\u{301}"),
            ("ΟΔΟΣ", "οδος"),
            ("STRASSE", "straße"),
        ] {
            assert_eq!(folded(a), folded(b));
        }
        assert_ne!(folded("e"), folded("é"));
    }

    #[test]
    fn links_between_files() {
        let file = SitePath::new("content/articles/2026/a.md");
        let join = |t: &str| file.join(t).map(|p| p.to_string());
        assert_eq!(join("b.md").as_deref(), Some("content/articles/2026/b.md"));
        assert_eq!(join("../b.md").as_deref(), Some("content/articles/b.md"));
        assert_eq!(join("../../../../../b.md"), None);
    }
}
