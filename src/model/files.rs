//! Who may see which static file: the `files:` patterns of the settings.

use globset::{GlobBuilder, GlobMatcher};

use super::records::Records;
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::Settings;
use crate::value::Id;
use crate::yaml::{OneOrMany, pointer_key};

/// The patterns, ready to match.
pub(super) struct FileAudiences<'a> {
    patterns: Vec<(GlobMatcher, &'a OneOrMany<Id>)>,
}

impl<'a> FileAudiences<'a> {
    /// The patterns of the settings; ones that are no patterns are left to `check`.
    pub fn of(settings: &'a Settings) -> Self {
        let matcher = |pattern: &str| Some(glob(pattern).ok()?.compile_matcher());
        let patterns =
            settings.files.iter().filter_map(|(pattern, audience)| Some((matcher(pattern)?, audience)));
        Self { patterns: patterns.collect() }
    }

    /// The audiences that the file at `path`, below content/static, is labelled with, one
    /// for each pattern that it matches: a reader has to be in all of them.
    pub fn of_file<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'a OneOrMany<Id>> + 's {
        self.patterns.iter().filter(move |(glob, _)| glob.is_match(path)).map(|(_, audience)| *audience)
    }
}

/// A pattern in which `*` stays in its folder and `**` does not.
fn glob(pattern: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(pattern).literal_separator(true).build()
}

/// Patterns that are none, and, where the site has audiences and no default, files that
/// no pattern labels.
pub(super) fn check(records: &Records, sink: &mut Vec<Diagnostic>) {
    let settings = &records.settings;
    for pattern in settings.files.keys() {
        if let Err(error) = glob(pattern) {
            let key = format!("/files/{}", pointer_key(pattern));
            let message = format!("`{pattern}` is not a pattern: {}", error.kind());
            sink.push(
                Diagnostic::error(Code::BadValue, message, settings.origin.key(&key)).hint(
                    "write a path below content/static, with `*` for any name and `**` for any folders",
                ),
            );
        }
    }
    if settings.audiences.is_empty() || settings.default_audience.is_some() {
        return;
    }
    let labels = FileAudiences::of(settings);
    for (path, file) in records.statics.iter().filter(|(path, _)| labels.of_file(path).next().is_none()) {
        sink.push(
            Diagnostic::error(
                Code::MissingKey,
                "this site has audiences, and this file has none",
                file.span(0..0),
            )
            .hint(format!("add `\"{path}\": …` under `files` in content/site.yaml, or a `default_audience`")),
        );
    }
}
