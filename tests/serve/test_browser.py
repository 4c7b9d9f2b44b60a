from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefgen.serve.overlay import Line
from briefgen.serve.reload import Mark
from briefgen.source import Static
from briefgen.theme import THEME
from tests.chromium import NEEDS_CHROMIUM
from tests.serve.conftest import FILES, Served
from tests.serve.stage import Stage, problem, static, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

DYKE = "content/velmora/dyke.md"

pytestmark = NEEDS_CHROMIUM

Staging = Callable[..., Stage]

LONG = "".join(f"<p id=p{n}>Paragraph {n}</p>" for n in range(200))
NOTES = "<details><summary>First</summary>one</details><details id=second><summary>Second</summary>two</details>"
FIELDS = "<input type=checkbox id=tick><input id=field value=served><textarea id=area>served</textarea>"


def page(body: str = "", *, head: str = "", title: str = "Tides", lang: str = "en") -> bytes:
    """A page of some theme."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="icon" href="data:,">{head}</head><body>{body}</body></html>'
    ).encode()


@pytest.fixture
def tab(browser: object) -> Iterator[Page]:
    """A tab that fails the test when a page logs an error."""
    context = browser.new_context()  # type: ignore[attr-defined]
    errors: list[str] = []
    context.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context.new_page()
    context.close()
    # A server that is gone, and pages that are not there or not yet, are logged by the browser itself.
    expected = ("ERR_CONNECTION", "404", "503", "wanted by the test")
    assert not [error for error in errors if not any(one in error for one in expected)]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Staging]:
    """Serve a site given as addresses and contents."""
    running: list[Stage] = []

    def make(site: dict[str, bytes | Static] | None, **options: object) -> Stage:
        running.append(Stage(site, tmp_path, **options))  # type: ignore[arg-type]
        return running[-1]

    yield make
    for one in running:
        one.stop()


def wait(tab: Page, expression: str) -> None:
    """Wait until an expression is true in a tab, which may be loading."""
    from playwright.sync_api import Error

    def is_true() -> bool:
        # Not wait_for_function, which evaluates in the page: our policy does not allow that.
        with contextlib.suppress(Error):
            return bool(tab.evaluate(expression))
        return False

    until(is_true, expression)


def listening(tab: Page, stage: Stage, streams: int = 1) -> None:
    """Wait until the tab would hear of a change."""
    wait(tab, "document.readyState === 'complete'")
    until(lambda: len(stage.server.server_state.tasks) >= streams, "a stream")
    tab.evaluate("window.mark = 'same'")


def is_same(tab: Page) -> bool:
    """Whether the tab has not loaded its page again."""
    return bool(tab.evaluate("window.mark === 'same'"))


# ---------------------------------------------------------------- in place


@pytest.mark.parametrize("head", ["", "<style>html { overflow-anchor: none }</style>"], ids=["anchored", "unanchored"])
def test_a_change_is_made_in_place_and_what_the_reader_did_stays(stage: Staging, tab: Page, head: str) -> None:
    shown = stage({"a.html": page(NOTES + FIELDS + LONG, head=head)})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    tab.get_by_text("First").click()
    tab.locator("#tick").check()
    tab.locator("#area").fill("written")
    tab.locator("#field").fill("written too")
    tab.evaluate("document.querySelector('#field').focus({preventScroll: true}); scrollTo(0, 2000)")
    before = tab.evaluate("document.querySelector('#p60').getBoundingClientRect().top")
    more = "<p>New above</p>" * 7
    changed = more + NOTES + FIELDS + LONG.replace("Paragraph 60", "Changed")
    shown.publish({"a.html": page(changed, head=head, title="Ebb", lang="fr")})
    tab.get_by_text("Changed").wait_for()
    assert is_same(tab)
    assert abs(tab.evaluate("document.querySelector('#p60').getBoundingClientRect().top") - before) < 1
    assert tab.evaluate("[...document.querySelectorAll('details')].map((one) => one.open)") == [True, False]
    assert tab.locator("#tick").is_checked()
    assert tab.locator("#area").input_value() == "written"
    assert tab.evaluate("document.activeElement.id") == "field"
    assert tab.locator("#field").input_value() == "written too"
    assert (tab.title(), tab.evaluate("document.documentElement.lang")) == ("Ebb", "fr")
    assert tab.get_by_text("New above").count() == 7


def test_what_the_reader_did_not_touch_follows_the_source(stage: Staging, tab: Page) -> None:
    shown = stage({"a.html": page(NOTES + FIELDS)})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    changed = NOTES.replace("<details id", "<details open id") + FIELDS.replace("id=tick", "id=tick checked")
    shown.publish({"a.html": page(changed.replace("served", "changed") + "<p>Done</p>")})
    tab.get_by_text("Done").wait_for()
    assert is_same(tab)
    assert tab.evaluate("[...document.querySelectorAll('details')].map((one) => one.open)") == [False, True]
    assert tab.locator("#tick").is_checked()
    assert tab.locator("#field").input_value() == "changed"


def test_in_place_a_page_becomes_what_loading_it_would_have_given(stage: Staging, tab: Page) -> None:
    shown = stage(
        {"a.html": page("<ul><li>one<li>two</ul><p class=x>text</p>", head="<meta name=description content=a>")}
    )
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    changed = page('<ul><li id="l">two<li>three <b>!</b></ul><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>',
                   head="<meta name=description content=b><link rel=canonical href=b>")  # fmt: skip
    shown.publish({"a.html": changed})
    tab.get_by_text("three").wait_for()
    assert is_same(tab)
    # Of the head the order does not count.
    markup = """[[...document.head.children].map((one) => one.outerHTML).sort(),
                 document.body.innerHTML.replace(/<script.*?<.script>/, "")]"""
    until(lambda: tab.evaluate("document.querySelector('meta[name=description]').content") == "b")
    in_place = tab.evaluate(markup)
    tab.reload()
    assert tab.evaluate(markup) == in_place


SCRIPT = b"""document.addEventListener("briefgen:morphed", () => { window.morphed = true; });"""


def test_a_page_whose_scripts_say_that_they_cope_is_changed_in_place_and_tells_them(stage: Staging, tab: Page) -> None:
    head = "<script src=a.js defer data-morph></script><script type=application/ld+json>{}</script>"
    shown = stage({"a.html": page("One", head=head), "a.js": SCRIPT})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    shown.publish({"a.html": page("Two", head=head.replace("{}", "[]"))})
    tab.get_by_text("Two").wait_for()
    assert is_same(tab)
    assert tab.evaluate("window.morphed")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<script src=a.js defer></script>", "<script src=a.js defer></script>"),
        ("<script data-morph>1</script>", "<script data-morph>2</script>"),
        ("", "<script data-morph>2</script>"),
        ("<link rel=stylesheet href=a.css>", "<link rel=stylesheet href=b.css>"),
        ("<style>p {}</style>", "<style>b {}</style>"),
        ("", "<base href='b.html'>"),
    ],
    ids=["script", "changed script", "new script", "style sheet", "style", "base"],
)
def test_a_page_with_other_scripts_or_styles_is_loaded_again_where_the_reader_was(
    stage: Staging, tab: Page, before: str, after: str
) -> None:
    files = {"a.js": b"", "a.css": b"p { margin: 9px }", "b.css": b"p { margin: 30px }"}
    shown = stage({"a.html": page(NOTES + LONG, head=before), **files})
    tab.goto(f"{shown.url}a.html#p100")
    listening(tab, shown)
    tab.evaluate("scrollTo(0, 2000)")
    tab.evaluate("document.querySelector('details').open = true")
    anchor = "[...document.querySelectorAll('p')].find((p) => p.getBoundingClientRect().top >= 0).id"
    first = tab.evaluate(anchor)
    shown.publish({"a.html": page(NOTES + LONG.replace("Paragraph 1<", "Changed<"), head=after)})
    wait(tab, "window.mark !== 'same' && document.readyState === 'complete'")
    assert tab.locator("#p1").inner_text() == "Changed"
    until(lambda: tab.evaluate("history.scrollRestoration") == "auto")
    assert tab.evaluate(anchor) == first
    assert tab.evaluate("[...document.querySelectorAll('details')].map((one) => one.open)") == [True, False]


def test_a_page_whose_script_fails_at_the_change_is_loaded_again(stage: Staging, tab: Page) -> None:
    script = b"document.addEventListener('briefgen:morphed', () => { throw new Error('wanted by the test'); });"
    head = "<script src=a.js defer data-morph></script>"
    shown = stage({"a.html": page("One", head=head), "a.js": script})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    shown.publish({"a.html": page("Two", head=head)})
    wait(tab, "window.mark !== 'same' && document.body?.innerText.includes('Two')")


def test_two_changes_in_one_moment_end_with_the_last(stage: Staging, tab: Page) -> None:
    shown = stage({"a.html": page("Zero")})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    for n in range(20):
        shown.publish({"a.html": page(f"Number {n}.")})
    tab.get_by_text("Number 19.").wait_for()
    assert is_same(tab)


# ---------------------------------------------------------------- which tabs


def test_only_the_tab_whose_page_changed_does_anything(stage: Staging, tab: Page) -> None:
    head = "<script src=a.js></script>"
    shown = stage({"a.html": page("One", head=head), "d/b.html": page("Other", head=head.replace("a.js", "../a.js")),
                   "c.html": page("Third"), "a.js": b"1"})  # fmt: skip
    other, third = tab.context.new_page(), tab.context.new_page()
    for one, address in ((tab, "a.html"), (other, "d/b.html"), (third, "c.html")):
        one.goto(shown.url + address)
        listening(one, shown)
    shown.publish({"a.html": page("Two", head=head)})
    tab.get_by_text("Two").wait_for()
    shown.publish({"c.html": page("Fourth")})
    third.get_by_text("Fourth").wait_for()
    assert is_same(other)
    # A script that two of them use.
    tab.evaluate("window.mark = 'same'")
    shown.publish({"a.js": b"2"})
    for one in (tab, other):
        wait(one, "window.mark !== 'same'")
    assert is_same(third)


def test_a_page_that_was_built_again_as_it_was_is_left_alone(stage: Staging, tab: Page) -> None:
    head = "<script src=a.js></script>"
    shown = stage({"a.html": page("One", head=head), "a.css": b"", "a.js": b""})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    with tab.expect_response("**/a.html"):
        shown.publish({"a.html": page("One", head=head)})
    shown.publish({}, problems=(problem(severity="warning"),))
    tab.get_by_role("button", name="1 warning").wait_for()
    assert is_same(tab)


def test_a_style_sheet_is_swapped_without_loading_the_page_again(stage: Staging, tab: Page) -> None:
    head = "<link rel=stylesheet href=a.css><script></script>"
    shown = stage({"a.html": page("One", head=head), "a.css": b"body { color: rgb(1, 2, 3) }"})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    for n in (4, 5):
        shown.publish({"a.css": b"body { color: rgb(%d, 5, 6) }" % n})
        until(lambda n=n: tab.evaluate("getComputedStyle(document.body).color") == f"rgb({n}, 5, 6)")
    until(lambda: tab.evaluate("document.querySelectorAll('link[rel=stylesheet]').length === 1"))
    assert is_same(tab)


def test_after_a_style_sheet_was_swapped_the_page_can_still_be_changed_in_place(stage: Staging, tab: Page) -> None:
    head = "<link rel=stylesheet href=a.css>"
    shown = stage({"a.html": page("One", head=head), "a.css": b""})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    shown.publish({"a.css": b"body { color: rgb(4, 5, 6) }", "a.html": page("Two", head=head)})
    tab.get_by_text("Two").wait_for()
    until(lambda: tab.evaluate("getComputedStyle(document.body).color") == "rgb(4, 5, 6)")
    shown.publish({"a.html": page("Three", head=head)})
    tab.get_by_text("Three").wait_for()
    assert is_same(tab)


HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_hidden_tab_gives_up_its_connection_and_catches_up_when_it_is_seen(stage: Staging, tab: Page) -> None:
    shown = stage({"a.html": page("One")})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    tab.evaluate(HIDE, True)
    until(lambda: not shown.server.server_state.tasks, "the stream to end")
    shown.publish({"a.html": page("Two")})
    tab.evaluate(HIDE, False)
    tab.get_by_text("Two").wait_for()
    assert is_same(tab)


def test_ten_tabs_side_by_side_all_follow(stage: Staging, tab: Page) -> None:
    shown = stage({"a.html": page("One")})
    tabs = [tab, *(tab.context.new_page() for _ in range(9))]
    for one in tabs:
        one.goto(f"{shown.url}a.html")
    tab.evaluate("window.mark = 'same'")
    shown.publish({"a.html": page("Two")})
    for one in tabs:
        one.get_by_text("Two").wait_for()
    assert len(shown.server.server_state.tasks) <= 6


def test_where_streams_are_held_back_the_page_asks(stage: Staging, tab: Page) -> None:
    shown = stage({"a.html": page("One")})
    tab.route("**/_briefgen/events*", lambda route: None)
    tab.goto(f"{shown.url}a.html")
    wait(tab, "document.readyState === 'complete'")
    shown.publish({"a.html": page("Two")})
    tab.get_by_text("Two").wait_for()


def test_below_a_path_of_a_proxy_everything_works(stage: Staging, tab: Page) -> None:
    shown = stage({"d/a.html": page("One"), "404.html": page("Nothing here")}, below="/some/path",
                  marks={"d/a.html": Mark(path="a.md", title="A", draft=True)})  # fmt: skip
    tab.goto(f"{shown.url}d/a.html")
    listening(tab, shown)
    tab.get_by_text("Draft").wait_for()
    shown.publish({"d/a.html": page("Two")}, problems=(problem(),))
    tab.get_by_text("Two").wait_for()
    tab.get_by_role("dialog").wait_for()
    assert is_same(tab)
    tab.goto(f"{shown.url}d/none.html")
    listening(tab, shown)
    shown.publish({"d/none.html": page("Here now")})
    tab.get_by_text("Here now").wait_for()
    shown.publish({"d/none.html": None})
    tab.get_by_text("Nothing here").wait_for()


# ---------------------------------------------------------------- what is said

NASTY = '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>'


def test_what_is_wrong_is_shown_as_text_and_goes_when_it_is_mended(stage: Staging, tab: Page) -> None:
    shown = stage({"a.html": page("One")})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    lines = (Line(2, NASTY), Line(3, f"x{NASTY}", is_meant=True, caret=1))
    wrong = problem(f"content/{NASTY}.md", NASTY, line=3, column=2, hint=NASTY, excerpt=lines)
    shown.publish({}, problems=(wrong, problem("templates/b.html", "also")))
    dialog = tab.get_by_role("dialog", name="2 errors")
    dialog.wait_for()
    text = dialog.inner_text()
    assert f"content/{NASTY}.md:3:2" in text
    assert text.count(NASTY) == 5
    assert dialog.locator("img, script").count() == 0
    assert tab.evaluate("document.activeElement.localName") == "briefgen-preview"

    tab.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    badge = tab.get_by_role("button", name="2 errors")
    badge.wait_for()
    tab.reload()
    badge.wait_for()
    assert not dialog.is_visible()
    badge.click()
    dialog.wait_for()
    tab.get_by_role("button", name="Close").click()
    dialog.wait_for(state="hidden")
    badge.click()

    tab.evaluate("window.mark = 'same'")
    shown.publish({})
    dialog.wait_for(state="hidden")
    badge.wait_for(state="hidden")
    assert is_same(tab)
    assert tab.evaluate("window.hit") is None


def test_the_overlay_stays_open_over_changes_until_the_last_problem_is_gone(stage: Staging, tab: Page) -> None:
    shown = stage({"a.html": page("One")})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    shown.publish({}, problems=(problem(message="first"), problem(message="second")))
    tab.get_by_role("dialog", name="2 errors").wait_for()
    shown.publish({"a.html": page("Two")}, problems=(problem(message="second"),))
    tab.get_by_role("dialog", name="1 error").wait_for()
    tab.get_by_text("Two").wait_for()
    shown.publish({}, problems=(problem(severity="warning"),))
    tab.get_by_role("dialog", name="1 warning").wait_for()
    assert is_same(tab)


def test_before_there_is_a_site_a_failure_is_said_and_the_site_comes_by_itself(stage: Staging, tab: Page) -> None:
    shown = stage(None, failed=True, problems=(problem("briefgen.toml", NASTY),))
    tab.goto(f"{shown.url}a.html")
    dialog = tab.get_by_role("dialog", name="The site could not be built")
    dialog.wait_for()
    assert "nothing to show yet" in dialog.inner_text()
    shown.publish({"a.html": page("One")})
    tab.get_by_text("One", exact=True).wait_for()
    until(lambda: not dialog.is_visible())
    assert tab.evaluate("window.hit") is None


def test_drafts_and_days_to_come_are_marked_until_they_are_not(stage: Staging, tab: Page) -> None:
    both = Mark(path="a.md", title="A", draft=True, date="2026-12-03")
    shown = stage({"a.html": page("One"), "b.html": page("Two")}, marks={"a.html": both})
    tab.goto(f"{shown.url}b.html")
    listening(tab, shown)
    assert tab.evaluate("document.querySelector('briefgen-preview')") is None
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    note = tab.get_by_role("note", name="Preview")
    note.wait_for()
    assert note.locator("p").all_inner_texts() == [
        "Draft: not part of the published site",
        "Dated 3 December 2026: in the future",
    ]
    dated = Mark(path="a.md", title="A", date="2026-12-03")
    shown.publish({}, marks={"a.html": dated}, edited=("a.html",))
    until(lambda: note.locator("p").all_inner_texts() == ["Dated 3 December 2026: in the future"])
    shown.publish({"a.html": page("Three")}, marks={"a.html": Mark(path="a.md", title="A", date="2026-06-01")},
                  edited=("a.html",))  # fmt: skip
    until(lambda: note.locator("p").count() == 0)
    assert is_same(tab)


MARKS = {one: Mark(path=one, title=f"Title of <b>{one}</b>") for one in ("a.html", "d/index.html", "d/e f?.html")}
PAGES: dict[str, bytes | Static] = {one: page(f"At {one}") for one in MARKS}


def test_the_page_that_was_edited_is_offered_elsewhere_and_not_on_itself(stage: Staging, tab: Page) -> None:
    shown = stage(PAGES, marks=MARKS)
    own = tab.context.new_page()
    own.goto(f"{shown.url}d/e%20f%3F.html")
    listening(own, shown)
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown, 2)
    shown.publish({"d/e f?.html": page("Edited")}, edited=("d/e f?.html",))
    own.get_by_text("Edited").first.wait_for()
    status = tab.get_by_role("status")
    link = status.get_by_role("link", name="Title of <b>d/e f?.html</b>")
    link.wait_for()
    assert is_same(tab)
    assert own.get_by_role("link").count() == 0
    link.click()
    tab.wait_for_url("**/d/e%20f%3F.html")
    tab.get_by_text("Edited").first.wait_for()

    listening(tab, shown, 2)
    shown.publish({"d/index.html": page("At last")}, edited=("d/index.html", "a.html"))
    status.get_by_text("and 1 more").wait_for()
    assert str(status.get_by_role("link").get_attribute("href")).endswith("/d/")
    status.get_by_role("button", name="Close").click()
    until(lambda: status.inner_text() == "")


def test_an_offer_outlives_a_reload_of_the_page_it_is_made_on(stage: Staging, tab: Page) -> None:
    shown = stage({"a.html": page("One", head="<script></script>"), "b.html": page("Two")}, marks=MARKS)
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    changed = {"a.html": page("New", head="<script></script>"), "b.html": page("Three")}
    shown.publish(changed, edited=("b.html",))
    tab.get_by_role("status").get_by_role("link", name="b.html").wait_for()
    assert not is_same(tab)


def test_a_tab_that_follows_opens_what_is_edited_and_the_way_back_stays_open(stage: Staging, tab: Page) -> None:
    shown = stage(PAGES, marks=MARKS)
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    shown.publish({"d/index.html": page("First edit")}, edited=("d/index.html",))
    tab.get_by_label("Follow my edits").check()
    assert tab.url.endswith("a.html")
    shown.publish({"d/index.html": page("Second edit")}, edited=("d/index.html",))
    tab.wait_for_url("**/d/")
    tab.get_by_text("Second edit").wait_for()
    tab.get_by_role("status").get_by_text("Opened because you edited it").wait_for()
    tab.go_back()
    tab.get_by_text("At a.html").wait_for()
    listening(tab, shown)
    # That it was not taken away again shows in what it hears next.
    shown.publish({}, problems=(problem(severity="warning"),))
    tab.get_by_role("button", name="1 warning").wait_for()
    assert tab.url.endswith("a.html")
    shown.publish({"d/e f?.html": page("Third edit")}, edited=("d/e f?.html",), problems=(problem(severity="warning"),))
    tab.get_by_text("Third edit").wait_for()
    tab.get_by_label("Follow my edits").uncheck()
    listening(tab, shown)
    shown.publish({"a.html": page("Fourth edit")}, edited=("a.html",))
    tab.get_by_role("status").get_by_role("link").wait_for()
    assert is_same(tab)


# ---------------------------------------------------------------- with a real project


def test_with_the_built_in_theme_an_edit_is_shown_where_the_reader_was(serve: Callable[..., Served], tab: Page) -> None:
    text = str(FILES[DYKE]) + "\nThe tide came in again.\n" * 300
    served = serve({DYKE: text})
    tab.goto(f"{served.url}velmora/dyke.html#main_content")
    wait(tab, "document.readyState === 'complete'")
    tab.evaluate("scrollTo({ top: 3000, behavior: 'instant' })")
    # Not the pixels from the top: what is above may still settle, and the browser then keeps to what is in view.
    paragraph = "[...document.querySelectorAll('#the_text p')][50].getBoundingClientRect().top"
    pause = "new Promise((done) => setTimeout(done, 200))"
    until(lambda: tab.evaluate(paragraph) == (tab.evaluate(pause), tab.evaluate(paragraph))[1])
    before = tab.evaluate(paragraph)
    served.write(DYKE, text.replace("dyke holds, said", "dyke cracks, said"))
    tab.get_by_text("The dyke cracks").first.wait_for()
    until(lambda: abs(tab.evaluate(paragraph) - before) < 40)
    assert tab.url.endswith("#main_content")


@pytest.mark.skipif(
    "data-morph" not in (THEME / "base.html").read_text(encoding="utf-8"), reason="the theme's script has not learnt it"
)
def test_with_the_built_in_theme_an_edit_is_made_in_place_and_its_script_goes_on(
    serve: Callable[..., Served], tab: Page
) -> None:
    text = str(FILES[DYKE]) + "".join(f"\nOn day {n} the tide took 1,{n:03} houses.\n" for n in range(60))
    served = serve({DYKE: text})
    tab.set_viewport_size({"width": 1400, "height": 800})
    tab.goto(f"{served.url}velmora/dyke.html")
    wait(tab, "document.readyState === 'complete'")
    tab.evaluate("window.mark = 'same'")
    tab.locator("#t_dates").uncheck()
    tab.evaluate("scrollTo({ top: 1500, behavior: 'instant' })")
    paragraph = "[...document.querySelectorAll('#the_text p')][30].getBoundingClientRect().top"
    before = tab.evaluate(paragraph)
    notes = "[...document.querySelectorAll('.note')].map((one) => one.style.top)"
    for word in ("cracks", "breaks"):
        served.write(DYKE, text.replace("dyke holds, said", f"dyke {word}, said"))
        tab.get_by_text(f"The dyke {word}").first.wait_for()
        assert is_same(tab)
        until(lambda: abs(tab.evaluate(paragraph) - before) < 40)
        assert not tab.locator("#t_dates").is_checked()
        in_place = tab.evaluate(notes)
    # One step is one note, so the script listens once.
    focus = "[...document.querySelectorAll('a.ref')].indexOf(document.activeElement)"
    tab.locator("#the_text").focus()
    tab.keyboard.press("n")
    first = tab.evaluate(focus)
    tab.keyboard.press("n")
    assert tab.evaluate(focus) == first + 1
    tab.reload()
    wait(tab, "document.readyState === 'complete'")
    until(lambda: tab.evaluate(notes) == in_place, "the notes to stand as after loading")


def test_with_a_real_project_a_mistake_lies_over_the_last_good_page(serve: Callable[..., Served], tab: Page) -> None:
    served = serve()
    tab.goto(f"{served.url}velmora/dyke.html")
    served.write(DYKE, "---\ntitle: <img src=x onerror=alert(1)>\ndate: <b>12</b>\n---\n\nThe dyke breaks.\n")
    dialog = tab.get_by_role("dialog")
    dialog.wait_for()
    shown = dialog.inner_text()
    assert f"{DYKE}:3:7" in shown
    assert "date: <b>12</b>" in shown
    assert "The dyke holds" in tab.locator("main").inner_text()
    served.write(DYKE, str(FILES[DYKE]).replace("dyke holds, said", "dyke cracks, said"))
    tab.get_by_text("The dyke cracks").first.wait_for()
    dialog.wait_for(state="hidden")


def test_with_a_real_project_a_mistake_in_a_template_points_into_it(serve: Callable[..., Served], tab: Page) -> None:
    served = serve()
    tab.goto(served.url)
    served.write("templates/404.html", "one\n{{ nothing }}\nthree")
    dialog = tab.get_by_role("dialog", name="The site could not be built")
    dialog.wait_for()
    assert "templates/404.html:2" in dialog.inner_text()
    assert "{{ nothing }}" in dialog.inner_text()
    (served.root / "templates/404.html").unlink()
    dialog.wait_for(state="hidden")


def test_a_picture_that_changed_is_shown_anew(stage: Staging, tab: Page, tmp_path: Path) -> None:
    picture = tmp_path / "a.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>', encoding="utf-8")
    shown = stage({"a.html": page("<img src=a.svg>"), "a.svg": static(picture)})
    tab.goto(f"{shown.url}a.html")
    listening(tab, shown)
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>', encoding="utf-8")
    shown.publish({"a.svg": static(picture)})
    wait(tab, "document.querySelector('img')?.naturalWidth === 20")
