"""Rendered pages as a memo keeps them: the bytes under one stage, what they were made from under another."""

from __future__ import annotations

import sys

from msgspec import Struct, msgpack

from briefgen.digests import digest
from briefgen.memo import Memo, unpacked
from briefgen.source import Moved

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PAGE = "page"
"""Stage of the bytes: those of the digest, then the page, compressed."""

ORIGIN = "origin"
"""Stage of what only is asked for when a page is made again, or somebody wants to know why."""

DIGEST = 32
"""Letters of a digest: they come first, so that it can be had without the page."""

_OPTIONS = {int(zstd.CompressionParameter.checksum_flag): 1}
"""A page that was damaged shall not pass for one."""


class Pressed(Struct, frozen=True, array_like=True):
    """A rendered page, to be kept."""

    digest: str
    content: bytes
    """Compressed."""
    grounds: dict[str, str]
    """What it was made from, part by part."""


class Origin(Struct, frozen=True, array_like=True):
    """Where a page that is kept comes from."""

    grounds: dict[str, str]
    """What it was made from, part by part."""
    reasons: tuple[str, ...]
    """Why it was made in place of the version before it; () when there was none."""


def pack(content: bytes, grounds: dict[str, str]) -> Pressed:
    """A page to be kept."""
    return Pressed(digest(content), zstd.compress(content, options=_OPTIONS), grounds)


def keep(memo: Memo, key: str, page: Pressed, reasons: tuple[str, ...] = ()) -> None:
    """Keep a page under its key, with the reasons why it was made in place of another."""
    memo.put(ORIGIN, key, msgpack.encode(Origin(page.grounds, reasons)))
    memo.put(PAGE, key, page.digest.encode() + page.content)


def origin(memo: Memo, key: str) -> Origin | None:
    """Where the page under a key comes from."""
    return unpacked(memo.get(ORIGIN, key), Origin)


def kept_digest(memo: Memo, key: str) -> str | None:
    """The digest of the page that is kept under a key, without reading all of it."""
    head = memo.head(PAGE, key, DIGEST)
    return head.decode("ascii", errors="replace") if head and len(head) == DIGEST else None


def kept_page(memo: Memo, key: str) -> bytes:
    """The bytes of a page that is kept. Raises `Moved` when it was damaged, or another process has thrown it away."""
    try:
        return zstd.decompress((memo.get(PAGE, key) or b"")[DIGEST:])
    except (zstd.ZstdError, MemoryError):  # a size that was damaged may be any
        memo.drop(PAGE, key)
        raise Moved("the cache") from None


def prune(memo: Memo, keys: set[str]) -> None:
    """Forget the pages under other keys than these."""
    memo.prune(PAGE, keys)
    memo.prune(ORIGIN, keys)
