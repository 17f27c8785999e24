//! What changes by itself.

use std::time::Duration;

use jiff::Timestamp;

use crate::place::{Place, text};

/// An embargo that ends, and an expiry, with no change of any file. A wait for changes that is
/// longer than the test is ended by it, too.
#[test]
fn what_falls_due_is_built_by_itself() {
    let places: Vec<Place> = [&[][..], &["--poll=3600"][..]].map(being_watched).into_iter().collect();
    for mut place in places {
        let is_there = |place: &Place, article: &str| {
            place.at(&format!("public/articles/{article}/index.html")).is_file()
        };
        place.until("the embargo ends", |place| is_there(place, "soon"));
        place.until("it expires", |place| !is_there(place, "not-long"));
        place.until("that is said", |place| place.said().contains("falls due"));
        assert!(!place.said().contains("content/"), "{}", place.said());
    }
}

fn being_watched(arguments: &[&str]) -> Place {
    let mut place = Place::unwatched(arguments).at_the_machines_time();
    let started = Timestamp::now();
    for (article, line, seconds) in [("soon", "embargo", 5), ("not-long", "expires", 6)] {
        let moment = started + Duration::from_secs(seconds);
        let text = text(article).replacen("---\n", &format!("---\n{line}: {moment:.0}\n"), 1);
        place.write(&format!("content/articles/{article}.md"), &text);
    }
    place.start();
    place
}
