//! The views: the contract with themes. Fields called `…html` are safe HTML, all others
//! are text that the template escapes; fields called `…url` are relative links from the
//! page that they are on. `themes/README.md` is written from these types.

mod briefings;
mod cards;
mod common;
mod feeds;
mod pages;
mod social;
mod story;

pub use briefings::*;
pub use cards::*;
pub use common::*;
pub use feeds::*;
pub use pages::*;
pub use social::*;
pub use story::*;
