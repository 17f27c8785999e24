//! A body without some of its links.

use super::body::{Body, Link, LinkKind, TagKind, Token};

impl Body {
    /// The body as if these links had been written as their text; nothing where it has none of
    /// them. Its text is the same, byte for byte, so places in it stay what they are. Images stay:
    /// their text is no text of the body.
    pub fn without_links(&self, gone: &dyn Fn(&Link) -> bool) -> Option<Body> {
        let goes = |number: usize| {
            self.links.get(number).is_some_and(|link| link.kind == LinkKind::Link && gone(link))
        };
        let mut tokens: Vec<Token> = Vec::with_capacity(self.tokens.len());
        // For each open link whether it is gone.
        let mut open: Vec<bool> = Vec::new();
        for token in &self.tokens {
            match (token, tokens.last_mut()) {
                // What a tag parted is one run of text again.
                (Token::Text(range), Some(Token::Text(before))) if before.end == range.start => {
                    before.end = range.end;
                }
                (Token::Tag(tag), _) if &*tag.name == "a" && tag.kind == TagKind::Open => {
                    open.push(tag.link.is_some_and(goes));
                    tokens.extend((open.last() == Some(&false)).then(|| token.clone()));
                }
                (Token::Tag(tag), _) if &*tag.name == "a" && tag.kind == TagKind::Close => {
                    tokens.extend((open.pop() != Some(true)).then(|| token.clone()));
                }
                _ => tokens.push(token.clone()),
            }
        }
        (tokens.len() < self.tokens.len()).then(|| Body { tokens, ..self.clone() })
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
