//! Plain text to a body: nothing in it is markup.

use super::body::{Body, Tag, Token};

/// The body of a plain text that starts at the byte `offset` of its file. Paragraphs are
/// split by blank lines; a text without a blank line inside has one on each line.
pub fn plain_text(text: &str, offset: usize) -> Body {
    let mut body = Body::default();
    for (start, paragraph) in paragraphs(text) {
        body.push("<p>");
        body.push_source(paragraph, offset + start);
        body.push("</p>");
        body.push_source("\n", offset + start + paragraph.len());
    }
    body
}

impl Body {
    fn push(&mut self, html: &str) {
        self.tokens.push(Token::Tag(Tag::new(html, "p", None)));
    }

    fn push_source(&mut self, text: &str, source: usize) {
        let start = self.text.len();
        self.text.push_str(text);
        self.sources.push((start, source));
        self.tokens.push(Token::Text(start..self.text.len()));
    }
}

/// Each paragraph with its offset.
fn paragraphs(text: &str) -> Vec<(usize, &str)> {
    let lines = lines(text);
    let inside = lines.iter().position(|(_, l)| !blank(l)).unwrap_or(0)
        ..lines.iter().rposition(|(_, l)| !blank(l)).map_or(0, |i| i + 1);
    let lines = &lines[inside.start.min(inside.end)..inside.end];
    if !lines.iter().any(|(_, line)| blank(line)) {
        return lines.iter().map(|(at, line)| trimmed(*at, line)).collect();
    }
    let mut found = Vec::new();
    for group in lines.split(|(_, line)| blank(line)) {
        if let (Some((start, _)), Some((last, line))) = (group.first(), group.last()) {
            found.push(trimmed(*start, &text[*start..last + line.len()]));
        }
    }
    found
}

/// Lines with their offsets, ended by LF, CR LF or CR.
fn lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, end) in text.match_indices(['\n', '\r']) {
        if end == "\n" && text[..at].ends_with('\r') {
            start = at + 1;
            continue;
        }
        lines.push((start, &text[start..at]));
        start = at + 1;
    }
    lines.push((start, &text[start..]));
    lines
}

fn blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn trimmed(at: usize, text: &str) -> (usize, &str) {
    let without_start = text.trim_start();
    (at + text.len() - without_start.len(), without_start.trim_end())
}

#[cfg(test)]
mod tests {
    fn check(text: &str, paragraphs: &[&str]) {
        let found: Vec<&str> = super::paragraphs(text).iter().map(|(_, p)| *p).collect();
        assert_eq!(found, paragraphs, "{text:?}");
        for (at, paragraph) in super::paragraphs(text) {
            assert_eq!(&text[at..at + paragraph.len()], paragraph);
        }
    }

    #[test]
    fn paragraphs_split_by_blank_lines_or_by_lines() {
        check("", &[]);
        check("\n\n", &[]);
        check("a", &["a"]);
        check("a\nb\n", &["a", "b"]);
        check("\n\na\nb\n\n", &["a", "b"]);
        check("a\nb\n\nc", &["a\nb", "c"]);
        check("a\r\nb\r\n\r\n  c \r\n", &["a\r\nb", "c"]);
        check("a\rb", &["a", "b"]);
        check("a\n \t\nb", &["a", "b"]);
        check("<b>&amp;*x*", &["<b>&amp;*x*"]);
    }
}
