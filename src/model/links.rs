//! Links that people write, and whether they lead anywhere.
//!
//! In: all records. Out: what is wrong with the links in their bodies, notes, images and
//! in the menu. Checked on the whole source: a link to something withheld is no mistake.

mod hints;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::address::{
    annotation_addresses, engine_addresses, record_address, section_address, topic_address,
};
use super::aim::{Aim, percent_decoded};
use super::bundles::placed;
use super::feeds::{calendar_address, feeds_beside, has_feed};
use super::index::Index;
use super::lists::Lists;
use super::menu;
use super::named::Named;
use super::outline::Newest;
use super::records::Records;
use super::timeline::timeline;
use crate::anchor::Article;
use crate::diagnostics::{Code, Diagnostic, SourceFile, Span, nearest};
use crate::parse::{Kind, Role, role};
use crate::path::{OutPath, SitePath};
use crate::picture::size;
use crate::text::{Body, LinkKind, markdown};
use crate::value::Id;
use hints::{misnamed, no_image, no_name, no_picture};

/// Reports every link inside the site that leads nowhere, and every one that is refused.
pub(super) fn check(records: &Records, sink: &mut Vec<Diagnostic>) {
    without_text(records, sink);
    let places = Places::of(records);
    let mut report = |target: &str, kind: LinkKind, from: &SitePath, span: &dyn Fn() -> Span| {
        sink.extend(places.flaw(target, kind, from).map(|flaw| flaw.at(span())));
    };
    records.each(&mut |_, entry| {
        for link in entry.body.links() {
            let span = || entry.text_file.span(link.source.clone());
            report(&link.target, link.kind, &entry.text_file.path, &span);
        }
    });

    for article in records.articles.values() {
        let (origin, sidecar) = (&article.entry.origin, &article.sidecar);
        if let Some(image) = &article.entry.meta.image {
            let span = || origin.value("/image/src");
            report(&image.src, LinkKind::Image, &article.entry.text_file.path, &span);
        }
        let with_links = |text: &str| text.contains(['[', '<']);
        for note in article.annotations.notes.iter().filter(|note| with_links(&note.value.text)) {
            let span = || sidecar.value(&note.pointer("text"));
            for link in markdown(&note.value.text, 0).links() {
                report(&link.target, link.kind, &sidecar.file.path, &span);
            }
        }
    }
    menu::check(&records.settings, &mut report);
    sink.extend(menu::without_address(&records.settings));
}

/// What reports a link: its target, what it is for, the file that it is in, and its place.
pub(super) type Report<'a> = dyn FnMut(&str, LinkKind, &SitePath, &dyn Fn() -> Span) + 'a;

/// Warns of images without a text for those who do not see them.
fn without_text(records: &Records, sink: &mut Vec<Diagnostic>) {
    let mut warn = |src: &str, span: Span, hint: &str| {
        let message = format!("the image `{src}` has no text for those who do not see it");
        sink.push(Diagnostic::warning(Code::MissingAlt, message, span).hint(hint));
    };
    records.each(&mut |_, entry| {
        let images = entry.body.links().filter(|link| link.kind == LinkKind::Image);
        for image in images.filter(|image| image.alt.trim().is_empty()) {
            let hint = format!("say what it shows: `![…]({})`", image.target);
            warn(&image.target, entry.text_file.span(image.source.clone()), &hint);
        }
    });
    for entry in records.articles.values().map(|article| &article.entry) {
        let lead = entry.meta.image.as_ref();
        let is_silent =
            |image: &&crate::parse::Image| image.alt.as_ref().is_none_or(|alt| alt.trim().is_empty());
        if let Some(image) = lead.filter(is_silent) {
            warn(
                &image.src,
                entry.origin.value("/image/src"),
                "say what it shows: write `alt: …` below `src`",
            );
        }
    }
}

/// The articles with links that lead nowhere, with what these are written as: in records of which
/// some are withheld, because all lead somewhere in the whole source. Ascending.
pub(super) fn leading_nowhere(records: &Records) -> Vec<(Id, BTreeSet<Box<str>>)> {
    let places = Places::of(records);
    let mut lost = Vec::new();
    for (id, article) in &records.articles {
        let from = &article.entry.text_file.path;
        let links = article.entry.body.links().filter(|link| link.kind != LinkKind::Image);
        let nowhere = links.filter(|link| !places.leads(&link.target, from));
        let targets: BTreeSet<Box<str>> = nowhere.map(|link| link.target.clone()).collect();
        if !targets.is_empty() {
            lost.push((id.clone(), targets));
        }
    }
    lost
}

