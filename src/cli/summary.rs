//! What a command came to, for tools: one JSON object a line on standard output.
//!
//! In: the outcome of a build. Out: the line. Must not know: how anything is built.

#![allow(clippy::disallowed_methods, reason = "the edge looks at the clock and the environment")]

use std::io::Write;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Common, FormatName};
use crate::cache::{HeldBack, Outcome};
use crate::diagnostics::{Diagnostic, Severity};
use crate::write::Written;

/// The moment that a summary says it was made at: that of SOURCE_DATE_EPOCH, so that two runs of one
/// pipeline can print the same, else now. What a reader may see is decided by the present or `--as-of`
/// alone: a variable that every tool sets opens no embargo.
///
/// # Errors
///
/// Where the variable is no number of seconds.
pub(super) fn made_at() -> Result<Timestamp, String> {
    let second = match std::env::var_os("SOURCE_DATE_EPOCH") {
        Some(text) => text.to_str().and_then(|text| text.trim().parse().ok()),
        None => Some(Timestamp::now().as_second()),
    };
    let moment = second.and_then(|second| Timestamp::from_second(second).ok());
    moment.ok_or_else(|| "SOURCE_DATE_EPOCH is no number of seconds since 1970".to_string())
}

/// What was written where.
pub(super) struct Output<'a> {
    pub out: &'a Path,
    pub rendered: usize,
    pub written: &'a Written,
    pub took: Duration,
}

impl Common {
    /// Tells tools what a build for an audience came to.
    pub(super) fn summarise(&self, outcome: &Outcome, audience: Option<&String>, output: &Output<'_>) {
        if !self.is_for_tools() {
            return;
        }
        let Output { out, rendered, written, took } = output;
        let mut summary = self.found(outcome, audience, true);
        let mut add = |key: &str, value: Value| summary[key] = value;
        add("out", json!(out.display().to_string()));
        add("rendered", json!(rendered));
        add("written", json!(written.written));
        add("removed", json!(written.removed));
        add("kept", json!(written.kept));
        add("milliseconds", json!(took.as_millis()));
        print(&summary);
    }

    /// Tells tools what a check for an audience came to; `links` is what came of those to other sites, where they
    /// were asked.
    pub(super) fn summarise_check(
        &self,
        outcome: &Outcome,
        audience: Option<&String>,
        links: Option<&Value>,
        is_done: bool,
    ) {
        if !self.is_for_tools() {
            return;
        }
        let mut summary = self.found(outcome, audience, is_done);
        if let Some(links) = links {
            summary["links"] = links.clone();
        }
        print(&summary);
    }

    fn found(&self, outcome: &Outcome, audience: Option<&String>, is_done: bool) -> Value {
        let mut found = self.counted(&outcome.diagnostics, is_done);
        let mut add = |key: &str, value: Value| found[key] = value;
        add("audience", json!(audience));
        add("records", json!(outcome.records));
        add("pages", json!(outcome.pages));
        add("held", outcome.held.iter().map(held).collect());
        add("next_due", json!(outcome.next_due.map(|due| due.to_string())));
        found
    }

    /// Tells tools that nothing was written.
    pub(super) fn summarise_failure(&self, diagnostics: &[Diagnostic]) {
        if self.is_for_tools() {
            print(&self.counted(diagnostics, false));
        }
    }

    fn is_for_tools(&self) -> bool {
        !self.quiet && matches!(self.format, FormatName::Json)
    }

    fn counted(&self, diagnostics: &[Diagnostic], is_done: bool) -> Value {
        let of = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
        json!({
            "done": is_done,
            "made_at": made_at().ok().map(|moment| moment.to_string()),
            "errors": of(Severity::Error),
            "warnings": of(Severity::Warning),
        })
    }
}

fn held(held: &HeldBack) -> Value {
    json!({
        "kind": held.kind,
        "id": held.id,
        "reason": held.reason,
        "until": held.until.map(|moment| moment.to_string()),
        "message": held.words,
    })
}

fn print(summary: &Value) {
    // A reader that has gone, as after `| head`, is no reason to fail.
    let _ = writeln!(std::io::stdout().lock(), "{summary}");
}
