"""Which articles are published: those that are no drafts, and of several that claim one address the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefgen.briefing.outline import Outline
from briefgen.keyed import Fold


class Shelf:
    """The published articles and index pages, kept up to date."""

    def __init__(self, address: Callable[[Outline], str]) -> None:
        """`address` gives the place of an article's page."""
        self._outlines: Mapping[str, Outline] = {}
        self._hidden: frozenset[str] = frozenset()
        self._has_drafts = False
        # A file system may not know A from a.
        self._places: Fold[str, Outline, str, Outline, tuple[Outline, ...]] = Fold(
            lambda path, one: [(address(one).casefold(), one)],
            lambda place, claimants: tuple(claimants[path][0] for path in sorted(claimants)),
        )
        self._placed: Fold[str, tuple[Outline, ...], str, Outline | None, Outline | None] = Fold(
            lambda place, claimants: ((one.path, one if one is claimants[0] else None) for one in claimants),
            lambda path, places: next((one for parts in places.values() for one in parts if one), None),
        )
        self.shown: dict[str, Outline] = {}
        """What is published, by path."""

    def update(self, outlines: Mapping[str, Outline], *, drafts: bool) -> list[tuple[str, Outline | None]]:
        """Take these articles, by path, for all that there are. Gives what is published otherwise (None: no longer)."""
        # A briefing whose index page is a draft is none yet.
        hidden = frozenset(one.folder for one in outlines.values() if one.is_index and one.is_draft)
        turned = hidden ^ self._hidden
        is_anew = drafts != self._has_drafts
        before, self._outlines, self._hidden, self._has_drafts = self._outlines, outlines, hidden, drafts
        changes: list[tuple[str, Outline | None]] = [
            (path, one if drafts or not (one.is_draft or one.folder in hidden) else None)
            for path, one in outlines.items()
            if before.get(path) is not one or is_anew or one.folder in turned
        ]
        changes += [(path, None) for path in before if path not in outlines]
        places = self._places.update(changes)
        paths = self._placed.update((place, self._places.results.get(place)) for place in places)
        told = [(path, self._placed.results.get(path)) for path in paths]
        for path, one in told:
            if one is None:
                self.shown.pop(path, None)
            else:
                self.shown[path] = one
        return told

    @property
    def doubles(self) -> list[tuple[Outline, Outline]]:
        """(an article that is left out, the one that has its address)"""
        return [
            (one, claimants[0])
            for claimants in self._places.results.values()
            if len(claimants) > 1
            for one in claimants[1:]
        ]
