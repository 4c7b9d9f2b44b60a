"""Why something was annotated as it was: codes in an annotation, sentences for readers in each language of the interface."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from briefgen.interface import Words


class Reason(Struct, frozen=True, array_like=True):
    """A reason. What it names (a cue, a speaker) stands in the annotation that it is a reason of."""

    code: str
    """The interface has words for it: "why.CODE"."""
    n: int = 1
    """How many, where it counts something."""


def told(why: Iterable[Reason], words: Words, between: str = "; ", **named: str) -> str:
    """Reasons in words; `named` is what they speak of, as it is to be called."""
    return between.join(words.say(f"why.{reason.code}", n=reason.n, **named) for reason in why)
