"""Pages are made when they are looked at, and what is broken stays as it was."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from briefgen import build
from briefgen import project as projects
from briefgen.diagnostic import BriefgenError
from briefgen.memo import Memo
from briefgen.pages.recipe import Recipe
from briefgen.serve import showing
from briefgen.source import Static
from briefgen.staging import Made
from tests.files import write_files
from tests.serve.author import BROKEN, DYKE, FILES, Author

pytestmark = pytest.mark.usefixtures("pattern_model")


@pytest.fixture
def rendered(author: Author, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that were rendered, in order."""
    addresses: list[str] = []
    render = author.showing._desk.render

    def noting(recipe: Recipe) -> bytes:
        addresses.append(recipe.address)
        return render(recipe)

    monkeypatch.setattr(author.showing._desk, "render", noting)
    return addresses


# ---------------------------------------------------------------- pages


def test_a_page_is_made_when_it_is_asked_for_and_once(author: Author, rendered: list[str]) -> None:
    assert "s/dyke.html" in author.showing
    assert rendered == []
    for _ in range(2):
        assert "The dyke holds" in author.page("s/dyke.html")
    assert rendered == ["s/dyke.html"]
    author.build({"content/s/dyke.md": DYKE.replace("holds,", "cracks,")})
    assert rendered == ["s/dyke.html"]
    assert "cracks" in author.page("s/dyke.html")
    assert rendered == ["s/dyke.html", "s/dyke.html"]


def test_what_is_no_page_is_a_file_or_nothing(author: Author) -> None:
    static = author.showing.get("s/map.svg")
    assert isinstance(static, Static)
    assert Path(static.file).read_bytes() == b"<svg/>"
    assert author.showing.get("nowhere.html") is None
    assert "nowhere.html" not in author.showing
    assert None not in author.showing


def test_pages_are_those_of_a_build(author: Author) -> None:
    inputs = build.gather(projects.load(author.root))
    built = build.build(inputs, Memo())
    for address, content in built.site.items():
        if isinstance(content, Made):
            assert author.showing.get(address) == content.content()
        else:
            assert author.showing.get(address) == content


def test_threads_may_ask_at_once(author: Author) -> None:
    addresses = ["index.html", "s/index.html", "s/dyke.html", "actors/index.html", "feed.xml", "s/quotes.html"]
    expected = {address: author.page(address) for address in addresses}
    author.build({"briefgen.toml": 'title = "Tides"\n'})
    author.build({"briefgen.toml": FILES["briefgen.toml"]})
    wrong: list[object] = []

    def ask(first: int) -> None:
        try:
            for number in range(30):
                address = addresses[(first + number) % len(addresses)]
                if author.page(address) != expected[address]:
                    wrong.append(address)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    list(author.showing.differences())
    author.showing.sweep(lambda: True)
    for thread in threads:
        thread.join()
    assert wrong == []


# ---------------------------------------------------------------- broken sources


def test_a_broken_source_keeps_its_page_until_it_is_mended(author: Author) -> None:
    page = author.page("s/dyke.html")
    attempt = author.build({"content/s/dyke.md": BROKEN})
    assert [d.path for d in attempt.diagnostics if d.severity == "error"] == ["content/s/dyke.md"]
    assert attempt.failure == ()
    assert author.differences() == []
    assert author.page("s/dyke.html") == page
    assert "s/breaks.html" not in author.showing
    # Others go on, and it is the good one that they know.
    author.build({"content/s/harbour.md": "---\ntitle: Harbour open\n---\n\nOpen. See [the dyke](dyke.md).\n"})
    assert "Harbour open" in author.page("s/harbour.html")
    assert "../s/dyke.html" in author.page("s/harbour.html")
    author.build({"content/s/dyke.md": BROKEN.replace("breaks.", "broke.")})
    assert author.page("s/dyke.html").replace("Harbour open", "Harbour shut") == page
    mended = author.build({"content/s/dyke.md": BROKEN.replace("12/4", "2025-04-12")})
    assert mended.diagnostics == ()
    assert author.showing.get("s/dyke.html") is None
    assert "The dyke breaks" in author.page("s/breaks.html")


def test_a_source_that_was_never_in_order_shows_what_there_is(author: Author) -> None:
    author.build({"content/s/bad.md": BROKEN})
    assert "The dyke breaks" in author.page("s/breaks.html")
    author.build({"content/s/bad.md": BROKEN.replace("breaks.", "broke.")})
    assert "The dyke broke" in author.page("s/breaks.html")


