//! The pages of the timeline and of events.

use std::collections::BTreeMap;

use super::calendar::calendar_url;
use super::cards::taking_part;
use super::json_ld;
use super::overview::{Shown, month_id, overview, year_id};
use super::scope::Scope;
use super::types::{
    Content, DateView, EventCard, EventPage, LinkView, PeriodView, TimelineDate, TimelineMonth, TimelinePage,
    TimelineYear, View,
};
use crate::model::{
    Part, TimelineEntry, event_address, section_address, subject_timeline_address, timeline_part_address,
};
use crate::parse::{BriefingSubject, Kind};
use crate::path::OutPath;
use crate::value::{Id, Name};

/// How many events a page shows of a timeline, or of a year, that is split into parts.
pub(super) const LATEST: usize = 40;

/// Whose timeline, and which part of it a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimelineOf {
    /// Whose.
    pub whose: Whose,
    /// Which part.
    pub part: Part,
}

/// Whose timeline a page shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// That of the whole site.
    Site,
    /// That of a company or a person.
    Entity(Kind, Id),
    /// That of a topic.
    Topic(Id),
    /// That of a story.
    Story(Id),
}

/// A timeline.
pub fn timeline_page(scope: Scope<'_>, of: &TimelineOf) -> View {
    let all = events(scope, &of.whose);
    let whole = whole_address(scope, &of.whose);
    let parts = scope.site.timeline_parts(&whole);
    let inside: Vec<&TimelineEntry> = all.iter().copied().filter(|entry| of.part.has(entry.period)).collect();
    let latest_only = match of.part {
        Part::Whole => !parts.is_empty(),
        Part::Year(year) => parts.iter().any(|part| matches!(part, Part::Month(of, _) if Some(*of) == year)),
        Part::Month(..) => false,
    };
    let first = if latest_only { inside.len().saturating_sub(LATEST) } else { 0 };
    let years = years(scope, &inside[first..]);
    let subject = subject(scope, of);
    let title = timeline_title(scope, of);
    let picture = Shown {
        title: &title,
        entries: &inside,
        here: !latest_only,
        whole: &whole,
        parts,
        subject: match &of.whose {
            Whose::Entity(_, id) => Some(Name::from(id)),
            _ => None,
        },
    };
    let whole_site = of.whose == Whose::Site && of.part == Part::Whole;
    let page = TimelinePage {
        overview: overview(scope, &picture),
        whole: (!whole_site).then(|| above(scope, of, &whole)),
        count: inside.len(),
        latest_only,
        periods: match parts.is_empty() {
            true => places(&years),
            false => pages(scope, of.part, &whole, parts, &all),
        },
        // On every timeline, these lists would grow with the square of the site.
        companies: if whole_site { timelines(scope, Kind::Company) } else { Vec::new() },
        people: if whole_site { timelines(scope, Kind::Person) } else { Vec::new() },
        topics: if whole_site { topics(scope) } else { Vec::new() },
        stories: if whole_site { stories(scope) } else { Vec::new() },
        calendar_url: calendar_url(scope, &all, of),
        years,
        subject,
    };
    scope.view(title, None, None, Content::Timeline(Box::new(page)))
}

/// What a timeline, or a part of it, is called.
pub(super) fn timeline_title(scope: Scope<'_>, of: &TimelineOf) -> String {
    match subject(scope, of) {
        Some(subject) => scope.say("title_timeline_of", &[("name", &subject.label)]),
        None => scope.section_title("timeline"),
    }
}

/// All events of a timeline.
pub(super) fn events<'a>(scope: Scope<'a>, whose: &Whose) -> Vec<&'a TimelineEntry> {
    let keys: &[String] = match whose {
        Whose::Site => return scope.site.timeline().iter().collect(),
        Whose::Entity(_, id) => scope.site.about(id).map_or(&[], |about| &about.events),
        Whose::Topic(id) => scope.site.topic(id).map_or(&[], |topic| &topic.events),
        Whose::Story(id) => scope.site.story_events(id),
    };
    keys.iter().filter_map(|key| scope.site.timeline_entry(key)).collect()
}

