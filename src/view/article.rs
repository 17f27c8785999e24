//! An article's page.

use super::cards::id_as_words;
use super::scope::Scope;
use super::types::{ArticlePage, Content, CreditView, ImageView, NoteView, View};
use crate::anchor::{Anchored, Article};
use crate::model::{event_address, event_key};
use crate::parse::{Annotation, Rights};
use crate::path::fragment;
use crate::text::{Mark, MarkLink, NameLink, Overlay, markdown_beside};
use crate::value::Name;

/// The page of an article.
pub fn article_page(scope: Scope<'_>, article: &Article) -> View {
    let meta = &article.entry.meta;
    let lists = &article.annotations;
    let page = ArticlePage {
        card: scope.article_card(article),
        authors: meta.authors.iter().map(ToString::to_string).collect(),
        credits: credits(scope, article),
        original_url: meta.url.as_ref().map(|url| url.0.to_string()),
        language: meta.language.as_ref().map(ToString::to_string),
        image: image(scope, article),
        withheld: meta.rights != Rights::Full,
        body_html: body_html(scope, article),
        quotes: lists.quotes.iter().map(|q| scope.quote_card(article, q)).collect(),
        events: lists.events.iter().map(|e| scope.report(article, e)).collect(),
        figures: lists.figures.iter().map(|f| scope.figure_card(article, f)).collect(),
        claims: lists.claims.iter().map(|c| scope.claim_card(article, c)).collect(),
        relations: lists.relations.iter().map(|r| scope.relation_card(article, r)).collect(),
        notes: notes(scope, article),
        names: names(scope, article),
    };
    let description = meta.dek.as_ref().or(meta.summary.as_ref()).map(ToString::to_string);
    scope.view(meta.title.to_string(), description, Content::Article(Box::new(page)))
}

fn body_html(scope: Scope<'_>, article: &Article) -> String {
    let lists = &article.annotations;
    let mut marks = Vec::new();
    add(&mut marks, &lists.quotes, "quote", |q| {
        let label = match q.speaker.as_ref().and_then(|name| scope.entity(name)) {
            Some(speaker) => format!("Quote by {}", speaker.label),
            None => "Quote".to_string(),
        };
        Some(MarkLink { url: scope.quote_url(article, &q.id), label })
    });
    add(&mut marks, &lists.events, "event", |e| {
        let key = event_key(e, &article.entry.id);
        Some(MarkLink { url: scope.url(&event_address(&key)), label: format!("Event: {}", e.title) })
    });
    add(&mut marks, &lists.figures, "figure", |f| company_link(scope, &f.text.company, "Figure"));
    add(&mut marks, &lists.relations, "relation", |r| company_link(scope, &r.from, "Relation"));
    add(&mut marks, &lists.claims, "claim", |c| company_link(scope, &c.company, "Statement"));
    add(&mut marks, &lists.notes, "note", |n| {
        Some(MarkLink { url: fragment(&format!("n-{}", n.id)), label: "Editor’s note".to_string() })
    });
    let mentions = scope.site.mentions.get(&article.entry.id).into_iter().flatten();
    let names = mentions.filter(|m| m.linked).filter_map(|m| {
        let link = scope.entity(&Name::from(&m.entity))?;
        Some(NameLink { range: m.range.clone(), url: link.url })
    });
    let overlay = Overlay { marks, names: names.collect(), below_title: true };
    article.entry.body.html(&overlay, &|link| scope.shown(link, &article.entry.text_file.path))
}

fn add<T: Annotation>(
    marks: &mut Vec<Mark>,
    list: &[Anchored<T>],
    kind: &'static str,
    link: impl Fn(&T) -> Option<MarkLink>,
) {
    marks.extend(list.iter().map(|annotation| Mark {
        id: annotation.value.id().to_string(),
        kind,
        pieces: annotation.place.clone(),
        link: link(&annotation.value),
    }));
}

fn company_link(scope: Scope<'_>, company: &Name, what: &str) -> Option<MarkLink> {
    let company = scope.entity(company)?;
    Some(MarkLink { url: company.url, label: format!("{what}: {}", company.label) })
}

fn credits(scope: Scope<'_>, article: &Article) -> Vec<CreditView> {
    let credits = article.entry.meta.credits.values();
    credits
        .filter_map(|credit| {
            Some(CreditView { to: scope.entity(&credit.to)?, how: id_as_words(&credit.how) })
        })
        .collect()
}

fn image(scope: Scope<'_>, article: &Article) -> Option<ImageView> {
    let image = article.entry.meta.image.as_ref()?;
    let text = |t: &Option<crate::yaml::Text>| t.as_ref().map(ToString::to_string);
    Some(ImageView {
        url: scope.image_url(&image.src, &article.entry.text_file.path)?,
        alt: text(&image.alt).unwrap_or_default(),
        caption: text(&image.caption),
        credit: text(&image.credit),
    })
}

fn notes(scope: Scope<'_>, article: &Article) -> Vec<NoteView> {
    let path = &article.sidecar.file.path;
    let note = |note: &Anchored<crate::parse::Note>| {
        let body = markdown_beside(&note.value.text, 0, &format!("{}-", note.value.id));
        NoteView {
            id: format!("n-{}", note.value.id),
            html: body.html(&Overlay::below_title(), &|link| scope.shown(link, path)),
            place_url: scope.place_url(article, &note.value.id),
        }
    };
    article.annotations.notes.iter().map(note).collect()
}

/// Whom the article names, each once, in the order of the text.
fn names(scope: Scope<'_>, article: &Article) -> Vec<super::types::LinkView> {
    let mut names: Vec<Name> = Vec::new();
    for mention in scope.site.mentions.get(&article.entry.id).into_iter().flatten() {
        let name = Name::from(&mention.entity);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    scope.entities(&names)
}

impl Scope<'_> {
    /// The address of an image of this site; nothing for one that is elsewhere.
    fn image_url(&self, written: &str, from: &crate::path::SitePath) -> Option<String> {
        let link = crate::text::Link {
            target: written.into(),
            kind: crate::text::LinkKind::Image,
            source: 0..0,
            alt: "".into(),
        };
        match self.shown(&link, from) {
            crate::text::Shown::Url(url) => Some(url),
            crate::text::Shown::Text => None,
        }
    }

    /// A page's view.
    pub(super) fn view(&self, title: String, description: Option<String>, page: Content) -> View {
        let base = self.site.records.settings.base_url.as_deref();
        let from_root = crate::path::OutPath::page("").link_to(self.page, crate::path::UrlStyle::Directory);
        View {
            site: self.site_view(),
            title,
            description,
            canonical_url: base.map(|base| format!("{base}/{}", from_root.trim_start_matches("./"))),
            page,
        }
    }
}
