//! What links to companies, people and quotes say of them where they are pointed at.
//!
//! In: what is linked to. Out: what its card shows: words alone, because a card lies over another page, where
//! its links would lead elsewhere, and where no key reaches them. It says nothing that the page does not say.

use std::cmp::Reverse;

use super::entity::role_views;
use super::figures::latest_first;
use super::pages::entity_card;
use super::quote::{sayings, title};
use super::scope::Scope;
use super::types::{CardPage, Content, FigureCard, View};
use crate::parse::{Kind, Status};
use crate::value::{AnnotationRef, Date, FigureRef, Id, Name};

/// What has a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CardOf {
    /// A company.
    Company(Id),
    /// A person.
    Person(Id),
    /// A quote that several articles print; any other says all where it stands.
    Quote(AnnotationRef),
}

/// What a card shows; nothing of a quote that has none, or whose page is another one.
pub fn card(scope: Scope<'_>, of: &CardOf) -> Option<View> {
    let (title, page) = match of {
        CardOf::Company(id) => of_entity(scope, Kind::Company, id)?,
        CardOf::Person(id) => of_entity(scope, Kind::Person, id)?,
        CardOf::Quote(name) => of_quote(scope, name)?,
    };
    Some(scope.view(title, None, None, Content::Card(Box::new(page))))
}

fn of_entity(scope: Scope<'_>, kind: Kind, id: &Id) -> Option<(String, CardPage)> {
    let entity = entity_card(scope, id)?;
    let roles = if kind == Kind::Person { role_views(scope, scope.site.person(id)?) } else { Vec::new() };
    let page = CardPage {
        kind: if kind == Kind::Person { "person" } else { "company" },
        roles: roles.into_iter().filter(|role| role.until.is_none()).collect(),
        figure: latest_figure(scope, id),
        entity: Some(entity),
        quote: None,
        printings: Vec::new(),
    };
    Some((page.entity.as_ref().map(|entity| entity.name.clone()).unwrap_or_default(), page))
}

/// The latest figure of a company, by the time that it holds for.
fn latest_figure(scope: Scope<'_>, company: &Id) -> Option<FigureCard> {
    let metrics = scope.site.about(company).into_iter().flat_map(|about| &about.metrics);
    let of = |metric: &Id| FigureRef { company: Name::from(company), metric: metric.clone() };
    let all = metrics.flat_map(|metric| latest_first(scope, &of(metric)));
    // What is said to be so comes before what is expected or denied.
    let is_open = |status: Status| matches!(status, Status::Denied | Status::Planned | Status::Forecast);
    let figure = all.min_by_key(|figure| {
        let text = &figure.value().text;
        let date = text.as_of.as_ref().or(figure.head().meta().published.as_ref());
        (is_open(text.status), date.is_none(), Reverse(date.map(Date::sort_key)))
    });
    figure.map(|figure| scope.figure_card(figure))
}

fn of_quote(scope: Scope<'_>, name: &AnnotationRef) -> Option<(String, CardPage)> {
    let joined = scope.site.joined_of(name).filter(|joined| joined.fullest_name == name)?;
    let quote = scope.quote_card(scope.site.quote(joined.fullest)?);
    if !quote.has_card {
        return None;
    }
    let places = sayings(scope, &joined).into_iter().map(|(quote, _)| scope.place(quote)).collect();
    let page = CardPage {
        kind: "quote",
        entity: None,
        roles: Vec::new(),
        figure: None,
        printings: places,
        quote: Some(quote),
    };
    Some((page.quote.as_ref().map(|quote| title(scope, quote)).unwrap_or_default(), page))
}
