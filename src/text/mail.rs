//! Text for an e-mail without HTML: wrapped, with links as footnotes.
//!
//! In: paragraphs, and the HTML of a body. Out: lines of at most 72 columns, and the footnotes. Must not
//! know: what the paragraphs are about.

use unicode_segmentation::UnicodeSegmentation;

use super::html::unescape;

/// The columns of a line: what mail programs show, and quote, without breaking it anew.
const WIDTH: usize = 72;

/// How many quotations and lists in one another are shown as such: more would leave no room for words.
const DEEPEST: usize = 8;

/// A text as it grows.
#[derive(Debug, Default)]
pub struct MailText {
    text: String,
    links: Vec<String>,
}

impl MailText {
    /// Adds a paragraph below an empty line. `first` stands before its first line, `rest` before
    /// all others.
    pub fn paragraph(&mut self, first: &str, rest: &str, words: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.lines(first, rest, words);
    }

    /// Adds lines below what is there, without an empty one.
    pub fn lines(&mut self, first: &str, rest: &str, words: &str) {
        let mut line = first.to_string();
        let mut used = columns(first);
        let mut empty = true;
        for piece in pieces(words, WIDTH.saturating_sub(columns(rest))) {
            let wide = columns(piece.text);
            let space = usize::from(piece.spaced && !empty);
            if !empty && used + space + wide > WIDTH {
                self.push(&line);
                line = rest.to_string();
                used = columns(rest);
                empty = true;
            }
            if piece.spaced && !empty {
                line.push(' ');
                used += 1;
            }
            line.push_str(piece.text);
            used += wide;
            empty = false;
        }
        self.push(&line);
    }

    /// Adds a heading, with a line below it.
    pub fn heading(&mut self, words: &str, line: char) {
        self.text.push('\n');
        self.paragraph("", "", words);
        let wide = columns(words).min(WIDTH);
        self.push(&line.to_string().repeat(wide));
    }

    /// The number of a link's footnote, to stand behind its words; nothing for one that leads nowhere, or
    /// to another place of the same text.
    pub fn link(&mut self, url: &str) -> String {
        if url.is_empty() || url.starts_with('#') {
            return String::new();
        }
        let known = self.links.iter().position(|link| link == url);
        let at = known.unwrap_or_else(|| {
            self.links.push(url.to_string());
            self.links.len() - 1
        });
        format!(" [{}]", at + 1)
    }

    /// Adds what the HTML of a body says.
    pub fn html(&mut self, html: &str) {
        let mut blocks = Blocks { out: self, block: String::new(), item: None, quoted: 0, open: Vec::new() };
        let mut rest = html;
        while !rest.is_empty() {
            let end = match rest.strip_prefix('<') {
                Some(tag) => {
                    let end = tag.find('>').unwrap_or(tag.len());
                    blocks.tag(&tag[..end]);
                    (end + 2).min(rest.len())
                }
                None => {
                    let end = rest.find('<').unwrap_or(rest.len());
                    blocks.block.push_str(&unescape(&rest[..end]));
                    end
                }
            };
            rest = &rest[end..];
        }
        blocks.flush();
    }

    /// The whole text, with the footnotes at its end.
    pub fn finish(mut self) -> String {
        if !self.links.is_empty() {
            self.text.push_str("\n--\n");
        }
        for (at, link) in std::mem::take(&mut self.links).iter().enumerate() {
            // An address is never broken.
            self.text.push_str(&format!("[{}] {link}\n", at + 1));
        }
        super::without_controls(&self.text).into_owned()
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }
}

/// The blocks of a body, one after the other.
struct Blocks<'a> {
    out: &'a mut MailText,
    block: String,
    /// What stands before the next block: a list's dash or number.
    item: Option<String>,
    /// How many quotations it stands in.
    quoted: usize,
    /// For each open list the number of its next item; for one without numbers nothing. For each open
    /// link its address.
    open: Vec<Open>,
}

enum Open {
    List(Option<usize>),
    Link(String),
}

