//! An article's page.

use super::body::contents;
use super::cards::id_as_words;
use super::differing::differing;
use super::json_ld;
use super::scope::Scope;
use super::story::in_story;
use super::types::{ArticlePage, Content, CreditView, ImageView, LinkView, NoteView, View};
use crate::anchor::{Anchored, Article};
use crate::model::{Head, Spot, event_address, event_key, figure_address, spots};
use crate::parse::{Annotation, Kind, Rights};
use crate::path::fragment;
use crate::text::{Mark, MarkLink, NameLink, Overlay, Remark, escape, markdown_beside};
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
        image: scope.lead_image(article),
        reading_minutes: (meta.rights == Rights::Full).then(|| article.entry.body.minutes()).flatten(),
        contents: contents(&article.entry.body),
        withheld: withheld(meta.rights),
        body_html: body_html(scope, article),
        corrections: meta.corrections.values().map(|one| scope.correction(Head::of(article), one)).collect(),
        quotes: each(id, &lists.quotes, |spot| Some(scope.quote_card(scope.site.quote(spot)?))),
        events: each(id, &lists.events, |spot| Some(scope.report(scope.site.event(spot)?))),
        figures: each(id, &lists.figures, |spot| Some(scope.figure_card(scope.site.figure(spot)?))),
        claims: each(id, &lists.claims, |spot| Some(scope.claim_card(scope.site.claim(spot)?))),
        relations: each(id, &lists.relations, |spot| Some(scope.relation_card(scope.site.relation(spot)?))),
        notes: lists.notes.iter().map(|note| NoteView { id: note_id(&note.value.id) }).collect(),
        topics: meta.topics.iter().map(|id| scope.topic(id)).collect(),
        companies: named(scope, article, Kind::Company),
        people: named(scope, article, Kind::Person),
        publications: named(scope, article, Kind::Publication),
        differing: differing(scope, &article.entry.id),
        story: in_story(scope, Head::of(article)),
        related: scope.article_cards(scope.site.related(id)),
    };
    let description = meta.dek.as_ref().or(meta.summary.as_ref()).map(ToString::to_string);
    let linked_data = json_ld::article(scope, article);
    Some(scope.view(meta.title.to_string(), description, Some(linked_data), Content::Article(Box::new(page))))
}

/// What of the text may not be shown.
fn withheld(rights: Rights) -> Option<&'static str> {
    match rights {
        Rights::Full => None,
        Rights::Excerpt => Some("excerpt"),
        Rights::Link => Some("link"),
    }
}

/// What is shown of each annotation of one kind.
fn each<T, V>(article: &Id, list: &[Anchored<T>], show: impl Fn(&Spot) -> Option<V>) -> Vec<V> {
    spots(article, list.len()).filter_map(|spot| show(&spot)).collect()
}

fn body_html(scope: Scope<'_>, article: &Article) -> String {
    let lists = &article.annotations;
    let mut marks = Vec::new();
    add(&mut marks, &lists.quotes, "quote", |q| {
        let name = article.name_of(&q.id);
        let label = match q.speaker.as_ref().and_then(|name| scope.entity(name)) {
            Some(speaker) => scope.say("mark_quote_by", &[("name", &speaker.label)]),
            None => scope.say("mark_quote", &[]),
        };
        Some(MarkLink { url: scope.quote_url(&name), label, has_card: scope.quote_has_card(&name) })
    });
    add(&mut marks, &lists.events, "event", |e| {
        let key = event_key(e, &article.entry.id);
        let label = scope.say("mark_event", &[("title", &e.title)]);
        Some(MarkLink { url: scope.url(&event_address(&key)), label, has_card: false })
    });
    add(&mut marks, &lists.figures, "figure", |f| {
        let company = scope.entity(&f.text.company)?.label;
        let names = [("company", company.as_str()), ("metric", &scope.metric(&f.text.metric))];
        let url = scope.url(&figure_address(&f.subject()));
        Some(MarkLink { url, label: scope.say("mark_figure", &names), has_card: false })
    });
    add(&mut marks, &lists.relations, "relation", |r| company_link(scope, &r.from, "mark_relation"));
    add(&mut marks, &lists.claims, "claim", |c| company_link(scope, &c.company, "mark_claim"));
    add(&mut marks, &lists.notes, "note", |n| {
        let url = fragment(&note_id(&n.id));
        Some(MarkLink { url, label: scope.say("mark_note", &[]), has_card: false })
    });
    let redacted = Some(scope.say("mark_redacted", &[]));
    let (names, remarks) = (name_links(scope, article), remarks(scope, article));
    let mut overlay = Overlay { marks, names, remarks, redacted, ..scope.overlay() };
    if article.entry.text_file.path.extension() != "md" {
        overlay.smart = None; // A clipping in plain text is shown as it came.
    }
    article.entry.body.html(&overlay, &|link| scope.shown(link, &article.entry.text_file.path))
}

