"""The search in a real browser, from disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen import project as projects
from briefgen.build import build, gather
from briefgen.memo import Memo
from briefgen.site import write
from tests.chromium import NEEDS_CHROMIUM
from tests.files import write_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Locator, Page


pytestmark = NEEDS_CHROMIUM

HOSTILE = "</script><img src=x onerror=alert(1)> \"quoted\" & 'so' \u2028 on"
FILES: Mapping[str, str] = {
    "briefgen.toml": 'title = "Tides"\n',
    "content/velmora/index.md": "---\ntitle: The dyke of Velmora\n---\n",
    "content/velmora/dyke.md": "---\ntitle: Dyke holds\ndate: 2025-03-01\nsource: Sarrow Ledger\n---\n\n"
    "Mara Ilvane came. “The bridges are closing,” said Mara Ilvane. 1,400 houses stood dry.\n",
    "content/velmora/harbour.md": "---\ntitle: Harbour café shut\ndate: 2025-03-02\nsource: Tide Post\n---\n\n"
    "The bridge was closed. “Nobody drowned,” said Ovid Marn. Mara Ilvane left.\n",
    "content/other/hostile.md": f"---\ntitle: {HOSTILE!r}\ndate: 2025-04-01\n---\n\nWords with {HOSTILE} in them.\n",
    "content/other/salam.md": "---\ntitle: \u0627\u0644\u0633\u0644\u0627\u0645 \u0641\u064a \u0627\u0644\u0645\u062f\u064a\u0646\u0629\nlang: ar\n---\n\n"
    "\u0642\u0627\u0644 \u0627\u0644\u0631\u0626\u064a\u0633: \u0627\u0644\u0633\u064e\u0651\u0644\u0627\u0645\u064f \u0642\u0631\u064a\u0628.\n",
    "content/other/tokyo.md": "---\ntitle: 東京の橋が閉鎖された\nlang: ja\n---\n\n東京都の橋は昨日から閉鎖されている。\n",
    **{
        f"content/many/{n:02}.md": f"---\ntitle: Lamp {n}\ndate: 2024-01-{n + 1:02}\n---\n\nA lamp burnt.\n"
        for n in range(30)
    },
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a site on disk."""
    from briefgen import annotate
    from briefgen.annotate import nlp
    from tests import reader

    root = tmp_path_factory.mktemp("searched")
    write_files(root, FILES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nlp, "version", lambda model="": ("en", "patterns"))
        patch.setattr(nlp, "load", lambda model="": object())
        patch.setattr(annotate, "annotate", lambda passages, *more: map(reader.annotation, passages))
        built = build(gather(projects.load(root)), Memo())
        write(built.site, root / "site")
    return (root / "site").as_uri()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that fails the test when a page logs an error, asks another host, or runs what it should show."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    wrong: list[str] = []
    context.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    requested: list[str] = []

    def alerted(dialog: Dialog) -> None:
        wrong.append(dialog.message)
        dialog.dismiss()

    context.on("dialog", alerted)
    context.on("request", lambda request: requested.append(request.url))
    yield context.new_page()
    context.close()
    assert not [url for url in requested if not url.startswith("file:")]
    assert not [error for error in wrong if "ERR_FILE_NOT_FOUND" not in error]


def ready(tab: Page) -> None:
    tab.wait_for_selector(".search[data-state=complete]")


def hits(tab: Page) -> Locator:
    return tab.locator(".hit_head a")


def found(tab: Page, query: str) -> list[str]:
    """The heads of what is found for a query."""
    tab.locator("#search_words").fill(query)
    tab.wait_for_function("query => !query || location.hash.includes('q=')", arg=query)
    tab.wait_for_timeout(120)
    return hits(tab).all_inner_texts()


@pytest.fixture
def page(tab: Page, site: str) -> Page:
    """The search page, with everything read."""
    tab.goto(f"{site}/search.html")
    ready(tab)
    return tab


# ---------------------------------------------------------------- what is found


def test_everything_is_found_as_one_types(page: Page) -> None:
    assert page.evaluate("document.activeElement.id") == "search_words"
    assert "Mara Ilvane" in found(page, "ilv")
    assert any("The bridges are closing" in text for text in found(page, "mara clos"))
    assert set(found(page, "1400")) == {"1,400 houses", "Dyke holds"}
    assert set(found(page, "1,400 hou")) == {"1,400 houses", "Dyke holds"}


