//! YAML into typed records, with the place of every mistake.
//!
//! In: a part of a source file. Out: a record, and what is wrong with it. Must not know:
//! which record kinds exist.
//!
//! The fast path is `serde_yaml`, which says neither where a value stood nor more than
//! one mistake. Only when it refuses a file is the file scanned again by a parser that
//! marks places: the same `Deserialize` code then runs over the marked tree, and each
//! time it refuses a node, the node is reported and taken out, until the rest is fine.

mod hints;
mod marked;
mod node;
mod refusal;
mod scalar;

use std::ops::Range;

use serde::de::DeserializeOwned;

pub use scalar::{Flaw, Item, List, OneOrMany, Scalar, Table, Text, given};

use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile, nearest};
use node::Node;
use refusal::{Cause, Refusal, Step};

/// One YAML document inside a source file.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    /// The file it is in.
    pub file: &'a SourceFile,
    /// The text of the document.
    pub text: &'a str,
    /// Where the text starts in the file, in bytes.
    pub offset: usize,
}

/// A key, or the value of a key: which of the two a diagnostic points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key.
    Key,
    /// The value, or the item of a list.
    Value,
}

/// A key as a part of a JSON pointer (RFC 6901, section 3).
pub fn pointer_key(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// After so many mistakes the rest of a document is not looked at: each costs a pass over
/// all of it.
const MOST_MISTAKES: usize = 100;

impl<'a> Document<'a> {
    /// Reads a `T`. With mistakes in it, the value is what is left without them, or
    /// nothing if no `T` is left.
    pub fn read<T: DeserializeOwned>(&self) -> Checked<Option<T>> {
        let text = if self.is_blank() { "{}" } else { self.text };
        match serde_yaml::from_str::<T>(text) {
            Ok(value) => Checked::fine(Some(value)),
            Err(error) => self.explain(&error),
        }
    }

    fn is_blank(&self) -> bool {
        let nothing = |line: &str| {
            let line = line.trim();
            line.is_empty() || line.starts_with('#') || line == "---" || line == "..."
        };
        self.text.lines().all(nothing)
    }

    fn explain<T: DeserializeOwned>(&self, error: &serde_yaml::Error) -> Checked<Option<T>> {
        let mut root = match Node::scan(self.text) {
            Ok(root) => root,
            Err(refusal) => return self.refused(&refusal),
        };
        let mut diagnostics = Vec::new();
        for (first, second) in root.take_duplicates() {
            let key = &self.text[first.clone()];
            diagnostics.push(
                Diagnostic::error(
                    Code::DuplicateKey,
                    format!("the key `{key}` stands twice in one mapping"),
                    self.span(second),
                )
                .related(self.span(first), "the first one is here")
                .hint("remove one of the two, or join their values"),
            );
        }
        let mut incomplete: Vec<Vec<Step>> = Vec::new();
        let value = loop {
            match marked::deserialize::<T>(&root) {
                Ok(value) if incomplete.is_empty() => break Some(value),
                Ok(_) => {
                    // All keys that they lack are known: now they can go.
                    for path in std::mem::take(&mut incomplete) {
                        root.take_out(&path);
                    }
                }
                Err(refusal) => {
                    if !root.reported(&refusal) {
                        diagnostics.push(self.diagnose(&refusal));
                    }
                    if diagnostics.len() > MOST_MISTAKES {
                        break None;
                    }
                    let supplied = match &refusal.cause {
                        Cause::Missing(key) => root.supply(&refusal.path, key),
                        _ => false,
                    };
                    if supplied && !refusal.path.is_empty() {
                        incomplete.push(refusal.path.clone());
                    }
                    if !supplied && !root.take_out(&refusal.path) {
                        break None;
                    }
                }
            }
        };
        if diagnostics.is_empty() {
            diagnostics.push(self.only_refused_there(error));
        }
        Checked { value, diagnostics }
    }

    fn refused<T>(&self, refusal: &Refusal) -> Checked<Option<T>> {
        Checked { value: None, diagnostics: vec![self.diagnose(refusal)] }
    }

    fn span(&self, range: Range<usize>) -> crate::diagnostics::Span {
        self.file.span(self.offset + range.start..self.offset + range.end)
    }

    fn diagnose(&self, refusal: &Refusal) -> Diagnostic {
        let span = self.span(refusal.span.clone());
        match &refusal.cause {
            Cause::Syntax(message, known) => {
                let hint = known.map_or_else(
                    || hints::for_syntax(self.text, refusal.span.start, message),
                    str::to_string,
                );
                Diagnostic::error(Code::BadYaml, message.clone(), span).hint(hint)
            }
            Cause::Mistyped { expected, found } => {
                let (message, hint) = hints::for_type(expected, found);
                Diagnostic::error(Code::BadValue, message, span).hint(hint)
            }
            Cause::UnknownKey { key, known } => {
                // `embargo_until` is further from `embargo` than a slip of the pen, and clearly meant.
                let longer = || known.iter().find(|known| key.split('_').next() == Some(known)).copied();
                let hint = match nearest(key, known.iter().copied()).or_else(longer) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => format!("the keys here are {}", listed(known)),
                };
                Diagnostic::error(Code::UnknownKey, format!("unknown key `{key}`"), span).hint(hint)
            }
            Cause::Missing(key) => {
                Diagnostic::error(Code::MissingKey, format!("the key `{key}` is missing"), span)
                    .hint(format!("add a line `{key}: …`"))
            }
            Cause::Value(flaw) => {
                let span = match flaw.offset.and_then(|at| self.inside(refusal, at)) {
                    Some(at) => self.span(at..self.after_char(at)),
                    None => span,
                };
                Diagnostic::error(flaw.code(), flaw.message.clone(), span).maybe_hint(flaw.hint.clone())
            }
        }
    }

    /// Where the byte `at` of a scalar's value stands in the document: in a scalar with
    /// quotation marks, only where nothing in it is escaped.
    fn inside(&self, refusal: &Refusal, at: usize) -> Option<usize> {
        let written = self.text.get(refusal.span.clone())?;
        let quoted = written.starts_with(['"', '\'']);
        let unescaped = quoted && !written.contains(['\\', '\n']) && !written[1..].contains("''");
        if !(refusal.plain || unescaped) {
            return None;
        }
        let start = refusal.span.start + usize::from(!refusal.plain);
        let end = refusal.span.end - usize::from(!refusal.plain);
        Some((start + at).min(end)).filter(|at| self.text.is_char_boundary(*at))
    }

    fn after_char(&self, at: usize) -> usize {
        at + self.text[at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8)
    }

    /// The last resort, for what only `serde_yaml` objects to.
    fn only_refused_there(&self, error: &serde_yaml::Error) -> Diagnostic {
        let at = error.location().map_or(0, |l| l.index()).min(self.text.len());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        let flaw = Flaw::decode(message);
        let hint = flaw.hint.unwrap_or_else(|| hints::for_syntax(self.text, at, &flaw.message));
        let message = match flaw.message.contains("invalid type: enum") {
            true => "a text that starts with `!` is a tag in YAML".to_string(),
            false => format!("this is not YAML: {}", flaw.message),
        };
        Diagnostic::error(Code::BadYaml, message, self.span(at..at)).hint(hint)
    }

    /// Where the node at `pointer` (RFC 6901) stands, or the nearest one above it.
    pub fn locate(&self, pointer: &str, part: Part) -> crate::diagnostics::Span {
        let range = Node::scan(self.text).map_or(0..0, |root| root.locate(pointer, part));
        self.span(range)
    }
}

fn listed(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|k| format!("`{k}`")).collect();
    quoted.join(", ")
}
