//! Pages through their templates.
//!
//! In: a site, its plan and a theme. Out: the bytes of each page. Must not know: the disk.
//!
//! A page is made again where something that it read differs, and rendered again where its
//! view differs: `Reading` notes what is read, so nothing has to be declared.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use tera::Context;

use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::model::{Changes, Noted, Notes, Reading, Site, SiteFacts};
use crate::output::OutputFile;
use crate::path::OutPath;
use crate::plan::{PagePlan, Plan};
use crate::progress::{Part, Progress, Stage};
use crate::theme::Theme;
use crate::view::View;

mod card;
mod drawn;
mod former;
mod mail;
mod minify;

pub use former::FormerPages;
use former::{FormerPage, in_order_of};

/// A page as it was made.
#[derive(Clone, Debug)]
struct Page {
    noted: Noted,
    /// Of its view.
    view: Digest,
    /// Of what was drawn, where it is a picture.
    drawing: Option<Digest>,
    html: Html,
}

/// What became of a page.
#[derive(Clone, Debug)]
enum Html {
    /// There was nothing to show.
    Nothing,
    File(OutputFile),
    /// Another run wrote a file with this digest, and it is still there.
    Standing(Digest),
}

/// What `render` remembers: the pages of the last site that was without mistakes.
#[derive(Debug, Default)]
pub struct RenderMemo {
    /// The site, and the digest of its theme.
    last: Option<(Former, Digest)>,
    plan: Plan,
    /// In the order of the plan; nothing for a page that could not be rendered.
    pages: Vec<Option<Page>>,
    /// Instead of a plan and its pages, after another run.
    recalled: Vec<FormerPage>,
}

/// What is known of a former site.
#[derive(Debug)]
enum Former {
    Site(Arc<Site>),
    /// After another run.
    Facts(Box<SiteFacts>),
}

/// What rendering came to.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The files that are new, other than before, or gone.
    pub updates: Vec<(OutPath, Option<OutputFile>)>,
    /// The pages that went through their templates.
    pub rendered: Vec<OutPath>,
    /// What is wrong with templates, and what pages have come to.
    pub diagnostics: Vec<Diagnostic>,
    /// Pages that were reused and should not have been: looked for only where it is asked.
    pub stale: Vec<OutPath>,
    /// Pages that another run wrote and that are the same now, with the digests of their files.
    pub standing: BTreeMap<OutPath, Digest>,
}

/// What became of a page that may differ.
enum Made {
    /// It reads other things and shows the same.
    Same(Page),
    Rendered(Page),
    Failed(Diagnostic),
}

/// Renders the pages that differ from those of the last time.
pub fn render(
    site: &Arc<Site>,
    plan: &Plan,
    theme: &Theme,
    verify: bool,
    memo: &mut RenderMemo,
    progress: &Progress,
) -> Rendered {
    progress.start(Stage::Render, plan.len());
    let renderer = Renderer {
        site,
        theme,
        changes: memo.changes_to(site),
        same_theme: memo.last.as_ref().is_some_and(|(_, digest)| *digest == theme.digest),
        progress,
    };
    let mut rendered = Rendered::default();
    let mut pages = memo.take(plan, &mut rendered);
    for (at, made) in renderer.differing(plan, &pages) {
        pages[at] = rendered.take(&plan[at], made);
    }
    if verify {
        let stale = plan.par_iter().zip(&pages).filter(|(plan, page)| renderer.is_stale(plan, page.as_ref()));
        rendered.stale = stale.map(|(plan, _)| plan.path.clone()).collect();
    }
    rendered.standing = standing(plan, &pages);
    let found = plan.iter().zip(&pages).filter_map(|(plan, page)| mail::too_long(plan, page.as_ref()?, site));
    rendered.diagnostics.extend(found);
    memo.pages = pages;
    memo.plan = plan.clone();
    memo.last = Some((Former::Site(site.clone()), theme.digest));
    rendered
}

impl RenderMemo {
    /// What differs in a site from the last one.
    fn changes_to(&self, site: &Site) -> Changes {
        match &self.last {
            Some((Former::Site(former), _)) => site.changes_since(former),
            Some((Former::Facts(former), _)) => site.changes_since_facts(former),
            None => Changes::All,
        }
    }

    /// The former pages in the order of `plan`; those that it does not have are gone.
    fn take(&mut self, plan: &Plan, rendered: &mut Rendered) -> Vec<Option<Page>> {
        if !self.recalled.is_empty() {
            return in_order_of(plan, std::mem::take(&mut self.recalled));
        }
        let pages = std::mem::take(&mut self.pages);
        if Arc::ptr_eq(&self.plan, plan) {
            return pages;
        }
        let mut former = self.plan.iter().zip(pages).peekable();
        let mut found = Vec::with_capacity(plan.len());
        for page in plan.iter() {
            while let Some((gone, _)) = former.next_if(|(other, _)| other.path < page.path) {
                rendered.updates.push((gone.path.clone(), None));
            }
            let same = former.next_if(|(other, _)| other.path == page.path);
            found.push(same.filter(|(other, _)| other.subject == page.subject).and_then(|(_, made)| made));
        }
        rendered.updates.extend(former.map(|(gone, _)| (gone.path.clone(), None)));
        found
    }
}

impl Rendered {
    /// Takes in what became of a page, and gives what is to be remembered of it.
    fn take(&mut self, plan: &PagePlan, made: Made) -> Option<Page> {
        let page = match made {
            Made::Same(page) => return Some(page),
            Made::Failed(diagnostic) => {
                self.diagnostics.push(diagnostic);
                return None;
            }
            Made::Rendered(page) => page,
        };
        if let Html::File(_) = page.html {
            self.rendered.push(plan.path.clone());
        }
        self.updates.push((plan.path.clone(), page.html.file().cloned()));
        Some(page)
    }
}

