// In colours that the system forces on a page: what is chosen, and every sign, is still seen. Browsers take grounds away
// there, and put that of the page behind words.

import { becomes, equal } from "../assert.mjs";
import { ROOT } from "../places.mjs";

export const places = [ROOT];

const STORY = "stories/openai-memo/index.html";
const TIMELINE = "timeline/index.html";
const FORCED = { forcedColors: "active" };
const SIGNS = [
  [STORY, ["is-whole", "is-part", "is-changed"].flatMap((kind) => [`.matrix-key .cell.${kind}`, `.matrix td .cell.${kind}`])],
  [TIMELINE, ["day", "span", "soft"].map((kind) => `.sign.${kind}`)],
];

/** Whether a part of the page has a ground: without it, it looks otherwise. */
async function hasGround(part) {
  const before = await part.screenshot();
  await part.evaluate((element) => { element.dataset.empty = ""; });
  return !before.equals(await part.screenshot());
}

/** Whether letters are seen in a part of the page: with their edges it has a hundred colours, and without ten. */
async function hasLetters(part) {
  const colours = await part.page().evaluate(async (bytes) => {
    const picture = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    return new Set(new Uint32Array(canvas.getImageData(0, 0, picture.width, picture.height).data.buffer)).size;
  }, [...await part.screenshot()]);
  return colours > 50;
}

/** Lets grounds be taken away. */
const prepare = (rules) => ["[data-empty], [data-empty]::before { background: none !important }", ...rules]
  .forEach((rule) => document.styleSheets[0].insertRule(rule, document.styleSheets[0].cssRules.length));

async function opened(visit, page, rules = []) {
  const tab = await visit.open(page);
  await tab.evaluate(prepare, rules);
  return tab;
}

/** The signs that are not seen. */
async function unseen(visit, rules) {
  const wrong = [];
  for (const [page, signs] of SIGNS) {
    const tab = await opened(visit, page, rules);
    for (const sign of signs) if (!await hasGround(tab.locator(sign).first())) wrong.push(`${sign} is not seen`);
    await tab.close();
  }
  return wrong;
}

/** Which words on a ground of their own are not seen. */
async function unread(visit, rules) {
  const wrong = [];
  const tab = await opened(visit, TIMELINE, rules);
  await tab.keyboard.press("Tab");
  if (!await hasLetters(tab.locator(".skip:focus"))) wrong.push("the way to the content is not seen");
  await tab.keyboard.press("/");
  await tab.keyboard.type("openai");
  await becomes(tab, () => document.querySelector("[aria-selected='true']") !== null, true);
  for (const words of await tab.locator("[aria-selected='true'] span").all()) {
    if (!await hasLetters(words)) wrong.push("what is chosen is not seen");
  }
  return wrong;
}

const nothing = (wrong) => equal(wrong.join("\n"), "");

export const checks = {
  async "signs keep their meaning"(visit) {
    for (const colorScheme of ["light", "dark"]) nothing(await unseen(await visit.other({ ...FORCED, colorScheme }), []));
  },

  async "what is chosen, and the way to the content, is read"(visit) {
    for (const colorScheme of ["light", "dark"]) nothing(await unread(await visit.other({ ...FORCED, colorScheme }), []));
  },

  async "what is not seen is found out"(visit) {
    const other = await visit.other(FORCED);
    const rules = ["*, *::before { forced-color-adjust: auto !important }", ".cell::before, .sign { color: var(--event) !important }"];
    const signs = SIGNS.flatMap(([, signs]) => signs);
    equal((await unseen(other, rules)).join(), signs.map((sign) => `${sign} is not seen`).join());
    const wrong = (await unread(other, rules)).join();
    equal(wrong, "the way to the content is not seen,what is chosen is not seen,what is chosen is not seen");
  },
};
