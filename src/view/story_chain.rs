//! Who took what from whom in a story: in words, and as a picture that is made at build time.
//!
//! The picture is a list from top to bottom with arrows at its side, so that it can be read on a
//! phone. All its coordinates are whole numbers, which no platform rounds in a way of its own.

use std::collections::BTreeMap;

use super::cards::id_as_words;
use super::quote::shortened;
use super::scope::Scope;
use super::types::{LinkView, SourceView, TakenView};
use crate::model::{Head, section_address};
use crate::text::escape;
use crate::value::{Date, Name, SortKey};

/// What a credit is called that goes to whoever reported something before all others.
const FIRST: &str = "first-reported";

/// How many outlets are drawn; the list has all.
const MOST: usize = 30;

/// Who published something: the site itself for nobody.
type Outlet = Option<Name>;

/// What one outlet took from another.
#[derive(Default)]
struct Taken {
    credits: usize,
    quotes: usize,
    how: Vec<String>,
}

impl Taken {
    fn how(&mut self, words: String) {
        if !self.how.contains(&words) {
            self.how.push(words);
        }
    }
}

/// An outlet, with its articles on the story.
#[derive(Default)]
struct Own<'a> {
    articles: usize,
    published: Option<&'a Date>,
    first: bool,
}

/// All outlets, and what each took from which.
#[derive(Default)]
struct Graph<'a> {
    outlets: BTreeMap<Outlet, Own<'a>>,
    taken: BTreeMap<(Outlet, Outlet), Taken>,
}

/// Who took what from whom: the sources first, and a picture of it where anybody took anything.
pub(super) fn chain(scope: Scope<'_>, articles: &[Head<'_>]) -> (Vec<SourceView>, Option<String>) {
    let mut graph = Graph::default();
    articles.iter().for_each(|article| graph.add(scope, *article));
    // Who cannot be named is not there.
    graph.outlets.retain(|outlet, _| link(scope, outlet).is_some());
    let order = graph.order(scope);
    let sources: Vec<SourceView> = order.iter().filter_map(|outlet| graph.view(scope, outlet)).collect();
    let shown = sources.get(..MOST).unwrap_or(&sources);
    let mut arrows: Vec<Arrow> = graph.arrows(&order);
    arrows.retain(|arrow| arrow.from.max(arrow.to) < shown.len());
    let picture = (!arrows.is_empty()).then(|| svg(scope, shown, &arrows));
    (sources, picture)
}

fn link(scope: Scope<'_>, outlet: &Outlet) -> Option<LinkView> {
    match outlet {
        Some(name) => scope.entity(name),
        None => Some(LinkView::new(scope.site.settings().title.clone(), scope.url(&section_address("")))),
    }
}

impl<'a> Graph<'a> {
    fn add(&mut self, scope: Scope<'a>, article: Head<'a>) {
        let meta = article.meta();
        let outlet: Outlet = meta.publication.clone().filter(|name| scope.entity(name).is_some());
        let own = self.outlets.entry(outlet.clone()).or_default();
        own.articles += 1;
        own.published = own.published.or(meta.published.as_ref());
        for credit in meta.credits.values() {
            let from = Some(credit.to.clone());
            self.outlets.entry(from.clone()).or_default().first |= credit.how.as_str() == FIRST;
            if let Some(taken) = self.take(outlet.clone(), from) {
                taken.credits += 1;
                taken.how(id_as_words(&credit.how));
            }
        }
        for (_, quote) in scope.site.quotes_in(article.id()) {
            // The chain starts where the words were first had, and ends at the article.
            let mut to = outlet.clone();
            for via in quote.value().via.values().collect::<Vec<_>>().into_iter().rev() {
                let from = Some(via.source.clone());
                self.outlets.entry(from.clone()).or_default();
                if let Some(taken) = self.take(to, from.clone()) {
                    taken.quotes += 1;
                    via.how.iter().for_each(|how| taken.how(how.to_string()));
                }
                to = from;
            }
        }
    }

    /// What `to` took from `from`; nobody takes anything from itself.
    fn take(&mut self, to: Outlet, from: Outlet) -> Option<&mut Taken> {
        (to != from).then(|| self.taken.entry((to, from)).or_default())
    }

    /// How many steps an outlet is from those that took nothing.
    fn levels(&self) -> BTreeMap<&Outlet, usize> {
        let mut levels: BTreeMap<&Outlet, usize> = self.outlets.keys().map(|outlet| (outlet, 0)).collect();
        let most = levels.len();
        // Where outlets take from each other in a circle, this ends all the same.
        for _ in 0..most {
            for (to, from) in self.taken.keys() {
                let above = levels.get(from).map_or(0, |level| (level + 1).min(most));
                if let Some(level) = levels.get_mut(to) {
                    *level = above.max(*level);
                }
            }
        }
        levels
    }

