//! Links in articles that lead to something withheld.
//!
//! In: the records that a reader may see. Out: the same, where a link to what is not among them
//! is its text. On a page it would be no link in any case; but what names and marks are made of
//! is decided by the text around them, and there a link would leave its trace.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::links::leading_nowhere;
use super::records::Records;
use crate::anchor::Article;
use crate::kept::{Kept, Same};
use crate::value::Id;

/// What is remembered: the articles that have lost a link, by what they were and the links
/// that they have lost.
pub(super) type LooseMemo = Kept<Id, (Same<Article>, BTreeSet<Box<str>>), Arc<Article>>;

/// Puts their text in the place of links that lead nowhere any more.
pub(super) fn without_loose_links(records: &mut Records, memo: &mut LooseMemo) {
    let lost = leading_nowhere(records).into_iter().filter_map(|(id, targets)| {
        let article = records.articles.get(&id)?.clone();
        Some((id, (Same(article), targets)))
    });
    let left = memo.all(lost.collect(), |_, (article, targets)| {
        let body = article.0.entry.body.without_links(&|link| targets.contains(&link.target));
        let Some(body) = body else { return article.0.clone() };
        let mut left = (*article.0).clone();
        left.entry.body = Arc::new(body);
        Arc::new(left)
    });
    for (id, _, article) in left {
        records.articles.insert(id.clone(), article.clone());
    }
}
