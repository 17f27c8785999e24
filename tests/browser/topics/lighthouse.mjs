// What Lighthouse says of the pages that are read most. Speed is reckoned for a slow phone on a slow line from what
// was measured here, so a machine that is busy may need more tries than one; if all are bad, the figures are printed.

import { createServer } from "node:http";
import lighthouse from "lighthouse";
import { equal, fails } from "../assert.mjs";
import { ROOT } from "../places.mjs";

export const places = [ROOT];

const PAGES = ["index.html", "articles/memo-to-the-sales-floor/index.html", "stories/openai-memo/index.html", "timeline/index.html"];
/** The least of each score, of a hundred. */
const LEAST = { performance: 95, accessibility: 100, "best-practices": 100 };
const TRIES = 3;
const METRICS = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"];

/** What was measured or found, and where. */
function inWords({ id, displayValue, details }) {
  const where = (details?.items ?? []).map((item) => item.node?.selector).filter(Boolean);
  return [id, displayValue, ...where].filter(Boolean).join(" ");
}

/** The report on a page. Where Lighthouse says that its own recording failed, it is asked again, as it asks for. */
async function report(visit, url, categories) {
  const flags = { port: visit.port, logLevel: "error", onlyCategories: categories, throttlingMethod: "simulate", disableFullPageScreenshot: true };
  for (let attempt = 1; ; attempt += 1) {
    const { lhr } = await lighthouse(url, flags);
    if (!lhr.runtimeError) return lhr;
    if (attempt === TRIES) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  }
}

/** What of a page is worse than it may be, with its reasons. */
async function worse(visit, url, categories = Object.keys(LEAST)) {
  const lhr = await report(visit, url, categories);
  const low = Object.values(lhr.categories).filter(({ id, score }) => Math.round(score * 100) < LEAST[id]);
  return low.map(({ id, score, auditRefs }) => {
    const audits = auditRefs.map((ref) => lhr.audits[ref.id]);
    const reasons = id === "performance"
      ? audits.filter((audit) => METRICS.includes(audit.id))
      : audits.filter((audit) => audit.score !== null && audit.score < 1);
    return { category: id, words: `${url}: ${id} ${score * 100}: ${reasons.map(inWords).join(", ")}` };
  });
}

/** The best of some tries, where only what was measured was bad. */
async function best(visit, url) {
  const said = [];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const low = await worse(visit, url);
    if (!low.length) return [];
    said.push(...low.map(({ words }) => words));
    if (low.some(({ category }) => category !== "performance")) break;
  }
  return said;
}

export const checks = {
  async "the pages that are read most are fast, accessible and well made"(visit) {
    const wrong = [];
    for (const page of PAGES) wrong.push(...await best(visit, visit.place.url(page)));
    equal(wrong.join("\n"), "");
  },

  async "a page that is not is found out"(visit) {
    const server = createServer((request, response) => {
      response.statusCode = request.url === "/" ? 200 : 404;
      response.setHeader("Content-Type", "text/html");
      response.end("<img src='missing.png'>");
    });
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    try {
      const low = await worse(visit, `http://127.0.0.1:${server.address().port}/`, ["accessibility", "best-practices"]);
      await fails(async () => equal(low.map(({ words }) => words).join("\n"), ""), "accessibility");
      equal(low.map(({ category }) => category).join(), "accessibility,best-practices");
    } finally {
      server.close();
    }
  },
};
