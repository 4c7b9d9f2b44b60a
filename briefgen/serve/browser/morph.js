// Changes a page in place into what the server has now. What the reader has scrolled to, opened, ticked or
// written stays. Only where that is safe: scripts that have run cannot be taken back, so each script of the page
// has to say with the attribute data-morph that it copes, and hears "briefgen:morphed" on the document.

import { goBack, here, isTurned, learn, serves } from "./place.js";

// Whether the page is now as the server has it, or else has to be loaded again; null when there is no answer.
export async function renew(script) {
  const answer = await fetch(location.href, { cache: "no-cache" }).catch(() => null);
  if (!answer) return null;
  if (answer.redirected || !answer.headers.get("content-type")?.startsWith("text/html")) return false;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  const tag = [...next.scripts].findLast(isOurs);
  if (!tag || tag.dataset.address !== script.dataset.address) return false;
  if (tag.dataset.digest !== script.dataset.digest) {
    const before = lasting(document);
    if (!answer.ok || before === null || before !== lasting(next)) return false;
    const { Idiomorph } = await import("./idiomorph.js");
    if (!morph(Idiomorph, next)) return false;
  }
  Object.assign(script.dataset, tag.dataset);
  return true;
}

const isOurs = (element) => element.dataset?.epoch !== undefined;
const isText = (element) => element.localName === "script" && element.type.includes("json");

// What cannot be changed in place, as served; null when there are scripts that do not cope with changes.
function lasting(page) {
  const found = [...page.querySelectorAll("script, style, link[rel~=stylesheet], base, meta[http-equiv]")]
    .filter((element) => !isOurs(element) && !isText(element) && !element.closest("noscript"));
  const isSafe = found.every((element) => element.localName !== "script" || "morph" in element.dataset);
  return isSafe ? JSON.stringify(found.map((element) => element.dataset.served ?? element.outerHTML)) : null;
}

function morph(Idiomorph, next) {
  const place = here();
  const touched = new Set([...document.querySelectorAll("input, textarea, option")].filter(isTouched));
  let isBroken = false;
  const fail = () => { isBroken = true; };
  // An error in what hears the event comes here and not to us.
  addEventListener("error", fail);
  try {
    describe(next);
    Idiomorph.morph(document.body, next.body, {
      callbacks: {
        beforeNodeMorphed: (old) => old.localName !== "noscript" && (old.localName !== "textarea" || !touched.has(old)),
        beforeAttributeUpdated: (name, element, kind) => mayUpdate(name, element, kind, touched),
      },
    });
    learn();
    document.dispatchEvent(new CustomEvent("briefgen:morphed"));
  } catch {
    isBroken = true;
  } finally {
    removeEventListener("error", fail);
  }
  goBack(place);
  return !isBroken;
}

// Title, attributes of <html>, and what else the head says that neither styles nor runs.
function describe(next) {
  document.title = next.title;
  const [old, root] = [document.documentElement, next.documentElement];
  for (const { name } of [...old.attributes]) if (!root.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of root.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  const said = (page) => [...page.head.querySelectorAll("meta:not([http-equiv]), link:not([rel~=stylesheet]), script")]
    .filter((element) => element.localName !== "script" || isText(element));
  const [before, after] = [said(document), said(next)];
  if (before.map((element) => element.outerHTML).join() === after.map((element) => element.outerHTML).join()) return;
  for (const element of before) element.remove();
  document.head.append(...after);
}

// Whether a field is not as it was served.
function isTouched(field) {
  if (field.localName === "option") return field.selected !== field.defaultSelected;
  if (["checkbox", "radio"].includes(field.type)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

function mayUpdate(name, element, kind, touched) {
  if (["checked", "value", "selected"].includes(name)) return !touched.has(element);
  if (name !== "open" || !["details", "dialog"].includes(element.localName)) return true;
  const isReaders = isTurned(element);
  serves(element, kind === "update");
  return !isReaders && element.localName === "details";
}
