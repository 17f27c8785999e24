//! Files to the texts in them: unpacked, decoded, parsed.
//!
//! In: the bytes of a file. Out: every text that can be found in it, with the way that leads there.
//! Must not know: what is looked for.
//!
//! What is found may hold something again, so this nests, to a limit: how deep, and how many bytes
//! are unpacked. What is beyond it is told of.

mod image;
mod packed;
mod pdf;
mod strings;
mod text;
mod view;

use std::collections::{BTreeSet, HashSet};

use super::words::BREAK;
use crate::digest::Digest;
use image::Part;
use packed::{Content, Member, Unpacked};
use text::{Decoded, base64_in, unescaped, unfolded, untagged};
pub use view::Spot;
pub(super) use view::View;

/// How much of a file is looked into.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many times over something may be packed or encoded.
    pub depth: usize,
    /// How many bytes may be unpacked from one file, besides twenty times its size, which no packed
    /// text exceeds by far.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 8, bytes: 64 << 20 }
    }
}

/// How often escapes in escapes are decoded: JSON in JSON in an attribute is three.
const ESCAPED: usize = 4;

/// What looking into a file came to, besides the texts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Why not all of it was looked into: it is too large, or nested too deep.
    pub refused: BTreeSet<&'static str>,
    /// What in it cannot be read.
    pub unread: BTreeSet<&'static str>,
    /// Whether it has a part of an unknown format, of which only the bytes were searched.
    pub is_unknown: bool,
}

/// Calls `hear` with every text in a file that is called `name`.
pub(super) fn look<'h>(
    name: &str,
    bytes: &'h [u8],
    limits: Limits,
    hear: &'h mut dyn FnMut(&View<'_>),
) -> Looked {
    let left = limits.bytes.saturating_add(bytes.len().saturating_mul(20));
    let mut looker = Looker {
        hear,
        left,
        depth: limits.depth,
        trail: Vec::new(),
        file: bytes,
        at: None,
        seen: HashSet::new(),
        looked: Looked::default(),
    };
    looker.file(name, bytes);
    looker.looked
}

struct Looker<'h> {
    hear: &'h mut dyn FnMut(&View<'_>),
    file: &'h [u8],
    /// How many bytes may still be unpacked.
    left: usize,
    depth: usize,
    trail: Vec<&'static str>,
    /// Where in the file what is looked into stands, if that is text.
    at: Option<usize>,
    /// Runs of base64 that were decoded.
    seen: HashSet<Digest>,
    looked: Looked,
}

/// A run that is no longer is decoded again sooner than it is remembered.
const SHORT_BASE64: usize = 64;

const BASE64: &str = "base64";

const TOO_LARGE: &str = "it unpacks to more than is looked into";
const TOO_DEEP: &str = "it is packed or encoded too many times over";

