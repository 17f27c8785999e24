//! How long it takes from the saving of a file to the new page over HTTP, while `clipsheet serve`
//! watches a large site; and whether every page that is asked for meanwhile is there and whole.
//!
//! `cargo bench --bench serving -- 10000 200`: so many articles, so many edits, and the folder to make
//! the site in, if it is to be kept; `benches/README.md` has the figures.
#![allow(
    missing_docs,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark"
)]

mod dice;
mod generate;

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use dice::Dice;

/// How long the page may take before the benchmark gives up.
const PATIENCE: Duration = Duration::from_secs(120);

/// An edit; the four are told at `EDITS`.
type Edit = (&'static str, &'static str, &'static str, &'static str);

/// Kinds of edits: what they are called, the ending of the file, what is replaced, and what is put
/// there before the number of the edit.
const EDITS: [Edit; 3] = [
    ("text", "md", "It was worth", "It was worth, in the end, "),
    ("title", "md", "title: Article number", "title: Article number, "),
    ("sidecar", "yaml", "title: Event of article", "title: Event of article, "),
];

fn main() {
    let mut numbers = std::env::args().filter_map(|arg| arg.parse::<u64>().ok());
    let articles = numbers.next().unwrap_or(1_000);
    let edits = numbers.next().unwrap_or(200);
    let folder = tempfile::tempdir().expect("a temporary folder");
    // A folder that is named is kept, to be looked at.
    let named = std::env::args().skip(1).find(|arg| arg.contains('/'));
    let root = named.map_or_else(|| folder.path().to_path_buf(), PathBuf::from);
    generate::write(articles, &root);
    let mut preview = Preview::start(&root);
    let mut dice = Dice::new(7);
    let mut took = [const { Vec::new() }; EDITS.len()];
    let (port, ended) = (preview.port, AtomicBool::new(false));
    let asked = std::thread::scope(|scope| {
        let reader = scope.spawn(|| read_along(port, articles, &ended));
        for edit in 0..edits {
            // What editors do is not in step with anything of ours.
            sleep(Duration::from_millis(200 + dice.below(600)));
            let kind = usize::try_from(edit).expect("small") % EDITS.len();
            let article = dice.below(articles);
            took[kind].push(preview.edit(&Article::of(&root, article), EDITS[kind], edit));
        }
        ended.store(true, Ordering::Relaxed);
        reader.join().expect("a reader who was served")
    });
    println!("{articles} articles; {edits} edits, {asked} other pages read meanwhile, all of them whole");
    for ((what, ..), times) in EDITS.iter().zip(&mut took) {
        tell(what, times);
    }
    tell("all", &mut took.concat());
}

fn tell(what: &str, times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    if times.is_empty() {
        return;
    }
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    println!("{what:8} median {:6.1} ms, 90 % {:6.1} ms, worst {:7.1} ms", at(0.5), at(0.9), at(1.0));
}

struct Article {
    text: PathBuf,
    address: String,
}

impl Article {
    /// The article with this number; its folder is found by its name.
    fn of(root: &Path, number: u64) -> Self {
        let day = (number * 17) % 1_825;
        let folder = format!("{}/{:02}", 2021 + day / 365, (day % 365) / 31 + 1);
        let text = root.join(format!("content/articles/{folder}/a-{number}.md"));
        Self { text, address: format!("/articles/a-{number}/") }
    }
}

/// A preview, and its news.
struct Preview {
    process: Child,
    port: u16,
    news: BufReader<TcpStream>,
}

impl Preview {
    /// Starts it, and waits until it serves.
    fn start(root: &Path) -> Self {
        let started = Instant::now();
        let mut process = Command::new(env!("CARGO_BIN_EXE_clipsheet"))
            .args(["serve", "--root"])
            .arg(root)
            .arg("--out")
            .arg(root.join("public"))
            .stderr(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("clipsheet");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let port = loop {
            let line = lines.next().expect("a line with the address").expect("UTF-8");
            if let Some((_, rest)) = line.split_once("http://localhost:") {
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                break rest[..end].parse().expect("a port");
            }
        };
        // What it says from now on is read, so that it never waits for us, and of no interest.
        std::thread::spawn(move || lines.for_each(drop));
        let page = loop {
            let (status, page) = get(port, "/articles/a-0/");
            if status == 200 {
                break page;
            }
            assert!(started.elapsed() < PATIENCE, "nothing is served");
            sleep(Duration::from_millis(50));
        };
        println!("first page after {:.1} s", started.elapsed().as_secs_f64());
        let token = page.split("data-token=\"").nth(1).and_then(|rest| rest.split('"').next());
        let target = format!("/.clipsheet/events?token={}", token.expect("the token of the run"));
        let news = BufReader::new(ask(port, &target).expect("the stream of events"));
        Self { process, port, news }
    }

    /// Saves an edit, and asks for the page when the preview has news, as a browser does, until it shows
    /// the edit; gives the milliseconds.
    fn edit(&mut self, article: &Article, (_, ending, old, new): Edit, number: u64) -> f64 {
        let file = article.text.with_extension(ending);
        let text = fs::read_to_string(&file).expect("the file");
        let mark = format!("edit{number}x");
        let edited = text.replacen(old, &format!("{new}{mark}"), 1);
        assert_ne!(edited, text, "{} has nothing to edit", file.display());
        fs::write(&file, edited).expect("saved");
        let saved = Instant::now();
        loop {
            let mut line = String::new();
            self.news.read_line(&mut line).expect("news");
            if line.starts_with("data:") && whole_page(self.port, &article.address).contains(&mark) {
                return saved.elapsed().as_secs_f64() * 1e3;
            }
            assert!(saved.elapsed() < PATIENCE, "{} never showed {mark}", article.address);
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A reader who asks for one page after the other until `ended`; gives how many.
fn read_along(port: u16, articles: u64, ended: &AtomicBool) -> usize {
    let mut dice = Dice::new(11);
    let mut asked = 0;
    while !ended.load(Ordering::Relaxed) {
        whole_page(port, &format!("/articles/a-{}/", dice.below(articles)));
        asked += 1;
        sleep(Duration::from_millis(10));
    }
    asked
}

/// The page at an address. Any other answer, and half a page, ends the benchmark.
fn whole_page(port: u16, address: &str) -> String {
    let (status, page) = get(port, address);
    assert!(status == 200 && page.trim_end().ends_with("</html>"), "{address}: {status}: {page}");
    page
}

/// The status and the text at an address; 0 where nobody listens.
fn get(port: u16, address: &str) -> (u16, String) {
    let mut answer = Vec::new();
    if ask(port, address).and_then(|mut stream| stream.read_to_end(&mut answer)).is_err() {
        return (0, String::new());
    }
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    (status, body.to_string())
}

fn ask(port: u16, target: &str) -> io::Result<TcpStream> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    write!(
        stream,
        "GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n"
    )?;
    Ok(stream)
}