def test_endings_accents_and_slips_do_not_matter(page: Page) -> None:
    assert any("bridges are closing" in text for text in found(page, "bridge closed"))
    assert "Harbour café shut" in found(page, "CAFE")
    assert "Similar" not in page.locator(".search_status").inner_text()
    assert "Mara Ilvane" in found(page, "Ilvnae")
    assert "Similar" in page.locator(".search_status").inner_text()
    assert found(page, "zzzzqqq") == []
    assert "Nothing found for “zzzzqqq”" in page.locator(".search_status").inner_text()


def test_other_scripts_are_found_and_marked(page: Page) -> None:
    title = FILES["content/other/salam.md"].splitlines()[1].removeprefix("title: ")
    assert found(page, title.split()[0]) == [title]
    assert page.locator(".hit_text mark").first.inner_text() == "\u0627\u0644\u0633\u064e\u0651\u0644\u0627\u0645\u064f"
    assert hits(page).first.evaluate("a => getComputedStyle(a).direction") == "rtl"
    assert hits(page).first.get_attribute("lang") == "ar"
    assert found(page, "東京") == ["東京の橋が閉鎖された"]
    assert page.locator(".hit_head mark").all_inner_texts() == ["東京"]
    assert found(page, "橋が閉") == ["東京の橋が閉鎖された"]
    assert page.locator(".hit_head mark").all_inner_texts() == ["橋が閉"]


def test_what_is_shown_is_text_and_nothing_else(page: Page) -> None:
    found(page, "onerror alert quoted")
    assert "</script><img src=x onerror=alert(1)>" in page.locator(".hit.article").first.inner_text()
    assert page.locator(".search img").count() == 0
    found(page, "<b>nothing</b>")
    assert page.locator(".search_status b").count() == 0
    assert "<b>nothing</b>" in page.locator(".search_status").inner_text()


def test_results_are_marked_and_say_where_they_are_from(page: Page) -> None:
    found(page, "bridge")
    quote = page.locator(".hit.quote").first
    assert quote.locator("mark").all_inner_texts() == ["bridges"]
    assert quote.locator(".hit_meta").inner_text() == "Mara Ilvane · Sarrow Ledger · 1 March 2025"
    assert sorted(page.locator(".hit.article mark").all_inner_texts()) == ["bridge", "bridges"]
    page.wait_for_function("document.querySelector('[role=status]').textContent === '3 results'")


# ---------------------------------------------------------------- facets and addresses


def test_kinds_and_facets_narrow_and_are_counted(page: Page) -> None:
    found(page, "mara ilvane")
    kinds = page.locator(".search fieldset label").all_inner_texts()
    assert kinds[0].split()[-1] == str(sum(int(kind.split()[-1]) for kind in kinds[1:]))
    page.get_by_role("radio", name="Quotes").check()
    assert all("closing" in text for text in hits(page).all_inner_texts())
    assert page.locator(".hit").count() == page.locator(".hit.quote").count() == 1
    page.get_by_role("radio", name="Articles").check()
    page.get_by_text("Narrow down").click()
    page.get_by_label("Source").select_option("Tide Post")
    assert hits(page).all_inner_texts() == ["Harbour café shut"]
    page.get_by_label("Until").fill("2025-03-01")
    assert hits(page).all_inner_texts() == []
    page.get_by_role("button", name="Clear filters").click()
    assert page.locator(".hit").count() > 2
    assert page.evaluate("document.activeElement.id") == "search_words"


def test_what_somebody_said_is_found_without_a_word(page: Page, site: str) -> None:
    page.goto("about:blank")
    page.goto(f"{site}/search.html#kind=quote&who=ovid-marn")
    ready(page)
    assert [text.strip("“”,") for text in hits(page).all_inner_texts()] == ["Nobody drowned"]
    assert page.get_by_label("Speaker or actor").input_value() == "ovid-marn"


