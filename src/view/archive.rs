//! The pages that list articles by year and month.

use super::scope::Scope;
use super::types::{ArchivePage, Content, PeriodView, View};
use crate::model::{ArchiveYear, LONG_LIST, archive_address};
use crate::value::Id;

/// Which part of the archive a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// The list of years.
    All,
    /// One year.
    Year(i64),
    /// One month of a year.
    Month(i64, u8),
}

/// The articles of a period.
pub fn archive_page(scope: Scope<'_>, period: Period) -> View {
    let archive = scope.site.archive();
    let ids: Vec<Id> = match period {
        Period::All => Vec::new(),
        Period::Year(year) => {
            archive.get(&year).into_iter().flat_map(|y| y.values()).flatten().cloned().collect()
        }
        Period::Month(year, month) => {
            archive.get(&year).and_then(|months| months.get(&Some(month))).cloned().unwrap_or_default()
        }
    };
    let months = |year| archive.get(&year).map_or(0, |months| months.len());
    let has_months = matches!(period, Period::Year(year) if ids.len() > LONG_LIST && months(year) > 1);
    let shown = if has_months { Vec::new() } else { scope.site.newest_first(&ids) };
    let articles = scope.article_cards(shown);
    let periods =
        archive.iter().rev().map(|(year, months)| year_view(scope, *year, months, period)).collect();
    let count = match period {
        Period::All => archive.values().flat_map(|months| months.values()).map(Vec::len).sum(),
        _ => ids.len(),
    };
    let title = match period {
        Period::All => scope.section_title("archive"),
        Period::Year(year) => {
            scope.say("title_archive_of", &[("period", &scope.language().year_number(year))])
        }
        Period::Month(year, month) => {
            scope.say("title_archive_of", &[("period", &scope.language().month(year, month))])
        }
    };
    scope.view(title, None, None, Content::Archive(ArchivePage { periods, articles, count }))
}

fn year_view(scope: Scope<'_>, year: i64, months: &ArchiveYear, shown: Period) -> PeriodView {
    let month = |(month, ids): (&Option<u8>, &Vec<Id>)| {
        let month = (*month)?;
        Some(PeriodView {
            label: scope.language().month(year, month),
            url: scope.url(&archive_address(year, Some(month))),
            count: ids.len(),
            current: shown == Period::Month(year, month),
            months: Vec::new(),
        })
    };
    PeriodView {
        label: scope.language().year_number(year),
        url: scope.url(&archive_address(year, None)),
        count: months.values().map(Vec::len).sum(),
        current: shown == Period::Year(year),
        months: months.iter().rev().filter_map(month).collect(),
    }
}
