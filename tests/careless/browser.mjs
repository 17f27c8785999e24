// The browser: its tabs, what they show, and what goes wrong in them.

import { chromium } from "playwright-core";
import { difference, pause } from "./wait.mjs";
import { look } from "./look.mjs";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** How late images come where they come late. */
const LATE = 300;

export class Browser {
  /** What went wrong in any tab, in words. */
  troubles = [];
  /** While the preview is started again, it does not answer, or not to the pages of its former run, or has no site yet. */
  isRestarting = false;
  #context;

  /** Starts Chromium with an empty profile. `mayBeMissing` says of an address whether a page may not be there. */
  static async start(program, profile, url, mayBeMissing) {
    const browser = new Browser();
    browser.url = url;
    browser.#context = await chromium.launchPersistentContext(profile, {
      executablePath: program,
      args: FLAGS,
      viewport: { width: 900, height: 600 },
    });
    // The preview closes its shadow tree to everyone, and to this test too.
    await browser.#context.addInitScript(() => {
      const { attachShadow } = Element.prototype;
      Element.prototype.attachShadow = function (options) {
        return attachShadow.call(this, { ...options, mode: "open" });
      };
    });
    browser.mayBeMissing = mayBeMissing;
    return browser;
  }

  async open(address) {
    const page = await this.#context.newPage();
    this.#watch(page);
    const tab = new Tab(page, this.url);
    await tab.go(address);
    return tab;
  }

  close() {
    return this.#context.close();
  }

  #watch(page) {
    const path = (address) => new URL(address).pathname;
    const trouble = (text) => this.troubles.push(text);
    page.on("pageerror", (error) => trouble(`a script has failed on ${page.url()}: ${error.stack ?? error}`));
    page.on("crash", () => trouble(`the tab at ${page.url()} has crashed`));
    page.on("console", (message) => {
      const { url } = message.location();
      const isMissingPage = url && message.text().includes("status of 404") && this.mayBeMissing(path(url));
      const isFine = message.type() !== "error" || isMissingPage || this.isRestarting;
      if (!isFine) trouble(`on the console of ${page.url()}: ${message.text()} (${url})`);
    });
    page.on("requestfailed", (request) => {
      // A page that is left stops asking.
      const why = request.failure()?.errorText;
      if (why !== "net::ERR_ABORTED" && !this.isRestarting) trouble(`a request of ${page.url()} for ${request.url()} has failed: ${why}`);
    });
    page.on("response", (answer) => {
      const isMissingPage = answer.status() === 404 && answer.request().isNavigationRequest() && this.mayBeMissing(path(answer.url()));
      const isFine = answer.status() < 400 || isMissingPage || this.isRestarting;
      if (!isFine) trouble(`${page.url()} was answered ${answer.status()} for ${answer.url()}`);
    });
  }
}

/** Whether an error only says that the page was left meanwhile. */
function isLeaving(error) {
  return /Execution context was destroyed|navigat|ERR_ABORTED|detached/i.test(error.message);
}

export class Tab {
  /** Whether its reader has closed the list of errors, which stays closed until all is mended, if only for a moment. */
  hasClosed = false;
  #page;
  #url;

  constructor(page, url) {
    this.#page = page;
    this.#url = url;
  }

  /** Goes to an address, which the preview may interrupt with a reload. */
  async go(address) {
    await this.#page.goto(this.#url + address).catch((error) => {
      if (!isLeaving(error)) throw error;
    });
  }

  /** Where it is. */
  address() {
    return new URL(this.#page.url()).pathname;
  }

  /** Runs a function in the page; nothing where the page is left meanwhile. */
  async run(action, given) {
    try {
      return await this.#page.evaluate(action, given);
    } catch (error) {
      if (isLeaving(error)) return null;
      throw error;
    }
  }

  /** What it shows, all at one moment; nothing while it goes from one page to another. */
  async look(expected = null) {
    return this.run(look, expected);
  }

  /** What is other than in `site`; nothing where it shows just that, with these lines of what is wrong. */
  async complaint(site, report) {
    const address = this.address();
    const styles = (await this.run(() => [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => new URL(link.href).pathname))) ?? [];
    const expected = { html: site.text(address), styles: styles.map((style) => site.text(style)) };
    const seen = await this.look(expected);
    if (!seen) return `${address} is being loaded`;
    if (!seen.isComplete) return `${address} is not complete`;
    if (seen.address !== address) return `${address} has become ${seen.address}`;
    const wrong = difference(seen.html, seen.expected.html) ?? difference(seen.styles.join("\n"), seen.expected.styles.join("\n"));
    if (wrong) return `the tab at ${address} shows something else, ${wrong}`;
    for (const image of seen.images) {
      const width = /<svg [^>]*\bwidth="(\d+)"/.exec(site.text(image.address))?.[1];
      if (width && Number(width) !== image.width) return `the tab at ${address} shows ${image.address} ${image.width} wide, which is ${width} wide`;
    }
    return this.#reported(address, seen.overlay, report);
  }

  /** How the list of what is wrong differs from what it should be. */
  #reported(address, overlay, report) {
    const errors = report.filter((line) => line.startsWith("error ")).length;
    const found = difference(overlay.items.join("\n"), report.slice(0, 100).join("\n"));
    if (found) return `the tab at ${address} does not tell what is wrong, ${found}`;
    if (!errors) this.hasClosed = false;
    const mayBeEither = errors > 0 && this.hasClosed;
    if (!mayBeEither && overlay.isOpen !== errors > 0) {
      const kept = overlay.isKeptClosed ? ", and kept closed" : "";
      return `at ${address} the list of errors is ${overlay.isOpen ? "open" : "closed"} with ${errors} errors${kept}`;
    }
    if (overlay.hasBadge !== report.length > 0) return `at ${address} the badge is ${overlay.hasBadge ? "there" : "not there"}`;
    return null;
  }

  /** Follows one of the page's links to these addresses, as a click does. */
  async click(addresses, nth) {
    await this.run(([addresses, nth]) => {
      const links = [...document.querySelectorAll("body a[href]")].filter((link) => addresses.includes(link.pathname) && link.origin === location.origin);
      links[nth % links.length]?.click();
    }, [addresses, nth]);
  }

  /** Does something while images come late, which moves what is below them. */
  async withLateImages(action) {
    await this.#page.route("**/*.svg", async (route) => {
      await pause(LATE);
      // Of a page that was left meanwhile nobody waits for it.
      await route.continue().catch((error) => {
        if (!isLeaving(error) && !error.message.includes("already handled")) throw error;
      });
    });
    await action();
    await this.#page.unrouteAll({ behavior: "wait" });
  }

  async reload() {
    await this.#page.reload().catch((error) => {
      if (!isLeaving(error)) throw error;
    });
  }

  /** Closes the list of errors, where it is open. */
  async closeList() {
    const closed = await this.run(() => {
      const dialog = document.querySelector("clipsheet-preview")?.shadowRoot.querySelector("dialog[open].error");
      dialog?.querySelector(".close").click();
      return Boolean(dialog);
    });
    // Where the page is left at this moment, it may have been closed.
    this.hasClosed ||= closed !== false;
  }
}
