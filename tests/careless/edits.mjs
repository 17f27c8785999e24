// What a careless editor does to the sample site: edits, after which it has no mistake, and breaks.

import path from "node:path";

/** The files that bear the mark: see `coherent`. Only that edit changes their marks. */
const SETTINGS = "content/site.yaml";
const BASE = "themes/default/templates/base.html";
const STYLE = "themes/default/static/style.css";
const MARK = "themes/default/static/mark.svg";

/** Whether a file bears the mark. */
export const bearsMark = (file) => [SETTINGS, BASE, STYLE, MARK].includes(file);

/** Sample articles whose address may change. */
const WANDERING = ["thirty-or-twenty-two", "a-rival-in-the-memo"];

/** The articles that the editor makes, moves and removes. */
const OWN = /^content\/articles\/own[^/]*\/[^/]+\.md$/;
const OWN_NAMES = ["own-a", "own-b", "own-c", "own-d"];

const WORDS = "late early plain quiet seldom ledger courier margin column edition proof galley ink paper desk".split(" ");

/** Whether the page at an address may come and go. */
export function mayBeMissing(address) {
  return [...WANDERING, "own-"].some((name) => address.includes(`/${name}`)) || address === "/favicon.ico";
}

/** The files of the sample as the test begins: with marks, and with articles of the editor's own. */
export function prepare(files) {
  const base = files.get(BASE)
    .replace("<head>", '<head>\n<meta name="mark" content="1">')
    .replace("</main>", '</main>\n<img class="mark" src="{{ site.theme_url }}/mark.svg" alt="">');
  if (!base.includes('name="mark"') || !base.includes('class="mark"')) throw new Error("base.html has no place for the marks");
  files.set(BASE, base);
  files.set(STYLE, `${files.get(STYLE)}\n:root { --mark: "<1>"; }\n:root { --style: "0"; }\n`);
  files.set(MARK, picture(1));
  // At an address without a path, so that the preview serves the site at `/`.
  const settings = setKey(files.get(SETTINGS), "base_url", "https://example.org");
  files.set(SETTINGS, setKey(settings, "place", "Mark 1"));
  files.set("content/static/own.svg", picture(40));
  OWN_NAMES.forEach((name) => Object.entries(article(name, "own")).forEach(([file, text]) => files.set(file, text)));
  return files;
}

function picture(width) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20"><rect width="${width}" height="20" fill="gray"/></svg>\n`;
}

/** An article of the editor's own, long enough to scroll, with its annotations. */
function article(name, folder) {
  const paragraphs = Array.from({ length: 30 }, (_, n) => `Paragraph ${n} of ${name}. Amazon and OpenAI are named here, and so is Microsoft.`);
  const text = ["---", `title: The article ${name}`, "published: 2026-04-20", "topics: [cloud]", "image: {src: /own.svg, alt: A grey bar}", "---", "",
    `The careless editor of ${name} said so. "We save what we like," she said.`, "", paragraphs.join("\n\n"), "", "Careless edit 0.", ""];
  const notes = ["quotes:", `  - {id: save, exact: "We save what we like,", role: Editor}`,
    "notes:", `  - {id: gloss, exact: "The careless editor of ${name}", text: "Note 0"}`, ""];
  return { [`content/articles/${folder}/${name}.md`]: text.join("\n"), [`content/articles/${folder}/${name}.yaml`]: notes.join("\n") };
}

/** A YAML text, or one with front matter, in which a key of the top level has a value; without value, it has no such key. */
function setKey(text, key, value) {
  const line = new RegExp(`^${key}:.*\n`, "m");
  const without = text.replace(line, "");
  if (value === null) return without;
  const said = `${key}: ${value}\n`;
  if (line.test(text)) return text.replace(line, () => said);
  return text.startsWith("---\n") ? `---\n${said}${without.slice(4)}` : `${without}${said}`;
}

const number = (desk) => (desk.count += 1);
const words = (dice) => Array.from({ length: 3 + dice.below(8) }, () => dice.pick(WORDS)).join(" ");
const articles = (desk) => desk.paths(/^content\/articles\/.*\.md$/);

/** A file with one replacement; nothing where there is nothing to replace. */
function replaced(desk, file, pattern, by) {
  const text = desk.files.get(file);
  return pattern.test(text) ? { [file]: text.replace(pattern, by) } : null;
}

/** New words at the end of a text. */
export function write(desk, dice, file) {
  const text = desk.files.get(file).replace(/\n\nCareless edit \d[^\n]*\n*$/, "\n");
  return { [file]: `${text.trimEnd()}\n\nCareless edit ${number(desk)}: ${words(dice)}.\n` };
}

