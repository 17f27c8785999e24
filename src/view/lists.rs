//! Lists of articles in pages: the front with the newest, and full pages that stay as they are.

use super::scope::Scope;
use super::types::{ArticlesPage, Content, LinkView, PagerView, View};
use crate::model::{Listing, list_page_address, section_address, topic_address};
use crate::parse::Kind;
use crate::path::OutPath;
use crate::value::Id;

/// All articles: the newest, and the way to the others.
pub fn articles_page(scope: Scope<'_>) -> View {
    let (front, pager) = scope.list_front(&Listing::Articles);
    let page = ArticlesPage {
        articles: scope.article_cards(front),
        count: scope.site.newest().len(),
        subject: None,
        pager,
        archive_url: archive_url(scope),
    };
    scope.view(scope.section_title("articles"), None, None, Content::Articles(page))
}

/// A full page of a list. It says nothing that the next article changes, so not how many pages there are.
pub fn list_page(scope: Scope<'_>, listing: &Listing, number: usize) -> Option<View> {
    let (front, name) = scope.listing(listing)?;
    let (articles, newer_is_full) = scope.site.list_page(listing, number)?;
    let newer = if newer_is_full { list_page_address(&front, number + 1) } else { front.clone() };
    let older = number.checked_sub(1).filter(|older| *older > 0);
    let page = ArticlesPage {
        articles: scope.article_cards(articles),
        count: articles.len(),
        subject: (*listing != Listing::Articles).then(|| LinkView::new(name.clone(), scope.url(&front))),
        pager: Some(PagerView {
            newer: Some(scope.page_link("newer_articles", &newer)),
            older: older.map(|older| scope.page_link("older_articles", &list_page_address(&front, older))),
        }),
        archive_url: archive_url(scope),
    };
    let words = [("name", name.as_str()), ("n", &scope.language().digits(&number.to_string()))];
    Some(scope.view(scope.say("title_page_of", &words), None, None, Content::Articles(page)))
}

fn archive_url(scope: Scope<'_>) -> Option<String> {
    scope.site.has_section("archive").then(|| scope.url(&section_address("archive")))
}

impl<'a> Scope<'a> {
    /// The newest articles of a list, and the way to the others where there are more.
    pub(super) fn list_front(&self, listing: &Listing) -> (&'a [Id], Option<PagerView>) {
        let (front, full) = self.site.list_front(listing);
        let pager = self.listing(listing).filter(|_| full > 0).map(|(page, _)| PagerView {
            newer: None,
            older: Some(self.page_link("older_articles", &list_page_address(&page, full))),
        });
        (front, pager)
    }

    /// Where a list starts, and what it is of.
    fn listing(&self, listing: &Listing) -> Option<(OutPath, String)> {
        match listing {
            Listing::Articles => Some((section_address("articles"), self.section_title("articles"))),
            Listing::Topic(id) => Some((topic_address(id), self.topic_label(id))),
            Listing::Publication(id) => self.record(Kind::Publication, id),
        }
    }

    fn page_link(&self, key: &str, to: &OutPath) -> LinkView {
        LinkView::new(self.say(key, &[]), self.url(to))
    }
}
