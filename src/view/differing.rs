//! Where sources differ: in an edition, and beside the text of an article.

use std::collections::BTreeSet;

use super::cards::in_words;
use super::figures::{dispute_kind, dispute_view};
use super::scope::Scope;
use super::types::{DisagreementView, LinkView, SideView};
use crate::model::{Annotated, Disagreement, event_address};
use crate::parse::{Claim, Event, Figure};
use crate::value::Id;

/// How many sides stand beside an article: the page of the disagreement has all.
const SIDES: usize = 4;

/// On what other articles do not say what this one says.
pub(super) fn differing(scope: Scope<'_>, article: &Id) -> Vec<DisagreementView> {
    let found = scope.site.differing(article);
    let mut views: Vec<_> = found.iter().filter_map(|one| scope.disagreement(one)).collect();
    views.iter_mut().for_each(|view| view.sides.truncate(SIDES));
    views
}

impl Scope<'_> {
    /// A disagreement. Sides that are told in the same words are one: they hold for other times alone.
    pub(super) fn disagreement(&self, disagreement: &Disagreement<'_>) -> Option<DisagreementView> {
        let mut view = self.all_sides(disagreement)?;
        let mut told = BTreeSet::new();
        view.sides.retain(|side| told.insert(side.says.clone()));
        Some(view)
    }

    fn all_sides(&self, disagreement: &Disagreement<'_>) -> Option<DisagreementView> {
        match disagreement {
            Disagreement::Figures(dispute, sides) => Some(DisagreementView {
                about: self.figures_link(&dispute.figures)?,
                dispute: dispute_view(*self, dispute_kind(dispute.standing), dispute.acknowledged.as_ref()),
                sides: sides.iter().map(|figure| self.side(*figure, false)).collect(),
            }),
            Disagreement::Disputed(by, of) => Some(DisagreementView {
                about: self.figures_link(&of.value().subject())?,
                dispute: dispute_view(*self, "disputed", None),
                sides: vec![self.side(*of, true), self.side(*by, true)],
            }),
            Disagreement::Dates(entry, sides) => {
                let title = sides.first()?.value().title.to_string();
                let reason = entry.contradiction.as_ref().and_then(|found| found.acknowledged.as_ref());
                Some(DisagreementView {
                    about: LinkView::new(title, self.url(&event_address(&entry.key))),
                    dispute: dispute_view(*self, "dates", reason),
                    sides: sides.iter().map(|report| self.dated(*report)).collect(),
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
    fn side(&self, figure: Annotated<'_, Figure>, with_metric: bool) -> SideView {
        let card = self.figure_card(figure);
        let names = [("metric", card.metric.as_str()), ("value", card.value.as_str())];
        let value = if with_metric { self.say("figure_in_words", &names) } else { card.value.clone() };
        SideView { says: self.value_and_status(&value, &card), place: card.place }
    }

    fn dated(&self, report: Annotated<'_, Event>) -> SideView {
        SideView { says: self.date(&report.value().date).words, place: self.place(report) }
    }

    fn answer(&self, claim: Annotated<'_, Claim>) -> SideView {
        SideView { says: claim.value().says.to_string(), place: self.place(claim) }
    }
}
