//! Decimals as they were written.

use std::cmp::Ordering;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::yaml::Flaw;

/// A decimal number that keeps how it was written, because `8.0` says more than `8`.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Decimal {
    /// All digits as one number, with the sign.
    digits: i128,
    /// The power of ten that `digits` is multiplied by.
    exponent: i32,
}

impl Decimal {
    /// Reads `8`, `-8.0`, `50e9`, `1.5E+3`; at most 36 digits, a power of ten within ±99.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let flaw = || {
            let hint = match proposed(text) {
                Some(number) => format!("write {number}"),
                None => "write digits with a point, and powers of ten as in 50e9".to_string(),
            };
            Flaw::new(format!("`{text}` is not a number"), hint)
        };
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i32>().map_err(|_| flaw())?),
            None => (text, 0),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if unsigned.len() + part.len() > 36 || !digits(unsigned) || !digits(part) || power.unsigned_abs() > 99
        {
            return Err(flaw());
        }
        let number = format!("{whole}{part}").parse().map_err(|_| flaw())?;
        let fraction = i32::try_from(part.len()).map_err(|_| flaw())?;
        Ok(Self { digits: number, exponent: power - fraction })
    }
}

/// The number that `$50 billion` or `50,000,000,000` means, as it has to be written.
fn proposed(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let powers =
        [("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12), ("bn", 9), ("m", 6), ("k", 3)];
    let bare = lower.trim_matches(|c: char| c.is_whitespace() || "$€£¥%".contains(c));
    let (digits, power) = powers
        .iter()
        .find_map(|(word, power)| Some((bare.strip_suffix(word)?.trim_end(), Some(*power))))
        .unwrap_or((bare, None));
    let digits = match digits.split_once(',') {
        // One comma that parts no thousands is a decimal comma.
        Some((whole, part)) if part.len() != 3 && part.bytes().all(|b| b.is_ascii_digit()) => {
            format!("{whole}.{part}")
        }
        _ => digits.chars().filter(|c| !matches!(c, ',' | '_' | ' ' | '\'')).collect(),
    };
    let number = power.map_or(digits.clone(), |power: i32| format!("{digits}e{power}"));
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && digits.matches('.').count() <= 1
        && number != text;
    plain.then_some(number)
}

impl Decimal {
    /// The number in units of ten to `power`, without zeros at its end; nothing where it
    /// is smaller than one unit.
    pub fn in_units_of(&self, power: u8) -> Option<Decimal> {
        let size = self.exponent + i32::try_from(self.digits.unsigned_abs().checked_ilog10()?).ok()?;
        if size < i32::from(power) {
            return None;
        }
        let mut scaled = Self { digits: self.digits, exponent: self.exponent - i32::from(power) };
        while scaled.exponent < 0 && scaled.digits % 10 == 0 {
            scaled = Self { digits: scaled.digits / 10, exponent: scaled.exponent + 1 };
        }
        Some(scaled)
    }

    /// Which of two is larger, whatever digits they are written with.
    pub fn compare(&self, other: &Self) -> Ordering {
        let sign = self.digits.signum().cmp(&other.digits.signum());
        if sign != Ordering::Equal || self.digits == 0 {
            return sign;
        }
        let size = |number: &Self| {
            let digits = number.digits.unsigned_abs().checked_ilog10().unwrap_or_default();
            i64::from(number.exponent) + i64::from(digits)
        };
        let by_size = size(self).cmp(&size(other));
        let magnitude = match by_size {
            // Of one size, both have at most 38 digits once they end at the same place.
            Ordering::Equal => self.aligned(other).cmp(&other.aligned(self)),
            other => other,
        };
        if self.digits < 0 { magnitude.reverse() } else { magnitude }
    }

    /// Its digits without sign, down to the last place that it or `other` has.
    fn aligned(&self, other: &Self) -> u128 {
        let more = u32::try_from(self.exponent.saturating_sub(other.exponent)).unwrap_or(0);
        self.digits.unsigned_abs().saturating_mul(10u128.saturating_pow(more))
    }

    /// Half a unit of its last digit below it and above it: what "about 8" can mean.
    pub fn rounded_from(&self) -> (Self, Self) {
        let ten = self.digits.saturating_mul(10);
        let end = |digits: i128| Self { digits, exponent: self.exponent - 1 };
        (end(ten.saturating_sub(5)), end(ten.saturating_add(5)))
    }

    /// How many digits stand after the point.
    pub fn decimals(&self) -> u32 {
        self.exponent.min(0).unsigned_abs()
    }

    /// All its digits, with a point and without a power of ten: `-1234.50`.
    pub fn plain(&self) -> String {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs().to_string();
        let shift = usize::try_from(self.exponent.unsigned_abs()).unwrap_or(0);
        if self.exponent >= 0 {
            let zeros = if self.digits == 0 { 0 } else { shift };
            return format!("{sign}{digits}{}", "0".repeat(zeros));
        }
        let padded = format!("{digits:0>width$}", width = shift + 1);
        let (whole, part) = padded.split_at(padded.len() - shift);
        format!("{sign}{whole}.{part}")
    }
}

struct DecimalVisitor;

impl Visitor<'_> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Decimal, E> {
        Decimal::parse(text).map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    /// Asks for a string, which gives the digits as they stand in the file.
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_str(DecimalVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_shown() {
        let cases = [
            ("8", "8"),
            ("8.0", "8.0"),
            ("50e9", "50000000000"),
            ("1.5e3", "1500"),
            ("-1234567.50", "-1234567.50"),
            ("0.05", "0.05"),
            ("5e-3", "0.005"),
            ("0e9", "0"),
        ];
        for (written, shown) in cases {
            assert_eq!(Decimal::parse(written).expect(written).plain(), shown);
        }
        assert_ne!(Decimal::parse("8"), Decimal::parse("8.0"));
    }

    #[test]
    fn compared_by_value() {
        let check = |a: &str, b: &str, expect| {
            let parse = |text: &str| Decimal::parse(text).expect(text);
            assert_eq!(parse(a).compare(&parse(b)), expect, "{a} {b}");
            assert_eq!(parse(b).compare(&parse(a)), expect.reverse(), "{b} {a}");
        };
        check("8", "8.0", Ordering::Equal);
        check("50e9", "50000000000", Ordering::Equal);
        check("0", "0e9", Ordering::Equal);
        check("-1", "0", Ordering::Less);
        check("-2", "-1", Ordering::Less);
        check("9.99", "10", Ordering::Less);
        check("1e99", "999999999999999999999999999999999999", Ordering::Greater);
        check("1.5", "1.50001", Ordering::Less);
        check("123456789012345678901234567890123456", "1.2e35", Ordering::Greater);
    }

    #[test]
    fn rounding() {
        let check = |number: &str, low: &str, high: &str| {
            let (from, to) = Decimal::parse(number).expect(number).rounded_from();
            assert_eq!((from.plain().as_str(), to.plain().as_str()), (low, high), "{number}");
        };
        check("8", "7.5", "8.5");
        check("8.0", "7.95", "8.05");
        check("8e9", "7500000000", "8500000000");
        check("-8", "-8.5", "-7.5");
    }

    #[test]
    fn in_units() {
        let cases = [
            ("50e9", 9, Some("50")),
            ("1.40e6", 6, Some("1.4")),
            ("1234567", 6, Some("1.234567")),
            ("-8.0e9", 9, Some("-8")),
            ("999999", 6, None),
            ("0", 6, None),
        ];
        for (written, power, scaled) in cases {
            let number = Decimal::parse(written).expect(written).in_units_of(power);
            assert_eq!(number.map(|n| n.plain()).as_deref(), scaled, "{written}");
        }
    }

    #[test]
    fn proposals() {
        let cases = [
            ("$50 billion", Some("50e9")),
            ("50,000,000,000", Some("50000000000")),
            ("1.4m", Some("1.4e6")),
            ("40%", Some("40")),
            ("1,5", Some("1.5")),
            ("1,500", Some("1500")),
            ("about 3", None),
        ];
        for (written, number) in cases {
            assert_eq!(proposed(written).as_deref(), number, "{written}");
        }
    }

    #[test]
    fn refused() {
        for bad in ["", "-", ".", "1,000", "~", "null", "1e", "1e100", "--1", "0x10", "1 000", "½"] {
            assert!(Decimal::parse(bad).is_err(), "{bad}");
        }
        assert!(Decimal::parse(&"9".repeat(37)).is_err());
    }
}
