// Every page, whatever it is: nothing goes wrong in it, it is nowhere wider than the window, and its pictures are whole.

import { readFile, readdir } from "node:fs/promises";
import { becomes, equal, fails, ok } from "../assert.mjs";
import { KINDS, everyPage, inTabs } from "../pages.mjs";
import { ARABIC, ROOT } from "../places.mjs";

export const places = [ROOT, ARABIC];

const WIDTHS = [320, 500, 1280, 2560];

/** What is wider than the page, and what can be moved inside itself but by no key. */
function tooWide() {
  const { scrollWidth, clientWidth } = document.documentElement;
  const name = (element) => `${element.nodeName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
  const wrong = [];
  if (scrollWidth > clientWidth) {
    const beyond = [...document.body.querySelectorAll("*")].filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (right > clientWidth + 0.5 || left < -0.5);
    });
    wrong.push(`${scrollWidth} pixels wide in a window of ${clientWidth}, from ${beyond.slice(0, 4).map(name).join(", ")}`);
  }
  const focusable = "a[href], button, input, select, summary, [tabindex='0']";
  for (const element of document.body.querySelectorAll("*")) {
    if (element.scrollWidth <= element.clientWidth + 1 || !["auto", "scroll"].includes(getComputedStyle(element).overflowX)) continue;
    if (!element.matches(focusable) && !element.querySelector(focusable)) wrong.push(`${name(element)} is drawn sideways, and no key does it`);
  }
  return wrong;
}

/** What in the head of the page lies on something else, or is broken into a column of letters. */
function crowded() {
  const parts = [...document.querySelectorAll(".masthead :is(.nameplate, .dateline, .tagline, .tools > a, button, select), .masthead .menu")];
  const boxes = parts.map((part) => [part, part.getBoundingClientRect()]).filter(([, { width }]) => width > 0);
  const name = (part) => part.className || part.textContent.trim();
  const isOn = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  const wrong = [];
  boxes.forEach(([part, box], at) => {
    if (!part.matches(".menu") && box.height > 4 * parseFloat(getComputedStyle(part).fontSize)) wrong.push(`${name(part)} is ${box.height} pixels high`);
    boxes.slice(at + 1).filter(([, other]) => isOn(box, other)).forEach(([other]) => wrong.push(`${name(part)} lies on ${name(other)}`));
  });
  return wrong;
}

/** Words in a picture of which a part lies beyond it, where nobody sees it. */
function cutOff() {
  const isIn = (box, { left, right, top, bottom }) => box.left >= left - 1 && box.right <= right + 1 && box.top >= top - 1 && box.bottom <= bottom + 1;
  return [...document.querySelectorAll("main svg text")]
    .filter((text) => text.getClientRects().length && !isIn(text.getBoundingClientRect(), text.ownerSVGElement.getBoundingClientRect()))
    .map((text) => `"${text.textContent}" is cut off`);
}

async function measure(tab, page) {
  const wrong = [];
  for (const width of WIDTHS) {
    await tab.setViewportSize({ width, height: 800 });
    const found = [...await tab.evaluate(tooWide), ...await tab.evaluate(crowded), ...await tab.evaluate(cutOff)];
    wrong.push(...found.map((line) => `${page} at ${width}: ${line}`));
  }
  return wrong;
}

const nothing = (wrong) => equal(wrong.join("\n"), "");

export const checks = {
  async "nothing fails, nothing is wider than the window, and nothing in a picture is cut off"(visit) {
    // Where the site is not said to be, the page for what is not there has links that lead elsewhere.
    const pages = (await everyPage(visit.place)).filter(({ page }) => visit.place.name === ARABIC || page !== "404.html");
    ok(pages.length > 150, `only ${pages.length} pages`);
    const wrong = [];
    await inTabs(visit, pages, async (tab, { page }) => wrong.push(...await measure(tab, page)));
    nothing(wrong);
  },

  async "the menu of a phone shows the part where one is"(visit) {
    const phone = await visit.other({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    for (const page of ["articles/index.html", "quotes/index.html", "archive/index.html"]) {
      await becomes(await phone.open(page), () => {
        const sides = (of) => document.querySelector(of).getBoundingClientRect();
        const [menu, entry] = [sides(".menu > ul"), sides(".menu [aria-current]")];
        return { isWhole: menu.left <= entry.left && entry.right <= menu.right, isAtTop: scrollY === 0 };
      }, { isWhole: true, isAtTop: true });
    }
  },

  async "each kind of page is among those that are looked at closely"(visit) {
    // A page of its own, as a front page or an about page, has no folder above its own.
    const kindOf = (page) => page.split("/").slice(0, -2).join("/") && page.split("/")[0];
    const kinds = new Set(Object.values(KINDS).map(kindOf));
    const pages = (await everyPage(visit.place)).filter(({ isMoved }) => !isMoved).map(({ page }) => page);
    equal(pages.filter((page) => !kinds.has(kindOf(page))).join(), "");
    ok(kinds.size > 10, [...kinds].join());
  },

  async "every token of the style sheet has a value"(visit) {
    const folder = `${visit.place.files}/theme`;
    const file = (await readdir(folder)).find((file) => file.endsWith(".css"));
    const style = await readFile(`${folder}/${file}`, "utf8");
    const missing = (style) => {
      const used = [...style.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name);
      ok(used.length > 100, `${used.length} are used`);
      return used.filter((name) => !style.includes(`${name}:`));
    };
    equal(missing(style).join(), "");
    equal(missing(`${style}p { color: var(--no-such) }`).join(), "--no-such");
  },

  async "what is wider, or fails, is found out"(visit) {
    const tab = await visit.open("about/index.html");
    const add = (html) => tab.evaluate((html) => document.querySelector("main").insertAdjacentHTML("beforeend", html), html);
    await add("<div class='is-wide'>wide</div>");
    await tab.evaluate(() => { document.querySelector(".is-wide").style.width = "330px"; });
    await fails(async () => nothing(await measure(tab, "about")), "at 320: 3");
    await tab.evaluate(() => {
      const inner = document.querySelector(".is-wide");
      const outer = document.createElement("div");
      outer.style.overflowX = "auto";
      inner.replaceWith(outer);
      outer.append(inner);
    });
    await fails(async () => nothing(await measure(tab, "about")), "no key does it");
    await add("<img src='not-there.png' alt=''>");
    await tab.evaluate(() => { document.querySelector(".nameplate").style.width = "1em"; });
    await fails(async () => nothing(await measure(tab, "about")), "pixels high");
    await tab.evaluate(() => { document.querySelector(".masthead .tools").style.translate = "0 -2rem"; });
    await fails(async () => nothing(await measure(tab, "about")), "lies on");
    await add("<svg viewBox='0 0 9 9' width='9'><text x='2' y='8'>Words</text></svg>");
    await fails(async () => nothing(await measure(tab, "about")), '"Words" is cut off');
    await add("<style>p { color: red }</style>");
    await becomes(tab, () => document.querySelector("main > img").complete, true);
    await tab.waitForTimeout(100);
    for (const word of ["404", "Content Security Policy"]) ok(visit.troubles().some((trouble) => trouble.includes(word)), `${word}: ${visit.troubles()}`);
    visit.forget();
  },
};
