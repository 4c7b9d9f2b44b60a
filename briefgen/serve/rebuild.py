"""One build after another of the same project, shown in a `Showing`: what goes wrong leaves the last site standing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from briefgen import project
from briefgen.collecting import uncollected
from briefgen.diagnostic import BriefgenError, Diagnostic
from briefgen.digests import Digests, Sighting
from briefgen.inputs import Inputs, edited, gather
from briefgen.memo import Memo, fingerprint
from briefgen.outcome import Counts
from briefgen.remembered import sightings
from briefgen.serve.reload import Mark
from briefgen.serve.showing import Showing, at_unrest
from briefgen.source import Moved
from briefgen.stages import Progress

TRIES = 5
"""How often a build begins again because files change while it reads them, before that is said."""


class Halt(Exception):  # noqa: N818 - a request to leave off, no error
    """Raised from a build's progress to leave it."""


class Attempt(Struct, frozen=True, kw_only=True):
    """What the builds so far have come to."""

    is_shown: bool = False
    """Whether any has come to something."""
    counts: Counts | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    """What there is to say of the sources."""
    failure: tuple[Diagnostic, ...] = ()
    """Why the last build failed, if it did."""
    base_url: str = ""
    marks: Mapping[str, Mark] = {}
    """What is known of the pages of articles, by address."""
    edited: tuple[str, ...] = ()
    """The pages whose sources the last build found changed."""


class Builder:
    """Builds of one project, one after another, shown in one `Showing`."""

    def __init__(self, root: Path, memo: Memo, *, drafts: bool, stale: Callable[[], None] = lambda: None) -> None:
        self.showing = Showing(memo, stale)
        self._root = root
        self._memo = memo
        self._drafts = drafts
        self._key = ""
        self._inputs: Inputs | None = None
        self._settled: Inputs | None = None
        self.is_hasty = False
        """Whether the last build has looked only at what it was told of."""
        self._seen: dict[str, Sighting] = sightings(memo)

    def build(self, last: Attempt, progress: Progress, changed: frozenset[Path] | None = None) -> Attempt:
        """Take in what has changed. `last` itself when nothing that counts has.

        `changed` are the only paths that may have, as far as is known. When they are articles, nothing else is
        looked at; a build that looks at everything then has to follow (`is_hasty`).

        Only `Halt` is raised: whatever else goes wrong is a failure, with the last site still to show.
        """
        try:
            for number in range(1, TRIES + 1):
                try:
                    return self._build(last, progress, changed if number == 1 else None)
                except Moved as moved:
                    if number == TRIES:
                        return msgspec.structs.replace(last, failure=(at_unrest(moved),), edited=())
            raise AssertionError
        except Halt:
            raise
        except BriefgenError as error:
            return msgspec.structs.replace(last, failure=error.diagnostics, edited=())
        except OSError as error:
            # A file that went away while it was read. If it was more than that, the author should know.
            message = f"cannot be read ({error.strerror or error})"
            wrong = Diagnostic(path=str(error.filename or ""), message=message)
            return msgspec.structs.replace(last, failure=(wrong,), edited=())
        except Exception as error:
            message = f"a mistake in briefgen itself stopped the build: {type(error).__name__}: {error}"
            hint = "please report it; undoing the last change may help"
            return msgspec.structs.replace(last, failure=(Diagnostic(path="", message=message, hint=hint),), edited=())

    def _build(self, last: Attempt, progress: Progress, changed: frozenset[Path] | None) -> Attempt:
        digests = Digests(self._seen, time.time_ns())
        inputs = edited(self._inputs, set(map(str, changed)), digests) if changed and self._inputs else None
        self.is_hasty = inputs is not None
        if inputs is None:
            # What cannot be gathered now must not be taken for unchanged later.
            self._inputs = None
            inputs = gather(project.load(self._root), drafts=self._drafts, digests=digests)
            self._seen = digests.after
        self._inputs = inputs
        copied = (*inputs.theme.templates.values(), *inputs.theme.assets, *inputs.sources.statics)
        # The same bytes may have gone to another file, from which they are to be read.
        key = fingerprint(inputs.key, [os.fsencode(one.file) for one in copied])
        is_same = key == self._key or (self._settled is not None and _alike(inputs, self._settled))
        if is_same and self.showing.is_settled:
            self._key = key
            failure = self.showing.failures
            return last if last.failure == failure else msgspec.structs.replace(last, failure=failure, edited=())
        taken = self.showing.take(inputs, progress)
        if self._settled is None:
            with uncollected():
                addresses = self.showing.settle(taken)
        else:
            addresses = self.showing.settle(taken)
        self._key, self._settled = key, inputs
        return Attempt(
            is_shown=True,
            counts=self.showing.counts,
            diagnostics=self.showing.diagnostics,
            base_url=inputs.project.settings.base_url,
            marks=self.showing.marks,
            edited=addresses,
        )

    def warm(self) -> None:
        """Load what the next edit needs. Raises nothing: what is missing is said when it is needed."""
        with suppress(Exception):
            self.showing.warm()


def _alike(one: Inputs, other: Inputs) -> bool:
    """Whether two inputs are the same but for how their keys came about."""
    return msgspec.structs.replace(one, key="") == msgspec.structs.replace(other, key="")
