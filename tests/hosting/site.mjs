// The site that is served: the sample, with a bundle, old addresses, and files of every kind that matters.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { deflateSync } from "node:zlib";
import { join } from "node:path";

const OLD = { "/old/story/": "articles/bundle/index.html", "/gone.html": "articles/bundle/index.html", "/ä b/": "about/index.html" };

/** Those of the sample itself. */
const OF_SAMPLE = { "/citing/": "how-to-cite/index.html", "/corrections/": "how-to-cite/index.html" };

/** Old addresses, each with the page that it leads to. */
export const redirects = Object.entries({ ...OLD, ...OF_SAMPLE });

/** The files of the pages that lead on by themselves; a server leads on before it comes to them. */
export const stubs = redirects.map(([from]) => (from.endsWith("/") ? `${from}index.html` : from).slice(1));

/** The sum of a PNG's chunk. Older versions of node have none. */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** A picture of 3 × 2 pixels, with a text that is none of it. */
function png() {
  const chunk = (kind, content) => {
    const body = Buffer.concat([Buffer.from(kind, "latin1"), content]);
    const length = Buffer.alloc(4), sum = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("tEXt", Buffer.from("Comment\0SECRET")),
    chunk("IDAT", deflateSync(Buffer.from([0, 1, 2, 3, 0, 4, 5, 6]))), chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Writes the sources to `root`. */
export function write(root) {
  cpSync("content", join(root, "content"), { recursive: true });
  const bundle = join(root, "content/articles/bundle");
  mkdirSync(join(bundle, "a b"), { recursive: true });
  writeFileSync(join(bundle, "index.md"), `---
title: A bundle
published: 2026-04-20
redirect_from: [/old/story/, /gone.html]
---
A picture: ![Six dots](photo.png) and [its data](<a b/data#1.csv>).
`.replace("data#1.csv", "data%231.csv"));
  writeFileSync(join(bundle, "photo.png"), png());
  writeFileSync(join(bundle, "a b/data#1.csv"), "a,b\n1,2\n".repeat(400));
  const about = join(root, "content/pages/about.md");
  writeFileSync(about, readFileSync(about, "utf8").replace("---\n", "---\nredirect_from: [/ä b/]\n"));
  mkdirSync(join(root, "content/static/.well-known"), { recursive: true });
  writeFileSync(join(root, "content/static/.well-known/security.txt"), "Contact: mailto:a@example.org\n");
}

/** Builds it to `out`. */
export function build(program, root, out, ...options) {
  const all = ["build", "--quiet", "--root", root, "--out", out, "--as-of", "2026-06-01", ...options];
  // What the sample is warned of is of no interest here; of what fails the error tells.
  execFileSync(program, all, { stdio: ["ignore", "ignore", "pipe"] });
}
