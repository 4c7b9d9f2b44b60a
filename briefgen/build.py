"""A build: a project's files to its site, and what the next build needs to know of it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from briefgen.collecting import uncollected
from briefgen.diagnostic import Diagnostic
from briefgen.digests import RECENT, Digests, Sighting, digest, file_digest
from briefgen.inputs import Basis, Inputs, gather
from briefgen.kept import PAGE, kept_page, origin
from briefgen.memo import Memo, fingerprint, unpacked
from briefgen.site import MANIFEST, Footprint, Site, Written, footprint, read_manifest
from briefgen.source import Moved, Static
from briefgen.stages import STAGES, Progress
from briefgen.staging import Content, Made

if TYPE_CHECKING:
    from briefgen.desk import Desk


A_SECOND = 1_000_000_000
"""In nanoseconds."""

LATELY = 4
"""How many builds are remembered, of those into several folders, with drafts and without."""

UNSURE: Footprint = (-1, 0, 0, 0)
"""That of no file: one that may change without a trace is looked at again."""


class Counts(Struct, frozen=True, kw_only=True):
    """What was built."""

    briefings: int = 0
    articles: int = 0
    actors: int = 0
    quotes: int = 0
    figures: int = 0
    pages: int = 0
    annotated: int = 0
    """How many articles the model had to read."""
    rendered: int = 0
    """How many pages were rendered rather than found."""
    words: int = 0
    """Of the articles that the model had to read."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What there is to say of a build, kept for the next one that finds nothing to do."""

    counts: Counts
    diagnostics: tuple[Diagnostic, ...]


class Last(Struct, frozen=True, kw_only=True, array_like=True):
    """The last build into a folder."""

    key: str
    files: dict[str, Footprint]
    """Of everything it wrote."""
    outcome: Outcome


class Former(Struct, frozen=True, kw_only=True, array_like=True):
    """The pages that the last build into a folder made."""

    keys: dict[str, tuple[str, str]] = {}
    """(key, digest) of each page, by address."""
    basis: Basis | None = None
    """What they were planned from."""


class Built(Struct, frozen=True, kw_only=True):
    """A site, and what there is to say of it."""

    site: Site
    outcome: Outcome
    keys: Mapping[str, tuple[str, str]]
    """(key, digest) by address of every file that is not copied, and of what an index is made of."""
    basis: Basis | None
    """What the pages were planned from."""


def sightings(memo: Memo) -> dict[str, Sighting]:
    """What the last build saw of the files it read."""
    return unpacked(memo.get("seen", ""), dict[str, Sighting]) or {}


def last_build(memo: Memo, output: Path) -> Last | None:
    """What the last build into a folder left word of."""
    return unpacked(memo.get("built", _place(output)), Last)


def untouched(last: Last | None, output: Path) -> dict[str, Footprint]:
    """The footprints of the files that are as the last build into a folder left them."""
    if last is None:
        return {}
    return {address: mark for address, mark in footprint(output, last.files).items() if last.files[address] == mark}


def former(memo: Memo, output: Path) -> Former:
    """The pages that the last build into a folder made."""
    place = _place(output)
    return _made(memo, next((name for name in _lately(memo) if _place_of(name) == place), ""))


def needed(memo: Memo) -> set[str]:
    """The keys of all pages that the last builds made, into each folder, with drafts and without."""
    return {key for name in _lately(memo) for key, _ in _made(memo, name).keys.values()}


def _made(memo: Memo, name: str) -> Former:
    return unpacked(memo.get("made", name), Former) or Former()


def _lately(memo: Memo) -> list[str]:
    """The names of the last builds, the last one first."""
    return unpacked(memo.get("lately", ""), list[str]) or []


def _name(place: str, *, drafts: bool) -> str:
    return f"{place} {'with' if drafts else 'without'} drafts"


def _place_of(name: str) -> str:
    return name.partition(" ")[0]


def unchanged(inputs: Inputs, last: Last | None, output: Path) -> Outcome | None:
    """What the last build said, when nothing at all has changed since: no input, no code, no file of ours."""
    if last is None or last.key != inputs.key or footprint(output, last.files) != last.files:
        return None
    return last.outcome


def restored(inputs: Inputs, memo: Memo, last: Last | None, made: Former) -> Built | None:
    """The site that the last build made, when only its files are not as it left them: from the pages that are kept.

    None when something that it depends on has changed, or a page is not kept any more.
    """
    if last is None or last.key != inputs.key:
        return None
    if not {key for key, _ in made.keys.values()} <= memo.keys(PAGE):
        return None
    site: dict[str, Content] = {
        static.place: static
        for static in (*reversed(inputs.theme.assets), *reversed(inputs.sources.statics))
        if static.place in last.files
    }
    for address, (key, found) in made.keys.items():
        if address not in last.files:
            # Made for the index of the search alone.
            continue
        site[address] = Made(found, functools.partial(kept_page, memo, key), key)
    if site.keys() != last.files.keys() - {MANIFEST}:
        # What is known of it is damaged.
        return None
    return Built(site=dict(sorted(site.items())), outcome=last.outcome, keys=made.keys, basis=made.basis)


