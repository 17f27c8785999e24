// The jump box.

import { becomes, equal, fails, ok } from "../assert.mjs";
import { BELOW, DISK } from "../places.mjs";

const ARTICLE = "articles/memo-to-the-sales-floor/index.html";
const found = () => [...document.querySelectorAll("#aid-jump-list [role=option]")].map((option) => option.firstChild.textContent);
const first = () => document.querySelector("#aid-jump-list [role=option]")?.firstChild.textContent ?? null;
const isOpen = () => document.getElementById("aid-jump").open;

async function opened(visit, page = ARTICLE) {
  const tab = await visit.open(page);
  await tab.keyboard.press("/");
  await becomes(tab, isOpen, true);
  return tab;
}

/** Looks for something, anew. */
async function look(tab, words) {
  await tab.fill("#aid-jump-field", words);
}

export const checks = {
  async "finds by name, alias, part and without accents and case"(visit) {
    const tab = await opened(visit);
    const cases = [
      ["openai", "OpenAI"], ["OPENAI", "OpenAI"], ["altman", "Sam Altman"], ["alt sa", "Sam Altman"], ["aws", "Amazon Web Services"],
      ["nandu", "Ñandú & Söhne"], ["sohne", "Ñandú & Söhne"], ["東京", "東京電力"], ["電力", "東京電力"], ["tokyo", "東京電力"],
      ["cloud comp", "Cloud computing"], ["awkward", `</script><b>"Awkward" 'Names'\\`], ["break", `</script><b>"Awkward" 'Names'\\`],
    ];
    for (const [words, name] of cases) {
      await look(tab, words);
      await becomes(tab, first, name);
    }
    await look(tab, "memo");
    ok((await tab.evaluate(found)).length > 0, "a story");
    await look(tab, "no such name");
    await becomes(tab, found, []);
    ok(await tab.locator("#aid-jump-said").textContent());
    await fails(() => becomes(tab, first, "OpenAI"), "OpenAI");
  },

  async "goes there by keys"(visit) {
    const tab = await opened(visit);
    await tab.keyboard.type("am");
    await becomes(tab, (n) => document.querySelectorAll("#aid-jump-list [role=option]").length > n, true, 1);
    const chosen = () => document.getElementById(document.getElementById("aid-jump-field").getAttribute("aria-activedescendant"))?.matches("[aria-selected=true]");
    const number = () => [...document.querySelectorAll("#aid-jump-list [role=option]")].findIndex((option) => option.matches("[aria-selected=true]"));
    equal(await tab.evaluate(number), 0);
    await tab.keyboard.press("ArrowDown");
    equal(await tab.evaluate(number), 1);
    equal(await tab.evaluate(chosen), true);
    await tab.keyboard.press("ArrowUp");
    await tab.keyboard.press("ArrowUp");
    equal(await tab.evaluate(number), (await tab.evaluate(found)).length - 1);
    await look(tab, "openai");
    await becomes(tab, first, "OpenAI");
    await tab.keyboard.press("Enter");
    await tab.waitForURL((url) => url.href.split("?")[0] === visit.place.url("companies/openai/index.html"));
    equal(await tab.locator("h1").first().textContent(), "OpenAI");
  },

  async "goes there by the pointer, from the front page and from the page for what is not there"(visit) {
    // The links of the latter start where the settings say that the site is.
    for (const page of visit.place.name === BELOW ? ["index.html", "not/there/index.html"] : ["index.html"]) {
      visit.missing.push("not/there");
      const tab = await visit.open(page);
      await tab.locator("[aria-controls='aid-jump']").click();
      await tab.keyboard.type("東京");
      await becomes(tab, first, "東京電力");
      await tab.locator("#aid-jump-list [role=option]").first().click();
      await tab.waitForURL(/companies\/tepco/);
    }
  },

  async "says what it is"(visit) {
    const tab = await opened(visit);
    const state = () => ["role", "aria-expanded", "aria-autocomplete", "aria-controls"].map((name) => document.getElementById("aid-jump-field").getAttribute(name));
    await becomes(tab, state, ["combobox", "false", "list", "aid-jump-list"]);
    await tab.keyboard.type("open");
    await becomes(tab, state, ["combobox", "true", "list", "aid-jump-list"]);
    equal(await tab.evaluate(() => document.activeElement.id), "aid-jump-field");
    equal(await tab.evaluate(() => document.getElementById("aid-jump-list").getAttribute("role")), "listbox");
  },

  async "Escape, the button and a click beside it close it, and the focus goes back"(visit) {
    const tab = await visit.open(ARTICLE);
    const button = "[aria-controls='aid-jump']";
    const back = () => document.activeElement.getAttribute("aria-controls");
    for (const close of [() => tab.keyboard.press("Escape"), () => tab.locator("#aid-jump .aid-close").click(), () => tab.mouse.click(5, 5)]) {
      await tab.locator(button).focus();
      await tab.keyboard.press("Enter");
      await becomes(tab, isOpen, true);
      await close();
      await becomes(tab, isOpen, false);
      equal(await tab.evaluate(back), "aid-jump");
    }
  },

  async "names that could not be loaded are asked for again"(visit) {
    // What is on a disk cannot be kept from a page here.
    if (visit.place.name === DISK) return;
    visit.missing.push("names.js");
    // Before the page is opened: on one that stands already, this may hold only from the second request on.
    const tab = await visit.open(ARTICLE, { prepare: (tab) => tab.route("**/names.js", (route) => route.abort()) });
    const state = () => [document.getElementById("aid-jump-said").textContent, document.querySelectorAll("script[src*='names.js']").length];
    for (let times = 0; times < 2; times += 1) {
      await tab.keyboard.press("/");
      await becomes(tab, state, ["The names could not be loaded.", 0]);
      await tab.keyboard.press("Escape");
      await becomes(tab, isOpen, false);
    }
    await tab.unroute("**/names.js");
    await tab.keyboard.press("/");
    await tab.keyboard.type("openai");
    await becomes(tab, first, "OpenAI");
  },

  async "nothing is loaded before it is opened"(visit) {
    const tab = await visit.open(ARTICLE);
    const loaded = () => performance.getEntriesByType("resource").filter((entry) => /names\.js|card\.js/.test(entry.name)).length;
    equal(await tab.evaluate(loaded), 0);
  },
};
