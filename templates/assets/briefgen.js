// Comfort on top of pages that work without it: toggles are remembered, notes stand beside their
// lines, and buttons or the keys n and p lead from note to note.
(() => {
  "use strict";
  // Begun anew when the preview has changed the page in place; what was begun before then ends.
  let life = new AbortController();
  start(life.signal);
  document.addEventListener("briefgen:morphed", () => {
    life.abort();
    life = new AbortController();
    start(life.signal);
  });

  function start(signal) {
    const text = document.getElementById("the_text");
    if (!text) return;
    const on = (target, name, act, capture = false) => target.addEventListener(name, act, { capture, signal });
    const $ = (id) => document.getElementById(id);
    const refs = [...text.querySelectorAll("a.ref")];

    // Toggles. A page from disk may have no storage.
    const boxes = [...document.querySelectorAll(".tools input")];
    const recall = () => { try { return JSON.parse(localStorage.getItem("briefgen_shown")) || {}; } catch { return {}; } };
    const shown = recall();
    for (const box of boxes) {
      if (box.id in shown) box.checked = shown[box.id];
      on(box, "change", () => {
        shown[box.id] = box.checked;
        try { localStorage.setItem("briefgen_shown", JSON.stringify(shown)); } catch { /* not remembered */ }
        align();
      });
    }

    // Margin notes: each beside its marker, and below the note before it. All is measured, then all is set.
    const wide = matchMedia("screen and (width >= 64rem)");
    const at = (link) => link && $(decodeURIComponent(link.hash.slice(1)));
    const markers = new Map(refs.map((ref) => [at(ref), ref]));
    const notes = [...text.querySelectorAll(".note")];
    // A note whose marker is missing, as inside an author's link, stands beside its mark.
    const place = new Map(notes.map((note) => [note, markers.get(note) || at(note.querySelector("a.label"))]));
    function align() {
      text.classList.toggle("aligned", wide.matches && notes.length > 0);
      text.style.minHeight = "";
      if (!text.classList.contains("aligned")) return;
      const top = text.getBoundingClientRect().top;
      const places = [];
      for (const note of notes) {
        const height = note.offsetHeight;
        const line = place.get(note)?.getClientRects()[0];
        if (height) places.push({ note, height, at: line ? line.top - top - 2 : 0 });
      }
      places.sort((a, b) => a.at - b.at);
      let free = 0;
      for (const { note, at, height } of places) {
        const y = Math.max(at, free);
        note.style.top = `${y}px`;
        free = y + height + 7;
      }
      text.style.minHeight = `${free}px`;
    }
    let due = 0;
    const soon = () => { cancelAnimationFrame(due); due = requestAnimationFrame(align); };
    align();
    on(window, "load", soon);
    on(wide, "change", soon);
    let width = 0;
    const observer = new ResizeObserver(() => { if (text.offsetWidth !== width) { width = text.offsetWidth; soon(); } });
    observer.observe(text);
    signal.addEventListener("abort", () => observer.disconnect());
    on(text, "toggle", soon, true);

    // The notes of the mark under the pointer or in focus.
    let lit = [];
    const light = (event) => {
      for (const note of lit) note.classList.remove("lit");
      const mark = event.target.closest("mark[aria-details], a.ref");
      lit = !mark ? [] : mark.hash ? [at(mark)] : mark.getAttribute("aria-details").split(" ").map($);
      lit = lit.filter(Boolean);
      for (const note of lit) note.classList.add("lit");
    };
    on(text, "pointerover", light);
    on(text, "focusin", light);

    // Back from a note whose line is still in view, the page stays where it is.
    on(text, "click", (event) => {
      const note = event.target.closest(".note a.back, .note a.label")?.closest(".note");
      const ref = markers.get(note);
      if (!ref) return;
      const box = ref.getBoundingClientRect();
      const y = box.top > 0 && box.bottom < innerHeight ? scrollY : null;
      setTimeout(() => {
        if (y !== null) scrollTo({ top: y, behavior: "instant" });
        ref.focus({ preventScroll: true });
      });
    });

    // From note to note: on from the last one while it is in view, else from where the reader is.
    let current = null;
    on(text, "focusin", (event) => { current = event.target.closest(".ref") || current; });
    function go(step) {
      const there = refs.filter((ref) => ref.offsetParent);
      if (!there.length) return;
      let k = there.indexOf(current);
      const box = k < 0 ? null : current.getBoundingClientRect();
      if (!box || box.bottom < 0 || box.top > innerHeight) {
        k = there.findIndex((ref) => ref.getBoundingClientRect().top > 60);
        if (k < 0) k = there.length;
        if (step > 0) k -= 1;
      }
      const ref = there[(k + step + there.length) % there.length];
      ref.focus({ preventScroll: true });
      ref.scrollIntoView({ block: "center" });
    }
    const steps = document.querySelector(".steps");
    if (steps && refs.length) {
      steps.hidden = false;
      on($("b_previous"), "click", () => go(-1));
      on($("b_next"), "click", () => go(1));
    }
    on(text, "keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") text.querySelector(".note:target .back")?.click();
      if (!$("t_letters")?.checked) return;
      if (event.key === "n") go(1);
      else if (event.key === "p") go(-1);
    });
  }
})();

// The key / opens the search, which is loaded only then. It can be switched off there.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    const isWriting = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting) return;
    try { if (localStorage.getItem("briefgen_slash") === "off") return; } catch { /* a page from disk may have no storage */ }
    const page = document.querySelector("link[rel=search]")?.href;
    if (!page) return;
    event.preventDefault();
    if (window.briefgenSearch) { briefgenSearch.open(); return; }
    const add = (name, properties) => document.head.appendChild(Object.assign(document.createElement(name), properties));
    add("link", { rel: "stylesheet", href: new URL("assets/search.css", page) });
    add("script", { src: new URL("assets/search.js", page), onload: () => briefgenSearch.open(), onerror: () => { location.href = page; } });
  });
})();
