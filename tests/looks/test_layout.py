"""How pages stand: no sideways scrolling, nothing cut off, notes beside their lines, nothing that jumps or moves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import NEEDS_CHROMIUM
from tests.looks.visits import show, visit
from tests.showcase import Showcase, Shown, richest, telling

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.model, pytest.mark.timeout(600)]

SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
"""What a reader may set (WCAG 2.2, 1.4.12)."""

SIDEWAYS = """
() => {
  const root = document.scrollingElement, width = root.clientWidth;
  if (root.scrollWidth <= width) return [];
  const scrolls = one => one && one !== document.body && one !== document.documentElement &&
    (getComputedStyle(one).overflowX !== "visible" || scrolls(one.parentElement));
  const wide = [...document.body.querySelectorAll("*")].filter(one => one.getBoundingClientRect().right > width + 1 && !scrolls(one.parentElement));
  return [`${root.scrollWidth} px in ${width}: ` + wide.slice(-2).map(one => one.outerHTML.slice(0, 100)).join(" and ")];
}
"""

CUT = """
() => [...document.body.querySelectorAll("*")].filter(one => {
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  // What only a screen reader is told is a pixel; what is cut on purpose says so with an ellipsis.
  if (box.width <= 1 || box.height <= 1 || style.textOverflow === "ellipsis" || !one.innerText) return false;
  const hides = (value) => value === "hidden" || value === "clip";
  return hides(style.overflowY) && one.scrollHeight > one.clientHeight + 2 || hides(style.overflowX) && one.scrollWidth > one.clientWidth + 2;
}).slice(0, 3).map(one => "cut off: " + one.outerHTML.slice(0, 100))
"""

NOTES = """
() => {
  const seen = [...document.querySelectorAll("aside")].map(one => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
  const name = ([one]) => one.id || one.outerHTML.slice(0, 60);
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const parents = (one) => one.parentElement && one.parentElement !== document.body ? [one.parentElement, ...parents(one.parentElement)] : [];
  const wrong = [];
  const lines = [...document.querySelectorAll("main :is(p, li, td, h2)")].filter(one => !one.closest("aside") && one.checkVisibility()).flatMap(one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    // What can be scrolled within its own box is not seen outside of it.
    const shown = [one, ...parents(one)].filter(each => getComputedStyle(each).overflowX !== "visible").map(each => each.getBoundingClientRect().right);
    const right = Math.min(...shown, Infinity);
    return [...range.getClientRects()].map(box => ({ left: box.left, right: Math.min(box.right, right), top: box.top, bottom: box.bottom }))
      .filter(box => box.right - box.left > 1 && box.bottom - box.top > 1);
  });
  for (const [at, one] of seen.entries()) {
    for (const other of seen.slice(at + 1)) if (meet(one[1], other[1])) wrong.push(`${name(one)} lies over ${name(other)}`);
    if (lines.some(line => meet(line, one[1]))) wrong.push(`${name(one)} lies over the text`);
    if (one[1].left < 0 || one[1].right > innerWidth + 1) wrong.push(`${name(one)} stands outside`);
  }
  return { count: seen.length, wrong };
}
"""

SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (!one.hadRecentInput)
    window.shifts.push([one.value, ...one.sources.map(source => source.node?.outerHTML?.slice(0, 80) ?? source.node?.nodeName)]);
}).observe({ type: "layout-shift", buffered: true });
"""

MOTION = """
() => {
  const long = (value) => value.split(",").some(one => parseFloat(one) > (one.includes("ms") ? 10 : .01));
  const moving = [...document.querySelectorAll("*")].filter(one => ["", "::before", "::after"].some(part => {
    const style = getComputedStyle(one, part);
    return style.animationName !== "none" && long(style.animationDuration) || long(style.transitionDuration) || style.scrollBehavior === "smooth";
  }));
  const running = document.getAnimations().filter(one => one.playState === "running");
  return [...moving.slice(0, 3).map(one => "moves: " + one.outerHTML.slice(0, 80)), ...running.map(one => `runs: ${one.id || one.constructor.name}`)];
}
"""

# 1,280 by 1,024 pixels at 400 % are 320 by 256.
SIZES: dict[str, dict[str, Any]] = {
    "320": {"viewport": {"width": 320, "height": 640}},
    "400 %": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    "2560": {"viewport": {"width": 2560, "height": 1200}},
}


