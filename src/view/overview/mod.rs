//! A timeline as a picture: an SVG element, made at build time.
//!
//! In: the events of a timeline, as its page reads them. Out: a picture with how many there are in each
//! month, and below it, in lanes by company, each event, linked to its entry in the list. Where
//! there are many, a lane shows how many there are instead, so the picture has a size that no
//! site exceeds. All places are whole numbers. Must not know: templates.

mod axis;
mod cells;
mod frame;
mod marks;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use self::axis::{Axis, WIDTH, month};
pub(super) use self::axis::{Month, year_and_month};
use self::frame::Frame;
use super::scope::Scope;
use super::svg::Sheet;
use super::types::{OverviewView, SignView};
use crate::model::{Annotated, Part, Period, TimelineEntry, timeline_part_address};
use crate::parse::Event;
use crate::path::{OutPath, fragment};
use crate::value::{Day, Name, Reach};

/// From more events on, a picture does not show each.
const MARKS: usize = 120;
/// Companies that have a lane of their own, where there are more than that and two.
const LANES: usize = 6;

/// Dates of one event that are drawn where they contradict each other; the list has all.
const ACCOUNTS: usize = 6;

/// What a picture is of, and where that stands on pages.
pub(super) struct Shown<'s, 'a> {
    /// What the picture is called.
    pub title: &'s str,
    /// The events.
    pub entries: &'s [&'a TimelineEntry],
    /// Whether the page lists all of them.
    pub here: bool,
    /// The page of the whole timeline, and its parts that have pages.
    pub whole: &'s OutPath,
    pub parts: &'s [Part],
    /// Whose timeline it is.
    pub subject: Option<Name>,
}

/// An event in the picture.
struct Happening<'a> {
    entry: &'a TimelineEntry,
    reports: Vec<Annotated<'a, Event>>,
    /// When it was, by its first report.
    first: Reach,
    /// The reports that are drawn: the first, or several where they contradict each other.
    accounts: Vec<Annotated<'a, Event>>,
    /// The lanes that it is in.
    lanes: Vec<usize>,
}

impl Happening<'_> {
    fn conflict(&self) -> bool {
        self.accounts.len() > 1
    }

    /// Who took part.
    fn entities(&self) -> BTreeSet<&Name> {
        self.reports.iter().flat_map(|report| &report.value().entities).collect()
    }

    /// The months in which it starts and ends, by its first report.
    fn months(&self) -> (Month, Month) {
        months_of(&self.first)
    }

    /// The times that are drawn.
    fn reaches(&self) -> impl Iterator<Item = Reach> {
        self.accounts.iter().map(|account| account.value().date.reach())
    }
}

/// The months in which a time starts and ends; those of the end that is known where one is open.
fn months_of(reach: &Reach) -> (Month, Month) {
    let month = |day: Option<Day>| day.map_or(0, |(year, number, _)| month(year, number));
    (month(reach.from.or(reach.until)), month(reach.until.or(reach.from)))
}

/// A row of the picture: a company's events, or those of no company that has a row.
struct Lane {
    label: String,
    url: Option<String>,
}

/// The picture of a timeline; nothing where all events are in one month.
pub(super) fn overview(scope: Scope<'_>, shown: &Shown<'_, '_>) -> Option<OverviewView> {
    let mut happenings: Vec<Happening<'_>> =
        shown.entries.iter().filter_map(|entry| happening(scope, entry)).collect();
    let marks = shown.here && happenings.len() <= MARKS;
    let drawn = |happening: &Happening<'_>| match marks {
        true => happening.reaches().collect(),
        false => vec![happening.first],
    };
    let reaches = happenings.iter().flat_map(drawn);
    let busy = reaches.map(|reach| months_of(&reach)).flat_map(|(first, last)| [first, last]).collect();
    let axis = Axis::of(&busy)?;
    let lanes = lanes(scope, shown, &mut happenings);
    let frame = Frame { scope, shown, axis, sheet: Sheet::of(scope, WIDTH) };
    let (below, height) = match marks {
        true => frame.marks(&lanes, &happenings),
        false => frame.cells(&lanes, &happenings),
    };
    Some(OverviewView {
        svg_html: frame.svg(&happenings, &below, height),
        signs: signs(scope, &happenings, marks),
    })
}

/// An event of which some time is known.
fn happening<'a>(scope: Scope<'a>, entry: &'a TimelineEntry) -> Option<Happening<'a>> {
    let reports: Vec<Annotated<'a, Event>> = scope.site.reports(entry).collect();
    let first = *reports.first().filter(|_| entry.period.0.is_some())?;
    let accounts = if entry.contradiction.is_some() { accounts(&reports) } else { vec![first] };
    Some(Happening { entry, reports, first: first.value().date.reach(), accounts, lanes: Vec::new() })
}

