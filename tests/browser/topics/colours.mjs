// The switch of colours: chosen once, remembered, and there before anything is drawn.

import { readFile } from "node:fs/promises";
import { becomes, equal, ok } from "../assert.mjs";
import { DISK } from "../places.mjs";

const HOME = "index.html";
const ARTICLE = "articles/memo-to-the-sales-floor/index.html";
const theme = () => document.documentElement.dataset.theme ?? null;

const GUIDE = new URL("../../../docs/design.md", import.meta.url);

/** The least contrast of what is read to what it stands on, and of words on a place that a link led to. */
function contrasts() {
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const probe = document.body.appendChild(document.createElement("p"));
  const luminance = (token) => {
    probe.style.color = `var(--${token})`;
    const { color } = getComputedStyle(probe);
    const [red, green, blue] = color.match(/[\d.]+/g).map((value) => channel(color.startsWith("color(") ? Number(value) : value / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [less, more] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };
  const read = ["ink", "muted", "link", "accent", "quote", "event", "figure", "relation", "claim", "note"];
  const grounds = ["paper", "sheet", "quote-fill"];
  const least = Math.min(...grounds.flatMap((ground) => read.map((token) => contrast(token, ground))));
  return { least, target: contrast("target-ink", "target") };
}

/** The colour that a page wants for the bar of the browser. */
const bar = () => [...document.querySelectorAll("meta[name='theme-color']")].filter(({ media }) => matchMedia(media).matches).map(({ content }) => content);

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

  async "the bar of the browser follows"(visit) {
    for (const [colorScheme, own] of [["light", "#fdfcf9"], ["dark", "#151618"]]) {
      const other = await visit.other({ colorScheme });
      const tab = await other.open(HOME);
      await becomes(tab, bar, [own]);
      for (const [choice, colour] of [["dark", "#151618"], ["light", "#fdfcf9"], ["contrast", own], ["dark", "#151618"], ["", own]]) {
        await tab.selectOption("#aid-colours", choice);
        await becomes(tab, bar, [colour]);
      }
    }
  },

  async "what is read has the contrast that the style guide says"(visit) {
    const said = (await readFile(GUIDE, "utf8")).replace(/\s+/g, " ").match(/contrast of ([\d.]+) or more .* high contrast of (\d+) or more .* led to: (\d+)\)/);
    const [usual, high, target] = said.slice(1).map(Number);
    for (const colorScheme of ["light", "dark"]) {
      const tab = await (await visit.other({ colorScheme })).open(HOME);
      for (const [choice, least] of [["", usual], ["contrast", high]]) {
        await tab.selectOption("#aid-colours", choice);
        const found = await tab.evaluate(contrasts);
        ok(found.least >= least && found.target >= target, `${colorScheme} ${choice}: ${JSON.stringify(found)}`);
      }
    }
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
