//! The files of bundles: their addresses, and which of them a reader may see.
//!
//! In: records with the files beside them. Out: the address of each file; the files that go with what is
//! withheld. Must not know: what is in a file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::address::record_address;
use super::aim::Aim;
use super::records::Records;
use crate::anchor::Article;
use crate::diagnostics::SourceFile;
use crate::parse::{Kind, Rights};
use crate::path::SitePath;
use crate::text::markdown;
use crate::value::Id;

/// A file of a bundle: its path in the output, and the file.
pub type Placed = (String, Arc<SourceFile>);

/// The files of bundles by where they stand, with their paths in the output.
pub fn placed(records: &Records) -> BTreeMap<SitePath, Placed> {
    if records.bundles.is_empty() {
        return BTreeMap::new();
    }
    let asked: BTreeSet<(Kind, &Id)> = records.bundles.values().map(|of| (of.kind, &of.id)).collect();
    let mut folders = BTreeMap::new();
    records.each(&mut |kind, entry| {
        if asked.contains(&(kind, entry.id)) {
            let page = record_address(kind, entry.id, entry.meta).to_string();
            folders.insert((kind, entry.id), page.trim_end_matches("index.html").to_string());
        }
    });
    let place = |(path, of): (&SitePath, &crate::parse::BundleFile)| {
        let folder = folders.get(&(of.kind, &of.id))?;
        Some((path.clone(), (format!("{folder}{}", of.inside), of.file.clone())))
    };
    records.bundles.iter().filter_map(place).collect()
}

/// Takes out the files that an article shows only where this reader does not see it: in passages or annotations
/// that were taken out. Of an article whose text may not be published, only what it still shows stays.
pub(super) fn withhold(records: &mut Records, before: &[Arc<Article>]) {
    let mut gone: BTreeSet<SitePath> = BTreeSet::new();
    let of_articles = || records.bundles.iter().filter(|(_, of)| of.kind == Kind::Article);
    let with_files: BTreeSet<&Id> = of_articles().map(|(_, of)| &of.id).collect();
    for before in before.iter().filter(|article| with_files.contains(&article.entry.id)) {
        let Some(after) = records.articles.get(&before.entry.id) else { continue };
        if Arc::ptr_eq(before, after) {
            continue;
        }
        let shown = files_of(after);
        let only_shown = after.entry.meta.rights != Rights::Full;
        let once = files_of(before);
        let own = of_articles().filter(|(_, of)| of.id == before.entry.id).map(|(path, _)| path);
        gone.extend(
            own.filter(|path| !shown.contains(*path) && (only_shown || once.contains(*path))).cloned(),
        );
    }
    records.bundles.retain(|path, _| !gone.contains(path));
}

/// The files that an article shows or leads to.
fn files_of(article: &Article) -> BTreeSet<SitePath> {
    let from = &article.entry.text_file.path;
    let mut files = BTreeSet::new();
    let mut add = |target: &str, from: &SitePath| {
        if let (Aim::File(file), _) = Aim::of(target, from) {
            files.insert(file);
        }
    };
    article.entry.body.links().for_each(|link| add(&link.target, from));
    if let Some(image) = &article.entry.meta.image {
        add(&image.src, from);
    }
    for note in &article.annotations.notes {
        let sidecar = &article.sidecar.file.path;
        markdown(&note.value.text, 0).links().for_each(|link| add(&link.target, sidecar));
    }
    files
}

impl Records {
    /// All files that are copied, by their path in the output.
    pub fn copied(&self) -> BTreeMap<String, Arc<SourceFile>> {
        let of_bundles = placed(self).into_values();
        self.statics.iter().map(|(path, file)| (path.clone(), file.clone())).chain(of_bundles).collect()
    }
}
