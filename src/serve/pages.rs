//! Every request of the preview: the site's own files, and what the preview adds.
//!
//! In: requests. Out: files of a generation, redirects, and pages that say why there is none. Must not
//! know: sockets, the disk.

use std::sync::Arc;

use axum::extract::{Request, State as Handle};
use axum::http::header::{ALLOW, CACHE_CONTROL, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};

use super::answer::{Content, is_page, moved, plain};
use super::gate::referrer;
use super::generation::{Found, Generation, NOT_FOUND};
use super::listen::CameInAt;
use super::state::State;
use super::{Shared, live};

/// In every answer. Nothing is stored, since any of it may be old in a moment; no type is guessed; no
/// other site may embed anything, or learns from which page a reader comes.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// All that is answered to.
pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route(live::SCRIPT, get(live::script))
        .route(live::EVENTS, get(live::events))
        .route(live::STATE, get(live::state))
        .route(live::OPEN, get(live::open))
        .route(live::AUDIENCE, get(live::audience))
        .fallback(file)
        .layer(from_fn_with_state(shared.clone(), guard))
        .with_state(shared)
}

/// Lets through what may pass, and puts into each answer what belongs into all of them.
async fn guard(
    Handle(shared): Handle<Arc<Shared>>,
    Extension(CameInAt(local)): Extension<CameInAt>,
    request: Request,
    next: Next,
) -> Response {
    let refusal = shared.gate.refusal(request.method(), request.uri(), request.headers(), local);
    let mut response = match refusal {
        Some((status, why)) => plain(status, why),
        None => next.run(request).await,
    };
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, value);
    }
    response
}

/// A file of the site.
async fn file(Handle(shared): Handle<Arc<Shared>>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let state = shared.state();
    let Some(current) = state.current() else {
        let script = shared.script(0);
        let why = match state.is_withheld {
            true => include_str!("withheld.html"),
            false => include_str!("waiting.html"),
        };
        return Content::page(why, &script).answer_with(StatusCode::SERVICE_UNAVAILABLE);
    };
    let generation = shared.generation(&state, current, &uri, &headers);
    let script = shared.script(generation.number);
    let found = generation.find(uri.path());
    if let Found::File(path, _) = found
        && is_page(path.as_str())
        && is_document(&method, &headers)
        && generation_in(&uri) != Some(generation.number)
    {
        return moved(uri.path(), Some(&with_generation(&uri, generation.number)));
    }
    shared.served.remember(uri.path(), generation.number);
    match found {
        Found::File(path, bytes) => {
            Content::of_file(path.as_str(), bytes.bytes(), &script).answer(&method, &headers)
        }
        Found::Moved(address) => moved(&address, uri.query()),
        Found::Missing => match generation.tree.get(NOT_FOUND) {
            Some(html) => Content::of_file(NOT_FOUND, html.bytes(), &script),
            None => Content::page(include_str!("missing.html"), &script),
        }
        .answer_with(StatusCode::NOT_FOUND),
    }
}

/// The part of a query that names a generation.
const GENERATION: &str = "clipsheet=";

/// Whether a browser asks for a page to show it, and would follow to another address.
fn is_document(method: &Method, headers: &HeaderMap) -> bool {
    let is = |name: &str, wanted: &[&str]| {
        headers.get(name).is_some_and(|value| wanted.iter().any(|w| value == w))
    };
    method == Method::GET
        && is("sec-fetch-mode", &["navigate"])
        && is("sec-fetch-dest", &["document", "iframe", "frame"])
}

/// The generation that an address names.
fn generation_in(uri: &Uri) -> Option<u64> {
    let mut parts = uri.query()?.split('&');
    parts.find_map(|part| part.strip_prefix(GENERATION))?.parse().ok()
}

/// The query of an address, with the name of this generation and of no other.
fn with_generation(uri: &Uri, number: u64) -> String {
    let others = uri.query().unwrap_or_default().split('&');
    let others = others.filter(|part| !part.is_empty() && !part.starts_with(GENERATION));
    let own = format!("{GENERATION}{number}");
    others.map(str::to_string).chain([own]).collect::<Vec<_>>().join("&")
}

impl Shared {
    /// What is added to each page.
    fn script(&self, generation: u64) -> String {
        format!(
            "<script src=\"{}\" data-token=\"{}\" data-generation=\"{generation}\"></script>",
            live::SCRIPT,
            self.token
        )
    }

    /// The generation to answer from: pages are always the newest, and what a page asks for comes from
    /// its own generation, or from the one that the preview's script names because it swaps style sheets.
    fn generation<'a>(
        &self,
        state: &'a State,
        current: &'a Arc<Generation>,
        uri: &Uri,
        headers: &HeaderMap,
    ) -> &'a Arc<Generation> {
        let is_visit = headers.get("sec-fetch-mode").is_some_and(|mode| mode == "navigate");
        let wants_page = match current.find(uri.path()) {
            Found::File(path, _) => is_page(path.as_str()),
            Found::Moved(_) => true,
            Found::Missing => false,
        };
        if is_visit || wants_page {
            return current;
        }
        if let Some(named) = generation_in(uri).and_then(|number| state.generation(number)) {
            return named;
        }
        let own = referrer(headers).and_then(|page| match generation_in(&page) {
            Some(number) => state.last_with_the_same(number, page.path()),
            None => self.served.generation_for(state, page.path()),
        });
        own.unwrap_or(current)
    }
}
