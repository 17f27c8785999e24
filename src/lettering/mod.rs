//! Headlines set in the one font that is in the binary, and pictures of them.
//!
//! In: a text and the room that it has; or a drawing in SVG. Out: its lines; or a PNG. Must not know: what is
//! set, and where it goes. Nothing of the machine decides on a picture: no font, no file, no language. Without
//! the feature `social-cards` there is no font, and so nothing that could be set in it.

mod drawing;
mod font;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::is_invisible;
pub use drawing::draw;
use font::width;

/// Whether this program has a font.
pub const HAS_FONT: bool = cfg!(feature = "social-cards");

/// How wide and how high pictures are, in pixels.
pub const SIZE: (u32, u32) = (1200, 630);

/// The room that a headline has.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// How wide it is, in pixels.
    pub width: f32,
    /// How high.
    pub height: f32,
}

/// A headline in lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// The size of its letters, in pixels.
    pub size: u16,
    /// From one line to the next.
    pub leading: u16,
    /// Its lines.
    pub lines: Vec<String>,
}

/// The sizes of headlines, the largest first.
const SIZES: [u16; 7] = [92, 82, 72, 64, 56, 50, 44];

/// A headline as large as it goes, in lines of nearly equal length; what has no room at the smallest size
/// ends in an ellipsis. Nothing where the font lacks one of its signs.
pub fn set(text: &str, room: Room) -> Option<Headline> {
    let words = words(text)?;
    let set = |size: u16| {
        let leading = size * 9 / 8;
        let most = ((room.height / f32::from(leading)) as usize).max(1);
        (size, leading, most, broken(&words, f32::from(size), room.width))
    };
    let fits = |(size, _, most, lines): &(u16, u16, usize, Vec<String>)| {
        lines.len() <= *most && words.iter().all(|word| width(word, f32::from(*size)) <= room.width)
    };
    let last = SIZES[SIZES.len() - 1];
    let (size, leading, most, lines) = SIZES.into_iter().map(set).find(fits).unwrap_or_else(|| set(last));
    let lines = if lines.len() > most { shortened(&lines, most, f32::from(size), room.width) } else { lines };
    let lines = balanced(lines, f32::from(size), room.width);
    Some(Headline { size, leading, lines })
}

/// A text in one line, which ends in an ellipsis where it has no room. Nothing where the font lacks one of its
/// signs.
pub fn set_line(text: &str, size: u16, room: f32) -> Option<String> {
    let text = words(text)?.join(" ");
    let size = f32::from(size);
    Some(if width(&text, size) <= room { text } else { cut(&text, size, room) })
}

/// Whether the font has all signs of a text.
pub fn has_signs(text: &str) -> bool {
    words(text).is_some()
}

/// The words of a text, if there are any and the font has all their signs.
fn words(text: &str) -> Option<Vec<String>> {
    let composed: String = text.nfc().collect();
    // A space that keeps words together stays in them.
    let is_break = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}');
    let words = composed.split(is_break).filter(|word| !word.is_empty());
    let words = words.map(|word| word.chars().filter(|c| !is_invisible(*c)).map(drawn).collect());
    let words: Vec<String> = words.filter(|word: &String| !word.is_empty()).collect();
    (!words.is_empty() && words.iter().all(|word| font::has(word))).then_some(words)
}

/// What is drawn for a sign: the font lacks two that others look like.
fn drawn(sign: char) -> char {
    match sign {
        // A space as wide as a digit.
        '\u{2007}' => '\u{a0}',
        // A minus sign is drawn as an en dash.
        '\u{2212}' => '–',
        other => other,
    }
}

/// Words in lines, as many words in each as there is room for; a word that is longer than a line is parted.
fn broken(words: &[String], size: f32, room: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        if let Some(line) = lines.last_mut()
            && width(&format!("{line} {word}"), size) <= room
        {
            line.push(' ');
            line.push_str(word);
            continue;
        }
        lines.push(String::new());
        for sign in word.graphemes(true) {
            let full = lines
                .last()
                .is_some_and(|line| !line.is_empty() && width(&format!("{line}{sign}"), size) > room);
            lines.extend(full.then(String::new));
            lines.iter_mut().next_back().into_iter().for_each(|line| line.push_str(sign));
        }
    }
    lines
}

/// The first lines, of which the last says that there is more.
fn shortened(lines: &[String], most: usize, size: f32, room: f32) -> Vec<String> {
    let mut kept = lines[..most].to_vec();
    if let Some(last) = kept.last_mut() {
        *last = cut(last, size, room);
    }
    kept
}

