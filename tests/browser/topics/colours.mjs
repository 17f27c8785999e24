// The switch of colours: chosen once, remembered, and there before anything is drawn.

import { becomes, equal, ok } from "../assert.mjs";
import { DISK } from "../places.mjs";

const HOME = "index.html";
const ARTICLE = "articles/memo-to-the-sales-floor/index.html";
const theme = () => document.documentElement.dataset.theme ?? null;

/** Notes the theme at the moment when there is a body to draw. */
function noteFirst() {
  new MutationObserver((_, observer) => {
    if (!document.body) return;
    window.first = document.documentElement.dataset.theme ?? null;
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
}

export const checks = {
  async "each choice is taken and remembered"(visit) {
    const tab = await visit.open(HOME);
    await becomes(tab, theme, null);
    for (const choice of ["light", "dark", "contrast"]) {
      await tab.selectOption("#aid-colours", choice);
      await becomes(tab, theme, choice);
      const next = await visit.open(ARTICLE, { prepare: (page) => page.addInitScript(noteFirst) });
      equal(await next.evaluate(() => window.first), choice, "before the first paint");
      equal(await next.inputValue("#aid-colours"), choice);
      await next.close();
    }
    await tab.selectOption("#aid-colours", "");
    await becomes(tab, theme, null);
    equal(await (await visit.open(ARTICLE)).evaluate(theme), null);
  },

  async "another tab follows"(visit) {
    const [one, other] = [await visit.open(HOME), await visit.open(ARTICLE)];
    await one.selectOption("#aid-colours", "dark");
    await becomes(one, theme, "dark");
    // Between pages on a disk browsers tell nothing.
    if (visit.place.name !== DISK) await becomes(other, theme, "dark");
  },

  async "it is worked by keys"(visit) {
    const tab = await visit.open(HOME);
    await tab.focus("#aid-colours");
    await tab.keyboard.press("ArrowDown");
    await tab.keyboard.press("ArrowDown");
    await becomes(tab, theme, "dark");
  },

  async "a browser that keeps nothing takes the choice for this page"(visit) {
    const refuse = () => {
      Object.defineProperty(window, "localStorage", { get() { throw new DOMException("refused", "SecurityError"); } });
    };
    const tab = await visit.open(HOME, { prepare: (page) => page.addInitScript(refuse) });
    await tab.selectOption("#aid-colours", "contrast");
    await becomes(tab, theme, "contrast");
    await tab.keyboard.press("?");
    ok(await tab.locator("#aid-keys").isVisible());
  },

  async "what else is remembered there is no theme"(visit) {
    const odd = () => localStorage.setItem("clipsheet-colours", "constructor");
    const tab = await visit.open(HOME, { prepare: (page) => page.addInitScript(odd) });
    await becomes(tab, theme, null);
  },
};
