//! Addresses: folders, redirects, sites that are published under a path, ports.

use clipsheet::serve::{Preview, Report, ServeOptions, Shown};

use crate::client::Asked;
use crate::{Running, common, options};

#[test]
fn a_folder_without_its_slash_is_led_to_it() {
    let running = Running::with(&[("a b/index.html", "page"), ("a b/c.txt", ""), ("d/e.txt", "")]);
    for (target, to) in [
        ("/a%20b", "/a%20b/"),
        ("/a%20b?x=1&y=%2F", "/a%20b/?x=1&y=%2F"),
        ("/%61%20b", "/a%20b/"),
        ("/a%20b?", "/a%20b/?"),
    ] {
        let answer = running.get(target, &[]);
        assert_eq!((answer.status, answer.header("location")), (307, Some(to)), "{target}");
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    assert_eq!(running.get("/a%20b/", &[]).status, 200);
    assert_eq!(running.get("/a%20b/index.html", &[]).status, 200);
    // A folder without a page is nothing, and lists nothing.
    for target in ["/d", "/d/"] {
        let answer = running.get(target, &[]);
        assert_eq!(answer.status, 404, "{target}");
        assert!(!answer.text().contains("e.txt"));
    }
}

#[test]
fn a_site_under_a_path_is_served_under_it() {
    let sources = common::sources(&[
        ("content/site.yaml", "title: T\nbase_url: https://example.com/n%20ews/desk\n"),
        ("content/static/a/index.html", "inside"),
    ]);
    let tree = common::tree(&sources, &common::options());
    let running = Running::empty(options());
    running.preview.publish(
        tree,
        Some("https://example.com/n%20ews/desk"),
        Report::default(),
        Shown::default(),
    );
    assert!(running.get("/n%20ews/desk/a/", &[]).text().starts_with("inside"));
    for (target, to) in [
        ("/", "/n%20ews/desk/"),
        ("/n%20ews/desk", "/n%20ews/desk/"),
        ("/n%20ews/desk?x", "/n%20ews/desk/?x"),
        ("/a", "/n%20ews/desk/a/"),
        ("/a/", "/n%20ews/desk/a/"),
        ("/n%20ews/desk/a", "/n%20ews/desk/a/"),
        ("/robots.txt", "/n%20ews/desk/robots.txt"),
    ] {
        let answer = running.get(target, &[]);
        assert_eq!((answer.status, answer.header("location")), (307, Some(to)), "{target}");
    }
    // The links of the page for where there is none start at the root.
    let missing = running.get("/n%20ews/desk/nowhere/at/all", &[]);
    assert_eq!(missing.status, 404);
    let html = missing.text();
    let link = html.split("href=\"").find(|rest| rest.starts_with('/')).expect("a link from the root");
    let link = link.split('"').next().expect("its end");
    assert_eq!(running.get(link, &[]).status, 200, "{link}");
    for nowhere in ["/n%20ews/", "/n%20ews/nowhere", "/n%20ews/desk//a/", "/nowhere"] {
        assert_eq!(running.get(nowhere, &[]).status, 404, "{nowhere}");
    }
}

#[test]
fn no_base_url_makes_a_redirect_leave_the_preview() {
    for base_url in [
        "https://x//evil.example",
        "https://x/%2Fevil.example",
        "https://x/%5Cevil.example",
        "https://x/\\evil.example",
        "x",
    ] {
        let running = Running::empty(options());
        running.preview.publish(crate::tree(&[]), Some(base_url), Report::default(), Shown::default());
        let answer = running.get("/theme/style.css", &[]);
        let to = answer.header("location").unwrap_or("/fine");
        assert!(to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'), "{base_url}: {to}");
    }
}

#[test]
fn both_loopback_addresses_are_one_preview() {
    let preview =
        Preview::start(&ServeOptions { port: Some(0), ..ServeOptions::default() }).expect("a preview");
    preview.publish(crate::tree(&[("a.txt", "Text")]), None, Report::default(), Shown::default());
    let url = preview.urls()[0].clone();
    let port: u16 =
        url.trim_end_matches('/').rsplit(':').next().and_then(|p| p.parse().ok()).expect("a port");
    assert_eq!(Asked::get(port, "/a.txt").answer().text(), "Text");
    assert!(!preview.is_exposed());
    if url.contains("localhost") {
        use std::io::{Read, Write};
        let mut newer =
            std::net::TcpStream::connect((std::net::Ipv6Addr::LOCALHOST, port)).expect("a connection");
        let request = format!("GET /a.txt HTTP/1.1\r\nHost: [::1]:{port}\r\nConnection: close\r\n\r\n");
        newer.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        newer.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("Text"), "{answer}");
    }
}

#[test]
fn any_address_is_exposed() {
    let everywhere = std::net::Ipv4Addr::UNSPECIFIED.into();
    let options = ServeOptions {
        bind: Some(everywhere),
        port: Some(0),
        hosts: vec!["desk.local".into()],
        ..ServeOptions::default()
    };
    let preview = Preview::start(&options).expect("a preview");
    assert!(preview.is_exposed());
    assert_eq!(preview.urls().len(), 2);
    assert!(preview.urls()[1].starts_with("http://desk.local:"));
}
