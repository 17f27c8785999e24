//! Diagnostics as text for people, as JSON for tools, as commands for GitHub.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use rayon::prelude::*;

use super::excerpt::{Excerpt, excerpt};
use super::located::Located;
use super::{Diagnostic, Severity, Span};
use crate::path::SitePath;

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a terminal or a log, with the line shown; coloured if asked.
    #[default]
    Human,
    /// One JSON object a line.
    Json,
    /// Workflow commands, which GitHub shows at the line of a pull request.
    Github,
}

/// The text of all `diagnostics`, each ending in a line feed. `read` gives the bytes of
/// a source file; one that it does not know is shown without its line.
pub fn render<'a>(
    diagnostics: &[Diagnostic],
    format: Format,
    colour: bool,
    read: impl Fn(&SitePath) -> Option<&'a [u8]> + Sync,
) -> String {
    let show = |d: &Diagnostic| match format {
        Format::Human => human(d, colour, &read),
        Format::Json => format!("{}\n", Located::of(d, &read).to_json()),
        Format::Github => github(d, &read),
    };
    diagnostics.par_iter().map(show).collect::<Vec<_>>().concat()
}

pub(super) fn look<'a>(span: &Span, read: &impl Fn(&SitePath) -> Option<&'a [u8]>) -> Excerpt<'a> {
    excerpt(read(&span.path).unwrap_or_default(), &span.bytes)
}

fn human<'a>(d: &Diagnostic, colour: bool, read: &impl Fn(&SitePath) -> Option<&'a [u8]>) -> String {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = visible(&d.message);
    let spans = std::iter::once((&d.primary, "")).chain(d.related.iter().map(|(s, m)| (s, m.as_str())));
    let excerpts: Vec<_> =
        spans.map(|(s, m)| (visible(s.path.as_str()), look(s, read), visible(m))).collect();
    let elements =
        excerpts.iter().enumerate().map(|(i, (path, place, label))| snippet(path, place, label, i == 0));
    let group = level.primary_title(message.as_str()).id(d.code.as_str()).elements(elements);
    let hint = d.hint.as_deref().map(visible);
    let mut report = vec![group];
    if let Some(hint) = &hint {
        report.push(Group::with_title(Level::HELP.secondary_title(hint.as_str())));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = format!("{}\n\n", renderer.render(&report));
    for (path, place, _) in &excerpts {
        text = with_whole_column(text, path, place);
    }
    text
}

/// The renderer counts columns in what it is shown, which of a long line is only a part.
fn with_whole_column(text: String, path: &str, place: &Excerpt<'_>) -> String {
    let shown = place.text[..place.marked.start].chars().count() + 1;
    if shown == place.column {
        return text;
    }
    let at = |column: usize| format!("{path}:{}:{column}\n", place.line);
    text.replacen(&at(shown), &at(place.column), 1)
}

fn snippet<'a>(
    path: &'a str,
    place: &'a Excerpt<'_>,
    label: &'a str,
    primary: bool,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let kind = if primary { AnnotationKind::Primary } else { AnnotationKind::Context };
    let mark = kind.span(place.marked.clone());
    let mark = if label.is_empty() { mark } else { mark.label(label) };
    Snippet::source(place.text.as_ref()).line_start(place.line).path(path).annotation(mark)
}

/// `::error file=…,line=…,col=…,title=…::message`, escaped as GitHub's toolkit does.
fn github<'a>(d: &Diagnostic, read: &impl Fn(&SitePath) -> Option<&'a [u8]>) -> String {
    let place = look(&d.primary, read);
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut message = d.message.clone();
    if let Some(hint) = &d.hint {
        message.push('\n');
        message.push_str(hint);
    }
    format!(
        "::{} file={},line={},col={},title={}::{}\n",
        d.severity.as_str(),
        property(d.primary.path.as_str()),
        place.line,
        place.column,
        property(d.code.as_str()),
        data(&message),
    )
}

/// Text that comes from content and goes to people: no escape sequence in it may act on a
/// terminal, and nothing may turn round the order in which it is read.
pub(crate) fn visible(text: &str) -> String {
    let show = |c: char| match c {
        '\n' => c,
        '\t' => ' ',
        c if c.is_control() => '\u{FFFD}',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        c => c,
    };
    text.chars().map(show).collect()
}
