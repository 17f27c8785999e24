//! A body as HTML, with marks over passages and links on names.
//!
//! Marks may overlap each other, the body's markup and its paragraphs; elements may not.
//! So a mark is closed before each tag and opened again after it, and where two marks
//! cross, the inner one is. A name's link is one element, never split.

use std::collections::BTreeSet;
use std::ops::Range;

use super::body::{Body, Link, Tag, TagKind, Token};
use super::cut::REDACTED;
use super::html::{escape, push_escaped};

/// A marked passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The annotation's id: `data-a`, and with `a-` before it the id of the first piece.
    pub id: String,
    /// The annotation's kind, a class of the mark: `quote`, `event`, …
    pub kind: &'static str,
    /// Its pieces in the text, in bytes, ascending.
    pub pieces: Vec<Range<usize>>,
    /// The link after its last piece.
    pub link: Option<MarkLink>,
}

/// The link from a passage to the page that it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkLink {
    /// Where to.
    pub url: String,
    /// What a screen reader says.
    pub label: String,
}

/// A name in the text that leads to its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameLink {
    /// The name, in bytes of the text, inside one run of it.
    pub range: Range<usize>,
    /// Where to.
    pub url: String,
    /// The id of the link, where others lead to it.
    pub id: Option<String>,
}

/// What becomes of a link or an image of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It has this address.
    Url(String),
    /// Its text is shown, and it leads nowhere.
    Text,
}

/// What is laid over a body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    /// The marked passages.
    pub marks: Vec<Mark>,
    /// The linked names, ascending, not overlapping.
    pub names: Vec<NameLink>,
    /// What a screen reader says for a passage that was redacted; with nothing its mark is text.
    pub redacted: Option<String>,
    /// Whether the page has a title above the body: then headings that compete with it go
    /// one level down.
    pub below_title: bool,
}

impl Overlay {
    /// No marks and no names, below a page's title.
    pub fn below_title() -> Self {
        Self { below_title: true, ..Self::default() }
    }
}

impl Body {
    /// The body as HTML. `resolve` gives the address of each link of the body.
    pub fn html(&self, overlay: &Overlay, resolve: &dyn Fn(&Link) -> Shown) -> String {
        Writer::new(self, overlay, resolve).html()
    }
}

/// An element that the overlay has opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// The mark with this number.
    Mark(usize),
    /// The name with this number.
    Name(usize),
}

struct Writer<'a> {
    body: &'a Body,
    overlay: &'a Overlay,
    resolve: &'a dyn Fn(&Link) -> Shown,
    html: String,
    open: Vec<Open>,
    /// Every piece as (start, end, mark), by start, then longer first.
    pieces: Vec<(usize, usize, usize)>,
    /// The pieces before this one have been looked at.
    next_piece: usize,
    /// The pieces that the current place is in, as (end, mark).
    active: Vec<(usize, usize)>,
    next_name: usize,
    with_id: BTreeSet<usize>,
    /// Marks whose link waits for the end of the link that we are in.
    waiting: Vec<usize>,
    /// How many links of the body we are in.
    inside_links: usize,
    /// For each open element of the body that is a link: whether it was dropped.
    dropped: Vec<bool>,
    /// Whether headings go one level down.
    lower: bool,
}

impl<'a> Writer<'a> {
    fn new(body: &'a Body, overlay: &'a Overlay, resolve: &'a dyn Fn(&Link) -> Shown) -> Self {
        let mut pieces: Vec<(usize, usize, usize)> = Vec::new();
        for (number, mark) in overlay.marks.iter().enumerate() {
            pieces.extend(mark.pieces.iter().filter(|p| !p.is_empty()).map(|p| (p.start, p.end, number)));
        }
        pieces.sort_by_key(|(start, end, number)| (*start, std::cmp::Reverse(*end), *number));
        Self {
            body,
            overlay,
            resolve,
            html: String::with_capacity(body.text.len() * 2),
            open: Vec::new(),
            pieces,
            next_piece: 0,
            active: Vec::new(),
            next_name: 0,
            with_id: BTreeSet::new(),
            waiting: Vec::new(),
            inside_links: 0,
            dropped: Vec::new(),
            lower: overlay.below_title && body.has_top_heading(),
        }
    }

