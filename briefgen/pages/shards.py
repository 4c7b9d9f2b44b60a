"""What can be found, shard by shard (`pages.search`): a story's articles, and all actors."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Set

from briefgen.briefing.cast import Identity
from briefgen.briefing.story import Story
from briefgen.pages import search
from briefgen.pages.paging import paged


class Sheaves:
    """The articles of stories by shards, computed again when a story has changed."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Story, Mapping[int, int]]] = {}
        """By folder, with the story that they are of."""

    def of(self, one: Story) -> Mapping[int, int]:
        """The (first: behind the last) articles of each shard."""
        if not one.articles:
            return {}
        known = self._known.get(one.folder)
        if known is None or known[0] is not one:
            spans = dict(paged(search.mixed(article.path for article in one.articles), search.A_SHARD))
            known = self._known[one.folder] = one, spans
        return known[1]

    def forget(self, folder: str) -> None:
        """A story is gone."""
        self._known.pop(folder, None)


class Rolls:
    """Everyone that can be found, kept up to date."""

    def __init__(self) -> None:
        self._ids: dict[Identity, str] = {}
        self.shards: dict[str, tuple[Identity, ...]] = {}
        """Everyone in the order of their ids, by the id of each shard's first."""

    def update(self, ids: Mapping[Identity, str]) -> bool:
        """Take in the ids that actors have now (none: gone). Whether one of them came, went or has another."""
        if all(self._ids.get(one, "") == id for one, id in ids.items()):
            return False
        self._ids |= ids
        self._ids = {one: id for one, id in self._ids.items() if id}
        ordered = sorted(self._ids, key=self._ids.__getitem__)
        spans = paged(search.mixed(self._ids[one] for one in ordered), search.ACTORS_A_SHARD) if ordered else ()
        self.shards = {self._ids[ordered[start]]: tuple(ordered[start:end]) for start, end in spans}
        return True

    def holding(self, actors: Set[Identity]) -> Iterator[str]:
        """The shards of these actors, by the ids of their first."""
        firsts = sorted(self.shards)
        for one in actors & self._ids.keys():
            yield firsts[bisect_right(firsts, self._ids[one]) - 1]
