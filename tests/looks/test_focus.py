"""Focus walks through every kind of page and is seen at each step: an outline, with nothing in front of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import NEEDS_CHROMIUM
from tests.looks.visits import show, visit
from tests.showcase import Showcase, Shown, richest, telling

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.model, pytest.mark.timeout(600)]

STEPS = 90
"""Stops looked at from each end of a page: its first screens and its last ones, bars and all."""

LOOK = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body || one === document.documentElement) return null;
  const name = one.outerHTML.slice(0, 110);
  const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1.5;
  const label = one.closest("label");
  const wrong = [];
  if (![one, ...(label ? [label] : [])].some(each => drawn(getComputedStyle(each)))) wrong.push("no outline");
  const box = [...one.getClientRects()].find(rect => rect.width > 1 && rect.height > 1);
  if (!box) wrong.push("no box");
  else {
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
    const y = box.top + box.height / 2;
    if (y < 0 || y >= innerHeight || box.right <= 0 || box.left >= innerWidth) wrong.push(`out of sight at ${Math.round(y)}`);
    else {
      const seen = document.elementFromPoint(x, y);
      const mine = seen && (one.contains(seen) || seen.contains(one) && getComputedStyle(seen).position === "static" || label && label.contains(seen));
      if (!mine) wrong.push("hidden under " + (seen ? seen.outerHTML.slice(0, 60) : "nothing"));
    }
  }
  one.dataset.walked = (+one.dataset.walked || 0) + 1;
  return { name, wrong, again: +one.dataset.walked > 1 };
}
"""

SIZES = {"wide": {"width": 1280, "height": 720}, "narrow": {"width": 375, "height": 640}}


@pytest.mark.parametrize("size", SIZES)
def test_focus_is_seen_at_every_step(showcase: Showcase, size: str) -> None:
    async def look(tab: Page, page: Shown) -> list[str]:
        await show(tab, showcase, page)
        found: dict[str, None] = {}
        for key in ("Tab", "Shift+Tab"):
            await tab.evaluate("document.querySelectorAll('[data-walked]').forEach(one => delete one.dataset.walked)")
            await tab.evaluate("document.activeElement?.blur()")
            steps = 0
            for _ in range(STEPS):
                await tab.keyboard.press(key)
                at: dict[str, Any] | None = await tab.evaluate(LOOK)
                if at is None or at["again"]:
                    break
                steps += 1
                found |= {f"{key}: {wrong}: {at['name']}": None for wrong in at["wrong"]}
            if not steps:
                found[f"{key} leads nowhere"] = None
        return list(found)

    pages = telling(showcase.pages) if size == "wide" else richest(showcase.pages)
    options = {"viewport": SIZES[size], "reduced_motion": "reduce"}
    assert not (found := visit(showcase, pages, look, **options)), "\n".join(found)