    fn html(mut self) -> String {
        for (index, token) in self.body.tokens.iter().enumerate() {
            match token {
                Token::Tag(tag) => self.tag(tag),
                // A mark there could stand where HTML allows none, as between two rows of a table.
                Token::Text(range) if self.body.is_layout(index) => {
                    push_escaped(&mut self.html, &self.body.text[range.clone()]);
                }
                Token::Text(range) => self.text(range.clone()),
            }
        }
        self.html
    }

    fn tag(&mut self, tag: &Tag) {
        let is_link = &*tag.name == "a";
        match (tag.link.and_then(|n| self.body.links.get(n)), tag.kind) {
            (Some(link), kind) => self.linked(tag, link, kind),
            (None, TagKind::Close) if is_link && self.dropped.pop() == Some(true) => {}
            (None, kind) => {
                match lowered(&tag.name).filter(|_| self.lower) {
                    Some(name) => self.html.push_str(&tag.html.replacen(&*tag.name, name, 1)),
                    None => self.html.push_str(&tag.html),
                }
                if is_link {
                    match kind {
                        TagKind::Open => {
                            self.inside_links += 1;
                            self.dropped.push(false);
                        }
                        TagKind::Close => self.inside_links = self.inside_links.saturating_sub(1),
                        TagKind::Void => {}
                    }
                }
            }
        }
        self.write_waiting();
    }

    /// A tag with an address: written with the address that it resolves to, or not.
    fn linked(&mut self, tag: &Tag, link: &Link, kind: TagKind) {
        match ((self.resolve)(link), kind) {
            (Shown::Url(url), _) => {
                let placeholder = format!("\"clip:{}\"", tag.link.unwrap_or_default());
                self.html.push_str(&tag.html.replace(&placeholder, &format!("\"{}\"", escape(&url))));
                if kind == TagKind::Open {
                    self.inside_links += 1;
                    self.dropped.push(false);
                }
            }
            (Shown::Text, TagKind::Open) => self.dropped.push(true),
            (Shown::Text, _) => push_escaped(&mut self.html, &link.alt),
        }
    }

    fn text(&mut self, run: Range<usize>) {
        let mut at = run.start;
        while at < run.end {
            self.enter(at, &run);
            let end = self.next_edge(at, run.end);
            self.push_words(at..end);
            at = end;
            self.leave(at);
        }
        self.close_down_to(0);
        self.write_waiting();
    }

    fn push_words(&mut self, range: Range<usize>) {
        let mut words = self.body.text.get(range).unwrap_or_default();
        while let Some((label, (before, after))) =
            self.overlay.redacted.as_ref().zip(words.split_once(REDACTED))
        {
            push_escaped(&mut self.html, before);
            let label = escape(label);
            self.html.push_str(&format!(
                "<span class=\"redacted\" role=\"img\" aria-label=\"{label}\">{REDACTED}</span>"
            ));
            words = after;
        }
        push_escaped(&mut self.html, words);
    }

    /// Opens what starts at `at`, or goes on after a tag.
    fn enter(&mut self, at: usize, run: &Range<usize>) {
        while let Some(&(start, end, mark)) = self.pieces.get(self.next_piece).filter(|p| p.0 <= at) {
            self.next_piece += 1;
            if end > at.max(start) {
                self.active.push((end, mark));
            }
        }
        self.start_name(at, run);
        // Longer marks outside, so that fewer are split.
        let mut missing: Vec<(usize, usize)> = self.active.clone();
        missing.retain(|(_, mark)| !self.open.contains(&Open::Mark(*mark)));
        missing.sort_by_key(|(end, mark)| (std::cmp::Reverse(*end), *mark));
        for (_, mark) in missing {
            self.open_mark(mark);
        }
    }

    fn start_name(&mut self, at: usize, run: &Range<usize>) {
        let names = &self.overlay.names;
        while names.get(self.next_name).is_some_and(|n| n.range.start < at) {
            self.next_name += 1;
        }
        let Some(name) = names.get(self.next_name).filter(|n| n.range.start == at && n.range.end <= run.end)
        else {
            return;
        };
        if self.inside_links > 0 {
            return;
        }
        // Marks that end inside the name go inside its link; they are opened again there.
        let ends_inside = |open: &Open| match open {
            Open::Mark(m) => self.active.iter().any(|(end, mark)| mark == m && *end < name.range.end),
            Open::Name(_) => true,
        };
        if let Some(first) = self.open.iter().position(ends_inside) {
            self.close_down_to(first);
        }
        self.reopen_longer_than(name.range.end);
        let url = escape(&name.url);
        let id = name.id.as_ref().map_or_else(String::new, |id| format!(" id=\"{}\"", escape(id)));
        self.html.push_str(&format!("<a class=\"name\"{id} href=\"{url}\">"));
        self.open.push(Open::Name(self.next_name));
        self.next_name += 1;
    }

