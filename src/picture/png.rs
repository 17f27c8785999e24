//! PNG (W3C, third edition, section 11).

use super::exif;

pub(super) const START: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that decide on what one sees.
const KEPT: [&[u8; 4]; 19] = [
    b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
    b"hIST", b"sPLT", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
];

/// The chunk that says how the picture is to be turned.
pub(super) fn turn(orientation: u8) -> Vec<u8> {
    let block = exif::block(orientation);
    let mut chunk = b"\0\0\0\x1AeXIf".to_vec();
    chunk.extend(block);
    let mut sum = flate2::Crc::new();
    sum.update(chunk.get(4..).unwrap_or_default());
    chunk.extend(sum.sum().to_be_bytes());
    chunk
}

/// The picture up to its end, without what is none of it; nothing where it has no end.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut clean = START.to_vec();
    let (mut after_header, mut turned) = (None, None);
    let mut at = START.len();
    loop {
        let length = usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()?;
        let kind: &[u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let end = at.checked_add(12)?.checked_add(length)?;
        let chunk = bytes.get(at..end)?;
        match kind {
            b"IEND" => {
                clean.extend_from_slice(chunk);
                break;
            }
            b"eXIf" => turned = turned.or(exif::orientation(chunk.get(8..8 + length)?)),
            kind if KEPT.contains(&kind) => clean.extend_from_slice(chunk),
            _ => {}
        }
        if kind == b"IHDR" {
            after_header = Some(clean.len());
        }
        at = end;
    }
    let after_header = after_header?;
    if let Some(orientation) = turned {
        clean.splice(after_header..after_header, turn(orientation));
    }
    Some(clean)
}
