//! A YAML document as a tree in which every key and value knows its place.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::Part;
use super::refusal::{Cause, Refusal, Step};
use crate::diagnostics::nearest;

/// Deeper nesting is refused; `serde_yaml` refuses the same.
const DEEPEST: usize = 128;
/// A document of more nodes, aliases counted as copies, is refused.
const MOST_NODES: usize = 1_000_000;

const TOO_DEEP: &str = "this is nested too deeply";
const LESS_DEEP: &str = "write it with fewer levels; no record needs more than a few";

#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Bytes in the document.
    pub span: Range<usize>,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
    /// A node that was reported and taken out. It keeps the numbers of its neighbours.
    Gone,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub key: Node,
    pub value: Node,
    /// Whether the entry was reported and is no longer there.
    pub gone: bool,
}

impl Entry {
    pub fn name(&self) -> &str {
        match &self.key.kind {
            Kind::Scalar { text, .. } => text,
            _ => "",
        }
    }
}

impl Node {
    /// Scans one document.
    pub fn scan(text: &str) -> Result<Node, Refusal> {
        Builder::new(text).document()
    }

    /// Marks the second and later entries of equal keys as gone; gives the places of
    /// each first key with each later one.
    pub fn take_duplicates(&mut self) -> Vec<(Range<usize>, Range<usize>)> {
        let mut found = Vec::new();
        self.collect_duplicates(&mut found);
        found
    }

    fn collect_duplicates(&mut self, found: &mut Vec<(Range<usize>, Range<usize>)>) {
        match &mut self.kind {
            Kind::List(items) => items.iter_mut().for_each(|n| n.collect_duplicates(found)),
            Kind::Map(entries) => {
                let mut first: BTreeMap<String, Range<usize>> = BTreeMap::new();
                for entry in entries {
                    entry.value.collect_duplicates(found);
                    let name = entry.name().to_string();
                    match first.get(&name) {
                        Some(place) => {
                            found.push((place.clone(), entry.key.span.clone()));
                            entry.gone = true;
                        }
                        None => {
                            first.insert(name, entry.key.span.clone());
                        }
                    }
                }
            }
            Kind::Scalar { .. } | Kind::Gone => {}
        }
    }

    /// Whether a refusal only follows from a node that was reported and taken out: the
    /// refused node is that node, or lacks an entry that was taken out of it.
    pub fn reported(&mut self, refusal: &Refusal) -> bool {
        match (self.at(&refusal.path).map(|n| &n.kind), &refusal.cause) {
            (Some(Kind::Gone), _) => true,
            // A mapping that has lost an entry cannot be judged as a whole.
            (Some(Kind::Map(entries)), Cause::Value(_)) => entries.iter().any(|e| e.gone),
            (Some(Kind::Map(entries)), Cause::Missing(key)) => {
                // A key that was misspelled is not missing besides.
                entries.iter().any(|e| e.gone && nearest(e.name(), [key.as_str()]).is_some())
            }
            _ => false,
        }
    }

    /// Puts a value where the mapping at `path` lacks a key, so that the rest of it can be
    /// looked at. False where that was tried already.
    pub fn supply(&mut self, path: &[Step], key: &str) -> bool {
        let Some(Node { kind: Kind::Map(entries), .. }) = self.at(path) else { return false };
        if entries.iter().any(|e| !e.gone && e.name() == key) {
            return false;
        }
        let scalar =
            |text: &str| Node { span: 0..0, kind: Kind::Scalar { text: text.to_string(), plain: false } };
        // A day in quotes is a text, an id and a date: all that is ever required.
        entries.push(Entry { key: scalar(key), value: scalar("2026-01-01"), gone: false });
        true
    }

    /// Takes out the node at `path`, or the nearest above it that is still there: its
    /// entry, or its item. False if there is none.
    pub fn take_out(&mut self, path: &[Step]) -> bool {
        let Some((last, above)) = path.split_last() else { return false };
        let taken = self.at(above).is_some_and(|parent| match (&mut parent.kind, last) {
            (Kind::Map(entries), Step::Entry(i)) => {
                entries.get_mut(*i).is_some_and(|e| !std::mem::replace(&mut e.gone, true))
            }
            (Kind::List(items), Step::Item(i)) => items
                .get_mut(*i)
                .is_some_and(|n| !matches!(std::mem::replace(&mut n.kind, Kind::Gone), Kind::Gone)),
            _ => false,
        });
        taken || self.take_out(above)
    }

    fn at(&mut self, path: &[Step]) -> Option<&mut Node> {
        let mut node = self;
        for step in path {
            node = match (&mut node.kind, step) {
                (Kind::Map(entries), Step::Entry(i)) => &mut entries.get_mut(*i)?.value,
                (Kind::List(items), Step::Item(i)) => items.get_mut(*i)?,
                _ => return None,
            };
        }
        Some(node)
    }

    /// The place of the node at `pointer` (RFC 6901), or of the nearest node above it.
    pub fn locate(&self, pointer: &str, part: Part) -> Range<usize> {
        let (mut node, mut range) = (self, self.first_key());
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            match &node.kind {
                Kind::Map(entries) => match entries.iter().find(|e| e.name() == step) {
                    Some(entry) => {
                        node = &entry.value;
                        let empty = entry.value.span.is_empty();
                        let at_key = part == Part::Key || empty;
                        range = match &node.kind {
                            _ if at_key => entry.key.span.clone(),
                            Kind::Map(_) => node.first_key(),
                            _ => node.span.clone(),
                        };
                    }
                    None => break,
                },
                Kind::List(items) => match step.parse().ok().and_then(|i: usize| items.get(i)) {
                    Some(item) => {
                        node = item;
                        range = node.first_key();
                    }
                    // A text where a list may stand is the list's only item.
                    None => break,
                },
                Kind::Scalar { .. } | Kind::Gone => break,
            }
        }
        range
    }

    /// For a mapping, its first key, because a diagnostic that marks a whole mapping
    /// shows no more than where it starts; else the node itself.
    pub fn first_key(&self) -> Range<usize> {
        match &self.kind {
            Kind::Map(entries) => entries.first().map_or(self.span.clone(), |e| e.key.span.clone()),
            Kind::List(items) => items.first().map_or(self.span.clone(), Node::first_key),
            _ => self.span.clone(),
        }
    }
}

