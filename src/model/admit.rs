//! What this reader may see, at this moment.
//!
//! In: all records, checked. Out: those that may be seen, and in them only what may be
//! seen; nothing after this stage has the rest. Must not know: pages and what records
//! say of each other, beyond the references that have to go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::bundles;
use super::corrections::{self, ToCome};
use super::files::FileAudiences;
use super::loose::without_loose_links;
use super::records::{AnyEntry, Records};
use super::redact::{hidden, warn_of_touched};
use super::withhold::{AdmitMemo, count, withhold};
use crate::anchor::Article;
use crate::diagnostics::Diagnostic;
use crate::parse::{Kind, Rights};
use crate::value::{Date, Id};
use crate::yaml::OneOrMany;

/// For whom the site is built.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The audience with all that it includes; nothing where the site declares none.
    pub audience: Option<BTreeSet<Id>>,
    /// The moment that the site is built for.
    pub as_of: Timestamp,
    /// Whether drafts are shown.
    pub drafts: bool,
}

/// Why a record is held back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is a draft.
    Draft,
    /// It is for another audience.
    Audience,
    /// Its `embargo` has not ended.
    Embargo(Timestamp),
    /// It is `published` in the future.
    Published(Timestamp),
    /// Its time has passed.
    Expired,
    /// Its text, and all or most that stands beside it: `rights`.
    Rights(Rights),
    /// So many of its annotations: they are for another audience, or say something of a
    /// record that is held back.
    Annotations(usize),
    /// So many of its corrections, which are dated in the future: from when on the next of them is shown.
    Corrections(usize, Timestamp),
    /// So many passages of its text: its `redactions`.
    Passages(usize),
}

/// A record that is held back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Held {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
    /// Why.
    pub reason: Reason,
}

/// The records that may be seen. There is no other way to the stages after this one.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// The records.
    pub records: Records,
    /// What was held back, by kind and id: for the editor, never for a page.
    pub held: Vec<Held>,
    /// When the next record appears or disappears by itself.
    pub next_due: Option<Timestamp>,
    /// What goes though nobody may have meant it to: for the editor.
    pub diagnostics: Vec<Diagnostic>,
}

/// Whether a reader in these audiences may see what is for those: everybody sees everything where a site
/// declares none.
pub(super) fn sees(reader: Option<&BTreeSet<Id>>, audience: &OneOrMany<Id>) -> bool {
    reader.is_none_or(|reader| audience.0.iter().any(|name| reader.contains(name)))
}

/// Keeps what `reader` may see.
pub fn admit(mut records: Records, reader: &Reader, memo: &mut AdmitMemo) -> Admitted {
    let today = reader.as_of.to_zoned(TimeZone::UTC).date();
    let mut gate = Gate {
        reader,
        yesterday: today.saturating_sub(2.days()),
        zone: records.settings.timezone.clone(),
        default: records.settings.default_audience.clone(),
        held: Vec::new(),
        due: None,
    };
    let whole = records.articles.clone();
    let gone = gate.gone(&records);
    if !gone.is_empty() {
        remove(&mut records, &gone);
    }
    let files = records.statics.len() + records.bundles.len();
    let labels = FileAudiences::of(&records.settings);
    records.statics.retain(|path, _| gate.allowed_file(&labels, path));
    records.bundles.retain(|path, of| {
        !gone.contains(&(of.kind, of.id.clone())) && gate.allowed_in_bundle(&labels, path.as_str())
    });
    let to_come = gate.corrections_to_come(&records);
    corrections::without(&mut records, to_come, &mut memo.corrections);
    let before: Vec<Arc<Article>> = records.articles.values().cloned().collect();
    withhold(&mut records, &whole, reader, memo);
    bundles::withhold(&mut records, &before);
    let mut diagnostics = Vec::new();
    for (before, article) in before.iter().zip(records.articles.values()) {
        gate.tell_of_parts(before, article);
        warn_of_touched(before, reader.audience.as_ref(), &mut diagnostics);
    }
    // Otherwise every link leads somewhere, as was checked.
    if !gate.held.is_empty() || records.statics.len() + records.bundles.len() < files {
        without_loose_links(&mut records, &mut memo.loose);
    }
    gate.held.sort();
    // Names of audiences and of files say something too.
    records.settings.audiences.clear();
    records.settings.default_audience = None;
    records.settings.files.clear();
    Admitted { records, held: gate.held, next_due: gate.due, diagnostics }
}

fn remove(records: &mut Records, gone: &BTreeSet<(Kind, Id)>) {
    let stays = |kind: Kind, id: &Id| !gone.contains(&(kind, id.clone()));
    records.articles.retain(|id, _| stays(Kind::Article, id));
    records.companies.retain(|id, _| stays(Kind::Company, id));
    records.people.retain(|id, _| stays(Kind::Person, id));
    records.publications.retain(|id, _| stays(Kind::Publication, id));
    records.stories.retain(|id, _| stays(Kind::Story, id));
    records.briefings.retain(|id, _| stays(Kind::Briefing, id));
    records.pages.retain(|id, _| stays(Kind::Page, id));
}

struct Gate<'a> {
    reader: &'a Reader,
    /// A day that has passed in every zone.
    yesterday: jiff::civil::Date,
    zone: TimeZone,
    default: Option<Id>,
    held: Vec<Held>,
    due: Option<Timestamp>,
}

