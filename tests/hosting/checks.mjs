// What a server has to answer.

import { get } from "node:http";
import { readdirSync, readFileSync, existsSync } from "node:fs";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { join } from "node:path";
import { redirects, stubs } from "./site.mjs";

/** What is wrong, in words. */
export const troubles = [];

function check(is, words) {
  if (!is) troubles.push(words);
}

function ask(port, path, headers = {}) {
  return new Promise((done, failed) => {
    get({ host: "127.0.0.1", port, path, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    }).on("error", failed);
  });
}

/** All files below a folder. */
export function files(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1)).sort();
}

const encoded = (path) => path.split("/").map(encodeURIComponent).join("/");

const TYPES = {
  html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", svg: "image/svg+xml; charset=utf-8",
  txt: "text/plain; charset=utf-8", csv: "text/csv; charset=utf-8", png: "image/png",
  xml: "application/xml; charset=utf-8", json: "application/json; charset=utf-8",
};

function headers(name, path, answer) {
  const of = answer.headers;
  const policy = of["content-security-policy"] ?? "";
  check(policy.startsWith("default-src 'none'"), `${name} ${path}: the policy is ${policy}`);
  const hasOwnStyle = /(briefings\/[^/]+\/email\.html|\.svg)$/.test(path);
  check(policy.includes("unsafe-inline") === hasOwnStyle, `${name} ${path}: the policy is ${policy}`);
  for (const [header, value] of [
    ["x-content-type-options", "nosniff"], ["referrer-policy", "same-origin"], ["x-robots-tag", "noindex"],
  ]) {
    check(of[header] === value, `${name} ${path}: ${header} is ${of[header]}`);
  }
  const lasts = /theme\/.*\.[0-9a-f]{12}\.(css|js|svg|png)$/.test(path);
  const caching = lasts ? "public, max-age=31536000, immutable" : "no-cache";
  check(of["cache-control"] === caching, `${name} ${path}: cache-control is ${of["cache-control"]}`);
}

/** What leads on has all headers; nginx names no host, which behind another server would be the wrong one. */
function leadsOn(name, path, answer) {
  headers(name, `${path} `, answer);
  const { location } = answer.headers;
  check(!name.startsWith("nginx") || location?.startsWith("/"), `${name} ${path}: leads to ${location}`);
}

async function file(name, port, base, site, path) {
  const plain = readFileSync(join(site, path));
  const url = `${base}${encoded(path)}`;
  const answer = await ask(port, url);
  check(answer.status === 200, `${name} ${path}: ${answer.status}`);
  check(answer.body.equals(plain), `${name} ${path}: other bytes`);
  headers(name, path, answer);
  const type = TYPES[path.split(".").pop()];
  const named = { "feed.xml": "application/atom+xml; charset=utf-8", "feed.json": "application/feed+json; charset=utf-8" };
  const kind = named[path.split("/").pop()] ?? type;
  check(!kind || answer.headers["content-type"]?.toLowerCase() === kind, `${name} ${path}: ${answer.headers["content-type"]}`);
  let twins = 0;
  for (const [ending, accept, unpack] of [["br", "gzip, br", brotliDecompressSync], ["gz", "gzip", gunzipSync]]) {
    if (!existsSync(join(site, `${path}.${ending}`))) continue;
    twins += 1;
    const packed = await ask(port, url, { "Accept-Encoding": accept });
    const of = packed.headers;
    const want = ending === "br" ? "br" : "gzip";
    check(packed.status === 200 && of["content-encoding"] === want, `${name} ${path}: ${packed.status}, sent as ${of["content-encoding"]}, not ${want}`);
    check(of["content-type"] === answer.headers["content-type"], `${name} ${path}: as ${ending} it is ${of["content-type"]}`);
    check(/accept-encoding/i.test(of.vary ?? ""), `${name} ${path}: Vary is ${of.vary}`);
    check(packed.body.equals(readFileSync(join(site, `${path}.${ending}`))), `${name} ${path}: the twin ${ending} is another`);
    headers(name, path, packed);
    check(of["content-encoding"] !== want || unpack(packed.body).equals(plain), `${name} ${path}: the twin ${ending} says something else`);
    // nginx reads this in its own way.
    const odd = name.startsWith("apache") ? ["br ; Q=0.000,gzip;q=0.0", "gzipped, abr"] : [];
    for (const refused of ["gzip;q=0, br;q=0", ...odd]) {
      const bare = await ask(port, url, { "Accept-Encoding": refused });
      check(!bare.headers["content-encoding"], `${name} ${path}: ${refused} is sent as ${bare.headers["content-encoding"]}`);
    }
    const wanted = await ask(port, url, { "Accept-Encoding": `deflate, ${want};q=0.5` });
    check(wanted.headers["content-encoding"] === want, `${name} ${path}: ${want};q=0.5 is not sent`);
  }
  return twins;
}

