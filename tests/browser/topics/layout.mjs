// Nothing moves while a page is loaded, though it comes in pieces and its scripts come late.

import { equal, fails } from "../assert.mjs";
import { KINDS, inTabs, ofEachKind } from "../pages.mjs";
import { ARABIC, BELOW } from "../places.mjs";

export const places = [BELOW, ARABIC];

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

function watch() {
  window.shifts = [];
  const name = (node) => (node instanceof Element ? `${node.nodeName.toLowerCase()}.${node.className}` : node ? `"${node.data}" of ${name(node.parentNode)}` : "nothing");
  const box = ({ x, y, width, height }) => `${x},${y} ${width}x${height}`;
  const way = ({ node, previousRect, currentRect }) => `${name(node)} from ${box(previousRect)} to ${box(currentRect)}`;
  const note = ({ value, sources }) => window.shifts.push(`${value.toFixed(4)} by ${sources.map(way).join(", ")}`);
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type: "layout-shift", buffered: true });
}

const remember = () => localStorage.setItem("clipsheet-colours", "dark");

/** A page comes in pieces, and the scripts that may come late do so, after it has been drawn. */
async function delay(tab) {
  await tab.setExtraHTTPHeaders({ "x-slowly": "yes" });
  await tab.route(/\/(keys|jump|cards|permalinks)\.\w+\.js$/, async (route) => {
    await new Promise((done) => setTimeout(done, 150));
    await route.continue();
  });
}

/** How often a page that moved is loaded before it is told of. */
const LOADS = 3;

/** What has moved since the page of a tab was loaded. */
async function shiftsSeen(tab) {
  // Drawn anew, and then told of.
  await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))));
  return tab.evaluate(() => window.shifts);
}

/**
 * What moves in pages that a function goes through. A browser that has little time draws a page wherever it has got
 * to, in the middle of a line or of a list of choices too, and the rest of it then moves by some pixels. Where that
 * is, is chance; a layout that moves does so each time. So only a page that moves in every one of some loads counts,
 * and what moved last is told.
 */
async function shiftsIn(goThrough, scripts) {
  const wrong = [];
  const prepare = async (tab) => {
    await delay(tab);
    for (const script of [watch, ...scripts]) await tab.addInitScript(script);
  };
  await goThrough(async (tab, what) => {
    let seen = await shiftsSeen(tab);
    for (let load = 1; load < LOADS && seen.length; load += 1) {
      await tab.reload({ waitUntil: "load" });
      seen = await shiftsSeen(tab);
    }
    wrong.push(...seen.map((line) => `${what}: ${line}`));
  }, { prepare });
  return wrong;
}

const shiftsOf = (visit, scripts) => shiftsIn((action, options) => ofEachKind(visit, action, options), scripts);

const nothing = (wrong) => equal(wrong.join("\n"), "");

export const checks = {
  async "on a desk"(visit) {
    nothing(await shiftsOf(visit, []));
  },

  async "on a phone, with colours that are remembered"(visit) {
    const phone = await visit.other(PHONE);
    nothing(await shiftsOf(phone, [remember]));
  },

  async "what moves is found out"(visit) {
    const push = () => addEventListener("load", () => setTimeout(() => {
      const late = document.createElement("p");
      late.textContent = "late";
      document.querySelector("main").prepend(late);
    }, 20));
    const home = (action, options) => inTabs(visit, [{ page: KINDS["front page"] }], (tab) => action(tab, "front page"), options);
    await fails(async () => nothing(await shiftsIn(home, [push])), "front page: 0.");
  },
};
