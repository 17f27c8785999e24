//! The font: which signs it has, and how wide they are.

/// Noto Serif Display; its licence is beside it.
#[cfg(feature = "social-cards")]
pub(super) const FILE: &[u8] = include_bytes!("NotoSerifDisplay-Bold.ttf");

/// Its name.
#[cfg(feature = "social-cards")]
pub(super) const FAMILY: &str = "Noto Serif Display";

#[cfg(feature = "social-cards")]
mod metrics {
    use std::sync::LazyLock;

    use skrifa::instance::{LocationRef, Size};
    use skrifa::metrics::GlyphMetrics;
    use skrifa::{FontRef, MetadataProvider};

    static FONT: LazyLock<Option<FontRef<'static>>> = LazyLock::new(|| FontRef::new(super::FILE).ok());

    pub(in crate::lettering) fn has(text: &str) -> bool {
        let Some(font) = &*FONT else { return false };
        let signs = font.charmap();
        text.chars().all(|c| signs.map(c).is_some())
    }

    /// How wide a text is, letter by letter: a picture draws some pairs of letters closer together.
    pub(in crate::lettering) fn width(text: &str, size: f32) -> f32 {
        let Some(font) = &*FONT else { return 0.0 };
        let signs = font.charmap();
        let metrics = GlyphMetrics::new(font, Size::new(size), LocationRef::default());
        text.chars().filter_map(|c| metrics.advance_width(signs.map(c)?)).sum()
    }
}

#[cfg(not(feature = "social-cards"))]
mod metrics {
    pub(in crate::lettering) fn has(_: &str) -> bool {
        false
    }

    pub(in crate::lettering) fn width(_: &str, _: f32) -> f32 {
        0.0
    }
}

pub(super) use metrics::{has, width};