def test_a_broken_source_that_is_removed_leaves_nothing_behind(author: Author) -> None:
    author.build({"content/s/dyke.md": BROKEN})
    assert "s/dyke.html" in author.showing
    author.build({"content/s/dyke.md": None})
    assert "s/dyke.html" not in author.showing
    author.build({"content/s/dyke.md": BROKEN})
    assert "s/breaks.html" in author.showing


def test_what_was_thrown_away_behind_a_broken_source_does_not_matter(author: Author) -> None:
    page = author.page("s/dyke.html")
    author.build({"content/s/dyke.md": BROKEN})
    author.showing.sweep(lambda: True)
    author.build({"content/t/fair.md": "Over.", "templates/s.html": "x"})
    author.showing.sweep(lambda: True)
    assert author.page("s/dyke.html") == page


# ---------------------------------------------------------------- what browsers are told


def test_browsers_are_told_of_pages_that_they_asked_for_and_of_the_last_one_first(author: Author) -> None:
    for address in ("t/fair.html", "s/dyke.html", "s/index.html", "s/harbour.html", "s/dyke.html"):
        author.page(address)
    author.build({"content/s/dyke.md": DYKE.replace("Dyke holds", "Dyke leaks")})
    assert author.differences() == [{"s/dyke.html"}, {"s/harbour.html"}, {"s/index.html"}]
    assert author.differences() == []


def test_a_page_that_comes_out_the_same_is_no_difference(author: Author, rendered: list[str]) -> None:
    author.page("404.html")
    author.build({"templates/404.html": "{# new #}{% extends 'theme/404.html' %}"})
    assert author.differences() == []
    assert rendered == ["404.html", "404.html"]


def test_a_page_or_a_file_that_goes_is_told(author: Author) -> None:
    author.page("s/dyke.html")
    author.showing.get("s/map.svg")
    author.build({"content/s/dyke.md": None, "content/s/map.svg": None})
    assert author.differences() == [{"s/dyke.html", "s/map.svg"}]
    assert author.differences() == []


def test_a_file_that_changes_is_told(author: Author) -> None:
    author.showing.get("s/map.svg")
    author.build({"content/s/map.svg": "<svg></svg>"})
    assert author.differences() == [{"s/map.svg"}]
    static = author.showing.get("s/map.svg")
    assert isinstance(static, Static)
    author.build({"content/s/map.svg": "<svg/>"})
    assert author.differences() == [{"s/map.svg"}]


def test_behind_those_waited_for_pages_are_told_together_and_not_rendered(
    author: Author, rendered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "WAITED_FOR", 1)
    for address in ("s/dyke.html", "t/fair.html", "index.html"):
        author.page(address)
    rendered.clear()
    author.build({"briefgen.toml": 'title = "Currents"\n'})
    assert author.differences() == [{"index.html"}, {"s/dyke.html", "t/fair.html"}]
    assert rendered == ["index.html"]
    assert "Currents" in author.page("s/dyke.html")


def test_who_asks_before_being_told_is_told_all_the_same(author: Author) -> None:
    """Another browser may still show the page as it was."""
    author.page("s/dyke.html")
    author.build({"content/s/dyke.md": DYKE.replace("holds,", "cracks,")})
    assert "cracks" in author.page("s/dyke.html")
    assert author.differences() == [{"s/dyke.html"}]


# ---------------------------------------------------------------- broken templates


def test_a_page_that_cannot_be_rendered_any_more_is_shown_as_it_was(author: Author) -> None:
    page = author.page("404.html")
    author.build({"templates/404.html": "\n{{ page.nothing }}"})
    (failure,) = author.failures()
    assert failure.startswith("templates/404.html:2: ")
    assert author.page("404.html") == page
    # As long as it is broken, it is said.
    assert author.failures() == [failure]
    author.build({"templates/404.html": "mended"})
    assert author.differences() == [{"404.html"}]
    assert author.failures() == []
    assert author.page("404.html") == "mended"


def test_a_page_that_could_never_be_rendered_is_explained(author: Author) -> None:
    author.build({"templates/404.html": "\n{{ page.nothing }}"})
    with pytest.raises(BriefgenError, match=r"templates/404\.html:2: "):
        author.showing.get("404.html")
    assert author.differences() == []


