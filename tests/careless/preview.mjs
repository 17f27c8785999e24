// The preview: `clipsheet serve` as a process of its own, and requests that no browser changes.

import { spawn } from "node:child_process";
import http from "node:http";

/** What the preview adds to each page, and nothing else. */
const SCRIPT = /<script src="\/\.clipsheet\/live\.js" data-token="(\w+)" data-generation="(\d+)"><\/script>/g;

export class Preview {
  #process;
  #agent = new http.Agent({ keepAlive: true });
  /** What it has said last. */
  #said = "";

  /** Starts it on the site in `root`, and waits until it says where it is. */
  static async start(binary, root, options) {
    const preview = new Preview();
    const command = ["serve", "--root", root, "--port", "0", ...options];
    preview.#process = spawn(binary, command, { stdio: ["ignore", "pipe", "pipe"] });
    preview.url = await new Promise((found, failed) => {
      const hear = (data) => {
        preview.#said = (preview.#said + data).slice(-20_000);
        const url = /Preview at (\S+)\//.exec(preview.#said);
        if (url) found(url[1]);
      };
      preview.#process.stdout.on("data", hear);
      preview.#process.stderr.on("data", hear);
      preview.#process.on("error", failed);
      preview.#process.on("exit", (code) => failed(new Error(`the preview has ended with ${code}\n${preview.#said}`)));
    });
    return preview;
  }

  /** The last lines that it has said. */
  said() {
    return this.#said.split("\n").slice(-25).join("\n");
  }

  isRunning() {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  stop() {
    this.#agent.destroy();
    this.#process.kill("SIGKILL");
  }

  /** The answer to a request for an address, as another page of the site would send it. */
  get(address, referrer = "/") {
    const headers = { referer: this.url + referrer, "sec-fetch-site": "same-origin" };
    return new Promise((done, failed) => {
      const request = http.get(this.url + address, { agent: this.#agent, headers }, (answer) => {
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
        answer.on("error", failed);
      });
      request.setTimeout(15_000, () => request.destroy(new Error(`no answer to a request for ${address}`)));
      request.on("error", failed);
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
