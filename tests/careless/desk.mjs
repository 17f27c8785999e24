// The desk of a careless editor: a site's files as they should be, as they are on the disk, and
// the manners in which people and their programs save them.

import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { pause } from "./wait.mjs";

/** How long half of a file stays on the disk. */
const HALF = 20;

/** How many earlier states of the site are kept to go back to. */
const KEPT = 6;

export class Desk {
  /** The files as they should be, by path; what is broken is broken only on the disk. */
  files;
  /** What has been done, each with the moment, for whoever has to find out what went wrong. */
  done = [];
  /** Counts the edits, so that each one can be told from all others. */
  count = 1;
  /** Files that are broken on the disk. */
  broken = new Set();
  #root;
  #history = [];
  /** The saving of each file that is under way: nobody saves one file twice at once. */
  #saving = new Map();
  #started = Date.now();

  /** `spare` are the files as they came, for whoever needs one of them again. */
  constructor(root, files, spare) {
    this.#root = root;
    this.files = files;
    this.spare = spare;
  }

  /** Writes all of them for the first time. */
  async unpack() {
    await Promise.all([...this.files].map(([file, text]) => this.#save(file, "renamed", text)));
  }

  /** The paths that a pattern matches, in order. */
  paths(pattern) {
    return [...this.files.keys()].filter((file) => pattern.test(file)).sort();
  }

  tell(what) {
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(2);
    this.done.push(`${seconds.padStart(8)} s  ${what}`);
  }

  /** Makes changes, text by path (null: removed), and saves each file in a manner that suits it, or `only` in this one. */
  async change(what, changes, dice, only = null) {
    const writes = [];
    for (const [file, text] of Object.entries(changes)) {
      if (text === null) this.files.delete(file);
      else this.files.set(file, text);
      this.broken.delete(file);
      const manner = text === null ? "removed" : only ?? dice.pick(mannersFor(file));
      this.tell(`${what}: ${file} (${manner})`);
      writes.push(this.#save(file, manner, text));
    }
    await Promise.all(writes);
  }

  #save(file, manner, text) {
    const saved = (this.#saving.get(file) ?? Promise.resolve()).then(() => MANNERS[manner](this.#at(file), text));
    this.#saving.set(file, saved);
    return saved;
  }

  /** Breaks files on the disk; what they should be stays known. */
  async break(what, changes) {
    for (const [file, text] of Object.entries(changes)) {
      this.tell(`broken: ${what}: ${file}`);
      this.broken.add(file);
      await this.#save(file, text === null ? "removed" : "renamed", text);
    }
  }

  /** Puts back everything that is broken. */
  async repair() {
    for (const file of [...this.broken]) {
      this.tell(`repaired: ${file}`);
      this.broken.delete(file);
      const text = this.files.get(file);
      await this.#save(file, text === undefined ? "removed" : "renamed", text);
    }
  }

  /** Moves a whole folder, at once. */
  async moveFolder(from, to) {
    this.tell(`moved: ${from} to ${to}`);
    for (const file of this.paths(new RegExp(`^${from}/`))) {
      this.files.set(to + file.slice(from.length), this.files.get(file));
      this.files.delete(file);
    }
    await rename(this.#at(from), this.#at(to));
  }

  /** Remembers the present state as one to go back to. */
  remember() {
    this.#history.push(new Map(this.files));
    if (this.#history.length > KEPT) this.#history.shift();
  }

  /** Goes back to a state of before, with all files at once, as a checkout does. Files that `stays` names are left. */
  async checkout(dice, stays) {
    if (!this.#history.length) return;
    const state = dice.pick(this.#history);
    const all = new Set([...this.files.keys(), ...state.keys()]);
    const differing = [...all].filter((file) => !stays(file) && this.files.get(file) !== state.get(file)).sort();
    this.tell(`checked out: ${differing.length} files of an earlier state`);
    for (const file of differing) {
      const text = state.get(file);
      if (text === undefined) this.files.delete(file);
      else this.files.set(file, text);
      await this.#save(file, text === undefined ? "removed" : "renamed", text);
    }
  }

  #at(file) {
    return path.join(this.#root, file);
  }
}

/** How files are saved; each function takes a path on the disk and the text. */
const MANNERS = {
  async removed(at) {
    await rm(at, { force: true });
  },
  /** A new file takes the place of the old one. */
  async renamed(at, text) {
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(`${at}.tmp`, text);
    await rename(`${at}.tmp`, at);
  },
  /** The file is emptied and written again. */
  async inPlace(at, text) {
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, text);
  },
  /** Half of the file is there for a moment. */
  async half(at, text) {
    await mkdir(path.dirname(at), { recursive: true });
    const file = await open(at, "w");
    const bytes = Buffer.from(text);
    await file.write(bytes.subarray(0, bytes.length / 2));
    await pause(HALF);
    await file.write(bytes.subarray(Math.floor(bytes.length / 2)));
    await file.close();
  },
  /** The old file is put aside first, so that for a moment there is none. */
  async aside(at, text) {
    await mkdir(path.dirname(at), { recursive: true });
    await rename(at, `${at}~`).catch(() => {});
    await writeFile(at, text);
    await rm(`${at}~`, { force: true });
  },
  /** The old file is removed first. */
  async anew(at, text) {
    await rm(at, { force: true });
    await pause(2);
    await MANNERS.inPlace(at, text);
  },
  /** Half of a template is there for a moment, always one that ends inside a block. */
  async halfTemplate(at, text) {
    await MANNERS.renamed(at, text.slice(0, text.indexOf("%}", text.indexOf("{% block")) + 2));
    await pause(HALF);
    await MANNERS.renamed(at, text);
  },
};

/**
 * The manners in which a file may be saved. A site with half of a file, or without it, may well be a site without
 * mistakes: the preview is right to show it. So only files on which no page's being there depends are saved thus.
 */
function mannersFor(file) {
  if (/^content\/(articles\/own|static\/)|\.css$/.test(file)) return ["renamed", "inPlace", "half", "aside", "anew"];
  if (/templates\/(?!base)/.test(file)) return ["renamed", "halfTemplate"];
  return ["renamed"];
}
