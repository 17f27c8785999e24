// What the preview shows over a page: for whom it is built, mistakes, warnings, and that other pages have changed.
//
// All that it shows is text of the site's sources, and only ever becomes text. It stands in a shadow
// tree beside the body, so that neither the page's style sheets nor its own reach across.

const COLLAPSED = "clipsheet-preview collapsed";

/** An element with attributes and children; strings become text. */
function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function count(n, noun) {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function overlay({ open, choose }) {
  const host = document.createElement("clipsheet-preview");
  const root = host.attachShadow({ mode: "closed" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const title = make("h1", { id: "title" });
  const list = make("ol", { "aria-label": "What is wrong" });
  const close = make("button", { type: "button", class: "close", onclick: () => dialog.close() }, "Close");
  const head = make("header", {}, title, close);
  const dialog = make("dialog", { "aria-labelledby": "title", onclose: collapse }, head, list);
  const badge = make("button", { type: "button", class: "badge", hidden: "", onclick: expand });
  const notices = make("div", { class: "notices", role: "status" });
  const spoken = make("p", { class: "spoken", role: "status" });
  const bar = make("div", { class: "bar", role: "group", "aria-label": "Preview", hidden: "" });
  root.append(dialog, make("div", { class: "corner" }, notices, badge, bar), spoken);
  document.documentElement.append(host);
  let shown = null;
  let told = null;

  /** Says for whom and for when the page is built, and offers the other audiences. */
  function showFor(now) {
    if (told !== null && told === JSON.stringify(now)) return;
    told = JSON.stringify(now);
    bar.hidden = !now || !(now.audience || now.drafts || now.asOf);
    if (bar.hidden) return;
    const parts = [now.drafts && "with drafts", now.asOf && `as of ${now.asOf.replace("T", " ")}`].filter(Boolean);
    const notes = [
      now.wanted && `There is no good version for “${now.wanted}” yet.`,
      now.writtenFor && `Nothing is written: the output folder is for “${now.writtenFor}”.`,
    ].filter(Boolean);
    const problem = make("p", { class: "problem", role: "status" });
    bar.replaceChildren(make("p", {}, "Preview", ...audience(now, problem), parts.length ? `, ${parts.join(", ")}` : null),
      ...notes.map((note) => make("p", { class: "note", dir: "auto" }, note)), problem);
  }

  /** The audience, to choose from several where the preview lets one. */
  function audience(now, problem) {
    if (!now.audience) return [];
    if (now.audiences.length < 2) return [" for ", make("strong", { dir: "auto" }, now.audience)];
    const options = now.audiences.map((name) => make("option", {}, name));
    const select = make("select", { "aria-label": "Audience" }, ...options);
    select.value = now.audience;
    select.addEventListener("change", async () => {
      select.disabled = true;
      problem.textContent = (await choose(select.value)) ?? "";
      // Where all goes well, a new bar takes the place of this one when the site is built.
      select.disabled = false;
      if (problem.textContent) select.value = now.audience;
    });
    return [" for ", select];
  }

  function expand() {
    remember(COLLAPSED, null);
    if (!dialog.open) dialog.showModal();
    close.focus();
  }

  function collapse() {
    // Kept from page to page, until all is mended: who has closed it knows. The event comes after the
    // closing, when there may be new errors, and the list be open again.
    if (shown?.errors && !dialog.open) remember(COLLAPSED, true);
  }

  /** Shows what is wrong with the last build: errors over the page, warnings behind a badge. */
  function report(now, generation) {
    const same = shown && JSON.stringify(shown) === JSON.stringify(now);
    const before = shown;
    shown = now;
    if (same) return;
    const sealed = now.sealed && now.errors;
    const counts = sealed ? ["This site has errors"] : [now.errors && count(now.errors, "error"), now.warnings && count(now.warnings, "warning")];
    const sum = counts.filter(Boolean).join(", ");
    badge.hidden = !sum;
    badge.className = now.errors ? "badge error" : "badge warning";
    badge.textContent = sum;
    badge.title = "Show what is wrong";
    dialog.className = now.errors ? "error" : "warning";
    dialog.setAttribute("role", now.errors ? "alertdialog" : "dialog");
    const behind = generation ? "Behind this is the last good version of the page." : "There is no good version yet.";
    title.replaceChildren(sum, now.errors ? make("small", {}, behind) : "");
    list.replaceChildren(...now.items.map((one) => make("li", { class: one.severity }, ...item(one, now.editor))));
    if (sealed) list.append(make("li", {}, "The terminal in which the preview was started tells of them."));
    if (now.more) list.append(make("li", { class: "more" }, `${now.more} more in the terminal.`));
    spoken.textContent = sum || (before?.errors ? "All errors are mended." : "");
    if (!now.errors) remember(COLLAPSED, null);
    if (now.errors && !recall(COLLAPSED)) expand();
    else if (!now.errors && (before?.errors || !sum) && dialog.open) dialog.close();
  }

  function item(one, editor) {
    const severity = make("strong", {}, one.severity);
    const code = make("code", {}, one.code);
    const related = one.related.map((place) => make("div", { class: "related" },
      make("p", {}, place.message), ...where(place, editor)));
    return [
      make("h2", {}, severity, " ", code, make("span", { dir: "auto" }, one.message)),
      ...where(one, editor),
      one.hint ? make("p", { class: "hint" }, make("strong", {}, "help"), " ",
        make("span", { dir: "auto" }, one.hint)) : null,
      ...related,
    ].filter(Boolean);
  }

  /** A place: where it is, and the line with the place underlined. */
  function where(place, editor) {
    const name = make("span", { class: "path" }, `${place.path}:${place.line}:${place.column}`);
    const problem = make("span", { class: "problem", role: "status" });
    const go = async () => { problem.textContent = (await open(place.place)) ?? ""; };
    const button = editor && place.place !== undefined
      ? make("button", { type: "button", class: "open", onclick: go,
        "aria-label": `Open ${place.path}, line ${place.line}, in ${editor}` }, `Open in ${editor}`)
      : null;
    const { before, marked, after } = place.excerpt;
    const mark = make("mark", marked ? {} : { class: "point" }, marked);
    const line = make("pre", { tabindex: "0", "aria-label": `Line ${place.line}` },
      make("span", { class: "number", "aria-hidden": "true" }, String(place.line)),
      make("code", { dir: "auto" }, before, mark, after));
    return [make("p", { class: "where" }, name, button, problem), line];
  }

  /** Says that other pages have changed. */
  function changed(pages, more) {
    if (!pages.length) return;
    // What all titles end in is the name of the site.
    const end = document.title.match(/\s[·|–—-]\s[^·|–—-]+$/)?.[0];
    const short = (title) => (end && title.endsWith(end) ? title.slice(0, -end.length) : title);
    const links = pages.flatMap(({ title, url }, i) => [i ? ", " : "", make("a", { href: url }, short(title))]);
    const rest = more ? ` and ${count(more, "more page")}` : "";
    const dismiss = make("button", { type: "button", "aria-label": "Dismiss", onclick: () => notice.remove() }, "×");
    const notice = make("p", { class: "notice" }, make("span", {}, "Changed: ", ...links, rest), dismiss);
    notices.replaceChildren(notice);
  }

  return { report, changed, shown: showFor };
}
