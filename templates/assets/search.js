// Search in the page: as a page of its own (search.html) or, with the key /, as a dialog over any other page.
// What can be found comes in shards, scripts that each hand over plain data, because a page from disk may fetch
// nothing. They are loaded when the search is first used, and indexed in slices, so that the page stays quick; what
// has been read so far can be found already. A large site may have an index instead, which is asked over the network
// (search-index.js). All that is shown is made as text, never as HTML.
(() => {
  "use strict";
  if (window.briefgenSearch) return;
  const root = new URL("../", document.currentScript.src).href;
  const SLICE = 10; // milliseconds of indexing before the page has its turn
  const AHEAD = 3000; // documents waiting to be indexed before the next shard is loaded
  const A_SCREEN = 20; // results shown at first, and more at a time
  const EXCERPT = 240; // letters
  const ACTORS = 4; // actors before anything else
  const CHOICES = 60; // names offered in one list
  const KINDS = ["article", "quote", "figure", "actor"];

  // ---------------------------------------------------------------- words

  const WORD = /[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|\p{N}+(?:[.,]\p{N}+)*(?![\p{L}\p{M}\p{N}])|[\p{L}\p{M}\p{N}]+/gu;
  const CJK = /^[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/;
  // Accents of Latin, Greek and Cyrillic, points of Hebrew, vowel signs of Arabic: readers leave them out.
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
  const WHOLE = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ς": "σ" };

  // [start, end, word] of everything in a text that can be searched for.
  function* words(text) {
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (CJK.test(word) && word.length > 1) {
        // No spaces part these words: each two signs count as one.
        for (let at = 0; at < word.length - 1; at++) yield [index + at, index + at + 2, word.slice(at, at + 2)];
      } else if (word.length > 1 || !/['’]/.test(text[index - 1] || "")) yield [index, index + word.length, word];
    }
  }

  // The ending of an English word taken off: plurals, -ing, -ed, a last e.
  function stem(word) {
    if (word.length < 4 || /[^a-z]/.test(word)) return word;
    if (/ies$/.test(word)) word = word.length > 4 ? `${word.slice(0, -3)}y` : word.slice(0, -1);
    else if (/(?:ch|sh|ss|x|zz)es$/.test(word)) word = word.slice(0, -2);
    else if (/[^isu]s$/.test(word)) word = word.slice(0, -1);
    if (/..eed$/.test(word) && word.length > 5) word = word.slice(0, -1);
    else {
      const found = /^(.*[aeiouy].*?)(?:ing|(?<!e)ed)$/.exec(word);
      if (found && found[1].length > 2) {
        word = found[1].replace(/([b-df-hj-kmnp-rtv-y])\1$/, "$1").replace(/i$/, "y");
      }
    }
    return word.length > 3 ? word.replace(/e$/, "") : word;
  }

  const known = new Map();
  function term(word) {
    let found = known.get(word);
    if (found === undefined) {
      found = word.normalize("NFKD").toLowerCase().replace(MARKS, "").replace(/[ßæœøđðłþıς]/g, (letter) => WHOLE[letter]);
      if (/^\d{1,3}(?:[.,]\d{3})+$/.test(found)) found = found.replace(/[.,]/g, "");
      if (isEnglish) found = stem(found);
      if (known.size > 200000) known.clear();
      known.set(word, found);
    }
    return found;
  }

  // ---------------------------------------------------------------- what can be found

  let listed = null; // what search/shards.js gave
  let isEnglish = false;
  let index = null;
  const docs = []; // by their numbers in the index
  const names = new Map(); // of actors, by id
  const stories = new Map(); // titles, by folder
  const pending = [];
  let total = 0, taken = 0, isComplete = false, isBroken = false, begun = null;
  let remote = null; // asks the index, on a site that has one
  const isBarred = () => !!listed.index && location.protocol === "file:"; // no browser reads an index from disk

  const cut = (text, spans) => {
    const pieces = [];
    for (let at = 0; at < spans.length; at += 2) pieces.push(text.slice(spans[at], spans[at + 1]));
    return pieces.join(" … ");
  };

  const field = {
    article: (doc, name) => name === "title" ? doc.title : name === "text" ? doc.text : name === "more" ? doc.source : "",
    quote: (doc, name) => name === "text" ? cut(doc.text, doc.spans) : name === "who" ? doc.by : "",
    figure: (doc, name) => name === "text" ? cut(doc.text, doc.spans) : name === "more" ? doc.label : name === "who" ? doc.by : "",
    actor: (doc, name) => name === "title" ? doc.title : name === "more" ? `${doc.role} ${doc.aliases.join(" · ")}` : "",
  };

  // What stands in a headline has no address of its own.
  const place = (href, anchor) => anchor ? `${href}#${anchor}` : href;

  function begin(list) {
    listed = list;
    isEnglish = /^en\b/i.test(list.language);
  }

  function take(shard) {
    for (const [id, title, page, type, role, aliases, articles, quotes] of shard.actors || []) {
      names.set(id, title);
      pending.push({ kind: "actor", title, href: page, type, role, aliases, articles, quotes, who: [id] });
    }
    if (!shard.articles) return;
    const [folder, briefing] = shard.story;
    stories.set(folder, briefing);
    for (const [id, name] of shard.cast) names.set(id, name);
    for (const [title, href, date, source, lang, text, best, cast, quotes, figures] of shard.articles) {
      const article = { title, date, source, lang, text, story: folder };
      const person = (who) => typeof who === "number" ? { by: shard.cast[who][1], who: [shard.cast[who][0]] } : { by: who, who: [] };
      pending.push({ ...article, kind: "article", href, best, who: cast.map((number) => shard.cast[number][0]) });
      for (const [who, anchor, isDirect, ...spans] of quotes) {
        pending.push({ ...article, ...person(who), kind: "quote", href: place(href, anchor), spans, isDirect });
      }
      for (const [who, anchor, label, ...spans] of figures) {
        pending.push({ ...article, ...person(who), kind: "figure", href: place(href, anchor), label, spans });
      }
    }
  }

  const script = (address) => new Promise((resolve, reject) => {
    const tag = document.createElement("script");
    tag.onload = () => { tag.remove(); resolve(); };
    tag.onerror = () => { tag.remove(); reject(new Error(address)); };
    tag.src = root + address;
    document.head.append(tag);
  });

  // Let the page have its turn: sooner than any timer does.
  const channel = new MessageChannel();
  const turns = [];
  channel.port1.onmessage = () => turns.shift()();
  const turn = () => new Promise((resolve) => { turns.push(resolve); channel.port2.postMessage(0); });

  function load(changed) {
    begun ??= (async () => {
      await spoken;
      if (listed.index) {
        await script("assets/search-index.js");
        index = remote = await window.briefgenSearch.connect(root + listed.index, { words, term, names, stories, ACTORS });
        isComplete = true;
        performance.mark("briefgen:complete");
        changed();
        return;
      }
      await script("assets/minisearch.js");
      index = new MiniSearch({
        fields: ["title", "text", "who", "more"],
        extractField: (doc, name) => name === "id" ? doc.id : field[doc.kind](doc, name),
        tokenize: (text) => Array.from(words(text), (found) => found[2]),
        processTerm: term,
        searchOptions: { processTerm: term },
      });
      total = listed.shards.length;
      changed();
      const queue = [...listed.shards];
      const worker = async () => {
        for (let address = queue.shift(); address; address = queue.shift()) {
          await script(address).catch(() => { isBroken = true; });
          taken += 1;
          while (pending.length > AHEAD) await digest(changed);
        }
      };
      await Promise.all([worker(), worker(), worker()]);
      while (pending.length || digesting) await digest(changed);
      isComplete = true;
      performance.mark("briefgen:complete");
      changed();
    })().catch(() => { isBroken = isComplete = true; changed(); });
    return begun;
  }

  let digesting = null;
  function digest(changed) {
    digesting ??= (async () => {
      let at = 0;
      while (at < pending.length) {
        const end = performance.now() + SLICE;
        do {
          const doc = pending[at++];
          doc.id = docs.length;
          docs.push(doc);
          index.add(doc);
        } while (at < pending.length && performance.now() < end);
        await turn();
        changed();
      }
      pending.splice(0, at);
      digesting = null;
    })();
    return digesting;
  }

  // ---------------------------------------------------------------- asking

  const boost = { title: 3, who: 2, more: 1, text: 1 };
  const WEIGHTS = { article: 1.2, quote: 1, figure: 0.9 };
  // Of two of one name, the one of whom more articles tell is likelier meant.
  const weight = (doc) => WEIGHTS[doc.kind] || 1 + Math.log2(1 + doc.articles) / 3;

  // [how the words were taken, results]: all as they are; else all, or similar ones, with as few slips as can be; else some.
  function ask(query) {
    const options = {
      boost,
      combineWith: "AND",
      // Two letters begin too many words of a large site.
      prefix: (word, at, all) => at === all.length - 1 && word.length > (docs.length > 20000 ? 2 : 1),
      boostDocument: (id) => weight(docs[id]),
    };
    const slips = (most) => (word) => word.length > 3 && !/\d/.test(word) && Math.min(most, word.length > 4 ? 2 : 1);
    let found = index.search(query, options);
    if (found.length) return ["exact", found];
    for (const most of [1, 2]) {
      found = index.search(query, { ...options, fuzzy: slips(most) });
      if (found.length) return ["similar", found];
    }
    return ["some", index.search(query, { ...options, fuzzy: slips(1), combineWith: "OR" })];
  }

  const facets = {
    kind: (doc, wanted) => doc.kind === wanted,
    who: (doc, wanted) => doc.who.includes(wanted),
    source: (doc, wanted) => doc.source === wanted,
    in: (doc, wanted) => doc.story === (wanted === "/" ? "" : wanted),
    from: (doc, wanted) => !!doc.date && doc.date >= wanted,
    to: (doc, wanted) => !!doc.date && doc.date <= wanted,
  };
  const FACETS = Object.keys(facets);

  // What the state asks for, and how often each choice of a facet would be met by the others.
  function find(state) {
    const asked = FACETS.filter((name) => state[name]);
    const isAsked = !!state.q.trim() || asked.length > 0;
    let how = "exact", all = [];
    if (index && state.q.trim()) [how, all] = ask(state.q);
    // Before anything is asked, the lists tell what there is.
    else if (index && !isAsked) all = docs;
    else if (index) {
      all = docs.map(({ id, date }) => ({ id, date: date || "", match: {} })).sort((a, b) => (a.date < b.date) - (a.date > b.date) || a.id - b.id);
    }
    const counts = { kind: new Map(), who: new Map(), source: new Map(), in: new Map() };
    const hits = [];
    const count = (name, choice) => counts[name].set(choice, (counts[name].get(choice) || 0) + 1);
    for (const result of all) {
      const doc = docs[result.id];
      const failed = asked.filter((name) => !facets[name](doc, state[name]));
      if (failed.length > 1) continue;
      if (!failed.length && isAsked) hits.push(result);
      const counted = (name) => !failed.length || failed[0] === name;
      if (counted("kind")) count("kind", doc.kind);
      if (counted("who")) for (const id of doc.who) count("who", id);
      if (counted("source") && doc.source) count("source", doc.source);
      if (counted("in") && doc.story !== undefined) count("in", doc.story || "/");
    }
    // A family of actors of one name would hide everything else.
    const few = state.kind ? [] : hits.filter((result) => docs[result.id].kind === "actor").slice(ACTORS);
    const later = new Set(few);
    return { how, hits: few.length ? [...hits.filter((result) => !later.has(result)), ...few] : hits, counts };
  }

  // ---------------------------------------------------------------- showing

  const say = (key, values = {}) => {
    const own = listed.words;
    const text = own[key] ?? own[`${key}.${values.n === 1 ? "one" : "other"}`] ?? key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => name in values ? figure(values[name]) : whole);
  };
  const figure = (value) => typeof value === "number" ? String(value).replace(/\B(?=(\d{3})+$)/g, listed.words["number.thousands"]) : value;
  const day = (iso) => {
    const [year, month, date] = iso.split("-").map(Number);
    return say("date.day", { day: String(date), month: listed.words[`month.${month}`], year: String(year) });
  };

  function make(name, properties = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in element && key !== "list") element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }

  // Texts and marks: a stretch of a text with the words found in it marked.
  function marked(text, found, from = 0, to = text.length) {
    const parts = [];
    const plain = (a, z) => { if (z > a) parts.push(text.slice(a, z).replace(/\s+/g, " ")); };
    let at = from;
    for (const [start, end, word] of words(text.slice(from, to))) {
      if (!found.has(term(word))) continue;
      const a = Math.max(at, from + start);
      plain(at, a);
      const before = parts.at(-1);
      // Two signs of a word without spaces overlap with the next two.
      if (a === at && before instanceof Element && CJK.test(word)) before.append(text.slice(a, from + end));
      else parts.push(make("mark", {}, text.slice(a, from + end)));
      at = from + end;
    }
    plain(at, to);
    return parts;
  }

  // The stretch of a text in which most of the words found stand.
  function excerpt(text, found) {
    if (text.length <= EXCERPT) return marked(text, found);
    const places = [];
    for (const [start, , word] of words(text)) {
      const own = term(word);
      if (found.has(own)) places.push([start, own]);
    }
    let best = 0, most = 0;
    for (let at = 0, end = 0; at < places.length; at++) {
      while (end < places.length && places[end][0] < places[at][0] + EXCERPT * 0.7) end++;
      const different = new Set(places.slice(at, end).map((place) => place[1])).size;
      if (different > most) [best, most] = [places[at][0], different];
    }
    let from = Math.max(0, best - EXCERPT / 4);
    if (from) from = Math.min(best, text.slice(0, from).length + text.slice(from).search(/\s|$/) + 1);
    let to = Math.min(text.length, from + EXCERPT);
    if (to < text.length) to = Math.max(from + 40, text.slice(0, to).search(/\s\S*$/));
    return [from ? "… " : "", ...marked(text, found, from, to), to < text.length ? " …" : ""];
  }

  const apart = (parts) => parts.filter(Boolean).flatMap((part, at) => at ? [" · ", part] : [part]);

  function hit(result) {
    const doc = result.doc || docs[result.id];
    const found = new Set(Object.keys(result.match));
    const lang = doc.lang && doc.lang !== listed.language ? { lang: doc.lang } : {};
    const link = (...inside) => make("a", { href: root + doc.href, dir: "auto", ...lang }, ...inside);
    const bdi = (text) => text ? make("bdi", {}, ...marked(text, found)) : null;
    const date = doc.date ? make("time", { dateTime: doc.date }, day(doc.date)) : null;
    let head, text = null, meta;
    if (doc.kind === "actor") {
      head = link(...marked(doc.title, found));
      const own = new Set(Array.from(words(doc.title), (word) => term(word[2])));
      const tells = (word) => found.has(term(word[2])) && !own.has(term(word[2]));
      const other = doc.aliases.filter((alias) => [...words(alias)].some(tells));
      meta = [bdi(doc.role), bdi(other.slice(0, 3).join(", ")), say("count.articles", { n: doc.articles }), doc.quotes ? say("count.quotes", { n: doc.quotes }) : null];
    } else if (doc.kind === "article") {
      head = link(...marked(doc.title, found));
      const has = [...words(doc.text)].some((word) => found.has(term(word[2])));
      text = has ? excerpt(doc.text, found) : doc.best.length ? [cut(doc.text, doc.best)] : excerpt(doc.text, found);
      meta = [bdi(doc.source), date, bdi(stories.get(doc.story))];
    } else {
      const words = cut(doc.text, doc.spans);
      const by = bdi(doc.by);
      if (doc.kind === "quote") {
        head = link(...(doc.isDirect ? ["“", ...excerpt(words, found), "”"] : excerpt(words, found)));
        meta = [by || say("search.unnamed"), bdi(doc.source || doc.title), date];
      } else {
        head = link(...marked(doc.label, found));
        text = excerpt(words, found);
        const [before, after] = say("search.according", { who: "\0" }).split("\0");
        meta = [by ? make("span", {}, before, by, after || "") : null, bdi(doc.source || doc.title), date];
      }
    }
    return make("li", { className: `hit ${doc.kind}` },
      make("p", { className: "hit_kind" }, say(doc.kind === "actor" ? `kind.${doc.type}` : `search.${doc.kind}`)),
      make("p", { className: "hit_head" }, head),
      text ? make("p", { className: "hit_text", dir: "auto", ...lang }, ...text) : null,
      make("p", { className: "hit_meta" }, ...apart(meta)));
  }

  // ---------------------------------------------------------------- the form

  const KEY = "briefgen_slash";
  const keyIsOff = () => { try { return localStorage.getItem(KEY) === "off"; } catch { return false; } };

  // A form and its results in `host`. `isPage`: what is asked stands in the address, so that it can be shared.
  function mount(host, isPage, close = null) {
    const state = { q: "", kind: "", who: "", source: "", in: "", from: "", to: "" };
    let shown = A_SCREEN, last = { hits: [], how: "exact" }, drawn = "", wanted = null;

    const input = make("input", {
      type: "search", id: "search_words", autocomplete: "off", spellcheck: false, enterKeyHint: "search",
      placeholder: say("search.hint"), "aria-describedby": "search_keys",
    });
    const kinds = new Map(["", ...KINDS].map((kind) => {
      const radio = make("input", { type: "radio", name: "search_kind", value: kind, checked: !kind });
      const number = make("span", { className: "n" });
      const label = make("label", { className: kind || "all" }, radio, make("span", {}, say(kind ? `search.${kind}s` : "search.all"), " ", number));
      return [kind, { radio, number, label }];
    }));
    const select = (name, label) => {
      const list = make("select", { id: `search_${name}`, name });
      return { list, line: make("p", {}, make("label", { htmlFor: list.id }, say(label)), list) };
    };
    const date = (name) => {
      const box = make("input", { type: "date", id: `search_${name}`, name });
      return { list: box, line: make("p", {}, make("label", { htmlFor: box.id }, say(`search.${name}`)), box) };
    };
    const boxes = {
      who: select("who", "search.who"), source: select("source", "search.source"), in: select("in", "search.story"),
      from: date("from"), to: date("to"),
    };
    const reset = make("button", { type: "button" }, say("search.reset"));
    const chosen = make("span", { className: "n" });
    const narrow = make("details", {}, make("summary", {}, say("search.narrow"), " ", chosen),
      make("div", {}, ...Object.values(boxes).map((box) => box.line), make("p", {}, reset)));
    const form = make("form", { role: "search", className: "search_form", "aria-label": say("search.label") },
      make("p", { className: "search_line" },
        make("label", { htmlFor: input.id, className: "unseen" }, say("search.field")), input,
        close ? make("button", { type: "button", className: "close", onclick: close }, say("search.close")) : null),
      make("fieldset", {}, make("legend", { className: "unseen" }, say("search.kind")), ...[...kinds.values()].map((kind) => kind.label)),
      narrow);
    const status = make("p", { className: "search_status" });
    // What is seen changes with every letter; what is heard waits until the reader rests.
    const heard = make("p", { className: "unseen", role: "status" });
    const list = make("ol", { className: "hits" });
    const more = make("button", { type: "button", className: "search_more", hidden: true });
    const key = make("input", { type: "checkbox", checked: !keyIsOff() });
    const page = make("a", { href: root + listed.page }, say("search.whole_page"));
    const foot = make("div", { className: "search_foot" },
      make("p", { id: "search_keys" }, say("search.keys")),
      make("p", {}, make("label", {}, key, " ", say("search.key"))),
      close ? make("p", {}, page) : null);
    // On paper, what was asked; the form is not printed.
    const printed = make("p", { className: "search_asked" });
    host.replaceChildren(form, printed, status, heard, list, more, foot);

    const address = () => {
      const asked = new URLSearchParams(Object.entries(state).filter(([, value]) => value));
      return asked.size ? `#${asked}` : "#";
    };
    const keep = (isNew) => {
      if (!isPage || address() === (location.hash || "#")) return;
      history[isNew ? "pushState" : "replaceState"](null, "", address());
    };
    function recall() {
      // The fragment of the skip link is none of ours.
      if (location.hash && !location.hash.includes("=")) return;
      const asked = new URLSearchParams(location.hash.slice(1));
      for (const name of Object.keys(state)) state[name] = asked.get(name) || "";
      if (state.kind && !KINDS.includes(state.kind)) state.kind = "";
      input.value = state.q;
      narrow.open ||= FACETS.some((name) => name !== "kind" && state[name]);
      shown = history.state?.shown || A_SCREEN;
      wanted = history.state?.href || null;
      look();
    }

    let waiting = 0, cost = 0, due = 0, seen = 0, questions = 0;
    function look() {
      clearTimeout(waiting);
      const start = performance.now();
      const show = (found) => {
        last = found;
        draw();
        cost = performance.now() - start;
        if (isComplete) performance.measure("briefgen:search", { start, detail: state.q });
        due = performance.now() + Math.max(300, cost * 5);
        seen = docs.length;
      };
      if (!remote) {
        show(find(state));
        return;
      }
      const own = ++questions;
      // An answer to what is asked no more is not shown.
      const isLate = () => own !== questions;
      remote.find({ ...state }, narrow.open)
        .then((found) => isLate() ? null : remote.fetch(found.hits.slice(0, shown), found).then(() => isLate() || show(found)))
        .catch(() => { isBroken = true; tell(); });
    }
    const isAsked = () => state.q.trim() || FACETS.some((name) => state[name]);
    function changed() {
      if (!isComplete && performance.now() < due) return;
      // A full screen is asked for anew only when there is much more to find, a few results whenever it costs little.
      const isDue = isComplete || last.hits.length < A_SCREEN || docs.length > seen * 1.6;
      // Nothing moves under a reader who is among the results.
      if ((isAsked() || isComplete) && isDue && !list.contains(document.activeElement)) look();
      else {
        tell();
        due = performance.now() + 300;
      }
    }
    input.oninput = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { state.q = input.value; shown = A_SCREEN; wanted = null; keep(false); look(); }, cost > 30 ? 150 : 20);
    };
    const choose = (name, value) => { state[name] = value; shown = A_SCREEN; wanted = null; keep(true); look(); };
    for (const [kind, { radio }] of kinds) radio.onchange = () => choose("kind", kind);
    for (const [name, { list: box }] of Object.entries(boxes)) box.onchange = () => choose(name, box.value);
    reset.onclick = () => {
      for (const name of FACETS) state[name] = "";
      choose("kind", "");
      input.focus();
    };
    form.onsubmit = (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      state.q = input.value;
      keep(false);
      look();
      links()[0]?.focus();
    };
    more.onclick = async () => {
      const at = shown;
      shown += A_SCREEN;
      await remote?.fetch(last.hits.slice(0, shown), last);
      draw();
      links()[at]?.focus();
    };
    narrow.ontoggle = () => { if (remote && narrow.open) look(); };
    key.onchange = () => { try { localStorage.setItem(KEY, key.checked ? "on" : "off"); } catch { /* not remembered */ } };
    const links = () => [...list.querySelectorAll(".hit_head a")];
    list.onclick = (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      // Back from there, the reader is where he was.
      if (isPage) history.replaceState({ shown, href: link.href }, "");
      else if (link.href.split("#")[0] === location.href.split("#")[0]) close();
    };
    host.onkeydown = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const all = links();
      const at = all.indexOf(document.activeElement);
      const go = (link) => { event.preventDefault(); link?.focus(); };
      if (event.key === "Escape" && close) { event.preventDefault(); close(); }
      else if (event.key === "Escape" && at >= 0) go(input);
      else if (event.target === input && event.key === "ArrowDown" && all.length) go(all[0]);
      else if (at >= 0 && event.key === "ArrowDown") go(all[at + 1] || (more.hidden ? null : more));
      else if (at >= 0 && event.key === "ArrowUp") go(at ? all[at - 1] : input);
      else if (event.target === more && event.key === "ArrowUp") go(all.at(-1));
      else if (at >= 0 && event.key === "Home") go(all[0]);
      else if (at >= 0 && event.key === "End") go(all.at(-1));
    };

    function offer(name, any, choices, label) {
      const box = boxes[name].list;
      if (document.activeElement === box) return;
      const sorted = [...choices].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, CHOICES);
      if (state[name] && !sorted.some(([value]) => value === state[name])) sorted.unshift([state[name], choices.get(state[name]) || 0]);
      box.replaceChildren(new Option(say(any), ""),
        ...sorted.map(([value, n]) => new Option(`${label(value)} (${figure(n)})`, value, false, value === state[name])));
      box.value = state[name];
    }

    let speaking = 0;
    function tell() {
      const { hits, how } = last;
      const n = hits.length;
      const percent = Math.floor(100 * taken / (total || 1));
      const asked = isAsked() && !last.isUnasked;
      let line = "";
      if (asked && n) line = (how === "exact" ? "" : say(`search.${how}`)) + say("search.found", { n });
      else if (asked && index) line = say(isComplete ? "search.none" : "search.none_loading", { words: state.q.trim() || "…" });
      const rest = [asked && isComplete && !n ? say(FACETS.some((name) => state[name]) ? "search.none_hint_filtered" : "search.none_hint") : "", asked && !isComplete && !listed.index ? say("search.loading", { n: percent }) : "", isBroken ? say("search.failed") : ""].filter(Boolean).join(" ");
      status.replaceChildren(make("strong", {}, line), rest ? ` ${rest}` : "");
      clearTimeout(speaking);
      speaking = setTimeout(() => {
        const words = isComplete || n ? [line, isComplete ? rest : ""].filter(Boolean).join(" ") : "";
        if (heard.textContent !== words) heard.textContent = words;
      }, 700);
      host.dataset.state = isComplete ? "complete" : "loading";
    }

    function draw() {
      const { hits, counts } = last;
      const asked = isAsked() && !last.isUnasked;
      let all = 0;
      for (const kind of KINDS) {
        const n = counts.kind.get(kind) || 0;
        all += n;
        kinds.get(kind).number.textContent = asked || isComplete && n ? figure(n) : "";
      }
      kinds.get("").number.textContent = asked || isComplete && all ? figure(all) : "";
      kinds.get(state.kind).radio.checked = true;
      offer("who", "search.anyone", counts.who, (id) => names.get(id) || id);
      offer("source", "search.any_source", counts.source, (source) => source);
      offer("in", "search.any_story", counts.in, (folder) => stories.get(folder === "/" ? "" : folder) || folder);
      for (const name of ["from", "to"]) if (document.activeElement !== boxes[name].list) boxes[name].list.value = state[name];
      const narrowed = Object.keys(boxes).filter((name) => state[name]).length;
      chosen.textContent = narrowed || "";
      const choices = Object.values(boxes).filter(({ list: box }) => box.value);
      printed.textContent = [state.q.trim() && `“${state.q.trim()}”`, state.kind && say(`search.${state.kind}s`),
        ...choices.map(({ list: box, line }) => `${line.firstChild.textContent}: ${box.selectedOptions?.[0].text ?? day(box.value)}`)]
        .filter(Boolean).join(" · ");
      reset.hidden = !FACETS.some((name) => state[name]);
      page.href = root + listed.page + address();
      const top = hits.slice(0, shown);
      const now = JSON.stringify([state.q, ...top.map((result) => [result.id, Object.keys(result.match)])]);
      if (now !== drawn) {
        drawn = now;
        list.replaceChildren(...top.map(hit));
        if (top.length) performance.mark("briefgen:hits");
      }
      const left = Math.min(A_SCREEN, hits.length - shown);
      more.hidden = left <= 0;
      if (left > 0) more.textContent = say("search.more", { n: left });
      tell();
      if (wanted) {
        const link = links().find((one) => one.href === wanted);
        if (link) { wanted = null; link.focus({ preventScroll: true }); link.scrollIntoView({ block: "center" }); }
        else if (isComplete) wanted = null;
      }
    }

    if (isPage) addEventListener("popstate", recall);
    return { input, changed, recall, look, address };
  }

  // In place of the form where it cannot work.
  function bar(host, close = null) {
    const link = (address, key) => make("a", { href: root + address }, say(key));
    host.replaceChildren(make("p", { className: "search_barred" }, say("search.from_disk")),
      close ? make("div", { className: "lookup" }, make("p", { className: "also" }, link(listed.actors, "search.index"),
        link("index.html", "search.all_briefings"), make("button", { type: "button", onclick: close }, say("search.close")))) : "");
    host.dataset.state = "barred";
  }

  // ---------------------------------------------------------------- page and dialog

  let own = null;
  const changed = () => own?.changed();
  const spoken = Promise.resolve().then(() => script("search/shards.js"));
  const here = () => document.getElementById("search_here");

  let dialog = null;
  async function open() {
    if (here()) {
      own?.input.focus();
      own?.input.select();
      return;
    }
    await spoken;
    if (!dialog) {
      dialog = make("dialog", { className: "search search_dialog", "aria-label": say("search.label") });
      dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
      document.body.append(dialog);
      if (isBarred()) bar(dialog, () => dialog.close());
    }
    if (isBarred()) {
      if (!dialog.open) dialog.showModal();
      return;
    }
    if (!own) {
      own = mount(dialog, false, () => dialog.close());
      own.look();
    }
    if (!dialog.open) dialog.showModal();
    own.input.focus();
    own.input.select();
    load(changed);
  }

  window.briefgenSearch = { begin, take, open };
  const start = () => spoken.then(() => {
    if (isBarred()) {
      bar(here());
      return;
    }
    own = mount(here(), true);
    own.recall();
    if (!location.hash) own.input.focus({ preventScroll: true });
    load(changed);
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => here() && start());
  else if (here()) start();
})();
