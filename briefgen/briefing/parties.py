"""Who says so, in words that mean the same wherever they are read.

What stands in the text is often a pronoun, and on another page "it" is nobody. A party whom the annotation has
resolved to an actor is that actor; of any other only words that name or describe somebody are kept.
"""

from __future__ import annotations

import re

from briefgen.annotation import Party
from briefgen.briefing.outline import Entry
from briefgen.span import Span

_POINTING = frozenset(
    re.findall(
        r"\w+",
        """
        i me we us you he him she her it they them myself ourselves himself herself itself themselves
        this that these those here there who whom whose which what whoever
        one ones other others another both each either neither none nobody everybody everyone somebody someone anybody
        anyone all any some several few many most more much half rest same such former latter first second third last
        two three four five six seven eight nine ten
        """,
    )
)
"""Words that only point to who was named before."""

_JOINING = frozenset(("the", "a", "an", "of", "and", "or", "percent", "per", "cent", "%"))
"""Words that may stand between these."""


def named(party: Party | None, entry: Entry) -> Party | None:
    """The same party, its actor told where a name says who it is; without a span where the words name nobody."""
    if party is None or party.actor is not None or party.span is None:
        return party
    text, annotation = entry.article.text, entry.annotation
    words = " ".join(party.span.of(text).split())
    actor = _bearer(words, entry)
    if actor:
        return Party(party.span, actor)
    for mention in annotation.mentions:
        # "Dr" is whose name follows.
        if mention.label == "PERSON" and mention.actor and mention.span.start >= party.span.end:
            if text[party.span.end : mention.span.start] in (" ", ". "):
                return Party(Span(party.span.start, mention.span.end), mention.actor)
            break
    return Party(None, None) if points(words) else party


def points(words: str) -> bool:
    """Whether words only point to who was named before, or count: "it", "one of them", "the first", "29 percent"."""
    parts = re.findall(r"[^\W\d_]+|\d[\d.,]*|%", words.casefold())
    is_number = [part[0].isdigit() for part in parts]
    return any(part in _POINTING or number for part, number in zip(parts, is_number, strict=True)) and all(
        part in _POINTING or part in _JOINING or number for part, number in zip(parts, is_number, strict=True)
    )


def _bearer(words: str, entry: Entry) -> str | None:
    """The id of the actor whose very name these words are, whatever their capitals."""
    folded = words.casefold().removeprefix("the ")
    for actor in entry.annotation.actors:
        if any(name.casefold().removeprefix("the ") == folded for name in (actor.name, *actor.aliases)):
            return actor.id
    return None
