//! EDTF in plain English words.
//!
//! In: a parsed date. Out: what a person would say. Every form of levels 0 to 2 has
//! words; only numbers outside of any calendar fall back to the notation.

use edtf_core::{
    Date, DateField, DateTime, Edtf, Interval, IntervalEndpoint, Set, SetElement, SetKind, TimeShift, Year,
    YearKind,
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn words(value: &Edtf) -> String {
    match value {
        Edtf::Date(date) => date_words(date),
        Edtf::DateTime(at) => date_time(at),
        Edtf::Interval(interval) => interval_words(interval),
        Edtf::Set(set) => set_words(set),
    }
}

fn date_words(date: &Date) -> String {
    let plain = plain(date);
    let about = if date.is_approximate() { "about " } else { "" };
    let unsure = if date.is_uncertain() { " (uncertain)" } else { "" };
    format!("{about}{plain}{unsure}")
}

fn plain(date: &Date) -> String {
    let year = year(&date.year);
    let Some(month) = date.month else { return year };
    let Some(name) = month_name(month) else {
        return match date.day {
            Some(_) => format!("a day in {year}"),
            None => format!("a month of {year}"),
        };
    };
    let month_and_year = format!("{name} {year}");
    match date.day.map(|d| d.digits) {
        None => month_and_year,
        Some([Some(tens), Some(ones)]) => format!("{} {month_and_year}", tens * 10 + ones),
        Some([Some(0), None]) => format!("early {month_and_year}"),
        Some([Some(1), None]) => format!("mid-{month_and_year}"),
        Some([Some(2), None]) => format!("late {month_and_year}"),
        Some([Some(_), None]) => format!("the end of {month_and_year}"),
        Some([None, _]) => format!("a day in {month_and_year}"),
    }
}

/// The name of a month, or of a season or other part of a year (EDTF 4.8).
fn month_name(field: DateField) -> Option<String> {
    let hemisphere = ["in the Northern Hemisphere", "in the Southern Hemisphere"];
    let season = ["spring", "summer", "autumn", "winter"];
    let name = match field.value()? {
        n @ 1..=12 => MONTHS[usize::from(n) - 1].to_string(),
        n @ 21..=24 => season[usize::from(n) - 21].to_string(),
        n @ 25..=32 => {
            let n = usize::from(n) - 25;
            format!("{} ({})", season[n % 4], hemisphere[n / 4])
        }
        n @ 33..=36 => format!("{} quarter of", ordinal(n - 32)),
        n @ 37..=39 => format!("{} third of", ordinal(n - 36)),
        n @ 40..=41 => format!("{} half of", ordinal(n - 39)),
        _ => return None,
    };
    Some(name)
}

fn ordinal(n: u8) -> String {
    let word = ["first", "second", "third", "fourth"].get(usize::from(n) - 1);
    word.map_or_else(|| n.to_string(), |w| (*w).to_string())
}

fn year(year: &Year) -> String {
    let words = match year.kind {
        YearKind::Standard { negative: false, digits } => standard_year(digits),
        YearKind::Standard { negative: true, digits } => {
            match digits.iter().try_fold(0u32, |n, d| Some(n * 10 + u32::from((*d)?))) {
                // Astronomical years: 0 is 1 BC, −1 is 2 BC.
                Some(n) => format!("{} BC", n + 1),
                None => format!("{} BC (about)", shown(digits)),
            }
        }
        YearKind::Big { value } => format!("the year {value}"),
        YearKind::Exponential { significand, exponent } => format!("the year {significand} × 10^{exponent}"),
    };
    match year.significant_digits {
        Some(n) => format!("{words} (to {n} significant digits)"),
        None => words,
    }
}

fn standard_year(digits: [Option<u8>; 4]) -> String {
    match digits {
        [Some(0), Some(0), Some(0), Some(0)] => "1 BC".to_string(),
        [Some(a), Some(b), Some(c), Some(d)] => format!("{a}{b}{c}{d}").trim_start_matches('0').to_string(),
        [Some(a), Some(b), Some(c), None] => format!("the {a}{b}{c}0s"),
        [Some(a), Some(b), None, None] => format!("the years {a}{b}00 to {a}{b}99"),
        [Some(a), None, None, None] => format!("the years {a}000 to {a}999"),
        [None, None, None, None] => "an unknown year".to_string(),
        digits => format!("a year like {}", shown(digits)),
    }
}

fn shown(digits: [Option<u8>; 4]) -> String {
    digits.iter().map(|d| d.map_or('X', |d| char::from(b'0' + d))).collect()
}

fn date_time(at: &DateTime) -> String {
    let time = format!("{:02}:{:02}", at.time.hour, at.time.minute);
    let zone = match at.time.shift {
        None => String::new(),
        Some(TimeShift::Utc) => " UTC".to_string(),
        Some(TimeShift::Offset { minutes, .. }) => {
            let sign = if minutes < 0 { '−' } else { '+' };
            let minutes = minutes.unsigned_abs();
            format!(" UTC{sign}{}:{:02}", minutes / 60, minutes % 60)
        }
    };
    format!("{}, {time}{zone}", date_words(&at.date))
}

fn interval_words(interval: &Interval) -> String {
    use IntervalEndpoint::{Date, OnOrAfter, OnOrBefore, Open, Unknown};
    let end_of = |endpoint: &IntervalEndpoint| match endpoint {
        Date(date) => date_words(date),
        OnOrBefore(date) => format!("{} or before", date_words(date)),
        OnOrAfter(date) => format!("{} or later", date_words(date)),
        Open | Unknown => String::new(),
    };
    let (start, end) = (end_of(&interval.start), end_of(&interval.end));
    let start = without_repetition(&interval.start, &interval.end, start);
    match (&interval.start, &interval.end) {
        (Open | Unknown, Open | Unknown) => "at an unknown time".to_string(),
        (Open, _) => format!("until {end}"),
        (Unknown, _) => format!("from an unknown date to {end}"),
        (_, Open) => format!("from {start} on"),
        (_, Unknown) => format!("from {start} to an unknown date"),
        _ => format!("{start} to {end}"),
    }
}

/// "6 to 12 April 2026", "12 March to 3 April 2026": what both ends share is said once.
fn without_repetition(start: &IntervalEndpoint, end: &IntervalEndpoint, words: String) -> String {
    let (IntervalEndpoint::Date(from), IntervalEndpoint::Date(to)) = (start, end) else { return words };
    let year = year(&from.year);
    if from.year != to.year || from.month.is_none() || to.month.is_none() {
        return words;
    }
    let days = |date: &Date| date.day.and_then(DateField::value).is_some();
    let month = from.month.and_then(month_name).filter(|_| from.month == to.month && days(from) && days(to));
    let tail = month.map_or_else(|| format!(" {year}"), |month| format!(" {month} {year}"));
    words.strip_suffix(&tail).map_or(words.clone(), str::to_string)
}

/// The number of a month from its English name or the first three letters of it.
pub(super) fn month_number(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let fits = |month: &&str| {
        let month = month.to_lowercase();
        name.len() >= 3 && month.starts_with(&name)
    };
    MONTHS.iter().position(fits).map(|at| at + 1)
}

fn set_words(set: &Set) -> String {
    let (intro, last) = match set.kind {
        SetKind::OneMember => ("one of ", " or "),
        SetKind::AllMembers => ("", " and "),
    };
    let parts: Vec<String> = set.elements.iter().map(element).collect();
    match parts.split_last() {
        None => intro.trim_end().to_string(),
        Some((only, [])) => only.clone(),
        Some((end, rest)) => format!("{intro}{}{last}{end}", rest.join(", ")),
    }
}

fn element(element: &SetElement) -> String {
    match element {
        SetElement::Date(date) => date_words(date),
        SetElement::OnOrBefore(date) => format!("{} or before", date_words(date)),
        SetElement::OnOrAfter(date) => format!("{} or later", date_words(date)),
        SetElement::Range(from, to) => format!("{} to {}", date_words(from), date_words(to)),
    }
}
