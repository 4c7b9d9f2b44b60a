// The search over an index of Pagefind, of which a browser fetches only what a question needs. Loaded by search.js on sites
// that are built with search = "pagefind". What is found is handed over as search.js makes it of its own shards.
briefgenSearch.connect = async (folder, given) => {
  const { words, term, names, stories, ACTORS } = given;
  const index = await import(`${folder}pagefind.js`);
  await index.options({ baseUrl: "/", ranking: { metaWeights: { title: 3, by: 2 } } });
  await index.init();
  const FILTERS = { kind: "kind", who: "who", source: "source", in: "briefing" };
  // Kinds are always counted: the few bytes of their filter are fetched before the first question.
  const everything = await index.search(null, { filters: { kind: { any: ["article", "quote", "figure", "actor"] } } });

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
    if (state.from || state.to) {
      const days = choices.days.filter((day) => (!state.from || day >= state.from) && (!state.to || day <= state.to));
      filters.date = { any: days.length ? days : ["none"] };
    }
    return filters;
  }

  // [how the words were taken, the words to ask for]: all of them; else those that are found together, or the rarest.
  async function taken(query) {
    const count = async (asked) => (await index.search(asked)).unfilteredResultCount;
    if (!query || await count(query)) return ["exact", query];
    const parts = Array.from(words(query), (found) => found[2]);
    const counts = await Promise.all(parts.map(count));
    const there = parts.filter((_, at) => counts[at]);
    if (!there.length) return ["exact", query];
    if (there.length < parts.length && await count(there.join(" "))) return ["some", there.join(" ")];
    return ["some", there.sort((a, b) => counts[parts.indexOf(a)] - counts[parts.indexOf(b)])[0]];
  }

  // What a state asks for, and how often each choice of a list would be met; those of most lists are counted only `isWide`.
  async function find(state, isWide) {
    const counts = { kind: new Map(), who: new Map(), source: new Map(), in: new Map() };
    const asked = [...Object.keys(FILTERS), "from", "to"].filter((own) => state[own]);
    const count = (own, values) => {
      for (const [value, n] of Object.entries(values || {})) if (n) counts[own].set(own in (choices || {}) ? id(value) : value, n);
    };
    if (isWide || asked.some((own) => own !== "kind")) await learn();
    if (!state.q.trim() && !asked.length) {
      // Before anything is asked, the lists tell what there is.
      const all = isWide ? await index.filters() : everything.filters;
      for (const [own, filter] of Object.entries(FILTERS)) count(own, all[filter]);
      return { how: "exact", query: "", hits: [], counts };
    }
    const [how, query] = await taken(state.q.trim() || null);
    // What nothing is asked of comes with the newest first.
    const search = (filters) => index.search(query, query ? { filters } : { filters, sort: { date: "desc" } });
    const filters = narrowed(state);
    const found = await search(filters);
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
    const asked = Array.from(words(query || ""), (found) => term(found[2]));
    const last = asked.at(-1);
    // Words that are nowhere are taken for others that begin as they do, or for none, and nobody says so.
    let isAsAsked = false;
    await Promise.all(results.map(async (one) => {
      if (one.doc) return;
      const data = await one.data();
      const doc = told(data);
      const found = new Set(asked), seen = new Set();
      const pieces = data.content.split(/\s+/);
      for (const at of query ? data.locations : []) for (const [, , word] of words(pieces[at] || "")) seen.add(term(word));
      for (const text of query ? [doc.title, doc.by, doc.role, ...doc.aliases] : []) {
        for (const [, , word] of words(text)) if (asked.includes(term(word)) || term(word).startsWith(last)) seen.add(term(word));
      }
      for (const word of seen) found.add(word);
      isAsAsked ||= asked.every((word) => [...seen].some((own) => own.startsWith(word)));
      one.match = Object.fromEntries([...found].map((word) => [word, true]));
      if (doc.kind !== "actor") stories.set(doc.story, doc.place);
      one.doc = doc;
    }));
    if (answer.how === "exact" && query && answer.hits.length && results[0] === answer.hits[0] && !answer.isAsAsked && !isAsAsked) answer.how = "similar";
    answer.isAsAsked ||= isAsAsked;
  }

  return { find, fetch };
};
