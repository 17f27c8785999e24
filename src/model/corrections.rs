//! Corrections that are still to come.
//!
//! In: articles, and which of their corrections are of a later date than the site is built for. Out: the articles
//! without these. Must not know: what time it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::records::Records;
use crate::anchor::Article;
use crate::kept::{Kept, Same};
use crate::value::Id;

/// Of each article the positions in its list.
pub(super) type ToCome = BTreeMap<Id, BTreeSet<usize>>;

/// The articles without what is to come, as they were made the last time.
pub(super) type CorrectionsMemo = Kept<Id, (Same<Article>, BTreeSet<usize>), Arc<Article>>;

/// Takes the corrections out that are to come.
pub(super) fn without(records: &mut Records, to_come: ToCome, memo: &mut CorrectionsMemo) {
    let article = |(id, places): (Id, BTreeSet<usize>)| {
        let article = Same(records.articles.get(&id)?.clone());
        Some((id, (article, places)))
    };
    let inputs = to_come.into_iter().filter_map(article).collect();
    let outputs = memo.all(inputs, |_, (article, places)| {
        let mut left = (*article.0).clone();
        let mut place = 0..;
        left.entry.meta.corrections.0.retain(|_| place.next().is_none_or(|place| !places.contains(&place)));
        Arc::new(left)
    });
    records.articles.extend(outputs.iter().map(|(id, _, left)| (id.clone(), left.clone())));
}
