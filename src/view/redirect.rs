//! The old address of a record, which leads on to its page.

use super::scope::Scope;
use super::types::{Content, LinkView, MovedPage, View};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::value::Id;

/// What leads on to the page of a record.
pub fn redirect_page(scope: Scope<'_>, kind: Kind, id: &Id) -> Option<View> {
    let (to, title) = record(scope, kind, id)?;
    let page = MovedPage { to: LinkView::new(title.clone(), scope.url(&to)), is_printing: false };
    Some(scope.moved_view(title, &to, page))
}

/// The page of a record, and what it is called.
fn record(scope: Scope<'_>, kind: Kind, id: &Id) -> Option<(OutPath, String)> {
    Some(match kind {
        Kind::Article => {
            let head = scope.site.head(id)?;
            (head.address(), head.meta().title.to_string())
        }
        Kind::Company | Kind::Person | Kind::Publication => {
            let (address, name) = scope.site.entity(id.as_str())?;
            (address, name.to_string())
        }
        Kind::Story => {
            let entry = scope.site.story(id)?;
            (entry.address(kind), entry.meta.title.to_string())
        }
        Kind::Briefing => {
            let entry = scope.site.briefing(id)?;
            (entry.address(kind), entry.meta.title.to_string())
        }
        Kind::Page => {
            let entry = scope.site.page(id)?;
            (entry.address(kind), entry.meta.title.to_string())
        }
    })
}

impl Scope<'_> {
    /// What leads on to another page, which alone is the one to be found.
    pub(super) fn moved_view(&self, title: String, to: &OutPath, page: MovedPage) -> View {
        let view = self.view(title, None, None, Content::Moved(page));
        View { canonical_url: self.permanent_url(to), ..view }
    }
}
