//! Annotations to places in their article's text.
//!
//! In: one article and its annotations as written. Out: the same, each annotation with
//! the ranges of text that it is about, proved to be there. Must not know: other
//! articles, who may see what.
//!
//! Only an exact match under the folding rules of `text` is taken. What is merely like
//! it is proposed to the user and never used: a wrong anchor is worse than none.

mod explain;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostics::{Checked, Code, Diagnostic};
use crate::parse::{
    Annotation, ArticleMeta, Claim, Entry, Event, Figure, Mention, Note, Origin, Quote, RawArticle,
    Redaction, Relation, Says, Selector, Skip,
};
use crate::text::{Body, Cut, Folded, Place, occurrences};
use crate::value::{AnnotationRef, Id};
use crate::yaml::{Item, List};
use explain::Explainer;

/// An annotation and the text that it is about.
#[derive(Clone, Debug, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Anchored<T> {
    /// Its position in its list of the sidecar, from 0.
    pub at: usize,
    /// The annotation.
    pub value: T,
    /// Where its pieces stand, in bytes of the article's text: never empty in a site
    /// without errors.
    pub place: Place,
}

impl<T: Annotation> Anchored<T> {
    /// The JSON pointer to a key of this annotation in its sidecar.
    pub fn pointer(&self, key: &str) -> String {
        format!("/{}/{}/{key}", T::LIST, self.at)
    }
}

/// The annotations of one article, each list in the order of the sidecar.
#[derive(Clone, Debug, Default, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Annotations {
    /// Who said what.
    pub quotes: Vec<Anchored<Quote>>,
    /// What happened when.
    pub events: Vec<Anchored<Event>>,
    /// Numbers.
    pub figures: Vec<Anchored<Figure>>,
    /// How companies stand to each other.
    pub relations: Vec<Anchored<Relation>>,
    /// Statements without a number.
    pub claims: Vec<Anchored<Claim>>,
    /// The editor's remarks.
    pub notes: Vec<Anchored<Note>>,
    /// Passages that only some readers see.
    pub redactions: Vec<Anchored<Redaction>>,
    /// Corrections to the automatic linking of names.
    pub mentions: Vec<Anchored<Mention>>,
}

impl Annotations {
    /// Calls `look` for every annotation of every list: with the list's name, its position in it, its
    /// id if it has one, and what it says.
    pub fn each<'a>(&'a self, look: &mut Look<'_, 'a>) {
        fn list<'a, T: Annotation>(list: &'a [Anchored<T>], look: &mut Look<'_, 'a>) {
            list.iter().for_each(|a| look(T::LIST, a.at, Some(a.value.id()), &a.value));
        }
        let Annotations { quotes, events, figures, relations, claims, notes, redactions, mentions } = self;
        list(quotes, look);
        list(events, look);
        list(figures, look);
        list(relations, look);
        list(claims, look);
        list(notes, look);
        list(redactions, look);
        mentions.iter().for_each(|mention| look("mentions", mention.at, None, &mention.value));
    }
}

