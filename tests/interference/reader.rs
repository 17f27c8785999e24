//! Who sees what: the oracle. Written from the design and not from the stage that it tests.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::model::{Published, Record, Site};

/// Why a record is not seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    Draft,
    Audience,
    Embargo,
    Expired,
    Published,
}

/// The reader of a site, or one who sees everything there is.
#[derive(Clone, Debug)]
pub struct Reader {
    pub everything: bool,
    /// The names of the audiences whose content is seen; nothing where there are none.
    audiences: Option<BTreeSet<String>>,
    drafts: bool,
    default: Option<String>,
    as_of: Option<Timestamp>,
}

impl Reader {
    pub fn of(site: &Site) -> Self {
        let audiences = site.reader.as_ref().map(|name| {
            let mut all = BTreeSet::new();
            included(site, name, &mut all);
            all
        });
        Self {
            everything: false,
            audiences,
            drafts: site.drafts,
            default: site.default_audience.clone(),
            as_of: Some(site.as_of),
        }
    }

    pub fn of_everything() -> Self {
        Self { everything: true, audiences: None, drafts: true, default: None, as_of: None }
    }

    /// Whether one of these audiences is the reader's.
    pub fn is_among(&self, names: &[String]) -> bool {
        let Some(audiences) = self.audiences.as_ref().filter(|_| !self.everything) else { return true };
        names.iter().any(|name| audiences.contains(name))
    }

    /// Whether a date has come.
    pub fn is_past(&self, date: &Published) -> bool {
        self.as_of.is_none_or(|as_of| date.start <= as_of)
    }

    fn may_see(&self, names: Option<&Vec<String>>) -> bool {
        match (names, &self.default) {
            (Some(names), _) => self.is_among(names),
            (None, Some(default)) => self.is_among(std::slice::from_ref(default)),
            // Without a default, what has no audience is an error where there are audiences.
            (None, None) => true,
        }
    }

    /// What hides a record, if anything does.
    pub fn hidden(&self, site: &Site, record: &Record) -> Option<Hidden> {
        if self.everything {
            return None;
        }
        let after = |when: &Option<crate::model::When>| when.as_ref().map(|when| when.after);
        let reasons = [
            (record.draft && !self.drafts, Hidden::Draft),
            (!self.may_see(record.audience.as_ref()), Hidden::Audience),
            (after(&record.expires).is_some_and(|after| after <= 0), Hidden::Expired),
            (after(&record.embargo).is_some_and(|after| after > 0), Hidden::Embargo),
            (record.published.as_ref().is_some_and(|date| date.start > site.as_of), Hidden::Published),
        ];
        reasons.into_iter().find(|(hides, _)| *hides).map(|(_, reason)| reason)
    }

    /// Whether a static file is seen: by whom every pattern that it matches lets in.
    /// Whether it sees a file beside a record that it sees, by its path below `content/`.
    pub fn sees_beside(&self, site: &Site, path: &str) -> bool {
        let mut labels = site.patterns.iter().filter(|(pattern, _)| matches(pattern, path));
        self.everything || labels.all(|(_, names)| self.is_among(names))
    }

    pub fn sees_file(&self, site: &Site, path: &str) -> bool {
        if self.everything {
            return true;
        }
        let mut labels = site.patterns.iter().filter(|(pattern, _)| matches(pattern, path)).peekable();
        if labels.peek().is_none() {
            return self.may_see(None);
        }
        labels.all(|(_, names)| self.is_among(names))
    }
}

/// An audience with all that it includes, as whose content it may see.
fn included(site: &Site, name: &str, all: &mut BTreeSet<String>) {
    if all.insert(name.to_string()) {
        for (_, includes) in site.audiences.iter().filter(|(other, _)| other == name) {
            includes.iter().for_each(|name| included(site, name, all));
        }
    }
}

/// Whether a path matches a pattern of one of the forms that the generator writes.
pub fn matches(pattern: &str, path: &str) -> bool {
    if let Some(folder) = pattern.strip_suffix("/**") {
        return path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    }
    if let Some(ending) = pattern.strip_prefix("**/*") {
        return path.ends_with(ending);
    }
    if let Some(ending) = pattern.strip_prefix('*') {
        return path.ends_with(ending) && !path.contains('/');
    }
    pattern == "**" || pattern == path
}
