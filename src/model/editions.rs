//! Editions in their order, and what each came to know.
//!
//! In: the records that may be seen. Out: each edition with the days that it covers, the articles
//! and corrections of these days, and which edition was the last to use a thing. Must not know: what
//! of an article is new, which takes the quotes and figures of all others.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::records::Records;
use crate::diagnostics::{Code, Diagnostic, nearest};
use crate::parse::{ArticleMeta, BriefingItem, BriefingMeta, BriefingSubject};
use crate::value::{Day, FigureRef, Id};

/// One edition among the others.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    /// The briefing.
    pub id: Id,
    /// The days that it covers.
    pub days: Days,
    /// The edition before it.
    pub earlier: Option<Id>,
    /// The edition after it.
    pub later: Option<Id>,
    /// The articles that became known in its days, in that order, then by id; none of the first
    /// edition, to which all is new.
    pub articles: Vec<Id>,
    /// The corrections of its days: the article, and the position in its list.
    pub corrections: Vec<(Id, usize)>,
}

/// The days of an edition: from the day after the edition before it up to its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Days {
    /// The day of the edition before it; nothing for the first.
    pub after: Option<Date>,
    /// Its own day.
    pub up_to: Date,
}

impl Days {
    /// Whether what became known on this day is new in the edition. What has been known from the
    /// beginning never is, and to the first edition there is no "since".
    pub fn has(self, known: Known) -> bool {
        self.after.is_some_and(|after| known.is_some_and(|day| after < day && day <= self.up_to))
    }

    /// Whether it was known when the edition before it came out.
    pub fn before(self, known: Known) -> bool {
        known.is_none_or(|day| self.after.is_some_and(|after| day <= after))
    }

    /// Whether it was known by then.
    pub fn by_then(self, known: Known) -> bool {
        known.is_none_or(|day| day <= self.up_to)
    }
}

/// The day on which something became known to the desk; nothing for what is of no known day and
/// counts as known from the beginning.
pub type Known = Option<Date>;

/// When an article became known: when it was clipped, else when it was published; of a vague date the
/// earliest day.
pub fn known(article: &ArticleMeta) -> Known {
    article.retrieved.as_ref().or(article.published.as_ref())?.earliest_day()
}

/// All editions.
#[derive(Clone, Debug, Default)]
pub struct Editions {
    /// The oldest first.
    pub order: Vec<Edition>,
    /// The last edition that has an item on something.
    pub uses: BTreeMap<BriefingSubject, Id>,
}

impl Editions {
    /// The editions of these records.
    pub(super) fn of(records: &Records) -> Self {
        let mut order: Vec<_> = records.briefings.values().map(|entry| (&entry.meta, &entry.id)).collect();
        order.sort_by_key(|(meta, id)| (place(meta), *id));
        let mut editions = Self::default();
        for (at, (meta, id)) in order.iter().enumerate() {
            let other = |at: Option<usize>| at.and_then(|at| order.get(at)).map(|(_, id)| (*id).clone());
            let Some(up_to) = meta.date.0.earliest_day() else { continue };
            let after = editions.order.last().map(|edition| edition.days.up_to);
            editions.order.push(Edition {
                id: (*id).clone(),
                days: Days { after, up_to },
                earlier: other(at.checked_sub(1)),
                later: other(at.checked_add(1)),
                articles: Vec::new(),
                corrections: Vec::new(),
            });
            for subject in subjects(meta) {
                editions.uses.insert(subject.clone(), (*id).clone());
            }
        }
        editions.fill(records);
        editions
    }

