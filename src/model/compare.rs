//! Figures of one company and metric, held against each other.
//!
//! In: figures as their articles give them. Out: whether two of them agree. Compared are
//! the ranges that they can mean; nothing is rounded.

use std::cmp::Ordering;

use crate::parse::{Amount, BoundKind, Figure};
use crate::value::Decimal;

/// How two figures of one company, metric and unit stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// They say the same, as far as they go.
    Agree,
    /// They hold for different times: that is news, and no contradiction.
    Development,
    /// Both can be true, but they do not say the same: another bound, another status.
    Differ,
    /// Not both can be true.
    Conflict,
}

/// The values that a figure can mean, both ends included; an end that is not there is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRange {
    /// No less than this.
    pub low: Option<Decimal>,
    /// No more than this.
    pub high: Option<Decimal>,
}

impl ValueRange {
    /// What `amount` with this bound can mean. "About" covers half a unit of the last digit
    /// given.
    pub fn of(amount: &Amount, bound: BoundKind) -> Self {
        let (low, high) = match amount {
            Amount::Value(value) => (value.clone(), value.clone()),
            Amount::Range { low, high } => (low.clone(), high.clone()),
        };
        match bound {
            BoundKind::Exact => Self { low: Some(low), high: Some(high) },
            BoundKind::About => Self { low: Some(low.rounded_from().0), high: Some(high.rounded_from().1) },
            BoundKind::AtMost => Self { low: None, high: Some(high) },
            BoundKind::AtLeast => Self { low: Some(low), high: None },
        }
    }

    /// Whether a value is in both.
    pub fn meets(&self, other: &Self) -> bool {
        let below = |low: &Option<Decimal>, high: &Option<Decimal>| match (low, high) {
            (Some(low), Some(high)) => low.compare(high) != Ordering::Greater,
            _ => true,
        };
        below(&self.low, &other.high) && below(&other.low, &self.high)
    }

    /// Whether both have the same ends.
    fn equals(&self, other: &Self) -> bool {
        let same = |a: &Option<Decimal>, b: &Option<Decimal>| match (a, b) {
            (Some(a), Some(b)) => a.compare(b) == Ordering::Equal,
            (None, None) => true,
            _ => false,
        };
        same(&self.low, &other.low) && same(&self.high, &other.high)
    }
}

/// Whether two figures give one value in one way, whatever time it holds for.
pub fn same_value(a: &Figure, b: &Figure) -> bool {
    let range = |figure: &Figure| ValueRange::of(&figure.amount, BoundKind::Exact);
    let form = |figure: &Figure| (figure.text.bound, figure.text.status);
    range(a).equals(&range(b)) && a.text.unit == b.text.unit && form(a) == form(b)
}

/// How a value came to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is the same.
    None,
    /// It is greater, as far as it goes.
    Up,
    /// It is less.
    Down,
    /// It is another, and not simply greater or less: a limit where there was none, or a wider range.
    Otherwise,
}

/// How a figure came from one value to another of the same unit.
pub fn change(before: &Figure, now: &Figure) -> Change {
    let range = |figure: &Figure| ValueRange::of(&figure.amount, figure.text.bound);
    let (from, to) = (range(before), range(now));
    let end = |a: &Option<Decimal>, b: &Option<Decimal>| match (a, b) {
        (Some(a), Some(b)) => Some(a.compare(b)),
        (None, None) => Some(Ordering::Equal),
        _ => None,
    };
    // Where not both can mean one value, one of them is the greater, whatever their limits are.
    if end(&from.high, &to.low) == Some(Ordering::Less) {
        return Change::Up;
    }
    if end(&from.low, &to.high) == Some(Ordering::Greater) {
        return Change::Down;
    }
    match (end(&from.low, &to.low), end(&from.high, &to.high)) {
        (Some(Ordering::Equal), Some(Ordering::Equal)) => Change::None,
        (Some(Ordering::Less | Ordering::Equal), Some(Ordering::Less | Ordering::Equal)) => Change::Up,
        (Some(Ordering::Greater | Ordering::Equal), Some(Ordering::Greater | Ordering::Equal)) => {
            Change::Down
        }
        _ => Change::Otherwise,
    }
}

