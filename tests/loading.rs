//! What `scan` reads from a folder, and what it refuses.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests touch files"
)]

use std::fs;
use std::path::{Path, PathBuf};

use clipsheet::diagnostics::Checked;
use clipsheet::load::{LoadError, scan};
use clipsheet::parse::Sources;
use tempfile::TempDir;

/// A site in a folder `site`, with room beside it.
struct Site {
    above: TempDir,
}

impl Site {
    fn new(files: &[&str]) -> Self {
        let site = Self { above: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir_all(site.root().join("content")).expect("a folder");
        files.iter().for_each(|path| site.put(path));
        site
    }

    fn root(&self) -> PathBuf {
        self.above.path().join("site")
    }

    /// A file that holds its own path; `../x` is beside the site.
    fn put(&self, path: &str) {
        let at = self.root().join(path);
        fs::create_dir_all(at.parent().expect("a folder")).expect("the folder");
        fs::write(at, path).expect("the file");
    }

    fn scan(&self) -> Checked<Sources> {
        scan(&self.root()).unwrap_or_else(|e| panic!("{e}"))
    }

    /// Exactly these files are read, each with its bytes.
    fn reads(&self, paths: &[&str]) {
        let sources = self.scan().value;
        let found: Vec<&str> = sources.files.keys().map(|path| path.as_str()).collect();
        assert_eq!(found, paths);
    }

    /// Nothing is refused but these paths, each with words of why.
    fn refuses(&self, expected: &[(&str, &str)]) {
        let found = self.scan().diagnostics;
        let found: Vec<(&str, &str)> =
            found.iter().map(|d| (d.primary.path.as_str(), d.message.as_str())).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn content_and_themes_are_read_and_nothing_else() {
    let site = Site::new(&[
        "content/site.yaml",
        "content/articles/2026/04/a.md",
        "themes/own/templates/base.html",
        "notes.txt",
        "public/index.html",
        "../beside.md",
    ]);
    site.reads(&["content/articles/2026/04/a.md", "content/site.yaml", "themes/own/templates/base.html"]);
    site.refuses(&[]);
    let sources = site.scan().value;
    let bytes = sources.files.values().map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    let paths = sources.files.keys().map(ToString::to_string);
    assert!(bytes.eq(paths), "each file has the bytes that stand in it");
}

#[test]
fn without_content_there_is_no_site() {
    let none = |root: &Path| match scan(root) {
        Err(LoadError::NoContent(path)) => assert_eq!(path, root),
        other => panic!("{other:?}"),
    };
    let above = tempfile::tempdir().expect("a folder");
    none(above.path());
    none(&above.path().join("not-there"));
    fs::write(above.path().join("content"), "a file").expect("written");
    none(above.path());
    none(&above.path().join("content"));
}

#[test]
fn an_empty_content_folder_is_a_site_without_files() {
    Site::new(&[]).reads(&[]);
}

#[test]
fn hidden_files_and_what_editors_leave_are_skipped() {
    let site = Site::new(&[
        "content/articles/a.md",
        "content/articles/.a.md.swp",
        "content/articles/.hidden.md",
        "content/articles/a.md~",
        "content/articles/#a.md#",
        "content/articles/.#a.md",
        "content/articles/a.md.bak",
        "content/articles/a.md.orig",
        "content/articles/a.md.tmp",
        "content/.git/config",
        "content/.obsidian/b.md",
        "content/articles/Thumbs.db",
        "content/articles/desktop.ini",
        "themes/.git/config",
        "themes/own/templates/.base.html.swp",
    ]);
    site.reads(&["content/articles/a.md"]);
    site.refuses(&[]);
}

#[test]
fn hidden_static_files_are_meant() {
    let site = Site::new(&[
        "content/static/.well-known/security.txt",
        "content/static/.nojekyll",
        "content/static/a/.b/c.txt",
        // But not these, which no site means.
        "content/static/.DS_Store",
        "content/static/.git/config",
        "content/static/a.png.swp",
        "content/static/.#a.png",
    ]);
    site.reads(&[
        "content/static/.nojekyll",
        "content/static/.well-known/security.txt",
        "content/static/a/.b/c.txt",
    ]);
}

#[test]
fn a_name_that_starts_like_a_skipped_one_is_read() {
    let site = Site::new(&["content/articles/a.b.md", "content/articles/#1.md", "content/articles/tmp.md"]);
    site.reads(&["content/articles/#1.md", "content/articles/a.b.md", "content/articles/tmp.md"]);
}

#[test]
fn where_the_site_is_does_not_show() {
    // The root may be given with `.` and `..`, and the paths stay the same.
    let site = Site::new(&["content/articles/a.md"]);
    let around = site.root().join("content/.././../site/.");
    let found = scan(&around).expect("a site").value;
    assert_eq!(found.files.keys().map(|p| p.as_str()).collect::<Vec<_>>(), ["content/articles/a.md"]);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    impl Site {
        /// A link in the site that leads to what it is told, relative to its own folder.
        fn link(&self, from: &str, to: &str) {
            let from = self.root().join(from);
            fs::create_dir_all(from.parent().expect("a folder")).expect("the folder");
            symlink(to, from).expect("a link");
        }
    }

    #[test]
    fn a_link_inside_the_site_is_followed() {
        let site = Site::new(&["content/articles/a.md", "shared/b.md", "shared/more/c.md"]);
        site.link("content/articles/b.md", "../../shared/b.md");
        site.link("content/articles/more", "../../shared/more");
        site.link("content/pages/a.md", "../articles/a.md");
        site.reads(&[
            "content/articles/a.md",
            "content/articles/b.md",
            "content/articles/more/c.md",
            "content/pages/a.md",
        ]);
        site.refuses(&[]);
        let sources = site.scan().value;
        let bytes =
            |path: &str| sources.files.iter().find(|(p, _)| p.as_str() == path).map(|(_, f)| &*f.bytes);
        assert_eq!(bytes("content/articles/more/c.md"), Some(&b"shared/more/c.md"[..]));
    }

    #[test]
    fn a_link_out_of_the_site_is_refused() {
        let site = Site::new(&["content/articles/a.md", "../secret.md", "../folder/b.md"]);
        site.link("content/articles/out.md", "../../../secret.md");
        site.link("content/articles/over", "../../../folder");
        site.link("content/static/passwd", "/etc/passwd");
        site.link("themes/own", "../../folder");
        // A folder beside the site whose path starts like the site's.
        fs::create_dir(site.above.path().join("site-2")).expect("a folder");
        site.put("../site-2/c.md");
        site.link("content/pages", "../../site-2");
        site.reads(&["content/articles/a.md"]);
        site.refuses(&[
            ("content/articles/out.md", "this symbolic link leads out of the site"),
            ("content/articles/over", "this symbolic link leads out of the site"),
            ("content/pages", "this symbolic link leads out of the site"),
            ("content/static/passwd", "this symbolic link leads out of the site"),
            ("themes/own", "this symbolic link leads out of the site"),
        ]);
    }

    #[test]
    fn a_link_out_through_a_link_inside_is_refused() {
        let site = Site::new(&["content/site.yaml", "../secret.md"]);
        site.link("hop", "..");
        site.link("content/articles/a.md", "../../hop/secret.md");
        site.reads(&["content/site.yaml"]);
        site.refuses(&[("content/articles/a.md", "this symbolic link leads out of the site")]);
    }

    #[test]
    fn the_folders_themselves_may_be_links_only_inside_the_site() {
        let inside = Site::new(&["real/site.yaml"]);
        fs::remove_dir(inside.root().join("content")).expect("removed");
        inside.link("content", "real");
        inside.reads(&["content/site.yaml"]);

        for (name, rest) in [("content", &[][..]), ("themes", &["content/site.yaml"][..])] {
            let site = Site::new(&["../elsewhere/a.md"]);
            if name == "content" {
                fs::remove_dir(site.root().join("content")).expect("removed");
            } else {
                site.put("content/site.yaml");
            }
            site.link(name, "../elsewhere");
            site.reads(rest);
            site.refuses(&[(name, "this symbolic link leads out of the site")]);
        }
    }

    #[test]
    fn the_root_may_be_reached_through_a_link() {
        let site = Site::new(&["content/articles/a.md", "content/articles/b.md"]);
        site.link("content/pages/c.md", "../articles/a.md");
        let through = site.above.path().join("through");
        symlink("site", &through).expect("a link");
        let found = scan(&through).expect("a site");
        assert_eq!(found.diagnostics.len(), 0);
        let paths: Vec<_> = found.value.files.keys().map(|p| p.as_str()).collect();
        assert_eq!(paths, ["content/articles/a.md", "content/articles/b.md", "content/pages/c.md"]);
    }

    #[test]
    fn a_loop_is_refused() {
        let site = Site::new(&["content/articles/a.md"]);
        site.link("content/articles/again", "..");
        site.link("content/articles/self", "self");
        site.reads(&["content/articles/a.md"]);
        let refused: Vec<_> = site.scan().diagnostics.iter().map(|d| d.primary.path.to_string()).collect();
        assert_eq!(refused, ["content/articles/again", "content/articles/self"]);
    }

    #[test]
    fn a_dangling_link_is_refused() {
        let site = Site::new(&["content/articles/a.md"]);
        site.link("content/articles/b.md", "not-there.md");
        site.reads(&["content/articles/a.md"]);
        site.refuses(&[("content/articles/b.md", "this symbolic link leads nowhere")]);
    }

    #[test]
    fn what_an_editor_locks_with_a_dangling_link_is_skipped() {
        // Emacs: `.#name` leads to `user@host.pid`, which is no file.
        let site = Site::new(&["content/articles/a.md"]);
        site.link("content/articles/.#a.md", "user@host.1234:1");
        site.reads(&["content/articles/a.md"]);
        site.refuses(&[]);
    }

    #[test]
    fn a_pipe_is_refused_and_not_waited_for() {
        let site = Site::new(&["content/articles/a.md"]);
        let pipe = site.root().join("content/articles/b.md");
        let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
        assert!(made.success());
        site.link("content/articles/c.md", "b.md");
        site.reads(&["content/articles/a.md"]);
        site.refuses(&[
            ("content/articles/b.md", "this is not a regular file"),
            ("content/articles/c.md", "this is not a regular file"),
        ]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_utf8_is_refused() {
        use std::os::unix::ffi::OsStrExt;
        let site = Site::new(&["content/articles/a.md"]);
        let name = std::ffi::OsStr::from_bytes(b"b\xFF.md");
        fs::write(site.root().join("content/articles").join(name), "b").expect("written");
        site.reads(&["content/articles/a.md"]);
        site.refuses(&[("content/articles/b\u{FFFD}.md", "this file's name is not UTF-8")]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_root_whose_name_is_not_utf8_is_fine() {
        // Only names inside the site become paths of the site.
        use std::os::unix::ffi::OsStrExt;
        let site = Site::new(&["content/articles/a.md"]);
        let odd = site.above.path().join(std::ffi::OsStr::from_bytes(b"s\xFF"));
        fs::rename(site.root(), &odd).expect("renamed");
        let found = scan(&odd).expect("a site");
        assert_eq!(found.diagnostics, vec![]);
        assert_eq!(found.value.files.len(), 1);
    }

    #[test]
    fn what_cannot_be_read_stops_the_build() {
        for path in ["content/articles", "content/articles/a.md"] {
            let site = Site::new(&["content/articles/a.md"]);
            let locked = site.root().join(path);
            fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("locked");
            if fs::read_dir(&locked).is_ok() || fs::read(&locked).is_ok() {
                println!("skipped: root may read everything, so nothing is unreadable");
                return;
            }
            let result = scan(&site.root());
            // Else the temporary folder could not be removed.
            fs::set_permissions(&locked, fs::Permissions::from_mode(0o700)).expect("unlocked");
            match result {
                Err(LoadError::Io(found, _)) => assert_eq!(found, locked),
                other => panic!("{path}: {other:?}"),
            }
        }
    }

    /// Something makes and removes files, folders and links all the time: each scan succeeds, and
    /// what stays is always there.
    #[test]
    fn what_vanishes_while_the_site_is_read_was_never_there() {
        use std::sync::atomic::{AtomicBool, Ordering};
        let site = Site::new(&["content/articles/a.md", "content/articles/z/z.md", "content/site.yaml"]);
        let stable: Vec<String> = site.scan().value.files.keys().map(ToString::to_string).collect();
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for number in 0..2 {
                let (site, done) = (&site, &done);
                scope.spawn(move || {
                    while !done.load(Ordering::Relaxed) {
                        churn(site, number);
                    }
                });
            }
            let scans: Vec<_> = (0..1000).map(|_| scan(&site.root())).collect();
            done.store(true, Ordering::Relaxed);
            for found in scans {
                let found = found.unwrap_or_else(|e| panic!("{e}"));
                let there = |path: &&String| found.value.files.keys().any(|found| found.as_str() == **path);
                assert_eq!(stable.iter().filter(there).count(), stable.len());
                // A link may have been met at a moment when it led nowhere, and is refused for no
                // other reason.
                for refused in found.diagnostics {
                    assert_eq!(refused.message, "this symbolic link leads nowhere");
                }
            }
        });
    }

    /// Puts a folder with files and links there and takes it away, and what was a file becomes a
    /// folder.
    fn churn(site: &Site, number: usize) {
        let folder = format!("content/articles/m{number}");
        for file in ["b.md", "c/d.md", "c/e/f.md"] {
            site.put(&format!("{folder}/{file}"));
        }
        site.link(&format!("{folder}/g.md"), "b.md");
        site.link(&format!("{folder}/h"), "c");
        fs::remove_dir_all(site.root().join(&folder)).expect("removed");
        site.put(&folder);
        fs::remove_file(site.root().join(&folder)).expect("removed");
    }
}
