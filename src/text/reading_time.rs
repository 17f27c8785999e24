//! How long a text takes to read.

use unicode_segmentation::UnicodeSegmentation;

use super::body::{Body, LinkKind, Token};
use super::find::without_spaces;

/// How many words a minute most people read silently (Brysbaert, 2019, for English), and how many characters of
/// scripts without spaces: about what Japanese and Chinese readers do.
const WORDS: usize = 238;
const CHARACTERS: usize = 500;

impl Body {
    /// How many minutes it takes, rounded up; nothing where there are no words. Texts for images count: where an
    /// image is withheld its text is read in its place, and that must not show.
    pub fn minutes(&self) -> Option<usize> {
        let (mut words, mut characters) = (0_usize, 0_usize);
        for word in self.texts_of_images().chain([self.text()]).flat_map(|text| text.unicode_words()) {
            match word.chars().filter(|c| without_spaces(*c)).count() {
                0 => words += 1,
                some => characters += some,
            }
        }
        let hundredths = words * 6000 / WORDS + characters * 6000 / CHARACTERS;
        (words + characters > 0).then(|| hundredths.div_ceil(6000).max(1))
    }

    fn texts_of_images(&self) -> impl Iterator<Item = &str> {
        let links = self.tokens.iter().filter_map(|token| match token {
            Token::Tag(tag) => self.links.get(tag.link?),
            Token::Text(_) => None,
        });
        links.filter(|link| link.kind == LinkKind::Image).map(|link| &*link.alt)
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{markdown, plain_text};

    fn check(text: &str, minutes: Option<usize>) {
        assert_eq!(plain_text(text, 0).minutes(), minutes, "{}", text.chars().take(20).collect::<String>());
    }

    #[test]
    fn words_and_characters_take_their_time() {
        check("", None);
        check("— … —", None);
        assert_eq!(markdown("![A chart](a.svg)", 0).minutes(), Some(1));
        assert_eq!(markdown("![](a.svg)", 0).minutes(), None);
        check("One.", Some(1));
        check(&"word ".repeat(238), Some(1));
        check(&"word ".repeat(239), Some(2));
        check(&"it’s, ".repeat(476), Some(2));
        check(&"日本語の文".repeat(100), Some(1));
        check(&"カタカナ。".repeat(126), Some(2));
        check(&"ไทย".repeat(500), Some(3));
        check(&("word ".repeat(238) + &"日".repeat(500)), Some(2));
    }
}
