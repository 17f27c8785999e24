// A small link beside each heading, quote, figure and event that copies its address. Where nothing can be copied,
// as on a server without TLS, it is a link as any other.
{
  const said = document.getElementById("aid-said");

  const copy = async (event) => {
    const link = event.currentTarget;
    const isPlain = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (isPlain || !navigator.clipboard) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      // Said anew, though it may be the same words.
      said.textContent = "";
      setTimeout(() => { said.textContent = said.dataset.copied; }, 50);
      link.classList.add("copied");
      setTimeout(() => {
        link.classList.remove("copied");
        said.textContent = "";
      }, 2000);
    } catch {
      location.href = link.href;
    }
  };

  const add = (place, url) => {
    const link = document.createElement("a");
    link.className = "permalink";
    link.href = url;
    link.title = said.dataset.copy;
    link.setAttribute("aria-label", said.dataset.copy);
    link.addEventListener("click", copy);
    place.append(link);
  };

  if (said) {
    for (const place of document.querySelectorAll("main [data-permalink]")) add(place, place.dataset.permalink);
    for (const heading of document.querySelectorAll("main :is(h2, h3, h4)[id]:not([data-permalink], .label-head)")) {
      add(heading, `#${encodeURIComponent(heading.id)}`);
    }
  }
}