impl Blocks<'_> {
    fn tag(&mut self, tag: &str) {
        let (closes, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split([' ', '/']).next().unwrap_or_default();
        match (name, closes) {
            ("a", false) => {
                let href = tag.split_once("href=\"").and_then(|(_, rest)| rest.split('"').next());
                self.open.push(Open::Link(unescape(href.unwrap_or_default())));
            }
            ("a", true) => {
                if let Some(Open::Link(url)) = self.open.pop_if(|open| matches!(open, Open::Link(_))) {
                    let note = self.out.link(&url);
                    self.block.push_str(&note);
                }
            }
            ("td" | "th", true) => self.block.push_str("  "),
            _ if super::html::is_block(name) || name == "br" => self.block(name, closes),
            _ => {}
        }
    }

    fn block(&mut self, name: &str, closes: bool) {
        self.flush();
        match (name, closes) {
            ("ul", false) => self.open.push(Open::List(None)),
            ("ol", false) => self.open.push(Open::List(Some(1))),
            ("ul" | "ol", true) => {
                self.open.pop_if(|open| matches!(open, Open::List(_)));
            }
            ("li", false) => {
                self.item = Some(match self.open.last_mut() {
                    Some(Open::List(Some(number))) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_string(),
                });
            }
            ("blockquote", false) => self.quoted += 1,
            ("blockquote", true) => self.quoted = self.quoted.saturating_sub(1),
            _ => {}
        }
    }

    fn flush(&mut self) {
        let words = std::mem::take(&mut self.block);
        if words.trim().is_empty() {
            return;
        }
        let depth = self.open.iter().filter(|open| matches!(open, Open::List(_))).count().min(DEEPEST);
        let quoted = "> ".repeat(self.quoted.min(DEEPEST));
        let indent = format!("{quoted}{}", "  ".repeat(depth));
        match self.item.take() {
            Some(item) => {
                let before = format!("{quoted}{}{item}", "  ".repeat(depth.saturating_sub(1)));
                self.out.paragraph(&before, &indent, &words);
            }
            None => self.out.paragraph(&indent, &indent, &words),
        }
    }
}

/// What a line can be broken before and after.
struct Piece<'a> {
    text: &'a str,
    /// Whether a space stands before it where it does not start a line.
    spaced: bool,
}

/// Words; and the characters of those that are too long for a line, as in languages that do not part
/// words by spaces. An address is one piece, however long.
fn pieces(text: &str, width: usize) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let space = |c: char| c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}');
    for word in text.split(space).filter(|word| !word.is_empty()) {
        if columns(word) <= width || word.contains("://") {
            pieces.push(Piece { text: word, spaced: true });
            continue;
        }
        let mut start = 0;
        let mut spaced = true;
        for (at, grapheme) in word.grapheme_indices(true).skip(1) {
            // A line does not start with what closes or ends.
            if !grapheme.starts_with(CLOSING) {
                pieces.push(Piece { text: &word[start..at], spaced });
                (start, spaced) = (at, false);
            }
        }
        pieces.push(Piece { text: &word[start..], spaced });
    }
    pieces
}

const CLOSING: [char; 16] =
    ['、', '。', '，', '．', '」', '』', '）', '］', '】', '！', '？', 'ー', '・', '々', ')', ']'];

/// How many columns a text takes: two for each character of East Asian scripts.
fn columns(text: &str) -> usize {
    let wide = |c: char| {
        matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
            | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
    };
    let one = |c: char| match c {
        c if unicode_normalization::char::is_combining_mark(c) => 0,
        c if wide(c) => 2,
        _ => 1,
    };
    text.chars().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_html(html: &str) -> String {
        let mut text = MailText::default();
        text.html(html);
        text.finish()
    }

    #[test]
    fn blocks_and_links() {
        let html = "<p>One <a href=\"https://a.example/?x=1&amp;y\">two</a>, <em>three</em>.</p>\n\
            <ul><li>a</li><li><p>b</p></li></ul><ol><li>c</li><li>d</li></ol>\
            <blockquote><p>Said.</p></blockquote>\
            <p>Again <a href=\"https://a.example/?x=1&amp;y\">two</a> &lt;3</p>";
        assert_eq!(
            of_html(html),
            "One two [1], three.\n\n- a\n\n- b\n\n1. c\n\n2. d\n\n> Said.\n\nAgain two [1] <3\n\n--\n\
             [1] https://a.example/?x=1&y\n"
        );
    }

    #[test]
    fn what_is_nested_is_bounded() {
        let deep = format!("{}{}", "<blockquote>".repeat(20_000), "<p>Some words.</p>");
        assert_eq!(of_html(&deep), format!("{}Some words.\n", "> ".repeat(DEEPEST)));
    }

    /// The number stands in the text anyway.
    #[test]
    fn a_footnote_of_the_text_is_no_address() {
        let html = "<p>Word<sup><a href=\"#fn-1\">1</a></sup>.</p>";
        assert_eq!(of_html(html), "Word1.\n");
    }

    #[test]
    fn lines_are_not_too_long() {
        let long = "word ".repeat(60) + &"語".repeat(100) + "。 https://a.example/" + &"x".repeat(100);
        let mut text = MailText::default();
        text.paragraph("* ", "  ", &long);
        let text = text.finish();
        for line in text.lines().filter(|line| !line.contains("://")) {
            assert!(columns(line) <= WIDTH, "{line}");
            assert!(!line.trim().starts_with('。'), "{line}");
        }
        assert_eq!(text.lines().filter(|line| line.contains("https://a.example/xxx")).count(), 1);
        assert!(text.lines().skip(1).all(|line| line.starts_with("  ")));
    }
}
