// Links beside headings, quotes, figures and events that copy their address.

import { becomes, equal, ok } from "../assert.mjs";

const ARTICLE = "articles/memo-to-the-sales-floor/index.html";
const QUOTES = ".permalink[href='#quotes']";
const said = () => document.getElementById("aid-said").textContent;

/** What a screen reader hears of the headings and the parts of a page. */
async function heard(tab) {
  const { nodes } = await (await tab.context().newCDPSession(tab)).send("Accessibility.getFullAXTree");
  const found = nodes.filter(({ ignored, role }) => !ignored && ["heading", "region"].includes(role.value));
  return found.map(({ role, name, properties }) => {
    const level = properties.find((property) => property.name === "level")?.value.value ?? "";
    return `${role.value}${level} ${name.value}`;
  });
}

export const checks = {
  async "copies the whole address, and says so"(visit) {
    await visit.allow(["clipboard-read", "clipboard-write"]);
    const tab = await visit.open(ARTICLE);
    const link = tab.locator(QUOTES);
    await link.hover();
    await link.click();
    await becomes(tab, said, "The link has been copied.");
    equal(await tab.evaluate(() => navigator.clipboard.readText()), `${visit.place.url(ARTICLE)}#quotes`);
    equal(await tab.evaluate(() => location.hash), "");
    await tab.locator(".quotation .permalink").first().focus();
    await tab.keyboard.press("Enter");
    await becomes(tab, () => navigator.clipboard.readText().then((text) => text.includes("/quotes/")), true);
  },

  async "is a plain link where nothing can be copied"(visit) {
    const none = () => Object.defineProperty(navigator, "clipboard", { value: undefined });
    const tab = await visit.open(ARTICLE, { prepare: (page) => page.addInitScript(none) });
    equal(await tab.locator(QUOTES).getAttribute("aria-label"), "Link to this place: Quotes");
    await tab.locator(QUOTES).click();
    await becomes(tab, () => location.hash, "#quotes");
    const refused = () => { navigator.clipboard.writeText = () => Promise.reject(new Error("refused")); };
    const other = await visit.open(ARTICLE, { prepare: (page) => page.addInitScript(refused) });
    await other.locator(".permalink[href='#figures']").click();
    await becomes(other, () => location.hash, "#figures");
  },

  async "is no part of the name of a heading, or of what that names; and has a name of its own"(visit) {
    const plain = await visit.other({ javaScriptEnabled: false });
    for (const page of [ARTICLE, "companies/openai/index.html", "stories/openai-memo/index.html", "timeline/index.html"]) {
      const tab = await visit.open(page);
      const names = await heard(tab);
      ok(names.length > 10, page);
      equal(names.join("\n"), (await heard(await plain.open(page))).join("\n"), page);
    }
    const tab = await visit.open(ARTICLE);
    equal(await tab.locator(QUOTES).getAttribute("aria-label"), "Copy link: Quotes");
    const ofQuotes = await tab.locator(".quotation .permalink").evaluateAll((all) => all.map((link) => link.getAttribute("aria-label")));
    ok(ofQuotes.includes("Copy link: foundational to our success") && ofQuotes.some((name) => /^Copy link: .{60,90}…$/.test(name)), ofQuotes.join("\n"));
  },

  async "stands at the end of the heading"(visit) {
    const tab = await visit.open(ARTICLE);
    const [words, link] = [await tab.locator("#quotes").boundingBox(), await tab.locator(QUOTES).boundingBox()];
    ok(Math.abs(link.x - words.x - words.width) < 2 && link.y < words.y + words.height && words.y < link.y + link.height, JSON.stringify([words, link]));
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
