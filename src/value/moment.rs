//! Instants: `embargo`, `expires`, `--as-of`.

use std::io::{self, Read, Write};

use jiff::Timestamp;
use jiff::civil::{self, DateTime};
use jiff::tz::TimeZone;
use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::yaml::Flaw;

/// An instant as written: with its zone, or to be read in the site's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// `2026-04-14T09:00:00Z`, `2026-04-14T09:00+10:00[Australia/Brisbane]`.
    Fixed(Timestamp),
    /// `2026-04-14T09:00`, or `2026-04-14` for the first moment of that day.
    Civil(DateTime),
}

impl Moment {
    /// Reads RFC 3339, RFC 9557 or the same without a zone.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let text = text.trim();
        if let Ok(zoned) = text.parse::<jiff::Zoned>() {
            return Ok(Moment::Fixed(zoned.timestamp()));
        }
        // A zone in brackets that is unknown, or at odds with the offset, is no instant.
        let plain = !text.contains('[');
        if let Some(timestamp) = text.parse::<Timestamp>().ok().filter(|_| plain) {
            return Ok(Moment::Fixed(timestamp));
        }
        if !text.contains(['Z', 'z', '[']) {
            if let Ok(date_time) = text.parse::<DateTime>() {
                return Ok(Moment::Civil(date_time));
            }
            if let Ok(date) = text.parse::<civil::Date>() {
                return Ok(Moment::Civil(date.at(0, 0, 0, 0)));
            }
        }
        Err(Flaw::new(
            format!("`{text}` is not an instant"),
            "write a date and a time, for example `2026-04-14T09:00+10:00`, or without a zone for the site's own",
        ))
    }

    /// The instant, with `zone` for one that names none. A time that the clocks skip is
    /// read as the same distance after the gap, one that happens twice as the first.
    pub fn instant(&self, zone: &TimeZone) -> Timestamp {
        match self {
            Moment::Fixed(timestamp) => *timestamp,
            Moment::Civil(date_time) => zone
                .to_ambiguous_timestamp(*date_time)
                .compatible()
                .unwrap_or(if date_time.year() < 0 { Timestamp::MIN } else { Timestamp::MAX }),
        }
    }
}

/// As text that reads as the same.
impl borsh::BorshSerialize for Moment {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        let text = match self {
            Moment::Fixed(timestamp) => timestamp.to_string(),
            Moment::Civil(date_time) => date_time.to_string(),
        };
        borsh::BorshSerialize::serialize(&text, writer)
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
        // The clocks go forward at 02:00 on 4 October 2026 and back at 03:00 on 5 April.
        assert_eq!(instant("2026-10-04T02:30"), "2026-10-03T16:30:00Z");
        assert_eq!(instant("2026-04-05T02:30"), "2026-04-04T15:30:00Z");
        assert_eq!(instant("2028-02-29T00:00"), "2028-02-28T13:00:00Z");
    }

    #[test]
    fn refused() {
        for bad in [
            "2026-04-14T09:00+05:00[Australia/Brisbane]",
            "2026-04-14T09:00Z[Nowhere/X]",
            "",
            "tomorrow",
            "2026-02-30",
            "2026-04-14T25:00",
            "14.4.2026",
            "2026-04",
        ] {
            assert!(Moment::parse(bad).is_err(), "{bad}");
        }
    }
}
