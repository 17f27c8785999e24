//! Long lists of articles, in pages that stay as they are.
//!
//! In: articles in their order. Out: pages of equal length, numbered from the oldest, so that a page that is
//! full has the same articles for ever, unless one is added that is older; and the front of the list, with
//! all that came since. Must not know: what a page looks like.

use std::collections::{BTreeMap, HashMap};

use super::address::{PAGINATION, record_address, section_address, topic_address};
use super::index::Topic;
use super::records::Records;
use crate::parse::Kind;
use crate::path::OutPath;
use crate::value::Id;

/// A list of articles that may be long.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Listing {
    /// All articles.
    Articles,
    /// Those of a topic.
    Topic(Id),
    /// Those that a publication published.
    Publication(Id),
}

/// A list in its pages; in each the newest article is the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Paged {
    /// The full pages, the oldest first.
    pub full: Vec<Vec<Id>>,
    /// The newest articles: as many as a page has, and those that fill no page yet.
    pub front: Vec<Id>,
}

impl Paged {
    /// A list in pages of so many; `ids` has the newest first.
    fn of(ids: Vec<Id>, length: usize) -> Self {
        let full = (ids.len() / length.max(1)).saturating_sub(1);
        let (front, rest) = ids.split_at(ids.len() - full * length);
        Self { full: rest.rchunks(length.max(1)).map(<[Id]>::to_vec).collect(), front: front.to_vec() }
    }

    /// The full page with this number, which starts at 1.
    pub fn page(&self, number: usize) -> Option<&[Id]> {
        self.full.get(number.checked_sub(1)?).map(Vec::as_slice)
    }
}

/// All lists of a site.
#[derive(Clone, Debug, Default)]
pub struct Lists(pub BTreeMap<Listing, Paged>);

impl Lists {
    /// The lists of these records. `newest` are all articles, the newest first.
    pub(super) fn of(records: &Records, newest: &[Id], topics: &BTreeMap<Id, Topic>) -> Self {
        let places: HashMap<&Id, usize> = newest.iter().enumerate().map(|(at, id)| (id, at)).collect();
        let mut lists: BTreeMap<Listing, Vec<Id>> = BTreeMap::new();
        lists.insert(Listing::Articles, newest.to_vec());
        for (topic, found) in topics {
            let mut articles = found.articles.clone();
            articles.sort_by_key(|id| places.get(id));
            lists.insert(Listing::Topic(topic.clone()), articles);
        }
        let heads = newest.iter().filter_map(|id| Some((id, &records.articles.get(id)?.entry.meta)));
        for (id, publication) in heads.filter_map(|(id, meta)| Some((id, meta.publication.as_ref()?))) {
            lists.entry(Listing::Publication(publication.id())).or_default().push(id.clone());
        }
        let length = records.settings.paginate;
        Self(lists.into_iter().map(|(listing, ids)| (listing, Paged::of(ids, length))).collect())
    }

    /// The addresses of all full pages.
    pub(super) fn addresses(&self, records: &Records) -> Vec<OutPath> {
        let mut addresses = Vec::new();
        for (listing, paged) in &self.0 {
            let front = listing.front(records);
            addresses.extend(
                (1..=paged.full.len()).filter_map(|number| Some(list_page_address(front.as_ref()?, number))),
            );
        }
        addresses
    }
}

impl Listing {
    /// The page that the list starts on.
    pub fn front(&self, records: &Records) -> Option<OutPath> {
        Some(match self {
            Listing::Articles => section_address("articles"),
            Listing::Topic(id) => topic_address(id),
            Listing::Publication(id) => {
                record_address(Kind::Publication, id, &records.publications.get(id)?.meta)
            }
        })
    }
}

/// The full page with this number of a list that starts at `front`.
pub fn list_page_address(front: &OutPath, number: usize) -> OutPath {
    let folder = front.as_str().trim_end_matches("index.html").trim_end_matches('/');
    OutPath::page(&format!("{folder}/{PAGINATION}/{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paged(newest_first: std::ops::RangeInclusive<usize>) -> Paged {
        let ids = newest_first.rev().filter_map(|n| Id::parse(&format!("a{n}")).ok()).collect();
        Paged::of(ids, 3)
    }

    fn names(ids: &[Id]) -> String {
        ids.iter().map(Id::as_str).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn full_pages_stay() {
        let check = |n: usize, full: &[&str], front: &str| {
            let paged = paged(1..=n);
            let pages: Vec<String> = paged.full.iter().map(|page| names(page)).collect();
            assert_eq!(
                (pages.as_slice(), names(&paged.front).as_str()),
                (&full.iter().map(ToString::to_string).collect::<Vec<_>>()[..], front)
            );
        };
        check(1, &[], "a1");
        check(5, &[], "a5 a4 a3 a2 a1");
        check(6, &["a3 a2 a1"], "a6 a5 a4");
        check(8, &["a3 a2 a1"], "a8 a7 a6 a5 a4");
        check(9, &["a3 a2 a1", "a6 a5 a4"], "a9 a8 a7");
        assert_eq!(Paged::of(Vec::new(), 3), Paged::default());
        assert!(paged(1..=6).page(0).is_none() && paged(1..=6).page(2).is_none());
    }
}
