//! The readers that a site knows of.
//!
//! In: settings. Out: whose content each audience sees, and which audiences see more than
//! the default one. Must not know: records.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::has_errors;
use crate::parse::{Settings, Sources, settings};
use crate::value::Id;

/// The audiences that a site declares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audiences {
    /// Each with all whose content it sees: its own, and that of those it includes, directly or not.
    seen: BTreeMap<String, BTreeSet<Id>>,
    /// What the default audience sees; nothing where there is no default.
    by_default: BTreeSet<Id>,
}

impl Audiences {
    /// Those of these settings.
    pub fn of(settings: &Settings) -> Self {
        let names = settings.audiences.keys();
        let seen: BTreeMap<_, _> = names.map(|name| (name.clone(), with_included(settings, name))).collect();
        let default = settings.default_audience.as_ref();
        let by_default = default.and_then(|default| seen.get(default.as_str())).cloned();
        Self { by_default: by_default.unwrap_or_default(), seen }
    }

    /// Those that sources declare; nothing where the settings have mistakes.
    pub fn declared(sources: &Sources) -> Option<Self> {
        let read = settings(sources);
        read.value.filter(|_| !has_errors(&read.diagnostics)).map(|settings| Self::of(&settings))
    }

    /// Their names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.seen.keys().map(String::as_str)
    }

    /// Whether there are none: everybody sees everything.
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Whose content an audience sees; nothing for one that is not declared.
    pub fn seen_by(&self, name: &str) -> Option<&BTreeSet<Id>> {
        self.seen.get(name)
    }

    /// Whether anything is for everybody: there is an audience by default.
    pub fn has_default(&self) -> bool {
        !self.by_default.is_empty()
    }

    /// Whether an audience sees anything that the default audience does not. Where there is no default,
    /// each does.
    pub fn sees_more(&self, name: &str) -> bool {
        self.seen_by(name).is_some_and(|seen| !seen.is_subset(&self.by_default))
    }
}

/// An audience with all that it includes, directly or not.
fn with_included(settings: &Settings, name: &str) -> BTreeSet<Id> {
    let mut all = BTreeSet::new();
    let mut open: Vec<Id> = Id::parse(name).into_iter().collect();
    while let Some(id) = open.pop() {
        if let Some(audience) = settings.audiences.get(id.as_str()).filter(|_| all.insert(id.clone())) {
            open.extend(audience.includes.iter().cloned());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::SourceFile;

    fn audiences(site: &str) -> Option<Audiences> {
        let site = format!("title: T\n{site}\n");
        Audiences::declared(&Sources::new([SourceFile::new("content/site.yaml", site.into_bytes())]))
    }

    #[test]
    fn who_sees_more_than_by_default() {
        let more = |default: &str| {
            let site = format!(
                "audiences: {{all: {{}}, staff: {{includes: [all]}}, board: {{includes: [staff]}}, press: {{}}}}\n{default}"
            );
            let audiences = audiences(&site).expect("settings");
            let more: Vec<String> =
                audiences.names().filter(|name| audiences.sees_more(name)).map(str::to_string).collect();
            more.join(" ")
        };
        assert_eq!(more("default_audience: all"), "board press staff");
        assert_eq!(more("default_audience: staff"), "board press", "staff and all see no more than staff");
        assert_eq!(more("default_audience: board"), "press");
        assert_eq!(more(""), "all board press staff", "without a default nothing is for everybody");
    }

    #[test]
    fn none_and_unknown_ones() {
        assert!(audiences("").expect("settings").is_empty());
        assert_eq!(audiences("audiences: 5"), None);
        assert_eq!(audiences("titel: x"), None);
        assert!(!audiences("audiences: {all: {}}").expect("settings").sees_more("boards"));
    }
}
