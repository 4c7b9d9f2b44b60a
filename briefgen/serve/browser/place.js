// Where a reader is in a page, so that they are there again after it has changed: what stands at the top of the
// window, what they have opened or closed, what has the focus.

const KEPT = "briefgen_kept";
const YOUNG = 10000;

// Whether each <details> was open as served; what differs now is the reader's doing.
const served = new WeakMap();
export function learn() {
  for (const details of document.querySelectorAll("details, dialog")) {
    if (!served.has(details)) served.set(details, details.open);
  }
}
export const isTurned = (details) => served.has(details) && details.open !== served.get(details);
export const serves = (details, open) => served.set(details, open);

// <details> by their place among those of the nearest element with an id, since few have one themselves.
function named() {
  const counts = new Map();
  return new Map([...document.querySelectorAll("details")].map((details) => {
    const near = details.closest("[id]")?.id ?? "";
    counts.set(near, (counts.get(near) ?? 0) + 1);
    return [`${near} ${counts.get(near)}`, details];
  }));
}

// The first element with an id that begins in the window, and where. At the very top the page stays there.
export function here() {
  const place = { x: scrollX, y: scrollY, focus: document.activeElement?.id || null, id: null, top: 0 };
  if (scrollY <= 0) return place;
  for (const element of document.body.querySelectorAll("[id]")) {
    const box = element.getBoundingClientRect();
    if (box.height && box.top >= 0 && box.top < innerHeight) return { ...place, id: element.id, top: box.top };
  }
  return place;
}

export function goBack({ x, y, focus, id, top }) {
  const scroll = (left, y) => scrollTo({ left, top: y, behavior: "instant" });
  scroll(x, y);
  const element = id && document.getElementById(id);
  if (element && element.getBoundingClientRect().height) scroll(x, scrollY + element.getBoundingClientRect().top - top);
  if (focus && document.activeElement?.id !== focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

// Before a page is loaded again. `more` is given back with what is restored.
export function keep(more) {
  const open = [...named()].filter(([, details]) => isTurned(details)).map(([name, details]) => [name, details.open]);
  const kept = { ...more, href: location.href, at: Date.now(), place: here(), open };
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
    // Else the browser would go to where it was in pixels, or to what follows the # in the address.
    history.scrollRestoration = "manual";
  } catch { /* the browser keeps what it can */ }
}

export function restore() {
  learn();
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
  } catch { /* nothing is kept */ }
  if (!kept || kept.href !== location.href || Date.now() - kept.at > YOUNG) return null;
  const details = named();
  for (const [name, open] of kept.open) if (details.has(name)) details.get(name).open = open;
  goBack(kept.place);
  const done = () => {
    goBack(kept.place);
    history.scrollRestoration = "auto";
  };
  if (document.readyState === "complete") done();
  // Pictures and the theme's own scripts may have moved things until then.
  else addEventListener("load", () => requestAnimationFrame(done), { once: true });
  return kept;
}