impl Looker<'_> {
    /// A file, or the content of one.
    fn file(&mut self, name: &str, bytes: &[u8]) {
        match bytes {
            [0x1F, 0x8B, ..] => self.unpacked("gzip", packed::gzip(bytes, self.left), bytes),
            [b'P', b'K', 3 | 5, 4 | 6, ..] => match packed::zip(bytes) {
                Some(members) => self.members("zip", members),
                None => self.unknown(bytes),
            },
            _ if packed::is_tar(bytes) => self.members("tar", packed::tar(bytes)),
            [0xFF, 0xD8, 0xFF, ..] => self.parts(image::jpeg(bytes)),
            _ if bytes.starts_with(image::PNG) => self.parts(image::png(bytes)),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
                self.parts(image::webp(bytes))
            }
            _ if is_pdf(bytes) => self.pdf(bytes),
            _ if name.ends_with(".br") => self.unpacked("Brotli", packed::brotli(bytes, self.left), bytes),
            _ => self.text_or_bytes(bytes),
        }
    }

    fn text_or_bytes(&mut self, bytes: &[u8]) {
        let of = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|unit| of([unit[0], unit[1]])).collect();
            String::from_utf16_lossy(&units)
        };
        match (bytes, std::str::from_utf8(bytes)) {
            ([0xFF, 0xFE, rest @ ..], _) => {
                self.inside("UTF-16", |it| it.text(&of(rest, u16::from_le_bytes)))
            }
            ([0xFE, 0xFF, rest @ ..], _) => {
                self.inside("UTF-16", |it| it.text(&of(rest, u16::from_be_bytes)))
            }
            (_, Ok(text)) if !text.contains('\0') => self.text(text),
            _ if is_latin(bytes) && self.trail.last() != Some(&BASE64) => {
                self.inside("Latin-1", |it| it.text(&latin(bytes)))
            }
            _ if bytes.first() == Some(&0x78) => {
                let unpacked = packed::zlib(bytes, self.left);
                self.perhaps("zlib", unpacked, bytes);
            }
            _ => {
                let unpacked = packed::brotli(bytes, self.left);
                self.perhaps("Brotli", unpacked, bytes);
            }
        }
    }

    /// What may have been packed, and is only where that went well.
    fn perhaps(&mut self, how: &'static str, unpacked: Unpacked, bytes: &[u8]) {
        match !unpacked.bytes.is_empty() && (unpacked.is_sound || unpacked.is_cut) {
            true => self.unpacked(how, unpacked, bytes),
            false => self.unknown(bytes),
        }
    }

    fn unpacked(&mut self, how: &'static str, unpacked: Unpacked, bytes: &[u8]) {
        self.left -= unpacked.bytes.len().min(self.left);
        if unpacked.is_cut {
            self.looked.refused.insert(TOO_LARGE);
        }
        if !unpacked.is_sound {
            self.unknown(bytes);
        }
        self.inside(how, |it| it.file("", &unpacked.bytes));
    }

    /// Goes on inside something.
    fn inside(&mut self, how: &'static str, go_on: impl FnOnce(&mut Self)) {
        if self.trail.len() >= self.depth {
            self.looked.refused.insert(TOO_DEEP);
            return;
        }
        self.trail.push(how);
        go_on(self);
        self.trail.pop();
    }

    fn members(&mut self, how: &'static str, members: Vec<Member<'_>>) {
        for Member { name, content } in members {
            self.inside(how, |it| {
                it.text(&name);
                match content {
                    // Many entries of an archive may name one member.
                    Content::Plain(bytes) if bytes.len() > it.left => {
                        it.looked.refused.insert(TOO_LARGE);
                    }
                    Content::Plain(bytes) => {
                        it.left -= bytes.len();
                        it.file(&name, bytes);
                    }
                    Content::Deflated(bytes) => {
                        let unpacked = Member::inflate(bytes, it.left);
                        it.left -= unpacked.bytes.len();
                        it.looked.refused.extend(unpacked.is_cut.then_some(TOO_LARGE));
                        it.file(&name, &unpacked.bytes);
                    }
                    Content::Unread(why) => drop(it.looked.unread.insert(why)),
                }
            });
        }
    }

    fn parts(&mut self, parts: Vec<Part<'_>>) {
        for part in parts {
            self.inside(part.what, |it| match part.content {
                image::Content::Fields(bytes) => it.fields(bytes),
                image::Content::File(bytes) => it.file("", &bytes),
                image::Content::Latin(bytes) => it.text(&latin(bytes)),
                image::Content::Packed(bytes) => {
                    let unpacked = packed::zlib(bytes, it.left);
                    it.unpacked("zlib", unpacked, bytes);
                }
            });
        }
    }

    fn pdf(&mut self, bytes: &[u8]) {
        let pdf = pdf::pdf(bytes, self.left);
        self.looked.unread.extend(pdf.unread);
        self.looked.refused.extend(pdf.is_cut.then_some(TOO_LARGE));
        self.inside("PDF", |it| {
            pdf.texts.iter().for_each(|text| it.text(text));
            pdf.files.iter().for_each(|file| it.file("", file));
            it.strings(&pdf.loose, true);
        });
    }

    /// A format that is not known: what in it looks like text.
    fn unknown(&mut self, bytes: &[u8]) {
        // What looks like base64 is mostly a word.
        self.looked.is_unknown |= self.trail.last() != Some(&BASE64);
        self.strings(bytes, true);
        let is_wide = |bytes: &[u8]| matches!(bytes, [a, 0, b, 0, c, 0, d, 0] if *a.min(b).min(c.min(d)) > 0);
        if bytes.windows(8).any(is_wide) {
            self.wide_strings(bytes, true);
        }
    }

    /// Numbers with text among them, as in EXIF.
    fn fields(&mut self, bytes: &[u8]) {
        self.strings(bytes, false);
        self.wide_strings(bytes, false);
    }

    fn strings(&mut self, bytes: &[u8], is_noise: bool) {
        let mut strings = String::new();
        for chunk in bytes.utf8_chunks() {
            push_strings(&mut strings, chunk.valid());
        }
        match is_noise {
            true => self.view(&strings, true),
            false => self.text(&strings),
        }
    }

    /// The same in UTF-16, in either order of bytes, wherever it starts.
    fn wide_strings(&mut self, bytes: &[u8], is_noise: bool) {
        for skipped in [0, 1] {
            for of in [u16::from_le_bytes, u16::from_be_bytes] {
                let units = bytes.get(skipped..).unwrap_or_default().chunks_exact(2);
                let units: Vec<u16> = units.map(|unit| of([unit[0], unit[1]])).collect();
                let mut strings = String::new();
                push_strings(&mut strings, &String::from_utf16_lossy(&units));
                self.inside("UTF-16", |it| it.view(&strings, is_noise));
            }
        }
    }

    fn view(&mut self, text: &str, is_noise: bool) {
        let trail = self.trail.clone();
        let view = View {
            text,
            is_noise,
            trail,
            decoded: Vec::new(),
            file: self.file,
            is_whole: false,
            at: self.at,
        };
        (self.hear)(&view);
    }

    /// A text, with all that is written in it in another way.
    fn text(&mut self, text: &str) {
        let is_whole = self.trail.is_empty();
        let mut levels: Vec<Decoded> = Vec::new();
        loop {
            let so_far: Vec<&Decoded> = levels.iter().collect();
            let here = so_far.last().map_or(text, |decoded| decoded.text.as_str());
            let trail = self.trail.clone();
            let view = View {
                text: here,
                is_noise: false,
                trail,
                decoded: so_far,
                file: self.file,
                is_whole,
                at: self.at,
            };
            (self.hear)(&view);
            if let Some(untagged) = untagged(here) {
                self.untagged(&view, &untagged);
            }
            self.base64(&view);
            match unfolded(here).or_else(|| unescaped(here)).filter(|_| levels.len() < ESCAPED) {
                Some(next) => levels.push(next),
                None => return,
            }
        }
    }

    fn untagged(&mut self, before: &View<'_>, untagged: &Decoded) {
        let unescaped = unescaped(&untagged.text);
        let decoded: Vec<&Decoded> =
            before.decoded.iter().copied().chain([untagged]).chain(unescaped.as_ref()).collect();
        let text = decoded.last().map_or("", |decoded| decoded.text.as_str());
        let view = View {
            text,
            is_noise: false,
            trail: self.trail.clone(),
            decoded,
            file: self.file,
            is_whole: before.is_whole,
            at: self.at,
        };
        (self.hear)(&view);
    }

    fn base64(&mut self, view: &View<'_>) {
        let outside = (self.at, self.trail.clone());
        base64_in(view.text, |at, run, bytes| {
            // The same run stands in every level of escapes. Where it may start in four places, all
            // four are looked at one after the other.
            let digest = || Digest::of(&[run.as_bytes(), &[0], bytes.get(..8).unwrap_or_default()].concat());
            if run.len() > SHORT_BASE64 && !self.seen.insert(digest()) {
                return;
            }
            let (range, trail) = view.way(&(at..at + run.len()));
            (self.at, self.trail) = (if view.is_whole { Some(range.start) } else { self.at }, trail);
            let is_promising = bytes
                .first()
                .is_some_and(|first| matches!(first, 0x1F | 0x78 | 0x89 | 0xFF | b'P' | b'R' | b'%'));
            let is_text = std::str::from_utf8(&bytes).is_ok();
            self.inside(BASE64, |it| match is_promising || is_text || bytes.len() > 256 {
                true => it.file("", &bytes),
                false => it.strings(&bytes, true),
            });
            (self.at, self.trail) = outside.clone();
        });
    }
}

