"""What quotes are about: who is named in them, and what their figures measure. Nothing is guessed from other words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

import msgspec
from msgspec import Struct

from briefgen.annotation import Amount
from briefgen.briefing.voices import about
from briefgen.pages import wording
from briefgen.pages.directory import Opened, actor_view, quote_view
from briefgen.pages.here import Here
from briefgen.views.parts import ActorView, Link, QuoteView
from briefgen.views.people import SubjectView

MOST = 24
"""How many subjects of an actor's quotes are told on a page."""


def telling(opened: Opened, numbers: Iterable[int], here: Here) -> tuple[QuoteView, ...]:
    """Some of an article's quotes with what they are about."""
    named = {one.quote: one for one in about(opened.entry.annotation)}
    found = []
    for number in numbers:
        one = named.get(number)
        speaker = opened.faces.get(one.speaker) if one else None
        faces = {opened.faces[id].id: opened.faces[id] for id in (one.of if one else ()) if id in opened.faces}
        own = sorted((face for face in faces.values() if face != speaker), key=lambda face: (face.name, face.id))
        found.append(
            msgspec.structs.replace(
                quote_view(opened, number, here),
                about=tuple(actor_view(face, here) for face in own),
                measures=_measures(opened, number),
            )
        )
    return tuple(found)


def _measures(opened: Opened, number: int) -> tuple[str, ...]:
    """What the figures in a quote's words measure, each once."""
    annotation, text = opened.entry.annotation, opened.entry.article.text
    content = annotation.quotes[number].content
    measured = (
        wording.counted(fact, text)[1]
        for fact in annotation.facts
        if isinstance(fact.value, Amount) and any(span.contains(fact.span) for span in content)
    )
    return tuple(sorted(dict.fromkeys(filter(None, measured))))


class Elsewhere(Struct, frozen=True):
    """Somebody of whom quotes on further pages speak."""

    actor: ActorView
    pages: tuple[Link, ...]
    rows: int
    """How many quotes."""


def subjects(quotes: Iterable[QuoteView], elsewhere: Iterable[Elsewhere] = ()) -> tuple[SubjectView, ...]:
    """What some quotes are about, each subject with its quotes: the most frequent first, those who are named before the figures."""
    others = {one.actor.id: one for one in elsewhere}
    actors: dict[str, ActorView] = {}
    told: dict[tuple[bool, str], list[QuoteView]] = {}
    for quote in quotes:
        actors |= {actor.id: actor for actor in quote.about}
        keys = chain(((False, actor.id) for actor in quote.about), ((True, measure) for measure in quote.measures))
        for key in keys:
            told.setdefault(key, []).append(quote)
    actors |= {id: one.actor for id, one in others.items()}
    for id in others:
        told.setdefault((False, id), [])

    def total(key: tuple[bool, str]) -> int:
        is_measure, id = key
        return len(told[key]) + (others[id].rows if id in others and not is_measure else 0)

    ranked = sorted(told, key=lambda key: (-total(key), key[0], _name(key, actors)))
    return tuple(
        SubjectView(
            id=f"about_{'figure_' if is_measure else ''}{name.replace(' ', '_')}",
            actor=None if is_measure else actors[name],
            measure=name if is_measure else "",
            quotes=tuple(told[is_measure, name]),
            further=others[name].pages if name in others and not is_measure else (),
            total=total((is_measure, name)),
        )
        for is_measure, name in ranked[:MOST]
    )


def _name(key: tuple[bool, str], actors: Mapping[str, ActorView]) -> str:
    is_measure, id = key
    return id if is_measure else actors[id].name
