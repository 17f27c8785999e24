//! Each event of a picture as a sign of its own, linked to its entry in the list.
//!
//! A known day is a dot, a longer time a bar, and what is about or open fades at that end. Where
//! sources contradict each other, each date has its hollow bar, and a sign beside them says so.

use super::super::svg::{link, repeated_link};
use super::axis::{WIDTH, month};
use super::frame::{Frame, LANES_TOP};
use super::{Happening, Lane, entry_id};
use crate::path::fragment;
use crate::value::{Day, Reach};

/// The name of a lane, and each row of signs in it.
const LABEL: i64 = 20;
pub(super) const ROW: i64 = 14;
/// Rows of one lane; what has no room in them is counted.
const ROWS: usize = 6;
/// How far an open end is drawn.
const OPEN: i64 = 40;

/// From where to where something stands.
pub(super) type Stretch = (i64, i64);

impl Frame<'_, '_> {
    /// The lanes, and how high the picture is with them.
    pub fn marks(&self, lanes: &[Lane], happenings: &[Happening<'_>]) -> (String, i64) {
        let mut svg = self.bars(happenings);
        let mut y = LANES_TOP;
        for (number, lane) in lanes.iter().enumerate() {
            let inside: Vec<&Happening<'_>> =
                happenings.iter().filter(|h| h.lanes.contains(&number)).collect();
            svg += &self.lane_label(lane, y);
            y += LABEL;
            let (rows, left) =
                rows(&inside, ROWS, |happening| self.stretch(happening), |happening| happening.conflict());
            for (at, row) in rows.iter().enumerate() {
                for happening in row {
                    let inside = self.mark(happening, y + ROW * i64::try_from(at).unwrap_or(0) + ROW / 2);
                    let (url, title) = (fragment(&entry_id(&happening.entry.key)), self.title(happening));
                    let first = happening.lanes.first() == Some(&number);
                    svg += &if first {
                        link(&url, &title, &inside)
                    } else {
                        repeated_link(&url, &title, &inside)
                    };
                }
            }
            y += ROW * i64::try_from(rows.len()).unwrap_or(0);
            if left > 0 {
                let more = self.scope.language().count("overview_more", left);
                svg += &self.sheet.words("note", 0, y + 10, "start", &more);
                y += ROW;
            }
            y += 6;
        }
        (svg, y)
    }

    /// The name of a lane with a line above it; it leads to the timeline of its company.
    pub fn lane_label(&self, lane: &Lane, y: i64) -> String {
        // Where the picture is wider than the screen, its end is what is seen first.
        let words = self.sheet.words("lane", 0, y + 14, "start", &lane.label)
            + &self.sheet.words("lane at-end", WIDTH, y + 14, "end", &lane.label);
        let label = match &lane.url {
            Some(url) => link(url, &self.scope.say("title_timeline_of", &[("name", &lane.label)]), &words),
            None => words,
        };
        self.sheet.line("rule", 0, y, WIDTH, y) + &label
    }

    /// From where to where an event is drawn.
    fn stretch(&self, happening: &Happening<'_>) -> Stretch {
        let all = happening.reaches().map(|reach| self.reach(&reach));
        let (from, to) = all.fold((i64::MAX, i64::MIN), |all, one| (all.0.min(one.0), all.1.max(one.1)));
        (from, if happening.conflict() { to + 14 } else { to })
    }

    /// From where to where a date is drawn: never so short that it could not be seen.
    pub fn reach(&self, reach: &Reach) -> Stretch {
        let x =
            |(year, number, day): Day, end: i64| self.axis.x(month(year, number), i64::from(day) - 1 + end);
        let from = reach.from.map(|day| x(day, 0));
        let to = reach.until.map(|(year, number, day)| {
            // The last day of a short month is its end.
            let whole = day == days_in(year, number);
            x((year, number, if whole { 31 } else { day }), 1)
        });
        let (from, to) = match (from, to) {
            (Some(from), Some(to)) => (from, to),
            (Some(from), None) => (from, from + OPEN),
            (None, Some(to)) => (to - OPEN, to),
            (None, None) => (0, WIDTH),
        };
        let missing = (8 - (to - from)).max(0);
        let from = (from - missing / 2).clamp(0, WIDTH - 8);
        (from, to.max(from + 8).min(WIDTH))
    }

    fn mark(&self, happening: &Happening<'_>, y: i64) -> String {
        if happening.conflict() {
            return self.contradiction(happening, y);
        }
        let reach = &happening.first;
        let (from, to) = self.reach(reach);
        if reach.from == reach.until && reach.soft == (false, false) {
            return format!(
                "<circle class=\"day\" cx=\"{}\" cy=\"{y}\" r=\"4\"/>",
                self.sheet.across((from + to) / 2)
            );
        }
        self.sheet.rect(span_look(reach), from, y - 3, to - from, 6)
    }

    /// Each date that is given, hollow, a line between them, and the sign that they are not one.
    fn contradiction(&self, happening: &Happening<'_>, y: i64) -> String {
        let (from, to) = self.stretch(happening);
        let mut svg = self.sheet.line("between", from, y, to - 14, y);
        let mut given: Vec<Stretch> = happening.reaches().map(|reach| self.reach(&reach)).collect();
        given.sort_unstable();
        given.dedup();
        for (from, to) in given {
            svg += &self.sheet.rect("class=\"claimed\" rx=\"3\"", from, y - 3, to - from, 6);
        }
        svg + &self.sheet.words("conflict", (to - 6).min(WIDTH - 5), y + 5, "middle", "≠")
    }

    /// What a sign says: the date and the event, and, where they contradict each other, who says what.
    fn title(&self, happening: &Happening<'_>) -> String {
        let Some(first) = happening.reports.first() else { return String::new() };
        let date = self.scope.language().date(&first.value().date);
        let event = first.value().title.to_string();
        let title = self.scope.say("overview_event", &[("date", &date), ("event", &event)]);
        if !happening.conflict() {
            return title;
        }
        let accounts = happening.accounts.iter().map(|report| {
            let said = report
                .value()
                .said
                .as_ref()
                .map_or_else(|| report.words().pieces.join(" … "), ToString::to_string);
            let place = self.scope.place(*report);
            let source = place.publication.unwrap_or(place.article).label;
            let date = self.scope.language().date(&report.value().date);
            self.scope.say("overview_account", &[("source", &source), ("said", &said), ("date", &date)])
        });
        let accounts: Vec<String> = accounts.collect();
        format!("{title}\n{}\n{}", self.scope.say("dates_contradict", &[]), accounts.join("\n"))
    }
}

/// How a time looks that is longer than a day.
pub(super) fn span_look(reach: &Reach) -> &'static str {
    match reach.soft {
        (true, true) => "class=\"soft\" fill=\"url(#overview-both)\"",
        (true, false) => "class=\"soft\" fill=\"url(#overview-start)\"",
        (false, true) => "class=\"soft\" fill=\"url(#overview-end)\"",
        (false, false) => "class=\"span\" rx=\"3\"",
    }
}

