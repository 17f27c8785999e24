//! What of an article's text a reader may not see.
//!
//! In: one article that the reader may see. Out: the same without the passages that its redactions or
//! its `rights` keep from the reader, and without the annotations that touch them. Must not know: other
//! articles.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::admit::sees;
use crate::anchor::{Anchored, Annotations, Article};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::{Annotation, Redaction, Rights};
use crate::text::{Cut, REDACTED, Remains};
use crate::value::Id;
use crate::yaml::List;

/// Whether a reader in these audiences may see a redacted passage; one that names nobody is nobody's.
fn is_seen(redaction: &Anchored<Redaction>, reader: Option<&BTreeSet<Id>>) -> bool {
    reader.is_none() || redaction.value.audience().is_some_and(|audience| sees(reader, audience))
}

/// The passages of an article that a reader in these audiences may not see, ascending; those that touch
/// are one.
pub(super) fn hidden(article: &Article, reader: Option<&BTreeSet<Id>>) -> Vec<Range<usize>> {
    let redactions = article.annotations.redactions.iter().filter(|redaction| !is_seen(redaction, reader));
    let mut passages: Vec<Range<usize>> = redactions.flat_map(|redaction| redaction.place.clone()).collect();
    passages.sort_by_key(|passage| (passage.start, passage.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for passage in passages {
        match joined.last_mut().filter(|last| passage.start <= last.end) {
            Some(last) => last.end = last.end.max(passage.end),
            None => joined.push(passage),
        }
    }
    joined
}

/// Puts a mark in the place of each passage that the reader may not see: true where there was any.
pub(super) fn redact(article: &mut Article, reader: Option<&BTreeSet<Id>>) -> bool {
    let hidden = hidden(article, reader);
    if hidden.is_empty() {
        return false;
    }
    let cuts: Vec<Cut> = hidden.into_iter().map(|range| Cut { range, instead: REDACTED }).collect();
    article.annotations.redactions.retain(|redaction| is_seen(redaction, reader));
    let left = article.entry.body.cut(&cuts, false);
    leave(article, left);
    true
}

/// Takes out what `rights` keeps from all readers: true where it keeps anything. `words` is how many words
/// of an excerpt stand on either side of a quote.
pub(super) fn limit(article: &mut Article, words: usize) -> bool {
    let meta = &mut article.entry.meta;
    match meta.rights {
        Rights::Full => return false,
        Rights::Excerpt => {
            // They are the article's own words and pictures; the summary is the editor's.
            (meta.dek, meta.image) = (None, None);
            let quotes = &article.annotations.quotes;
            let passages: Vec<Range<usize>> = quotes.iter().flat_map(|quote| quote.place.clone()).collect();
            let left = match passages.is_empty() {
                true => Remains::default(),
                false => article.entry.body.cut(&article.entry.body.cuts_around(&passages, words), true),
            };
            leave(article, left);
        }
        Rights::Link => {
            (meta.summary, meta.dek, meta.image) = (None, None, None);
            meta.credits = List::default();
            meta.corrections = List::default();
            article.entry.body = Arc::default();
            article.annotations = Annotations::default();
        }
    }
    true
}

/// Leaves of an article what is left of its text, and of its annotations those that stand there whole.
fn leave(article: &mut Article, left: Remains) {
    let lists = &mut article.annotations;
    keep(&mut lists.quotes, &left);
    keep(&mut lists.events, &left);
    keep(&mut lists.figures, &left);
    keep(&mut lists.relations, &left);
    keep(&mut lists.claims, &left);
    keep(&mut lists.notes, &left);
    keep(&mut lists.redactions, &left);
    keep(&mut lists.mentions, &left);
    article.entry.body = Arc::new(left.body);
}

fn keep<T>(list: &mut Vec<Anchored<T>>, left: &Remains) {
    list.retain_mut(|annotation| {
        let place: Option<Vec<_>> = annotation.place.iter().map(|piece| left.range(piece)).collect();
        place.map(|place| annotation.place = place).is_some()
    });
}

/// Warns of annotations that go because they touch a passage that this reader may not see.
pub(super) fn warn_of_touched(article: &Article, reader: Option<&BTreeSet<Id>>, sink: &mut Vec<Diagnostic>) {
    if article.annotations.redactions.is_empty() {
        return;
    }
    let hidden = hidden(article, reader);
    let lists = &article.annotations;
    let mut warn = Warn { article, hidden: &hidden, reader, sink };
    warn.of(&lists.quotes, "quote");
    warn.of(&lists.events, "event");
    warn.of(&lists.figures, "figure");
    warn.of(&lists.relations, "relation");
    warn.of(&lists.claims, "claim");
    warn.of(&lists.notes, "note");
}

struct Warn<'a> {
    article: &'a Article,
    hidden: &'a [Range<usize>],
    reader: Option<&'a BTreeSet<Id>>,
    sink: &'a mut Vec<Diagnostic>,
}

impl Warn<'_> {
    fn of<T: Annotation>(&mut self, list: &[Anchored<T>], noun: &str) {
        for annotation in list {
            let touches = |piece: &Range<usize>| {
                self.hidden.iter().any(|other| piece.start < other.end && other.start < piece.end)
            };
            // Who may not see it anyway misses nothing.
            if annotation.value.audience().is_some_and(|names| !sees(self.reader, names))
                || !annotation.place.iter().any(touches)
            {
                continue;
            }
            let message = format!("this {noun} is withheld with the redacted passage that it touches");
            let span = self.article.sidecar.value(&annotation.pointer("exact"));
            let hint = "shorten it, or give it the audience of the redaction to say that this is meant";
            self.sink.push(Diagnostic::warning(Code::Redacted, message, span).hint(hint));
        }
    }
}
