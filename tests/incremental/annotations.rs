//! What editors do to annotations.

use crate::desk::{Desk, id_of, sidecar_of};
use crate::words::{ANNOTATED, ANNOTATION_KEYS};

pub fn passage(desk: &mut Desk<'_>) -> Option<()> {
    let (sidecar, mut notes, block) = desk.annotation()?;
    let exact: String = serde_json::from_str(&notes.value_in_block(&block, "exact")).ok()?;
    let article = desk.records("articles").into_iter().find(|article| sidecar_of(article) == sidecar)?;
    let mut words: Vec<&str> = exact.split(' ').collect();
    let at = desk.dice.below(words.len());
    match words.len() > 3 && desk.dice.chance(50) {
        true => drop(words.remove(at)),
        false => words.insert(at, "really"),
    }
    let changed = words.join(" ");
    let text = desk.files.get(&article)?.replacen(&exact, &changed, 1);
    desk.files.insert(article, text);
    notes.set_in_block(&block, "exact", &quoted(&changed));
    desk.write(&sidecar, &notes);
    Some(())
}

/// A text as YAML reads it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

pub fn annotation(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    if desk.dice.chance(30) { annotate_words(desk, &path) } else { annotate(desk, &path) }
}

/// Writes a paragraph with an annotation.
pub fn annotate(desk: &mut Desk<'_>, article: &str) -> Option<()> {
    let (list, text, keys) = desk.dice.pick(ANNOTATED)?;
    let (before, rest) = text.split_once("[[")?;
    let (exact, after) = rest.split_once("]]")?;
    let (before, exact, after) =
        (desk.fill(article, before)?, desk.fill(article, exact)?, desk.fill(article, after)?);
    if desk.files.get(article)?.contains(&exact) && list != "mentions" {
        return None;
    }
    let mut lines = desk.lines(article);
    lines.insert_paragraph(desk.dice.below(6), &format!("{before}{exact}{after}"));
    note(desk, article, list, &exact, keys)?;
    desk.write(article, &lines);
    Some(())
}

/// Annotates words that are there already.
fn annotate_words(desk: &mut Desk<'_>, article: &str) -> Option<()> {
    let lines = desk.lines(article);
    let at = desk.dice.pick(&lines.paragraphs())?;
    let words: Vec<&str> = lines.0[at].split(' ').collect();
    let (a, b) = (desk.dice.below(words.len()), desk.dice.below(words.len()));
    let exact = words[a.min(b)..=a.max(b)].join(" ").trim_matches(['"', ',', '.']).to_string();
    let alone = desk.files.get(article)?.matches(exact.as_str()).count() == 1;
    let markup = ['*', '[', '`', '<', '|', '!', '#'].iter().any(|c| exact.contains(*c));
    let (list, _, keys) = desk.dice.pick(ANNOTATED).filter(|_| alone && !markup)?;
    let keys: Vec<&str> = keys.split('|').filter(|key| !key.starts_with("suffix")).collect();
    note(desk, article, list, &exact, &keys.join("|"))
}

fn note(desk: &mut Desk<'_>, article: &str, list: &str, exact: &str, keys: &str) -> Option<()> {
    let sidecar = sidecar_of(article);
    let mut lines = desk.lines(&sidecar);
    let taken: Vec<String> = lines.blocks().into_iter().map(|block| block.id).collect();
    let letter = list.get(..1)?;
    let id = (1..100).map(|number| format!("{letter}{number}")).find(|id| !taken.contains(id))?;
    let mut found = vec![("exact".to_string(), quoted(exact))];
    if list != "mentions" {
        found.insert(0, ("id".to_string(), id));
    }
    for key in keys.split('|').filter(|key| !key.is_empty()) {
        let (key, value) = key.split_once(": ")?;
        // A reference to what there is not is left out where it may be.
        match desk.fill(article, value) {
            Some(value) => found.push((key.to_string(), value)),
            None if matches!(key, "in" | "disputes" | "speaker") => {}
            None => return None,
        }
    }
    lines.insert_block(list, desk.dice.chance(30), &found);
    desk.write(&sidecar, &lines);
    Some(())
}

pub fn without_annotation(desk: &mut Desk<'_>) -> Option<()> {
    let (path, mut lines, block) = desk.annotation()?;
    lines.remove_block(block.lines);
    desk.write(&path, &lines);
    Some(())
}

pub fn annotation_key(desk: &mut Desk<'_>) -> Option<()> {
    let (path, mut lines, block) = desk.annotation()?;
    let keys: Vec<_> = ANNOTATION_KEYS.iter().filter(|(list, ..)| *list == block.list).collect();
    let (_, key, values) = desk.dice.pick(&keys)?;
    let value = desk.dice.pick(values)?;
    // The story is that of the article.
    let article = desk.records("articles").into_iter().find(|article| sidecar_of(article) == path)?;
    let value = desk.fill(&article, value)?;
    lines.set_in_block(&block, key, &value);
    desk.write(&path, &lines);
    Some(())
}

pub fn annotations_swapped(desk: &mut Desk<'_>) -> Option<()> {
    // One of several sidecars may have two of a list.
    let (path, mut lines, first, second) = (0..6).find_map(|_| {
        let (path, lines, first) = desk.annotation()?;
        let mut others = lines.blocks().into_iter().filter(|other| other.list == first.list);
        let second = others.find(|other| other.lines.start >= first.lines.end)?;
        Some((path, lines, first, second))
    })?;
    let moved: Vec<String> = lines.0.drain(second.lines).collect();
    lines.0.splice(first.lines.start..first.lines.start, moved);
    desk.write(&path, &lines);
    Some(())
}

pub fn annotation_renamed(desk: &mut Desk<'_>) -> Option<()> {
    let (path, mut lines, block) = desk.annotation()?;
    let new = format!("{}9", block.id.get(..1)?);
    let article = id_of(&path);
    let (old, to) = (format!("{article}#{}", block.id), format!("{article}#{new}"));
    lines.set_in_block(&block, "id", &new);
    desk.write(&path, &lines);
    let content = desk.files.iter_mut().filter(|(path, _)| path.starts_with("content/"));
    content.for_each(|(_, text)| {
        *text = text
            .replace(&format!("{old}]"), &format!("{to}]"))
            .replace(&format!("{old},"), &format!("{to},"));
    });
    Some(())
}
