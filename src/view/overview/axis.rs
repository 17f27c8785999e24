//! The months along the picture of a timeline.
//!
//! In: the months in which something is. Out: where each of them stands, in whole units. Runs of
//! quiet months are folded into one mark; where months are very many, a column is a quarter, a
//! year, or more of them. Must not know: what happened.

use std::collections::BTreeSet;

/// How wide the picture is.
pub(super) const WIDTH: i64 = 736;
/// A column is no narrower than this.
const NARROWEST: i64 = 12;
/// A folded run is as wide as this.
const FOLD: i64 = 16;
/// So many quiet columns in a row are folded.
const QUIET: i64 = 3;
/// How many months a column may have. With the last one, all years that a calendar of this crate
/// can have are a few columns.
const STEPS: [i64; 9] = [1, 3, 12, 60, 120, 600, 1200, 120_000, 12_000_000];

/// A month, counted from the start of the year 0.
pub(in super::super) type Month = i64;

/// The month with this number of a year. Years without any calendar are moved to its end.
pub(super) fn month(year: i64, month: u8) -> Month {
    year.clamp(-1_000_000, 1_000_000) * 12 + i64::from(month.clamp(1, 12)) - 1
}

/// The year and the number of a month.
pub(in super::super) fn year_and_month(month: Month) -> (i64, u8) {
    (month.div_euclid(12), u8::try_from(month.rem_euclid(12) + 1).unwrap_or(1))
}

/// A column, or a folded run of quiet ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// Its first month.
    pub first: Month,
    /// How many months it has.
    pub months: i64,
    /// Where it starts.
    pub x: i64,
    /// How wide it is.
    pub width: i64,
    /// Whether it is a folded run.
    pub quiet: bool,
}

impl Column {
    /// The last month of it.
    pub fn last(&self) -> Month {
        self.first + self.months - 1
    }
}

/// All columns, in the order of time.
#[derive(Debug)]
pub(super) struct Axis {
    /// The first and the last month in which something is.
    pub ends: (Month, Month),
    /// How many months a column has that is no folded run.
    pub step: i64,
    pub columns: Vec<Column>,
}

impl Axis {
    /// The columns that show these months; nothing where they are all in one.
    pub fn of(busy: &BTreeSet<Month>) -> Option<Self> {
        let mut steps = STEPS.into_iter().map(|step| Self::with_step(busy, step));
        let axis = steps.find(|axis| axis.room() <= WIDTH)?;
        (axis.columns.len() > 1).then(|| axis.placed())
    }

    fn with_step(busy: &BTreeSet<Month>, step: i64) -> Self {
        let bins: BTreeSet<i64> = busy.iter().map(|month| month.div_euclid(step)).collect();
        let mut columns = Vec::new();
        let column = |bin: i64, bins: i64, quiet| Column {
            first: bin * step,
            months: bins * step,
            x: 0,
            width: 0,
            quiet,
        };
        let mut next: Option<i64> = None;
        for bin in bins {
            let from = next.unwrap_or(bin);
            match bin - from {
                run if run >= QUIET => columns.push(column(from, run, true)),
                _ => columns.extend((from..bin).map(|bin| column(bin, 1, false))),
            }
            columns.push(column(bin, 1, false));
            next = Some(bin + 1);
        }
        let ends = (busy.first().copied().unwrap_or_default(), busy.last().copied().unwrap_or_default());
        Self { ends, step, columns }
    }

    fn folded(&self) -> i64 {
        i64::try_from(self.columns.iter().filter(|column| column.quiet).count()).unwrap_or(i64::MAX / FOLD)
    }

    fn open(&self) -> i64 {
        i64::try_from(self.columns.len()).unwrap_or(i64::MAX / FOLD) - self.folded()
    }

    /// How wide it is at the least.
    fn room(&self) -> i64 {
        self.folded() * FOLD + self.open() * NARROWEST
    }

    fn placed(mut self) -> Self {
        let (room, open) = (WIDTH - self.folded() * FOLD, self.open().max(1));
        let (mut x, mut number) = (0, 0);
        for column in &mut self.columns {
            column.x = x;
            // Each column takes its share of what is left over, so that the last one ends at the edge.
            column.width =
                if column.quiet { FOLD } else { room * (number + 1) / open - room * number / open };
            number += i64::from(!column.quiet);
            x += column.width;
        }
        self
    }

    /// The position of the column that a month is in, or of the nearest one.
    pub fn column(&self, month: Month) -> usize {
        self.columns.partition_point(|column| column.last() < month).min(self.columns.len().saturating_sub(1))
    }

    /// Where a part of a month stands, in 31sts: 0 is its start, 31 its end.
    pub fn x(&self, month: Month, part: i64) -> i64 {
        let Some(column) = self.columns.get(self.column(month)) else { return 0 };
        let parts = month.saturating_sub(column.first).clamp(0, column.months - 1) * 31 + part.clamp(0, 31);
        column.x + parts * column.width / (column.months * 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(months: impl IntoIterator<Item = Month>) -> Option<Axis> {
        Axis::of(&months.into_iter().collect())
    }

    /// Each column as the count of its months, folded runs in brackets.
    fn shape(months: impl IntoIterator<Item = Month>) -> String {
        let column = |c: &Column| if c.quiet { format!("({})", c.months) } else { c.months.to_string() };
        let axis = axis(months).map(|axis| axis.columns.iter().map(column).collect::<Vec<_>>());
        axis.unwrap_or_default().join(" ")
    }

    #[test]
    fn quiet_months_fold() {
        assert_eq!(shape([0]), "");
        assert_eq!(shape([0, 1]), "1 1");
        assert_eq!(shape([0, 3]), "1 1 1 1");
        assert_eq!(shape([0, 4]), "1 (3) 1");
        assert_eq!(shape([-30, 0, 2]), "1 (29) 1 1 1");
    }

    #[test]
    fn many_months_are_quarters_and_years() {
        assert_eq!(axis(0..60).map(|axis| axis.step), Some(1));
        assert_eq!(axis(0..100).map(|axis| axis.step), Some(3));
        assert_eq!(axis(0..500).map(|axis| axis.step), Some(12));
        assert_eq!(axis(0..5000).map(|axis| axis.step), Some(120));
        let ends = [month(i64::MIN, 1), month(0, 1), month(i64::MAX, 12)];
        assert_eq!(shape(ends).split(' ').count(), 5);
        let scattered = (0..4000).map(|n| n * n * 3 - 900_000);
        assert!(
            axis(scattered).is_some_and(|axis| axis.x(i64::MAX, 31) <= WIDTH && axis.columns.len() <= 61)
        );
    }

    #[test]
    fn every_part_of_a_month_is_in_its_column() {
        let axis = axis([3, 4, 9, 40]).expect("several columns");
        let mut last = -1;
        for column in &axis.columns {
            assert_eq!(axis.x(column.first, 0), column.x);
            assert_eq!(axis.x(column.last(), 31), column.x + column.width);
            assert!(column.x > last && column.width >= NARROWEST);
            last = column.x;
        }
    }
}
