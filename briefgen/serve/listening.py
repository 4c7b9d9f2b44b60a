"""Changes as the kernel tells of them (Linux): a watch on every folder that counts, kept true as folders come and go."""

# ruff: noqa: PTH114, PTH116, PTH118, PTH120
# Paths are text here, as the system gives them: there may be ten thousand in one look.
from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable

from briefgen.serve.batches import Changes, Step
from briefgen.serve.inotify import (
    ATTRIB,
    CLOSE_WRITE,
    CREATE,
    DELETE,
    DELETE_SELF,
    IGNORED,
    ISDIR,
    MODIFY,
    MOVE_SELF,
    MOVED_FROM,
    MOVED_TO,
    OVERFLOW,
    UNMOUNT,
    Inotify,
    Notice,
)
from briefgen.serve.places import NAMES, Identity, identity, roots, walk, within
from briefgen.source import is_hidden

BEAT = 1.0
"""Seconds between two looks at whether the watched folders are still those that the project's names lead to."""

VANISHED = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.ELOOP, errno.EPERM, errno.ENAMETOOLONG})
"""Why one folder cannot be watched, without harm to others."""


class Listening:
    """Tells of changes in the project at real path `top`, in `step`. Raises `OSError` when the system's limits are met."""

    def __init__(self, top: str, changes: Changes) -> None:
        self._top = top
        self._changes = changes
        self.heard = 0
        """News so far."""
        self._folders: dict[int, str] = {}
        self._watches: dict[str, int] = {}
        self._places: dict[str, str] = {}
        """Real folder -> place, of those in which everything visible counts."""
        self._files: dict[str, set[str]] = {}
        """Real folder -> the names of the files in it."""
        self._targets: dict[str, set[str]] = {}
        """Real path -> places of the links to it."""
        self._links: dict[str, str] = {}
        """Place of a link -> what it leads to."""
        self._bearings: dict[str, tuple[Identity, str]] = {}
        """What the paths that may change unheard led to."""
        self._shut: set[str] = set()
        """Real paths that could not be read when last told of."""
        self._inotify = Inotify()
        try:
            self._watch_all()
        except OSError:
            self.close()
            raise
        self._beat = time.monotonic() + BEAT

    def step(self) -> None:
        """Wait a little for news and pass them on."""
        notices = self._inotify.read(min(self._beat - time.monotonic(), BEAT))
        self.heard += len(notices)
        is_doubtful = False
        with self._changes.together():
            for notice in notices:
                is_doubtful |= self._take(notice)
        if is_doubtful or time.monotonic() >= self._beat:
            if is_doubtful or any(self._bearing(path) != seen for path, seen in self._bearings.items()):
                self._again(lost=any(notice.mask & OVERFLOW for notice in notices))
            self._beat = time.monotonic() + BEAT

    def wake(self) -> None:
        """Make `step` return. From any thread."""
        self._inotify.wake()

    def close(self) -> None:
        """Give all watches back."""
        self._inotify.close()

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders watched."""
        return tuple(self._watches)

    def _take(self, notice: Notice) -> bool:
        """Pass on one piece of news. Whether links or whole folders may lead elsewhere now."""
        mask = notice.mask
        if mask & OVERFLOW:
            return True
        folder = self._folders.get(notice.watch)
        if folder is None:
            return False
        if mask & (IGNORED | UNMOUNT):
            self._forget(folder)
        if not notice.name:
            return bool(mask & (DELETE_SELF | MOVE_SELF | UNMOUNT)) and (folder == self._top or folder in self._targets)
        real = os.path.join(folder, notice.name)
        places = self._named(folder, notice.name)
        if not places:
            return False
        if mask & (CREATE | DELETE | MOVED_FROM | MOVED_TO) and self._is_linked(real, places):
            for place in places:
                self._tell_file(folder, notice.name, real, place, mask)
            return True
        for place in places:
            if mask & ISDIR:
                self._take_folder(real, place, mask)
            else:
                self._tell_file(folder, notice.name, real, place, mask)
        return False

    def _is_linked(self, real: str, places: list[str]) -> bool:
        return real in self._targets or any(place in self._links for place in places) or os.path.islink(real)

    def _take_folder(self, real: str, place: str, mask: int) -> None:
        if mask & (DELETE | MOVED_FROM):
            self._leave(real, place)
            self._changes.tell(place, "gone")
        elif mask & ATTRIB:
            if real in self._shut and os.access(real, os.R_OK | os.X_OK):
                self._leave(real, place)
                self._enter([(place, real)])
                self._changes.tell(place, "written")
        elif self._watches.get(real, -1) != self._add(real):
            self._leave(real, place)
            # Renamed into place it is complete; otherwise more may come, and the files in it may still be written to.
            self._changes.tell(place, "writing")
            for path in self._enter([(place, real)]):
                self._tell_found(path, "written" if mask & MOVED_TO else "writing")
            if mask & MOVED_TO:
                self._changes.tell(place, "written")

    def _tell_file(self, folder: str, name: str, real: str, place: str, mask: int) -> None:
        known = self._files.setdefault(folder, set())
        if mask & (DELETE | MOVED_FROM):
            known.discard(name)
            self._shut.discard(real)
            self._changes.tell(place, "gone")
            return
        if mask & ATTRIB:
            # What could not be read may be mended this way. Nothing else that attributes say matters to a build.
            is_shut = not os.access(real, os.R_OK)
            if is_shut or real in self._shut:
                (self._shut.add if is_shut else self._shut.discard)(real)
                self._changes.tell(place, "written")
            return
        if name not in known and mask & (CREATE | MOVED_TO):
            self._changes.tell(place, "came")
        known.add(name)
        if mask & (MODIFY | CLOSE_WRITE | MOVED_TO):
            self._tell_found(place, "writing" if mask & MODIFY else "written")

    def _tell_found(self, place: str, step: Step) -> None:
        try:
            is_empty = not os.stat(place).st_size
        except OSError:
            is_empty = False
        self._changes.tell(place, "emptied" if is_empty else step)

    def _named(self, folder: str, name: str) -> list[str]:
        """The places of a name in a real folder, if it counts."""
        found = []
        if folder == self._top and name in NAMES:
            found.append(os.path.join(folder, name))
        elif folder in self._places and not is_hidden(name):
            found.append(os.path.join(self._places[folder], name))
        return [*found, *self._targets.get(os.path.join(folder, name), ())]

    def _watch_all(self) -> None:
        """Watch all that counts, and nothing else."""
        before = tuple(self._folders)
        for table in (self._folders, self._watches, self._places, self._files, self._targets, self._links):
            table.clear()
        self._shut.clear()
        starts, links = roots(self._top)
        self._bearings = {path: self._bearing(path) for path in (self._top, *(place for place, _ in starts))}
        self._add(self._top)
        for place, target in links:
            self._link(place, target)
        self._enter(starts)
        for watch in before:
            if watch not in self._folders:
                self._inotify.remove(watch)

    def _again(self, *, lost: bool) -> None:
        """Watch what the project's names lead to now; news may have been `lost`."""
        before = dict(self._watches), dict(self._links)
        self._watch_all()
        if lost or before != (self._watches, self._links):
            self._changes.tell_all()

    def _bearing(self, path: str) -> tuple[Identity, str]:
        """What a path leads to now, which may change unheard: above the watched folders, behind links."""
        return identity(path), os.path.realpath(path)

    def _enter(self, starts: Iterable[tuple[str, str]]) -> list[str]:
        """Watch folders (place, real) and those below them. The places of all files that are in them by now."""
        found = []
        for folder in walk(self._top, starts, self._arrive):
            self._files[folder.real] = {entry.name for entry in folder.files}
            if folder.is_shut:
                self._shut.add(folder.real)
            self._shut.update(entry.path for entry in folder.files if not os.access(entry.path, os.R_OK))
            for place, target in folder.links:
                self._link(place, target)
            found += [os.path.join(folder.place, entry.name) for entry in folder.files]
        return found

    def _arrive(self, place: str, real: str) -> bool:
        if real in self._places:
            return False
        self._places[real] = place
        self._add(real)
        if place in self._bearings:
            self._bearings[place] = self._bearing(place)
        return True

    def _leave(self, real: str, place: str) -> None:
        """Watch a folder and those below it no longer."""
        for folder in [one for one in self._watches if within(one, real)]:
            watch = self._watches[folder]
            self._forget(folder)
            self._inotify.remove(watch)
        for link in [one for one in self._links if within(one, place)]:
            self._targets[self._links.pop(link)].discard(link)
            del self._bearings[link]
        if place in self._bearings:
            self._bearings[place] = self._bearing(place)

    def _link(self, place: str, target: str) -> None:
        """What a link leads to may be replaced, which only the folder around it tells."""
        self._links[place] = target
        self._targets.setdefault(target, set()).add(place)
        self._bearings[place] = self._bearing(place)
        self._add(os.path.dirname(target))

    def _add(self, real: str) -> int:
        """Watch one folder. Its number; 0 where there is none."""
        try:
            watch = self._inotify.add(real)
        except OSError as error:
            if error.errno not in VANISHED:
                raise
            return 0
        if self._watches.get(real, watch) != watch:
            # Another folder has taken its place.
            old = self._watches[real]
            self._folders.pop(old, None)
            self._inotify.remove(old)
        self._folders[watch] = real
        self._watches[real] = watch
        return watch

    def _forget(self, folder: str) -> None:
        self._folders.pop(self._watches.pop(folder, -1), None)
        for table in (self._places, self._files):
            table.pop(folder, None)
        self._shut.discard(folder)
