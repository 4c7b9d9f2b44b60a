"""Who speaks of whom: quotes in whose words an actor is named."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from msgspec import Struct

from briefgen.annotation import Annotation


class About(Struct, frozen=True, array_like=True):
    """A quote that is about others."""

    quote: int
    """Which of the article's quotes."""
    speaker: str
    """Id of the actor who speaks; "" when that is nobody by name."""
    of: tuple[str, ...]
    """Ids of the actors who are named in what is said, the speaker excepted; sorted."""

    def of_none(self, ids: Iterable[str]) -> bool:
        """Whether none of these actors is named in it."""
        return not any(id in self.of for id in ids)


def about(annotation: Annotation) -> tuple[About, ...]:
    """The quotes of an article in whose content somebody other than the speaker is named, in their order."""
    named = sorted(
        (mention.span.start, mention.span.end, mention.actor) for mention in annotation.mentions if mention.actor
    )
    starts = [start for start, _, _ in named]
    found = []
    for number, quote in enumerate(annotation.quotes):
        speaker = (quote.speaker.actor if quote.speaker else None) or ""
        of = {
            actor
            for span in quote.content
            for _, end, actor in named[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            if end <= span.end and actor != speaker
        }
        if of:
            found.append(About(number, speaker, tuple(sorted(of))))
    return tuple(found)
