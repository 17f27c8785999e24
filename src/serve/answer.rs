//! Bytes as an answer: their type, a part of them, or that they are the same as before.
//!
//! In: the head of a request and bytes. Out: a response. Must not know: where the bytes come from.

use std::ops::Range;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, LOCATION, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use crate::digest::Digest;

const HTML: &str = "text/html; charset=utf-8";

/// What is to be sent.
pub(super) struct Content {
    /// Its type, with the charset where it is text.
    pub kind: String,
    pub bytes: Bytes,
}

impl Content {
    /// A file, known by the ending of its path. Into a page goes `script`, before the end of its body:
    /// into the answer, and never into the file.
    pub fn of_file(path: &str, bytes: &Arc<[u8]>, script: &str) -> Self {
        let kind = kind(path);
        let bytes = match kind == HTML {
            true => with_script(bytes, script),
            false => Bytes::from_owner(bytes.clone()),
        };
        Self { kind, bytes }
    }

    /// A page of the preview's own.
    pub fn page(html: &str, script: &str) -> Self {
        Self { kind: HTML.into(), bytes: with_script(html.as_bytes(), script) }
    }

    /// The answer where all is well: all of it, a part, or that nothing has changed.
    pub fn answer(self, method: &Method, headers: &HeaderMap) -> Response {
        let tag = format!("\"{:.32}\"", Digest::of(&self.bytes).to_string());
        if matches(headers.get(IF_NONE_MATCH), &tag) {
            return (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response();
        }
        let length = self.bytes.len();
        let common = [(ETAG, tag.clone()), (ACCEPT_RANGES, "bytes".into()), (CONTENT_TYPE, self.kind)];
        match part(method, headers, &tag, length) {
            Part::Whole => (StatusCode::OK, common, Body::from(self.bytes)).into_response(),
            Part::Range(range) => {
                let place = format!("bytes {}-{}/{length}", range.start, range.end - 1);
                let bytes = Body::from(self.bytes.slice(range));
                (StatusCode::PARTIAL_CONTENT, common, [(CONTENT_RANGE, place)], bytes).into_response()
            }
            Part::Outside => {
                let place = [(CONTENT_RANGE, format!("bytes */{length}"))];
                (StatusCode::RANGE_NOT_SATISFIABLE, place).into_response()
            }
        }
    }

    /// The answer where something is not as it should be, which nobody asks a part of.
    pub fn answer_with(self, status: StatusCode) -> Response {
        (status, [(CONTENT_TYPE, self.kind)], Body::from(self.bytes)).into_response()
    }
}

/// A sentence for whoever reads it.
pub(super) fn plain(status: StatusCode, text: impl Into<String>) -> Response {
    Content { kind: "text/plain; charset=utf-8".into(), bytes: text.into().into() }.answer_with(status)
}

/// Sends the browser to another address of the preview, percent-encoded, with the query that it
/// came with. Only for now: addresses change while a site is written.
pub(super) fn moved(address: &str, query: Option<&str>) -> Response {
    let address = query.map_or_else(|| address.to_string(), |query| format!("{address}?{query}"));
    let moved = |to: HeaderValue| (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, to)]).into_response();
    HeaderValue::try_from(address).map_or_else(|_| StatusCode::NOT_FOUND.into_response(), moved)
}

/// Whether a path is that of a page.
pub(super) fn is_page(path: &str) -> bool {
    kind(path) == HTML
}

/// The type of a file.
fn kind(path: &str) -> String {
    let guessed = mime_guess::from_path(path).first_or_octet_stream();
    let kind = guessed.essence_str();
    let is_text = kind.starts_with("text/")
        || ["+json", "+xml"].iter().any(|suffix| kind.ends_with(suffix))
        || ["application/json", "application/javascript", "application/xml"].contains(&kind);
    if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}

/// The page with the script before the end of its body.
fn with_script(html: &[u8], script: &str) -> Bytes {
    // In UTF-16, a script of single bytes would be noise.
    if html.starts_with(&[0xFF, 0xFE]) || html.starts_with(&[0xFE, 0xFF]) {
        return Bytes::copy_from_slice(html);
    }
    const END: &[u8] = b"</body";
    let end = html.windows(END.len()).rposition(|window| window.eq_ignore_ascii_case(END));
    let (before, after) = html.split_at(end.unwrap_or(html.len()));
    [before, script.as_bytes(), after].concat().into()
}

enum Part {
    Whole,
    Range(Range<usize>),
    Outside,
}

/// The part that is asked for. What is not understood, and several parts at once, are answered with
/// the whole, as RFC 9110 allows (14.2).
fn part(method: &Method, headers: &HeaderMap, tag: &str, length: usize) -> Part {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(asked) = text(RANGE).filter(|_| *method == Method::GET) else { return Part::Whole };
    // A date here never matches, since nothing that is served has one.
    if headers.contains_key(IF_RANGE) && text(IF_RANGE) != Some(tag) {
        return Part::Whole;
    }
    let Ok(parsed) = http_range_header::parse_range_header(asked) else { return Part::Whole };
    if parsed.len() > 1 {
        return Part::Whole;
    }
    let Ok(ranges) = parsed.validate(length as u64) else { return Part::Outside };
    // Of nothing at all, the last few bytes are nothing at all.
    let Some(range) = ranges.first() else { return Part::Whole };
    match (usize::try_from(*range.start()), usize::try_from(*range.end())) {
        (Ok(first), Ok(last)) if first <= last && last < length => Part::Range(first..last + 1),
        _ => Part::Outside,
    }
}

/// Whether a header that lists tags has this one, compared weakly (RFC 9110, 13.1.2).
fn matches(listed: Option<&HeaderValue>, tag: &str) -> bool {
    let listed = listed.and_then(|value| value.to_str().ok()).unwrap_or_default();
    listed.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        for (path, expected) in [
            ("index.html", "text/html; charset=utf-8"),
            ("a/B.HTM", "text/html; charset=utf-8"),
            ("theme/style.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.mjs", "application/javascript; charset=utf-8"),
            ("a.json", "application/json; charset=utf-8"),
            ("feed.xml", "text/xml; charset=utf-8"),
            ("feed.atom", "application/atom+xml; charset=utf-8"),
            ("site.webmanifest", "application/manifest+json; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("a.csv", "text/csv; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("a.png", "image/png"),
            ("a.avif", "image/avif"),
            ("a.webp", "image/webp"),
            ("a.woff2", "font/woff2"),
            ("a.pdf", "application/pdf"),
            ("a.mp4", "video/mp4"),
            ("a.mp3", "audio/mpeg"),
            ("a.wasm", "application/wasm"),
            ("CNAME", "application/octet-stream"),
            ("a.unknown-ending", "application/octet-stream"),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
    }

    #[test]
    fn the_script_goes_before_the_end_of_the_body() {
        let with =
            |html: &str| String::from_utf8(with_script(html.as_bytes(), "<S>").to_vec()).expect("UTF-8");
        assert_eq!(with("<body>a</body></html>"), "<body>a<S></body></html>");
        assert_eq!(with("<BODY>a</BODY >"), "<BODY>a<S></BODY >");
        assert_eq!(
            with("<body>&lt;/body><pre></body></pre></body>"),
            "<body>&lt;/body><pre></body></pre><S></body>"
        );
        assert_eq!(with("no end"), "no end<S>");
        assert_eq!(with(""), "<S>");
        assert_eq!(with_script(b"\xFF\xFE<\0", "<S>"), &b"\xFF\xFE<\0"[..]);
    }
}
