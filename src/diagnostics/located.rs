//! A diagnostic with its places found: lines, columns and the lines themselves.
//!
//! In: a diagnostic and the bytes of the files that it points into. Out: plain data, which needs
//! these no more. Must not know: who shows it.

use std::ops::Range;

use serde_json::{Value, json};

use super::format::look;
use super::{Code, Diagnostic, Severity, Span};
use crate::path::SitePath;

/// A place as people count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: SitePath,
    /// 1-based.
    pub line: usize,
    /// 1-based, in characters.
    pub column: usize,
    /// The line, cut where it is very long.
    pub text: String,
    /// The marked part of `text`, in bytes.
    pub marked: Range<usize>,
}

/// A diagnostic with its places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// What kind of thing is wrong.
    pub code: Code,
    /// Whether it stops the build.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Where.
    pub primary: Place,
    /// Other places that belong to it, each with what it is.
    pub related: Vec<(Place, String)>,
}

impl Located {
    /// The diagnostic with its places as `read`, which gives the bytes of a file, knows them.
    pub fn of<'a>(diagnostic: &Diagnostic, read: &impl Fn(&SitePath) -> Option<&'a [u8]>) -> Self {
        let related = diagnostic.related.iter();
        Self {
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message.clone(),
            hint: diagnostic.hint.clone(),
            primary: place(&diagnostic.primary, read),
            related: related.map(|(span, message)| (place(span, read), message.clone())).collect(),
        }
    }

    /// The object that tools are given.
    pub fn to_json(&self) -> Value {
        let related = self.related.iter().map(|(place, message)| {
            json!({"path": place.path.as_str(), "line": place.line, "column": place.column, "message": message})
        });
        json!({
            "code": self.code.as_str(),
            "severity": self.severity.as_str(),
            "path": self.primary.path.as_str(),
            "line": self.primary.line,
            "column": self.primary.column,
            "message": self.message,
            "hint": self.hint,
            "related": related.collect::<Vec<_>>(),
        })
    }
}

fn place<'a>(span: &Span, read: &impl Fn(&SitePath) -> Option<&'a [u8]>) -> Place {
    let found = look(span, read);
    Place {
        path: span.path.clone(),
        line: found.line,
        column: found.column,
        text: found.text.into_owned(),
        marked: found.marked,
    }
}
