//! The neighbours of a company as a picture: an SVG element, made at build time.
//!
//! In: its relations. Out: a tree of lines from the company over each kind of relation to its
//! neighbours. Kinds differ in their words, in the pattern of their lines and in the side of their
//! arrows; each line leads to the sentence that says so, in the list that stands beside it. All
//! places are whole numbers. Must not know: templates.

use std::collections::{BTreeMap, BTreeSet};

use super::scope::Scope;
use super::svg::{Sheet, link};
use super::types::{LinkView, RelationCard};
use crate::text::escape;

/// How wide the picture is, and where things stand across it.
const WIDTH: i64 = 560;
const HUB: i64 = 132;
const SPINE: i64 = 160;
const NAMES: i64 = 364;
/// How high the line of a kind and that of a neighbour are.
const KIND: i64 = 26;
const ROW: i64 = 24;
/// More lines than that are no picture; the list has all.
const MOST: usize = 60;
/// How many Latin letters a name may have beside its line, and in a line of the company's box.
const NAME: usize = 26;
const HUB_NAME: usize = 15;
/// And how many a time may have above its line.
const TIME: usize = 40;
/// The patterns of lines.
const PATTERNS: usize = 6;

/// Relations of one kind and direction.
struct Kind<'c> {
    words: &'c str,
    pattern: usize,
    outward: bool,
    /// By neighbour: all relations to it.
    neighbours: Vec<(&'c LinkView, Vec<&'c RelationCard>)>,
}

/// The picture of these relations of the company with this name and page; nothing where it has one
/// neighbour.
pub(super) fn graph(scope: Scope<'_>, name: &str, own: &str, relations: &[RelationCard]) -> Option<String> {
    let (kinds, left) = kinds(own, relations);
    let ends = relations.iter().flat_map(|relation| [&relation.from.url, &relation.to.url]);
    let neighbours: BTreeSet<&String> = ends.filter(|url| *url != own).collect();
    if neighbours.len() < 2 {
        return None;
    }
    let drawing = Drawing { scope, sheet: Sheet::of(scope, WIDTH) };
    Some(drawing.svg(name, &kinds, neighbours.len(), left))
}

/// The relations by kind: first what the company is to others, then what others are to it. And how
/// many neighbours have no room.
fn kinds<'c>(own: &str, relations: &'c [RelationCard]) -> (Vec<Kind<'c>>, usize) {
    type Neighbours<'c> = BTreeMap<(String, &'c str), (&'c LinkView, Vec<&'c RelationCard>)>;
    let mut grouped: BTreeMap<(bool, &str), Neighbours<'c>> = BTreeMap::new();
    let mut names: Vec<&str> = relations.iter().map(|relation| relation.kind.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    for relation in relations {
        let inward = relation.from.url != own;
        let other = if inward { &relation.from } else { &relation.to };
        let neighbours = grouped.entry((inward, &relation.kind)).or_default();
        let key = (other.label.to_lowercase(), other.url.as_str());
        neighbours.entry(key).or_insert_with(|| (other, Vec::new())).1.push(relation);
    }
    let mut room = MOST;
    let mut left = 0;
    let kind = |((inward, words), neighbours): ((bool, &'c str), Neighbours<'c>)| {
        let shown = neighbours.len().min(room);
        room -= shown;
        left += neighbours.len() - shown;
        Kind {
            words,
            pattern: names.iter().position(|name| *name == words).unwrap_or(0) % PATTERNS,
            outward: !inward,
            neighbours: neighbours.into_values().take(shown).collect(),
        }
    };
    let kinds: Vec<Kind<'c>> = grouped.into_iter().map(kind).collect();
    (kinds.into_iter().filter(|kind| !kind.neighbours.is_empty()).collect(), left)
}

/// Where a picture is drawn.
struct Drawing<'a> {
    scope: Scope<'a>,
    sheet: Sheet,
}

