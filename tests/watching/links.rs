//! Content behind symbolic links.

use std::fs;
use std::os::unix::fs::symlink;

use crate::in_both_ways;
use crate::place::text;

#[test]
fn changes_behind_links_are_seen() {
    in_both_ways(|place| {
        fs::create_dir(place.at("shared")).expect("a folder");
        place.write("shared/l.md", &text("a shared one"));
        symlink("../../shared/l.md", place.at("content/articles/l.md")).expect("a link");
        place.until_clean("a link to a file");
        place.write("shared/l.md", &text("another shared one"));
        place.until_clean("an edit behind it");
        fs::write(place.at("shared/new"), text("a new shared one")).expect("written");
        fs::rename(place.at("shared/new"), place.at("shared/l.md")).expect("renamed");
        place.until_clean("a rename over what it leads to");
        place.write("shared/other.md", &text("the other one"));
        fs::remove_file(place.at("content/articles/l.md")).expect("removed");
        symlink("../../shared/other.md", place.at("content/articles/l.md")).expect("a link");
        place.until_clean("a link that leads elsewhere");
        place.write("shared/other.md", &text("the other one again"));
        place.until_clean("an edit there");
    });
}

#[test]
fn folders_behind_links_are_seen() {
    in_both_ways(|place| {
        place.write("shared/2026/x.md", &text("x"));
        place.write("more/2026/x.md", &text("more"));
        symlink("../../hop", place.at("content/articles/linked")).expect("a link");
        symlink("shared", place.at("hop")).expect("a link");
        place.until_clean("a folder behind two links");
        place.write("shared/2026/x.md", &text("x again"));
        place.until_clean("an edit behind them");
        place.write("shared/2027/y.md", &text("y"));
        place.until_clean("a new folder behind them");
        // The link between, which is in no folder of the site.
        symlink("more", place.at("hop-new")).expect("a link");
        fs::rename(place.at("hop-new"), place.at("hop")).expect("renamed");
        place.until_clean("a link between that leads elsewhere");
        place.write("more/2026/x.md", &text("more again"));
        place.until_clean("an edit there");
    });
}

#[test]
fn what_a_link_leads_to_may_come_later() {
    in_both_ways(|place| {
        symlink("../../later/z.md", place.at("content/articles/z.md")).expect("a link");
        place.until("a link that leads nowhere", |place| place.complaints().contains("leads nowhere"));
        place.write("later/z.md", &text("z"));
        place.until_clean("it leads somewhere");
        place.write("later/z.md", &text("z again"));
        place.until_clean("an edit there");
    });
}

/// As sites are put into service: a name that leads to the current one.
#[test]
fn a_root_that_is_a_link_may_lead_elsewhere() {
    in_both_ways(|place| {
        // The process looks at `site`, which becomes a link.
        fs::rename(place.root(), place.beside("first")).expect("renamed");
        symlink("first", place.root()).expect("a link");
        place.write("content/articles/a.md", &text("behind a link"));
        place.until_clean("a root that is a link");
        fs::create_dir(place.beside("second")).expect("a folder");
        symlink("second", place.beside("new")).expect("a link");
        fs::create_dir_all(place.beside("second/content/static")).expect("folders");
        fs::write(place.beside("second/content/site.yaml"), "title: The Second\n").expect("written");
        fs::rename(place.beside("new"), place.root()).expect("renamed");
        place.until_clean("a root that leads elsewhere");
        place.write("content/static/b.txt", "there");
        place.until_clean("an edit there");
    });
}
