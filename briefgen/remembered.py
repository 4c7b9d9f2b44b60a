"""What builds leave word of, so that the next does only what it must."""

from __future__ import annotations

import functools
from pathlib import Path

import msgspec
from msgspec import Struct

from briefgen.digests import RECENT, Digests, Sighting
from briefgen.inputs import Basis, Inputs
from briefgen.kept import PAGE, kept_page
from briefgen.memo import Memo, fingerprint, unpacked
from briefgen.outcome import Built, Outcome
from briefgen.site import MANIFEST, Footprint, Written, footprint
from briefgen.staging import Content, Made

A_SECOND = 1_000_000_000
"""In nanoseconds."""

LATELY = 4
"""How many builds are remembered, of those into several folders, with drafts and without."""

UNSURE: Footprint = (-1, 0, 0, 0)
"""That of no file: one that may change without a trace is looked at again."""


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


def sightings(memo: Memo) -> dict[str, Sighting]:
    """What the last build saw of the files it read."""
    return unpacked(memo.get("seen", ""), dict[str, Sighting]) or {}


def learn(memo: Memo, digests: Digests) -> None:
    """Keep what was seen of the files that had to be read: those that were new to the last build are new no longer."""
    # A path that is no text, as any part of it above the project may be, is looked at again.
    readable = {path: sighting for path, sighting in digests.after.items() if path.isprintable()}
    if readable != digests.before:
        memo.put("seen", "", msgspec.msgpack.encode(readable))
        memo.commit()


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


def needed(memo: Memo) -> tuple[set[str], list[Basis]]:
    """What the next builds need of the last ones, into each folder, with drafts and without.

    (the keys of all their pages, what these were planned from)
    """
    builds = [_made(memo, name) for name in _lately(memo)]
    return {key for one in builds for key, _ in one.keys.values()}, [one.basis for one in builds if one.basis]


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
    learn(memo, digests)
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


def _place(output: Path) -> str:
    return fingerprint(str(output.resolve()))
