"""Digests of files, by which they are compared; read again only where that could tell anything new.

A file whose size, times and inode are those it was read with is taken for unchanged, as git does it;
but not when it had changed so shortly before that a further change could have left no other trace
("racy git": documentation of git's index). Whoever sets a file's times back by hand changes its ctime.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

RECENT = 2_100_000_000
"""Nanoseconds after a change in which another may bear the same time: FAT counts in steps of two seconds, and the
clock that files are timed by is a little behind."""


class Sighting(Struct, frozen=True, array_like=True):
    """A file as it was when it was read."""

    size: int
    modified: int
    """In nanoseconds, as all times here."""
    changed: int
    """Of its inode: of contents, name, owner or permissions."""
    inode: int
    digest: str


def digest(content: bytes) -> str:
    """The hash by which files are compared."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def file_digest(path: Path | str) -> str:
    """The same hash of a file's bytes, which may be large. Raises `OSError`."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


class Digests:
    """Digests of files, with what an earlier run has seen of them (`before`, by path) at the time `now`."""

    def __init__(self, before: Mapping[str, Sighting] | None = None, now: int = 0) -> None:
        self.before = before or {}
        self.now = now
        self.after: dict[str, Sighting] = {}
        """What the next run may rely on, by path."""

    def of(self, path: str, stat: os.stat_result | None = None) -> str:
        """The digest of a file, whose `stat` may be known already. Raises `OSError`."""
        stat = stat or os.stat(path)  # noqa: PTH116
        known = self.before.get(path)
        if known and (known.size, known.modified, known.changed, known.inode) == (
            stat.st_size,
            stat.st_mtime_ns,
            stat.st_ctime_ns,
            stat.st_ino,
        ):
            self.after[path] = known
            return known.digest
        found = file_digest(path)
        if max(stat.st_mtime_ns, stat.st_ctime_ns) < self.now - RECENT:
            self.after[path] = Sighting(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, found)
        return found
