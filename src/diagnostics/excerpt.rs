//! Lines and columns, found only when something is printed.

use std::borrow::Cow;
use std::ops::Range;

/// Lines longer than this are cut around the marked place, in bytes.
const LONGEST_LINE: usize = 400;

/// A place as people count it, and the line that it is on.
pub(super) struct Excerpt<'a> {
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// The line, cut where it is very long; bytes that are not UTF-8 are replaced.
    pub text: Cow<'a, str>,
    /// The marked part of `text`, in bytes.
    pub marked: Range<usize>,
}

/// The excerpt of `bytes` (a whole file) at `span`, which may reach past the line's end.
pub(super) fn excerpt<'a>(bytes: &'a [u8], span: &Range<usize>) -> Excerpt<'a> {
    let at = span.start.min(bytes.len());
    let start = bytes[..at].iter().rposition(|&b| b == b'\n').map_or(0, |i| i + 1);
    let end = bytes[at..].iter().position(|&b| b == b'\n').map_or(bytes.len(), |i| at + i);
    let line = memchr::memchr_iter(b'\n', &bytes[..start]).count() + 1;
    let content = trim_end(&bytes[start..end]);
    let content = if start == 0 { content.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(content) } else { content };
    let start = if start == 0 && bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { start };
    let from = at.saturating_sub(start).min(content.len());
    let to = span.end.saturating_sub(start).clamp(from, content.len());
    let before = String::from_utf8_lossy(&content[..from]);
    let column = before.chars().count() + 1;
    match std::str::from_utf8(content) {
        Ok(text) if text.len() <= LONGEST_LINE => {
            Excerpt { line, column, text: Cow::Borrowed(text), marked: floor(text, from)..floor(text, to) }
        }
        _ => cut(line, column, &before, &content[from..to], &content[to..]),
    }
}

fn cut(line: usize, column: usize, before: &str, marked: &[u8], after: &[u8]) -> Excerpt<'static> {
    let third = LONGEST_LINE / 3;
    let marked = String::from_utf8_lossy(&marked[..marked.len().min(4 * third)]);
    let after = String::from_utf8_lossy(&after[..after.len().min(4 * third)]);
    let head = &before[ceil(before, before.len().saturating_sub(third))..];
    let head = if head.len() < before.len() { format!("…{head}") } else { head.to_string() };
    let middle = &marked[..floor(&marked, third)];
    let tail = &after[..floor(&after, third)];
    let text = format!("{head}{middle}{tail}");
    let marked = head.len()..head.len() + middle.len();
    Excerpt { line, column, text: Cow::Owned(text), marked }
}

fn trim_end(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// The first character boundary at or after `at`.
fn ceil(text: &str, at: usize) -> usize {
    text.ceil_char_boundary(at)
}
