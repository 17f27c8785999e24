//! The pages of the timeline and of events.

use std::collections::BTreeMap;

use super::scope::Scope;
use super::types::{
    Content, DateView, EventCard, EventPage, LinkView, PeriodView, TimelineDate, TimelineMonth, TimelinePage,
    TimelineYear, View,
};
use crate::model::{
    TimelineEntry, event_address, section_address, subject_timeline_address, timeline_year_address,
};
use crate::parse::Kind;
use crate::value::{Id, Name};

/// How many events the timeline itself shows where it is split into years.
const LATEST: usize = 40;

/// Whose timeline a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimelineOf {
    /// That of the whole site.
    All,
    /// That of one year; of the events without a known year for `None`.
    Year(Option<i64>),
    /// That of a company or a person.
    Entity(Kind, Id),
    /// That of a topic.
    Topic(Id),
}

/// A timeline.
pub fn timeline_page(scope: Scope<'_>, of: &TimelineOf) -> View {
    let nothing = Vec::new();
    let latest_only = *of == TimelineOf::All && scope.site.timeline_is_split();
    let shown: Vec<&TimelineEntry> = match of {
        TimelineOf::All if latest_only => scope.site.timeline_end(LATEST).iter().collect(),
        TimelineOf::All => scope.site.timeline().iter().collect(),
        TimelineOf::Year(year) => entries(scope, scope.site.years().get(year).unwrap_or(&nothing)),
        TimelineOf::Entity(_, id) => {
            entries(scope, scope.site.about(id).map_or(&nothing, |about| &about.events))
        }
        TimelineOf::Topic(id) => entries(scope, scope.site.topic(id).map_or(&nothing, |topic| &topic.events)),
    };
    let subject = subject(scope, of);
    let title = match &subject {
        Some(subject) => scope.say("title_timeline_of", &[("name", &subject.label)]),
        None => scope.section_title("timeline"),
    };
    let whole =
        LinkView { label: scope.section_title("timeline"), url: scope.url(&section_address("timeline")) };
    let years = years(scope, &shown);
    // On every timeline, these lists would grow with the square of the site.
    let whole_site = *of == TimelineOf::All;
    let page = TimelinePage {
        whole: (!whole_site).then_some(whole),
        count: shown.len(),
        latest_only,
        periods: periods(scope, of, &years),
        companies: if whole_site { timelines(scope, Kind::Company) } else { Vec::new() },
        people: if whole_site { timelines(scope, Kind::Person) } else { Vec::new() },
        topics: if whole_site { topics(scope) } else { Vec::new() },
        years,
        subject,
    };
    scope.view(title, None, None, Content::Timeline(Box::new(page)))
}

fn entries<'a>(scope: Scope<'a>, keys: &[String]) -> Vec<&'a TimelineEntry> {
    keys.iter().filter_map(|key| scope.site.timeline_entry(key)).collect()
}

/// What a timeline is called after.
fn subject(scope: Scope<'_>, of: &TimelineOf) -> Option<LinkView> {
    match of {
        TimelineOf::All => None,
        TimelineOf::Year(year) => {
            let url = scope.url(&timeline_year_address(*year));
            Some(LinkView { label: year_label(scope, *year), url })
        }
        TimelineOf::Entity(_, id) => scope.entity(&Name::from(id)),
        TimelineOf::Topic(id) => Some(scope.topic(id)),
    }
}

fn year_label(scope: Scope<'_>, year: Option<i64>) -> String {
    year.map_or_else(|| scope.say("timeline_undated", &[]), |year| scope.language().year_number(year))
}

/// Events grouped by year, month and date. Inside each they keep their order; events of
/// which no month is known stand before the months of their year, because they are no
/// part of any.
fn years(scope: Scope<'_>, entries: &[&TimelineEntry]) -> Vec<TimelineYear> {
    let mut grouped: BTreeMap<Option<i64>, BTreeMap<Option<u8>, Vec<TimelineDate>>> = BTreeMap::new();
    for entry in entries {
        let Some(first) = entry.spots.first().and_then(|spot| scope.site.event(spot)) else { continue };
        let Some(card) = scope.event_card(entry) else { continue };
        let (year, month) = first.value().date.year_and_month().map_or((None, None), |(y, m)| (Some(y), m));
        let dates = grouped.entry(year).or_default().entry(month).or_default();
        same_date(dates, card);
    }
    let year = |(year, months): (Option<i64>, BTreeMap<Option<u8>, Vec<TimelineDate>>)| TimelineYear {
        label: year_label(scope, year),
        id: year.map_or_else(|| "undated".to_string(), |year| format!("y{year}")),
        months: months
            .into_iter()
            .map(|(month, dates)| TimelineMonth {
                label: year.zip(month).map(|(year, month)| scope.language().month(year, month)),
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

/// The years that can be gone to: pages where the timeline is split, else places.
fn periods(scope: Scope<'_>, of: &TimelineOf, shown: &[TimelineYear]) -> Vec<PeriodView> {
    let of_site = matches!(of, TimelineOf::All | TimelineOf::Year(_));
    if !of_site || !scope.site.timeline_is_split() {
        let place = |year: &TimelineYear| PeriodView {
            label: year.label.clone(),
            url: crate::path::fragment(&year.id),
            count: year.months.iter().flat_map(|month| &month.dates).map(|date| date.events.len()).sum(),
            current: false,
            months: Vec::new(),
        };
        return shown.iter().map(place).collect();
    }
    let page = |(year, keys): (&Option<i64>, &Vec<String>)| PeriodView {
        label: year_label(scope, *year),
        url: scope.url(&timeline_year_address(*year)),
        count: keys.len(),
        current: *of == TimelineOf::Year(*year),
        months: Vec::new(),
    };
    scope.site.years().iter().map(page).collect()
}

/// The companies or people that have a timeline of their own, by name.
fn timelines(scope: Scope<'_>, kind: Kind) -> Vec<LinkView> {
    let ids = scope.site.timelines().iter().filter(|(_, of)| **of == kind);
    let link = |(id, _): (&Id, &Kind)| {
        let label = scope.entity(&Name::from(id))?.label;
        Some(LinkView { label, url: scope.url(&scope.site.own_timeline(id)?) })
    };
    by_label(ids.filter_map(link).collect())
}

fn topics(scope: Scope<'_>) -> Vec<LinkView> {
    let with_events = scope.site.topics().filter(|(_, _, has_events)| *has_events);
    let link = |(id, ..): (&Id, usize, bool)| LinkView {
        label: scope.topic_label(id),
        url: scope.url(&subject_timeline_address("topics", id)),
    };
    by_label(with_events.map(link).collect())
}

fn by_label(mut links: Vec<LinkView>) -> Vec<LinkView> {
    links.sort_by_key(|link| link.label.to_lowercase());
    links
}

/// One event; nothing where no report of it is left.
pub fn event_page(scope: Scope<'_>, key: &str) -> Option<View> {
    let event = scope.event_card(scope.site.timeline_entry(key)?)?;
    let description = format!("{}: {}", event.date.words, event.title);
    let title = event.title.clone();
    let [earlier, later] = scope.site.neighbours(key).map(|entry| {
        let entry = entry?;
        let first = scope.site.event(entry.spots.first()?)?;
        Some(LinkView { label: first.value().title.to_string(), url: scope.url(&event_address(&entry.key)) })
    });
    let page = EventPage { event, earlier, later };
    Some(scope.view(title, Some(description), None, Content::Event(Box::new(page))))
}
