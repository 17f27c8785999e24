//! All that speaks of one company, person or publication: the way back from a record to
//! what mentions it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::mentions::Mentioned;
use super::records::Records;
use super::timeline::{Spot, TimelineEntry};
use crate::anchor::Article;
use crate::value::{Id, Name};

/// What speaks of one record, each list by article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct About {
    /// What it said.
    pub quotes_by: Vec<Spot>,
    /// What was said about it.
    pub quotes_about: Vec<Spot>,
    /// What it took part in, by key of the timeline.
    pub events: Vec<String>,
    /// What it has figures of.
    pub metrics: BTreeSet<Id>,
    /// Statements about it.
    pub claims: Vec<Spot>,
    /// Its relations to others.
    pub relations: Vec<Spot>,
    /// The articles that name it.
    pub articles: Vec<Id>,
    /// The articles that it published.
    pub published: Vec<Id>,
    /// The companies that are its units.
    pub units: Vec<Id>,
    /// Who has or had a role there: the person, and which of their roles.
    pub people: Vec<(Id, usize)>,
}

impl About {
    /// The articles that name it, or print what it said.
    pub fn told_by(&self) -> impl Iterator<Item = &Id> {
        self.articles.iter().chain(self.quotes_by.iter().map(|spot| &spot.article))
    }
}

/// The units of a company, and the units of these, each once, ascending. `about` finds what speaks of one.
pub fn units_of<'a>(company: &'a Id, about: impl Fn(&'a Id) -> Option<&'a About>) -> Vec<&'a Id> {
    let mut all: Vec<&Id> = Vec::new();
    let mut seen = BTreeSet::from([company]);
    let mut open = vec![company];
    while let Some(id) = open.pop() {
        for unit in about(id).into_iter().flat_map(|about| &about.units) {
            if seen.insert(unit) {
                all.push(unit);
                open.push(unit);
            }
        }
    }
    all.sort();
    all
}

/// By id; sorted only when it is complete.
type AboutAll = HashMap<Id, About>;

pub(super) fn about(
    records: &Records,
    mentions: &BTreeMap<Id, Arc<Vec<Mentioned>>>,
    timeline: &[TimelineEntry],
) -> BTreeMap<Id, About> {
    let mut all = AboutAll::new();
    for (id, company) in &records.companies {
        if let Some(whole) = &company.meta.part_of {
            at(&mut all, whole).units.push(id.clone());
        }
    }
    for (id, person) in &records.people {
        for (index, role) in person.meta.roles.values().enumerate() {
            if let Some(whose) = &role.at {
                at(&mut all, whose).people.push((id.clone(), index));
            }
        }
    }
    for (id, article) in &records.articles {
        article_about(&mut all, id, article);
        for mention in mentions.get(id).into_iter().flat_map(|mentions| mentions.iter()) {
            push(&mut all.entry(mention.entity.clone()).or_default().articles, id);
        }
    }
    for entry in timeline {
        for spot in &entry.spots {
            let events = records.articles.get(&spot.article).map(|a| &a.annotations.events);
            let event = events.and_then(|events| events.get(spot.index));
            for name in event.iter().flat_map(|event| &event.value.entities) {
                let events = &mut at(&mut all, name).events;
                if events.last() != Some(&entry.key) {
                    events.push(entry.key.clone());
                }
            }
        }
    }
    all.into_iter().collect()
}

fn article_about(all: &mut AboutAll, id: &Id, article: &Article) {
    let spot = |index: usize| Spot { article: id.clone(), index };
    let lists = &article.annotations;
    if let Some(publication) = &article.entry.meta.publication {
        push(&mut at(all, publication).published, id);
    }
    for (i, quote) in lists.quotes.iter().enumerate() {
        if let Some(speaker) = &quote.value.speaker {
            at(all, speaker).quotes_by.push(spot(i));
        }
        quote.value.about.iter().for_each(|name| at(all, name).quotes_about.push(spot(i)));
    }
    for figure in &lists.figures {
        let text = &figure.value.text;
        at(all, &text.company).metrics.insert(text.metric.clone());
    }
    for (i, claim) in lists.claims.iter().enumerate() {
        at(all, &claim.value.company).claims.push(spot(i));
    }
    for (i, relation) in lists.relations.iter().enumerate() {
        at(all, &relation.value.from).relations.push(spot(i));
        if relation.value.from != relation.value.to {
            at(all, &relation.value.to).relations.push(spot(i));
        }
    }
}

fn at<'a>(all: &'a mut AboutAll, name: &Name) -> &'a mut About {
    all.entry(name.id()).or_default()
}

fn push(list: &mut Vec<Id>, id: &Id) {
    if list.last() != Some(id) {
        list.push(id.clone());
    }
}
