//! How large a picture is shown.

use super::{jpeg, png, webp};

/// A width and a height, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Size {
    /// How wide.
    pub width: u32,
    /// How high.
    pub height: u32,
}

impl Size {
    /// How many pixels it has.
    pub fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// The size of the image that these bytes are, as it is shown: of one that is to be turned, as turned.
pub fn size(bytes: &[u8]) -> Option<Size> {
    let Ok(found) = imagesize::blob_size(bytes) else { return of_svg(bytes) };
    let (width, height) = (u32::try_from(found.width).ok()?, u32::try_from(found.height).ok()?);
    let stored = Size { width, height };
    Some(if lies_on_its_side(bytes) { Size { width: height, height: width } } else { stored })
        .filter(|size| size.pixels() > 0)
}

/// Whether it says that it is not a pixel wide, or high.
pub(super) fn has_no_pixel(bytes: &[u8]) -> bool {
    imagesize::blob_size(bytes).is_ok_and(|found| found.width == 0 || found.height == 0)
}

/// Whether the orientation, where `cleaned` writes it, says so.
fn lies_on_its_side(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(100)).unwrap_or_default();
    let holds = |turn: Vec<u8>| memchr::memmem::find(start, &turn).is_some();
    (5..=8).any(|orientation| match bytes {
        _ if bytes.starts_with(jpeg::START) => holds(jpeg::turn(orientation)),
        _ if bytes.starts_with(png::START) => holds(png::turn(orientation)),
        _ => bytes.ends_with(&webp::turn(orientation)),
    })
}

/// The size that the first tag of a drawing names: in `width` and `height`, else in `viewBox`.
fn of_svg(bytes: &[u8]) -> Option<Size> {
    let text = std::str::from_utf8(bytes).ok()?;
    let tag = text.split_once("<svg").and_then(|(_, rest)| rest.split_once('>'))?.0;
    let attribute = |name: &str| {
        let mut parts = tag.split(['"', '\'']);
        while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
            if before.trim_end().strip_suffix('=').map(str::trim) == Some(name) {
                return Some(value);
            }
        }
        None
    };
    let pixels = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let own = attribute("width").and_then(pixels).zip(attribute("height").and_then(pixels));
    let (width, height) = own.or_else(|| {
        let numbers = attribute("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty());
        let numbers: Vec<f64> = numbers.map_while(pixels).collect();
        Some((*numbers.get(2)?, *numbers.get(3)?))
    })?;
    // `as` takes the nearest number that there is.
    let whole = |number: f64| (1.0..=100_000.0).contains(&number).then(|| number.round() as u32);
    Some(Size { width: whole(width)?, height: whole(height)? })
}
