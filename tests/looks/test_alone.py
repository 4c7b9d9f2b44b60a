"""Pages from a folder: no request to anywhere else, and nothing to complain of in the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.chromium import NEEDS_CHROMIUM
from tests.looks.visits import show, visit
from tests.showcase import BASE_URL, Showcase, Shown, telling

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = [*NEEDS_CHROMIUM, pytest.mark.model, pytest.mark.timeout(600)]


def test_pages_ask_nobody_and_complain_of_nothing(showcase: Showcase) -> None:
    own = showcase.folder.as_uri() + "/"

    async def look(tab: Page, page: Shown) -> list[str]:
        found: list[str] = []

        def asked(url: str) -> None:
            # The page for unknown addresses cannot know where it is shown.
            is_its_site = page.address == "404.html" and url.startswith(BASE_URL)
            if not url.startswith((own, "data:", "blob:")) and not is_its_site:
                found.append(f"asks for {url}")

        tab.on("request", lambda request: asked(request.url))
        tab.on("requestfailed", lambda request: found.append(f"does not get {request.url}"))
        tab.on("console", lambda one: found.append(f"{one.type}: {one.text}") if one.type != "log" else None)
        tab.on("pageerror", lambda error: found.append(f"error: {error}"))
        await show(tab, showcase, page)
        # What is loaded only when it is used counts too: search, and what lies further down.
        await tab.keyboard.press("/")
        await tab.keyboard.type("water", delay=20)
        await tab.keyboard.press("End")
        await tab.wait_for_timeout(300)
        return found

    assert not (found := visit(showcase, telling(showcase.pages), look)), "\n".join(found)
