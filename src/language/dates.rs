//! EDTF in words.
//!
//! In: a parsed date. Out: what a person would say. Every form of levels 0 to 2 has
//! words; only numbers outside of any calendar fall back to the notation.

use edtf_core::{
    Date, DateField, DateTime, Edtf, Interval, IntervalEndpoint, Set, SetElement, SetKind, TimeShift, Year,
    YearKind,
};

use super::Language;

/// How much of a date is said: the other end of an interval may say the rest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Whole,
    WithoutYear,
}

impl Language {
    /// A date in words: `late February 2026`.
    pub fn date(&self, date: &crate::value::Date) -> String {
        match date.value() {
            Edtf::Date(date) => self.date_words(date, Extent::Whole),
            Edtf::DateTime(at) => self.date_time(at),
            Edtf::Interval(interval) => self.interval(interval),
            Edtf::Set(set) => self.set(set),
        }
    }

    /// A month of a year: `April 2026`.
    pub fn month(&self, year: i64, month: u8) -> String {
        self.month_of(&year.to_string(), month, Extent::Whole)
    }

    /// The sign of a month where there is little room: its first letter, or its number where
    /// the name begins with that.
    pub fn month_sign(&self, month: u8) -> String {
        let name = self.month_name(month);
        let digits = name.chars().take_while(char::is_ascii_digit).count();
        name.chars().take(digits.max(1)).flat_map(char::to_uppercase).collect()
    }

    /// A year (astronomical: 0 is 1 BC).
    pub fn year_number(&self, year: i64) -> String {
        let words = match year {
            1.. => year.to_string(),
            _ => self.say("date_bc", &[("year", &(year.unsigned_abs() + 1).to_string())]),
        };
        self.say("date_year", &[("year", &words)])
    }

    fn with_date(&self, key: &str, date: &str) -> String {
        self.say(key, &[("date", date)])
    }

    fn date_words(&self, date: &Date, extent: Extent) -> String {
        let mut words = self.plain(date, extent);
        if date.is_approximate() {
            words = self.with_date("date_about", &words);
        }
        if date.is_uncertain() {
            words = self.with_date("date_uncertain", &words);
        }
        words
    }

    fn plain(&self, date: &Date, extent: Extent) -> String {
        let year = self.year(&date.year);
        let Some(month) = date.month else { return self.lone_year(&date.year, &year) };
        let Some(number) = month.value() else {
            let key = if date.day.is_some() { "date_some_day" } else { "date_some_month" };
            return self.with_date(key, &self.lone_year(&date.year, &year));
        };
        if number > 12 {
            return self.part_of_year(number, &year);
        }
        let of_month = || self.month_of(&year, number, extent);
        match date.day.map(|d| d.digits) {
            None => of_month(),
            Some([Some(tens), Some(ones)]) => self.day(tens * 10 + ones, &year, number, extent),
            Some([Some(0), None]) => self.with_date("date_early", &of_month()),
            Some([Some(1), None]) => self.with_date("date_mid", &of_month()),
            Some([Some(2), None]) => self.with_date("date_late", &of_month()),
            Some([Some(_), None]) => self.with_date("date_end", &of_month()),
            Some([None, _]) => self.with_date("date_some_day", &of_month()),
        }
    }

    fn day(&self, day: u8, year: &str, month: u8, extent: Extent) -> String {
        let (day, number) = (day.to_string(), month.to_string());
        let names = [
            ("day", day.as_str()),
            ("month", self.month_name(month)),
            ("month_number", &number),
            ("year", year),
        ];
        match extent {
            Extent::Whole => self.say("date_day", &names),
            Extent::WithoutYear => self.say("date_day_short", &names),
        }
    }

    fn month_of(&self, year: &str, month: u8, extent: Extent) -> String {
        let number = month.to_string();
        let names = [("month", self.month_name(month)), ("month_number", number.as_str()), ("year", year)];
        match extent {
            Extent::Whole => self.say("date_month", &names),
            Extent::WithoutYear => self.say("date_month_short", &names),
        }
    }