/// The page of a whole timeline.
fn whole_address(scope: Scope<'_>, whose: &Whose) -> OutPath {
    match whose {
        Whose::Site => section_address("timeline"),
        Whose::Entity(_, id) => scope.site.own_timeline(id).unwrap_or_else(|| section_address("timeline")),
        Whose::Topic(id) => subject_timeline_address("topics", id),
        Whose::Story(id) => scope.site.story_timeline(id).unwrap_or_else(|| section_address("timeline")),
    }
}

/// What a timeline is a part of: the whole one, and this that of the site.
fn above(scope: Scope<'_>, of: &TimelineOf, whole: &OutPath) -> LinkView {
    let site = || LinkView::new(scope.section_title("timeline"), scope.url(&section_address("timeline")));
    let of_whole = TimelineOf { whose: of.whose.clone(), part: Part::Whole };
    match subject(scope, &of_whole).filter(|_| of.part != Part::Whole) {
        Some(subject) => {
            LinkView::new(scope.say("title_timeline_of", &[("name", &subject.label)]), scope.url(whole))
        }
        None => site(),
    }
}

/// What a timeline is called after.
fn subject(scope: Scope<'_>, of: &TimelineOf) -> Option<LinkView> {
    let whose = match &of.whose {
        Whose::Site => None,
        Whose::Entity(_, id) => scope.entity(&Name::from(id)),
        Whose::Topic(id) => Some(scope.topic(id)),
        Whose::Story(id) => story(scope, id),
    };
    let period = match of.part {
        Part::Whole => return whose,
        Part::Year(year) => year_label(scope, year),
        Part::Month(year, month) => month_label(scope, year, month),
    };
    let url = scope.url(scope.page);
    Some(match whose {
        Some(LinkView { label, url, .. }) => {
            LinkView::new(scope.say("name_and_period", &[("name", &label), ("period", &period)]), url)
        }
        None => LinkView::new(period, url),
    })
}

pub(super) fn year_label(scope: Scope<'_>, year: Option<i64>) -> String {
    year.map_or_else(|| scope.say("timeline_undated", &[]), |year| scope.language().year_number(year))
}

pub(super) fn month_label(scope: Scope<'_>, year: i64, month: Option<u8>) -> String {
    match month {
        Some(month) => scope.language().month(year, month),
        None => scope.say("year_without_month", &[("year", &scope.language().year_number(year))]),
    }
}

/// Events grouped by year, month and date. Inside each they keep their order; events of
/// which no month is known stand before the months of their year, because they are no
/// part of any.
fn years(scope: Scope<'_>, entries: &[&TimelineEntry]) -> Vec<TimelineYear> {
    let mut grouped: BTreeMap<Option<i64>, BTreeMap<Option<u8>, Vec<TimelineDate>>> = BTreeMap::new();
    for entry in entries {
        let Some(card) = scope.event_card(entry) else { continue };
        let (year, month) = entry.period;
        let dates = grouped.entry(year).or_default().entry(month).or_default();
        same_date(dates, card);
    }
    let year = |(year, months): (Option<i64>, BTreeMap<Option<u8>, Vec<TimelineDate>>)| TimelineYear {
        label: year_label(scope, year),
        id: year_id(year),
        months: months
            .into_iter()
            .map(|(month, dates)| TimelineMonth {
                label: year.zip(month).map(|(year, month)| scope.language().month(year, month)),
                id: year.zip(month).map(|(year, month)| month_id(year, month)),
                dates,
            })
            .collect(),
    };
    grouped.into_iter().map(year).collect()
}

/// Puts an event beside those of the same date.
fn same_date(dates: &mut Vec<TimelineDate>, card: EventCard) {
    let same = |date: &DateView| date.edtf == card.date.edtf;
    match dates.last_mut().filter(|last| same(&last.date)) {
        Some(last) => last.events.push(card),
        None => dates.push(TimelineDate { date: card.date.clone(), events: vec![card] }),
    }
}

/// The years on this page.
fn places(shown: &[TimelineYear]) -> Vec<PeriodView> {
    let place = |year: &TimelineYear| PeriodView {
        label: year.label.clone(),
        url: crate::path::fragment(&year.id),
        count: year.months.iter().flat_map(|month| &month.dates).map(|date| date.events.len()).sum(),
        current: false,
        months: Vec::new(),
    };
    shown.iter().map(place).collect()
}

