//! The pages of companies, people and publications.

use super::scope::Scope;
use super::types::{Content, EntityPage, FactView, RoleView, View};
use crate::model::{About, Spot};
use crate::parse::{CompanyMeta, Entry, PersonMeta, PublicationMeta, Record, Url};
use crate::text::Overlay;
use crate::value::Id;
use crate::yaml::Text;

/// The page of a company.
pub fn company_page(scope: Scope<'_>, entry: &Entry<CompanyMeta>) -> View {
    let meta = &entry.meta;
    let mut facts = Vec::new();
    if let Some(whole) = meta.part_of.as_ref().and_then(|name| scope.entity(name)) {
        facts.push(FactView { label: "Part of", value: whole.label, url: Some(whole.url) });
    }
    facts.extend(fact("Sector", meta.sector.as_ref()));
    facts.extend(fact("Ticker", meta.ticker.as_ref()));
    if !meta.products.is_empty() {
        facts.push(FactView { label: "Products", value: joined(&meta.products), url: None });
    }
    facts.extend(website(meta.website.as_ref()));
    let page = entity(scope, entry, &meta.name, &meta.aliases, meta.summary.as_ref());
    finish(scope, EntityPage { facts, ..page })
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
    let page = entity(scope, entry, &meta.name, &meta.aliases, meta.summary.as_ref());
    finish(scope, EntityPage { roles: roles.collect(), ..page })
}

/// The page of a publication.
pub fn publication_page(scope: Scope<'_>, entry: &Entry<PublicationMeta>) -> View {
    let meta = &entry.meta;
    let facts = website(meta.website.as_ref()).into_iter().collect();
    let page = entity(scope, entry, &meta.name, &meta.aliases, meta.summary.as_ref());
    finish(scope, EntityPage { facts, ..page })
}

/// What the pages of all three have.
fn entity<M: Record>(
    scope: Scope<'_>,
    entry: &Entry<M>,
    name: &Text,
    aliases: &[Text],
    summary: Option<&Text>,
) -> EntityPage {
    let nothing = About::default();
    let about = scope.site.about.get(&entry.id).unwrap_or(&nothing);
    let records = &scope.site.records;
    let article = |spot: &Spot| records.articles.get(&spot.article);
    EntityPage {
        name: name.to_string(),
        aliases: aliases.iter().map(ToString::to_string).collect(),
        summary: summary.map(ToString::to_string),
        facts: Vec::new(),
        roles: Vec::new(),
        body_html: entry.body.html(&Overlay::below_title(), &|link| scope.shown(link, &entry.text_file.path)),
        quotes_by: scope.quote_cards(&about.quotes_by),
        quotes_about: scope.quote_cards(&about.quotes_about),
        events: about
            .events
            .iter()
            .filter_map(|key| scope.event_card(scope.site.timeline_entry(key)?))
            .collect(),
        figures: about
            .figures
            .iter()
            .filter_map(|spot| {
                let article = article(spot)?;
                Some(scope.figure_card(article, article.annotations.figures.get(spot.index)?))
            })
            .collect(),
        claims: about
            .claims
            .iter()
            .filter_map(|spot| {
                let article = article(spot)?;
                Some(scope.claim_card(article, article.annotations.claims.get(spot.index)?))
            })
            .collect(),
        relations: about
            .relations
            .iter()
            .filter_map(|spot| {
                let article = article(spot)?;
                Some(scope.relation_card(article, article.annotations.relations.get(spot.index)?))
            })
            .collect(),
        published: scope.article_cards(newest_first(scope, &about.published)),
        articles: scope.article_cards(newest_first(scope, &about.articles)),
    }
}

fn newest_first<'a>(scope: Scope<'a>, ids: &[Id]) -> Vec<&'a Id> {
    let wanted: std::collections::BTreeSet<&Id> = ids.iter().collect();
    scope.site.newest.iter().filter(|id| wanted.contains(id)).collect()
}

fn finish(scope: Scope<'_>, page: EntityPage) -> View {
    scope.view(page.name.clone(), page.summary.clone(), Content::Entity(Box::new(page)))
}

fn fact(label: &'static str, value: Option<&Text>) -> Option<FactView> {
    value.map(|value| FactView { label, value: value.to_string(), url: None })
}

fn website(url: Option<&Url>) -> Option<FactView> {
    url.map(|url| {
        let shown = url.0.split_once("://").map_or(url.0.as_str(), |(_, rest)| rest).trim_end_matches('/');
        FactView { label: "Website", value: shown.to_string(), url: Some(url.0.to_string()) }
    })
}

fn joined(texts: &[Text]) -> String {
    texts.iter().map(|t| t.as_str()).collect::<Vec<_>>().join(", ")
}
