// Filters on a page that can be read without them. Rows carry what they are filtered by (data-speaker, data-kind …), several
// values as a line each; the form's fields are named alike, and their choices are made of the rows. What is chosen stands in
// the address, which can be passed on.
(() => {
  "use strict";
  let life = new AbortController();
  start(life.signal);
  // Begun anew when the preview has changed the page in place.
  document.addEventListener("briefgen:morphed", () => { life.abort(); life = new AbortController(); start(life.signal); });

  function start(signal) {
    const form = document.querySelector("[data-filters]");
    const rows = [...document.querySelectorAll("[data-row]")];
    if (!form || !rows.length) return;
    const fields = [...form.querySelectorAll("select")];
    const status = form.querySelector("[role=status]");
    const onward = form.querySelector(".onward");
    const reset = form.querySelector("[type=reset]");
    const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
    const values = new Map(rows.map((row) => [row, Object.fromEntries(
      fields.map((f) => [f.name, (row.dataset[f.name] ?? "").split("\n").filter(Boolean)]),
    )]));
    const fits = (row, but) => fields.every((f) => f === but || !f.value || values.get(row)[f.name].includes(f.value));

    for (const field of fields) {
      const found = new Map(); // each value with its first row
      for (const row of rows) for (const value of values.get(row)[field.name]) if (!found.has(value)) found.set(value, row);
      const day = (value) => found.get(value).dataset.day ?? "";
      const order = { date: (a, b) => day(a).localeCompare(day(b)), happened: () => 0 }[field.name]
        ?? ((a, b) => a.localeCompare(b, document.documentElement.lang));
      field.length = 1;
      for (const value of [...found.keys()].sort(order)) field.add(new Option(value, value));
      field.disabled = found.size < 2; // not hidden: what is below it would move
    }

    // What an address asks for that is not here is said: the list may have gone on to another page since.
    const missing = [];
    const wanted = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = wanted.get(field.name) ?? "";
      const present = [...field.options].some((one) => one.value === value);
      field.value = present ? value : "";
      if (!present) missing.push(value);
    }

    function show() {
      let shown = 0;
      for (const row of rows) {
        row.hidden = !fits(row);
        if (!row.hidden) shown += 1;
      }
      for (const group of document.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("[data-row]:not([hidden])");
      // How many rows each choice would leave beside the others.
      for (const field of fields) {
        const left = rows.filter((row) => fits(row, field));
        for (const option of [...field.options].slice(1)) {
          const n = left.filter((row) => values.get(row)[field.name].includes(option.value)).length;
          option.text = `${option.value} (${n})`;
          option.disabled = !n && !option.selected;
        }
      }
      const chosen = fields.filter((field) => field.value);
      const text = !chosen.length ? form.dataset.every : shown ? form.dataset.shown : form.dataset.none;
      const absent = missing.map((value) => `${fill(form.dataset.missing, { value })} `).join("");
      status.textContent = absent + fill(text, { shown, all: rows.length });
      reset.disabled = !chosen.length;
      lead(chosen);
    }

    // To everything that a speaker says, elsewhere too, with what else is chosen.
    function lead(chosen) {
      const speaker = chosen.find((field) => field.name === "speaker")?.value;
      const link = speaker && rows.find((row) => row.dataset.speaker === speaker)?.querySelector("a.who");
      onward.hidden = !link;
      if (!link) return;
      const rest = query(chosen.filter((field) => ["about", "kind", "stance"].includes(field.name)));
      onward.href = `${link.getAttribute("href")}${rest}#s_said`;
      onward.textContent = fill(form.dataset.onward, { name: speaker });
    }

    function query(chosen) {
      const asked = String(new URLSearchParams(chosen.map((field) => [field.name, field.value])));
      return asked && `?${asked}`;
    }

    function changed() {
      missing.length = 0;
      show();
      const address = location.pathname + query(fields.filter((field) => field.value)) + location.hash;
      // A browser may refuse this to a page from disk.
      try { history.replaceState(history.state, "", address); } catch { /* the page works without */ }
    }

    // A way to what the filters hide takes them back.
    function reveal(event) {
      const link = event.target.closest?.('a[href^="#"]');
      if (!link || !document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest("[hidden]")) return;
      for (const field of fields) field.value = "";
      changed();
    }

    form.addEventListener("change", changed, { signal });
    form.addEventListener("reset", () => setTimeout(changed), { signal });
    form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    document.addEventListener("click", reveal, { signal });
    show();
  }
})();