    /// Opens the marks that were closed for a name but reach past it.
    fn reopen_longer_than(&mut self, end: usize) {
        let mut longer: Vec<(usize, usize)> =
            self.active.iter().filter(|(e, _)| *e >= end).copied().collect();
        longer.retain(|(_, mark)| !self.open.contains(&Open::Mark(*mark)));
        longer.sort_by_key(|(end, mark)| (std::cmp::Reverse(*end), *mark));
        for (_, mark) in longer {
            self.open_mark(mark);
        }
    }

    fn open_mark(&mut self, number: usize) {
        let Some(mark) = self.overlay.marks.get(number) else { return };
        let id = escape(&mark.id);
        self.html.push_str("<mark");
        if self.with_id.insert(number) {
            self.html.push_str(&format!(" id=\"a-{id}\""));
        }
        self.html.push_str(&format!(" class=\"{}\" data-a=\"{id}\">", mark.kind));
        self.open.push(Open::Mark(number));
    }

    /// The next place at which something starts or ends, at most `end`.
    fn next_edge(&self, at: usize, end: usize) -> usize {
        let starts = self.pieces.get(self.next_piece).map(|p| p.0);
        let ends = self.active.iter().map(|(end, _)| *end).min();
        let names = self.overlay.names.get(self.next_name).map(|n| n.range.start);
        let name_end = self.open.iter().find_map(|open| match open {
            Open::Name(n) => self.overlay.names.get(*n).map(|n| n.range.end),
            Open::Mark(_) => None,
        });
        let edges = [starts, ends, names, name_end];
        edges.into_iter().flatten().filter(|edge| *edge > at).min().unwrap_or(end).min(end)
    }

    /// Closes what ends at `at`, and what is open inside of it; the latter is opened
    /// again by the next `enter`.
    fn leave(&mut self, at: usize) {
        let ended = |open: &Open| match open {
            Open::Mark(m) => !self.active.iter().any(|(end, mark)| mark == m && *end > at),
            Open::Name(n) => self.overlay.names.get(*n).is_none_or(|n| n.range.end <= at),
        };
        if let Some(first) = self.open.iter().position(ended) {
            self.close_down_to(first);
        }
        let done: Vec<usize> = self.active.iter().filter(|(end, _)| *end <= at).map(|(_, m)| *m).collect();
        self.active.retain(|(end, _)| *end > at);
        for mark in done {
            let whole = self.overlay.marks.get(mark).and_then(|m| m.pieces.last());
            if whole.is_some_and(|piece| piece.end <= at) {
                self.waiting.push(mark);
            }
        }
        self.write_waiting();
    }

    fn close_down_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            match self.open.pop() {
                Some(Open::Mark(_)) => self.html.push_str("</mark>"),
                Some(Open::Name(_)) => self.html.push_str("</a>"),
                None => {}
            }
        }
    }

    fn write_waiting(&mut self) {
        let in_name = self.open.iter().any(|open| matches!(open, Open::Name(_)));
        if self.inside_links > 0 || in_name {
            return;
        }
        for number in std::mem::take(&mut self.waiting) {
            let Some(mark) = self.overlay.marks.get(number) else { continue };
            let Some(link) = &mark.link else { continue };
            self.html.push_str(&format!(
                "<a class=\"mark-link {}\" href=\"{}\" aria-label=\"{}\"></a>",
                mark.kind,
                escape(&link.url),
                escape(&link.label),
            ));
        }
    }
}

/// The heading one level below; there is none below `h6`.
fn lowered(name: &str) -> Option<&'static str> {
    Some(match name {
        "h1" => "h2",
        "h2" => "h3",
        "h3" => "h4",
        "h4" => "h5",
        "h5" => "h6",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
