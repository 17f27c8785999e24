//! The walls of the house: ARCHITECTURE.md states them, this holds them.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that reads the source code"
)]

use std::path::Path;

/// The modules, each of which may use those before it and no other.
const LAYERS: [&str; 32] = [
    "digest",
    "kept",
    "path",
    "progress",
    "diagnostics",
    "yaml",
    "value",
    "text",
    "picture",
    "parse",
    "anchor",
    "model",
    "language",
    "theme",
    "lettering",
    "view",
    "plan",
    "output",
    "twins",
    "hosting",
    "audit",
    "render",
    "memo",
    "build",
    "stamp",
    "load",
    "write",
    "cache",
    "external",
    "watch",
    "serve",
    "cli",
];

/// The modules that may touch files, clock, environment or network.
const IO: [&str; 7] = ["load", "write", "cache", "external", "watch", "serve", "cli"];

/// Every source file as (module, path, text).
fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.expect("an entry");
        let inside = entry.path().strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
        let is_code = entry.file_type().is_file() && inside.ends_with(".rs");
        if is_code && inside != "lib.rs" && inside != "main.rs" {
            let module = inside.split(['/', '.']).next().unwrap_or_default().to_string();
            let text = std::fs::read_to_string(entry.path()).expect("UTF-8");
            found.push((module, inside, text));
        }
    }
    assert!(found.len() > 30, "the source code was not found");
    found
}

#[test]
fn a_stage_knows_those_before_it_and_never_one_after() {
    let place = |module: &str| LAYERS.iter().position(|layer| *layer == module);
    for (module, path, text) in sources() {
        let own = place(&module).unwrap_or_else(|| panic!("{path} is in no layer; name it in LAYERS"));
        for (_, after) in text.match_indices("crate::").map(|(at, m)| text[at..].split_at(m.len())) {
            let used: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            let used_place =
                place(&used).unwrap_or_else(|| panic!("{path} uses crate::{used}, which is in no layer"));
            assert!(used_place <= own, "{path} is in `{module}` and uses `{used}`, a later stage");
        }
    }
}

#[test]
fn only_the_io_modules_touch_the_world() {
    for (module, path, text) in sources() {
        // Parts of such a module that touch nothing do without, and tests may touch anything.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let allows = code.contains("clippy::disallowed_methods");
        assert!(!allows || IO.contains(&module.as_str()), "{path}");
        let prints =
            ["println!", "eprintln!", "print!(", "stdout()", "stderr()"].iter().any(|p| text.contains(p));
        assert!(!prints || module == "cli", "{path} prints; only the edge does");
    }
}

/// After `admit` the files that records came from are still known, so that diagnostics can point into
/// them; what is in the files, and how an annotation found its place there, is nobody's business any more.
#[test]
fn nothing_after_admission_reads_a_source() {
    let after = ["plan", "view", "render"];
    let later = sources().into_iter().filter(|(module, ..)| after.contains(&module.as_str()));
    let mut seen = 0;
    for (_, path, text) in later {
        seen += 1;
        for word in [".bytes", ".document()", ".exact", ".prefix", ".suffix", "source_of", "source_range"] {
            assert!(!text.contains(word), "{path} has {word}");
        }
    }
    assert!(seen > 15, "only {seen} files");
}

#[test]
fn only_views_are_serialized() {
    for (_, path, text) in sources() {
        // These are no model types, and no template sees them: the manifest of the output folder, and
        // what is kept between runs.
        let kept = [
            "cache.rs",
            "diagnostics/mod.rs",
            "digest.rs",
            "external.rs",
            "external/former.rs",
            "path.rs",
            "stamp.rs",
            "write/manifest.rs",
        ];
        let may = path.starts_with("view/") || kept.contains(&path.as_str());
        // Articles are kept between runs in a form that no template can read.
        let text = text.replace("borsh::BorshSerialize", "");
        assert!(may || !text.contains("Serialize"), "{path}");
    }
}

/// A file that no module declares is compiled by nobody.
#[test]
fn every_file_is_a_module() {
    let all = sources();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (_, path, _) in &all {
        let path = path.strip_suffix("/mod.rs").or_else(|| path.strip_suffix(".rs")).expect("a Rust file");
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let above = [format!("{folder}/mod.rs"), format!("{folder}.rs"), "lib.rs".to_string()];
        let above = if folder.is_empty() { &above[2..] } else { &above[..2] };
        let declared = format!("mod {name};");
        let is_there =
            |file: &String| std::fs::read_to_string(root.join(file)).is_ok_and(|t| t.contains(&declared));
        assert!(above.iter().any(is_there), "nothing declares {path}");
    }
}

#[test]
fn every_module_says_what_it_is() {
    for (_, path, text) in sources() {
        assert!(text.starts_with("//! "), "{path} opens without a sentence on what it is");
    }
}
