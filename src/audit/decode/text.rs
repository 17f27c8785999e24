//! Text that was written so that it fits into other text: character references, JSON escapes,
//! percent-encoding, tags, base64.
//!
//! In: text. Out: what it stands for, with the way back to where it stood. Must not know: what is
//! looked for.

use std::ops::Range;

use web_atoms::NAMED_ENTITIES;

use super::super::words::BREAK;
use crate::text::is_block;

/// Text that stands for other text.
#[derive(Debug, Default)]
pub(super) struct Decoded {
    pub text: String,
    steps: Vec<Step>,
}

/// A stretch that was replaced.
#[derive(Debug)]
struct Step {
    /// Where it is now, and where it was.
    out: Range<usize>,
    from: Range<usize>,
    how: &'static str,
}

impl Decoded {
    fn keep(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn replace(&mut self, from: Range<usize>, by: &str, how: &'static str) {
        let start = self.text.len();
        self.text.push_str(by);
        self.steps.push(Step { out: start..self.text.len(), from, how });
    }

    /// Where the byte `at` came from.
    pub fn origin(&self, at: usize) -> usize {
        let after = self.steps.partition_point(|step| step.out.start <= at && step.out.end <= at);
        match self.steps.get(after).filter(|step| step.out.start <= at) {
            Some(step) => step.from.start,
            None => match after.checked_sub(1).and_then(|last| self.steps.get(last)) {
                Some(step) => step.from.end + (at - step.out.end),
                None => at,
            },
        }
    }

    /// What was done to the bytes `range`.
    pub fn how(&self, range: &Range<usize>) -> impl Iterator<Item = &'static str> {
        let first = self.steps.partition_point(|step| step.out.end <= range.start);
        let touching = self.steps.iter().skip(first).take_while(|step| step.out.start < range.end);
        touching.map(|step| step.how)
    }
}

/// The text with every character reference, JSON escape and percent-encoded byte decoded once;
/// nothing where there is none.
pub(super) fn unescaped(text: &str) -> Option<Decoded> {
    let mut decoded = Decoded::default();
    let mut copied = 0;
    let mut at = 0;
    while let Some(next) = memchr::memchr3(b'&', b'\\', b'%', text.as_bytes().get(at..)?) {
        at += next;
        let rest = text.get(at..).unwrap_or_default();
        let found = match rest.as_bytes().first() {
            Some(b'&') => reference(rest).map(|(by, length)| (by, length, "character references")),
            Some(b'\\') => escape(rest).map(|(by, length)| (by, length, "JSON escapes")),
            _ => percent(rest).map(|(by, length)| (by, length, "percent-encoding")),
        };
        match found {
            Some((by, length, how)) => {
                decoded.keep(text.get(copied..at).unwrap_or_default());
                decoded.replace(at..at + length, &by, how);
                at += length;
                copied = at;
            }
            None => at += 1,
        }
    }
    decoded.keep(text.get(copied..).unwrap_or_default());
    (!decoded.steps.is_empty()).then_some(decoded)
}

/// A calendar or a visiting card whose long lines are whole again (RFC 5545, section 3.1); nothing where
/// no line of it is folded.
pub(super) fn unfolded(text: &str) -> Option<Decoded> {
    if !["BEGIN:VCALENDAR", "BEGIN:VCARD"].iter().any(|start| text.contains(start)) {
        return None;
    }
    let mut decoded = Decoded::default();
    let mut copied = 0;
    for (at, end) in text.match_indices('\n') {
        let after = at + end.len();
        if text.get(after..).is_some_and(|rest| rest.starts_with([' ', '\t'])) {
            let from = if text.get(..at).is_some_and(|before| before.ends_with('\r')) { at - 1 } else { at };
            decoded.keep(text.get(copied..from).unwrap_or_default());
            decoded.replace(from..after + 1, "", "folded lines");
            copied = after + 1;
        }
    }
    decoded.keep(text.get(copied..).unwrap_or_default());
    (!decoded.steps.is_empty()).then_some(decoded)
}

/// The longest name of a character reference, `&CounterClockwiseContourIntegral;`.
const LONGEST_REFERENCE: usize = 32;

/// The character reference that `text` starts with (HTML, section 13.2.5.72), and its length.
fn reference(text: &str) -> Option<(String, usize)> {
    let after = text.strip_prefix('&')?;
    if let Some(number) = after.strip_prefix('#') {
        let (radix, digits) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (16, digits),
            None => (10, number),
        };
        let length = digits.bytes().take(10).take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
        let end = text.len() - digits.len() + length;
        let semicolon = usize::from(text.as_bytes().get(end) == Some(&b';'));
        return Some((char::from_u32(code)?.to_string(), end + semicolon));
    }
    let length = after.bytes().take(LONGEST_REFERENCE).take_while(u8::is_ascii_alphanumeric).count();
    let name = after.get(..length).unwrap_or_default();
    // Some old ones do without the semicolon.
    let whole = after.as_bytes().get(length).filter(|byte| **byte == b';').and_then(|_| after.get(..=length));
    let shorter = (2..=name.len().min(6)).rev().filter_map(|end| name.get(..end));
    whole.into_iter().chain(shorter).find_map(|name| {
        let (first, second) = *NAMED_ENTITIES.get(name)?;
        let chars = [first, second].into_iter().filter(|code| *code != 0).filter_map(char::from_u32);
        Some((chars.collect::<String>(), 1 + name.len())).filter(|(by, _)| !by.is_empty())
    })
}

