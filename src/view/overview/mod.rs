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

use self::axis::{Axis, Month, month};
use self::frame::Frame;
use super::scope::Scope;
use super::types::{OverviewView, SignView};
use crate::model::{Annotated, Part, Period, TimelineEntry, timeline_part_address};
use crate::parse::Event;
use crate::path::{OutPath, fragment};
use crate::value::{Date, Day, Name, Reach};

/// From more events on, a picture does not show each.
const MARKS: usize = 120;
/// Companies that have a lane of their own, where there are more than that and two.
const LANES: usize = 6;

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
    /// When it was: by its first report, or, where they contradict each other, by each.
    reaches: Vec<Reach>,
    /// The lanes that it is in.
    lanes: Vec<usize>,
}

impl Happening<'_> {
    fn conflict(&self) -> bool {
        self.reaches.len() > 1
    }

    /// Who took part.
    fn entities(&self) -> BTreeSet<&Name> {
        self.reports.iter().flat_map(|report| &report.value().entities).collect()
    }

    /// The months in which it starts and ends; those of the end that is known where one is open.
    fn months(&self) -> (Month, Month) {
        let first = self.reaches.iter().filter_map(|reach| reach.from.or(reach.until)).min();
        let last = self.reaches.iter().filter_map(|reach| reach.until.or(reach.from)).max();
        let month = |day: Option<Day>| day.map_or(0, |(year, number, _)| month(year, number));
        (month(first), month(last))
    }
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
    let busy = happenings.iter().map(Happening::months).flat_map(|(first, last)| [first, last]).collect();
    let axis = Axis::of(&busy)?;
    let lanes = lanes(scope, shown, &mut happenings);
    let frame = Frame { scope, shown, axis };
    let (below, height) = match shown.here && happenings.len() <= MARKS {
        true => frame.marks(&lanes, &happenings),
        false => frame.cells(&lanes, &happenings),
    };
    Some(OverviewView {
        svg_html: frame.svg(&happenings, &below, height),
        signs: signs(scope, &happenings, shown.here && happenings.len() <= MARKS),
    })
}

/// An event of which some time is known.
fn happening<'a>(scope: Scope<'a>, entry: &'a TimelineEntry) -> Option<Happening<'a>> {
    let reports: Vec<_> = scope.site.reports(entry).collect();
    let dates = || reports.iter().map(|report| &report.value().date);
    entry.period.0?;
    let reaches = match Date::contradict(dates()) {
        true => dates().map(Date::reach).collect(),
        false => vec![dates().next()?.reach()],
    };
    Some(Happening { entry, reports, reaches, lanes: Vec::new() })
}

/// The lanes, of which each event is told: those of the companies with most events, and one for
/// all others.
fn lanes(scope: Scope<'_>, shown: &Shown<'_, '_>, happenings: &mut [Happening<'_>]) -> Vec<Lane> {
    let mut counts: BTreeMap<Name, usize> = BTreeMap::new();
    for name in happenings.iter().flat_map(Happening::entities) {
        *counts.entry(name.clone()).or_default() += 1;
    }
    counts.retain(|name, _| scope.site.is_company(name.as_str()));
    let own = shown.subject.clone().filter(|subject| counts.remove(subject).is_some());
    let mut ranked: Vec<(Name, usize)> = counts.into_iter().collect();
    ranked.sort_by(|(a, x), (b, y)| (Reverse(x), a).cmp(&(Reverse(y), b)));
    let most = if ranked.len() > LANES + 2 { LANES } else { ranked.len() };
    let mut names: Vec<Name> = ranked.into_iter().take(most).map(|(name, _)| name).collect();
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
        match happening.reaches.as_slice() {
            [reach] if !marks || reach.soft == (false, false) && reach.from == reach.until => {
                kinds.extend(marks.then_some((0, "day")));
            }
            [reach] if reach.soft == (false, false) => _ = kinds.insert((1, "span")),
            [_] => _ = kinds.insert((2, "soft")),
            _ => _ = kinds.insert((3, "conflict")),
        }
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
