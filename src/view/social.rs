//! What a page says of itself where somebody shares it, in the words of Open Graph. All of it stands on the page.

use icu_locale_core::LanguageIdentifier;
use url::Url;

use super::scope::Scope;
use super::types::{Content, ImageView, SocialView};
use crate::path::OutPath;

/// Icons that a site may have among its own files.
const ICONS: [&str; 3] = ["favicon.svg", "favicon.png", "favicon.ico"];
const TOUCH_ICON: &str = "apple-touch-icon.png";

impl Scope<'_> {
    /// What the page says of itself.
    pub(super) fn social(&self, title: &str, page: &Content) -> SocialView {
        let nothing = SocialView {
            kind: "website",
            locale: locale(&self.site.settings().language),
            published: None,
            modified: None,
            section: None,
            tags: Vec::new(),
            image: None,
        };
        match page {
            Content::Article(page) => SocialView {
                kind: "article",
                published: page.card.published.as_ref().and_then(|date| date.day.clone()),
                modified: page.corrections.iter().filter_map(|one| one.date.day.clone()).max(),
                section: page.card.section.clone(),
                tags: page.topics.iter().map(|topic| topic.label.clone()).collect(),
                image: self.card_image(title).or_else(|| self.shared_image(page.image.as_ref()?)),
                ..nothing
            },
            Content::Briefing(page) => {
                let image = if self.mail { None } else { self.card_image(title) };
                SocialView { kind: "article", published: page.date.day.clone(), image, ..nothing }
            }
            Content::Entity(_) if self.page.as_str().starts_with("people/") => {
                SocialView { kind: "profile", ..nothing }
            }
            Content::Story(_) => SocialView { image: self.card_image(title), ..nothing },
            _ => nothing,
        }
    }

    /// An image that the page shows, by its whole address. Drawings in SVG are shown by no site that links are
    /// shared on.
    fn shared_image(&self, image: &ImageView) -> Option<ImageView> {
        let url = Url::parse(&self.canonical_url()?).ok()?.join(&image.url).ok()?;
        let is_drawing = url.path().to_ascii_lowercase().ends_with(".svg");
        (!is_drawing).then(|| ImageView {
            url: url.to_string(),
            caption: None,
            credit: None,
            ..image.clone()
        })
    }

    /// The icons among the site's own files, by which those of the theme are replaced.
    pub(super) fn icons(&self) -> Vec<String> {
        ICONS.into_iter().filter_map(|name| self.own_file(name)).collect()
    }

    /// The same on the screen of a telephone.
    pub(super) fn touch_icon(&self) -> Option<String> {
        self.own_file(TOUCH_ICON)
    }

    /// A file of the site's own at its root.
    fn own_file(&self, name: &str) -> Option<String> {
        let file = OutPath::file(name).filter(|file| self.site.has_address(file))?;
        Some(self.url(&file))
    }
}

/// A language as Open Graph writes it, which always has a region: no region is guessed where none is known.
fn locale(language: &str) -> Option<String> {
    let id = LanguageIdentifier::try_from_str(language).ok()?;
    id.region.map(|region| format!("{}_{region}", id.language))
}

#[cfg(test)]
mod tests {
    use super::locale;

    #[test]
    fn a_locale_has_a_region() {
        for (language, expected) in [
            ("en", None),
            ("zh-Hant", None),
            ("en-GB", Some("en_GB")),
            ("zh-Hant-tw", Some("zh_TW")),
            ("es-419", Some("es_419")),
        ] {
            assert_eq!(locale(language).as_deref(), expected, "{language}");
        }
    }
}
