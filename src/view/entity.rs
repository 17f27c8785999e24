//! The pages of companies, people and publications.

use std::collections::{BTreeMap, BTreeSet};

use super::article::mention_id;
use super::figures::{dispute_view, metrics};
use super::json_ld;
use super::scope::Scope;
use super::types::{
    BacklinkView, Content, EntityPage, HolderView, LinkView, QuestionView, RelationCard, RoleView, UnitView,
    View,
};
use crate::anchor::Article;
use crate::model::{About, Mentioned, Spot, timeline_of};
use crate::parse::{CompanyMeta, Entry, PersonMeta, PublicationMeta, Record, Url};
use crate::path::fragment;
use crate::value::{Id, Name};
use crate::yaml::Text;

/// The page of a company.
pub fn company_page(scope: Scope<'_>, entry: &Entry<CompanyMeta>) -> View {
    let meta = &entry.meta;
    let units = units(scope, &entry.id);
    let text = |t: &Option<Text>| t.as_ref().map(ToString::to_string);
    let page = EntityPage {
        part_of: meta.part_of.as_ref().and_then(|name| scope.entity(name)),
        sector: text(&meta.sector),
        ticker: text(&meta.ticker),
        products: meta.products.iter().map(ToString::to_string).collect(),
        website: meta.website.as_ref().map(website),
        units: units.iter().filter_map(|unit| unit_view(scope, unit)).collect(),
        ..entity(scope, entry, &meta.name, &meta.aliases, meta.summary.as_ref(), &units)
    };
    finish(scope, page, json_ld::company(scope, entry))
}

/// The page of a person.
pub fn person_page(scope: Scope<'_>, entry: &Entry<PersonMeta>) -> View {
    let meta = &entry.meta;
    let roles = meta.roles.values().map(|role| RoleView {
        title: role.title.to_string(),
        at: role.at.as_ref().and_then(|name| scope.entity(name)),
        since: scope.maybe_date(role.since.as_ref()),
        until: scope.maybe_date(role.until.as_ref()),
    });
    let page = EntityPage {
        roles: roles.collect(),
        ..entity(scope, entry, &meta.name, &meta.aliases, meta.summary.as_ref(), &[])
    };
    finish(scope, page, json_ld::person(scope, entry))
}

/// The page of a publication.
pub fn publication_page(scope: Scope<'_>, entry: &Entry<PublicationMeta>) -> View {
    let meta = &entry.meta;
    let page = EntityPage {
        website: meta.website.as_ref().map(website),
        ..entity(scope, entry, &meta.name, &meta.aliases, meta.summary.as_ref(), &[])
    };
    finish(scope, page, json_ld::publication(scope, entry))
}

/// What the pages of all three have; an article that names one of `units` names the record.
fn entity<M: Record>(
    scope: Scope<'_>,
    entry: &Entry<M>,
    name: &Text,
    aliases: &[Text],
    summary: Option<&Text>,
    units: &[Id],
) -> EntityPage {
    let nothing = About::default();
    let about = scope.site.about.get(&entry.id).unwrap_or(&nothing);
    let timeline = scope.site.index.timelines.get(&entry.id);
    let timeline = timeline.and_then(|kind| timeline_of(&scope.site.records, *kind, &entry.id));
    let events = about.events.iter().filter_map(|key| scope.event_card(scope.site.timeline_entry(key)?));
    EntityPage {
        name: name.to_string(),
        aliases: aliases.iter().map(ToString::to_string).collect(),
        summary: summary.map(ToString::to_string),
        part_of: None,
        sector: None,
        ticker: None,
        products: Vec::new(),
        website: None,
        roles: Vec::new(),
        people: holders(scope, about),
        units: Vec::new(),
        body_html: scope.body_html(entry),
        quotes_by: scope.quote_cards(&about.quotes_by),
        quotes_about: scope.quote_cards(&about.quotes_about),
        events: events.collect(),
        timeline_url: timeline.map(|address| scope.url(&address)),
        metrics: metrics(scope, &entry.id),
        questions: questions(scope, &about.claims),
        relations: relations(scope, &about.relations),
        published: scope.article_cards(scope.site.newest_first(&about.published)),
        backlinks: backlinks(scope, &entry.id, units),
    }
}

