//! Random words in every field of every record: none is in the site, and each is found where it is put.

use clipsheet::diagnostics::Diagnostic;

use super::{Audit, Limits, common, found, options, pack, secrets_for, secrets_of, site};

/// How many random sites are looked at.
fn seeds() -> std::ops::Range<u64> {
    let number = std::env::var("CLIPSHEET_CANARY_SITES").ok().and_then(|n| n.parse().ok());
    0..number.unwrap_or(5)
}

#[test]
fn nothing_that_is_withheld_is_in_the_site() {
    for seed in seeds() {
        let (sources, canaries) = site::site(seed);
        let secrets = secrets_for(&sources, "staff");
        let tree = common::tree(&sources, &options("staff"));
        let audit = secrets.search_tree(&tree, Limits::default());
        assert!(audit.diagnostics.is_empty(), "site {seed}: {:#?}", audit.diagnostics);
        for (path, bytes) in tree.files() {
            let text = format!("{path} {}", String::from_utf8_lossy(bytes));
            let leak = canaries.iter().find(|canary| text.contains(canary.as_str()));
            assert_eq!(leak, None, "site {seed}: {path}");
        }
        assert_eq!(secrets_for(&sources, "board").count(), 0, "the board sees all");
    }
}

#[test]
fn each_is_found_with_the_place_where_it_is_written() {
    for seed in seeds() {
        let (sources, canaries) = site::site(seed);
        let secrets = secrets_for(&sources, "staff");
        for canary in &canaries {
            let file = sources.files.values().find(|file| file.path.as_str().contains(canary));
            let file =
                file.or_else(|| sources.files.values().find(|file| file.text().unwrap().contains(canary)));
            let text = file.unwrap().text().unwrap();
            // With what stands around it, because of a text of several words no single one is looked for.
            let line = text.lines().find(|line| line.contains(canary)).unwrap_or(canary);
            let leaks = found(&secrets, "x.html", line.as_bytes());
            let is_there = |leak: &Diagnostic| {
                let file = &sources.files[&leak.primary.path];
                let place = &file.text().unwrap()[leak.primary.bytes.clone()];
                file.path.as_str().contains(canary) || place.contains(canary)
            };
            let leak = leaks.iter().find(|leak| is_there(leak));
            let leak = leak.unwrap_or_else(|| panic!("site {seed}: {canary} in {line}: {leaks:#?}"));
            assert!(
                leak.message.ends_with("is withheld from `staff` and stands in x.html:1"),
                "{}",
                leak.message
            );
        }
    }
}

/// The site has every key that a record, an annotation or a part of one may have.
#[test]
fn every_field_is_planted() {
    let keys = site::keys();
    for file in ["record", "sidecar", "part"] {
        let code = std::fs::read_to_string(common::at(&format!("src/parse/{file}.rs"))).unwrap();
        // Fields in the macros stand deeper than those of types that no record is made of.
        let fields = code.lines().filter_map(|line| {
            let (name, kind) = line.strip_prefix("        ")?.trim_start_matches("    ").split_once(": ")?;
            let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
            (is_name && kind.ends_with(',') && !kind.contains('(')).then_some(name)
        });
        let fields: Vec<&str> = fields.map(|name| if name == "within" { "in" } else { name }).collect();
        assert!(fields.len() > 20, "the fields were not found");
        // The curator's decisions are references, which say nothing themselves.
        let silent = ["same_as", "variant_of", "distinct_from", "text", "amount", "subject", "meta"];
        let missing: Vec<_> =
            fields.iter().filter(|name| !keys.contains(**name) && !silent.contains(name)).collect();
        assert!(missing.is_empty(), "nothing is planted in {missing:?}");
    }
}

#[test]
fn a_passage_is_found_in_whatever_it_is_packed() {
    let passage = "the board sells the Vantablatt refinery soon";
    let secrets = secrets_of(passage, "");
    for packed in pack::all(passage) {
        let leaks = found(&secrets, &packed.path, &packed.bytes);
        let [leak] = leaks.as_slice() else { panic!("{}: {leaks:#?}", packed.place) };
        let expected = format!(
            "a passage of the article `kestrelwood` is withheld from `staff` and stands in {}",
            packed.place
        );
        assert_eq!(leak.message, expected);
        assert_eq!(
            (leak.primary.path.as_str(), leak.primary.bytes.start),
            ("content/articles/kestrelwood.md", 39)
        );
    }
}

#[test]
fn so_is_a_single_word() {
    let secrets = secrets_of("x", "");
    let mut missed = Vec::new();
    for packed in pack::all("Wexmoor") {
        missed.extend(found(&secrets, &packed.path, &packed.bytes).is_empty().then_some(packed.place));
    }
    assert_eq!(missed, [""; 0]);
}

/// The same page as a browser prints it: letters are numbers of glyphs, and each font has a table.
#[test]
fn a_page_that_was_printed() {
    let bytes = std::fs::read(common::at("tests/audit/printed.pdf")).unwrap();
    for passage in
        ["the board will sell the Vantablatt refinery", "Project Kestrelwood", "Quarterly Kestrelwood paper"]
    {
        let leaks = found(&secrets_of(passage, ""), "a.pdf", &bytes);
        assert!(
            leaks.iter().any(|leak| leak.message.ends_with("stands in a.pdf (PDF)")),
            "{passage}: {leaks:#?}"
        );
    }
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let secrets = secrets_of("the board sells the Vantablatt refinery soon", "");
    for packed in pack::all("they all sell this other refinery late") {
        let audit = Audit::of(&secrets, vec![secrets.search(&packed.path, &packed.bytes, Limits::default())]);
        assert!(audit.diagnostics.is_empty(), "{}: {:#?}", packed.place, audit.diagnostics);
    }
}
