from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve.conftest import FILES, Served, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
DYKE = "content/velmora/dyke.md"

pytestmark = [
    pytest.mark.browser,
    # Where a browser must be there, its absence is a failure and not a skip.
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("BRIEFGEN_BROWSER") != "required", reason="needs chromium"
    ),
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        found = p.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: object) -> Iterator[Page]:
    """A tab that fails the test when a page logs an error."""
    context = browser.new_context()  # type: ignore[attr-defined]
    tab = context.new_page()
    errors: list[str] = []
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    context.close()
    assert not [error for error in errors if "ERR_CONNECTION" not in error and "404" not in error]


def test_an_edit_is_shown_and_only_the_page_concerned_is_loaded_again(serve: Callable[..., Served], page: Page) -> None:
    served = serve()
    other = page.context.new_page()
    other.goto(f"{served.url}velmora/harbour.html")
    other.evaluate("window.mark = 'same'")
    page.goto(f"{served.url}velmora/dyke.html#main_content")
    page.bring_to_front()
    served.write(DYKE, str(FILES[DYKE]).replace("dyke holds, said", "dyke cracks, said"))
    page.get_by_text("The dyke cracks").first.wait_for()
    assert page.url.endswith("#main_content")
    assert other.evaluate("window.mark") == "same"


def test_a_style_sheet_is_swapped_without_loading_the_page_again(serve: Callable[..., Served], page: Page) -> None:
    served = serve({"templates/assets/style.css": "body { color: rgb(1, 2, 3) }"})
    page.goto(f"{served.url}velmora/dyke.html")
    page.evaluate("window.mark = 'same'")
    served.write("templates/assets/style.css", "body { color: rgb(4, 5, 6) }")
    until(lambda: page.evaluate("getComputedStyle(document.body).color === 'rgb(4, 5, 6)'"))
    until(lambda: page.evaluate("document.querySelectorAll('link[rel=stylesheet]').length === 1"))
    assert page.evaluate("window.mark") == "same"


def test_the_overlay_shows_what_is_wrong_as_text_over_the_last_good_page_and_goes_when_it_is_mended(
    serve: Callable[..., Served], page: Page
) -> None:
    served = serve()
    page.goto(f"{served.url}velmora/dyke.html")
    served.write(DYKE, "---\ntitle: <img src=x onerror=alert(1)>\ndate: <b>12</b>\n---\n\nThe dyke breaks.\n")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    shown = dialog.inner_text()
    assert f"{DYKE}:3:7" in shown
    assert "date: <b>12</b>" in shown
    assert "title: <img src=x onerror=alert(1)>" in shown
    assert dialog.locator("img, b").count() == 0
    assert "The dyke holds" in page.locator("main").inner_text()

    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    badge = page.get_by_role("button", name="1 error")
    badge.wait_for()
    page.reload()
    badge.wait_for()
    assert not dialog.is_visible()
    badge.click()
    dialog.wait_for()

    served.write(DYKE, str(FILES[DYKE]).replace("dyke holds, said", "dyke cracks, said"))
    page.get_by_text("The dyke cracks").first.wait_for()
    until(lambda: page.evaluate("!document.querySelector('briefgen-overlay')"))


def test_a_failed_build_is_said_and_a_hidden_tab_gives_up_its_connection(
    serve: Callable[..., Served], page: Page
) -> None:
    served = serve()
    page.goto(served.url)
    served.write("templates/404.html", "{{ nothing }}")
    page.get_by_role("heading", name="The site could not be built").wait_for()
    (served.root / "templates/404.html").unlink()
    until(lambda: page.evaluate("!document.querySelector('briefgen-overlay')"))
    page.goto("about:blank")
    until(lambda: not served.preview._server.server_state.tasks, "the stream to end")
