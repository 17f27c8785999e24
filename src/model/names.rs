//! The names of companies, people and publications, which share one id space.

use std::collections::{BTreeMap, BTreeSet};

use super::records::Records;
use crate::parse::Kind;
use crate::text::fold_pattern;
use crate::value::Id;

/// Whom a reference means.
pub(super) enum Lookup<'a> {
    /// One record.
    One(Kind, &'a Id),
    /// Several that share the name.
    Several(&'a BTreeSet<Id>),
    /// None.
    None,
}

/// Ids, names and aliases of all companies, people and publications.
#[derive(Debug, Default)]
pub(super) struct Names {
    kinds: BTreeMap<Id, Kind>,
    /// By name in its folded form.
    by_name: BTreeMap<String, BTreeSet<Id>>,
    /// The first name of each.
    titles: BTreeMap<Id, String>,
}

impl Names {
    pub fn of(records: &Records) -> Self {
        let mut names = Self::default();
        for (id, company) in &records.companies {
            names.add(Kind::Company, id, &company.meta.name, &company.meta.aliases);
        }
        for (id, person) in &records.people {
            names.add(Kind::Person, id, &person.meta.name, &person.meta.aliases);
        }
        for (id, publication) in &records.publications {
            names.add(Kind::Publication, id, &publication.meta.name, &publication.meta.aliases);
        }
        names
    }

    fn add(&mut self, kind: Kind, id: &Id, name: &str, aliases: &[crate::parse::yaml::Text]) {
        self.kinds.entry(id.clone()).or_insert(kind);
        self.titles.insert(id.clone(), name.to_string());
        for name in std::iter::once(name).chain(aliases.iter().map(|a| a.as_str())) {
            self.by_name.entry(fold_pattern(name)).or_default().insert(id.clone());
        }
    }

    /// As an id, then as a unique name or alias.
    pub fn find(&self, written: &str) -> Lookup<'_> {
        if let Some((id, kind)) = self.kinds.get_key_value(written) {
            return Lookup::One(*kind, id);
        }
        match self.by_name.get(&fold_pattern(written)) {
            None => Lookup::None,
            Some(ids) => match ids.iter().next().filter(|_| ids.len() == 1) {
                Some(id) => Lookup::One(self.kinds.get(id).copied().unwrap_or(Kind::Company), id),
                None => Lookup::Several(ids),
            },
        }
    }

    /// Everything that a reference may be.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().map(Id::as_str).chain(self.titles.values().map(String::as_str))
    }
}
