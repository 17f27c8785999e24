//! What each article of a story prints of its quotes, figures and statements.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::cards::in_words;
use super::quote::{printed_words, shortened};
use super::scope::Scope;
use super::types::{CellView, ColumnView, LinkView, MatrixGroup, MatrixRow, MatrixView, OtherwiseView};
use super::wording::parts;
use crate::model::{Annotated, Head, Spot, Standing, Tie, figure_address, quote_address, standing};
use crate::parse::{Figure, Rights};
use crate::text::spoken_words;
use crate::value::{Id, Name};

/// How many articles and how many rows of each kind are shown: more is no overview.
const COLUMNS: usize = 30;
const ROWS: usize = 40;
/// How many characters of a quote stand at the head of its row.
const SAID: usize = 120;

/// How an article prints something, the fuller the less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Whole,
    Part,
    Changed,
}

/// What an article prints of something, and where.
struct Printed {
    state: State,
    says: Option<String>,
    url: String,
}

/// What each article prints of something, by the article's place in the story.
#[derive(Default)]
struct Cells(BTreeMap<usize, Printed>);

impl Cells {
    /// Adds what an article prints; of several places the fullest counts, of equal ones the first.
    fn add(&mut self, article: usize, printed: Printed) {
        if self.0.get(&article).is_none_or(|other| printed.state < other.state) {
            self.0.insert(article, printed);
        }
    }
}

/// A quote that articles of a story print.
pub(super) struct QuoteRow<'a> {
    /// Its fullest printing, in this story or outside of it.
    pub fullest: &'a Spot,
    cells: Cells,
}

/// The quotes of these articles: those that most of them print first.
pub(super) fn quote_rows<'a>(scope: Scope<'a>, articles: &[Head<'a>]) -> Vec<QuoteRow<'a>> {
    let mut rows: Vec<QuoteRow<'a>> = Vec::new();
    let mut places: BTreeMap<&Spot, usize> = BTreeMap::new();
    for (at, article) in articles.iter().enumerate() {
        for (spot, quote) in scope.site.quotes_in(article.id()) {
            let Some(joined) = scope.site.joined(&spot) else { continue };
            let row = *places.entry(joined.fullest).or_insert_with(|| {
                rows.push(QuoteRow { fullest: joined.fullest, cells: Cells::default() });
                rows.len() - 1
            });
            let tie = joined.all.iter().find(|(other, _)| **other == spot).map(|(_, tie)| *tie);
            let state = match tie {
                _ if *joined.fullest == spot => State::Whole,
                Some(Tie::Identical) => State::Whole,
                Some(Tie::Part) => State::Part,
                Some(Tie::Decided) => decided(scope, joined.fullest, &printed_words(quote)),
                Some(Tie::Elided | Tie::Variant) | None => State::Changed,
            };
            let says = (state != State::Whole).then(|| quote.words().pieces.join(" … "));
            let url = scope.place_url(*article, &quote.value().id);
            rows[row].cells.add(at, Printed { state, says, url });
        }
    }
    rows.sort_by_key(|row| Reverse(row.cells.0.len()));
    rows
}

/// How a printing stands to the fullest one where the editors joined them.
fn decided(scope: Scope<'_>, fullest: &Spot, printed: &str) -> State {
    let Some(fullest) = scope.site.quote(fullest) else { return State::Changed };
    let parts = parts(&printed_words(fullest), printed, &|_| String::new());
    let any = |kinds: &[&str]| parts.iter().any(|part| kinds.contains(&part.kind));
    match (any(&["elided", "changed", "added"]), any(&["cut"])) {
        (true, _) => State::Changed,
        (false, true) => State::Part,
        (false, false) => State::Whole,
    }
}

/// The matrix; nothing where the story has no article, or nothing to compare.
pub(super) fn matrix(scope: Scope<'_>, articles: &[Head<'_>], quotes: &[QuoteRow<'_>]) -> Option<MatrixView> {
    let shown = &articles[..articles.len().min(COLUMNS)];
    let groups = [
        ("section_quotes", quotes_of(scope, shown, quotes)),
        ("section_figures", figures(scope, shown)),
        ("statements", claims(scope, shown)),
    ];
    let more = articles.len() > COLUMNS || groups.iter().any(|(_, rows)| rows.len() > ROWS);
    let group = |(key, mut rows): (&str, Vec<MatrixRow>)| {
        rows.truncate(ROWS);
        MatrixGroup { label: scope.say(key, &[]), rows }
    };
    let groups: Vec<MatrixGroup> = groups.into_iter().map(group).filter(|g| !g.rows.is_empty()).collect();
    let column = |(at, article): (usize, &Head<'_>)| ColumnView {
        number: at + 1,
        article: scope.article(*article),
        outlet: outlet(scope, *article),
    };
    let columns = shown.iter().enumerate().map(column).collect();
    (!groups.is_empty()).then_some(MatrixView { columns, groups, more })
}

/// Who published an article: the site itself, where nobody else did.
pub(super) fn outlet(scope: Scope<'_>, article: Head<'_>) -> String {
    let publication = article.meta().publication.as_ref().and_then(|name| scope.entity(name));
    publication.map_or_else(|| scope.site.settings().title.clone(), |publication| publication.label)
}

fn quotes_of(scope: Scope<'_>, articles: &[Head<'_>], quotes: &[QuoteRow<'_>]) -> Vec<MatrixRow> {
    let row = |row: &QuoteRow<'_>| {
        let quote = scope.site.quote(row.fullest)?;
        let name = quote.name();
        let speaker = quote.value().speaker.as_ref().and_then(|name| scope.entity(name));
        Some(MatrixRow {
            subject: LinkView::new(
                shortened(&quote.words().pieces.join(" … "), SAID),
                scope.url(&quote_address(&name.article, &name.id)),
            ),
            is_quote: true,
            says: speaker.map(|speaker| speaker.label),
            cells: cells(scope, articles, &row.cells),
            otherwise: otherwise(&row.cells, articles.len()),
        })
    };
    let printed = quotes.iter().filter(|row| row.cells.0.keys().any(|at| *at < articles.len()));
    printed.filter_map(row).collect()
}

