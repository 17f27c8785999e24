// By keys alone: all that does something is reached, in the order in which it is read, and is seen to be; nothing keeps
// the focus.

import { becomes, equal, fails, ok } from "../assert.mjs";
import { ofEachKind } from "../pages.mjs";
import { ARABIC, BELOW } from "../places.mjs";

export const places = [BELOW, ARABIC];

/** Goes through a page with the Tab key, from its beginning to its end, and says what was wrong on the way. */
async function walk(tab) {
  await tab.evaluate(() => {
    const isVisible = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
    const isDrawn = (element) => {
      const style = getComputedStyle(element);
      const scrolls = (overflow, whole, seen) => ["auto", "scroll"].includes(overflow) && whole > seen;
      return scrolls(style.overflowX, element.scrollWidth, element.clientWidth) || scrolls(style.overflowY, element.scrollHeight, element.clientHeight);
    };
    // Browsers give the focus to what is drawn sideways where nothing in it can have it.
    const wanted = "a[href], button, input:not(:disabled), select, textarea, summary, [tabindex='0']";
    const all = [...document.body.querySelectorAll("*")].filter(isVisible);
    // A link may be passed by where another leads to the same place, as those in pictures do.
    const isPassed = (element) => element.tabIndex < 0 && element.matches("svg a") && all.some((other) => (
      other !== element && other.tabIndex >= 0 && other.getAttribute("href") === element.getAttribute("href")
    ));
    window.expected = all.filter((element) => (element.matches(wanted) && !isPassed(element)) || (isDrawn(element) && !element.querySelector(wanted)));
    window.reached = [];
    window.unseen = [];
    window.words = (element) => `${element.nodeName.toLowerCase()}.${element.getAttribute("class") ?? ""} "${element.textContent.trim().slice(0, 30)}"`;
    document.addEventListener("focusin", ({ target }) => {
      window.reached.push(target);
      const { outlineStyle, outlineWidth } = getComputedStyle(target);
      const { left, right, width, height } = target.getBoundingClientRect();
      const isIn = width > 0 && height > 0 && right > 0 && left < innerWidth;
      // What is faint is not seen, and what is too small is not either.
      const isFaint = Number(getComputedStyle(target).opacity) < 1;
      if (outlineStyle === "none" || parseFloat(outlineWidth) < 1 || !isIn || isFaint) window.unseen.push(target);
    });
  });
  const most = await tab.evaluate(() => window.expected.length);
  // Once more than there is to reach; then the focus is beyond the page.
  for (let presses = 0; presses <= most; presses += 1) await tab.keyboard.press("Tab");
  return tab.evaluate(() => {
    const { expected, reached, unseen, words } = window;
    const wrong = unseen.map((element) => `${words(element)} has the focus and does not show it`);
    const missed = expected.filter((element) => !reached.includes(element));
    wrong.push(...missed.map((element) => `${words(element)} is not reached`));
    const others = reached.filter((element) => !expected.includes(element));
    wrong.push(...others.map((element) => `${words(element)} has the focus and does nothing`));
    const out = expected.findIndex((element, at) => reached[at] !== element);
    if (!wrong.length && out >= 0) wrong.push(`${words(expected[out])} is out of order`);
    return wrong;
  });
}

const nothing = (wrong) => equal(wrong.join("\n"), "");

/** What is faint has its colours at once. */
const STILL = { reducedMotion: "reduce" };

async function walkAll(visit) {
  const wrong = [];
  await ofEachKind(visit, async (tab, kind) => wrong.push(...(await walk(tab)).map((line) => `${kind}: ${line}`)));
  nothing(wrong);
}