def test_results_can_be_shared_and_gone_back_to(page: Page, site: str) -> None:
    found(page, "bridge")
    page.get_by_role("radio", name="Articles").check()
    assert page.url.endswith("search.html#q=bridge&kind=article")
    page.go_back()
    assert page.url.endswith("search.html#q=bridge")
    assert page.get_by_role("radio", name="Everything").is_checked()
    link = hits(page).nth(1)
    href = str(link.get_attribute("href"))
    link.click()
    page.wait_for_url(href)
    page.go_back()
    ready(page)
    assert page.locator("#search_words").input_value() == "bridge"
    page.wait_for_function("href => document.activeElement.href === href", arg=href)


def test_the_skip_link_forgets_nothing(page: Page) -> None:
    assert found(page, "bridge")
    page.evaluate("location.hash = 'main_content'")
    page.wait_for_timeout(50)
    assert page.locator("#search_words").input_value() == "bridge"
    assert hits(page).count() == 3


# ---------------------------------------------------------------- keys


def test_arrows_move_enter_goes_and_escape_leaves(page: Page) -> None:
    texts = found(page, "lamp")
    assert len(texts) == 20
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    focused = "document.activeElement.textContent"
    assert page.evaluate(focused) == texts[1]
    page.keyboard.press("End")
    assert page.evaluate(focused) == texts[-1]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focused) == "Show 10 more"
    page.keyboard.press("Enter")
    assert hits(page).count() == 30
    assert page.evaluate(focused) == hits(page).nth(20).inner_text()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search_words"
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == texts[0]
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "search_words"
    page.keyboard.press("ArrowDown")
    href = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url(href)


def test_slash_opens_a_dialog_over_any_page(tab: Page, site: str) -> None:
    tab.goto(f"{site}/velmora/dyke.html")
    assert tab.locator("script[src*=search], script[src*=minisearch]").count() == 0
    tab.keyboard.press("/")
    tab.wait_for_selector("dialog.search[open]")
    ready(tab)
    tab.keyboard.type("drown")
    tab.locator(".hit.quote").wait_for()
    assert "q=drown" in str(tab.get_by_text("Open as a page").get_attribute("href"))
    assert "#" not in tab.url
    tab.keyboard.press("Escape")
    assert tab.locator("dialog.search[open]").count() == 0
    tab.keyboard.press("/")
    tab.wait_for_selector("dialog.search[open]")
    tab.keyboard.type("bridges closing")
    tab.locator(".hit.quote").wait_for()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Enter")
    # It stands on this page: the dialog must not stay before it.
    tab.wait_for_function("location.hash.startsWith('#q_')")
    assert tab.locator("dialog.search[open]").count() == 0


def test_the_key_is_none_while_one_writes_and_can_be_switched_off(page: Page, site: str) -> None:
    page.locator("#search_words").press("/")
    assert page.locator("#search_words").input_value() == "/"
    page.get_by_label("The key / opens the search").uncheck()
    page.goto(f"{site}/actors/index.html")
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    assert page.locator("dialog").count() == 0
    page.goto(f"{site}/search.html")
    ready(page)
    page.get_by_label("The key / opens the search").check()
    page.goto(f"{site}/actors/index.html")
    page.keyboard.press("/")
    page.wait_for_selector("dialog.search[open]")


# ---------------------------------------------------------------- without


def test_without_javascript_there_is_an_index_from_a_to_z(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{site}/search.html")
    assert "Search needs JavaScript" in tab.locator("noscript p").inner_text()
    assert tab.locator("noscript p").is_visible()
    assert tab.locator("input").count() == 0
    tab.get_by_role("link", name="Actors from A to Z").click()
    assert tab.get_by_role("link", name="Ovid Marn").first.is_visible()
    context.close()


def test_a_shard_that_is_gone_is_said_and_the_rest_is_found(tab: Page, site: str) -> None:
    folder = Path(site.removeprefix("file://"))
    lost = next((folder / "search/stories/velmora").iterdir())
    content = lost.read_bytes()
    lost.unlink()
    try:
        tab.goto(f"{site}/search.html#q=lamp")
        ready(tab)
        assert "could not be read" in tab.locator(".search_status").inner_text()
        assert hits(tab).count() == 20
    finally:
        lost.write_bytes(content)