/// The figures that can be held against each other: of one company and metric, at one time. Beside the
/// first one stand the others.
fn figures(scope: Scope<'_>, articles: &[Head<'_>]) -> Vec<MatrixRow> {
    let mut rows: Vec<(Annotated<'_, Figure>, Cells)> = Vec::new();
    for (at, article) in articles.iter().enumerate() {
        for figure in scope.site.figures_in(article.id()) {
            let of = figure.value().subject();
            let comparable = |first: &Figure| {
                let standing = standing(first, figure.value());
                first.subject() == of && standing.is_some_and(|s| s != Standing::Development)
            };
            let row = rows.iter().position(|(first, _)| comparable(first.value()));
            let row = row.unwrap_or_else(|| {
                rows.push((figure, Cells::default()));
                rows.len() - 1
            });
            let (first, cells) = &mut rows[row];
            let same = standing(first.value(), figure.value()) == Some(Standing::Agree);
            let value = value_words(scope, figure);
            cells.add(at, printed(same, value, scope.place_url(*article, &figure.value().text.id)));
        }
    }
    let mut rows: Vec<(usize, MatrixRow)> = rows
        .into_iter()
        .filter_map(|(first, cells)| Some((cells.0.len(), figure_row(scope, articles, first, &cells)?)))
        .collect();
    rows.sort_by_key(|(count, _)| Reverse(*count));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn printed(same: bool, value: String, url: String) -> Printed {
    match same {
        true => Printed { state: State::Whole, says: None, url },
        false => Printed { state: State::Changed, says: Some(value), url },
    }
}

fn figure_row(
    scope: Scope<'_>,
    articles: &[Head<'_>],
    first: Annotated<'_, Figure>,
    printed: &Cells,
) -> Option<MatrixRow> {
    let of = first.value().subject();
    let url = scope.url(&figure_address(&of));
    Some(MatrixRow {
        subject: about(scope, &of.company, &scope.metric(&of.metric), Some(url))?,
        is_quote: false,
        says: Some(value_words(scope, first)),
        cells: cells(scope, articles, printed),
        otherwise: otherwise(printed, articles.len()),
    })
}

/// A figure's value; how firm it is too, where it is not simply reported.
fn value_words(scope: Scope<'_>, figure: Annotated<'_, Figure>) -> String {
    let card = scope.figure_card(figure);
    match card.status {
        "reported" => card.value,
        _ => scope.value_and_status(&card.value, &card),
    }
}

/// "Company: what it is", with its page, or that of the company.
fn about(scope: Scope<'_>, company: &Name, what: &str, url: Option<String>) -> Option<LinkView> {
    let company = scope.entity(company)?;
    let names = [("company", company.label.as_str()), ("metric", what)];
    Some(LinkView::new(scope.say("title_figures_of", &names), url.unwrap_or(company.url)))
}

/// The answers of one company to one question; beside the first one stand the others.
fn claims(scope: Scope<'_>, articles: &[Head<'_>]) -> Vec<MatrixRow> {
    let mut rows: Vec<((Name, Id), String, Cells)> = Vec::new();
    for (at, article) in articles.iter().enumerate() {
        for claim in scope.site.claims_in(article.id()) {
            let value = claim.value();
            let key = (value.company.clone(), value.question.clone());
            let row = rows.iter().position(|(other, ..)| *other == key);
            let row = row.unwrap_or_else(|| {
                rows.push((key, value.says.to_string(), Cells::default()));
                rows.len() - 1
            });
            let (_, first, cells) = &mut rows[row];
            let same = spoken_words(first) == spoken_words(&value.says);
            cells.add(at, printed(same, value.says.to_string(), scope.place_url(*article, &value.id)));
        }
    }
    rows.sort_by_key(|(.., cells)| Reverse(cells.0.len()));
    let row = |((company, question), first, printed): ((Name, Id), String, Cells)| {
        Some(MatrixRow {
            subject: about(scope, &company, &in_words(&question), None)?,
            is_quote: false,
            says: Some(first),
            cells: cells(scope, articles, &printed),
            otherwise: otherwise(&printed, articles.len()),
        })
    };
    rows.into_iter().filter_map(row).collect()
}

fn cells(scope: Scope<'_>, articles: &[Head<'_>], printed: &Cells) -> Vec<CellView> {
    let cell = |(at, article): (usize, &Head<'_>)| {
        let printed = printed.0.get(&at);
        let state = match printed.map(|printed| printed.state) {
            Some(State::Whole) => "whole",
            Some(State::Part) => "part",
            Some(State::Changed) => "changed",
            // Of what may not be shown nobody can say what it leaves out.
            None if article.meta().rights != Rights::Full => "unknown",
            None => "none",
        };
        CellView {
            state,
            state_words: scope.say(&format!("cell_{state}"), &[]),
            says: printed.and_then(|printed| printed.says.clone()),
            url: printed.map(|printed| printed.url.clone()),
        }
    };
    articles.iter().enumerate().map(cell).collect()
}

/// What is said otherwise in the columns that are shown, each wording once: a sign in a cell tells that it
/// is so, but not what it is.
fn otherwise(printed: &Cells, columns: usize) -> Vec<OtherwiseView> {
    let mut all: Vec<OtherwiseView> = Vec::new();
    for (at, printed) in printed.0.range(..columns) {
        let Some(says) = printed.says.as_ref().filter(|_| printed.state == State::Changed) else { continue };
        let says = shortened(says, SAID);
        match all.iter_mut().find(|other| other.says == says) {
            Some(other) => other.articles.push(at + 1),
            None => all.push(OtherwiseView { says, articles: vec![at + 1] }),
        }
    }
    all
}
