"""Changing many files of a folder as one: first everything is staged, then it is moved into place.

A journal in the staging folder says what is to be done once all of it is staged. A process killed before
has changed nothing; one killed while files are moved is completed by the next.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

STAGING = ".briefgen-staging"
MANIFEST = ".briefgen-manifest.json"
"""What the folder holds of ours; the last file to be moved."""

_JOURNAL = "moves.json"
_FILES = "files"
"""Folder of the staging folder in which new files wait, each at its address."""


class Journal(Struct, frozen=True):
    """What remains to be done once everything is staged."""

    move: Sequence[str]
    """What is moved into place: the addresses of files, and of folders with all that they hold."""
    remove: Sequence[str]


def staged(output: Path, address: str) -> str:
    """Where a file waits."""
    return f"{output}{os.sep}{STAGING}{os.sep}{_FILES}{os.sep}{address}"


def begin(output: Path, addresses: Iterable[str]) -> None:
    """Make the folders in which files for these addresses will wait. Raises `OSError`."""
    for folder in sorted({address.rpartition("/")[0] for address in addresses} | {""}):
        os.makedirs(staged(output, folder), exist_ok=True)  # noqa: PTH103


def moves(output: Path, replace: Iterable[str], remove: Iterable[str]) -> list[str]:
    """The fewest moves that bring new files to their addresses: a folder that is not there yet is moved whole."""
    leaving = frozenset(remove)
    known: dict[str, str] = {"": ""}

    def missing(folder: str) -> str:
        """The outermost folder of an address that is not there, or makes way; "" when all are."""
        if folder not in known:
            outer = missing(folder.rpartition("/")[0])
            is_there = os.path.lexists(f"{output}{os.sep}{folder}") and folder not in leaving
            known[folder] = outer or ("" if is_there else folder)
        return known[folder]

    return list(dict.fromkeys(missing(address.rpartition("/")[0]) or address for address in replace))


def carry_out(output: Path, plan: Journal, manifest: bytes) -> None:
    """Move what is staged into place. Raises `OSError`, before anything is moved wherever that can be foreseen."""
    staging = output / STAGING
    (staging / MANIFEST).write_bytes(manifest)
    (staging / f"{_JOURNAL}.part").write_bytes(msgspec.json.encode(plan))
    _foresee(output, plan)
    (staging / f"{_JOURNAL}.part").replace(staging / _JOURNAL)
    complete(output)


def has_begun(output: Path) -> bool:
    """Whether files are being moved, so that only going on can make the folder whole."""
    return (output / STAGING / _JOURNAL).is_file()


def give_up(output: Path) -> None:
    """Throw away what is staged, unless files are being moved already."""
    if not has_begun(output):
        shutil.rmtree(output / STAGING, ignore_errors=True)


def complete(output: Path) -> None:
    """Finish what a journal says, or throw away what an interrupted build had staged. Raises `OSError`."""
    staging = output / STAGING
    if staging.is_symlink():
        staging.unlink()
    if not staging.is_dir():
        return
    plan = _read(staging / _JOURNAL)
    if plan:
        # What is there no more makes room for what comes: a folder in the place of a file.
        for address in filter(is_inside, plan.remove):
            remove(output, address)
        for address in filter(is_inside, plan.move):
            _move(staged(output, address), f"{output}{os.sep}{address}")
        if (staging / MANIFEST).is_file():
            (staging / MANIFEST).replace(output / MANIFEST)
    shutil.rmtree(staging)


def _move(source: str, target: str) -> None:
    """Move a file, or a folder where others may have made one of that name since. Raises `OSError`."""
    try:
        os.replace(source, target)  # noqa: PTH105 - thousands of files: no Path for each
    except FileNotFoundError:
        # What an earlier process has moved already is no longer there.
        if os.path.lexists(source):
            os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
            os.replace(source, target)  # noqa: PTH105
    except OSError:
        if not os.path.isdir(source) or not os.path.isdir(target) or os.path.islink(target):  # noqa: PTH112, PTH114
            raise
        for name in os.listdir(source):  # noqa: PTH208
            _move(f"{source}{os.sep}{name}", f"{target}{os.sep}{name}")


def remove(output: Path, address: str) -> None:
    """Remove a file of ours and the folders that this empties. Raises `OSError`."""
    path = output / address
    # After an interruption, a folder may be in its place already, or a file in that of its folder.
    if path.is_file() or path.is_symlink():
        path.unlink()
    for folder in path.parents:
        if folder == output or not folder.is_relative_to(output):
            break
        try:
            folder.rmdir()
        except OSError:
            break


def is_inside(address: str) -> bool:
    """Whether an address names a file below the folder it is relative to."""
    parts = address.split("/")
    return (
        not address.startswith("/")
        and ".." not in parts
        and any(part not in ("", ".") for part in parts)
        and "\\" not in address
        and "\0" not in address
    )


def _foresee(output: Path, plan: Journal) -> None:
    """See that all may be changed: moving should not fail halfway. Raises `OSError`."""
    for folder in sorted({address.rpartition("/")[0] for address in (*plan.move, *plan.remove)}):
        place = output / folder
        # A file that will make way for a folder stands in a folder that is looked at too.
        if place.is_dir() and not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


def _read(path: Path) -> Journal | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Journal)
    except (FileNotFoundError, msgspec.MsgspecError, ValueError):
        return None
