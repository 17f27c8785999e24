//! Numbers as readers of the language write them.

use icu_decimal::input::Decimal as Fixed;
use icu_plurals::PluralCategory;

use super::{Language, fill};
use crate::parse::{Amount, BoundKind};
use crate::value::Decimal;

impl Language {
    /// A plain decimal (`-1234.50`) with the language's separators.
    pub fn digits(&self, plain: &str) -> String {
        match (&self.numbers, plain.parse::<Fixed>()) {
            (Some(formatter), Ok(number)) => formatter.format_to_string(&number),
            _ => plain.to_string(),
        }
    }

    /// `50 billion`, `1.4 million`, and all digits below the smallest scale or where a
    /// scale would need more than three decimals.
    pub fn number(&self, number: &Decimal) -> String {
        for (power, message) in self.scales.iter().rev() {
            let Some(scaled) = number.in_units_of(*power).filter(|scaled| scaled.decimals() <= 3) else {
                continue;
            };
            let plain = scaled.plain();
            let category = match (&self.plurals, plain.parse::<Fixed>()) {
                (Some(rules), Ok(number)) => rules.category_for(&number),
                _ => PluralCategory::Other,
            };
            return fill(message.form(category), &[("n", &self.digits(&plain))]);
        }
        self.digits(&number.plain())
    }

    /// An amount with its bound and unit: "at most US$50 billion". `label` is what the
    /// site calls the unit, which goes before the language's own way to write it.
    pub fn amount(&self, amount: &Amount, bound: BoundKind, unit: &str, label: Option<&str>) -> String {
        let with_unit = |number: String| match (label, self.units.get(unit)) {
            (None, Some(pattern)) => fill(pattern, &[("n", &number)]),
            (label, _) => self.say("number_with_unit", &[("n", &number), ("unit", label.unwrap_or(unit))]),
        };
        // A sign before the number stands with both ends of a range, a word after it once.
        let sign = label.is_none() && self.units.contains_key(unit);
        let number = match amount {
            Amount::Value(value) => with_unit(self.number(value)),
            Amount::Range { low, high } => {
                let (low, high) = (self.number(low), self.number(high));
                let range = |from: &str, to: &str| self.say("number_range", &[("from", from), ("to", to)]);
                if sign { range(&with_unit(low), &with_unit(high)) } else { with_unit(range(&low, &high)) }
            }
        };
        let key = match bound {
            BoundKind::Exact => return number,
            BoundKind::About => "number_about",
            BoundKind::AtMost => "number_at_most",
            BoundKind::AtLeast => "number_at_least",
        };
        self.say(key, &[("n", &number)])
    }
}

#[cfg(test)]
mod tests {
    use super::super::embedded;
    use super::*;

    fn check(tag: &str, written: &str, words: &str) {
        assert_eq!(embedded(tag).number(&Decimal::parse(written).expect(written)), words, "{tag} {written}");
    }

    #[test]
    fn numbers_in_words() {
        for (written, words) in [
            ("0", "0"),
            ("8", "8"),
            ("8.0", "8.0"),
            ("999999", "999,999"),
            ("-8.50", "-8.50"),
            ("1e6", "1 million"),
            ("1.40e6", "1.4 million"),
            ("50e9", "50 billion"),
            ("852e9", "852 billion"),
            ("1234567", "1,234,567"),
            ("1234567e3", "1,234.567 million"),
            ("1.5e12", "1.5 trillion"),
        ] {
            check("en", written, words);
        }
    }

    #[test]
    fn numbers_of_other_languages() {
        for (tag, cases) in [
            (
                "de",
                [
                    ("1234.5", "1.234,5"),
                    ("1e6", "1 Million"),
                    ("1.4e6", "1,4 Millionen"),
                    ("1e9", "1 Milliarde"),
                    ("1.5e9", "1,5 Milliarden"),
                    ("50e9", "50 Milliarden"),
                    ("2e12", "2 Billionen"),
                ],
            ),
            (
                "fr",
                [
                    ("1234.5", "1\u{202F}234,5"),
                    ("1e6", "1 million"),
                    ("1.4e6", "1,4 million"),
                    ("2e6", "2 millions"),
                    ("1e9", "1 milliard"),
                    ("50e9", "50 milliards"),
                    ("2e12", "2 billions"),
                ],
            ),
            (
                "es",
                [
                    ("12345.6", "12.345,6"),
                    ("1e6", "1 millón"),
                    ("1.4e6", "1,4 millones"),
                    ("1e9", "1000 millones"),
                    ("-1e9", "-1000 millones"),
                    ("50e9", "50 mil millones"),
                    ("2e12", "2 billones"),
                ],
            ),
            (
                "ja",
                [
                    ("1234.5", "1,234.5"),
                    ("1e4", "1万"),
                    ("1.4e6", "140万"),
                    ("1e8", "1億"),
                    ("50e9", "500億"),
                    ("852e9", "8,520億"),
                    ("2e12", "2兆"),
                ],
            ),
            (
                "ar",
                [
                    ("1234.5", "1,234.5"),
                    ("1e6", "1 مليون"),
                    ("5e6", "5 ملايين"),
                    ("1.4e6", "1.4 مليون"),
                    ("50e9", "50 مليار"),
                    ("3e9", "3 مليارات"),
                    ("2e12", "2 تريليون"),
                ],
            ),
        ] {
            for (written, words) in cases {
                check(tag, written, words);
            }
        }
    }

