//! What the script in a page is told.

use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, TcpStream};

use clipsheet::serve::{Report, Shown};
use serde_json::json;

use crate::client::{Asked, read_head};
use crate::{Running, options, pairs, report, tree};

/// A stream of events that is open.
struct Events(BufReader<TcpStream>);

impl Events {
    fn of(running: &Running) -> Self {
        let (token, _) = running.script_of("/");
        let target = format!("/.clipsheet/events?token={token}");
        let stream = Asked::get(running.port, &target).with(&pairs(&running.own())).send();
        let mut reader = BufReader::new(stream);
        let (status, headers) = read_head(&mut reader);
        assert_eq!(status, 200);
        assert!(headers.contains(&("content-type".into(), "text/event-stream".into())));
        assert!(headers.contains(&("cache-control".into(), "no-store".into())));
        Self(reader)
    }

    /// The data of the next event; nothing where the stream has ended.
    fn next(&mut self) -> Option<String> {
        let mut line = String::new();
        while self.0.read_line(&mut line).expect("a line") > 0 {
            if let Some(data) = line.trim_end().strip_prefix("data: ") {
                return Some(data.to_string());
            }
            line.clear();
        }
        None
    }
}

#[test]
fn every_tab_is_told_of_each_state() {
    let running = Running::with(&[]);
    let mut tabs = [Events::of(&running), Events::of(&running), Events::of(&running)];
    let mut known = tabs.each_mut().map(|tab| tab.next().expect("the present state"));
    for n in 0..10 {
        match n % 2 {
            0 => running.publish(&[("a.txt", &n.to_string())]),
            _ => running.preview.fail(report(&[("content/site.yaml", "titel: T\n")])),
        }
        for (tab, known) in tabs.iter_mut().zip(&mut known) {
            let told = tab.next().expect("a state");
            assert_ne!(told, *known);
            *known = told;
        }
        assert!(known.iter().all(|id| *id == known[0]), "{known:?}");
        assert_eq!(running.state("/", 1)["id"], known[0]);
    }
}

/// Whoever is told can see what they are told of.
#[test]
fn a_generation_is_told_of_when_it_is_served() {
    let running = Running::with(&[]);
    let mut events = Events::of(&running);
    events.next().expect("the present state");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in 1..=30 {
                running.publish(&[("n.txt", &n.to_string())]);
            }
        });
        let mut seen = 0;
        while seen < 30 {
            let told = events.next().expect("a state");
            let version: u32 = told.rsplit('-').next().and_then(|n| n.parse().ok()).expect("a number");
            let served: u32 = running.get("/n.txt", &[]).text().parse().expect("a number");
            assert!(served >= version - 1, "told of {version}, served {served}");
            seen = served;
        }
    });
}

#[test]
fn the_end_of_the_preview_is_clean() {
    let running = Running::with(&[]);
    let port = running.port;
    let mut events = Events::of(&running);
    events.next().expect("the present state");
    let kept = crate::client::connect(port);
    drop(running);
    assert_eq!(events.next(), None, "the stream ends");
    assert_eq!((&kept).read(&mut [0; 1]).unwrap_or(0), 0, "an idle connection ends");
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err(), "nobody listens any more");
}

#[test]
fn a_page_of_another_run_is_told_so() {
    let (token, _) = Running::with(&[]).script_of("/");
    let running = Running::with(&[]);
    for what in ["events", "state", "open", "audience"] {
        let target = format!("/.clipsheet/{what}?token={token}&page=/&generation=1");
        assert_eq!(running.get(&target, &pairs(&running.own())).status, 410, "{what}");
    }
    assert_ne!(
        Events::of(&running).next(),
        Events::of(&Running::with(&[])).next(),
        "states of two runs have different names"
    );
}

const SITE: [(&str, &str); 4] = [
    ("a/index.html", "<title>A &amp; &lt;b&gt; &#39;c&#39;</title><body>1</body>"),
    ("b/index.html", "<title>B</title><body>1</body>"),
    ("s.css", "1"),
    ("i.svg", "<svg/>"),
];

