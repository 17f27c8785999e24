// Keys, and the dialog that lists them.

import { becomes, equal, ok, stays } from "../assert.mjs";

const HOME = "index.html";
const open = () => document.querySelector("dialog[open]")?.id ?? null;

export const checks = {
  async "a question mark lists them, Escape closes the list"(visit) {
    const tab = await visit.open(HOME);
    await tab.keyboard.press("?");
    await becomes(tab, open, "aid-keys");
    ok((await tab.locator("#aid-keys kbd").allTextContents()).includes("/"));
    equal(await tab.evaluate(() => document.getElementById("aid-keys").contains(document.activeElement)), true);
    await tab.keyboard.press("/");
    await stays(tab, open, "aid-keys", 200);
    await tab.keyboard.press("Escape");
    await becomes(tab, open, null);
    await tab.locator("[aria-controls='aid-keys']").click();
    await becomes(tab, open, "aid-keys");
  },

  async "signs of other keyboards are the same keys"(visit) {
    const tab = await visit.open(HOME);
    for (const [key, id] of [["\u061f", "aid-keys"], ["\uff1f", "aid-keys"], ["\uff0f", "aid-jump"]]) {
      await tab.evaluate((key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })), key);
      await becomes(tab, open, id);
      await tab.keyboard.press("Escape");
      await becomes(tab, open, null);
    }
  },

  async "a click in a box leaves it open, and so does what is drawn out of it"(visit) {
    const tab = await visit.open(HOME);
    for (const [key, id] of [["?", "aid-keys"], ["/", "aid-jump"]]) {
      await tab.keyboard.press(key);
      await becomes(tab, open, id);
      const { x, y, width, height } = await tab.locator(`#${id}`).boundingBox();
      for (const [left, top] of [[x + 8, y + 8], [x + width - 8, y + height - 8]]) await tab.mouse.click(left, top);
      await tab.mouse.move(x + width / 2, y + height / 2);
      await tab.mouse.down();
      await tab.mouse.move(x + width + 40, y + height / 2, { steps: 4 });
      await tab.mouse.up();
      await stays(tab, open, id, 200);
      await tab.mouse.click(x + width + 40, y);
      await becomes(tab, open, null);
    }
  },

  async "no key is taken from who writes, or with another key"(visit) {
    const tab = await visit.open(HOME);
    for (const key of ["Control+/", "Alt+/", "Meta+/"]) {
      await tab.keyboard.press(key);
      await stays(tab, open, null, 120);
    }
    await tab.keyboard.press("/");
    await becomes(tab, open, "aid-jump");
    await tab.keyboard.type("/?");
    equal(await tab.inputValue("#aid-jump-field"), "/?");
    equal(await tab.evaluate(open), "aid-jump");
    await tab.keyboard.press("Escape");
    await tab.evaluate(() => {
      const text = document.createElement("div");
      text.contentEditable = "true";
      document.querySelector("main").prepend(text);
      text.focus();
    });
    await tab.keyboard.type("/?");
    await stays(tab, open, null, 200);
  },

  async "they can be turned off, which is remembered; the buttons stay"(visit) {
    const tab = await visit.open(HOME);
    await tab.keyboard.press("?");
    await tab.locator("#aid-keys-use").uncheck();
    await tab.keyboard.press("Escape");
    await tab.keyboard.press("/");
    await stays(tab, open, null, 200);
    const next = await visit.open("companies/openai/index.html");
    await next.keyboard.press("/");
    await stays(next, open, null, 200);
    await next.locator("[aria-controls='aid-keys']").click();
    await becomes(next, open, "aid-keys");
    await next.locator("#aid-keys-use").check();
    await next.keyboard.press("Escape");
    await next.keyboard.press("/");
    await becomes(next, open, "aid-jump");
  },
};
