//! Scripts: the states of a site, one after the other, as text that a person can read.
//!
//! A line `== …` starts a state and says what was done. What follows is what differs from the state
//! before, in the first state from the files that every script has: `options: …` as on the command
//! line, `every file is read anew`, and files, each below a line `-- path`. A file that is gone has
//! `(gone)` after its path. A line of a file that would be taken for one of these has `\` before it.
//! What stands before the first state says what the script is about.

use std::collections::BTreeMap;

use crate::common::{at, files_below};

/// Files by path.
pub type Files = BTreeMap<String, String>;

/// Options by their name on the command line, with their value.
pub type Flags = BTreeMap<String, String>;

/// A site and the options that it is built with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// What was done last.
    pub done: String,
    pub files: Files,
    pub flags: Flags,
    /// Whether what did not change is read again too: equal, and not the same.
    pub anew: bool,
}

impl State {
    /// The options as they are written.
    pub fn options(&self) -> String {
        let words = self.flags.iter().map(|(flag, value)| format!("{flag} {value}").trim_end().to_string());
        words.collect::<Vec<_>>().join(" ")
    }
}

/// The files that every script has: a theme that prints all that it sees, and the one in plain words.
pub fn base() -> Files {
    let mut files = Files::new();
    for (path, bytes) in files_below(&at("tests/sites/themes/plain")) {
        files.insert(format!("themes/plain/{path}"), String::from_utf8(bytes).expect("UTF-8"));
    }
    files.insert(
        "themes/whole/theme.yaml".into(),
        "extends: none\nsettings:\n  accent: blue\n  size: 3\n".into(),
    );
    // What the engine calls its whole context has the order of a hash map.
    let base = "{{ site | safe }}\n{{ theme | safe }}\n{{ title }}\n{{ description }}\n{{ canonical_url }}\n{{ social | safe }}\n\
        {{ feeds | safe }}\n\
        {{ json_ld_html | safe }}\n{{ page | safe }}\n{% block kind %}{% endblock kind %}\n";
    files.insert("themes/whole/templates/base.html".into(), base.into());
    for kind in TEMPLATES {
        let text =
            format!("{{% extends \"base.html\" %}}\n{{% block kind %}}\n{kind}\n{{% endblock kind %}}\n");
        let name = if kind.contains('.') { kind.to_string() } else { format!("{kind}.html") };
        files.insert(format!("themes/whole/templates/{name}"), text);
    }
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1200 630\">\
        <text y=\"40\" font-size=\"9\">{{ page }}</text></svg>";
    files.insert("themes/whole/templates/social-card.svg".into(), drawing.into());
    files
}

/// The templates that a theme needs.
const TEMPLATES: [&str; 30] = [
    "404",
    "archive",
    "article",
    "articles",
    "briefing",
    "briefings",
    "card",
    "company",
    "email",
    "email.txt",
    "entities",
    "event",
    "events.ics",
    "feed.json",
    "feed.xml",
    "figure",
    "figures",
    "home",
    "moved",
    "names.js",
    "page",
    "person",
    "publication",
    "quote",
    "quotes",
    "stories",
    "story",
    "timeline",
    "topic",
    "topics",
];

/// The text of a script.
pub fn print(about: &str, states: &[State]) -> String {
    let mut text = format!("{}\n", about.trim_end());
    let mut before = State { files: base(), ..State::default() };
    for state in states {
        text.push_str(&format!("\n== {}\n", state.done.replace('\n', " ")));
        if state.flags != before.flags {
            text.push_str(&format!("options: {}\n", state.options()));
        }
        if state.anew {
            text.push_str("every file is read anew\n");
        }
        for path in before.files.keys().filter(|path| !state.files.contains_key(*path)) {
            text.push_str(&format!("-- {path} (gone)\n"));
        }
        for (path, content) in state.files.iter().filter(|(path, new)| before.files.get(*path) != Some(new)) {
            text.push_str(&format!("-- {path}\n"));
            content.lines().for_each(|line| text.push_str(&format!("{}\n", escaped(line))));
        }
        before.clone_from(state);
    }
    text
}

fn escaped(line: &str) -> String {
    let odd = ["== ", "-- ", "\\"].iter().any(|start| line.starts_with(start));
    if odd { format!("\\{line}") } else { line.to_string() }
}

/// The states of a script.
pub fn parse(text: &str) -> Vec<State> {
    let mut states: Vec<State> = Vec::new();
    let mut file: Option<String> = None;
    for line in text.lines() {
        if let Some(done) = line.strip_prefix("== ") {
            let mut last = states.last_mut();
            // The empty line before this one belongs to no file.
            if let Some(content) = file.take().and_then(|file| last.as_mut()?.files.get_mut(&file)) {
                content.pop();
            }
            let before = last.cloned().unwrap_or_else(|| State { files: base(), ..State::default() });
            states.push(State { done: done.to_string(), anew: false, ..before });
        } else if let Some(state) = states.last_mut() {
            parse_line(state, &mut file, line);
        }
    }
    states
}

fn parse_line(state: &mut State, file: &mut Option<String>, line: &str) {
    if let Some(path) = line.strip_prefix("-- ") {
        match path.strip_suffix(" (gone)") {
            Some(gone) => drop(state.files.remove(gone)),
            None => drop(state.files.insert(path.to_string(), String::new())),
        }
        *file = Some(path.to_string());
    } else if let Some(content) = file.as_ref().and_then(|file| state.files.get_mut(file)) {
        content.push_str(line.strip_prefix('\\').unwrap_or(line));
        content.push('\n');
    } else if let Some(options) = line.strip_prefix("options:") {
        state.flags = flags(options);
    } else if line == "every file is read anew" {
        state.anew = true;
    } else {
        assert!(line.is_empty(), "no such line before the files of a state: {line}");
    }
}

/// Options as they are written, by their name.
pub fn flags(options: &str) -> Flags {
    let mut flags = Flags::new();
    let mut words = options.split_whitespace().peekable();
    while let Some(flag) = words.next() {
        let value = words.next_if(|word| !word.starts_with("--")).unwrap_or_default();
        flags.insert(flag.to_string(), value.to_string());
    }
    flags
}
