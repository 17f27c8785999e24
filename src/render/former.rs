//! The pages of a site as another run of clipsheet made them.
//!
//! In: what `render` remembers. Out: the same without sites and bytes, and back again, for pages whose
//! files are still there. Must not know: where it is kept meanwhile.

use rayon::prelude::*;

use super::{Former, Html, Page, RenderMemo, mail};
use crate::digest::Digest;
use crate::model::{Noted, SiteFacts};
use crate::path::OutPath;
use crate::plan::{PagePlan, Plan};

/// The pages of a site.
#[derive(Clone, Debug, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct FormerPages {
    facts: SiteFacts,
    /// The digest of the theme.
    theme: Digest,
    /// Ascending by path.
    pages: Vec<FormerPage>,
}

#[derive(Clone, Debug, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub(super) struct FormerPage {
    path: OutPath,
    /// The digest of what it shows.
    subject: Digest,
    noted: Noted,
    view: Digest,
    /// The digest of what was drawn, where it is a picture.
    drawing: Option<Digest>,
    /// The digest of its file; nothing where there was nothing to show.
    html: Option<Digest>,
}

impl FormerPages {
    /// All facts of the site.
    pub fn facts(&self) -> &SiteFacts {
        &self.facts
    }
}

impl RenderMemo {
    /// What can be kept for another run; nothing before the first site.
    pub fn former(&self) -> Option<FormerPages> {
        let (former, theme) = self.last.as_ref()?;
        let facts = match former {
            Former::Site(site) => site.facts().clone(),
            Former::Facts(facts) => (**facts).clone(),
        };
        let page = |(plan, page): (&PagePlan, &Option<Page>)| {
            // What is warned of is made again, so that the next run warns of it too.
            let page = page.as_ref().filter(|page| !mail::is_too_long(plan, page))?;
            Some(FormerPage {
                path: plan.path.clone(),
                subject: Digest::of_value(&plan.subject),
                noted: page.noted.clone(),
                view: page.view,
                drawing: page.drawing,
                html: page.html.digest(),
            })
        };
        let pages = self.plan.par_iter().zip(&self.pages).filter_map(page).collect();
        Some(FormerPages { facts, theme: *theme, pages })
    }

    /// The memory of another run. Of its pages those are known that have nothing to show, or whose
    /// file, as `stands` tells by its path, has the digest that it had.
    pub fn recalling(former: FormerPages, stands: impl Fn(&OutPath) -> Option<Digest>) -> Self {
        let FormerPages { facts, theme, mut pages } = former;
        pages.retain(|page| page.html.is_none() || page.html == stands(&page.path));
        Self { last: Some((Former::Facts(Box::new(facts)), theme)), recalled: pages, ..Self::default() }
    }
}

/// Those of these pages that are in `plan`, in its order.
pub(super) fn in_order_of(plan: &Plan, pages: Vec<FormerPage>) -> Vec<Option<Page>> {
    let mut former = pages.into_iter().peekable();
    let with_path = |page: &PagePlan| {
        while former.next_if(|other| other.path < page.path).is_some() {}
        former.next_if(|other| other.path == page.path)
    };
    let found: Vec<Option<FormerPage>> = plan.iter().map(with_path).collect();
    let same = |(page, found): (&PagePlan, Option<FormerPage>)| {
        let same = found.filter(|found| found.subject == Digest::of_value(&page.subject))?;
        let html = same.html.map_or(Html::Nothing, Html::Standing);
        Some(Page { noted: same.noted, view: same.view, drawing: same.drawing, html })
    };
    plan.par_iter().zip(found).map(same).collect()
}
