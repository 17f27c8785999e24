// The sample behind real servers, and from the disk, before a real browser.

import { chmodSync, mkdtempSync, mkdirSync, rmSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { build, write } from "./site.mjs";
import { start } from "./servers.mjs";
import { files, served, troubles } from "./checks.mjs";

const [program, browser, nginx, apache] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), "clipsheet-hosting-"));
// The servers run as another user.
chmodSync(work, 0o755);

/** Opens pages and notes each link that is broken, each request that fails and each word on the console. */
async function looked(name, context, site, at, paths) {
  const page = await context.newPage();
  const tell = (words) => troubles.push(`${name}: ${words}`);
  // A browser asks for this by itself, and a site may have none.
  const isIcon = (url) => url.endsWith("/favicon.ico");
  page.on("console", (message) => isIcon(message.location().url) || tell(`${page.url()} says ${message.text()}`));
  page.on("pageerror", (error) => tell(`${page.url()}: ${error}`));
  let isLeading = false;
  page.on("requestfailed", (request) => isLeading || tell(`${request.url()} fails on ${page.url()}: ${request.failure()?.errorText}`));
  page.on("response", (answer) => answer.status() >= 400 && !isIcon(answer.url()) && tell(`${answer.url()}: ${answer.status()}`));
  const links = new Set();
  for (const path of paths) {
    const url = at + path.split("/").map(encodeURIComponent).join("/");
    // A page that leads on stops loading what it has begun to.
    const leadsOn = readFileSync(join(site, path), "utf8").includes('http-equiv="refresh"');
    isLeading = leadsOn;
    await page.goto(url, { waitUntil: leadsOn ? "commit" : "load" }).catch((error) => tell(`${url}: ${error}`));
    if (leadsOn) {
      await page.waitForURL((to) => to.pathname !== new URL(url).pathname).catch((error) => tell(`${url}: ${error}`));
    }
    isLeading = false;
    const found = await steady(page, () => ({
      links: [...document.querySelectorAll("[href], [src]")].map((of) => of.href?.baseVal ?? of.href ?? of.src)
        .map((link) => new URL(link, document.baseURI).href),
      broken: [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src),
    }));
    found.broken.forEach((image) => tell(`${url} shows no ${image}`));
    found.links.forEach((link) => links.add(link.split("#")[0]));
  }
  await page.close();
  return links;
}

/** What a page says, or the one that it leads on to. */
async function steady(page, ask) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await page.evaluate(ask);
    } catch (error) {
      if (tries === 5) throw error;
      await page.waitForLoadState("load");
    }
  }
}

async function fromDisk(context) {
  const site = join(work, "a folder #1 of 100%");
  build(program, join(work, "root"), site);
  const pages = files(site).filter((path) => path.endsWith(".html") && path !== "404.html");
  const links = await looked("file", context, site, `${pathToFileURL(site).href}/`, pages);
  const inside = [...links].filter((link) => link.startsWith("file:"));
  for (const link of inside) {
    try {
      readFileSync(new URL(link));
    } catch (error) {
      troubles.push(`file: ${link} leads nowhere: ${error.code}`);
    }
  }
  return `${pages.length} pages and ${inside.length} links from the disk`;
}

async function behind(kind, path, base, context) {
  const root = join(work, `${kind}${base.replaceAll("/", "-")}`, "www");
  const site = join(root, base);
  mkdirSync(root, { recursive: true });
  const styles = base === "/" ? [] : ["--minify"];
  build(program, join(work, "root"), site.replace(/\/$/, ""), "--host", kind, "--precompress", "gz,br", "--base-url", `https://example.org${base}`, ...styles);
  const server = await start(kind, path, join(root, "..", "server"), root, site.replace(/\/$/, ""));
  try {
    const name = `${kind} ${base}`;
    const seen = await served(name, server.port, base, site.replace(/\/$/, ""));
    const at = `http://127.0.0.1:${server.port}${base}`;
    const folder = site.replace(/\/$/, "");
    const pages = files(folder).filter((path) => path.endsWith(".html") && path !== "404.html");
    const opened = kind === "nginx" && base !== "/" ? pages : pages.filter((_, number) => number % 12 === 0);
    await looked(name, context, folder, at, opened);
    return `${name}: ${seen.files} files, ${seen.folders} folders, ${seen.twins} twins, ${opened.length} pages in the browser`;
  } finally {
    await server.end();
  }
}

/** That the checks see what is wrong: a server without what clipsheet writes for it. */
async function unhelped() {
  const root = join(work, "bare");
  build(program, join(work, "root"), root, "--base-url", "https://example.org/");
  const server = await start("apache", apache, join(work, "bare-server"), root);
  await served("bare", server.port, "/", root).finally(() => server.end());
  const seen = troubles.splice(0);
  for (const words of ["policy", "cache-control"]) {
    if (!seen.some((trouble) => trouble.includes(words))) throw new Error(`the checks do not see the ${words}`);
  }
  if (!seen.some((trouble) => trouble.includes("nowhere: 404"))) throw new Error("the checks do not see the page for what is not there");
}

let context;
try {
  write(join(work, "root"));
  await unhelped();
  context = await chromium.launchPersistentContext(join(work, "profile"), {
    executablePath: browser,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  const done = [await fromDisk(context)];
  for (const base of ["/", "/news/desk/"]) {
    done.push(await behind("nginx", nginx, base, context));
    done.push(await behind("apache", apache, base, context));
  }
  done.forEach((line) => console.log(line));
} finally {
  await context?.close();
  if (process.env.CLIPSHEET_KEEP) console.log(work);
  else rmSync(work, { recursive: true, force: true });
}
if (troubles.length > 0) {
  console.error(`${troubles.length} troubles:\n${troubles.slice(0, 60).join("\n")}`);
  process.exit(1);
}
