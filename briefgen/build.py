"""A build: from all that it depends on to a site."""

from __future__ import annotations

import functools
import threading
from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.collecting import uncollected
from briefgen.digests import digest, file_digest
from briefgen.inputs import Inputs, gather
from briefgen.kept import kept_page
from briefgen.memo import Memo
from briefgen.outcome import Built, Outcome, counts_of
from briefgen.remembered import Former, needed
from briefgen.site import read_manifest
from briefgen.source import Moved, Static
from briefgen.stages import Progress
from briefgen.staging import Content, Made

if TYPE_CHECKING:
    from briefgen.desk import Desk


def build(
    inputs: Inputs,
    memo: Memo,
    progress: Progress = lambda stage, done, total: None,
    *,
    jobs: int | None = None,
    made: Former | None = None,
    untouched: Container[str] = (),
) -> Built:
    """The site of these inputs, made by `jobs` processes (None: as many as pay off).

    `made` are the pages of an earlier build, and `untouched` the addresses at which they still stand as it left them:
    those that would be the same again are not made. Raises `BriefgenError` when a template or the model stops it,
    `Moved` when a file changes meanwhile.
    """
    # Only what a build with work to do needs.
    from briefgen.desk import Desk
    from briefgen.indexing import indexed
    from briefgen.printing import printed

    desk = Desk(memo)
    made = made or Former()
    taken = desk.take(inputs, progress, jobs=jobs)
    progress("briefing", 0, 1)
    with uncollected():
        changed = desk.resume(taken, made.basis)
    progress("briefing", 1, 1)
    keys, rendered = printed(desk, made.keys, untouched, progress, jobs, changed)
    index = indexed(desk, keys, progress)
    unpublished = set(desk.plan.unpublished)
    earlier, bases = needed(memo)
    desk.prune({*(key for key, _ in index.values()), *(key for key, _ in keys.values()), *earlier}, bases)
    lock = threading.Lock()
    site: dict[str, Content] = {}
    for address, claim in sorted(desk.plan.pages.items()):
        if isinstance(claim, Static):
            site[address] = claim
        elif address not in unpublished:
            key, found = keys[address]
            site[address] = Made(found, functools.partial(_content, desk, lock, address, key), key)
    for address, (key, found) in index.items():
        site[address] = Made(found, functools.partial(kept_page, memo, key), key)
    return Built(
        site=dict(sorted(site.items())),
        outcome=Outcome(counts=counts_of(desk, rendered), diagnostics=desk.diagnostics),
        keys={**keys, **index},
        basis=desk.basis,
    )


def _content(desk: Desk, lock: threading.Lock, address: str, key: str) -> bytes:
    """A page that is kept; made once more where what is kept turns out damaged."""
    try:
        return kept_page(desk.memo, key)
    except Moved:
        with lock:
            return desk.render(desk.plan.recipe(address))


def verify(inputs: Inputs, output: Path, progress: Progress, *, jobs: int | None = None) -> tuple[str, ...]:
    """The addresses at which the output is not, byte for byte, what a build from nothing makes of these inputs.

    Raises as `build` does.
    """
    clean = build(inputs, Memo(), progress, jobs=jobs)
    wrong = []
    for address, content in clean.site.items():
        try:
            found = file_digest(output / address)
        except OSError:
            found = ""
        if found != (digest(content) if isinstance(content, bytes) else content.digest):
            wrong.append(address)
    gone = [address for address in read_manifest(output) if address not in clean.site]
    return tuple(sorted({*wrong, *gone}))


__all__ = ["build", "gather", "verify"]
