//! Feeds and calendars, and the links to them.

use serde::Serialize;

/// `feed.xml`: a feed. Its links are whole, because it is read elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedPage {
    /// What it is called for ever, whatever its title and address are.
    pub id: String,
    /// Its own address.
    pub self_url: String,
    /// The page that it is the feed of.
    pub page_url: String,
    /// When something in it changed last, RFC 3339: the content says so, and no clock.
    pub updated: String,
    /// Its articles, and in the site's feed the editions, the last changed first.
    pub entries: Vec<FeedEntry>,
}

/// An article or an edition in a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedEntry {
    /// What it is called for ever.
    pub id: String,
    /// Its page.
    pub url: String,
    /// Its title.
    pub title: String,
    /// The language, where it is not the site's.
    pub language: Option<String>,
    /// The names of those who wrote an article, or of who published it.
    pub authors: Vec<String>,
    /// When it was published or appeared, RFC 3339.
    pub published: Option<String>,
    /// When it was published, clipped or corrected last, RFC 3339.
    pub updated: String,
    /// The article where it was published.
    pub original_url: Option<String>,
    /// Its topics.
    pub topics: Vec<FeedTopic>,
    /// What it says, in one sentence or two.
    pub summary: Option<String>,
    /// The lead image.
    pub image_url: Option<String>,
    /// The text as far as it may be shown, empty where none of it may: HTML, which a feed has escaped.
    pub content: String,
}

/// A topic of an article in a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedTopic {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: String,
}

/// `feed.json`, `events.ics` and `names.js`: the same feed as JSON, a timeline as a calendar, and all names as a
/// script, in words that no template could write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextPage {
    /// All of it.
    pub text_html: String,
}

/// A feed that a page leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedLinkView {
    /// What it is a feed of.
    pub label: String,
    /// The feed in Atom.
    pub atom_url: String,
    /// The same as JSON.
    pub json_url: String,
}
