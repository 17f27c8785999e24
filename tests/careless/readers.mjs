// Readers: while the editor edits, they load pages, follow links and look. What they see must be
// there, whole, and of one generation, at any moment.

import { Dice } from "./dice.mjs";
import { pause } from "./wait.mjs";

/** The longest that a reader without a browser waits between a page and what it shows. */
const SLOW = 200;

/** Whether marks are of several generations. Those that are not there stand in a file that is only half written. */
const isMixed = (marks) => new Set(Object.values(marks).filter((mark) => mark !== undefined)).size > 1;

export class Readers {
  /** What they have seen that must not be, in words. */
  troubles = [];
  /** How many pages were loaded without a browser, how often a tab was looked at, and how often it moved. */
  counts = { loads: 0, looks: 0, moves: 0 };
  /** The run of the preview, and its generation, that the last page without a browser came from. */
  last = null;
  #preview;
  #resting = null;
  #ended = false;
  #loops = [];

  constructor(preview) {
    this.#preview = preview;
  }

  /** Starts one reader for each tab, and one without a browser, who loads pages that no tab has. */
  start(tabs, addresses, seed) {
    const loops = tabs.map((tab, i) => this.#loop(new Dice(seed + i), (dice) => this.#wander(tab, dice)));
    this.#loops = [...loops, this.#loop(new Dice(seed - 1), (dice) => this.#load(dice.pick(addresses), dice))];
  }

  /** Lets them finish what they do, and rest until `resume`. */
  async rest() {
    let resume;
    const until = new Promise((done) => (resume = done));
    this.#resting = { until, resume, left: this.#loops.length };
    await new Promise((done) => (this.#resting.all = done));
  }

  resume() {
    const { resume } = this.#resting;
    this.#resting = null;
    resume();
  }

  async end() {
    this.#ended = true;
    if (this.#resting) this.resume();
    await Promise.all(this.#loops);
  }

  async #loop(dice, step) {
    while (!this.#ended) {
      if (this.#resting) {
        const { until, all } = this.#resting;
        this.#resting.left -= 1;
        if (!this.#resting.left) all();
        await until;
        continue;
      }
      try {
        await step(dice);
      } catch (error) {
        this.troubles.push(`a reader has failed: ${error.stack}`);
        await pause(1000);
      }
      await pause(dice.below(150));
    }
  }

  async #wander(tab, dice) {
    const act = dice.weighted([
      [14, () => this.#look(tab)],
      [3, () => this.#move(tab.click(tab.addresses, dice.below(1000)))],
      [2, () => this.#move(tab.reload())],
      [2, () => this.#move(tab.go(dice.pick(tab.addresses)))],
      [1, () => tab.closeList()],
    ]);
    await act();
  }

  async #move(moving) {
    this.counts.moves += 1;
    await moving;
  }

  async #look(tab) {
    const seen = await tab.look();
    if (!seen?.isComplete) return;
    this.counts.looks += 1;
    this.#compare(`the tab at ${seen.address}`, seen.marks);
  }

  #compare(what, marks) {
    if (isMixed(marks)) this.troubles.push(`${what} is mixed: ${JSON.stringify(marks)}`);
  }

  /** Loads a page and what it shows, slowly. */
  async #load(address, dice) {
    this.counts.loads += 1;
    const { status, html, token, generation } = await this.#preview.page(address);
    if (status !== 200) this.troubles.push(`${address} was answered ${status}`);
    if (!html.endsWith("</html>\n") && !html.endsWith("</html>")) this.troubles.push(`${address} is no whole page: …${html.slice(-200)}`);
    const { last } = this;
    if (token === last?.token && generation < last.generation) this.troubles.push(`${address} came from generation ${generation}, after ${last.generation}`);
    this.last = { token, generation };
    await pause(dice.below(SLOW));
    const linked = async (pattern) => {
      const url = new URL(pattern.exec(html)[1], this.#preview.url + address);
      const answer = await this.#preview.get(url.pathname, address);
      if (answer.status !== 200) this.troubles.push(`${url.pathname} of ${address} was answered ${answer.status}`);
      return answer.body.toString();
    };
    const style = await linked(/<link rel="stylesheet" href="([^"]+)"/);
    const image = await linked(/<img class="mark" src="([^"]+)"/);
    this.#compare(`${address} of generation ${generation}`, {
      template: /<meta name="mark" content="(\d+)"/.exec(html)?.[1],
      settings: /Mark (\d+)/.exec(html)?.[1],
      style: /--mark: "<(\d+)>"/.exec(style)?.[1],
      image: /<svg [^>]*width="(\d+)"/.exec(image)?.[1],
    });
  }
}
