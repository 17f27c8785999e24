// Cards of companies, people and quotes.

import { becomes, equal, fails, ok, stays } from "../assert.mjs";
import { ROOT } from "../places.mjs";

const ARTICLE = "articles/memo-to-the-sales-floor/index.html";
const COMPANY = ".body a.name[href*='companies/openai']";
const PERSON = ".body a.name[href*='people/']";
const QUOTE = ".body a.mark-link.quote[data-card]";
const shown = () => document.querySelector(".hover-card:popover-open")?.textContent ?? null;
const isShown = () => document.querySelector(".hover-card:popover-open") !== null;

/** Moves the pointer onto a link. */
const point = (tab, link) => tab.locator(link).first().hover();
/** Moves it where nothing is. */
const away = (tab) => tab.mouse.move(2, 2);

async function card(tab) {
  await becomes(tab, isShown, true);
  return tab.evaluate(shown);
}

export const checks = {
  async "of a company, a person and a quote, by the pointer"(visit) {
    const tab = await visit.open(ARTICLE);
    await point(tab, COMPANY);
    const company = await card(tab);
    ok(company.includes("OpenAI") && company.includes("Maker of ChatGPT"), company);
    await away(tab);
    await becomes(tab, isShown, false);
    await point(tab, PERSON);
    ok((await card(tab)).includes("Person"));
    await away(tab);
    await becomes(tab, isShown, false);
    await point(tab, QUOTE);
    ok(/in \d+ articles/.test(await card(tab)));
  },

  async "not at once, and not for a pointer that passes"(visit) {
    const tab = await visit.open(ARTICLE);
    await point(tab, COMPANY);
    equal(await tab.evaluate(isShown), false);
    await tab.waitForTimeout(100);
    await away(tab);
    await stays(tab, isShown, false);
  },

  async "a pointer that passes another link and comes back keeps it"(visit) {
    const tab = await visit.open(ARTICLE);
    await point(tab, COMPANY);
    const text = await card(tab);
    const over = (link) => tab.locator(link).first().dispatchEvent("pointerover", { bubbles: true, pointerType: "mouse" });
    await over(PERSON);
    await over(COMPANY);
    await stays(tab, isShown, true);
    equal(await tab.evaluate(shown), text);
    await over(PERSON);
    await becomes(tab, (text) => ![null, undefined, text].includes(document.querySelector(".hover-card")?.textContent), true, text);
  },

  async "is loaded once, however often it is shown"(visit) {
    const tab = await visit.open(ARTICLE);
    const loaded = [];
    tab.on("request", (request) => loaded.push(...request.url().match(/[^/]+\/card\.js$/) ?? []));
    for (let times = 0; times < 3; times += 1) {
      await point(tab, COMPANY);
      await card(tab);
      await away(tab);
      await becomes(tab, isShown, false);
    }
    equal(loaded.join(), "openai/card.js");
  },

  async "the pointer may move into it, where it stays"(visit) {
    const tab = await visit.open(ARTICLE);
    await point(tab, COMPANY);
    await card(tab);
    const box = await tab.locator(".hover-card").boundingBox();
    await tab.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 8 });
    await stays(tab, isShown, true);
    await away(tab);
    await becomes(tab, isShown, false);
  },

  async "Escape closes it, until something else is pointed at"(visit) {
    const tab = await visit.open(ARTICLE);
    await point(tab, COMPANY);
    await card(tab);
    await tab.keyboard.press("Escape");
    equal(await tab.evaluate(isShown), false);
    await stays(tab, isShown, false);
    await away(tab);
    await point(tab, COMPANY);
    await card(tab);
  },

  async "by the focus, which it describes and does not cover"(visit) {
    const tab = await visit.open(ARTICLE);
    await tab.keyboard.press("Tab");
    await tab.locator(COMPANY).first().focus();
    await card(tab);
    equal(await tab.evaluate(() => document.activeElement.getAttribute("aria-describedby")), "aid-card");
    ok(await tab.evaluate(() => {
      const card = document.querySelector(".hover-card").getBoundingClientRect();
      return [...document.activeElement.getClientRects()].every((link) => link.bottom <= card.top || card.bottom <= link.top || link.right <= card.left || card.right <= link.left);
    }));
    await tab.keyboard.press("Escape");
    equal(await tab.evaluate(isShown), false);
    equal(await tab.evaluate(() => document.querySelector("[aria-describedby='aid-card']")), null);
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Shift+Tab");
    await card(tab);
    await tab.locator("#aid-colours").focus();
    await becomes(tab, isShown, false);
  },

  async "one that the pointer asks for covers nothing that has the focus"(visit) {
    const tab = await visit.open(ARTICLE);
    const link = tab.locator(COMPANY).first();
    await link.scrollIntoViewIfNeeded();
    // Something that has the focus wherever the card could be.
    await tab.evaluate(() => {
      const field = document.createElement("button");
      field.style.cssText = "position: fixed; left: 0; width: 100vw; opacity: 0.2; pointer-events: none";
      field.id = "everywhere";
      document.body.append(field);
    });
    const box = await link.boundingBox();
    const lie = (top, bottom) => tab.evaluate(([top, bottom]) => {
      const field = document.getElementById("everywhere");
      field.style.top = `${top}px`;
      field.style.height = `${bottom - top}px`;
      field.focus();
    }, [top, bottom]);
    await lie(box.y + box.height, 800);
    await link.hover();
    await becomes(tab, isShown, true);
    const above = await tab.locator(".hover-card").boundingBox();
    ok(above.y + above.height <= box.y, "it stands above the link");
    await away(tab);
    await becomes(tab, isShown, false);
    await lie(0, 800);
    await link.hover();
    await stays(tab, isShown, false);
  },

  async "a finger gets none, and follows the link"(visit) {
    const other = await visit.other({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
    const tab = await other.open(ARTICLE);
    await tab.locator(COMPANY).first().tap();
    await tab.waitForURL(/companies\/openai/);
    await stays(tab, isShown, false, 500);
  },

  async "every card that a page promises is there, in words alone"(visit) {
    const pages = ["index.html", ARTICLE, "companies/index.html", "stories/openai-memo/index.html", "long/index.html"];
    let links = 0;
    for (const page of pages) {
      const tab = await visit.open(page);
      const wrong = await tab.evaluate(async () => {
        const urls = new Set([...document.querySelectorAll("[data-card]")].map((link) => new URL("card.js", link.href).href));
        const wrong = [];
        for (const url of urls) {
          const html = await new Promise((resolve) => {
            const script = document.createElement("script");
            window.clipsheetCard = resolve;
            script.onerror = () => resolve(null);
            script.src = url;
            document.head.append(script);
          });
          const parsed = html && new DOMParser().parseFromString(html, "text/html");
          if (!parsed?.body.textContent.trim() || parsed.querySelector("a, img, script, [id], [style]")) wrong.push(url);
        }
        return { wrong, links: urls.size };
      });
      equal(wrong.wrong.join(), "", page);
      links += wrong.links;
      await tab.close();
    }
    ok(links > 20, `only ${links} cards`);
  },

  async "a name that is hard to write is shown as it is"(visit) {
    const tab = await visit.open("long/index.html");
    await point(tab, "a[href*='companies/awkward']");
    const text = await card(tab);
    ok(text.includes(`</script><b>"Awkward" 'Names'\\`) && text.includes("<img src=x> & </script>"), text);
    await away(tab);
    await becomes(tab, isShown, false);
    await point(tab, "a[href*='companies/tepco']");
    ok((await card(tab)).includes("電力会社。"));
  },

  async "one that is gone is a link as any other, and is missed by these checks"(visit) {
    if (visit.place.name !== ROOT) return;
    const tab = await visit.open(ARTICLE, { prepare: (tab) => tab.route("**/companies/openai/card.js", (route) => route.abort()) });
    await fails(async () => {
      await point(tab, COMPANY);
      await card(tab);
    }, "popover-open");
    ok(visit.troubles().some((trouble) => trouble.includes("card.js")));
    visit.forget();
  },
};
