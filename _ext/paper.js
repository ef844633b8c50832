// Makes one document of many pages: names unique, links within the book, tables in the appendix. Run by _ext/paper.py.
({ pages, site, table }) => {
  const root = new URL(".", document.baseURI);
  const own = new Map(pages.map((page) => [new URL(`${page}.html`, root).pathname, page]));
  const appendix = document.querySelector("#appendix");
  let number = 0;
  for (const part of document.querySelectorAll("section.page")) {
    const page = part.dataset.page;
    const base = new URL(`${page}.html`, root);
    part.querySelectorAll(".code.fold, .bibtex, .headerlink, .wrong, script, button, form, .toctree-wrapper").forEach((it) => it.remove());
    for (const image of part.querySelectorAll("img")) {
      image.loading = "eager";
      image.src = new URL(image.getAttribute("src"), base);
    }
    for (const named of part.querySelectorAll("[id]")) if (!named.closest("svg")) named.id = `${page}--${named.id}`;
    for (const link of part.querySelectorAll("a[href]")) {
      const goal = new URL(link.getAttribute("href"), base);
      const inside = own.get(goal.pathname);
      if (goal.protocol !== root.protocol) continue;
      if (inside) link.setAttribute("href", `#${inside}${goal.hash ? `--${decodeURIComponent(goal.hash.slice(1))}` : ""}`);
      else if (site) link.setAttribute("href", `${site}/${goal.pathname.slice(root.pathname.length)}${goal.hash}`);
      else link.removeAttribute("href");
    }
    const folds = part.querySelectorAll("details.behind");
    if (folds.length) {
      const title = document.createElement("h2");
      title.textContent = part.querySelector("h1").textContent;
      appendix.append(title);
    }
    for (const fold of folds) {
      const words = table.replace("{number}", ++number);
      const place = document.createElement("p");
      place.className = "behind";
      place.innerHTML = `<a href="#table-${number}"></a>`;
      place.firstChild.textContent = words;
      const head = document.createElement("p");
      head.className = "behind-title";
      head.id = `table-${number}`;
      head.textContent = `${number}. ${fold.querySelector("summary").textContent.trim()}`;
      fold.replaceWith(place);
      fold.querySelector("summary").remove();
      appendix.append(head, ...fold.childNodes);
    }
    part.querySelectorAll("details").forEach((fold) => (fold.open = true));
    if (!part.closest(".part")) continue;
    for (const heading of [...part.querySelectorAll("h1, h2, h3, h4, h5")]) {
      const lower = document.createElement(`h${Number(heading.tagName[1]) + 1}`);
      lower.append(...heading.childNodes);
      heading.replaceWith(lower);
    }
  }
}
