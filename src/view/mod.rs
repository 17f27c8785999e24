//! What templates see.
//!
//! In: the site, and the page that is made. Out: views: plain data, made of text, links
//! and lists. Must not know: templates, files. The types here are the only ones that are
//! `Serialize`; a template sees its page's view and nothing else.

mod archive;
mod article;
mod body;
mod briefing;
mod calendar;
mod cards;
mod chart;
mod crumbs;
mod differing;
mod edition_text;
mod embed;
mod entity;
mod feed;
mod figures;
mod graph;
mod hover_card;
mod items;
mod json_ld;
mod lists;
mod names;
mod news;
mod overview;
mod pages;
mod quote;
mod redirect;
mod scope;
mod social;
mod social_card;
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
pub use calendar::calendar;
pub use entity::{company_page, person_page, publication_page};
pub use feed::{FeedOf, feed_page, json_feed};
pub use figures::{figure_page, figures_page};
pub use hover_card::{CardOf, card};
pub use json_ld::script_safe;
pub use lists::{articles_page, list_page};
pub use names::names;
pub use pages::{entities_page, home_page, not_found_page, plain_page, topic_page, topics_page};
pub use quote::{quote_page, quotes_page};
pub use redirect::redirect_page;
pub use scope::Scope;
pub use social_card::{has_social_cards, social_card_page};
pub use story::{stories_page, story_page};
pub use timeline::{TimelineOf, Whose, event_page, timeline_page};
pub use types::*;
