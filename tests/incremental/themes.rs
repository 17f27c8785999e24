//! What editors do to the theme of a site.

use crate::desk::Desk;
use crate::edits::set;
use crate::lines::Lines;
use crate::words::{MARKUP, MESSAGES, THEME_SETTINGS};

/// The theme that the settings name.
fn theme(desk: &Desk<'_>) -> String {
    let name = desk.setting("theme");
    if name.is_empty() { "default".to_string() } else { name }
}

/// A template of the site, mostly of its theme.
fn template(desk: &mut Desk<'_>) -> Option<String> {
    let own = format!("themes/{}/templates/", theme(desk));
    let all = desk.files.keys().filter(|path| path.starts_with("themes/") && path.ends_with(".html"));
    let all: Vec<String> = all.cloned().collect();
    let of_theme: Vec<String> = all.iter().filter(|path| path.starts_with(&own)).cloned().collect();
    let of_theme = if desk.dice.chance(80) { of_theme } else { all.clone() };
    desk.dice.pick(&of_theme).or_else(|| desk.dice.pick(&all))
}

/// Puts a line into a template, before its last one.
pub fn into_template(desk: &mut Desk<'_>, from: &[&str]) -> Option<()> {
    let path = template(desk)?;
    let mut lines = desk.lines(&path);
    let line = desk.dice.pick(from)?;
    lines.0.insert(lines.0.len().saturating_sub(1), line.to_string());
    desk.write(&path, &lines);
    Some(())
}

pub fn markup(desk: &mut Desk<'_>) -> Option<()> {
    let path = template(desk)?;
    let mut lines = desk.lines(&path);
    let before = lines.0.len();
    lines.0.retain(|line| !MARKUP.contains(&line.as_str()));
    if lines.0.len() < before && desk.dice.chance(60) {
        desk.write(&path, &lines);
        return Some(());
    }
    into_template(desk, MARKUP)
}

/// A theme over another one has some templates, and may lose them.
pub fn without_template(desk: &mut Desk<'_>) -> Option<()> {
    let over = ["themes/own/templates/", "themes/default/templates/"];
    let own = desk.files.keys().filter(|path| over.iter().any(|folder| path.starts_with(folder)));
    let own: Vec<String> = own.cloned().collect();
    let path = desk.dice.pick(&own)?;
    desk.files.remove(&path);
    Some(())
}

pub fn copied(desk: &mut Desk<'_>) -> Option<()> {
    let kind = desk.dice.pick(&["article", "quote", "company", "home", "timeline", "base"])?;
    let (from, to) = match theme(desk).as_str() {
        "default" => return desk_default(desk),
        _ => ("whole", "own"),
    };
    let text = desk.files.get(&format!("themes/{from}/templates/{kind}.html"))?.clone();
    let lines = Lines::of(&text);
    desk.write(&format!("themes/{to}/templates/{kind}.html"), &lines);
    Some(())
}

/// The site's own template over one of the default theme.
fn desk_default(desk: &mut Desk<'_>) -> Option<()> {
    let text =
        "{% extends \"base.html\" %}\n{% block content %}\n<h1>{{ title }}</h1>\n{% endblock content %}\n";
    let kind = desk.dice.pick(&["page", "topics", "article"])?;
    desk.files.insert(format!("themes/default/templates/{kind}.html"), text.to_string());
    Some(())
}

pub fn message(desk: &mut Desk<'_>) -> Option<()> {
    let language = desk.dice.pick(&["en", "en", "de"])?;
    let path = format!("themes/{}/i18n/{language}.yaml", theme(desk));
    let (key, values) = desk.dice.pick(MESSAGES)?;
    let value = desk.dice.pick(values)?;
    let mut lines = desk.lines(&path);
    if lines.0.is_empty() {
        lines.0.push("messages:".to_string());
    }
    let start = format!("  {key}: ");
    let before = lines.0.len();
    lines.0.retain(|line| !line.starts_with(&start));
    if lines.0.len() == before || desk.dice.chance(50) {
        lines.0.push(format!("{start}{value}"));
    }
    match lines.0.len() {
        1 => drop(desk.files.remove(&path)),
        _ => desk.write(&path, &lines),
    }
    Some(())
}

pub fn setting(desk: &mut Desk<'_>) -> Option<()> {
    let theme = theme(desk);
    if desk.dice.chance(30) {
        let path = format!("themes/{theme}/theme.yaml");
        let text = desk.files.get(&path)?;
        let text = match text.contains("accent: blue") {
            true => text.replace("accent: blue", "accent: green"),
            false => text.replace("accent: green", "accent: blue"),
        };
        desk.files.insert(path, text);
        return Some(());
    }
    let (_, values) = THEME_SETTINGS.iter().find(|(name, _)| *name == theme)?;
    let value = desk.dice.pick(values)?;
    set(desk, "theme_settings", value);
    Some(())
}

pub fn chosen(desk: &mut Desk<'_>) -> Option<()> {
    let name = desk.dice.pick(&["whole", "whole", "whole", "own", "own", "plain", ""])?;
    choose(desk, name);
    Some(())
}

/// Lets a site have this theme.
pub fn choose(desk: &mut Desk<'_>, name: &str) {
    set(desk, "theme", name);
    set(desk, "theme_settings", "");
    if name == "own" && !desk.files.contains_key("themes/own/theme.yaml") {
        let text = "extends: whole\nsettings:\n  accent: blue\n  own: 3\n";
        desk.files.insert("themes/own/theme.yaml".into(), text.into());
    }
}

pub fn extended(desk: &mut Desk<'_>) -> Option<()> {
    let path = "themes/own/theme.yaml";
    desk.files.get(path)?;
    let mut lines = desk.lines(path);
    let other = desk.dice.pick(&["whole", "whole", "plain", ""])?;
    lines.set("extends", other);
    desk.write(path, &lines);
    Some(())
}

pub fn static_file(desk: &mut Desk<'_>) -> Option<()> {
    let theme = theme(desk);
    let path = format!("themes/{theme}/static/own.css");
    match desk.files.contains_key(&path) && desk.dice.chance(40) {
        true => drop(desk.files.remove(&path)),
        false => drop(desk.files.insert(path, format!("{}\n", desk.dice.below(4)))),
    }
    Some(())
}
