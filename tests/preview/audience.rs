//! For whom the preview is, the switch between audiences, and what others than this machine do not see.
#![cfg(unix)]

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use clipsheet::serve::{Report, ServeOptions, Shown};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Answer, Asked};
use crate::common::files_below;
use crate::{Running, options, pairs, report, tree};

/// Longer than a loaded machine takes for anything.
const PATIENCE: Duration = Duration::from_secs(60);

const SETTINGS: &str =
    "title: T\naudiences: {all: {}, board: {includes: [all]}, press: {}}\ndefault_audience: all\n";

/// A site in a temporary folder, and the program that serves it.
struct Serving {
    above: TempDir,
    process: Child,
    port: u16,
}

impl Serving {
    fn new(arguments: &str) -> Self {
        let above = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in [
            ("content/site.yaml", SETTINGS),
            ("content/pages/about.md", "---\ntitle: About\n---\nFor everybody.\n"),
            ("content/articles/secret.md", "---\ntitle: A secret\naudience: board\n---\nText.\n"),
            ("content/articles/news.md", "---\ntitle: News\n---\nText.\n"),
            ("content/static/a.txt", "Text"),
        ] {
            let path = above.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        let file = |name: &str| File::create(above.path().join(name)).expect("a file");
        let process = Command::new(env!("CARGO_BIN_EXE_clipsheet"))
            .args(["serve", "--port", "0", "--root"])
            .arg(above.path())
            .args(arguments.split(' '))
            .stdin(Stdio::null())
            .stdout(file("stdout"))
            .stderr(file("stderr"))
            .spawn()
            .expect("clipsheet");
        let mut serving = Self { above, process, port: 0 };
        let port = |said: String| {
            let (_, rest) = said.split_once("Preview at http://")?;
            rest.split([':', '/']).find_map(|part| part.parse().ok())
        };
        serving.port = serving.until("it is there", |serving| port(serving.said("stdout")));
        serving.until("the first build", |serving| serving.said("stdout").contains("built: ").then_some(()));
        serving
    }

    #[track_caller]
    fn until<T>(&self, what: &str, mut found: impl FnMut(&Self) -> Option<T>) -> T {
        let started = Instant::now();
        loop {
            if let Some(found) = found(self) {
                return found;
            }
            let said = || self.said("stdout") + &self.said("stderr");
            assert!(started.elapsed() < PATIENCE, "{what}: never; {}", said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn said(&self, stream: &str) -> String {
        fs::read_to_string(self.above.path().join(stream)).expect("what it says")
    }

    fn put(&self, path: &str, text: &str) {
        // Whole at once.
        let new = self.above.path().join("new");
        fs::write(&new, text).expect("written");
        fs::rename(new, self.above.path().join(path)).expect("in place");
    }

    fn get(&self, target: &str) -> Answer {
        Asked::get(self.port, target).answer()
    }

    /// The secret and the generation of a page, and what the page is.
    fn page(&self, target: &str) -> (String, u64, String) {
        let html = self.get(target).text();
        let value = |name: &str| {
            let (_, rest) = html.split_once(&format!("data-{name}=\"")).expect("the script");
            rest.split('"').next().expect("a value").to_string()
        };
        (value("token"), value("generation").parse().expect("a number"), html)
    }

    fn ask(&self, what: &str) -> Answer {
        let (token, ..) = self.page("/");
        let own = format!("http://127.0.0.1:{}/", self.port);
        let headers = [("Sec-Fetch-Site", "same-origin"), ("Referer", own.as_str())];
        Asked::get(self.port, &format!("/.clipsheet/{what}&token={token}")).with(&headers).answer()
    }

    /// What the page at `/` of a generation is told.
    fn state(&self, generation: u64) -> Value {
        let answer = self.ask(&format!("state?page=/&generation={generation}"));
        serde_json::from_str(&answer.text()).expect("JSON")
    }

    fn shown(&self) -> Value {
        self.state(0)["shown"].clone()
    }

    #[track_caller]
    fn switch(&self, audience: &str) {
        assert_eq!(self.ask(&format!("audience?name={audience}")).status, 204);
        self.until(audience, |serving| (serving.shown()["audience"] == audience).then_some(()));
    }

    fn public(&self) -> Vec<(String, Vec<u8>)> {
        files_below(&self.folder("public"))
    }

    fn folder(&self, path: &str) -> PathBuf {
        self.above.path().join(path)
    }

    /// Waits until something that the terminal says is there once more than before.
    fn saying<T>(&self, text: &str, act: impl FnOnce() -> T) -> T {
        let count = |serving: &Self| (serving.said("stdout") + &serving.said("stderr")).matches(text).count();
        let before = count(self);
        let done = act();
        self.until(text, |serving| (count(serving) > before).then_some(()));
        done
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

const SECRET: &str = "/articles/secret/";

#[test]
fn the_audience_is_switched_and_nothing_is_written_for_another() {
    let serving = Serving::new("--audience all");
    let names = json!(["all", "board", "press"]);
    let plain = json!({"audience": "all", "audiences": names, "drafts": false, "asOf": null,
        "writtenFor": null, "wanted": null});
    assert_eq!(serving.shown(), plain);
    assert_eq!(serving.get(SECRET).status, 404);
    let (_, first, _) = serving.page("/");
    let before = serving.public();
    assert!(before.iter().any(|(path, _)| path == "articles/news/index.html"));

    serving.switch("board");
    assert_eq!(serving.get(SECRET).status, 200);
    assert_eq!((&serving.shown()["writtenFor"], &serving.shown()["wanted"]), (&json!("all"), &json!(null)));
    assert_eq!(serving.state(first)["changed"], true, "every tab follows");

    // Also what is edited meanwhile is shown, and not written.
    serving.saying("content/pages/about.md for `board`: ", || {
        serving.put("content/pages/about.md", "---\ntitle: About\n---\nEdited.\n");
    });
    assert!(serving.get("/about/").text().contains("Edited."));
    assert!(serving.said("stdout").contains("not written"), "{}", serving.said("stdout"));
    assert_eq!(serving.public(), before);

    serving.saying("switched to the audience `all`", || serving.switch("all"));
    assert_eq!(serving.get(SECRET).status, 404);
    assert_eq!(serving.shown(), plain);
    serving.until("what was edited is written", |serving| {
        let page = fs::read_to_string(serving.folder("public/about/index.html")).expect("a page");
        page.contains("Edited.").then_some(())
    });
    assert!(!serving.folder("public/articles/secret").exists());
    let manifest = fs::read_to_string(serving.folder("public/.clipsheet-manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"audience\": \"all\"") && !manifest.contains("secret"));
}

/// A page and what the bar says of it are of one generation, however often somebody switches.
#[test]
fn no_page_says_that_it_is_for_another_audience() {
    let serving = Serving::new("--audience all");
    std::thread::scope(|scope| {
        let switching = scope.spawn(|| {
            for _ in 0..10 {
                serving.switch("board");
                serving.switch("all");
            }
        });
        while !switching.is_finished() {
            let (_, generation, html) = serving.page("/articles/");
            let told = serving.ask(&format!("state?page=/articles/&generation={generation}"));
            let told: Value = serde_json::from_str(&told.text()).expect("JSON");
            if told["changed"] == false {
                let audience = if html.contains("A secret") { "board" } else { "all" };
                assert_eq!(told["shown"]["audience"], audience, "{told}");
            }
        }
    });
    let serving_board = serving.said("stdout").matches("switched to the audience `board`").count();
    assert!(serving_board >= 10 && !serving.folder("public/articles/secret").exists());
}

#[test]
fn an_audience_that_vanishes_is_shown_no_longer() {
    let serving = Serving::new("--audience all");
    serving.switch("press");
    serving.put("content/site.yaml", &SETTINGS.replace(", press: {}", ""));
    serving.until("all again", |serving| (serving.shown()["audience"] == "all").then_some(()));
    assert_eq!(serving.shown()["audiences"], json!(["all", "board"]));
    assert_eq!(serving.ask("audience?name=press").status, 404);
}

/// The wish is kept until the site can be built; the bar goes on saying what is shown.
#[test]
fn mistakes_keep_the_audience_that_is_shown() {
    let serving = Serving::new("--audience all");
    serving.saying("1 error", || serving.put("content/pages/about.md", "---\ntitel: About\n---\n"));
    serving.saying("switched to", || assert_eq!(serving.ask("audience?name=board").status, 204));
    let shown = serving.until("a wish", |serving| {
        let shown = serving.shown();
        (shown["wanted"] == "board").then_some(shown)
    });
    assert_eq!(shown["audience"], "all");
    assert_eq!(serving.get(SECRET).status, 404);
    serving.put("content/pages/about.md", "---\ntitle: About\n---\n");
    serving.until("board", |serving| (serving.shown()["audience"] == "board").then_some(()));
    assert_eq!(serving.get(SECRET).status, 200);
}

#[test]
fn drafts_and_moments_are_told() {
    let serving = Serving::new("--audience board --drafts --as-of 2026-06-01T12:00+02:00");
    let shown = serving.shown();
    assert_eq!((&shown["drafts"], &shown["asOf"]), (&json!(true), &json!("2026-06-01T10:00:00Z")));
    assert_eq!(Serving::new("--audience board --as-of 2026-06-01").shown()["asOf"], "2026-06-01");
}

/// A preview of one generation that others can reach.
fn exposed(show_withheld: bool) -> Running {
    Running::empty(ServeOptions { hosts: vec!["desk.example".into()], show_withheld, ..options() })
}

fn shown(is_withheld: bool) -> Shown {
    let audiences = vec!["all".to_string(), "board".to_string()];
    Shown { audience: Some("board".to_string()), audiences, is_withheld, ..Shown::default() }
}

#[test]
fn others_see_nothing_that_is_withheld() {
    let files = [("a.txt", "secret"), ("b/index.html", "<body>secret</body>")];
    let running = exposed(false);
    assert!(running.preview.is_exposed() && running.preview.is_guarded());
    running.preview.publish(tree(&files), None, Report::default(), shown(true));
    for target in ["/", "/a.txt", "/b/", "/b/?clipsheet=1", "/nowhere"] {
        let answer = running.get(target, &[]);
        assert_eq!(answer.status, 503, "{target}");
        assert!(answer.text().contains("Not shown here") && !answer.text().contains("secret"), "{target}");
    }
    let told = running.state("/", 0);
    assert_eq!((&told["shown"], &told["changed"]), (&json!(null), &json!(false)));

    let flagged = exposed(true);
    assert!(flagged.preview.is_exposed() && !flagged.preview.is_guarded());
    flagged.preview.publish(tree(&files), None, Report::default(), shown(true));
    assert_eq!(flagged.get("/a.txt", &[]).text(), "secret");
    let own = Running::empty(options());
    own.preview.publish(tree(&files), None, Report::default(), shown(true));
    assert_eq!(own.get("/a.txt", &[]).text(), "secret");
}

/// What was shown before is not shown any longer, and pages that are open learn it.
#[test]
fn a_site_that_becomes_withheld_goes() {
    let running = exposed(false);
    let files = [("a.txt", "Text"), ("b/index.html", "<body>Text</body>")];
    running.preview.publish(tree(&files), None, Report::default(), shown(false));
    assert_eq!(running.get("/a.txt", &[]).text(), "Text");
    running.preview.publish(tree(&files), None, Report::default(), shown(true));
    let told = running.state("/b/", 1);
    assert_eq!((&told["changed"], &told["generation"]), (&json!(true), &json!(0)));
    assert_eq!(running.get("/b/?clipsheet=1", &[]).status, 503);
    let referer = format!("http://127.0.0.1:{}/b/?clipsheet=1", running.port);
    assert_eq!(running.get("/a.txt", &[("Referer", &referer)]).status, 503);
    running.preview.fail(report(&[("content/site.yaml", "titel: T\n")]));
    assert_eq!(running.get("/a.txt", &[]).status, 503, "mistakes bring nothing back");
    running.preview.publish(tree(&files), None, Report::default(), shown(false));
    assert_eq!(running.get("/a.txt", &[]).text(), "Text");
    let (_, generation) = running.script_of("/b/");
    assert_eq!(generation, 2, "no generation has the number of another");
    assert_eq!(running.state("/b/", 0)["changed"], true);
}

/// A page that is still being loaded gets what it shows from its own generation; but what has gone from the
/// site, as a picture that became the board's has, others do not get any more.
#[test]
fn what_is_gone_is_gone_for_others_at_once() {
    for show_withheld in [false, true] {
        let running = exposed(show_withheld);
        for files in [
            &[("a.svg", "<svg>1</svg>"), ("b.svg", "<svg>1</svg>"), ("p.html", "1")][..],
            &[("b.svg", "<svg>2</svg>"), ("p.html", "2")],
        ] {
            running.preview.publish(tree(files), None, Report::default(), shown(false));
        }
        let referer = format!("http://127.0.0.1:{}/p.html?clipsheet=1", running.port);
        let get = |target| running.get(target, &[("Referer", referer.as_str())]).status;
        assert_eq!(get("/a.svg"), if show_withheld { 200 } else { 404 });
        assert_eq!(get("/b.svg"), 200);
    }
}

/// What stands in the last good site may have expired since, or be withheld by the edit with the mistake.
#[test]
fn others_see_nothing_while_there_are_mistakes() {
    for show_withheld in [false, true] {
        let running = exposed(show_withheld);
        let file = [("a.txt", "secret")];
        running.preview.publish(tree(&file), None, Report::default(), shown(false));
        running.preview.fail(report(&[("content/site.yaml", "titel: T\n")]));
        let answer = running.get("/a.txt", &[]).text();
        assert_eq!(answer.contains("secret"), show_withheld, "{answer}");
        running.preview.publish(tree(&file), None, Report::default(), shown(false));
        assert!(running.get("/a.txt", &[]).text().contains("secret"), "it is mended");
    }
}

#[test]
fn others_are_not_told_what_is_wrong() {
    for show_withheld in [false, true] {
        let running = exposed(show_withheld);
        running.preview.publish(tree(&[]), None, Report::default(), shown(false));
        running.preview.fail(report(&[("content/site.yaml", "titel: secret\n")]));
        let told = running.state("/", 1).to_string();
        assert_eq!(told.contains("secret"), show_withheld, "{told}");
        let report = &running.state("/", 1)["report"];
        if !show_withheld {
            let sealed =
                json!({"errors": 1, "warnings": 0, "items": [], "more": 0, "sealed": true, "editor": null});
            assert_eq!(*report, sealed);
        }
    }
    // Of a site that can be built, its warnings are nobody's business either.
    let running = exposed(false);
    let warnings = report(&[("content/site.yaml", "titel: secret\n")]);
    running.preview.publish(tree(&[]), None, warnings, shown(false));
    assert_eq!(running.state("/", 1)["report"]["items"], json!([]));
}

#[test]
fn others_cannot_switch() {
    for show_withheld in [false, true] {
        let running = exposed(show_withheld);
        running.preview.on_switch(|| panic!("it was switched"));
        running.preview.publish(tree(&[]), None, Report::default(), shown(false));
        assert_eq!(running.state("/", 1)["shown"]["audiences"], json!([]));
        assert_eq!(running.state("/", 1)["shown"]["audience"], "board");
        let (token, _) = running.script_of("/");
        let target = format!("/.clipsheet/audience?token={token}&name=all");
        assert_eq!(running.get(&target, &pairs(&running.own())).status, 403);
        assert_eq!(running.preview.wanted(), None);
    }
}

#[test]
fn only_the_preview_s_own_script_switches() {
    let running = Running::empty(options());
    let target = |running: &Running, name: &str| {
        let (token, _) = running.script_of("/");
        format!("/.clipsheet/audience?token={token}&name={name}")
    };
    running.preview.publish(tree(&[]), None, Report::default(), shown(true));
    let own = running.own();
    assert_eq!(running.get(&target(&running, "all"), &pairs(&own)).status, 404, "nobody would hear");
    running.preview.on_switch(|| {});
    for (name, headers, status) in [
        ("all", &[("Sec-Fetch-Dest", "document")][..], 403),
        ("all", &[("Sec-Fetch-Dest", "image")], 403),
        ("all", &[("Origin", "http://evil.example")], 403),
        ("boards", &[], 404),
        ("", &[], 404),
        ("../all", &[], 404),
    ] {
        let answer = running.get(&target(&running, name), &[&pairs(&own), headers].concat());
        assert_eq!(answer.status, status, "{name} {headers:?}");
    }
    let head = format!("HEAD {} HTTP/1.1", target(&running, "all"));
    assert_eq!(Asked::line(running.port, &head).with(&pairs(&own)).answer().status, 403);
    assert_eq!(running.preview.wanted(), None);
    let answer =
        running.get(&target(&running, "all"), &[&pairs(&own)[..], &[("Sec-Fetch-Dest", "empty")]].concat());
    assert_eq!((answer.status, running.preview.wanted().as_deref()), (204, Some("all")));
}

#[test]
fn who_can_reach_it() {
    let exposed = |bind: &str, host: &str| {
        let hosts = if host.is_empty() { Vec::new() } else { vec![host.to_string()] };
        let bind = Some(bind.parse().expect("an address"));
        let preview = clipsheet::serve::Preview::start(&ServeOptions { bind, hosts, ..options() });
        preview.expect("a preview").is_exposed()
    };
    assert!(!exposed("127.0.0.1", ""));
    for own in ["localhost", "localhost:8080", "desk.localhost", "127.0.0.1", "127.1.2.3:80", "[::1]:80"] {
        assert!(!exposed("127.0.0.1", own), "{own}");
    }
    for other in ["desk.example", "desk.example:443", "desk", "localhost.example", "192.168.0.1", "[::2]"] {
        assert!(exposed("127.0.0.1", other), "{other}");
    }
    assert!(exposed("0.0.0.0", ""));
}

/// The settings say who sees what, and they may change at any time.
#[test]
fn settings_that_change_withhold_what_is_shown() {
    let serving = Serving::new("--audience all --host desk.example");
    assert!(serving.said("stderr").contains("other machines can reach the preview"));
    assert_eq!(serving.get("/a.txt").text(), "Text");
    let narrower = SETTINGS.replace("default_audience: all", "default_audience: press");
    serving.saying("`all` sees what the site's `default_audience` does not", || {
        serving.put("content/site.yaml", &narrower);
    });
    serving.until("it is gone", |serving| (serving.get("/a.txt").status == 503).then_some(()));
    serving.put("content/site.yaml", SETTINGS);
    serving.until("it is back", |serving| (serving.get("/a.txt").status == 200).then_some(()));

    // With a mistake besides, nothing of the former site stays.
    serving.put("content/pages/about.md", "---\ntitel: About\n---\n");
    serving.put("content/site.yaml", &narrower);
    serving.until("it is gone", |serving| (serving.get("/a.txt").status == 503).then_some(()));
    serving.put("content/pages/about.md", "---\ntitle: About\n---\n");
    serving.put("content/site.yaml", SETTINGS);
    serving.until("it is back", |serving| (serving.get("/a.txt").status == 200).then_some(()));

    // Nor where there is no such audience any more.
    serving
        .put("content/site.yaml", "title: T\naudiences: {board: {}, press: {}}\ndefault_audience: press\n");
    serving.until("it is gone", |serving| (serving.get("/a.txt").status == 503).then_some(()));
}

#[test]
fn with_the_flag_others_see_all() {
    let serving = Serving::new("--audience board --drafts --host desk.example --show-withheld");
    assert_eq!(serving.get(SECRET).status, 200);
    assert_eq!(serving.shown()["audiences"], json!([]));
    serving.saying("1 error", || serving.put("content/pages/about.md", "---\ntitel: About\n---\n"));
    assert!(serving.state(1)["report"].to_string().contains("titel"));
}
