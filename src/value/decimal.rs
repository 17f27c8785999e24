//! Decimals as they were written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

use crate::parse::yaml::Flaw;

/// A decimal number that keeps how it was written, because `8.0` says more than `8`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// All digits as one number, with the sign.
    digits: i128,
    /// The power of ten that `digits` is multiplied by.
    exponent: i32,
}

impl Decimal {
    /// Reads `8`, `-8.0`, `50e9`, `1.5E+3`; at most 36 digits, exponents within ±99.
    pub fn parse(text: &str) -> Result<Self, Flaw> {
        let flaw = || {
            Flaw::new(
                format!("`{text}` is not a number"),
                "write digits with a point, and powers of ten as in 50e9",
            )
        };
        let (mantissa, power) = match text.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i32>().map_err(|_| flaw())?),
            None => (text, 0),
        };
        let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if unsigned.len() + part.len() > 36 || !digits(unsigned) || !digits(part) || power.abs() > 99 {
            return Err(flaw());
        }
        let number = format!("{whole}{part}").parse().map_err(|_| flaw())?;
        let fraction = i32::try_from(part.len()).map_err(|_| flaw())?;
        Ok(Self { digits: number, exponent: power - fraction })
    }
}

impl fmt::Display for Decimal {
    /// Without a power of ten, thousands separated by commas.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = self.digits.unsigned_abs().to_string();
        let shift = usize::try_from(self.exponent.unsigned_abs()).unwrap_or(0);
        let mut fraction = String::new();
        if self.exponent >= 0 && self.digits != 0 {
            digits.push_str(&"0".repeat(shift));
        } else if self.exponent < 0 {
            let padded = format!("{digits:0>width$}", width = shift + 1);
            let (whole, part) = padded.split_at(padded.len() - shift);
            (digits, fraction) = (whole.to_string(), format!(".{part}"));
        }
        if self.digits < 0 {
            f.write_str("−")?;
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        f.write_str(&fraction)
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
            ("50e9", "50,000,000,000"),
            ("1.5e3", "1,500"),
            ("-1234567.50", "−1,234,567.50"),
            ("0.05", "0.05"),
            ("5e-3", "0.005"),
            ("0e9", "0"),
        ];
        for (written, shown) in cases {
            assert_eq!(Decimal::parse(written).expect(written).to_string(), shown);
        }
        assert_ne!(Decimal::parse("8"), Decimal::parse("8.0"));
    }

    #[test]
    fn refused() {
        for bad in ["", "-", ".", "1,000", "~", "null", "1e", "1e100", "--1", "0x10", "1 000", "½"] {
            assert!(Decimal::parse(bad).is_err(), "{bad}");
        }
        assert!(Decimal::parse(&"9".repeat(37)).is_err());
    }
}
