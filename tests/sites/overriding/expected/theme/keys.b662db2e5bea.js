// Keys: `?` says which there are, `/` opens the jump box. A key that is written somewhere is no command, and a
// reader who speaks to the computer, or whose hand slips, can turn them off (WCAG 2.1.4).
{
  const KEY = "clipsheet-keys";
  const help = document.getElementById("aid-keys");
  const jump = document.getElementById("aid-jump");
  const use = document.getElementById("aid-keys-use");

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
    // A click beside it closes it: there the dialog itself is hit, and nothing in it.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    for (const button of dialog.querySelectorAll(".aid-close")) button.addEventListener("click", () => dialog.close());
  }

  const isWritten = (event) => {
    const [target] = event.composedPath();
    return event.isComposing || target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.nodeName);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isWritten(event)) return;
    if (use && !use.checked) return;
    const dialog = { "?": help, "/": jump }[event.key];
    if (!dialog) return;
    event.preventDefault();
    open(dialog);
  });
}