/// Statements by question, in the order in which the questions come first.
fn questions(scope: Scope<'_>, spots: &[Spot]) -> Vec<QuestionView> {
    let mut questions: Vec<(&Id, QuestionView)> = Vec::new();
    for spot in spots {
        let Some(article) = scope.site.records.articles.get(&spot.article) else { continue };
        let Some(claim) = article.annotations.claims.get(spot.index) else { continue };
        let card = scope.claim_card(article, claim);
        match questions.iter_mut().find(|(id, _)| **id == claim.value.question) {
            Some((_, question)) => question.answers.push(card),
            None => {
                let dispute = scope.site.disputes.of_claims(&claim.value.company, &claim.value.question);
                let question = QuestionView {
                    question: card.question.clone(),
                    answers: vec![card],
                    dispute: dispute.map(|d| dispute_view(scope, "differ", d.acknowledged.as_ref())),
                };
                questions.push((&claim.value.question, question));
            }
        }
    }
    questions.into_iter().map(|(_, question)| question).collect()
}

fn relations(scope: Scope<'_>, spots: &[Spot]) -> Vec<RelationCard> {
    let card = |spot: &Spot| {
        let article = scope.site.records.articles.get(&spot.article)?;
        Some(scope.relation_card(article, article.annotations.relations.get(spot.index)?))
    };
    spots.iter().filter_map(card).collect()
}

/// Who has or had a role there.
fn holders(scope: Scope<'_>, about: &About) -> Vec<HolderView> {
    let holder = |(id, index): &(Id, usize)| {
        let role = scope.site.records.people.get(id)?.meta.roles.values().nth(*index)?;
        Some(HolderView {
            person: scope.entity(&Name::from(id))?,
            title: role.title.to_string(),
            since: scope.maybe_date(role.since.as_ref()),
            until: scope.maybe_date(role.until.as_ref()),
        })
    };
    about.people.iter().filter_map(holder).collect()
}

/// The units of a company, and the units of these, each once.
fn units(scope: Scope<'_>, company: &Id) -> Vec<Id> {
    let mut all: Vec<Id> = Vec::new();
    let mut seen = BTreeSet::from([company.clone()]);
    let mut open = vec![company];
    while let Some(id) = open.pop() {
        for unit in scope.site.about.get(id).into_iter().flat_map(|about| &about.units) {
            if seen.insert(unit.clone()) {
                all.push(unit.clone());
                open.push(unit);
            }
        }
    }
    all.sort();
    all
}

fn unit_view(scope: Scope<'_>, unit: &Id) -> Option<UnitView> {
    let articles = scope.site.about.get(unit).map_or(0, |about| about.articles.len());
    Some(UnitView { unit: scope.entity(&Name::from(unit))?, articles })
}

/// The articles that name a record or one of its units, the newest first.
fn backlinks(scope: Scope<'_>, id: &Id, units: &[Id]) -> Vec<BacklinkView> {
    let about = std::iter::once(id).chain(units).filter_map(|id| scope.site.about.get(id));
    let articles = scope.site.newest_first(about.flat_map(|about| &about.articles));
    articles
        .filter_map(|article| backlink(scope, scope.site.records.articles.get(article)?, id, units))
        .collect()
}

/// The sentence that names the record, or else the first that names one of its units.
fn backlink(scope: Scope<'_>, article: &Article, id: &Id, units: &[Id]) -> Option<BacklinkView> {
    let mentions = scope.site.mentions.get(&article.entry.id)?;
    let mut by_entity: BTreeMap<&Id, Vec<&Mentioned>> = BTreeMap::new();
    for mention in mentions {
        by_entity.entry(&mention.entity).or_default().push(mention);
    }
    let all = std::iter::once(id).chain(units);
    let mentions = all.clone().filter_map(|id| by_entity.get(id)).map(Vec::len).sum();
    let (named, found) = all.into_iter().find_map(|id| by_entity.get_key_value(id))?;
    let first = found.iter().find(|mention| mention.linked).or_else(|| found.first())?;
    let mut url = scope.article(article).url;
    if first.linked {
        url.push_str(&fragment(&mention_id(named)));
    }
    Some(BacklinkView {
        unit: (*named != id).then(|| scope.entity(&Name::from(*named))).flatten(),
        sentence: scope.sentence(article, &vec![first.range.clone()]),
        mentions,
        place: scope.place_at(article, url),
    })
}

fn finish(scope: Scope<'_>, page: EntityPage, linked_data: serde_json::Value) -> View {
    let (title, description) = (page.name.clone(), page.summary.clone());
    scope.view(title, description, Some(linked_data), Content::Entity(Box::new(page)))
}

fn website(url: &Url) -> LinkView {
    let shown = url.0.split_once("://").map_or(url.0.as_str(), |(_, rest)| rest).trim_end_matches('/');
    LinkView { label: shown.to_string(), url: url.0.to_string() }
}
