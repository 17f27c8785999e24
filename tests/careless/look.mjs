// What a page shows, seen from inside.

/**
 * Runs in the page: all that is compared, taken at one moment. What is expected of its HTML and its
 * style sheets comes back as this browser itself would say it.
 */
export function look(expected) {
  /** A heading as it was before a link was put beside its words; in one order of attributes. */
  const whole = (heading) => {
    const words = heading.querySelector(":scope > [role=heading]");
    const { id } = words ?? heading;
    if (words) {
      heading.removeAttribute("role");
      words.replaceWith(...words.childNodes);
    }
    heading.removeAttribute("id");
    if (id) heading.id = id;
    if (heading.dataset.permalink === `#${encodeURIComponent(id)}`) delete heading.dataset.permalink;
  };
  /** A document as text, without what the preview does to it and what its reader opens. */
  const serialised = (tree) => {
    const root = tree.documentElement.cloneNode(true);
    root.querySelectorAll("clipsheet-preview").forEach((own) => own.remove());
    // What the theme's scripts add, as those of the expected page have not run.
    root.querySelectorAll(".permalink").forEach((own) => own.remove());
    root.querySelectorAll("h2, h3, h4").forEach(whole);
    root.removeAttribute("data-scripts");
    root.querySelectorAll("link[rel=stylesheet]").forEach((link) => {
      link.setAttribute("href", new URL(link.getAttribute("href"), location.href).pathname);
    });
    root.querySelectorAll("details").forEach((details) => details.removeAttribute("open"));
    return `${tree.doctype ? "<!DOCTYPE>" : ""}${root.outerHTML}`;
  };
  const rules = (sheet) => {
    try {
      return [...sheet.cssRules].map((rule) => rule.cssText).join("\n");
    } catch (error) {
      // What was refused, or is no style sheet, cannot be read.
      return String(error);
    }
  };
  const parsed = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return rules(sheet);
  };
  const links = [...document.querySelectorAll("link[rel=stylesheet]")];
  const images = [...document.images];
  const shadow = document.querySelector("clipsheet-preview")?.shadowRoot;
  const dialog = shadow?.querySelector("dialog");
  const text = (element, selector) => element.querySelector(selector)?.textContent ?? "";
  const mark = images.find((image) => image.matches(".mark"));
  return {
    address: location.pathname,
    isComplete: document.readyState === "complete" && links.every((link) => link.sheet) && images.every((image) => image.complete) && Boolean(shadow),
    html: serialised(document),
    styles: links.map((link) => (link.sheet ? rules(link.sheet) : "")),
    images: images.map((image) => ({ address: new URL(image.currentSrc || image.src).pathname, width: image.naturalWidth })),
    expected: expected && {
      html: serialised(new DOMParser().parseFromString(expected.html, "text/html")),
      styles: expected.styles.map(parsed),
    },
    overlay: {
      isOpen: Boolean(dialog?.open),
      isKeptClosed: sessionStorage.getItem("clipsheet-preview collapsed") === "true",
      hasBadge: shadow?.querySelector(".badge")?.hidden === false,
      items: [...(shadow?.querySelectorAll("ol > li:not(.more)") ?? [])].map((item) =>
        `${text(item, "h2 strong")} ${text(item, "h2 code")} ${text(item, ".where .path")}`),
      notices: [...(shadow?.querySelectorAll(".notice a") ?? [])].map((link) => link.pathname),
    },
    marks: {
      template: document.querySelector("meta[name=mark]")?.content,
      settings: /Mark (\d+)/.exec(document.querySelector(".colophon")?.textContent ?? "")?.[1],
      style: /\d+/.exec(getComputedStyle(document.documentElement).getPropertyValue("--mark"))?.[0],
      image: mark?.naturalWidth ? String(mark.naturalWidth) : undefined,
    },
    scroll: scrollY,
    loaded: performance.timeOrigin,
  };
}
