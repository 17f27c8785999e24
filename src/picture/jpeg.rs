//! JPEG (ITU T.81, annex B).

use super::exif;

pub(super) const START: &[u8] = b"\xFF\xD8\xFF";

/// The segment that says how the picture is to be turned.
pub(super) fn turn(orientation: u8) -> Vec<u8> {
    let mut segment = b"\xFF\xE1\0\x22Exif\0\0".to_vec();
    segment.extend(exif::block(orientation));
    segment
}

/// The picture up to its end, without what is none of it; nothing where it has no end.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut header: Vec<u8> = Vec::new();
    let mut rest: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut turned = None;
    let mut at = 2;
    loop {
        // Between two segments stray bytes are passed over, as decoders do.
        at += memchr::memchr(0xFF, bytes.get(at..)?)?;
        at += bytes.get(at..)?.iter().take_while(|byte| **byte == 0xFF).count();
        let kind = *bytes.get(at)?;
        at += 1;
        match kind {
            0 => continue,
            0xD9 => break,
            0x01 | 0xD0..=0xD8 => {
                rest.extend([0xFF, kind]);
                continue;
            }
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?)).max(2);
        let content = bytes.get(at + 2..at + length)?;
        at += length;
        match kind {
            0xE0 if content.starts_with(b"JFIF\0") && header.is_empty() => header = jfif(content)?,
            0xE1 if content.starts_with(b"Exif\0\0") => turned = turned.or(exif::orientation(content)),
            0xE2 if !content.starts_with(b"ICC_PROFILE\0") => {}
            // How its colours are to be read.
            0xEE if content.starts_with(b"Adobe") => segment(&mut rest, kind, content.get(..12)?),
            // Frames, tables and scans (ITU-T T.81, table B.1).
            0xC0..=0xCF | 0xDA..=0xDF => segment(&mut rest, kind, content),
            0xE2 => segment(&mut rest, kind, content),
            _ => {}
        }
        if kind == 0xDA {
            let end = at + scan(bytes.get(at..)?)?;
            rest.extend_from_slice(bytes.get(at..end)?);
            at = end;
        }
    }
    let mut clean = vec![0xFF, 0xD8];
    clean.append(&mut header);
    clean.extend(turned.map(turn).unwrap_or_default());
    clean.append(&mut rest);
    clean.extend([0xFF, 0xD9]);
    Some(clean)
}

/// The segment of JFIF without the thumbnail that may be in it.
fn jfif(content: &[u8]) -> Option<Vec<u8>> {
    let mut header = Vec::new();
    let mut kept = content.get(..12)?.to_vec();
    kept.extend([0, 0]);
    segment(&mut header, 0xE0, &kept);
    Some(header)
}

fn segment(to: &mut Vec<u8>, kind: u8, content: &[u8]) {
    // What was read as a segment has a length that fits.
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    to.extend([0xFF, kind]);
    to.extend(length.to_be_bytes());
    to.extend_from_slice(content);
}

/// How long the coded picture is that starts here: up to a mark that is none of its own.
fn scan(bytes: &[u8]) -> Option<usize> {
    let is_end = |at: &usize| !matches!(bytes.get(at + 1), Some(0 | 0xD0..=0xD7 | 0xFF) | None);
    memchr::memchr_iter(0xFF, bytes).find(is_end)
}
