//! A theme sees its page's view and nothing else.
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

/// The page `about/` through a template of the site's own.
fn page(template: &str) -> Result<String, String> {
    let sources = common::sources(&[
        ("content/site.yaml", "title: A & B"),
        ("content/pages/about.md", "---\ntitle: \"<i>About</i>\"\n---\nText."),
        ("themes/default/templates/page.html", template),
    ]);
    match common::report(&sources) {
        report if report.is_empty() => Ok(common::page(&sources, "about/index.html")),
        report => Err(report),
    }
}

#[test]
fn a_file_of_the_site_goes_before_the_embedded_one() {
    assert_eq!(page("own {{ site.title }}").expect("a page"), "own A &amp; B");
    let extended =
        page("{% extends \"base.html\" %}{% block content %}mine{% endblock content %}").expect("a page");
    assert!(extended.contains("<html") && extended.contains("mine"));
}

#[test]
fn what_is_printed_is_escaped() {
    assert_eq!(page("{{ title }}").expect("a page"), "&lt;i&gt;About&lt;/i&gt;");
}

#[test]
fn nothing_but_the_view_can_be_seen() {
    for template in [
        "{{ config }}",
        "{{ page.secret }}",
        "{{ get_env(name=\"HOME\") }}",
        "{{ load_data(path=\"x\") }}",
        "{{ get_page(path=\"x\") }}",
        "{{ now() }}",
        "{{ get_random(start=0, end=1) }}",
        "{% include \"../../content/site.yaml\" %}",
    ] {
        let report = page(template).expect_err(template);
        assert!(report.contains("error[template-error]"), "{template}: {report}");
        assert!(report.contains("themes/default/templates/page.html"), "{template}: {report}");
    }
}

/// A base has the blocks that the embedded pages fill.
const PLAIN: &str = "plain{% block title %}{% endblock title %}{% block head %}{% endblock head %}\
    {% block masthead %}{% endblock masthead %}{% block content %}{% endblock content %}\
    {% block footer %}{% endblock footer %}";

#[test]
fn another_theme_by_name() {
    let sources = common::sources(&[
        ("content/site.yaml", "title: T\ntheme: plain"),
        ("themes/plain/templates/base.html", PLAIN),
        ("themes/plain/static/own.css", "p {}"),
    ]);
    assert_eq!(common::report(&sources), "");
    assert!(common::page(&sources, "index.html").starts_with("plain"));
    assert_eq!(common::page(&sources, "theme/own.css"), "p {}");
    let tree = common::built(&sources).value.tree.expect("a tree");
    assert!(
        tree.files().keys().any(|path| path.as_str().starts_with("theme/style.")),
        "what the theme lacks comes from the embedded one"
    );
}

/// The built-in templates ask for the built-in settings, whatever a site's `theme.yaml` says.
#[test]
fn a_theme_yaml_for_the_built_in_theme_keeps_its_settings() {
    let mut files = vec![
        ("content/site.yaml", "title: T\ntheme_settings: {mine: b, footer: At the foot}"),
        ("themes/default/theme.yaml", "settings: {mine: a, front_articles: 1}"),
    ];
    for article in ["content/articles/a.md", "content/articles/b.md"] {
        files.push((article, "---\ntitle: A\n---\nText."));
    }
    let home = common::page(&common::sources(&files), "index.html");
    assert!(home.contains("At the foot"), "{home}");
    assert_eq!(home.matches("<article").count(), 1, "{home}");
}

/// Settings are what a site asks of its own theme; another one on the command line has others.
#[test]
fn another_theme_on_the_command_line_does_without_the_settings() {
    let sources = common::sources(&[
        ("content/site.yaml", "title: T\ntheme: mine\ntheme_settings: {loud: true}"),
        ("themes/mine/theme.yaml", "settings: {loud: false}"),
    ]);
    assert_eq!(common::report(&sources), "");
    let theme = clipsheet::value::Id::parse("default").ok();
    let options = clipsheet::build::Options { theme, ..common::options() };
    let built = clipsheet::build::build(&sources, &options, &mut clipsheet::memo::Memo::default())
        .expect("options that fit");
    assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
}
