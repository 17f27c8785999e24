// Where the site stands: at the root of a server, below a path, in a folder of the disk, and as a site whose links
// end in `/`; and the same records as a site in Arabic, from right to left. The servers send the headers that clipsheet
// writes for a host.

import { execFile } from "node:child_process";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { records } from "./records.mjs";
import { serve } from "./server.mjs";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** The names of places. */
export const ROOT = "at /";
export const BELOW = "at /a/b/";
export const DISK = "from the disk";
export const DIRECTORIES = "with links that end in /";
export const ARABIC = "in Arabic";

/** Those at which a topic is checked that names none. */
export const USUAL = [ROOT, BELOW, DISK, DIRECTORIES];

/** A folder that an address cannot name as it is written. */
const ODD = "a folder #1 of 100%";

export async function places(binary, work) {
  const [index, directory, arabic] = await Promise.all([
    site(binary, work, "index", { base_url: "https://example.org/a/b" }),
    site(binary, work, "directory", { base_url: "https://example.org/a/b", urls: "directory" }),
    site(binary, work, "arabic", { base_url: "https://example.org", language: "ar" }),
  ]);
  const served = async (name, files, base, end = "index.html") => {
    const server = await serve(files, base);
    const start = `http://127.0.0.1:${server.port}${base}`;
    return { name, url: (page) => start + page.replace(/index\.html$/, end), files, close: () => server.close() };
  };
  const disk = path.join(work, ODD);
  await cp(index, disk, { recursive: true });
  return [
    await served(ROOT, index, "/"),
    await served(BELOW, index, "/a/b/"),
    { name: DISK, url: (page) => `${pathToFileURL(disk).href}/${page}`, files: disk, close: async () => {} },
    await served(DIRECTORIES, directory, "/", ""),
    await served(ARABIC, arabic, "/"),
  ];
}

/** Builds the sample with some records more and other settings. */
async function site(binary, work, name, settings) {
  const root = path.join(work, `root-${name}`);
  const out = path.join(work, `site-${name}`);
  await mkdir(root);
  await cp(path.join(REPOSITORY, "content"), path.join(root, "content"), { recursive: true });
  await cp(path.join(REPOSITORY, "themes/default"), path.join(root, "themes/default"), { recursive: true });
  for (const [file, text] of Object.entries(records)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
  const file = path.join(root, "content/site.yaml");
  const others = (await readFile(file, "utf8")).split("\n").filter((line) => !Object.keys(settings).includes(line.split(":")[0]));
  await writeFile(file, [...others, ...Object.entries(settings).map(([key, value]) => `${key}: ${value}`), ""].join("\n"));
  await promisify(execFile)(binary, ["build", "--quiet", "--as-of", "2026-06-01", "--host", "cloudflare", "--root", root, "--out", out]);
  return out;
}
