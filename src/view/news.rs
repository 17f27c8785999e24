//! What is new in an edition, and the corrections of articles.

use super::scope::Scope;
use super::types::{CorrectionView, NewFigureView, NewsView};
use crate::model::{Edition, Head, NewFigure};
use crate::parse::Correction;

/// How many new quotes and how many new figures an edition shows. Many more would make an e-mail that
/// is cut off, and an edition that nobody reads.
const MOST: usize = 12;

/// What is new in an edition; nothing where nothing is.
pub(super) fn news(scope: Scope<'_>, edition: &Edition) -> Option<NewsView> {
    let earlier = scope.site.briefing(edition.earlier.as_ref()?)?;
    let edition = scope.site.edition(&edition.id)?;
    let found = scope.site.news(edition);
    let figure = |new: &NewFigure<'_>| NewFigureView {
        figure: scope.figure_card(new.figure),
        before: new.before.map(|before| scope.figure_card(before)),
    };
    let view = NewsView {
        since: scope.date(&earlier.meta.date.0),
        more_quotes: found.quotes.len().saturating_sub(MOST),
        quotes: scope.quote_cards(found.quotes.iter().copied().take(MOST)),
        more_figures: found.figures.len().saturating_sub(MOST),
        figures: found.figures.iter().take(MOST).map(figure).collect(),
        disagreements: found.disagreements.iter().filter_map(|one| scope.disagreement(one)).collect(),
        corrections: found.corrections.iter().map(|(head, one)| scope.correction(*head, one)).collect(),
    };
    let nothing = view.quotes.is_empty()
        && view.figures.is_empty()
        && view.disagreements.is_empty()
        && view.corrections.is_empty();
    (!nothing).then_some(view)
}

impl Scope<'_> {
    /// A correction of an article.
    pub(super) fn correction(&self, article: Head<'_>, correction: &Correction) -> CorrectionView {
        CorrectionView {
            article: self.article(article),
            date: self.date(&correction.date),
            text: correction.text.to_string(),
        }
    }
}
