//! What commands say: results on standard output, everything else on the other stream.
//!
//! A reader that has gone, as after `| head`, is no reason to fail.

use std::io::{IsTerminal, Write};
use std::path::Path;

use super::progress::Bar;
use super::timings::Timings;
use super::{Common, FormatName};
use crate::build::Built;
use crate::diagnostics::{Diagnostic, Format, render};
use crate::parse::Sources;

impl Common {
    /// A bar that shows how far a build is.
    pub(super) fn bar(&self) -> Bar {
        Bar::new(self.for_people() && std::io::stderr().is_terminal())
    }

    pub(super) fn report(&self, diagnostics: &[Diagnostic], sources: &Sources, built: &Built) {
        let format = match self.format {
            FormatName::Human => Format::Human,
            FormatName::Json => Format::Json,
            FormatName::Github => Format::Github,
        };
        let text = render(diagnostics, format, colour(), |path| {
            sources.bytes(path).or_else(|| built.templates.get(path).map(Vec::as_slice))
        });
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// For people beside what is wrong; for programs as a result.
    pub(super) fn tell_timings(&self, timings: &Timings) {
        match self.format {
            FormatName::Json => print(&timings.json()),
            FormatName::Human | FormatName::Github => print_mistakes(&timings.text()),
        }
    }

    /// Whether somebody reads along.
    pub(super) fn for_people(&self) -> bool {
        !self.quiet && matches!(self.format, FormatName::Human)
    }

    /// Says why nothing happens; not on standard output, because it is no result.
    pub(super) fn tell_waiting(&self, out: &Path) {
        if self.for_people() {
            let out = out.display();
            let _ = writeln!(std::io::stderr().lock(), "Another build is writing to {out}; waiting for it.");
        }
    }

    /// Prints a result for people.
    pub(super) fn say(&self, text: &str) {
        if self.for_people() {
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
        }
    }
}

/// Prints what was asked for.
pub(super) fn print(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

pub(super) fn print_mistakes(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

pub(super) fn complain(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "error: {message}");
}

pub(super) fn warn(message: &str) {
    let _ = writeln!(std::io::stderr().lock(), "warning: {message}");
}

/// Colours on a terminal, unless NO_COLOR is set (no-color.org).
pub(super) fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
