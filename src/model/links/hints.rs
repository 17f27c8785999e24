//! What is said of a link that leads nowhere: what may be meant instead.

use super::{LinkFlaw, Places};
use crate::diagnostics::{Code, nearest};
use crate::model::named::Named;
use crate::model::redirects::redirects_of;
use crate::model::timeline::timeline;
use crate::path::{OutPath, SitePath, UrlStyle};
use crate::text::{LinkKind, Sort, named};

impl Places<'_> {
    /// What can be written instead of a link to `path`, if something like it is there.
    fn meant(&self, kind: LinkKind, from: &SitePath, path: &str) -> Option<String> {
        if let Some(inside) = path.strip_prefix("static/").filter(|inside| self.addresses().contains(*inside))
        {
            return Some(format!("/{inside}"));
        }
        let stem = |path: &str| path.trim_end_matches("/index.html").trim_end_matches('/').to_string();
        if kind == LinkKind::Image {
            let folder = format!("{}/", from.folder());
            let beside = self.records.bundles.keys().filter_map(|file| file.as_str().strip_prefix(&folder));
            if let Some(near) = path.strip_prefix(&folder).and_then(|path| nearest(path, beside)) {
                return Some(near.to_string());
            }
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
        let is_page = |near: &str| self.addresses().contains(&format!("{near}/index.html"));
        Some(match near {
            "index.html" => "/".to_string(),
            near if is_page(near) => format!("/{near}/"),
            near => format!("/{near}"),
        })
    }

    /// A name that nothing has.
    pub(super) fn unnamed(&self, target: &str, wanted: &Named) -> LinkFlaw {
        let hint = match self.near(target, wanted) {
            Some(near) => format!("did you mean `{near}`?"),
            None if matches!(wanted, Named::Record(..)) => {
                "a record's id is the name of its file, without its ending".to_string()
            }
            None => {
                let form = named(target).map_or("article:id", |(sort, _)| sort.form());
                format!("such a name is written `{form}`, with ids that are there")
            }
        };
        let message = format!("the link `{target}` leads nowhere: there is nothing of this name");
        LinkFlaw { error: true, code: Code::BrokenLink, message, hint }
    }

    /// The name that is meant: the same of another sort, else one like it.
    fn near(&self, target: &str, wanted: &Named) -> Option<String> {
        let (sort, name) = named(target)?;
        let name = match wanted {
            Named::Record(..) | Named::Topic(_) => name.split('#').next().unwrap_or_default(),
            _ => name,
        };
        let others = Sort::ALL.into_iter().filter(|other| *other != sort);
        let mut others = others.filter(|other| Named::of(*other, name).is_some_and(|named| self.has(&named)));
        if let Some(other) = others.next() {
            return Some(format!("{}:{name}", other.word()));
        }
        let names = self.names(wanted);
        nearest(name, names.iter().map(String::as_str)).map(|near| format!("{}:{near}", sort.word()))
    }

    /// All names of the sort of `named`.
    fn names(&self, named: &Named) -> Vec<String> {
        let records = self.records;
        let articles = records.articles.values();
        match named {
            Named::Record(wanted, _) => {
                let mut ids = Vec::new();
                records.each(&mut |kind, entry| ids.extend((kind == *wanted).then(|| entry.id.to_string())));
                ids
            }
            Named::Topic(_) => articles.flat_map(|a| &a.entry.meta.topics).map(ToString::to_string).collect(),
            Named::Quote(_) => {
                let quotes =
                    articles.flat_map(|a| a.annotations.quotes.iter().map(|q| a.name_of(&q.value.id)));
                quotes.map(|name| name.to_string()).collect()
            }
            Named::Event(_) => timeline(records).into_iter().map(|entry| entry.key).collect(),
            Named::Figure(_) | Named::Chart(_) => {
                let figures = articles.flat_map(|article| article.annotations.figures.iter());
                let texts = figures.map(|figure| &figure.value.text);
                texts.map(|text| format!("{}/{}", text.company, text.metric)).collect()
            }
            Named::Timeline(_) => records
                .companies
                .keys()
                .chain(records.people.keys())
                .chain(records.stories.keys())
                .map(ToString::to_string)
                .filter(|id| Named::of(Sort::Timeline, id).is_some_and(|named| self.has(&named)))
                .collect(),
        }
    }

    /// The record of which this is an old address, by its name: a page stands there, but links lead to where it is.
    fn moved(&self, path: &str) -> Option<String> {
        let mut name = None;
        self.records.each(&mut |kind, entry| {
            if redirects_of(kind, entry).any(|redirect| redirect.from.as_str() == path) {
                name = Some(format!("{}:{}", kind.word(), entry.id));
            }
        });
        name
    }

    pub(super) fn nowhere(&self, target: &str, kind: LinkKind, from: &SitePath, path: &str) -> LinkFlaw {
        if let Some(name) = self.moved(path) {
            let message = format!("the link `{target}` leads to an old address");
            let hint = format!("write `{name}`, which leads to where the page is now");
            return LinkFlaw { error: true, code: Code::BrokenLink, message, hint };
        }
        let hint = match self.meant(kind, from, path) {
            Some(near) => format!("did you mean `{near}`?"),
            None if kind == LinkKind::Image => {
                "put the image beside the `index.md` of a folder with the record's id, or into content/static and write its path there, with a `/` before it".to_string()
            }
            None => "link to a record by its `.md` file, or to a file of content/static by its path with a `/` before it".to_string(),
        };
        let message = format!("the link `{target}` leads nowhere: there is no {path}");
        LinkFlaw { error: true, code: Code::BrokenLink, message, hint }
    }
}

pub(super) fn misnamed(target: &str, sort: Sort) -> LinkFlaw {
    LinkFlaw {
        error: true,
        code: Code::BrokenLink,
        message: format!("the link `{target}` names nothing"),
        hint: format!("write `{}`", sort.form()),
    }
}

pub(super) fn no_image(target: &str) -> LinkFlaw {
    LinkFlaw {
        error: true,
        code: Code::BrokenLink,
        message: format!("`{target}` is no image"),
        hint: "to show it, write it as a link in a paragraph of its own, without the `!` and without a text"
            .into(),
    }
}

pub(super) fn no_picture(target: &str) -> LinkFlaw {
    LinkFlaw {
        error: true,
        code: Code::BrokenLink,
        message: format!("`{target}` is no image"),
        hint: "name a PNG, JPEG, WebP, AVIF, GIF or SVG; to lead to it, write it as a link, without the `!`"
            .into(),
    }
}

pub(super) fn no_name(target: &str) -> LinkFlaw {
    let forms: Vec<String> = Sort::ALL.map(|sort| format!("`{}`", sort.form())).into();
    LinkFlaw {
        error: true,
        code: Code::BrokenLink,
        message: format!("`{target}` names nothing that could be shown here"),
        hint: format!("each line of a block `embed` is one of {}", forms.join(", ")),
    }
}
