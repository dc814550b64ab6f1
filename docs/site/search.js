// The search of the documentation: a section matches if each word is in it, at the beginning of a word. The index is PAGES, in a separate file.
"use strict";
(() => {
  const root = document.body.dataset.root;
  const field = document.getElementById("search-input");
  const list = document.getElementById("found");
  const most = 12;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const sections = PAGES.flatMap((page) => page.sections.map(([heading, anchor, text]) => ({
    page, heading, anchor, text, head: plain(`${page.title} ${heading}`), body: plain(text),
  })));
  const isLetter = (text, at) => at >= 0 && /[\p{L}\p{N}]/u.test(text[at]);
  const begins = (text, word) => {
    let at = text.indexOf(word);
    while (at >= 0 && isLetter(text, at - 1)) at = text.indexOf(word, at + 1);
    return at >= 0;
  };

  const rank = (section, words) => {
    let sum = 0;
    for (const word of words) {
      const score = (begins(section.head, word) ? 10 : 0) + (begins(section.body, word) ? 1 : 0);
      if (!score) return 0;
      sum += score;
    }
    return sum;
  };

  const excerpt = (section, word) => {
    const at = Math.max(0, section.body.indexOf(word));
    const start = Math.max(0, at - 60);
    return (start ? "… " : "") + section.text.slice(start, at + 120);
  };

  const show = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const found = words.length ? sections.map((section) => [rank(section, words), section]).filter(([score]) => score) : [];
    found.sort((one, other) => other[0] - one[0]);
    list.replaceChildren(...found.slice(0, most).map(([, section]) => {
      const item = document.createElement("li"), link = document.createElement("a"), text = document.createElement("p");
      link.href = root + section.page.address + (section.anchor ? `#${section.anchor}` : "");
      link.textContent = section.heading === section.page.title ? section.heading : `${section.page.title}: ${section.heading}`;
      text.textContent = excerpt(section, words[0]);
      item.append(link, text);
      return item;
    }));
    if (words.length && !found.length) {
      const item = document.createElement("li");
      item.textContent = "Nothing found.";
      list.append(item);
    }
    list.hidden = !words.length;
  };

  field.closest("search").hidden = false;
  field.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") list.hidden = true;
    if (event.key === "/" && !["INPUT", "TEXTAREA"].includes(document.activeElement.tagName)) { event.preventDefault(); field.focus(); }
  });
})();
