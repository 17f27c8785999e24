//! What stands in the head of a page for others than its readers.

use serde::Serialize;

use super::common::ImageView;

/// What a page says of itself where somebody shares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SocialView {
    /// What it is, in the words of Open Graph: `article`, `profile` (of a person) or `website`.
    pub kind: &'static str,
    /// The site's language as Open Graph writes it: `en_GB`; absent where it has no region.
    pub locale: Option<String>,
    /// The day on which it was published, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// The day on which it was corrected last.
    pub modified: Option<String>,
    /// The part of the paper that it belongs to.
    pub section: Option<String>,
    /// Its topics.
    pub tags: Vec<String>,
    /// A picture of it, by its whole address; none without `base_url`.
    pub image: Option<ImageView>,
}

/// `social-card.svg`: the picture of an article, an edition or a story that other sites show beside a link to it, as a
/// drawing of 1200 by 630 points. Only the font Noto Serif Display (bold) is there to be drawn with, and nothing can
/// be loaded. What the font has no signs for is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SocialCardPage {
    /// The site's title.
    pub site: Option<String>,
    /// The section of an article; what an edition or a story is.
    pub kicker: Option<String>,
    /// The headline, in lines that have room.
    pub lines: Vec<SocialCardLine>,
    /// The size of its letters.
    pub size: usize,
    /// Who published it.
    pub source: Option<String>,
    /// When, in plain words.
    pub date: Option<String>,
}

/// A line of a headline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SocialCardLine {
    /// What it says.
    pub text: String,
    /// How far below the upper edge it stands.
    pub y: usize,
}
