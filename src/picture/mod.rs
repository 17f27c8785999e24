//! Images as they are published: without what they say besides their picture, and how large they are.
//!
//! In: the bytes of a file. Out: the same bytes without EXIF, XMP, comments and whatever else is no part of the
//! picture; its width and height. Must not know: which file it is, and who publishes it.
//!
//! Only what is known to belong to the picture is kept, so that a new kind of metadata goes too. The picture
//! itself is copied byte for byte. How it is to be turned is the one thing of EXIF that stays.

mod exif;
mod jpeg;
mod png;
mod size;
mod svg;
mod webp;

use size::has_no_pixel;
pub use size::{Size, size};

/// More pixels than this, and phones give up.
pub const MANY_PIXELS: u64 = 50_000_000;

/// Why an image cannot be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It ends before the picture does.
    Truncated,
    /// Its name says that it is an image, and it is none.
    NoImage,
}

/// The names of files that are images by their endings, which `size` knows.
const ENDINGS: [&str; 6] = ["jpg", "jpeg", "png", "webp", "gif", "avif"];

/// The bytes to publish instead of `bytes`; nothing where all of them may be.
///
/// # Errors
///
/// Where it is an image by its ending or its first bytes, and cannot be read as one.
pub fn cleaned(ending: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, Flaw> {
    let ending = ending.to_ascii_lowercase();
    if ending == "svg" {
        return if svg::is_svg(bytes) { Ok(None) } else { Err(Flaw::NoImage) };
    }
    let clean = if bytes.starts_with(jpeg::START) {
        jpeg::cleaned(bytes)
    } else if bytes.starts_with(png::START) {
        png::cleaned(bytes)
    } else if webp::is_webp(bytes) {
        webp::cleaned(bytes)
    } else if ENDINGS.contains(&ending.as_str()) && size(bytes).is_none() {
        return Err(Flaw::NoImage);
    } else {
        return Ok(None);
    };
    let clean = clean.ok_or(Flaw::Truncated)?;
    if has_no_pixel(&clean) {
        return Err(Flaw::NoImage);
    }
    Ok((clean != bytes).then_some(clean))
}

#[cfg(test)]
mod tests;
