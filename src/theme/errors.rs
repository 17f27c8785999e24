//! What the template engine objects to, as diagnostics.

use std::sync::Arc;

use super::{DEFAULT_THEME, Theme};
use crate::diagnostics::{Code, Diagnostic, SourceFile, Span};

/// The engine lists the arguments that a component does not have in the order of a hash map.
fn in_order(message: &str) -> String {
    let list = message.split_once("rgument(s) ").and_then(|(_, after)| after.split_once(" in component"));
    let Some((list, _)) = list else { return message.to_string() };
    let mut names: Vec<&str> = list.split(", ").collect();
    names.sort_unstable();
    message.replacen(list, &names.join(", "), 1)
}

/// The engine's own words, as a message of ours.
fn template_error(message: &str, span: Span) -> Diagnostic {
    let message = in_order(message.trim_end_matches('.'));
    let mut chars = message.chars();
    let lower = chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect());
    Diagnostic::error(Code::TemplateError, lower, span)
        .hint("correct the template; without a file of its own, the site uses the one that is built in")
}

impl Theme {
    /// A template's error, at its place in the template. `template` is the one that was
    /// rendered, for errors that name none.
    pub(crate) fn diagnose(&self, error: &tera::Error, template: &str) -> Diagnostic {
        use tera::ErrorKind::{
            CircularExtend, CircularInclude, MissingParent, RenderingError, SyntaxError, TemplateNotFound,
        };
        let at_start = |name: &str| self.file(name).span(0..0);
        let (message, span) = match error.kind() {
            SyntaxError(report) | RenderingError(report) => {
                let range = if self.is_own(report.filename()) { report.span().range.clone() } else { 0..0 };
                (report.message().to_string(), self.file(report.filename()).span(range))
            }
            MissingParent { current, parent } => {
                (format!("this template extends `{parent}`, which does not exist"), at_start(current))
            }
            CircularExtend { tpl, .. } => ("this template extends itself".to_string(), at_start(tpl)),
            CircularInclude { tpl, .. } => ("this template includes itself".to_string(), at_start(tpl)),
            TemplateNotFound(name) => (format!("there is no template `{name}`"), at_start(template)),
            _ => (error.to_string(), at_start(template)),
        };
        template_error(&message, span)
    }

    /// The start of a template.
    pub(crate) fn place_of(&self, template: &str) -> Span {
        self.file(template).span(0..0)
    }

    /// The errors that compiling the templates gave. The engine joins several into one
    /// text, each as `error: MESSAGE`, then `--> TEMPLATE:LINE:COLUMN`.
    pub(super) fn diagnose_all(&self, error: &tera::Error) -> Vec<Diagnostic> {
        let text = match error.kind() {
            tera::ErrorKind::Msg(text) => text,
            _ => return vec![self.diagnose(error, "")],
        };
        let mut found = Vec::new();
        let mut message = None;
        for line in text.lines() {
            if let Some(next) = line.trim_start().strip_prefix("error: ") {
                message = Some(next.to_string());
            } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
                let span = self.place(place);
                found.extend(message.take().map(|message| template_error(&message, span)));
            }
        }
        if found.is_empty() { vec![self.diagnose(error, "")] } else { found }
    }

    /// The span of `TEMPLATE:LINE:COLUMN`, both counted from 1.
    fn place(&self, place: &str) -> Span {
        let mut parts = place.rsplitn(3, ':');
        let mut number = || parts.next().and_then(|n| n.trim().parse::<usize>().ok()).unwrap_or(1);
        let (column, line) = (number(), number());
        let name = parts.next().unwrap_or_default();
        let file = self.file(name);
        if !self.is_own(name) {
            return file.span(0..0);
        }
        let text = file.text().unwrap_or_default();
        let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let before = text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
        let word = text[start + before..].chars().take_while(|c| c.is_alphanumeric() || *c == '_');
        let end = start + before + word.map(char::len_utf8).sum::<usize>();
        file.span(start + before..end)
    }

    fn is_own(&self, name: &str) -> bool {
        self.own.contains(name)
    }

    /// The template that an error is about, as a file that the user can edit: an error in
    /// a built-in template comes from what the site's own ones changed around it.
    fn file(&self, name: &str) -> Arc<SourceFile> {
        let suffix = format!("/{name}");
        let by_suffix = || self.templates.keys().find(|known| known.ends_with(&suffix));
        let known = self.templates.get_key_value(name).map(|(known, _)| known).or_else(by_suffix);
        let is_base = |own: &&String| own.ends_with("/base.html");
        let blamed = match known {
            Some(known) if self.own.contains(known) => Some(known),
            _ => self.own.iter().find(is_base).or(self.own.first()).or(known),
        };
        let file = blamed.and_then(|blamed| self.templates.get(blamed)).cloned();
        file.unwrap_or_else(|| {
            Arc::new(SourceFile::new(format!("themes/{DEFAULT_THEME}/templates/{name}"), Vec::new()))
        })
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn arguments_are_named_in_order() {
        let message = "Unknown argument(s) `b`, `a` in component call. Possible argument(s) are: `of`";
        assert_eq!(
            super::in_order(message),
            "Unknown argument(s) `a`, `b` in component call. Possible argument(s) are: `of`"
        );
        assert_eq!(super::in_order("nothing of that"), "nothing of that");
    }
}
