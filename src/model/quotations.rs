//! All quotes of a site as sayings, and the curator's decisions about them.

use std::collections::BTreeMap;

use super::decisions::decisions;
use super::joins::{JoinedQuote, Joins, Saying, SayingNumber, join};
use super::records::Records;
use super::timeline::Spot;
use crate::anchor::{Anchored, Article};
use crate::parse::Quote;
use crate::text::spoken;
use crate::value::AnnotationRef;

/// All quotes, joined.
#[derive(Clone, Debug, Default)]
pub struct Quotations {
    /// Which quotes are one, by numbers of sayings.
    pub joins: Joins,
    /// Where each saying stands.
    spots: Vec<Spot>,
    numbers: BTreeMap<Spot, SayingNumber>,
    by_name: BTreeMap<AnnotationRef, SayingNumber>,
}

impl Quotations {
    /// Joins the quotes of these records.
    pub(super) fn of(records: &Records) -> Self {
        let mut sayings: Vec<(Saying, Spot)> = Vec::new();
        for (id, article) in &records.articles {
            for (index, quote) in article.annotations.quotes.iter().enumerate() {
                sayings.push((saying(article, quote), Spot { article: id.clone(), index }));
            }
        }
        sayings.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
        let (sayings, spots): (Vec<Saying>, Vec<Spot>) = sayings.into_iter().unzip();
        let joins = join(&sayings, &decisions(records));
        let numbers = spots.iter().enumerate().map(|(number, spot)| (spot.clone(), number)).collect();
        let by_name =
            sayings.iter().enumerate().map(|(number, saying)| (saying.name.clone(), number)).collect();
        Self { joins, spots, numbers, by_name }
    }

    /// Where a saying stands.
    pub fn spot(&self, number: SayingNumber) -> Option<&Spot> {
        self.spots.get(number)
    }

    /// The quote that the saying at `spot` is a printing of.
    pub fn quote_of(&self, spot: &Spot) -> Option<&JoinedQuote> {
        self.joins.quotes.get(self.position_of(spot)?)
    }

    /// Where the saying of this name stands.
    pub fn spot_of(&self, name: &AnnotationRef) -> Option<&Spot> {
        self.by_name.get(name).and_then(|number| self.spot(*number))
    }

    /// The position of the quote that the saying at `spot` is a printing of: the same for all
    /// of its printings.
    pub fn position_of(&self, spot: &Spot) -> Option<usize> {
        self.joins.of.get(*self.numbers.get(spot)?).copied()
    }

    /// Whether the saying at `spot` is the fullest printing of its quote.
    pub fn is_fullest(&self, spot: &Spot) -> bool {
        let fullest = self.quote_of(spot).and_then(|quote| self.spot(quote.fullest));
        fullest == Some(spot)
    }
}

/// What an article prints, in one line: the pieces of an interrupted quotation follow each
/// other as if nothing were between them.
pub fn printed_words(article: &Article, quote: &Anchored<Quote>) -> String {
    let pieces: Vec<String> = quote.place.iter().map(|piece| article.entry.body.passage(piece)).collect();
    pieces.join(" ")
}

fn saying(article: &Article, quote: &Anchored<Quote>) -> Saying {
    let meta = &article.entry.meta;
    Saying {
        name: article.name_of(&quote.value.id),
        speaker: quote.value.speaker.clone(),
        story: meta.story.clone(),
        published: meta.published.as_ref().map(|date| date.sort_key().0),
        words: spoken(&printed_words(article, quote)),
    }
}