    /// Gives each edition the articles and corrections of its days.
    fn fill(&mut self, records: &Records) {
        // Most sites with many articles have few editions, and those without any cost nothing.
        if self.order.len() < 2 {
            return;
        }
        let mut articles: Vec<(Date, &Id)> = Vec::new();
        let mut corrections: Vec<(Date, &Id, usize)> = Vec::new();
        for (id, article) in &records.articles {
            let meta = &article.entry.meta;
            articles.extend(known(meta).map(|day| (day, id)));
            let dated = meta.corrections.values().enumerate();
            corrections.extend(dated.filter_map(|(at, one)| Some((one.date.earliest_day()?, id, at))));
        }
        articles.sort_unstable();
        corrections.sort_unstable();
        for (day, id) in articles {
            if let Some(edition) = self.of_day(day) {
                edition.articles.push(id.clone());
            }
        }
        for (day, id, at) in corrections {
            if let Some(edition) = self.of_day(day) {
                edition.corrections.push((id.clone(), at));
            }
        }
    }

    /// The edition in which what became known on this day is new: of two editions of one day the first.
    fn of_day(&mut self, day: Date) -> Option<&mut Edition> {
        let at = self.order.partition_point(|edition| edition.days.up_to < day);
        self.order.get_mut(at).filter(|edition| edition.days.has(Some(day)))
    }

    /// The edition of a briefing.
    pub fn get(&self, id: &Id) -> Option<&Edition> {
        self.order.iter().find(|edition| edition.id == *id)
    }
}

/// Where an edition stands among those of other days and times. One of a day comes before one of a time
/// of that day.
fn place(meta: &BriefingMeta) -> (Day, u32) {
    let (day, _, seconds) = meta.date.0.sort_key();
    (day, seconds)
}

/// Whether nothing but their ids puts two editions in order: they are of one day, and not of two times.
pub(super) fn in_doubt(a: &BriefingMeta, b: &BriefingMeta) -> bool {
    let has_time = |meta: &BriefingMeta| meta.date.0.has_time();
    place(a).0 == place(b).0 && !(has_time(a) && has_time(b) && place(a).1 != place(b).1)
}

/// What an edition has items on.
fn subjects(meta: &BriefingMeta) -> impl Iterator<Item = &BriefingSubject> {
    let items = meta.sections.values().flat_map(|section| section.items.values());
    meta.lead.iter().chain(items).map(|item| &item.subject)
}

/// Warns of items on figures that no article gives: metrics need no declaration, so nobody else would
/// see a slip of the pen. Checked on the whole source.
pub(super) fn check(records: &Records, sink: &mut Vec<Diagnostic>) {
    let asked = records.briefings.values().flat_map(|entry| {
        let sections = entry.meta.sections.iter();
        let items = sections.flat_map(|section| {
            let pointer = move |at: usize| format!("/sections/{}/items/{at}/figure", section.at);
            section.value.items.iter().map(move |item| (&item.value, pointer(item.at)))
        });
        let lead = entry.meta.lead.iter().map(|item| (item, "/lead/figure".to_string()));
        lead.chain(items).filter_map(move |(item, pointer)| Some((entry, figures_of(item)?, pointer)))
    });
    let mut asked = asked.peekable();
    if asked.peek().is_none() {
        return;
    }
    let figures = records.articles.values().flat_map(|article| &article.annotations.figures);
    let texts = figures.map(|figure| &figure.value.text);
    let known: BTreeSet<String> = texts.map(|text| format!("{}/{}", text.company, text.metric)).collect();
    for (entry, of, pointer) in asked {
        let name = format!("{}/{}", of.company, of.metric);
        if known.contains(&name) || records.flawed.contains(of.company.as_str()) {
            continue;
        }
        let hint = match nearest(&name, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "the item is not shown; name a company and one of its metrics".to_string(),
        };
        let message = format!("no article gives a figure of `{name}`");
        let span = entry.origin.value(&pointer);
        sink.push(Diagnostic::warning(Code::UnknownName, message, span).hint(hint));
    }
}

fn figures_of(item: &BriefingItem) -> Option<&FigureRef> {
    match &item.subject {
        BriefingSubject::Figure(of) => Some(of),
        _ => None,
    }
}
