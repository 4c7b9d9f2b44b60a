"""Annotation on several cores: each process reads whole passages with its own copy of the model.

What is said of a passage depends on nothing but the passage, so the result is the same whatever the number of jobs.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from typing import TYPE_CHECKING

from briefgen import annotate
from briefgen.annotate import Passage
from briefgen.annotation import Annotation
from briefgen.diagnostic import BriefgenError, Diagnostic

if TYPE_CHECKING:
    from spacy.language import Language

WORTH = 120_000
"""Code points: with fewer for each process, starting it costs more than it gives."""

PORTION = 30_000
"""Code points handed to a process at once."""


def usable(passages: Sequence[Passage], jobs: int | None) -> int:
    """How many processes to use: `jobs`, or as many as pay off on this machine."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    most = jobs or min(cores, sum(len(passage.text) for passage in passages) // WORTH)
    return max(1, min(most, len(passages)))


def annotate_on_cores(
    passages: Sequence[Passage], model: str, jobs: int | None, load: Callable[[], Language]
) -> Iterator[Annotation]:
    """The annotation of each passage, in order. `load` gives the model to this process when one process is enough.

    Raises `BriefgenError` when the model is missing or lacks a part, or when the system stops a process.
    """
    count = usable(passages, jobs)
    if count == 1:
        yield from annotate.annotate(passages, load())
        return
    pool = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_leave_interrupts)
    try:
        for annotations in pool.map(partial(_annotate, model), portions(passages)):
            yield from annotations
    except BriefgenError as error:  # what crosses processes keeps its reasons, not its text
        raise BriefgenError(error.diagnostics, usage=error.usage) from None
    except BrokenProcessPool:
        message = "a process that annotates was stopped by the system, perhaps for want of memory"
        raise BriefgenError([Diagnostic(path="", message=message, hint="try again with --jobs 1")]) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


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


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked for the work stops it


@cache
def _loaded(model: str) -> Language:
    """The model of a worker process: loaded with its first passages, where what it lacks can still be said."""
    from briefgen.annotate import nlp

    return nlp.load(model)


def _annotate(model: str, passages: list[Passage]) -> list[Annotation]:
    return list(annotate.annotate(passages, _loaded(model)))
