//! Old addresses of records: `redirect_from`.
//!
//! In: records. Out: from where to which page they lead, and what is wrong with how they are written.
//! Must not know: which pages there are; whether an old address is free is asked where all are known.

use percent_encoding::percent_decode_str;

use super::address::record_address;
use super::records::{AnyEntry, Records};
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::parse::Kind;
use crate::path::{OutPath, is_device};
use crate::value::Id;

/// An old address, and the page that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old address.
    pub from: OutPath,
    /// The page.
    pub to: OutPath,
    /// The kind of the record that the page is of.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
    /// The position in its `redirect_from`.
    pub at: usize,
}

impl Redirect {
    /// Where it is written.
    pub fn origin(&self, records: &Records) -> Option<Span> {
        let entry = records.entry(self.kind, &self.id)?;
        Some(entry.origin.value(&format!("/redirect_from/{}", self.at)))
    }
}

/// The old addresses of one record. Those that are none are reported elsewhere.
pub fn redirects_of(kind: Kind, entry: AnyEntry<'_>) -> impl Iterator<Item = Redirect> {
    entry.meta.redirect_from().iter().enumerate().filter_map(move |(at, written)| {
        let from = old_address(written).ok()?;
        Some(Redirect {
            from,
            to: record_address(kind, entry.id, entry.meta),
            kind,
            id: entry.id.clone(),
            at,
        })
    })
}

/// Reports old addresses that are no addresses.
pub(super) fn check(records: &Records, sink: &mut Vec<Diagnostic>) {
    records.each(&mut |_, entry| {
        for (at, written) in entry.meta.redirect_from().iter().enumerate() {
            if let Err(flaw) = old_address(written) {
                let message = format!("`{written}` is no address of this site: {flaw}");
                let span = entry.origin.value(&format!("/redirect_from/{at}"));
                sink.push(Diagnostic::error(Code::BadValue, message, span).hint(
                    "write the path from the site's root, for example `/old/page/` or `/2024/page.html`",
                ));
            }
        }
    });
}

/// The file that stands at an address as people write it; or why there is none.
fn old_address(written: &str) -> Result<OutPath, &'static str> {
    if written.contains("://") || written.starts_with("//") {
        return Err("it names a host");
    }
    if written.contains(['?', '#']) {
        return Err("what stands after `?` or `#` is no part of a page's address");
    }
    let path = percent_decode_str(written).decode_utf8().map_err(|_| "it is not UTF-8")?;
    let path = path.strip_prefix('/').unwrap_or(&path);
    // No file on Windows is called so, and no link is written so.
    if path.contains(['<', '>', '"', '|', '*', '`']) || path.contains(char::is_control) {
        return Err("it contains a character that no address has");
    }
    if path.split('/').any(is_device) {
        return Err("Windows reserves a part of it for a device");
    }
    let folder = path.strip_suffix('/').unwrap_or(path);
    let ending = folder.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let is_file = folder == path && matches!(ending.as_deref(), Some("html" | "htm"));
    let file = match (is_file, folder) {
        (true, file) => OutPath::file(file),
        (false, "") => Some(OutPath::page("")),
        (false, folder) => OutPath::file(&format!("{folder}/index.html")),
    };
    file.ok_or("a part of it is empty, `.` or `..`, or contains `:` or `\\`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_people_write_them() {
        let check = |written: &str, file: &str| {
            assert_eq!(old_address(written).map(|path| path.to_string()), Ok(file.to_string()), "{written}");
        };
        check("/old/page/", "old/page/index.html");
        check("/old/page", "old/page/index.html");
        check("old/page", "old/page/index.html");
        check("/2024/page.html", "2024/page.html");
        check("/page.HTM", "page.HTM");
        check("/v1.2", "v1.2/index.html");
        check("/news.php", "news.php/index.html");
        check("/a.html/", "a.html/index.html");
        check("/caf%C3%A9/", "café/index.html");
        check("/", "index.html");
    }

    #[test]
    fn refused() {
        let bad = [
            "https://x.test/a/",
            "//x.test/a",
            "/a?b=1",
            "/a/#b",
            "/a/../b",
            "/a//b",
            "/%FF/",
            "/a\\b",
            "/a:b",
            "/%00",
            "/<b>/",
            "/a*/",
            "/con/",
            "/a/NUL.html",
            "/com1/b",
        ];
        for bad in bad {
            assert!(old_address(bad).is_err(), "{bad}");
        }
    }
}
