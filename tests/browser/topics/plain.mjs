// Without scripts, and for who wants little motion.

import { equal, fails, ok } from "../assert.mjs";
import { ofEachKind } from "../pages.mjs";
import { ARABIC, BELOW } from "../places.mjs";

export const places = [BELOW, ARABIC];

const HOME = "index.html";
const ARTICLE = "articles/memo-to-the-sales-floor/index.html";

/** The words of a page that are seen, wherever they stand, but for what scripts add. */
function words() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { parentElement, data } = texts.currentNode;
    if (parentElement.closest(".controls, .aid, #aid-said, .permalink") || !parentElement.checkVisibility()) continue;
    if (data.trim()) found.push(data.trim());
  }
  return found;
}

/** What is seen of what scripts work. */
const DEAD = "button:visible, select:visible, input:visible:not([disabled]), dialog:visible, .permalink";

/** What a page lacks that has no scripts, beside the same with them. */
async function lacks(tab, whole) {
  const dead = await tab.locator(DEAD).evaluateAll((all) => all.map((element) => `${element.outerHTML.slice(0, 80)} is dead`));
  const [has, should] = [await tab.evaluate(words), whole];
  const missing = should.filter((text) => !has.includes(text)).map((text) => `"${text}" is missing`);
  const closed = [];
  for (const details of await tab.locator("details:visible").all()) {
    const inside = details.locator("> :not(summary)").first();
    const isOpen = await inside.isVisible();
    await details.locator("> summary").click();
    if (await inside.isVisible() === isOpen) closed.push(`${await details.evaluate((details) => details.outerHTML.slice(0, 80))} does not open`);
  }
  return [...dead, ...missing, ...closed];
}

export const checks = {
  async "without scripts each kind of page is whole, and nothing in it is dead"(visit) {
    const whole = {};
    await ofEachKind(visit, async (tab, kind) => { whole[kind] = await tab.evaluate(words); });
    const other = await visit.other({ javaScriptEnabled: false });
    const wrong = [];
    await ofEachKind(other, async (tab, kind) => wrong.push(...(await lacks(tab, whole[kind])).map((line) => `${kind}: ${line}`)));
    equal(wrong.join("\n"), "");
  },

  async "what is dead, missing or closed is found out"(visit) {
    const whole = await (await visit.open(HOME)).evaluate(words);
    const other = await visit.other({ javaScriptEnabled: false });
    const tab = await other.open(HOME);
    equal((await lacks(tab, whole)).join(), "");
    await tab.evaluate(() => {
      document.querySelector(".controls").style.display = "block";
      document.querySelector(".tagline").remove();
      document.querySelector("main").insertAdjacentHTML("beforeend", "<details><summary>More</summary><p hidden>Never</p></details>");
    });
    const wrong = (await lacks(tab, whole)).join();
    for (const word of ["is dead", "is missing", "does not open"]) ok(wrong.includes(word), wrong);
    await fails(async () => equal(wrong, ""), "is dead");
  },

  async "without scripts links and contents lead on"(visit) {
    const other = await visit.other({ javaScriptEnabled: false });
    const tab = await other.open(ARTICLE);
    await tab.locator(".body a.name[href*='companies/openai']").first().click();
    equal(await tab.locator("h1").first().textContent(), "OpenAI");
    const long = await other.open("long/index.html");
    await long.locator("details.contents summary").click();
    await long.locator("details.contents a").first().click();
    ok(long.url().endsWith("#h-part-1"));
    const old = await other.open("quotes/forty-nine-words/limited-ability/index.html");
    await old.waitForURL(/memo-to-the-sales-floor/);
  },

  async "with scripts the same buttons are there"(visit) {
    const tab = await visit.open(HOME);
    equal(await tab.locator(".controls button:visible").count(), 2);
    equal(await tab.locator(".controls select:visible").count(), 1);
  },

  async "who wants little motion gets none"(visit) {
    const moves = (tab) => tab.evaluate(() => getComputedStyle(document.querySelector(".permalink")).transitionDuration);
    const still = await visit.other({ reducedMotion: "reduce" });
    equal(await moves(await still.open(ARTICLE)), "0s");
    ok((await moves(await visit.open(ARTICLE))) !== "0s");
  },
};