/// How many days a month has.
fn days_in(year: i64, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u8::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// What stands beside each other in rows, so that nothing lies on anything else, and how much has no room.
/// Room is given first to what must not be missing.
pub(super) fn rows<'h, T>(
    all: &[&'h T],
    most: usize,
    stretch: impl Fn(&T) -> Stretch,
    must: impl Fn(&T) -> bool,
) -> (Vec<Vec<&'h T>>, usize) {
    let mut sorted: Vec<(Stretch, &'h T)> = all.iter().map(|one| (stretch(one), *one)).collect();
    sorted.sort_by_key(|(stretch, one)| (!must(one), *stretch));
    let mut rows: Vec<Vec<(Stretch, &'h T)>> = Vec::new();
    let mut left = 0;
    for (own, one) in sorted {
        let is_free = |row: &Vec<(Stretch, &T)>| {
            row.iter().all(|(other, _)| own.1 + 2 <= other.0 || other.1 + 2 <= own.0)
        };
        match rows.iter().position(is_free) {
            Some(at) => rows[at].push((own, one)),
            None if rows.len() < most => rows.push(vec![(own, one)]),
            None => left += 1,
        }
    }
    rows.iter_mut().for_each(|row| row.sort_by_key(|(stretch, _)| *stretch));
    (rows.into_iter().map(|row| row.into_iter().map(|(_, one)| one).collect()).collect(), left)
}
