// Filters on a page that can be read without them. Rows carry what they are filtered by (data-speaker, data-kind …);
// the form's fields are named alike, and their choices are made of the rows. What is chosen stands in the address.
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
    const fits = (row, but) => fields.every((f) => f === but || !f.value || row.dataset[f.name] === f.value);

    for (const field of fields) {
      const found = [...new Set(rows.map((row) => row.dataset[field.name]).filter(Boolean))];
      if (field.name !== "date") found.sort((a, b) => a.localeCompare(b, document.documentElement.lang));
      field.length = 1;
      for (const value of found) field.add(new Option(value, value));
      field.disabled = found.length < 2; // not hidden: what is below it would move
    }
    const wanted = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = wanted.get(field.name) ?? "";
      field.value = [...field.options].some((one) => one.value === value) ? value : "";
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
          const n = left.filter((row) => row.dataset[field.name] === option.value).length;
          option.text = `${option.value} (${n})`;
          option.disabled = !n && !option.selected;
        }
      }
      const chosen = fields.some((field) => field.value);
      const text = !chosen ? form.dataset.every : shown ? form.dataset.shown : form.dataset.none;
      status.textContent = fill(text, { shown, all: rows.length });
      reset.disabled = !chosen;
      const speaker = fields.find((field) => field.name === "speaker")?.value;
      const link = speaker && rows.find((row) => row.dataset.speaker === speaker)?.querySelector("a.who");
      onward.hidden = !link;
      if (link) {
        onward.href = link.getAttribute("href") + "#s_said";
        onward.textContent = fill(form.dataset.onward, { name: speaker });
      }
    }

    function keep() {
      const query = new URLSearchParams(fields.filter((f) => f.value).map((f) => [f.name, f.value]));
      const address = location.pathname + (query.size ? `?${query}` : "") + location.hash;
      // A browser may refuse this to a page from disk.
      try { history.replaceState(history.state, "", address); } catch { /* the page works without */ }
    }

    form.addEventListener("change", () => { show(); keep(); }, { signal });
    form.addEventListener("reset", () => setTimeout(() => { show(); keep(); }), { signal });
    form.addEventListener("submit", (event) => event.preventDefault(), { signal });
    show();
  }
})();
