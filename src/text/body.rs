//! The tokens of a body: runs of text between tags.

use std::ops::Range;

use super::html::{is_block, is_void};

/// A tag or a run of text.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub(super) enum Token {
    Tag(Tag),
    /// Bytes of `Body::text`.
    Text(Range<usize>),
}

#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub(super) struct Tag {
    /// The tag as it is written out.
    pub html: Box<str>,
    /// Lower case.
    pub name: Box<str>,
    pub kind: TagKind,
    /// The link or image in `Body::links` whose address stands in `html` as a
    /// placeholder.
    pub link: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub(super) enum TagKind {
    Open,
    Close,
    Void,
}

impl Tag {
    pub fn new(html: &str, name: &str, link: Option<usize>) -> Self {
        let kind = if html.starts_with("</") {
            TagKind::Close
        } else if is_void(name) || html.ends_with("/>") {
            TagKind::Void
        } else {
            TagKind::Open
        };
        Self { html: html.into(), name: name.into(), kind, link }
    }
}

/// What a link in a body is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum LinkKind {
    /// To go there.
    Link,
    /// To show it.
    Image,
    /// To show here what it names: a quote, a figure, a chart.
    Embed,
}

/// A link or image as written in a body.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Link {
    /// Its address as written.
    pub target: Box<str>,
    /// Whether it is followed or shown.
    pub kind: LinkKind,
    /// Where it stands, in bytes of the source file.
    pub source: Range<usize>,
    /// An image's text for those who do not see it.
    pub alt: Box<str>,
    /// Whether it has no text of its own: then it has that of its target.
    pub bare: bool,
}

/// The text of one body that a reader sees, and the markup around it.
#[derive(Clone, Debug, Default, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Body {
    pub(super) tokens: Vec<Token>,
    pub(super) text: String,
    /// Pairs of an offset in `text` and the offset in the source file that it came
    /// from, ascending.
    pub(super) sources: Vec<(usize, usize)>,
    /// The offsets in `text` of the signs that stand behind a backslash, ascending.
    pub(super) escaped: Vec<usize>,
    pub(super) links: Vec<Link>,
}

/// What surrounds a run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The section it is in: 0 before the first heading, then one more at each.
    pub section: usize,
    /// Whether a link to a name may stand here: not in a link, a heading or code.
    pub linkable: bool,
}

impl Body {
    /// The text that a reader sees, blocks separated by line feeds.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The links and images in it, in order; not those of a part that was cut.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        let number = |token: &Token| match token {
            Token::Tag(tag) => tag.link,
            Token::Text(_) => None,
        };
        // Most bodies have none.
        let tokens = if self.links.is_empty() { &[] } else { self.tokens.as_slice() };
        tokens.iter().filter_map(number).filter_map(|n| self.links.get(n))
    }

    /// Whether the text with the number `index` among the tokens is the address of the link that it stands in.
    pub(super) fn is_address(&self, index: usize) -> bool {
        let link = match index.checked_sub(1).and_then(|before| self.tokens.get(before)) {
            Some(Token::Tag(tag)) => tag.link.and_then(|link| self.links.get(link)),
            _ => None,
        };
        let Some((link, Token::Text(range))) = link.zip(self.tokens.get(index)) else { return false };
        let text = &self.text[range.clone()];
        link.kind == LinkKind::Link
            && (*link.target == *text || link.target.strip_prefix("mailto:") == Some(text))
    }

    /// Marks the links that have nothing inside that could be their text: they have that of their target.
    pub(super) fn name_empty_links(&mut self) {
        let mut open: Option<usize> = None;
        for token in &self.tokens {
            match token {
                Token::Tag(tag) if &*tag.name == "a" && tag.kind == TagKind::Open => open = tag.link,
                Token::Tag(tag) if &*tag.name == "a" && tag.kind == TagKind::Close => {
                    if let Some(link) = open.take().and_then(|link| self.links.get_mut(link)) {
                        link.bare = true;
                    }
                }
                Token::Tag(tag) if tag.kind == TagKind::Void && !matches!(&*tag.name, "br" | "wbr") => {
                    open = None
                }
                Token::Text(range) if !self.text[range.clone()].trim().is_empty() => open = None,
                _ => {}
            }
        }
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Whether it has a heading of the first level.
    pub(super) fn has_top_heading(&self) -> bool {
        self.tokens.iter().any(|token| matches!(token, Token::Tag(tag) if &*tag.name == "h1"))
    }

    /// The byte of the source file that the byte `at` of the text came from.
    pub fn source_of(&self, at: usize) -> usize {
        let next = self.sources.partition_point(|(text, _)| *text <= at);
        match next.checked_sub(1).and_then(|i| self.sources.get(i)) {
            Some((text, source)) => source.saturating_add(at - text),
            None => 0,
        }
    }

    /// The bytes of the source file for a range of the text.
    pub fn source_range(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.source_of(range.start);
        let end = self.source_of(range.end.saturating_sub(1)).saturating_add(1);
        start..end.max(start)
    }

    /// The offsets in the text at which a block starts or ends.
    pub(super) fn block_edges(&self) -> Vec<usize> {
        self.block_edges_in(&(0..usize::MAX))
    }

    /// Those within a range. An article may have thousands of passages, and most of its
    /// tags are in none of them, so their names are not looked at.
    pub(crate) fn block_edges_in(&self, within: &Range<usize>) -> Vec<usize> {
        let mut at = 0;
        let mut edges = Vec::new();
        for token in &self.tokens {
            match token {
                Token::Text(_) if at >= within.end => break,
                Token::Text(range) => at = range.end,
                Token::Tag(tag) if within.contains(&at) && is_block(&tag.name) => edges.push(at),
                Token::Tag(_) => {}
            }
        }
        edges.dedup();
        edges
    }

    /// A passage as one line: white space folded, and blocks apart even where nothing in
    /// the text parts them, as two cells of a table.
    pub fn passage(&self, range: &Range<usize>) -> String {
        let mut words: Vec<&str> = Vec::new();
        let inside = self.block_edges_in(range);
        let mut start = range.start;
        for end in inside.into_iter().chain([range.end]) {
            words.extend(self.text.get(start..end).unwrap_or_default().split_whitespace());
            start = end;
        }
        words.join(" ")
    }

    /// Each run of text with what surrounds it.
    pub fn contexts(&self) -> Vec<Context> {
        let (mut section, mut closed_to_links) = (0, 0usize);
        let mut contexts = Vec::new();
        for token in &self.tokens {
            match token {
                Token::Text(range) => {
                    contexts.push(Context { range: range.clone(), section, linkable: closed_to_links == 0 })
                }
                Token::Tag(tag) => {
                    let heading = is_heading(&tag.name);
                    if heading && tag.kind == TagKind::Open {
                        section += 1;
                    }
                    if heading || matches!(&*tag.name, "a" | "code" | "pre") {
                        match tag.kind {
                            TagKind::Open => closed_to_links += 1,
                            TagKind::Close => closed_to_links = closed_to_links.saturating_sub(1),
                            TagKind::Void => {}
                        }
                    }
                }
            }
        }
        contexts
    }
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
