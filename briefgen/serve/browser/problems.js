// What is wrong, laid over the page: a dialog, and a button that brings it back once it is put away. Everything
// is text. Mended, both go by themselves.

import { button, corner, make, store, stored } from "./corner.js";

const AWAY = "briefgen_put_away";
const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

let shown = null;
export async function show({ problems, failed, built }) {
  const { root, strip } = await corner();
  const open = shown?.open;
  shown?.remove();
  shown = null;
  strip.querySelector(".problems").replaceChildren();
  if (!problems.length) return;

  const errors = problems.filter((problem) => problem.severity === "error").length;
  const others = problems.length - errors;
  const counts = [errors && count(errors, "error"), others && count(others, "warning")].filter(Boolean).join(", ");
  const isWrong = errors > 0 || failed;
  const names = isWrong ? "wrong" : "";

  const title = make("h1", "", failed ? "The site could not be built" : counts);
  title.id = "title";
  title.tabIndex = -1;
  title.autofocus = true;
  const close = button("close", "Close", () => dialog.close());
  const dialog = make("dialog", names,
    make("header", "", make("div", "", title, make("p", "", advice(failed, built, errors))), close),
    make("ol", "", ...problems.map(entry)));
  dialog.setAttribute("aria-labelledby", "title");
  const badge = button(`badge ${names}`, failed ? "Not built" : counts, () => lay());
  badge.setAttribute("aria-haspopup", "dialog");

  // Put away once, the same problems do not come back by themselves.
  const these = JSON.stringify(problems.map(({ path, line, message }) => [path, line, message]));
  const lay = () => {
    badge.hidden = true;
    dialog.showModal();
    for (const ghost of dialog.querySelectorAll(".ghost")) reveal(ghost);
  };
  dialog.addEventListener("close", () => { badge.hidden = false; store(AWAY, these); });
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  root.append(dialog);
  strip.querySelector(".problems").append(badge);
  shown = dialog;
  if (open || (isWrong && stored(AWAY) !== these)) lay();
}

function advice(failed, built, errors) {
  const mend = "Mend this and save: the page follows by itself.";
  if (!built) return `There is nothing to show yet. ${mend}`;
  if (failed) return `You see the last version that could be built. ${mend}`;
  return errors ? `A page that was in order before is shown as it was then. ${mend}` : "The pages are shown all the same.";
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
  const ghost = make("span", "ghost", [...text].slice(0, caret).join(""));
  const pointer = make("div", "row caret", make("span", "number"), make("code", "", ghost, "^"));
  pointer.setAttribute("aria-hidden", "true");
  return make("div", "", line, pointer);
}

// Shows the column that is meant, should it be far to the right.
function reveal(ghost) {
  const code = ghost.closest(".code");
  code.scrollLeft = Math.max(0, ghost.offsetWidth - code.clientWidth / 2);
}
