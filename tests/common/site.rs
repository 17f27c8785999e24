//! A small site with every kind of record and annotation. Each key and each line of text has a line
//! of its own, so that tests can change them one by one.

/// Its files by path.
pub const SITE: &[(&str, &str)] = &[
    ("content/site.yaml", SETTINGS),
    ("content/articles/memo.md", MEMO),
    ("content/articles/memo.yaml", MEMO_SIDECAR),
    ("content/articles/other.txt", "One line about Acme.\nAnother: \"frankly staggering\".\n"),
    ("content/articles/other.yaml", OTHER_SIDECAR),
    ("content/companies/acme.md", ACME),
    ("content/companies/sub.md", "---\nname: Sub\npart_of: acme\n---\n"),
    (
        "content/people/ann-lee.md",
        "---\nname: Ann Lee\nroles: [{title: Chief, at: acme, since: \"2019\"}]\n---\n",
    ),
    ("content/publications/wire.md", "---\nname: The Wire\n---\n"),
    ("content/stories/matter.md", MATTER),
    ("content/pages/about.md", "---\ntitle: About\nslug: about\n---\nHello.\n"),
    ("content/static/a.css", "body {}\n"),
    ("themes/default/templates/page.html", include_str!("../../themes/default/templates/page.html")),
    ("themes/default/templates/article.html", include_str!("../../themes/default/templates/article.html")),
];

const SETTINGS: &str = r#"title: The Desk
tagline: t
place: Brisbane
language: en
timezone: Europe/Berlin
urls: index
visibility: public
menu: [{label: About, url: /about/}]
metrics: {revenue: {label: Revenue, unit: USD}}
units: {seats: seats}
topics: {cloud: Cloud}
"#;

const MEMO: &str = r#"---
title: A memo
dek: d
publication: wire
published: 2026-04-14
authors: [Ann]
topics: [cloud]
story: matter
summary: s
credits: [{to: wire, how: first-reported}]
skip: [{until: "The demand"}]
---
Menu

The demand is "frankly *staggering*", Ann Lee of Acme wrote, and [more](other.txt).

| a | b |
|---|---|
| Acme grew by 5 % | x |

> It cost up to $50 billion, she said.[^1]

[^1]: Late in *March*.
"#;

const MEMO_SIDECAR: &str = r#"quotes:
  - id: staggering
    exact: ["frankly", staggering]
    speaker: ann-lee
    role: Chief
    in: note
    via: [{source: wire, how: viewed}]
    about: [acme]
events:
  - id: sent
    exact: Late in March
    event: sent
    date: "2026-03-2X"
    said: late
    title: It is sent
    entities: [acme]
figures:
  - id: cost
    exact: up to $50 billion
    company: acme
    metric: revenue
    value: 50e9
    unit: USD
    bound: at-most
    status: planned
    as_of: "2026-02"
    said_by: ann-lee
relations:
  - id: owns
    exact: Ann Lee of Acme
    from: acme
    to: sub
    kind: owner-of
    since: "2020"
claims:
  - id: grew
    exact: Acme grew by 5 %
    company: acme
    question: growth
    says: it grew
mentions:
  - exact: Acme
    suffix: " wrote"
    link: false
  - exact: she
    entity: ann-lee
    suffix: " said"
notes:
  - id: n
    exact: she said
    text: "*Who*?"
"#;

const OTHER_SIDECAR: &str = r#"article:
  title: Another
  story: matter
  rights: full
quotes:
  - id: same
    exact: frankly staggering
    speaker: ann-lee
"#;

const ACME: &str = r#"---
name: Acme
aliases: [Acme Inc.]
products: [Rocket]
ticker: ACM
website: https://acme.example
---
It makes *rockets*. See [the memo](../articles/memo.md).
"#;

const MATTER: &str = r#"---
title: The matter
documents: [{id: note, title: A note, author: ann-lee, date: "2026-04"}]
---
"#;
