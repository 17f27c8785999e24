//! A card as a script, because a script is all that a page on a disk can load.
//!
//! In: the card's HTML. Out: a script that hands it over to the page which asked for it.

use super::minify::minified;
use crate::view::script_safe;

/// The template of cards.
pub(super) const TEMPLATE: &str = "card.html";

/// What the script calls, which a script of the theme listens to.
const HEARER: &str = "clipsheetCard";

/// The card as a script.
pub(super) fn script(html: &str, minify: bool) -> String {
    let html = if minify { minified(html) } else { html.to_string() };
    format!("{HEARER}({});\n", script_safe(&html.trim().into()))
}
