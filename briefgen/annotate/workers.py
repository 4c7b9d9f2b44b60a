"""Annotation on several cores: each process reads whole passages with its own copy of the model.

What is said of a passage depends on nothing but the passage, so the result is the same whatever the number of jobs.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING

from briefgen import annotate, cores
from briefgen.annotate import Passage, Readings, nlp
from briefgen.annotation import Annotation

if TYPE_CHECKING:
    from spacy.language import Language

WORTH = 120_000
"""Code points: with fewer for each process, starting it costs more than it gives."""

PORTION = 30_000
"""Code points handed to a process at once."""


def usable(passages: Sequence[Passage], jobs: int | None) -> int:
    """How many processes to use: `jobs`, or as many as pay off on this machine."""
    most = jobs or min(cores.available(), sum(len(passage.text) for passage in passages) // WORTH)
    return max(1, min(most, len(passages)))


def annotate_on_cores(
    passages: Sequence[Passage],
    model: str,
    jobs: int | None,
    load: Callable[[], Language],
    readings: Readings | None = None,
) -> Iterator[Annotation]:
    """The annotation of each passage, in order. `load` gives the model to this process when one process is enough.

    What `readings` knows is not read again, and what is read is added to them, by this process alone.
    Raises `BriefgenError` when the model is missing or lacks a part, or when the system stops a process.
    """
    count = usable(passages, jobs)
    if count > 1:
        yield from _on_several(passages, model, count, readings)
    else:
        yield from annotate.annotate(passages, load(), readings)


def _on_several(passages: Sequence[Passage], model: str, count: int, readings: Readings | None) -> Iterator[Annotation]:
    work = ((portion, _known(portion, readings)) for portion in portions(passages))
    for found, read in cores.on_cores(partial(_annotate, model), work, count, doing="annotates"):
        if readings is not None:
            for key, value in read.items():
                readings[key] = value
        yield from found


def portions(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Consecutive passages in lists of about `PORTION` code points."""
    out: list[list[Passage]] = []
    size = PORTION
    for passage in passages:
        if size >= PORTION:
            out.append([])
            size = 0
        out[-1].append(passage)
        size += len(passage.text)
    return out


def _known(passages: Sequence[Passage], readings: Readings | None) -> dict[str, bytes] | None:
    """What the readings know of the passages."""
    if readings is None:
        return None
    keys = {nlp.key_of(piece) for passage in passages for piece in nlp.cut(passage.text, passage.blocks)}
    return {key: found for key in sorted(keys) if (found := readings.get(key)) is not None}


@cache
def _loaded(model: str) -> Language:
    """The model of a worker process: loaded with its first passages, where what it lacks can still be said."""
    return nlp.load(model)


def _annotate(
    model: str, portion: tuple[list[Passage], dict[str, bytes] | None]
) -> tuple[list[Annotation], dict[str, bytes]]:
    """(the annotations, what was read that was not known)."""
    passages, known = portion
    if known is None:
        return list(annotate.annotate(passages, _loaded(model))), {}
    read: dict[str, bytes] = {}
    return list(annotate.annotate(passages, _loaded(model), ChainMap(read, known))), read
