//! What a page read, and whether it may differ by now.
//!
//! In: facts and links, as they are asked for. Out: notes of them, which can be held against another
//! site. Must not know: what was answered to whom.

use std::cell::RefCell;

use super::super::changes::Changes;
use super::super::facts::{Fact, FactKey, FactSet};
use super::super::link::Site;
use crate::path::{OutPath, SitePath};
use crate::picture::Size;

/// What a page read.
#[derive(Debug, Default)]
pub struct Notes {
    facts: RefCell<Vec<FactKey>>,
    links: RefCell<Vec<Answer>>,
}

/// What a page read, for good.
#[derive(Clone, Debug, Default, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Noted {
    facts: Box<[FactKey]>,
    links: Box<[Answer]>,
}

/// Where a link in a text leads.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub(super) enum Answer {
    /// The page of the record in a file.
    Page(SitePath, Option<OutPath>),
    /// Whether there is something at an address.
    Address(OutPath, bool),
    /// The id of a place on a page.
    Place(OutPath, Box<str>, Option<String>),
    /// The address of a file of a bundle.
    File(SitePath, Option<OutPath>),
    /// How large an image is.
    Size(OutPath, Option<Size>),
}

impl Answer {
    fn again(&self, site: &Site) -> Self {
        match self {
            Answer::Page(file, _) => Answer::Page(file.clone(), site.page_of(file)),
            Answer::Address(path, _) => Answer::Address(path.clone(), site.has_address(path)),
            Answer::File(file, _) => Answer::File(file.clone(), site.address_of(file)),
            Answer::Size(path, _) => Answer::Size(path.clone(), site.image_size(path)),
            Answer::Place(page, name, _) => {
                Answer::Place(page.clone(), name.clone(), site.place_on(page, name))
            }
        }
    }
}

impl Notes {
    pub(in crate::model) fn fact(&self, fact: Fact<'_>) {
        self.facts.borrow_mut().push(fact.key());
    }

    /// Notes where a link leads.
    pub(super) fn link(&self, answer: Answer) {
        self.links.borrow_mut().push(answer);
    }

    /// The notes, for good.
    pub fn finish(self) -> Noted {
        let mut facts = self.facts.into_inner();
        facts.sort_unstable();
        facts.dedup();
        let mut links = self.links.into_inner();
        links.dedup();
        Noted { facts: facts.into(), links: links.into() }
    }
}

impl Noted {
    /// Whether what was read may differ from what `site` says.
    pub fn differ(&self, changes: &Changes, site: &Site) -> bool {
        let differs = |facts: &FactSet| self.facts.iter().any(|fact| facts.has(*fact));
        match changes {
            Changes::All => true,
            Changes::Facts { facts, links } => {
                differs(facts) || *links && self.links.iter().any(|answer| answer.again(site) != *answer)
            }
        }
    }
}
