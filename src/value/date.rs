//! Dates as sources give them: EDTF (ISO 8601-2:2019, annex A), levels 0 to 2.

use std::fmt;
use std::io::{self, Read, Write};

use edtf_core::{Bound, BoundDate, Edtf, IntervalEndpoint};
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::moment::Moment;
use crate::yaml::{Flaw, Text};

/// A date, a time, an interval or a set of dates, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    written: Box<str>,
    value: Edtf,
}

/// Orders dates by earliest bound (an open start: by its end), then narrower first,
/// then by the time of day.
pub type SortKey = (Day, i64, u32);

/// A day as a number that can be compared; unbounded days are the extremes.
pub type Day = (i64, u8, u8);

/// From when to when a date is, for a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The first day that it touches; nothing where the start is open.
    pub from: Option<Day>,
    /// The last day that it touches; nothing where the end is open.
    pub until: Option<Day>,
    /// Whether the start and the end are about, uncertain or unspecified in a digit, or open.
    pub soft: (bool, bool),
}

const NEVER: Day = (i64::MIN, 0, 0);
const FOREVER: Day = (i64::MAX, 12, 31);

impl Date {
    /// Reads EDTF.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        match Edtf::parse(text) {
            Ok(value) => Ok(Self { written: text.into(), value }),
            Err(error) => Err(Flaw {
                message: format!("`{text}` is not a date: {}", error.message),
                hint: Some(hint(text)),
                offset: Some(error.offset),
                date: true,
            }),
        }
    }

    /// The date as written.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The parsed value.
    pub fn value(&self) -> &Edtf {
        &self.value
    }

    /// The earliest and the latest day that it touches.
    pub(super) fn bounds(&self) -> (Day, Day) {
        let bounds = self.value.bounds();
        (day(bounds.earliest, NEVER), day(bounds.latest, FOREVER))
    }

    /// From when to when, in years with fractions, for a picture; an end that is not known
    /// is that of the year that is. Nothing where neither is known.
    pub fn years(&self) -> Option<(f64, f64)> {
        let (from, to) = self.bounds();
        let year = |(year, month, day): Day, whole: f64| {
            // No picture is so wide that a leap day would show.
            let part = (f64::from(month.saturating_sub(1)) + (f64::from(day) - 1.0 + whole) / 31.0) / 12.0;
            i32::try_from(year).map(|year| f64::from(year) + part).ok()
        };
        let known = |day: Day| day != NEVER && day != FOREVER;
        match (known(from), known(to)) {
            (true, true) => Some((year(from, 0.0)?, year(to, 1.0)?)),
            (true, false) => year(from, 0.0).map(|from| (from, from)),
            (false, true) => year(to, 1.0).map(|to| (to, to)),
            (false, false) => None,
        }
    }

    /// From when to when it is.
    pub fn reach(&self) -> Reach {
        let (from, until) = self.bounds();
        // In EDTF these signs say nothing else.
        let vague = |text: &str| text.starts_with('[') || text.contains(['X', '~', '?', '%', 'S']);
        let (start, end) = self.written.split_once('/').unwrap_or((&self.written, &self.written));
        Reach {
            from: Some(from).filter(|day| *day != NEVER),
            until: Some(until).filter(|day| *day != FOREVER),
            soft: (vague(start) || from == NEVER, vague(end) || until == FOREVER),
        }
    }

    /// The narrowest day, month or year in which all of it lies, as dates are written without the signs of EDTF.
    /// Nothing where it is about or uncertain, open, or longer than a year.
    pub fn within(&self) -> Option<String> {
        let ((year, month, day), until) = self.bounds();
        let doubted = self.written.contains(['~', '?', '%']);
        let known = !doubted && (0..=9999).contains(&year) && year == until.0;
        known.then(|| match until {
            (_, m, d) if (month, day) == (m, d) => format!("{year:04}-{month:02}-{day:02}"),
            (_, m, _) if month == m => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        })
    }

    /// Whether it and `other` have a day in common, as far as is known.
    pub fn overlaps(&self, other: &Self) -> bool {
        let ((start, end), (other_start, other_end)) = (self.bounds(), other.bounds());
        start <= other_end && other_start <= end
    }

    /// Whether some two of these dates have no day in common: then not all can be true.
    pub fn contradict<'d>(dates: impl Iterator<Item = &'d Self>) -> bool {
        // In one dimension, all meet each other where the last start is not after the first end.
        let meet = |a: Option<(Day, Day)>, b: (Day, Day)| a.map_or(b, |a| (a.0.max(b.0), a.1.min(b.1)));
        let common = dates.map(Self::bounds).fold(None, |common, bounds| Some(meet(common, bounds)));
        common.is_some_and(|(start, end)| start > end)
    }

    /// Where it stands among other dates.
    pub fn sort_key(&self) -> SortKey {
        let (earliest, latest) = self.bounds();
        let first = if earliest == NEVER { latest } else { earliest };
        // Any strictly growing numbering of days tells a narrower date from a wider one.
        let number = |(y, m, d): Day| y.saturating_mul(372).saturating_add(i64::from(m) * 31 + i64::from(d));
        let days = number(latest).saturating_sub(number(earliest)).saturating_add(1);
        match &self.value {
            Edtf::DateTime(at) => {
                let minutes = u32::from(at.time.hour) * 60 + u32::from(at.time.minute);
                (first, 0, minutes * 60 + u32::from(at.time.second))
            }
            _ => (first, days, 0),
        }
    }

    /// Whether it is a moment of one day.
    pub fn has_time(&self) -> bool {
        matches!(self.value, Edtf::DateTime(_))
    }

    /// The first day that it can mean, where that is known and a calendar can hold it.
    pub fn earliest_day(&self) -> Option<civil::Date> {
        calendar(self.value.bounds().earliest)
    }

    /// The first moment that it can mean: a date and time as it says, a vague date the first moment of
    /// its first day; in `zone`, where it names none.
    pub fn first_moment(&self, zone: &TimeZone) -> Option<Timestamp> {
        if let Some(moment) = self.written.contains('T').then(|| Moment::parse(&self.written).ok()).flatten()
        {
            return Some(moment.instant(zone));
        }
        zone.to_ambiguous_timestamp(self.earliest_day()?.at(0, 0, 0, 0)).compatible().ok()
    }

    /// The moment from which something is shown that is of this date: that in `first_moment`, but where clocks
    /// show it twice the second, and of what is later than can be computed one that never comes. Nothing where it
    /// has no beginning.
    pub fn begin(&self, zone: &TimeZone) -> Option<Timestamp> {
        if self.written.contains('T')
            && let Ok(moment) = Moment::parse(&self.written)
        {
            return Some(moment.begin(zone));
        }
        let first = match self.value.bounds().earliest {
            Bound::Date(first) => first,
            Bound::PositiveInfinity => return Some(Timestamp::MAX),
            Bound::NegativeInfinity | Bound::Unknown => return None,
        };
        let never_or_ever = if first.year < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Some(self.first_moment(zone).unwrap_or(never_or_ever))
    }

    /// The year that it falls in, and the month where that is known: those of its start
    /// where it is an interval, of its end where the start is open. Nothing where neither
    /// is known.
    pub fn year_and_month(&self) -> Option<(i64, Option<u8>)> {
        let one = |date: &edtf_core::Date| {
            let month = date.month.and_then(edtf_core::DateField::value).filter(|month| *month <= 12);
            let bounds = Edtf::Date(*date).bounds();
            let (year, _, _) = day(bounds.earliest, NEVER);
            // `XXXX` can be any of these years, so it is none.
            let any = year == 0 && day(bounds.latest, FOREVER).0 == 9999;
            (year != NEVER.0 && !any).then_some((year, month))
        };
        let end = |endpoint: &IntervalEndpoint| match endpoint {
            IntervalEndpoint::Date(date)
            | IntervalEndpoint::OnOrBefore(date)
            | IntervalEndpoint::OnOrAfter(date) => one(date),
            IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
        };
        match &self.value {
            Edtf::Date(date) => one(date),
            Edtf::DateTime(at) => one(&at.date),
            Edtf::Interval(interval) => end(&interval.start).or_else(|| end(&interval.end)),
            Edtf::Set(_) => {
                let ((year, month, _), (last_year, last_month, _)) = self.bounds();
                let year = if year == NEVER.0 { last_year } else { year };
                let known = year != FOREVER.0;
                known.then_some((year, (year == last_year && month == last_month).then_some(month)))
            }
        }
    }

    /// Whether it is one known day, or a moment of one.
    pub fn is_one_day(&self) -> bool {
        let (earliest, latest) = self.bounds();
        let vague = self.value.is_uncertain() || self.value.is_approximate();
        earliest == latest && !vague
    }
}