/// How two figures of one company and metric stand to each other; nothing where their units
/// differ, because no rate of exchange is ours to choose.
pub fn standing(a: &Figure, b: &Figure) -> Option<Standing> {
    if a.text.unit != b.text.unit {
        return None;
    }
    if let (Some(from), Some(to)) = (&a.text.as_of, &b.text.as_of)
        && !from.overlaps(to)
    {
        return Some(Standing::Development);
    }
    let range = |figure: &Figure| ValueRange::of(&figure.amount, figure.text.bound);
    let (left, right) = (range(a), range(b));
    if !left.meets(&right) {
        return Some(Standing::Conflict);
    }
    // Two limits are the same only where they are at the same place; two approximate values
    // that can be one say the same.
    let limits = matches!(a.text.bound, BoundKind::AtMost | BoundKind::AtLeast);
    let ranges = matches!((&a.amount, &b.amount), (Amount::Range { .. }, _) | (_, Amount::Range { .. }));
    let same = a.text.bound == b.text.bound && a.text.status == b.text.status;
    let same = same && (!(limits || ranges) || left.equals(&right));
    Some(if same { Standing::Agree } else { Standing::Differ })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A figure from the keys that matter: `value: 50e9, bound: at-most`.
    fn figure(keys: &str) -> Figure {
        let unit = if keys.contains("unit:") { "" } else { ", unit: USD" };
        let yaml = format!("{{id: f, exact: x, company: c, metric: m{unit}, {keys}}}");
        serde_yaml::from_str(&yaml).unwrap_or_else(|error| panic!("{yaml}: {error}"))
    }

    fn check(a: &str, b: &str, expect: Option<Standing>) {
        assert_eq!(standing(&figure(a), &figure(b)), expect, "{a} and {b}");
        assert_eq!(standing(&figure(b), &figure(a)), expect, "{b} and {a}");
    }

    #[test]
    fn ways_of_a_value() {
        let check = |before: &str, now: &str, expect: Change| {
            assert_eq!(change(&figure(before), &figure(now)), expect, "{before} to {now}");
        };
        check("value: 1e9", "value: 2e9", Change::Up);
        check("value: 40", "value: 50, bound: about", Change::Up);
        check("value: 1e9", "value: 13e9, bound: at-least", Change::Up);
        check("value: 13e9, bound: at-least", "value: 1e9", Change::Down);
        check("value: 50e9, bound: at-most", "value: 60e9, bound: at-most", Change::Up);
        check("low: 1, high: 3", "low: 1, high: 2", Change::Down);
        check("low: 1, high: 4", "low: 2, high: 3", Change::Otherwise);
        check("value: 5", "value: 5.0", Change::None);
        check("value: 5", "value: 6, bound: at-most", Change::Otherwise);
    }

    #[test]
    fn two_figures() {
        use Standing::{Agree, Conflict, Development, Differ};
        check("value: 50e9", "value: 50000000000", Some(Agree));
        check("value: 50e9", "value: 51e9", Some(Conflict));
        check("value: 50e9, bound: at-most", "value: 50e9", Some(Differ));
        check("value: 50e9, bound: at-most", "value: 40e9", Some(Differ));
        check("value: 50e9, bound: at-most", "value: 60e9", Some(Conflict));
        check("value: 50e9, bound: at-most", "value: 60e9, bound: at-most", Some(Differ));
        check("value: 50e9, bound: at-most", "value: 50e9, bound: at-most", Some(Agree));
        check("value: 13e9, bound: at-least", "value: 14e9", Some(Differ));
        check("value: 13e9, bound: at-least", "value: 12e9", Some(Conflict));
        check("value: 13e9, bound: at-least", "value: 12e9, bound: at-most", Some(Conflict));
        check("value: 8e9, bound: about", "value: 8.3e9, bound: about", Some(Agree));
        check("value: 8e9, bound: about", "value: 8.6e9", Some(Conflict));
        check("value: 8e9, bound: about", "value: 8.4e9", Some(Differ));
        check("value: 8.0, bound: about", "value: 8.1, bound: about", Some(Agree));
        check("value: 8.0, bound: about", "value: 8.2, bound: about", Some(Conflict));
        check("low: 22, high: 30", "value: 30", Some(Differ));
        check("low: 22, high: 30", "value: 31", Some(Conflict));
        check("low: 22, high: 30", "low: 22, high: 30", Some(Agree));
        check("low: 22, high: 30", "low: 25, high: 35", Some(Differ));
        check("value: 1", "value: 1, status: claimed", Some(Differ));
        check("value: 1, as_of: \"2025\"", "value: 2, as_of: \"2026\"", Some(Development));
        check("value: 1, as_of: \"2026\"", "value: 2, as_of: \"2026-04\"", Some(Conflict));
        check("value: 1", "value: 2, as_of: \"2026-04\"", Some(Conflict));
        check("value: 1, unit: USD", "value: 2, unit: EUR", None);
    }
}
