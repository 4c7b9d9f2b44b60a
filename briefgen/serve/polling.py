"""Changes found by looking, where the system does not tell of them."""

# ruff: noqa: PTH112, PTH116, PTH118
# Paths are text here, as the system gives them: there may be ten thousand in one look.
from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict

from briefgen import project
from briefgen.serve.batches import Changes
from briefgen.serve.places import roots, walk

Signature = tuple[int, int, int, int] | None
"""What tells a file from what it was (time of its content, of its attributes, size, inode); None where there is none."""

HOT, HOT_EVERY = 16, 0.2
"""The files changed last are looked at more often (seconds), all the others only as often as it costs little."""

BUSY_FOR = 120
"""Seconds after a change in which another one is likely."""


def look(top: str) -> dict[str, Signature]:
    """Every file that counts of the project at real path `top`, by place."""
    starts, links = roots(top)
    settings = os.path.join(top, project.FILE)
    found: dict[str, Signature] = {settings: signature(settings)}
    found.update((place, signature(place)) for place, _ in links)
    for folder in walk(top, starts):
        for entry in folder.files:
            try:
                one = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            found[os.path.join(folder.place, entry.name)] = (one.st_mtime_ns, one.st_ctime_ns, one.st_size, one.st_ino)
        for place, target in folder.links:
            if not os.path.isdir(target):
                found[place] = signature(place)
    return found


def signature(path: str) -> Signature:
    """What a file is now."""
    try:
        one = os.stat(path)
    except OSError:
        return None
    return one.st_mtime_ns, one.st_ctime_ns, one.st_size, one.st_ino


def interval(cost: float, calm: float) -> float:
    """Seconds to wait until the next look, when one costs `cost` and the last change is `calm` seconds ago.

    A tenth of a processor at most while someone writes, a fiftieth when nobody does.
    """
    if calm < BUSY_FOR:
        return min(max(0.3, 9 * cost), 3.0)
    return min(max(1.0, 49 * cost), 5.0)


class Polling:
    """Looks at all files again and again, and tells what it finds. As `listening.Listening`, but for the looking."""

    def __init__(self, top: str, changes: Changes) -> None:
        self._top = top
        self._changes = changes
        self._is_awake = threading.Event()
        self._hot: OrderedDict[str, None] = OrderedDict()
        self._changed = time.monotonic()
        self._files: dict[str, Signature] = {}
        self._look()

    def step(self) -> None:
        """Wait, look, tell."""
        left = self._next - time.monotonic()
        self._is_awake.wait(max(0.0, min(left, HOT_EVERY) if self._hot else left))
        if time.monotonic() < self._next:
            now = {place: signature(place) for place in self._hot}
            self._compare({place: self._files.get(place) for place in self._hot}, now)
            self._files.update(now)
            for place in [one for one, found in now.items() if found is None]:
                del self._files[place]
        else:
            before = self._files
            self._look()
            self._compare(before, self._files)

    def wake(self) -> None:
        """Make `step` return. From any thread."""
        self._is_awake.set()

    def close(self) -> None:
        """Nothing is held."""

    def _look(self) -> None:
        began = time.monotonic()
        self._files = look(self._top)
        ended = time.monotonic()
        self._next = ended + interval(ended - began, ended - self._changed)

    def _compare(self, before: dict[str, Signature], after: dict[str, Signature]) -> None:
        if before == after:
            return
        with self._changes.together():
            for place in before.keys() | after.keys():
                self._compare_one(place, before.get(place), after.get(place))
        while len(self._hot) > HOT:
            self._hot.popitem(last=False)

    def _compare_one(self, place: str, old: Signature, new: Signature) -> None:
        if old == new:
            return
        if old is None:
            self._changes.tell(place, "came")
        self._changes.tell(place, "gone" if new is None else "written" if new[2] else "emptied")
        self._hot[place] = None
        self._hot.move_to_end(place)
        self._changed = time.monotonic()
