//! A page's view through its template.
//!
//! In: a theme, a planned page and its site. Out: the bytes of the page. Must not know:
//! other pages, the disk.

use std::sync::Arc;

use tera::Context;

use crate::diagnostics::Diagnostic;
use crate::model::Site;
use crate::plan::PagePlan;
use crate::theme::Theme;

/// The page as HTML; nothing where the plan turns out to have nothing to show.
pub fn render(theme: &Theme, site: &Site, plan: &PagePlan<'_>) -> Result<Option<Arc<[u8]>>, Diagnostic> {
    let Some(view) = plan.view(site, theme) else { return Ok(None) };
    let name = plan.template();
    let context = Context::from_serialize(&view).map_err(|e| theme.diagnose(&e, name))?;
    let html = theme.tera.render(name, &context).map_err(|e| theme.diagnose(&e, name))?;
    Ok(Some(html.into_bytes().into()))
}
