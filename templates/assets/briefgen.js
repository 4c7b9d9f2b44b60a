// Of every page: the key / opens the search, which is loaded only then. It can be switched off there.
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    // A dialog that was just closed keeps the focus until it is drawn; nobody writes in what cannot be seen.
    const isWriting = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")?.offsetParent;
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
