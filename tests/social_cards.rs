//! The pictures that other sites show beside a link to an article, an edition or a story.
#![cfg(feature = "social-cards")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test")]

mod common;

use clipsheet::build::{Built, Options, build};
use clipsheet::diagnostics::SourceFile;
use clipsheet::memo::Memo;
use clipsheet::output::OutputTree;
use clipsheet::parse::Sources;

const SETTINGS: &str = "title: The Harbour Desk\nbase_url: https://x.test/a\n";
const CARD: &str = "articles/a/social-card.png";

/// A site with one article of each of these titles: `a`, `b`, …
fn site(settings: &str, titles: &[&str]) -> Sources {
    let named = |(at, title): (usize, &&str)| {
        let id = char::from(b'a' + u8::try_from(at).expect("few"));
        let text = format!("---\ntitle: {title}\npublished: 2026-04-12\npublication: p\n---\nText.\n");
        (format!("content/articles/{id}.md"), text)
    };
    let mut files = vec![
        ("content/site.yaml".to_string(), settings.to_string()),
        ("content/publications/p.md".to_string(), "---\nname: The Paper\n---\n".to_string()),
        (
            "content/briefings/e.md".to_string(),
            "---\ntitle: First edition\ndate: 2026-04-13\n---\n".to_string(),
        ),
        ("content/stories/s.md".to_string(), "---\ntitle: Ships\n---\n".to_string()),
    ];
    files.extend(titles.iter().enumerate().map(named));
    Sources::new(files.iter().map(|(path, text)| SourceFile::new(path, text.as_bytes())))
}

fn tree(sources: &Sources) -> OutputTree {
    common::built(sources).value.tree.unwrap_or_else(|| panic!("{}", common::report(sources)))
}

fn text(tree: &OutputTree, path: &str) -> String {
    String::from_utf8(tree.get(path).expect(path).to_vec()).expect("UTF-8")
}

fn cards(tree: &OutputTree) -> Vec<&str> {
    tree.files()
        .iter()
        .map(|(path, _)| path.as_str())
        .filter(|path| path.ends_with(".png") && !path.contains("theme/"))
        .collect()
}

#[test]
fn articles_editions_and_stories_have_one_and_say_where() {
    let tree = tree(&site(&format!("{SETTINGS}visibility: public\n"), &["Ships sail"]));
    assert_eq!(cards(&tree), [CARD, "briefings/e/social-card.png", "stories/s/social-card.png"]);
    for folder in ["articles/a", "briefings/e", "stories/s"] {
        let page = text(&tree, &format!("{folder}/index.html"));
        let said =
            format!("<meta property=\"og:image\" content=\"https://x.test/a/{folder}/social-card.png\">");
        assert!(page.contains(&said), "{page}");
        assert!(page.contains("content=\"summary_large_image\""), "{folder}");
        let picture = tree.get(&format!("{folder}/social-card.png")).expect("a picture");
        let size = imagesize::blob_size(picture).expect("an image");
        assert_eq!((size.width, size.height), (1200, 630));
        assert!(picture.len() < 60_000, "{} bytes", picture.len());
    }
    assert!(!text(&tree, "index.html").contains("og:image"));
    assert!(!text(&tree, "sitemap.xml").contains("social-card"));
    assert!(!text(&tree, "briefings/e/email.html").contains("og:image"));
}

/// Whatever a headline says, it is drawn as text.
#[test]
fn a_headline_is_no_drawing() {
    let titles =
        ["'</text><image href=\"file:///etc/passwd\"/>'", "'&lt; &#0; ]]> <!-- \"q\" {{ x }} {% y %}'"];
    let tree = tree(&site(SETTINGS, &titles));
    let plain = self::tree(&site(SETTINGS, &["Ships sail", "Ships"]));
    assert_eq!(cards(&tree), cards(&plain));
    for path in [CARD, "articles/b/social-card.png"] {
        assert!(tree.get(path).expect("a card") != plain.get(path).expect("a card"), "{path}");
    }
}

#[test]
fn a_site_has_none_without_an_address_or_where_it_wants_none() {
    for settings in ["title: T\n", "title: T\nbase_url: https://x.test\nsocial_cards: false\n"] {
        let tree = tree(&site(settings, &["Ships sail"]));
        assert_eq!(cards(&tree), Vec::<&str>::new());
        assert!(!text(&tree, "articles/a/index.html").contains("og:image"), "{settings}");
    }
}

/// Boxes in the place of letters are worse than no picture.
#[test]
fn a_headline_of_signs_that_the_font_lacks_has_none() {
    let tree = tree(&site(SETTINGS, &["港の船", "سفن", "Ships 🚢", "Größe", "Суда"]));
    assert_eq!(cards(&tree)[..2], ["articles/d/social-card.png", "articles/e/social-card.png"]);
    for article in ["a", "b", "c"] {
        let page = text(&tree, &format!("articles/{article}/index.html"));
        assert!(!page.contains("og:image") && page.contains("content=\"summary\""), "{article}");
    }
    // What else it lacks is left out.
    let site = site(&SETTINGS.replace("The Harbour Desk", "港"), &["Ships"]);
    let alone = common::built(&site).value.tree.expect("a tree");
    assert!(alone.get(CARD).is_some());
}

