"""Pages of a list: all rows once and in order, none too long, and an edit moves few of them."""

from __future__ import annotations

import itertools
import random
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.pages.paging import BESIDE, numbers, paged
from briefgen.views.parts import Link

NAMES = st.lists(st.text("abc", min_size=1, max_size=4), max_size=300)


@given(NAMES, st.integers(1, 40))
def test_every_row_is_on_one_page_and_in_order(names: list[str], most: int) -> None:
    pages = paged(names, most)
    assert pages[0][0] == 0
    assert pages[-1][1] == len(names)
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(pages))
    assert all(end > start for start, end in pages) or pages == ((0, 0),)


@given(NAMES, st.integers(1, 40))
def test_no_page_is_too_long_and_only_the_last_is_short(names: list[str], most: int) -> None:
    sizes = [end - start for start, end in paged(names, most)]
    assert max(sizes) <= most
    assert all(size >= most // 2 for size in sizes[:-1])


@pytest.mark.parametrize("count", [0, 1, 89, 90])
def test_what_fits_on_one_page_is_one_page(count: int) -> None:
    assert paged([str(n) for n in range(count)], 90) == ((0, count),)


def test_a_list_that_grows_at_its_end_keeps_its_pages() -> None:
    names = [f"content/s/{n}.md 0" for n in range(2000)]
    whole = paged(names, 90)
    for count in range(91, 2000, 37):
        assert paged(names[:count], 90)[:-1] == whole[: len(paged(names[:count], 90)) - 1]


def shown(names: list[str], most: int) -> list[tuple[str, ...]]:
    return [tuple(names[start:end]) for start, end in paged(names, most)]


def changed(before: list[tuple[str, ...]], after: list[tuple[str, ...]]) -> int:
    """How many pages are not what they were, by their numbers."""
    same = sum(one == other for one, other in zip(before, after, strict=False))
    return max(len(before), len(after)) - same


def moved(before: list[tuple[str, ...]], after: list[tuple[str, ...]]) -> int:
    """How many pages have other rows than any page had."""
    return len(set(after) - set(before))


@pytest.mark.parametrize("most", [40, 90])
def test_a_row_more_or_less_changes_few_pages(most: int) -> None:
    chance = random.Random(17)
    names = [f"content/story/2025-01-{n:04}.md {row}" for n in range(400) for row in range(5)]
    before = shown(names, most)
    assert len(before) > 20
    found, by_number = [], []
    for trial in range(300):
        at = chance.randrange(len(names))
        new = [f"content/story/new-{trial}.md 0"] if trial % 2 else []
        other = [*names[:at], *new, *names[at + 1 - len(new) :]]
        after = shown(other, most)
        assert [name for page in after for name in page] == other
        found.append(moved(before, after))
        by_number.append(changed(before, after))
    assert mean(found) < 3
    assert max(found) < len(before) / 2
    # A page more or less gives those behind it other numbers, but that is the exception.
    assert mean(by_number) < len(before) / 3


def test_an_article_more_changes_few_pages() -> None:
    names = [f"content/story/{n:04}.md {row}" for n in range(200) for row in range(12)]
    more = [f"content/story/0100-b.md {row}" for row in range(12)]
    at = names.index("content/story/0101.md 0")
    before, after = shown(names, 90), shown([*names[:at], *more, *names[at:]], 90)
    assert 0 < moved(before, after) <= 4


def said(links: tuple[Link, ...]) -> str:
    return " ".join(f"[{link.title}]" if link.current else link.title for link in links)


@pytest.mark.parametrize(
    ("count", "number", "words"),
    [
        (1, 1, ""),
        (2, 1, "[1] 2"),
        (2, 2, "1 [2]"),
        (7, 4, "1 2 3 [4] 5 6 7"),
        (20, 1, "[1] 2 3 … 20"),
        (20, 4, "1 2 3 [4] 5 6 … 20"),
        (20, 5, "1 2 3 4 [5] 6 7 … 20"),
        (20, 10, "1 … 8 9 [10] 11 12 … 20"),
        (20, 16, "1 … 14 15 [16] 17 18 19 20"),
        (20, 20, "1 … 18 19 [20]"),
    ],
)
def test_the_numbers_beside_a_page_are_shown_with_the_first_and_the_last(count: int, number: int, words: str) -> None:
    assert said(numbers(count, number, str)) == words


@given(st.integers(2, 200), st.data())
def test_numbers_lead_where_they_say_and_gaps_lead_nowhere(count: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, count))
    links = numbers(count, number, lambda n: f"page-{n}")
    assert [link.title for link in links if link.current] == [str(number)]
    assert all(link.href == (f"page-{link.title}" if link.title != "…" else "") for link in links)
    shown = [int(link.title) for link in links if link.title != "…"]
    assert shown == sorted(set(shown))
    assert {1, count} <= set(shown)
    assert set(range(max(1, number - BESIDE), min(count, number + BESIDE) + 1)) <= set(shown)
    for before, gap, after in zip(links, links[1:], links[2:], strict=False):
        if gap.title == "…":
            # For one number alone, the number itself would stand there.
            assert int(after.title) - int(before.title) > 2
