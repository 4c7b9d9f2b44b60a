"""The table of states: which state a name, a nationality word or a capital stands for.

The table is `states.toml`. What is absent: history, politics, coordinates; and any judgement from a text, which
belongs to the callers.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

from msgspec import Struct, convert

from briefgen.annotate.actors.names import key

Use = Literal["name", "people", "capital", "seat", "group"]


_FORMAL = frozenset(
    {"republic", "islamic republic", "kingdom", "state", "sultanate", "commonwealth", "union", "principality"}
)


class _Row(Struct, frozen=True, forbid_unknown_fields=True):
    also: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()
    label: str = "LOC"


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    ambiguous: tuple[str, ...]
    states: dict[str, _Row]
    places: dict[str, _Row]
    seats: dict[str, _Row]
    groups: dict[str, _Row]


class Place(Struct, frozen=True):
    """What one form of a name stands for."""

    name: str
    """The name that is shown ("United States")."""
    use: Use
    """Whether the form is a name of it, a word for its people, its capital, the seat of an institution, or a
    word for people of no state."""
    label: str
    """The label of a mention by this form: GPE, LOC, NORP or ORG."""


def lookup(form: str) -> tuple[Place, ...]:
    """What `form` may stand for, most usual first; empty for a form that the table does not hold.

    A form must begin with a capital letter, and an abbreviation must be all capitals ("us" is no state).
    """
    if not form[:1].isupper():
        return ()
    forms, plain = _forms(), key(form)
    found = forms.get(_abbreviation(form), ()) or forms.get(plain, ())
    if not found:
        kind, of, rest = plain.partition(" of ")
        found = forms.get(rest.removeprefix("the "), ()) if of and kind in _FORMAL else ()
        found = tuple(place for place in found if place.use == "name")
    return found


def is_ambiguous(form: str) -> bool:
    """Whether a form of the table is as well the name of a person or a usual word."""
    return key(form) in _ambiguous()


@cache
def first_words() -> frozenset[str]:
    """The words, in small letters, with which a form of the table begins."""
    return frozenset(form.split()[0].casefold() for form in _forms() if form)


def plural(people: str) -> str:
    """The plural of a nationality noun; the word itself where it has none ("Chinese", "British")."""
    if people.endswith("man") and people not in ("German", "Roman"):
        return people[:-3] + "men"
    return people if people.endswith(("s", "sh", "ch", "ese")) else people + "s"


def _abbreviation(form: str) -> str:
    return form.replace(".", "") if form.isupper() else ""


@cache
def _table() -> _Table:
    return convert(tomllib.loads(files(__package__).joinpath("states.toml").read_text(encoding="utf-8")), _Table)


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(_table().ambiguous)


@cache
def _forms() -> dict[str, tuple[Place, ...]]:
    table = _table()
    forms: dict[str, list[Place]] = {}

    def add(form: str, name: str, use: Use, label: str) -> None:
        there = forms.setdefault(_abbreviation(form) or key(form), [])
        if all(place.name != name for place in there):
            there.append(Place(name, use, label))

    for rows, use, fixed in ((table.states, "name", "GPE"), (table.places, "name", ""), (table.seats, "seat", "ORG")):
        for name, row in rows.items():
            for form in (name, *row.also):
                add(form, name, use, fixed or row.label)  # type: ignore[arg-type]
            for form in row.people:
                add(form, name, "people", "NORP")
                add(plural(form), name, "people", "NORP")
            for form in row.capital:
                add(form, name, "capital", "GPE")
    for name, row in table.groups.items():
        for form in row.people:
            add(form, name, "group", "NORP")
            add(plural(form), name, "group", "NORP")
    return {form: tuple(places) for form, places in forms.items()}
