"""An article's page in a real browser: what is shown can be chosen, notes stand beside their lines, names have cards."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from briefgen.build import build, gather
from briefgen.memo import Memo
from tests.builds import flat
from tests.chromium import NEEDS_CHROMIUM
from tests.conftest import Maker
from tests.files import write_files

if TYPE_CHECKING:
    from playwright.sync_api import Page


pytestmark = [*NEEDS_CHROMIUM, pytest.mark.usefixtures("pattern_model")]

DAM = "s/2025-03-04-dam.html"
TEXT = (
    "Ana Brel, the minister, came to Calvessa on 2025-03-04. “The gate stayed *shut* all night,” said Ana Brel.\n\n"
    "“Nobody told us,” warned he. 1,400 houses fell, and 12 men are missing.\n\n"
    "## Below the dam\n\n“We heard 3 sirens,” said Ovid Marn. Ana Brel met Ovid Marn.\n\n"
    + "".join(f"On day {n} the river took {n}00 houses.\n\n" for n in range(11, 31))
    + "## The end\n\nText.\n\n## After it\n\nText.\n"
)
FRONT = "---\ntitle: Dam gives way\ndate: 2025-03-04\nsource: Ledger\nurl: https://example.org/dam\n---\n\n"
FILES: dict[str, str | bytes] = {"content/s/2025-03-04-dam.md": FRONT + TEXT, "content/s/other.md": "Ana Brel left."}

Opening = Callable[..., "Page"]
CLIPBOARD = """Object.defineProperty(navigator, "clipboard", {
  value: { writeText: async (words) => { window.copied = words; } },
});"""


@pytest.fixture
def opened(browser: Any, make_project: Maker, tmp_path: Path) -> Iterator[Opening]:
    """Open a page of a site in a window of its own; an error in it fails the test."""
    contexts: list[Any] = []
    errors: list[str] = []

    def open(
        address: str = DAM,
        files: dict[str, str | bytes] | None = None,
        *,
        width: int = 1280,
        script: bool = True,
        **more: Any,
    ) -> Page:
        folder = tmp_path / "site"
        if not folder.exists():
            write_files(folder, flat(build(gather(make_project(FILES if files is None else files)), Memo())))
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script, **more)
        contexts.append(context)
        context.add_init_script(CLIPBOARD)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab: Page = context.new_page()
        place, question, rest = address.partition("?") if "?" in address else address.partition("#")
        tab.goto(f"{folder.as_uri()}/{quote(place)}{question}{rest}")
        return tab

    yield open
    for context in contexts:
        context.close()
    assert not errors


def style(tab: Page, selector: str, name: str, pseudo: str = "") -> str:
    return str(
        tab.locator(selector).first.evaluate(
            "(element, [name, pseudo]) => getComputedStyle(element, pseudo || null).getPropertyValue(name)",
            [name, pseudo],
        )
    )


LOOKS = {
    "actors": (".text a.actor", "text-decoration-line", "underline"),
    "quotes": ("mark.quote", "text-decoration-line", "underline"),
    "figures": ("mark.figure", "border-bottom-style", "double"),
    "dates": ("mark.date", "background-image", "linear-gradient"),
    "key": ("mark.key-begins", "border-left-style", "solid"),
}
NOTES = {"quotes": "quote", "figures": "figure", "key": "key"}


def visible(tab: Page) -> set[str]:
    """The kinds of which anything can be seen: marks, and notes and their markers."""
    found = {kind for kind, (at, name, look) in LOOKS.items() if style(tab, at, name).startswith(look)}
    for kind, name in NOTES.items():
        for part in ("note", "ref"):
            assert tab.locator(f".{part}.{name}").first.is_visible() == (kind in found), (part, name)
    return found


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_each_kind_is_shown_and_hidden_by_itself(opened: Opening, script: bool) -> None:
    tab = opened(script=script)
    assert visible(tab) == set(LOOKS)
    for kind in LOOKS:
        tab.locator(f"#t_{kind}").uncheck()
        assert visible(tab) == set(LOOKS) - {kind}
        tab.locator(f"#t_{kind}").check()
    for kind in LOOKS:
        tab.locator(f"#t_{kind}").uncheck()
    assert visible(tab) == set()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_density_goes_over_kinds(opened: Opening, script: bool) -> None:
    tab = opened(script=script)
    tab.locator("#t_quotes").uncheck()
    tab.locator("#d_key").check()
    assert visible(tab) == {"key"}
    assert not tab.locator("#t_quotes").is_visible()
    tab.locator("#d_none").check()
    assert visible(tab) == set()
    tab.locator("#d_all").check()
    assert visible(tab) == set(LOOKS) - {"quotes"}


def test_counts_are_those_of_the_marks(opened: Opening) -> None:
    tab = opened()
    counts = {kind: int(tab.locator(f"label:has(#t_{kind}) .n").inner_text()) for kind in LOOKS}
    assert counts["quotes"] == tab.locator("mark.quote-begins").count() == 3
    assert counts["figures"] == tab.locator("mark.figure-begins").count()
    assert counts["dates"] == tab.locator("mark.date-begins").count() == 1
    assert counts["key"] == tab.locator("mark.key-begins").count() == 6
    assert counts["actors"] == len(
        set(tab.locator(".text a.actor").evaluate_all("(all) => all.map((one) => one.href)"))
    )


def test_what_is_shown_is_remembered_and_can_be_in_the_address(opened: Opening) -> None:
    tab = opened()
    tab.locator("#t_dates").uncheck()
    assert tab.url.endswith("?show=actors,quotes,figures,key")
    tab.goto(tab.url.partition("?")[0])
    assert visible(tab) == set(LOOKS) - {"dates"}
    tab.goto(f"{tab.url.partition('?')[0]}?show=key")
    assert visible(tab) == {"key"}
    tab.goto(f"{tab.url.partition('?')[0]}?show=<b>")
    assert visible(tab) == set(LOOKS) - {"dates"}
    tab.locator("#t_dates").check()
    assert "?" not in tab.url


def test_edges_of_quotes_and_key_facts_are_said_once_and_not_copied(opened: Opening) -> None:
    tab = opened()
    said = """(end) => [...document.querySelectorAll("mark")].map((one) => getComputedStyle(one, end).content)
        .filter((one) => one !== "none").join(" ")"""
    begins, ends = tab.evaluate(said, "::before"), tab.evaluate(said, "::after")
    assert (begins.count("quote begins"), ends.count("quote ends")) == (3, 3)
    assert (begins.count("key fact begins"), ends.count("key fact ends")) == (6, 6)
    assert style(tab, "mark.quote-begins", "position", "::before") == "absolute"
    tab.evaluate("getSelection().selectAllChildren(document.querySelector('#the_text p'))")
    copied = tab.evaluate("getSelection().toString()")
    assert "begins" not in copied
    assert "“The gate stayed shut all night,” said Ana Brel." in copied.replace("\n", "")
    tab.locator(".options summary").click()
    tab.locator("#t_spoken").uncheck()
    assert tab.evaluate(said, "::before") == ""
    tab.reload()
    assert tab.evaluate(said, "::before") == ""


def boxes(tab: Page, selector: str) -> list[tuple[float, float, float, float]]:
    return [
        (box["left"], box["top"], box["right"], box["bottom"])
        for box in tab.locator(selector).evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().toJSON())")
        if box["height"]
    ]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_notes_stand_beside_the_text_and_never_overlap(opened: Opening, script: bool) -> None:
    tab = opened(script=script)
    notes = sorted(boxes(tab, ".note"), key=lambda box: box[1])
    assert len(notes) > 20
    for (_, _, _, bottom), (_, top, _, _) in itertools.pairwise(notes):
        assert bottom <= top
    edge = max(right for _, _, right, _ in boxes(tab, ".text > p"))
    assert all(left >= edge for left, *_ in notes)
    assert max(box[3] for box in notes) <= boxes(tab, ".end")[0][1]


def test_a_note_that_has_room_stands_at_its_line(opened: Opening) -> None:
    tab = opened(files={"content/s/2025-03-04-dam.md": FRONT + "Text.\n\n" * 12 + "“No,” said Ana Brel.\n"})
    tab.locator("#t_key").uncheck()
    (note,) = boxes(tab, ".note.quote")
    (ref,) = boxes(tab, "a.ref.quote")
    assert note[1] <= ref[1] <= note[3]


def test_notes_are_drawn_again_when_the_window_changes(opened: Opening) -> None:
    tab = opened()
    tab.set_viewport_size({"width": 1100, "height": 800})
    tab.wait_for_timeout(100)
    notes = sorted(boxes(tab, ".note"), key=lambda box: box[1])
    assert all(above[3] <= below[1] for above, below in itertools.pairwise(notes))
    tab.set_viewport_size({"width": 600, "height": 800})
    tab.wait_for_timeout(100)
    assert boxes(tab, ".note") == []
    assert tab.locator("#the_text").evaluate("(text) => text.style.minHeight") == ""


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_on_a_narrow_screen_a_marker_raises_its_note(opened: Opening, script: bool) -> None:
    tab = opened(width=375, script=script)
    assert tab.locator(".note:visible").count() == 0
    tab.locator("a.ref.quote").first.click()
    note = tab.locator(".note:visible")
    assert note.count() == 1
    assert "Ana Brel" in note.inner_text()
    assert note.get_by_role("link", name="Q1 · Back to the text").is_visible()
    assert note.get_by_role("button", name="Copy citation").count() == script
    note.locator(".label").click()
    assert tab.locator(".note:visible").count() == 0


def test_keys_lead_from_note_to_note_unless_they_are_switched_off(opened: Opening) -> None:
    tab = opened()
    focus = "document.activeElement.textContent"
    order = tab.locator("a.ref:visible").all_inner_texts()
    for key, expected in (("n", 0), ("j", 1), ("n", 2), ("p", 1), ("k", 0), ("p", -1), ("n", 0)):
        tab.keyboard.press(key)
        assert tab.evaluate(focus) == order[expected], key
    tab.locator("#d_none").check()
    tab.locator("#d_all").check()
    tab.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<input id=own>'); document.querySelector('#own').focus()"
    )
    tab.keyboard.press("n")
    assert tab.evaluate("document.activeElement.value") == "n"
    tab.locator(".options summary").click()
    tab.locator("#t_letters").uncheck()
    for _ in range(2):
        tab.evaluate("document.activeElement.blur()")
        tab.keyboard.press("n")
        assert tab.evaluate("document.activeElement.localName") == "body"
        tab.reload()
    tab.get_by_role("button", name="Next note").click()
    assert tab.evaluate(focus) in order


def test_buttons_are_wide_enough_and_hidden_markers_are_passed_over(opened: Opening) -> None:
    tab = opened()
    for name in ("Next note", "Previous note"):
        box = tab.get_by_role("button", name=name).bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    tab.locator("#t_key").uncheck()
    tab.locator("#t_figures").uncheck()
    seen = set()
    for _ in range(4):
        tab.get_by_role("button", name="Next note").click()
        seen.add(tab.evaluate("document.activeElement.className"))
    assert seen == {"ref quote"}


def test_without_a_script_there_is_nothing_that_only_a_script_could_do(opened: Opening) -> None:
    tab = opened(script=False)
    assert tab.get_by_role("button").count() == 0
    tab.locator(".options summary").click()
    assert not tab.locator("#t_letters").is_visible()
    assert tab.locator("#t_spoken").is_visible()


# ---------------------------------------------------------------- cards


def test_a_name_has_a_card_on_hover_that_stays_and_can_be_dismissed(opened: Opening) -> None:
    tab = opened()
    card = tab.locator("#the_card")
    name = tab.locator(".text a.actor", has_text="Ana Brel").nth(1)
    name.hover()
    card.wait_for()
    text = card.inner_text()
    assert "Ana Brel" in text
    assert "minister" in text
    assert "Said here: Q1" in text
    assert name.get_attribute("aria-describedby") == "the_card"
    # Persistent, and the pointer may go into it.
    tab.wait_for_timeout(600)
    card.hover()
    tab.wait_for_timeout(600)
    assert card.is_visible()
    tab.keyboard.press("Escape")
    assert not card.is_visible()
    assert name.get_attribute("aria-describedby") is None
    # Dismissed, it does not come back while the pointer rests.
    tab.mouse.move(0, 0)
    name.hover()
    card.wait_for()
    tab.keyboard.press("Escape")
    box = name.bounding_box()
    assert box
    tab.mouse.move(box["x"] + 3, box["y"] + 6)
    tab.wait_for_timeout(500)
    assert not card.is_visible()
    tab.mouse.move(0, 0)
    name.hover()
    card.wait_for()
    tab.mouse.move(0, 0)
    card.wait_for(state="hidden")


def test_a_name_has_a_card_on_focus(opened: Opening) -> None:
    tab = opened()
    tab.locator(".text a.actor").first.focus()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Shift+Tab")
    card = tab.locator("#the_card")
    card.wait_for()
    assert "Ana Brel" in card.inner_text()
    tab.keyboard.press("Escape")
    assert not card.is_visible()
    assert tab.evaluate("document.activeElement.textContent") == "Ana Brel"


def test_on_touch_a_name_leads_on(opened: Opening) -> None:
    tab = opened(width=375, has_touch=True)
    tab.locator(".text a.actor").first.tap()
    tab.wait_for_url("**/actors/ana-brel.html")


def test_a_card_is_within_the_window(opened: Opening) -> None:
    tab = opened(width=1024)
    for name in tab.locator(".text a.actor").all():
        name.scroll_into_view_if_needed()
        name.hover()
        tab.locator("#the_card").wait_for()
        (box,) = boxes(tab, "#the_card")
        assert box[0] >= 0
        assert box[2] <= 1024
        tab.keyboard.press("Escape")
        tab.mouse.move(0, 0)


# ---------------------------------------------------------------- link, citation, original


def test_a_note_copies_its_link_and_its_citation(opened: Opening) -> None:
    tab = opened()
    here = tab.url
    note = tab.locator(".note.quote").first
    note.hover()
    note.get_by_role("button", name="Copy link").click()
    id = tab.locator("mark.quote-begins").first.get_attribute("id")
    assert tab.evaluate("window.copied") == f"{here}#{id}"
    note.get_by_role("button", name="Copied").wait_for()
    note.locator("[data-copy=citation]").click()
    assert tab.evaluate("window.copied") == (
        f"“The gate stayed shut all night”, Ana Brel, in: Dam gives way, Ledger, 4 March 2025, {here}#{id}"
    )
    # An interrupted quote: what was left out is marked. The patterns of these tests find none, so one is made.
    tab.evaluate("document.querySelectorAll('mark.quote-begins')[1].dataset.of += ' Q1'")
    note.locator("[data-copy=citation]").click()
    assert tab.evaluate("window.copied").startswith(
        "“The gate stayed shut all night, … Nobody told us”, Ana Brel, in: "
    )
    figure = tab.locator(".note.figure", has_text="1,400")
    figure.hover()
    figure.get_by_role("button", name="Copy citation").click()
    assert tab.evaluate("window.copied").startswith("1,400 houses, according to Ana Brel, in: Dam gives way, Ledger")


def test_a_link_to_an_annotation_lights_all_of_it(opened: Opening) -> None:
    tab = opened()
    id = tab.locator("mark.quote-begins").first.get_attribute("id")
    tab.goto(f"{tab.url}#{id}")
    aimed = tab.locator("mark.aim").all_inner_texts()
    assert "".join(aimed) == "The gate stayed shut all night,"
    assert style(tab, f"[id='{id}']", "outline-style") == "solid"
    tab.locator("a.ref.quote").nth(1).hover()
    assert tab.locator(".note.lit .label").all_inner_texts() == ["Q2?"]
    # The sentence around it, a key fact, is not.
    assert tab.locator("mark.lit-q").all_inner_texts() == ["Nobody told us,"]
    assert tab.locator("mark.lit-k").count() == 0


def test_a_note_leads_to_its_words_in_the_original(opened: Opening) -> None:
    tab = opened()
    note = tab.locator(".note.quote").first
    link = note.get_by_role("link", name="In the original")
    assert not link.is_visible()
    note.hover()
    link.wait_for()
    assert link.get_attribute("href") == "https://example.org/dam#:~:text=The%20gate%20stayed%20shut%20all%20night%2C"
    other = opened("s/other.html")
    assert other.get_by_role("link", name="In the original").count() == 0


def test_a_browser_finds_what_the_address_in_the_original_names(opened: Opening, tmp_path: Path) -> None:
    tab = opened()
    note = tab.locator(".note.figure").last
    address = str(note.locator("a", has_text="In the original").get_attribute("href"))
    assert "-," in address
    plain = "".join(f"<p style='margin: 9rem 0'>{part}</p>" for part in TEXT.split("\n\n"))
    (tmp_path / "site" / "original.html").write_text(f"<!doctype html><meta charset=utf-8>{plain}", encoding="utf-8")
    there = opened(f"original.html#{address.partition('#')[2]}")
    there.wait_for_function("scrollY > 0")
    box = there.get_by_text("On day 30 the river").bounding_box()
    assert box
    assert 0 < box["y"] < 800


# ---------------------------------------------------------------- other scripts, other colours


def test_an_article_that_runs_from_right_to_left_has_its_notes_at_the_left(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    from briefgen.annotate import nlp

    monkeypatch.setattr(nlp, "version", lambda model="": ("ar", "patterns"))
    text = (
        "---\nlang: ar\ntitle: انهار السد\n---\n\n"
        + "انهار السد. 12 رجلا. 1,400 houses. “لم يخبرنا أحد,” said Ana Brel.\n\n" * 5
    )
    tab = opened("s/a.html", {"content/s/a.md": text})
    assert tab.locator("html").get_attribute("lang") == "en"
    assert style(tab, "#the_text", "direction") == "rtl"
    assert style(tab, "h1", "direction") == "rtl"
    notes = sorted(boxes(tab, ".note"), key=lambda box: box[1])
    assert len(notes) > 5
    left = min(left for left, *_ in boxes(tab, ".text > p"))
    assert all(right <= left for _, _, right, _ in notes)
    assert all(above[3] <= below[1] for above, below in itertools.pairwise(notes))
    assert tab.locator(".note").first.get_attribute("lang") == "en"


def test_kinds_are_told_apart_without_colours(opened: Opening) -> None:
    tab = opened(forced_colors="active")
    looks = {
        kind: tuple(
            style(tab, at, name)
            for name in ("text-decoration-line", "text-decoration-style", "border-bottom-style", "border-top-style")
        )
        for kind, (at, _, _) in LOOKS.items()
    }
    assert len(set(looks.values())) == len(LOOKS)
    assert style(tab, "mark.quote-uncertain", "text-decoration-style") == "dashed"


@pytest.mark.parametrize("width", [320, 375, 768, 1024, 1280, 2560])
def test_nothing_is_wider_than_the_window(opened: Opening, width: int) -> None:
    tab = opened(width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    lines = tab.locator(".text > p").first.evaluate(
        "(p) => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)"
    )
    # About 0.46 em a letter: 60 to 75 where there is room.
    assert lines <= 35
    if width >= 768:
        assert lines >= 27
