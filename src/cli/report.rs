//! What the commands say at their end, for people.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use crate::build::Built;
use crate::cache::{HeldBack, Outcome};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Held, Reason};
use crate::parse::Rights;
use crate::path::OutPath;
use crate::write::Written;

pub(super) use crate::diagnostics::count;

pub(super) fn tally(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    match (errors, warnings) {
        (0, 0) => "nothing is wrong".to_string(),
        (0, w) => count(w, "warning"),
        (e, 0) => count(e, "error"),
        (e, w) => format!("{}, {}", count(e, "error"), count(w, "warning")),
    }
}

/// Of a site with mistakes: whether it was to be written, and whether there is one from before.
pub(super) fn failure(diagnostics: &[Diagnostic], is_build: bool, stands: bool) -> String {
    let consequence = match (is_build, stands) {
        (true, true) => "; nothing was written, and the last good site stands",
        (true, false) => "; nothing was written",
        (false, _) => "",
    };
    format!("{}{consequence}.\n", tally(diagnostics))
}

/// Of a site of which it is not known where it will be published.
pub(super) fn no_address_text() -> &'static str {
    "Without `base_url` in content/site.yaml there are no canonical links, feeds and calendars.\n"
}

/// Before the lines on one of several audiences.
pub(super) fn for_audience(name: &str) -> String {
    format!("For the audience `{name}`:\n")
}

/// The closing lines of a build.
pub(super) fn success(
    outcome: &Outcome,
    rendered: usize,
    written: &Written,
    took: Duration,
    out: &Path,
) -> String {
    let mut text: String = written.kept.iter().map(|path| kept_line(path)).collect();
    let warnings = match outcome.diagnostics.len() {
        0 => "no warnings".to_string(),
        warnings => count(warnings, "warning"),
    };
    text.push_str(&format!(
        "{} on {}, {rendered} of them rendered, in {}, {warnings}: {} written, {} removed.\nOpen {}\n",
        count(outcome.records, "record"),
        count(outcome.pages, "page"),
        duration(took),
        count(written.written, "file"),
        written.removed,
        out.join("index.html").display(),
    ));
    text
}

/// Of pages that were reused and differ from what they should be.
pub(super) fn stale(pages: &[OutPath]) -> String {
    let pages: Vec<&str> = pages.iter().map(OutPath::as_str).collect();
    format!("reused and should not have been: {}; this is a fault of clipsheet's", pages.join(", "))
}

/// Of a file that a former build wrote and this one has no use for.
pub(super) fn kept_line(path: &str) -> String {
    format!("Kept: {path} is no longer part of the site, but was changed by somebody else.\n")
}

fn duration(took: Duration) -> String {
    match took.as_millis() {
        ms @ ..1000 => format!("{ms} ms"),
        _ => format!("{:.1} s", took.as_secs_f64()),
    }
}

/// What was held back, a line for each, and when the next of it falls due.
pub(super) fn held_text(outcome: &Outcome) -> String {
    let mut text: String = outcome.held.iter().map(|held| format!("Held back: {}.\n", held.words)).collect();
    if let Some(due) = outcome.next_due {
        text.push_str(&format!("Build again at {due}, when the next record falls due.\n"));
    }
    text
}

/// What a build came to, in so far as it is told.
pub(super) fn outcome(built: &Built, diagnostics: Vec<Diagnostic>) -> Outcome {
    Outcome {
        diagnostics,
        records: built.records,
        pages: built.pages,
        held: held_back(&built.held),
        next_due: built.next_due,
        has_address: built.base_url.is_some(),
    }
}

fn held_back(held: &[Held]) -> Vec<HeldBack> {
    let one = |held: &Held| {
        let (reason, until, words) = reason(held.reason);
        let (kind, id) = (held.kind.word().to_string(), held.id.to_string());
        HeldBack { words: format!("{kind} `{id}`, {words}"), kind, id, reason: reason.to_string(), until }
    };
    held.iter().map(one).collect()
}

/// A reason in a word, until when it holds, and in words.
fn reason(reason: Reason) -> (&'static str, Option<Timestamp>, String) {
    match reason {
        Reason::Draft => ("draft", None, "a draft; show it with --drafts".to_string()),
        Reason::Audience => ("audience", None, "for another audience".to_string()),
        Reason::Embargo(moment) => ("embargo", Some(moment), format!("its `embargo` ends at {moment}")),
        Reason::Published(moment) => {
            ("published", Some(moment), format!("it is `published` in the future, at {moment}"))
        }
        Reason::Expired => ("expired", None, "it has expired".to_string()),
        Reason::Rights(Rights::Link) => ("rights", None, "its text, because of `rights: link`".to_string()),
        Reason::Rights(_) => {
            ("rights", None, "all but excerpts of its text, because of `rights: excerpt`".to_string())
        }
        Reason::Annotations(n) => ("annotations", None, format!("{} of it", count(n, "annotation"))),
        Reason::Corrections(n, moment) => {
            let words =
                format!("{} of it, dated in the future, the next at {moment}", count(n, "correction"));
            ("corrections", Some(moment), words)
        }
        Reason::Passages(n) => ("passages", None, format!("{} of it", count(n, "passage"))),
    }
}
