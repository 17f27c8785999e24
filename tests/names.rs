//! Names of companies, people and publications in the text of an article.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

const COMPANIES: [(&str, &str); 6] = [
    ("content/companies/openai.md", "---\nname: OpenAI\n---\n"),
    (
        "content/companies/microsoft.md",
        "---\nname: Microsoft\nproducts: [Azure, Azure OpenAI Service]\n---\n",
    ),
    ("content/companies/meta.md", "---\nname: Meta\naliases: [Facebook, \"Meta's Lab\"]\n---\n"),
    ("content/companies/toyota.md", "---\nname: トヨタ\n---\n"),
    ("content/people/jo.md", "---\nname: Jo Müller\naliases: [Müller]\n---\n"),
    ("content/publications/cnbc.md", "---\nname: CNBC\n---\n"),
];

/// The text of an article with each linked name as `[name→id]`.
fn linked(text: &str, sidecar: &str) -> String {
    let article = format!("---\ntitle: T\n---\n{text}");
    let mut files = vec![
        ("content/site.yaml", "title: T"),
        ("content/articles/a.md", &article),
        ("content/articles/a.yaml", sidecar),
    ];
    files.extend(COMPANIES);
    let page = common::page(&common::sources(&files), "articles/a/index.html");
    let body = page.split_once("<div class=\"body text\">").expect("a body").1;
    let body = body.split_once("</div>").expect("its end").0;
    let mut shown = String::new();
    for (i, part) in body.split("<a class=\"name\"").enumerate() {
        if i == 0 {
            shown.push_str(part);
            continue;
        }
        let (_, part) = part.split_once(" href=\"").expect("an address");
        let (url, rest) = part.split_once('"').expect("a link");
        let (_, rest) = rest.split_once('>').expect("the end of its tag");
        let (name, rest) = rest.split_once("</a>").expect("its end");
        let id = url.split('/').rev().nth(1).expect("a folder");
        shown.push_str(&format!("[{name}→{id}]{rest}"));
    }
    // Where headings can be linked to is another matter.
    let mut parts = shown.split(" id=\"h-");
    let mut shown = parts.next().unwrap_or_default().to_string();
    shown.extend(parts.map(|rest| rest.split_once('"').expect("its end").1));
    shown.trim().replace("<p>", "").replace("</p>", "").replace('\n', "|")
}

fn check(text: &str, expect: &str) {
    assert_eq!(linked(text, ""), expect, "{text}");
}

fn corrected(text: &str, mentions: &str, expect: &str) {
    assert_eq!(linked(text, &format!("mentions: [{mentions}]")), expect, "{text}");
}

#[test]
fn names_aliases_and_products() {
    check("OpenAI rose.", "[OpenAI→openai] rose.");
    check("Facebook fell.", "[Facebook→meta] fell.");
    check("Azure grew.", "[Azure→microsoft] grew.");
    check("Jo Müller told CNBC.", "[Jo Müller→jo] told [CNBC→cnbc].");
    check("Jo Mu\u{308}ller spoke.", "[Jo Mu\u{308}ller→jo] spoke.");
    check("openai and META", "openai and META");
}

#[test]
fn the_longest_name_wins() {
    check("Azure OpenAI Service", "[Azure OpenAI Service→microsoft]");
    check("Azure OpenAI Services", "[Azure→microsoft] [OpenAI→openai] Services");
    check("Meta’s Lab", "[Meta’s Lab→meta]");
}

#[test]
fn only_whole_words() {
    check("Metadata, Metas, xMeta, Meta_x", "Metadata, Metas, xMeta, Meta_x");
    check("(Meta), “Meta”, Meta-led", "([Meta→meta]), “Meta”, Meta-led");
    check("Meta's", "[Meta→meta]'s");
    check("新型トヨタ車", "新型[トヨタ→toyota]車");
}

#[test]
fn the_first_in_each_section() {
    check("Meta, Meta\n\nMeta", "[Meta→meta], Meta|Meta");
    check("Meta\n\n## One\n\nMeta and Meta", "[Meta→meta]|<h2>One</h2>|[Meta→meta] and Meta");
}

#[test]
fn not_in_links_headings_and_code() {
    check("`Meta` Meta", "<code>Meta</code> [Meta→meta]");
    check("# Meta\n\nMeta", "<h2>Meta</h2>|[Meta→meta]");
    check("[Meta](https://example.org/) Meta", "<a href=\"https://example.org/\">Meta</a> [Meta→meta]");
    check("*Me*ta", "<em>Me</em>ta");
}

#[test]
fn corrections() {
    corrected("Meta Meta", "{exact: Meta, suffix: Meta, link: false}", "Meta [Meta→meta]");
    corrected("the search giant", "{exact: search giant, entity: openai}", "the [search giant→openai]");
    corrected("Meta, then the firm", "{exact: the firm, entity: meta}", "[Meta→meta], then [the firm→meta]");
    corrected("Meta won", "{exact: Meta, entity: OpenAI}", "[Meta→openai] won");
}
