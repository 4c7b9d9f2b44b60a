// Added to pages while they are previewed, never to those that are published. Reloads a page when it has
// changed, swaps style sheets without a reload, and lays what is wrong over the page. All that the server
// says of files is set as text, never as markup.
(() => {
  "use strict";
  const script = document.currentScript;
  const home = new URL("../", script.src);
  const near = (name) => new URL(name, script.src).href;
  let epoch = script.dataset.epoch;

  // ------------------------------------------------------------------ news

  let source = null;
  function listen() {
    if (source || document.hidden) return;
    source = new EventSource(`${near("events")}?epoch=${encodeURIComponent(epoch)}`);
    source.onmessage = (event) => hear(JSON.parse(event.data));
    source.onerror = () => {
      // The browser connects again by itself, unless it was refused.
      if (source && source.readyState === EventSource.CLOSED) { hush(); setTimeout(listen, 2000); }
    };
  }
  // A browser allows few connections to one server: hidden tabs give theirs up.
  function hush() {
    source?.close();
    source = null;
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? hush() : listen()));
  addEventListener("pagehide", hush);
  addEventListener("pageshow", listen);

  function addressOf(href) {
    const url = new URL(href, location.href);
    if (url.origin !== home.origin || !url.pathname.startsWith(home.pathname)) return null;
    let path = url.pathname.slice(home.pathname.length);
    try { path = decodeURIComponent(path); } catch { return null; }
    return path === "" || path.endsWith("/") ? `${path}index.html` : path;
  }

  function hear(news) {
    const sheets = new Map([...document.querySelectorAll("link[rel~=stylesheet]")].map((link) => [addressOf(link.href), link]));
    const used = new Set(performance.getEntriesByType("resource").map((entry) => addressOf(entry.name)));
    used.add(addressOf(location.href));
    const changed = news.changed && news.changed.filter((address) => used.has(address) || sheets.has(address));
    // Reloading keeps the place in the page, and what follows the # in its address.
    if (!changed || changed.some((address) => !sheets.has(address))) { hush(); location.reload(); return; }
    for (const address of changed) swap(sheets.get(address), news.epoch);
    epoch = news.epoch;
    show(news);
  }

  function swap(link, version) {
    const next = link.cloneNode();
    const url = new URL(link.href);
    url.searchParams.set("v", version);
    next.href = url.href;
    next.onload = next.onerror = () => link.remove();
    link.after(next);
  }

  // ------------------------------------------------------------------ what is wrong

  const make = (name, names, ...children) => {
    const element = document.createElement(name);
    element.className = names;
    element.append(...children);
    return element;
  };
  const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;
  let host = null;

  function show({ problems, failed }) {
    if (!problems.length) { host?.remove(); host = null; return; }
    const errors = problems.filter((problem) => problem.severity === "error").length;
    const others = problems.length - errors;
    const counts = [errors && count(errors, "error"), others && count(others, "warning")].filter(Boolean).join(", ");

    const close = make("button", "close", "Close");
    close.type = "button";
    const title = make("h1", "", failed ? "The site could not be built" : counts);
    title.id = "title";
    title.tabIndex = -1;
    title.autofocus = true;
    const advice = failed ? "You see the last version that could be built. Mend this and save: the page follows by itself."
      : errors ? "A page that was in order before is shown as it was then. Mend this and save: the page follows by itself."
      : "The pages are shown all the same.";
    const dialog = make("dialog", errors || failed ? "wrong" : "",
      make("header", "", make("div", "", title, make("p", "", advice)), close),
      make("ol", "", ...problems.map(entry)));
    dialog.setAttribute("aria-labelledby", "title");
    const badge = make("button", errors ? "badge wrong" : "badge", failed ? "Not built" : counts);
    badge.type = "button";
    badge.setAttribute("aria-haspopup", "dialog");

    // Put away once, the same problems do not come back by themselves.
    const name = "briefgen_put_away";
    const these = JSON.stringify(problems.map(({ path, line, message }) => [path, line, message]));
    const stored = () => { try { return sessionStorage.getItem(name); } catch { return null; } };
    const store = () => { try { sessionStorage.setItem(name, these); } catch { /* comes back */ } };
    const open = () => { badge.hidden = true; dialog.showModal(); };
    dialog.addEventListener("close", () => { badge.hidden = false; store(); });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    close.addEventListener("click", () => dialog.close());
    badge.addEventListener("click", open);

    const style = make("link", "");
    style.rel = "stylesheet";
    style.href = near("overlay.css");
    const before = host;
    host = document.createElement("briefgen-overlay");
    host.hidden = true;
    style.onload = () => {
      before?.remove();
      host.hidden = false;
      if ((errors || failed) && stored() !== these) open();
    };
    host.attachShadow({ mode: "open" }).append(style, badge, dialog);
    document.documentElement.append(host);
  }

  function entry({ path, line, column, severity, message, hint, excerpt }) {
    const place = [path, line, column].filter(Boolean).join(":");
    const parts = [make("p", "message", make("span", "kind", severity), " ", message)];
    if (place) parts.unshift(make("p", "place", place));
    if (excerpt.length) {
      const code = make("div", "code", ...excerpt.map(row));
      code.tabIndex = 0;
      code.setAttribute("role", "group");
      code.setAttribute("aria-label", `Lines of ${path}`);
      parts.push(code);
    }
    if (hint) parts.push(make("p", "hint", hint));
    return make("li", severity, ...parts);
  }

  function row({ number, text, is_meant, caret }) {
    const line = make("div", is_meant ? "row meant" : "row", make("span", "number", String(number)), make("code", "", text || " "));
    if (caret === null) return line;
    // The caret stands behind the same letters, unseen, so that it is right under its own in any font.
    const letters = [...text];
    const ghost = make("span", "ghost", letters.slice(0, caret).join(""));
    const pointer = make("div", "row caret", make("span", "number"), make("code", "", ghost, "^"));
    pointer.setAttribute("aria-hidden", "true");
    const both = make("div", "", line, pointer);
    return both;
  }

  listen();
})();
