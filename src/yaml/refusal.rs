//! Why a document, or a node of it, was refused.

use std::ops::Range;

use super::scalar::Flaw;

/// One step from a node of the marked tree to a child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The value of the entry with this position in a mapping.
    Entry(usize),
    /// The item with this position in a list.
    Item(usize),
}

/// Why a document was refused, and where.
#[derive(Debug)]
pub(super) struct Refusal {
    /// Bytes in the document.
    pub span: Range<usize>,
    /// The steps from the root to the node that has to go.
    pub path: Vec<Step>,
    /// Whether the node is a scalar without quotation marks, so that an offset in its
    /// value is an offset in the file.
    pub plain: bool,
    pub cause: Cause,
}

#[derive(Debug)]
pub(super) enum Cause {
    /// What the parser says, and what to do where that is known better than from the
    /// lines around the place.
    Syntax(String, Option<&'static str>),
    UnknownKey {
        key: String,
        known: Vec<&'static str>,
    },
    Missing(String),
    Value(Flaw),
    /// A value of another type than `expected`.
    Mistyped {
        expected: String,
        found: Found,
    },
}

/// The type of a value that is of the wrong one.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    Map,
    List,
    /// As it is written.
    Text(String),
    /// A number or a truth value, as it is written.
    Literal(String),
}