/// The pages of the parts of a timeline: all years, and the months of the one that is shown.
fn pages(
    scope: Scope<'_>,
    shown: Part,
    whole: &OutPath,
    parts: &[Part],
    all: &[&TimelineEntry],
) -> Vec<PeriodView> {
    let view = |part: Part, label: String| PeriodView {
        label,
        url: scope.url(&timeline_part_address(whole, part)),
        count: all.iter().filter(|entry| part.has(entry.period)).count(),
        current: shown == part,
        months: Vec::new(),
    };
    let shown_year = match shown {
        Part::Whole => None,
        Part::Year(year) => year,
        Part::Month(year, _) => Some(year),
    };
    let mut years: Vec<PeriodView> = Vec::new();
    for part in parts {
        match *part {
            Part::Whole => {}
            Part::Year(year) => years.push(view(*part, year_label(scope, year))),
            Part::Month(year, month) if Some(year) == shown_year => {
                let label = month_label(scope, year, month);
                if let Some(of) = years.last_mut() {
                    of.months.push(view(*part, label));
                }
            }
            Part::Month(..) => {}
        }
    }
    years
}

/// The companies or people that have a timeline of their own, by name.
fn timelines(scope: Scope<'_>, kind: Kind) -> Vec<LinkView> {
    let ids = scope.site.timelines().iter().filter(|(_, of)| **of == kind);
    let link = |(id, _): (&Id, &Kind)| {
        let label = scope.entity(&Name::from(id))?.label;
        Some(LinkView::new(label, scope.url(&scope.site.own_timeline(id)?)))
    };
    by_label(ids.filter_map(link).collect())
}

fn topics(scope: Scope<'_>) -> Vec<LinkView> {
    let with_events = scope.site.topics().filter(|(_, _, has_events)| *has_events);
    let link = |(id, ..): (&Id, usize, bool)| {
        LinkView::new(scope.topic_label(id), scope.url(&subject_timeline_address("topics", id)))
    };
    by_label(with_events.map(link).collect())
}

fn stories(scope: Scope<'_>) -> Vec<LinkView> {
    by_label(scope.site.story_timelines().filter_map(|id| story(scope, id)).collect())
}

/// The timeline of a story.
fn story(scope: Scope<'_>, id: &Id) -> Option<LinkView> {
    let label = scope.site.story(id)?.meta.title.to_string();
    Some(LinkView::new(label, scope.url(&scope.site.story_timeline(id)?)))
}

fn by_label(mut links: Vec<LinkView>) -> Vec<LinkView> {
    links.sort_by_key(|link| link.label.to_lowercase());
    links
}

/// One event; nothing where no report of it is left.
pub fn event_page(scope: Scope<'_>, key: &str) -> Option<View> {
    let entry = scope.site.timeline_entry(key)?;
    let event = scope.event_card(entry)?;
    let description = format!("{}: {}", event.date.words, event.title);
    let title = event.title.clone();
    let [earlier, later] = scope.site.neighbours(key).map(|entry| {
        let entry = entry?;
        let first = scope.site.reports(entry).next()?;
        Some(LinkView::new(first.value().title.to_string(), scope.url(&event_address(&entry.key))))
    });
    let stories = scope.stories(scope.site.reports(entry).map(|report| report.head()));
    let page = EventPage { event, earlier, later, stories, edition: edition(scope, entry) };
    let reports: Vec<_> = scope.site.reports(entry).collect();
    let linked_data = json_ld::event(scope, entry, &reports, &taking_part(&reports));
    Some(scope.view(title, Some(description), linked_data, Content::Event(Box::new(page))))
}

/// The last edition with a timeline that an event is on, or with what reports it.
fn edition<'a>(scope: Scope<'a>, entry: &'a TimelineEntry) -> Option<LinkView> {
    let reports: Vec<_> = scope.site.reports(entry).collect();
    let names = reports.iter().flat_map(|event| &event.value().entities).cloned();
    scope.last_edition_of(
        names.map(BriefingSubject::Timeline).collect(),
        reports.iter().map(|event| event.head()),
    )
}