export const checks = {
  async "all is reached in order and seen, at a desk"(visit) {
    await walkAll(await visit.other(STILL));
  },

  async "and in a narrow window"(visit) {
    // The order is the same from right to left.
    if (visit.place.name === ARABIC) return;
    await walkAll(await visit.other({ ...STILL, viewport: { width: 320, height: 640 } }));
  },

  async "what is not is found out"(visit) {
    const harms = [
      ["does not show it", () => { document.querySelector(".menu a").style.outline = "none"; }],
      ["does not show it", () => { document.querySelector(".permalink").style.opacity = "0"; }],
      ["is not reached", () => { document.querySelector(".menu a").setAttribute("tabindex", "-1"); }],
      ["out of order", () => { document.querySelector(".colophon a").tabIndex = 1; }],
      ["is not reached", () => document.querySelector(".menu a").addEventListener("keydown", (event) => event.preventDefault())],
    ];
    const other = await visit.other(STILL);
    for (const [words, harm] of harms) {
      const tab = await other.open("about/index.html");
      await tab.evaluate(harm);
      await fails(async () => nothing(await walk(tab)), words);
      await tab.close();
    }
  },

  async "the first key leads past the head of the page"(visit) {
    const tab = await visit.open("companies/openai/index.html");
    await tab.keyboard.press("Tab");
    equal(await tab.evaluate(() => document.activeElement.className), "skip");
    const { y, height } = await tab.locator(".skip").boundingBox();
    ok(y >= 0 && height > 20, "it is seen");
    await tab.keyboard.press("Enter");
    await becomes(tab, () => location.hash, "#content");
    await tab.keyboard.press("Tab");
    ok(await tab.evaluate(() => document.activeElement.closest("main") !== null));
  },

  async "a menu, and what can be opened, by keys"(visit) {
    const phone = await visit.other({ viewport: { width: 320, height: 640 } });
    const tab = await phone.open("index.html");
    // The last of the menu is drawn into sight when it has the focus, as far as browsers do.
    const last = tab.locator(".menu a").last();
    await tab.locator(".menu a").nth(-2).focus();
    await tab.keyboard.press("Tab");
    await becomes(tab, () => {
      const { left, right, width } = document.activeElement.getBoundingClientRect();
      return Math.min(right, innerWidth) - Math.max(left, 0) > width / 2;
    }, true);
    equal(await last.evaluate((last) => document.activeElement === last), true);
    await tab.keyboard.press("Enter");
    await tab.waitForURL(/how-to-cite|markdown|long|about/);
    const timeline = await visit.open("timeline/index.html");
    const filter = timeline.locator(".filters details").first();
    await filter.locator("summary").focus();
    await timeline.keyboard.press("Enter");
    await becomes(timeline, () => document.querySelector(".filters details").open, true);
    await timeline.keyboard.press("Tab");
    const to = await timeline.evaluate(() => document.activeElement.href);
    ok(to.includes("/timeline/"), to);
    await timeline.keyboard.press("Enter");
    await timeline.waitForURL(to);
  },

  async "what is wider than the window is drawn by keys"(visit) {
    const phone = await visit.other({ viewport: { width: 320, height: 640 } });
    for (const [page, part] of [["timeline/index.html", ".overview-scroll"], ["stories/openai-memo/index.html", ".matrix-box"], ["figures/openai/valuation/index.html", ".chart-box"], ["markdown/index.html", ".text table"]]) {
      const tab = await phone.open(page);
      const box = tab.locator(part).first();
      ok(await box.evaluate((box) => box.scrollWidth > box.clientWidth), `${part} is wider than the window`);
      await box.focus();
      equal(await box.evaluate((box) => document.activeElement === box), true, part);
      const before = await box.evaluate((box) => box.scrollLeft);
      for (const key of ["ArrowLeft", "ArrowRight", "ArrowRight"]) {
        await tab.keyboard.press(key);
        await tab.waitForTimeout(150);
        if (await box.evaluate((box) => box.scrollLeft) !== before) break;
      }
      ok(await box.evaluate((box) => box.scrollLeft) !== before, `${part} is drawn`);
      await tab.close();
    }
  },
};
