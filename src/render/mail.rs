//! The style sheet of an e-mail, written into its elements, and how long it may be.
//!
//! In: the page as its template gives it. Out: the same, in which each element has its styles itself,
//! because some mail programs drop style sheets. Of the style sheet stays what no element can have: the
//! rules for the dark. Nothing is loaded.

use css_inline::CSSInliner;

use super::Page;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::Site;
use crate::output::OutputFile;
use crate::plan::{PagePlan, Subject};

/// The template of e-mails.
pub(super) const TEMPLATE: &str = "email.html";

/// How deep elements may be nested: the library goes down into them by calling itself, and a letter of
/// thousands of quotations in one another would leave it no stack.
const DEEPEST: usize = 200;

/// The page with its styles in its elements; as it is where its style sheet cannot be read, or where it is
/// nested as nobody writes.
pub(super) fn with_styles_inside(html: String) -> String {
    if nesting(&html) > DEEPEST {
        return html;
    }
    let inliner = CSSInliner::options()
        .keep_style_tags(false)
        .keep_at_rules(true)
        .load_remote_stylesheets(false)
        .minify_css(true)
        .build();
    inliner.inline(&html).unwrap_or(html)
}

/// How deep the elements of a page are nested.
fn nesting(html: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in html.split('<').skip(1) {
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !name.is_empty() && !VOID.contains(&name) {
            depth += 1;
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// Elements that have no end tag (HTML, 13.1.2).
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// How many bytes an e-mail may have. Gmail cuts what is longer: at some 102 KB, as senders have measured;
/// Google gives no number.
const LONGEST: usize = 100_000;

/// Whether a page is an e-mail that mail programs cut.
pub(super) fn is_too_long(plan: &PagePlan, page: &Page) -> bool {
    length(plan, page).is_some_and(|length| length > LONGEST)
}

fn length(plan: &PagePlan, page: &Page) -> Option<usize> {
    let is_mail = matches!(plan.subject, Subject::BriefingMail(_));
    page.html.file().filter(|_| is_mail).map(OutputFile::size)
}

/// The warning of it.
pub(super) fn too_long(plan: &PagePlan, page: &Page, site: &Site) -> Option<Diagnostic> {
    let Subject::BriefingMail(id) = &plan.subject else { return None };
    let length = length(plan, page).filter(|length| *length > LONGEST)?;
    let edition = site.records.briefings.get(id)?;
    let message = format!(
        "the e-mail of the edition `{id}` has {} KB, and Gmail cuts what has more than 100",
        length.div_ceil(1000)
    );
    let hint = "leave out what readers find on the site anyway, or make two editions of it";
    Some(Diagnostic::warning(Code::LongEmail, message, edition.origin.value("/title")).hint(hint))
}
