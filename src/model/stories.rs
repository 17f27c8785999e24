//! Stories that lead nowhere, checked on the whole source.
//!
//! In: all records, references resolved, and what is wrong so far. Out: stories that no article is
//! on, and events that no article tells of.

use std::collections::BTreeSet;

use super::records::Records;
use crate::diagnostics::{Code, Diagnostic, has_errors, nearest};
use crate::parse::{Entry, StoryMeta};
use crate::value::Id;

/// Adds stories that lead nowhere to what is wrong with the content so far. Where there are mistakes,
/// one of them may be what keeps an article away, so nothing is said until they are mended.
pub fn check_stories(records: &Records, sink: &mut Vec<Diagnostic>) {
    if records.stories.is_empty() || has_errors(sink) {
        return;
    }
    let articles = || records.articles.values();
    let with_articles: BTreeSet<&Id> =
        articles().filter_map(|article| article.entry.meta.story.as_ref()).collect();
    let events = articles().flat_map(|article| &article.annotations.events);
    let events: BTreeSet<&Id> = events.filter_map(|event| event.value.event.as_ref()).collect();
    for (id, story) in &records.stories {
        // A draft may wait for its articles.
        if !with_articles.contains(id) && !story.meta.draft {
            sink.push(without_articles(story));
        }
        if let Some(event) = story.meta.event.as_ref().filter(|event| !events.contains(event)) {
            sink.push(unknown_event(&events, story, event));
        }
    }
}

fn without_articles(story: &Entry<StoryMeta>) -> Diagnostic {
    let message = format!("no article is on the story `{}`, so its page will be empty", story.id);
    let hint = format!("write `story: {}` in the front matter of each article on it", story.id);
    Diagnostic::warning(Code::EmptyStory, message, story.origin.value("/title")).hint(hint)
}

fn unknown_event(events: &BTreeSet<&Id>, story: &Entry<StoryMeta>, event: &Id) -> Diagnostic {
    let hint = match nearest(event.as_str(), events.iter().map(|event| event.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write `event: {event}` at that event in the sidecar of an article"),
    };
    let message = format!("no article tells of the event `{event}`");
    Diagnostic::warning(Code::UnknownName, message, story.origin.value("/event")).hint(hint)
}
