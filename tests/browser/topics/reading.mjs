// How long an article takes to read, and the contents of a long text.

import { becomes, equal, ok } from "../assert.mjs";

export const checks = {
  async "an article says how long it takes; one that is only linked does not"(visit) {
    const tab = await visit.open("articles/memo-to-the-sales-floor/index.html");
    ok(/\d+ minutes? to read/.test(await tab.locator(".article-head").textContent()));
  },

  async "the arrow of a quote points on in the direction of its text"(visit) {
    const arrow = (link) => getComputedStyle(link, "::after").content.at(-2);
    for (const [page, sign] of [["articles/memo-to-the-sales-floor/index.html", "→"], ["articles/arabic/index.html", "←"]]) {
      equal(await (await visit.open(page)).locator(".mark-link.quote").first().evaluate(arrow), sign, page);
    }
  },

  async "notes stand at the end of the page, whichever direction the text has"(visit) {
    for (const page of ["articles/memo-to-the-sales-floor/index.html", "articles/arabic/index.html"]) {
      const tab = await visit.open(page);
      const [text, note] = [await tab.locator(".body p").first().boundingBox(), await tab.locator(".sidenote").first().boundingBox()];
      ok(note.x > text.x + text.width && note.x + note.width <= 1280, `${page}: ${JSON.stringify([text, note])}`);
    }
  },

  async "contents are not printed"(visit) {
    const tab = await visit.open("long/index.html");
    const contents = tab.locator("details.contents");
    equal(await contents.isVisible(), true);
    await tab.emulateMedia({ media: "print" });
    equal(await contents.isVisible(), false);
  },

  async "contents lead to each part, by keys and by the pointer"(visit) {
    const tab = await visit.open("long/index.html");
    const contents = tab.locator("details.contents");
    equal(await contents.locator("a").count(), 5);
    await contents.locator("summary").focus();
    await tab.keyboard.press("Enter");
    await becomes(tab, () => document.querySelector("details.contents").open, true);
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    await becomes(tab, () => location.hash, "#h-part-1");
    await contents.locator("a", { hasText: "Below it" }).click();
    await becomes(tab, () => location.hash, "#h-below-it");
    ok(await tab.locator("#h-below-it").isVisible());
    equal(await (await visit.open("about/index.html")).locator("details.contents").count(), 1);
    equal(await (await visit.open("companies/glean/index.html")).locator("details.contents").count(), 0);
  },
};
