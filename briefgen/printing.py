"""Rendering all pages of a site, on several cores where that pays. The same bytes whatever the number of jobs."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import msgspec

from briefgen import cores
from briefgen.collecting import uncollected
from briefgen.desk import Desk
from briefgen.intake import Taken
from briefgen.kept import Pressed, keep, kept_digest, origin
from briefgen.memo import Memo, unpacked
from briefgen.pages.claims import Claim
from briefgen.pages.recipe import first_article
from briefgen.stages import Progress
from briefgen.why import reasons

WORTH = 500
"""Pages: with fewer for each process, starting it costs more than it gives."""

PORTION = 25
"""Pages handed to a process at once."""


def printed(
    desk: Desk,
    former: Mapping[str, tuple[str, str]],
    untouched: Container[str],
    progress: Progress,
    jobs: int | None,
    changed: Container[str] | None = None,
) -> tuple[dict[str, tuple[str, str]], int]:
    """((key, digest) of every page by address, how many had to be rendered).

    What is rendered is kept in the desk's memo, with the reasons where it takes the place of a `former` page. Those that
    stand `untouched` where they were written need not be kept (those that an index is made of are), and those that are not in `changed` have the key that
    they had (None: any may have another). Raises what rendering raises.
    """
    keys: dict[str, tuple[str, str]] = {}
    missing: list[tuple[str, str, str]] = []
    addresses = sorted(address for address, claim in desk.plan.pages.items() if isinstance(claim, Claim))
    read = set(desk.plan.unpublished)
    for address in addresses:
        known = former.get(address) if address in untouched and address not in read else None
        if known and changed is not None and address not in changed:
            keys[address] = known
            continue
        key, recipe, _ = desk.key(address)
        if known and known[0] == key:
            keys[address] = known
            continue
        digest = kept_digest(desk.memo, key)
        if digest is None:
            missing.append((first_article(recipe), address, key))
        keys[address] = (key, digest or "")
    # Pages of the same articles follow each other: few articles have to be opened twice.
    ordered = [(address, key) for _, address, key in sorted(missing)]
    progress("rendering", 0, len(missing))
    for number, (address, key, page) in enumerate(_pressed(desk, ordered, jobs), 1):
        keys[address] = (key, page.digest)
        last = origin(desk.memo, former[address][0]) if address in former else None
        keep(desk.memo, key, page, reasons(last.grounds, page.grounds) if last else ())
        progress("rendering", number, len(missing))
    desk.memo.commit()
    return keys, len(missing)


def usable(count: int, jobs: int | None) -> int:
    """How many processes to use for so many pages: `jobs`, or as many as pay off on this machine."""
    return max(1, min(jobs or min(cores.available(), count // WORTH), count // PORTION))


def _pressed(desk: Desk, missing: Sequence[tuple[str, str]], jobs: int | None) -> Iterator[tuple[str, str, Pressed]]:
    """(address, key, page) of each page to render."""
    count = usable(len(missing), jobs)
    if count > 1:
        # The others read the articles from the file: all of them must be there.
        desk.memo.commit()
    if count == 1 or desk.memo.path is None or not desk.memo.is_durable:
        for address, key in missing:
            _, recipe, made_from = desk.key(address)
            yield address, key, desk.press(recipe, made_from)
        return
    assert desk.taken is not None
    given = (desk.memo.path, msgspec.msgpack.encode(desk.taken, enc_hook=str))
    portions = (missing[at : at + PORTION] for at in range(0, len(missing), PORTION))
    for pages in cores.on_cores(_press, portions, count, begin=_begin, given=given, doing="renders"):
        for address, key, packed in pages:
            page = unpacked(packed, Pressed)
            assert page is not None
            yield address, key, page


def _begin(memo: Path, taken: bytes) -> None:
    """What a process that renders needs, for `_desk`."""
    global _given
    _given = memo, taken


_given: tuple[Path, bytes]


@lru_cache(maxsize=1)
def _desk(memo: Path, taken: bytes) -> Desk:
    """The desk of a process that renders: made with its first pages, where what fails can still be said."""
    desk = Desk(Memo(memo))
    with uncollected():
        desk.settle(msgspec.msgpack.decode(taken, type=Taken, dec_hook=lambda _, value: Path(value)))
    return desk


def _press(pages: Sequence[tuple[str, str]]) -> list[tuple[str, str, bytes]]:
    desk = _desk(*_given)
    out = []
    for address, key in pages:
        own, recipe, made_from = desk.key(address)
        assert own == key, f"{address} has another recipe here"
        out.append((address, key, msgspec.msgpack.encode(desk.press(recipe, made_from))))
    return out
