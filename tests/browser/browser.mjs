// The browser: for each check one that remembers nothing, with all that goes wrong in it.

import { createServer } from "node:net";
import { chromium } from "playwright-core";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"];

/** A port that nobody listens at. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

export class Browser {
  /** Where others than these checks may ask the browser for something. */
  port;
  #chromium;

  static async start(program) {
    const browser = new Browser();
    browser.port = await freePort();
    browser.#chromium = await chromium.launch({ executablePath: program, args: [...FLAGS, `--remote-debugging-port=${browser.port}`] });
    return browser;
  }

  /** A visitor of a place. */
  async visit(place, options = {}) {
    const context = await this.#chromium.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    return new Visit(this, place, context);
  }

  close() {
    return this.#chromium.close();
  }
}

/** What one check sees: a browser with nothing remembered, at one place. */
export class Visit {
  /** Parts of addresses that may be missing. */
  missing = [];
  #browser;
  #context;
  #troubles = [];
  #others = [];

  constructor(browser, place, context) {
    this.#browser = browser;
    this.place = place;
    this.#context = context;
    context.on("page", (page) => this.#watch(page));
  }

  /** Opens a page of the site: `articles/index.html`. */
  async open(page, { prepare } = {}) {
    const tab = await this.tab();
    await prepare?.(tab);
    await tab.goto(this.place.url(page), { waitUntil: "load" });
    return tab;
  }

  /** A page with nothing in it. */
  tab() {
    return this.#context.newPage();
  }

  /** Another visitor of the same place: without scripts, with a finger, of another system's colours. */
  async other(options) {
    const other = await this.#browser.visit(this.place, options);
    this.#others.push(other);
    return other;
  }

  /** Lets pages do what a reader would be asked about. */
  allow(permissions) {
    return this.#context.grantPermissions(permissions);
  }

  /** Where the browser takes orders of others. */
  get port() {
    return this.#browser.port;
  }

  /** Forgets what went wrong, where a check wanted it to. */
  forget() {
    this.#troubles = [];
  }

  /** What went wrong in any of its pages. */
  troubles() {
    return [...this.#troubles, ...this.#others.flatMap((other) => other.troubles())];
  }

  async close() {
    for (const other of this.#others) await other.close();
    await this.#context.close();
  }

  #watch(page) {
    const isExpected = (url) => url.endsWith("/favicon.ico") || this.missing.some((part) => url.includes(part));
    const trouble = (words) => this.#troubles.push(`${page.url()}: ${words}`);
    page.on("pageerror", (error) => trouble(`a script has failed: ${error.stack ?? error}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !isExpected(message.location().url ?? "")) trouble(message.text());
    });
    page.on("requestfailed", (request) => {
      if (request.failure()?.errorText !== "net::ERR_ABORTED" && !isExpected(request.url())) trouble(`${request.url()} has failed`);
    });
    page.on("request", (request) => {
      const { protocol, host } = new URL(request.url());
      if (!["data:", "file:"].includes(protocol) && host !== new URL(this.place.url("")).host) trouble(`${request.url()} is elsewhere`);
    });
  }
}
