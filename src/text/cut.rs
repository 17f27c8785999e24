//! A body without a part of its text.
//!
//! In: a body, and what of its text goes. Out: the body that would have been read if it had never
//! been written, and where each place that stays is now.
//!
//! What says something about a part that goes, goes with it: elements that held nothing else, links,
//! attributes. White space between blocks is layout, and belongs to the tag before it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::body::{Body, Tag, TagKind, Token};
use super::footnotes::note;
use super::html::{EMBED, is_block};

/// What stands in the place of a passage that a reader may not see: as long for each, because a length
/// tells something.
pub const REDACTED: &str = "█████";

/// A part of a text that goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What stands in its place, in the block in which it starts.
    pub instead: &'static str,
}

/// What is left of a body.
#[derive(Debug, Default)]
pub struct Remains {
    /// The body.
    pub body: Body,
    /// The parts that stayed.
    stayed: Vec<Stayed>,
}

/// A part of the text that stayed whole.
#[derive(Debug)]
struct Stayed {
    was: Range<usize>,
    /// Where it starts now.
    is: usize,
}

impl Remains {
    /// Where a range of the former text is now; nothing where a part of it went.
    pub fn range(&self, was: &Range<usize>) -> Option<Range<usize>> {
        let after = self.stayed.partition_point(|part| part.was.start <= was.start);
        let part = self.stayed.get(after.checked_sub(1)?)?;
        let start = part.is + (was.start - part.was.start);
        (was.end <= part.was.end).then(|| start..start + was.len())
    }
}

impl Body {
    /// The body without `cuts`, which ascend and do not overlap. Of what is no text, as images, rules and
    /// the numbers of footnotes, that goes which stands inside a cut, and with `also_beside` that
    /// which stands at its edge, and all images.
    pub fn cut(&self, cuts: &[Cut], also_beside: bool) -> Remains {
        let lost = self.lost_notes(&|at| is_inside(cuts, self.text.len(), at, also_beside));
        let cuts = &with_notes(cuts, &lost);
        let mut cutter = Cutter {
            from: self,
            cuts,
            also_beside,
            lost: &lost,
            left: Remains { body: Body { links: self.links.clone(), ..Body::default() }, stayed: Vec::new() },
            open: Vec::new(),
            at: 0,
            replaced: None,
            owed: None,
            has_layout: true,
        };
        for (index, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Text(range) if self.is_layout(index) => cutter.layout(range),
                Token::Text(range) => cutter.text(range),
                Token::Tag(tag) => cutter.tag(tag),
            }
        }
        cutter.pay();
        let mut left = cutter.left;
        if self.tokens.len() > left.body.tokens.len() {
            left.body.renumber_notes();
        }
        left
    }

    /// Whether this text is white space beside a block's tag.
    pub(super) fn is_layout(&self, index: usize) -> bool {
        let block = |token: Option<&Token>| match token {
            Some(Token::Tag(tag)) => is_block(&tag.name),
            Some(Token::Text(_)) => false,
            None => true,
        };
        let Some(Token::Text(range)) = self.tokens.get(index) else { return false };
        let before = index.checked_sub(1).and_then(|i| self.tokens.get(i));
        self.text[range.clone()].trim().is_empty() && (block(before) || block(self.tokens.get(index + 1)))
    }
}

/// An element of which the end was not reached yet.
struct Element {
    /// What was left before it.
    tokens: usize,
    text: usize,
    sources: usize,
    stayed: usize,
    /// Whether a word or an image of it went.
    touched: bool,
    /// Whether it starts inside a cut.
    inside: bool,
    /// Whether it is a note that goes.
    is_lost: bool,
}

struct Cutter<'a> {
    from: &'a Body,
    cuts: &'a [Cut],
    also_beside: bool,
    /// The notes that go, whatever of them is no text.
    lost: &'a BTreeMap<String, Range<usize>>,
    left: Remains,
    open: Vec<Element>,
    /// How much of the text was read.
    at: usize,
    /// The last cut in whose place something stands.
    replaced: Option<usize>,
    /// The cut for which that is still to be written.
    owed: Option<usize>,
    /// Whether the last tag stayed, and with it the layout after it.
    has_layout: bool,
}

