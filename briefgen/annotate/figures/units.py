"""Units: currencies, percentages, physical measures and rates beside a number; nouns that mean people.

Text in, units out. The words stand in `units.toml` and `persons.toml`; nothing here reads a parse.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_HERE = Path(__file__).parent


class Unit(NamedTuple):
    """A unit at `[start, end)` in the text that was searched."""

    start: int
    end: int
    name: str
    """ISO code of a currency, otherwise the singular: "percent", "km", "day"."""
    kind: str
    """A table of `units.toml`: money, percent, length, time …"""


class _Units(NamedTuple):
    words: dict[str, tuple[str, str]]
    """A form in lower case, with single spaces: its name and kind."""
    symbols: dict[str, tuple[str, str]]
    behind: re.Pattern[str]
    before: re.Pattern[str]
    rate: re.Pattern[str]
    adverbs: dict[str, str]


class _Persons(NamedTuple):
    nouns: frozenset[str]
    peoples: frozenset[str]
    endings: tuple[str, ...]
    people_endings: tuple[str, ...]


def unit_behind(text: str, at: int) -> Unit | None:
    """The unit whose form begins at `at` or one space or hyphen further on: "5 km", "$5" has none, "200-kilometer"."""
    units = _units()
    match = units.behind.match(text, at)
    if match is None:
        return None
    if symbol := match["symbol"]:
        return Unit(match.start(), match.end(), *units.symbols[symbol])
    return Unit(match.start(), match.end(), *units.words[_spaced(match["word"])])


def currency_before(text: str, at: int) -> Unit | None:
    """The currency sign or code that ends at `at`: "US$", "€", "EUR "."""
    units = _units()
    match = units.before.search(text, max(0, at - 8), at)
    return Unit(match.start(), at, *units.symbols[match["symbol"]]) if match else None


def rate_behind(text: str, at: int) -> tuple[str, int] | None:
    """What a number or unit that ends at `at` is counted per, and where that ends: "a day" gives "day"."""
    units = _units()
    match = units.rate.match(text, at)
    if match is None:
        return None
    named = units.adverbs.get(match["adverb"] or match["short"] or "")
    return named or singular(match["noun"].lower()), match.end()


def is_person(noun: str) -> bool:
    """Whether a noun, in any number, means human beings: "lives", "gunmen", "Iraqis"."""
    persons = _persons()
    lower = noun.lower().replace("’", "'")
    if lower in persons.nouns or singular(lower) in persons.nouns or lower.endswith(persons.endings):
        return True
    if not noun[:1].isupper():
        return False
    return lower in persons.peoples or singular(lower) in persons.peoples or lower.endswith(persons.people_endings)


def singular(noun: str) -> str:
    """The singular of an English noun in lower case, as far as its ending tells."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("men") and len(noun) > 4:
        return f"{noun[:-2]}an"
    if len(noun) < 4 or not noun.endswith("s") or noun.endswith(("ss", "us", "is", "series", "species")):
        return noun
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return noun[:-2]
    return noun[:-1]


_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "people": "person", "lives": "life", "wives": "wife",
    "knives": "knife", "halves": "half", "thieves": "thief", "loaves": "loaf", "wolves": "wolf", "leaves": "leaf",
    "feet": "foot", "teeth": "tooth", "mice": "mouse", "geese": "goose", "movies": "movie", "shoes": "shoe",
    "crises": "crisis", "analyses": "analysis", "bases": "base", "theses": "thesis", "houses": "house",
    "buses": "bus", "viruses": "virus", "gas": "gas", "news": "news", "axes": "axe", "media": "medium",
    "policemen": "policeman", "criteria": "criterion", "phenomena": "phenomenon", "aircraft": "aircraft",
}  # fmt: skip


def _spaced(form: str) -> str:
    return re.sub(r"[ \n-]+", " ", form.lower())


def _either(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


@cache
def _units() -> _Units:
    tables: dict[str, Any] = tomllib.loads((_HERE / "units.toml").read_text(encoding="utf-8"))
    rate = tables.pop("rate")
    words = {
        _spaced(form): (name, kind)
        for kind, table in tables.items()
        for name, forms in table["words"].items()
        for form in forms
    }
    symbols = {
        form: (name, kind)
        for kind, table in tables.items()
        for name, forms in table.get("symbols", {}).items()
        for form in forms
    }
    money = [form for form, (_, kind) in symbols.items() if kind == "money"]
    spelled = _either(words).replace(r"\ ", r"[ \n-]")
    return _Units(
        words=words,
        symbols=symbols,
        behind=re.compile(
            r"[ \u00a0\u202f\n-]?(?:(?:(?:U\.?S\.?|American) (?=dollar))?"
            rf"(?P<word>(?i:{spelled}))(?![A-Za-z])|(?P<symbol>{_either(symbols)})(?![A-Za-z\d]))"
        ),
        before=re.compile(rf"(?<![A-Za-z])(?P<symbol>{_either(money)})[ \u00a0]?$"),
        rate=re.compile(
            rf"[ -]?(?:(?:per|an?|each|every|for (?:each|every))[ -](?:single )?(?P<noun>{_either(rate['nouns'])})"
            r"(?![A-Za-z]|(?<=year|week|hour|onth|.day) (?:after|before|earlier|later|ago|old|since|when)\b)"
            rf"|/ ?(?P<short>{_either(rate['short'])})(?![A-Za-z])"
            rf"|(?P<adverb>{_either(rate['adverbs'])})\b)"
        ),
        adverbs=rate["adverbs"] | rate["short"],
    )


@cache
def _persons() -> _Persons:
    table = tomllib.loads((_HERE / "persons.toml").read_text(encoding="utf-8"))
    return _Persons(
        nouns=frozenset(table["nouns"].split()),
        peoples=frozenset(table["peoples"].split()),
        endings=tuple(table["endings"]),
        people_endings=tuple(table["people_endings"]),
    )
