"""Work on several cores: portions of it handed to processes, answers in order.

The processes are spawned, not forked, so that they are the same on every system; they end with the one that
asked for their work, however that ends.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from briefgen.diagnostic import BriefgenError, Diagnostic

Portion = TypeVar("Portion")
Answer = TypeVar("Answer")

AHEAD = 3
"""Portions handed out for each process: enough that none waits, few enough that they take little memory."""


def available() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def on_cores(
    work: Callable[[Portion], Answer],
    portions: Iterable[Portion],
    count: int,
    *,
    begin: Callable[..., None] | None = None,
    given: tuple[Any, ...] = (),
    doing: str,
) -> Iterator[Answer]:
    """The answer to each portion, in order, worked out by `count` processes.

    Each of them begins with `begin(*given)`. `work` and all that passes between processes must pickle.
    Raises what `work` raises, and `BriefgenError` when the system stops a process (`doing`: "renders").
    """
    context = multiprocessing.get_context("spawn")
    ending, end = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(count, context, _begin, (ending, begin, given))
    rest = iter(portions)
    waiting: deque[Future[Answer]] = deque()
    try:
        while True:
            while len(waiting) < AHEAD * count:
                portion = next(rest, None)
                if portion is None:
                    break
                with _uninterrupted():
                    waiting.append(pool.submit(work, portion))
            if not waiting:
                return
            yield waiting.popleft().result()
    except BriefgenError as error:  # what crosses processes keeps its reasons, not its text
        raise BriefgenError(error.diagnostics, usage=error.usage) from None
    except BrokenProcessPool:
        message = f"a process that {doing} was stopped by the system, perhaps for want of memory"
        raise BriefgenError([Diagnostic(path="", message=message, hint="try again with --jobs 1")]) from None
    finally:
        # Ends the processes, whatever they are at; the pool, which then finds itself broken, has nothing to wait for.
        end.close()
        ending.close()
        pool.shutdown(wait=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits meanwhile. A process begun here is not interrupted before it can say that it does not want to be."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(ending: Connection, begin: Callable[..., None] | None, given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asked for the work stops it
    threading.Thread(target=_end_when_closed, args=(ending,), daemon=True).start()
    if begin:
        begin(*given)


def _end_when_closed(ending: Connection) -> None:
    ending.poll(None)  # nothing is ever sent: the other end was closed, by its owner or with it
    os.kill(os.getpid(), signal.SIGTERM)
