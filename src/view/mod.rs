//! What templates see.
//!
//! In: the site, and the page that is made. Out: views: plain data, made of text, links
//! and lists. Must not know: templates, files. The types here are the only ones that are
//! `Serialize`; a template sees its page's view and nothing else.

mod article;
mod cards;
mod entity;
mod pages;
mod scope;
mod types;

pub use article::article_page;
pub use entity::{company_page, person_page, publication_page};
pub use pages::{
    articles_page, entities_page, event_page, home_page, not_found_page, plain_page, quote_page, quotes_page,
    timeline_page,
};
pub use scope::Scope;
pub use types::*;
