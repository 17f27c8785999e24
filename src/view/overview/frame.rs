//! What is around the lanes of a picture: how many events each month has, the names of months and
//! years, and what the picture says of itself in words.

use std::fmt::Write;

use super::super::svg::{Sheet, line, link};
use super::axis::{Axis, Column, WIDTH, year_and_month};
use super::{Happening, Shown};
use crate::text::escape;
use crate::view::Scope;

/// How high the longest bar is, and where it stands.
const BAR: i64 = 40;
const BASE: i64 = 82;
/// Where the lanes start.
pub(super) const LANES_TOP: i64 = 120;
/// A column as wide as this has room for the name of its month.
const NAMED: i64 = 64;

/// The months of a picture, and how things stand in them.
pub(super) struct Frame<'s, 'a> {
    pub scope: Scope<'a>,
    pub shown: &'s Shown<'s, 'a>,
    pub axis: Axis,
    pub sheet: Sheet,
}

impl Frame<'_, '_> {
    /// The position of the column in which an event counts; nothing where its month is not known
    /// and its time is wider than a column.
    pub fn column_of(&self, happening: &Happening<'_>) -> Option<usize> {
        let (first, last) = happening.months();
        let column = self.axis.column(first);
        let known = happening.entry.period.1.is_some() || self.axis.column(last) == column;
        known.then_some(column)
    }