/// The feeds and calendars that pages may have beside them, and what search engines read. Some are there only in
/// a build that knows the site's address, and whether a record has a feed hangs on who names it, which only the
/// built site knows: a link to one that is not there is shown as its text.
fn beside(records: &Records, index: &Index) -> impl Iterator<Item = OutPath> {
    let mut files: Vec<OutPath> = engine_addresses(&records.settings, true).collect();
    if has_feed(records) {
        files.extend(feeds_beside(&section_address("")));
        files.extend(index.topics.keys().flat_map(|id| feeds_beside(&topic_address(id)).collect::<Vec<_>>()));
        records.each(&mut |kind, entry| {
            if matches!(kind, Kind::Company | Kind::Person | Kind::Story) {
                files.extend(feeds_beside(&record_address(kind, entry.id, entry.meta)));
            }
        });
    }
    let own = index.sections(records).filter(|section| *section == "timeline").map(section_address);
    let timelines = index.timeline_addresses(records).chain(own);
    files.extend(timelines.filter_map(|page| calendar_address(&page)));
    files.into_iter()
}

/// What is wrong with a link, still without its place.
struct LinkFlaw {
    error: bool,
    code: Code,
    message: String,
    hint: String,
}

impl LinkFlaw {
    fn at(self, span: Span) -> Diagnostic {
        let make = if self.error { Diagnostic::error } else { Diagnostic::warning };
        make(self.code, self.message, span).hint(self.hint)
    }
}

/// All places in the site that a link can lead to. Each list of them is made where the first
/// link asks for it.
struct Places<'a> {
    records: &'a Records,
    files: OnceCell<BTreeMap<&'a SitePath, (&'a Body, Option<&'a Article>)>>,
    addresses: OnceCell<BTreeSet<String>>,
    by_address: OnceCell<BTreeMap<String, &'a SitePath>>,
}

impl<'a> Places<'a> {
    fn of(records: &'a Records) -> Self {
        Self { records, files: OnceCell::new(), addresses: OnceCell::new(), by_address: OnceCell::new() }
    }

