"""Words of the interface: everything that pages say by themselves, by key, in the languages there are.

A catalogue is a TOML file beside this one: sections of keys, each a sentence with {names} for values, or a table of
plural forms, "one" and "other" (Unicode CLDR's names), chosen by the value {n}. Every language has the same keys.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

FOLDER = Path(__file__).parent

LANGUAGES: tuple[str, ...] = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
"""Codes of the languages that the interface speaks."""


class Words(Struct, frozen=True):
    """The words of one language."""

    language: str
    entries: Mapping[str, str]
    """By "section.key"; plural forms by "section.key.one" and "section.key.other"."""

    def sentence(self, key: str, n: object = None) -> str:
        """A sentence with {names} in it; of one with plural forms, that for `n`. Raises `KeyError` for an unknown key."""
        if key in self.entries:
            return self.entries[key]
        form = f"{key}.{'one' if n == 1 else 'other'}"
        if form not in self.entries:
            raise KeyError(f"the interface has no words “{key}”")
        return self.entries[form]

    def say(self, key: str, /, **values: object) -> str:
        """A sentence with its values; numbers as the language writes them. Raises `KeyError` as `sentence` does."""
        return self.sentence(key, values.get("n")).format(**{name: self.shown(value) for name, value in values.items()})

    def shown(self, value: object) -> object:
        """A whole number with its thousands apart; anything else as it is."""
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}".replace(",", self.entries["number.thousands"])
        return value

    def month(self, number: int) -> str:
        """The name of a month, counted from 1."""
        return self.entries[f"month.{number}"]

    def day(self, date: datetime.date) -> str:
        """A day: 7 October 2023."""
        return self.sentence("date.day").format(day=date.day, month=self.month(date.month), year=date.year)

    def weekday(self, date: datetime.date) -> str:
        """A day with its weekday: Saturday, 7 October 2023."""
        return self.sentence("date.weekday").format(
            weekday=self.entries[f"weekday.{date.isoweekday()}"], day=self.day(date)
        )


@lru_cache(maxsize=len(LANGUAGES))
def words(language: str) -> Words:
    """The words of a language. Raises `KeyError` for one that the interface does not speak."""
    if language not in LANGUAGES:
        raise KeyError(language)
    table = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    entries: dict[str, str] = {}
    for section, keys in table.items():
        for key, value in keys.items():
            forms = value.items() if isinstance(value, dict) else [("", value)]
            entries |= {f"{section}.{key}{form and f'.{form}'}": text for form, text in forms}
    return Words(language, entries)