impl Cutter<'_> {
    fn layout(&mut self, range: &Range<usize>) {
        self.at = range.end;
        if self.has_layout {
            self.keep(range.clone());
        }
    }

    fn text(&mut self, range: &Range<usize>) {
        self.at = range.end;
        self.has_layout = true;
        let mut from = range.start;
        let first = self.cuts.partition_point(|cut| cut.range.end <= range.start);
        for (number, cut) in self.cuts.iter().enumerate().skip(first) {
            if cut.range.start >= range.end {
                break;
            }
            self.keep(from..cut.range.start.max(from));
            self.replace(number);
            let until = cut.range.end.min(range.end);
            let gone = self.from.text.get(cut.range.start.max(from)..until);
            if gone.is_none_or(|gone| !gone.trim().is_empty()) {
                self.touch();
            }
            from = until;
        }
        self.keep(from..range.end);
    }

    /// A part of what is open has gone.
    fn touch(&mut self) {
        self.open.iter_mut().for_each(|element| element.touched = true);
    }

    /// Something will stand in the place of a cut, once.
    fn replace(&mut self, number: usize) {
        if self.replaced.is_none_or(|last| last < number) {
            self.pay();
            (self.replaced, self.owed) = (Some(number), Some(number));
        }
    }

    /// Writes what stands in the place of the last cut.
    fn pay(&mut self) {
        if let Some(cut) = self.owed.take().and_then(|number| self.cuts.get(number)) {
            self.push(cut.instead, self.from.source_of(cut.range.start));
        }
    }

    fn keep(&mut self, range: Range<usize>) {
        let text = self.from.text.get(range.clone()).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        self.pay();
        let start = self.left.body.text.len();
        self.push(text, self.from.source_of(range.start));
        let sources = &self.from.sources;
        let place = |at: usize| sources.partition_point(|(text, _)| *text < at);
        let inner = sources.get(place(range.start)..place(range.end)).unwrap_or_default();
        // The first one is there already.
        let moved = inner.iter().filter(|(text, _)| *text > range.start);
        let moved = moved.map(|(text, source)| (start + text - range.start, *source));
        self.left.body.sources.extend(moved);
        let escaped = self.from.escaped.iter().filter(|at| range.contains(at));
        self.left.body.escaped.extend(escaped.map(|at| start + at - range.start));
        match self.left.stayed.last_mut().filter(|last| last.was.end == range.start) {
            Some(last) if last.is + last.was.len() == start => last.was.end = range.end,
            _ => self.left.stayed.push(Stayed { was: range, is: start }),
        }
    }

    fn push(&mut self, text: &str, source: usize) {
        let body = &mut self.left.body;
        let start = body.text.len();
        body.text.push_str(text);
        if text.is_empty() {
            return;
        }
        body.sources.push((start, source));
        match body.tokens.last_mut() {
            Some(Token::Text(range)) => range.end = body.text.len(),
            _ => body.tokens.push(Token::Text(start..body.text.len())),
        }
    }

    fn tag(&mut self, tag: &Tag) {
        match tag.kind {
            TagKind::Void => {
                // What is shown by its name stands between blocks, and is no part of one at an edge.
                let inside = match &*tag.name == EMBED {
                    true => self.cuts.iter().any(|c| c.range.start < self.at && self.at < c.range.end),
                    false => self.is_inside(self.also_beside),
                };
                let gone = inside
                    || self.also_beside && matches!(&*tag.name, "img" | EMBED)
                    || self.open.iter().any(|element| element.is_lost);
                self.has_layout = !gone;
                match gone {
                    true => self.touch(),
                    false => {
                        self.pay();
                        self.left.body.tokens.push(Token::Tag(tag.clone()));
                    }
                }
            }
            TagKind::Open => {
                self.pay();
                let left = &self.left;
                self.open.push(Element {
                    tokens: left.body.tokens.len(),
                    text: left.body.text.len(),
                    sources: left.body.sources.len(),
                    stayed: left.stayed.len(),
                    touched: false,
                    inside: self.is_inside(self.also_beside),
                    is_lost: note(tag).is_some_and(|id| self.lost.contains_key(id)),
                });
                self.left.body.tokens.push(Token::Tag(tag.clone()));
                self.has_layout = true;
            }
            TagKind::Close => self.close(tag),
        }
    }

    /// Whether the place between two characters that was reached is inside a cut.
    fn is_inside(&self, or_beside: bool) -> bool {
        is_inside(self.cuts, self.from.text.len(), self.at, or_beside)
    }

    fn close(&mut self, tag: &Tag) {
        // An element of the line that ends inside a cut ends before what stands in its place.
        let ends_inside = self
            .owed
            .and_then(|number| self.cuts.get(number))
            .is_some_and(|cut| !is_block(&tag.name) && (self.at < cut.range.end || self.also_beside));
        let Some(element) = self.open.pop() else { return };
        if is_block(&tag.name) {
            self.pay();
        }
        let goes = element.touched || element.inside && self.is_inside(self.also_beside);
        // Without a cell the others of its row would stand under other heads.
        let is_cell = matches!(&*tag.name, "td" | "th");
        let goes = goes && !is_cell && holds_nothing(&self.left.body, element.tokens, &tag.name);
        if !goes && !ends_inside {
            self.pay();
        }
        let body = &mut self.left.body;
        if goes {
            body.tokens.truncate(element.tokens);
            body.text.truncate(element.text);
            body.sources.truncate(element.sources);
            body.escaped.retain(|at| *at < element.text);
            self.left.stayed.truncate(element.stayed);
            self.trim_stayed();
            self.has_layout = false;
            return;
        }
        self.has_layout = true;
        if element.touched && &*tag.name == "a" {
            body.tokens.remove(element.tokens);
            join_texts(&mut body.tokens, element.tokens);
            return;
        }
        if let Some(Token::Tag(open)) = body.tokens.get_mut(element.tokens).filter(|_| element.touched) {
            open.html = bare(&open.html).into();
        }
        body.tokens.push(Token::Tag(tag.clone()));
    }

    /// The last part that stayed may have gone on into an element that did not.
    fn trim_stayed(&mut self) {
        let end = self.left.body.text.len();
        if let Some(last) = self.left.stayed.last_mut() {
            last.was.end = last.was.end.min(last.was.start + end.saturating_sub(last.is));
        }
    }
}

