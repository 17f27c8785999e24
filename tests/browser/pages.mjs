// The pages of the site: one of each kind, and every one.

import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

/** One page of each kind, by what it is. */
export const KINDS = {
  "front page": "index.html",
  "article": "articles/memo-to-the-sales-floor/index.html",
  "article with a picture and a disagreement": "articles/what-up-to-is-worth/index.html",
  "article of which excerpts are shown": "articles/placeholder-review-2026-04/index.html",
  "article that is only linked": "articles/example-courier-2026-04-24/index.html",
  "articles": "articles/index.html",
  "company": "companies/openai/index.html",
  "companies": "companies/index.html",
  "person": "people/denise-dresser/index.html",
  "people": "people/index.html",
  "publication": "publications/cnbc/index.html",
  "publications": "publications/index.html",
  "story": "stories/openai-memo/index.html",
  "stories": "stories/index.html",
  "briefing": "briefings/2026-04-27/index.html",
  "briefings": "briefings/index.html",
  "quote": "quotes/memo-to-the-sales-floor/limited-ability/index.html",
  "quote that has moved": "quotes/forty-nine-words/limited-ability/index.html",
  "quotes": "quotes/index.html",
  "figure": "figures/anthropic/annualized-revenue/index.html",
  "figure over time": "figures/openai/valuation/index.html",
  "figures": "figures/index.html",
  "event": "events/amazon-openai-deal/index.html",
  "timeline": "timeline/index.html",
  "timeline of a company": "timeline/companies/openai/index.html",
  "topic": "topics/cloud/index.html",
  "topics": "topics/index.html",
  "archive": "archive/index.html",
  "archive of a month": "archive/2026/04/index.html",
  "page": "about/index.html",
  "long page": "long/index.html",
  "page with all that Markdown has": "markdown/index.html",
  "page for what is not there": "404.html",
};

/** Every page of a place: `{ page, isMoved }`, in order. An edition as an e-mail is one too. */
export async function everyPage(place) {
  const files = await readdir(place.files, { recursive: true });
  const pages = files.filter((file) => file.endsWith(".html")).map((file) => file.replaceAll(path.sep, "/")).sort();
  return Promise.all(pages.map(async (page) => {
    const html = await readFile(path.join(place.files, page), "utf8");
    return { page, isMoved: html.includes('http-equiv="refresh"') };
  }));
}

const LEADS_ON = /\/redirect\.\w+\.js$/;
const PAGE = /\/(index\.html)?$/;

/** Keeps pages that lead on at once, so that they can be looked at. */
async function hold(tab) {
  await tab.route(LEADS_ON, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await tab.route(PAGE, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, "");
    await route.fulfill({ response, body });
  });
}

async function release(tab) {
  await tab.unroute(LEADS_ON);
  await tab.unroute(PAGE);
}

/** Opens one page of each kind, and does something with it and the name of its kind. */
export async function ofEachKind(visit, action, options) {
  const moved = new Set((await everyPage(visit.place)).filter(({ isMoved }) => isMoved).map(({ page }) => page));
  const kinds = Object.entries(KINDS).map(([name, page]) => ({ name, page, isMoved: moved.has(page) }));
  await inTabs(visit, kinds, (tab, { name }) => action(tab, name), options);
}

/** Opens pages in two tabs, one after the other, and does something with each. */
export async function inTabs(visit, pages, action, { prepare } = {}) {
  const rest = [...pages];
  const work = async () => {
    const tab = await visit.tab();
    await prepare?.(tab);
    while (rest.length) {
      const next = rest.shift();
      if (next.isMoved) await hold(tab);
      await tab.goto(visit.place.url(next.page), { waitUntil: "load" });
      await action(tab, next);
      if (next.isMoved) await release(tab);
    }
    await tab.close();
  };
  await Promise.all([work(), work()]);
}