/// As much of a text as there is room for beside an ellipsis.
fn cut(text: &str, size: f32, room: f32) -> String {
    let mut kept = text.trim_end().to_string();
    while !kept.is_empty() && width(&format!("{kept}…"), size) > room {
        let last = kept.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
        kept.truncate(last);
    }
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.', '–', '—']))
}

/// The same words in as many lines, the longest of which is as short as it can be.
fn balanced(lines: Vec<String>, size: f32, room: f32) -> Vec<String> {
    let words: Vec<String> = lines.iter().flat_map(|line| line.split(' ')).map(ToString::to_string).collect();
    let widest = words.iter().map(|word| width(word, size)).fold(0.0, f32::max);
    let tenths = (0..10).map(|tenth| room * (0.5 + 0.05 * tenth as f32));
    let narrower = tenths.filter(|narrower| *narrower >= widest).map(|room| broken(&words, size, room));
    let same = narrower.into_iter().find(|other| other.len() == lines.len());
    same.unwrap_or(lines)
}

#[cfg(all(test, feature = "social-cards"))]
mod tests {
    use super::*;

    const ROOM: Room = Room { width: 1060.0, height: 360.0 };

    fn lines(text: &str) -> Vec<String> {
        set(text, ROOM).map(|headline| headline.lines).unwrap_or_default()
    }

    #[test]
    fn a_short_headline_is_large_and_a_long_one_small() {
        let size = |text: &str| set(text, ROOM).expect("set").size;
        assert_eq!(size("Ships sail"), SIZES[0]);
        let long = "The harbour authority says that ships of more than a hundred metres may not enter for the time being";
        assert!(size(long) < SIZES[1], "{}", size(long));
        for text in ["Ships sail", long, &"word ".repeat(300), &"w".repeat(400)] {
            let headline = set(text, ROOM).expect("set");
            assert!(headline.lines.len() * usize::from(headline.leading) <= 360, "{headline:?}");
            for line in &headline.lines {
                assert!(width(line, f32::from(headline.size)) <= ROOM.width, "{line}");
            }
        }
    }

    #[test]
    fn lines_are_of_nearly_equal_length() {
        let lines = lines("Microsoft limited our ability to meet enterprises where they are");
        assert_eq!(lines, ["Microsoft limited our", "ability to meet enterprises", "where they are"]);
    }

    #[test]
    fn what_has_no_room_says_that_there_is_more() {
        let last = |text: &str| lines(text).pop().expect("a line");
        assert!(last(&"word, ".repeat(300)).ends_with("word…"), "{}", last(&"word, ".repeat(300)));
        assert!(!last("word word").contains('…'));
        assert_eq!(set_line("Ships sail", 30, 1000.0).as_deref(), Some("Ships sail"));
        assert!(
            set_line(&"Ships ".repeat(99), 30, 400.0)
                .is_some_and(|line| line.ends_with("Ships…") || line.ends_with('…'))
        );
    }

    #[test]
    fn signs_that_nobody_sees_are_left_out() {
        for sign in
            ['\u{ad}', '\u{200b}', '\u{200d}', '\u{200e}', '\u{2060}', '\u{feff}', '\u{fe0f}', '\u{2068}']
        {
            assert_eq!(lines(&format!("Ships{sign} sail")), ["Ships sail"], "{}", sign.escape_unicode());
        }
        assert_eq!(lines("Ships \u{2060} sail"), ["Ships sail"]);
        assert_eq!(set("\u{200e}", ROOM), None);
        assert_eq!(lines("5\u{2007}ships"), ["5\u{a0}ships"], "a space that keeps words together");
        assert_eq!(lines("Sales − 5"), ["Sales – 5"], "the font has no minus sign");
    }

    #[test]
    fn a_text_of_other_signs_is_not_set() {
        for text in ["日本語の見出し", "عنوان", "שלום", "Ships 🚢", "नमस्ते", "Ships 日", "", " "]
        {
            assert_eq!(set(text, ROOM), None, "{text}");
            assert_eq!(set_line(text, 30, 1000.0), None, "{text}");
        }
        for text in [
            "Größe, façade, Łódź, Việt",
            "Ελληνικά",
            "Українська",
            "“Quotes” – and… €5\u{a0}m",
            "cafe\u{301}",
        ] {
            assert!(set(text, ROOM).is_some(), "{text}");
        }
    }
}
