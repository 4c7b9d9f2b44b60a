"""Changes as watchdog tells of them, for systems other than Linux."""

# ruff: noqa: PTH112, PTH114, PTH116, PTH118, PTH120
# Paths are text here, as the system gives them: there may be ten thousand in one look.
from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from briefgen.serve.batches import Changes
from briefgen.serve.places import NAMES, Identity, identity, roots, walk, within
from briefgen.source import is_hidden

BEAT = 1.0
"""Seconds between two looks at whether the watched folders are still those that the project's names lead to."""

COUNTING: tuple[type[FileSystemEvent], ...] = (
    FileCreatedEvent,
    FileModifiedEvent,
    FileClosedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
)
"""Never opened or closed unwritten, which reading causes; never a modified folder, which repeats what is said of its files."""


class Observing:
    """As `listening.Listening`, by watchdog: its threads tell, `step` keeps the watches true."""

    def __init__(self, top: str, changes: Changes) -> None:
        # What it logs is told by other means; without a handler, logging would print it.
        logging.getLogger("watchdog").addHandler(logging.NullHandler())
        self._top = top
        self._changes = changes
        self._is_awake = threading.Event()
        self._has_new_links = False
        self.heard = 0
        self._observer = Observer()
        self._observer.start()
        try:
            self._watch_all()
        except OSError:
            self.close()
            raise

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders watched, each with all below it."""
        return tuple(self._bases)

    def step(self) -> None:
        """Wait a little; watch again what others have taken the place of."""
        self._is_awake.wait(BEAT)
        is_whole = all(emitter.is_alive() for emitter in self._observer.emitters)
        if not is_whole or self._has_new_links or self._bearings() != self._seen:
            self._watch_all()
            self._changes.tell_all()

    def wake(self) -> None:
        """Make `step` return. From any thread."""
        self._is_awake.set()

    def close(self) -> None:
        """End its threads."""
        self._observer.stop()
        self._observer.join(timeout=BEAT)

    def _watch_all(self) -> None:
        self._has_new_links = False
        self._observer.unschedule_all()
        starts, links = roots(self._top)
        found = list(links)
        for folder in walk(self._top, starts):
            found += folder.links
        self._links = dict(found)
        # Of several places the first, as in a build.
        self._bases = {real: place for place, real in reversed((*starts, *found)) if os.path.isdir(real)}
        for base in (self._top, *self._bases, *{os.path.dirname(real) for real in self._links.values()}):
            if any(within(base, other) and base != other for other in self._bases) or not os.path.isdir(base):
                continue
            self._observer.schedule(_Handler(self), base, recursive=base in self._bases, event_filter=list(COUNTING))
        self._seen = self._bearings()

    def _bearings(self) -> tuple[tuple[Identity, str], ...]:
        starts, _ = roots(self._top)
        paths = (self._top, *(place for place, _ in starts), *self._links)
        return tuple((identity(path), os.path.realpath(path)) for path in paths)

    def take(self, event: FileSystemEvent) -> None:
        """Pass on one event; a move is one of both its ends."""
        self.heard += 1
        if not isinstance(event, COUNTING):
            return
        for path in (os.fsdecode(one) for one in (event.src_path, event.dest_path) if one):
            for place in self._places(path):
                self._has_new_links |= os.path.islink(path) and place not in self._links
                try:
                    size = os.stat(path).st_size
                except OSError:
                    self._changes.tell(place, "gone")
                    continue
                if isinstance(event, FileCreatedEvent):
                    self._changes.tell(place, "came")
                self._changes.tell(place, "written" if size or event.is_directory else "emptied")

    def _places(self, path: str) -> list[str]:
        """The places of a real path, if it counts."""
        found = [place for place, real in self._links.items() if real == path]
        name = os.path.relpath(path, self._top)
        if name in NAMES:
            found.append(os.path.join(self._top, name))
        for base, place in self._bases.items():
            if path != base and within(path, base):
                below = Path(path).relative_to(base)
                if not any(map(is_hidden, below.parts)):
                    found.append(os.path.join(place, below))
        return list(dict.fromkeys(found))


class _Handler(FileSystemEventHandler):
    def __init__(self, observing: Observing) -> None:
        self._observing = observing

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._observing.take(event)