    /// From those that took nothing to those that took from others, the earlier first.
    fn order(&self, scope: Scope<'_>) -> Vec<Outlet> {
        let levels = self.levels();
        let mut order: Vec<(usize, Option<SortKey>, String, &Outlet)> = self
            .outlets
            .iter()
            .filter_map(|(outlet, own)| {
                let label = link(scope, outlet)?.label;
                let level = levels.get(outlet).copied().unwrap_or_default();
                Some((level, own.published.map(Date::sort_key), label, outlet))
            })
            .collect();
        order.sort();
        order.into_iter().map(|(.., outlet)| outlet.clone()).collect()
    }

    fn view(&self, scope: Scope<'_>, outlet: &Outlet) -> Option<SourceView> {
        let own = self.outlets.get(outlet)?;
        let taken = self.taken.iter().filter(|((to, _), _)| to == outlet);
        let took = taken.filter_map(|((_, from), taken)| {
            Some(TakenView {
                from: link(scope, from)?,
                credits: taken.credits,
                quotes: taken.quotes,
                how: taken.how.join(&scope.say("list_comma", &[])),
            })
        });
        Some(SourceView {
            source: link(scope, outlet)?,
            first: own.first,
            articles: own.articles,
            published: scope.maybe_date(own.published),
            took: took.collect(),
        })
    }

    fn arrows(&self, order: &[Outlet]) -> Vec<Arrow> {
        let place = |outlet: &Outlet| order.iter().position(|other| other == outlet);
        let arrow = |((to, from), taken): (&(Outlet, Outlet), &Taken)| {
            Some(Arrow { from: place(from)?, to: place(to)?, credited: taken.credits > 0 })
        };
        self.taken.iter().filter_map(arrow).collect()
    }
}

/// An arrow from one line of the picture to another.
struct Arrow {
    from: usize,
    to: usize,
    /// Whether there is a credit behind it, or quotes alone.
    credited: bool,
}

const WIDTH: usize = 360;
/// Where the names start, and the room for arrows before them.
const NAMES: usize = 128;
const LINE: usize = 52;
const TOP: usize = 24;

fn svg(scope: Scope<'_>, sources: &[SourceView], arrows: &[Arrow]) -> String {
    let height = TOP * 2 + LINE * sources.len().saturating_sub(1);
    let mut svg = format!(
        "<svg class=\"chain-picture\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"chain-title\" aria-describedby=\"chain-desc\">\
         <title id=\"chain-title\">{}</title><desc id=\"chain-desc\">{}</desc>",
        escape(&scope.say("chain", &[])),
        escape(&scope.say("chain_description", &[]))
    );
    arrows.iter().for_each(|arrow| svg.push_str(&arrow.svg()));
    for (at, source) in sources.iter().enumerate() {
        svg.push_str(&node(scope, at, source));
    }
    svg.push_str("</svg>");
    svg
}

impl Arrow {
    fn svg(&self) -> String {
        let (x, from, to) = (NAMES - 22, TOP + LINE * self.from, TOP + LINE * self.to);
        let bow = x.saturating_sub((24 + 22 * self.from.abs_diff(self.to)).min(x));
        let class = if self.credited { "credit" } else { "quotes" };
        // What leaves a line leaves it above, what comes to it comes below, so that both can be seen.
        let (from, to) = if from < to { (from + 3, to - 3) } else { (from - 3, to + 3) };
        format!(
            "<path class=\"{class}\" d=\"M{x} {from}C{bow} {from} {bow} {to} {} {to}\"/>\
             <path class=\"head\" d=\"M{} {}L{x} {to}L{} {}Z\"/>",
            x - 6,
            x - 8,
            to - 4,
            x - 8,
            to + 4
        )
    }
}

/// One outlet: a ring where only its name is known here, a disc where it has articles, and a ring
/// around that where it was first.
fn node(scope: Scope<'_>, at: usize, source: &SourceView) -> String {
    let (x, y) = (NAMES - 12, TOP + LINE * at);
    let class = if source.articles > 0 { "own" } else { "other" };
    let mut facts: Vec<String> = Vec::new();
    facts.extend(source.first.then(|| scope.say("reported_first", &[])));
    facts.extend((source.articles > 0).then(|| scope.language().count("n_articles", source.articles)));
    // A long date is left to the list.
    facts.extend(
        source.published.as_ref().map(|date| date.words.clone()).filter(|words| words.chars().count() < 18),
    );
    let ring = if source.first {
        format!("<circle class=\"first\" cx=\"{x}\" cy=\"{y}\" r=\"9\"/>")
    } else {
        String::new()
    };
    let line = if facts.is_empty() { y + 5 } else { y - 2 };
    format!(
        "{ring}<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>\
         <text class=\"source\" x=\"{}\" y=\"{line}\">{}</text>\
         <text class=\"facts\" x=\"{}\" y=\"{}\">{}</text>",
        NAMES + 6,
        escape(&shortened(&source.source.label, 30)),
        NAMES + 6,
        y + 14,
        escape(&shortened(&facts.join(&scope.say("list_comma", &[])), 44))
    )
}
