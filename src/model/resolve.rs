//! References checked on the whole source, and names replaced by ids.
//!
//! In: all records. Out: the same, in which every reference leads to a record that
//! exists. Must not know: who may see what; that comes after, so that a build for one
//! reader reports the same mistakes as a build for another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::records::Records;
use super::references::Refers;
use super::resolver::{Resolver, Whole};
use super::{decisions, editions, files, labels, links, redirects, reserved, times};
use crate::anchor::Article;
use crate::diagnostics::{Checked, Code, Diagnostic, Span};
use crate::digest::Digest;
use crate::kept::{Kept, Same};
use crate::parse::{
    BriefingMeta, CompanyMeta, Entry, Kind, PageMeta, PersonMeta, PublicationMeta, StoryMeta,
};
use crate::value::Id;

/// A record with its references checked.
#[derive(Debug)]
struct Resolved<T> {
    record: Arc<T>,
    /// What is wrong with them.
    diagnostics: Vec<Diagnostic>,
    /// Whether it mattered which records have mistakes of their own. These are not among what
    /// decides on a record, because one more mistake would then decide on all of them.
    asked_for_flawed: bool,
}

/// What decides on a record's references: the record, and what it can refer to.
type KeptRecords<T> = Kept<Id, (Same<T>, Digest), Resolved<T>>;

/// What `resolve` remembers.
#[derive(Debug, Default)]
pub struct ResolveMemo {
    articles: KeptRecords<Article>,
    companies: KeptRecords<Entry<CompanyMeta>>,
    people: KeptRecords<Entry<PersonMeta>>,
    publications: KeptRecords<Entry<PublicationMeta>>,
    stories: KeptRecords<Entry<StoryMeta>>,
    briefings: KeptRecords<Entry<BriefingMeta>>,
    pages: KeptRecords<Entry<PageMeta>>,
}

/// Checks every reference of every record.
pub fn resolve(mut records: Records, memo: &mut ResolveMemo) -> Checked<Records> {
    let mut diagnostics = Vec::new();
    one_id_space(&records, &mut diagnostics);
    labels::check(&records, &mut diagnostics);
    files::check(&records, &mut diagnostics);
    let whole = Whole::of(&records);
    let sink = &mut diagnostics;
    let articles = whole.resolved(&records.articles, &mut memo.articles, sink);
    let companies = whole.resolved(&records.companies, &mut memo.companies, sink);
    let people = whole.resolved(&records.people, &mut memo.people, sink);
    let publications = whole.resolved(&records.publications, &mut memo.publications, sink);
    let stories = whole.resolved(&records.stories, &mut memo.stories, sink);
    let briefings = whole.resolved(&records.briefings, &mut memo.briefings, sink);
    let pages = whole.resolved(&records.pages, &mut memo.pages, sink);
    drop(whole);
    records = Records { articles, companies, people, publications, stories, briefings, pages, ..records };
    // By now a company that is referred to by name has the pages that its id gives it.
    links::check(&records, &mut diagnostics);
    reserved::check(&mut records, &mut diagnostics);
    decisions::check(&records, &mut diagnostics);
    editions::check(&records, &mut diagnostics);
    redirects::check(&records, &mut diagnostics);
    times::check(&records, &mut diagnostics);
    Checked { value: records, diagnostics }
}

/// Companies, people and publications share one id space.
fn one_id_space(records: &Records, sink: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<&Id, Span> = BTreeMap::new();
    records.each(&mut |kind, entry| {
        if !matches!(kind, Kind::Company | Kind::Person | Kind::Publication) {
            return;
        }
        let span = entry.text_file.span(0..0);
        if let Some(other) = first.insert(entry.id, span.clone()) {
            let message = format!("the id `{}` is taken by another company, person or publication", entry.id);
            sink.push(
                Diagnostic::error(Code::DuplicateId, message, span)
                    .related(other, "the other one is here")
                    .hint("rename one of the two files"),
            );
        }
    });
}

/// A redaction without an audience would hide nothing, and an editor would not know.
fn redactions(article: &Article, sink: &mut Vec<Diagnostic>) {
    for redaction in article.annotations.redactions.iter().filter(|r| r.value.audience.is_none()) {
        let span = article.sidecar.value(&redaction.pointer(""));
        let message = format!("the redaction `{}` does not say who may see the passage", redaction.value.id);
        sink.push(
            Diagnostic::error(Code::MissingKey, message, span)
                .hint("add `audience: …`, the audience that may see it; all others may not"),
        );
    }
}

impl Whole<'_> {
    /// The records with their references checked.
    fn resolved<T: Referring>(
        &self,
        records: &BTreeMap<Id, Arc<T>>,
        kept: &mut KeptRecords<T>,
        sink: &mut Vec<Diagnostic>,
    ) -> BTreeMap<Id, Arc<T>> {
        let digest = |record: &T| match record.refers_to_articles() {
            true => self.digest_with_annotations(),
            false => self.digest,
        };
        let inputs: Vec<(Id, (Same<T>, Digest))> =
            records.iter().map(|(id, record)| (id.clone(), (Same(record.clone()), digest(record)))).collect();
        let resolve = |_: &Id, (record, _): &(Same<T>, Digest)| {
            let mut resolved = (*record.0).clone();
            let mut resolver = Resolver::new(self);
            resolved.resolve(&mut resolver);
            Resolved {
                record: Arc::new(resolved),
                diagnostics: resolver.sink,
                asked_for_flawed: resolver.asked_for_flawed,
            }
        };
        let mut all = BTreeMap::new();
        for (id, input, resolved) in kept.all(inputs, resolve) {
            if resolved.asked_for_flawed {
                sink.extend(resolve(id, input).diagnostics);
            } else {
                sink.extend_from_slice(&resolved.diagnostics);
            }
            all.insert(id.clone(), resolved.record.clone());
        }
        all
    }
}

/// A record whose references can be checked.
trait Referring: Clone + Send + Sync {
    fn resolve(&mut self, resolver: &mut Resolver<'_>);

    fn refers_to_articles(&self) -> bool;
}

impl Referring for Article {
    /// What else is wrong with an article by itself is said here too, so that it is looked for
    /// only once.
    fn resolve(&mut self, resolver: &mut Resolver<'_>) {
        resolver.article(self);
        redactions(self, &mut resolver.sink);
        reserved::check_article(self, &mut resolver.sink);
        decisions::check_article(&resolver.whole.records.settings, self, &mut resolver.sink);
    }

    fn refers_to_articles(&self) -> bool {
        self.refers_to_articles
    }
}

impl<M: Refers + Clone + Send + Sync> Referring for Entry<M> {
    fn resolve(&mut self, resolver: &mut Resolver<'_>) {
        resolver.entry(self);
    }

    fn refers_to_articles(&self) -> bool {
        self.meta.refers_to_articles()
    }
}
