//! Folders that come, move and go, up to the site's own.

use std::fs;

use crate::in_both_ways;
use crate::place::{Place, remove, text};

#[test]
fn new_and_moved_folders_are_seen() {
    in_both_ways(|place| {
        // As `mkdir -p` and a file at once.
        place.write("content/articles/2026/04/d.md", &text("d"));
        place.until_clean("a new folder");
        place.write("content/articles/2026/04/d.md", &text("d again"));
        place.until_clean("an edit in it");
        fs::rename(place.at("content/articles/2026"), place.at("content/articles/2027")).expect("renamed");
        place.write("content/articles/2027/04/e.md", &text("e"));
        place.until_clean("a renamed folder");
        place.write("content/articles/2027/04/e.md", &text("e again"));
        place.until_clean("an edit in it");
        fs::rename(place.at("content/articles/2027"), place.beside("away")).expect("moved out");
        place.until_clean("a folder moved out");
        fs::write(place.beside("away/04/e.md"), text("out there")).expect("written");
        fs::rename(place.beside("away"), place.at("content/articles/back")).expect("moved in");
        place.until_clean("a folder moved in");
        place.write("content/articles/back/04/e.md", &text("e at last"));
        place.until_clean("an edit in it");
        remove(&place.at("content/articles/back"));
        place.write("content/articles/back/04/e.md", &text("anew"));
        place.until_clean("a folder removed and made again");
        place.write("content/articles/back/04/e.md", &text("anew again"));
        place.until_clean("an edit in it");
    });
}

/// As `cp -r` copies: deeper and deeper, each file as soon as its folder is there.
#[test]
fn what_is_in_a_new_folder_before_it_is_watched_is_seen() {
    in_both_ways(|place| {
        for round in 0..5 {
            for folder in 0..20 {
                place.write(
                    &format!("content/articles/{round}/{folder}/deeper/r{round}-{folder}.md"),
                    &text("a copy"),
                );
            }
            place.until_clean("a copied tree");
        }
    });
}

#[test]
fn two_folders_that_swap_their_names_are_seen() {
    in_both_ways(|place| {
        place.write("content/static/one/x.txt", "one");
        place.write("content/static/two/x.txt", "two");
        place.until_clean("two folders");
        for round in 0..3 {
            fs::rename(place.at("content/static/one"), place.at("content/swap")).expect("renamed");
            fs::rename(place.at("content/static/two"), place.at("content/static/one")).expect("renamed");
            fs::rename(place.at("content/swap"), place.at("content/static/two")).expect("renamed");
            place.until_clean("a swap");
            for folder in ["one", "two"] {
                place.write(&format!("content/static/{folder}/x.txt"), &format!("{folder} {round}"));
                place.until_clean("an edit");
            }
        }
    });
}

#[test]
fn a_theme_that_appears_is_seen() {
    in_both_ways(|place| {
        place.write("themes/default/static/own.css", "a {}\n");
        place.until_clean("a theme");
        place.write("themes/default/static/own.css", "b {}\n");
        place.until_clean("an edit in it");
        remove(&place.at("themes"));
        place.until_clean("no theme");
    });
}

#[test]
fn a_root_that_goes_and_comes_back_is_seen() {
    in_both_ways(|place| {
        let complaint = "there is no folder `content`";
        // The content alone.
        fs::rename(place.at("content"), place.at("elsewhere")).expect("renamed");
        place.until("the content is gone", |place| place.complaints().contains(complaint));
        fs::rename(place.at("elsewhere"), place.at("content")).expect("renamed");
        place.write("content/articles/a.md", &text("a while later"));
        place.until_clean("the content is back");
        // All of it, removed.
        let complaints = |place: &Place| place.complaints().matches(complaint).count();
        remove(&place.root());
        place.until("the root is gone", |place| complaints(place) == 2);
        place.fill();
        place.write("content/articles/d.md", &text("d"));
        place.until_clean("the root is back");
        place.write("content/articles/d.md", &text("d again"));
        place.until_clean("an edit");
        // And moved, with an edit while it is away.
        fs::rename(place.root(), place.beside("moved")).expect("renamed");
        place.until("the root is gone", |place| complaints(place) == 3);
        fs::write(place.beside("moved/content/articles/a.md"), text("away")).expect("written");
        fs::rename(place.beside("moved"), place.root()).expect("renamed");
        place.until_clean("the root is back");
        place.write("content/articles/a.md", &text("back"));
        place.until_clean("an edit");
        assert_eq!(complaints(place), 3, "each is said once");
    });
}

/// Gone and back before anybody could look, with the very same files.
#[test]
fn a_root_that_was_replaced_is_built() {
    in_both_ways(|place| {
        remove(&place.root());
        place.fill();
        place.until("the root is back", |place| place.at("public/index.html").is_file());
        place.write("content/articles/a.md", &text("an edit"));
        place.until_clean("an edit");
    });
}

#[test]
fn without_a_site_there_is_nothing_to_watch() {
    for arguments in [&[][..], &["--poll"][..]] {
        let above = tempfile::tempdir().expect("a folder");
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_clipsheet"))
            .args(["watch", "--root"])
            .arg(above.path().join("site"))
            .args(arguments)
            .output()
            .expect("clipsheet");
        assert_eq!(done.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&done.stderr).contains("there is no folder `content`"));
    }
}
