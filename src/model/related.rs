//! Which articles are on the same things as another.
//!
//! In: who is named where, and which articles have a topic or a story in common. Out: for each article those
//! that share most with it; what few articles share says more than what many do. Must not know: why
//! anybody asks.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::about::About;
use super::index::Index;
use crate::value::Id;

/// How many related articles each has at the most.
const MOST: usize = 5;

/// Of those that have something in common, so many of about the same time are looked at: what very many share
/// says little of two of them, and would cost most.
const CLOSE: usize = 200;

/// The weight of something that one article alone would have.
const WEIGHT: usize = 1_000_000;

/// For each article that has some its related ones, those that share most first.
pub type Related = BTreeMap<Id, Vec<Id>>;

/// Related articles. `newest` are all of them, the newest first, which decides between equals.
///
/// The weight of something is one by the number of the articles that share it. It does not hang on how
/// many articles there are, so that one more changes only what is related to it.
pub(super) fn related(newest: &[Id], about: &BTreeMap<Id, About>, index: &Index) -> Related {
    let numbers: BTreeMap<&Id, usize> = newest.iter().enumerate().map(|(at, id)| (id, at)).collect();
    let named = about.values().map(|about| &about.articles);
    let topics = index.topics.values().map(|topic| &topic.articles);
    let stories = index.stories.values().map(|story| &story.articles);
    let shared: Vec<Vec<usize>> = named
        .chain(topics)
        .chain(stories)
        .filter(|articles| articles.len() > 1)
        .map(|articles| {
            let mut places: Vec<usize> = articles.iter().filter_map(|id| numbers.get(id).copied()).collect();
            places.sort_unstable();
            places
        })
        .collect();
    let mut things: Vec<Vec<usize>> = vec![Vec::new(); newest.len()];
    for (thing, articles) in shared.iter().enumerate() {
        articles.iter().for_each(|article| things[*article].push(thing));
    }
    let found: Vec<Vec<usize>> = (0..newest.len())
        .into_par_iter()
        .map_init(
            || vec![0; newest.len()],
            |scores, article| nearest(article, &things[article], &shared, scores),
        )
        .collect();
    let of = |(id, found): (&Id, Vec<usize>)| {
        (!found.is_empty()).then(|| (id.clone(), found.iter().map(|at| newest[*at].clone()).collect()))
    };
    newest.iter().zip(found).filter_map(of).collect()
}

/// Those of the articles that are next to one by their time.
fn close(articles: &[usize], article: usize) -> &[usize] {
    let at = articles.partition_point(|other| *other < article);
    let first = at.saturating_sub(CLOSE / 2).min(articles.len().saturating_sub(CLOSE));
    &articles[first..articles.len().min(first + CLOSE)]
}

/// The articles that share most with one. `scores` is all zeros before and after.
fn nearest(article: usize, things: &[usize], shared: &[Vec<usize>], scores: &mut [usize]) -> Vec<usize> {
    let mut touched = Vec::new();
    for articles in things.iter().map(|thing| &shared[*thing]) {
        for &other in close(articles, article).iter().filter(|other| **other != article) {
            if scores[other] == 0 {
                touched.push(other);
            }
            scores[other] += WEIGHT / articles.len();
        }
    }
    touched.sort_unstable_by_key(|other| (Reverse(scores[*other]), *other));
    touched.iter().for_each(|other| scores[*other] = 0);
    touched.truncate(MOST);
    touched
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Id {
        Id::parse(text).expect("an id")
    }

    #[test]
    fn what_is_rare_says_more() {
        let ids = |list: &str| list.split(' ').map(id).collect::<Vec<_>>();
        let newest = ids("a b c d e");
        let about = |list: &str| About { articles: ids(list), ..About::default() };
        let about = BTreeMap::from([(id("all"), about("a b c d")), (id("rare"), about("a d"))]);
        let found = related(&newest, &about, &Index::default());
        assert_eq!(found.get(&id("a")), Some(&ids("d b c")));
        assert_eq!(found.get(&id("b")), Some(&ids("a c d")), "the newest first where all is equal");
        assert_eq!(found.get(&id("e")), None);
    }

    #[test]
    fn what_very_many_share_relates_those_of_about_the_same_time() {
        let newest: Vec<Id> = (0..3 * CLOSE).map(|n| id(&format!("a{n}"))).collect();
        let about = BTreeMap::from([(id("all"), About { articles: newest.clone(), ..About::default() })]);
        let found = related(&newest, &about, &Index::default());
        assert_eq!(found.len(), newest.len());
        let last = &found[&newest[3 * CLOSE - 1]];
        assert_eq!(last.first(), Some(&newest[2 * CLOSE]), "of the last {CLOSE}");
        let middle = &found[&newest[CLOSE]];
        assert_eq!(middle.first(), Some(&newest[CLOSE / 2]));
        assert!(close(&[1, 2, 3], 2) == [1, 2, 3]);
    }
}