/// What a page that was served from `SITE` is told after these files took the place of those.
fn after(page: &str, changed: &[(&str, &str)], gone: &[&str]) -> serde_json::Value {
    let running = Running::with(&SITE);
    let mut files: Vec<_> = SITE.into_iter().filter(|(path, _)| !gone.contains(path)).collect();
    files.retain(|(path, _)| changed.iter().all(|(other, _)| other != path));
    files.extend(changed);
    running.publish(&files);
    let mut told = running.state(page, 1);
    assert_eq!(told["generation"], 2);
    let members = told.as_object_mut().expect("an object");
    for common in ["id", "report", "generation", "shown"] {
        members.remove(common);
    }
    told
}

#[test]
fn nothing_has_changed() {
    let none = json!({"changed": false, "assets": [], "sheets": {}, "pages": [], "more": 0});
    assert_eq!(after("/a/", &[], &[]), none);
    assert_eq!(after("/nowhere/", &[], &[]), none);
}

#[test]
fn the_page_itself_has_changed() {
    let yes = json!({"changed": true});
    assert_eq!(after("/a/", &[("a/index.html", "2")], &[]), yes);
    assert_eq!(after("/a/index.html", &[("a/index.html", "2")], &[]), yes);
    assert_eq!(after("/%61/", &[("a/index.html", "2")], &[]), yes);
    assert_eq!(after("/a/", &[], &["a/index.html"]), yes, "it has vanished");
    assert_eq!(after("/new/", &[("new/index.html", "")], &[]), yes, "it has appeared");
    assert_eq!(after("/new", &[("new/index.html", "")], &[]), yes, "it has appeared one step away");
    assert_eq!(after("/a/", &[("a/index.html", SITE[0].1), ("s.css", "1")], &[])["changed"], false);
}

