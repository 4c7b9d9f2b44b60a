"""One command at work on a project at a time.

The lock belongs to the operating system, which takes it back when its holder ends, however it ends.
The file on which it is taken only says who that is: a file that a killed build or an earlier owner
of its process number left behind blocks nobody.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import ceil
from pathlib import Path
from threading import Event

import msgspec
from msgspec import Struct

from briefgen.diagnostic import BriefgenError, Diagnostic

if sys.platform == "win32":
    import msvcrt
    import platform
else:
    import fcntl

STEP = 0.02
"""Seconds between two tries."""

UNNAMED = 25
"""How often to try again while somebody holds the lock who has not yet said who: a moment later, they have."""


class Holder(Struct, frozen=True, kw_only=True):
    """Who holds the lock."""

    command: str
    process: int
    host: str

    def __str__(self) -> str:
        where = "" if self.host == _here() else f" on {self.host}"
        return f"process {self.process}{where}"


@contextmanager
def held(path: Path, command: str = "build", *, patience: float = 0.0) -> Iterator[tuple[Diagnostic, ...]]:
    """Hold the lock at `path` for a `command` ("build"); gives what is to be said of it.

    Waits up to `patience` seconds for another holder, then raises `BriefgenError`. Where no lock can be
    had (a project that may not be written, a file system without locks) work goes on without one, and
    a notice says so: from then on only people can keep two builds apart. Nothing is left behind.
    """
    descriptor, notices = _take(path, command, patience)
    try:
        yield notices
    finally:
        if descriptor is not None:
            _release(descriptor, path)


def _take(path: Path, command: str, patience: float) -> tuple[int | None, tuple[Diagnostic, ...]]:
    """(the locked file or None where there are no locks, what is to be said)."""
    left = ceil(patience / STEP)
    while True:
        try:
            descriptor = _locked(path)
        except OSError as error:
            message = f"cannot be locked ({error.strerror or error}); went on without"
            return None, (_notice(path, message, "do not run two builds of this project at once"),)
        if descriptor is not None:
            return descriptor, _signed(descriptor, path, command)
        holder, since = _read(path)
        if left <= 0 and (holder or left <= -UNNAMED):
            raise _refusal(holder, since)
        left -= 1
        Event().wait(STEP)


def _locked(path: Path) -> int | None:
    """The file, open and locked; None when another holds it. Raises `OSError` where there are no locks."""
    with suppress(FileExistsError):
        path.parent.mkdir()
    try:
        # Never through a link: its target would be overwritten. Children do not inherit the descriptor (PEP 446).
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    except FileNotFoundError:
        if path.parent.is_symlink():
            raise  # it leads nowhere
        return None  # the folder went away with the last holder
    try:
        if _try(descriptor) and _is_at(descriptor, path):
            return descriptor
    except OSError:
        os.close(descriptor)
        raise
    # Held, or the last holder's file, which is no longer the one that everybody sees.
    os.close(descriptor)
    return None


def _signed(descriptor: int, path: Path, command: str) -> tuple[Diagnostic, ...]:
    """Write into our file whose it is now. Gives a notice when a build on another machine never said that it ended."""
    before, _ = _read(path)
    ours = Holder(command=command, process=os.getpid(), host=_here())
    with suppress(OSError):  # a full disk: locked all the same
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, msgspec.json.encode(ours))
    if before is None or before.host == ours.host:
        return ()
    # Killed there, or still at work where locks do not reach other machines: nobody can tell from here.
    message = f"a {before.command} on {before.host} (process {before.process}) never said that it ended"
    return (_notice(path, message, "if it is still running, build again when it has ended"),)


def _read(path: Path) -> tuple[Holder | None, float]:
    """(who the file says holds the lock, since when in seconds of the epoch)."""
    try:
        with path.open("rb") as stream:
            since = os.fstat(stream.fileno()).st_mtime
            return msgspec.json.decode(stream.read(1000), type=Holder), since
    except (OSError, msgspec.MsgspecError, ValueError):
        return None, 0.0


def _release(descriptor: int, path: Path) -> None:
    """Leave nothing behind. Only the holder removes the file, and who locks a removed one notices (`_locked`)."""
    if sys.platform == "win32":
        os.close(descriptor)
        with suppress(OSError):
            path.unlink()  # refused there while anyone has it open
    else:
        with suppress(OSError):
            if _is_at(descriptor, path):
                path.unlink()
        os.close(descriptor)
    with suppress(OSError):
        path.parent.rmdir()  # unless something is in it


def _try(descriptor: int) -> bool:
    """Lock an open file, if nobody else has."""
    try:
        if sys.platform == "win32":
            # Locked bytes cannot be read: one far behind what is written.
            os.lseek(descriptor, 1 << 30, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether the open file is still the one at `path`."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _here() -> str:
    """The name of this machine."""
    if sys.platform == "win32":
        return platform.node()
    return os.uname().nodename


def _notice(path: Path, message: str, hint: str) -> Diagnostic:
    return Diagnostic(path=f"{path.parent.name}/{path.name}", severity="notice", message=message, hint=hint)


def _refusal(holder: Holder | None, since: float) -> BriefgenError:
    command, who = "build", ""
    if holder:
        from datetime import datetime

        command = holder.command
        who = f" ({holder}, since {datetime.fromtimestamp(since):%Y-%m-%d %H:%M})"
    message = f"another {command} of this project is running{who}"
    return BriefgenError([Diagnostic(path="", message=message, hint="wait for it, or end it")])
