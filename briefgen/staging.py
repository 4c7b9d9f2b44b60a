"""Writing what a site is made of to where it waits to be moved into place, on several cores where that pays."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from briefgen import cores
from briefgen.kept import kept_page
from briefgen.memo import Memo
from briefgen.source import Moved, Static

WRITERS = 4
"""Files written at once by one process: the system and the unpacking of pages leave the interpreter alone."""

WORTH = 4000
"""Pages: with fewer for each process, starting it costs more than it gives."""

PORTION = 200
"""Pages handed to a process at once."""


class Made(NamedTuple):
    """A page that is fetched when it is needed."""

    digest: str
    content: Callable[[], bytes]
    key: str = ""
    """Of the page in the memo, where other processes find it too; "" when it lies in none."""


Content: TypeAlias = bytes | Static | Made
"""What a file is to hold."""


def stage(files: Sequence[tuple[str, Content]], cache: Path | None = None, jobs: int | None = None) -> None:
    """Write each content to its path, in folders that there are.

    Pages that are kept in the memo at `cache` are written by `jobs` processes (None: as many as pay off on this
    machine). Raises `OSError`, and `Moved` when what is to be written is not what was found.
    """
    pages = [(place, one.key) for place, one in files if isinstance(one, Made) and one.key] if cache else []
    count = min(jobs or cores.available(), len(pages) // WORTH)
    if count > 1:
        left = set(_on_cores(pages, cache, count))
        others = {place for place, _ in pages}
        files = [(place, one) for place, one in files if place in left or place not in others]
    with ThreadPoolExecutor(WRITERS) as writers:
        try:
            for _ in writers.map(_write, *zip(*files, strict=True)) if files else ():
                pass
        except BaseException:
            writers.shutdown(cancel_futures=True)
            raise


def _on_cores(pages: Sequence[tuple[str, str]], cache: Path | None, count: int) -> Iterator[str]:
    """Write pages that are kept; gives the places of those that turned out damaged."""
    portions = (pages[at : at + PORTION] for at in range(0, len(pages), PORTION))
    for damaged in cores.on_cores(_portion, portions, count, begin=_begin, given=(cache,), doing="writes"):
        yield from damaged


def _begin(cache: Path) -> None:
    """What a process that writes needs, for `_memo`."""
    global _given
    _given = cache


_given: Path


@lru_cache(maxsize=1)
def _memo(cache: Path) -> Memo:
    """The memo of a process that writes: opened with its first pages, where what fails can still be said."""
    return Memo(cache)


def _portion(pages: Sequence[tuple[str, str]]) -> list[str]:
    memo, damaged = _memo(_given), []
    for place, key in pages:
        try:
            content = kept_page(memo, key)
        except Moved:
            damaged.append(place)
        else:
            _put(place, content)
    return damaged


def _write(place: str, content: Content) -> None:
    if not isinstance(content, Static):
        _put(place, content if isinstance(content, bytes) else content.content())
        return
    copied = hashlib.blake2b(digest_size=16)
    try:
        source = open(content.file, "rb")  # noqa: SIM115
    except OSError:
        raise Moved(content.place) from None
    with source, open(place, "wb") as staged:
        while part := source.read(1 << 20):
            copied.update(part)
            staged.write(part)
    if copied.hexdigest() != content.digest:
        raise Moved(content.place)


def _put(place: str, content: bytes) -> None:
    with open(place, "wb", buffering=0) as staged:
        rest = memoryview(content)
        while rest:
            rest = rest[staged.write(rest) :]
