// The preview's script: learns that the site was built again, and does what that means for this page.
//
// A page knows the generation that it was served from. Whenever there is news, it asks what has changed
// since; so a page that was loaded between two builds, or whose computer slept, finds out too.

const own = document.currentScript;
const { token } = own.dataset;
let generation = Number(own.dataset.generation);
// The page is again what it would be without a preview.
own.remove();

const page = location.pathname;
const STREAM = "clipsheet-preview";
const MEMORY = `clipsheet-preview ${page}`;
/** The state that this page has been told of. */
let known = null;
let asking = false;
let news = false;
let leaving = false;
/** Style sheets that are about to go, each with the one that is about to come. */
const replaced = new Map();

const ui = overlay({ open, choose });

/** Asks for an answer of the preview; the page of a former run is loaded again. */
async function ask(what, more) {
  const answer = await fetch(`/.clipsheet/${what}?${new URLSearchParams({ token, ...more })}`);
  if (answer.status === 410) reload();
  return answer;
}

/** Learns what the present state means for this page. */
async function update() {
  news = true;
  if (asking) return;
  asking = true;
  try {
    while (news && !leaving) {
      news = false;
      const answer = await ask("state", { page, generation });
      if (answer.ok) apply(await answer.json());
    }
  } catch {
    // The preview has ended. The stream tells when it is there again.
  } finally {
    asking = false;
  }
}

function apply(state) {
  if (leaving) return;
  known = state.id;
  if (state.changed || !refresh(state.assets, state.sheets, state.generation)) return reload();
  generation = state.generation;
  ui.shown(state.shown);
  ui.report(state.report, generation);
  ui.changed(state.pages, state.more);
}

/** Opens a place of the report in the editor; says why where that fails. */
async function open(place) {
  try {
    const answer = await ask("open", { id: known, place });
    return answer.ok ? null : await answer.text();
  } catch {
    return "The preview has ended.";
  }
}

/** Asks for the site of another audience; says why where that fails. When it is built, every page follows. */
async function choose(name) {
  try {
    const answer = await ask("audience", { name });
    return answer.ok ? null : await answer.text();
  } catch {
    return "The preview has ended.";
  }
}

/** The path of an address of this site, decoded; nothing for any other. */
function pathOf(address) {
  try {
    const url = new URL(address, document.baseURI);
    return url.origin === location.origin ? decodeURIComponent(url.pathname) : null;
  } catch {
    return null;
  }
}

/**
 * Takes in changed files: style sheets in place, also those that have another name by now, which `renamed`
 * says by their old one. False where the page must be loaded again for a file.
 */
function refresh(files, renamed, generation) {
  const changed = new Set(files);
  const coming = [...replaced.values()];
  // One that is about to go counts as the one that is about to come.
  const path = (link) => pathOf((replaced.get(link) ?? link).href);
  const sheets = [...document.querySelectorAll("link[rel~=stylesheet][href]")]
    .filter((link) => (changed.has(path(link)) || path(link) in renamed) && !coming.includes(link));
  sheets.forEach((link) => changed.delete(path(link)));
  const shown = [...document.querySelectorAll("[src], [poster], object[data], link[rel~=icon]")]
    .flatMap((element) => ["src", "poster", "data", "href"].map((name) => element.getAttribute(name)));
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  if ([...shown, ...loaded].some((address) => address && changed.has(pathOf(address)))) return false;
  sheets.forEach((link) => swap(link, generation, renamed[path(link)]));
  return true;
}

/** Puts the new style sheet beside the old one, which goes when the new one is there: no flash. */
function swap(old, generation, name) {
  const url = new URL(replaced.get(old)?.href ?? old.href);
  if (name) url.pathname = name;
  url.searchParams.set("clipsheet", generation);
  const link = old.cloneNode();
  link.href = url;
  link.onload = () => {
    replaced.delete(old);
    old.remove();
  };
  link.onerror = reload;
  // One that was to replace it, and has not come yet, is old by now.
  replaced.get(old)?.remove();
  replaced.set(old, link);
  old.after(link);
}

/** Hears of news. */
function hear(state) {
  if (state !== known) update();
}

/**
 * Listens to the preview. A browser opens only six connections to one server, so of all tabs one
 * listens and tells the others; when it is closed, the next one takes over.
 */
function listen() {
  if (!navigator.locks || !window.BroadcastChannel) return connect(hear);
  const others = new BroadcastChannel(STREAM);
  others.onmessage = ({ data }) => hear(data);
  const tell = (state) => {
    others.postMessage(state);
    hear(state);
  };
  navigator.locks.request(STREAM, () => new Promise(() => connect(tell))).catch(() => connect(hear));
}

function connect(tell) {
  const stream = new EventSource(`/.clipsheet/events?${new URLSearchParams({ token })}`);
  stream.onmessage = ({ data }) => tell(data);
  stream.onerror = () => {
    if (stream.readyState !== EventSource.CLOSED) return;
    // Refused, not only broken: this may be a page of a former run, which `update` finds out.
    update();
    setTimeout(() => connect(tell), 1000);
  };
}

const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Loads the page again, and remembers where its reader is. */
function reload() {
  if (leaving) return;
  leaving = true;
  const open = [...document.querySelectorAll("details")].map((details) => details.open);
  const focus = [...document.querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
  remember(MEMORY, { x: scrollX, y: scrollY, open, focus });
  // What this page still waits for would come from the generation of the page that takes its place.
  stop();
  location.reload();
}

/** Puts the reader back to where `reload` found them. */
function restore() {
  const was = recall(MEMORY);
  remember(MEMORY, null);
  if (!was) return;
  const all = [...document.querySelectorAll("details")];
  if (all.length === was.open.length) all.forEach((details, i) => { details.open = was.open[i]; });
  const focused = was.focus >= 0 && document.querySelectorAll(FOCUSABLE)[was.focus];
  if (focused) focused.focus({ preventScroll: true });
  const back = () => scrollTo({ left: was.x, top: was.y, behavior: "instant" });
  back();
  // Images that are still to come move what is below them, and the browser scrolls along; a reader who
  // does something meanwhile is left alone.
  let acts = false;
  for (const act of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(act, () => { acts = true; }, { once: true, passive: true });
  }
  addEventListener("load", () => { if (!acts) back(); });
}

function remember(key, value) {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage may be switched off; then the reader starts at the top.
  }
}

function recall(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

/**
 * Takes the generation out of the address, which the browser names in requests for what the page shows:
 * so all of it comes from there, though the page may meanwhile be loaded again.
 */
function tidy() {
  const url = new URL(location);
  if (!url.searchParams.has("clipsheet")) return;
  url.searchParams.delete("clipsheet");
  history.replaceState(history.state, "", url);
}

addEventListener("load", tidy);
// Back from the browser's memory, the page may be old.
addEventListener("pageshow", ({ persisted }) => { if (persisted) update(); });
performance.setResourceTimingBufferSize(5000);
restore();
update();
listen();
