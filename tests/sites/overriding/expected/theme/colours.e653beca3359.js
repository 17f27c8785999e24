// The colours that the reader chose, before anything is drawn; so it stands in the head and is waited for.
// What is remembered may be refused: on some disks, and where a browser keeps nothing.
{
  const KEY = "clipsheet-colours";
  const CHOICES = ["light", "dark", "contrast"];
  const root = document.documentElement;
  let chosen = null;
  // For each colour of the browser's bar when the page itself wants it.
  const wanted = new Map();

  const recall = () => {
    try {
      chosen = localStorage.getItem(KEY);
    } catch {
      // Then the choice holds for this page.
    }
    apply();
  };

  const remember = () => {
    try {
      if (chosen) localStorage.setItem(KEY, chosen);
      else localStorage.removeItem(KEY);
    } catch {
      // As above.
    }
  };

  const apply = () => {
    if (!CHOICES.includes(chosen)) chosen = null;
    if (chosen) root.dataset.theme = chosen;
    else delete root.dataset.theme;
    // The bar of the browser: high contrast is as light or dark as the system.
    for (const meta of document.querySelectorAll("meta[name='theme-color']")) {
      if (!wanted.has(meta)) wanted.set(meta, meta.media);
      const own = wanted.get(meta);
      meta.media = ["light", "dark"].includes(chosen) ? (own.includes(chosen) ? "all" : "not all") : own;
    }
    const control = document.getElementById("aid-colours");
    if (control) control.value = chosen ?? "";
  };

  recall();
  // The style sheet shows what needs scripts, without anything moving later.
  root.dataset.scripts = "";

  document.addEventListener("DOMContentLoaded", () => {
    apply();
    document.getElementById("aid-colours")?.addEventListener("change", (event) => {
      chosen = event.target.value;
      apply();
      remember();
    });
  });
  // Another tab has chosen, or this page was left and is shown again.
  addEventListener("storage", (event) => event.key === KEY && recall());
  addEventListener("pageshow", (event) => event.persisted && recall());
}
