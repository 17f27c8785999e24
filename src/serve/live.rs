//! What the preview tells its own script in the pages: that something has changed, what that means for
//! a page, and what is wrong with the last build.
//!
//! In: requests of the script. Out: events and JSON. Must not know: how the script shows it.
//!
//! Everything here but the script itself needs the token of this run, which only the preview's own
//! pages hold, and is answered to those pages alone.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::extract::{FromRequestParts, Query, State as Handle};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};

use super::Shared;
use super::answer::{Content, is_page, plain};
use super::gate::from_own_page;
use super::generation::Generation;
use super::sheets::Renamed;
use crate::output::Changes;
use crate::path::OutPath;

/// The addresses that no site can have.
pub(super) const SCRIPT: &str = "/.clipsheet/live.js";
pub(super) const EVENTS: &str = "/.clipsheet/events";
pub(super) const STATE: &str = "/.clipsheet/state";
pub(super) const OPEN: &str = "/.clipsheet/open";
pub(super) const AUDIENCE: &str = "/.clipsheet/audience";

/// How many files a page is told of; where more have changed, it is loaded again.
const MOST_FILES: usize = 500;

/// How many changed pages a page tells its reader of.
const MOST_PAGES: usize = 3;

/// The query of a request that one of this run's own pages has sent; any other request is refused.
pub(super) struct Asked(BTreeMap<String, String>);

impl FromRequestParts<Arc<Shared>> for Asked {
    type Rejection = Response;

    async fn from_request_parts(request: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Response> {
        if !from_own_page(&request.headers) {
            return Err(plain(StatusCode::FORBIDDEN, "This is for pages of the preview only.\n"));
        }
        let asked = Query::<BTreeMap<String, String>>::try_from_uri(&request.uri).unwrap_or_default().0;
        // A page of a former run learns that it is one, and is loaded again.
        match asked.get("token") == Some(&shared.token) {
            true => Ok(Self(asked)),
            false => Err(plain(StatusCode::GONE, "This page belongs to another run of the preview.\n")),
        }
    }
}

impl Asked {
    fn get(&self, name: &str) -> Option<&String> {
        self.0.get(name)
    }

    fn number<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }
}

/// The script, with its style sheet in it.
pub(super) async fn script(method: Method, headers: HeaderMap) -> Response {
    static SCRIPT: LazyLock<String> = LazyLock::new(|| {
        let style = json!(include_str!("overlay.css"));
        let (live, overlay) = (include_str!("client.js"), include_str!("overlay.js"));
        format!("(() => {{\n\"use strict\";\nconst STYLE = {style};\n{overlay}\n{live}\n}})();\n")
    });
    let bytes = SCRIPT.as_bytes().into();
    Content { kind: "text/javascript; charset=utf-8".into(), bytes }.answer(&method, &headers)
}

