//! A site with something in every field that a reader of `staff` may not see.

use std::collections::BTreeSet;

use super::common;
use clipsheet::parse::Sources;

/// Words that nobody has used before.
pub struct Canaries {
    state: u64,
    pub all: Vec<String>,
}

impl Canaries {
    pub fn new(seed: u64) -> Self {
        Self { state: seed, all: Vec::new() }
    }

    fn letter(&mut self) -> char {
        // An odd multiplier and an odd addend: Knuth's MMIX.
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + u8::try_from((self.state >> 40) % 26).unwrap())
    }

    fn word(&mut self) -> String {
        let word: String = std::iter::once('z').chain((0..9).map(|_| self.letter())).collect();
        self.all.push(word.clone());
        word
    }

    /// The text with a new word for each `@`.
    fn plant(&mut self, text: &str) -> String {
        let mut parts = text.split('@');
        let mut planted = parts.next().unwrap_or_default().to_string();
        for part in parts {
            planted.push_str(&self.word());
            planted.push_str(part);
        }
        planted
    }
}

const SETTINGS: &str = r#"title: The Desk
base_url: https://desk.example
visibility: public
audiences: {staff: {}, board: {includes: [staff]}}
default_audience: staff
files: {"board/**": board, "note.txt": board}
topics: {seen: Seen, hidden: "@ @"}
metrics: {revenue: {label: Revenue, unit: USD}, gain: {label: "@", unit: "@"}}
"#;

/// Each in front of its kind's folder; the file's name is a canary too.
const RECORDS: [(&str, &str); 6] = [
    (
        "companies",
        "name: \"@ Works\"\naliases: [\"@\"]\npart_of: acme\nproducts: [\"@\", Rocket \"@\"]\nticker: \"@\"\nwebsite: https://@.example/@\nsector: \"@\"\nsummary: \"The @ one\"",
    ),
    (
        "people",
        "name: \"Ann @\"\naliases: [\"@\"]\nroles: [{title: \"@\", at: acme, since: \"2019\", until: \"2020\"}]\nsummary: \"@\"",
    ),
    ("publications", "name: \"@\"\naliases: [\"@\"]\nwebsite: https://@.example\nsummary: \"@\""),
    (
        "stories",
        "title: \"@\"\nsummary: \"@\"\nevent: memo-sent\ndocuments: [{id: \"@\", title: \"@\", author: acme, date: \"2026\"}]\njoin: []\nkeep_apart: []",
    ),
    (
        "briefings",
        "title: \"@\"\ndate: \"2026-04-14\"\nlead: {article: open, comment: \"@\"}\nsections: [{heading: \"@\", items: [{story: tale, comment: \"@\"}]}]",
    ),
    ("pages", "title: \"@\"\nsummary: \"@\""),
];

const COMMON: &str = "slug: \"@\"\nredirect_from: [\"/@/\"]\naudience: board\ndraft: false\nembargo: 2020-01-01\nexpires: 2030-01-01\n";

const BODY: &str = "## @ and @\n\nA @ goes *there*,\n\n[on](https://@.example/),\n\n![the @](/pic.svg)\n\n- @\n- one two three four five six @ seven eight nine ten eleven twelve\n";

const ARTICLE: &str = r#"title: "@ and @"
dek: "@"
section: "@"
publication: wire
published: 2026-04-14
retrieved: 2026-04-15
authors: ["Bo @"]
url: https://example.org/@
language: en
image: {src: /board/pic.svg, alt: "@", caption: "@", credit: "@"}
topics: [hidden, "@"]
story: tale
summary: "@"
corrections: [{date: 2026-04-16, text: "@ it was."}]
credits: [{to: wire, how: "@"}]
rights: full
skip: [{until: "Start"}, {from: "Stop"}]
"#;

const ARTICLE_BODY: &str = "Menu\n\nStart @ and say: \"We go @ now\". It cost up to $5 @ million. On Friday, the @ day.\n\nStop here\n";

/// Of an article that is seen: what is withheld of it.
const OPEN_SIDECAR: &str = r#"quotes:
  - {id: "@", exact: "We came", suffix: " in", speaker: acme, role: "@", in: paper, via: [{source: wire, how: "@"}], about: [acme], audience: board}
  - {id: shown, exact: "and saw it", speaker: acme}
events:
  - {id: "@", exact: in May, event: "@", date: "2026-05", said: "@ May", title: "@ happens", entities: [acme], acknowledge: "@", audience: board}
figures:
  - {id: "@", exact: "up to $7", prefix: "paid ", company: acme, metric: gain, value: 7, unit: USD, bound: at-most, status: planned, said_by: acme, as_of: "2026", disputes: [], acknowledge: "@", audience: board}
  - {id: "@", exact: "up to $7", company: acme, metric: revenue, low: 5, high: 7, unit: USD, audience: board}
relations:
  - {id: "@", exact: to Sub, from: acme, to: sub, kind: "@", since: "2020", until: "2021", audience: board}
claims:
  - {id: "@", exact: saw it, company: acme, question: "@", says: "@", acknowledge: "@", audience: board}
