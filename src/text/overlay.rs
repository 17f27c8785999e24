//! A body as HTML, with marks over passages and links on names.
//!
//! Marks may overlap each other, the body's markup and its paragraphs; elements may not.
//! So a mark is closed before each tag and opened again after it, and where two marks
//! cross, the inner one is. A name's link is one element, never split.

mod beside;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::body::{Body, Link, Tag, TagKind, Token};
use super::cut::REDACTED;
use super::headings::heading_id;
use super::html::{alert, escape, push_escaped};
use super::smart::{QuoteSigns, smart as with_signs};
use beside::Beside;

pub use beside::Remark;

/// What tells scripts that the page that a link leads to has a card.
pub const CARD: &str = " data-card";

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
    /// Whether the page there has a card.
    pub has_card: bool,
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
    /// Whether the page there has a card.
    pub has_card: bool,
}

/// What becomes of a link or an image of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It has this address.
    Url(String),
    /// The same, and it is called so where it has no text of its own; without an address it is that
    /// text.
    Named(String, String),
    /// The same, where the page there has a card.
    Carded(String, String),
    /// This HTML stands in its place.
    Html(String),
    /// It is an image of this width and height at this address.
    Sized(String, u32, u32),
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
    /// Remarks on passages. Each stands behind its block, in one element with it and with what follows
    /// up to the next block with a remark, so that a theme can set them beside each other.
    pub remarks: Vec<Remark>,
    /// What a screen reader says for a passage that was redacted; with nothing its mark is text.
    pub redacted: Option<String>,
    /// Whether the page has a title above the body: then headings that compete with it go
    /// one level down.
    pub below_title: bool,
    /// Whether headings have ids, which is so for the one body of a page that is its text.
    pub headings: bool,
    /// What an alert is called that is a note, a tip, important, a warning, a caution.
    pub alerts: Option<[String; 5]>,
    /// The quotation marks that are shown in the place of plain ones, if they are.
    pub smart: Option<QuoteSigns>,
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
    /// The ids of headings by the number of their token.
    headings: BTreeMap<usize, String>,
    /// How many elements we are in whose text is shown as it is.
    verbatim: usize,
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
            headings: match overlay.headings {
                true => body.outline().into_iter().map(|heading| (heading.token, heading.name)).collect(),
                false => BTreeMap::new(),
            },
            verbatim: 0,
        }
    }

    fn html(mut self) -> String {
        let beside = Beside::new(self.body, &self.overlay.remarks);
        let mut is_open = false;
        for (index, token) in self.body.tokens.iter().enumerate() {
            if beside.starts.contains(&index) {
                self.html.push_str(if is_open {
                    "</div>\n<div class=\"beside\">"
                } else {
                    "<div class=\"beside\">"
                });
                is_open = true;
            }
            match token {
                Token::Tag(tag) => self.tag(index, tag),
                // A mark there could stand where HTML allows none, as between two rows of a table.
                Token::Text(range) if self.body.is_layout(index) => {
                    push_escaped(&mut self.html, &self.body.text[range.clone()]);
                }
                Token::Text(range) => {
                    let is_address = usize::from(self.body.is_address(index));
                    self.verbatim += is_address;
                    self.text(range.clone());
                    self.verbatim -= is_address;
                }
            }
            if let Some(remarks) = beside.ends.get(&index) {
                self.html.push_str(&format!("<div class=\"sidenotes\">{remarks}</div>"));
            }
        }
        if is_open {
            self.html.push_str("</div>");
        }
        self.html
    }

    fn tag(&mut self, index: usize, tag: &Tag) {
        let is_link = &*tag.name == "a";
        if matches!(&*tag.name, "code" | "pre" | "kbd" | "samp" | "tt") {
            match tag.kind {
                TagKind::Open => self.verbatim += 1,
                TagKind::Close => self.verbatim = self.verbatim.saturating_sub(1),
                TagKind::Void => {}
            }
        }
        match (tag.link.and_then(|n| self.body.links.get(n)), tag.kind) {
            (Some(link), kind) => self.linked(tag, link, kind),
            (None, TagKind::Close) if is_link && self.dropped.pop() == Some(true) => {}
            (None, kind) => {
                self.plain_tag(index, tag);
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

    /// A tag of the body's own: headings have their level and id, and alerts what they are called.
    fn plain_tag(&mut self, index: usize, tag: &Tag) {
        let lowered = lowered(&tag.name).filter(|_| self.lower);
        let id = self.headings.get(&index).map(|name| format!(" id=\"{}\"", escape(&heading_id(name))));
        match (lowered, id) {
            (None, None) => self.html.push_str(&tag.html),
            (name, id) => {
                let open = format!("{}{}", name.unwrap_or(&tag.name), id.unwrap_or_default());
                self.html.push_str(&tag.html.replacen(&*tag.name, &open, 1));
            }
        }
        let class = tag.html.strip_prefix("<blockquote class=\"").and_then(|rest| rest.split('"').next());
        if let Some((kind, titles)) = class.and_then(alert).zip(self.overlay.alerts.as_ref()) {
            self.html.push_str(&format!("<p class=\"alert-title\">{}</p>", escape(&titles[kind])));
        }
    }

    /// A tag with an address: written with the address that it resolves to, or not.
    fn linked(&mut self, tag: &Tag, link: &Link, kind: TagKind) {
        match ((self.resolve)(link), kind) {
            (Shown::Html(html), _) => self.html.push_str(&html),
            (Shown::Carded(url, title), _) => {
                self.address(tag, &url, CARD, kind);
                if link.bare {
                    push_escaped(&mut self.html, &title);
                }
            }
            (Shown::Named(url, title), _) => {
                match url.is_empty() {
                    true => self.dropped.push(true),
                    false => self.address(tag, &url, "", kind),
                }
                if link.bare {
                    push_escaped(&mut self.html, &title);
                }
            }
            (Shown::Url(url), _) => self.address(tag, &url, "", kind),
            (Shown::Sized(url, width, height), _) => {
                self.address(tag, &url, &format!(" width=\"{width}\" height=\"{height}\""), kind);
            }
            (Shown::Text, TagKind::Open) => self.dropped.push(true),
            (Shown::Text, _) => push_escaped(&mut self.html, &link.alt),
        }
    }

    /// A tag with its address, and with more attributes after it.
    fn address(&mut self, tag: &Tag, url: &str, more: &str, kind: TagKind) {
        let placeholder = format!("\"clip:{}\"", tag.link.unwrap_or_default());
        // An image of raw HTML may say its size itself.
        let is_sized = [" width=\"", " height=\""].iter().any(|size| tag.html.contains(size));
        let more = if is_sized && kind == TagKind::Void { "" } else { more };
        self.html.push_str(&tag.html.replace(&placeholder, &format!("\"{}\"{more}", escape(url))));
        if kind == TagKind::Open {
            self.inside_links += 1;
            self.dropped.push(false);
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
        let smart = self.overlay.smart.as_ref().filter(|_| self.verbatim == 0);
        let shown = smart.map(|signs| with_signs(&self.body.text, range.clone(), signs, &self.body.escaped));
        let mut words = shown.as_deref().unwrap_or(&self.body.text[range]);
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
        let card = if name.has_card { CARD } else { "" };
        self.html.push_str(&format!("<a class=\"name\"{id} href=\"{url}\"{card}>"));
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
                "<a class=\"mark-link {}\" href=\"{}\" aria-label=\"{}\"{}></a>",
                mark.kind,
                escape(&link.url),
                escape(&link.label),
                if link.has_card { CARD } else { "" },
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
