// The search over an index of Pagefind, of which a browser fetches only what a question needs. Loaded by search.js on sites
// that are built with search = "pagefind". What is found is handed over as search.js makes it of its own shards.
briefgenSearch.connect = async (folder, given) => {
  const { words, term, names, stories, ACTORS } = given;
  const index = await import(`${folder}pagefind.js`);
  await index.options({ baseUrl: "/", ranking: { metaWeights: { title: 3, by: 2 } } });
  await index.init();
  const FILTERS = { kind: "kind", who: "who", source: "source", in: "briefing" };
  const KINDS = ["article", "quote", "figure", "actor"];

  // The values of filters that have an id and a name: "ana-berg Ana Berg".
  const id = (value) => value.slice(0, value.indexOf(" ")).replace(/%20/g, " ");
  const name = (value) => value.slice(value.indexOf(" ") + 1);
  let known = null, choices = null; // what the filters hold, and whole values by id; all of it is large
  const learn = () => known ??= index.filters().then((all) => {
    choices = { who: new Map(), in: new Map() };
    for (const value of Object.keys(all.who || {})) {
      choices.who.set(id(value), value);
      names.set(id(value), name(value));
    }
    for (const value of Object.keys(all.briefing || {})) {
      choices.in.set(id(value), value);
      stories.set(id(value) === "/" ? "" : id(value), name(value));
    }
    choices.days = Object.keys(all.date || {});
  });

  // What a state is narrowed down to, but for one of its lists.
  function narrowed(state, without) {
    const filters = {};
    for (const [own, filter] of Object.entries(FILTERS)) {
      // An id that is none is no value: nothing is found.
      if (state[own] && own !== without) filters[filter] = choices?.[own]?.get(state[own]) || state[own];
    }
    // Only what is filtered by is counted, and kinds always are.
    filters.kind ||= { any: KINDS };
    if (state.from || state.to) {
      const days = choices.days.filter((day) => (!state.from || day >= state.from) && (!state.to || day <= state.to));
      filters.date = { any: days.length ? days : ["none"] };
    }
    return filters;
  }

  // What Pagefind is asked. It takes every word for a beginning, and gives all that it finds: of one or two letters that would be
  // half of a large site, and take seconds.
  function asked(query) {
    const parts = query.trim().split(/\s+/);
    const long = parts.filter((part) => part.length > 1 || !/\p{sc=Latin}/u.test(part));
    if (long.length > 1) return long.join(" ");
    const only = long[0] || "";
    return only.length < 3 && /^\p{L}+$/u.test(only) && /\p{sc=Latin}/u.test(only) ? `"${only}"` : only;
  }

  // Where nothing has all words of a question, those that are found together, or the rarest of them; "" if there is none.
  async function taken(query) {
    const count = async (asked) => (await index.search(asked)).unfilteredResultCount;
    const parts = Array.from(words(query), (found) => found[2]);
    const counts = await Promise.all(parts.map(count));
    const there = parts.filter((_, at) => counts[at]);
    if (!there.length) return "";
    if (there.length < parts.length && await count(there.join(" "))) return there.join(" ");
    return there.sort((a, b) => counts[parts.indexOf(a)] - counts[parts.indexOf(b)])[0];
  }

  // What a state asks for, and how often each choice of a list would be met; those of most lists are counted only `isWide`.
  async function find(state, isWide) {
    const counts = { kind: new Map(), who: new Map(), source: new Map(), in: new Map() };
    const chosen = [...Object.keys(FILTERS), "from", "to"].filter((own) => state[own]);
    const count = (own, values) => {
      for (const [value, n] of Object.entries(values || {})) if (n) counts[own].set(own in (choices || {}) ? id(value) : value, n);
    };
    if (isWide || chosen.some((own) => own !== "kind")) await learn();
    let how = "exact", query = asked(state.q) || null;
    if (!query && !chosen.length) {
      // Before anything is asked, the lists tell what there is.
      const all = isWide ? await index.filters() : {};
      for (const [own, filter] of Object.entries(FILTERS)) count(own, all[filter]);
      return { how: "exact", query: "", hits: [], counts, isUnasked: true };
    }
    // What nothing is asked of comes with the newest first.
    const search = (filters) => index.search(query, query ? { filters } : { filters, sort: { date: "desc" } });
    const filters = narrowed(state);
    // Each search of many results takes its time: no more of them than are needed.
    let found = await search(filters);
    if (query && !found.unfilteredResultCount) {
      const less = await taken(query);
      if (less) [how, query, found] = ["some", less, await index.search(less, { filters })];
    }
    for (const [own, filter] of Object.entries(FILTERS)) {
      const others = state[own] ? await search(narrowed(state, own)) : found;
      count(own, others.filters[filter]);
    }
    let hits = found.results;
    if (query && !state.kind && counts.kind.get("actor") > ACTORS) {
      // A family of actors of one name would hide everything else.
      const actors = new Set((await search({ ...filters, kind: "actor" })).results.map((one) => one.id));
      const later = new Set(hits.filter((one) => actors.has(one.id)).slice(ACTORS));
      hits = [...hits.filter((one) => !later.has(one)), ...later];
    }
    return { how, query: query || "", hits: hits.map((one) => ({ id: one.id, match: {}, doc: null, data: one.data })), counts };
  }

  function told({ raw_url: href, content, meta, filters }) {
    const one = (filter) => filters[filter]?.[0] || "";
    const text = content.replace(/\u200b/g, "");
    return {
      kind: one("kind"), href, text, spans: [0, text.length], best: [], title: meta.place || meta.title || "", label: meta.title || "",
      by: meta.by || "", role: meta.role || "", aliases: meta.aliases ? meta.aliases.split(" · ") : [],
      date: one("date"), source: one("source"), lang: one("lang"), type: one("type"), isDirect: one("form") === "direct",
      articles: Number(one("articles")), quotes: Number(one("quotes")),
      story: one("briefing") && (id(one("briefing")) === "/" ? "" : id(one("briefing"))), place: name(one("briefing")),
    };
  }

  // Fetch what is to be shown of these results of an answer, and which of its words were found.
  async function fetch(results, answer) {
    const { query } = answer;
    const sought = Array.from(words(query || ""), (found) => term(found[2]));
    const last = sought.at(-1);
    // Words that are nowhere are taken for others that begin as they do, or for none, and nobody says so.
    let isAsAsked = false;
    await Promise.all(results.map(async (one) => {
      if (one.doc) return;
      const data = await one.data();
      const doc = told(data);
      const found = new Set(sought), seen = new Set();
      const pieces = data.content.split(/\s+/);
      for (const at of query ? data.locations : []) for (const [, , word] of words(pieces[at] || "")) seen.add(term(word));
      for (const text of query ? [doc.title, doc.by, doc.role, ...doc.aliases] : []) {
        for (const [, , word] of words(text)) if (sought.includes(term(word)) || term(word).startsWith(last)) seen.add(term(word));
      }
      for (const word of seen) found.add(word);
      isAsAsked ||= sought.every((word) => [...seen].some((own) => own.startsWith(word)));
      one.match = Object.fromEntries([...found].map((word) => [word, true]));
      if (doc.kind !== "actor") stories.set(doc.story, doc.place);
      one.doc = doc;
    }));
    if (answer.how === "exact" && query && answer.hits.length && results[0] === answer.hits[0] && !answer.isAsAsked && !isAsAsked) answer.how = "similar";
    answer.isAsAsked ||= isAsAsked;
  }

  return { find, fetch };
};