mentions:
  - {exact: it, suffix: ", in", link: true, entity: acme, audience: board}
notes:
  - {id: "@", exact: in May, text: "Says *@* [there](/about/)", audience: board}
"#;

/// An article with a passage that is withheld.
const REDACTED: (&str, &str) = (
    "---\ntitle: Redacted\n---\nSeen by all. The @ of @ is near. Seen as well.\n",
    "redactions:\n  - {id: \"@\", exact: \"The @ of @ is near.\", audience: board}\n",
);

/// A briefing that is seen, with parts that are not.
const BRIEFING: &str = "title: Edition\ndate: 2026-04-15\nlead: {article: open, comment: \"@\", audience: board}\nsections:\n  \
    - {heading: Seen, items: [{quote: open#shown, comment: \"@\", audience: board}, {article: open, comment: Fine}]}\n  \
    - {heading: \"@\", items: [{figure: acme/revenue, comment: \"@\"}, {timeline: acme, comment: \"@\"}], audience: board}";

/// An article on a story that is withheld, withheld itself.
fn on_the_story(c: &mut Canaries, files: &mut Vec<(String, String)>, story: &str) {
    let id = story.trim_start_matches("content/stories/").trim_end_matches(".md");
    let article = c.word();
    let text = format!("---\ntitle: \"@\"\nstory: {id}\naudience: board\n---\nSent on Friday, the @ day.\n");
    files.push((format!("content/articles/{article}.md"), c.plant(&text)));
    let event =
        "events:\n  - {id: sent, exact: on Friday, event: memo-sent, date: \"2026-04\", title: \"@\"}\n";
    files.push((format!("content/articles/{article}.yaml"), c.plant(event)));
}

/// Its sources, and what is planted in them.
pub fn site(seed: u64) -> (Sources, Vec<String>) {
    let mut c = Canaries::new(seed);
    let mut files: Vec<(String, String)> = vec![("content/site.yaml".into(), c.plant(SETTINGS))];
    for (folder, record) in RECORDS {
        let path = format!("content/{folder}/{}.md", c.word());
        let text = format!("---\n{record}\n{COMMON}---\n{BODY}");
        if folder == "stories" {
            on_the_story(&mut c, &mut files, &path);
        }
        files.push((path, c.plant(&text)));
    }
    let id = c.word();
    files.push((
        format!("content/articles/{id}.md"),
        c.plant(&format!("---\n{ARTICLE}{COMMON}---\n{ARTICLE_BODY}")),
    ));
    let sidecar = "notes:\n  - {id: \"@\", exact: On Friday, text: \"@\"}\n";
    files.push((format!("content/articles/{id}.yaml"), c.plant(sidecar)));
    files.push(("content/articles/open.md".into(), "---\ntitle: Open\ntopics: [seen]\nstory: tale\n---\nWe came in May and saw it, in all. They paid up to $7 to Sub.\n".into()));
    files.push(("content/articles/open.yaml".into(), c.plant(OPEN_SIDECAR)));
    // The passage is the same in both files.
    let (mut words, mut text) = (Vec::new(), REDACTED.0.to_string());
    for _ in 0..2 {
        words.push(c.word());
        text = text.replacen('@', words.last().unwrap(), 1);
    }
    let sidecar = c.plant(&REDACTED.1.replace("The @ of @", &format!("The {} of {}", words[0], words[1])));
    files.push(("content/articles/redacted.md".into(), text));
    files.push(("content/articles/redacted.yaml".into(), sidecar));
    files.push((
        "content/briefings/edition.md".into(),
        format!("---\n{}\n---\nDear all.\n", c.plant(BRIEFING)),
    ));
    for (path, text) in [
        ("content/companies/acme.md", "---\nname: Acme\n---\n"),
        ("content/companies/sub.md", "---\nname: Sub\n---\n"),
        ("content/publications/wire.md", "---\nname: The Wire\n---\n"),
        ("content/stories/tale.md", "---\ntitle: The tale\ndocuments: [{id: paper, title: A paper}]\n---\n"),
        ("content/pages/about.md", "---\ntitle: About\n---\n"),
        ("content/static/pic.svg", "<svg/>"),
        ("content/static/board/pic.svg", "<svg></svg>"),
    ] {
        files.push((path.into(), text.into()));
    }
    files.push((format!("content/static/board/{}.csv", c.word()), c.plant("year;@\n2026;\"@\"\n")));
    files.push(("content/static/note.txt".into(), c.plant("one two three four five six @ seven eight\n")));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    (common::sources(&files), c.all)
}

/// The keys that stand in the site, whatever their values.
pub fn keys() -> BTreeSet<String> {
    let texts = RECORDS.iter().map(|(_, text)| *text);
    let texts = texts.chain([SETTINGS, COMMON, ARTICLE, OPEN_SIDECAR, REDACTED.1, BRIEFING]);
    let mut keys = BTreeSet::new();
    for text in texts {
        for (at, _) in text.match_indices(':') {
            let before = &text[..at];
            let start = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_').map_or(0, |at| at + 1);
            keys.insert(before[start..].to_string());
        }
    }
    keys
}
