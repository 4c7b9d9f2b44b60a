// Comfort on top of an article that works without it: what is shown is remembered, notes stand beside their lines, a name
// has a card, and buttons or keys lead from note to note. All is heard at the document, and looked up when it happens, so
// the preview may change the page in place at any time; only what is drawn is drawn anew then.
(() => {
  "use strict";
  const STORE = "briefgen_reading";
  const KINDS = ["actors", "quotes", "figures", "dates", "key"];
  const $ = (id) => document.getElementById(id);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const hear = (name, act, capture) => document.addEventListener(name, act, capture);
  const nearest = (event, selector) => event.target.closest?.(selector);
  const wide = matchMedia("screen and (width >= 64rem)");
  const target = (link) => link && $(decodeURIComponent(link.hash.slice(1)));
  const labelOf = (element) => element.textContent.replace("?", "").trim();
  const labelled = (note) => labelOf(note.querySelector(".label"));

  // ---------------------------------------------------------------- what is shown, remembered and in the address

  // A page from disk may have no storage.
  function recall() {
    try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch { return {}; }
  }
  // An article has no box for a kind of which nothing is marked; what was chosen of it stays so.
  let chosen = "all";
  const has = (choice, kind) => choice === "all" || choice.split(",").includes(kind);
  function shown() {
    if ($("d_none").checked) return "none";
    if ($("d_key")?.checked) return "key";
    const kinds = KINDS.filter((kind) => $(`t_${kind}`)?.checked ?? has(chosen, kind));
    return kinds.length === KINDS.length ? "all" : kinds.join(",") || "none";
  }
  function show(choice) {
    const is = $(`d_${choice}`) ? choice : "all";
    $(`d_${is}`).checked = true;
    if (choice === "none" || choice === "key") return;
    chosen = choice;
    tick();
  }
  function tick() {
    for (const kind of KINDS) if ($(`t_${kind}`)) $(`t_${kind}`).checked = has(chosen, kind);
  }
  const isChoice = (one) => ["all", "key", "none"].includes(one) || one?.split(",").every((kind) => KINDS.includes(kind));
  function begin() {
    if (!$("the_tools")) return;
    const kept = recall();
    const choice = [new URLSearchParams(location.search).get("show"), kept.show].find(isChoice);
    if (choice) show(choice);
    else if ($("d_all").checked) chosen = shown();
    for (const id of ["t_letters", "t_spoken"]) if (kept[id] === false) $(id).checked = false;
  }
  hear("change", (event) => {
    if (!nearest(event, "#the_tools")) return;
    const choice = shown();
    if ($("d_all").checked) chosen = choice;
    try {
      localStorage.setItem(STORE, JSON.stringify({ show: choice, t_letters: $("t_letters").checked, t_spoken: $("t_spoken").checked }));
    } catch { /* not remembered */ }
    const address = new URL(location.href);
    if (choice === "all") address.searchParams.delete("show");
    else address.searchParams.set("show", choice);
    try {
      history.replaceState(history.state, "", address.href.replaceAll("%2C", ","));
    } catch { /* a page from disk may not change its address */ }
    soon();
  });

  // ---------------------------------------------------------------- notes beside their lines

  // CSS anchors could put a note at its line, but not keep two from covering each other. Each note wants to stand at its
  // marker; those that would overlap form a group, which stands where its notes are least far off. All is measured,
  // then all is set. Until then notes are not seen (article.css), so that none jumps before a reader's eyes.
  const GAP = 6;
  // How high a note is while it shows nothing that is said less often; that lies over the notes below.
  const MORE = ":scope > :is(.more-of, .actions)";
  const high = (one) => one.getBoundingClientRect().height;
  const resting = (note) => all(MORE, note).reduce((height, one) => height - high(one), high(note));
  const placed = new WeakMap();
  function align() {
    const text = $("the_text");
    if (!text) return;
    const notes = all(".note", text);
    text.classList.toggle("aligned", wide.matches && notes.length > 0);
    text.style.minHeight = "";
    if (!text.classList.contains("aligned")) return;
    const top = text.getBoundingClientRect().top;
    const markers = new Map(all("a.ref", text).map((ref) => [ref.hash.slice(1), ref]));
    const places = [];
    for (const note of notes) {
      const height = resting(note) + GAP;
      placed.set(note, height - GAP);
      // A note whose marker is missing, as inside an author's link, stands beside its mark.
      const line = (markers.get(note.id) || target(note.querySelector(".label")))?.getClientRects()[0];
      if (height > GAP) places.push({ note, height, at: line ? line.top - top - 3 : 0 });
    }
    places.sort((a, b) => a.at - b.at);
    const groups = [];
    for (const place of places) {
      let group = { places: [place], height: place.height, sum: place.at };
      const from = (one) => Math.max(0, one.sum / one.places.length);
      for (let last = groups.at(-1); last && from(last) + last.height > from(group); last = groups.at(-1)) {
        groups.pop();
        group = {
          places: [...last.places, ...group.places],
          sum: last.sum + group.sum - group.places.length * last.height,
          height: last.height + group.height,
        };
      }
      groups.push(group);
    }
    let free = 0;
    for (const { places: group, sum } of groups) {
      free = Math.max(free, sum / group.length, 0);
      for (const { note, height } of group) {
        note.style.top = `${Math.round(free)}px`;
        free += height;
      }
    }
    text.style.minHeight = `${Math.ceil(free)}px`;
  }
  let due = 0;
  const soon = () => { cancelAnimationFrame(due); due = requestAnimationFrame(align); };
  // Text that flows otherwise, or notes that grow, as when a reader sets type of another size or spacing. Where a note is
  // put changes no size, so this comes to an end.
  const observer = new ResizeObserver((entries) => {
    if (entries.some(({ target: one }) => one.id === "the_text" || Math.abs(resting(one) - placed.get(one)) > 1)) soon();
  });

  // ---------------------------------------------------------------- what belongs together is lit

  // Where kinds overlap only that is lit which is meant: a mark's class ends with the first letter of the label.
  const lit = { lit: [], aim: [] };
  const pieces = (label) => all(`mark[data-of~="${CSS.escape(label)}"]`, $("the_text"));
  function light(labels, name) {
    for (const [one, added] of lit[name]) one.classList.remove(added);
    lit[name] = labels.flatMap((label) => pieces(label).map((one) => [one, name === "aim" ? name : `lit-${label[0].toLowerCase()}`]));
    if (name === "lit") {
      for (const note of all(".note", $("the_text"))) if (labels.includes(labelled(note))) lit.lit.push([note, name]);
    }
    for (const [one, added] of lit[name]) one.classList.add(added);
  }
  function labelsAt(event) {
    const at = nearest(event, "#the_text :is(mark[data-of], a.ref, .note)");
    if (!at) return [];
    // Of a kind that is switched off nothing is lit, either.
    const shown = all("a.ref", $("the_text")).filter((ref) => ref.getClientRects().length).map(labelOf);
    if (at.localName === "mark") return at.dataset.of.split(" ").filter((label) => shown.includes(label));
    return [at.classList.contains("ref") ? labelOf(at) : labelled(at)];
  }
  // All pieces of what the address points to, not only the first one, which has the id.
  function aim() {
    const at = $("the_text") && location.hash && target(location);
    if (!at) return;
    const ref = all("a.ref", $("the_text")).find((one) => one.hash === `#n${at.id}` || one.hash === `#${at.id}`);
    light(ref ? [labelOf(ref)] : [], "aim");
    if (at.matches(".note")) act(at);
  }
  hear("pointerover", (event) => {
    if (!$("the_text")) return;
    light(labelsAt(event), "lit");
    const note = nearest(event, ".note");
    if (!note) return;
    $("the_text").classList.remove("quiet");
    act(note);
  });
  hear("focusin", (event) => {
    if (!$("the_text")) return;
    light(labelsAt(event), "lit");
    const note = nearest(event, ".note");
    if (note) act(note);
    if (nearest(event, "a.ref")) current = event.target;
  });

  // ---------------------------------------------------------------- link and citation of a note

  // The buttons wander to the note that is looked at: sixty pairs of them would weigh more than the text.
  function act(note) {
    if (note.querySelector(".actions")) return;
    for (const one of all(".actions")) if (!one.contains(document.activeElement)) one.remove();
    note.append($("the_actions").content.cloneNode(true));
  }
  function permanent(note) {
    // An excerpt's is that of the original.
    const page = document.querySelector("head:has(+ body:not(.excerpt)) link[rel=canonical]")?.href ?? location.href.replace(/[?#].*$/, "");
    return page + note.querySelector(".label").getAttribute("href");
  }
  function wordsOf(note) {
    const found = pieces(labelled(note));
    let words = "";
    found.forEach((piece, k) => {
      if (k) {
        const between = document.createRange();
        between.setStartAfter(found[k - 1]);
        between.setEndBefore(piece);
        const gap = between.cloneContents();
        for (const one of all(".ref, .note", gap)) one.remove();
        words += /\S/.test(gap.textContent) ? " … " : gap.textContent;
      }
      const copy = piece.cloneNode(true);
      for (const one of all(".ref", copy)) one.remove();
      words += copy.textContent;
    });
    return { words: words.replace(/\s+/g, " ").trim().replace(/[,;:]$/, ""), is: (kind) => found[0]?.classList.contains(kind) };
  }
  function citation(note) {
    const { words, is } = wordsOf(note);
    const speaker = (one) => one?.querySelector(".who:not(i)")?.textContent;
    let said = is("indirect") || is("mixed") ? words : `“${words}”`;
    let who = speaker(note);
    if (note.matches(".figure")) {
      const line = note.querySelector("p").cloneNode(true);
      who = speaker(target(line.querySelector("a[href^='#']")));
      line.querySelector("a[href^='#']")?.remove();
      said = line.textContent.replace(/\s*·\s*$/, "").trim();
    }
    const { work, citation: form } = $("the_words").dataset;
    const values = { work, address: permanent(note) };
    return [said, who, form.replace(/\{(\w+)\}/g, (_, name) => values[name])].filter(Boolean).join(", ");
  }
  async function copy(words) {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const field = document.body.appendChild(document.createElement("textarea"));
      field.value = words;
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) return false;
    }
    return true;
  }
  hear("click", async (event) => {
    const button = nearest(event, "[data-copy]");
    if (button) {
      const note = button.closest(".note");
      const done = await copy(button.dataset.copy === "link" ? permanent(note) : citation(note));
      const { copied, failed } = $("the_words").dataset;
      button.dataset.was ??= button.textContent;
      button.textContent = $("the_status").textContent = done ? copied : failed;
      button.focus({ preventScroll: true });
      setTimeout(() => { button.textContent = button.dataset.was; $("the_status").textContent = ""; }, 2000);
      return;
    }
    if (nearest(event, "#b_next")) return go(1);
    if (nearest(event, "#b_previous")) return go(-1);
    // Back from a note whose line is still in view, the page stays where it is.
    const note = nearest(event, ".note .label")?.closest(".note");
    const ref = note && all("a.ref", $("the_text")).find((one) => one.hash === `#${note.id}`);
    if (!ref) return;
    const box = ref.getBoundingClientRect();
    const y = box.top > 0 && box.bottom < innerHeight ? scrollY : null;
    setTimeout(() => {
      if (y !== null) scrollTo({ top: y, behavior: "instant" });
      ref.focus({ preventScroll: true });
    });
  });

  // ---------------------------------------------------------------- from note to note

  // On from the last one while it is in view, or on its way there; else from where the reader is.
  let current = null, moved = 0;
  function go(step) {
    const there = all("a.ref", $("the_text")).filter((ref) => ref.offsetParent);
    if (!there.length) return;
    let k = there.indexOf(current);
    const box = k < 0 ? null : current.getBoundingClientRect();
    const isOnItsWay = box && performance.now() - moved < 1000;
    if (!isOnItsWay && (!box || box.bottom < 0 || box.top > innerHeight)) {
      k = there.findIndex((ref) => ref.getBoundingClientRect().top > 60);
      if (k < 0) k = there.length;
      if (step > 0) k -= 1;
    }
    const ref = there[(k + step + there.length) % there.length];
    ref.focus({ preventScroll: true });
    ref.scrollIntoView({ block: "center" });
    moved = performance.now();
  }
  const FIELD = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  hear("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !$("the_text")) return;
    if (event.key === "Escape") {
      if (isOpen()) return hide(true);
      $("the_text").classList.add("quiet");
      if (!wide.matches) document.querySelector(".note:target .label")?.click();
      return;
    }
    if (nearest(event, FIELD) || !$("t_letters")?.checked) return;
    if ("nj".includes(event.key)) go(1);
    else if ("pk".includes(event.key)) go(-1);
  });

  // ---------------------------------------------------------------- the card of a name

  // What it shows stands in the page's list of who is named. By mouse or focus only: on touch the link leads on.
  const NAMES = "#the_text a:is(.actor, .who), .glance a.who";
  let card = null, owner = null, dismissed = null, timer = 0;
  const isOpen = () => Boolean(owner);
  const after = (delay, act) => { clearTimeout(timer); timer = setTimeout(act, delay); };
  function hide(isDismissed) {
    clearTimeout(timer);
    dismissed = isDismissed ? owner : null;
    owner?.removeAttribute("aria-describedby");
    owner = null;
    card?.remove();
  }
  function open(link, at) {
    if (link === owner || link === dismissed || !link.isConnected) return;
    const href = link.getAttribute("href");
    const entry = all(".glance .named a").find((one) => one.getAttribute("href") === href)?.closest("li");
    if (!entry) return;
    hide();
    owner = link;
    card = document.createElement("div");
    card.id = "the_card";
    card.className = "card-of";
    const list = card.appendChild(document.createElement("ul"));
    list.className = "named";
    list.append(entry.cloneNode(true));
    const said = all(".note.quote", $("the_text")).filter((note) => note.querySelector(".who")?.getAttribute("href") === href);
    if (said.length) {
      const line = card.appendChild(document.createElement("p"));
      line.className = "said";
      line.append(`${$("the_words").dataset.said}: `);
      for (const note of said.slice(0, 12)) {
        const to = document.createElement("a");
        to.href = note.querySelector(".label").getAttribute("href");
        to.textContent = labelled(note);
        line.append(to, " ");
      }
    }
    document.body.append(card);
    if (card.showPopover) {
      card.popover = "manual";
      card.showPopover();
    }
    const boxes = [...link.getClientRects()];
    const box = boxes.find((one) => at !== undefined && one.top <= at && at <= one.bottom) ?? boxes[0];
    const room = document.documentElement.clientWidth - card.offsetWidth - 8;
    const below = box.bottom + card.offsetHeight + 8 < innerHeight || box.top < card.offsetHeight + 8;
    card.style.left = `${scrollX + Math.max(8, Math.min(box.left, room))}px`;
    card.style.top = `${scrollY + (below ? box.bottom + 3 : box.top - card.offsetHeight - 3)}px`;
    link.setAttribute("aria-describedby", card.id);
  }
  hear("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = nearest(event, NAMES);
    if (link === dismissed && link) return;
    dismissed = null;
    if (link && link !== owner) after(250, () => open(link, event.clientY));
    else if (link || nearest(event, "#the_card")) clearTimeout(timer);
    else if (owner && !owner.matches(":focus-visible")) after(300, hide);
    else if (!owner) clearTimeout(timer);
  });
  hear("focusin", (event) => {
    const link = nearest(event, NAMES);
    if (link?.matches(":focus-visible")) open(link);
    else if (owner && !nearest(event, "#the_card")) hide();
  });
  hear("click", (event) => { if (owner && !nearest(event, "#the_card") || nearest(event, ".said a")) hide(); });

  // ---------------------------------------------------------------- drawn, and drawn anew

  function draw() {
    hide();
    const text = $("the_text");
    if (!text) return;
    const refs = all("a.ref", text);
    for (const one of all(".steps, .letters")) one.hidden = !refs.length;
    if ($("the_tools")) tick();
    align();
    observer.disconnect();
    for (const one of [text, ...all(".note", text)]) observer.observe(one);
    aim();
  }
  begin();
  draw();
  hear("briefgen:morphed", draw);
  addEventListener("load", soon);
  addEventListener("hashchange", aim);
  wide.addEventListener("change", soon);
  document.fonts?.ready.then(soon);
})();
