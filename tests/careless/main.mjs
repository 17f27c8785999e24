// Careless editing before a real browser. Several tabs of Chromium show pages of `clipsheet serve`, while
// an editor changes, breaks, mends, renames and removes files of a copy of the sample site. At any moment
// every page has to be there, whole and of one generation; and whenever the editor pauses, every tab has to
// show what a clean build makes of the same files.
//
//   node tests/careless/main.mjs CLIPSHEET CHROMIUM
//
// CLIPSHEET_CARELESS_SECONDS says for how long (180), CLIPSHEET_CARELESS_SEED with which edits (any).

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Browser } from "./browser.mjs";
import { Desk } from "./desk.mjs";
import { Dice } from "./dice.mjs";
import { mayBeMissing, prepare } from "./edits.mjs";
import { build, filesBelow } from "./oracle.mjs";
import { Preview } from "./preview.mjs";
import { Readers } from "./readers.mjs";
import { Rounds } from "./rounds.mjs";
import { until } from "./wait.mjs";

/** How many tabs have pages to themselves; two more show the same ones. */
const TABS = 3;
const OPTIONS = ["--as-of", "2026-06-01"];

const [binary, chromium] = process.argv.slice(2).map((program) => path.resolve(program));
const sample = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../..");
const seconds = Number(process.env.CLIPSHEET_CARELESS_SECONDS || 180);
const seed = Number(process.env.CLIPSHEET_CARELESS_SEED || Date.now() % 1_000_000);

/** The files of the sample site: texts, and what is none as it is. */
async function sampleFiles() {
  const files = new Map();
  for (const folder of ["content", "themes/default"]) {
    for (const [file, bytes] of await filesBelow(path.join(sample, folder))) {
      const text = bytes.toString();
      files.set(`${folder}/${file}`, Buffer.from(text).equals(bytes) ? text : bytes);
    }
  }
  return files;
}

/** Shares the pages of a site among so many readers, so that no two load the same one. */
function shared(site, readers) {
  const pages = site.addresses().filter((address) => address.endsWith("/index.html"));
  return Array.from({ length: readers }, (_, i) => pages.filter((_, at) => at % readers === i));
}

/** The id of an article that stays, and is longer than the screen. */
function longArticle(desk, addresses) {
  const ids = addresses.filter((address) => !mayBeMissing(address)).map((address) => /^\/articles\/([^/]+)\/index\.html$/.exec(address)?.[1]);
  const files = (id) => desk.paths(new RegExp(`/${id}\\.md$`));
  return ids.find((id) => files(id).some((file) => !/^rights:/m.test(desk.files.get(file))));
}

/** Opens a tab for each share of pages, and one more for the pages that the last two share. */
async function openTabs(browser, desk, shares) {
  const ofTwins = shares.at(-1);
  const tabs = [];
  for (const addresses of [...shares, ofTwins]) {
    const tab = await browser.open(addresses[0]);
    // As links to them are written, with and without the file's name.
    tab.addresses = addresses.flatMap((address) => [address, address.replace("index.html", "")]);
    tab.article = longArticle(desk, addresses);
    tabs.push(tab);
  }
  return tabs;
}

/** Starts everything that takes part, and puts into `closing` how each is ended. */
async function start(root, work, desk, preview, closing) {
  const buildClean = () => build(binary, root, path.join(work, "clean"), OPTIONS);
  const { site } = await buildClean();
  closing.unshift(() => preview.stop());
  await preview.start();
  await until("there is no site yet", async () => ((await preview.page("/")).status === 200 ? null : "the first page is not there"));
  const browser = await Browser.start(chromium, path.join(work, "profile"), preview.url, mayBeMissing);
  closing.unshift(() => browser.close());
  const shares = shared(site, TABS + 2);
  const ofNoTab = shares.pop().filter((address) => !mayBeMissing(address));
  const tabs = await openTabs(browser, desk, shares);
  const readers = new Readers(preview);
  readers.start(tabs, ofNoTab, seed + 1);
  closing.unshift(() => readers.end());
  return new Rounds({ desk, preview, browser, readers, tabs, dice: new Dice(seed), build: buildClean });
}

console.log(`careless editing for ${seconds} seconds, seed ${seed}`);
const work = await mkdtemp(path.join(os.tmpdir(), "careless-"));
const root = path.join(work, "site");
await mkdir(path.join(work, "clean"));
const original = await sampleFiles();
const desk = new Desk(root, prepare(new Map(original)), original);
const preview = new Preview(binary, root, OPTIONS);
const closing = [];
try {
  await desk.unpack();
  const rounds = await start(root, work, desk, preview, closing);
  await rounds.play(Date.now() + seconds * 1000);
  const { loads, looks, moves } = rounds.readers.counts;
  console.log(`${rounds.count} rounds, ${desk.count} edits, ${looks} looks at tabs, ${moves} moves of tabs, ${loads} loads without a browser`);
} catch (error) {
  console.error(`seed ${seed} has failed: ${error.stack}`);
  console.error(`\nThe last edits:\n${desk.done.slice(-20).join("\n")}`);
  console.error(`\nThe preview said last:\n${preview.said()}`);
  console.error(`\nThe site is left in ${root}`);
  process.exitCode = 1;
}
for (const close of closing) await close();
if (!process.exitCode) await rm(work, { recursive: true });
