//! What was found, said to the editor.
//!
//! In: secrets, and the files that were searched for them. Out: diagnostics, each at the place where
//! a secret stands in the source, and a closing line. Must not know: terminals.

use std::collections::BTreeMap;

use super::decode::Limits;
use super::secrets::Secrets;
use super::{Hit, Searched};
use crate::diagnostics::{Code, Diagnostic, Span, count, sort};

/// What searching a site came to.
#[derive(Debug)]
pub struct Audit {
    /// What stands in the site, and what of the site could not be searched.
    pub diagnostics: Vec<Diagnostic>,
    /// What was looked for where, in one line.
    pub summary: String,
}

/// So many places of one secret are named.
const MOST_PLACES: usize = 3;

impl Audit {
    /// What searching `files` for `secrets` came to.
    pub fn of(secrets: &Secrets, mut files: Vec<Searched>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut places: BTreeMap<usize, Vec<(&Searched, &Hit)>> = BTreeMap::new();
        for file in &files {
            file.hits.iter().for_each(|(secret, hit)| places.entry(*secret).or_default().push((file, hit)));
        }
        let themes = if places.is_empty() { BTreeMap::new() } else { secrets.said_by_themes() };
        let mut diagnostics: Vec<Diagnostic> =
            places.iter().filter_map(|(secret, places)| secrets.leak(*secret, places, &themes)).collect();
        diagnostics.extend(files.iter().flat_map(|file| secrets.not_searched(file)));
        sort(&mut diagnostics);
        Self { diagnostics, summary: secrets.summary(&files, places.len()) }
    }
}

impl Secrets {
    fn leak(
        &self,
        secret: usize,
        places: &[(&Searched, &Hit)],
        themes: &BTreeMap<usize, Vec<Span>>,
    ) -> Option<Diagnostic> {
        let found = self.list.get(secret)?;
        let (_, first) = places.first()?;
        let mut named: Vec<String> =
            places.iter().take(MOST_PLACES).map(|(file, hit)| named(file, hit)).collect();
        if let Some(more) = places.len().checked_sub(MOST_PLACES).filter(|more| *more > 0) {
            named.push(if more == 1 { "1 more file".to_string() } else { format!("{more} more files") });
        }
        let message =
            format!("{} is withheld{} and stands in {}", found.what, self.withheld_from(), list(&named));
        let leak = Diagnostic::error(Code::Leak, message, found.place.span(first.start, first.end));
        let in_themes = themes.get(&secret).into_iter().flatten();
        let in_themes = in_themes.map(|span| (span.clone(), "the theme says it here"));
        let causes: Vec<(Span, &'static str)> = self.copies(places).chain(in_themes).collect();
        let hint = match causes.is_empty() {
            true => {
                "nothing that these readers may see has these words: was the file put there by hand, or left by another build?"
            }
            false => {
                "take it out there, or let these readers see it here; if it means something else, use another word here"
            }
        };
        let leak = causes.into_iter().fold(leak.hint(hint), |leak, (span, why)| leak.related(span, why));
        Some(leak)
    }

    fn withheld_from(&self) -> String {
        self.audience.as_ref().map_or_else(String::new, |audience| format!(" from `{audience}`"))
    }

    /// The copied files that these places are in.
    fn copies<'a>(
        &'a self,
        places: &'a [(&Searched, &Hit)],
    ) -> impl Iterator<Item = (Span, &'static str)> + 'a {
        places.iter().take(MOST_PLACES).filter_map(|(file, hit)| {
            let copied = self.copied.get(&file.path)?;
            Some((copied.span(hit.spot.bytes.clone().unwrap_or(0..0)), "it is copied from here"))
        })
    }

    /// Where the site's own themes say which secret.
    fn said_by_themes(&self) -> BTreeMap<usize, Vec<Span>> {
        let mut said: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for file in &self.themes {
            let hits = self.search(file.path.as_str(), &file.bytes, Limits::default()).hits;
            for (secret, hit) in hits {
                said.entry(secret).or_default().push(file.span(hit.spot.bytes.unwrap_or(0..0)));
            }
        }
        said
    }

    fn not_searched(&self, file: &Searched) -> Vec<Diagnostic> {
        let at = self.copied.get(&file.path).unwrap_or(&self.settings).span(0..0);
        let one = |why: &&'static str, new: fn(Code, String, Span) -> Diagnostic, hint: &str| {
            let message = format!("not all of {} in the output was searched: {why}", file.path);
            new(Code::NotAudited, message, at.clone()).hint(hint)
        };
        let refused = file.looked.refused.iter().map(|why| {
            one(why, Diagnostic::error, "publish what is in it as files of their own, or take it out")
        });
        let unread = file.looked.unread.iter().map(|why| {
            one(why, Diagnostic::warning, "look into it yourself, or publish it in a form that can be read")
        });
        refused.chain(unread).collect()
    }

    fn summary(&self, files: &[Searched], found: usize) -> String {
        let in_files = count(files.len(), "file");
        let withheld_from = self.withheld_from();
        if self.count() == 0 {
            return format!("Nothing is withheld{withheld_from} that could be looked for in {in_files}.");
        }
        let texts = count(self.count(), "text");
        let mut line = match found {
            0 => format!("{texts} withheld{withheld_from}, in none of {in_files}"),
            found => format!("{found} of {texts} withheld{withheld_from} stand in some of {in_files}"),
        };
        if self.passed_over() > 0 {
            line.push_str(&format!("; {} too short or too common to be looked for", self.passed_over()));
        }
        let unknown = files.iter().filter(|file| file.looked.is_unknown).count();
        if unknown > 0 {
            line.push_str(&format!("; {} of unknown formats searched as bytes", count(unknown, "file")));
        }
        line + "."
    }
}

/// A place in the output: `articles/a/index.html:12 (JSON escapes)`.
fn named(file: &Searched, hit: &Hit) -> String {
    let line = hit.spot.line.map(|line| format!(":{line}")).unwrap_or_default();
    let how = match hit.spot.how.is_empty() {
        true => String::new(),
        false => format!(" ({})", hit.spot.how.join(", ")),
    };
    format!("{}{line}{how}", file.path)
}

fn list(parts: &[String]) -> String {
    match parts {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        parts => parts.concat(),
    }
}
