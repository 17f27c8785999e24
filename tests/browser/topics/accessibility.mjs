// What axe-core finds wrong, for readers with a screen reader, with weak eyes or without a pointer: nothing, on no
// kind of page, in no colours, on a phone or a desk, from left to right or from right to left.

import axe from "axe-core";
import { becomes, equal, fails } from "../assert.mjs";
import { ofEachKind } from "../pages.mjs";
import { ARABIC, BELOW } from "../places.mjs";

/** Below `/a/b/` too, because the page for what is not there has links that start where the site is said to be. */
export const places = [BELOW, ARABIC];

const ARTICLE = "articles/memo-to-the-sales-floor/index.html";
const PHONE = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
/** What depends on colours alone. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
/** The light page is looked at as a whole. */
const OTHER_COLOURS = {
  dark: { colorScheme: "dark", contrast: "no-preference" },
  "dark in high contrast": { colorScheme: "dark", contrast: "more" },
  "light in high contrast": { colorScheme: "light", contrast: "more" },
};
const LIGHT = { colorScheme: "light", contrast: "no-preference" };

/** What axe finds, a line for each thing. */
async function found(tab, rules) {
  const violations = await tab.evaluate(async ([source, rules]) => {
    // What is still on its way to be seen has not the colours that it will have.
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
    // The page's policy allows no script of another's; what is evaluated here is none of the page's.
    if (!window.axe) (0, eval)(source);
    // The size of targets is asked for since WCAG 2.2, but not yet of itself.
    const options = { resultTypes: ["violations"], preload: false, ...(rules ? { runOnly: rules } : { rules: { "target-size": { enabled: true } } }) };
    return (await window.axe.run(document, options)).violations;
  }, [axe.source, rules]);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary.replace(/\s+/g, " ")}`));
}

/** What it finds in all colours. */
async function inAllColours(tab, what) {
  const width = tab.viewportSize().width;
  const wrong = (await found(tab)).map((line) => `${what}, ${width}, light: ${line}`);
  for (const [name, colours] of Object.entries(OTHER_COLOURS)) {
    await tab.emulateMedia(colours);
    wrong.push(...(await found(tab, OF_COLOURS)).map((line) => `${what}, ${width}, ${name}: ${line}`));
  }
  await tab.emulateMedia(LIGHT);
  return wrong;
}

/** The same of one page of each kind. */
async function ofAllKinds(visit) {
  const wrong = [];
  await ofEachKind(visit, async (tab, kind) => wrong.push(...await inAllColours(tab, kind)));
  nothing(wrong);
}

/** The same in windows of two widths. */
async function inBothWidths(tab, what) {
  const wrong = [];
  for (const width of [1280, 320]) {
    await tab.setViewportSize({ width, height: 800 });
    wrong.push(...await inAllColours(tab, what));
  }
  return wrong;
}

const nothing = (wrong) => equal(wrong.join("\n"), "");

export const checks = {
  async "nothing is wrong on any kind of page, on a desk"(visit) {
    await ofAllKinds(visit);
  },

  async "nor on a phone"(visit) {
    await ofAllKinds(await visit.other(PHONE));
  },

  async "nor with the jump box, the list of keys or a card open"(visit) {
    const tab = await visit.open(ARTICLE);
    const wrong = [];
    for (const [name, key] of [["jump box", "/"], ["keys", "?"]]) {
      await tab.keyboard.press(key);
      await becomes(tab, () => document.querySelector("dialog[open]") !== null, true);
      if (key === "/") {
        await tab.keyboard.type("a");
        await becomes(tab, () => document.querySelectorAll("[role=option]").length > 3, true);
      }
      wrong.push(...await inBothWidths(tab, name));
      await tab.keyboard.press("Escape");
      // The field of a box that is closed has the focus until the page is drawn again.
      await becomes(tab, () => document.activeElement === document.body, true);
    }
    await tab.setViewportSize({ width: 1280, height: 800 });
    await tab.locator(".body a.name[data-card]").first().focus();
    await becomes(tab, () => document.querySelector(".hover-card:popover-open") !== null, true);
    wrong.push(...await inBothWidths(tab, "card"));
    equal(await tab.evaluate(() => document.querySelector(".hover-card:popover-open") !== null), true);
    nothing(wrong);
  },

  async "nor with a note that a link has led to"(visit) {
    const tab = await visit.open(ARTICLE);
    await tab.locator(".mark-link.note").first().click();
    await becomes(tab, () => document.querySelector(".sidenote:target") !== null, true);
    // The sample's notes have no links.
    await tab.evaluate(() => document.querySelector(".sidenote:target").lastElementChild.insertAdjacentHTML("beforeend", " <a href='#quotes'>A link</a>"));
    nothing(await inBothWidths(tab, "note"));
    const letter = () => {
      const note = document.querySelector(".sidenote:target");
      return getComputedStyle(note.firstElementChild, "::before").color === getComputedStyle(note).color;
    };
    await tab.emulateMedia(OTHER_COLOURS.dark);
    equal(await tab.evaluate(letter), true, "its letter, which axe does not see");
  },

  async "a page that is broken is found out"(visit) {
    const broken = [
      ["image-alt", () => document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='data:,'>")],
      ["color-contrast", () => { document.querySelector("h1").style.color = "#777"; document.querySelector("h1").style.background = "#666"; }],
      ["label", () => document.querySelector("label[for='aid-colours']").remove()],
      ["landmark-one-main", () => document.querySelector("main").removeAttribute("id") ?? document.querySelector("main").replaceWith(...document.querySelector("main").childNodes)],
    ];
    for (const [rule, harm] of broken) {
      const tab = await visit.open(ARTICLE);
      await tab.evaluate(harm);
      await fails(async () => nothing(await found(tab)), rule);
      await tab.close();
    }
    const dark = await visit.open(ARTICLE);
    await dark.evaluate(() => document.querySelectorAll("main p").forEach((text) => { text.style.color = "#1b1916"; }));
    nothing(await found(dark));
    await dark.emulateMedia(OTHER_COLOURS.dark);
    await fails(async () => nothing(await found(dark, OF_COLOURS)), "color-contrast");
  },
};
