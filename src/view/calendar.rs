//! A timeline as a calendar (iCalendar, RFC 5545).
//!
//! A day is a day and a moment a moment. What is vaguer is there from the first to the last day that it can
//! mean, and says in its summary how vague it is; what has neither a first nor a last day is not there.

use jiff::civil::Date as Day;
use jiff::{Timestamp, ToSpan};

use super::feed::tag;
use super::scope::Scope;
use super::timeline::{TimelineOf, Whose, events, timeline_title};
use super::types::{Content, EventCard, TextPage, View};
use crate::model::{Part, TimelineEntry, calendar_address, changed, event_address};
use crate::text::without_controls;
use crate::value::{Date, Day as CalendarDay};

/// The calendar of a timeline; nothing where no event of it has a first or a last day.
pub fn calendar(scope: Scope<'_>, whose: &Whose) -> Option<View> {
    let scope = Scope { whole: true, ..scope };
    let of = TimelineOf { whose: whose.clone(), part: Part::Whole };
    let title = timeline_title(scope, &of);
    let mut file = File::default();
    file.line("BEGIN", "VCALENDAR");
    file.line("VERSION", "2.0");
    file.line("PRODID", "-//clipsheet//clipsheet//EN");
    let name = format!("{title} · {}", scope.site.settings().title);
    file.text("NAME", &name);
    file.text("X-WR-CALNAME", &name);
    let all = events(scope, whose);
    let written = all.into_iter().filter_map(|entry| event(scope, entry, &mut file)).count();
    file.line("END", "VCALENDAR");
    let page = TextPage { text_html: file.text };
    (written > 0).then(|| scope.view(title, None, None, Content::Text(page)))
}

/// The link to the calendar of the timeline whose page is made, where there is one.
pub(super) fn calendar_url(scope: Scope<'_>, all: &[&TimelineEntry], of: &TimelineOf) -> Option<String> {
    scope.site.settings().base_url.as_ref().filter(|_| of.part == Part::Whole)?;
    let is_there = |entry: &&TimelineEntry| {
        let first = scope.site.reports(entry).next();
        first.is_some_and(|report| when(scope, &report.value().date).is_some())
    };
    let address = calendar_address(scope.page).filter(|_| all.iter().any(is_there))?;
    Some(scope.url(&address))
}

/// When an event is.
enum When {
    Moment(Timestamp),
    /// From the first day up to the one after the last, and whether it is vague.
    Days(Day, Day, bool),
}

fn when(scope: Scope<'_>, date: &Date) -> Option<When> {
    let is_moment = date.is_one_day() && date.written().contains('T');
    if let Some(moment) = is_moment.then(|| date.first_moment(&scope.site.settings().timezone)).flatten() {
        return Some(When::Moment(moment));
    }
    let (from, until) = days(date);
    let day = |(year, month, day): (i64, u8, u8)| {
        let day = Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        // Of an unknown year these are the bounds.
        day.ok().filter(|day| (1..=9998).contains(&day.year()))
    };
    let (from, until) = (from.and_then(day), until.and_then(day));
    let (from, until) = (from.or(until)?, until.or(from)?);
    Some(When::Days(from, until.checked_add(1.day()).ok()?, !date.is_one_day()))
}

/// The first and the last day of a date; of one with an open end those of the end that is known.
fn days(date: &Date) -> (Option<CalendarDay>, Option<CalendarDay>) {
    let reach = date.reach();
    let ends = date.written().split_once('/');
    let known = match (reach.from, reach.until) {
        (Some(_), None) => ends.map(|(start, _)| start),
        (None, Some(_)) => ends.map(|(_, end)| end),
        _ => None,
    };
    let reach = known.and_then(|known| Date::parse(known).ok()).map_or(reach, |known| known.reach());
    (reach.from, reach.until)
}

fn event(scope: Scope<'_>, entry: &TimelineEntry, file: &mut File) -> Option<()> {
    let reports: Vec<_> = scope.site.reports(entry).collect();
    let when = when(scope, &reports.first()?.value().date)?;
    let card = scope.event_card(entry)?;
    let address = event_address(&entry.key);
    let zone = &scope.site.settings().timezone;
    let changed = reports.iter().filter_map(|report| changed(report.head().meta(), zone)).max();
    file.line("BEGIN", "VEVENT");
    file.text("UID", &tag(scope, address.as_str().trim_end_matches("/index.html"))?);
    file.line("DTSTAMP", &utc(changed.unwrap_or(Timestamp::UNIX_EPOCH)));
    let is_vague = match when {
        When::Moment(moment) => {
            file.line("DTSTART", &utc(moment));
            false
        }
        When::Days(from, until, is_vague) => {
            file.line("DTSTART;VALUE=DATE", &from.strftime("%Y%m%d").to_string());
            file.line("DTEND;VALUE=DATE", &until.strftime("%Y%m%d").to_string());
            is_vague
        }
    };
    let words = [("title", card.title.as_str()), ("date", card.date.words.as_str())];
    let summary = if is_vague { scope.say("event_and_date", &words) } else { card.title.clone() };
    file.text("SUMMARY", &summary);
    file.text("DESCRIPTION", &description(&card));
    file.line("URL", &scope.permanent_url(&address)?);
    let names: Vec<String> = card.entities.iter().map(|link| escaped(&link.label)).collect();
    if !names.is_empty() {
        file.line("CATEGORIES", &names.join(","));
    }
    // Nobody is busy because of what is in the news.
    file.line("TRANSP", "TRANSPARENT");
    file.line("END", "VEVENT");
    Some(())
}

/// Who reports it and dates it how, and whether they contradict each other.
fn description(card: &EventCard) -> String {
    let mut lines: Vec<String> = Vec::new();
    for report in &card.reports {
        let source = report.place.publication.as_ref().unwrap_or(&report.place.article);
        lines.push(format!("{}: {} ({})", source.label, report.title, report.date.words));
    }
    lines.extend(card.conflict.iter().map(|conflict| conflict.words.clone()));
    lines.join("\n")
}

fn utc(moment: Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a value.
fn escaped(text: &str) -> String {
    let text = without_controls(text).replace('\r', "");
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

#[derive(Default)]
struct File {
    text: String,
}

impl File {
    /// The longest line, in bytes.
    const WIDTH: usize = 75;

    fn text(&mut self, name: &str, value: &str) {
        self.line(name, &escaped(value));
    }

    /// Writes a line, folded where it is long; no character is torn.
    fn line(&mut self, name: &str, value: &str) {
        let mut width = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if width + c.len_utf8() > Self::WIDTH {
                self.text.push_str("\r\n ");
                width = 1;
            }
            self.text.push(c);
            width += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_and_no_character_is_torn() {
        for text in ["x".repeat(500), "ü".repeat(200), "会社".repeat(90), "🚀".repeat(60)] {
            let mut file = File::default();
            file.text("SUMMARY", &text);
            assert!(file.text.split("\r\n").all(|line| line.len() <= File::WIDTH), "{}", file.text);
            assert_eq!(file.text.replace("\r\n ", ""), format!("SUMMARY:{text}\r\n"));
        }
    }

    #[test]
    fn what_has_a_meaning_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\r\ne: \"f\""), "a\\,b\\;c\\\\d\\ne: \"f\"");
    }
}