#[test]
fn a_file_has_changed() {
    let told = |path| json!({"changed": false, "assets": [path], "sheets": {}, "pages": [], "more": 0});
    assert_eq!(after("/a/", &[("s.css", "2")], &[]), told("/s.css"));
    assert_eq!(after("/a/", &[], &["i.svg"]), told("/i.svg"));
    assert_eq!(after("/a/", &[("new ü.svg", "<svg/>")], &[]), told("/new ü.svg"));
    let many: Vec<(String, String)> = (0..501).map(|n| (format!("{n}.txt"), String::new())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    assert_eq!(after("/a/", &many, &[]), json!({"changed": true}), "too many to tell of each");
}

/// A style sheet with another fingerprint changes the bytes of every page that names it, and is swapped in all
/// the same; a page that says something else besides is loaded again.
#[test]
fn a_style_sheet_has_another_name() {
    let page = |sheet: &str, text: &str| format!("<link rel=stylesheet href=../t/s.{sheet}.css><p>{text}");
    let (old, new) = ("0123456789ab", "ba9876543210");
    let files = |sheet: &str, text: &str| {
        [
            ("a/index.html".to_string(), page(sheet, "same")),
            ("b/index.html".to_string(), page(sheet, text)),
            (format!("t/s.{sheet}.css"), sheet.to_string()),
        ]
    };
    let publish = |running: &Running, files: &[(String, String)]| {
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        running.publish(&files);
    };
    let running = Running::with(&[]);
    publish(&running, &files(old, "one"));
    publish(&running, &files(new, "two"));
    let first = running.script_of("/a/").1 - 1;
    let told = running.state("/a/", first);
    assert_eq!((&told["changed"], &told["assets"]), (&json!(false), &json!([])));
    assert_eq!(told["sheets"], json!({"/t/s.0123456789ab.css": "/t/s.ba9876543210.css"}));
    assert_eq!(told["pages"].as_array().map(Vec::len), Some(1), "{}", told["pages"]);
    // The script of a page of the old generation asks for the new sheet by its generation.
    let new_sheet = format!("/t/s.{new}.css?clipsheet={}", first + 1);
    let referer = format!("http://127.0.0.1:{}/a/?clipsheet={first}", running.port);
    assert_eq!(running.get(&new_sheet, &[("Referer", &referer)]).text(), new);
    assert_eq!(running.get(&format!("/t/s.{old}.css"), &[("Referer", &referer)]).text(), old);
    assert_eq!(running.state("/b/", first)["changed"], true);
}

#[test]
fn another_page_has_changed() {
    let told = after("/b/", &[("a/index.html", &SITE[0].1.replace(">1<", ">2<"))], &[]);
    let pages = json!([{"title": "A & <b> 'c'", "url": "/a/"}]);
    assert_eq!(told, json!({"changed": false, "assets": [], "sheets": {}, "pages": pages, "more": 0}));
    let told = after(
        "/a/",
        &[("ü b.html", "no title"), ("w.html", ""), ("x.html", ""), ("y.html", ""), ("z.html", "")],
        &[],
    );
    assert_eq!(
        (&told["pages"][0], &told["more"]),
        (&json!({"title": "/w.html", "url": "/w.html"}), &json!(2))
    );
    let told = after("/a/", &[("ü b.html", "no title")], &["b/index.html"]);
    assert_eq!(
        told["pages"],
        json!([{"title": "/ü b.html", "url": "/%C3%BC%20b.html"}]),
        "one that is gone is nowhere to go"
    );
}

#[test]
fn changes_of_several_generations_are_told_at_once() {
    let running = Running::with(&[("s.css", "1"), ("t.css", "1"), ("u.css", "1")]);
    running.publish(&[("s.css", "2"), ("t.css", "2"), ("u.css", "1")]);
    running.publish(&[("s.css", "2"), ("t.css", "1"), ("u.css", "3")]);
    assert_eq!(
        running.state("/", 1)["assets"],
        json!(["/s.css", "/u.css"]),
        "what came and went is no change"
    );
    assert_eq!(running.state("/", 2)["assets"], json!(["/t.css", "/u.css"]));
    assert_eq!(running.state("/", 3)["assets"], json!([]));
    for unknown in [0, 4, u64::MAX] {
        assert_eq!(running.state("/", unknown)["changed"], true, "{unknown}");
    }
}

#[test]
fn files_under_a_path_are_told_with_it() {
    let running = Running::empty(options());
    let base_url = Some("https://example.com/n%C3%A4ws");
    running.preview.publish(tree(&[("s.css", "1")]), base_url, Report::default(), Shown::default());
    let (token, _) = running.script_of("/n%C3%A4ws/");
    running.preview.publish(
        tree(&[("s.css", "2"), ("a/index.html", "")]),
        base_url,
        Report::default(),
        Shown::default(),
    );
    let target = format!("/.clipsheet/state?token={token}&page=/n%25C3%25A4ws/&generation=1");
    let told: serde_json::Value =
        serde_json::from_str(&running.get(&target, &pairs(&running.own())).text()).expect("JSON");
    assert_eq!(told["assets"], json!(["/näws/s.css"]));
    assert_eq!(told["pages"], json!([{"title": "/näws/a/", "url": "/n%C3%A4ws/a/"}]));
}

#[test]
fn what_is_wrong_is_told_as_data_until_it_is_mended() {
    let running = Running::with(&[]);
    let hostile = "</script><img src=x onerror=alert(1)>\u{202E}";
    let site = format!("title: T\ntheme: \"{hostile}\"\n");
    running.preview.fail(report(&[("content/site.yaml", &site)]));
    let told = running.state("/", 1);
    let item = &told["report"]["items"][0];
    assert_eq!(told["changed"], false);
    assert_eq!(told["report"]["errors"], 1, "{told}");
    assert_eq!((&item["path"], &item["line"]), (&json!("content/site.yaml"), &json!(2)));
    let marked = item["excerpt"]["marked"].as_str().expect("an excerpt");
    assert!(marked.contains("</script><img src=x onerror=alert(1)>\u{FFFD}"), "{marked}");
    assert_eq!(told["report"]["editor"], json!(null));
    running.publish(&[]);
    let told = running.state("/", 1);
    assert_eq!((&told["report"]["errors"], &told["report"]["items"]), (&json!(0), &json!([])));
}

#[test]
fn bad_questions_are_refused() {
    let running = Running::with(&[]);
    let (token, _) = running.script_of("/");
    for more in ["", "&page=/", "&generation=1", "&page=/&generation=x", "&page=/&generation=-1"] {
        let target = format!("/.clipsheet/state?token={token}{more}");
        assert_eq!(running.get(&target, &pairs(&running.own())).status, 400, "{more}");
    }
}