    #[test]
    fn amounts() {
        let amount = |tag: &str, written: &str, bound: BoundKind, unit: &str| {
            let amount = Amount::Value(Decimal::parse(written).expect(written));
            embedded(tag).amount(&amount, bound, unit, None)
        };
        for (tag, dollars, share, other) in [
            ("en", "at most US$50 billion", "about 27%", "3 CHF"),
            ("en-US", "at most $50 billion", "about 27%", "3 CHF"),
            ("de", "höchstens 50 Milliarden\u{A0}US-Dollar", "rund 27\u{A0}%", "3\u{A0}CHF"),
            ("fr", "au plus 50 milliards\u{A0}$", "environ 27\u{A0}%", "3\u{A0}CHF"),
            ("es", "como máximo 50 mil millones\u{A0}$", "alrededor de 27\u{A0}%", "3\u{A0}CHF"),
            ("ja", "最大500億ドル", "約27%", "3CHF"),
            ("ar", "50 مليار\u{A0}دولار كحد أقصى", "نحو 27%", "3\u{A0}CHF"),
        ] {
            assert_eq!(amount(tag, "50e9", BoundKind::AtMost, "USD"), dollars);
            assert_eq!(amount(tag, "27", BoundKind::About, "%"), share);
            assert_eq!(amount(tag, "3", BoundKind::Exact, "CHF"), other);
        }
        assert_eq!(amount("ja", "50e9", BoundKind::AtLeast, "JPY"), "500億円以上");
    }

    #[test]
    fn counts() {
        for (tag, key, n, words) in [
            ("de", "n_events", 1, "1 Ereignis"),
            ("de", "n_events", 1234, "1.234 Ereignisse"),
            ("fr", "n_quotes", 0, "0 citation"),
            ("fr", "n_quotes", 2, "2 citations"),
            ("fr", "n_quotes", 1_000_000, "1\u{202F}000\u{202F}000 de citations"),
            ("es", "n_quotes", 1, "1 cita"),
            ("es", "n_quotes", 1234, "1234 citas"),
            ("es", "n_quotes", 2_000_000, "2.000.000 de citas"),
            ("ja", "n_articles", 1, "記事1本"),
            ("ar", "n_articles", 0, "لا مقالات"),
            ("ar", "n_articles", 1, "مقال واحد"),
            ("ar", "n_articles", 2, "مقالان"),
            ("ar", "n_articles", 3, "3 مقالات"),
            ("ar", "n_articles", 11, "11 مقالًا"),
            ("ar", "n_articles", 100, "100 مقال"),
        ] {
            assert_eq!(embedded(tag).count(key, n), words, "{tag} {key} {n}");
        }
    }

    #[test]
    fn amounts_with_ranges() {
        let english = embedded("en");
        let check = |low: &str, high: &str, bound, unit: &str, label, words: &str| {
            let parse = |number: &str| Decimal::parse(number).expect(number);
            let amount = match high {
                "" => Amount::Value(parse(low)),
                _ => Amount::Range { low: parse(low), high: parse(high) },
            };
            assert_eq!(english.amount(&amount, bound, unit, label), words);
        };
        check("50e9", "", BoundKind::AtMost, "USD", None, "at most US$50 billion");
        check("40", "", BoundKind::About, "%", None, "about 40%");
        check("22e9", "30e9", BoundKind::Exact, "USD", None, "US$22 billion to US$30 billion");
        check("3", "5", BoundKind::Exact, "TWh", None, "3 to 5 TWh");
        check("3", "", BoundKind::Exact, "USD", Some("dollars"), "3 dollars");
    }
}
