//! How long after one date another is, as precisely as both are known.
//!
//! In: two dates. Out: a length of time that is never more exact than they are; nothing where
//! not even their order can be said.

use edtf_core::{Edtf, TimeShift};
use jiff::civil;

use super::date::{Date, Day};

/// How long one date is after another, or before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lag {
    /// Whether the second date is the earlier one.
    pub before: bool,
    /// How long it is.
    pub length: Length,
}

/// A length of time, as precisely as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Both are on one known day.
    SameDay,
    /// Both are in one month, and no more is known.
    SameMonth,
    /// Both are in one year, and no more is known.
    SameYear,
    /// So many.
    Exactly(Unit, usize),
    /// About so many.
    About(Unit, usize),
    /// From so many to so many.
    Between(Unit, usize, usize),
    /// No more than so many, perhaps none.
    UpTo(Unit, usize),
}

/// What lengths of time are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl Unit {
    /// Its length in days, as a fraction.
    fn days(self) -> (i64, i64) {
        match self {
            Unit::Hour => (1, 24),
            Unit::Day => (1, 1),
            Unit::Month => (487, 16),
            Unit::Year => (1461, 4),
        }
    }

    /// How many days apart two ends may be for "about" to cover both.
    fn tolerance(self) -> i64 {
        match self {
            Unit::Hour | Unit::Day => 2,
            Unit::Month => 31,
            Unit::Year => 366,
        }
    }

    /// The unit in which so many days are said.
    fn of(days: i64) -> Self {
        match days {
            ..=31 => Unit::Day,
            32..=730 => Unit::Month,
            _ => Unit::Year,
        }
    }

    fn floor(self, days: i64) -> usize {
        let (length, parts) = self.days();
        number(days * parts / length)
    }

    fn ceil(self, days: i64) -> usize {
        let (length, parts) = self.days();
        number((days * parts + length - 1) / length)
    }

    /// Half of `twice` days, to the nearest whole unit, and never none.
    fn nearest(self, twice: i64) -> usize {
        let (length, parts) = self.days();
        number((twice * parts + length) / (2 * length)).max(1)
    }
}

fn number(n: i64) -> usize {
    usize::try_from(n).unwrap_or_default()
}

/// From so many days on, a number of days says nothing to a reader.
const MANY_DAYS: i64 = 90;

/// How long after `from` the date `to` is; nothing where it cannot be said.
pub fn lag(from: &Date, to: &Date) -> Option<Lag> {
    if let (Some(a), Some(b)) = (moment(from), moment(to))
        && a.1 == b.1
    {
        let length = of_seconds((b.0 - a.0).abs());
        return Some(Lag { before: b.0 < a.0, length });
    }
    let vague = |date: &Date| date.value().is_uncertain() || date.value().is_approximate();
    let vague = vague(from) || vague(to);
    let (ends, other) = (ends(from)?, ends(to)?);
    let before = other.1.number < ends.0.number;
    let (first, second) = if before { (other, ends) } else { (ends, other) };
    let least = second.0.number - first.1.number;
    let most = second.1.number - first.0.number;
    let length = match (least, most) {
        (0, 0) if !vague => Length::SameDay,
        (1.., _) if least == most && !vague && least <= MANY_DAYS => {
            Length::Exactly(Unit::Day, number(least))
        }
        (1.., _) => apart(least, most, vague),
        (0, 1..=7) if !vague => Length::UpTo(Unit::Day, number(most)),
        _ => together(&[first.0, first.1, second.0, second.1])?,
    };
    Some(Lag { before: before && least > 0, length })
}

/// The seconds of a moment, and whether they are counted from a known zone's.
fn moment(date: &Date) -> Option<(i64, bool)> {
    let Edtf::DateTime(at) = date.value() else { return None };
    let (first, _) = ends(date)?;
    let of_day = i64::from(at.time.hour) * 3600 + i64::from(at.time.minute) * 60 + i64::from(at.time.second);
    let shift = match at.time.shift {
        Some(TimeShift::Offset { minutes, .. }) => i64::from(minutes) * 60,
        Some(TimeShift::Utc) | None => 0,
    };
    Some((first.number * 86_400 + of_day - shift, at.time.shift.is_some()))
}

fn of_seconds(seconds: i64) -> Length {
    let hours = (seconds + 1800) / 3600;
    match hours {
        _ if seconds < 3600 => Length::UpTo(Unit::Hour, 1),
        ..=71 if (seconds - hours * 3600).abs() <= 600 => Length::Exactly(Unit::Hour, number(hours)),
        ..=71 => Length::About(Unit::Hour, number(hours)),
        _ => {
            let days = (seconds + 43_200) / 86_400;
            apart(days, days, true)
        }
    }
}

/// A day with its number in the calendar.
#[derive(Clone, Copy)]
struct End {
    number: i64,
    day: Day,
}

