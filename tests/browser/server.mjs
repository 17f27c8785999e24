// A server of files that sends the headers which clipsheet writes for Cloudflare, so that nothing is allowed here which
// a host would refuse, and packs them as a host does.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const TYPES = {
  html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8",
  json: "application/json", svg: "image/svg+xml", png: "image/png", jpg: "image/jpeg", webp: "image/webp",
  xml: "application/xml", txt: "text/plain; charset=utf-8", ics: "text/calendar",
};

/** Which files are packed. */
const PACKED = /^(text|application)\/|svg/;

/** The rules for headers: of which paths, and what is set for them. The first is for all files, and tells the base. */
async function rulesOf(files) {
  const blocks = (await readFile(path.join(files, "_headers"), "utf8")).split(/^(?=\/)/m).slice(1);
  const rules = blocks.map((block) => {
    const [paths, ...lines] = block.trimEnd().split(/\n\s*/);
    return { paths, headers: lines.filter((line) => !line.startsWith("!")).map((line) => line.split(/: (.*)/)) };
  });
  const base = rules[0].paths.replace(/\*$/, "");
  const pattern = (paths) => paths.slice(base.length).replace(/[.+?()[\]]/g, "\\$&").replaceAll("*", ".*").replace(/:\w+/g, "[^/]+");
  if (!rules[0].headers.some(([name]) => name === "Content-Security-Policy")) throw new Error("the site's headers have no policy");
  return rules.map(({ paths, headers }) => ({ paths: new RegExp(`^${pattern(paths)}$`), headers }));
}

/** Where a page that comes over a bad line may stop for a while: not within a line of text, which has to move. */
const PIECES = /^(?=<(?:section|footer|aside|table|div class="(?:rail|side|article-parts|sidenotes)))/m;

/** A page in pieces. The first ones come one by one: of the others nothing is seen without scrolling. */
async function slowly(response, bytes) {
  const pieces = bytes.toString().split(PIECES);
  for (const piece of [...pieces.slice(0, 8), pieces.slice(8).join("")]) {
    response.write(piece);
    await new Promise((done) => setTimeout(done, 40));
  }
  response.end();
}

/** Serves a folder below `base` on a free port. */
export async function serve(files, base) {
  const rules = await rulesOf(files);
  const server = createServer(async (request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://here").pathname);
    const below = asked.startsWith(base) ? asked.slice(base.length) : null;
    let file = path.join(files, below ?? "404.html");
    if (await stat(file).then((found) => found.isDirectory(), () => false)) file = path.join(file, "index.html");
    let bytes = below === null ? null : await readFile(file).catch(() => null);
    if (!bytes) {
      response.statusCode = 404;
      file = "404.html";
      bytes = await readFile(path.join(files, file));
    }
    // A later rule takes the place of an earlier one.
    for (const rule of rules.filter((rule) => rule.paths.test(below ?? ""))) rule.headers.forEach(([name, value]) => response.setHeader(name, value));
    const type = TYPES[path.extname(file).slice(1)] ?? "application/octet-stream";
    response.setHeader("Content-Type", type);
    if (request.headers["x-slowly"] && type.startsWith("text/html")) {
      await slowly(response, bytes);
      return;
    }
    if (PACKED.test(type) && request.headers["accept-encoding"]?.includes("gzip")) {
      response.setHeader("Content-Encoding", "gzip");
      bytes = await promisify(gzip)(bytes);
    }
    response.end(bytes);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { port: server.address().port, close: () => new Promise((done) => server.close(done)) };
}
