//! Drawings in SVG as PNG. A drawing loads nothing: no file, no other font than ours.

/// The picture of a drawing.
///
/// # Errors
///
/// Where it is no drawing that can be shown, or where this program has no font.
#[cfg(not(feature = "social-cards"))]
pub fn draw(_: &str) -> Result<Vec<u8>, String> {
    Err("this clipsheet was built without `social-cards`".to_string())
}

#[cfg(feature = "social-cards")]
pub use with_font::draw;

#[cfg(feature = "social-cards")]
mod with_font {
    use std::collections::BTreeMap;
    use std::sync::{Arc, LazyLock};

    use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
    use resvg::usvg::{ImageHrefResolver, Options, Tree, fontdb};

    use crate::lettering::SIZE;
    use crate::lettering::font::{FAMILY, FILE};

    static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(FILE.to_vec());
        fonts.set_serif_family(FAMILY);
        Arc::new(fonts)
    });

    /// The picture of a drawing, whatever its own size is.
    ///
    /// # Errors
    ///
    /// Where it is no drawing that can be shown.
    pub fn draw(svg: &str) -> Result<Vec<u8>, String> {
        let options = Options {
            font_family: FAMILY.to_string(),
            fontdb: FONTS.clone(),
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        };
        let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
        let (width, height) = SIZE;
        let mut picture = Pixmap::new(width, height).ok_or("it has no size")?;
        let own = tree.size();
        let scale = Transform::from_scale(width as f32 / own.width(), height as f32 / own.height());
        resvg::render(&tree, scale, &mut picture.as_mut());
        png(&picture).map_err(|error| error.to_string())
    }

    /// With a palette where the colours are few, as those of letters on paper are: half as long.
    fn png(picture: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
        encoder.set_depth(png::BitDepth::Eight);
        // Twice as long as `Balanced` makes it, in a twentieth of the time: what shared links show is fetched rarely.
        encoder.set_compression(png::Compression::Fast);
        encoder.set_filter(png::Filter::Up);
        let data = match indexed(picture) {
            Some((palette, points)) => {
                encoder.set_color(png::ColorType::Indexed);
                encoder.set_palette(palette.concat());
                points
            }
            None => {
                encoder.set_color(png::ColorType::Rgb);
                picture.pixels().iter().flat_map(|pixel| colour(*pixel)).collect()
            }
        };
        encoder.write_header()?.write_image_data(&data)?;
        Ok(bytes)
    }

    type Colour = [u8; 3];

    /// A palette, and for each point a number in it; nothing where the colours are too many.
    fn indexed(picture: &Pixmap) -> Option<(Vec<Colour>, Vec<u8>)> {
        let mut palette: Vec<Colour> = Vec::new();
        let mut numbers: BTreeMap<Colour, u8> = BTreeMap::new();
        let mut points = vec![0; picture.pixels().len()];
        let mut at = 0;
        for run in picture.pixels().chunk_by(|one, next| one == next) {
            let colour = colour(run[0]);
            let number = match numbers.get(&colour) {
                Some(number) => *number,
                None => {
                    let number = u8::try_from(palette.len()).ok()?;
                    numbers.insert(colour, number);
                    palette.push(colour);
                    number
                }
            };
            points[at..at + run.len()].fill(number);
            at += run.len();
        }
        Some((palette, points))
    }

    /// A card is on paper; what is left bare of it is white.
    fn colour(pixel: PremultipliedColorU8) -> Colour {
        let bare = 255 - pixel.alpha();
        [pixel.red() + bare, pixel.green() + bare, pixel.blue() + bare]
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn drawing(inside: &str) -> String {
            format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
                 viewBox=\"0 0 1200 630\">{inside}</svg>"
            )
        }

        #[test]
        fn a_picture_has_its_size_and_shows_its_text() {
            let blank = draw(&drawing("")).expect("a picture");
            assert_eq!(
                blank,
                draw("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"12\" height=\"6\"/>").expect("it")
            );
            let size = imagesize::blob_size(&blank).expect("a size");
            assert_eq!((size.width, size.height), (1200, 630));
            let text = |family: &str| {
                drawing(&format!("<text x='9' y='99' font-size='80' font-family='{family}'>Ab</text>"))
            };
            let letters = draw(&text("Noto Serif Display")).expect("a picture");
            assert_ne!(letters, blank);
            assert_eq!(
                letters,
                draw(&text("DejaVu Sans, sans-serif")).expect("a picture"),
                "a font of the machine"
            );
            assert!(draw("<svg").is_err());
        }

        #[test]
        fn many_colours_are_kept() {
            let gradient = "<linearGradient id='g'><stop stop-color='red'/><stop offset='1' stop-color='blue'/>\
                            </linearGradient><rect width='1200' height='630' fill='url(#g)'/>\
                            <rect width='630' height='1200' fill='url(#g)' opacity='.5' \
                            transform='rotate(90) scale(1 -1)'/>";
            let picture = draw(&drawing(gradient)).expect("a picture");
            assert_eq!(picture[25], 2, "RGB");
            assert_eq!(draw(&drawing("")).expect("a picture")[25], 3, "a palette");
        }

        /// The files are there, so that whoever read them would show it.
        #[test]
        fn a_drawing_loads_nothing() {
            let blank = draw(&drawing("")).expect("a picture");
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/static/favicon.png");
            let svg = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/static/favicon.svg");
            let inline = "data:image/svg+xml;utf8,&lt;svg xmlns='http://www.w3.org/2000/svg'&gt;&lt;rect width='9' height='9'/&gt;&lt;/svg&gt;";
            for address in [file, svg, inline, "favicon.png", "file:///etc/hostname", "https://x.test/a.png"]
            {
                for href in ["href", "xlink:href"] {
                    let image = format!("<image {href}=\"{address}\" width='99' height='99'/>");
                    assert_eq!(draw(&drawing(&image)).expect("a picture"), blank, "{address}");
                }
                let used = format!("<use href=\"{address}#a\"/><style>@import url('{address}');</style>");
                assert_eq!(draw(&drawing(&used)).expect("a picture"), blank, "{address}");
            }
        }
    }
}