    /// The events that count in each column.
    pub fn by_column<'h, 'a>(&self, happenings: &'h [Happening<'a>]) -> Vec<Vec<&'h Happening<'a>>> {
        let mut columns = vec![Vec::new(); self.axis.columns.len()];
        for happening in happenings {
            let column = self.column_of(happening).and_then(|at| columns.get_mut(at));
            column.into_iter().for_each(|column: &mut Vec<_>| column.push(happening));
        }
        columns
    }

    /// The bar of a column with so many of at most `most` events, and their number where it is named.
    pub fn bar(&self, column: &Column, count: usize, most: usize, named: bool) -> String {
        let height = scaled(count, most, BAR);
        let gap = if column.width > 20 { 2 } else { 1 };
        let bar =
            self.sheet.rect("class=\"bar\"", column.x + gap, BASE - height, column.width - 2 * gap, height);
        let number = || {
            let digits = self.scope.language().digits(&count.to_string());
            self.sheet.words("number", column.x + column.width / 2, BASE - height - 3, "middle", &digits)
        };
        bar + &named.then(number).unwrap_or_default()
    }

    /// All of the picture, with what stands below the names of the months.
    pub fn svg(&self, happenings: &[Happening<'_>], below: &str, height: i64) -> String {
        let title = escape(self.shown.title);
        let about = escape(&self.about(happenings));
        let ends = [("both", true, true), ("start", true, false), ("end", false, true)];
        let used = ends.into_iter().filter(|(name, ..)| below.contains(&format!("#overview-{name})")));
        let gradients: String = used.map(|(name, start, end)| self.gradient(name, start, end)).collect();
        let defs = if gradients.is_empty() { gradients } else { format!("<defs>{gradients}</defs>") };
        let mut svg = format!(
            "<svg class=\"overview\" viewBox=\"0 0 {WIDTH} {height}\" role=\"group\" \
             aria-labelledby=\"overview-title\" aria-describedby=\"overview-about\">\
             <title id=\"overview-title\">{title}</title><desc id=\"overview-about\">{about}</desc>\
             {defs}"
        );
        svg += &self.sheet.words("note", 0, 12, "start", &self.unit_words());
        self.periods(&mut svg, height);
        svg += below;
        svg += &line("axis", 0, BASE, WIDTH, BASE);
        svg += "</svg>";
        svg
    }

    /// Colour that fades towards one end, or both.
    fn gradient(&self, name: &str, start: bool, end: bool) -> String {
        let (start, end) = if self.sheet.flipped { (end, start) } else { (start, end) };
        let stop = |at: u8, soft: bool| {
            let opacity = if soft { " stop-opacity=\"0\"" } else { "" };
            format!("<stop offset=\"{at}%\" stop-color=\"currentColor\"{opacity}/>")
        };
        let middle = format!("{}{}", stop(35, false), stop(65, false));
        format!(
            "<linearGradient id=\"overview-{name}\">{}{middle}{}</linearGradient>",
            stop(0, start),
            stop(100, end)
        )
    }

    /// What a bar counts.
    fn unit_words(&self) -> String {
        let years = usize::try_from(self.axis.step / 12).unwrap_or(usize::MAX);
        match self.axis.step {
            1 => self.scope.say("events_per_month", &[]),
            3 => self.scope.say("events_per_quarter", &[]),
            12 => self.scope.say("events_per_year", &[]),
            _ => self.scope.language().count("events_per_years", years),
        }
    }

    /// The months, the years and, below them, the folded runs.
    fn periods(&self, svg: &mut String, height: i64) {
        self.axis
            .columns
            .iter()
            .filter(|column| column.quiet)
            .for_each(|column| self.fold(svg, column, height));
        let mut last_year = None;
        for column in self.axis.columns.iter().filter(|column| !column.quiet) {
            let (year, month) = year_and_month(column.first);
            let middle = column.x + column.width / 2;
            if self.axis.step == 1 {
                let language = self.scope.language();
                let sign = language.month_sign(month);
                let name = if column.width >= NAMED { language.month_name(month) } else { &sign };
                *svg += &self.sheet.words("month", middle, BASE + 14, "middle", name);
            }
            // A year's number is as wide as three narrow columns.
            let room = last_year.is_none_or(|(last, x)| year != last && column.x - x >= 36);
            if room {
                let number = self.scope.language().year_number(year);
                *svg += &self.sheet.words("year", column.x + 2, BASE + 29, "start", &number);
                *svg += &self.sheet.line("tick", column.x, BASE, column.x, height);
                last_year = Some((year, column.x));
            }
        }
    }

    /// A folded run of quiet months: hatched, with its length.
    fn fold(&self, svg: &mut String, column: &Column, height: i64) {
        let ends = (self.month(column.first), self.month(column.last()));
        let words = self.scope.say("overview_quiet", &[("from", &ends.0), ("to", &ends.1)]);
        let months = usize::try_from(column.months).unwrap_or(usize::MAX);
        let language = self.scope.language();
        let length = match months {
            ..48 => language.count("n_months", months),
            _ => language.count("n_years", months / 12),
        };
        let middle = column.x + column.width / 2;
        let _ = write!(svg, "<g class=\"quiet\"><title>{}</title>", escape(&words));
        *svg += &self.sheet.rect("class=\"fold\"", column.x, BASE - 60, column.width, height - BASE + 60);
        for x in [middle - 3, middle + 3] {
            *svg += &self.sheet.line("break", x - 3, BASE + 5, x + 3, BASE - 5);
        }
        // Where bars would stand there is room for words only from below to above.
        let (x, y) = (self.sheet.across(middle) + 3, BASE - 9);
        let turned = if self.sheet.flipped { "end" } else { "start" };
        let _ = write!(
            svg,
            "<text class=\"length\" x=\"{x}\" y=\"{y}\" transform=\"rotate(-90 {x} {y})\" text-anchor=\"{turned}\">{}</text></g>",
            escape(&length)
        );
    }

    fn month(&self, month: i64) -> String {
        let (year, number) = year_and_month(month);
        self.scope.language().month(year, number)
    }

    /// The period of a column in words.
    pub fn period(&self, column: &Column) -> String {
        let (first, last) = (year_and_month(column.first), year_and_month(column.last()));
        if first == last {
            return self.month(column.first);
        }
        let year = |(year, _): (i64, u8)| self.scope.language().year_number(year);
        let (from, to) = match (first.1, last.1) {
            (1, 12) if first.0 == last.0 => return year(first),
            (1, 12) => (year(first), year(last)),
            _ => (self.month(column.first), self.month(column.last())),
        };
        self.scope.say("date_range", &[("from", &from), ("to", &to)])
    }

    /// How many events, in words.
    pub fn events(&self, n: usize) -> String {
        self.scope.language().count("n_events", n)
    }

    /// Bars that lead to the list of their months.
    pub fn bars(&self, happenings: &[Happening<'_>]) -> String {
        let columns = self.by_column(happenings);
        let (most, longest) = longest(&columns);
        let mut svg = String::new();
        for (at, (column, inside)) in self.axis.columns.iter().zip(&columns).enumerate() {
            if let Some(first) = inside.first() {
                let words = [("period", self.period(column)), ("events", self.events(inside.len()))];
                let title =
                    self.scope.say("overview_column", &words.each_ref().map(|(k, v)| (*k, v.as_str())));
                let place = self.shown.place(self.scope, first.entry.period);
                svg += &link(&place, &title, &self.bar(column, inside.len(), most, at == longest));
            }
        }
        svg
    }

    /// The picture in a sentence.
    fn about(&self, happenings: &[Happening<'_>]) -> String {
        let columns = self.by_column(happenings);
        let most = self.axis.columns.get(longest(&columns).1);
        let (from, to) = (self.month(self.axis.ends.0), self.month(self.axis.ends.1));
        let most = most.map(|column| self.period(column)).unwrap_or_default();
        let events = self.events(happenings.len());
        let names = [("events", events.as_str()), ("from", &from), ("to", &to), ("most", &most)];
        self.scope.say("overview_about", &names)
    }
}

/// The most that a column has, and the first column that has it.
pub(super) fn longest<T>(columns: &[Vec<T>]) -> (usize, usize) {
    let longest = columns.iter().enumerate().rev().max_by_key(|(_, inside)| inside.len());
    longest.map_or((0, 0), |(at, inside)| (inside.len(), at))
}

/// The share of `count` in `most` of a length; what is there is seen.
pub(super) fn scaled(count: usize, most: usize, length: i64) -> i64 {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX / length.max(1));
    // A single event is no tower.
    let most = number(most).max(4);
    (number(count) * length / most).max(i64::from(count > 0) * 2)
}
