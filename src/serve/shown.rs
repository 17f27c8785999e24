//! For whom and for when the site is built that the preview shows, and the wish for another audience.
//!
//! In: what the build was asked for, and what a page asks for. Out: data for the preview's bar, and the
//! audience that somebody wants to see. Must not know: HTTP, how a site is built.

use std::fmt;
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::{Value, json};

/// What a build shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// For whom; nothing where the site declares no audiences.
    pub audience: Option<String>,
    /// The audiences that the site declares.
    pub audiences: Vec<String>,
    /// With drafts.
    pub drafts: bool,
    /// As of this moment, where it is not the present one.
    pub as_of: Option<String>,
    /// Whether there is anything in it that the default audience would not see at present.
    pub is_withheld: bool,
    /// The audience that the output folder is for, where that is another one: then nothing is written.
    pub written_for: Option<String>,
}

impl Shown {
    /// All of it for the script in the page, which is offered other audiences where it `can_switch`.
    pub(super) fn to_json(&self, can_switch: bool, wanted: Option<String>) -> Value {
        let audiences: &[String] = if can_switch { &self.audiences } else { &[] };
        json!({
            "audience": self.audience,
            "audiences": audiences,
            "drafts": self.drafts,
            "asOf": self.as_of,
            "writtenFor": self.written_for,
            "wanted": wanted.filter(|name| self.audience.as_ref() != Some(name)),
        })
    }
}

/// The switch between audiences.
#[derive(Default)]
pub(super) struct Switch {
    wanted: Mutex<Option<String>>,
    turned: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

impl Switch {
    /// Calls `turned` whenever somebody wants to see another audience. The first call of this counts.
    pub fn on_turn(&self, turned: impl Fn() + Send + Sync + 'static) {
        let _ = self.turned.set(Box::new(turned));
    }

    /// The audience that somebody wants to see.
    pub fn wanted(&self) -> Option<String> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Wants it, or none any more.
    pub fn set(&self, wanted: Option<String>) {
        *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = wanted;
    }

    /// Wants it, and tells so. False where nobody would hear.
    pub fn turn_to(&self, audience: String) -> bool {
        let Some(turned) = self.turned.get() else { return false };
        self.set(Some(audience));
        turned();
        true
    }
}

impl fmt::Debug for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Switch").field("wanted", &self.wanted()).finish_non_exhaustive()
    }
}