/// The day of a bound, where it is known and a calendar can hold it.
fn calendar(bound: Bound) -> Option<civil::Date> {
    let Bound::Date(BoundDate { year, month, day }) = bound else { return None };
    civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn day(bound: Bound, unknown: Day) -> Day {
    match bound {
        Bound::Date(d) => (d.year, d.month, d.day),
        Bound::NegativeInfinity => NEVER,
        Bound::PositiveInfinity => FOREVER,
        Bound::Unknown => unknown,
    }
}

/// A date that was meant, for the forms that people write most.
fn hint(text: &str) -> String {
    let readings = readings(text);
    match readings.as_slice() {
        [one] => format!("write `{one}`"),
        [one, other] => format!("the year comes first: `{one}` or `{other}`"),
        _ => "dates are EDTF: `2026-04-12`, `2026-04`, `2026-02-2X` (late February), `2026-04~` (about), `../2026` (until)".into(),
    }
}

/// What `text` can mean, as EDTF: none, one or two dates.
fn readings(text: &str) -> Vec<String> {
    if let Some((start, end)) = text.split_once(" to ") {
        return valid(vec![format!("{}/{}", start.trim(), end.trim())]);
    }
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return valid(vec![format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])]);
    }
    let parts: Vec<&str> = text.split(['.', '/', '-', ' ', ',']).filter(|p| !p.is_empty()).collect();
    let seasons = ["spring", "summer", "autumn", "winter"];
    match parts[..] {
        [season, year] if seasons.contains(&season.to_lowercase().as_str()) => {
            let number = seasons.iter().position(|s| *s == season.to_lowercase()).unwrap_or(0) + 21;
            valid(vec![format!("{year}-{number}")])
        }
        [month, year] => valid(month_number(month).map(|m| format!("{year}-{m:02}")).into_iter().collect()),
        [a, b, c] => match (month_number(a), month_number(b)) {
            (Some(month), _) => valid(vec![format!("{c}-{month:02}-{b:0>2}")]),
            (_, Some(month)) => valid(vec![format!("{c}-{month:02}-{a:0>2}")]),
            _ if a.len() == 4 => valid(vec![format!("{a}-{b:0>2}-{c:0>2}").to_uppercase()]),
            _ => valid(vec![format!("{c}-{b:0>2}-{a:0>2}"), format!("{c}-{a:0>2}-{b:0>2}")]),
        },
        _ => Vec::new(),
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month from its English name or the first three letters of it.
fn month_number(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let fits = |month: &&str| name.len() >= 3 && month.starts_with(&name);
    MONTHS.iter().position(fits).map(|at| at + 1)
}

fn valid(mut readings: Vec<String>) -> Vec<String> {
    readings.retain(|reading| Edtf::parse(reading).is_ok());
    readings.dedup();
    readings
}

/// As it is written, which says all of it.
impl borsh::BorshSerialize for Date {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        borsh::BorshSerialize::serialize(&*self.written, writer)
    }
}

