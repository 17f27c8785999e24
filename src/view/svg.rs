//! Parts of the pictures that are made at build time: SVG elements as text.
//!
//! In: places in whole units, or in fractions of them, which are written to the tenth. Out:
//! elements. Must not know: what is drawn. Colours and faces are the page's own, through classes.

use std::fmt;

use super::scope::Scope;
use crate::language::Direction;
use crate::text::escape;

/// A number in a picture.
#[derive(Clone, Copy)]
pub(super) enum Length {
    Whole(i64),
    Tenths(f64),
}

impl From<i64> for Length {
    fn from(number: i64) -> Self {
        Self::Whole(number)
    }
}

impl From<f64> for Length {
    fn from(number: f64) -> Self {
        Self::Tenths(number)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => write!(f, "{number}"),
            Self::Tenths(number) => write!(f, "{number:.1}"),
        }
    }
}

/// What is drawn on, in whole units; from the right where text runs so.
pub(super) struct Sheet {
    pub width: i64,
    pub flipped: bool,
}

impl Sheet {
    /// A sheet of this width in the language of a page.
    pub fn of(scope: Scope<'_>, width: i64) -> Self {
        Self { width, flipped: scope.language().direction == Direction::Rtl }
    }

    /// Where something stands that is so far from the side where text begins.
    pub fn across(&self, x: i64) -> i64 {
        if self.flipped { self.width - x } else { x }
    }

    /// A rectangle; its attributes say how it looks.
    pub fn rect(&self, attributes: &str, x: i64, y: i64, width: i64, height: i64) -> String {
        let x = if self.flipped { self.width - x - width } else { x };
        format!("<rect {attributes} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>")
    }

    /// Words at the start, the middle or the end of what they are of.
    pub fn words(&self, class: &str, x: i64, y: i64, anchor: &str, words: &str) -> String {
        text(class, self.across(x), y, anchor, words)
    }

    pub fn line(&self, class: &str, x1: i64, y1: i64, x2: i64, y2: i64) -> String {
        line(class, self.across(x1), y1, self.across(x2), y2)
    }
}

/// A line from one point to another.
pub(super) fn line<N: Into<Length>>(class: &str, x1: N, y1: N, x2: N, y2: N) -> String {
    let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(Into::into);
    format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>")
}

/// Words at a point, which is their `start`, `middle` or `end`.
pub(super) fn text<N: Into<Length>>(class: &str, x: N, y: N, anchor: &str, words: &str) -> String {
    let [x, y] = [x, y].map(Into::into);
    format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>", escape(words))
}

/// Something that leads to `url` and says what it is.
pub(super) fn link(url: &str, title: &str, inside: &str) -> String {
    format!("<a href=\"{}\"><title>{}</title>{inside}</a>", escape(url), escape(title))
}

/// The same for those who point at it: what stands in the picture once more is read and reached
/// by keys only once.
pub(super) fn repeated_link(url: &str, title: &str, inside: &str) -> String {
    let (url, title) = (escape(url), escape(title));
    format!("<a href=\"{url}\" tabindex=\"-1\" aria-hidden=\"true\"><title>{title}</title>{inside}</a>")
}
