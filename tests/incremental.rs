//! A build with a memory gives what a clean build gives, whatever was edited in between: lines
//! are changed, files removed and brought back, options set, at random; after every step both
//! are compared byte by byte, and every page that was reused is rendered again.
//!
//! `CLIPSHEET_EDIT_STEPS=10000 cargo test --test incremental` takes more steps.
#![allow(clippy::disallowed_methods, clippy::expect_used, reason = "a test; the environment says how long")]

mod common;

use clipsheet::build::{Built, Options, build};
use clipsheet::diagnostics::{Checked, SourceFile};
use clipsheet::memo::Memo;
use clipsheet::parse::Sources;
use clipsheet::path::SitePath;

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap_or_default()
    }
}

/// Words that mean something to some site.
const WORDS: [&str; 6] = ["OpenAI", "Harbour Power", "2026-03", "harbour-power", "deal", "5e9"];

/// Changes one line of a text.
fn edited(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let at = dice.below(lines.len().max(1));
    let Some(line) = lines.get(at).cloned() else { return WORDS[0].to_string() };
    match dice.below(5) {
        0 => lines.insert(at, line),
        1 => {
            lines.remove(at);
        }
        2 => lines[at].push_str(&format!(" {}", WORDS[dice.below(WORDS.len())])),
        3 => {
            let other = dice.below(lines.len());
            lines.swap(at, other);
        }
        _ => {
            let mut words: Vec<&str> = line.split(' ').collect();
            let word = dice.below(words.len());
            words[word] = WORDS[dice.below(WORDS.len())];
            lines[at] = words.join(" ");
        }
    }
    lines.join("\n") + "\n"
}

/// Takes one step; says which.
fn step(sources: &mut Sources, original: &Sources, options: &mut Options, dice: &mut Dice) -> String {
    let paths: Vec<SitePath> = sources.files.keys().cloned().collect();
    let path = paths[dice.below(paths.len())].clone();
    match dice.below(10) {
        0 => {
            sources.files.remove(&path);
            format!("removed {path}")
        }
        1 => {
            sources.clone_from(original);
            "everything as it was".to_string()
        }
        2 => {
            options.now =
                ["2026-06-01T12:00:00Z", "2026-01-01T00:00:00Z"][dice.below(2)].parse().expect("a moment");
            options.drafts = dice.below(3) == 0;
            options.base_url = (dice.below(3) == 0).then(|| "https://x.example/a".to_string());
            "other options".to_string()
        }
        _ => {
            let text =
                sources.bytes(&path).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
            let text = edited(text, dice);
            sources.files.insert(path.clone(), SourceFile::new(path.as_str(), text.into_bytes()).into());
            format!("edited {path}")
        }
    }
}

/// Whether both builds give the same; `done` says what was done last.
fn compare(memory: &Checked<Built>, clean: &Checked<Built>, done: &str) {
    assert_eq!(format!("{:?}", memory.diagnostics), format!("{:?}", clean.diagnostics), "{done}");
    let (memory, clean) = (&memory.value, &clean.value);
    assert!(memory.stale.is_empty(), "{done}: {:?}", memory.stale);
    assert_eq!((memory.records, memory.pages), (clean.records, clean.pages), "{done}");
    assert_eq!((&memory.held, memory.next_due), (&clean.held, clean.next_due), "{done}");
    let files = |built: &Built| {
        let files = built.tree.iter().flat_map(|tree| tree.files().iter());
        files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect::<Vec<_>>()
    };
    let (memory_files, clean_files) = (files(memory), files(clean));
    let paths = |files: &[(clipsheet::path::OutPath, std::sync::Arc<[u8]>)]| {
        files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(paths(&memory_files), paths(&clean_files), "{done}");
    for ((path, bytes), (_, others)) in memory_files.iter().zip(&clean_files) {
        assert!(bytes == others, "{done}: {path} differs");
    }
}

/// So many steps from `original`; gives how many ended in a site, and how many pages were reused.
fn edits(original: &Sources, steps: usize, seed: u64) -> (usize, usize) {
    let mut dice = Dice(seed | 1);
    let mut options = Options { verify: true, ..common::options() };
    let (mut sources, mut last_good) = (original.clone(), original.clone());
    let mut memo = Memo::default();
    let (mut sites, mut reused) = (0, 0);
    for number in 0..steps {
        let done = step(&mut sources, original, &mut options, &mut dice);
        let done = format!("seed {seed}, step {number}: {done}");
        let memory = build(&sources, &options, &mut memo).expect("options that fit");
        let clean = build(&sources, &options, &mut Memo::default()).expect("options that fit");
        compare(&memory, &clean, &done);
        if memory.value.tree.is_some() {
            sites += 1;
            reused += memory.value.pages - memory.value.rendered.len();
            last_good.clone_from(&sources);
        } else if dice.below(4) != 0 {
            // Most mistakes are mended at once: a site with mistakes shows little.
            sources.clone_from(&last_good);
        }
    }
    (sites, reused)
}

#[test]
fn a_memory_changes_the_time_and_nothing_else() {
    let steps =
        std::env::var("CLIPSHEET_EDIT_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(400);
    let sites = [common::site("plain"), common::site("long-timeline"), common::sample()];
    for (seed, (site, share)) in (1_u64..).zip(sites.iter().zip([16, 3, 1])) {
        let steps = steps * share / 20;
        let (sites, reused) = edits(site, steps, seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        assert!(sites * 3 > steps, "only {sites} of {steps} steps ended in a site");
        assert!(reused > sites, "only {reused} pages were reused");
    }
}

/// The proof that the comparison can fail: a page of a former build in the place of a new one.
#[test]
#[should_panic(expected = "differs")]
fn a_stale_page_is_found() {
    let sources = common::site("plain");
    let built = |title: &str| {
        let mut sources = sources.clone();
        let settings = SitePath::new("content/site.yaml");
        let text = String::from_utf8(sources.bytes(&settings).expect("settings").to_vec()).expect("UTF-8");
        let text = text.replacen("title:", &format!("title: {title} #"), 1);
        sources.files.insert(settings.clone(), SourceFile::new(settings.as_str(), text.into_bytes()).into());
        common::built(&sources)
    };
    let (former, now) = (built("One"), built("Two"));
    assert!(former.value.tree.is_some(), "{:?}", former.diagnostics);
    compare(&former, &now, "a stale site");
}