    /// The name of a month, by its number.
    pub fn month_name(&self, number: u8) -> &str {
        let name = usize::from(number).checked_sub(1).and_then(|at| self.months.get(at));
        name.map_or("", String::as_str)
    }

    /// A season or another part of a year (EDTF, 4.8).
    fn part_of_year(&self, code: u8, year: &str) -> String {
        let named = |key: &str| self.say(key, &[("year", year)]);
        let season = |at: u8| match at % 4 {
            0 => named("date_spring"),
            1 => named("date_summer"),
            2 => named("date_autumn"),
            _ => named("date_winter"),
        };
        match code {
            21..=24 => season(code - 21),
            25..=28 => self.with_date("date_north", &season(code - 25)),
            29..=32 => self.with_date("date_south", &season(code - 29)),
            33..=36 => named(&format!("date_quarter_{}", code - 32)),
            37..=39 => named(&format!("date_third_{}", code - 36)),
            40..=41 => named(&format!("date_half_{}", code - 39)),
            _ => year.to_string(),
        }
    }

    fn year(&self, year: &Year) -> String {
        let words = match year.kind {
            YearKind::Standard { negative: false, digits } => self.standard_year(digits),
            YearKind::Standard { negative: true, digits } => {
                match digits.iter().try_fold(0u32, |n, d| Some(n * 10 + u32::from((*d)?))) {
                    // Astronomical years: 0 is 1 BC, −1 is 2 BC.
                    Some(n) => self.say("date_bc", &[("year", &(n + 1).to_string())]),
                    None => self.with_date("date_about", &self.say("date_bc", &[("year", &shown(digits))])),
                }
            }
            YearKind::Big { value } => self.say("date_big_year", &[("year", &value.to_string())]),
            YearKind::Exponential { significand, exponent } => {
                self.say("date_big_year", &[("year", &format!("{significand} × 10^{exponent}"))])
            }
        };
        match year.significant_digits {
            Some(n) => self.say("date_digits", &[("date", &words), ("digits", &n.to_string())]),
            None => words,
        }
    }

    /// A year that no month or day goes with. What is said of several years is no year.
    fn lone_year(&self, year: &Year, words: &str) -> String {
        match year.kind {
            YearKind::Standard { digits, .. }
                if digits.iter().all(Option::is_some) && year.significant_digits.is_none() =>
            {
                self.say("date_year", &[("year", words)])
            }
            _ => words.to_string(),
        }
    }

    fn standard_year(&self, digits: [Option<u8>; 4]) -> String {
        let years = |from: String, to: String| self.say("date_years", &[("from", &from), ("to", &to)]);
        match digits {
            [Some(0), Some(0), Some(0), Some(0)] => self.say("date_bc", &[("year", "1")]),
            [Some(a), Some(b), Some(c), Some(d)] => {
                format!("{a}{b}{c}{d}").trim_start_matches('0').to_string()
            }
            [Some(a), Some(b), Some(c), None] => self.say("date_decade", &[("year", &format!("{a}{b}{c}0"))]),
            [Some(a), Some(b), None, None] => years(format!("{a}{b}00"), format!("{a}{b}99")),
            [Some(a), None, None, None] => years(format!("{a}000"), format!("{a}999")),
            [None, None, None, None] => self.say("date_unknown_year", &[]),
            digits => self.say("date_year_like", &[("year", &shown(digits))]),
        }
    }

    fn date_time(&self, at: &DateTime) -> String {
        let zone = match at.time.shift {
            None => String::new(),
            Some(TimeShift::Utc) => " UTC".to_string(),
            Some(TimeShift::Offset { minutes, .. }) => {
                let sign = if minutes < 0 { '−' } else { '+' };
                let minutes = minutes.unsigned_abs();
                format!(" UTC{sign}{}:{:02}", minutes / 60, minutes % 60)
            }
        };
        let time = format!("{:02}:{:02}{zone}", at.time.hour, at.time.minute);
        let date = self.date_words(&at.date, Extent::Whole);
        self.say("date_at_time", &[("date", &date), ("time", &time)])
    }

