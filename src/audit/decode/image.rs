//! What images say besides their picture.
//!
//! In: an image. Out: the parts of it that hold text: EXIF, XMP, comments, captions. Must not know:
//! what is looked for.

/// A part of an image that holds something else than its picture.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub what: &'static str,
    pub content: Content<'a>,
}

#[derive(Debug)]
pub(super) enum Content<'a> {
    /// Text among numbers.
    Fields(&'a [u8]),
    /// Text, or something in a format of its own.
    File(Vec<u8>),
    /// Text in ISO 8859-1.
    Latin(&'a [u8]),
    /// The same or UTF-8, packed with zlib.
    Packed(&'a [u8]),
}

fn part<'a>(what: &'static str, content: Content<'a>) -> Part<'a> {
    Part { what, content }
}

const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const MORE_XMP: &[u8] = b"http://ns.adobe.com/xmp/extension/\0";

/// The parts of a JPEG file (ITU T.81, annex B; XMP Specification Part 3, section 1.1.3).
pub(super) fn jpeg(bytes: &[u8]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    // XMP that is longer than a segment, without the 40 bytes before each of its pieces.
    let mut more_xmp = Vec::new();
    let mut at = 2;
    while let Some(mark) = bytes.get(at..).and_then(|rest| memchr::memchr(0xFF, rest)) {
        at += mark + 1;
        match bytes.get(at) {
            Some(0xD9) => {
                let after = bytes.get(at + 1..).unwrap_or_default();
                parts.push(part("after the picture", Content::File(after.to_vec())));
                break;
            }
            // A byte of the picture, a filler, or a mark that stands alone.
            Some(0 | 1 | 0xD0..=0xD8 | 0xFF) | None => continue,
            Some(kind) => {
                let length =
                    bytes.get(at + 1..at + 3).map_or(0, |l| usize::from(l[0]) * 256 + usize::from(l[1]));
                let content = bytes.get(at + 3..at + 1 + length.max(2)).unwrap_or_default();
                parts.extend(segment(*kind, content, &mut more_xmp));
                at += 1 + length;
            }
        }
    }
    parts.push(part("XMP", Content::File(more_xmp)));
    parts
}

fn segment<'a>(kind: u8, content: &'a [u8], more_xmp: &mut Vec<u8>) -> Option<Part<'a>> {
    match kind {
        0xFE => Some(part("a comment", Content::Fields(content))),
        0xE1 if content.starts_with(XMP) => {
            Some(part("XMP", Content::File(content.get(XMP.len()..).unwrap_or_default().to_vec())))
        }
        0xE1 if content.starts_with(MORE_XMP) => {
            more_xmp.extend_from_slice(content.get(MORE_XMP.len() + 40..).unwrap_or_default());
            None
        }
        0xE1 => Some(part("EXIF", Content::Fields(content))),
        0xE0..=0xEF => Some(part("image metadata", Content::Fields(content))),
        _ => None,
    }
}

pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The parts of a PNG file (W3C PNG, section 11.3).
pub(super) fn png(bytes: &[u8]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut at = PNG.len();
    while let Some(head) = bytes.get(at..at + 8) {
        let length = head.iter().take(4).fold(0usize, |all, byte| all << 8 | usize::from(*byte));
        let end = (at + 8).saturating_add(length);
        let content = bytes.get(at + 8..end.min(bytes.len())).unwrap_or_default();
        match &head[4..] {
            b"tEXt" => parts.push(part("PNG text", Content::Latin(content))),
            b"zTXt" => parts.extend(keyed(content).into_iter().flat_map(|(key, rest)| packed(key, rest))),
            b"iTXt" => {
                parts.extend(keyed(content).into_iter().flat_map(|(key, rest)| international(key, rest)))
            }
            b"eXIf" => parts.push(part("EXIF", Content::Fields(content))),
            b"IDAT" | b"fdAT" | b"IHDR" | b"PLTE" => {}
            _ => parts.push(part("image metadata", Content::Fields(content))),
        }
        at = end.saturating_add(4);
        if &head[4..] == b"IEND" {
            parts
                .push(part("after the picture", Content::File(bytes.get(at..).unwrap_or_default().to_vec())));
            break;
        }
    }
    parts
}

fn keyed(content: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = content.iter().position(|byte| *byte == 0)?;
    Some((content.get(..end)?, content.get(end + 1..)?))
}

/// `zTXt`: how it is packed, the text.
fn packed<'a>(key: &'a [u8], rest: &'a [u8]) -> [Part<'a>; 2] {
    let text = rest.get(1..).unwrap_or_default();
    [part("PNG text", Content::Latin(key)), part("PNG text", Content::Packed(text))]
}

/// `iTXt`: whether it is packed, how, the language, the keyword in it, the text.
fn international<'a>(key: &'a [u8], rest: &'a [u8]) -> Vec<Part<'a>> {
    let named = rest.get(2..).and_then(keyed).and_then(|(_, rest)| keyed(rest));
    let Some((translated, text)) = named else { return vec![part("PNG text", Content::Fields(rest))] };
    let text = match rest.first() {
        Some(1) => Content::Packed(text),
        _ => Content::File(text.to_vec()),
    };
    let keys = [key, translated].map(|key| part("PNG text", Content::File(key.to_vec())));
    keys.into_iter().chain([part("PNG text", text)]).collect()
}

/// The parts of a WebP file (RFC 9649, section 2.7).
pub(super) fn webp(bytes: &[u8]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut at = 12;
    while let Some(head) = bytes.get(at..at + 8) {
        let length = head.iter().skip(4).rev().fold(0usize, |all, byte| all << 8 | usize::from(*byte));
        let end = (at + 8).saturating_add(length);
        let content = bytes.get(at + 8..end.min(bytes.len())).unwrap_or_default();
        match &head[..4] {
            b"EXIF" => parts.push(part("EXIF", Content::Fields(content))),
            b"XMP " => parts.push(part("XMP", Content::File(content.to_vec()))),
            b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANMF" | b"ANIM" => {}
            _ => parts.push(part("image metadata", Content::Fields(content))),
        }
        at = end.saturating_add(length % 2);
    }
    parts
}
