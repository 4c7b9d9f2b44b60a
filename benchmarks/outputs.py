"""What a build did to its output folder, seen from outside."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

Snapshot = dict[str, tuple[str, str, int]]
"""(when written and where, hash, bytes) of every file."""


@dataclass(frozen=True, kw_only=True)
class Files:
    """How a folder differs from what it was."""

    written: int
    """Files that are new, or have another time of change or inode than before."""
    different: int
    """Files that are new, or have other bytes than before."""
    removed: int
    total: int
    mebibytes: float


def put_away(folder: Path, away: Path) -> None:
    """Move a folder out of the way, to be deleted when nothing is timed any more.

    For some minutes ext4 goes past every inode of a deleted file before it gives one to a new file: after a deletion of
    many, making a file can take half a millisecond in place of a twentieth.
    """
    if folder.is_dir():
        away.mkdir(parents=True, exist_ok=True)
        folder.rename(away / str(time.time_ns()))


def look(folder: Path) -> Snapshot:
    """Every file below a folder; none where there is no folder."""
    found: Snapshot = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            stat = path.stat()
            digest = hashlib.blake2b(path.read_bytes()).hexdigest()
            found[str(path)] = (f"{stat.st_mtime_ns} {stat.st_ino}", digest, stat.st_size)
    return found


def compare(before: Snapshot, after: Snapshot) -> Files:
    """How many files were written, and in how many of them something else stands now."""
    nothing = ("", "", 0)
    return Files(
        written=sum(before.get(path, nothing)[0] != stamp for path, (stamp, _, _) in after.items()),
        different=sum(before.get(path, nothing)[1] != digest for path, (_, digest, _) in after.items()),
        removed=len(before.keys() - after.keys()),
        total=len(after),
        mebibytes=sum(size for _, _, size in after.values()) / 2**20,
    )
