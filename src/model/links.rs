//! Links that people write, and whether they lead anywhere.
//!
//! In: all records. Out: what is wrong with the links in their bodies, notes, images and
//! in the menu. Checked on the whole source: a link to something withheld is no mistake.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::address::{annotation_addresses, record_address, section_address};
use super::index::Index;
use super::records::Records;
use super::timeline::timeline;
use crate::anchor::Article;
use crate::diagnostics::{Code, Diagnostic, Span, nearest};
use crate::parse::{Kind, Role, role};
use crate::path::{OutPath, SitePath, UrlStyle};
use crate::text::{LinkKind, markdown};
use crate::value::Id;

/// Reports every link inside the site that leads nowhere, and every one that is refused.
pub(super) fn check(records: &Records, sink: &mut Vec<Diagnostic>) {
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
    let settings = &records.settings;
    for entry in settings.menu.iter() {
        let span = || settings.origin.value(&format!("/menu/{}/url", entry.at));
        report(&entry.value.url, LinkKind::Link, &settings.origin.file.path, &span);
    }
}

/// The articles with links that lead nowhere, with what these are written as: in records of which
/// some are withheld, because all lead somewhere in the whole source. Ascending.
pub(super) fn leading_nowhere(records: &Records) -> Vec<(Id, BTreeSet<Box<str>>)> {
    let places = Places::of(records);
    let mut lost = Vec::new();
    for (id, article) in &records.articles {
        let from = &article.entry.text_file.path;
        let links = article.entry.body.links().filter(|link| link.kind == LinkKind::Link);
        let nowhere = links.filter(|link| !places.leads(&link.target, from));
        let targets: BTreeSet<Box<str>> = nowhere.map(|link| link.target.clone()).collect();
        if !targets.is_empty() {
            lost.push((id.clone(), targets));
        }
    }
    lost
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
    files: OnceCell<BTreeMap<&'a SitePath, Option<&'a Article>>>,
    addresses: OnceCell<BTreeSet<String>>,
    articles: OnceCell<BTreeMap<String, &'a SitePath>>,
}

impl<'a> Places<'a> {
    fn of(records: &'a Records) -> Self {
        Self { records, files: OnceCell::new(), addresses: OnceCell::new(), articles: OnceCell::new() }
    }

    /// Records by file: articles, whose pages have places of their own, and others.
    fn files(&self) -> &BTreeMap<&'a SitePath, Option<&'a Article>> {
        self.files.get_or_init(|| {
            let mut files = BTreeMap::new();
            self.records.each(&mut |_, entry| {
                files.insert(&entry.text_file.path, None);
            });
            for article in self.records.articles.values() {
                files.insert(&article.entry.text_file.path, Some(&**article));
            }
            files
        })
    }