    fn interval(&self, interval: &Interval) -> String {
        use IntervalEndpoint::{Date, OnOrAfter, OnOrBefore, Open, Unknown};
        let end_of = |endpoint: &IntervalEndpoint| match endpoint {
            Date(date) => self.date_words(date, Extent::Whole),
            OnOrBefore(date) => self.or_before(date),
            OnOrAfter(date) => self.or_later(date),
            Open | Unknown => String::new(),
        };
        let (start, end) = (end_of(&interval.start), end_of(&interval.end));
        match (&interval.start, &interval.end) {
            (Open | Unknown, Open | Unknown) => self.say("date_unknown", &[]),
            (Open, _) => self.with_date("date_until", &end),
            (Unknown, _) => self.with_date("date_from_unknown", &end),
            (_, Open) => self.with_date("date_from", &start),
            (_, Unknown) => self.with_date("date_to_unknown", &start),
            (Date(from), Date(to)) => self.span(from, to),
            _ => self.say("date_range", &[("from", &start), ("to", &end)]),
        }
    }

    /// "6 to 12 April 2026", "12 March to 3 April 2026": what both ends share is said once.
    fn span(&self, from: &Date, to: &Date) -> String {
        let months = |date: &Date| date.month.and_then(DateField::value).filter(|month| *month <= 12);
        let days = |date: &Date| date.day.and_then(DateField::value).map(|day| day.to_string());
        let vague = |date: &Date| date.is_approximate() || date.is_uncertain();
        let (whole_from, whole_to) =
            (self.date_words(from, Extent::Whole), self.date_words(to, Extent::Whole));
        let (short_from, short_to) =
            (self.date_words(from, Extent::WithoutYear), self.date_words(to, Extent::WithoutYear));
        let mut names = vec![("from", whole_from.as_str()), ("to", &whole_to)];
        if from.year != to.year || months(from).is_none() || months(to).is_none() {
            return self.say("date_range", &names);
        }
        let year = self.year(&to.year);
        names.extend([("from_short", short_from.as_str()), ("to_short", &short_to), ("year", &year)]);
        match (days(from), days(to)) {
            (Some(from_day), Some(to_day)) if months(from) == months(to) && !vague(from) && !vague(to) => {
                names.extend([("from_day", from_day.as_str()), ("to_day", &to_day)]);
                self.say("date_range_in_month", &names)
            }
            _ => self.say("date_range_in_year", &names),
        }
    }

    fn or_before(&self, date: &Date) -> String {
        self.with_date("date_or_before", &self.date_words(date, Extent::Whole))
    }

    fn or_later(&self, date: &Date) -> String {
        self.with_date("date_or_later", &self.date_words(date, Extent::Whole))
    }

    fn set(&self, set: &Set) -> String {
        if let (SetKind::OneMember, [SetElement::Range(from, to)]) = (set.kind, set.elements.as_slice()) {
            return self.with_date("date_within", &self.span(from, to));
        }
        let elements: Vec<String> = set.elements.iter().map(|element| self.element(element)).collect();
        match set.kind {
            SetKind::AllMembers => self.list(&elements, "list_and"),
            SetKind::OneMember if elements.len() < 2 => self.list(&elements, "list_or"),
            SetKind::OneMember => self.say("date_one_of", &[("list", &self.list(&elements, "list_or"))]),
        }
    }

    fn element(&self, element: &SetElement) -> String {
        match element {
            SetElement::Date(date) => self.date_words(date, Extent::Whole),
            SetElement::OnOrBefore(date) => self.or_before(date),
            SetElement::OnOrAfter(date) => self.or_later(date),
            SetElement::Range(from, to) => self.span(from, to),
        }
    }
}

fn shown(digits: [Option<u8>; 4]) -> String {
    digits.iter().map(|d| d.map_or('X', |d| char::from(b'0' + d))).collect()
}

#[cfg(test)]
mod tests;
