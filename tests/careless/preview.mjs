// The preview: `clipsheet serve` as a process of its own, and requests that no browser changes.

import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";

/** What the preview adds to each page, and nothing else. */
const SCRIPT = /<script src="\/\.clipsheet\/live\.js" data-token="(\w+)" data-generation="(\d+)"><\/script>/g;

export class Preview {
  #process;
  #agent = new http.Agent({ keepAlive: true });
  /** What it has said last. */
  #said = "";

  constructor(binary, root, options) {
    this.command = [binary, "serve", "--root", root, ...options];
    /** Where it is, once it has been started; it stays there when it is started again. */
    this.url = null;
  }

  /** Starts it, and waits until it says where it is. */
  async start() {
    const [binary, ...options] = this.command;
    const port = this.url ? new URL(this.url).port : "0";
    this.#process = spawn(binary, [...options, "--port", port], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    this.url = await new Promise((found, failed) => {
      const hear = (data) => {
        said += said.length < 1000 ? data : "";
        this.#said = (this.#said + data).slice(-20_000);
        const url = /Preview at (\S+)\//.exec(said);
        if (url) found(url[1]);
      };
      this.#process.stdout.on("data", hear);
      this.#process.stderr.on("data", hear);
      this.#process.on("error", failed);
      this.#process.on("exit", (code) => failed(new Error(`the preview has ended with ${code}\n${this.#said}`)));
    });
  }

  /** The last lines that it has said. */
  said() {
    return this.#said.split("\n").slice(-25).join("\n");
  }

  isRunning() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Ends it, and waits until it has ended. */
  async stop() {
    this.#agent.destroy();
    this.#agent = new http.Agent({ keepAlive: true });
    const ended = once(this.#process, "exit");
    if (this.#process.kill("SIGINT")) await ended;
  }

  /**
   * The answer to a request for an address, as another page of the site would send it. A connection that
   * was idle may be closed just while it is taken again: then, as a browser does (RFC 9112, section
   * 9.3.1), it is asked once more.
   */
  async get(address, referrer = "/") {
    try {
      return await this.#ask(address, referrer);
    } catch (error) {
      if (!error.wasIdle) throw error;
      return this.#ask(address, referrer);
    }
  }

  #ask(address, referrer) {
    const headers = { referer: this.url + referrer, "sec-fetch-site": "same-origin" };
    return new Promise((done, failed) => {
      const request = http.get(this.url + address, { agent: this.#agent, headers }, (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
        answer.on("error", failed);
      });
      request.setTimeout(15_000, () => request.destroy(new Error(`no answer to a request for ${address}`)));
      request.on("error", (error) => {
        // Node says so of a connection that served another request before and has not answered this one.
        failed(Object.assign(error, { wasIdle: request.reusedSocket && error.code === "ECONNRESET" }));
      });
    });
  }

  /** A page: its status, its text without what the preview adds, and what that says. */
  async page(address) {
    const { status, headers, body } = await this.get(address);
    const text = body.toString();
    const scripts = [...text.matchAll(SCRIPT)];
    if (scripts.length !== 1) {
      throw new Error(`${address} (${status}, ${headers["content-type"]}) has ${scripts.length} scripts of the preview:\n${text.slice(0, 500)}`);
    }
    const [, token, generation] = scripts[0];
    return { status, html: text.replace(SCRIPT, ""), token, generation: Number(generation) };
  }

  /** How many errors the last build had. */
  async errors() {
    const { token, generation } = await this.page("/");
    const query = new URLSearchParams({ token, page: "/", generation });
    const { body } = await this.get(`/.clipsheet/state?${query}`);
    return JSON.parse(body.toString()).report.errors;
  }
}
