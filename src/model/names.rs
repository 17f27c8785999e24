//! The names of companies, people and publications, which share one id space.

use std::collections::{BTreeMap, BTreeSet};

use super::records::Records;
use crate::diagnostics::nearest;
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
#[derive(Debug, Default, Hash)]
pub(super) struct Names {
    kinds: BTreeMap<Id, Kind>,
    /// By name in its folded form.
    by_name: BTreeMap<String, BTreeSet<Id>>,
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

    fn add(&mut self, kind: Kind, id: &Id, name: &str, aliases: &[crate::yaml::Text]) {
        self.kinds.entry(id.clone()).or_insert(kind);
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

    /// The id of the record of one of these kinds whose id, name or alias is nearest.
    pub fn nearest(&self, written: &str, kinds: &[Kind]) -> Option<&Id> {
        let fits = |id: &Id| self.kinds.get(id).is_some_and(|kind| kinds.contains(kind));
        let ids = self.kinds.keys().filter(|id| fits(id)).map(|id| (id.as_str(), id));
        let names = self.by_name.iter().flat_map(|(name, ids)| ids.iter().map(move |id| (name.as_str(), id)));
        let all: Vec<(&str, &Id)> = ids.chain(names.filter(|(_, id)| fits(id))).collect();
        let near = nearest(written, all.iter().map(|(name, _)| *name))?;
        all.iter().find(|(name, _)| *name == near).map(|(_, id)| *id)
    }
}
