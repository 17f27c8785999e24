//! What templates see.
//!
//! In: the site, and the page that is made. Out: views: plain data, made of text, links
//! and lists. Must not know: templates, files. The types here are the only ones that are
//! `Serialize`; a template sees its page's view and nothing else.

mod archive;
mod article;
mod briefing;
mod cards;
mod chart;
mod edition_text;
mod entity;
mod figures;
mod graph;
mod items;
mod json_ld;
mod news;
mod overview;
mod pages;
mod quote;
mod scope;
mod story;
mod story_chain;
mod story_differences;
mod story_matrix;
mod svg;
mod timeline;
mod types;
mod wording;

pub use archive::{Period, archive_page};
pub use article::article_page;
pub use briefing::{briefing_page, briefing_text, briefings_page};
pub use entity::{company_page, person_page, publication_page};
pub use figures::{figure_page, figures_page};
pub use pages::{
    articles_page, entities_page, home_page, not_found_page, plain_page, topic_page, topics_page,
};
pub use quote::{quote_page, quotes_page};
pub use scope::Scope;
pub use story::{stories_page, story_page};
pub use timeline::{TimelineOf, Whose, event_page, timeline_page};
pub use types::*;
