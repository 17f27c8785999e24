//! What editors do to a site: each edit changes a desk, or finds nothing to change.

use crate::desk::{Desk, sidecar_of};
use crate::lines::Lines;
use crate::words::{NOWS, SETTINGS, STATICS};
use crate::{annotations, breaks, records, themes};

/// An edit; nothing where there is nothing to edit.
pub type Edit = fn(&mut Desk<'_>) -> Option<()>;

/// Every edit with how often it is made among all, and what it is called.
pub const EDITS: &[(usize, &str, Edit)] = &[
    (9, "a word of an article", records::word),
    (6, "a paragraph more", records::paragraph),
    (3, "a paragraph less", records::without_paragraph),
    (3, "two paragraphs change places", records::paragraphs_swapped),
    (5, "a name in an article", records::name),
    (3, "a quoted passage, in text and sidecar", annotations::passage),
    (14, "front matter of an article", records::article_key),
    (6, "an article more", records::article),
    (3, "an article less", records::without_article),
    (4, "an article's id", records::article_renamed),
    (3, "an article's folder", records::moved),
    (1, "a bundle", records::bundled),
    (9, "an annotation more", annotations::annotation),
    (4, "an annotation less", annotations::without_annotation),
    (14, "a key of an annotation", annotations::annotation_key),
    (6, "annotations in another order", annotations::annotations_swapped),
    (2, "an annotation's id", annotations::annotation_renamed),
    (10, "front matter of another record", records::record_key),
    (5, "a record more", records::record),
    (2, "a record less", records::without_record),
    (3, "a record's id", records::record_renamed),
    (3, "text of another record", records::profile),
    (8, "settings", setting),
    (2, "audiences", audiences),
    (4, "a static file", static_file),
    (2, "a static file less", without_static_file),
    (4, "a template", themes::markup),
    (2, "a template less", themes::without_template),
    (2, "a template of another theme", themes::copied),
    (3, "a message", themes::message),
    (3, "a setting of the theme", themes::setting),
    (2, "the theme", themes::chosen),
    (1, "what a theme extends", themes::extended),
    (2, "a file of the theme", themes::static_file),
    (3, "two files with each other's content", swapped),
    (3, "an earlier state", earlier),
    (2, "one file of an earlier state", earlier_file),
    (3, "everything read anew", anew),
    (3, "a line of some file", breaks::line),
    (8, "the moment", now),
    (3, "other options", options),
];

fn setting(desk: &mut Desk<'_>) -> Option<()> {
    let (key, values) = desk.dice.pick(SETTINGS)?;
    let value = desk.dice.pick(values)?;
    set(desk, key, value);
    Some(())
}

/// Sets a key of `site.yaml`.
pub fn set(desk: &mut Desk<'_>, key: &str, value: &str) {
    let path = "content/site.yaml";
    let mut lines = desk.lines(path);
    lines.set(key, value);
    desk.write(path, &lines);
}

/// Audiences are declared, or are no more; in either case the options follow.
fn audiences(desk: &mut Desk<'_>) -> Option<()> {
    if desk.setting("audiences").is_empty() {
        set(desk, "audiences", "{staff: {}, board: {includes: [staff]}}");
        set(desk, "default_audience", "staff");
        set(desk, "files", "{\"board/**\": board}");
        desk.flags.insert("--audience".into(), "board".into());
    } else {
        ["audiences", "default_audience", "files"].iter().for_each(|key| set(desk, key, ""));
        desk.flags.remove("--audience");
        let content = desk.files.iter_mut().filter(|(path, _)| path.starts_with("content/"));
        for (_, text) in content {
            let mut lines = Lines::of(text);
            lines.0.retain(|line| !line.trim_start().starts_with("audience: "));
            *text = lines.text();
        }
    }
    Some(())
}

fn static_file(desk: &mut Desk<'_>) -> Option<()> {
    let name = desk.dice.pick(STATICS)?;
    let text = format!("{}\n", desk.dice.below(4));
    let text = if name.ends_with(".svg") { format!("<svg>{text}</svg>") } else { text };
    desk.files.insert(format!("content/static/{name}"), text);
    Some(())
}

fn without_static_file(desk: &mut Desk<'_>) -> Option<()> {
    let path = desk.record("static")?;
    desk.files.remove(&path);
    Some(())
}

fn swapped(desk: &mut Desk<'_>) -> Option<()> {
    let (kind, both) = desk.dice.pick(&[
        ("articles", true),
        ("articles", true),
        ("companies", false),
        ("people", false),
        ("stories", false),
        ("static", false),
        ("articles", false),
    ])?;
    let (a, b) = (desk.record(kind)?, desk.record(kind)?);
    exchange(desk, &a, &b);
    if both {
        exchange(desk, &sidecar_of(&a), &sidecar_of(&b));
    }
    Some(())
}

fn exchange(desk: &mut Desk<'_>, a: &str, b: &str) {
    let (of_a, of_b) = (desk.files.remove(a), desk.files.remove(b));
    if let Some(text) = of_b.clone().or_else(|| of_a.clone().filter(|_| a == b)) {
        desk.files.insert(a.to_string(), text);
    }
    if let Some(text) = of_a.filter(|_| a != b) {
        desk.files.insert(b.to_string(), text);
    }
}

fn earlier(desk: &mut Desk<'_>) -> Option<()> {
    let state = desk.dice.pick(desk.history)?;
    desk.files = state.files;
    if desk.dice.chance(50) {
        desk.flags = state.flags;
    }
    Some(())
}

fn earlier_file(desk: &mut Desk<'_>) -> Option<()> {
    let state = desk.dice.pick(desk.history)?;
    let differing: Vec<&String> =
        state.files.keys().filter(|path| desk.files.get(*path) != state.files.get(*path)).collect();
    let path = desk.dice.pick(&differing)?;
    desk.files.insert(path.clone(), state.files.get(path)?.clone());
    Some(())
}

fn anew(desk: &mut Desk<'_>) -> Option<()> {
    desk.anew = true;
    Some(())
}

fn now(desk: &mut Desk<'_>) -> Option<()> {
    let now = desk.dice.pick(NOWS)?;
    match desk.dice.chance(20) {
        true => drop(desk.flags.insert("--as-of".into(), "2026-05-01T00:00".into())),
        false => drop(desk.flags.remove("--as-of")),
    }
    desk.flags.insert("--now".into(), now.to_string());
    Some(())
}

fn options(desk: &mut Desk<'_>) -> Option<()> {
    let choices: &[(&str, &[Option<&str>])] = &[
        ("--drafts", &[Some(""), None]),
        ("--base-url", &[Some("https://x.example"), Some("https://x.example/a/"), None]),
        ("--theme", &[Some("plain"), Some("whole"), Some("nowhere"), None, None, None]),
        ("--audience", &[Some("staff"), Some("staff"), Some("board"), Some("board"), None]),
        ("--verify", &[Some(""), Some(""), None]),
    ];
    let (flag, values) = desk.dice.pick(choices)?;
    match desk.dice.pick(values)? {
        Some(value) => drop(desk.flags.insert(flag.to_string(), value.to_string())),
        None => drop(desk.flags.remove(flag)),
    }
    Some(())
}
