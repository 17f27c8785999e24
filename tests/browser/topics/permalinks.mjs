// Links beside headings, quotes, figures and events that copy their address.

import { becomes, equal, ok } from "../assert.mjs";

const ARTICLE = "articles/memo-to-the-sales-floor/index.html";
const said = () => document.getElementById("aid-said").textContent;

export const checks = {
  async "copies the whole address, and says so"(visit) {
    await visit.allow(["clipboard-read", "clipboard-write"]);
    const tab = await visit.open(ARTICLE);
    const link = tab.locator("h2#quotes .permalink");
    await link.hover();
    await link.click();
    await becomes(tab, said, "The address has been copied.");
    equal(await tab.evaluate(() => navigator.clipboard.readText()), `${visit.place.url(ARTICLE)}#quotes`);
    equal(await tab.evaluate(() => location.hash), "");
    await tab.locator(".quotation .permalink").first().focus();
    await tab.keyboard.press("Enter");
    await becomes(tab, () => navigator.clipboard.readText().then((text) => text.includes("/quotes/")), true);
  },

  async "is a plain link where nothing can be copied"(visit) {
    const none = () => Object.defineProperty(navigator, "clipboard", { value: undefined });
    const tab = await visit.open(ARTICLE, { prepare: (page) => page.addInitScript(none) });
    await tab.locator("h2#quotes .permalink").click();
    await becomes(tab, () => location.hash, "#quotes");
    const refused = () => { navigator.clipboard.writeText = () => Promise.reject(new Error("refused")); };
    const other = await visit.open(ARTICLE, { prepare: (page) => page.addInitScript(refused) });
    await other.locator("h2#figures .permalink").click();
    await becomes(other, () => location.hash, "#figures");
  },

  async "each leads to what is there"(visit) {
    let links = 0;
    for (const page of [ARTICLE, "companies/openai/index.html", "quotes/memo-to-the-sales-floor/limited-ability/index.html", "long/index.html"]) {
      const tab = await visit.open(page);
      const wrong = await tab.evaluate(() => [...document.querySelectorAll(".permalink")]
        .filter((link) => link.href.split("#")[0] === location.href && link.hash)
        .filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1)))).map((link) => link.href));
      equal(wrong.join(), "", page);
      const named = await tab.locator(".permalink").evaluateAll((all) => all.filter((link) => link.getAttribute("aria-label")).length);
      equal(named, await tab.locator(".permalink").count());
      links += named;
    }
    ok(links > 30, `only ${links}`);
  },
};