/// One report for each date, by date; of very many those at both ends.
fn accounts<'a>(reports: &[Annotated<'a, Event>]) -> Vec<Annotated<'a, Event>> {
    let mut accounts = reports.to_vec();
    accounts.sort_by_key(|account| account.value().date.sort_key());
    accounts.dedup_by_key(|account| account.value().date.written());
    let left = accounts.len().saturating_sub(ACCOUNTS);
    if left > 0 {
        accounts.drain(ACCOUNTS / 2..ACCOUNTS / 2 + left);
    }
    accounts
}

/// Whose timeline it is, where it is that of a company, and the companies that have a lane: those with most
/// events first.
fn ranked(
    scope: Scope<'_>,
    shown: &Shown<'_, '_>,
    happenings: &[Happening<'_>],
) -> (Option<Name>, Vec<Name>) {
    let mut counts: BTreeMap<Name, usize> = BTreeMap::new();
    for name in happenings.iter().flat_map(Happening::entities) {
        *counts.entry(name.clone()).or_default() += 1;
    }
    counts.retain(|name, _| scope.site.is_company(name.as_str()));
    let own = shown.subject.clone().filter(|subject| counts.remove(subject).is_some());
    let mut ranked: Vec<(Name, usize)> = counts.into_iter().collect();
    ranked.sort_by(|(a, x), (b, y)| (Reverse(x), a).cmp(&(Reverse(y), b)));
    let most = if ranked.len() > LANES + 2 { LANES } else { ranked.len() };
    (own, ranked.into_iter().take(most).map(|(name, _)| name).collect())
}

/// The lanes, of which each event is told: those of the companies with most events, and one for
/// all others.
fn lanes(scope: Scope<'_>, shown: &Shown<'_, '_>, happenings: &mut [Happening<'_>]) -> Vec<Lane> {
    let (own, mut names) = ranked(scope, shown, happenings);
    for happening in happenings.iter_mut() {
        let entities = happening.entities();
        happening.lanes = (0..names.len())
            .filter(|at| names.get(*at).is_some_and(|name| entities.contains(name)))
            .collect();
    }
    let mut rest = |names: &mut Vec<Name>, fits: &dyn Fn(&Happening<'_>) -> bool| {
        let left = happenings.iter_mut().filter(|happening| happening.lanes.is_empty() && fits(happening));
        left.fold(false, |_, happening| {
            happening.lanes.push(names.len());
            true
        })
    };
    let alone =
        |happening: &Happening<'_>| own.as_ref().is_some_and(|own| happening.entities().contains(own));
    if rest(&mut names, &alone) {
        names.extend(own.clone());
    }
    let others = rest(&mut names, &|_| true);
    let lane = |name: &Name| Lane {
        label: scope.entity(name).map(|link| link.label).unwrap_or_default(),
        url: scope.site.own_timeline(&name.id()).map(|page| scope.url(&page)),
    };
    let mut lanes: Vec<Lane> = names.iter().map(lane).collect();
    let label = if lanes.is_empty() { scope.say("events", &[]) } else { scope.say("overview_others", &[]) };
    lanes.extend(others.then_some(Lane { label, url: None }));
    lanes
}

/// What the signs in the picture mean, as far as there are such.
fn signs(scope: Scope<'_>, happenings: &[Happening<'_>], marks: bool) -> Vec<SignView> {
    let mut kinds: BTreeSet<(u8, &'static str)> = BTreeSet::new();
    for happening in happenings {
        let exact = happening.first.soft == (false, false);
        kinds.extend(match (happening.conflict(), marks) {
            (true, _) => Some((3, "conflict")),
            (false, false) => None,
            (false, true) if exact && happening.first.from == happening.first.until => Some((0, "day")),
            (false, true) if exact => Some((1, "span")),
            (false, true) => Some((2, "soft")),
        });
    }
    let sign =
        |(_, kind): (u8, &'static str)| SignView { kind, words: scope.say(&format!("sign_{kind}"), &[]) };
    kinds.into_iter().map(sign).collect()
}

/// The id of the entry of an event on a page that lists it.
pub(super) fn entry_id(key: &str) -> String {
    // A colon is in no id of a record, so no two events have one id.
    format!("e-{}", key.replace('#', ":"))
}

/// The id of a month in the list of a timeline.
pub(super) fn month_id(year: i64, month: u8) -> String {
    format!("m{year}-{month:02}")
}

/// The id of a year in the list of a timeline.
pub(super) fn year_id(year: Option<i64>) -> String {
    year.map_or_else(|| "undated".to_string(), |year| format!("y{year}"))
}

impl Shown<'_, '_> {
    /// Where the list of the events of a period is.
    fn place(&self, scope: Scope<'_>, (year, month): Period) -> String {
        if self.here {
            return fragment(&match (year, month) {
                (Some(year), Some(month)) => month_id(year, month),
                _ => year_id(year),
            });
        }
        let parts = [year.map(|year| Part::Month(year, month)), Some(Part::Year(year))];
        let part = parts.into_iter().flatten().find(|part| self.parts.contains(part));
        scope.url(&timeline_part_address(self.whole, part.unwrap_or(Part::Whole)))
    }
}
