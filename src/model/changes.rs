//! In what two sites differ.
//!
//! In: the facts of both. Out: those that only one of them says. Must not know: pages, and whether one of the
//! two is there, or what another run knew of it.

use std::collections::HashSet;
use std::sync::Arc;

use super::facts::{FactSet, Facts, differences};
use super::mentions::Mentioned;
use crate::digest::Digest;
use crate::value::Id;

/// All facts of a site: without the site, this is what is kept of it for another run.
#[derive(Clone, Debug, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct SiteFacts {
    /// Of what every page shows: where it differs, so do all pages.
    pub(super) frame: Digest,
    /// Ascending by id.
    pub(super) articles: Vec<(Id, ArticleFacts)>,
    /// What records other than articles say.
    pub(super) records: Facts,
    /// What records say together.
    pub(super) outline: Vec<Facts>,
    /// Which quotes are one.
    pub(super) quotes: Facts,
}

/// What an article says, and what it was found from.
#[derive(Clone, Debug, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub(super) struct ArticleFacts {
    /// Of the article as it was admitted, and of all names.
    pub of: Option<Digest>,
    /// The names in it.
    pub mentions: Arc<Vec<Mentioned>>,
    /// What it says.
    pub facts: Facts,
}

/// In what two sites differ.
#[derive(Clone, Debug)]
pub enum Changes {
    /// In what every page shows.
    All,
    /// In some facts.
    Facts {
        /// Those.
        facts: FactSet,
        /// Whether links in texts may lead elsewhere.
        links: bool,
    },
}

impl SiteFacts {
    /// In what the site with these facts differs from one with those; `links` says whether links in texts may
    /// lead elsewhere.
    pub(super) fn changes_since(&self, former: &Self, links: bool) -> Changes {
        let (old, new) = (former, self);
        if old.frame != new.frame {
            return Changes::All;
        }
        let mut facts = HashSet::new();
        differences(&old.records, &new.records, &mut facts);
        for (old, new) in old.outline.iter().zip(&new.outline) {
            differences(old, new, &mut facts);
        }
        differences(&old.quotes, &new.quotes, &mut facts);
        let nothing = Facts::default();
        let mut before = old.articles.iter().peekable();
        for (id, now) in &new.articles {
            while let Some((_, gone)) = before.next_if(|(other, _)| other < id) {
                differences(&gone.facts, &nothing, &mut facts);
            }
            let was = before.next_if(|(other, _)| other == id).map_or(&nothing, |(_, was)| &was.facts);
            differences(was, &now.facts, &mut facts);
        }
        before.for_each(|(_, gone)| differences(&gone.facts, &nothing, &mut facts));
        Changes::Facts { facts: FactSet::new(facts), links }
    }

    /// The names in an article, if they were found in what has this digest.
    pub(super) fn named_in(&self, id: &Id, of: Digest) -> Option<Arc<Vec<Mentioned>>> {
        self.article(id).filter(|found| found.of == Some(of)).map(|found| found.mentions.clone())
    }

    /// What an article says, if it is these very names that were found in it.
    pub(super) fn said_by(&self, id: &Id, mentions: &Arc<Vec<Mentioned>>) -> Option<Facts> {
        let found = self.article(id).filter(|found| Arc::ptr_eq(&found.mentions, mentions));
        found.map(|found| found.facts.clone())
    }

    fn article(&self, id: &Id) -> Option<&ArticleFacts> {
        let at = self.articles.binary_search_by(|(other, _)| other.cmp(id)).ok()?;
        self.articles.get(at).map(|(_, found)| found)
    }
}
