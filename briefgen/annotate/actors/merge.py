"""Which names name the same actor: states by table here, people in `people`, all others in `bodies`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct
from spacy.tokens import Doc

from briefgen.annotate.actors.bodies import which
from briefgen.annotate.actors.context import demonym_stems
from briefgen.annotate.actors.metonyms import stands_for_state
from briefgen.annotate.actors.named import ACTOR_LABELS, Name
from briefgen.annotate.actors.names import key
from briefgen.annotate.actors.people import whom
from briefgen.annotate.actors.states import lookup
from briefgen.span import Span


class Group(Struct, frozen=True, kw_only=True):
    """Names of one actor."""

    names: tuple[Name, ...]
    """Ascending."""
    known_as: str = ""
    """The name that a table or the author gives, "" where the text's own forms decide."""


def merge(doc: Doc, names: Sequence[Name], hints: tuple[str, ...] = ()) -> tuple[Group, ...]:
    """Group the names of actors in `names` (ascending); groups ascend by their first name."""
    actors = [n for n in names if n.label in ACTOR_LABELS]
    people = [n for n in actors if n.label == "PERSON"]
    others = [n for n in actors if n.label != "PERSON"]
    known = [" ".join(hint.split()) for hint in sorted(set(hints)) if hint.strip()]
    places = _places(doc, others)
    rest = [n for n in others if n.span not in places]
    owner: dict[Name, tuple[str, str]] = {n: ("place", places[n.span]) for n in others if n.span in places}
    owner |= {n: ("person", who) for n, who in whom(doc, people, known).items()}
    owner |= {n: ("other", what) for n, what in which(doc, rest, known).items()}
    owner |= _peoples(others, owner)
    groups: dict[tuple[str, str], list[Name]] = defaultdict(list)
    for name in actors:
        groups[owner[name]].append(name)
    author = {key(hint): hint for hint in known}
    return tuple(
        Group(
            names=tuple(members),
            known_as=_given(members, author) or (of[1] if of[0] == "place" else _hinted(of, author)),
        )
        for of, members in groups.items()
    )


def _peoples(names: Sequence[Name], owner: dict[Name, tuple[str, str]]) -> dict[Name, tuple[str, str]]:
    """Words for a people -> the place of the article whose people it is."""
    places = {key(n.text): owner[n] for n in names if n.label in ("GPE", "LOC")}
    return {
        n: places[stem]
        for n in names
        if n.label == "NORP" and owner[n][0] == "other"
        for stem in reversed(demonym_stems(n.text))
        if stem in places
    }


def _given(members: Iterable[Name], author: dict[str, str]) -> str:
    """The longest of the author's names that one of `members` is written as."""
    found = {author[form] for form in {key(n.text) for n in members} if form in author}
    return max(sorted(found), key=len, default="")


def _hinted(of: tuple[str, str], author: dict[str, str]) -> str:
    return author.get(of[1], "")


def _places(doc: Doc, names: Sequence[Name]) -> dict[Span, str]:
    """Span -> the table's name, for every name that the table knows. Capitals count where they act."""
    found = {n.span: lookup(n.text) for n in names if n.label in ("GPE", "LOC", "NORP")}
    plain = {n.span: found[n.span] for n in names if found.get(n.span)}
    clear = {p[0].name for p in plain.values() if len(p) == 1 and p[0].use in ("name", "people")}
    result: dict[Span, str] = {}
    for name in names:
        places = plain.get(name.span, ())
        if not places or places[0].use == "seat" or (places[0].use == "group" and name.label != "NORP"):
            continue
        place = next((p for p in places if p.name in clear), places[0])
        if place.use != "capital" or stands_for_state(doc, name.first, name.last, place.name in clear):
            result[name.span] = place.name
    return result
