//! The pages of companies, people and publications.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::article::mention_id;
use super::figures::{dispute_view, metrics};
use super::graph::graph;
use super::json_ld;
use super::pages::latest_events_of;
use super::scope::{Scope, sentence};
use super::types::{
    BacklinkView, Content, CountView, EntityPage, HolderView, LinkView, QuestionView, RelationCard, RoleView,
    UnitView, View,
};
use crate::model::{About, Head, Listing, Naming, Spot, units_of};
use crate::parse::{Entry, PersonMeta, PersonRole, Record, Url};
use crate::path::fragment;
use crate::value::{Id, Name};
use crate::yaml::Text;

/// The page of a company.
pub fn company_page(scope: Scope<'_>, id: &Id) -> Option<View> {
    let entry = scope.site.company(id)?;
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
    Some(finish(scope, page, json_ld::company(scope, entry, &units)))
}

/// The page of a person.
pub fn person_page(scope: Scope<'_>, id: &Id) -> Option<View> {
    let entry = scope.site.person(id)?;
    let meta = &entry.meta;
    let page = EntityPage {
        roles: role_views(scope, entry),
        ..entity(scope, entry, &meta.name, &meta.aliases, meta.summary.as_ref(), &[])
    };
    Some(finish(scope, page, json_ld::person(scope, entry)))
}

/// What a person is or was.
pub(super) fn role_views(scope: Scope<'_>, person: &Entry<PersonMeta>) -> Vec<RoleView> {
    let role = |role: &PersonRole| RoleView {
        title: role.title.to_string(),
        at: role.at.as_ref().and_then(|name| scope.entity(name)),
        since: scope.maybe_date(role.since.as_ref()),
        until: scope.maybe_date(role.until.as_ref()),
    };
    person.meta.roles.values().map(role).collect()
}

/// The page of a publication.
pub fn publication_page(scope: Scope<'_>, id: &Id) -> Option<View> {
    let entry = scope.site.publication(id)?;
    let meta = &entry.meta;
    let page = EntityPage {
        website: meta.website.as_ref().map(website),
        ..entity(scope, entry, &meta.name, &meta.aliases, meta.summary.as_ref(), &[])
    };
    Some(finish(scope, page, json_ld::publication(scope, entry)))
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
    let about = scope.site.about(&entry.id).unwrap_or(&nothing);
    let (events, latest_only) = latest_events_of(scope, &about.events);
    let relations = relations(scope, &about.relations);
    let (front, pager) = scope.list_front(&Listing::Publication(entry.id.clone()));
    let own = scope.entity(&Name::from(&entry.id)).map(|link| link.url).unwrap_or_default();
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
        contents: scope.contents(entry),
        quotes_by: scope.quote_cards(&about.quotes_by),
        quotes_about: scope.quote_cards(&about.quotes_about),
        events,
        events_count: about.events.len(),
        latest_only,
        timeline_url: scope.site.own_timeline(&entry.id).map(|address| scope.url(&address)),
        metrics: metrics(scope, &entry.id),
        questions: questions(scope, &about.claims),
        graph_html: graph(scope, name, &own, &relations),
        relations,
        together: together(scope, &entry.id, units, &about.articles),
        published: scope.article_cards(front),
        published_count: about.published.len(),
        pager,
        backlinks: backlinks(scope, &entry.id, units),
    }
}

/// Statements by question, in the order in which the questions come first.
fn questions(scope: Scope<'_>, spots: &[Spot]) -> Vec<QuestionView> {
    let mut questions: Vec<(&Id, QuestionView)> = Vec::new();
    for spot in spots {
        let Some(claim) = scope.site.claim(spot) else { continue };
        let card = scope.claim_card(claim);
        let value = claim.value();
        match questions.iter_mut().find(|(id, _)| **id == value.question) {
            Some((_, question)) => question.answers.push(card),
            None => {
                let dispute = scope.site.answers_differ(&value.company, &value.question);
                let question = QuestionView {
                    question: card.question.clone(),
                    answers: vec![card],
                    dispute: dispute.map(|d| dispute_view(scope, "differ", d.acknowledged.as_ref())),
                };
                questions.push((&value.question, question));
            }
        }
    }
    questions.into_iter().map(|(_, question)| question).collect()
}

