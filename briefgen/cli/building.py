"""A build as the command line does it: begun again while files change, and told as it goes on."""

from __future__ import annotations

import sys
from time import perf_counter, time_ns
from typing import TYPE_CHECKING

from briefgen import build as pipeline
from briefgen import remembered
from briefgen import site as sites
from briefgen.cli.endings import give_up
from briefgen.cli.places import memo_of, shown
from briefgen.digests import Digests
from briefgen.inputs import gather
from briefgen.memo import Memo
from briefgen.source import Moved

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from briefgen.diagnostic import Diagnostic
    from briefgen.project import Project
    from briefgen.terminal import Terminal

TRIES = 4
"""How often a build begins again because files change under it."""


def update(
    at: Project,
    place: Path,
    terminal: Terminal,
    *,
    drafts: bool,
    strict: bool,
    force: bool,
    jobs: int | None,
    verbose: bool,
) -> Iterable[Diagnostic]:
    """Bring the site up to date; gives what was wrong."""
    began = perf_counter()
    memo = Memo(memo_of(at.root))
    if force:
        memo.forget()
    for number in range(1, TRIES + 1):
        try:
            last = remembered.last_build(memo, place)
            digests = Digests(remembered.sightings(memo), time_ns())
            inputs = gather(at, drafts=drafts, digests=digests)
            outcome = remembered.unchanged(inputs, last, place)
            if outcome is not None:
                remembered.learn(memo, digests)
                terminal.diagnostics(outcome.diagnostics)
                terminal.nothing_to_do(outcome.counts, shown(place), perf_counter() - began)
                return outcome.diagnostics
            untouched = remembered.untouched(last, place)
            made = remembered.former(memo, place)
            with terminal.progress() as progress:
                built = remembered.restored(inputs, memo, last, made) or pipeline.build(
                    inputs, memo, progress, jobs=jobs, made=made, untouched=untouched
                )
            refused = [d for d in built.outcome.diagnostics if strict and d.severity in ("error", "warning")]
            if refused:
                terminal.diagnostics(built.outcome.diagnostics)
                terminal.complain(f"nothing was written: {shown(place)} is as it was (--strict)")
                sys.exit(1)
            with terminal.stage("writing"):
                cache = memo.path if memo.is_durable else None
                written = sites.write(built.site, place, force=force, untouched=untouched, cache=cache, jobs=jobs)
                remembered.remember(inputs, memo, place, built, written, digests)
            break
        except Moved as moved:
            # What was found is no longer there: begin again, the last time without a cache that others may throw away.
            if number == TRIES:
                give_up(str(moved))
            memo = memo if number < TRIES - 1 else Memo()
    terminal.diagnostics((*built.outcome.diagnostics, *written.diagnostics))
    if verbose:
        terminal.files(written)
    terminal.summary(built.outcome.counts, written, shown(place), perf_counter() - began)
    return (*built.outcome.diagnostics, *written.diagnostics)


def verify(at: Project, place: Path, terminal: Terminal, *, drafts: bool, jobs: int | None) -> None:
    """Exit 1 unless the site is what a build from nothing makes."""
    try:
        with terminal.progress() as progress:
            wrong = pipeline.verify(gather(at, drafts=drafts), place, progress, jobs=jobs)
    except Moved as moved:
        give_up(str(moved))
    if not wrong:
        terminal.say("✓ verified: a build from nothing gives the same bytes")
        return
    for address in wrong:
        terminal.complain(f"{shown(place)}{address} is not what a build from nothing makes")
    terminal.complain("if no page was changed by hand, please report this; briefgen build --force makes the site anew")
    sys.exit(1)