function title(desk, dice) {
  const file = dice.pick(articles(desk));
  return replaced(desk, file, /^title: ([^"\n]*?)( Nr\. \d+)?$/m, (_, was) => `title: ${was} Nr. ${number(desk)}`);
}

function annotation(desk, dice) {
  const file = dice.pick(desk.paths(/^content\/articles\/.*\.yaml$/));
  const kinds = [
    [/text: "Note \d+"/, () => `text: "Note ${number(desk)}"`],
    [/^( +role: [A-Z][\w ]*?)( Nr\. \d+)?$/m, (_, was) => `${was} Nr. ${number(desk)}`],
    [/^( +title: [A-Z][\w' ]*?)( Nr\. \d+)?$/m, (_, was) => `${was} Nr. ${number(desk)}`],
  ];
  return replaced(desk, file, ...dice.pick(kinds));
}

function name(desk, dice) {
  const file = dice.pick(desk.paths(/^content\/(companies|people|publications)\//));
  return replaced(desk, file, /^name: (.*?)( Nr\. \d+)?$/m, (_, was) => (dice.chance(40) ? `name: ${was}` : `name: ${was} Nr. ${number(desk)}`));
}

function setting(desk, dice) {
  const [key, values] = dice.pick([
    ["tagline", [`Edit ${number(desk)}`]],
    ["title", [`The Clipping Desk ${number(desk)}`]],
    ["language", ["en", "de", "fr", "ja", "ar"]],
    ["urls", ["index", "directory"]],
    ["excerpt_words", ["6", "12", "18"]],
    ["base_url", ["https://careless.example", null]],
    ["menu", ["[{label: About, url: /about/}, {label: Times, url: /timeline/}]", null]],
    ["theme_settings", [`{footer: Edit ${number(desk)}}`, null]],
  ]);
  return { [SETTINGS]: setKey(desk.files.get(SETTINGS), key, dice.pick(values)) };
}

/** The other theme, which extends the default one, or the default one again. */
function theme(desk) {
  const settings = desk.files.get(SETTINGS);
  const other = "themes/careless/templates/page.html";
  if (/^theme:/m.test(settings)) return { [SETTINGS]: setKey(settings, "theme", null) };
  const changes = { [SETTINGS]: setKey(settings, "theme", "careless"), "themes/careless/theme.yaml": "name: careless\n" };
  changes[other] = inContent(desk.spare.get("themes/default/templates/page.html"), `<p>The other theme, edit ${number(desk)}</p>`);
  return changes;
}

/** A template with something more at the start of its content. */
function inContent(template, more) {
  return template.replace(/(\{% block content %\}\n)/, (start) => `${start}${more}\n`);
}

function template(desk, dice) {
  const file = `themes/default/templates/${dice.pick(["article", "home", "company", "quote", "timeline", "404"])}.html`;
  const text = desk.files.get(file);
  // Without it, the one in the program is used.
  if (text && dice.chance(15)) return { [file]: null };
  const plain = (text ?? desk.spare.get(file)).replace(/<!-- edit \d+ -->\n/, "");
  return { [file]: inContent(plain, `<!-- edit ${number(desk)} -->`) };
}

/** A change of the markup around every page that leaves the marks as they are. */
function base(desk) {
  const plain = desk.files.get(BASE).replace(/<!-- edit \d+ -->\n/, "");
  return { [BASE]: plain.replace("<main ", () => `<!-- edit ${number(desk)} -->\n<main `) };
}

export function style(desk) {
  return replaced(desk, STYLE, /--style: "\d+"/, () => `--style: "${number(desk)}"`);
}

export function image(desk) {
  return { "content/static/own.svg": picture(40 + (number(desk) % 400)) };
}

function staticFile(desk, dice) {
  const file = `content/static/${dice.pick(["a.txt", "b.txt", "deep/c.txt"])}`;
  return { [file]: desk.files.has(file) && dice.chance(50) ? null : `${number(desk)}\n` };
}

function ownArticle(desk, dice) {
  const name = dice.pick(OWN_NAMES);
  const there = desk.paths(OWN).find((file) => file.endsWith(`/${name}.md`));
  if (there) return { [there]: null, [there.replace(".md", ".yaml")]: null };
  return article(name, "own");
}

function slug(desk, dice) {
  const file = dice.pick(articles(desk).filter((file) => OWN.test(file) || WANDERING.some((name) => file.endsWith(`/${name}.md`))));
  if (!file) return null;
  const stem = /([^/]+)\.md$/.exec(file)[1];
  return { [file]: setKey(desk.files.get(file), "slug", dice.chance(30) ? null : `${stem}-${number(desk)}`) };
}

/** Another file name, and with it another id. */
function renamed(desk, dice) {
  const from = dice.pick(desk.paths(OWN));
  if (!from) return null;
  const to = from.replace(/\/(own-[a-d])[^/]*\.md$/, (_, stem) => `/${stem}${dice.chance(30) ? "" : `-${number(desk)}`}.md`);
  // An article of this name may be in the other folder.
  if (desk.paths(OWN).some((file) => path.basename(file) === path.basename(to))) return null;
  const yaml = (file) => file.replace(".md", ".yaml");
  return { [to]: desk.files.get(from), [yaml(to)]: desk.files.get(yaml(from)), [from]: null, [yaml(from)]: null };
}

/** Every edit with how often it is made among all, and what it is called. */
const EDITS = [
  [20, "words of an article", (desk, dice) => write(desk, dice, dice.pick(articles(desk)))],
  [6, "words of a profile or page", (desk, dice) => write(desk, dice, dice.pick(desk.paths(/^content\/(companies|people|pages)\//)))],
  [8, "a title", title],
  [8, "an annotation", annotation],
  [5, "a name", name],
  [7, "a setting", setting],
  [3, "the theme", theme],
  [6, "a template", template],
  [2, "the template of all pages", base],
  [6, "the style sheet", style],
  [5, "an image", image],
  [3, "a file", staticFile],
  [5, "an article comes or goes", ownArticle],
  [5, "an article's address", slug],
  [4, "an article's id", renamed],
].map(([weight, what, edit]) => [weight, { what, edit }]);

/** Makes one edit. */
export async function edit(desk, dice) {
  const { what, edit } = dice.weighted(EDITS);
  const changes = edit(desk, dice);
  if (changes) await desk.change(what, changes, dice);
}

/** Moves the editor's own articles to another folder. */
export async function moveFolder(desk) {
  const from = desk.paths(OWN)[0]?.split("/").slice(0, 3).join("/");
  const to = from === "content/articles/own" ? "content/articles/own-elsewhere" : "content/articles/own";
  // Where both are there, there is nothing that could be moved at once.
  if (from && !desk.paths(new RegExp(`^${to}/`)).length) await desk.moveFolder(from, to);
}

/** Every mistake, with what it is called: the text of a file that is wrong, or nothing where there is no such file. */
const BREAKS = [
  ["YAML that is none", (desk, dice) => {
    const file = dice.pick([...articles(desk), ...desk.paths(/^content\/companies\//)]);
    return { [file]: desk.files.get(file).replace("---\n", '---\nodd: "open\n') };
  }],
  ["a key that there is not", (desk, dice) => {
    const file = dice.pick(articles(desk));
    return { [file]: desk.files.get(file).replace("---\n", "---\ntitel: T\n") };
  }],
  ["a quotation that is not there", (desk, dice) => {
    const file = dice.pick(desk.paths(/^content\/articles\/.*\.yaml$/));
    return replaced(desk, file, /exact: "[^"]*"/, 'exact: "words that nobody wrote"');
  }],
  ["a link to nothing", (desk, dice) => {
    const file = dice.pick(desk.paths(/^content\/(articles|pages)\/.*\.md$/));
    return { [file]: `${desk.files.get(file)}\nSee [this](/nothing/).\n` };
  }],
  ["a wrong template", (desk, dice) => {
    const file = dice.pick(desk.paths(/^themes\/default\/templates\/(article|home|page|base)/));
    return { [file]: `${desk.files.get(file)}{% if %}\n` };
  }],
  ["no settings", () => ({ [SETTINGS]: null })],
  ["wrong settings", (desk) => ({ [SETTINGS]: `${desk.files.get(SETTINGS)}odd: [a, b\n` })],
  ["a sidecar alone", (desk, dice) => {
    const file = dice.pick(articles(desk).filter((file) => desk.files.has(file.replace(".md", ".yaml"))));
    return { [file]: null };
  }],
];

/** Makes one mistake. */
export async function breakOne(desk, dice) {
  const [what, edit] = dice.pick(BREAKS);
  const changes = edit(desk, dice);
  if (changes) await desk.break(what, changes);
  return Boolean(changes);
}

/** Breaks the settings, whatever else is wrong. */
export function close(desk) {
  return desk.break("closed for a coherent change", { [SETTINGS]: `${desk.files.get(SETTINGS)}odd: [a, b\n` });
}

/**
 * Sets the mark in all places that bear it: settings, template, style sheet and image. While the settings are broken
 * nothing is published; so of each generation all marks are the same, and a page that shows two is mixed.
 */
export async function coherent(desk, dice) {
  const mark = number(desk);
  const text = (file, pattern, by) => desk.files.get(file).replace(pattern, by);
  await desk.change(`mark ${mark}`, {
    [BASE]: text(BASE, /name="mark" content="\d+"/, `name="mark" content="${mark}"`),
    [STYLE]: text(STYLE, /--mark: "<\d+>"/, `--mark: "<${mark}>"`),
    [MARK]: picture(mark),
  }, dice);
  await desk.change(`mark ${mark}`, { [SETTINGS]: setKey(desk.files.get(SETTINGS), "place", `Mark ${mark}`) }, dice);
}