/// The linked names; the first of each record has an id, so that it can be led to.
fn name_links(scope: Scope<'_>, article: &Article) -> Vec<NameLink> {
    let mut seen = std::collections::BTreeSet::new();
    let mentions = scope.site.mentions(article);
    let linked = mentions.iter().filter(|m| m.linked).filter_map(|m| {
        let link = scope.entity(&Name::from(&m.entity))?;
        let id = seen.insert(&m.entity).then(|| mention_id(&m.entity));
        Some(NameLink { range: m.range.clone(), url: link.url, id, has_card: link.has_card })
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
    let label = scope.say(key, &[("company", &company.label)]);
    Some(MarkLink { url: company.url, label, has_card: company.has_card })
}

pub(super) fn credits(scope: Scope<'_>, article: Head<'_>) -> Vec<CreditView> {
    let credits = article.meta().credits.values();
    credits
        .filter_map(|credit| {
            Some(CreditView { to: scope.entity(&credit.to)?, how: id_as_words(&credit.how) })
        })
        .collect()
}

/// The editor's notes, as they stand in the text.
fn remarks(scope: Scope<'_>, article: &Article) -> Vec<Remark> {
    let path = &article.sidecar.file.path;
    let label = escape(&scope.say("mark_note", &[]));
    let remark = |note: &Anchored<crate::parse::Note>| {
        let body = markdown_beside(&note.value.text, 0, &format!("{}-", note.value.id));
        let body = scope.without_lost_links(&body, path).unwrap_or(body);
        let html = body.html(&Overlay::below_title(), &|link| scope.shown(link, path));
        let id = escape(&note_id(&note.value.id));
        Remark {
            end: note.place.last().map_or(0, |piece| piece.end),
            html: format!(
                "<div class=\"sidenote\" id=\"{id}\" role=\"note\" aria-label=\"{label}\">{html}</div>"
            ),
        }
    };
    article.annotations.notes.iter().map(remark).collect()
}

fn note_id(note: &Id) -> String {
    format!("n-{note}")
}

/// Those of one kind whom the article names.
fn named(scope: Scope<'_>, article: &Article, kind: Kind) -> Vec<LinkView> {
    let ids = scope.site.names(&article.entry.id).into_iter();
    let found = ids.filter_map(|id| scope.record(kind, id));
    let link = |(page, label)| {
        let has_card = scope.has_card(kind, &page);
        LinkView { has_card, ..LinkView::new(label, scope.url(&page)) }
    };
    found.map(link).collect()
}

impl Scope<'_> {
    /// The lead image of an article.
    pub(super) fn lead_image(&self, article: &Article) -> Option<ImageView> {
        let image = article.entry.meta.image.as_ref()?;
        let text = |t: &Option<crate::yaml::Text>| t.as_ref().map(ToString::to_string);
        let (url, width, height) = self.image_of_site(&image.src, &article.entry.text_file.path)?;
        Some(ImageView {
            url,
            width,
            height,
            alt: text(&image.alt).unwrap_or_default(),
            caption: text(&image.caption),
            credit: text(&image.credit),
        })
    }

    /// The address of an image of this site, its width and its height; nothing for one that is elsewhere.
    fn image_of_site(
        &self,
        written: &str,
        from: &crate::path::SitePath,
    ) -> Option<(String, Option<usize>, Option<usize>)> {
        let link = crate::text::Link {
            target: written.into(),
            kind: crate::text::LinkKind::Image,
            source: 0..0,
            alt: "".into(),
            bare: false,
        };
        match self.shown(&link, from) {
            crate::text::Shown::Sized(url, width, height) => {
                Some((url, usize::try_from(width).ok(), usize::try_from(height).ok()))
            }
            crate::text::Shown::Url(url) => Some((url, None, None)),
            _ => None,
        }
    }
}