struct Builder<'a> {
    text: &'a str,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    /// The byte of each 256th character, so that a place costs little to find.
    chars: Vec<usize>,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
}

/// Characters between two entries of `Builder::chars`.
const STRIDE: usize = 256;

impl<'a> Builder<'a> {
    fn new(text: &'a str) -> Self {
        let chars = text.char_indices().step_by(STRIDE).map(|(byte, _)| byte).collect();
        Self { text, parser: Parser::new_from_str(text), chars, anchors: BTreeMap::new(), nodes: 0 }
    }

    fn document(mut self) -> Result<Node, Refusal> {
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(_) | Event::Nothing, _) => {}
                (Event::StreamEnd, _) => {
                    return Ok(Node { span: 0..0, kind: Kind::Map(Vec::new()) });
                }
                (event, span) => {
                    let node = self.node(event, &span, 0)?;
                    self.end()?;
                    return Ok(node);
                }
            }
        }
    }

    /// What follows the first document is refused, as `serde_yaml` does.
    fn end(&mut self) -> Result<(), Refusal> {
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(()),
                (Event::DocumentStart(_), span) => {
                    let at = self.range(&span);
                    return Err(syntax(
                        "a second YAML document starts here; one file holds one",
                        Some("remove this line"),
                        at,
                    ));
                }
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Refusal> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(self.scan_error(&error)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    fn scan_error(&self, error: &ScanError) -> Refusal {
        let at = self.byte(error.marker().index());
        if error.info().contains("recursion") {
            return syntax(TOO_DEEP, Some(LESS_DEEP), at..at);
        }
        syntax(&format!("this is not YAML: {}", error.info()), None, at..at)
    }

    fn node(&mut self, event: Event<'a>, span: &Span, depth: usize) -> Result<Node, Refusal> {
        let range = self.range(span);
        self.nodes += 1;
        if depth > DEEPEST {
            return Err(syntax(TOO_DEEP, Some(LESS_DEEP), range));
        }
        if self.nodes > MOST_NODES {
            return Err(syntax("this document is too large", Some("split it into several records"), range));
        }
        let (anchor, node) = match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let range = if plain { self.trimmed(range) } else { range };
                (anchor, Node { span: range, kind: Kind::Scalar { text: text.into_owned(), plain } })
            }
            Event::SequenceStart(anchor, _) => (anchor, self.list(range, depth)?),
            Event::MappingStart(anchor, _) => (anchor, self.map(range, depth)?),
            Event::Alias(id) => return self.alias(id, range),
            _ => return Err(syntax("this is not YAML", None, range)),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn list(&mut self, range: Range<usize>, depth: usize) -> Result<Node, Refusal> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, end) => {
                    let end = self.range(&end).start.max(range.start);
                    return Ok(Node { span: range.start..end, kind: Kind::List(items) });
                }
                (event, span) => items.push(self.node(event, &span, depth + 1)?),
            }
        }
    }

    fn map(&mut self, range: Range<usize>, depth: usize) -> Result<Node, Refusal> {
        let mut entries = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                let end = self.range(&span).start.max(range.start);
                return Ok(Node { span: range.start..end, kind: Kind::Map(entries) });
            }
            let key = self.node(event, &span, depth + 1)?;
            if !matches!(key.kind, Kind::Scalar { .. }) {
                return Err(syntax("a key must be text", Some("write one word before the colon"), key.span));
            }
            let (event, span) = self.next()?;
            let value = self.node(event, &span, depth + 1)?;
            entries.push(Entry { key, value, gone: false });
        }
    }

    fn alias(&mut self, id: usize, range: Range<usize>) -> Result<Node, Refusal> {
        let Some(node) = self.anchors.get(&id) else {
            return Err(syntax(
                "this alias has no anchor before it",
                Some("put a text that starts with `*` in double quotes"),
                range,
            ));
        };
        let node = Node { span: range.clone(), ..node.clone() };
        self.nodes += size(&node);
        if self.nodes > MOST_NODES {
            return Err(syntax(
                "aliases make this document too large",
                Some("write the values out instead of using aliases"),
                range,
            ));
        }
        Ok(node)
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        range.start..range.start + text.trim_end().len()
    }

    fn range(&self, span: &Span) -> Range<usize> {
        let start = self.byte(span.start.index());
        start..self.byte(span.end.index()).max(start)
    }

    /// The byte of a character: the parser counts in characters.
    fn byte(&self, char_index: usize) -> usize {
        let Some(&start) = self.chars.get(char_index / STRIDE) else { return self.text.len() };
        let rest = self.text[start..].char_indices().nth(char_index % STRIDE);
        rest.map_or(self.text.len(), |(byte, _)| start + byte)
    }
}

fn size(node: &Node) -> usize {
    match &node.kind {
        Kind::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Kind::Map(entries) => 1 + entries.iter().map(|e| 1 + size(&e.value)).sum::<usize>(),
        Kind::Scalar { .. } | Kind::Gone => 1,
    }
}

fn syntax(message: &str, hint: Option<&'static str>, span: Range<usize>) -> Refusal {
    Refusal { span, path: Vec::new(), plain: false, cause: Cause::Syntax(message.to_string(), hint) }
}
