//! Instants: `embargo`, `expires`, `--as-of`.

use std::fmt;
use std::io::{self, Read, Write};

use jiff::Timestamp;
use jiff::civil::{self, DateTime};
use jiff::fmt::temporal::{Pieces, TimeZoneAnnotationKind};
use jiff::tz::TimeZone;
use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::yaml::Flaw;

/// An instant as written: with its zone, or to be read in the site's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// `2026-04-14T09:00:00Z`, `2026-04-14T09:00+10:00[Australia/Brisbane]`.
    Fixed(Timestamp),
    /// `2026-04-14T09:00`, which clocks may skip or show twice; with a zone where it names one.
    Local(DateTime, Option<TimeZone>),
    /// `2026-04-14`, for the first moment of that day; with a zone where it names one.
    Day(civil::Date, Option<TimeZone>),
}

/// Which instant a local time means that the clocks skip or show twice.
#[derive(Clone, Copy)]
enum Reading {
    Earlier,
    Later,
    /// As clocks would show it: after a gap, and the first of two.
    Usual,
}

impl Moment {
    /// Reads RFC 3339, RFC 9557 or the same without a zone.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let text = text.trim();
        let no_instant = || {
            Flaw::new(
                format!("`{text}` is not an instant"),
                "write a date and a time, for example `2026-04-14T09:00+10:00`, or without a zone for the site's own",
            )
        };
        let pieces = Pieces::parse(text).map_err(|_| no_instant())?;
        let zone = zone_of(&pieces)?;
        let offset = pieces.to_numeric_offset();
        if offset.is_some_and(|offset| offset.seconds().abs() > FARTHEST) {
            let hint = "write one between `-12:00` and `+14:00`, or none for the site's own zone";
            return Err(Flaw::new(
                format!("`{text}` is not an instant: nowhere is this offset in use"),
                hint,
            ));
        }
        match (offset, pieces.time(), zone) {
            (None, Some(time), zone) => Ok(Moment::Local(pieces.date().to_datetime(time), zone)),
            (None, None, zone) => Ok(Moment::Day(pieces.date(), zone)),
            (Some(_), _, None) => text.parse().map(Moment::Fixed).map_err(|_| no_instant()),
            (Some(_), _, Some(_)) => {
                let zoned = text.parse::<jiff::Zoned>().map_err(|_| {
                    let message =
                        format!("`{text}` is not an instant: the zone does not have this offset then");
                    Flaw::new(message, "leave out the offset, or the zone in brackets")
                })?;
                Ok(Moment::Fixed(zoned.timestamp()))
            }
        }
    }

    /// The instant, with `zone` for one that names none. A time that the clocks skip is
    /// read as the same distance after the gap, one that happens twice as the first.
    pub fn instant(&self, zone: &TimeZone) -> Timestamp {
        self.read(zone, Reading::Usual)
    }

    /// The instant from which something is shown: the latest that can be meant, so that it is not shown too early.
    pub fn begin(&self, zone: &TimeZone) -> Timestamp {
        self.read(zone, Reading::Later)
    }

    /// The instant up to which something is shown: the earliest that can be meant, so that it is not shown too long.
    pub fn end(&self, zone: &TimeZone) -> Timestamp {
        self.read(zone, Reading::Earlier)
    }

    fn read(&self, zone: &TimeZone, reading: Reading) -> Timestamp {
        // A day has one first moment, though its clocks may not show midnight, or show it twice.
        let (at, zone, reading) = match self {
            Moment::Fixed(timestamp) => return *timestamp,
            Moment::Local(at, own) => (*at, own.as_ref().unwrap_or(zone), reading),
            Moment::Day(day, own) => (day.at(0, 0, 0, 0), own.as_ref().unwrap_or(zone), Reading::Usual),
        };
        let all = zone.to_ambiguous_timestamp(at);
        let one = match reading {
            Reading::Earlier => all.earlier(),
            Reading::Later => all.later(),
            Reading::Usual => all.compatible(),
        };
        one.unwrap_or(if at.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
    }
}

/// No offset is this far from UTC, in seconds: those of today are up to 14 hours, those of the past up to 16.
const FARTHEST: i32 = 18 * 60 * 60;

/// The zone that is named in brackets.
fn zone_of(pieces: &Pieces<'_>) -> Result<Option<TimeZone>, Flaw> {
    let Some(written) = pieces.time_zone_annotation() else { return Ok(None) };
    match written.kind() {
        TimeZoneAnnotationKind::Named(name) => {
            written.to_time_zone().map(Some).map_err(|_| no_such_zone(name.as_str()))
        }
        _ => Err(Flaw::new("in brackets stands the name of a zone, and no offset", ZONE_HINT)),
    }
}

const ZONE_HINT: &str = "write a name of the IANA database, for example `Europe/Berlin` or `UTC`";

/// That nothing is known of a zone of this name.
pub fn no_such_zone(name: &str) -> Flaw {
    Flaw::new(format!("there is no time zone `{name}`"), ZONE_HINT)
}