/** Asks for every file, page, redirect and twin, and for what is not there. */
export async function served(name, port, base, site) {
  const own = [".clipsheet", "nginx.conf", ".htaccess"];
  const all = files(site).filter((path) => !stubs.includes(path) && !own.some((start) => path.startsWith(start)) && !/\.(br|gz)$/.test(path));
  let twins = 0;
  // nginx shows this page only where there is none.
  for (const path of all.filter((path) => path !== "404.html")) twins += await file(name, port, base, site, path);
  const folders = all.filter((path) => path.endsWith("/index.html")).map((path) => path.slice(0, -"/index.html".length));
  for (const folder of folders) {
    const page = await ask(port, `${base}${encoded(folder)}/`, { "Accept-Encoding": "br" });
    check(page.status === 200 && /^text\/html/.test(page.headers["content-type"]), `${name} ${folder}/: ${page.status}`);
    const bare = await ask(port, `${base}${encoded(folder)}`);
    const to = new URL(bare.headers.location ?? "nowhere:", `http://127.0.0.1:${port}`);
    check(bare.status === 301 && to.pathname === `${base}${encoded(folder)}/`, `${name} ${folder}: ${bare.status} to ${to}`);
    leadsOn(name, folder, bare);
  }
  for (const [from, to] of redirects) {
    const spellings = from.endsWith("/") ? [from, from.slice(0, -1), `${from}index.html`] : [from];
    for (const spelling of spellings) {
      const answer = await ask(port, `${base}${encoded(spelling.slice(1))}`);
      const target = new URL(answer.headers.location ?? "nowhere:", `http://127.0.0.1:${port}`);
      check(answer.status === 301 && target.pathname === `${base}${to}`, `${name} ${spelling}: ${answer.status} to ${target}`);
      leadsOn(name, spelling, answer);
      check((await ask(port, target.pathname)).status === 200, `${name} ${spelling}: leads to nothing`);
    }
  }
  if (base !== "/") {
    const bare = await ask(port, base.slice(0, -1));
    const to = new URL(bare.headers.location ?? "nowhere:", `http://127.0.0.1:${port}`);
    check(bare.status === 301 && to.pathname === base, `${name} ${base.slice(0, -1)}: ${bare.status} to ${to}`);
    // Apache answers for it before it reads what stands in the folder.
    if (name.startsWith("nginx")) leadsOn(name, base.slice(0, -1), bare);
  }
  const missing = readFileSync(join(site, "404.html"));
  for (const path of ["nowhere", "no/where/", "theme/", ".well-known/", "articles/none/x.html", ".clipsheet-manifest.json", ".clipsheet-lock"]) {
    const answer = await ask(port, `${base}${path}`);
    check(answer.status === 404 && answer.body.equals(missing), `${name} ${path}: ${answer.status}`);
    headers(name, path, answer);
    const packed = await ask(port, `${base}${path}`, { "Accept-Encoding": "br" });
    check(packed.status === 404, `${name} ${path}: as br ${packed.status}`);
  }
  for (const path of ["nginx.conf", ".htaccess"]) {
    const answer = await ask(port, `${base}${path}`);
    check([403, 404].includes(answer.status), `${name} ${path}: ${answer.status}`);
  }
  return { files: all.length, folders: folders.length, twins };
}
