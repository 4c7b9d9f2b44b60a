"""What the other annotators found, by where it stands: facts, actors and quotes of a stretch of text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from briefgen.annotation import Actor, Fact, Mention, Party, Quote
from briefgen.span import Span

_NEAR = 12
"""How many quotes before the end of a sentence are looked at; more do not nest."""


class Inside(NamedTuple):
    """Everything that was found in a text; `inside` makes it."""

    facts: tuple[Fact, ...]
    fact_starts: list[int]
    named: list[tuple[int, str]]
    salience: Mapping[str, float]
    quoted: list[tuple[Span, Quote]]

    def facts_in(self, span: Span) -> range:
        """The indices of the facts that begin in `span`."""
        return range(bisect_left(self.fact_starts, span.start), bisect_left(self.fact_starts, span.end))

    def actors_in(self, span: Span) -> list[str]:
        """The actors named in `span`, by falling salience."""
        first, last = bisect_left(self.named, (span.start, "")), bisect_left(self.named, (span.end, ""))
        found = {actor for _, actor in self.named[first:last]}
        return sorted(found, key=lambda actor: (-self.salience.get(actor, 0.0), actor))

    def quote_of(self, span: Span) -> Quote | None:
        """The quote whose content covers more than half of `span`, the one that covers most."""
        best: tuple[int, Quote] | None = None
        last = bisect_left(self.quoted, span.end, key=lambda one: one[0].start)
        for content, quote in self.quoted[max(0, last - _NEAR) : last]:
            shared = min(content.end, span.end) - max(content.start, span.start)
            if shared * 2 > len(span) and (best is None or shared > best[0]):
                best = shared, quote
        return best[1] if best else None

    def only_tells_who(self, span: Span) -> bool:
        """Whether `span` holds the cue of a quote that stands wholly before it: "“…” Vale told reporters in the hall."."""
        last = bisect_left(self.quoted, span.start, key=lambda one: one[0].start)
        return any(
            content.end <= span.start
            and any(span.contains(cue) for cue in quote.cue)
            and not any(span.overlaps(part) for part in quote.content)
            for content, quote in self.quoted[max(0, last - _NEAR) : last]
        )

    def claimant(self, span: Span) -> Party | None:
        """Who says so: the speaker of the quote that covers the sentence, or the one claimant of all its facts."""
        quote = self.quote_of(span)
        if quote and quote.speaker:
            return quote.speaker
        claimants = [self.facts[k].claimant for k in self.facts_in(span)]
        return claimants[0] if claimants and all(one == claimants[0] for one in claimants) else None


def inside(
    actors: tuple[Actor, ...], mentions: tuple[Mention, ...], quotes: tuple[Quote, ...], facts: tuple[Fact, ...]
) -> Inside:
    """What was found, made ready to be asked for by span."""
    return Inside(
        facts,
        [fact.span.start for fact in facts],
        sorted((mention.span.start, mention.actor) for mention in mentions if mention.actor),
        {actor.id: actor.salience for actor in actors},
        sorted(((span, quote) for quote in quotes for span in quote.content), key=lambda one: one[0]),
    )
