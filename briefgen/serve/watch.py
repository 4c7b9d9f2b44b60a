"""Changes of a project's files, in quiet batches.

Watched are content/, templates/ and what links inside of them lead to, and in the project's folder
briefgen.toml and those two names themselves. The output folder and .briefgen/ are not among them, so
a build sets off no other. Reading a file is no change.
"""

from __future__ import annotations

import logging
import os
import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from briefgen import project
from briefgen.source import is_hidden

FOLDERS = ("content", "templates")
NAMES = frozenset({project.FILE, *FOLDERS})
"""What counts right in the project's folder."""

CHANGES: tuple[type[FileSystemEvent], ...] = (
    FileCreatedEvent,
    FileModifiedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
)
"""Never opened or closed, which reading causes; never a modified folder, which only repeats what is said of its files."""

QUIET, LONGEST = 0.08, 1.0
"""Seconds without a change that end a batch, and that a batch lasts at most."""

POLL = 1.0
"""Seconds between two looks at the files, where the system does not tell of changes."""


def is_change(event: FileSystemEvent, base: Path, names: frozenset[str] | None = None) -> bool:
    """Whether an event below `base` can change a build; `names` are all that count right in it.

    A move counts for both its ends: an editor saves by moving a hidden file to a visible name.
    """
    if not isinstance(event, CHANGES):
        return False
    for path in (event.dest_path, event.src_path):
        place = Path(os.fsdecode(path))
        if not path or not place.is_relative_to(base):
            continue
        parts = place.relative_to(base).parts
        if (len(parts) == 1 and parts[0] in names) if names is not None else not any(map(is_hidden, parts)):
            return True
    return False


def batches(changes: queue.SimpleQueue[bool], *, quiet: float = QUIET, longest: float = LONGEST) -> Iterator[None]:
    """Once for all changes (True) that come in quick succession, until a False is put.

    Changes that come while the consumer works are one further batch.
    """
    while changes.get():
        end = time.monotonic() + longest
        while (left := end - time.monotonic()) > 0:
            try:
                if not changes.get(timeout=min(quiet, left)):
                    return
            except queue.Empty:
                break
        yield


def places(root: Path) -> dict[Path, tuple[int, int]]:
    """The folders to watch (real paths), with what tells a folder from another of its name (device, inode)."""
    found: dict[Path, tuple[int, int]] = {}

    def add(folder: Path) -> None:
        try:
            stat = folder.stat()
        except OSError:
            return
        found[folder] = (stat.st_dev, stat.st_ino)

    real = root.resolve()
    add(real)
    for name in FOLDERS:
        folder = (root / name).resolve()
        if not folder.is_dir():
            continue
        add(folder)
        for at, folders, files in os.walk(folder):
            for entry in (*folders, *files):
                link = Path(at, entry)
                if is_hidden(entry) or not link.is_symlink():
                    continue
                target = link.resolve()
                target = target if target.is_dir() else target.parent
                # Links out of the project are not followed by a build; a folder that holds others is no link's to watch.
                if target.is_relative_to(real) and not any(other.is_relative_to(target) for other in found):
                    add(target)
    return found


class Watch:
    """Calls `changed`, from a thread of its own, whenever something may have changed. Running until `stop`."""

    def __init__(self, root: Path, changed: Callable[[], None]) -> None:
        # What it logs is told by other means; without a handler, logging would print it.
        logging.getLogger("watchdog").addHandler(logging.NullHandler())
        self._root = root
        self._changed = changed
        self._watches: dict[Path, tuple[ObservedWatch, tuple[int, int]]] = {}
        self.polling = ""
        """Why the files are looked at every second instead of being told of changes; "" when they are not."""
        self._observer = self._started()
        self.refresh()

    def refresh(self) -> None:
        """Watch folders that have come, or that others have taken the place of."""
        wanted = places(self._root)
        alive = {emitter.watch for emitter in self._observer.emitters if emitter.is_alive()}
        for path, (watch, identity) in list(self._watches.items()):
            if wanted.get(path) != identity or watch not in alive:
                self._observer.unschedule(watch)
                del self._watches[path]
        for path, identity in wanted.items():
            if path not in self._watches:
                try:
                    self._watches[path] = (self._schedule(path), identity)
                except OSError as error:
                    if self.polling or not path.is_dir():
                        continue
                    self._poll(error)
                    return

    def stop(self) -> None:
        """End, with all threads."""
        self._observer.stop()
        self._observer.join(timeout=1)

    def _started(self) -> BaseObserver:
        try:
            observer = Observer()
            observer.start()
        except OSError as error:
            self.polling = error.strerror or str(error)
            observer = PollingObserver(timeout=POLL)
            observer.start()
        return observer

    def _poll(self, error: OSError) -> None:
        """Go on without the system's help, which may be limited to a number of folders."""
        self.polling = error.strerror or str(error)
        self._observer.stop()
        self._watches.clear()
        self._observer = PollingObserver(timeout=POLL)
        self._observer.start()
        self.refresh()

    def _schedule(self, path: Path) -> ObservedWatch:
        is_root = path == self._root.resolve()
        handler = _Handler(path, NAMES if is_root else None, self._changed)
        return self._observer.schedule(handler, str(path), recursive=not is_root, event_filter=list(CHANGES))


class _Handler(FileSystemEventHandler):
    """Tells of the changes below one folder."""

    def __init__(self, base: Path, names: frozenset[str] | None, changed: Callable[[], None]) -> None:
        self._base = base
        self._names = names
        self._changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        if is_change(event, self._base, self._names):
            self._changed()
