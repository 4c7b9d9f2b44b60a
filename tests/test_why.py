"""Why a page is made again, in words that an author understands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.why import FACES, ORDER, WORDS, ingredients, reasons

BEFORE = {
    "content/s/a.md": "1", "content/s/b.md": "1", "templates/quotes.html": "1", "articles:order": "1", "articles:faces": "1",
    "rows": "1", "site": "1", "code": "1", "unheard of": "1",
}  # fmt: skip


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
