//! WebP (RFC 9649, section 2).

use super::exif;

/// Bits of the flags of the chunk `VP8X`.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

pub(super) fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// The chunk that says how the picture is to be turned.
pub(super) fn turn(orientation: u8) -> Vec<u8> {
    let mut chunk = b"EXIF\x1A\0\0\0".to_vec();
    chunk.extend(exif::block(orientation));
    chunk
}

/// The picture without what is none of it; nothing where it ends too soon.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let inside = bytes.get(12..length.checked_add(8)?)?;
    let (mut kept, mut turned) = (Vec::new(), None);
    for (kind, content) in chunks(inside)? {
        match kind {
            b"EXIF" => turned = turned.or(exif::orientation(content)),
            b"ANMF" => chunk(&mut kept, kind, &frame(content)?),
            b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANIM" | b"ICCP" => chunk(&mut kept, kind, content),
            _ => {}
        }
    }
    // Without this chunk there is no place for more than the picture.
    if let Some(flags) = kept.get_mut(8).filter(|_| inside.starts_with(b"VP8X")) {
        *flags &= !(HAS_EXIF | HAS_XMP);
        if let Some(orientation) = turned {
            *flags |= HAS_EXIF;
            kept.extend(turn(orientation));
        }
    }
    let mut clean = b"RIFF".to_vec();
    clean.extend(u32::try_from(kept.len() + 4).ok()?.to_le_bytes());
    clean.extend(b"WEBP");
    clean.append(&mut kept);
    Some(clean)
}

/// A frame of an animation: where it stands, and the chunks of its picture.
fn frame(content: &[u8]) -> Option<Vec<u8>> {
    let (head, inside) = content.split_at_checked(16)?;
    let mut kept = head.to_vec();
    for (kind, content) in chunks(inside)? {
        if matches!(kind, b"VP8 " | b"VP8L" | b"ALPH") {
            chunk(&mut kept, kind, content);
        }
    }
    Some(kept)
}

type Chunk<'a> = (&'a [u8; 4], &'a [u8]);

fn chunks(mut bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut chunks = Vec::new();
    while !bytes.is_empty() {
        let kind = bytes.get(..4)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
        let content = bytes.get(8..length.checked_add(8)?)?;
        chunks.push((kind, content));
        // The last byte of the last chunk may be missing where it only fills up.
        bytes = bytes.get(8 + length + length % 2..).unwrap_or_default();
    }
    Some(chunks)
}

fn chunk(to: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    to.extend(kind);
    to.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_le_bytes());
    to.extend_from_slice(content);
    to.extend((content.len() % 2 == 1).then_some(0));
}
