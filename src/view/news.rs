//! What is new in an edition, and the corrections of articles.

use super::cards::in_words;
use super::figures::{dispute_kind, dispute_view};
use super::scope::Scope;
use super::types::{CorrectionView, DisagreementView, LinkView, NewFigureView, NewsView, SideView};
use crate::model::{Annotated, Disagreement, Edition, Head, NewFigure, event_address};
use crate::parse::{Claim, Correction, Event, Figure};

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

/// Sides that are told in the same words are one: they hold for other times alone.
fn once(sides: impl Iterator<Item = SideView>) -> Vec<SideView> {
    let mut told = std::collections::BTreeSet::new();
    sides.filter(|side| told.insert(side.says.clone())).collect()
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

    fn disagreement(&self, disagreement: &Disagreement<'_>) -> Option<DisagreementView> {
        match disagreement {
            Disagreement::Figures(dispute, sides) => Some(DisagreementView {
                about: self.figures_link(&sides.first()?.value().subject())?,
                dispute: dispute_view(*self, dispute_kind(dispute.standing), dispute.acknowledged.as_ref()),
                sides: once(sides.iter().map(|figure| self.side(*figure, false))),
            }),
            Disagreement::Disputed(by, of) => Some(DisagreementView {
                about: self.figures_link(&of.value().subject())?,
                dispute: dispute_view(*self, "disputed", None),
                sides: vec![self.side(*of, true), self.side(*by, true)],
            }),
            Disagreement::Dates(entry, sides) => {
                let first = sides.first()?.value();
                let mut reasons =
                    self.site.reports(entry).filter_map(|report| report.value().acknowledge.as_ref());
                let reason = reasons.next().map(ToString::to_string);
                let side = |report: &Annotated<'_, Event>| SideView {
                    says: self.date(&report.value().date).words,
                    place: self.place(*report),
                };
                Some(DisagreementView {
                    about: LinkView::new(first.title.to_string(), self.url(&event_address(&entry.key))),
                    dispute: dispute_view(*self, "dates", reason.as_ref()),
                    sides: sides.iter().map(side).collect(),
                })
            }
            Disagreement::Claims(reason, sides) => {
                let first = sides.first()?.value();
                let company = self.entity(&first.company)?;
                let question = in_words(&first.question);
                let names = [("company", company.label.as_str()), ("metric", question.as_str())];
                Some(DisagreementView {
                    about: LinkView::new(self.say("title_figures_of", &names), company.url),
                    dispute: dispute_view(*self, "differ", *reason),
                    sides: sides.iter().map(|claim| self.answer(*claim)).collect(),
                })
            }
        }
    }

    /// What a figure says in a disagreement, with its metric where the others are of another.
    pub(super) fn side(&self, figure: Annotated<'_, Figure>, with_metric: bool) -> SideView {
        let card = self.figure_card(figure);
        let names = [("metric", card.metric.as_str()), ("value", card.value.as_str())];
        let value = if with_metric { self.say("figure_in_words", &names) } else { card.value.clone() };
        SideView { says: self.value_and_status(&value, &card), place: card.place }
    }

    pub(super) fn answer(&self, claim: Annotated<'_, Claim>) -> SideView {
        SideView { says: claim.value().says.to_string(), place: self.place(claim) }
    }
}
