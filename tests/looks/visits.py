"""Many pages in one browser, several tabs at once."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from tests import showcase as showcases
from tests.chromium import ARGUMENTS, CHROMIUM
from tests.showcase import Showcase, Shown

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Route

TABS = max(2, min(6, os.cpu_count() or 2))

REFRESH = 'http-equiv="refresh"'

Look = Callable[["Page", Shown], Awaitable[Iterable[str]]]
"""Looks at a tab in which nothing is loaded yet, and says what is wrong."""


@asynccontextmanager
async def chromium(**options: object) -> AsyncIterator[Browser]:
    """A browser."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=ARGUMENTS,
            **options,  # type: ignore[arg-type]
        )
        try:
            yield browser
        finally:
            await browser.close()


async def show(tab: Page, showcase: Showcase, page: Shown, until: Literal["load", "commit"] = "load") -> None:
    """Load a page from its file, or at least begin to, and stay there: one that leads on at once is shown without that."""
    url = showcase.url(page)
    content = (showcase.folder / page.address).read_text(encoding="utf-8")
    if REFRESH in content:
        staying = "".join(line for line in content.splitlines(keepends=True) if REFRESH not in line)
        await tab.route(url, lambda route: route.fulfill(body=staying, content_type="text/html"))
    await tab.goto(url, wait_until=until)


async def publish(context: BrowserContext, showcase: Showcase) -> None:
    """Let the site also stand where its settings say that it does: the page for unknown addresses links there."""

    async def answer(route: Route) -> None:
        place = unquote(urlsplit(route.request.url).path).removeprefix(urlsplit(showcases.BASE_URL).path)
        file = showcase.folder / place
        await (route.fulfill(path=file) if file.is_file() else route.fulfill(status=404))

    await context.route(f"{showcases.BASE_URL}**", answer)


def visit(showcase: Showcase, pages: Sequence[Shown], look: Look, **options: object) -> list[str]:
    """What is found on these pages, each with its page's address; `options` are those of a browser context."""

    async def all_pages() -> list[str]:
        places = asyncio.Semaphore(TABS)
        async with chromium() as browser:

            async def one(page: Shown) -> list[str]:
                async with places:
                    context = await browser.new_context(**options)  # type: ignore[arg-type]
                    await publish(context, showcase)
                    try:
                        return [f"{page.address}: {found}" for found in await look(await context.new_page(), page)]
                    finally:
                        await context.close()

            return [found for own in await asyncio.gather(*map(one, pages)) for found in own]

    return asyncio.run(all_pages())