def remember(inputs: Inputs, memo: Memo, output: Path, built: Built, written: Written, digests: Digests) -> None:
    """Keep what the next build needs; `digests` are those that the inputs were gathered with.

    A build that had to leave something alone is not kept whole: the next says so again.
    """
    place = _place(output)
    # A path that is no text, as any part of it above the project may be, is looked at again.
    readable = {path: sighting for path, sighting in digests.after.items() if path.isprintable()}
    memo.put("seen", "", msgspec.msgpack.encode(readable))
    name = _name(place, drafts=inputs.drafts)
    lately = [name, *(one for one in _lately(memo) if one != name)][:LATELY]
    memo.put("lately", "", msgspec.msgpack.encode(lately))
    memo.put("made", name, msgspec.msgpack.encode(Former(keys=dict(built.keys), basis=built.basis)))
    # What was left alone is not ours: the next build has to look at it again.
    marks = footprint(output, (*(set(built.site) - set(written.left)), MANIFEST))
    files = {address: mark if _is_lasting(mark, digests.now) else UNSURE for address, mark in marks.items()}
    last = Last(key="" if written.diagnostics else inputs.key, files=files, outcome=built.outcome)
    memo.put("built", place, msgspec.msgpack.encode(last))
    memo.commit()
    memo.prune("made", set(lately))
    memo.prune("built", {_place_of(one) for one in lately})


def _is_lasting(mark: Footprint, now: int) -> bool:
    """Whether a further change of a file would give it another footprint."""
    _, modified, changed, _ = mark
    # Most file systems count in less than what anybody needs to change a file again.
    is_coarse = modified % A_SECOND == 0 and changed % A_SECOND == 0
    return not is_coarse or max(modified, changed) < now - RECENT


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
    desk.prune({*(key for key, _ in index.values()), *(key for key, _ in keys.values()), *needed(memo)})
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


class Why(Struct, frozen=True, kw_only=True):
    """Why a page is as it is."""

    address: str
    made_from: tuple[str, ...]
    """The sources and templates that it is made from now."""
    last: tuple[str, ...]
    """Why the last build made it in place of an earlier version; () when there was none."""
    next: tuple[str, ...]
    """Why the next build will make it again; () when it will not."""
    is_new: bool
    """Whether no build has made it yet."""


def explain(desk: Desk, named: str, output: Path, made: Mapping[str, tuple[str, str]]) -> Why | None:
    """Why the page that somebody names is as it is; None where there is no such page.

    `named` is its address, its file, or the path of its source; `made` the (key, digest) by address of what the
    last build made. The desk is settled.
    """
    from briefgen.why import ingredients, reasons

    address = next((one for one in _meant(desk, named, output) if one in desk.plan.pages), None)
    if address is None:
        return None
    claim = desk.plan.pages[address]
    if isinstance(claim, Static):
        return Why(address=address, made_from=(claim.file,), last=(), next=(), is_new=False)
    key, _, grounds = desk.key(address)
    last = origin(desk.memo, made[address][0]) if address in made else None
    return Why(
        address=address,
        made_from=ingredients(grounds),
        last=last.reasons if last else (),
        next=reasons(last.grounds, grounds) if last and made[address][0] != key else (),
        is_new=last is None,
    )


def _meant(desk: Desk, named: str, output: Path) -> Iterator[str]:
    """The addresses that a name may stand for, the likeliest first."""
    with suppress(ValueError):
        yield Path(named).resolve().relative_to(output.resolve()).as_posix()
    yield named.strip("/")
    yield f"{named.strip('/')}/index.html".lstrip("/")
    for address, path in desk.origins.items():
        if path == named or path.endswith(f"/{named}"):
            yield address


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


def counts_of(desk: Desk, rendered: int) -> Counts:
    """What a settled desk holds, with so many of its pages rendered for it."""
    shown = [one for one in desk.shown.values() if not one.is_index]
    return Counts(
        briefings=len({one.folder for one in desk.shown.values()}),
        articles=len(shown),
        actors=len(desk.plan.cast.dossiers),
        quotes=sum(one.quotes for one in shown),
        figures=sum(len(one.figures) for one in shown),
        pages=desk.plan.made,
        annotated=desk.taken.annotated if desk.taken else 0,
        rendered=rendered,
        words=desk.taken.words if desk.taken else 0,
    )


def _place(output: Path) -> str:
    return fingerprint(str(output.resolve()))


__all__ = [
    "STAGES",
    "Built",
    "Counts",
    "Inputs",
    "Last",
    "Outcome",
    "build",
    "gather",
    "last_build",
    "remember",
    "unchanged",
]
