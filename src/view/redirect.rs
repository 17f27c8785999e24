//! The old address of a record, which leads on to its page.

use super::scope::Scope;
use super::types::{Content, LinkView, MovedPage, View};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::value::Id;

/// What leads on to the page of a record.
pub fn redirect_page(scope: Scope<'_>, kind: Kind, id: &Id) -> Option<View> {
    let (to, title) = scope.record(kind, id)?;
    let page = MovedPage { to: LinkView::new(title.clone(), scope.url(&to)), is_printing: false };
    Some(scope.moved_view(title, &to, page))
}

impl Scope<'_> {
    /// What leads on to another page, which alone is the one to be found.
    pub(super) fn moved_view(&self, title: String, to: &OutPath, page: MovedPage) -> View {
        let view = self.view(title, None, None, Content::Moved(page));
        View { canonical_url: self.permanent_url(to), ..view }
    }
}
