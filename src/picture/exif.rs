//! How a picture is to be turned: the one tag of EXIF that is part of what one sees.

/// The tag of the orientation (Exif 2.32, section 4.6.4).
const ORIENTATION: u16 = 0x0112;

/// The orientation that an EXIF block names, where it is another than upright.
pub fn orientation(block: &[u8]) -> Option<u8> {
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    let big = match block.get(..4)? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes: [u8; 4] = block.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    };
    let first = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(first)?);
    let entry = |number: usize| first.checked_add(2 + number * 12);
    let of = (0..entries).map_while(entry).find(|at| short(*at) == Some(ORIENTATION))?;
    u8::try_from(short(of.checked_add(8)?)?).ok().filter(|turn| (2..=8).contains(turn))
}

/// An EXIF block that says nothing else.
pub fn block(orientation: u8) -> [u8; 26] {
    let mut block = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    block[19] = orientation;
    block
}
