// A small link at the end of each heading, quote, figure and event that copies its address. Where nothing can be
// copied, as on a server without TLS, it is a link as any other, and says so.
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

  /** Puts the words of a heading into an element that is the heading, so that the link is no part of its name. */
  const setApart = (heading) => {
    const words = document.createElement("span");
    words.setAttribute("role", "heading");
    words.setAttribute("aria-level", heading.nodeName[1]);
    words.append(...heading.childNodes);
    if (heading.id) words.id = heading.id;
    heading.removeAttribute("id");
    heading.setAttribute("role", "none");
    heading.append(words);
  };

  /** What a link is told from others by: the first words of the quote, or what it stands at. */
  const nameOf = (place) => {
    const words = place.closest("figure")?.querySelector("blockquote") ?? place;
    return words.textContent.replace(/\s+/g, " ").trim().replace(/^(.{60}\S*) .*/, "$1…");
  };

  const add = (place, url) => {
    const link = document.createElement("a");
    link.className = "permalink";
    link.href = url;
    link.title = navigator.clipboard ? said.dataset.copy : said.dataset.here;
    link.setAttribute("aria-label", `${link.title}: ${nameOf(place)}`);
    link.addEventListener("click", copy);
    if (/^H\d$/.test(place.nodeName)) setApart(place);
    place.append(link);
  };

  if (said) {
    for (const heading of document.querySelectorAll("main :is(h2, h3, h4)[id]:not([data-permalink], .label-head)")) {
      heading.dataset.permalink = `#${encodeURIComponent(heading.id)}`;
    }
    for (const place of document.querySelectorAll("main [data-permalink]")) add(place, place.dataset.permalink);
  }
}