    /// The file of an article by the address of its page, and by its sidecar, whose notes
    /// stand on that page.
    fn articles(&self) -> &BTreeMap<String, &'a SitePath> {
        self.articles.get_or_init(|| {
            let mut articles = BTreeMap::new();
            for article in self.records.articles.values() {
                let file = &article.entry.text_file.path;
                articles.insert(article.entry.address(Kind::Article).to_string(), file);
                articles.insert(article.sidecar.file.path.to_string(), file);
            }
            articles
        })
    }

    fn addresses(&self) -> &BTreeSet<String> {
        self.addresses.get_or_init(|| {
            let records = self.records;
            let mut addresses: BTreeSet<String> = records.statics.keys().cloned().collect();
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
            addresses
        })
    }

    /// Whether a link leads somewhere, or to another site. A page is there without the place in it.
    fn leads(&self, target: &str, from: &SitePath) -> bool {
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        match Aim::of(path, from) {
            Aim::Outside | Aim::Refused => true,
            Aim::SamePage => self.without_fragment(target, from, fragment).is_none(),
            Aim::File(file) => self.files().contains_key(&file),
            Aim::Address(address) => self.addresses().contains(&address),
        }
    }

    fn flaw(&self, target: &str, kind: LinkKind, from: &SitePath) -> Option<LinkFlaw> {
        let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
        let aim = Aim::of(path, from);
        let elsewhere = aim == Aim::Outside || path.starts_with("//");
        match aim {
            _ if kind == LinkKind::Image && elsewhere => Some(LinkFlaw {
                error: false,
                code: Code::UnsafeLink,
                message: format!("the image `{target}` is on another site"),
                hint: "no page loads anything from elsewhere, so its text is shown; copy the image to content/static".into(),
            }),
            Aim::Outside => None,
            Aim::Refused => Some(LinkFlaw {
                error: false,
                code: Code::UnsafeLink,
                message: format!("the link `{target}` is shown as text"),
                hint: "links to other sites start with `https:`, `http:`, `mailto:` or `tel:`".into(),
            }),
            Aim::SamePage => {
                let page = self.articles().get(from.as_str()).copied().unwrap_or(from);
                self.without_fragment(target, page, fragment)
            }
            Aim::File(file) if kind == LinkKind::Image => Some(self.nowhere(target, kind, from, file.as_str())),
            Aim::File(file) if self.is_flawed(&file) => None,
            Aim::File(file) if self.files().contains_key(&file) => self.without_fragment(target, &file, fragment),
            Aim::File(file) => Some(self.nowhere(target, kind, from, file.as_str())),
            Aim::Address(address) if self.addresses().contains(&address) => {
                let article = self.articles().get(&address)?;
                self.without_fragment(target, article, fragment)
            }
            Aim::Address(address) => Some(self.nowhere(target, kind, from, &address)),
        }
    }

    /// A record with mistakes of its own, which are reported there.
    fn is_flawed(&self, file: &SitePath) -> bool {
        matches!(role(file), Role::Record(_, id) if self.records.flawed.contains(id))
    }

    /// A place on a page: the marks of an article are the ones that can be linked to.
    fn without_fragment(&self, target: &str, file: &SitePath, fragment: &str) -> Option<LinkFlaw> {
        let article = self.files().get(file)?;
        let known: BTreeSet<String> = article.iter().flat_map(|article| article.fragments()).collect();
        if fragment.is_empty() || known.contains(fragment) {
            return None;
        }
        let hint = match nearest(fragment, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `#{near}`?"),
            None => "a mark's place is `#a-` and the annotation's id".to_string(),
        };
        Some(LinkFlaw {
            error: true,
            code: Code::BrokenLink,
            message: format!("the link `{target}` leads to a page that has no place `#{fragment}`"),
            hint,
        })
    }

    /// What can be written instead of a link to `path`, if something like it is there.
    fn meant(&self, kind: LinkKind, from: &SitePath, path: &str) -> Option<String> {
        if let Some(inside) = path.strip_prefix("static/").filter(|inside| self.addresses().contains(*inside))
        {
            return Some(format!("/{inside}"));
        }
        let stem = |path: &str| path.trim_end_matches("/index.html").trim_end_matches('/').to_string();
        if kind == LinkKind::Image {
            return nearest(path, self.addresses().iter().map(String::as_str)).map(|near| format!("/{near}"));
        }
        let without_ending = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_string();
        let wanted = without_ending(path);
        let same = self.files().keys().find(|file| without_ending(file.as_str()) == wanted);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let beside = || self.files().keys().filter(|file| file.folder() == folder);
        let near = || nearest(name, beside().map(|file| file.file_name()));
        let file = same.copied().or_else(|| beside().find(|file| Some(file.file_name()) == near()).copied());
        if let Some(file) = file {
            let (from, to) = (OutPath::file(from.as_str())?, OutPath::file(file.as_str())?);
            return Some(from.link_to(&to, UrlStyle::Index));
        }
        let pages: Vec<String> = self.addresses().iter().map(|address| stem(address)).collect();
        let near = nearest(&stem(path), pages.iter().map(String::as_str))?;
        Some(format!("/{near}/"))
    }

    fn nowhere(&self, target: &str, kind: LinkKind, from: &SitePath, path: &str) -> LinkFlaw {
        let hint = match self.meant(kind, from, path) {
            Some(near) => format!("did you mean `{near}`?"),
            None if kind == LinkKind::Image => {
                "put the image into content/static and write its path there, with a `/` before it".to_string()
            }
            None => "link to a record by its `.md` file, or to a file of content/static by its path with a `/` before it".to_string(),
        };
        let message = format!("the link `{target}` leads nowhere: there is no {path}");
        LinkFlaw { error: true, code: Code::BrokenLink, message, hint }
    }
}

/// What a link in a body aims at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Aim {
    /// Another site, or a mail or phone program.
    Outside,
    /// A place on the same page.
    SamePage,
    /// A record, by its file.
    File(SitePath),
    /// A page or file, by its path in the output.
    Address(String),
    /// A scheme that may act, such as `javascript:`, or a host without a scheme.
    Refused,
}

impl Aim {
    /// What `target`, written in the file `from`, aims at.
    pub(crate) fn of(target: &str, from: &SitePath) -> Aim {
        // Browsers ignore white space and control characters in a scheme.
        let clean: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
        let colon = clean.find([':', '/', '?', '#']).filter(|at| clean[*at..].starts_with(':'));
        if let Some(scheme) = colon.map(|at| clean[..at].to_ascii_lowercase()) {
            let fine = ["http", "https", "mailto", "tel"].contains(&scheme.as_str());
            return if fine { Aim::Outside } else { Aim::Refused };
        }
        // An address without a scheme that names a host leads to another site from a web server
        // and to another machine from a folder. Browsers read `\` as `/`.
        if clean.replace('\\', "/").starts_with("//") {
            return Aim::Refused;
        }
        let path = target.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() {
            return Aim::SamePage;
        }
        let path = percent_decoded(path);
        if let Some(absolute) = path.strip_prefix('/') {
            let file = if absolute.is_empty() || absolute.ends_with('/') {
                format!("{absolute}index.html")
            } else {
                absolute.to_string()
            };
            return Aim::Address(file);
        }
        match from.join(&path) {
            Some(file) => match file.as_str().strip_prefix("content/static/") {
                Some(inside) => Aim::Address(inside.to_string()),
                None => Aim::File(file),
            },
            None => Aim::Address(path),
        }
    }
}

fn percent_decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after
            .get(..2)
            .and_then(|h| std::str::from_utf8(h).ok())
            .and_then(|h| u8::from_str_radix(h, 16).ok());
        match hex.filter(|_| byte == b'%') {
            Some(decoded) => {
                bytes.push(decoded);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
