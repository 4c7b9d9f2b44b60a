"""The index of a site that is searched with Pagefind, made anew only when something that can be found has changed.

Its files are kept as pages are, so that they are written, checked and forgotten as those are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from briefgen import pagefind
from briefgen.desk import Desk
from briefgen.digests import digest
from briefgen.kept import PAGE, keep, kept_digest, kept_page, pack
from briefgen.memo import fingerprint, unpacked
from briefgen.pages import addresses
from briefgen.stages import Progress

INDEX = "index"
"""Stage of the (key, digest) of each file of an index, by address."""


def indexed(desk: Desk, keys: Mapping[str, tuple[str, str]], progress: Progress) -> dict[str, tuple[str, str]]:
    """(key, digest) of each file of the index of a settled desk's site, by address; {} for a site without one.

    `keys` are those of all pages. Raises `BriefgenError` when Pagefind fails.
    """
    assert desk.taken is not None
    inputs = desk.taken.inputs
    if not inputs.indexer:
        return {}
    shards = desk.plan.unpublished
    language = inputs.project.settings.language
    key = fingerprint([keys[shard][1] for shard in shards], language, inputs.indexer, inputs.code.pages)
    known = unpacked(desk.memo.get(INDEX, key), dict[str, tuple[str, str]])
    if known is not None and {one for one, _ in known.values()} <= desk.memo.keys(PAGE):
        return known
    progress("indexing", 0, 1)
    made = dict(_made(desk, pagefind.index(_contents(desk, shards, keys), language)))
    desk.memo.put(INDEX, key, msgspec.msgpack.encode(made))
    desk.memo.prune(INDEX, {key})
    progress("indexing", 1, 1)
    return made


def _contents(desk: Desk, shards: Iterable[str], keys: Mapping[str, tuple[str, str]]) -> Iterator[bytes]:
    for shard in shards:
        yield kept_page(desk.memo, keys[shard][0])


def _made(desk: Desk, files: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[str, str]]]:
    for path, content in files.items():
        own = digest(content)
        key = fingerprint(INDEX, own)
        if kept_digest(desk.memo, key) is None:
            keep(desk.memo, key, pack(content, {}))
        yield addresses.indexed(path), (key, own)
