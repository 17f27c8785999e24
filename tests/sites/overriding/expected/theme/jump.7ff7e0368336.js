// The jump box: names of companies, people, sources, stories and topics, and the way to their pages. All names are
// loaded when it is opened first, as a script, because a page on a disk can load nothing else.
{
  const MOST = 12;
  const dialog = document.getElementById("aid-jump");
  const field = document.getElementById("aid-jump-field");
  const list = document.getElementById("aid-jump-list");
  const said = document.getElementById("aid-jump-said");

  /** Every name, with all that it can be found by. */
  let names = null;
  let current = -1;

  // Without case and accents; marks that make another letter, as in Japanese, stay.
  const fold = (text) =>
    text.toUpperCase().toLowerCase().normalize("NFKD").replace(/(?![\u3099\u309a])\p{M}/gu, "");

  const isWordStart = (text, at) => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]);

  /** How well a name fits: the less the better, and nothing where it does not. */
  const fit = (text, words) => {
    let worst = 0;
    for (const word of words) {
      let at = text.indexOf(word);
      if (at < 0) return null;
      // Scripts without spaces have no starts of words; there a name is found by any part.
      while (at >= 0 && !isWordStart(text, at)) at = text.indexOf(word, at + 1);
      worst = Math.max(worst, at === 0 ? 0 : at > 0 ? 1 : 2);
    }
    return worst;
  };

  const find = (query) => {
    const words = fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const found = [];
    for (const name of names) {
      const fits = name.folded.map((text) => fit(text, words)).filter((n) => n !== null);
      if (fits.length) found.push({ ...name, rank: Math.min(...fits) });
    }
    return found.sort((a, b) => a.rank - b.rank || a.folded[0].length - b.folded[0].length);
  };

  const show = (found) => {
    list.replaceChildren(...found.slice(0, MOST).map((name, at) => {
      const option = document.createElement("li");
      option.id = `aid-jump-${at}`;
      option.setAttribute("role", "option");
      option.dataset.url = name.url;
      const label = document.createElement("span");
      label.textContent = name.label;
      const kind = document.createElement("span");
      kind.className = "meta";
      kind.textContent = name.kind;
      option.append(label, " ", kind);
      return option;
    }));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    choose(found.length ? 0 : -1);
    said.textContent = names && !found.length && field.value.trim() ? said.dataset.nothing : "";
  };

  const choose = (at) => {
    current = at;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };

  const go = (option) => {
    if (!option) return;
    dialog.close();
    location.href = option.dataset.url;
  };

  const search = () => names && show(find(field.value));

  const load = () => {
    if (names) return;
    const script = document.createElement("script");
    script.src = dialog.dataset.names;
    window.clipsheetNames = (groups) => {
      // Addresses start at the front page, which is above the script's folder.
      const root = new URL("../", script.src);
      names = groups.flatMap(({ kind, names }) => names.map(([label, path, ...others]) => (
        { kind, label, url: new URL(path, root).href, folded: [label, ...others].map(fold) }
      )));
      search();
    };
    // What could not be loaded is asked for again when the box is opened again.
    script.onerror = () => {
      said.textContent = said.dataset.failed;
      script.remove();
    };
    script.onload = script.remove.bind(script);
    document.head.append(script);
  };

  if (dialog) {
    new MutationObserver(() => {
      if (!dialog.open) return;
      load();
      field.select();
    }).observe(dialog, { attributeFilter: ["open"] });
    field.addEventListener("input", search);
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const last = list.children.length - 1;
      const step = { ArrowDown: current < last ? current + 1 : 0, ArrowUp: current > 0 ? current - 1 : last }[event.key];
      if (step !== undefined && last >= 0) {
        event.preventDefault();
        choose(step);
      } else if (event.key === "Enter") {
        event.preventDefault();
        go(list.children[current]);
      }
    });
    list.addEventListener("click", (event) => go(event.target.closest("[role=option]")));
  }
}
