//! `check --external`, before a server on this machine.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that runs the program"
)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A request: its method, its path, who asks, and when.
type Request = (String, String, String, Instant);

struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = seen.clone();
                std::thread::spawn(move || answer(stream, &seen));
            }
        });
        Self { port, requests }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    fn asked(&self, path: &str) -> Vec<String> {
        let requests = self.requests.lock().expect("no panic");
        requests.iter().filter(|(_, at, ..)| at == path).map(|(method, ..)| method.clone()).collect()
    }

    /// How many requests came to a path before this one.
    fn times(seen: &Mutex<Vec<Request>>, path: &str) -> usize {
        seen.lock().expect("no panic").iter().filter(|(_, at, ..)| at == path).count()
    }
}

fn answer(mut stream: TcpStream, seen: &Mutex<Vec<Request>>) {
    let mut lines = BufReader::new(stream.try_clone().expect("a copy")).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let headers: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let agent =
        headers.iter().find_map(|line| line.to_lowercase().strip_prefix("user-agent: ").map(String::from));
    let mut words = first.split(' ').map(String::from);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let before = Server::times(seen, &path);
    seen.lock().expect("no panic").push((
        method.clone(),
        path.clone(),
        agent.unwrap_or_default(),
        Instant::now(),
    ));
    if path.starts_with("/across") {
        let port = stream.local_addr().expect("an address").port();
        let text = format!(
            "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n\
             Location: http://127.0.0.1:{port}/fine?{path}\r\n\r\n"
        );
        return drop(stream.write_all(text.as_bytes()));
    }
    let (status, more) = match (path.as_str(), method.as_str()) {
        ("/fine", _) | ("/no-head", "GET") => ("200 OK", ""),
        ("/no-head", _) => ("405 Method Not Allowed", ""),
        ("/moved", _) => ("301 Moved Permanently", "Location: /fine\r\n"),
        ("/for-now", _) => ("302 Found", "Location: /fine\r\n"),
        ("/round", _) => ("302 Found", "Location: /round\r\n"),
        ("/away", _) => ("302 Found", "Location: file:///etc/passwd\r\n"),
        ("/guarded", _) => ("403 Forbidden", ""),
        ("/busy", _) if before == 0 => ("429 Too Many Requests", "Retry-After: 1\r\n"),
        ("/too-busy", _) => ("429 Too Many Requests", "Retry-After: 86400\r\n"),
        ("/shaky", _) if before < 2 => ("500 Internal Server Error", ""),
        ("/busy" | "/shaky", _) => ("200 OK", ""),
        ("/odd", _) => ("999 Denied", ""),
        ("/gone-for-good", _) => ("410 Gone", ""),
        ("/broken", _) => ("500 Internal Server Error", ""),
        ("/closed", _) => return,
        ("/slow", _) => {
            std::thread::sleep(Duration::from_secs(3));
            ("200 OK", "")
        }
        _ => ("404 Not Found", ""),
    };
    let text = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n{more}\r\n");
    drop(stream.write_all(text.as_bytes()));
}

fn site(folder: &Path, text: &str) {
    std::fs::create_dir_all(folder.join("content/articles")).expect("a folder");
    std::fs::write(folder.join("content/site.yaml"), "title: T\n").expect("settings");
    std::fs::write(folder.join("content/articles/a.md"), text).expect("an article");
}

fn check(folder: &Path, more: &[&str]) -> Output {
    let proxies = ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_clipsheet"));
    for name in proxies {
        command.env_remove(name);
    }
    command.arg("check").arg("--root").arg(folder).args(more).output().expect("it runs")
}

const ASK: [&str; 6] = ["--external", "--pause=0.05", "--timeout=1", "--format", "json", "--quiet"];

/// The message of each warning by the path of its link, with its line and column.
fn warnings(output: &Output, server: &Server) -> BTreeMap<String, (String, u64, u64)> {
    let text = String::from_utf8_lossy(&output.stderr);
    let lines = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let base = server.url("");
    let warning = |line: serde_json::Value| {
        assert_eq!(line["severity"], "warning", "{line}");
        let message = line["message"].as_str().expect("a message");
        let (_, link) = message.split_once("the link `")?;
        let (link, rest) = link.split_once('`')?;
        let says = format!("{}:{rest}", line["code"].as_str()?);
        Some((
            link.strip_prefix(&base)?.to_string(),
            (says, line["line"].as_u64()?, line["column"].as_u64()?),
        ))
    };
    lines.filter_map(warning).collect()
}

