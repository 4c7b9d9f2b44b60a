"""What is served, in editions, and word of each new edition to the browsers that look at it.

An edition is immutable and takes the place of the one before in a single assignment. Its epoch names
it, and the run of the server that made it; a browser says the epoch of what it shows and is told
what has changed since.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import msgspec
from msgspec import Struct

from briefgen.serve.overlay import Problem
from briefgen.site import Site

MOST = 500
"""Beyond so many changed addresses it is said that all have changed."""

HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it is alive, and looks whether anyone listens."""


class Edition(Struct, frozen=True, kw_only=True):
    """A site as it is shown, and what is wrong with it."""

    number: int = 0
    site: Site | None = None
    """None until the first build has come to something."""
    since: int = 0
    """The number of the edition that had the first site."""
    changed: Mapping[str, int] = {}
    """The edition in which an address last changed, came or went."""
    base_url: str = ""
    problems: tuple[Problem, ...] = ()
    failed: bool = False
    """Whether the last build came to nothing, so that this is an older site."""


class News(Struct, frozen=True):
    """What a browser is told."""

    epoch: str
    changed: tuple[str, ...] | None
    """Addresses; None when all of them may have changed."""
    problems: tuple[Problem, ...]
    failed: bool


def following(
    last: Edition,
    site: Site | None,
    changed: frozenset[str],
    problems: tuple[Problem, ...],
    *,
    failed: bool,
    base_url: str = "",
) -> Edition:
    """The edition after `last`; `last` itself when a browser would see no difference."""
    is_first = last.site is None and site is not None
    if not (is_first or changed or problems != last.problems or failed != last.failed):
        return last
    number = last.number + 1
    return Edition(
        number=number,
        site=site,
        since=number if is_first else last.since,
        changed=last.changed if is_first else {**last.changed, **dict.fromkeys(changed, number)},
        base_url=base_url,
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
        return f"{self._run}-{edition.number}"

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

    def news(self, edition: Edition, epoch: str) -> News:
        """What has changed since `epoch`, in which a browser got its page."""
        run, _, digits = epoch.rpartition("-")
        number = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1
        changed: tuple[str, ...] | None = None
        if run == self._run and edition.since <= number <= edition.number:
            changed = tuple(sorted(address for address, at in edition.changed.items() if at > number))
            changed = None if len(changed) > MOST else changed
        elif run == self._run and edition.site is None and 0 <= number <= edition.number:
            changed = ()
        return News(self.epoch(edition), changed, edition.problems, edition.failed)

    async def stream(self, epoch: str, is_gone: Callable[[], Awaitable[bool]]) -> AsyncIterator[bytes]:
        """Server-sent events: the news since `epoch` at once, then with each edition, until closed."""
        self._loop = asyncio.get_running_loop()
        yield b"retry: 1000\n\n"
        told: Edition | None = None
        while not self._is_closed:
            # Taken before the edition is looked at: a turn in between is then not missed.
            turned = self._turned
            edition = self.edition
            if edition is not told:
                news = self.news(edition, epoch)
                told, epoch = edition, news.epoch
                yield b"id: %s\ndata: %s\n\n" % (epoch.encode(), msgspec.json.encode(news))
                continue
            try:
                await asyncio.wait_for(turned.wait(), HEARTBEAT)
            except TimeoutError:
                if await is_gone():
                    return
                yield b": still here\n\n"
