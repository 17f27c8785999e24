//! Very many events of a picture, counted: for each column one link with a bar for each lane.

use std::collections::BTreeMap;

use super::super::svg::link;
use super::axis::Column;
use super::frame::{Frame, LANES_TOP, longest, scaled};
use super::marks::{ROW, Stretch, rows, span_look};
use super::{Happening, Lane};
use crate::value::{Day, Reach};

/// How high a lane is with its name, and the longest bar in it.
const LANE: i64 = 42;
const BAR: i64 = 18;
/// Times of which no month is known that have a bar of their own; all others share one.
const SPANS: usize = 24;

impl Frame<'_, '_> {
    /// The lanes, and how high the picture is with them.
    pub fn cells(&self, lanes: &[Lane], happenings: &[Happening<'_>]) -> (String, i64) {
        // One lane would say once more what stands above it.
        let lanes = if lanes.len() == 1 { &[] } else { lanes };
        let columns = self.by_column(happenings);
        let (most, longest) = longest(&columns);
        let counts: Vec<Vec<usize>> = columns.iter().map(|inside| by_lane(inside, lanes.len())).collect();
        let most_in_lane = counts.iter().flatten().copied().max().unwrap_or_default();
        let mut svg = String::new();
        let top = |number: usize| LANES_TOP + LANE * i64::try_from(number).unwrap_or(0);
        for (number, lane) in lanes.iter().enumerate() {
            svg += &self.lane_label(lane, top(number));
        }
        for (at, ((column, inside), counts)) in
            self.axis.columns.iter().zip(&columns).zip(&counts).enumerate()
        {
            let Some(first) = inside.first() else { continue };
            let mut bars = self.bar(column, inside.len(), most, at == longest);
            for (number, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let height = scaled(*count, most_in_lane, BAR);
                let y = top(number) + LANE - 3 - height;
                bars += &self.sheet.rect("class=\"cell\"", column.x + 1, y, column.width - 2, height);
            }
            if inside.iter().any(|happening| happening.conflict()) {
                bars += &self.sheet.words("conflict", column.x + column.width / 2, 28, "middle", "≠");
            }
            let place = self.shown.place(self.scope, first.entry.period);
            svg += &link(&place, &self.column_title(column, inside, lanes, counts), &bars);
        }
        self.vague(svg, happenings, top(lanes.len()))
    }

    /// How many events a column has, and who took part in them.
    fn column_title(
        &self,
        column: &Column,
        inside: &[&Happening<'_>],
        lanes: &[Lane],
        counts: &[usize],
    ) -> String {
        let (period, events) = (self.period(column), self.events(inside.len()));
        let mut title = self.scope.say("overview_column", &[("period", &period), ("events", &events)]);
        for (lane, count) in lanes.iter().zip(counts).filter(|(_, count)| **count > 0) {
            let count = self.events(*count);
            title += "\n";
            title += &self.scope.say("overview_column", &[("period", &lane.label), ("events", &count)]);
        }
        let conflicts = inside.iter().filter(|happening| happening.conflict()).count();
        if conflicts > 0 {
            title += "\n";
            title += &self.scope.language().count("n_dates_contradict", conflicts);
        }
        title
    }

    /// The events that are in no column, as spans, those of one time together.
    fn vague(&self, mut svg: String, happenings: &[Happening<'_>], mut y: i64) -> (String, i64) {
        let mut spans: BTreeMap<(i64, i64), Vec<&Happening<'_>>> = BTreeMap::new();
        for happening in happenings.iter().filter(|happening| self.column_of(happening).is_none()) {
            spans.entry(happening.months()).or_default().push(happening);
        }
        if spans.is_empty() {
            return (svg, y + 6);
        }
        let label = self.scope.say("overview_vague", &[]);
        svg += &self.lane_label(&Lane { label, url: None }, y);
        y += 20;
        let mut spans: Vec<Vec<&Happening<'_>>> = spans.into_values().collect();
        let rest: Vec<&Happening<'_>> = spans.split_off(SPANS.min(spans.len())).concat();
        spans.extend((!rest.is_empty()).then_some(rest));
        let spans: Vec<Span> = spans.iter().map(|inside| self.span(inside)).collect();
        let (rows, _) = rows(&spans.iter().collect::<Vec<_>>(), SPANS + 1, |span| span.stretch, |_| false);
        for row in rows {
            svg.extend(row.into_iter().map(|span| self.drawn(span, y + ROW / 2)));
            y += ROW;
        }
        (svg, y + 6)
    }

    /// The whole time of these events.
    fn span(&self, inside: &[&Happening<'_>]) -> Span {
        let reaches = || inside.iter().map(|happening| happening.first);
        let from: Option<Vec<Day>> = reaches().map(|reach| reach.from).collect();
        let until: Option<Vec<Day>> = reaches().map(|reach| reach.until).collect();
        let whole = Reach {
            from: from.and_then(|days| days.into_iter().min()),
            until: until.and_then(|days| days.into_iter().max()),
            soft: (reaches().any(|reach| reach.soft.0), reaches().any(|reach| reach.soft.1)),
        };
        let months = || inside.iter().map(|happening| happening.months());
        let first = months().map(|(first, _)| first).min().unwrap_or_default();
        let last = months().map(|(_, last)| last).max().unwrap_or_default();
        let time = Column { first, months: last - first + 1, x: 0, width: 0, quiet: false };
        let (period, events) = (self.period(&time), self.events(inside.len()));
        Span {
            stretch: self.reach(&whole),
            look: span_look(&whole),
            title: self.scope.say("overview_column", &[("period", &period), ("events", &events)]),
            place: inside
                .first()
                .map(|first| self.shown.place(self.scope, first.entry.period))
                .unwrap_or_default(),
        }
    }

    fn drawn(&self, span: &Span, y: i64) -> String {
        let (from, to) = span.stretch;
        link(&span.place, &span.title, &self.sheet.rect(span.look, from, y - 3, to - from, 6))
    }
}

/// One bar for events of which no month is known.
struct Span {
    stretch: Stretch,
    look: &'static str,
    title: String,
    place: String,
}

/// How many events each lane has.
fn by_lane(inside: &[&Happening<'_>], lanes: usize) -> Vec<usize> {
    let mut counts = vec![0; lanes];
    for lane in inside.iter().flat_map(|happening| &happening.lanes) {
        counts.get_mut(*lane).into_iter().for_each(|count: &mut usize| *count += 1);
    }
    counts
}
