"""Attribution within attribution: "the agency said that, according to the mayor, …" passes on what the mayor says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from briefgen.annotate.quotes.attributions import Attribution
from briefgen.annotate.quotes.phrases import Range

_SURE = frozenset({"clause", "inserted", "quotation", "passive"})
"""Frames that tell of a statement rather than of a wish or an opinion about a thing."""
_DEEPEST = 4


def chain_within(content: Sequence[Range], head: int | None, found: Sequence[Attribution]) -> tuple[Range, ...]:
    """The speakers whose words the content passes on, outermost first; each stands in the content of the one before.

    `found` are all attributions by rule, ascending by their main words; `head` is that of the quote itself.
    """
    first = bisect_left(found, min((piece.start for piece in content), default=0), key=lambda one: one.head)
    last = bisect_left(found, max((piece.end for piece in content), default=0), key=lambda one: one.head)
    within = found[first:last]
    chain: list[Range] = []
    outer: Sequence[Range] = content
    taken = {head}
    while len(chain) < _DEEPEST:
        inner = [
            one
            for one in within
            if one.speaker is not None and one.frame in _SURE and one.head not in taken and _holds(outer, one)
        ]
        if not inner:
            break
        widest = max(inner, key=lambda one: (sum(piece.end - piece.start for piece in one.content), -one.head))
        taken.add(widest.head)
        if widest.speaker is not None and (not chain or widest.speaker != chain[-1]):
            chain.append(widest.speaker)
        outer = outer if widest.frame == "inserted" else widest.content
    return tuple(chain)


def _holds(outer: Sequence[Range], one: Attribution) -> bool:
    """Whether a cue, its speaker and most of its content stand within `outer`."""
    words = [one.head, *([one.speaker.start] if one.speaker else [])]
    if not all(any(piece.start <= word < piece.end for piece in outer) for word in words):
        return False
    if one.frame == "inserted":
        return True  # what is said around "according to" may reach beyond
    size = sum(piece.end - piece.start for piece in one.content)
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.content for b in outer)
    whole = sum(piece.end - piece.start for piece in outer)
    return shared * 10 >= size * 9 and size * 3 >= whole
