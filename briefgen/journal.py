"""Changing many files of a folder as one: first everything is staged, then it is moved into place.

A journal in the staging folder says what is to be done once all of it is staged. A process killed before
has changed nothing; one killed while files are moved is completed by the next.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

import msgspec
from msgspec import Struct

STAGING = ".briefgen-staging"
MANIFEST = ".briefgen-manifest.json"
"""What the folder holds of ours; the last file to be moved."""

_JOURNAL = "journal.json"


class Journal(Struct, frozen=True):
    """What remains to be done once everything is staged."""

    replace: Sequence[str]
    """Addresses, in the order of their staged files' numbers."""
    remove: Sequence[str]


def staged(output: Path, number: int) -> str:
    """Where a file waits, by its number in `Journal.replace`."""
    return f"{output}{os.sep}{STAGING}{os.sep}{number}"


def begin(output: Path) -> None:
    """Make the staging folder. Raises `OSError`."""
    (output / STAGING).mkdir(exist_ok=True)


def carry_out(output: Path, plan: Journal, manifest: bytes) -> None:
    """Move what is staged into place. Raises `OSError`, before anything is moved wherever that can be foreseen."""
    staging = output / STAGING
    (staging / MANIFEST).write_bytes(manifest)
    (staging / f"{_JOURNAL}.part").write_bytes(msgspec.json.encode(plan))
    _prepare(output, plan)
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
        for address in plan.remove:
            if is_inside(address):
                remove(output, address)
        folders: set[str] = set()
        for number, address in enumerate(plan.replace):
            if not is_inside(address):
                continue
            folder = address.rpartition("/")[0]
            if folder not in folders:
                (output / folder).mkdir(parents=True, exist_ok=True)
                folders.add(folder)
            # What an earlier process has moved already is no longer there.
            with suppress(FileNotFoundError):
                os.replace(staged(output, number), f"{output}{os.sep}{address}")  # noqa: PTH105
        if (staging / MANIFEST).is_file():
            (staging / MANIFEST).replace(output / MANIFEST)
    shutil.rmtree(staging)


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
    path = PurePosixPath(address)
    return (
        bool(path.parts)
        and not path.is_absolute()
        and ".." not in path.parts
        and "\\" not in address
        and "\0" not in address
    )


def _prepare(output: Path, plan: Journal) -> None:
    """Make the folders that files will be moved to, and see that all may be changed: moving should not fail halfway."""
    made: list[Path] = []
    leaving = set(plan.remove)
    try:
        for folder in sorted({(output / address).parent for address in (*plan.replace, *plan.remove)}):
            missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
            if any(one.relative_to(output).as_posix() in leaving for one in missing if one != output):
                # A file is there that will make room.
                folder = missing[-1].parent
            else:
                folder.mkdir(parents=True, exist_ok=True)
                made += reversed(missing)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    except OSError:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


def _read(path: Path) -> Journal | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Journal)
    except (FileNotFoundError, msgspec.MsgspecError, ValueError):
        return None
