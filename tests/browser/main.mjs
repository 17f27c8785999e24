// The default theme before a real browser. Each file of `topics/` has the checks of one topic; this one builds the
// site that they look at, and shows it to each of them at every place.
//
//   node tests/browser/main.mjs CLIPSHEET CHROMIUM [TOPIC…]
//
// To add a topic: a file in `topics/` that exports `checks`, an object of functions by what they check. Each is
// called with a `Visit` at every usual place, or where the file exports `places` with the names of some, at those.

import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Browser } from "./browser.mjs";
import { USUAL, places } from "./places.mjs";

const [binary, chromium, ...wanted] = process.argv.slice(2);
const folder = path.join(import.meta.dirname, "topics");
const topics = (await readdir(folder)).map((file) => path.basename(file, ".mjs")).sort();
const unknown = wanted.filter((topic) => !topics.includes(topic));
if (unknown.length) throw new Error(`there is no topic ${unknown.join(", ")}; there are ${topics.join(", ")}`);

const work = await mkdtemp(path.join(os.tmpdir(), "clipsheet-browser-"));
const failed = [];
let passed = 0;
let browser;
let at = [];
try {
  at = await places(path.resolve(binary), work);
  browser = await Browser.start(path.resolve(chromium));
  for (const topic of topics.filter((topic) => !wanted.length || wanted.includes(topic))) {
    const start = Date.now();
    const module = await import(`./topics/${topic}.mjs`);
    for (const place of at.filter((place) => (module.places ?? USUAL).includes(place.name))) {
      for (const [name, check] of Object.entries(module.checks)) await run(`${topic}, ${place.name}: ${name}`, place, check);
    }
    console.log(`${topic}: ${Math.round((Date.now() - start) / 1000)} seconds`);
  }
} finally {
  await browser?.close();
  for (const place of at) await place.close();
  await rm(work, { recursive: true, force: true });
}

/** Runs a check in a browser that remembers nothing, and looks whether anything went wrong besides. */
async function run(name, place, check) {
  const visit = await browser.visit(place);
  try {
    await check(visit);
    const troubles = visit.troubles();
    if (troubles.length) throw new Error(troubles.join("\n"));
    passed += 1;
  } catch (error) {
    failed.push(name);
    console.error(`${name}\n  ${String(error.stack ?? error).replaceAll("\n", "\n  ")}`);
  } finally {
    await visit.close();
  }
}

console.log(`${passed} checks passed, ${failed.length} failed`);
process.exitCode = failed.length || !passed ? 1 : 0;
