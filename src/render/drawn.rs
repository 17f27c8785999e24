//! Pages that are pictures: their template gives a drawing.
//!
//! Drawing takes a hundred times as long as a template. So what was drawn is kept by what is drawn, and a change
//! of the menu, of a style sheet or of another template draws nothing anew.

use super::{Html, Page};
use crate::diagnostics::{Code, Diagnostic};
use crate::digest::Digest;
use crate::lettering;
use crate::output::OutputFile;
use crate::theme::Theme;

/// The template of pictures.
pub(super) const TEMPLATE: &str = "social-card.svg";

/// The picture that was made of the same drawing.
pub(super) fn same(former: Option<&Page>, drawing: Digest) -> Option<Html> {
    former.filter(|former| former.drawing == Some(drawing)).map(|former| former.html.clone())
}

/// The picture of a drawing.
pub(super) fn picture(theme: &Theme, drawing: &str) -> Result<Html, Box<Diagnostic>> {
    let broken = |error: String| {
        let message = format!("what this template gives cannot be drawn: {error}");
        Box::new(Diagnostic::error(Code::TemplateError, message, theme.place_of(TEMPLATE)))
    };
    lettering::draw(drawing).map(|bytes| Html::File(OutputFile::new(bytes.into()))).map_err(broken)
}