impl Drawing<'_> {
    fn svg(&self, name: &str, kinds: &[Kind<'_>], neighbours: usize, left: usize) -> String {
        let rows: usize = kinds.iter().map(|kind| kind.neighbours.len()).sum();
        let number = |n: usize| i64::try_from(n).unwrap_or(0);
        let height = KIND * number(kinds.len()) + ROW * number(rows) + if left > 0 { KIND } else { 6 };
        let count = self.scope.language().count("n_neighbours", neighbours);
        let about = self.scope.say("graph_about", &[("name", name), ("neighbours", &count)]);
        let title = self.scope.say("graph_title", &[("name", name)]);
        let mut svg = format!(
            "<svg class=\"graph\" viewBox=\"0 0 {WIDTH} {height}\" role=\"group\" aria-labelledby=\"graph-title\" \
             aria-describedby=\"graph-about\"><title id=\"graph-title\">{}</title><desc id=\"graph-about\">{}</desc>",
            escape(&title),
            escape(&about)
        );
        let middle = height / 2;
        let mut y = 0;
        for kind in kinds {
            svg += &self.kind(kind, y, middle);
            y += KIND + ROW * number(kind.neighbours.len());
        }
        if left > 0 {
            let more = self.scope.language().count("overview_more", left);
            svg += &self.sheet.words("more", SPINE, y + 16, "start", &more);
        }
        svg += &self.hub(name, middle);
        svg += "</svg>";
        svg
    }

    /// The company itself.
    fn hub(&self, name: &str, middle: i64) -> String {
        let lines = broken(name, HUB_NAME);
        let number = |n: usize| i64::try_from(n).unwrap_or(0);
        let height = 18 * number(lines.len()) + 12;
        let mut svg = self.sheet.line("trunk", HUB, middle, (HUB + SPINE) / 2, middle);
        svg += &self.sheet.rect("class=\"hub\" rx=\"2\"", 1, middle - height / 2, HUB - 1, height);
        for (at, line) in lines.iter().enumerate() {
            let y = middle - height / 2 + 20 + 18 * number(at);
            svg += &self.sheet.words("hub-name", HUB / 2, y, "middle", line);
        }
        svg
    }

    /// A kind of relation: its words, and below them its neighbours on one spine.
    fn kind(&self, kind: &Kind<'_>, top: i64, middle: i64) -> String {
        let class = format!("edge p{}", kind.pattern);
        let first = top + KIND + ROW / 2;
        let last = first + ROW * (i64::try_from(kind.neighbours.len()).unwrap_or(1) - 1);
        let bend = (HUB + SPINE) / 2;
        let join = (first + last) / 2;
        let mut svg = self.sheet.line("trunk", bend, middle.min(join), bend, middle.max(join));
        svg += &self.sheet.line("trunk", bend, join, SPINE, join);
        if first != last {
            svg += &self.sheet.line("trunk", SPINE, first, SPINE, last);
        }
        svg += &self.sheet.words("kind", SPINE + 2, top + 20, "start", kind.words);
        let mut y = first;
        for (neighbour, relations) in &kind.neighbours {
            svg += &self.edge(kind, &class, relations, y);
            let name = shortened(&neighbour.label, NAME);
            let words = self.sheet.words("neighbour", NAMES + 8, y + 4, "start", &name);
            svg += &link(&neighbour.url, &neighbour.label, &words);
            y += ROW;
        }
        svg
    }

    /// A line to a neighbour, with the time that it holds for, and an arrow at the end of what is told.
    fn edge(&self, kind: &Kind<'_>, class: &str, relations: &[&RelationCard], y: i64) -> String {
        let [relation, ..] = relations else { return String::new() };
        let mut svg = self.sheet.line(class, SPINE, y, NAMES, y);
        let (tip, back) = if kind.outward { (NAMES, NAMES - 8) } else { (SPINE, SPINE + 8) };
        let [tip, back] = [tip, back].map(|x| self.sheet.across(x));
        svg += &format!("<path class=\"arrow\" d=\"M{back} {}L{tip} {y}L{back} {}z\"/>", y - 4, y + 4);
        let time = self.time(relation);
        if !time.is_empty() {
            svg += &self.sheet.words("time", (SPINE + NAMES) / 2, y - 4, "middle", &shortened(&time, TIME));
        }
        // The thin line is hard to point at.
        svg += &self.sheet.rect("class=\"near\"", SPINE, y - ROW / 2, NAMES - SPINE, ROW);
        link(&crate::path::fragment(&relation.id), &self.title(relation, &time), &svg)
    }

    /// Since when and until when.
    fn time(&self, relation: &RelationCard) -> String {
        let since = relation.since.as_ref().map(|date| self.scope.say("since", &[("date", &date.words)]));
        let until = relation.until.as_ref().map(|date| self.scope.say("until", &[("date", &date.words)]));
        let comma = self.scope.say("list_comma", &[]);
        since.into_iter().chain(until).collect::<Vec<_>>().join(&comma)
    }

    /// The relation in words, with the sentence that says so.
    fn title(&self, relation: &RelationCard, time: &str) -> String {
        let mut title = format!("{} {} {}", relation.from.label, relation.kind, relation.to.label);
        if !time.is_empty() {
            title += &self.scope.say("list_comma", &[]);
            title += time;
        }
        let sentence = &relation.sentence;
        let said = format!("{}{}{}", sentence.before, sentence.passage, sentence.after);
        let source = relation.place.publication.as_ref().unwrap_or(&relation.place.article);
        let account = [("said", said.as_str()), ("source", &source.label)];
        format!("{title}\n{}", self.scope.say("graph_evidence", &account))
    }
}

/// How wide a character is, in Latin letters.
fn wide(c: char) -> usize {
    1 + usize::from(c > '\u{2E7F}')
}

/// As much of a text as has room.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().map(wide).sum::<usize>() <= most {
        return text.to_string();
    }
    let mut room = most - 1;
    let fits = |c: &char| {
        let fits = room >= wide(*c);
        room = room.saturating_sub(wide(*c));
        fits
    };
    let start: String = text.chars().take_while(fits).collect();
    format!("{}…", start.trim_end())
}

/// A name in up to three lines.
fn broken(name: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in name.split_whitespace() {
        let room = lines.last().is_some_and(|line| {
            line.is_empty() || line.chars().chain(word.chars()).map(wide).sum::<usize>() < most
        });
        match lines.last_mut().filter(|_| room) {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => *line = format!("{line} {word}"),
            None => lines.push(word.to_string()),
        }
    }
    if lines.len() > 3 {
        let rest = lines.split_off(2).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| shortened(line, most)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_room() {
        assert_eq!(shortened("Acme", 5), "Acme");
        assert_eq!(shortened("Acme Works", 6), "Acme…");
        assert_eq!(shortened("日本電信電話", 6), "日本…");
        assert_eq!(broken("Acme", 15), ["Acme"]);
        assert_eq!(broken("Amazon Web Services", 15), ["Amazon Web", "Services"]);
        assert_eq!(broken("", 15), [""]);
        assert_eq!(broken("a b c d e f g h", 3), ["a b", "c d", "e…"]);
    }
}
