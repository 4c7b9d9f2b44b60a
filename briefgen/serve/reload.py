"""What is served, in editions, and word of each new edition to the browsers that look at it.

An edition is immutable and takes the place of the one before in a single assignment. Its epoch names
it, and the run of the server that made it; a browser says the epoch of what it shows and is told
what has changed since.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from typing import Protocol

import msgspec
from msgspec import Struct

from briefgen.serve.overlay import Problem
from briefgen.source import Static

MOST = 500
"""Beyond so many changed addresses it is said that all have changed."""

MOST_EDITED = 20
"""More sources edited at once are a checkout or the like, and no page of them is offered."""

HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it is alive, and looks whether anyone listens."""


class Shown(Protocol):
    """A site as far as it is looked at. A `dict` is one; another may make a page when it is asked for."""

    def get(self, address: str, /) -> bytes | Static | None:
        """What stands at an address. May take its time, and is called from several threads at once."""

    def __contains__(self, address: object, /) -> bool:
        """Whether anything does, at once."""


class Mark(Struct, frozen=True, kw_only=True):
    """What is known of the page of a source beside its content."""

    path: str
    """The source, relative to the project."""
    title: str
    draft: bool = False
    """Not part of the published site."""
    date: str | None = None
    """YYYY-MM-DD."""


class Edition(Struct, frozen=True, kw_only=True):
    """A site as it is shown, and what is wrong with it."""

    number: int = 0
    site: Shown | None = None
    """None until the first build has come to something."""
    since: int = 0
    """The first edition of which it is known what has changed after it."""
    changed: Mapping[str, int] = {}
    """The edition in which an address last changed, came or went."""
    base_url: str = ""
    marks: Mapping[str, Mark] = {}
    """By address, for pages that have a source."""
    edited: tuple[str, ...] = ()
    """The pages of the sources that were edited last."""
    edited_in: int = 0
    """The edition that came of it."""
    problems: tuple[Problem, ...] = ()
    failed: bool = False
    """Whether the last build came to nothing, so that this is an older site."""


class Edited(Struct, frozen=True):
    """A page whose source was just edited."""

    address: str
    title: str


class News(Struct, frozen=True, kw_only=True):
    """What a browser is told."""

    epoch: str
    changed: tuple[str, ...] | None
    """Addresses; None when all of them may have changed."""
    problems: tuple[Problem, ...]
    failed: bool
    built: bool
    """Whether there is a site at all."""
    edited: tuple[Edited, ...]
    """What was edited since; of several edits the last."""
    edit: str
    """The epoch of that edit, so that a page is not opened twice for it."""


def following(
    last: Edition,
    site: Shown | None,
    changed: frozenset[str] | None,
    problems: tuple[Problem, ...],
    *,
    failed: bool,
    base_url: str = "",
    marks: Mapping[str, Mark] | None = None,
    edited: tuple[str, ...] = (),
) -> Edition:
    """The edition after `last`; `last` itself when a browser would see no difference.

    `changed` is None when everything may have changed; `marks` when they are what they were. `edited` are the
    pages whose sources an author has just saved: only their marks can differ.
    """
    is_anew = changed is None or (last.site is None and site is not None)
    marks = last.marks if marks is None else marks
    changed = (changed or frozenset()) | {one for one in edited if marks.get(one) != last.marks.get(one)}
    if not (is_anew or changed or problems != last.problems or failed != last.failed):
        return last
    number = last.number + 1
    offered = edited if changed and not is_anew and len(edited) <= MOST_EDITED else ()
    return Edition(
        number=number,
        site=site,
        since=number if is_anew else last.since,
        changed={} if is_anew else {**last.changed, **dict.fromkeys(changed, number)},
        base_url=base_url,
        marks=marks,
        edited=offered or last.edited,
        edited_in=number if offered else last.edited_in,
        problems=problems,
        failed=failed,
    )


class Live:
    """The current edition. Published in the thread that builds, followed in the event loop that serves."""

    def __init__(self) -> None:
        self.edition = Edition()
        self.stage = ""
        """What the build is at, in words, for those who wait for the first edition."""
        self._run = secrets.token_hex(4)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._turned = asyncio.Event()
        self._is_closed = False

    def epoch(self, edition: Edition) -> str:
        """The name of an edition, unlike that of any other run."""
        return self._named(edition.number)

    def publish(self, edition: Edition) -> None:
        """Make an edition the current one. From any thread."""
        self.edition = edition
        if self._loop is not None:
            # A loop that is closed has nobody left to tell.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._turn)

    def close(self) -> None:
        """End all streams. In the event loop."""
        self._is_closed = True
        self._turn()

    def _turn(self) -> None:
        turned, self._turned = self._turned, asyncio.Event()
        turned.set()

    def _named(self, number: int) -> str:
        return f"{self._run}-{number}"

    def news(self, edition: Edition, epoch: str, pages: Collection[str] = ()) -> News:
        """What has changed since `epoch`, in which a browser got its page.

        Of pages only `pages`, which the browser shows, when there are any: a template changes thousands.
        """
        run, _, digits = epoch.rpartition("-")
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1
        is_ours = run == self._run and 0 <= number <= edition.number
        changed: tuple[str, ...] | None = None
        if is_ours and number >= edition.since:
            found = (address for address, at in edition.changed.items() if at > number)
            changed = tuple(sorted(one for one in found if not pages or one in pages or not one.endswith(".html")))
            changed = None if len(changed) > MOST else changed
        elif is_ours and edition.site is None:
            changed = ()
        edited = edition.edited if is_ours and number < edition.edited_in else ()
        titles = ((address, edition.marks.get(address)) for address in edited)
        return News(
            epoch=self.epoch(edition),
            changed=changed,
            problems=edition.problems,
            failed=edition.failed,
            built=edition.site is not None,
            edited=tuple(Edited(address, mark.title if mark else address) for address, mark in titles),
            edit=self._named(edition.edited_in) if edited else "",
        )

    async def stream(
        self, epoch: str, is_gone: Callable[[], Awaitable[bool]], pages: Collection[str] = ()
    ) -> AsyncIterator[bytes]:
        """Server-sent events: the news since `epoch` at once, then with each edition, until closed."""
        self._loop = asyncio.get_running_loop()
        yield b"retry: 1000\n\n"
        told: Edition | None = None
        while not self._is_closed:
            # Taken before the edition is looked at: a turn in between is then not missed.
            turned = self._turned
            edition = self.edition
            if edition is not told:
                news = self.news(edition, epoch, pages)
                told, epoch = edition, news.epoch
                yield b"id: %s\ndata: %s\n\n" % (epoch.encode(), msgspec.json.encode(news))
                continue
            try:
                await asyncio.wait_for(turned.wait(), HEARTBEAT)
            except TimeoutError:
                if await is_gone():
                    return
                yield b": still here\n\n"
