//! The preview, asked over raw sockets as browsers and others may ask it.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "tests open connections, and fail where an answer is not as it should be"
)]

#[path = "../common/mod.rs"]
mod common;

mod address;
mod audience;
mod client;
mod editor;
mod files;
mod live;
mod safety;
mod slow;

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use clipsheet::output::OutputTree;
use clipsheet::serve::{Preview, Report, ServeOptions, Shown};

use client::{Answer, Asked};

/// A tree that holds these files, and the few that every site has.
fn tree(files: &[(&str, &str)]) -> OutputTree {
    let statics: Vec<(String, &str)> =
        files.iter().map(|(path, text)| (format!("content/static/{path}"), *text)).collect();
    let mut all = vec![("content/site.yaml", "title: T\n")];
    all.extend(statics.iter().map(|(path, text)| (path.as_str(), *text)));
    common::tree(&common::sources(&all), &common::options())
}

/// Options for a port that nobody else uses.
fn options() -> ServeOptions {
    ServeOptions { port: Some(0), root: std::env::temp_dir(), ..ServeOptions::default() }
}

/// A preview at 127.0.0.1, and how to ask it.
struct Running {
    preview: Preview,
    port: u16,
}

impl Running {
    /// One that has nothing to serve yet.
    fn empty(options: ServeOptions) -> Self {
        let options = ServeOptions { bind: Some(Ipv4Addr::LOCALHOST.into()), ..options };
        let preview = Preview::start(&options).expect("a preview");
        let url = preview.urls().first().expect("an address").clone();
        let port = url.trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        Self { preview, port: port.expect("a port") }
    }

    /// One that serves these files.
    fn with(files: &[(&str, &str)]) -> Self {
        let running = Self::empty(options());
        running.publish(files);
        running
    }

    fn publish(&self, files: &[(&str, &str)]) {
        self.preview.publish(tree(files), None, Report::default(), Shown::default());
    }

    /// The answer to a request for a target, with further headers.
    fn get(&self, target: &str, headers: &[(&str, &str)]) -> Answer {
        Asked::get(self.port, target).with(headers).answer()
    }

    /// The secret and the generation that a page was given.
    fn script_of(&self, page: &str) -> (String, u64) {
        let html = self.get(page, &[]).text();
        let value = |name: &str| {
            let (_, rest) = html.split_once(&format!("data-{name}=\"")).expect("the script");
            rest.split('"').next().expect("a value").to_string()
        };
        (value("token"), value("generation").parse().expect("a number"))
    }

    /// The headers that a browser sends with what a page of the preview asks for.
    fn own(&self) -> [(&'static str, String); 2] {
        [("Sec-Fetch-Site", "same-origin".into()), ("Referer", format!("http://127.0.0.1:{}/", self.port))]
    }

    /// What the present state means for a page, as its script asks.
    fn state(&self, page: &str, generation: u64) -> serde_json::Value {
        let (token, _) = self.script_of("/");
        let page = page.replace('%', "%25");
        let target = format!("/.clipsheet/state?token={token}&page={page}&generation={generation}");
        let answer = self.get(&target, &pairs(&self.own()));
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_str(&answer.text()).expect("JSON")
    }
}

/// The report of a build of these sources.
fn report(files: &[(&str, &str)]) -> Report {
    let sources = common::sources(files);
    let built = common::built(&sources);
    assert!(!built.diagnostics.is_empty(), "nothing is wrong with them");
    Report::new(&built.diagnostics, &sources, &BTreeMap::new())
}

fn pairs<'a>(headers: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    headers.iter().map(|(name, value)| (*name, value.as_str())).collect()
}
