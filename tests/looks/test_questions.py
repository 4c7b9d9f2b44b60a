"""What readers come with: from the home page to an answer that is in view, in two clicks on what they see."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import NEEDS_CHROMIUM
from tests.looks.visits import chromium
from tests.showcase import Showcase

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

pytestmark = NEEDS_CHROMIUM

SCREENS: Mapping[str, Mapping[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 375, "height": 812}, "has_touch": True},
    "phone without scripts": {"viewport": {"width": 375, "height": 812}, "java_script_enabled": False},
}
STORY = "The Ardrell Dam"
CLICKS = 2


class Reader:
    """Somebody who presses what is to be seen, and counts how often."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab
        self.clicks = 0

    async def presses(self, words: str) -> None:
        """The first link that is shown and says so. A link below is scrolled to, one that something covers is none."""
        link = self.tab.get_by_role("link", name=words, exact=True).filter(visible=True).first
        await link.click(timeout=5000)
        self.clicks += 1

    async def sees(self, what: Locator) -> None:
        """Fails unless the whole of it is in view."""
        from playwright.async_api import expect

        await expect(what).to_be_in_viewport(ratio=1)

    async def sees_further_down(self, what: Locator) -> None:
        """Fails unless it begins on this screen or the next one."""
        await what.scroll_into_view_if_needed()
        place = await what.bounding_box()
        scrolled = await self.tab.evaluate("scrollY")
        size = self.tab.viewport_size
        assert place
        assert size
        assert place["y"] + scrolled < 2 * size["height"]


async def how_many_were_hurt_and_who_says_so(reader: Reader) -> None:
    await reader.presses(STORY)
    await reader.presses("The numbers")
    tally = reader.tab.locator(".tally").filter(has=reader.tab.get_by_role("heading", name="injured"))
    await reader.sees(tally.get_by_role("heading"))
    rows = tally.locator("ol > li")
    told = [" ".join(row.split()) for row in await rows.all_inner_texts()]
    for number, who, where in (
        ("forty-one", "Civil Protection Service", "4 March 2025"),
        ("77", "Civil Protection Service", "The Port Sarrow Courier, 5 March 2025"),
        ("131", "Calvessa Press Agency", "10 March 2025"),
    ):
        at = next((at for at, row in enumerate(told) if row.startswith(number) and who in row and where in row), None)
        assert at is not None, (number, told)
        await reader.sees(rows.nth(at))


async def what_happened_on_tuesday(reader: Reader) -> None:
    await reader.presses(STORY)
    await reader.presses("Tuesday, 4 March 2025")
    await reader.sees(reader.tab.get_by_role("heading", name="Tuesday, 4 March 2025"))
    await reader.sees(reader.tab.locator(".sentence", has_text="gave way before dawn on Tuesday").first)


async def what_does_the_analyst_say_of_the_market(reader: Reader) -> None:
    await reader.presses("Actors")
    await reader.presses("Perrin Voss")
    said = reader.tab.locator("blockquote", has_text="The market is not asking whether they’re guilty").first
    await reader.sees_further_down(said)
    await reader.sees(said)


QUESTIONS = (
    how_many_were_hurt_and_who_says_so,
    what_happened_on_tuesday,
    what_does_the_analyst_say_of_the_market,
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
@pytest.mark.parametrize("screen", SCREENS)
def test_two_clicks_lead_to_the_answer(
    showcase: Showcase, screen: str, question: Callable[[Reader], Awaitable[None]]
) -> None:
    async def ask() -> int:
        async with chromium() as browser:
            context = await browser.new_context(reduced_motion="reduce", **SCREENS[screen])
            reader = Reader(await context.new_page())
            await reader.tab.goto((showcase.folder / "index.html").as_uri())
            await question(reader)
            return reader.clicks

    assert asyncio.run(ask()) <= CLICKS