/// The first and the last day of a date; nothing where one of them is open.
fn ends(date: &Date) -> Option<(End, End)> {
    let end = |day: Day| {
        let (year, month, of_month) = day;
        let civil = civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(of_month).ok()?,
        );
        let since = civil.ok()?.since(civil::Date::constant(1970, 1, 1)).ok()?;
        Some(End { number: i64::from(since.get_days()), day })
    };
    let (first, last) = date.bounds();
    Some((end(first)?, end(last)?))
}

/// Two dates of which the one is surely after the other.
fn apart(least: i64, most: i64, vague: bool) -> Length {
    let unit = Unit::of(most);
    let (low, high) = (unit.floor(least), unit.ceil(most));
    if vague || most - least <= unit.tolerance() {
        return Length::About(unit, unit.nearest(least + most));
    }
    match low {
        0 => Length::UpTo(unit, high),
        _ => Length::Between(unit, low, high),
    }
}

/// Dates whose order is not known: what they have in common.
fn together(ends: &[End; 4]) -> Option<Length> {
    let same = |of: fn(Day) -> (i64, u8)| ends.iter().all(|end| of(end.day) == of(ends[0].day));
    if same(|(year, month, _)| (year, month)) {
        return Some(Length::SameMonth);
    }
    same(|(year, ..)| (year, 0)).then_some(Length::SameYear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str, expect: &str) {
        let parse = |text: &str| Date::parse(text).expect(text);
        let words = |lag: Lag| format!("{:?}{}", lag.length, if lag.before { " before" } else { "" });
        let found = lag(&parse(from), &parse(to)).map(words).unwrap_or_default();
        assert_eq!(found, expect, "from {from} to {to}");
    }

    #[test]
    fn known_days() {
        check("2026-04-12", "2026-04-12", "SameDay");
        check("2026-04-12", "2026-04-14", "Exactly(Day, 2)");
        check("2026-04-14", "2026-04-12", "Exactly(Day, 2) before");
        check("2026-02-28", "2026-03-01", "Exactly(Day, 1)");
        check("2025-04-12", "2026-04-14", "About(Month, 12)");
        check("2019-07-22", "2026-04-14", "About(Year, 7)");
    }

    #[test]
    fn moments() {
        check("2026-04-12T09:00:00Z", "2026-04-12T11:10:00Z", "Exactly(Hour, 2)");
        check("2026-04-12T09:00:00Z", "2026-04-12T21:00:00+10:00", "Exactly(Hour, 2)");
        check("2026-04-12T09:00:00Z", "2026-04-12T13:20:00Z", "About(Hour, 4)");
        check("2026-04-12T09:00:00Z", "2026-04-12T09:10:00Z", "UpTo(Hour, 1)");
        check("2026-04-12T09:00:00Z", "2026-04-12T03:00:00Z", "Exactly(Hour, 6) before");
        check("2026-04-12T09:00:00Z", "2026-04-16T13:00:00Z", "About(Day, 4)");
        check("2026-04-12T09:00:00Z", "2026-04-15T09:00:00Z", "About(Day, 3)");
        check("2026-04-12T09:00:00Z", "2026-04-15T22:00:00Z", "About(Day, 4)");
        check("2026-04-12T09:00:00", "2026-04-12T11:00:00", "Exactly(Hour, 2)");
        // A time without a zone beside one with a zone says no hours.
        check("2026-04-12T09:00:00Z", "2026-04-12T11:00:00", "SameDay");
        check("2026-04-12", "2026-04-14T11:00:00Z", "Exactly(Day, 2)");
    }

    #[test]
    fn vague_dates_give_no_false_precision() {
        check("2026-04-12~", "2026-04-14", "About(Day, 2)");
        check("2026-04-12?", "2026-04-12", "SameMonth");
        check("2026-04-06/2026-04-12", "2026-04-12", "UpTo(Day, 6)");
        check("2026-04-06/2026-04-12", "2026-04-14", "Between(Day, 2, 8)");
        check("2026-04", "2026-04-14", "SameMonth");
        check("2026", "2026-04-14", "SameYear");
        check("2026-02-2X", "2026-04-14", "About(Month, 2)");
        check("2026-02", "2026-04-14", "About(Month, 2)");
        check("2026-03", "2026-04", "UpTo(Month, 2)");
        check("2023", "2026-04-14", "About(Year, 3)");
        check("2026-04-14", "2026-06", "About(Month, 2)");
        check("2026-06", "2026-04-14", "About(Month, 2) before");
        check("2025-12", "2026", "UpTo(Month, 13)");
    }

    #[test]
    fn what_cannot_be_said() {
        for (from, to) in [
            ("../2026", "2026-04-14"),
            ("2026-03/..", "2026-04-14"),
            ("XXXX", "2026"),
            ("2025/2026", "2026-04-14"),
        ] {
            check(from, to, "");
        }
    }
}
