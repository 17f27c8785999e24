//! The menu that the settings ask for.
//!
//! In: the settings, and what there is. Out: where the entries lead, and what is wrong with them. Must not know: the
//! menu of a site that asks for none.

use super::aim::Aim;
use super::link::Site;
use super::links::Report;
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::parse::{MenuEntry, Settings};
use crate::path::OutPath;
use crate::text::LinkKind;
use crate::yaml::List;

/// An entry of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MenuTarget {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub to: MenuAim,
    /// The entries below it.
    pub items: Vec<MenuTarget>,
}

/// Where an entry of the menu leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum MenuAim {
    /// To another site.
    Outside(String),
    /// To a page of this site, and to a place there.
    Inside(OutPath, Option<String>),
}

/// Each entry of the menu, and those below it, with where its address is written.
pub(super) fn entries(settings: &Settings) -> Vec<(&MenuEntry, Span)> {
    fn below<'a>(
        settings: &Settings,
        entries: &'a List<MenuEntry>,
        pointer: &str,
        found: &mut Vec<(&'a MenuEntry, Span)>,
    ) {
        for entry in entries.iter() {
            let own = format!("{pointer}/{}", entry.at);
            found.push((&entry.value, settings.origin.value(&format!("{own}/url"))));
            below(settings, &entry.value.items, &format!("{own}/items"), found);
        }
    }
    let mut found = Vec::new();
    if let Some(entries) = &settings.menu {
        below(settings, entries, "/menu", &mut found);
    }
    found
}

/// Reports the links of the menu.
pub(super) fn check(settings: &Settings, report: &mut Report<'_>) {
    for (entry, span) in entries(settings).into_iter().filter(|(entry, _)| has_address(settings, entry)) {
        report(&entry.url, LinkKind::Link, &settings.origin.file.path, &|| span.clone());
    }
}

/// What is wrong with entries that lead nowhere at all: a menu has no text that they could be shown as.
pub(super) fn without_address(settings: &Settings) -> Vec<Diagnostic> {
    let all = entries(settings).into_iter().filter(|(entry, _)| !has_address(settings, entry));
    all.map(|(entry, span)| {
        let message = format!("a menu cannot lead to `{}`", entry.url);
        Diagnostic::error(Code::BrokenLink, message, span).hint(
            "write an address of this site (`/about/`), a name (`company:acme`), or a web address with `https://`",
        )
    })
    .collect()
}

fn has_address(settings: &Settings, entry: &MenuEntry) -> bool {
    !matches!(Aim::of(&entry.url, &settings.origin.file.path).0, Aim::SamePage | Aim::Refused)
}

/// The menu of the settings, without what is not there. What stands below an entry goes with it. A menu of which all
/// is withheld is none: an empty one would tell that something is.
pub(super) fn menu(site: &Site) -> Option<Vec<MenuTarget>> {
    let entries = site.records.settings.menu.as_ref()?;
    let targets: Vec<_> = entries.values().filter_map(|entry| target(site, entry)).collect();
    (!targets.is_empty() || entries.iter().next().is_none()).then_some(targets)
}

fn target(site: &Site, entry: &MenuEntry) -> Option<MenuTarget> {
    let (aim, fragment) = Aim::of(&entry.url, &site.records.settings.origin.file.path);
    let by_address = matches!(aim, Aim::Address(_));
    let to = match aim {
        Aim::Outside => None,
        Aim::Named(named) => Some(site.page_named(&named)?),
        Aim::Address(path) => Some(OutPath::file(&path).filter(|to| site.has_address(to))?),
        Aim::File(file) => Some(site.page_of(&file).or_else(|| site.address_of(&file))?),
        Aim::SamePage | Aim::Refused | Aim::Misnamed(_) => return None,
    };
    let to = match to {
        None => MenuAim::Outside(entry.url.to_string()),
        Some(page) => {
            // An address may go on to a place that the theme has.
            let own = by_address && is_of_theme(site, &page, fragment);
            let place = site.place_on(&page, fragment).or_else(|| own.then(|| fragment.to_string()));
            MenuAim::Inside(page, place)
        }
    };
    let items = entry.items.values().filter_map(|item| target(site, item)).collect();
    Some(MenuTarget { label: entry.label.to_string(), to, items })
}

/// Whether a place on a page can only be one of the theme's: it is in no text.
fn is_of_theme(site: &Site, page: &OutPath, fragment: &str) -> bool {
    !fragment.is_empty() && site.article_at(page).is_none() && site.place_on(page, fragment).is_none()
}

/// Warns of places that the menu leads to, and that neither the texts nor the theme have. Of a theme only those are
/// known that it writes out.
pub fn without_place(site: &Site, has_theme: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let settings = &site.records.settings;
    let lost = entries(settings).into_iter().filter_map(|(entry, span)| {
        let (Aim::Address(path), fragment) = Aim::of(&entry.url, &settings.origin.file.path) else {
            return None;
        };
        let page = OutPath::file(&path).filter(|page| site.has_address(page))?;
        let is_lost = is_of_theme(site, &page, fragment) && !has_theme(fragment);
        is_lost.then(|| {
            let message = format!("the link `{}` leads to a page that has no place `#{fragment}`", entry.url);
            Diagnostic::warning(Code::BrokenLink, message, span).hint(
                "leave it out, or name a heading of the page's text, or an `id` in a template of the theme",
            )
        })
    });
    lost.collect()
}
