//! The footnotes of a body of which a part is cut.
//!
//! A note that is named in a cut alone goes with it, and those after it move up: a note without its
//! number in the text, or a number that is missing, would tell that something stood there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::body::{Body, Tag, TagKind, Token};

/// The id of the note that a number in the text leads to.
fn aim(tag: &Tag) -> Option<&str> {
    let link = tag.html.split_once("<a href=\"#").filter(|_| &*tag.name == "sup")?;
    link.1.split_once('"').map(|(id, _)| id)
}

/// The id of the note that starts with this tag.
pub(super) fn note(tag: &Tag) -> Option<&str> {
    let note = tag.html.contains("class=\"footnote-definition\"");
    let id = tag.html.split_once(" id=\"").filter(|_| note && tag.kind == TagKind::Open)?;
    id.1.split_once('"').map(|(id, _)| id)
}

/// A note: its text, and the notes that are named where.
#[derive(Default)]
struct Notes<'b> {
    texts: BTreeMap<&'b str, Range<usize>>,
    named: Vec<(&'b str, usize)>,
}

impl<'b> Notes<'b> {
    fn of(body: &'b Body) -> Self {
        let mut notes = Self::default();
        let mut at = 0;
        // For each open element the note that it is, with its start.
        let mut open: Vec<Option<(&str, usize)>> = Vec::new();
        for token in &body.tokens {
            match token {
                Token::Text(range) => at = range.end,
                Token::Tag(tag) => {
                    notes.named.extend(aim(tag).map(|id| (id, at)));
                    match tag.kind {
                        TagKind::Open => open.push(note(tag).map(|id| (id, at))),
                        TagKind::Close => {
                            let closed = open.pop().flatten();
                            notes.texts.extend(closed.map(|(id, start)| (id, start..at)));
                        }
                        TagKind::Void => {}
                    }
                }
            }
        }
        notes
    }
}

impl Body {
    /// The notes that are named in `gone` alone, with their texts, which then go too.
    pub(super) fn lost_notes(&self, gone: &dyn Fn(usize) -> bool) -> BTreeMap<String, Range<usize>> {
        let notes = Notes::of(self);
        let mut lost: BTreeMap<String, Range<usize>> = BTreeMap::new();
        loop {
            let is_gone = |at: usize| gone(at) || lost.values().any(|text| text.contains(&at));
            let (left, named): (Vec<_>, BTreeSet<&str>) = (
                notes.named.iter().filter(|(_, at)| !is_gone(*at)).map(|(id, _)| *id).collect(),
                notes.named.iter().map(|(id, _)| *id).collect(),
            );
            let new = named.into_iter().filter(|id| !left.contains(id) && !lost.contains_key(*id));
            let new: Vec<_> =
                new.filter_map(|id| Some((id.to_string(), notes.texts.get(id)?.clone()))).collect();
            if new.is_empty() {
                return lost;
            }
            lost.extend(new);
        }
    }

    /// Takes out numbers that lead to no note any more, and numbers the others anew.
    pub(super) fn renumber_notes(&mut self) {
        let tags = self.tokens.iter().filter_map(|token| match token {
            Token::Tag(tag) => Some(tag),
            Token::Text(_) => None,
        });
        let there: BTreeSet<String> = tags.filter_map(note).map(str::to_string).collect();
        self.tokens.retain(|token| match token {
            Token::Tag(tag) => aim(tag).is_none_or(|id| there.contains(id)),
            Token::Text(_) => true,
        });
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        for token in &self.tokens {
            if let Token::Tag(tag) = token
                && let Some(id) = aim(tag)
            {
                let next = numbers.len() + 1;
                numbers.entry(id.to_string()).or_insert(next);
            }
        }
        let mut inside: Option<usize> = None;
        for token in &mut self.tokens {
            let Token::Tag(tag) = token else { continue };
            inside = note(tag).map_or(inside, |id| numbers.get(id).copied());
            let is_label = tag.html.contains("class=\"footnote-definition-label\"");
            let number = aim(tag).and_then(|id| numbers.get(id).copied());
            if let Some(number) = number.or(inside.filter(|_| is_label)) {
                tag.html = with_number(&tag.html, number).into();
            }
        }
    }
}

/// A mark of a footnote with another number.
fn with_number(html: &str, number: usize) -> String {
    let end = html.find("</").unwrap_or(html.len());
    let start = html[..end].rfind('>').map_or(end, |at| at + 1);
    format!("{}{number}{}", &html[..start], &html[end..])
}
