//! The picture of an article, an edition or a story that other sites show beside a link to it.
//!
//! Nobody looks into a picture for what it should not say. So nothing is set in one but what stands at the head
//! of its page, as this reader sees that page.

use super::scope::Scope;
use super::types::{Content, ImageView, SocialCardLine, SocialCardPage, View};
use crate::lettering::{self, Headline, Room, set, set_line};
use crate::model::social_card_address;
use crate::parse::{Kind, Settings};
use crate::value::Id;

/// The room of the headline: its upper edge, and how much there is below it.
const TOP: u16 = 160;
const ROOM: Room = Room { width: 1060.0, height: 350.0 };

/// The room of what stands at the left of a line, and at its right.
const LEFT: f32 = 690.0;
const RIGHT: f32 = 350.0;

/// Whether a site has such pictures: their whole addresses have to be known.
pub fn has_social_cards(settings: &Settings) -> bool {
    lettering::HAS_FONT && settings.social_cards && settings.base_url.is_some()
}

/// A picture; nothing where there is no page, or where the font lacks signs of its headline.
pub fn social_card_page(scope: Scope<'_>, kind: Kind, id: &Id) -> Option<View> {
    let said = match kind {
        Kind::Article => article(scope, id),
        Kind::Briefing => edition(scope, id),
        Kind::Story => story(scope, id),
        _ => None,
    }?;
    let Headline { size, leading, lines } = set(&said.title, ROOM)?;
    let line = |text: &Option<String>, size, room| text.as_ref().and_then(|text| set_line(text, size, room));
    let page = SocialCardPage {
        site: set_line(&scope.site.settings().title, 34, LEFT),
        kicker: line(&said.kicker, 28, RIGHT),
        lines: placed(lines, size, leading),
        size: usize::from(size),
        source: line(&said.source, 28, LEFT),
        date: line(&said.date, 28, RIGHT),
    };
    Some(scope.view(said.title, None, None, Content::SocialCard(page)))
}

/// What stands at the head of a page.
struct Said {
    title: String,
    kicker: Option<String>,
    source: Option<String>,
    date: Option<String>,
}

fn article(scope: Scope<'_>, id: &Id) -> Option<Said> {
    let card = scope.article_card(scope.site.head(id)?);
    Some(Said {
        title: card.title,
        kicker: card.section,
        source: card.publication.map(|link| link.label),
        date: card.published.map(|date| date.words),
    })
}

fn edition(scope: Scope<'_>, id: &Id) -> Option<Said> {
    let meta = &scope.site.briefing(id)?.meta;
    Some(Said {
        title: meta.title.to_string(),
        kicker: Some(scope.say("briefing", &[])),
        source: None,
        date: Some(scope.date(&meta.date.0).words),
    })
}

fn story(scope: Scope<'_>, id: &Id) -> Option<Said> {
    let title = scope.site.story(id)?.meta.title.to_string();
    Some(Said { title, kicker: Some(scope.say("story", &[])), source: None, date: None })
}

/// Lines in the middle of their room.
fn placed(lines: Vec<String>, size: u16, leading: u16) -> Vec<SocialCardLine> {
    let (size, leading) = (usize::from(size), usize::from(leading));
    let room = ROOM.height as usize;
    let above = usize::from(TOP) + room.saturating_sub(lines.len() * leading) / 2;
    let line = |(at, text)| SocialCardLine { text, y: above + at * leading + size };
    lines.into_iter().enumerate().map(line).collect()
}

impl Scope<'_> {
    /// The picture of the page with this title, by its whole address.
    pub(super) fn card_image(&self, title: &str) -> Option<ImageView> {
        let is_there = has_social_cards(self.site.settings()) && lettering::has_signs(title);
        let url = self.permanent_url(&social_card_address(self.page)?).filter(|_| is_there)?;
        let (width, height) = lettering::SIZE;
        let size = |length| usize::try_from(length).ok();
        Some(ImageView {
            url,
            width: size(width),
            height: size(height),
            alt: title.to_string(),
            caption: None,
            credit: None,
        })
    }
}
