"""Results kept between builds: the same arguments need no second computation.

Knows nothing of what it keeps: a stage's name, a key that is the fingerprint of *all* the stage's
arguments, and bytes. Only `build` decides what is kept. One SQLite file, so that a killed process
leaves it whole; safe to delete at any time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar, cast

import msgspec

T = TypeVar("T")

FORMAT = 1
"""Raise it when the table changes; an older file is thrown away."""


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


class Memo:
    """Stored results by stage and key. Without a path they live as long as this object.

    A file that another process is writing, or that turns out damaged, costs time and nothing else: what
    cannot be read is computed again, what cannot be kept is not kept.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._database = _open(path)
        self._kept: dict[tuple[str, str], object] = {}
        self._used: set[tuple[str, str]] = set()

    def get(self, stage: str, key: str) -> bytes | None:
        """The stored result, or None."""
        with suppress(sqlite3.DatabaseError):
            row = self._database.execute("SELECT value FROM memo WHERE stage = ? AND key = ?", (stage, key)).fetchone()
            if row is not None:
                self._used.add((stage, key))
                return bytes(row[0])
        return None

    def put(self, stage: str, key: str, value: bytes) -> None:
        """Keep a result; durable after `commit`."""
        with suppress(sqlite3.DatabaseError):
            self._database.execute("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", (stage, key, value))
        self._used.add((stage, key))

    def once(self, stage: str, key: str, compute: Callable[[], T]) -> T:
        """The value for a key, computed only the first time. Kept in memory, as it is, by this object only."""
        kept = self._kept.get((stage, key), self)
        if kept is self:
            kept = self._kept[stage, key] = compute()
        self._used.add((stage, key))
        return cast("T", kept)

    def commit(self) -> None:
        """Make everything put so far durable."""
        with suppress(sqlite3.DatabaseError):
            self._database.commit()

    def forget(self) -> None:
        """Forget everything."""
        try:
            self._database.execute("DELETE FROM memo")
            self._database.commit()
        except sqlite3.DatabaseError:
            self._database.close()
            self._database = _prepared(":memory:")
        self._kept.clear()

    def prune(self, stages: Iterable[str]) -> None:
        """Forget results of these stages that were neither asked for nor put since the last pruning."""
        for stage in stages:
            self._kept = {k: value for k, value in self._kept.items() if k[0] != stage or k in self._used}
            with suppress(sqlite3.DatabaseError):
                keys = [key for (key,) in self._database.execute("SELECT key FROM memo WHERE stage = ?", (stage,))]
                unused = [(stage, key) for key in keys if (stage, key) not in self._used]
                self._database.executemany("DELETE FROM memo WHERE stage = ? AND key = ?", unused)
        self.commit()
        self._used.clear()

    def close(self) -> None:
        """Let go of the file; uncommitted results are lost."""
        self._database.close()


def delete(path: Path) -> bool:
    """Remove the file of a memo, and its folder when nothing else is in it. Whether there was one."""
    existed = path.is_file()
    for name in (path.name, f"{path.name}-journal"):
        (path.parent / name).unlink(missing_ok=True)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        path.parent.rmdir()
    return existed


def _open(path: Path | None) -> sqlite3.Connection:
    """The database at `path`; a damaged or older one is replaced, an unusable place gives one in memory."""
    if path is None:
        return _prepared(":memory:")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _prepared(path)
    except (sqlite3.OperationalError, OSError):
        # Locked by another process, or not to be written: it is not ours to throw away.
        return _prepared(":memory:")
    except sqlite3.DatabaseError:
        pass
    try:
        path.unlink(missing_ok=True)
        return _prepared(path)
    except (sqlite3.DatabaseError, OSError):
        return _prepared(":memory:")


def _prepared(path: Path | str) -> sqlite3.Connection:
    # The preview server builds in one thread and closes in another; never both at once.
    database = sqlite3.connect(path, timeout=0.25, check_same_thread=False)
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, FORMAT):
            raise sqlite3.DatabaseError(f"format {version}")
        if version == 0:
            database.execute(
                "CREATE TABLE IF NOT EXISTS memo"
                " (stage TEXT, key TEXT, value BLOB, PRIMARY KEY (stage, key)) WITHOUT ROWID"
            )
            database.execute(f"PRAGMA user_version = {FORMAT}")
            database.commit()
    except sqlite3.DatabaseError:
        database.close()
        raise
    return database
