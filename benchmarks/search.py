"""How large a site's search is, and how quick: in headless Chromium, from disk; that of a site with an index from a server here.

    python -m benchmarks.search SITE [SITE ...] [--rounds 3] [--chromium PATH]

Each SITE is a folder that `briefgen build` has written. A fresh browser opens its search page with a query in the address:
what is timed is from the beginning of the navigation until the first results stand there, and until everything has been
read. Then more queries are typed letter by letter, each letter searched for and drawn; the longest stretch in which
the page could answer nobody is that of reading. The queries are the names of whom most articles tell, so that the same
site always gives the same. Of an index, "all read" is that it can be asked. Needs playwright, and Chromium.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.tables import table

if TYPE_CHECKING:
    from playwright.sync_api import Browser

QUERIES = 5
PATIENCE = 300_000
"""Milliseconds until a search has to have read everything."""

LONG_TASKS = """
    window.longTasks = [];
    new PerformanceObserver((list) => { for (const one of list.getEntries()) longTasks.push(one.duration); })
      .observe({ type: "longtask", buffered: true });
"""


@dataclass(frozen=True, kw_only=True)
class Index:
    """What a site's search consists of."""

    articles: int
    documents: int
    """Articles, quotes, figures and actors."""
    shards: int
    """Or files of the index."""
    raw: int
    """Bytes of all shards."""
    packed: int
    """The same, each by gzip."""
    queries: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One opening of the search page. All times in milliseconds."""

    first: float
    complete: float
    busy: float
    """Of the processor, for everything that the page's own thread did until then."""
    longest: float
    heap: float
    """MiB of JavaScript's heap when all is read."""
    letters: tuple[float, ...]
    """Of searching and drawing, for each letter typed."""


def measure(site: Path) -> Index:
    """What the shards of a site hold, or its index."""
    listed = _handed((site / "search/shards.js").read_text(encoding="utf-8"))
    if listed.get("index"):
        return _measured(site)
    articles = documents = raw = packed = 0
    known: list[tuple[int, str]] = []
    for path in sorted((site / "search").rglob("*.js")):
        if path.name == "shards.js" and path.parent == site / "search":
            continue
        content = path.read_bytes()
        raw += len(content)
        packed += len(gzip.compress(content, 6))
        shard = _handed(content.decode())
        for actor in shard.get("actors", ()):
            documents += 1
            known.append((-actor[6], actor[1]))
        for article in shard.get("articles", ()):
            articles += 1
            documents += 1 + len(article[8]) + len(article[9])
    queries = tuple(name for _, name in sorted(known)[:QUERIES]) or ("a",)
    return Index(
        articles=articles, documents=documents, shards=len(listed["shards"]), raw=raw, packed=packed, queries=queries
    )


def _measured(site: Path) -> Index:
    """An index of Pagefind, which is compressed as it stands. Its queries are the names with the largest number of articles."""
    sizes = [path.stat().st_size for path in (site / "search").rglob("*") if path.is_file()]
    articles = documents = 0
    known: list[tuple[int, str]] = []
    for path in (site / "search/pagefind/fragment").iterdir():
        content = gzip.decompress(path.read_bytes())
        fragment = json.loads(content[content.index(b"{") :])
        kind = fragment["filters"]["kind"][0]
        documents += 1
        articles += kind == "article"
        if kind == "actor":
            known.append((-int(fragment["filters"]["articles"][0]), fragment["meta"]["title"]))
    queries = tuple(name for _, name in sorted(known)[:QUERIES]) or ("a",)
    return Index(
        articles=articles, documents=documents, shards=len(sizes), raw=sum(sizes), packed=sum(sizes), queries=queries
    )


class _Silent(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def reached(site: Path) -> Iterator[str]:
    """The address at which a browser gets a site."""
    if not (site / "search/pagefind").is_dir():
        yield site.resolve().as_uri()
        return
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Silent, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def open_once(browser: Browser, site: str, queries: tuple[str, ...]) -> Opened:
    """Open the search of the site at an address in a fresh profile, and type into it."""
    context = browser.new_context()
    context.add_init_script(LONG_TASKS)
    page = context.new_page()
    metrics = context.new_cdp_session(page)
    # In time of the processor: what else the machine does shall not count.
    metrics.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(f"{site}/search.html#q={queries[0].replace(' ', '+')}")
    page.wait_for_selector(".search[data-state=complete] .hit", timeout=PATIENCE)
    marks = page.evaluate(
        "['briefgen:hits', 'briefgen:complete'].map((name) => performance.getEntriesByName(name)[0]?.startTime)"
    )
    busy = {one["name"]: one["value"] for one in metrics.send("Performance.getMetrics")["metrics"]}["TaskDuration"]
    longest = page.evaluate("Math.max(0, ...longTasks)")
    heap = page.evaluate("performance.memory.usedJSHeapSize") / 2**20
    page.evaluate("performance.clearMeasures()")
    field = page.locator("#search_words")
    for query in queries:
        field.fill("")
        for at in range(2, len(query) + 1):
            field.fill(query[:at])
            page.wait_for_function(
                "text => performance.getEntriesByName('briefgen:search').some((one) => one.detail === text)",
                arg=query[:at],
                timeout=PATIENCE,
            )
    letters = page.evaluate("performance.getEntriesByName('briefgen:search').map((one) => one.duration)")
    context.close()
    return Opened(
        first=marks[0], complete=marks[1], busy=busy * 1000, longest=longest, heap=heap, letters=tuple(letters)
    )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sites", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    sizes, times = [], []
    with sync_playwright() as p:
        for site in options.sites:
            index = measure(site)
            opened = []
            for _ in range(options.rounds):
                browser = p.chromium.launch(
                    executable_path=options.chromium, args=["--no-sandbox", "--enable-precise-memory-info"]
                )
                with reached(site) as address:
                    opened.append(open_once(browser, address, index.queries))
                browser.close()
            letters = [letter for one in opened for letter in one.letters]
            name = f"{index.articles:,}"
            sizes.append(
                (name, f"{index.documents:,}", index.shards, f"{index.raw / 2**20:.1f}", f"{index.packed / 2**20:.1f}")
            )
            times.append(
                (
                    name,
                    f"{statistics.median(one.first for one in opened) / 1000:.2f}",
                    f"{statistics.median(one.complete for one in opened) / 1000:.2f}",
                    f"{statistics.median(one.busy for one in opened) / 1000:.2f}",
                    f"{max(one.longest for one in opened):.0f}",
                    f"{statistics.median(one.heap for one in opened):.0f}",
                    f"{statistics.median(letters):.0f}",
                    f"{max(letters):.0f}",
                )
            )
            print(f"{site}: {index.articles:,} articles measured", file=sys.stderr)
    print(table(("articles", "documents", "files", "MiB", "MiB gzipped"), sizes))
    head = (
        "articles",
        "first result s",
        "all read s",
        "CPU s",
        "longest task ms",
        "heap MiB",
        "letter ms",
        "slowest ms",
    )
    print(table(head, times))
    return 0


def _handed(script: str) -> dict[str, Any]:
    """The data that a shard hands over."""
    handed: dict[str, Any] = json.loads(script[script.index("(") + 1 : script.rindex(")")])
    return handed


if __name__ == "__main__":
    sys.exit(main())
