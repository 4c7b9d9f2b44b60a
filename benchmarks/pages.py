"""What pages weigh and how fast they show, kind by kind: bytes, nodes, LCP, CLS and total blocking time.

    python -m benchmarks.pages [--runs 3] [--slowdown 4]

Builds the rich site of `tests.showcase`, and beside it the article by whose page the limit is set: 1,000 words with 60
annotations. The longest page of each kind is loaded from its file by Chromium on a processor slowed down, in windows
of 375 and 1,280 pixels; medians of several loads. Limits are shown and nothing fails: `tests/test_weights.py` does.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from benchmarks.tables import table
from briefgen import project
from briefgen.annotate import nlp
from briefgen.desk import Desk
from briefgen.inputs import gather
from briefgen.memo import Memo
from tests import reader, showcase, weights
from tests.files import write_files
from tests.looks.visits import chromium, publish, show
from tests.showcase import Showcase, Shown, richest

if TYPE_CHECKING:
    from playwright.async_api import Browser

WIDTHS = (375, 1280)

OBSERVE = """
window.seen = { lcp: 0, cls: 0, tbt: 0 };
const watch = (type, act) => new PerformanceObserver(list => list.getEntries().forEach(act)).observe({ type, buffered: true });
watch("largest-contentful-paint", one => { seen.lcp = one.startTime; });
watch("layout-shift", one => { if (!one.hadRecentInput) seen.cls += one.value; });
watch("longtask", one => { seen.tbt += Math.max(0, one.duration - 50); });
"""


class Load(Struct, frozen=True):
    """A page's loading, as Chromium tells it."""

    lcp: float
    """Milliseconds until the largest element was painted."""
    cls: float
    """How much of the page moved, times how far."""
    tbt: float
    """Milliseconds of tasks beyond the fiftieth of each."""
    nodes: int
    """Elements of the page."""


async def load(browser: Browser, site: Showcase, page: Shown, width: int, slowdown: float) -> Load:
    """Load a page once in a fresh context."""
    context = await browser.new_context(viewport={"width": width, "height": 800})
    try:
        await publish(context, site)
        tab = await context.new_page()
        session = await context.new_cdp_session(tab)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
        await tab.add_init_script(OBSERVE)
        await show(tab, site, page)
        await tab.wait_for_timeout(500)
        seen = await tab.evaluate("seen")
        nodes = await tab.evaluate("document.getElementsByTagName('*').length")
        return Load(seen["lcp"], seen["cls"], seen["tbt"], nodes)
    finally:
        await context.close()


def loads(site: Showcase, pages: Sequence[Shown], runs: int, slowdown: float) -> dict[tuple[Shown, int], Load]:
    """Medians of `runs` loads, one at a time, by page and width."""

    async def run() -> dict[tuple[Shown, int], Load]:
        found = {}
        async with chromium() as browser:
            for page in pages:
                for width in WIDTHS:
                    taken = [await load(browser, site, page, width, slowdown) for _ in range(runs)]
                    found[page, width] = Load(
                        statistics.median(one.lcp for one in taken),
                        statistics.median(one.cls for one in taken),
                        statistics.median(one.tbt for one in taken),
                        taken[0].nodes,
                    )
        return found

    return asyncio.run(run())


def measured_article(folder: Path) -> tuple[Showcase, Shown]:
    """The article of the limits, annotated by the tests' patterns, on a site of its own."""
    from briefgen import annotate

    write_files(folder, {"briefgen.toml": "", "content/limits/gate.md": weights.article()})
    known = nlp.version, nlp.load, annotate.annotate
    nlp.version = lambda model="": ("en", "patterns")
    nlp.load = lambda model="": object()  # type: ignore[assignment, return-value]
    annotate.annotate = lambda passages, *more: map(reader.annotation, passages)
    try:
        desk = Desk(Memo())
        desk.settle(desk.take(gather(project.load(folder)), jobs=1))
        site = showcase.written(desk, folder / "site")
    finally:
        nlp.version, nlp.load, annotate.annotate = known
    return site, next(page for page in site.pages if page.kind == "article")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--slowdown", type=float, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = showcase.make(Path(folder) / "rich")
        limited, article = measured_article(Path(folder) / "limits")
        rows = [(site, page, page.kind) for page in richest(site.pages)]
        rows.append((limited, article, "1,000 words, 60 annotations"))
        print("Bytes, and as gzip packs them; the longest page of each kind.\n")
        print(table(("page", "HTML", "gzip", "CSS", "gzip", "JavaScript", "gzip"), [
            (name, *_bytes(weights.weigh(weights.read(one.folder), page.address, showcase.BASE_URL))) for one, page, name in rows
        ]))  # fmt: skip
        counts = ", ".join(f"{count} {name}" for name, count in weights.ANNOTATIONS.items())
        print(f"\nLimits: HTML of an article of {weights.WORDS:,} words with {counts}: {weights.HTML:,};")
        print(f"CSS {weights.CSS:,}; JavaScript {weights.JAVASCRIPT:,}.\n")
        print(
            f"Loaded from a file, the processor slowed down {arguments.slowdown:g} times; medians of {arguments.runs}.\n"
        )
        lines = []
        for one, pages in ((site, richest(site.pages)), (limited, [article])):
            for (page, width), found in loads(one, pages, arguments.runs, arguments.slowdown).items():
                name = page.kind if one is site else rows[-1][2]
                shown = f"{found.lcp:.0f}", f"{found.cls:.4f}", f"{found.tbt:.0f}", f"{found.nodes:,}"
                lines.append((name, str(width), *shown))
        print(table(("page", "width", "LCP ms", "CLS", "TBT ms", "nodes"), lines))


def _bytes(weight: weights.Weight) -> list[str]:
    names = ("html", "css", "javascript")
    return [f"{getattr(weight, name + part):,}" for name in names for part in ("", "_packed")]


if __name__ == "__main__":
    main()
