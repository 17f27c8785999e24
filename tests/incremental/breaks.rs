//! What editors do wrong.

use crate::desk::{Desk, id_of, sidecar_of};
use crate::edits::Edit;
use crate::themes::into_template;
use crate::words::WRONG_MARKUP;

/// Every mistake, with what it is called.
pub const BREAKS: &[(&str, Edit)] = &[
    ("YAML that is none", yaml),
    ("a key that there is not", unknown_key),
    ("a quotation that is not there", anchor),
    ("an id twice", id_twice),
    ("an article twice", article_twice),
    ("a link to nothing", link),
    ("a wrong template", template),
    ("no settings", no_settings),
    ("a sidecar alone", sidecar_alone),
    ("a line of some file", line),
];

/// A file of the content that is YAML, or starts with it.
fn file(desk: &mut Desk<'_>) -> Option<String> {
    let files =
        desk.files.keys().filter(|path| path.starts_with("content/") && !path.starts_with("content/static/"));
    let files: Vec<String> = files.filter(|path| !path.ends_with(".txt")).cloned().collect();
    desk.dice.pick(&files)
}

fn yaml(desk: &mut Desk<'_>) -> Option<()> {
    let path = file(desk)?;
    let mut lines = desk.lines(&path);
    let odd = desk.dice.pick(&["odd: \"open", "odd: [a, b", "\tx: 1", "? {"])?;
    lines.0.insert(lines.0.len().min(1), odd.to_string());
    desk.write(&path, &lines);
    Some(())
}

fn unknown_key(desk: &mut Desk<'_>) -> Option<()> {
    let path = file(desk)?;
    let mut lines = desk.lines(&path);
    lines.set("titel", "T");
    desk.write(&path, &lines);
    Some(())
}

fn anchor(desk: &mut Desk<'_>) -> Option<()> {
    let (path, mut lines, block) = desk.annotation()?;
    lines.set_in_block(&block, "exact", "words that nobody wrote");
    desk.write(&path, &lines);
    Some(())
}

fn id_twice(desk: &mut Desk<'_>) -> Option<()> {
    let (path, mut lines, block) = desk.annotation()?;
    let copy: Vec<String> = lines.0[block.lines.clone()].to_vec();
    lines.0.splice(block.lines.end..block.lines.end, copy);
    desk.write(&path, &lines);
    Some(())
}

fn article_twice(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    let text = desk.files.get(&path)?.clone();
    desk.files.insert(format!("content/articles/copies/{}.md", id_of(&path)), text);
    Some(())
}

fn link(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    let mut lines = desk.lines(&path);
    let wrong =
        desk.dice.pick(&["See [this](nothing.md).", "See [this](/nothing/).", "See [this](#a-nothing)."])?;
    lines.insert_paragraph(usize::MAX, wrong);
    desk.write(&path, &lines);
    Some(())
}

fn template(desk: &mut Desk<'_>) -> Option<()> {
    into_template(desk, WRONG_MARKUP)
}

fn no_settings(desk: &mut Desk<'_>) -> Option<()> {
    desk.files.remove("content/site.yaml");
    Some(())
}

fn sidecar_alone(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.article()?;
    desk.files.get(&sidecar_of(&path))?;
    desk.files.remove(&path);
    Some(())
}

/// A line of any file is there twice, or no more, or in another place.
pub fn line(desk: &mut Desk<'_>) -> Option<()> {
    let files: Vec<String> = desk.files.keys().cloned().collect();
    let path = desk.dice.pick(&files)?;
    let mut lines = desk.lines(&path);
    let (at, other) = (desk.dice.below(lines.0.len()), desk.dice.below(lines.0.len()));
    let line = lines.0.get(at)?.clone();
    match desk.dice.below(3) {
        0 => lines.0.insert(other, line),
        1 => drop(lines.0.remove(at)),
        _ => lines.0.swap(at, other),
    }
    desk.write(&path, &lines);
    Some(())
}
