//! What a build remembers for the next one.
//!
//! In: what stages made, by what they made it from. Out: the same again. Must not know: files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostics::SourceFile;
use crate::digest::Digest;
use crate::model::{AdmitMemo, AnchorMemo, FormerArticles, LinkMemo, ResolveMemo, WarningsMemo};
use crate::output::{OutputFile, OutputTree};
use crate::parse::ParseMemo;
use crate::path::OutPath;
use crate::plan::{Plan, PlanMemo};
use crate::render::{FormerPages, RenderMemo};
use crate::theme::ThemeMemo;
use crate::twins::{Twins, TwinsMemo};

/// The memory of a build, by stage. A new one remembers nothing: a build with it is a clean
/// build.
#[derive(Debug, Default)]
pub struct Memo {
    pub(crate) parse: ParseMemo,
    pub(crate) anchor: AnchorMemo,
    pub(crate) resolve: ResolveMemo,
    pub(crate) theme: ThemeMemo,
    pub(crate) admit: AdmitMemo,
    pub(crate) link: LinkMemo,
    pub(crate) warnings: WarningsMemo,
    pub(crate) plan: PlanMemo,
    pub(crate) render: RenderMemo,
    pub(crate) files: FilesMemo,
}

impl Memo {
    /// What can be kept for another run; nothing before the first site without mistakes.
    pub fn left(&self) -> Option<Left> {
        let articles = self.anchor.kept().ok()?;
        let pages = borsh::to_vec(&(self.render.former()?, self.files.twins.former())).ok()?;
        Some(Left { articles, pages })
    }

    /// What it remembers of the sources, which is the same for all readers, and nothing of what a reader sees.
    pub fn for_another_reader(self) -> Self {
        let Self { parse, anchor, resolve, theme, .. } = self;
        Self { parse, anchor, resolve, theme, ..Self::default() }
    }

    /// Besides, where nothing is remembered yet of sites and their pages: the memory of another run, whose output
    /// still has the files that `stands` knows, with their digests. A build with it puts pages that it does not
    /// make again into `OutputTree::standing`. Bytes that no run left are of no matter.
    pub fn recalling(self, left: Left, stands: impl Fn(&OutPath) -> Option<Digest>) -> Self {
        let Left { articles, pages } = left;
        let memo = match FormerArticles::open(articles) {
            Some(articles) => Self { anchor: self.anchor.recalling(articles), ..self },
            None => self,
        };
        let Ok((pages, twins)) = borsh::from_slice::<(FormerPages, Twins)>(&pages) else { return memo };
        let link = LinkMemo::recalling(pages.facts().clone());
        let whole = |path: &OutPath| stands(path).filter(|_| TwinsMemo::has_own(&twins, path, &stands));
        let render = RenderMemo::recalling(pages, whole);
        let files = FilesMemo { twins: TwinsMemo::recalling(twins, stands), ..memo.files };
        Self { link, render, files, ..memo }
    }
}

/// What one run leaves for another, as bytes.
#[derive(Clone, Debug)]
pub struct Left {
    /// Articles as they were read.
    pub articles: Vec<u8>,
    /// What the site says, and its pages.
    pub pages: Vec<u8>,
}

/// Files that are copied, by their path in the output.
pub(crate) type Copied = BTreeMap<OutPath, Arc<SourceFile>>;

/// What gathering all files remembers.
#[derive(Debug, Default)]
pub(crate) struct FilesMemo {
    /// The files so far; not a site where a page could not be rendered.
    pub tree: OutputTree,
    /// Which of them are copies.
    pub copied: Copied,
    /// Paths that were found to have one producer each.
    pub sound: Option<(Plan, Vec<OutPath>)>,
    /// The twins of files.
    pub twins: TwinsMemo,
}

impl FilesMemo {
    /// Puts the files that are copied into the tree, and takes out those that are no more.
    pub fn copy(&mut self, copied: Copied) {
        // A page may stand there by now.
        let gone = self.copied.keys().filter(|path| !copied.contains_key(*path) && !self.is_page(path));
        let gone: Vec<OutPath> = gone.cloned().collect();
        gone.into_iter().for_each(|path| self.tree.update(path, None));
        for (path, file) in &copied {
            if self.copied.get(path).is_none_or(|was| !Arc::ptr_eq(&was.bytes, &file.bytes)) {
                self.tree.update(path.clone(), Some(OutputFile::known(file.bytes.clone(), file.digest)));
            }
        }
        self.copied = copied;
    }

    fn is_page(&self, path: &OutPath) -> bool {
        let plan = self.sound.as_ref().map(|(plan, _)| plan);
        plan.is_some_and(|plan| plan.binary_search_by(|page| page.path.cmp(path)).is_ok())
    }
}