def test_a_template_that_changes_before_a_page_is_asked_for_makes_a_build_look_again(author: Author) -> None:
    page = author.page("404.html")
    author.build({"templates/404.html": "one"})
    write_files(author.root, {"templates/404.html": "other"})
    assert author.page("404.html") == page
    assert author.stale > 0
    author.build()
    assert author.page("404.html") == "other"


# ---------------------------------------------------------------- what nobody looks at


def test_a_sweep_renders_everything_for_the_next_build(author: Author) -> None:
    assert author.showing.sweep(lambda: True) == ()
    inputs = build.gather(projects.load(author.root))
    assert build.build(inputs, author.memo).outcome.counts.rendered == 0


def test_a_sweep_renders_only_what_may_have_changed(author: Author, rendered: list[str]) -> None:
    author.showing.sweep(lambda: True)
    assert len(rendered) == len(set(rendered)) > 15
    rendered.clear()
    author.showing.sweep(lambda: True)
    assert rendered == []
    author.build({"content/s/dyke.md": DYKE.replace("holds,", "cracks,")})
    author.showing.sweep(lambda: True)
    assert {"s/dyke.html", "s/dyke.json", "s/index.html"} <= set(rendered)
    assert not [address for address in rendered if address.startswith("t/")]


def test_a_sweep_is_left_when_it_is_not_wanted_and_goes_on_later(author: Author, rendered: list[str]) -> None:
    author.showing.sweep(lambda: len(rendered) < 3)
    assert len(rendered) == 3
    author.showing.sweep(lambda: True)
    assert len(rendered) == len(set(rendered)) > 15


def test_a_sweep_brings_mistakes_in_templates_to_light(author: Author) -> None:
    author.build({"templates/actor.html": "\n{{ page.nothing }}", "templates/quotes.html": "{{ view.nothing }}"})
    found = author.showing.sweep(lambda: True)
    assert {(one.path, one.line) for one in found} == {("templates/actor.html", 2), ("templates/quotes.html", 1)}


def test_a_mistake_in_a_template_is_told_until_it_is_mended(author: Author) -> None:
    author.build({"templates/actor.html": "\n{{ page.nothing }}"})
    assert author.showing.sweep(lambda: True)
    # An edit that has nothing to do with any actor.
    author.build({"content/s/harbour.md": "---\ntitle: Harbour open\n---\n\nThe harbour is open.\n"})
    assert {one.path for one in author.showing.sweep(lambda: True)} == {"templates/actor.html"}
    author.build({"templates/actor.html": "mended"})
    assert author.showing.sweep(lambda: True) == ()


@pytest.mark.parametrize("is_asked_for", [True, False])
def test_a_page_that_could_not_be_rendered_and_goes_is_told_no_longer(author: Author, is_asked_for: bool) -> None:
    page = "{% if view.article.title == 'Bad' %}{{ page.nothing }}{% endif %}"
    bad = "---\ntitle: Bad\n---\n\nBad.\n"
    author.build({"templates/article.html": page, "content/t/bad.md": bad})
    if is_asked_for:
        with pytest.raises(BriefgenError):
            author.showing.get("t/bad.html")
    else:
        assert author.showing.sweep(lambda: True)
    author.build({"content/t/bad.md": None})
    assert author.failures() == []
    assert author.showing.sweep(lambda: True) == ()


def test_a_sweep_forgets_what_nothing_leads_to(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "SWEEPS", 2)
    for word in ("cracks,", "leaks,", "bends,"):
        author.build({"content/s/dyke.md": DYKE.replace("holds,", word)})
        author.showing.sweep(lambda: True)
    kept = {stage: len(author.memo.keys(stage)) for stage in ("outline", "article", "annotation")}
    assert kept["outline"] <= 4


def test_a_cache_thrown_away_is_noticed_and_made_anew(author: Author) -> None:
    page = author.page("s/dyke.html")
    author.memo.forget()
    assert author.page("s/dyke.html") == page
    assert author.stale == 0
    with pytest.raises(BriefgenError, match="keeps changing"):
        author.showing.get("s/harbour.html")
    assert author.stale == 1
    author.build()
    assert "The harbour is shut" in author.page("s/harbour.html")
    assert author.differences() == []
