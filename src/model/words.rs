//! The words of annotations and of names, as pages print them: found once for each article,
//! because many pages print the same ones, and where the first of them asks.
//!
//! In: an article and the names in it. Out: for each annotation its passage and the sentence
//! around it; for each record that is named, how. Must not know: pages.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::mentions::Mentioned;
use crate::anchor::{Anchored, Article};
use crate::text::{Body, Place, Sentence, Sentences};
use crate::value::Id;

/// The words of one annotation.
#[derive(Debug, Hash)]
pub struct Words {
    /// The passage as the article prints it, piece by piece, white space folded.
    pub pieces: Vec<String>,
    /// The passage with the sentence around it. Of a passage in several pieces, all from the
    /// first to the last.
    pub sentence: Sentence,
}

/// How an article names a company, person or publication.
#[derive(Debug, Hash)]
pub struct Naming {
    /// Whom.
    pub entity: Id,
    /// How often.
    pub count: usize,
    /// Whether the mention that is shown is a link.
    pub linked: bool,
    /// The sentence of the mention that is shown: the first one that can be led to.
    pub sentence: Sentence,
}

/// The words of one article's annotations, each list in the order of the sidecar.
#[derive(Debug, Default)]
pub(super) struct ArticleWords {
    pub quotes: Vec<Words>,
    pub events: Vec<Words>,
    pub figures: Vec<Words>,
    pub relations: Vec<Words>,
    pub claims: Vec<Words>,
    /// Whom the article names, in the order of the text.
    pub names: Vec<Naming>,
}

/// The words of one article's annotations, found where a page asks for them: where it is known from another run
/// what the article says, few pages do.
#[derive(Debug)]
pub(super) struct LazyWords {
    article: Arc<Article>,
    mentions: Arc<Vec<Mentioned>>,
    words: OnceLock<ArticleWords>,
}

impl LazyWords {
    pub fn of(article: Arc<Article>, mentions: Arc<Vec<Mentioned>>) -> Self {
        Self { article, mentions, words: OnceLock::new() }
    }

    pub fn get(&self) -> &ArticleWords {
        self.words.get_or_init(|| ArticleWords::of(&self.article, &self.mentions))
    }
}

impl ArticleWords {
    fn of(article: &Article, mentions: &[Mentioned]) -> Self {
        let (body, lists) = (&*article.entry.body, &article.annotations);
        let sentences = Sentences::of(body);
        Self {
            quotes: words(body, &sentences, &lists.quotes),
            events: words(body, &sentences, &lists.events),
            figures: words(body, &sentences, &lists.figures),
            relations: words(body, &sentences, &lists.relations),
            claims: words(body, &sentences, &lists.claims),
            names: names(&sentences, mentions),
        }
    }
}

fn words<T>(body: &Body, sentences: &Sentences<'_>, list: &[Anchored<T>]) -> Vec<Words> {
    let of_one = |annotation: &Anchored<T>| Words {
        pieces: annotation.place.iter().map(|piece| body.passage(piece)).collect(),
        sentence: sentences.around(&whole(&annotation.place)),
    };
    list.iter().map(of_one).collect()
}

fn names(sentences: &Sentences<'_>, mentions: &[Mentioned]) -> Vec<Naming> {
    let mut seen: Vec<&Id> = Vec::new();
    for mention in mentions {
        if !seen.contains(&&mention.entity) {
            seen.push(&mention.entity);
        }
    }
    let naming = |entity: &Id| {
        let of_entity = mentions.iter().filter(|mention| mention.entity == *entity);
        let shown = of_entity.clone().find(|mention| mention.linked).or_else(|| of_entity.clone().next())?;
        Some(Naming {
            entity: entity.clone(),
            count: of_entity.count(),
            linked: shown.linked,
            sentence: sentences.around(&shown.range),
        })
    };
    seen.into_iter().filter_map(naming).collect()
}

/// From the start of the first piece to the end of the last.
pub(super) fn whole(place: &Place) -> Range<usize> {
    let start = place.first().map_or(0, |piece| piece.start);
    start..place.last().map_or(start, |piece| piece.end)
}
