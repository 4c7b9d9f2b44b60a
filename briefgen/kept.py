"""Rendered pages as a memo keeps them."""

from __future__ import annotations

import zlib

import msgspec
from msgspec import Struct

from briefgen.digests import digest
from briefgen.memo import Memo, unpacked
from briefgen.source import Moved

STAGE = "page"

DIGEST = 32
"""Letters of a digest: they come first, so that it can be had without the page."""


class Kept(Struct, frozen=True, array_like=True):
    """A rendered page."""

    digest: str
    grounds: dict[str, str]
    """What it was made from, part by part."""
    content: bytes
    """Compressed."""
    reasons: tuple[str, ...] = ()
    """Why it was made in place of the version before it; () when there was none."""


def pack(content: bytes, grounds: dict[str, str]) -> Kept:
    """A page to be kept."""
    return Kept(digest(content), grounds, zlib.compress(content, 1))


def keep(memo: Memo, key: str, page: Kept) -> None:
    """Keep a page under its key."""
    memo.put(STAGE, key, page.digest.encode() + msgspec.msgpack.encode(page))


def kept(memo: Memo, key: str) -> Kept | None:
    """The page that is kept under a key."""
    stored = memo.get(STAGE, key)
    return unpacked(stored[DIGEST:], Kept) if stored else None


def kept_digest(memo: Memo, key: str) -> str | None:
    """The digest of the page that is kept under a key, without reading all of it."""
    head = memo.head(STAGE, key, DIGEST)
    return head.decode("ascii", errors="replace") if head and len(head) == DIGEST else None


def kept_page(memo: Memo, key: str) -> bytes:
    """The bytes of a page that is kept. Raises `Moved` when it was damaged, or another process has thrown it away."""
    page = kept(memo, key)
    try:
        return zlib.decompress(page.content if page else b"")
    except zlib.error:
        memo.drop(STAGE, key)
        raise Moved("the cache") from None