/// What looks at annotations of every kind.
type Look<'f, 'a> = dyn FnMut(&'static str, usize, Option<&'a Id>, &'a dyn Says) + 'f;

/// An article whose annotations are proved to stand in its text.
#[derive(Clone, Debug)]
pub struct Article {
    /// Its record; the body is without the page chrome that `skip` cuts.
    pub entry: Entry<ArticleMeta>,
    /// Its annotations.
    pub annotations: Annotations,
    /// Where the annotations stand.
    pub sidecar: Origin,
    /// Whether one of its annotations names an annotation, of this article or of another: known, because
    /// it is asked of every article in every build.
    pub refers_to_articles: bool,
}

impl Article {
    /// The global name of an annotation of this article.
    pub fn name_of(&self, annotation: &Id) -> AnnotationRef {
        AnnotationRef { article: self.entry.id.clone(), id: annotation.clone() }
    }

    /// The fragments of the article's page that lead to its marks.
    pub fn fragments(&self) -> impl Iterator<Item = String> {
        fn ids<T: Annotation>(list: &[Anchored<T>]) -> impl Iterator<Item = String> {
            list.iter().map(|annotation| format!("a-{}", annotation.value.id()))
        }
        let lists = &self.annotations;
        ids(&lists.quotes)
            .chain(ids(&lists.events))
            .chain(ids(&lists.figures))
            .chain(ids(&lists.relations))
            .chain(ids(&lists.claims))
            .chain(ids(&lists.notes))
    }
}

/// Cuts the page chrome and finds every annotation's place.
pub fn anchor(raw: RawArticle) -> Checked<Article> {
    let mut diagnostics = Vec::new();
    let RawArticle { mut entry, sidecar, sidecar_origin } = raw;
    let cut = cut_chrome(&entry, &mut diagnostics);
    let uncut = std::mem::replace(&mut entry.body, Arc::new(cut));
    let folded = Folded::of(&entry.body);
    let mut anchorer = Anchorer {
        explain: Explainer { entry: &entry, folded: &folded, uncut: &uncut, searches: Cell::new(0) },
        origin: &sidecar_origin,
        ids: BTreeMap::new(),
        diagnostics: &mut diagnostics,
    };
    let annotations = Annotations {
        quotes: anchorer.list(sidecar.quotes, "quote"),
        events: anchorer.list(sidecar.events, "event"),
        figures: anchorer.list(sidecar.figures, "figure"),
        relations: anchorer.list(sidecar.relations, "relation"),
        claims: anchorer.list(sidecar.claims, "claim"),
        notes: anchorer.list(sidecar.notes, "note"),
        redactions: anchorer.list(sidecar.redactions, "redaction"),
        mentions: anchorer.mentions(sidecar.mentions),
    };
    let refers_to_articles = annotations.figures.iter().any(|figure| !figure.value.text.disputes.is_empty())
        || annotations.quotes.iter().any(|quote| quote.value.decides());
    let article = Article { entry, annotations, sidecar: sidecar_origin, refers_to_articles };
    Checked { value: article, diagnostics }
}

/// The body without what `skip` cuts.
fn cut_chrome(entry: &Entry<ArticleMeta>, sink: &mut Vec<Diagnostic>) -> Body {
    let mut body = (*entry.body).clone();
    for Item { at, value: skip } in entry.meta.skip.iter() {
        let (key, text) = match skip {
            Skip::Until(text) => ("until", text),
            Skip::From(text) => ("from", text),
        };
        let folded = Folded::of(&body);
        let places = occurrences(&folded, &[text], None, None, 2);
        match (places.as_slice(), skip) {
            ([place], Skip::Until(_)) => {
                let end = place.first().map_or(0, |piece| piece.start);
                body = without(&body, 0..end);
            }
            ([place], Skip::From(_)) => {
                let start = place.first().map_or(0, |piece| piece.start);
                body = without(&body, start..body.text().len());
            }
            (places, _) => {
                let span = entry.origin.value(&format!("/skip/{at}/{key}"));
                let with_cuts = Entry { body: Arc::new(body.clone()), ..entry.clone() };
                let explain = Explainer {
                    entry: &with_cuts,
                    folded: &folded,
                    uncut: &entry.body,
                    searches: Cell::new(0),
                };
                sink.push(explain.skip(text, places, span));
            }
        }
    }
    body
}

fn without(body: &Body, range: Range<usize>) -> Body {
    body.cut(&[Cut { range, instead: "" }], false).body
}

struct Anchorer<'a> {
    explain: Explainer<'a>,
    origin: &'a Origin,
    /// Ids taken, with the pointer to the annotation.
    ids: BTreeMap<Id, String>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Anchorer<'_> {
    fn list<T: Annotation>(&mut self, list: List<T>, noun: &str) -> Vec<Anchored<T>> {
        let mut anchored = Vec::with_capacity(list.0.len());
        for Item { at, value } in list.0 {
            let pointer = format!("/{}/{at}", T::LIST);
            if !self.take_id(value.id(), &pointer) {
                continue;
            }
            let place = self.place(value.selector(), noun, &pointer);
            anchored.push(Anchored { at, value, place });
        }
        anchored
    }

    fn mentions(&mut self, list: List<Mention>) -> Vec<Anchored<Mention>> {
        let mut anchored = Vec::with_capacity(list.0.len());
        for Item { at, value } in list.0 {
            let pointer = format!("/mentions/{at}");
            let place = self.place(value.selector(), "mention", &pointer);
            anchored.push(Anchored { at, value, place });
        }
        anchored
    }

    /// Whether the id was free; reports where it was not.
    fn take_id(&mut self, id: &Id, pointer: &str) -> bool {
        let Some(first) = self.ids.get(id) else {
            self.ids.insert(id.clone(), pointer.to_string());
            return true;
        };
        let span = self.origin.value(&format!("{pointer}/id"));
        self.diagnostics.push(
            Diagnostic::error(Code::DuplicateId, format!("the id `{id}` stands twice in this file"), span)
                .related(self.origin.value(&format!("{first}/id")), "the first one is here")
                .hint("give one of the two another id"),
        );
        false
    }

    /// The place of an annotation; an empty one where an error says why there is none, so
    /// that what else is wrong with the annotation comes out in the same run.
    fn place(&mut self, selector: Selector<'_>, noun: &str, pointer: &str) -> Place {
        let pieces: Vec<&str> = selector.exact.iter().map(|p| p.as_str()).collect();
        let (prefix, suffix) = (selector.prefix.map(|p| p.as_str()), selector.suffix.map(|s| s.as_str()));
        let mut places = occurrences(self.explain.folded, &pieces, prefix, suffix, 2);
        if let [place] = places.as_slice() {
            if self.explain.cuts_word(place) {
                let span = self.origin.value(&format!("{pointer}/exact"));
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::CutWord,
                        format!("this {noun} starts or ends inside a word"),
                        span,
                    )
                    .hint("write the whole word"),
                );
            }
            return places.pop().unwrap_or_default();
        }
        let diagnostic = match places.is_empty() {
            true => self.explain.not_found(selector, noun, self.origin, pointer),
            false => self.explain.ambiguous(selector, self.origin, pointer),
        };
        self.diagnostics.push(diagnostic);
        Place::new()
    }
}
