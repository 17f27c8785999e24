// Nothing moves while a page is loaded, though it comes in pieces and its scripts come late.

import { equal, fails } from "../assert.mjs";
import { KINDS, inTabs, ofEachKind } from "../pages.mjs";
import { ARABIC, BELOW } from "../places.mjs";

export const places = [BELOW, ARABIC];

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

function watch() {
  window.shifts = [];
  const name = ({ node }) => `${node?.nodeName.toLowerCase()}.${node?.className ?? ""}`;
  const note = ({ value, sources }) => window.shifts.push(`${value.toFixed(4)} of ${sources.map(name).join(", ")}`);
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

/** What moves in pages that a function goes through. */
async function shiftsIn(goThrough, scripts) {
  const wrong = [];
  const prepare = async (tab) => {
    await delay(tab);
    for (const script of [watch, ...scripts]) await tab.addInitScript(script);
  };
  await goThrough(async (tab, what) => {
    // Drawn anew, and then told of.
    await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))));
    wrong.push(...(await tab.evaluate(() => window.shifts)).map((line) => `${what}: ${line}`));
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
