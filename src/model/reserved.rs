//! Addresses that no record may take.
//!
//! In: all records. Out: what is wrong. A record is refused even where the site has nothing
//! at the address today: it may have it tomorrow, when the first quote is marked or a list
//! grows long, and the record's address would have to change then, with every link to it.

use super::address::{PAGINATION, RESERVED};
use super::records::{AnyEntry, Records};
use crate::anchor::Article;
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::value::Id;

/// Reports every record that takes an address of the site's own. A page that does is taken
/// out: it stands in the way of what belongs there, and one report of it is enough.
pub(super) fn check(records: &mut Records, sink: &mut Vec<Diagnostic>) {
    let mut refused = Vec::new();
    records.each(&mut |kind, entry| {
        if let Some(diagnostic) = taken(kind, &entry) {
            sink.push(diagnostic);
            refused.extend((kind == Kind::Page).then(|| entry.id.clone()));
        }
    });
    for id in refused {
        records.pages.remove(&id);
        records.flawed.insert(id);
    }
}

/// Reports the events and topics of an article that take such an address.
pub(super) fn check_article(article: &Article, sink: &mut Vec<Diagnostic>) {
    for event in &article.annotations.events {
        let shared = event.value.event.as_ref().filter(|id| is_pagination(id));
        sink.extend(shared.map(|id| paginated(id, "events", article.sidecar.value(&event.pointer("event")))));
    }
    for (at, topic) in article.entry.meta.topics.iter().enumerate().filter(|(_, id)| is_pagination(id)) {
        let span = article.entry.origin.value(&format!("/topics/{at}"));
        sink.push(paginated(topic, "topics", span));
    }
}

/// What is wrong with the address of a record.
fn taken(kind: Kind, entry: &AnyEntry<'_>) -> Option<Diagnostic> {
    let slug = entry.meta.slug();
    let span = || match slug {
        Some(_) => entry.origin.value("/slug"),
        None => entry.text_file.span(0..0),
    };
    let name = slug.unwrap_or(entry.id);
    if kind == Kind::Page {
        let folded = folded(name);
        let own = RESERVED.iter().find(|own| **own == folded)?;
        let message = format!("the address `/{own}/` is kept for the site's own pages and files");
        let hint = match slug {
            Some(_) => "write another `slug`",
            None => "give the page a `slug`, or rename its file",
        };
        return Some(Diagnostic::error(Code::AddressCollision, message, span()).hint(hint));
    }
    // An id stands in addresses besides the record's own: `quotes/<article>/…`,
    // `figures/<company>/…`.
    if slug.is_some_and(is_pagination) {
        return Some(paginated(name, kind.folder(), span()).hint("write another `slug`"));
    }
    is_pagination(entry.id).then(|| {
        paginated(entry.id, kind.folder(), entry.text_file.span(0..0))
            .hint("rename the file; its name is the id")
    })
}

fn paginated(id: &Id, folder: &str, span: Span) -> Diagnostic {
    let message = format!(
        "`{id}` cannot be a name here: `/{folder}/{PAGINATION}/` is kept for the parts of a long list"
    );
    Diagnostic::error(Code::AddressCollision, message, span).hint("write another id")
}

fn is_pagination(id: &Id) -> bool {
    // Folding changes the length of none of its letters, and is dear for every id of a site.
    id.as_str().len() == PAGINATION.len() && folded(id) == PAGINATION
}

/// As a file system sees it that knows no upper case.
fn folded(id: &Id) -> String {
    OutPath::page(id.as_str()).folded().trim_end_matches("/index.html").to_string()
}