/// What is drawn is what stands at the head of the page, and nothing else.
#[test]
fn a_picture_says_the_head_of_its_page() {
    let drawn = |change: &dyn Fn(String) -> String| {
        let mut sources = site(SETTINGS, &["Ships sail"]);
        let files: Vec<_> = sources
            .files
            .iter()
            .map(|(path, file)| (path.to_string(), file.text().expect("UTF-8").to_string()))
            .collect();
        sources = Sources::new(files.into_iter().map(|(path, text)| {
            let text = if path.ends_with("articles/a.md") { change(text) } else { text };
            SourceFile::new(&path, text.as_bytes())
        }));
        tree(&sources).get(CARD).expect("a picture").to_vec()
    };
    let same = drawn(&|text| text);
    let with = |line: &'static str| drawn(&move |text| text.replacen("---\n", &format!("---\n{line}\n"), 1));
    assert_eq!(same, drawn(&|text| text + "\nMore of it, and a [link](https://x.test).\n"));
    for line in ["dek: Under it", "summary: In short", "authors: [Ann]", "rights: link", "topics: [t]"] {
        assert_eq!(same, with(line), "{line}");
    }
    assert_ne!(same, with("section: Trade"));
    for (was, is) in [("Ships sail", "Ships stay"), ("2026-04-12", "2026-04-13"), ("publication: p\n", "")] {
        assert_ne!(same, drawn(&move |text| text.replace(was, is)), "{is}");
    }
}

/// Builds one site after the other with one memory, each as a clean build does it, and gives the last.
fn one_after_the_other(sites: &[Sources]) -> Built {
    let mut memo = Memo::default();
    let mut last = Built::default();
    for sources in sites {
        let options = Options { verify: true, ..common::options() };
        last = build(sources, &options, &mut memo).expect("options that fit").value;
        let tree = last.tree.as_ref().expect("a tree");
        assert_eq!(last.stale, []);
        assert!(tree.files().iter().eq(common::built(sources).value.tree.expect("a tree").files().iter()));
    }
    last
}

#[test]
fn a_picture_is_drawn_anew_only_where_it_shows_something_else() {
    let is_drawn = |built: &Built| built.rendered.iter().any(|path| path.as_str() == CARD);
    let first = site(SETTINGS, &["Ships sail", "Two"]);
    let mut styled = first.clone();
    let style = SourceFile::new("themes/default/static/style.css", &b"p { color: red }"[..]);
    styled.files.insert(style.path.clone(), style.into());
    let built = one_after_the_other(&[first.clone(), styled]);
    assert!(built.rendered.iter().any(|path| path.as_str() == "articles/a/index.html"));
    assert!(!is_drawn(&built), "a style sheet draws nothing");
    let other = site(SETTINGS, &["Ships stay", "Two"]);
    assert!(is_drawn(&one_after_the_other(&[first.clone(), other])));
    assert!(is_drawn(&one_after_the_other(&[site("title: T\n", &["Ships sail"]), first.clone()])));
    let without = one_after_the_other(&[first.clone(), site("title: T\n", &["Ships sail"])]);
    assert!(without.tree.expect("a tree").get(CARD).is_none());
    let off = format!("{SETTINGS}social_cards: false\n");
    assert!(!is_drawn(&one_after_the_other(&[first, site(&off, &["Ships sail"])])));
}

#[test]
fn a_theme_draws_its_own_and_a_broken_drawing_is_told_of() {
    let with = |template: &str| {
        let mut sources = site(SETTINGS, &["Ships sail"]);
        let file = SourceFile::new("themes/default/templates/social-card.svg", template.as_bytes());
        sources.files.insert(file.path.clone(), file.into());
        sources
    };
    let own = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 2 1\"><text>{{ title }}</text></svg>";
    let plain = tree(&site(SETTINGS, &["Ships sail"]));
    assert_ne!(tree(&with(own)).get(CARD), plain.get(CARD));
    let broken = with("<svg>\n<text>{{ title }}</svg>");
    assert!(common::built(&broken).value.tree.is_none());
    let report = common::report(&broken);
    assert!(
        report.contains("what this template gives cannot be drawn") && report.contains("social-card.svg:1:1"),
        "{report}"
    );
}

/// What a story is called is what its page says.
#[test]
fn the_picture_of_a_story_says_the_word_of_its_page() {
    let picture = |message: &str| {
        let mut sources = site(SETTINGS, &[]);
        let i18n = format!("messages:\n  {message}: Another word\n");
        let file = SourceFile::new("themes/default/i18n/en.yaml", i18n.as_bytes());
        sources.files.insert(file.path.clone(), file.into());
        tree(&sources).get("stories/s/social-card.png").expect("a picture").to_vec()
    };
    let same = picture("menu");
    assert!(picture("story") != same, "`story` stands at the head of its page");
    assert!(picture("item_story") == same, "`item_story` does not");
}
