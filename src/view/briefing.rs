//! Editions: their list, their pages, and the same as e-mails.

use super::edition_text::edition_text;
use super::json_ld;
use super::news::news;
use super::scope::Scope;
use super::story::story_uses;
use super::types::{
    BriefingPage, BriefingsPage, Content, EditionCard, ItemLine, LinkView, MailTextPage, SectionView, View,
};
use crate::model::{Edition, Head, Known, known, mail_address};
use crate::parse::{BriefingMeta, BriefingSubject, Entry, Kind};
use crate::path::OutPath;
use crate::value::Id;

/// How many items of an edition a list shows besides its lead.
const TOP: usize = 4;

/// All editions.
pub fn briefings_page(scope: Scope<'_>) -> View {
    let editions = scope.site.editions().filter_map(|id| scope.edition_card(id)).collect();
    scope.view(scope.section_title("briefings"), None, None, Content::Briefings(BriefingsPage { editions }))
}

/// One edition: as a page, or, where the page that is made is an e-mail, as that.
pub fn briefing_page(scope: Scope<'_>, id: &Id) -> Option<View> {
    let (entry, page) = briefing(scope, id)?;
    let lead = entry.meta.lead.as_ref().and_then(|item| scope.item_line(&item.subject, &page.url));
    let description = lead.map(|line| line.label);
    let linked_data = json_ld::issue(scope, entry);
    let title = entry.meta.title.to_string();
    Some(scope.view(title, description, Some(linked_data), Content::Briefing(Box::new(page))))
}

/// One edition as an e-mail in plain text.
pub fn briefing_text(scope: Scope<'_>, id: &Id) -> Option<View> {
    let (entry, page) = briefing(scope, id)?;
    let title = entry.meta.title.to_string();
    let text_html = edition_text(scope, &title, &page);
    Some(scope.view(title, None, None, Content::MailText(MailTextPage { text_html })))
}

fn briefing<'a>(scope: Scope<'a>, id: &Id) -> Option<(&'a Entry<BriefingMeta>, BriefingPage)> {
    let entry = scope.site.briefing(id)?;
    let edition = scope.site.edition(id)?;
    let meta = &entry.meta;
    let own = entry.address(Kind::Briefing);
    let address = |to: Option<OutPath>| to.map(|to| scope.url(&to)).unwrap_or_default();
    let page = BriefingPage {
        date: scope.date(&meta.date.0),
        url: scope.url(&own),
        letter_html: scope.body_html(entry),
        lead: meta.lead.as_ref().and_then(|item| scope.item(item, edition.days)),
        sections: sections(scope, meta, edition),
        news: news(scope, edition),
        earlier: edition.earlier.as_ref().and_then(|id| scope.edition_link(id)),
        later: edition.later.as_ref().and_then(|id| scope.edition_link(id)),
        email_url: address(mail_address(&own, "html")),
        text_url: address(mail_address(&own, "txt")),
    };
    Some((entry, page))
}

/// A section of which nothing can be shown is not there.
fn sections(scope: Scope<'_>, meta: &BriefingMeta, edition: &Edition) -> Vec<SectionView> {
    let section = |section: &crate::parse::BriefingSection| SectionView {
        heading: section.heading.to_string(),
        items: section.items.values().filter_map(|item| scope.item(item, edition.days)).collect(),
    };
    let sections = meta.sections.values().map(section);
    sections.filter(|section| !section.items.is_empty()).collect()
}

impl Scope<'_> {
    /// An edition in a list.
    pub(super) fn edition_card(&self, id: &Id) -> Option<EditionCard> {
        let entry = self.site.briefing(id)?;
        let url = self.url(&entry.address(Kind::Briefing));
        let line = |item: &crate::parse::BriefingItem| {
            Some(ItemLine {
                kind_words: self.item_kind(&item.subject),
                to: self.item_line(&item.subject, &url)?,
                comment: item.comment.as_ref().map(ToString::to_string),
            })
        };
        let items = entry.meta.sections.values().flat_map(|section| section.items.values());
        Some(EditionCard {
            title: entry.meta.title.to_string(),
            date: self.date(&entry.meta.date.0),
            lead: entry.meta.lead.as_ref().and_then(line),
            top: items.filter_map(line).take(TOP).collect(),
            url,
        })
    }

    /// An edition by its title and date.
    pub(super) fn edition_link(&self, id: &Id) -> Option<LinkView> {
        let entry = self.site.briefing(id)?;
        let date = self.date(&entry.meta.date.0).words;
        let words = [("name", entry.meta.title.as_str()), ("period", date.as_str())];
        Some(LinkView::new(self.say("name_and_period", &words), self.url(&entry.address(Kind::Briefing))))
    }

    /// The last edition with one of these subjects; else with one of the articles that they stand in,
    /// and else with one of their stories.
    pub(super) fn last_edition_of<'h>(
        &self,
        subjects: Vec<BriefingSubject>,
        articles: impl Iterator<Item = Head<'h>>,
    ) -> Option<LinkView> {
        // Most sites that have none need not look.
        self.site.editions().next()?;
        let (mut of_articles, mut of_stories) = (Vec::new(), Vec::new());
        let mut first = None;
        for head in articles {
            let day = known(head.meta());
            first = Some(first.map_or(day, |first: Known| first.min(day)));
            of_articles.push(BriefingSubject::Article(head.id().clone()));
            if let Some(story) = &head.meta().story {
                of_stories.extend(story_uses(story));
            }
        }
        self.last_edition(&[subjects, of_articles, of_stories], first.flatten())
    }

    /// The last edition that has an item on one of these; of the first of several lists that any
    /// edition has an item on. A story or a timeline had nothing in it that became known later.
    fn last_edition(&self, lists: &[Vec<BriefingSubject>], first: Known) -> Option<LinkView> {
        let has = |one: &BriefingSubject, id: &Id| {
            let is_part = matches!(one, BriefingSubject::Story(_) | BriefingSubject::Timeline(_));
            !is_part || self.site.edition(id).is_some_and(|edition| edition.days.by_then(first))
        };
        let used = |list: &Vec<BriefingSubject>| {
            let last = |one| self.site.last_use(one).filter(|id| has(one, id));
            let editions: Vec<&Id> = list.iter().filter_map(last).collect();
            self.site.editions().find(|id| editions.contains(id))
        };
        self.edition_link(lists.iter().find_map(used)?)
    }
}