    /// The body of each record by file; and the article, whose page has marks too.
    fn files(&self) -> &BTreeMap<&'a SitePath, (&'a Body, Option<&'a Article>)> {
        self.files.get_or_init(|| {
            let mut files = BTreeMap::new();
            self.records.each(&mut |_, entry| {
                files.insert(&entry.text_file.path, (entry.body, None));
            });
            for article in self.records.articles.values() {
                let entry = &article.entry;
                files.insert(&entry.text_file.path, (&*entry.body, Some(&**article)));
            }
            files
        })
    }

    /// The file of a record by the address of its page; of an article also by its sidecar, whose
    /// notes stand on that page.
    fn by_address(&self) -> &BTreeMap<String, &'a SitePath> {
        self.by_address.get_or_init(|| {
            let mut files = BTreeMap::new();
            self.records.each(&mut |kind, entry| {
                let address = record_address(kind, entry.id, entry.meta);
                files.insert(address.to_string(), &entry.text_file.path);
            });
            for article in self.records.articles.values() {
                files.insert(article.sidecar.file.path.to_string(), &article.entry.text_file.path);
            }
            files
        })
    }

    fn addresses(&self) -> &BTreeSet<String> {
        self.addresses.get_or_init(|| {
            let records = self.records;
            let mut addresses: BTreeSet<String> = records.statics.keys().cloned().collect();
            addresses.extend(placed(records).into_values().map(|(address, _)| address));
            addresses.insert(section_address("").to_string());
            // A record with mistakes may be linked to: these are reported at the record.
            for id in &records.flawed {
                addresses.extend(Kind::ALL.map(|kind| format!("{}/{id}/index.html", kind.folder())));
            }
            records.each(&mut |kind, entry| {
                addresses.insert(record_address(kind, entry.id, entry.meta).to_string());
            });
            for article in records.articles.values() {
                addresses.extend(annotation_addresses(article).map(|address| address.to_string()));
            }
            let timeline = timeline(records);
            let index = Index::of(records, &timeline);
            addresses.extend(index.sections(records).map(|section| section_address(section).to_string()));
            addresses.extend(index.addresses(records).iter().map(ToString::to_string));
            addresses.extend(beside(records, &index).map(|address| address.to_string()));
            let lists = Lists::of(records, &Newest::of(records).ids, &index.topics);
            addresses.extend(lists.addresses(records).iter().map(ToString::to_string));
            addresses
        })
    }

    /// Whether a link leads somewhere, or to another site. A page is there without the place in it.
    fn leads(&self, target: &str, from: &SitePath) -> bool {
        let (aim, fragment) = Aim::of(target, from);
        match aim {
            Aim::Outside | Aim::Refused => true,
            Aim::Named(named) => self.has(&named),
            Aim::Misnamed(_) => false,
            Aim::SamePage => self.without_fragment(target, from, fragment).is_none(),
            Aim::File(file) => self.files().contains_key(&file) || self.records.bundles.contains_key(&file),
            Aim::Address(address) => self.addresses().contains(&address),
        }
    }

    fn flaw(&self, target: &str, kind: LinkKind, from: &SitePath) -> Option<LinkFlaw> {
        let (aim, fragment) = Aim::of(target, from);
        let path = target.split('#').next().unwrap_or_default();
        let elsewhere = aim == Aim::Outside || path.starts_with("//");
        match aim {
            _ if kind == LinkKind::Image && elsewhere => Some(LinkFlaw {
                error: false,
                code: Code::UnsafeLink,
                message: format!("the image `{target}` is on another site"),
                hint: "no page loads anything from elsewhere, so its text is shown; copy the image to content/static".into(),
            }),
            Aim::Misnamed(sort) => Some(misnamed(target, sort)),
            Aim::Named(_) if kind == LinkKind::Image => Some(no_image(target)),
            Aim::Named(named) if self.has(&named) => {
                let page = named.address(self.records);
                let file = page.and_then(|page| self.by_address().get(page.as_str()).copied());
                self.without_fragment(target, file?, fragment)
            }
            Aim::Named(named) if named.record().is_some_and(|id| self.records.flawed.contains(id)) => None,
            Aim::Named(named) => Some(self.unnamed(target, &named)),
            _ if kind == LinkKind::Embed => Some(no_name(target)),
            Aim::Outside => None,
            Aim::Refused => Some(LinkFlaw {
                error: false,
                code: Code::UnsafeLink,
                message: format!("the link `{target}` is shown as text"),
                hint: "links to other sites start with `https:`, `http:`, `mailto:` or `tel:`".into(),
            }),
            Aim::SamePage => {
                let page = self.by_address().get(from.as_str()).copied().unwrap_or(from);
                self.without_fragment(target, page, fragment)
            }
            Aim::File(file) if self.records.bundles.contains_key(&file) => {
                let is_shown = self.records.bundles.get(&file).is_some_and(|of| is_image(&of.file));
                (kind == LinkKind::Image && !is_shown).then(|| no_picture(target))
            }
            Aim::File(file) if kind == LinkKind::Image => Some(self.nowhere(target, kind, from, file.as_str())),
            Aim::File(file) if self.is_flawed(&file) => None,
            Aim::File(file) if self.files().contains_key(&file) => self.without_fragment(target, &file, fragment),
            Aim::File(file) => Some(self.nowhere(target, kind, from, file.as_str())),
            Aim::Address(address) if kind == LinkKind::Image && self.addresses().contains(&address) => {
                let file = self.records.copied().remove(&address);
                (!file.is_some_and(|file| is_image(&file))).then(|| no_picture(target))
            }
            Aim::Address(address) if self.addresses().contains(&address) => {
                // What places a theme gives a page, nobody knows here; those of articles do not hang on it.
                let file = *self.by_address().get(&address)?;
                let is_article = self.files().get(file).is_some_and(|(_, article)| article.is_some());
                self.without_fragment(target, file, fragment).filter(|_| is_article)
            }
            Aim::Address(address) => Some(self.nowhere(target, kind, from, &address)),
        }
    }

    /// A record with mistakes of its own, which are reported there.
    fn is_flawed(&self, file: &SitePath) -> bool {
        matches!(role(file), Role::Record(_, id) if self.records.flawed.contains(id))
    }

    /// Whether there is what a link names.
    fn has(&self, named: &Named) -> bool {
        named.address(self.records).is_some_and(|page| self.addresses().contains(page.as_str()))
    }

    /// A place on a page: the marks of an article and the headings of a text can be linked to.
    fn without_fragment(&self, target: &str, file: &SitePath, fragment: &str) -> Option<LinkFlaw> {
        if fragment.is_empty() {
            return None;
        }
        let (body, article) = self.files().get(file)?;
        let marks = article.iter().flat_map(|article| article.fragments());
        let known: BTreeSet<String> = marks.chain(body.headings()).collect();
        let decoded = percent_decoded(fragment);
        if known.contains(fragment) || known.contains(&decoded) {
            return None;
        }
        let hint = match nearest(fragment, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `#{near}`?"),
            None if article.is_some() => {
                "a mark's place is `#a-` and the annotation's id, a heading's its words with hyphens"
                    .to_string()
            }
            None => "a heading's place is its words with hyphens: `#how-it-works`".to_string(),
        };
        Some(LinkFlaw {
            error: true,
            code: Code::BrokenLink,
            message: format!("the link `{target}` leads to a page that has no place `#{fragment}`"),
            hint,
        })
    }
}

/// Whether a browser shows this file as an image: its name says so, which was looked at, or else its content.
fn is_image(file: &SourceFile) -> bool {
    let ending = file.path.extension().to_ascii_lowercase();
    ["ico", "bmp", "apng", "svg"].contains(&ending.as_str()) || size(&file.bytes).is_some() && ending != "txt"
}
