//! The style sheet of an e-mail, written into its elements.
//!
//! In: the page as its template gives it. Out: the same, in which each element has its styles itself,
//! because some mail programs drop style sheets. Of the style sheet stays what no element can have: the
//! rules for the dark. Nothing is loaded.

use css_inline::CSSInliner;

/// The template of e-mails.
pub(super) const TEMPLATE: &str = "email.html";

/// The page with its styles in its elements; as it is where its style sheet cannot be read.
pub(super) fn with_styles_inside(html: String) -> String {
    let inliner = CSSInliner::options()
        .keep_style_tags(false)
        .keep_at_rules(true)
        .load_remote_stylesheets(false)
        .minify_css(true)
        .build();
    inliner.inline(&html).unwrap_or(html)
}