#[test]
fn every_kind_of_answer() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let paths = [
        "/fine",
        "/fine#place",
        "/no-head",
        "/moved",
        "/moved#place",
        "/for-now",
        "/round",
        "/away",
        "/guarded",
        "/busy",
        "/too-busy",
        "/shaky",
        "/broken",
        "/closed",
        "/slow",
        "/gone",
        "/odd",
        "/gone-for-good",
    ];
    let links: Vec<String> = paths.iter().map(|path| format!("[x]({})", server.url(path))).collect();
    let head = format!("---\ntitle: A\nurl: {}\n---\n", server.url("/gone-too"));
    site(folder.path(), &format!("{head}{}\n", links.join("\n")));
    let output = check(folder.path(), &ASK);
    let found = warnings(&output, &server);
    let says = |path: &str| found.get(path).unwrap_or_else(|| panic!("{path}: {found:?}"));
    for path in ["/fine", "/fine#place", "/no-head", "/for-now", "/guarded", "/busy", "/shaky"] {
        assert!(!found.contains_key(path), "{path}: {:?}", found[path]);
    }
    assert_eq!(says("/moved").0, "moved-link: has moved for good");
    let hint = format!("write `{}`", server.url("/fine#place"));
    assert!(String::from_utf8_lossy(&output.stderr).contains(&hint), "the place stays what it is");
    assert_eq!(says("/gone"), &("dead-link: leads nowhere: it answers 404".to_string(), 20, 1));
    assert_eq!((says("/gone-too").1, says("/gone-too").2), (3, 6), "front matter");
    for unclear in ["/broken", "/too-busy", "/round", "/away", "/closed", "/slow", "/odd"] {
        let says = &says(unclear).0;
        assert!(says.starts_with("unanswered-link: leads somewhere is not known: "), "{says}");
    }
    assert_eq!(says("/gone-for-good").0, "dead-link: leads nowhere: it answers 410");
    assert!(says("/odd").0.ends_with("it answers 999"));
    assert!(says("/broken").0.ends_with("it answers 500"));
    assert!(says("/too-busy").0.ends_with("asks to come again later"));
    assert!(says("/round").0.contains("leads on more than"));
    assert!(says("/away").0.contains("leads nowhere on the web"));
    assert!(says("/closed").0.contains("does not answer"));
    assert!(says("/slow").0.contains("did not answer within 1 s"));
    assert_eq!(found.len(), 12, "{found:?}");
    assert!(output.status.success(), "warnings are no mistakes");
    // One without a body first; the whole where that is refused.
    assert_eq!(server.asked("/no-head"), ["HEAD", "GET"]);
    assert_eq!(server.asked("/moved"), ["HEAD"], "no server is told of a place on a page");
    assert!(server.asked("/busy").len() > 1 && server.asked("/too-busy").len() == 1);
    let requests = server.requests.lock().expect("no panic");
    assert!(requests.iter().all(|(.., agent, _)| agent.starts_with("clipsheet/")), "who asks is said");
}

#[test]
fn what_answered_is_not_asked_again_and_hosts_are_left_in_peace() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let links: Vec<String> = (0..4).map(|n| format!("[x]({})", server.url(&format!("/fine?{n}")))).collect();
    let text = format!(
        "---\ntitle: A\n---\n[x]({}) [y]({})\n{}",
        server.url("/fine"),
        server.url("/gone"),
        links.join(" ")
    );
    site(folder.path(), &text);
    let pause = ["--external", "--pause=0.2", "--format", "json"];
    check(folder.path(), &pause);
    {
        let requests = server.requests.lock().expect("no panic");
        let times: Vec<Instant> = requests.iter().map(|(.., at)| *at).collect();
        assert!(times.len() > 5 && times.windows(2).all(|two| two[1] - two[0] >= Duration::from_millis(190)));
    }
    let output = check(folder.path(), &["--external", "--pause=0.05"]);
    assert_eq!(server.asked("/fine"), ["HEAD"], "it answered");
    assert_eq!(server.asked("/gone").len(), 4, "it may be mended");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("6 links to other sites"), "{text}");
    assert!(text.contains("1 had answered before"), "{text}");
    let again = ["--external", "--pause=0.05", "--max-age=0"];
    check(folder.path(), &again);
    assert_eq!(server.asked("/fine").len(), 2);
    // A damaged file is as none.
    std::fs::write(folder.path().join(".clipsheet/external.json"), "{").expect("a file");
    check(folder.path(), &["--external", "--pause=0.05"]);
    assert_eq!(server.asked("/fine").len(), 3);
}

