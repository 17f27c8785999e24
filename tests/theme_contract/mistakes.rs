//! The checker sees mistakes.

use std::collections::BTreeMap;

use super::check::Checker;
use super::messages::is_said_by;
use super::repository::{contract, templates};

/// What the checker says of a template beside those of the theme, as one that shows `page`.
pub fn said_of(page: &str, template: &str) -> String {
    let mut texts: BTreeMap<String, String> = templates();
    texts.insert("x.html".to_string(), template.to_string());
    let mut checker = Checker::new(contract(), &texts);
    checker.page("x.html", page);
    let said: Vec<String> = checker.mistakes.iter().map(ToString::to_string).collect();
    said.join("\n")
}

#[test]
fn what_is_right_is_left_alone() {
    let right = [
        ("HomePage", "{% for a in page.articles[:theme.front_articles] %}{{ a.title }}{% endfor %}"),
        ("ArticlePage", "{% if not page.image %}none{% else %}{{ page.image.url }}{% endif %}"),
        ("ArticlePage", "{% if page.image and page.image.credit %}{{ page.image.credit }}{% endif %}"),
        ("ArticlePage", "{% if page.withheld == 'link' %}{{ page.withheld }}{% endif %}"),
        ("ArticlePage", "{{ page.body_html | safe }}{# {{ page.nothing }} #}"),
        ("EventPage", "{% if page.later %}{{ <link to={page.later} /> }}{% endif %}"),
        ("TopicsPage", "{% for t in page.topics %}{{ loop.index ~ t.label }}{% else %}none{% endfor %}"),
        ("TopicsPage", "{% if page.topics | length > 1 and not site.internal %}{{ title }}{% endif %}"),
    ];
    for (page, template) in right {
        assert_eq!(said_of(page, template), "", "{template}");
    }
}

/// The page's view, a template with a mistake, and what is said of it.
const WRONG: [(&str, &str, &str); 31] = [
    (
        "TopicPage",
        "\n{{ page.lable }}",
        "x.html:2: there is no `page.lable`: `page` (TopicPage) has label, articles",
    ),
    (
        "TopicPage",
        "{{ pages.label }}",
        "there is no `pages` here; there is breadcrumbs, canonical_url, description",
    ),
    ("TopicPage", "{{ site.tagline.words }}", "`site.tagline` (optional text) may be absent here"),
    ("TopicPage", "{% if page.hidden %}x{% endif %}", "there is no `page.hidden`"),
    ("TopicPage", "{% if site.internal %}{{ page.hidden }}{% endif %}", "there is no `page.hidden`"),
    ("TopicPage", "{% if site.internal %}{% elif page.hidden %}{% endif %}", "there is no `page.hidden`"),
    (
        "TopicPage",
        "{% if site.internal %}{% else %}{{ page.hidden }}{% endif %}",
        "there is no `page.hidden`",
    ),
    (
        "TopicPage",
        "{% for a in page.articles %}{{ a.name }}{% endfor %}",
        "there is no `a.name`: `a` (ArticleCard)",
    ),
    ("TopicPage", "{% for a in page.articles %}{% else %}{{ a.url }}{% endfor %}", "there is no `a` here"),
    ("TopicPage", "{% for a in page.articles %}{{ loop.count }}{% endfor %}", "there is no `loop.count`"),
    ("TopicPage", "{{ loop.first }}", "there is no `loop` here"),
    ("TopicPage", "{% for a in page.label %}{% endfor %}", "`page.label` (text) is no list"),
    ("TopicPage", "{% for a in page.articles %}{% set b = 1 %}{% endfor %}{{ b }}", "there is no `b` here"),
    ("TopicPage", "{% if page.events %}{% set b = 1 %}{% endif %}{{ b }}", "there is no `b` here"),
    ("TopicPage", "{% set b = page %}{{ b.hidden }}", "there is no `b.hidden`"),
    (
        "TopicPage",
        "{% extends 'base.html' %}{% block content %}{{ page.hidden }}{% endblock %}",
        "`page.hidden`",
    ),
    ("TopicPage", "{% include 'gone.html' %}", "there is no template `gone.html`"),
    ("TopicPage", "{{ theme.front_page }}", "there is no `theme.front_page`: `theme` (settings) has footer"),
    ("TopicPage", "{{ page.articles[:theme.footer] }}", "`theme.footer` (text) is no number"),
    ("TopicPage", "{{ <date_words date={page} /> }}", "there is no `date.day`: `date` (TopicPage) has label"),
    ("TopicPage", "{{ <link to={page.label} /> }}", "`link` takes map as `to`, not text"),
    ("EventPage", "{{ <link to={page.later} /> }}", "`link` takes map as `to`, not optional LinkView"),
    ("TopicPage", "{{ <link /> }}", "`link` needs `to`"),
    ("TopicPage", "{{ <said words='x' of={page} /> }}", "`said` has no parameter `of`"),
    ("TopicPage", "{{ <gone /> }}", "there is no component `gone`"),
    ("TopicPage", "{{ 'gone' | t }}", "there is no message `gone`"),
    ("TopicPage", "{{ 'n_articles' | t }}", "the message `n_articles` needs `n`"),
    ("TopicPage", "{{ 'names' | t(who=page.label) }}", "the message `names` does not use `who`"),
    ("TopicPage", "{{ page.label | safe }}", "`page.label` (text) is no HTML"),
    ("PlainPage", "{{ page.body_html }}", "is HTML and would be shown as text"),
    ("PlainPage", "{% raw %}{% endraw %}", "the checker does not know the tag `raw`"),
];

#[test]
fn what_is_wrong_is_said() {
    for (page, template, wanted) in WRONG {
        let said = said_of(page, template);
        assert!(said.contains(wanted), "{template}\n{said}");
    }
}

#[test]
fn a_component_is_checked_with_the_arguments_of_every_call() {
    let part = "{% component part(of: map) %}\n{{ of.label }}\n{% endcomponent %}";
    let calls = "{{ <part of={page} /> }}{% for t in page.articles %}{{ <part of={t} /> }}{% endfor %}";
    let said = said_of("TopicPage", &format!("{part}{calls}"));
    assert!(said.starts_with("x.html:2: there is no `of.label`: `of` (ArticleCard) has title"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn the_name_of_an_argument_says_no_message() {
    let source = r#"scope.say("title", &[("name", &label)]); json!({"url": x}); link("kind")"#;
    for (key, said) in
        [("title", true), ("name", false), ("url", false), ("kind", true), ("status_new", true)]
    {
        assert_eq!(is_said_by(source, key), said, "{key}");
    }
}
