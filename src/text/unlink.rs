//! A body without some of its links.

use super::body::{Body, Link, LinkKind, TagKind, Token};
use super::html::EMBED;

impl Body {
    /// The body as if these links had been written as their text, and what is shown by its name had not
    /// been written at all, with the elements that held nothing else; nothing where it has none of
    /// them. Its text is the same, byte for byte, so places in it stay what they are. Images stay:
    /// their text is no text of the body.
    pub fn without_links(&self, gone: &dyn Fn(&Link) -> bool) -> Option<Body> {
        let goes = |number: usize| {
            self.links.get(number).is_some_and(|link| link.kind != LinkKind::Image && gone(link))
        };
        let mut left = Left {
            body: self,
            tokens: Vec::with_capacity(self.tokens.len()),
            open: Vec::new(),
            ended: false,
        };
        // For each open link whether it is gone.
        let mut links: Vec<bool> = Vec::new();
        for token in &self.tokens {
            match token {
                Token::Tag(tag) if &*tag.name == EMBED && tag.link.is_some_and(goes) => left.touch(),
                Token::Tag(tag) if &*tag.name == "a" && tag.kind == TagKind::Open => {
                    links.push(tag.link.is_some_and(goes));
                    let bare = tag.link.and_then(|number| self.links.get(number)).is_some_and(|l| l.bare);
                    match links.last() {
                        Some(true) if bare => left.touch(),
                        Some(true) => {}
                        _ => left.push(token),
                    }
                }
                Token::Tag(tag) if &*tag.name == "a" && tag.kind == TagKind::Close => {
                    if links.pop() != Some(true) {
                        left.push(token);
                    }
                }
                _ => left.push(token),
            }
        }
        (left.tokens.len() < self.tokens.len()).then(|| Body { tokens: left.tokens, ..self.clone() })
    }
}

/// What is left of a body's tokens.
struct Left<'a> {
    body: &'a Body,
    tokens: Vec<Token>,
    /// For each open element where it starts, and whether something of it went.
    open: Vec<(usize, bool)>,
    /// Whether a block has just gone: the line that it stood on ends after it.
    ended: bool,
}

impl Left<'_> {
    /// Something of what is open went.
    fn touch(&mut self) {
        self.open.iter_mut().for_each(|(_, touched)| *touched = true);
    }

    fn push(&mut self, token: &Token) {
        if std::mem::take(&mut self.ended)
            && let Token::Text(range) = token
            && self.body.text[range.clone()].starts_with('\n')
        {
            let rest = range.start + 1..range.end;
            if !rest.is_empty() {
                self.push(&Token::Text(rest));
            }
            return;
        }
        match (token, self.tokens.last_mut()) {
            // What a tag parted is one run of text again.
            (Token::Text(range), Some(Token::Text(before))) if before.end == range.start => {
                before.end = range.end;
                return;
            }
            (Token::Tag(tag), _) if tag.kind == TagKind::Open => self.open.push((self.tokens.len(), false)),
            (Token::Tag(tag), _) if tag.kind == TagKind::Close => {
                // Without a cell the others of its row would stand under other heads.
                let is_cell = matches!(&*tag.name, "td" | "th");
                if let Some((start, true)) = self.open.pop()
                    && !is_cell
                    && self.holds_nothing(start)
                {
                    self.tokens.truncate(start);
                    self.ended = super::html::is_block(&tag.name);
                    return;
                }
            }
            _ => {}
        }
        self.tokens.push(token.clone());
    }

    /// Whether nothing but white space follows the tag at `start`.
    fn holds_nothing(&self, start: usize) -> bool {
        self.tokens.iter().skip(start + 1).all(|token| match token {
            Token::Text(range) => self.body.text[range.clone()].trim().is_empty(),
            Token::Tag(_) => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{Overlay, Shown, markdown};

    fn check(source: &str, expect: Option<&str>) {
        let body = markdown(source, 0);
        let left = body.without_links(&|link| link.target.starts_with("gone"));
        if let Some(left) = &left {
            assert_eq!(left.text(), body.text(), "places stay");
            assert_eq!(left.contexts(), markdown(expect.unwrap_or_default(), 0).contexts());
        }
        let html = |body: &crate::text::Body| {
            body.html(&Overlay::default(), &|link| Shown::Url(link.target.to_string()))
        };
        assert_eq!(left.as_ref().map(html), expect.map(|text| html(&markdown(text, 0))), "{source}");
    }

    #[test]
    fn as_if_never_written() {
        check("One [two](stays) three", None);
        check("One [two](gone) three", Some("One two three"));
        check("[One](gone) [*two*](gone#x) [three](stays)", Some("One *two* [three](stays)"));
        check("# A [b](gone)\n\n- [c](gone)\n- [![d](e.png)](gone)", Some("# A b\n\n- c\n- ![d](e.png)"));
    }
}
