"""Watching a project: by the system's news where there are any, by looking where there are not."""

from __future__ import annotations

import os
import platform
import threading
import time
from pathlib import Path
from typing import Protocol

from briefgen.serve import filesystems
from briefgen.serve.batches import Changes
from briefgen.serve.polling import Polling, look

DOUBT = 5.0
"""Seconds between two looks at whether the system keeps quiet of changes, where that is not known of its file system."""

ASKED = "--poll was given"


class Source(Protocol):
    """One way to learn of changes; what it learns it tells to the `Changes` it was made with."""

    def step(self) -> None:
        """Wait a little for changes and tell of them. Raises `OSError` when it cannot go on."""

    def wake(self) -> None:
        """Make `step` return. From any thread."""

    def close(self) -> None:
        """Give everything back to the system."""


class Telling(Source, Protocol):
    """A way that the system's news take."""

    heard: int
    """News so far."""

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders watched."""


class Watch:
    """Tells `changes` of all that changes in the project at `root`, from when this is made until `stop`.

    A thread of its own does so. Nothing is ever written into the project.
    """

    def __init__(self, root: Path, changes: Changes, *, poll: bool = False) -> None:
        self._top = os.path.realpath(root)
        self._changes = changes
        self.polling = ""
        """Why the files are looked at again and again instead of being told of; "" when they are not."""
        self._is_stopping = False
        self._source: Source = self._polled(ASKED) if poll else self._chosen()
        self._thread = threading.Thread(target=self._run, name="briefgen-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End, with all threads."""
        self._is_stopping = True
        if self._thread.is_alive():
            self._source.wake()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        try:
            while not self._is_stopping:
                try:
                    self._source.step()
                except OSError as error:
                    self._source.close()
                    self._source = self._polled(error.strerror or str(error))
                    self._changes.tell_all()
        finally:
            self._source.close()

    def _chosen(self) -> Source:
        try:
            source = _telling(self._top, self._changes)
        except OSError as error:
            return self._polled(error.strerror or str(error))
        telling, kind = filesystems.telling((self._top, *source.folders), _mounts())
        if telling == "no":
            source.close()
            return self._polled(f"some of them lie on a file system of kind {kind}")
        return Doubted(source, self._top) if telling == "unsure" else source

    def _polled(self, reason: str) -> Source:
        self.polling = reason
        return Polling(self._top, self._changes)


class Doubted:
    """A way of the system's news, of which it is not known whether there are any: now and then compared with a look."""

    def __init__(self, source: Telling, top: str) -> None:
        self._source = source
        self._top = top
        self._heard = source.heard
        self._files = look(top)
        self._tested = time.monotonic()

    def step(self) -> None:
        """As the source's. Raises `OSError` when files have changed of which nothing was said."""
        self._source.step()
        if time.monotonic() - self._tested < DOUBT:
            return
        before, self._files = self._files, look(self._top)
        # What came during the look is said by now.
        self._source.step()
        heard, self._heard = self._heard, self._source.heard
        self._tested = time.monotonic()
        if heard == self._heard and before != self._files:
            raise OSError(0, "files changed of which nothing was said")

    def wake(self) -> None:
        """As the source's."""
        self._source.wake()

    def close(self) -> None:
        """As the source's."""
        self._source.close()


def _telling(top: str, changes: Changes) -> Telling:
    if platform.system() == "Linux":
        from briefgen.serve.listening import Listening

        return Listening(top, changes)
    from briefgen.serve.observing import Observing

    return Observing(top, changes)


def _mounts() -> str:
    try:
        return filesystems.MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
