//! All quotes of a site as sayings, and the curator's decisions about them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decisions::decisions;
use super::facts::{Facts, quote_facts};
use super::joins::{Decisions, JoinedQuote, Joins, Saying, SayingNumber, join};
use super::records::Records;
use super::timeline::Spot;
use crate::anchor::{Anchored, Article};
use crate::kept::{Kept, Same};
use crate::parse::Quote;
use crate::text::spoken;
use crate::value::{AnnotationRef, Id};

/// All quotes, joined.
#[derive(Clone, Debug, Default)]
pub struct Quotations {
    /// Which quotes are one, by numbers of sayings.
    pub joins: Joins,
    /// Where each saying stands, and its name, by number.
    spots: Vec<(Spot, AnnotationRef)>,
    /// The numbers of the sayings of each article, by their position there.
    numbers: BTreeMap<Id, Vec<SayingNumber>>,
    /// Which quotes are one, as facts.
    pub(super) facts: Facts,
}

/// The sayings of each article.
type Said = Vec<Arc<Vec<Saying>>>;

/// What joining remembers.
#[derive(Debug, Default)]
pub(super) struct SayingsMemo {
    articles: Kept<Id, Same<Article>, Arc<Vec<Saying>>>,
    /// What was said, article by article, and decided; and what came of it.
    last: Option<(Said, Decisions, Arc<Quotations>)>,
}

impl Quotations {
    /// Joins the quotes of these records.
    pub(super) fn of(records: &Records, memo: &mut SayingsMemo) -> Arc<Self> {
        let articles = records.articles.iter();
        let inputs = articles.map(|(id, article)| (id.clone(), Same(article.clone()))).collect();
        let said = memo.articles.all(inputs, |_, article| Arc::new(sayings(&article.0)));
        let said: Said = said.iter().map(|(.., said)| said.clone()).collect();
        let decisions = decisions(records);
        let mut now = said.iter();
        if let Some((was, decided, last)) = &memo.last
            && *decided == decisions
            && was.len() == said.len()
            && was.iter().all(|was| now.next().is_some_and(|is| Arc::ptr_eq(was, is) || was == is))
        {
            return last.clone();
        }
        let mut all: Vec<(Saying, Spot)> = Vec::new();
        for (id, said) in records.articles.keys().zip(&said) {
            let spot = |index| Spot { article: id.clone(), index };
            all.extend(said.iter().enumerate().map(|(index, saying)| (saying.clone(), spot(index))));
        }
        all.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
        let (sayings, spots): (Vec<Saying>, Vec<Spot>) = all.into_iter().unzip();
        let quotations = Arc::new(Self::joined(&sayings, spots, &decisions));
        memo.last = Some((said, decisions, quotations.clone()));
        quotations
    }

    fn joined(sayings: &[Saying], spots: Vec<Spot>, decisions: &Decisions) -> Self {
        let joins = join(sayings, decisions);
        let mut numbers: BTreeMap<Id, Vec<SayingNumber>> = BTreeMap::new();
        for (number, spot) in spots.iter().enumerate() {
            let of_article = numbers.entry(spot.article.clone()).or_default();
            of_article.resize(of_article.len().max(spot.index + 1), number);
            of_article[spot.index] = number;
        }
        let spots = spots.into_iter().zip(sayings.iter().map(|saying| saying.name.clone())).collect();
        let mut quotations = Self { joins, spots, numbers, facts: Facts::default() };
        quotations.facts = quote_facts(&quotations);
        quotations
    }

    /// Where a saying stands.
    pub fn spot(&self, number: SayingNumber) -> Option<&Spot> {
        self.spots.get(number).map(|(spot, _)| spot)
    }

    /// What a saying is called.
    pub fn name(&self, number: SayingNumber) -> Option<&AnnotationRef> {
        self.spots.get(number).map(|(_, name)| name)
    }

    /// The number of the saying at `spot`.
    pub fn number(&self, spot: &Spot) -> Option<SayingNumber> {
        self.numbers.get(&spot.article)?.get(spot.index).copied()
    }

    /// The quote that the saying at `spot` is a printing of.
    pub fn quote_of(&self, spot: &Spot) -> Option<&JoinedQuote> {
        self.joins.quotes.get(*self.joins.of.get(self.number(spot)?)?)
    }

    /// Where the saying of this name stands.
    pub fn spot_of(&self, name: &AnnotationRef) -> Option<&Spot> {
        let at = self.spots.binary_search_by(|(_, other)| other.cmp(name)).ok()?;
        self.spot(at)
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

fn sayings(article: &Article) -> Vec<Saying> {
    let meta = &article.entry.meta;
    let saying = |quote: &Anchored<Quote>| Saying {
        name: article.name_of(&quote.value.id),
        speaker: quote.value.speaker.clone(),
        story: meta.story.clone(),
        published: meta.published.as_ref().map(|date| date.sort_key().0),
        words: spoken(&printed_words(article, quote)).into(),
    };
    article.annotations.quotes.iter().map(saying).collect()
}