/// An event for each state, the present one at once.
pub(super) async fn events(Handle(shared): Handle<Arc<Shared>>, _: Asked) -> Response {
    let mut states = shared.states.clone();
    states.mark_changed();
    // The stream ends with the preview, when nobody is there to send a state.
    let events = stream::unfold((shared, states), async |(shared, mut states)| {
        states.changed().await.ok()?;
        let id = shared.id(states.borrow_and_update().version);
        let event = Event::default().retry(Duration::from_millis(500)).data(id);
        Some((Ok::<_, Infallible>(event), (shared, states)))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

/// What the present state means for one page, which says where it is and from which generation.
pub(super) async fn state(Handle(shared): Handle<Arc<Shared>>, asked: Asked) -> Response {
    let Some((page, number)) = asked.get("page").zip(asked.number("generation")) else {
        return plain(StatusCode::BAD_REQUEST, "Which page, and which generation of it?\n");
    };
    let state = shared.state();
    let mut told = match (state.generation(number), state.current()) {
        (Some(old), Some(new)) => since(old, new, page),
        (None, None) if number == 0 => nothing(0),
        (_, new) => changed(new.map_or(0, |new| new.number)),
    };
    told["id"] = json!(shared.id(state.version));
    told["report"] = state.report.to_json();
    told["report"]["editor"] = json!(shared.editor.as_ref().map(|editor| editor.name()));
    let shown = state.shown.as_ref();
    told["shown"] = json!(shown.map(|shown| shown.to_json(!shared.is_exposed, shared.switch.wanted())));
    ([(CONTENT_TYPE, "application/json; charset=utf-8")], told.to_string()).into_response()
}

/// Opens a place of the report that the page shows in the editor. The request says which by its
/// number in that report; the path and the line are the preview's own.
pub(super) async fn open(
    Handle(shared): Handle<Arc<Shared>>,
    method: Method,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    if !is_by_script(&method, &headers) {
        return plain(StatusCode::FORBIDDEN, "Only the preview's script opens the editor.\n");
    }
    let state = shared.state();
    if asked.get("id") != Some(&shared.id(state.version)) {
        return plain(StatusCode::CONFLICT, "The site has been built again since.\n");
    }
    let place = asked.number("place").and_then(|n| state.report.place(n));
    let (Some(place), Some(editor)) = (place, &shared.editor) else {
        return plain(StatusCode::NOT_FOUND, "There is no such place, or no editor.\n");
    };
    match editor.open(&shared.root.join(place.path.as_str()), place.line, place.column) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            let text = format!("{} cannot be started: {}.\n", editor.name(), error.kind());
            plain(StatusCode::INTERNAL_SERVER_ERROR, text)
        }
    }
}

/// Wants to see the site of another audience, which all pages do then.
pub(super) async fn audience(
    Handle(shared): Handle<Arc<Shared>>,
    method: Method,
    headers: HeaderMap,
    asked: Asked,
) -> Response {
    if !is_by_script(&method, &headers) {
        return plain(StatusCode::FORBIDDEN, "Only the preview's script switches the audience.\n");
    }
    if shared.is_exposed {
        let why = "Others can reach this preview, so that its audience cannot be switched.\n";
        return plain(StatusCode::FORBIDDEN, why);
    }
    let state = shared.state();
    let audiences = state.shown.as_ref().map(|shown| shown.audiences.as_slice()).unwrap_or_default();
    let name = asked.get("name").filter(|name| audiences.contains(name));
    match name.is_some_and(|name| shared.switch.turn_to(name.clone())) {
        true => StatusCode::NO_CONTENT.into_response(),
        false => plain(StatusCode::NOT_FOUND, "The site has no such audience.\n"),
    }
}

/// Whether a script asks. A link or an image cannot ask for what does something, even where it knew the
/// token.
fn is_by_script(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::GET && headers.get("sec-fetch-dest").is_none_or(|purpose| purpose == "empty")
}

fn nothing(number: u64) -> Value {
    json!({"generation": number, "changed": false, "assets": [], "sheets": {}, "pages": [], "more": 0})
}

fn changed(number: u64) -> Value {
    json!({"generation": number, "changed": true})
}

/// What has happened between two generations, for the page at an address.
fn since(old: &Generation, new: &Generation, page: &str) -> Value {
    if old.number == new.number {
        return nothing(new.number);
    }
    let Changes { written, removed } = new.tree.changes_since(&old.tree);
    let (mut pages, files): (Vec<&OutPath>, Vec<&OutPath>) =
        written.into_iter().map(|(path, _)| path).partition(|path| is_page(path.as_str()));
    let removed: Vec<&OutPath> = removed.into_iter().filter(|path| !is_page(path.as_str())).collect();
    let sheets = Renamed::of(&removed, &files);
    if !old.shows_the_same(new, page) && !sheets.is_all_at(page, old, new) {
        return changed(new.number);
    }
    let both = |path: &OutPath| old.tree.get(path.as_str()).zip(new.tree.get(path.as_str()));
    pages.retain(|path| !both(path).is_some_and(|(old, new)| sheets.is_all(old, new)));
    let assets = files.into_iter().chain(removed.iter().copied());
    let assets: Vec<&OutPath> = assets.filter(|path| !sheets.has(path)).collect();
    if assets.len() > MOST_FILES {
        return changed(new.number);
    }
    let shown = pages.iter().take(MOST_PAGES).map(|path| {
        let title = new.tree.get(path.as_str()).and_then(|html| title(html));
        json!({"title": title.unwrap_or_else(|| new.location(path)), "url": new.address(path)})
    });
    json!({
        "generation": new.number,
        "changed": false,
        "assets": assets.iter().map(|path| new.location(path)).collect::<Vec<_>>(),
        "sheets": sheets.iter().map(|(old, to)| (new.location(old), new.address(to))).collect::<BTreeMap<_, _>>(),
        "pages": shown.collect::<Vec<_>>(),
        "more": pages.len().saturating_sub(MOST_PAGES),
    })
}

/// The title that a page gives itself.
fn title(html: &[u8]) -> Option<String> {
    let html = std::str::from_utf8(html).ok()?;
    let (_, rest) = html.split_once("<title>")?;
    let (title, _) = rest.split_once("</title>")?;
    let text = crate::text::unescape(title.trim());
    (!text.is_empty()).then_some(text)
}
