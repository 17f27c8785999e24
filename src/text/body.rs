//! The tokens of a body: runs of text between tags.

use std::ops::Range;

use super::html::{is_block, is_void};

/// A tag or a run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Tag(Tag),
    /// Bytes of `Body::text`.
    Text(Range<usize>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// To go there.
    Link,
    /// To show it.
    Image,
}

/// A link or image as written in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its address as written.
    pub target: Box<str>,
    /// Whether it is followed or shown.
    pub kind: LinkKind,
    /// Where it stands, in bytes of the source file.
    pub source: Range<usize>,
    /// An image's text for those who do not see it.
    pub alt: Box<str>,
}

/// The text of one body that a reader sees, and the markup around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    pub(super) tokens: Vec<Token>,
    pub(super) text: String,
    /// Pairs of an offset in `text` and the offset in the source file that it came
    /// from, ascending.
    pub(super) sources: Vec<(usize, usize)>,
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

    /// The body without a part of its text: the text is cut, and with it every element
    /// that held nothing else. `cut` is in bytes of the text.
    ///
    /// The text keeps its numbering by being made anew, so ranges found before a cut are
    /// not valid after it.
    pub fn without(&self, cut: &Range<usize>) -> Body {
        let mut kept = Kept { body: Body { links: self.links.clone(), ..Body::default() }, open: Vec::new() };
        let mut at = 0;
        for token in &self.tokens {
            match token {
                Token::Text(range) => {
                    at = range.end;
                    kept.text(self, range.start..range.end.min(cut.start));
                    kept.text(self, range.start.max(cut.end)..range.end);
                }
                Token::Tag(tag) => {
                    let inside = cut.start < at && at < cut.end
                        || (cut.start == at || at == cut.end)
                            && cut.start < cut.end
                            && self.edge_is_cut(cut, at);
                    kept.tag(tag, inside);
                }
            }
        }
        kept.body
    }

    /// Whether a tag at the edge of a cut belongs to it: where the cut reaches the very
    /// start or end of the text.
    fn edge_is_cut(&self, cut: &Range<usize>, at: usize) -> bool {
        at == cut.start && cut.start == 0 || at == cut.end && cut.end == self.text.len()
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// A body under construction, from which elements that turn out empty are taken back.
struct Kept {
    body: Body,
    /// For each open element, where its tag stands and whether a cut touched it.
    open: Vec<(usize, bool)>,
}

impl Kept {
    fn text(&mut self, from: &Body, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let start = self.body.text.len();
        self.body.text.push_str(&from.text[range.clone()]);
        self.body.sources.push((start, from.source_of(range.start)));
        let place = |at: usize| from.sources.partition_point(|(text, _)| *text < at);
        let inner = from.sources.get(place(range.start)..place(range.end)).unwrap_or_default();
        self.body.sources.extend(inner.iter().map(|(text, source)| (start + text - range.start, *source)));
        self.body.sources.dedup_by_key(|(text, _)| *text);
        self.body.tokens.push(Token::Text(start..self.body.text.len()));
    }

    fn tag(&mut self, tag: &Tag, inside_cut: bool) {
        match tag.kind {
            TagKind::Void => {
                if !inside_cut {
                    self.body.tokens.push(Token::Tag(tag.clone()));
                }
            }
            TagKind::Open => {
                self.open.push((self.body.tokens.len(), inside_cut));
                self.body.tokens.push(Token::Tag(tag.clone()));
            }
            TagKind::Close => {
                let (at, opened_in_cut) = self.open.pop().unwrap_or((usize::MAX, false));
                let empty = self.holds_nothing(at);
                if empty && (opened_in_cut || inside_cut) {
                    self.body.tokens.truncate(at);
                } else {
                    self.body.tokens.push(Token::Tag(tag.clone()));
                }
            }
        }
    }

    /// Whether nothing but white space follows the tag at `at`.
    fn holds_nothing(&self, at: usize) -> bool {
        self.body.tokens.get(at + 1..).is_some_and(|rest| {
            rest.iter().all(|token| match token {
                Token::Text(range) => self.body.text[range.clone()].trim().is_empty(),
                Token::Tag(_) => false,
            })
        })
    }
}