/// As text that reads as the same.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zone = match self {
            Moment::Fixed(timestamp) => return timestamp.fmt(f),
            Moment::Local(at, zone) => at.fmt(f).map(|()| zone)?,
            Moment::Day(day, zone) => day.fmt(f).map(|()| zone)?,
        };
        let name = zone.as_ref().and_then(TimeZone::iana_name);
        name.map_or(Ok(()), |name| write!(f, "[{name}]"))
    }
}

impl borsh::BorshSerialize for Moment {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        borsh::BorshSerialize::serialize(&self.to_string(), writer)
    }
}

impl borsh::BorshDeserialize for Moment {
    fn deserialize_reader<R: Read>(reader: &mut R) -> io::Result<Self> {
        let text = <String as borsh::BorshDeserialize>::deserialize_reader(reader)?;
        Self::parse(&text).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}

struct MomentVisitor;

impl Visitor<'_> for MomentVisitor {
    type Value = Moment;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a date and a time")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Moment, E> {
        Moment::parse(text).map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Moment {
    /// Asks for a string, so that a year alone is refused as written.
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_str(MomentVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> String {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get("Australia/Sydney").expect("a zone");
        Moment::parse(text).expect("an instant").instant(&zone).to_string()
    }

    #[test]
    fn zones() {
        assert_eq!(instant("2026-04-14T09:00:00Z"), "2026-04-14T09:00:00Z");
        assert_eq!(instant("2026-04-14T09:00+10:00"), "2026-04-13T23:00:00Z");
        assert_eq!(instant("2026-04-14T09:00"), "2026-04-13T23:00:00Z");
        assert_eq!(instant("2026-04-14"), "2026-04-13T14:00:00Z");
        assert_eq!(instant("2026-04-14T09:00[Europe/Berlin]"), "2026-04-14T07:00:00Z");
        assert_eq!(instant("2026-04-14[Europe/Berlin]"), "2026-04-13T22:00:00Z");
        // The clocks go forward at 02:00 on 4 October 2026 and back at 03:00 on 5 April.
        assert_eq!(instant("2026-10-04T02:30"), "2026-10-03T16:30:00Z");
        assert_eq!(instant("2026-04-05T02:30"), "2026-04-04T15:30:00Z");
        assert_eq!(instant("2028-02-29T00:00"), "2028-02-28T13:00:00Z");
    }

    #[test]
    fn a_time_that_clocks_skip_or_show_twice_begins_late_and_ends_early() {
        let utc = TimeZone::UTC;
        let both = |text: &str| {
            let moment = Moment::parse(text).expect("an instant");
            let kept = borsh::to_vec(&moment).expect("bytes");
            assert_eq!(borsh::from_slice::<Moment>(&kept).expect("an instant"), moment, "{text}");
            (moment.begin(&utc).to_string(), moment.end(&utc).to_string())
        };
        let pair = |begin: &str, end: &str| (begin.to_string(), end.to_string());
        assert_eq!(
            both("2026-10-25T02:30[Europe/Berlin]"),
            pair("2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z")
        );
        assert_eq!(
            both("2026-03-29T02:30[Europe/Berlin]"),
            pair("2026-03-29T01:30:00Z", "2026-03-29T00:30:00Z")
        );
        assert_eq!(
            both("2026-10-25T02:30+02:00[Europe/Berlin]"),
            pair("2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z")
        );
        // Havana's clocks skip midnight on 8 March, and show it twice on 1 November: a day begins once.
        assert_eq!(both("2026-03-08[America/Havana]"), pair("2026-03-08T05:00:00Z", "2026-03-08T05:00:00Z"));
        assert_eq!(both("2026-11-01[America/Havana]"), pair("2026-11-01T04:00:00Z", "2026-11-01T04:00:00Z"));
        let azores = both("2026-10-25T00:30[Atlantic/Azores]");
        assert_eq!(azores, pair("2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z"));
        assert_eq!(both("2026-10-25[Atlantic/Azores]"), pair("2026-10-25T00:00:00Z", "2026-10-25T00:00:00Z"));
    }

    #[test]
    fn refused() {
        let check = |bad: &str, says: &str| {
            let flaw = Moment::parse(bad).expect_err(bad);
            assert!(flaw.message.contains(says), "{bad}: {}", flaw.message);
        };
        check("2026-04-14T09:00+05:00[Australia/Brisbane]", "the zone does not have this offset then");
        check("2026-04-14T09:00Z[Nowhere/X]", "there is no time zone `Nowhere/X`");
        check("2026-04-14T09:00[Mars/Olympus]", "there is no time zone `Mars/Olympus`");
        check("2026-04-14T09:00+05:00[+05:00]", "in brackets stands the name of a zone");
        check("2026-04-14T09:00+25:00", "nowhere is this offset in use");
        check("2026-04-14T09:00-18:01[Europe/Berlin]", "nowhere is this offset in use");
        for bad in
            ["", "tomorrow", "2026-02-30", "2026-04-14T25:00", "14.4.2026", "2026-04", "2026-04-14+10:00"]
        {
            check(bad, "is not an instant");
        }
    }
}
