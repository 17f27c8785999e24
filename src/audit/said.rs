//! All that records say, each text with what it is and where it stands.
//!
//! In: records. Out: their texts. Must not know: who may see which.

use std::sync::Arc;

use crate::anchor::Article;
use crate::diagnostics::{SourceFile, Span};
use crate::model::Records;
use crate::parse::{Entry, Kind, Origin, Record};
use crate::text::Body;
use crate::value::Id;

/// Where a text stands.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// A value of a record or of the settings.
    Value(Origin, String),
    /// The body of a record.
    Body(Arc<SourceFile>, Arc<Body>),
    /// A file that is text.
    Text(Arc<SourceFile>),
    /// Somewhere, whatever part of the text is meant.
    At(Span),
}

impl Place {
    /// Where the bytes `start..end` of the text stand.
    pub fn span(&self, start: usize, end: usize) -> Span {
        match self {
            Place::Value(origin, pointer) => origin.value(pointer),
            Place::Body(file, body) => file.span(body.source_range(&(start..end))),
            Place::Text(file) => file.span(start..end),
            Place::At(span) => span.clone(),
        }
    }
}

/// A text that stands in a record.
pub(super) struct Said<'a> {
    pub text: &'a str,
    /// What it is: "the `title` of the article `a`".
    pub what: &'a dyn Fn() -> String,
    pub place: &'a dyn Fn() -> Place,
    /// The offsets at which one block of the text ends and another starts.
    pub edges: &'a [usize],
    /// Whether whoever may see the record may see the text. What points into a body
    /// is in the body, and no text of its own.
    pub is_shown: bool,
    /// Whether it is an id, which is written as it is wherever it is used.
    pub is_id: bool,
}

impl<'a> Said<'a> {
    /// A text in one block that is shown and is no id.
    pub fn new(text: &'a str, what: &'a dyn Fn() -> String, place: &'a dyn Fn() -> Place) -> Self {
        Self { text, what, place, edges: &[], is_shown: true, is_id: false }
    }

    /// The value that a pointer leads to.
    fn value(
        pointer: &str,
        text: &'a str,
        what: &'a dyn Fn() -> String,
        place: &'a dyn Fn() -> Place,
    ) -> Self {
        Self { is_shown: is_shown(pointer), is_id: is_id(pointer), ..Self::new(text, what, place) }
    }
}

/// What listens.
pub(super) type Hear<'h> = dyn FnMut(Said<'_>) + 'h;

/// Calls `hear` with every text of every record that `asked` is true for.
pub(super) fn said(records: &Records, asked: &dyn Fn(Kind, &Id) -> bool, hear: &mut Hear<'_>) {
    // A kind of record that is added does not compile until it is said here.
    let Records {
        settings: _,
        articles,
        companies,
        people,
        publications,
        stories,
        briefings,
        pages,
        statics: _,
        bundles: _,
        flawed: _,
        entities_unreadable: _,
    } = records;
    for article in articles.values().filter(|article| asked(Kind::Article, &article.entry.id)) {
        entry(Kind::Article, &article.entry, hear);
        annotations(article, hear);
    }
    macro_rules! each {
        ($($kind:ident: $entries:ident,)*) => {$(
            let asked_for = $entries.values().filter(|entry| asked(Kind::$kind, &entry.id));
            asked_for.for_each(|of| entry(Kind::$kind, of, hear));
        )*};
    }
    each! {
        Company: companies, Person: people, Publication: publications, Story: stories, Briefing: briefings,
        Page: pages,
    }
}

fn entry<M: Record>(kind: Kind, entry: &Entry<M>, hear: &mut Hear<'_>) {
    let name = || format!("the {} `{}`", kind.word(), entry.id);
    let id = || format!("the id of {}", name());
    let start = || Place::At(entry.text_file.span(0..0));
    hear(Said { is_id: true, ..Said::new(entry.id.as_str(), &id, &start) });
    entry.meta.says("", &mut |pointer, text| {
        // So is a file.
        if pointer == "/image/src" {
            return;
        }
        let what = || format!("the `{}` of {}", key(pointer), name());
        let place = || Place::Value(entry.origin.clone(), pointer.to_string());
        hear(Said::value(pointer, text, &what, &place));
    });
    let body = &entry.body;
    let passage = || format!("a passage of {}", name());
    let place = || Place::Body(entry.text_file.clone(), body.clone());
    let edges = body.block_edges_in(&(0..usize::MAX));
    hear(Said { edges: &edges, ..Said::new(body.text(), &passage, &place) });
    for link in body.links() {
        let place = || Place::At(entry.text_file.span(link.source.clone()));
        let address = || format!("the address of a link in {}", name());
        // One inside the site is where something else is, and changes with it.
        if link.target.contains("://") {
            hear(Said::new(&link.target, &address, &place));
        }
        let alt = || format!("the text for an image in {}", name());
        hear(Said::new(&link.alt, &alt, &place));
    }
}

fn annotations(article: &Article, hear: &mut Hear<'_>) {
    article.annotations.each(&mut |list, at, id, annotation| {
        let of = match id {
            Some(id) => format!("the {} `{}`", list.trim_end_matches('s'), article.name_of(id)),
            None => format!("a {} in the article `{}`", list.trim_end_matches('s'), article.entry.id),
        };
        let start = format!("/{list}/{at}");
        annotation.says(&start, &mut |pointer, text| {
            let what = || format!("the `{}` of {of}", key(pointer.strip_prefix(&start).unwrap_or(pointer)));
            let place = || Place::Value(article.sidecar.clone(), pointer.to_string());
            hear(Said::value(pointer, text, &what, &place));
        });
    });
}

fn is_shown(pointer: &str) -> bool {
    let hidden = |part: &str| matches!(part, "exact" | "prefix" | "suffix" | "skip");
    !pointer.split('/').any(hidden)
}

fn is_id(pointer: &str) -> bool {
    matches!(pointer.rsplit('/').next(), Some("id" | "slug" | "event"))
}

/// A JSON pointer as keys without the positions in lists.
fn key(pointer: &str) -> String {
    let is_key = |part: &&str| !part.is_empty() && !part.bytes().all(|byte| byte.is_ascii_digit());
    pointer.split('/').filter(is_key).collect::<Vec<_>>().join(".")
}
