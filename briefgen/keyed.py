"""Folds kept up to date: when one value changes, only the results that it has a part in are computed again.

A fold spreads each value into parts by key and gathers the parts of one key into one result. What comes
out is a function of the values alone, however they came and went; a result that comes out equal is not
reported as changed, so that whatever depends on it can stop there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

Name = TypeVar("Name")
Value = TypeVar("Value")
Key = TypeVar("Key")
Part = TypeVar("Part")
Result = TypeVar("Result")


class Fold(Generic[Name, Value, Key, Part, Result]):
    """Results by key of values by name.

    `spread` gives the (key, part)s of a named value; `gather` the result of a key from its parts, which
    it gets by the names that they come from (a mapping in no certain order). A value that only looks at
    the result of a key spreads a part there that `gather` does not count: it is then among the key's names.
    """

    def __init__(
        self,
        spread: Callable[[Name, Value], Iterable[tuple[Key, Part]]],
        gather: Callable[[Key, Mapping[Name, list[Part]]], Result],
    ) -> None:
        self._spread = spread
        self._gather = gather
        self._keys: dict[Name, tuple[Key, ...]] = {}
        self._parts: dict[Key, dict[Name, list[Part]]] = {}
        self.results: dict[Key, Result] = {}
        """By key; a key without parts has none. To be read only."""

    def names(self, key: Key) -> Iterable[Name]:
        """The values that have a part in a key's result."""
        return self._parts.get(key, {}).keys()

    def keys(self, name: Name) -> Iterable[Key]:
        """The keys in whose results a value has a part."""
        return self._keys.get(name, ())

    def update(self, changes: Iterable[tuple[Name, Value | None]]) -> set[Key]:
        """Take in values that are new or changed (None: gone). Gives the keys whose result changed, came or went."""
        touched: set[Key] = set()
        for name, value in changes:
            parts: dict[Key, list[Part]] = {}
            if value is not None:
                for key, part in self._spread(name, value):
                    parts.setdefault(key, []).append(part)
            for key in self._keys.pop(name, ()):
                # What a value gives as before changes nothing.
                if parts.get(key) != self._parts[key][name]:
                    del self._parts[key][name]
                    touched.add(key)
            if value is None:
                continue
            for key, own in parts.items():
                members = self._parts.setdefault(key, {})
                if name not in members:
                    members[name] = own
                    touched.add(key)
            self._keys[name] = tuple(parts)
        changed: set[Key] = set()
        for key in touched:
            members = self._parts[key]
            if not members:
                del self._parts[key]
                if key in self.results:
                    del self.results[key]
                    changed.add(key)
                continue
            result = self._gather(key, members)
            if key not in self.results or self.results[key] != result:
                self.results[key] = result
                changed.add(key)
        return changed
