"""Changes gathered into batches: the first after a calm at once, those of a burst together, half a save never.

Editors save in steps: they empty a file and then write it, remove it and put another in its place, write a copy
beside it and rename that. A path is *settled* when it can be read with sense: closed after writing, renamed into
place. Until then it waits a moment, and so do the paths settled beside it. What comes and goes within a moment was
an editor's own and is not told at all.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

Step: TypeAlias = Literal["came", "writing", "emptied", "written", "gone"]
"""What happens to a path: a name that was not there; an open file, longer or shorter; a file with nothing in it; a file
complete in its place; nothing there any more."""

QUIET, LONGEST = 0.05, 1.0
"""Seconds without a change that end a burst, and that changes of a burst are kept back at most."""

MOMENT, EMPTY = 0.06, 0.25
"""Seconds until a path that is new, gone or being written counts as it is, and until an empty or unfinished new one."""

HOLD = 0.15
"""Seconds at most that settled paths wait for others."""


class _Unsettled(Struct, frozen=True):
    due: float
    new_until: float
    """Until when it may be an editor's own: inf while it is written, -inf when it is not new."""


class Changes:
    """What has changed and was not yet looked at. Any thread may `tell`, one goes through `batches`."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._settled: set[str] = set()
        self._unsettled: dict[str, _Unsettled] = {}
        self._everything = False
        self._is_closed = False
        self._is_idle = False
        """Whether the consumer waits for the next batch."""
        self._leads = False
        """Whether the batch begins after a calm."""
        self._begun = self._last = -math.inf
        """When the first path of the batch was settled, and when the last one ever."""

    def tell(self, path: str, step: Step) -> None:
        """Note what happens to a path now."""
        now = time.monotonic()
        with self._condition:
            before = bool(self._settled), bool(self._unsettled)
            known = self._unsettled.pop(path, None)
            new_until = known.new_until if known else math.inf if step == "came" else -math.inf
            if step == "written" and new_until == math.inf:
                new_until = now + MOMENT
            if step == "written" and now >= new_until:
                self._settle(path, now)
            elif step != "gone" or new_until == -math.inf:
                wait = EMPTY if step == "emptied" or new_until == math.inf else MOMENT
                self._unsettled[path] = _Unsettled(new_until if step == "written" else now + wait, new_until)
            # Waking the other thread for each of a thousand files would slow both.
            if before != (bool(self._settled), bool(self._unsettled)):
                self._condition.notify()

    def together(self) -> AbstractContextManager[object]:
        """While it is open no batch is taken: for what is known to have happened at once."""
        return self._condition

    def tell_all(self) -> None:
        """Note that anything may have changed: news were lost, or folders have taken the places of others."""
        with self._condition:
            self._everything = True
            self._settle("", time.monotonic())
            self._leads = False
            self._condition.notify()

    def close(self) -> None:
        """End `batches`, even in the middle of a burst."""
        with self._condition:
            self._is_closed = True
            self._condition.notify()

    @property
    def waiting(self) -> bool:
        """Whether more has happened than the batches so far told of.

        A build that ends while this is so may have read files halfway: what it failed at is better not shown.
        """
        with self._condition:
            return bool(self._settled or self._unsettled)

    def batches(self) -> Iterator[frozenset[Path] | None]:
        """The changed paths of one batch after another, until `close`; None when anything may have changed.

        A folder that came, went or was renamed stands for all that is in it.
        """
        while self._wait():
            yield self._take()

    def _wait(self) -> bool:
        with self._condition:
            self._is_idle = True
            while not self._is_closed and (left := self._left(time.monotonic())) > 0:
                self._condition.wait(None if left == math.inf else left)
            return not self._is_closed

    def _take(self) -> frozenset[Path] | None:
        with self._condition:
            batch = None if self._everything else frozenset(map(Path, self._settled))
            self._settled.clear()
            self._everything = self._is_idle = self._leads = False
            return batch

    def _settle(self, path: str, now: float) -> None:
        if not self._settled:
            self._begun = now
            self._leads = self._is_idle and now - self._last >= QUIET
        self._last = now
        self._settled.add(path)

    def _left(self, now: float) -> float:
        """Seconds until there is a batch to take, or to look again."""
        for path, one in list(self._unsettled.items()):
            if one.due <= now:
                del self._unsettled[path]
                self._settle(path, now)
        next_due = min((one.due for one in self._unsettled.values()), default=math.inf) - now
        if not self._settled:
            # One added meanwhile, without a word to this thread, may be due before those that were there.
            return min(next_due, MOMENT) if self._unsettled else math.inf
        if self._unsettled and now < self._begun + HOLD:
            return min(next_due, MOMENT, self._begun + HOLD - now)
        return (self._begun if self._leads else min(self._last + QUIET, self._begun + LONGEST)) - now
