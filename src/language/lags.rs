//! Lengths of time as readers of the language say them.

use super::Language;
use crate::value::{Lag, Length, Unit};

impl Language {
    /// `2 days`, `about 2 months`, `same month`, `6 hours before`.
    pub fn lag(&self, lag: Lag) -> String {
        let words = self.length(lag.length);
        match lag.before {
            true => self.say("lag_before", &[("lag", &words)]),
            false => words,
        }
    }

    fn length(&self, length: Length) -> String {
        match length {
            Length::SameDay => self.say("lag_same_day", &[]),
            Length::SameMonth => self.say("lag_same_month", &[]),
            Length::SameYear => self.say("lag_same_year", &[]),
            Length::Exactly(unit, n) => self.units(unit, n),
            Length::About(unit, n) => self.say("number_about", &[("n", &self.units(unit, n))]),
            Length::UpTo(unit, n) => self.say("number_at_most", &[("n", &self.units(unit, n))]),
            Length::Between(unit, from, to) => {
                let (from, to) = (self.digits(&from.to_string()), self.units(unit, to));
                self.say("number_range", &[("from", &from), ("to", &to)])
            }
        }
    }

    fn units(&self, unit: Unit, n: usize) -> String {
        match unit {
            Unit::Hour => self.count("lag_hours", n),
            Unit::Day => self.count("lag_days", n),
            Unit::Month => self.count("lag_months", n),
            Unit::Year => self.count("lag_years", n),
        }
    }
}
