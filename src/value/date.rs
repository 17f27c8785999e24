//! Dates as sources give them: EDTF (ISO 8601-2:2019, annex A), levels 0 to 2.

use std::fmt;

use edtf_core::{Bound, BoundDate, Edtf};
use jiff::civil;
use serde::de::{Deserialize, Deserializer, Error, Visitor};

use super::date_words;
use crate::parse::yaml::{Flaw, Text};

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

    /// The date in plain English words: `late February 2026`.
    pub fn words(&self) -> String {
        date_words::words(&self.value)
    }

    /// The parsed value.
    pub fn value(&self) -> &Edtf {
        &self.value
    }

    /// The earliest and the latest day that it touches.
    fn bounds(&self) -> (Day, Day) {
        let bounds = self.value.bounds();
        (day(bounds.earliest, NEVER), day(bounds.latest, FOREVER))
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

    /// The first day that it can mean, where that is known and a calendar can hold it.
    pub fn earliest_day(&self) -> Option<civil::Date> {
        calendar(self.value.bounds().earliest)
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
    let parts: Vec<&str> = text.split(['.', '/', '-', ' ', ',']).filter(|p| !p.is_empty()).collect();
    let seasons = ["spring", "summer", "autumn", "winter"];
    match parts[..] {
        [season, year] if seasons.contains(&season.to_lowercase().as_str()) => {
            let number = seasons.iter().position(|s| *s == season.to_lowercase()).unwrap_or(0) + 21;
            valid(vec![format!("{year}-{number}")])
        }
        [month, year] => {
            valid(date_words::month_number(month).map(|m| format!("{year}-{m:02}")).into_iter().collect())
        }
        [a, b, c] => match (date_words::month_number(a), date_words::month_number(b)) {
            (Some(month), _) => valid(vec![format!("{c}-{month:02}-{b:0>2}")]),
            (_, Some(month)) => valid(vec![format!("{c}-{month:02}-{a:0>2}")]),
            _ if a.len() == 4 => valid(vec![format!("{a}-{b:0>2}-{c:0>2}").to_uppercase()]),
            _ => valid(vec![format!("{c}-{b:0>2}-{a:0>2}"), format!("{c}-{a:0>2}-{b:0>2}")]),
        },
        _ => Vec::new(),
    }
}

fn valid(mut readings: Vec<String>) -> Vec<String> {
    readings.retain(|reading| Edtf::parse(reading).is_ok());
    readings.dedup();
    readings
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
        hint: Some(format!("put it in quotes: \"{number}\"")),
        offset: None,
        date: true,
    })
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(DateVisitor)
    }
}