impl borsh::BorshDeserialize for Date {
    fn deserialize_reader<R: Read>(reader: &mut R) -> io::Result<Self> {
        let written = <String as borsh::BorshDeserialize>::deserialize_reader(reader)?;
        Self::parse(&written).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

struct DateVisitor;

impl Visitor<'_> for DateVisitor {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Date, E> {
        let text: Text = Text::deserialize(serde::de::value::StrDeserializer::<E>::new(text))?;
        Date::parse(&text).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Date, E> {
        Err(number_for_date(number))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Date, E> {
        Err(number_for_date(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Date, E> {
        Err(number_for_date(number))
    }
}

fn number_for_date<E: Error>(number: impl fmt::Display) -> E {
    E::custom(Flaw {
        message: format!("expected a date, found the number {number}"),
        hint: Some(match readings(&number.to_string()).as_slice() {
            [one] => format!("write `{one}`"),
            _ => format!("put it in quotes: \"{number}\""),
        }),
        offset: None,
        date: true,
    })
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(DateVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(dates: &[&str]) {
        let keys: Vec<_> = dates.iter().map(|d| Date::parse(d).expect(d).sort_key()).collect();
        let mut sorted = keys.clone();
        sorted.sort();
        assert_eq!(keys, sorted, "{dates:?}");
    }

    #[test]
    fn order() {
        ordered(&["2025", "2026-01-01", "2026-01", "2026", "2026/2029", "2026-01-02"]);
        ordered(&["202X", "2025-12-31", "2026-02-2X", "2026-02-21"]);
        ordered(&["2026-04-14T09:00:00Z", "2026-04-14T10:00:00Z", "2026-04-14", "2026-04-15"]);
        // An open start stands at its end; an open end at its start, and wider than any date.
        ordered(&["2025-12-31", "../2026-01-01", "2026-01-02"]);
        ordered(&["2026-03-01", "2026-03", "2026-03/..", "2026-03-02"]);
    }

    #[test]
    fn contradicting() {
        let check = |dates: &[&str], expected| {
            let parsed: Vec<Date> = dates.iter().map(|text| Date::parse(text).expect(text)).collect();
            assert_eq!(Date::contradict(parsed.iter()), expected, "{dates:?}");
        };
        check(&[], false);
        check(&["2026-02"], false);
        check(&["2026-02", "2026-02-2X", "2026"], false);
        check(&["2026-01/2026-03", "2026-02-28", "2026-03-01"], true);
        check(&["../2026-02", "2026-03/.."], true);
        check(&["../2026-02", "2026-02/..", "XXXX"], false);
    }

    #[test]
    fn reaching() {
        let check = |text: &str, from, until, soft| {
            assert_eq!(Date::parse(text).expect(text).reach(), Reach { from, until, soft }, "{text}");
        };
        check("2026-04", Some((2026, 4, 1)), Some((2026, 4, 30)), (false, false));
        check("2026-04~", Some((2026, 4, 1)), Some((2026, 4, 30)), (true, true));
        check("2026-02-2X", Some((2026, 2, 20)), Some((2026, 2, 28)), (true, true));
        check("2026-03-2X/2026-04-02", Some((2026, 3, 20)), Some((2026, 4, 2)), (true, false));
        check("../2026-04-02", None, Some((2026, 4, 2)), (true, false));
        check("2026-04-02/..", Some((2026, 4, 2)), None, (false, true));
    }

    fn refused(text: &str, offset: usize, hint: &str) {
        let flaw = Date::parse(text).expect_err(text);
        assert_eq!((flaw.offset, flaw.hint.as_deref()), (Some(offset), Some(hint)), "{text}");
    }

    #[test]
    fn overlapping() {
        let check = |a: &str, b: &str, expected| {
            let parse = |text: &str| Date::parse(text).expect(text);
            assert_eq!(parse(a).overlaps(&parse(b)), expected, "{a} {b}");
            assert_eq!(parse(b).overlaps(&parse(a)), expected, "{b} {a}");
        };
        check("2026-02", "2026-02-2X", true);
        check("2026-02", "2026-03", false);
        check("2026-02-28", "2026-03-01", false);
        check("2026", "2026-04-12", true);
        check("../2026", "2020", true);
        check("2026-03/..", "2026-02", false);
        check("2026-03/..", "2030", true);
        check("2026-03-2X/2026-03-31", "2026-03-30", true);
        check("2026-04~", "2026-04-30", true);
        check("[2026-04-12,2026-04-14]", "2026-04-13", true);
    }

    #[test]
    fn years_and_months() {
        let check = |edtf: &str, expected| {
            assert_eq!(Date::parse(edtf).expect(edtf).year_and_month(), expected, "{edtf}");
        };
        check("2026-04-12", Some((2026, Some(4))));
        check("2026-04-14T09:00:00Z", Some((2026, Some(4))));
        check("2026-02-2X", Some((2026, Some(2))));
        check("2026-04~", Some((2026, Some(4))));
        check("2026", Some((2026, None)));
        check("XXXX", None);
        check("XXXX-12-25", None);
        check("2026-33", Some((2026, None)));
        check("2026-XX", Some((2026, None)));
        check("202X", Some((2020, None)));
        check("2026-01/2026-04", Some((2026, Some(1))));
        check("2026-03/..", Some((2026, Some(3))));
        check("../2026-05", Some((2026, Some(5))));
        check("[2026-04-12,2026-04-14]", Some((2026, Some(4))));
        check("[..2026]", Some((2026, None)));
        check("/2026-05", Some((2026, Some(5))));
    }

    #[test]
    fn mistakes() {
        refused("2026-4-12", 6, "write `2026-04-12`");
        refused("2026-02-2x", 9, "write `2026-02-2X`");
        refused("14.4.2026", 2, "write `2026-04-14`");
        refused("spring 2026", 6, "write `2026-21`");
        refused("April 2026", 5, "write `2026-04`");
        refused("12 Apr 2026", 2, "write `2026-04-12`");
    }

    #[test]
    fn vague_dates_are_not_days() {
        let one_day = |d: &str| Date::parse(d).expect(d).is_one_day();
        assert!(one_day("2026-04-12") && one_day("2026-04-12T09:00:00Z"));
        for vague in
            ["2026-04", "2026-04-1X", "2026-04-12~", "2026-04-12?", "2026-04-12/2026-04-13", "../2026-04-12"]
        {
            assert!(!one_day(vague), "{vague}");
        }
    }
}