/// What a run tells tools: the object that it prints.
fn summary(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|why| panic!("{why}: {output:?}"))
}

#[test]
fn tools_are_told_all_of_it() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let links =
        ["/fine", "/gone", "/broken", "/moved", "/guarded"].map(|path| format!("[x]({})", server.url(path)));
    site(folder.path(), &format!("---\ntitle: A\nembargo: 2026-01-01\n---\n{}\n", links.join("\n")));
    let ask = ["--external", "--pause=0.01", "--format=json"];
    let told = summary(&check(folder.path(), &ask));
    assert_eq!((&told["done"], &told["warnings"]), (&true.into(), &3.into()), "{told}");
    let links = serde_json::json!({"all": 5, "moved": 1, "dead": 1, "unanswered": 1, "guarded": 1,
        "remembered": 0, "network_missing": false});
    assert_eq!(told["links"], links);
    let output = check(folder.path(), &["--external", "--pause=0.01", "--format=json", "--deny-warnings"]);
    let denied = summary(&output);
    assert_eq!(
        (&denied["done"], &denied["warnings"], &denied["records"]),
        (&false.into(), &3.into(), &1.into())
    );
    assert!(denied["held"].is_array() && denied["links"]["remembered"] == 3, "{denied}");
}

#[test]
fn without_a_network_nothing_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    // Nobody listens at port 1, and no name ends so (RFC 6761).
    site(folder.path(), "---\ntitle: A\n---\n[x](http://127.0.0.1:1/a) [y](http://nowhere.invalid/)\n");
    let output = check(folder.path(), &["--external", "--pause=0.01"]);
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("the network may be missing"), "{said}");
    assert!(!told.contains("leads nowhere") && told.contains("has a network"), "{told}");
}

#[test]
fn a_host_is_left_in_peace_by_those_that_lead_to_it_too() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let link =
        |n| format!("[x](http://localhost:{}/across/{n}) [y]({})", server.port, server.url(&format!("/{n}")));
    let links: Vec<String> = (0..3).map(link).collect();
    site(folder.path(), &format!("---\ntitle: A\n---\n{}\n", links.join("\n")));
    check(folder.path(), &["--external", "--pause=0.2"]);
    let requests = server.requests.lock().expect("no panic");
    let led = requests.iter().filter(|(_, path, ..)| path.starts_with("/fine")).count();
    let to_one = requests.iter().filter(|(_, path, ..)| !path.starts_with("/across"));
    let times: Vec<Instant> = to_one.map(|(.., at)| *at).collect();
    assert!(led >= 3 && times.len() > led, "both were asked: {requests:?}");
    assert!(times.windows(2).all(|two| two[1] - two[0] >= Duration::from_millis(190)), "{requests:?}");
}

#[test]
fn nobody_is_asked_unless_it_is_said_and_never_of_a_broken_site() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let link = server.url("/gone");
    site(folder.path(), &format!("---\ntitle: A\n---\n[x]({link})\n"));
    assert!(check(folder.path(), &[]).status.success());
    site(folder.path(), &format!("---\ntitle: A\n---\n[x]({link}) [y](nowhere.md)\n"));
    assert_eq!(check(folder.path(), &ASK).status.code(), Some(1));
    assert!(server.requests.lock().expect("no panic").is_empty());
    site(folder.path(), &format!("---\ntitle: A\n---\n[x]({link})\n"));
    let strict: Vec<&str> = ASK.into_iter().chain(["--deny-warnings"]).collect();
    assert_eq!(check(folder.path(), &strict).status.code(), Some(1));
}

#[test]
fn a_menu_is_asked_of_with_what_stands_below_its_entries() {
    let server = Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    site(folder.path(), "---\ntitle: A\n---\nText.\n");
    let (above, below) = (server.url("/gone"), server.url("/gone/below"));
    let menu = format!(
        "title: T\nmenu:\n  - label: A\n    url: {above}\n    items: [{{label: B, url: \"{below}\"}}]\n"
    );
    std::fs::write(folder.path().join("content/site.yaml"), menu).expect("settings");
    check(folder.path(), &ASK);
    assert!(!server.asked("/gone").is_empty() && !server.asked("/gone/below").is_empty());
}
