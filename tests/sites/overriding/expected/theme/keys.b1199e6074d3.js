// Keys: `?` says which there are, `/` opens the jump box. A key that is written somewhere is no command, and a
// reader who speaks to the computer, or whose hand slips, can turn them off (WCAG 2.1.4).
{
  const KEY = "clipsheet-keys";
  const help = document.getElementById("aid-keys");
  const jump = document.getElementById("aid-jump");
  const use = document.getElementById("aid-keys-use");
  // Arabic keyboards have a question mark of their own, and Japanese ones write wide signs.
  const KEYS = new Map([["?", help], ["؟", help], ["？", help], ["/", jump], ["／", jump]]);

  try {
    if (use) use.checked = localStorage.getItem(KEY) !== "off";
  } catch {
    // Then they are on, and off for this page.
  }
  use?.addEventListener("change", () => {
    try {
      if (use.checked) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, "off");
    } catch {
      // As above.
    }
  });

  const open = (dialog) => {
    if (dialog && !document.querySelector("dialog[open]")) dialog.showModal();
  };

  for (const dialog of [help, jump]) {
    if (!dialog) continue;
    document.querySelector(`[aria-controls="${dialog.id}"]`)?.addEventListener("click", () => open(dialog));
    // A click beside it closes it. One that was begun in it does not, as where text is chosen and drawn out of it.
    let isBeside = false;
    dialog.addEventListener("pointerdown", ({ clientX, clientY }) => {
      const { left, right, top, bottom } = dialog.getBoundingClientRect();
      isBeside = clientX < left || clientX > right || clientY < top || clientY > bottom;
    });
    dialog.addEventListener("click", (event) => event.target === dialog && isBeside && dialog.close());
    for (const button of dialog.querySelectorAll(".aid-close")) button.addEventListener("click", () => dialog.close());
  }

  const isWritten = (event) => {
    const [target] = event.composedPath();
    // A box that was closed just now still has the focus until the page is drawn again.
    if (target.closest?.("dialog:not([open])")) return false;
    return event.isComposing || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.nodeName);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isWritten(event)) return;
    if (use && !use.checked) return;
    const dialog = KEYS.get(event.key);
    if (!dialog) return;
    event.preventDefault();
    open(dialog);
  });
}
