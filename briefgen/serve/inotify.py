"""The kernel's news of folders (Linux), as it gives them.

watchdog, which serves other systems, is not enough here: behind a file that was moved away it holds all news back for
half a second, and it keeps quiet when it cannot watch a folder inside another and when the kernel drops news.
"""

from __future__ import annotations

import ctypes
import os
import select
import struct

from msgspec import Struct

MODIFY, ATTRIB, CLOSE_WRITE = 0x2, 0x4, 0x8
MOVED_FROM, MOVED_TO, CREATE, DELETE = 0x40, 0x80, 0x100, 0x200
DELETE_SELF, MOVE_SELF, UNMOUNT = 0x400, 0x800, 0x2000
OVERFLOW, IGNORED, ONLYDIR, ISDIR = 0x4000, 0x8000, 0x1000000, 0x40000000
EXCL_UNLINK = 0x4000000

WANTED = (
    MODIFY | ATTRIB | CLOSE_WRITE | MOVED_FROM | MOVED_TO | CREATE | DELETE | DELETE_SELF | MOVE_SELF
    | ONLYDIR | EXCL_UNLINK
)  # fmt: skip
"""Never opened, read or closed without a write."""

_HEAD = struct.Struct("iIII")
_BUFFER = 1 << 16


class Notice(Struct, frozen=True):
    """One piece of news."""

    watch: int
    """What `Inotify.add` gave; -1 for an overflow."""
    mask: int
    name: str
    """In the folder watched; "" for the folder itself."""


class Inotify:
    """One queue of news. Raises `OSError` where the system has none to give."""

    def __init__(self) -> None:
        try:
            self._libc = ctypes.CDLL(None, use_errno=True)
            self._file = self._libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        except AttributeError as error:
            raise OSError(0, "there is no inotify") from error
        if self._file < 0:
            raise _error("inotify instances")
        self._wake = os.eventfd(0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)
        self._poll = select.poll()
        for one in (self._file, self._wake):
            self._poll.register(one, select.POLLIN)

    def add(self, folder: str) -> int:
        """Watch a folder, not what is below it. The same number for the same folder. Raises `OSError`."""
        watch = int(self._libc.inotify_add_watch(self._file, os.fsencode(folder), WANTED))
        if watch < 0:
            raise _error("inotify watches")
        return watch

    def remove(self, watch: int) -> None:
        """Watch it no longer, if it still is."""
        self._libc.inotify_rm_watch(self._file, watch)

    def read(self, timeout: float) -> list[Notice]:
        """What has happened; waits at most `timeout` seconds for it, and not after `wake`."""
        ready = {one for one, _ in self._poll.poll(max(0, timeout) * 1000)}
        if self._wake in ready:
            os.eventfd_read(self._wake)
        return list(_notices(os.read(self._file, _BUFFER))) if self._file in ready else []

    def wake(self) -> None:
        """Make `read` return. From any thread."""
        os.eventfd_write(self._wake, 1)

    def close(self) -> None:
        """Give everything back to the system."""
        os.close(self._file)
        os.close(self._wake)


def _notices(content: bytes) -> list[Notice]:
    found = []
    at = 0
    while at + _HEAD.size <= len(content):
        watch, mask, _, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        found.append(Notice(watch, mask, os.fsdecode(content[at : at + length].rstrip(b"\0"))))
        at += length
    return found


def _error(what: str) -> OSError:
    number = ctypes.get_errno()
    # ENOSPC would read "No space left on device", which sends people to look at their disk.
    text = f"its limit of {what} is reached" if number in _LIMITS else os.strerror(number)
    return OSError(number, text)


_LIMITS = (23, 24, 28)  # ENFILE, EMFILE, ENOSPC
