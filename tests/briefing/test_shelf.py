"""What is published: no drafts, and of several that claim one address the first."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.briefing.outline import Outline
from briefgen.briefing.shelf import Shelf
from tests.outlines import outlined


def place(one: Outline) -> str:
    return f"{one.folder}/{'index' if one.is_index else one.slug}.html"


def shown(articles: Mapping[str, Outline], *, drafts: bool = False) -> Shelf:
    shelf = Shelf(place)
    shelf.update(articles, drafts=drafts)
    return shelf


def by_path(*articles: Outline) -> dict[str, Outline]:
    return {article.path: article for article in articles}


DRAFT = "---\ndraft: true\n---\nx"


def test_a_draft_and_all_of_a_draft_briefing_are_hidden_unless_asked_for() -> None:
    articles = by_path(
        outlined("content/s/a.md"), outlined("content/s/b.md", DRAFT),
        outlined("content/hidden/index.md", DRAFT), outlined("content/hidden/c.md"), outlined("content/hidden/deep/d.md"),
    )  # fmt: skip
    assert set(shown(articles).shown) == {"content/s/a.md", "content/hidden/deep/d.md"}
    assert shown(articles, drafts=True).shown == articles


def test_the_first_of_several_has_the_address_and_the_others_are_named() -> None:
    first, second, third = (
        outlined("content/s/a.md"), outlined("content/s/a.txt"), outlined("content/s/b.md", "---\nslug: A\n---\nx"),
    )  # fmt: skip
    shelf = shown(by_path(third, second, first))
    assert shelf.shown == {first.path: first}
    assert shelf.doubles == [(second, first), (third, first)]


def test_the_next_has_the_address_when_the_first_goes_or_becomes_a_draft() -> None:
    first, second = outlined("content/s/a.md"), outlined("content/s/a.txt")
    shelf = shown(by_path(first, second))
    assert dict(shelf.update(by_path(second), drafts=False)) == {first.path: None, second.path: second}
    assert shelf.doubles == []
    assert dict(shelf.update(by_path(first, second), drafts=False)) == {first.path: first, second.path: None}
    hidden = outlined("content/s/a.md", DRAFT)
    assert dict(shelf.update(by_path(hidden, second), drafts=False)) == {first.path: None, second.path: second}


def test_what_is_as_it_was_is_not_told() -> None:
    articles = by_path(outlined("content/s/a.md"), outlined("content/s/b.md"))
    shelf = shown(articles)
    assert shelf.update(dict(articles), drafts=False) == []
    other = outlined("content/s/b.md", "Other words.")
    assert shelf.update({**articles, other.path: other}, drafts=False) == [(other.path, other)]


PATHS = tuple(
    f"content/{name}" for name in ("s/a.md", "s/a.txt", "s/A.md", "s/b.md", "s/index.md", "S/index.md", "t/a.md")
)
TEXTS = ("x", "y", DRAFT, "---\nslug: a\n---\nx", "---\nslug: B\ndraft: true\n---\nx")
STEPS = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(PATHS), st.sampled_from(TEXTS), max_size=6), st.booleans()),
    min_size=1, max_size=5,
)  # fmt: skip


@given(STEPS)
@settings(max_examples=150)
def test_after_any_changes_the_same_is_shown_as_on_a_fresh_shelf(steps: list[tuple[dict[str, str], bool]]) -> None:
    shelf, followed = Shelf(place), dict[str, Outline]()
    for texts, drafts in steps:
        articles = {path: outlined(path, text) for path, text in sorted(texts.items())}
        for path, one in shelf.update(articles, drafts=drafts):
            followed.pop(path, None)
            if one is not None:
                followed[path] = one
        fresh = shown(articles, drafts=drafts)
        assert shelf.shown == fresh.shown == followed
        assert sorted(map(repr, shelf.doubles)) == sorted(map(repr, fresh.doubles))
        assert len({place(one).casefold() for one in shelf.shown.values()}) == len(shelf.shown)
