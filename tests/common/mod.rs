//! Sites in memory and on the disk, for tests.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "each test file uses a part of it; some sites are on the disk"
)]

use std::path::{Path, PathBuf};

use clipsheet::build::{Built, Options, build};
use clipsheet::diagnostics::{Checked, Format, SourceFile, render};
use clipsheet::load::scan;
use clipsheet::memo::Memo;
use clipsheet::output::OutputTree;
use clipsheet::parse::{Encoding, Host, Sources};
use clipsheet::value::{Id, Moment};
use walkdir::WalkDir;

/// The moment at which all tests stand.
pub fn options() -> Options {
    Options::at("2026-06-01T12:00:00Z".parse().expect("an instant"))
}

/// Sources from pairs of path and text.
pub fn sources(files: &[(&str, &str)]) -> Sources {
    Sources::new(files.iter().map(|(path, text)| SourceFile::new(path, text.as_bytes())))
}

/// What a build of these sources gives; panics where the options do not fit.
pub fn built(sources: &Sources) -> Checked<Built> {
    built_with(sources, &options())
}

/// The same with options.
pub fn built_with(sources: &Sources, options: &Options) -> Checked<Built> {
    build(sources, options, &mut Memo::default()).expect("options that fit")
}

/// What is wrong with these sources, as a person sees it on a terminal without colours.
pub fn report(sources: &Sources) -> String {
    report_with(sources, &options())
}

/// The same with options.
pub fn report_with(sources: &Sources, options: &Options) -> String {
    report_on(sources, &built_with(sources, options))
}

fn report_on(sources: &Sources, built: &Checked<Built>) -> String {
    render(&built.diagnostics, Format::Human, false, |path| {
        sources.bytes(path).or_else(|| built.value.templates.get(path).map(Vec::as_slice))
    })
}

/// The site that these sources make; panics with the diagnostics where there are any.
pub fn tree(sources: &Sources, options: &Options) -> OutputTree {
    let built = built_with(sources, options);
    assert!(built.diagnostics.is_empty(), "{}", report_on(sources, &built));
    built.value.tree.expect("a tree")
}

/// The file `path` of the site that these sources make; panics with the diagnostics
/// where there is none.
pub fn page(sources: &Sources, path: &str) -> String {
    let built = built(sources);
    let tree = built.value.tree.unwrap_or_else(|| panic!("{}", report(sources)));
    let bytes = tree.get(path).unwrap_or_else(|| {
        let all: Vec<_> = tree.files().keys().map(ToString::to_string).collect();
        panic!("no {path} among {all:?}")
    });
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A file or folder of the repository.
pub fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The sample, as `build` reads it.
pub fn sample() -> Sources {
    scanned(&at("."))
}

/// The names of the sites in `tests/sites`.
pub fn site_names() -> Vec<String> {
    let folders = std::fs::read_dir(at("tests/sites")).expect("the sites").map(|e| e.expect("an entry"));
    let sites = folders.filter(|folder| folder.path().join("content").is_dir());
    let mut names: Vec<String> = sites.map(|s| s.file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

/// A site of `tests/sites`, with the themes that lie beside them all, so that several can use one.
pub fn site(name: &str) -> Sources {
    let mut sources = scanned(&at("tests/sites").join(name));
    for (path, bytes) in files_below(&at("tests/sites/themes")) {
        let file = SourceFile::new(format!("themes/{path}"), bytes);
        sources.files.insert(file.path.clone(), file.into());
    }
    sources
}

/// The options that a site of `tests/sites` asks for in its `options.txt`, as on the command line.
pub fn options_of(name: &str) -> Options {
    options_from(
        &std::fs::read_to_string(at("tests/sites").join(name).join("options.txt")).unwrap_or_default(),
    )
}

/// Options as on the command line; `--now` besides, instead of the moment at which all tests stand.
pub fn options_from(text: &str) -> Options {
    let mut options = options();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        let mut value = || words.next().unwrap_or_else(|| panic!("{text}: {word} needs a value")).to_string();
        match word {
            "--now" => options.now = value().parse().expect("an instant"),
            "--as-of" => options.as_of = Some(Moment::parse(&value()).expect("an instant")),
            "--audience" => options.audience = Some(value()),
            "--base-url" => options.base_url = Some(value()),
            "--theme" => options.theme = Some(Id::parse(&value()).expect("a name")),
            "--host" => options.publishing.host = Host::parse(&value()),
            "--minify" => options.publishing.minify = true,
            "--precompress" => {
                options.publishing.precompress =
                    Some(value().split(',').filter_map(Encoding::parse).collect());
            }
            "--drafts" => options.drafts = true,
            "--verify" => options.verify = true,
            other => panic!("{text}: no such option: {other}"),
        }
    }
    options
}

fn scanned(root: &Path) -> Sources {
    let scanned = scan(root).expect("a site");
    assert!(scanned.diagnostics.is_empty(), "{:?}", scanned.diagnostics);
    scanned.value
}

/// All files below a folder, by their path in it; none where it does not exist.
pub fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).expect("inside").to_str().expect("UTF-8");
        (path.replace('\\', "/"), std::fs::read(entry.path()).expect("a file"))
    };
    files.map(read).collect()
}

/// Whether an address is that of a script of the theme, whose name has a fingerprint.
pub fn is_theme_script(address: &str, name: &str) -> bool {
    let file = address.rsplit_once("theme/");
    let rest = file.and_then(|(_, file)| file.strip_prefix(name)?.strip_prefix('.')?.strip_suffix(".js"));
    rest.is_some_and(|digits| digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
