// Rounds of careless editing. Each begins where all is quiet and checked, and ends so.

import { breakOne, bearsMark, close, coherent, edit, image, moveFolder, style, write } from "./edits.mjs";
import { lines } from "./oracle.mjs";
import { difference, pause, until } from "./wait.mjs";

/** How many addresses that are gone are asked for. */
const MOST_GONE = 100;

export class Rounds {
  /** How many there were. */
  count = 0;
  /** The site as it is when all is well; what the preview shows while something is broken. */
  #good = null;
  /** Every address of the site, and those that were there until lately. */
  #addresses = new Set();

  /** `world` has the desk, the preview, the tabs, their readers, the dice, and `build` for a clean build. */
  constructor(world) {
    Object.assign(this, world);
  }

  /** Plays rounds until a moment: each kind once, then any. */
  async play(end) {
    const kinds = Object.keys(ROUNDS);
    await this.settle();
    while (Date.now() < end) {
      const kind = kinds[this.count] ?? this.dice.weighted(Object.entries(ROUNDS).map(([name, { weight }]) => [weight, name]));
      this.desk.tell(`== round ${this.count}: ${kind}`);
      this.desk.remember();
      await ROUNDS[kind].play(this);
      await this.desk.repair();
      await this.settle();
      this.count += 1;
    }
  }

  /** Waits until every tab shows what a clean build makes of the sources, then asks for every file. */
  async settle({ isBroken = false } = {}) {
    await this.readers.rest();
    await this.check({ isBroken });
    this.readers.resume();
  }

  /** The same, while the readers rest. */
  async check({ isBroken = false } = {}) {
    const { site, report } = await this.build();
    if (!site && !isBroken) throw new Error(`the editor has made a mistake that was none of the breaks:\n${lines(report).join("\n")}`);
    const shown = site ?? this.#good;
    for (const tab of this.tabs) {
      await until("a tab is not as it should be", () => tab.complaint(shown, lines(report)));
    }
    await this.#everyFile(shown);
    this.#good = shown;
    this.raise();
  }

  /** Fails where a reader or the browser has seen something wrong. */
  raise() {
    const troubles = [...this.readers.troubles, ...this.browser.troubles];
    if (troubles.length) throw new Error(troubles.slice(0, 10).join("\n"));
    if (!this.preview.isRunning()) throw new Error("the preview has ended");
  }

