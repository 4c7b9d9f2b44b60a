"""Pictures of every kind of page, to be looked at one by one.

    python -m tests.screenshots [--output screenshots] [--kind KIND] [--variant VARIANT]

Builds the rich site, takes each telling page of each kind in
each variant, and writes `index.html`, a sheet of all of them. Printed pages are PDFs, and pictures of their sheets.
Chromium, and for the printed sheets pypdfium2 and Pillow, must be there.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests import showcase as showcases
from tests.looks.visits import TABS, chromium, publish, show
from tests.showcase import Showcase, Shown, telling

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

SCREEN: Mapping[str, Mapping[str, Any]] = {
    "1280-light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "1280-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "375-light": {"viewport": {"width": 375, "height": 667}, "color_scheme": "light"},
    "375-dark": {"viewport": {"width": 375, "height": 667}, "color_scheme": "dark"},
    "320": {"viewport": {"width": 320, "height": 568}},
    "2560": {"viewport": {"width": 2560, "height": 1440}},
    "forced": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
}
PRINT = {"print-a4": "A4", "print-letter": "Letter"}
VARIANTS = (*SCREEN, *PRINT)

TALLEST = 6000
"""CSS pixels of a page that are shown: what comes further down is more of the same."""

SHEETS, DOTS = 3, 80
"""Printed sheets of a page that are made pictures, the first ones and the last, and their dots per inch."""

STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; } body { margin: 2rem; }
section { display: flex; gap: 1rem; overflow-x: auto; align-items: start; padding-block: .5rem 2rem; }
figure { margin: 0; flex: none; } figure img { display: block; height: 22rem; width: 18rem; object-fit: cover; object-position: top; border: 1px solid; }
figcaption { font-size: .85rem; }
"""


def take(
    showcase: Showcase, pages: list[Shown], variants: tuple[str, ...], output: Path
) -> list[tuple[Shown, str, Path]]:
    """Take each page in each variant; gives (page, variant, picture)."""

    async def run() -> list[tuple[Shown, str, Path]]:
        places = asyncio.Semaphore(TABS)
        async with chromium() as browser:

            async def one(page: Shown, variant: str) -> list[tuple[Shown, str, Path]]:
                async with places:
                    return [(page, variant, path) for path in await _taken(browser, showcase, page, variant, output)]

            jobs = [one(page, variant) for page in pages for variant in variants]
            return [taken for own in await asyncio.gather(*jobs) for taken in own]

    return asyncio.run(run())


async def _taken(browser: Browser, showcase: Showcase, page: Shown, variant: str, output: Path) -> list[Path]:
    context = await browser.new_context(reduced_motion="reduce", **SCREEN.get(variant, {}))
    try:
        await publish(context, showcase)
        tab = await context.new_page()
        await show(tab, showcase, page)
        name = f"{page.kind}--{page.address.removesuffix('.html').replace('/', '-')}--{variant}"
        if variant in PRINT:
            path = output / f"{name}.pdf"
            await tab.pdf(path=path, format=PRINT[variant], prefer_css_page_size=False, print_background=False)
            return _sheets(path)
        return [await _whole(tab, output / f"{name}.png")]
    finally:
        await context.close()


async def _whole(tab: Page, path: Path) -> Path:
    """A picture of a page from its head, down to `TALLEST`."""
    height = min(await tab.evaluate("document.documentElement.scrollHeight"), TALLEST)
    clip = {"x": 0, "y": 0, "width": tab.viewport_size["width"] if tab.viewport_size else 0, "height": height}
    await tab.screenshot(path=path, full_page=True, clip=clip)  # type: ignore[arg-type]
    return path


def _sheets(pdf: Path) -> list[Path]:
    """Pictures of a PDF's first sheets and of its last."""
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    pictures = []
    for number in sorted({*range(min(SHEETS, count)), count - 1}):
        path = pdf.with_name(f"{pdf.stem}-{number + 1}-of-{count}.png")
        document[number].render(scale=DOTS / 72).to_pil().save(path)
        pictures.append(path)
    document.close()
    return pictures


def sheet(taken: list[tuple[Shown, str, Path]]) -> str:
    """A page that shows all pictures, kind by kind and page by page."""
    lines = [f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title><style>{STYLE}</style>']
    kind = address = ""
    for page, _, path in taken:
        if page.kind != kind:
            lines.append(f"{'</section>' if address else ''}<h1>{html.escape(page.kind)}</h1>")
            kind, address = page.kind, ""
        if page.address != address:
            lines.append(f"{'</section>' if address else ''}<h2>{html.escape(page.address)}</h2><section>")
            address = page.address
        name = html.escape(path.name)
        caption = html.escape(path.stem.partition("--")[2].rpartition("--")[2])
        lines.append(
            f'<figure><a href="{name}"><img src="{name}" alt="" loading="lazy"></a><figcaption>{caption}</figcaption></figure>'
        )
    return "\n".join([*lines, "</section></html>\n"])


def main() -> None:
    """Take the pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=Path("screenshots"))
    parser.add_argument("--kind", "--only", action="append", help="only this kind of page; may be given several times")
    parser.add_argument("--variant", action="append", choices=VARIANTS, help="only this variant; likewise")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        showcase = showcases.make(Path(folder))
        if unknown := set(arguments.kind or ()) - set(showcase.kinds):
            parser.error(f"there is no {', '.join(sorted(unknown))}; kinds are {', '.join(showcase.kinds)}")
        pages = [page for page in telling(showcase.pages) if page.kind in (arguments.kind or showcase.kinds)]
        taken = take(showcase, pages, tuple(arguments.variant or VARIANTS), arguments.output)
    (arguments.output / "index.html").write_text(sheet(taken), encoding="utf-8")
    print(f"{len(taken)} pictures of {len(pages)} pages: {arguments.output / 'index.html'}")  # noqa: T201


if __name__ == "__main__":
    main()
