// Keys as in the terminal, the query explained while it is typed, and a range of time by dragging. Everything works without this.
"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  document.documentElement.classList.add("scripted");

  // Keys
  let at = -1;
  const step = (by) => {
    const rows = all(".hit").length ? all(".hit") : all(".story mark");
    if (!rows.length) return;
    rows.forEach((row) => row.classList.remove("at"));
    at = Math.max(0, Math.min(rows.length - 1, at + by));
    rows[at].classList.add("at");
    rows[at].scrollIntoView({ block: "nearest" });
    const link = rows[at].querySelector("h3 a");
    if (link) link.focus({ preventScroll: true });
  };
  const open = () => {
    const row = all(".hit")[at];
    const link = (row || document).querySelector('a[rel~="external"]');
    if (link) link.click();
  };
  const fold = () => {
    const parts = all("details.removed");
    const shut = parts.some((part) => !part.open);
    parts.forEach((part) => { part.open = shut; });
  };
  const ask = () => {
    const line = one("#q") || one(".ask input");
    if (line) { line.focus(); line.select(); } else { location.assign("/search"); }
  };
  const does = { "/": ask, j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1), o: open, r: fold, "?": () => one("#keys").showModal() };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing && event.key === "Escape") { typing.blur(); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
    if (Object.hasOwn(does, event.key)) { event.preventDefault(); does[event.key](); }
  });

  // The query, explained while it is typed
  const line = one("#q");
  const told = one("#understood");
  if (line && told) {
    let timer = 0;
    let asked = 0;
    const put = (kind, lines) => {
      const box = document.createElement("div");
      box.className = kind;
      lines.forEach(([tag, text]) => {
        const part = document.createElement(tag);
        part.textContent = text;
        if (tag === "pre") part.className = "caret";
        box.append(part);
      });
      told.replaceChildren(box);
    };
    const explain = async () => {
      const mine = ++asked;
      const form = new FormData(line.form);
      const query = new URLSearchParams({ q: line.value });
      for (const name of ["from", "to"]) if (form.get(name)) query.set(name, form.get(name));
      try {
        const answer = await fetch(`/api/v1/explain?${query}`);
        const found = await answer.json();
        if (mine !== asked) return;
        line.toggleAttribute("aria-invalid", !answer.ok);
        if (answer.ok) put("understands", [["pre", found.explanation], ...found.notes.map((note) => ["p", note])]);
        else put("trouble", [["p", found.detail], ...(found.caret ? [["pre", found.caret]] : [])]);
      } catch { /* the server is away; the form says so when it is sent */ }
    };
    line.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(explain, 200); });
  }

  // A range of time, by dragging over its bars
  const times = one(".timeline svg");
  if (times) {
    let first = null;
    let last = null;
    const bars = [...times.querySelectorAll("a")];
    const number = (event) => {
      const box = times.getBoundingClientRect();
      return Math.max(0, Math.min(bars.length - 1, Math.floor(((event.clientX - box.left) / box.width) * bars.length)));
    };
    const show = () => bars.forEach((bar, place) => {
      const within = first !== null && place >= Math.min(first, last) && place <= Math.max(first, last);
      bar.classList.toggle("chosen", within);
    });
    const name = (place) => bars[place].querySelector(".column").dataset.period;
    times.addEventListener("dragstart", (event) => event.preventDefault());
    times.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      first = last = number(event);
      show();
    });
    window.addEventListener("pointermove", (event) => {
      if (first === null) return;
      last = number(event);
      show();
    });
    window.addEventListener("pointerup", (event) => {
      if (first === null) return;
      const [from, to] = [Math.min(first, last), Math.max(first, last)];
      first = null;
      show();
      if (from === to) return;
      const address = new URL(times.dataset.address, location.href);
      address.searchParams.set("from", name(from));
      address.searchParams.set("to", name(to));
      location.assign(address);
    });
    window.addEventListener("pointercancel", () => { first = null; show(); });
  }
})();
