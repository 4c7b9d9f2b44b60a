"""The rows of a briefing's lists, and on which page of a list each stands."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from briefgen.briefing.outline import Outline
from briefgen.briefing.story import Story
from briefgen.pages import lists
from briefgen.pages.chronicle import Dated, Place, chronicle
from briefgen.pages.lists import ListName
from briefgen.pages.paging import paged

Row = tuple[int, int]
"""(which article, which of its quotes or facts)"""


class Lists:
    """The lists of stories, computed again when a story has changed."""

    def __init__(self) -> None:
        self._lists: dict[tuple[str, ListName, str], tuple[Story, list[Row], tuple[tuple[int, int], ...]]] = {}
        """By folder, name and stance, with the story that they are made from."""
        self._chronicles: dict[str, tuple[Story, tuple[Dated, ...]]] = {}
        """By folder, with the story that they are of."""

    def of(self, one: Story, name: ListName, stance: str = "") -> tuple[list[Row], tuple[tuple[int, int], ...]]:
        """(rows of a list, the (first, behind the last) of each of its pages); of the quotes, those that have a stance"""
        known = self._lists.get((one.folder, name, stance))
        if known is None or known[0] is not one:
            own = [(row.at, row.fact) for row in self.chronicle(one)] if name == "timeline" else rows(one, name)
            if stance:
                own = [(at, row) for at, row in own if one.articles[at].stances[row] == stance]
            pages = paged([f"{one.articles[at].path} {row}" for at, row in own], lists.A_PAGE)
            known = self._lists[one.folder, name, stance] = one, own, pages
        return known[1], known[2]

    def chronicle(self, one: Story) -> tuple[Dated, ...]:
        """What the timeline of a story tells, in its order."""
        known = self._chronicles.get(one.folder)
        if known is None or known[0] is not one:
            known = self._chronicles[one.folder] = one, chronicle(one.articles)
        return known[1]

    def stands(self, one: Story) -> tuple[tuple[int, Place], ...]:
        """The page of its timeline on which each of a story's events stands, and where; in the order of what they tell."""
        ends = [end for _, end in self.of(one, "timeline")[1]]
        found = {
            (row.at, row.fact): (bisect_right(ends, number) + 1, row.place)
            for number, row in enumerate(self.chronicle(one))
        }
        return tuple(found[event] for event in events(one.articles))

    def forget(self, folder: str) -> None:
        """A story is gone."""
        self._chronicles.pop(folder, None)
        self._lists = {key: known for key, known in self._lists.items() if key[0] != folder}


def rows(one: Story, name: ListName) -> list[Row]:
    """All rows of a list by article."""
    if name == "quotes":
        return [(at, row) for at, article in enumerate(one.articles) for row in range(article.quotes)]
    return [(at, row) for at, article in enumerate(one.articles) for row in article.figures]


def stances(one: Story) -> tuple[tuple[str, int], ...]:
    """(stance, how many of a story's quotes have it), the most frequent first, behind ("", how many there are).

    () where all that have any have the same.
    """
    found = Counter(stance for article in one.articles for stance in article.stances if stance)
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return (("", sum(article.quotes for article in one.articles)), *ranked) if len(found) > 1 else ()


def events(articles: Iterable[Outline]) -> tuple[Row, ...]:
    """Everything dated, in the order of what it tells."""
    found = [
        (event.start, event.end, at, event.fact) for at, article in enumerate(articles) for event in article.events
    ]
    return tuple((at, fact) for _, _, at, fact in sorted(found))
