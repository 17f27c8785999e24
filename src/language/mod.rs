//! The words that a site says itself, in its language.
//!
//! In: the language files of a theme. Out: a `Language`: messages, dates and numbers as
//! readers of that language expect them. Must not know: records, pages, templates.
//!
//! Plural categories and the writing of numbers are CLDR's, through ICU4X; everything
//! else stands in one YAML file for each language.

mod dates;
mod file;
mod lags;
mod numbers;

use std::collections::BTreeMap;
use std::sync::Arc;

use icu_decimal::DecimalFormatter;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use crate::diagnostics::{Checked, Diagnostic, SourceFile};
use file::{Message, read};

/// Which way the text runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
        }
    }
}

/// A language, ready to speak.
#[derive(Debug)]
pub struct Language {
    /// Which way its text runs.
    pub direction: Direction,
    messages: BTreeMap<String, Message>,
    months: Vec<String>,
    /// Messages for powers of ten.
    scales: BTreeMap<u8, Message>,
    /// Patterns for amounts, by unit.
    units: BTreeMap<String, String>,
    plurals: Option<PluralRules>,
    numbers: Option<DecimalFormatter>,
}

/// The tags whose words are used for a language, the most general first: English, which
/// has every message, then `pt`, then `pt-BR`.
pub fn tags(language: &str) -> Vec<String> {
    let mut tags = vec!["en".to_string()];
    for (at, _) in language.match_indices('-').chain([(language.len(), "")]) {
        let tag = language.get(..at).unwrap_or(language).to_lowercase();
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

impl Language {
    /// The language `tag` (BCP 47), from its files: each says some things anew that those
    /// before it say.
    pub fn new(tag: &str, files: &[Arc<SourceFile>]) -> Checked<Language> {
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        let locale = tag.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let mut language = Language {
            direction: Direction::default(),
            messages: BTreeMap::new(),
            months: Vec::new(),
            scales: BTreeMap::new(),
            units: BTreeMap::new(),
            plurals: PluralRules::try_new(locale.clone().into(), Default::default()).ok(),
            numbers: DecimalFormatter::try_new(locale.into(), DecimalFormatterOptions::default()).ok(),
        };
        for file in files {
            if let Some(words) = read(file).keep(&mut diagnostics) {
                language.learn(words);
            }
        }
        Checked { value: language, diagnostics }
    }

    fn learn(&mut self, words: file::Words) {
        self.direction = words.direction.unwrap_or(self.direction);
        if let Some(months) = words.months {
            self.months = months.0.iter().map(ToString::to_string).collect();
        }
        if !words.scales.0.is_empty() {
            self.scales = words.scales.0;
        }
        self.units.extend(words.units.0.into_iter().map(|(unit, pattern)| (unit, pattern.to_string())));
        self.messages.extend(words.messages.0);
    }

    /// The message `key` with what stands for the names in braces. A key that no file has
    /// is said as it is; a test holds that there is none.
    pub fn say(&self, key: &str, names: &[(&str, &str)]) -> String {
        self.pattern(key, None).map_or_else(|| key.to_string(), |pattern| fill(pattern, names))
    }

    /// A message with a number in it.
    pub fn count(&self, key: &str, n: usize) -> String {
        let pattern = self.pattern(key, Some(n)).unwrap_or(key);
        fill(pattern, &[("n", &self.digits(&n.to_string()))])
    }

    /// The message `key` before anything is filled in, in the form for `n`; nothing where
    /// there is no such message.
    pub fn pattern(&self, key: &str, n: Option<usize>) -> Option<&str> {
        let category = match (n, &self.plurals) {
            (Some(n), Some(rules)) => rules.category_for(n),
            _ => PluralCategory::Other,
        };
        self.messages.get(key).map(|message| message.form(category))
    }

    /// "a, b and c".
    pub(crate) fn list(&self, items: &[String], last_key: &str) -> String {
        match items.split_last() {
            None => String::new(),
            Some((only, [])) => only.clone(),
            Some((last, rest)) => {
                let list = rest.join(&self.say("list_comma", &[]));
                self.say(last_key, &[("list", &list), ("last", last)])
            }
        }
    }
}

/// A pattern with each `{name}` replaced. One that is not given stays as it is.
pub fn fill(pattern: &str, names: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after.split_once('}').and_then(|(name, rest)| {
            names.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value, rest))
        }) {
            Some((value, after)) => {
                text.push_str(value);
                rest = after;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text + rest
}

/// The language of a tag, from the files of the default theme, for tests.
#[cfg(test)]
pub(crate) fn embedded(tag: &str) -> Language {
    static FILES: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/themes/default/i18n");
    let file = |tag: String| {
        let file = FILES.get_file(format!("{tag}.yaml"))?;
        Some(Arc::new(SourceFile::new(format!("themes/default/i18n/{tag}.yaml"), file.contents())))
    };
    let files: Vec<_> = tags(tag).into_iter().filter_map(file).collect();
    let language = Language::new(tag, &files);
    assert!(language.diagnostics.is_empty(), "{:?}", language.diagnostics);
    language.value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_special_tag_comes_last() {
        assert_eq!(tags("en"), ["en"]);
        assert_eq!(tags("en-GB"), ["en", "en-gb"]);
        assert_eq!(tags("zh-Hant-TW"), ["en", "zh", "zh-hant", "zh-hant-tw"]);
    }

    #[test]
    fn patterns() {
        let fill = |pattern: &str| fill(pattern, &[("a", "{b}"), ("b", "x")]);
        assert_eq!(fill("1 {a} {b} {c} {"), "1 {b} x {c} {");
    }
}
