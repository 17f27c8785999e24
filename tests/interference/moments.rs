//! Instants and dates around the moment that a site is built for, in every form that can be written.

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::model::{Published, Site};

fn zone(name: &str) -> TimeZone {
    TimeZoneDatabase::bundled().get(name).expect("a zone")
}

/// The instant so many seconds after the site's, in one of four forms.
pub fn written(site: &Site, after: i64, form: usize) -> String {
    let instant = site.as_of + SignedDuration::from_secs(after);
    let own = instant.to_zoned(zone(site.zone));
    match form {
        0 => instant.to_string(),
        1 => instant.to_zoned(zone("America/St_Johns")).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        2 => instant.to_zoned(zone("Asia/Kathmandu")).to_string(),
        // Where the clocks go back, a time without a zone is the second of its two, or the first where something
        // expires.
        _ if zone(site.zone).to_ambiguous_timestamp(own.datetime()).unambiguous().is_ok() => {
            own.strftime("%Y-%m-%dT%H:%M:%S").to_string()
        }
        _ => instant.to_string(),
    }
}

/// A date of publication so many days after the site's moment.
pub fn published(site: &Site, days: i64, form: usize) -> Published {
    let instant = site.as_of + SignedDuration::from_hours(24 * days);
    let date = instant.to_zoned(zone(site.zone)).date();
    let (written, start, date) = match form {
        0 => (date.strftime("%Y-%m").to_string(), start_of(site, date.first_of_month()), date),
        1 => {
            let later = if date.day() < 20 { date - 20.days() } else { date };
            let first = later.with().day(20).build().expect("a day");
            (first.strftime("%Y-%m-2X").to_string(), start_of(site, first), first)
        }
        2 => (instant.to_string(), instant, instant.to_zoned(TimeZone::UTC).date()),
        _ => (date.to_string(), start_of(site, date), date),
    };
    let (year, month) = (date.year(), date.month());
    let archive = vec![format!("archive/{year}"), format!("archive/{year}/{month:02}")];
    Published { written, start, archive }
}

/// The day so many days after the site's moment.
pub fn day(site: &Site, days: i64) -> String {
    let instant = site.as_of + SignedDuration::from_hours(24 * days);
    instant.to_zoned(zone(site.zone)).date().to_string()
}

/// The first moment of a day in the site's zone.
fn start_of(site: &Site, date: Date) -> Timestamp {
    date.to_zoned(zone(site.zone)).expect("a day").timestamp()
}
