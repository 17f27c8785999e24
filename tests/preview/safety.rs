//! What preview servers have been broken with: names, paths, methods, and requests that are none.

use std::net::Shutdown;

use crate::client::{Answer, Asked, raw, read_answer};
use crate::{Running, ServeOptions, options, pairs};

/// Whatever is asked, nothing of this machine is told, and nobody else may read it.
fn is_harmless(answer: &Answer, asked: &str) {
    let text = String::from_utf8_lossy(&answer.body);
    assert!(!text.contains("root:"), "{asked}: a file of this machine");
    let here = [env!("CARGO_MANIFEST_DIR"), &*std::env::temp_dir().to_string_lossy()].map(str::to_string);
    for (name, value) in &answer.headers {
        assert!(!name.starts_with("access-control-"), "{asked}: {name}");
        assert!(here.iter().all(|path| !value.contains(path)), "{asked}: {value}");
    }
    assert!(here.iter().all(|path| !text.contains(path)), "{asked}");
    if let Some(to) = answer.header("location") {
        assert!(to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\"), "{asked}: {to}");
    }
}

#[test]
fn no_path_leads_out_of_the_tree() {
    let running = Running::with(&[("a/index.html", ""), ("etc/x/index.html", "")]);
    for target in [
        "/../etc/passwd",
        "/../../../../../../etc/passwd",
        "/a/../../etc/passwd",
        "/a/../a/",
        "/./a/",
        "/%2e%2e/etc/passwd",
        "/%2e%2e%2fetc%2fpasswd",
        "/%2E%2E/%2E%2E/etc/passwd",
        "/.%2e/etc/passwd",
        "/%252e%252e/etc/passwd",
        "/..%5cetc%5cpasswd",
        "/%5c..%5c..%5cetc%5cpasswd",
        "/..\\etc\\passwd",
        "//etc/passwd",
        "///etc/passwd",
        "//evil.example/",
        "//evil.example/a",
        "//evil.example/%2e%2e",
        "/%2fevil.example/",
        "/%5cevil.example/a",
        "/c:/windows/win.ini",
        "/C:%5Cwindows%5Cwin.ini",
        "/c%3a/windows/win.ini",
        "/etc/passwd%00",
        "/a/%00",
        "/a/index.html%00.txt",
        "/a/index.html%20",
        "/a/index.html.",
        "/a/index.html::$DATA",
        "/%c0%ae%c0%ae/etc/passwd",
        "/%ff%fe",
        "/%",
        "/%zz",
        "/%u002e%u002e/etc/passwd",
        "/~root/",
        "/@fs/etc/passwd",
        "/.clipsheet",
        "/.clipsheet/",
        "/.clipsheet/../a/",
        "/.clipsheet/nothing",
        "/.clipsheet-manifest.json",
        "/.git/config",
        "/Cargo.toml",
    ] {
        let answer = running.get(target, &[]);
        assert_eq!(answer.status, 404, "{target}");
        is_harmless(&answer, target);
    }
}

#[test]
fn targets_that_are_no_path() {
    let running = Running::with(&[("a/index.html", "page a")]);
    let port = running.port;
    for (target, statuses) in [
        (format!("http://127.0.0.1:{port}/a/"), &[200][..]),
        (format!("HTTP://127.0.0.1:{port}/a/"), &[200]),
        (format!("http://127.0.0.1:{port}/../etc/passwd"), &[404]),
        (format!("http://localhost:{port}/a/"), &[400]),
        ("http://evil.example/a/".into(), &[400]),
        (format!("http://127.0.0.1:{port}@evil.example/a/"), &[400]),
        (format!("https://127.0.0.1:{port}/a/"), &[400]),
        ("file:///etc/passwd".into(), &[400]),
        (format!("ftp://127.0.0.1:{port}/a/"), &[400]),
        (format!("127.0.0.1:{port}"), &[400]),
        ("*".into(), &[400]),
        ("a/".into(), &[400, 404]),
        (String::new(), &[400]),
        // The part after the sign is not sent by any browser, and is not looked at.
        ("/#/../../etc/passwd".into(), &[200, 400]),
        ("/a/#x".into(), &[200, 400]),
        ("/a#/../../../etc/passwd".into(), &[307, 400]),
        ("/nowhere#/a/".into(), &[404, 400]),
        ("#/a/".into(), &[400, 404]),
        ("/a b/".into(), &[400]),
        ("/a/\u{1}".into(), &[400]),
    ] {
        let answer = running.get(&target, &[]);
        assert!(statuses.contains(&answer.status), "{target}: {}", answer.status);
        is_harmless(&answer, &target);
    }
}

#[test]
fn other_names_are_refused() {
    let running = Running::with(&[("a.txt", "secret")]);
    let port = running.port;
    let own: Vec<String> = ["localhost", "127.0.0.1", "[::1]", "LocalHost"].map(String::from).into();
    let with_port = own.iter().map(|host| format!("{host}:{port}"));
    for host in own.iter().cloned().chain(with_port) {
        assert_eq!(running.get("/a.txt", &[("Host", &host)]).status, 200, "{host}");
    }
    for host in [
        "evil.example".into(),
        format!("evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        "localhost:1".into(),
        "0.0.0.0".into(),
        format!("192.168.0.1:{port}"),
        format!("user@127.0.0.1:{port}"),
        format!("localhost.:{port}"),
    ] {
        for target in ["/a.txt", "/", "/.clipsheet/live.js", "/.clipsheet/events", "/nowhere"] {
            let answer = running.get(target, &[("Host", &host)]);
            assert_eq!(answer.status, 403, "{host} {target}");
            assert!(!answer.text().contains("secret") && !answer.text().contains("evil"), "{host}");
            is_harmless(&answer, target);
        }
    }
    for host in ["", " ", "a b", "localhost, evil.example", "local/host", "[::1"] {
        assert_eq!(running.get("/a.txt", &[("Host", host)]).status, 400, "{host}");
    }
}

#[test]
fn names_that_were_given_are_answered_to() {
    let running = Running::empty(ServeOptions {
        hosts: vec!["desk.example".into(), "tunnel.example:8443".into()],
        ..options()
    });
    running.publish(&[("a.txt", "Text")]);
    let status = |host: &str| running.get("/a.txt", &[("Host", host)]).status;
    assert_eq!(status("Desk.Example"), 200);
    assert_eq!(status(&format!("desk.example:{}", running.port)), 200);
    assert_eq!(status("tunnel.example:8443"), 200);
    assert_eq!(status("tunnel.example"), 403);
    assert_eq!(status("other.example"), 403);
    assert_eq!(status("localhost"), 200);
}

#[test]
fn a_request_names_one_host() {
    let running = Running::with(&[("a.txt", "Text")]);
    let host = format!("Host: 127.0.0.1:{}", running.port);
    assert_eq!(Asked::get(running.port, "/a.txt").without_host().answer().status, 400);
    assert_eq!(Asked::line(running.port, "GET /a.txt HTTP/1.0").without_host().answer().status, 400);
    assert_eq!(Asked::line(running.port, "GET /a.txt HTTP/1.0").answer().text(), "Text");
    let two = format!("GET /a.txt HTTP/1.1\r\n{host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert_eq!(read_answer(raw(running.port, two.as_bytes())).status, 400);
    let twice = format!("GET /a.txt HTTP/1.1\r\n{host}\r\n{host}\r\nConnection: close\r\n\r\n");
    assert_eq!(read_answer(raw(running.port, twice.as_bytes())).status, 400);
}

#[test]
fn only_get_and_head_are_answered() {
    let running = Running::with(&[("a.txt", "Text")]);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get", "X"] {
        for target in
            ["/a.txt", "/", "/nowhere", "/.clipsheet/live.js", "/.clipsheet/events", "/.clipsheet/open"]
        {
            let request = Asked::line(running.port, &format!("{method} {target} HTTP/1.1"));
            let answer = request
                .with(&[("Origin", "http://evil.example"), ("Access-Control-Request-Method", "GET")])
                .answer();
            assert_eq!(
                (answer.status, answer.header("allow")),
                (405, Some("GET, HEAD")),
                "{method} {target}"
            );
            is_harmless(&answer, method);
        }
    }
    let connect = Asked::line(running.port, &format!("CONNECT 127.0.0.1:{} HTTP/1.1", running.port)).answer();
    assert_eq!(connect.status, 405);
}

#[test]
fn what_is_too_long_is_refused() {
    let running = Running::with(&[]);
    let long = "x".repeat(100_000);
    assert_eq!(running.get("/", &[("X-Long", &long)]).status, 431);
    assert_eq!(running.get("/", &[("Cookie", &long)]).status, 431);
    let names: Vec<String> = (0..500).map(|n| format!("X-{n}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    assert_eq!(running.get("/", &many).status, 431);
    let answer = running.get(&format!("/{long}"), &[]);
    assert!([414, 431].contains(&answer.status), "{}", answer.status);
    assert_eq!(
        running.get(&format!("/{}", "x/".repeat(8_000)), &[]).status,
        404,
        "this is long, and no mischief"
    );
}

#[test]
fn what_is_no_request_is_refused() {
    let running = Running::with(&[]);
    for bytes in [
        &b"\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ] {
        let mut bytes = bytes.to_vec();
        bytes.extend(b"\r\n\r\n");
        let stream = raw(running.port, &bytes);
        // There is no more to wait for.
        let _ = stream.shutdown(Shutdown::Write);
        let status = read_answer(stream).status;
        assert!(status == 0 || (400..500).contains(&status), "{status}: {}", String::from_utf8_lossy(&bytes));
    }
    assert_eq!(running.get("/", &[]).status, 200);
}

#[test]
fn every_answer_says_how_it_may_be_used() {
    let running = Running::with(&[("a/index.html", ""), ("a.txt", "Text")]);
    let (token, _) = running.script_of("/");
    let state = format!("/.clipsheet/state?token={token}&page=/&generation=1");
    let own = running.own();
    let evil = [("Origin", "http://evil.example")];
    let answers = [
        running.get("/", &evil),
        running.get("/a", &evil),
        running.get("/a.txt", &evil),
        running.get("/a.txt", &[("Range", "bytes=99-")]),
        running.get("/a.txt", &[("If-None-Match", "*")]),
        running.get("/nowhere", &evil),
        running.get("/", &[("Host", "evil.example")]),
        running.get("/.clipsheet/live.js", &evil),
        running.get("/.clipsheet/events", &evil),
        running.get(&state, &pairs(&own)),
        Asked::line(running.port, "POST / HTTP/1.1").answer(),
        Asked::get(running.port, "/").without_host().answer(),
    ];
    let statuses = answers.each_ref().map(|answer| answer.status);
    assert_eq!(statuses, [200, 307, 200, 416, 304, 404, 403, 200, 403, 200, 405, 400]);
    for answer in &answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("cache-control", "no-store"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{}", answer.status);
        }
        is_harmless(answer, &answer.status.to_string());
    }
}

#[test]
fn the_script_holds_no_secret() {
    let running = Running::with(&[]);
    let (token, _) = running.script_of("/");
    let script = running.get("/.clipsheet/live.js", &[]);
    assert_eq!(script.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert!(!script.text().contains(&token), "any site can load it");
    let (other, _) = Running::with(&[]).script_of("/");
    assert_eq!(token.len(), 32);
    assert_ne!(token, other, "each run has its own");
}

#[test]
fn only_the_preview_s_own_pages_hear_of_changes() {
    let running = Running::with(&[]);
    let (token, _) = running.script_of("/");
    let origin = format!("http://127.0.0.1:{}", running.port);
    let referer = format!("{origin}/");
    for what in ["events", "state", "open", "audience"] {
        let target = format!("/.clipsheet/{what}?token={token}&page=/&generation=1");
        let foreign: [&[(&str, &str)]; 8] = [
            &[],
            &[("Origin", "http://evil.example")],
            &[("Origin", "null")],
            &[("Origin", "http://evil.example"), ("Referer", &referer)],
            &[("Sec-Fetch-Site", "cross-site"), ("Referer", &referer)],
            &[("Sec-Fetch-Site", "same-site")],
            &[("Sec-Fetch-Site", "none")],
            &[("Referer", "http://evil.example/")],
        ];
        for headers in foreign {
            let answer = running.get(&target, headers);
            assert_eq!(answer.status, 403, "{what} {headers:?}");
            assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
        }
        for wrong in ["", "?token=", "?token=0", "?token=00000000000000000000000000000000", "?token=%zz"] {
            let answer = running.get(&format!("/.clipsheet/{what}{wrong}"), &[("Origin", &origin)]);
            assert_eq!(answer.status, 410, "{what} {wrong}");
        }
    }
}
