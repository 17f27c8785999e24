//! Old addresses that cannot lead on.
//!
//! In: a site and its pages. Out: what is wrong with the old addresses of its records. Only here all
//! addresses are known; they are those that this reader may see, as wherever addresses meet each other.

use std::collections::{BTreeMap, BTreeSet};

use super::{PagePlan, Plan};
use crate::diagnostics::{Code, Diagnostic, Span};
use crate::model::{Redirect, Site, redirects_of};
use crate::path::OutPath;

/// All redirects of a site, by old address: for the files in which a host wants to have them.
pub fn redirects(site: &Site) -> Vec<Redirect> {
    let mut all: Vec<Redirect> = Vec::new();
    site.records.each(&mut |kind, entry| all.extend(redirects_of(kind, entry)));
    all.sort_by(|a, b| (&a.from, a.kind, &a.id, a.at).cmp(&(&b.from, b.kind, &b.id, b.at)));
    all
}

/// What is wrong with redirects, and the old addresses that it is wrong with.
#[derive(Debug, Default)]
pub struct Flaws {
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// The old addresses.
    pub of: BTreeSet<OutPath>,
}

/// Reports each redirect from an address that another one leads on from, or where a page or a file is, and
/// those that lead in a circle.
pub fn flaws(site: &Site, plan: &Plan) -> Flaws {
    let all = redirects(site);
    let mut flaws = Flaws::default();
    // Most sites have none.
    if all.is_empty() {
        return flaws;
    }
    let mut first: BTreeMap<String, &Redirect> = BTreeMap::new();
    for redirect in &all {
        match first.get(&redirect.from.folded()) {
            Some(other) => flaws.twice(site, redirect, other),
            None => drop(first.insert(redirect.from.folded(), redirect)),
        }
    }
    flaws.circles(site, &first);
    let live = plan.iter().filter(|page| !page.subject.is_redirect());
    let live: BTreeMap<String, &PagePlan> = live.map(|page| (page.path.folded(), page)).collect();
    for (from, redirect) in &first {
        if flaws.of.contains(&redirect.from) {
            continue;
        }
        let page = live.get(from).map(|page| (page.origin(site), "this page is there"));
        let file = || {
            let file = site.file_at(redirect.from.as_str())?;
            Some((file.span(0..0), "this file is there"))
        };
        if let Some((span, label)) = page.or_else(file) {
            let message = format!("nothing can lead on from `{}`: it is in use", shown(&redirect.from));
            let hint = "take it out of `redirect_from`, or give the other one another address";
            flaws.push(site, &[redirect], Code::AddressCollision, message, &[(span, label)], hint);
        }
    }
    flaws
}

impl Flaws {
    fn twice(&mut self, site: &Site, redirect: &Redirect, other: &Redirect) {
        let message = match (redirect.kind, &redirect.id) == (other.kind, &other.id) {
            true => format!("the address `{}` is here twice", shown(&redirect.from)),
            false => format!("the address `{}` would lead to two pages", shown(&redirect.from)),
        };
        let related = other.origin(&site.records).map(|span| (span, "it leads on from here too"));
        let related: Vec<_> = related.into_iter().collect();
        let hint = "take one of the two out";
        self.push(site, &[redirect], Code::AddressCollision, message, &related, hint);
    }

    /// Each circle once, at the redirect in it that comes first.
    fn circles(&mut self, site: &Site, first: &BTreeMap<String, &Redirect>) {
        for start in first.values() {
            if self.of.contains(&start.from) {
                continue;
            }
            let Some(circle) = circle(start, first) else { continue };
            let way: Vec<String> =
                circle.iter().map(|redirect| format!("`{}`", shown(&redirect.from))).collect();
            let message = match circle.len() {
                1 => format!("{} is the record's own address", way.join("")),
                _ => format!("the redirects lead in a circle, from {} and back", way.join(" over ")),
            };
            let others = circle.iter().skip(1).filter_map(|redirect| redirect.origin(&site.records));
            let related: Vec<_> = others.map(|span| (span, "and on by this one")).collect();
            let hint =
                "`redirect_from` lists old addresses, at which there is nothing any more; take this one out";
            self.push(site, &circle, Code::Circle, message, &related, hint);
        }
    }

    fn push(
        &mut self,
        site: &Site,
        redirects: &[&Redirect],
        code: Code,
        message: String,
        related: &[(Span, &str)],
        hint: &str,
    ) {
        self.of.extend(redirects.iter().map(|redirect| redirect.from.clone()));
        let Some(span) = redirects.first().and_then(|redirect| redirect.origin(&site.records)) else {
            return;
        };
        let mut diagnostic = Diagnostic::error(code, message, span).hint(hint);
        for (span, label) in related {
            diagnostic = diagnostic.related(span.clone(), *label);
        }
        self.diagnostics.push(diagnostic);
    }
}

/// The redirects from `start` on, if they lead back to it.
fn circle<'a>(start: &'a Redirect, first: &BTreeMap<String, &'a Redirect>) -> Option<Vec<&'a Redirect>> {
    let mut way = vec![start];
    loop {
        let to = way.last()?.to.folded();
        if to == start.from.folded() {
            return Some(way);
        }
        let next = first.get(&to)?;
        // Another circle, which this one only leads into.
        if way.iter().any(|redirect| redirect.from == next.from) {
            return None;
        }
        way.push(next);
    }
}

/// An address as people write it.
fn shown(path: &OutPath) -> String {
    format!("/{}", path.as_str().strip_suffix("index.html").unwrap_or(path.as_str()))
}
