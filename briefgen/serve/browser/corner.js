// What the preview says at the edge of a page: that it is a draft or of a day to come, and what was just edited.
// It stands in a shadow tree of its own: neither touches the page's styles nor is touched by them.

const FOLLOW = "briefgen_follow";
const FOLLOWED = "briefgen_followed";
const ARRIVED = "briefgen_arrived";
const STAY = 20000;

export const make = (name, names, ...children) => {
  const element = document.createElement(name);
  element.className = names;
  element.append(...children);
  return element;
};
export const button = (names, text, act) => {
  const element = make("button", names, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
};

export const stored = (name) => { try { return sessionStorage.getItem(name); } catch { return null; } };
export const store = (name, value) => { try { sessionStorage.setItem(name, value); } catch { /* not remembered */ } };

// The shadow tree, and the strip at the bottom of the window, once they can be seen.
let made = null;
export function corner() {
  made ??= new Promise((done) => {
    const host = document.createElement("briefgen-preview");
    const strip = make("div", "strip", make("div", "marks"), make("div", "edited"), make("div", "problems"));
    strip.children[0].setAttribute("role", "note");
    strip.children[0].setAttribute("aria-label", "Preview");
    strip.children[1].setAttribute("role", "status");
    const style = make("link", "");
    style.rel = "stylesheet";
    style.href = new URL("overlay.css", import.meta.url).href;
    host.hidden = true;
    style.onload = style.onerror = () => {
      host.hidden = false;
      // A region has to be there before words in it are read out.
      requestAnimationFrame(() => done({ root: host.shadowRoot, strip }));
    };
    host.attachShadow({ mode: "open" }).append(style, strip);
    // Beside the body, which may be exchanged.
    document.documentElement.append(host);
  });
  return made;
}

// ------------------------------------------------------------------ drafts and days to come

let marked = "[]";
export async function mark(labels) {
  if (JSON.stringify(labels) === marked) return;
  marked = JSON.stringify(labels);
  const { strip } = await corner();
  strip.querySelector(".marks").replaceChildren(...labels.map((label) => make("p", "pill mark", label)));
}

// ------------------------------------------------------------------ what was just edited

// A tab that shows another page offers the edited one, or opens it when its reader has asked for that.
export async function offer({ edited, edit }, home, own) {
  if (edited.length) say();
  if (!edited.length || edited.some(({ address }) => own.has(address))) return;
  const [{ address, title }, ...others] = edited;
  const path = address.replace(/(^|\/)index\.html$/, "$1").split("/").map(encodeURIComponent).join("/");
  const link = make("a", "", make("bdi", "", title));
  link.href = new URL(path, home).href;
  const open = () => {
    store(FOLLOWED, edit);
    store(ARRIVED, "yes");
    location.assign(link.href);
  };
  // Of several none is the one that is meant; and none is opened twice for one edit, or there were no way back.
  if (stored(FOLLOW) === "yes" && !others.length && stored(FOLLOWED) !== edit) open();
  else say("Just edited: ", link, others.length ? ` and ${others.length} more` : "");
}

export function arrive() {
  if (stored(ARRIVED) !== "yes") return;
  store(ARRIVED, "");
  say("Opened because you edited it");
}

// Says something for a while, with the switch; without words, what was said goes.
let due = 0;
async function say(...words) {
  const { strip } = await corner();
  const place = strip.querySelector(".edited");
  const clear = () => { clearTimeout(due); place.replaceChildren(); };
  const wait = () => { clearTimeout(due); due = setTimeout(clear, STAY); };
  clear();
  if (!words.length) return;
  const box = make("input", "");
  box.type = "checkbox";
  box.checked = stored(FOLLOW) === "yes";
  box.addEventListener("change", () => store(FOLLOW, box.checked ? "yes" : ""));
  const close = button("close", "×", clear);
  close.setAttribute("aria-label", "Close");
  const pill = make("div", "pill", make("p", "", ...words), make("label", "", box, " Follow my edits"), close);
  // Not while somebody reads or uses it.
  for (const [stay, leave] of [["pointerenter", "pointerleave"], ["focusin", "focusout"]]) {
    pill.addEventListener(stay, () => clearTimeout(due));
    pill.addEventListener(leave, wait);
  }
  place.append(pill);
  wait();
}
