//! What a browser shows of what is wrong.
//!
//! In: diagnostics and the files that they point into. Out: plain data, and the places that may be
//! opened in an editor. Must not know: HTTP. What is in it is text, never markup.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostics::{Diagnostic, Located, Place, Severity, visible};
use crate::parse::Sources;
use crate::path::SitePath;

/// How many diagnostics a browser is given. The terminal shows them all.
const MOST: usize = 100;

/// The diagnostics of one build, with their places.
#[derive(Clone, Debug, Default)]
pub struct Report {
    errors: usize,
    warnings: usize,
    items: Vec<Value>,
    /// The places that can be opened, which `items` tell by their position here: what a browser
    /// asks for is a number, and no path of a request ever reaches the disk.
    places: Vec<Place>,
    /// Whether it says only whether there are errors.
    is_sealed: bool,
}

impl Report {
    /// The report on diagnostics, sorted, which point into the sources of the site or into the
    /// templates of its theme. Of these, those in the binary cannot be opened.
    pub fn new(
        diagnostics: &[Diagnostic],
        sources: &Sources,
        templates: &BTreeMap<SitePath, Vec<u8>>,
    ) -> Self {
        let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
        let mut report = Self { errors, warnings: diagnostics.len() - errors, ..Self::default() };
        let read = |path: &SitePath| sources.bytes(path).or_else(|| templates.get(path).map(Vec::as_slice));
        // Errors first: they are what keeps the site from being built.
        let of = |severity| diagnostics.iter().filter(move |d| d.severity == severity);
        for diagnostic in of(Severity::Error).chain(of(Severity::Warning)).take(MOST) {
            report.push(Located::of(diagnostic, &read), sources);
        }
        report
    }

    /// For whoever may not see the sources, which diagnostics quote: only whether there are errors.
    pub(super) fn sealed(&self) -> Self {
        Self { errors: self.errors.min(1), is_sealed: true, ..Self::default() }
    }

    fn push(&mut self, located: Located, sources: &Sources) {
        let mut item = readable(&located).to_json();
        let related = located.related.into_iter().map(|(place, _)| place);
        for (i, place) in std::iter::once(located.primary).chain(related).enumerate() {
            let shown = if i == 0 { &mut item } else { &mut item["related"][i - 1] };
            let (before, rest) = place.text.split_at(place.marked.start);
            let (marked, after) = rest.split_at(place.marked.len());
            shown["excerpt"] =
                json!({"before": visible(before), "marked": visible(marked), "after": visible(after)});
            if sources.bytes(&place.path).is_some() {
                shown["place"] = json!(self.places.len());
                self.places.push(place);
            }
        }
        self.items.push(item);
    }

    /// A place that the report tells of, by the number that it gives it.
    pub(super) fn place(&self, number: usize) -> Option<&Place> {
        self.places.get(number)
    }

    /// All of it for the script in the page.
    pub(super) fn to_json(&self) -> Value {
        let more = if self.is_sealed { 0 } else { self.errors + self.warnings - self.items.len() };
        json!({
            "errors": self.errors,
            "warnings": self.warnings,
            "items": self.items,
            "more": more,
            "sealed": self.is_sealed,
        })
    }
}

/// The diagnostic without what could make it read as something else.
fn readable(located: &Located) -> Located {
    let place = |place: &Place| Place { path: SitePath::new(visible(place.path.as_str())), ..place.clone() };
    Located {
        message: visible(&located.message),
        hint: located.hint.as_deref().map(visible),
        primary: place(&located.primary),
        related: located.related.iter().map(|(at, message)| (place(at), visible(message))).collect(),
        ..located.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Code, SourceFile, Span};

    fn span(path: &str, start: usize, end: usize) -> Span {
        Span { path: SitePath::new(path), bytes: start..end }
    }

    #[test]
    fn errors_come_first_with_their_lines_and_places() {
        let sources = Sources::new([SourceFile::new("content/a.md", b"one\ntwo <b>three</b>\n".as_slice())]);
        let templates = BTreeMap::from([(SitePath::new("themes/default/x.html"), b"{{ y }}".to_vec())]);
        let diagnostics = [
            Diagnostic::warning(Code::CutWord, "a warning", span("themes/default/x.html", 3, 4)),
            Diagnostic::error(Code::BadValue, "an error", span("content/a.md", 8, 11))
                .hint("do\nthis")
                .related(span("themes/default/x.html", 0, 2), "there")
                .related(span("content/a.md", 0, 3), "here"),
        ];
        let report = Report::new(&diagnostics, &sources, &templates);
        let json = report.to_json();
        assert_eq!((&json["errors"], &json["warnings"], &json["more"]), (&json!(1), &json!(1), &json!(0)));
        let error = &json["items"][0];
        assert_eq!(
            (&error["code"], &error["line"], &error["column"]),
            (&json!("bad-value"), &json!(2), &json!(5))
        );
        assert_eq!(error["hint"], "do\nthis");
        assert_eq!(error["excerpt"], json!({"before": "two ", "marked": "<b>", "after": "three</b>"}));
        assert_eq!(error["related"][0]["place"], Value::Null, "it is in the binary");
        let here = error["related"][1]["place"].as_u64().expect("a place");
        assert_eq!(report.place(usize::try_from(here).expect("small")).expect("a place").line, 1);
        assert_eq!(json["items"][1]["severity"], "warning");
        assert_eq!(report.place(2), None);
    }

    #[test]
    fn what_could_deceive_is_made_visible() {
        let text = "a\u{202E}b\u{1B}[31m\tc";
        let sources = Sources::new([SourceFile::new("content/a.md", text.as_bytes())]);
        let at = text.find('b').expect("b");
        let error = Diagnostic::error(Code::BadValue, text, span("content/a.md", at, at + 1)).hint(text);
        let json = Report::new(&[error], &sources, &BTreeMap::new()).to_json();
        let item = &json["items"][0];
        assert_eq!(item["message"], "a\u{FFFD}b\u{FFFD}[31m c");
        assert_eq!(item["hint"], "a\u{FFFD}b\u{FFFD}[31m c");
        assert_eq!(item["excerpt"], json!({"before": "a\u{FFFD}", "marked": "b", "after": "\u{FFFD}[31m c"}));
    }

    #[test]
    fn a_browser_is_not_flooded() {
        let sources = Sources::default();
        let many: Vec<_> =
            (0..1000).map(|n| Diagnostic::warning(Code::CutWord, "w", span("content/a.md", n, n))).collect();
        let json = Report::new(&many, &sources, &BTreeMap::new()).to_json();
        assert_eq!(json["items"].as_array().map(Vec::len), Some(MOST));
        assert_eq!(json["more"], 900);
    }
}
