//! Files in files: gzip, zlib, Brotli, zip, tar.
//!
//! In: bytes. Out: the bytes that were packed, as far as a limit allows. Must not know: what is in
//! them.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// What came out, and whether that is all.
#[derive(Debug, Default)]
pub(super) struct Unpacked {
    pub bytes: Vec<u8>,
    /// Whether there was more than the limit.
    pub is_cut: bool,
    /// Whether the packed bytes were sound to their end.
    pub is_sound: bool,
}

/// Reads at most `limit` bytes. What came before a fault is kept.
fn read(from: impl Read, limit: usize) -> Unpacked {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let is_sound = from.take(most).read_to_end(&mut bytes).is_ok();
    let is_cut = bytes.len() > limit;
    bytes.truncate(limit);
    Unpacked { bytes, is_cut, is_sound }
}

pub(super) fn gzip(bytes: &[u8], limit: usize) -> Unpacked {
    read(MultiGzDecoder::new(bytes), limit)
}

pub(super) fn zlib(bytes: &[u8], limit: usize) -> Unpacked {
    read(ZlibDecoder::new(bytes), limit)
}

pub(super) fn brotli(bytes: &[u8], limit: usize) -> Unpacked {
    read(brotli_decompressor::Decompressor::new(bytes, 4096), limit)
}

/// A file of an archive.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub name: String,
    pub content: Content<'a>,
}

#[derive(Debug)]
pub(super) enum Content<'a> {
    Plain(&'a [u8]),
    Deflated(&'a [u8]),
    /// It cannot be read: why not.
    Unread(&'static str),
}

impl Member<'_> {
    /// The bytes of a deflated file.
    pub fn inflate(packed: &[u8], limit: usize) -> Unpacked {
        read(DeflateDecoder::new(packed), limit)
    }
}

fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    bytes.iter().rev().try_fold(0usize, |all, byte| all.checked_mul(256)?.checked_add(usize::from(*byte)))
}

/// The files of a zip archive (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16); nothing where its
/// directory cannot be read.
pub(super) fn zip(bytes: &[u8]) -> Option<Vec<Member<'_>>> {
    let end = memchr::memmem::rfind(bytes, b"PK\x05\x06")?;
    let mut at = number(bytes, end + 16, 4)?;
    let mut members = Vec::new();
    for _ in 0..number(bytes, end + 10, 2)? {
        bytes.get(at..at + 4).filter(|mark| *mark == b"PK\x01\x02")?;
        let (flags, method) = (number(bytes, at + 8, 2)?, number(bytes, at + 10, 2)?);
        let packed = number(bytes, at + 20, 4)?;
        let lengths = [28, 30, 32].map(|field| number(bytes, at + field, 2));
        let [Some(name), Some(extra), Some(comment)] = lengths else { return None };
        let local = number(bytes, at + 42, 4)?;
        let start = local + 30 + number(bytes, local + 26, 2)? + number(bytes, local + 28, 2)?;
        let data = bytes.get(start..start.checked_add(packed)?);
        let content = match (data, flags & 1, method) {
            (None, ..) => Content::Unread("a zip archive that is damaged or larger than 4 GB"),
            (_, 1, _) => Content::Unread("an encrypted zip archive"),
            (Some(data), _, 0) => Content::Plain(data),
            (Some(data), _, 8) => Content::Deflated(data),
            _ => Content::Unread("a zip archive packed in another way than DEFLATE"),
        };
        let name = String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name)?).into_owned();
        let length = 46 + name.len() + extra + comment;
        members.push(Member { name, content });
        at += length;
    }
    Some(members)
}

/// The size of a block of a tar archive.
const BLOCK: usize = 512;

/// Whether this is a tar archive (POSIX.1, `ustar`).
pub(super) fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

/// The files of a tar archive, as far as it is sound.
pub(super) fn tar(bytes: &[u8]) -> Vec<Member<'_>> {
    let mut members = Vec::new();
    let mut at = 0;
    while let Some(head) = bytes.get(at..at + BLOCK).filter(|head| is_tar(head)) {
        let text = |from: usize, to: usize| {
            let field = head.get(from..to).unwrap_or_default();
            let end = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
            String::from_utf8_lossy(field.get(..end).unwrap_or_default()).into_owned()
        };
        let Ok(size) = usize::from_str_radix(text(124, 136).trim(), 8) else { break };
        let Some(content) = bytes.get(at + BLOCK..(at + BLOCK).saturating_add(size)) else { break };
        members.push(Member {
            name: format!("{}/{}", text(345, 500), text(0, 100)),
            content: Content::Plain(content),
        });
        at += BLOCK + size.div_ceil(BLOCK) * BLOCK;
    }
    members
}
