//! What editors do to articles and other records.

use crate::annotations::annotate;
use crate::desk::{Desk, ENTITIES, id_of, sidecar_of};
use crate::words::{ARTICLES, KEYS, NEW, NEW_NAMES, PARAGRAPHS, RECORD_KEYS};

/// More articles than this are not written.
const MOST_ARTICLES: usize = 9;

pub fn word(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    let mut lines = desk.lines(&path);
    let at = desk.dice.pick(&lines.paragraphs())?;
    let new = desk.fill(&path, "<word>")?;
    let mut words: Vec<&str> = lines.0[at].split(' ').collect();
    let place = desk.dice.below(words.len());
    match desk.dice.below(3) {
        0 => words.insert(place, &new),
        1 if words.len() > 1 => drop(words.remove(place)),
        _ => words[place] = &new,
    }
    lines.0[at] = words.join(" ");
    desk.write(&path, &lines);
    Some(())
}

pub fn paragraph(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    let template = desk.dice.pick(PARAGRAPHS)?;
    let text = desk.fill(&path, template)?;
    let mut lines = desk.lines(&path);
    lines.insert_paragraph(desk.dice.below(6), &text);
    desk.write(&path, &lines);
    Some(())
}

pub fn without_paragraph(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    let mut lines = desk.lines(&path);
    let at = desk.dice.pick(&lines.paragraphs())?;
    lines.0.remove(at);
    desk.write(&path, &lines);
    Some(())
}

pub fn paragraphs_swapped(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    let mut lines = desk.lines(&path);
    let (a, b) = (desk.dice.pick(&lines.paragraphs())?, desk.dice.pick(&lines.paragraphs())?);
    lines.0.swap(a, b);
    desk.write(&path, &lines);
    Some(())
}

pub fn name(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    let mut lines = desk.lines(&path);
    let at = desk.dice.pick(&lines.paragraphs())?;
    let name = desk.fill(&path, "<name>")?;
    // At the end, so that no passage is cut in two.
    lines.0[at].push_str(&format!(" So {name} says."));
    desk.write(&path, &lines);
    Some(())
}

/// Sets one of the keys of a record of this kind, or of any record.
fn set_one(desk: &mut Desk<'_>, path: &str, kind: &str) -> Option<()> {
    let own = KEYS.iter().find(|(other, _)| *other == kind).map_or(&[][..], |(_, keys)| keys);
    let keys = if desk.dice.chance(25) { RECORD_KEYS } else { own };
    let (key, values) = desk.dice.pick(keys)?;
    let value = desk.dice.pick(values)?;
    let value = desk.fill(path, value)?;
    let mut lines = desk.lines(path);
    lines.set(key, &value);
    desk.write(path, &lines);
    Some(())
}

pub fn article_key(desk: &mut Desk<'_>) -> Option<()> {
    let article = desk.article()?;
    let path = desk.metadata(&article);
    set_one(desk, &path, "articles")
}

/// Writes an article with a few annotations.
pub fn article(desk: &mut Desk<'_>) -> Option<()> {
    let there = desk.records("articles");
    let free: Vec<&str> =
        ARTICLES.iter().copied().filter(|id| there.iter().all(|path| id_of(path) != *id)).collect();
    let id = desk.dice.pick(&free).filter(|_| there.len() < MOST_ARTICLES)?;
    let folder = desk.dice.pick(&["", "", "2026/04/"])?;
    let plain = desk.dice.chance(20);
    let path = format!("content/articles/{folder}{id}.{}", if plain { "txt" } else { "md" });
    match plain {
        true => {
            desk.files.insert(path.clone(), "It was in the papers.\n".to_string());
            desk.files.insert(sidecar_of(&path), format!("article:\n  title: The {id}\n"));
        }
        false => drop(desk.files.insert(path.clone(), format!("---\ntitle: The {id}\n---\nIt was said.\n"))),
    }
    let metadata = desk.metadata(&path);
    for _ in 0..desk.dice.below(6) {
        // What cannot be written now is left out.
        let _nothing = set_one(desk, &metadata, "articles");
    }
    let mut lines = desk.lines(&metadata);
    lines.set("draft", "");
    desk.write(&metadata, &lines);
    for _ in 0..1 + desk.dice.below(4) {
        let _nothing = annotate(desk, &path);
    }
    Some(())
}

pub fn without_article(desk: &mut Desk<'_>) -> Option<()> {
    let articles = desk.records("articles");
    let path = desk.dice.pick(&articles).filter(|_| articles.len() > 3)?;
    desk.files.remove(&path);
    desk.files.remove(&sidecar_of(&path));
    Some(())
}

pub fn article_renamed(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    renamed(desk, &path, ARTICLES)
}

/// Gives a record another id, and mostly everything that refers to it.
fn renamed(desk: &mut Desk<'_>, path: &str, ids: &[&str]) -> Option<()> {
    let old = id_of(path);
    let new = desk.dice.pick(ids)?;
    let to = path.replace(&old, new);
    if desk.files.contains_key(&to) {
        return None;
    }
    shift(desk, path, &to);
    if desk.dice.chance(85) {
        let content = desk.files.iter_mut().filter(|(path, _)| path.starts_with("content/"));
        content.for_each(|(_, text)| *text = with_id(text, &old, new));
    }
    Some(())
}

