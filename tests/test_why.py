"""Why a page is made again, in words that an author understands."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.build import gather
from briefgen.desk import Desk
from briefgen.memo import Memo
from briefgen.pages.recipe import Recipe
from briefgen.remembered import former
from briefgen.why import FACES, ORDER, WORDS, Why, explain, ingredients, reasons
from tests.builds import FILES, MILL, published
from tests.conftest import Maker
from tests.files import write_files

SAID_OTHERWISE = {"address", "name", "stance", "articles", "leading"}
"""Parts of recipes that are which page it is, or articles, which are told by their files."""

BEFORE = {
    "content/s/a.md": "1", "content/s/b.md": "1", "templates/quotes.html": "1", "articles:order": "1", "articles:faces": "1",
    "rows": "1", "site": "1", "code": "1", "unheard of": "1",
}  # fmt: skip


def test_every_part_of_a_recipe_has_words() -> None:
    parts = {field for recipe in get_args(Recipe) for field in recipe.__struct_fields__}
    assert parts - WORDS.keys() == SAID_OTHERWISE
    assert WORDS.keys() - parts == {"site", "code"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ()),
        ({"content/s/a.md": "2"}, ("content/s/a.md changed, or what is annotated in it",)),
        ({"content/s/c.md": "1"}, ("content/s/c.md is now among its articles",)),
        ({"content/s/b.md": ""}, ("content/s/b.md is no longer among its articles",)),
        ({"templates/quotes.html": "2"}, ("templates/quotes.html, or a template that it uses, changed",)),
        ({"articles:order": "2"}, (ORDER,)),
        ({"articles:faces": "2"}, (FACES,)),
        ({"rows": "2", "site": "2"}, (WORDS["rows"], WORDS["site"])),
        ({"unheard of": "2"}, ("its unheard of changed",)),
        # Another article brings other actors, and stands somewhere.
        (
            {"content/s/a.md": "2", "articles:order": "2", "articles:faces": "2"},
            ("content/s/a.md changed, or what is annotated in it",),
        ),
    ],
)
def test_what_has_changed_is_said(changes: dict[str, str], words: tuple[str, ...]) -> None:
    now = {name: part for name, part in {**BEFORE, **changes}.items() if part}
    assert reasons(BEFORE, now) == words


PARTS = st.dictionaries(
    st.sampled_from([*BEFORE, "content/c.md", "actors", "leading:order"]), st.sampled_from("12"), max_size=8
)


@given(PARTS, PARTS)
def test_there_is_a_reason_for_every_difference_and_for_nothing_else(
    before: dict[str, str], now: dict[str, str]
) -> None:
    assert bool(reasons(before, now)) == (before != now)
    assert len(set(reasons(before, now))) == len(reasons(before, now))


def test_a_page_is_made_from_files_and_templates() -> None:
    assert ingredients(BEFORE) == ("content/s/a.md", "content/s/b.md", "templates/quotes.html")


@pytest.mark.usefixtures("pattern_model")
def test_why_a_page_is_as_it_is_can_be_told(make_project: Maker, tmp_path: Path) -> None:
    project, memo, output = make_project(FILES), Memo(), tmp_path / "site"

    def why(named: str) -> Why | None:
        desk = Desk(memo)
        desk.settle(desk.take(gather(project)))
        return explain(desk, named, output, former(memo, output).keys)

    new = why("story/mill.html")
    assert new is not None
    assert (new.is_new, new.last, new.next) == (True, (), ())
    published(project, memo, output)
    known = why("story/mill.html")
    assert known is not None
    assert (known.address, known.is_new, known.last, known.next) == ("story/mill.html", False, (), ())
    assert known.made_from == ("content/story/mill.md", "templates/article.html")
    write_files(project.root, {"content/story/mill.md": MILL + "\nMore.\n"})
    reason = ("content/story/mill.md changed, or what is annotated in it",)
    before = why("story/mill.html")
    assert before is not None
    assert (before.last, before.next) == ((), reason)
    published(project, memo, output)
    after = why("story/mill.html")
    assert after is not None
    assert (after.last, after.next) == (reason, ())


@pytest.mark.usefixtures("pattern_model")
@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("story/mill.html", "story/mill.html"),
        ("/story/mill.html", "story/mill.html"),
        ("story/", "story/index.html"),
        ("story", "story/index.html"),
        ("", "index.html"),
        ("content/story/mill.md", "story/mill.html"),
        ("mill.md", "story/mill.html"),
        ("content/story/index.md", "story/index.html"),
        ("story/map.svg", "story/map.svg"),
        ("nowhere.html", None),
        ("ill.md", None),
    ],
)
def test_a_page_is_named_by_its_address_or_its_source(
    make_project: Maker, tmp_path: Path, named: str, address: str | None
) -> None:
    desk = Desk(Memo())
    desk.settle(desk.take(gather(make_project(FILES))))
    found = explain(desk, named, tmp_path / "site", {})
    assert (found.address if found else None) == address


@pytest.mark.usefixtures("pattern_model")
def test_a_page_is_named_by_its_file(make_project: Maker, tmp_path: Path) -> None:
    desk = Desk(Memo())
    desk.settle(desk.take(gather(make_project(FILES))))
    found = explain(desk, str(tmp_path / "site/story/mill.html"), tmp_path / "site", {})
    assert found is not None
    assert found.address == "story/mill.html"
