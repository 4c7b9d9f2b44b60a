// Added to pages while they are previewed, never to those that are published. Hears what has changed, and
// shows it: style sheets are swapped, a page is changed in place or else loaded again, what is wrong is laid
// over it. All that the server says of files is set as text, never as markup.

import { arrive, mark, offer } from "./corner.js";
import { keep, restore } from "./place.js";

const script = [...document.scripts].findLast((one) => one.src === import.meta.url);
const home = new URL("../", import.meta.url);
const isFramed = window !== window.top;
let epoch = script.dataset.epoch;
let heard = null;

// ------------------------------------------------------------------ news

// A browser opens six connections to one server and no more, for all of its tabs. Hidden ones give theirs up,
// and when more than this many are seen at once, the others ask now and then. So does a page that hears
// nothing in time, since something on the way may hold the stream back.
const STREAMS = 4;
const ASK = 2000;
const LATE = 5000;

let end = null;
function listen() {
  if (end || document.hidden) return;
  end = new AbortController();
  follow(end.signal);
}
function hush() {
  end?.abort();
  end = null;
}

async function follow(signal) {
  if (await isFree(signal)) await stream(signal);
  while (!signal.aborted) {
    await ask(signal);
    await new Promise((go) => setTimeout(go, ASK));
  }
}

// Whether this tab may hold a stream. The locks of this origin are known to all of its tabs.
async function isFree(signal) {
  if (!navigator.locks) return true;
  for (let k = 0; k < STREAMS; k += 1) {
    const isOurs = await new Promise((tell) => {
      navigator.locks.request(`briefgen_stream_${k}`, { ifAvailable: true }, (lock) => {
        tell(lock !== null);
        return lock && !signal.aborted && new Promise((free) => signal.addEventListener("abort", free));
      });
    });
    if (isOurs) return true;
  }
  return false;
}

// Ends when the stream is refused or held back; broken off, the browser connects again by itself.
function stream(signal) {
  return new Promise((go) => {
    if (signal.aborted) return go();
    const source = new EventSource(at("events"));
    const close = () => { clearTimeout(late); source.close(); go(); };
    const late = setTimeout(close, LATE);
    signal.addEventListener("abort", close);
    source.onmessage = (event) => { clearTimeout(late); hear(JSON.parse(event.data)); };
    source.onerror = () => { if (source.readyState === EventSource.CLOSED) close(); };
  });
}

async function ask(signal) {
  try {
    const answer = await fetch(at("news"), { signal, cache: "no-store" });
    if (answer.ok) hear(await answer.json());
  } catch { /* the server is away; it is asked again */ }
}

function at(name) {
  const url = new URL(name, import.meta.url);
  url.searchParams.set("epoch", epoch);
  for (const page of pages()) url.searchParams.append("page", page);
  return url.href;
}

// ------------------------------------------------------------------ what it means for this page

// What was asked for, and what was sent: not the same where there is no page.
const pages = () => new Set([addressOf(location.href), script.dataset.address].filter(Boolean));

function addressOf(href) {
  const url = new URL(href, location.href);
  if (url.origin !== home.origin || !url.pathname.startsWith(home.pathname)) return null;
  let path = url.pathname.slice(home.pathname.length);
  try { path = decodeURIComponent(path); } catch { return null; }
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

// One after another: a page is not changed twice at once.
let last = Promise.resolve();
function hear(news) { last = last.then(() => act(news)); }

async function act(news) {
  // An epoch tells all of an edition: heard again, it is no news.
  if (news.epoch === heard || end === null) return;
  const sheets = new Map([...document.querySelectorAll("link[rel~=stylesheet]")].map((link) => [addressOf(link.href), link]));
  const used = new Set(performance.getEntriesByType("resource").map((entry) => addressOf(entry.name)));
  const own = pages();
  const changed = news.changed?.filter((address) => own.has(address) || sheets.has(address) || used.has(address));
  if (!changed || changed.some((address) => !own.has(address) && !sheets.has(address))) return load(news);
  for (const address of changed) if (sheets.has(address)) swap(sheets.get(address), news.epoch);
  if (changed.some((address) => own.has(address))) {
    const { renew } = await import("./morph.js");
    const isRenewed = await renew(script).catch(() => false);
    if (isRenewed === null) return retry();
    if (!isRenewed) return load(news);
    mark(labels());
  }
  heard = epoch = news.epoch;
  tell(news);
}

// The server has gone away in between; it is asked again for what has changed.
function retry() {
  hush();
  setTimeout(listen, ASK);
}

function load(news) {
  hush();
  keep({ edit: news.edit, edited: news.edited });
  location.reload();
}

function swap(link, version) {
  const next = link.cloneNode();
  const url = new URL(link.href);
  url.searchParams.set("v", version);
  next.href = url.href;
  // What it was as served; morph.js compares that.
  next.dataset.served = link.dataset.served ?? link.outerHTML;
  next.onload = next.onerror = () => link.remove();
  link.after(next);
}

const labels = () => (isFramed ? [] : JSON.parse(script.dataset.labels));

let problems = false;
async function tell(news) {
  if (isFramed) return;
  offer(news, home, pages());
  if (!problems && !news.problems.length) return;
  problems = true;
  const { show } = await import("./problems.js");
  show(news);
}

performance.setResourceTimingBufferSize?.(10000);
const kept = restore();
mark(labels());
if (!isFramed) arrive();
if (kept && !isFramed) offer(kept, home, pages());
document.addEventListener("visibilitychange", () => (document.hidden ? hush() : listen()));
addEventListener("pagehide", hush);
addEventListener("pageshow", listen);
listen();
