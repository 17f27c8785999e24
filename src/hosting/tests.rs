//! What is written for each host.

use super::*;

fn site(base: &str) -> Hosted {
    let to = OutPath::page("articles/new one");
    let redirect = |from: &str| Redirect { from: from.to_string(), to: to.clone() };
    Hosted {
        base: base.to_string(),
        internal: true,
        urls: UrlStyle::Index,
        lasting: ["theme/style.3f2a.css".to_string()].into(),
        encodings: vec![Encoding::Gz, Encoding::Br],
        redirects: vec![redirect("old/ü \"$x'/"), redirect("a.html")],
    }
}

fn text(host: Host, base: &str, path: &str) -> String {
    let mut files = files(host, &site(base)).into_iter();
    files.find(|(own, _)| own.as_str() == path).map(|(_, text)| text).expect("the file")
}

#[test]
fn old_addresses() {
    for (path, from) in
        [("old/index.html", "old/"), ("a/b.html", "a/b.html"), ("a-index.html", "a-index.html")]
    {
        assert_eq!(old_address(&OutPath::file(path).expect(path)), from);
    }
}

#[test]
fn each_spelling_of_an_old_address_is_a_line() {
    let lines = text(Host::Gitlab, "/news/", "_redirects");
    let expected = "\
# Written by clipsheet.
/news/old/%C3%BC%20%22%24x%27 /news/articles/new%20one/index.html 301
/news/old/%C3%BC%20%22%24x%27/ /news/articles/new%20one/index.html 301
/news/old/%C3%BC%20%22%24x%27/index.html /news/articles/new%20one/index.html 301
/news/a.html /news/articles/new%20one/index.html 301
";
    assert_eq!(lines, expected);
    assert!(text(Host::Netlify, "/", "_redirects").lines().skip(1).all(|line| line.ends_with(" 301!")));
}

/// A rule is a path at the start of a line, and its headers are indented.
#[test]
fn headers_are_rules() {
    for host in [Host::Netlify, Host::Cloudflare] {
        let text = text(host, "/", "_headers");
        let rules: Vec<&str> = text.lines().filter(|line| line.starts_with('/')).collect();
        assert_eq!(rules[..2], ["/*", "/theme/style.3f2a.css"]);
        assert!(rules.len() <= lines::rules(&site("/")));
        for line in text.lines().skip(1).filter(|line| !line.starts_with('/')) {
            assert!(line.starts_with("  ") && (line.contains(": ") || line.starts_with("  ! ")), "{line}");
            assert!(line.len() < 2000, "Cloudflare reads no more");
        }
        assert!(text.contains("  X-Robots-Tag: noindex\n") && text.contains("immutable"));
    }
}

#[test]
fn what_a_configuration_names_is_quoted() {
    let nginx = text(Host::Nginx, "/news/", "nginx.conf");
    assert!(nginx.contains(
        "location = \"/news/old/ü \\\"$x'/\" {\n        try_files /.clipsheet-none @clipsheet_news_0;"
    ));
    assert!(nginx.contains("\n    return 301 \"/news/articles/new%20one/index.html\";\n}\n"));
    // Each has what the site's own location has, because it stands outside.
    for rest in nginx.split("\nlocation ").skip(2) {
        assert!(
            rest.contains("absolute_redirect off;") && rest.contains("add_header X-Robots-Tag"),
            "{rest}"
        );
    }
    assert!(nginx.contains("\nlocation = \"/news\" {\n"), "the folder without its slash");
    assert!(!text(Host::Nginx, "/", "nginx.conf").contains("location = \"\""));
    assert_eq!(nginx.matches('{').count(), nginx.matches('}').count());
    let apache = text(Host::Apache, "/news/", ".htaccess");
    assert!(apache.contains(
        "RewriteRule \"^old/ü \\\"\\$x'/$\" \"/news/articles/new\\%20one/index.html\" [R=301,NE,L]"
    ));
    let script = text(Host::S3, "/news/", "_s3/upload.sh");
    assert!(script.contains("--key 'news/old/ü \"$x'\\''/index.html'"), "{script}");
}

#[test]
fn the_policy_lets_nothing_through_that_stands_in_a_page() {
    assert!(!POLICY.contains("unsafe") && POLICY.starts_with("default-src 'none'"));
    assert!(!OWN_STYLE_POLICY.contains("script-src"), "an e-mail runs nothing");
}

#[test]
fn a_drawing_of_the_theme_is_one_of_all_drawings() {
    let mut site = site("/");
    site.lasting.insert("theme/mark.3f2a.svg".to_string());
    let (_, text) = files(Host::Nginx, &site).into_iter().next().expect("a file");
    let (_, rest) = text.split_once("location = \"/theme/mark.3f2a.svg\" {").expect("a location");
    let (own, _) = rest.split_once('}').expect("its end");
    assert!(own.contains(OWN_STYLE_POLICY) && own.contains(LASTING), "{own}");
}

#[test]
fn json_is_json() {
    for (path, text) in
        files(Host::S3, &site("/")).into_iter().filter(|(path, _)| path.as_str().ends_with(".json"))
    {
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert!(value.is_object(), "{path}");
    }
    // Where the script puts it.
    for (base, key) in [("/", "404.html"), ("/news/", "news/404.html")] {
        let value: serde_json::Value =
            serde_json::from_str(&text(Host::S3, base, "_s3/website.json")).expect("JSON");
        assert_eq!(value["ErrorDocument"]["Key"], key);
    }
}

#[test]
fn the_configuration_of_iis_is_xml() {
    use quick_xml::{Reader, XmlVersion, events::Event};
    let mut site = site("/news/");
    site.redirects.push(Redirect { from: "a<b>&c/".to_string(), to: OutPath::page("x") });
    let (_, text) = files(Host::Iis, &site).into_iter().next().expect("a file");
    let mut reader = Reader::from_str(&text);
    let mut values = Vec::new();
    let mut elements = 0;
    loop {
        match reader.read_event().expect("XML") {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) => {
                elements += 1;
                for attribute in element.attributes() {
                    let attribute = attribute.expect("an attribute, each once");
                    values.push(
                        attribute.normalized_value(XmlVersion::Implicit1_0).expect("a value").into_owned(),
                    );
                }
            }
            _ => {}
        }
    }
    assert!(elements > 50, "{text}");
    assert!(values.iter().any(|value| value.contains("a<b>&c/")), "{values:?}");
    assert!(values.iter().any(|value| value.contains(POLICY)));
}
