//! An article's page.

use super::cards::id_as_words;
use super::json_ld;
use super::scope::Scope;
use super::story::in_story;
use super::types::{ArticlePage, Content, CreditView, ImageView, LinkView, NoteView, View};
use crate::anchor::{Anchored, Article};
use crate::model::{Head, event_address, event_key, figure_address, spots};
use crate::parse::{Annotation, Rights};
use crate::path::fragment;
use crate::text::{Mark, MarkLink, NameLink, Overlay, markdown_beside};
use crate::value::{Id, Name};

/// The page of an article.
pub fn article_page(scope: Scope<'_>, id: &Id) -> Option<View> {
    let article = scope.site.article(id)?;
    let meta = &article.entry.meta;
    let lists = &article.annotations;
    let page = ArticlePage {
        card: scope.article_card(Head::of(article)),
        authors: meta.authors.iter().map(ToString::to_string).collect(),
        credits: credits(scope, Head::of(article)),
        original_url: meta.url.as_ref().map(|url| url.0.to_string()),
        retrieved: scope.maybe_date(meta.retrieved.as_ref()),
        image: image(scope, article),
        withheld: match meta.rights {
            Rights::Full => None,
            Rights::Excerpt => Some("excerpt"),
            Rights::Link => Some("link"),
        },
        body_html: body_html(scope, article),
        corrections: meta.corrections.values().map(|one| scope.correction(Head::of(article), one)).collect(),
        quotes: spots(id, lists.quotes.len())
            .filter_map(|spot| scope.site.quote(&spot))
            .map(|quote| scope.quote_card(quote))
            .collect(),
        events: spots(id, lists.events.len())
            .filter_map(|spot| scope.site.event(&spot))
            .map(|event| scope.report(event))
            .collect(),
        figures: spots(id, lists.figures.len())
            .filter_map(|spot| scope.site.figure(&spot))
            .map(|figure| scope.figure_card(figure))
            .collect(),
        claims: spots(id, lists.claims.len())
            .filter_map(|spot| scope.site.claim(&spot))
            .map(|claim| scope.claim_card(claim))
            .collect(),
        relations: spots(id, lists.relations.len())
            .filter_map(|spot| scope.site.relation(&spot))
            .map(|relation| scope.relation_card(relation))
            .collect(),
        notes: notes(scope, article),
        topics: meta.topics.iter().map(|id| scope.topic(id)).collect(),
        names: names(scope, article),
        story: in_story(scope, Head::of(article)),
    };
    let description = meta.dek.as_ref().or(meta.summary.as_ref()).map(ToString::to_string);
    let linked_data = json_ld::article(scope, article);
    Some(scope.view(meta.title.to_string(), description, Some(linked_data), Content::Article(Box::new(page))))
}

fn body_html(scope: Scope<'_>, article: &Article) -> String {
    let lists = &article.annotations;
    let mut marks = Vec::new();
    add(&mut marks, &lists.quotes, "quote", |q| {
        let label = match q.speaker.as_ref().and_then(|name| scope.entity(name)) {
            Some(speaker) => scope.say("mark_quote_by", &[("name", &speaker.label)]),
            None => scope.say("mark_quote", &[]),
        };
        Some(MarkLink { url: scope.quote_url(&article.name_of(&q.id)), label })
    });
    add(&mut marks, &lists.events, "event", |e| {
        let key = event_key(e, &article.entry.id);
        let label = scope.say("mark_event", &[("title", &e.title)]);
        Some(MarkLink { url: scope.url(&event_address(&key)), label })
    });
    add(&mut marks, &lists.figures, "figure", |f| {
        let company = scope.entity(&f.text.company)?.label;
        let names = [("company", company.as_str()), ("metric", &scope.metric(&f.text.metric))];
        let url = scope.url(&figure_address(&f.subject()));
        Some(MarkLink { url, label: scope.say("mark_figure", &names) })
    });
    add(&mut marks, &lists.relations, "relation", |r| company_link(scope, &r.from, "mark_relation"));
    add(&mut marks, &lists.claims, "claim", |c| company_link(scope, &c.company, "mark_claim"));
    add(&mut marks, &lists.notes, "note", |n| {
        Some(MarkLink { url: fragment(&format!("n-{}", n.id)), label: scope.say("mark_note", &[]) })
    });
    let redacted = Some(scope.say("mark_redacted", &[]));
    let overlay = Overlay { marks, names: name_links(scope, article), redacted, below_title: true };
    article.entry.body.html(&overlay, &|link| scope.shown(link, &article.entry.text_file.path))
}

/// The linked names; the first of each record has an id, so that it can be led to.
fn name_links(scope: Scope<'_>, article: &Article) -> Vec<NameLink> {
    let mut seen = std::collections::BTreeSet::new();
    let mentions = scope.site.mentions(article);
    let linked = mentions.iter().filter(|m| m.linked).filter_map(|m| {
        let link = scope.entity(&Name::from(&m.entity))?;
        let id = seen.insert(&m.entity).then(|| mention_id(&m.entity));
        Some(NameLink { range: m.range.clone(), url: link.url, id })
    });
    linked.collect()
}

/// The id of the first linked name of a record in an article. Those of annotations start
/// with `a-` and `n-`.
pub(super) fn mention_id(entity: &Id) -> String {
    format!("m-{entity}")
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

fn company_link(scope: Scope<'_>, company: &Name, key: &str) -> Option<MarkLink> {
    let company = scope.entity(company)?;
    Some(MarkLink { url: company.url, label: scope.say(key, &[("company", &company.label)]) })
}

pub(super) fn credits(scope: Scope<'_>, article: Head<'_>) -> Vec<CreditView> {
    let credits = article.meta().credits.values();
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
            place_url: scope.place_url(Head::of(article), &note.value.id),
        }
    };
    article.annotations.notes.iter().map(note).collect()
}

/// Whom the article names, each once, in the order of the text.
pub(super) fn names(scope: Scope<'_>, article: &Article) -> Vec<LinkView> {
    let names: Vec<Name> = scope.site.names(&article.entry.id).into_iter().map(Name::from).collect();
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
}