@pytest.mark.parametrize("size", SIZES)
def test_nothing_scrolls_sideways(showcase: Showcase, size: str) -> None:
    async def look(tab: Page, page: Shown) -> list[str]:
        await show(tab, showcase, page)
        await tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found: list[str] = await tab.evaluate(SIDEWAYS)
        return found

    assert not (found := visit(showcase, telling(showcase.pages), look, **SIZES[size])), "\n".join(found)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_reader_may_space_the_text(showcase: Showcase, width: int) -> None:
    async def look(tab: Page, page: Shown) -> list[str]:
        await show(tab, showcase, page)
        await tab.add_style_tag(content=SPACING)
        await tab.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
        return [*await tab.evaluate(SIDEWAYS), *await tab.evaluate(CUT), *(await tab.evaluate(NOTES))["wrong"]]

    options = {"viewport": {"width": width, "height": 800}}
    assert not (found := visit(showcase, telling(showcase.pages), look, **options)), "\n".join(found)


@pytest.mark.parametrize("width", [1024, 1280, 2560])
def test_notes_lie_over_nothing(showcase: Showcase, width: int) -> None:
    noted = []

    async def look(tab: Page, page: Shown) -> list[str]:
        await show(tab, showcase, page)
        closed: dict[str, Any] = await tab.evaluate(NOTES)
        noted.append(closed["count"])
        await tab.evaluate("document.querySelectorAll('aside details').forEach(one => one.open = true)")
        await tab.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))")
        opened: dict[str, Any] = await tab.evaluate(NOTES)
        return [*closed["wrong"], *(f"opened, {one}" for one in opened["wrong"])]

    pages = [page for page in telling(showcase.pages) if page.kind == "article"]
    options = {"viewport": {"width": width, "height": 800}}
    assert not (found := visit(showcase, pages, look, **options)), "\n".join(found)
    assert sum(noted) > 20, "there were hardly any notes to look at"


JUMP = 0.005
"""Score of a layout shift from which on it counts."""
LINE = 0.03
"""The same for a page whose serif arrives later: it is as wide as what stands for it, or nearly, so that here and there a
paragraph has a line more or less (up to 0.016). The web's own limit for a good page is 0.1 (Core Web Vitals)."""


async def shifts(tab: Page, showcase: Showcase, page: Shown, *, late: int = 0, most: float = JUMP) -> list[str]:
    """What jumps while a page loads, its scripts so many milliseconds later, and is scrolled."""

    async def delayed(route: Route) -> None:
        await asyncio.sleep(late / 1000)
        await route.continue_()

    await tab.add_init_script(SHIFTS)
    if late:
        await tab.route("**/*.js", delayed)
    await show(tab, showcase, page, until="commit" if late else "load")
    if late:
        # When a reader has begun, a screen and a half further down.
        await asyncio.sleep(late / 2000)
        await tab.evaluate("scrollTo({ top: innerHeight * 1.5, behavior: 'instant' })")
        await tab.wait_for_load_state("load")
    for _ in range(4):
        await tab.mouse.wheel(0, 900)
        await tab.wait_for_timeout(60)
    found: list[list[Any]] = await tab.evaluate("window.shifts")
    return [f"jumps by {value:.4f}: {' and '.join(map(str, nodes))}" for value, *nodes in found if value > most]


@pytest.mark.parametrize("late", [pytest.param(0, id="scripts at once"), pytest.param(2000, id="late scripts")])
@pytest.mark.parametrize("width", [pytest.param(375, id="narrow"), pytest.param(1280, id="wide")])
def test_nothing_jumps_while_a_page_loads_and_is_scrolled(showcase: Showcase, width: int, late: int) -> None:
    async def look(tab: Page, page: Shown) -> list[str]:
        # Where the lines of the serif end is another matter.
        await tab.route("**/*.woff2", lambda route: route.abort())
        return await shifts(tab, showcase, page, late=late)

    options = {"viewport": {"width": width, "height": 800}}
    assert not (found := visit(showcase, richest(showcase.pages), look, **options)), "\n".join(found)


@pytest.mark.parametrize("width", [pytest.param(375, id="narrow"), pytest.param(1280, id="wide")])
def test_the_serif_moves_a_line_at_most(showcase: Showcase, width: int) -> None:
    async def look(tab: Page, page: Shown) -> list[str]:
        return await shifts(tab, showcase, page, most=LINE)

    options = {"viewport": {"width": width, "height": 800}}
    assert not (found := visit(showcase, richest(showcase.pages), look, **options)), "\n".join(found)


def test_nothing_moves_for_whoever_does_not_want_it(showcase: Showcase) -> None:
    async def look(tab: Page, page: Shown) -> list[str]:
        await show(tab, showcase, page)
        found: list[str] = await tab.evaluate(MOTION)
        await tab.evaluate("document.querySelector('main a[href^=\"#\"]')?.click()")
        return [*found, *await tab.evaluate(MOTION)]

    assert not (found := visit(showcase, richest(showcase.pages), look, reduced_motion="reduce")), "\n".join(found)
