// Cards: what a link to a company, a person or a quote says of it where it is pointed at or has the focus. A card
// comes a moment later and goes a moment later, so that the pointer may move into it; Escape closes it; it covers
// nothing that has the focus (WCAG 1.4.13 and 2.4.11). A finger gets none: it follows the link.
{
  const OPEN_AFTER = 350;
  const CLOSE_AFTER = 250;
  const GAP = 6;

  /** What cards say, by their address: as a promise, which holds nothing where there is none. */
  const texts = new Map();
  /** For each script that is being loaded, who waits for it. */
  const waiting = new Map();

  const card = document.createElement("div");
  card.id = "aid-card";
  card.setAttribute("role", "tooltip");
  card.popover = "manual";
  card.className = "hover-card";

  let link = null; // The link whose card is shown, or is being loaded.
  let next = null; // The link whose card will be.
  let dismissed = null; // The link whose card was closed with Escape, until something else is pointed at.
  let opening = 0;
  let closing = 0;

  // A script is all that a page on a disk can load; it calls this with the card's HTML.
  window.clipsheetCard = (html) => waiting.get(document.currentScript)?.(html);

  const textOf = (link) => {
    const { href } = new URL("card.js", link.href);
    if (!texts.has(href)) {
      texts.set(href, new Promise((resolve) => {
        const script = document.createElement("script");
        const done = (html) => {
          // A script that has handed its card over is loaded after that, and then has nothing to say.
          if (!waiting.delete(script)) return;
          resolve(html);
          script.remove();
          if (!html) texts.delete(href);
        };
        waiting.set(script, done);
        script.onload = script.onerror = () => done(null);
        script.src = href;
        document.head.append(script);
      }));
    }
    return texts.get(href);
  };

  const isOver = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  /** What has the focus and must stay in sight; the page itself is not meant. */
  const focused = () => {
    const { activeElement } = document;
    return activeElement && activeElement !== document.body ? activeElement : null;
  };

  const covers = () => {
    const box = card.getBoundingClientRect();
    const focus = focused();
    return focus !== null && !card.contains(focus) && [...focus.getClientRects()].some((rect) => isOver(rect, box));
  };

  /** Puts the card below the link, or above it; whether there is a place at which it covers nothing. */
  const place = (link, x) => {
    const rects = [...link.getClientRects()];
    // A link may be broken across lines: what counts is the piece under the pointer.
    const at = rects.find((rect) => x !== null && rect.left <= x && x <= rect.right) ?? rects[0];
    if (!at) return false;
    const { width, height } = card.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    const isRight = getComputedStyle(link).direction === "rtl";
    const left = Math.max(GAP, Math.min(isRight ? at.right - width : at.left, wide - width - GAP));
    const below = at.bottom + GAP;
    const above = at.top - height - GAP;
    const tops = below + height > innerHeight && above >= 0 ? [above, below] : [below, above];
    return tops.some((top) => {
      card.style.left = `${left + scrollX}px`;
      card.style.top = `${top + scrollY}px`;
      return !covers();
    });
  };

  const show = async (wanted, x) => {
    const html = await textOf(wanted);
    if (!html || link !== wanted || !wanted.isConnected) return;
    card.innerHTML = html;
    // In the part of the page where its links are, so that it is no part without a name.
    (document.querySelector("main") ?? document.body).append(card);
    card.showPopover();
    if (!place(wanted, x)) return hide();
    wanted.setAttribute("aria-describedby", card.id);
  };

  const hide = () => {
    clearTimeout(opening);
    clearTimeout(closing);
    link?.removeAttribute("aria-describedby");
    link = next = null;
    card.remove();
  };

  const want = (wanted, x) => {
    clearTimeout(closing);
    if (wanted === next || wanted === dismissed) return;
    clearTimeout(opening);
    dismissed = next = null;
    if (wanted === link) return;
    next = wanted;
    opening = setTimeout(() => {
      hide();
      link = wanted;
      show(wanted, x);
    }, OPEN_AFTER);
  };

  /** The pointer, or the focus, is elsewhere; what has the focus keeps its card. */
  const leave = () => {
    dismissed = null;
    if (next !== focused()) {
      clearTimeout(opening);
      next = null;
    }
    if (link && link !== focused()) {
      clearTimeout(closing);
      closing = setTimeout(hide, CLOSE_AFTER);
    }
  };

  const linkAt = (event) => event.target.closest?.("a[data-card]") ?? null;

  if ("popover" in card) {
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType === "touch") return;
      const wanted = linkAt(event);
      if (wanted) want(wanted, event.clientX);
      else if (!card.contains(event.target)) leave();
      else {
        // On the way there the pointer may have crossed other links.
        clearTimeout(opening);
        clearTimeout(closing);
        next = null;
      }
    });
    // The pointer has left the page.
    document.documentElement.addEventListener("pointerleave", leave);
    document.addEventListener("focusin", (event) => {
      const wanted = linkAt(event);
      if (wanted?.matches(":focus-visible")) want(wanted, null);
      else if (covers()) hide();
    });
    document.addEventListener("focusout", (event) => {
      if (event.target === link || event.target === next) setTimeout(leave);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !(link || next)) return;
      // One that is about to be shown is not wanted either.
      const closed = link ?? next;
      hide();
      dismissed = closed;
    });
    document.addEventListener("click", (event) => !card.contains(event.target) && hide());
    addEventListener("pagehide", hide);
  }
}
