"""A site of which only what is looked at is rendered at once.

A page is rendered when somebody asks for it, from the articles as they are now; so the first answer after an
edit does not wait for the rest of the site. What nobody looks at is rendered behind that, so that mistakes in
any template come to light and the next `briefgen build` finds its pages ready.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from msgspec import Struct

from briefgen.briefing.outline import Outline
from briefgen.desk import Desk
from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.digests import digest
from briefgen.inputs import Inputs
from briefgen.intake import Taken
from briefgen.kept import kept_digest, kept_page
from briefgen.memo import Memo
from briefgen.outcome import Counts, counts_of
from briefgen.pages.claims import Claim
from briefgen.remembered import needed
from briefgen.serve.reload import Mark
from briefgen.source import Moved, Static
from briefgen.stages import Progress

HELD = 64
"""Pages asked for last whose bytes are held."""

WAITED_FOR = 200
"""Pages that are rendered after an edit to see whether they have changed."""

SWEEPS = 50
"""After how many sweeps what nobody needs any more is thrown away."""


class Version(Struct, frozen=True):
    """A page as it was rendered."""

    key: str
    digest: str


class Showing:
    """A site that is made as it is looked at. Threads may share it."""

    def __init__(self, memo: Memo, stale: Callable[[], None] = lambda: None) -> None:
        """`stale` is called when what was read is no longer what is there, and a build has to look again."""
        self._desk = Desk(memo)
        self._stale = stale
        self._lock = threading.RLock()
        self._good: dict[str, Outline] = {}
        """The articles as they were when their sources had no errors, by path."""
        self._told: dict[str, Version] = {}
        """What browsers show as far as they were told, by address; the page asked for last at the end."""
        self._held: dict[str, tuple[Version, bytes]] = {}
        """Pages asked for last, as they were rendered last."""
        self._swept: dict[str, str] = {}
        """Keys of pages that can be rendered, by address."""
        self._unswept: dict[str, None] = {}
        """Addresses of pages that may be others since, in the order in which to look at them."""
        self._sweeps = 0
        self._marks: dict[str, tuple[Outline, str, Mark]] = {}
        """(article, its page, what is known of that), by path."""
        self._failing: dict[str, tuple[Diagnostic, ...]] = {}
        """Why pages cannot be rendered, by address."""

    def __contains__(self, address: object) -> bool:
        return address in self._desk.plan.pages

    def get(self, address: str) -> bytes | Static | None:
        """What stands at an address now; a page as it was before, when it cannot be rendered any more.

        Raises `BriefgenError` for one that could never be rendered.
        """
        with self._lock:
            claim = self._desk.plan.pages.get(address)
            if claim is None:
                return None
            if isinstance(claim, Static):
                self._told[address] = self._told.pop(address, Version(claim.file, claim.digest))
                return claim
            try:
                version, content = self._current(address)
            except (BriefgenError, Moved) as error:
                if isinstance(error, Moved):
                    self._stale()
                if address in self._held:
                    return self._held[address][1]
                raise error if isinstance(error, BriefgenError) else BriefgenError([at_unrest(error)]) from None
            # Whoever has asked before knows another version, and has to be told.
            self._told[address] = self._told.pop(address, version)
            return content

    def was_asked_for(self, address: str) -> bool:
        """Whether a browser may show the page."""
        return address in self._told

    def take(self, inputs: Inputs, progress: Progress) -> Taken:
        """Read what is not known yet; what is shown stays as it is. Raises as `Desk.take` does."""
        return self._desk.take(inputs, progress)

    def settle(self, taken: Taken) -> tuple[str, ...]:
        """Show these articles from now on. Gives the pages of those that were there before, and otherwise.

        An article whose source has errors is shown as it was when it had none.
        """
        with self._lock:
            before = dict(self._desk.shown)
            broken = {
                path
                for path, one in taken.outlines.items()
                if one.diagnostics and any(d.severity == "error" for d in one.diagnostics)
            }
            instead = {path: self._good[path] for path in broken if path in self._good}
            changed = self._desk.settle(taken, instead)
            # Where all may be others, only rendering tells which still fail; and what is gone fails no more.
            pages = {} if changed is None else self._desk.plan.pages
            self._failing = {one: why for one, why in self._failing.items() if isinstance(pages.get(one), Claim)}
            self._unswept |= dict.fromkeys(self._every_kind() if changed is None else sorted(changed))
            self._good = instead | {path: one for path, one in taken.outlines.items() if path not in broken}
            shown = self._desk.shown
            edited = {path for path, one in shown.items() if before and before.get(path) is not one}
            return tuple(self._desk.address(path) for path in shown if path in edited) if edited else ()

    def differences(self) -> Iterator[tuple[frozenset[str], tuple[Diagnostic, ...]]]:
        """(addresses that are not as browsers know them, what keeps pages from being rendered), in several steps.

        The page asked for last comes first, and by itself. Behind `WAITED_FOR` pages, further ones come together
        and unrendered: changed when they are made from something else.
        """
        rendered = 0
        loose: set[str] = set()
        with self._lock:
            told = list(reversed(self._told.items()))
        for address, known in told:
            with self._lock:
                claim = self._desk.plan.pages.get(address)
                if not isinstance(claim, Claim):
                    if not claim or claim.digest != known.digest:
                        del self._told[address]
                        loose.add(address)
                    continue
                if self._desk.key(address)[0] == known.key:
                    continue
                if rendered == WAITED_FOR:
                    del self._told[address]
                    loose.add(address)
                    continue
                rendered += 1
                with suppress(BriefgenError, Moved):
                    self._told[address], _ = self._current(address)
                version = self._told[address]
            if version.digest != known.digest:
                yield frozenset({address}), self.failures
        yield frozenset(loose), self.failures

    @property
    def failures(self) -> tuple[Diagnostic, ...]:
        """Why pages cannot be rendered, as far as that is known."""
        with self._lock:
            return tuple(dict.fromkeys(one for why in self._failing.values() for one in why))

    def sweep(self, is_wanted: Callable[[], bool]) -> tuple[Diagnostic, ...]:
        """Render what may have changed and nobody has asked for, while it `is_wanted`. Gives the `failures`."""
        while self._unswept and is_wanted():
            with self._lock:
                address = next(iter(self._unswept))
                del self._unswept[address]
                if not isinstance(self._desk.plan.pages.get(address), Claim):
                    self._swept.pop(address, None)
                    continue
                try:
                    self._swept[address] = self._desk.printed(address)
                    self._failing.pop(address, None)
                except Moved:
                    self._stale()
                    break
                except BriefgenError as error:
                    self._failing[address] = error.diagnostics
            # Leaves the interpreter to those who answer requests.
            time.sleep(0)
        if not self._unswept:
            self._sweeps += 1
            if self._sweeps % SWEEPS == 1:
                with self._lock:
                    pages, bases = needed(self._desk.memo)
                    self._desk.prune({*self._swept.values(), *pages}, bases)
        return self.failures

    def _every_kind(self) -> Iterator[str]:
        """Every page, one of each kind first: a mistake in a template shows soon."""
        pages = self._desk.plan.pages
        yield from {claim.kind: address for address, claim in pages.items() if isinstance(claim, Claim)}.values()
        yield from pages

    def warm(self) -> None:
        """Load the model, which the next edit needs."""
        self._desk.warm()

    @property
    def is_settled(self) -> bool:
        """Whether it shows what was taken last, and can still read it."""
        return self._desk.taken is not None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What there is to say of the sources."""
        return self._desk.diagnostics

    @property
    def counts(self) -> Counts:
        """What is shown."""
        return counts_of(self._desk, 0)

    @property
    def marks(self) -> dict[str, Mark]:
        """What is known of the pages of articles, by address."""
        now: dict[str, tuple[Outline, str, Mark]] = {}
        for path, one in self._desk.shown.items():
            known = self._marks.get(path)
            if known is None or known[0] is not one:
                mark = Mark(path=path, title=one.title, draft=one.is_draft, date=one.date)
                known = one, self._desk.address(path), mark
            now[path] = known
        self._marks = now
        return {address: mark for _, address, mark in now.values()}

    def _current(self, address: str) -> tuple[Version, bytes]:
        """A page as it is now, held from now on."""
        key, recipe, _ = self._desk.key(address)
        held = self._held.pop(address, None)
        if held is None or held[0].key != key:
            try:
                memo = self._desk.memo
                content = kept_page(memo, key) if kept_digest(memo, key) else self._desk.render(recipe)
            except (BriefgenError, Moved) as error:
                if held:
                    self._held[address] = held
                if isinstance(error, BriefgenError):
                    self._failing[address] = error.diagnostics
                raise
            self._failing.pop(address, None)
            held = Version(key, digest(content)), content
        self._held[address] = held
        if len(self._held) > HELD:
            # The one that was not asked for the longest.
            del self._held[next(iter(self._held))]
        return held


def at_unrest(moved: Moved) -> Diagnostic:
    """What there is to say of a file that changed while it was read."""
    message = f"{moved} keeps changing while it is read; it is read again with the next change"
    return Diagnostic(path=str(moved), message=message)