  /** Each file is answered with its bytes, and each that was there once with the page for that. */
  async #everyFile(site) {
    site.addresses().forEach((address) => this.#addresses.add(address));
    const gone = [...this.#addresses].filter((address) => !site.at(address).isThere);
    gone.slice(0, -MOST_GONE).forEach((address) => this.#addresses.delete(address));
    // The page that asks is of this generation: what one of before asks for is still there for it.
    await this.preview.page("/");
    for (const address of this.#addresses) {
      const { bytes, isThere } = site.at(address);
      const isPage = !isThere || address.endsWith(".html");
      const answer = isPage ? await this.preview.page(address) : await this.preview.get(address);
      const status = isThere ? 200 : 404;
      if (answer.status !== status) throw new Error(`${address} was answered ${answer.status} and not ${status}`);
      const wrong = difference(isPage ? answer.html : answer.body.toString("latin1"), bytes.toString(isPage ? "utf8" : "latin1"));
      if (wrong) throw new Error(`${address} is answered with something else, ${wrong}`);
    }
  }

  /**
   * Makes one change that is published at once; checks that tabs whose page it leaves alone stay, and are told.
   * First all go to one of their pages that is `wanted`, where they have one.
   */
  async alone(what, changes, wanted = () => false) {
    await this.readers.rest();
    const before = await this.#looks(wanted);
    const was = this.#good;
    await this.desk.change(what, changes, this.dice, "renamed");
    await this.check();
    // A style sheet with another fingerprint is no change of the pages that name it: it is swapped.
    const plain = ({ bytes }) => bytes.toString("latin1").replace(/\.[0-9a-f]{12}\.css/g, ".css");
    const same = (address) => plain(was.at(address)) === plain(this.#good.at(address));
    const changed = this.#good.addresses().filter((address) => address.endsWith(".html") && !(was.at(address).isThere && same(address)))
      .map((address) => address.replace(/index\.html$/, ""));
    for (const [i, tab] of this.tabs.entries()) {
      const { address, images, loaded } = before[i];
      if (!same(address) || !images.every((image) => same(image.address))) continue;
      await until(`the tab at ${address} has not been told of ${changed.join(", ")}`, async () => {
        const seen = await tab.look();
        if (seen && seen.loaded !== loaded) throw new Error(`${address} was loaded again as ${seen.address}, though it has not changed`);
        const notices = seen?.overlay.notices ?? [];
        const isTold = notices.length === Math.min(changed.length, 3) && notices.every((address) => changed.includes(address));
        return isTold || !changed.length ? null : `but of ${notices.join(", ") || "nothing"}`;
      });
    }
    this.readers.resume();
  }

  /**
   * What each tab shows, once it shows all of it. It goes to one of its pages that is `wanted` first, or to
   * where it is: a link that its reader has just followed would take it elsewhere afterwards.
   */
  #looks(wanted = () => false) {
    return Promise.all(this.tabs.map(async (tab) => {
      await tab.go(tab.addresses.find(wanted) ?? tab.address());
      let seen;
      await until("a tab is not complete", async () => {
        seen = await tab.look();
        return seen?.isComplete ? null : "it is still loading";
      });
      return seen;
    }));
  }

  /** Ends the preview and starts it again, with an edit between: every tab finds out by itself. */
  async restarted() {
    await this.readers.rest();
    this.browser.isRestarting = true;
    const before = await this.#looks();
    await this.preview.stop();
    await edit(this.desk, this.dice);
    await this.preview.start();
    for (const [i, tab] of this.tabs.entries()) {
      await until("a tab has not found the new run of the preview", async () => {
        const seen = await tab.look();
        return seen && seen.loaded !== before[i].loaded ? null : `the tab at ${before[i].address}`;
      });
    }
    await this.check();
    this.browser.isRestarting = false;
    this.readers.resume();
  }

  /** Changes the end of an article while a tab shows its middle, and checks that it still does. */
  async scrolled() {
    await this.readers.rest();
    const tab = this.dice.pick(this.tabs.filter((tab) => tab.article));
    const [file] = this.desk.paths(new RegExp(`/${tab.article}\\.md$`));
    const wanted = 200 + this.dice.below(600);
    const isThere = async () => {
      const seen = await tab.look();
      return seen?.isComplete && seen.scroll === wanted ? null : `it is at ${seen?.scroll} and not at ${wanted}`;
    };
    await tab.go(`/articles/${tab.article}/index.html`);
    await until("a tab cannot be scrolled", async () => {
      await tab.run((top) => scrollTo({ top, behavior: "instant" }), wanted);
      return isThere();
    });
    await tab.withLateImages(async () => {
      await this.desk.change("words below the reader", write(this.desk, this.dice, file), this.dice, "renamed");
      await this.check();
      await until("the reader is not where they were", isThere);
    });
    this.readers.resume();
  }
}

/** The kinds of rounds: how often each is played, and how. */
const ROUNDS = {
  "edits, one after the other": {
    weight: 6,
    async play({ desk, dice }) {
      for (let left = 1 + dice.below(5); left; left -= 1) {
        await edit(desk, dice);
        await pause(dice.below(400));
      }
    },
  },
  "edits, all at once": {
    weight: 4,
    async play({ desk, dice }) {
      const edits = [];
      for (let left = 5; left; left -= 1) {
        edits.push(edit(desk, dice));
        await pause(10);
      }
      await Promise.all(edits);
    },
  },
  "a break, looked at, then mended": {
    weight: 4,
    async play(rounds) {
      const { desk, dice } = rounds;
      if (!(await breakOne(desk, dice))) return;
      await rounds.settle({ isBroken: true });
      for (let left = dice.below(3); left; left -= 1) await edit(desk, dice);
      // An edit may have mended it, and then that site has to be seen before the next break.
      await rounds.settle({ isBroken: true });
      if (!dice.chance(30)) return;
      await breakOne(desk, dice);
      await rounds.settle({ isBroken: true });
    },
  },
  "breaks and repairs in a hurry": {
    weight: 2,
    async play({ desk, dice }) {
      for (let left = 1 + dice.below(4); left; left -= 1) {
        await breakOne(desk, dice);
        await pause(dice.below(250));
        if (dice.chance(50)) await edit(desk, dice);
        await desk.repair();
        await pause(dice.below(120));
      }
    },
  },
  "coherent changes": {
    weight: 5,
    async play({ desk, dice, preview }) {
      for (let left = 1 + dice.below(4); left; left -= 1) {
        await close(desk);
        await until("the preview does not see a mistake", async () => ((await preview.errors()) ? null : "no error"));
        await coherent(desk, dice);
        // Until it is published; what comes sooner would be closed before.
        await until("the preview does not see that the mistake is gone", async () => ((await preview.errors()) ? "errors" : null));
      }
    },
  },
  "another page alone": {
    weight: 2,
    play: (rounds) => rounds.alone("words of a page", write(rounds.desk, rounds.dice, "content/pages/how-to-cite.md")),
  },
  "the style sheet alone": {
    weight: 2,
    play: (rounds) => rounds.alone("the style sheet", style(rounds.desk)),
  },
  "an image alone": {
    weight: 2,
    play: (rounds) => rounds.alone("an image", image(rounds.desk), (address) => address.includes("/articles/own-")),
  },
  "a reader in the middle of an article": {
    weight: 2,
    play: (rounds) => rounds.scrolled(),
  },
  "a checkout": {
    weight: 2,
    // The marks stay, since a checkout is not coherent, and with the settings the theme that they name.
    play: ({ desk, dice }) => desk.checkout(dice, (file) => bearsMark(file) || file.startsWith("themes/careless/")),
  },
  "the preview is started again": {
    weight: 1,
    play: (rounds) => rounds.restarted(),
  },
  "a folder moves": {
    weight: 1,
    async play({ desk, dice }) {
      await moveFolder(desk);
      if (dice.chance(50)) await edit(desk, dice);
    },
  },
};