/// Whether a place in a text of this length is inside one of `cuts`, or at its edge.
fn is_inside(cuts: &[Cut], length: usize, at: usize, or_beside: bool) -> bool {
    let near = cuts.partition_point(|cut| cut.range.end < at);
    let mut cuts = cuts.iter().skip(near).take_while(|cut| cut.range.start <= at);
    // A cut that reaches the start or the end of the text goes beyond it.
    let starts = |cut: &Range<usize>| cut.start < at || or_beside || at == 0;
    let ends = |cut: &Range<usize>| at < cut.end || or_beside || at == length;
    cuts.any(|cut| !cut.range.is_empty() && starts(&cut.range) && ends(&cut.range))
}

/// The cuts, and the texts of the notes that go with them.
fn with_notes(cuts: &[Cut], lost: &BTreeMap<String, Range<usize>>) -> Vec<Cut> {
    let notes = lost.values().map(|range| Cut { range: range.clone(), instead: "" });
    let mut all: Vec<Cut> = cuts.iter().cloned().chain(notes).collect();
    all.sort_by_key(|cut| (cut.range.start, std::cmp::Reverse(cut.range.end)));
    let mut apart: Vec<Cut> = Vec::with_capacity(all.len());
    for cut in all {
        match apart.last_mut().filter(|last| cut.range.start < last.range.end) {
            Some(last) => last.range.end = last.range.end.max(cut.range.end),
            None => apart.push(cut),
        }
    }
    apart
}

/// Whether nothing but white space, and in a row of a table cells without any, follows the tag at `at`.
fn holds_nothing(body: &Body, at: usize, name: &str) -> bool {
    let rest = body.tokens.get(at + 1..).unwrap_or_default();
    rest.iter().all(|token| match token {
        Token::Text(range) => body.text[range.clone()].trim().is_empty(),
        Token::Tag(tag) => name == "tr" && matches!(&*tag.name, "td" | "th"),
    })
}

/// Makes one text of two that a tag at `at` parted.
fn join_texts(tokens: &mut Vec<Token>, at: usize) {
    let Some(before) = at.checked_sub(1) else { return };
    if let (Some(Token::Text(first)), Some(Token::Text(second))) = (tokens.get(before), tokens.get(at)) {
        tokens[before] = Token::Text(first.start..second.end);
        tokens.remove(at);
    }
}

/// Attributes that say nothing of what their element holds.
const FORMAL: [&str; 12] = [
    "class", "style", "align", "start", "dir", "lang", "type", "checked", "disabled", "colspan", "rowspan",
    "scope",
];

/// The tag without attributes that may say something, as `title` does. Ids are those of footnotes.
fn bare(html: &str) -> Cow<'_, str> {
    let Some((name, mut rest)) = html.split_once(' ') else { return Cow::Borrowed(html) };
    let mut kept = name.to_string();
    while let Some((attribute, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        // One without a value may stand before it.
        let name = attribute.rsplit(' ').next().unwrap_or(attribute);
        if FORMAL.contains(&name) || name == "id" && value.starts_with("fn-") {
            kept.push_str(&format!(" {name}=\"{value}\""));
        }
        rest = after.trim_start();
    }
    kept.push('>');
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests;
