"""Who is heard how much: a bar for each speaker, of what is quoted word for word and of what is retold."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Voice(Struct, frozen=True):
    """A speaker's bars in percent of the longest, side by side."""

    verbatim: float
    retold: float
    """Where it ends is verbatim + retold."""


def voices(counts: Sequence[tuple[int, int]]) -> tuple[Voice, ...]:
    """The bars of (quotes word for word, others) of each speaker."""
    longest = max((direct + other for direct, other in counts), default=0)
    return tuple(
        Voice(
            round(100 * direct / longest, 2) if longest else 0.0,
            round(100 * other / longest, 2) if longest else 0.0,
        )
        for direct, other in counts
    )
