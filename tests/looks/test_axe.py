"""axe-core over every kind of page, at three widths, in light, dark and forced colours."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import NEEDS_CHROMIUM
from tests.looks.visits import show, visit
from tests.showcase import Showcase, Shown, telling

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.model, pytest.mark.timeout(600)]

AXE = (Path(__file__).parent.parent / "vendored" / "axe.min.js").read_text(encoding="utf-8")

WIDTHS = (320, 768, 1280)
MODES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colours": {"color_scheme": "light", "forced_colors": "active"},
}

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
"""WCAG 2.2 AA, and what axe itself advises."""

RUN = """
async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"], elementRef: false });
  return found.violations.map(one => ({
    id: one.id, help: one.help,
    nodes: one.nodes.slice(0, 3).map(node => node.html.slice(0, 140) + " | " + (node.any[0]?.message ?? node.none[0]?.message ?? "")),
  }));
}
"""


def test_axe_finds_nothing_on_any_kind_of_page(showcase: Showcase) -> None:
    async def look(tab: Page, page: Shown) -> list[str]:
        await tab.add_init_script(AXE)
        where: defaultdict[str, list[str]] = defaultdict(list)
        for width in WIDTHS:
            await tab.set_viewport_size({"width": width, "height": 800})
            await show(tab, showcase, page)
            for mode, media in MODES.items():
                await tab.emulate_media(reduced_motion="reduce", **media)
                for one in await tab.evaluate(RUN, TAGS):
                    where["\n    ".join((f"{one['id']}: {one['help']}", *one["nodes"]))].append(f"{width} px {mode}")
        return [f"{found}\n    at {', '.join(places)}" for found, places in where.items()]

    assert not (found := visit(showcase, telling(showcase.pages), look)), "\n".join(found)