/// The escape of JSON (RFC 8259, section 7) or of JavaScript (`\xE9`, `\u{E9}`) that `text` starts
/// with, and its length.
fn escape(text: &str) -> Option<(String, usize)> {
    let hex = |from: usize, to: usize| u32::from_str_radix(text.get(from..to)?, 16).ok();
    let (code, length) = match text.as_bytes().get(1)? {
        b'n' | b'r' | b't' | b'b' | b'f' => return Some((" ".to_string(), 2)),
        b'"' | b'\\' | b'/' | b'\'' => return Some((text.get(1..2)?.to_string(), 2)),
        b'x' => (hex(2, 4)?, 4),
        b'u' if text.as_bytes().get(2) == Some(&b'{') => {
            let end = text.bytes().take(10).position(|byte| byte == b'}')?;
            (hex(3, end)?, end + 1)
        }
        b'u' => match hex(2, 6)? {
            high @ 0xD800..=0xDBFF if text.get(6..8) == Some("\\u") => {
                let low = hex(8, 12)?.checked_sub(0xDC00)?;
                (0x10000 + ((high - 0xD800) << 10) + low, 12)
            }
            code => (code, 6),
        },
        _ => return None,
    };
    Some((char::from_u32(code)?.to_string(), length))
}

/// The percent-encoded bytes (RFC 3986, section 2.1) that `text` starts with, and their length. What
/// is not UTF-8 is Latin-1, as old servers wrote it.
fn percent(text: &str) -> Option<(String, usize)> {
    let digit = |at: usize| char::from(*text.as_bytes().get(at)?).to_digit(16);
    let mut bytes = Vec::new();
    let mut at = 0;
    while text.as_bytes().get(at) == Some(&b'%') {
        let Some((high, low)) = digit(at + 1).zip(digit(at + 2)) else { break };
        bytes.extend(u8::try_from(high * 16 + low));
        at += 3;
    }
    let decoded = String::from_utf8(bytes)
        .unwrap_or_else(|error| error.into_bytes().into_iter().map(char::from).collect());
    (at > 0).then_some((decoded, at))
}

/// The number of a footnote is no word of the text that it stands in.
const FOOTNOTE_NUMBER: &str = "<sup class=\"footnote-";

/// So far its end is looked for: a label may be long.
const LONGEST_NUMBER: usize = 1024;

/// So far the end of a tag is looked for with a view to quotation marks.
const LONGEST_TAG: usize = 4096;

/// The text without its tags and comments; nothing where there are none.
pub(super) fn untagged(text: &str) -> Option<Decoded> {
    let mut decoded = Decoded::default();
    let (mut copied, mut at) = (0, 0);
    while let Some(next) = memchr::memchr(b'<', text.as_bytes().get(at..)?) {
        at += next;
        let Some((length, parts)) = tag(text.get(at..).unwrap_or_default()) else {
            at += 1;
            // Without an end of a tag there is no other tag.
            if memchr::memchr(b'>', text.as_bytes().get(at..)?).is_none() {
                break;
            }
            continue;
        };
        decoded.keep(text.get(copied..at).unwrap_or_default());
        let by = if parts { BREAK.to_string() } else { String::new() };
        decoded.replace(at..at + length, &by, "markup");
        at += length;
        copied = at;
    }
    decoded.keep(text.get(copied..).unwrap_or_default());
    (!decoded.steps.is_empty()).then_some(decoded)
}

/// The length of the tag or comment that `text` starts with, and whether it parts words.
fn tag(text: &str) -> Option<(usize, bool)> {
    if text.starts_with("<!--") {
        return Some((text.find("-->").map_or(text.len(), |at| at + 3), false));
    }
    if text.starts_with("<![CDATA[") {
        return Some((9, false));
    }
    if text.starts_with(FOOTNOTE_NUMBER)
        && let Some(end) = text.get(..LONGEST_NUMBER).unwrap_or(text).find("</sup>")
    {
        return Some((end + "</sup>".len(), false));
    }
    let name = text.get(1..)?.trim_start_matches('/');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?')) {
        return None;
    }
    let end = |c: char| c.is_whitespace() || matches!(c, '>' | '/');
    let name = name.split(end).next().unwrap_or_default().to_ascii_lowercase();
    let length = end_of_tag(text)?;
    // Word processors write a run of letters as an element with a prefix, a paragraph as `w:p`.
    let parts = match name.split_once(':') {
        Some((_, local)) => matches!(local, "p" | "h" | "br" | "tab" | "tr" | "tc" | "row" | "title"),
        // These are not in what authors may write.
        None => is_block(&name) && !matches!(name.as_str(), "font" | "tspan"),
    };
    Some((length, parts))
}

fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_TAG) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    memchr::memchr(b'>', text.as_bytes()).map(|at| at + 1)
}

/// The shortest run that is taken for base64; it stands for six bytes.
const SHORTEST_BASE64: usize = 8;

/// From this length on, the run may also start inside what looks like its first characters.
const LONG_BASE64: usize = 24;

/// Base64 (RFC 4648, both alphabets) in lines of at least so many characters goes on in the next one
/// (RFC 2045 has 76, PEM 64).
const SHORTEST_LINE: usize = 60;

/// Every run that may be base64: where it stands, and what it may stand for.
pub(super) fn base64_in(text: &str, mut look: impl FnMut(usize, &str, Vec<u8>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(|b| sextet(*b).is_some())) {
        let start = at + next;
        let end = end_of_base64(bytes, start);
        at = end;
        let run = text.get(start..end).unwrap_or_default();
        if run.len() < SHORTEST_BASE64 {
            continue;
        }
        let starts = if run.len() < LONG_BASE64 { 0..1 } else { 0..4 };
        starts.for_each(|skipped| look(start, run, from_base64(run, skipped)));
    }
}

fn end_of_base64(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut line) = (start, start);
    loop {
        while bytes.get(at).is_some_and(|byte| sextet(*byte).is_some()) {
            at += 1;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let white = rest.iter().take(16).take_while(|byte| byte.is_ascii_whitespace()).count();
        let goes_on = rest.get(white).is_some_and(|byte| sextet(*byte).is_some());
        if white == 0
            || !rest.get(..white).unwrap_or_default().contains(&b'\n')
            || !goes_on
            || at - line < SHORTEST_LINE
        {
            return at;
        }
        at += white;
        line = at;
    }
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

fn from_base64(run: &str, skipped: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(run.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for value in run.bytes().filter_map(sextet).skip(skipped) {
        bits = bits << 6 | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend(u8::try_from(bits >> count & 0xFF));
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, stands_for: &str) {
        let decoded = unescaped(text).map_or(text.to_string(), |decoded| decoded.text);
        assert_eq!(decoded, stands_for, "{text:?}");
    }

    #[test]
    fn escapes() {
        check("caf&eacute; &amp;amp; &#233;&#xE9 &copy2 &unknown; &", "café &amp; éé ©2 &unknown; &");
        check(r#"caf\u00e9 \ud83d\ude00 \n\"\/ \x41 \u{e9} \q \"#, "café 😀  \"/ A é \\q \\");
        check("caf%C3%A9 caf%E9 100% %zz", "café café 100% %zz");
    }

    #[test]
    fn tags() {
        let check = |text: &str, stands_for: &str| {
            assert_eq!(untagged(text).map_or(text.to_string(), |d| d.text), stands_for, "{text:?}");
        };
        check("fran<b class=\"x>y\">kly</b> <p>so", "frankly \0so");
        check("1 < 2 and 3 > 2", "1 < 2 and 3 > 2");
        check("a<!-- b -->c<![CDATA[d]]>", "acd]]>");
        check("<w:r><w:t>Fal</w:t></w:r><w:r><w:t>con</w:t></w:r></w:p>", "Falcon\0");
        check("a <b", "a <b");
    }

    #[test]
    fn the_way_back() {
        let text = "a &eacute; b &amp; c";
        let decoded = unescaped(text).expect("escapes");
        for (at, origin) in [(0, 0), (2, 2), (4, 10), (5, 11), (7, 13), (8, 18), (9, 19)] {
            assert_eq!(decoded.origin(at), origin, "{at} of {:?}", decoded.text);
        }
        assert_eq!(decoded.how(&(5..6)).count(), 0);
        assert_eq!(decoded.how(&(0..5)).collect::<Vec<_>>(), ["character references"]);
    }

    #[test]
    fn base64() {
        let found = |text: &str| {
            let mut found = Vec::new();
            base64_in(text, |_, _, bytes| found.push(String::from_utf8_lossy(&bytes).into_owned()));
            found
        };
        assert_eq!(found("x:UHJvamVjdCBGYWxjb24="), ["Project Falcon"]);
        assert!(
            found("path/to/UHJvamVjdCBGYWxjb24gZmxpZXM=").iter().any(|f| f.ends_with("Project Falcon flies"))
        );
        assert!(found("short").is_empty());
        let line = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB";
        assert!(found(&format!("{line}\r\n{line}\n\nx")).iter().any(|f| *f == "A".repeat(96)));
    }
}
