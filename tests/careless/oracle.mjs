// What is right: what a clean `clipsheet build` makes of the same sources.

import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";

/** Builds the site in `root` anew: its files by path, or none where it is broken; and what is wrong. */
export async function build(binary, root, work, options) {
  const out = await mkdtemp(path.join(work, "clean-"));
  const command = ["build", "--root", root, "--out", out, "--format", "json", ...options];
  const { code, stderr } = await new Promise((done) => {
    execFile(binary, command, { maxBuffer: 2 ** 26 }, (error, stdout, stderr) => done({ code: error?.code ?? 0, stderr }));
  });
  if (code !== 0 && code !== 1) throw new Error(`clipsheet build ended with ${code}\n${stderr}`);
  const files = code === 0 ? await filesBelow(out) : null;
  await rm(out, { recursive: true });
  return { site: files && new Site(files), report: stderr.split("\n").filter(Boolean).map((line) => JSON.parse(line)) };
}

/** All files below a folder, by their path in it. Those that only clipsheet reads are none. */
export async function filesBelow(folder) {
  const files = new Map();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.name.startsWith(".clipsheet-")) continue;
    // Older versions of Node.js call it otherwise.
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    files.set(path.relative(folder, file), await readFile(file));
  }
  return files;
}

/** A built site. */
export class Site {
  constructor(files) {
    this.files = files;
  }

  /** The file that an address shows, and whether there is one or only the page that says so. */
  at(address) {
    const inside = decodeURIComponent(address).replace(/^\//, "");
    const file = inside === "" || inside.endsWith("/") ? `${inside}index.html` : inside;
    const bytes = this.files.get(file);
    return { bytes: bytes ?? this.files.get("404.html"), isThere: bytes !== undefined };
  }

  /** The text of the file at an address. */
  text(address) {
    return this.at(address).bytes.toString();
  }

  /** The addresses of all files, as links would call them. */
  addresses() {
    return [...this.files.keys()].map((file) => `/${file.split("/").map(encodeURIComponent).join("/")}`);
  }
}

/** What is wrong, in a line each, in the order in which the preview shows it: errors first. */
export function lines(report) {
  const of = (severity) => report.filter((one) => one.severity === severity);
  return [...of("error"), ...of("warning")].map((one) => `${one.severity} ${one.code} ${one.path}:${one.line}:${one.column}`);
}