impl Html {
    fn file(&self) -> Option<&OutputFile> {
        match self {
            Html::File(file) => Some(file),
            Html::Nothing | Html::Standing(_) => None,
        }
    }

    fn digest(&self) -> Option<Digest> {
        match self {
            Html::Nothing => None,
            Html::File(file) => Some(file.digest()),
            Html::Standing(digest) => Some(*digest),
        }
    }
}

fn standing(plan: &Plan, pages: &[Option<Page>]) -> BTreeMap<OutPath, Digest> {
    let one = |(plan, page): (&PagePlan, &Option<Page>)| match page.as_ref()?.html {
        Html::Standing(digest) => Some((plan.path.clone(), digest)),
        Html::Nothing | Html::File(_) => None,
    };
    plan.iter().zip(pages).filter_map(one).collect()
}

/// What a template made.
enum Text {
    Page(String),
    /// It is still to be drawn.
    Drawing(String),
}

impl Text {
    /// The digest of what is to be drawn.
    fn drawing(&self) -> Option<Digest> {
        match self {
            Text::Page(_) => None,
            Text::Drawing(svg) => Some(Digest::of(svg.as_bytes())),
        }
    }
}

struct Renderer<'a> {
    site: &'a Site,
    theme: &'a Theme,
    changes: Changes,
    same_theme: bool,
    progress: &'a Progress,
}

impl Renderer<'_> {
    fn may_differ(&self, page: &Page) -> bool {
        !self.same_theme || page.noted.differ(&self.changes, self.site)
    }

    /// The pages that may differ from their former ones, made again, with their places in the plan. Most pages
    /// stay what they are, and are only looked at.
    fn differing(&self, plan: &Plan, former: &[Option<Page>]) -> Vec<(usize, Made)> {
        let differ = former
            .par_iter()
            .enumerate()
            .filter(|(_, page)| page.as_ref().is_none_or(|page| self.may_differ(page)));
        let differ: Vec<usize> = differ.map(|(at, _)| at).collect();
        let made = |at: usize| {
            let made = self.page(&plan[at], former[at].as_ref());
            self.progress.done();
            (at, made)
        };
        differ.into_par_iter().map(made).collect()
    }

    fn page(&self, plan: &PagePlan, former: Option<&Page>) -> Made {
        let path = plan.path.as_str();
        let (view, noted, digest) = self.progress.time(Part::View(path), || {
            let (view, noted) = self.view(plan);
            let digest = digest(&view);
            (view, noted, digest)
        });
        let page = |drawing, html| Page { noted, view: digest, drawing, html };
        let same = former.filter(|former| self.same_theme && former.view == digest);
        if let Some(former) = same {
            return Made::Same(page(former.drawing, former.html.clone()));
        }
        let text = match self.text(plan, view.as_ref()) {
            Ok(Some(text)) => text,
            Ok(None) => return Made::Rendered(page(None, Html::Nothing)),
            Err(diagnostic) => return Made::Failed(*diagnostic),
        };
        let drawing = text.drawing();
        match drawing.and_then(|drawing| drawn::same(former, drawing)) {
            Some(html) => Made::Same(page(drawing, html)),
            None => match self.file(plan, text) {
                Ok(html) => Made::Rendered(page(drawing, html)),
                Err(diagnostic) => Made::Failed(*diagnostic),
            },
        }
    }

    fn view(&self, plan: &PagePlan) -> (Option<View>, Noted) {
        let notes = Notes::default();
        let view = plan.view(Reading::new(self.site, &notes), self.theme);
        (view, notes.finish())
    }

    /// What the template makes of a view; nothing where there is none.
    fn text(&self, plan: &PagePlan, view: Option<&View>) -> Result<Option<Text>, Box<Diagnostic>> {
        let Some(view) = view else { return Ok(None) };
        let name = plan.template(view);
        let diagnose = |error: tera::Error| Box::new(self.theme.diagnose(&error, name));
        self.progress.time(Part::Template(plan.path.as_str(), name), || {
            let context = Context::from_serialize(view).map_err(diagnose)?;
            let html = self.theme.tera.render(name, &context).map_err(diagnose)?;
            Ok(Some(match name {
                drawn::TEMPLATE => Text::Drawing(html),
                mail::TEMPLATE => Text::Page(mail::with_styles_inside(html)),
                card::TEMPLATE => Text::Page(card::script(&html, self.theme.minify)),
                _ if self.theme.minify && name.ends_with(".html") => Text::Page(minify::minified(&html)),
                _ => Text::Page(html),
            }))
        })
    }

    /// The file of what a template made.
    fn file(&self, plan: &PagePlan, text: Text) -> Result<Html, Box<Diagnostic>> {
        match text {
            Text::Page(html) => Ok(Html::File(OutputFile::new(html.into_bytes().into()))),
            Text::Drawing(svg) => {
                let part = Part::Template(plan.path.as_str(), "drawing");
                self.progress.time(part, || drawn::picture(self.theme, &svg))
            }
        }
    }

    /// Whether a page differs from what it would be if it were made now.
    fn is_stale(&self, plan: &PagePlan, page: Option<&Page>) -> bool {
        let Some(page) = page else { return false };
        let text = self.text(plan, self.view(plan).0.as_ref());
        let again = text.and_then(|text| text.map_or(Ok(Html::Nothing), |text| self.file(plan, text)));
        again.is_ok_and(|again| again.digest() != page.html.digest())
    }
}

/// The digest of what a template sees.
fn digest(view: &Option<View>) -> Digest {
    let json = serde_json::to_vec(view);
    Digest::of(&json.unwrap_or_else(|error| error.to_string().into_bytes()))
}
