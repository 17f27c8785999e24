//! YAML into typed records, with the place of every mistake.
//!
//! In: a part of a source file. Out: a record, and what is wrong with it. Must not know:
//! which record kinds exist.
//!
//! The fast path is `serde_yaml`, which says neither where a value stood nor more than
//! one mistake. Only when it refuses a file is the file scanned again by a parser that
//! marks places: the same `Deserialize` code then runs over the marked tree, and each
//! time it refuses a node, the node is reported and taken out, until the rest is fine.

mod marked;
mod node;
mod scalar;

use std::ops::Range;

use serde::de::DeserializeOwned;

pub use scalar::{Flaw, Item, List, OneOrMany, Table, Text, given};

use crate::diagnostics::{Checked, Code, Diagnostic, SourceFile, nearest};
use marked::{Cause, Refusal};
use node::Node;

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
        let value = loop {
            match marked::deserialize::<T>(&root) {
                Ok(value) => break Some(value),
                Err(refusal) => {
                    if !root.reported(&refusal) {
                        diagnostics.push(self.diagnose(&refusal));
                    }
                    let supplied = match &refusal.cause {
                        Cause::Missing(key) if refusal.path.is_empty() => root.supply(key),
                        _ => false,
                    };
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
            Cause::Syntax(message) => Diagnostic::error(Code::BadYaml, message.clone(), span)
                .maybe_hint(hint_for_syntax(self.text, refusal.span.start)),
            Cause::UnknownKey { key, known } => {
                let hint = match nearest(key, known.iter().copied()) {
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
                let span = match flaw.offset {
                    Some(at) if refusal.plain => {
                        let at = (refusal.span.start + at).min(refusal.span.end);
                        self.span(at..self.after_char(at))
                    }
                    _ => span,
                };
                Diagnostic::error(flaw.code(), flaw.message.clone(), span).maybe_hint(flaw.hint.clone())
            }
        }
    }

    fn after_char(&self, at: usize) -> usize {
        at + self.text[at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8)
    }

    /// The last resort, for what only `serde_yaml` objects to.
    fn only_refused_there(&self, error: &serde_yaml::Error) -> Diagnostic {
        let at = error.location().map_or(0, |l| l.index()).min(self.text.len());
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message).to_string();
        Diagnostic::error(Code::BadYaml, message, self.span(at..at))
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

/// What the mistake most often is, told from the lines around it: the parser notices many
/// mistakes a line late.
fn hint_for_syntax(text: &str, at: usize) -> Option<String> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let line_start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let before = text[..line_start].lines().next_back().unwrap_or_default();
    let number = text[..line_start].matches('\n').count();
    let lines = [(line, "here"), (before, "in the line above")];
    let found = |test: fn(&str) -> bool| lines.iter().find(|(line, _)| test(line)).map(|(_, place)| *place);
    if let Some(place) = found(indented_with_tab) {
        return Some(format!("indent with spaces; YAML does not allow the tab {place}"));
    }
    if let Some(place) = found(lacks_space_after_colon) {
        return Some(format!("write a space after the colon {place}"));
    }
    if let Some(place) = found(has_comment_in_brackets) {
        return Some(format!("`#` starts a comment {place}; put a name with `#` in quotes: \"article#id\""));
    }
    if found(has_open_quote).is_some() || text[at..].trim().is_empty() && text.matches('"').count() % 2 == 1 {
        return Some(
            "a quotation mark that opens a text must close it too; one inside it is written `\\\"`".into(),
        );
    }
    let value = line.split_once(": ").map_or(line, |(_, value)| value).trim();
    if value.starts_with(['@', '`', '%', '&', '*', '!', '|', '>']) || value.contains(": ") {
        return Some("put the text in double quotes".into());
    }
    (number > 0).then(|| "check the indentation: the keys of one mapping start in one column, two spaces further in than what they belong to".into())
}

fn indented_with_tab(line: &str) -> bool {
    line[..line.len() - line.trim_start().len()].contains('\t')
}

fn lacks_space_after_colon(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("- ").trim_start();
    line.split_once(':').is_some_and(|(key, value)| {
        let word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        !key.is_empty() && key.chars().all(word) && !value.is_empty() && !value.starts_with([' ', '/'])
    })
}

fn has_comment_in_brackets(line: &str) -> bool {
    let open = line.find('[').filter(|at| !line[*at..].split(" #").next().unwrap_or_default().contains(']'));
    open.is_some_and(|at| line[at..].contains(" #") || line[at..].contains("[#"))
}

fn has_open_quote(line: &str) -> bool {
    let value = line.split_once(": ").map_or(line, |(_, value)| value).trim();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    quote.is_some_and(|q| value.matches(q).count() % 2 == 1 || !value.ends_with(q))
}
