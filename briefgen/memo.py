"""Results kept between builds: the same arguments need no second computation.

Knows nothing of what it keeps: a stage's name, a key that is the fingerprint of *all* the stage's
arguments, and bytes. Only `build` decides what is kept. One SQLite file, so that a killed process
leaves it whole; safe to delete at any time.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Callable, Container
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

import msgspec

T = TypeVar("T")

FORMAT = 2
"""Raise it when the table changes; an older file is thrown away."""

MOST_PENDING = 16_000_000
"""Bytes that wait in memory for a commit before one is made."""


def fingerprint(*values: object) -> str:
    """A hash of plain data: equal values give equal fingerprints, on every machine.

    The order of a mapping or a set does not count. What is no plain data is refused (`TypeError`).
    """
    hashed = hashlib.blake2b(digest_size=16)
    for value in values:
        part = (
            value
            if isinstance(value, bytes)
            else msgspec.msgpack.encode(value, enc_hook=_refuse, order="deterministic")
        )
        hashed.update(b"%d:" % len(part))
        hashed.update(part)
    return hashed.hexdigest()


def _refuse(value: object) -> object:
    raise TypeError(f"no fingerprint of {type(value).__name__}")


def unpacked(stored: bytes | None, type: type[T]) -> T | None:
    """A stored value of a type; None for what is missing or is no such value."""
    if stored is None:
        return None
    try:
        return msgspec.msgpack.decode(stored, type=type)
    except (msgspec.MsgspecError, ValueError):  # a text that is not UTF-8 is only a ValueError
        return None


class Memo:
    """Stored results by stage and key. Without a path they live as long as this object.

    A file that another process is writing, or that turns out damaged, costs time and nothing else: what
    cannot be read is computed again, what cannot be kept is not kept. Threads may share it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._database, self._is_in_file = _open(path)
        self._pending: dict[tuple[str, str], bytes] = {}
        self._size = 0
        self._enough = MOST_PENDING
        """Bytes from which on a commit is made. More after one that failed, for which it had to wait."""
        self._kept: dict[str, tuple[str, object]] = {}
        self._lock = threading.RLock()

    def get(self, stage: str, key: str) -> bytes | None:
        """The stored result, or None."""
        with self._lock:
            waiting = self._pending.get((stage, key))
            if waiting is not None:
                return waiting
            with suppress(sqlite3.DatabaseError):
                row = self._database.execute(
                    "SELECT value FROM memo WHERE stage = ? AND key = ?", (stage, key)
                ).fetchone()
                if row is not None:
                    return bytes(row[0])
            return None

    def head(self, stage: str, key: str, size: int) -> bytes | None:
        """The first bytes of a stored result, or None."""
        with self._lock:
            waiting = self._pending.get((stage, key))
            if waiting is not None:
                return waiting[:size]
            with suppress(sqlite3.DatabaseError):
                sql = "SELECT substr(value, 1, ?) FROM memo WHERE stage = ? AND key = ?"
                row = self._database.execute(sql, (size, stage, key)).fetchone()
                if row is not None:
                    return bytes(row[0] or b"")
            return None

    def drop(self, stage: str, key: str) -> None:
        """Forget one result."""
        with self._lock:
            self._pending.pop((stage, key), None)
            with suppress(sqlite3.DatabaseError), self._database:
                self._database.execute("DELETE FROM memo WHERE stage = ? AND key = ?", (stage, key))

    def keys(self, stage: str) -> set[str]:
        """The keys of all results of a stage."""
        with self._lock:
            found = {key for (of, key) in self._pending if of == stage}
            with suppress(sqlite3.DatabaseError):
                found |= {key for (key,) in self._database.execute("SELECT key FROM memo WHERE stage = ?", (stage,))}
            return found

    def put(self, stage: str, key: str, value: bytes) -> None:
        """Keep a result; durable after `commit`."""
        with self._lock:
            self._pending[stage, key] = value
            self._size += len(value)
            if self._size > self._enough:
                self.commit()

    def once(self, stage: str, key: str, compute: Callable[[], T]) -> T:
        """The value for a key, computed only when the last key of the stage was another. Kept in memory, as it is."""
        kept = self._kept.get(stage)
        if kept is None or kept[0] != key:
            kept = self._kept[stage] = (key, compute())
        return cast("T", kept[1])

    def commit(self) -> None:
        """Make everything put so far durable. While another process is writing, the next call does it."""
        with self._lock:
            if not self._pending:
                return
            rows = [(stage, key, value) for (stage, key), value in self._pending.items()]
            try:
                with self._database:
                    self._database.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", rows)
            except sqlite3.DatabaseError:
                # Too much to hold on to: it is only a cache.
                if self._size < 4 * MOST_PENDING:
                    self._enough = self._size + MOST_PENDING
                    return
            self._pending.clear()
            self._size = 0
            self._enough = MOST_PENDING

    @property
    def is_durable(self) -> bool:
        """Whether all that was put is in the file, for other processes to read."""
        return self._is_in_file and not self._pending

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pending.clear()
            self._kept.clear()
            try:
                with self._database:
                    self._database.execute("DELETE FROM memo")
            except sqlite3.DatabaseError:
                self._database.close()
                self._database, self._is_in_file = _prepared(":memory:"), False

    def prune(self, stage: str, keep: Container[str]) -> None:
        """Forget the results of a stage under other keys than these."""
        with self._lock:
            unused = [(stage, key) for key in self.keys(stage) if key not in keep]
            if not unused:
                return
            for gone in unused:
                self._pending.pop(gone, None)
            with suppress(sqlite3.DatabaseError), self._database:
                self._database.executemany("DELETE FROM memo WHERE stage = ? AND key = ?", unused)

    def close(self) -> None:
        """Let go of the file; uncommitted results are lost."""
        self._database.close()


def delete(path: Path) -> bool:
    """Remove the file of a memo, and its folder when nothing else is in it. Whether there was one."""
    existed = path.is_file()
    for name in (path.name, *(f"{path.name}-{ending}" for ending in ("journal", "wal", "shm"))):
        (path.parent / name).unlink(missing_ok=True)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()
    return existed


def _open(path: Path | None) -> tuple[sqlite3.Connection, bool]:
    """(the database at `path`, whether it is one in that file).

    A damaged or older one is replaced, an unusable place gives one in memory.
    """
    if path is None:
        return _prepared(":memory:"), False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _prepared(path), True
    except (sqlite3.OperationalError, OSError):
        # Locked by another process, or not to be written: it is not ours to throw away.
        return _prepared(":memory:"), False
    except sqlite3.DatabaseError:
        pass
    try:
        for ending in ("", "-wal", "-shm"):
            path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
        return _prepared(path), True
    except (sqlite3.DatabaseError, OSError):
        return _prepared(":memory:"), False


def _prepared(path: Path | str) -> sqlite3.Connection:
    # The preview server builds in one thread and closes in another; never both at once.
    database = sqlite3.connect(path, timeout=0.25, check_same_thread=False)
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, FORMAT):
            raise sqlite3.DatabaseError(f"format {version}")
        # Others may read while one writes; what a power cut loses is computed again.
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        if version == 0:
            database.execute(
                "CREATE TABLE IF NOT EXISTS memo (stage TEXT, key TEXT, value BLOB, PRIMARY KEY (stage, key))"
            )
            database.execute(f"PRAGMA user_version = {FORMAT}")
            database.commit()
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