impl Gate<'_> {
    /// The records that may not be seen.
    fn gone(&mut self, records: &Records) -> BTreeSet<(Kind, Id)> {
        let mut gone: BTreeSet<(Kind, Id)> = BTreeSet::new();
        records.each(&mut |kind, entry| {
            let of_article = || records.articles.get(entry.id).filter(|_| kind == Kind::Article);
            let reason = self.reason(entry).or_else(|| self.not_yet_published(of_article()?));
            if let Some(reason) = reason {
                gone.insert((kind, entry.id.clone()));
                self.held.push(Held { kind, id: entry.id.clone(), reason });
            }
        });
        gone
    }

    /// The corrections of articles that are of a later date. Of a link no correction is shown at any time.
    fn corrections_to_come(&mut self, records: &Records) -> ToCome {
        let mut all = ToCome::new();
        for (id, article) in &records.articles {
            let meta = &article.entry.meta;
            if meta.rights == Rights::Link {
                continue;
            }
            let mut to_come: BTreeMap<usize, Timestamp> = BTreeMap::new();
            for (place, one) in meta.corrections.values().enumerate() {
                let begin = self.start_of(&one.date);
                to_come.extend(self.until(begin).map(|begin| (place, begin)));
            }
            let Some(next) = to_come.values().min() else { continue };
            let reason = Reason::Corrections(to_come.len(), *next);
            self.held.push(Held { kind: Kind::Article, id: id.clone(), reason });
            all.insert(id.clone(), to_come.into_keys().collect());
        }
        all
    }

    /// Says which parts of an article are withheld.
    fn tell_of_parts(&mut self, before: &Arc<Article>, article: &Arc<Article>) {
        if Arc::ptr_eq(before, article) {
            return;
        }
        let rights = article.entry.meta.rights;
        let passages = hidden(before, self.reader.audience.as_ref()).len();
        let lost = count(before).saturating_sub(count(article));
        let reasons = [
            (rights != Rights::Full).then_some(Reason::Rights(rights)),
            (lost > 0 && rights != Rights::Link).then_some(Reason::Annotations(lost)),
            (passages > 0).then_some(Reason::Passages(passages)),
        ];
        let id = &article.entry.id;
        let held = reasons.into_iter().flatten();
        self.held.extend(held.map(|reason| Held { kind: Kind::Article, id: id.clone(), reason }));
    }

    fn allowed_file(&self, labels: &FileAudiences<'_>, path: &str) -> bool {
        let mut audiences = labels.of_file(path).peekable();
        match audiences.peek() {
            None => self.allowed(None),
            Some(_) => audiences.all(|audience| self.allowed(Some(audience))),
        }
    }

    /// Whether a file may be seen that stands beside a record that may. Its pattern is a path below `content/`.
    fn allowed_in_bundle(&self, labels: &FileAudiences<'_>, path: &str) -> bool {
        let path = path.strip_prefix("content/").unwrap_or(path);
        labels.of_file(path).all(|audience| self.allowed(Some(audience)))
    }

    fn reason(&mut self, entry: AnyEntry<'_>) -> Option<Reason> {
        let meta = entry.meta;
        if meta.draft() && !self.reader.drafts {
            return Some(Reason::Draft);
        }
        if !self.allowed(meta.audience()) {
            return Some(Reason::Audience);
        }
        let expires = meta.expires().map(|m| m.end(&self.zone));
        if expires.is_some_and(|expires| expires <= self.reader.as_of) {
            return Some(Reason::Expired);
        }
        let embargo = self.until(meta.embargo().map(|m| m.begin(&self.zone)));
        if let (None, Some(expires)) = (embargo, expires) {
            self.due_at(expires);
        }
        embargo.map(Reason::Embargo)
    }

    fn not_yet_published(&mut self, article: &Article) -> Option<Reason> {
        let published = article.entry.meta.published.as_ref().and_then(|date| self.start_of(date));
        self.until(published).map(Reason::Published)
    }

    fn until(&mut self, moment: Option<Timestamp>) -> Option<Timestamp> {
        let is_to_come = |moment: &Timestamp| *moment > self.reader.as_of || *moment == Timestamp::MAX;
        let moment = moment.filter(is_to_come)?;
        self.due_at(moment);
        Some(moment)
    }

    fn due_at(&mut self, moment: Timestamp) {
        self.due = Some(self.due.map_or(moment, |due| due.min(moment)));
    }

    /// The first moment that a date can mean, in the site's zone; of one that has passed any.
    fn start_of(&self, date: &Date) -> Option<Timestamp> {
        // Most dates are past wherever on earth it is, and looking up a zone is dear.
        match date.earliest_day() {
            Some(day) if day < self.yesterday => Some(Timestamp::MIN),
            _ => date.begin(&self.zone),
        }
    }

    fn allowed(&self, audience: Option<&OneOrMany<Id>>) -> bool {
        let reader = self.reader.audience.as_ref();
        let by_default = |reader: &BTreeSet<Id>| self.default.as_ref().is_some_and(|d| reader.contains(d));
        match audience {
            Some(names) => sees(reader, names),
            None => reader.is_none_or(by_default),
        }
    }
}