fn relations(scope: Scope<'_>, spots: &[Spot]) -> Vec<RelationCard> {
    let relations = spots.iter().filter_map(|spot| scope.site.relation(spot));
    relations.map(|relation| scope.relation_card(relation)).collect()
}

/// How many of those that are named together with a record its page names.
const TOGETHER: usize = 10;

/// Whom articles on a record name as well, in two of them or more; its own units are no others.
fn together(scope: Scope<'_>, own: &Id, units: &[Id], articles: &[Id]) -> Vec<CountView> {
    let mut counts: BTreeMap<&Id, usize> = BTreeMap::new();
    for article in articles {
        let others = scope.site.names(article).into_iter().filter(|id| *id != own && !units.contains(id));
        others.for_each(|id| *counts.entry(id).or_default() += 1);
    }
    let mut ranked: Vec<(&Id, usize)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
    ranked.sort_by_key(|(id, n)| (Reverse(*n), *id));
    let view = |(id, n): (&Id, usize)| Some(CountView { to: scope.entity(&Name::from(id))?, n });
    ranked.into_iter().filter_map(view).take(TOGETHER).collect()
}

/// Who has or had a role there.
fn holders(scope: Scope<'_>, about: &About) -> Vec<HolderView> {
    let holder = |(id, index): &(Id, usize)| {
        let role = scope.site.person(id)?.meta.roles.values().nth(*index)?;
        Some(HolderView {
            person: scope.entity(&Name::from(id))?,
            title: role.title.to_string(),
            since: scope.maybe_date(role.since.as_ref()),
            until: scope.maybe_date(role.until.as_ref()),
        })
    };
    let until = |(id, index): &&(Id, usize)| {
        let role = scope.site.person(id)?.meta.roles.values().nth(*index)?;
        Some((role.until.is_some(), Reverse(role.since.as_ref().map(crate::value::Date::sort_key))))
    };
    // Who is there now stands before who was, and who came last before who came first.
    let mut people: Vec<&(Id, usize)> = about.people.iter().collect();
    people.sort_by_key(until);
    people.into_iter().filter_map(holder).collect()
}

/// The units of a company, and the units of these, each once.
pub(super) fn units(scope: Scope<'_>, company: &Id) -> Vec<Id> {
    units_of(company, |id| scope.site.about(id)).into_iter().cloned().collect()
}

fn unit_view(scope: Scope<'_>, unit: &Id) -> Option<UnitView> {
    let articles = scope.site.about(unit).map_or(0, |about| about.articles.len());
    Some(UnitView { unit: scope.entity(&Name::from(unit))?, articles })
}

/// The articles that name a record or one of its units, the newest first.
fn backlinks(scope: Scope<'_>, id: &Id, units: &[Id]) -> Vec<BacklinkView> {
    let about = std::iter::once(id).chain(units).filter_map(|id| scope.site.about(id));
    let articles = scope.site.newest_first(about.flat_map(|about| &about.articles));
    articles.into_iter().filter_map(|article| backlink(scope, article, id, units)).collect()
}

/// The sentence that names the record, or else the first that names one of its units.
fn backlink(scope: Scope<'_>, article: &Id, id: &Id, units: &[Id]) -> Option<BacklinkView> {
    let all = std::iter::once(id).chain(units);
    let named: Vec<(Head<'_>, &Naming)> = all.filter_map(|id| scope.site.naming(article, id)).collect();
    let mentions = named.iter().map(|(_, naming)| naming.count).sum();
    let (head, naming) = named.into_iter().next()?;
    let mut url = scope.article(head).url;
    if naming.linked {
        url.push_str(&fragment(&mention_id(&naming.entity)));
    }
    Some(BacklinkView {
        unit: (naming.entity != *id).then(|| scope.entity(&Name::from(&naming.entity))).flatten(),
        sentence: sentence(&naming.sentence),
        mentions,
        place: scope.place_at(head, url),
    })
}

fn finish(scope: Scope<'_>, page: EntityPage, linked_data: serde_json::Value) -> View {
    let (title, description) = (page.name.clone(), page.summary.clone());
    scope.view(title, description, Some(linked_data), Content::Entity(Box::new(page)))
}

fn website(url: &Url) -> LinkView {
    let shown = url.0.split_once("://").map_or(url.0.as_str(), |(_, rest)| rest).trim_end_matches('/');
    LinkView::new(shown.to_string(), url.0.to_string())
}