/// Moves a record, and the sidecar of an article.
fn shift(desk: &mut Desk<'_>, from: &str, to: &str) {
    for (from, to) in [(from.to_string(), to.to_string()), (sidecar_of(from), sidecar_of(to))] {
        if let Some(text) = desk.files.remove(&from) {
            desk.files.insert(to, text);
        }
    }
}

/// Replaces an id where it stands as one, and not inside another.
fn with_id(text: &str, old: &str, new: &str) -> String {
    let part = |c: char| c.is_alphanumeric() || c == '-';
    let mut changed = String::new();
    let mut from = 0;
    for (at, _) in text.match_indices(old) {
        let (before, after) = (&text[..at], &text[at + old.len()..]);
        let word = before.ends_with(part) || after.starts_with(part);
        // A bare word of a text is no reference.
        let bare = before.ends_with(' ') && !before.ends_with(": ") && !before.ends_with(", ");
        if !word && !bare {
            changed.push_str(&text[from..at]);
            changed.push_str(new);
            from = at + old.len();
        }
    }
    changed + &text[from..]
}

pub fn moved(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    let name = path.rsplit('/').next().filter(|name| !name.starts_with("index."))?;
    let folder = desk.dice.pick(&["", "2026/04/", "2026/05/", "old/"])?;
    let to = format!("content/articles/{folder}{name}");
    if desk.files.contains_key(&to) {
        return None;
    }
    shift(desk, &path, &to);
    Some(())
}

pub fn bundled(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    let (stem, ending) = path.rsplit_once('.')?;
    let to = match stem.strip_suffix("/index") {
        Some(folder) => format!("{folder}.{ending}"),
        None => format!("{stem}/index.{ending}"),
    };
    shift(desk, &path, &to);
    Some(())
}

/// A record that is no article, with its kind.
fn other_record(desk: &mut Desk<'_>) -> Option<(String, &'static str)> {
    let kind = desk.dice.pick(&[
        "companies",
        "companies",
        "companies",
        "people",
        "people",
        "publications",
        "stories",
        "stories",
        "briefings",
        "pages",
    ])?;
    Some((desk.record(kind)?, kind))
}

pub fn record_key(desk: &mut Desk<'_>) -> Option<()> {
    let (path, kind) = other_record(desk)?;
    set_one(desk, &path, kind)
}

/// Writes a record that is no article.
pub fn record(desk: &mut Desk<'_>) -> Option<()> {
    let (kind, ids, text) = desk.dice.pick(NEW)?;
    let id = desk.dice.pick(ids)?;
    let path = format!("content/{kind}/{id}.md");
    let taken = desk.entities().iter().any(|other| id_of(other) == id);
    if desk.files.contains_key(&path) || ENTITIES.contains(&kind) && taken {
        return None;
    }
    let mut text = text.to_string();
    for (new, names) in NEW_NAMES {
        text = text.replace(new, desk.dice.pick(names)?);
    }
    let text = desk.fill(&path, &text)?;
    desk.files.insert(path, text);
    Some(())
}

pub fn without_record(desk: &mut Desk<'_>) -> Option<()> {
    let (path, _) = other_record(desk)?;
    desk.files.remove(&path);
    Some(())
}

pub fn record_renamed(desk: &mut Desk<'_>) -> Option<()> {
    let (path, kind) = other_record(desk)?;
    let (_, ids, _) = NEW.iter().find(|(other, ..)| *other == kind)?;
    renamed(desk, &path, ids)
}

pub fn profile(desk: &mut Desk<'_>) -> Option<()> {
    let (path, _) = other_record(desk)?;
    let template = desk.dice.pick(PARAGRAPHS)?;
    let text = desk.fill(&path, template)?;
    let mut lines = desk.lines(&path);
    match desk.dice.pick(&lines.paragraphs()).filter(|_| desk.dice.chance(70)) {
        Some(at) => lines.0[at] = text,
        None => lines.insert_paragraph(0, &text),
    }
    desk.write(&path, &lines);
    Some(())
}

/// Writes an article with many annotations, of which some lists are so long that they are split.
pub fn long(desk: &mut Desk<'_>, list: &str, count: usize) {
    let path = "content/articles/a-log.txt";
    let (mut text, mut notes) =
        (String::new(), String::from("article:\n  title: The log\n  published: 2026-03-01\n"));
    notes.push_str(&format!("{list}:\n"));
    for number in 1..=count {
        text.push_str(&format!("Boat {number} came in, it says.\n\n"));
        notes.push_str(&format!("  - id: b{number}\n    exact: Boat {number} came in\n"));
        if list == "events" {
            let (month, day) = (number / 25 % 12 + 1, number % 25 + 1);
            notes.push_str(&format!("    date: \"2024-{month:02}-{day:02}\"\n    title: Boat {number}\n"));
        }
    }
    for stale in desk.records("articles").iter().filter(|path| id_of(path) == "a-log") {
        desk.files.remove(stale);
        desk.files.remove(&sidecar_of(stale));
    }
    desk.files.insert(path.to_string(), text);
    desk.files.insert(sidecar_of(path), notes);
}