/// Shorter runs of visible characters are taken for numbers.
const SHORTEST_STRING: usize = 4;

/// The runs of visible characters in a text, parted from each other.
fn push_strings(strings: &mut String, text: &str) {
    let visible = |c: char| !c.is_control() && c != '\u{FFFD}' || matches!(c, '\n' | '\t' | '\r');
    for run in text.split(|c: char| !visible(c)).filter(|run| run.len() >= SHORTEST_STRING) {
        strings.push_str(run);
        strings.push(BREAK);
    }
}

fn is_pdf(bytes: &[u8]) -> bool {
    // Readers look for it in the first kilobyte.
    memchr::memmem::find(bytes.get(..1024).unwrap_or(bytes), b"%PDF-").is_some()
}

/// Whether bytes may be text in ISO 8859-1 or Windows-1252: no control characters.
fn is_latin(bytes: &[u8]) -> bool {
    !bytes.iter().any(|byte| matches!(byte, 0..=8 | 11 | 14..=31 | 127))
}

/// Text in Windows-1252, of which only letters matter.
fn latin(bytes: &[u8]) -> String {
    let one = |byte: &u8| match byte {
        0x8A => 'Š',
        0x8C => 'Œ',
        0x8E => 'Ž',
        0x9A => 'š',
        0x9C => 'œ',
        0x9E => 'ž',
        0x9F => 'Ÿ',
        0x80..=0x9F => ' ',
        byte => char::from(*byte),
    };
    bytes.iter().map(one).collect()
}
