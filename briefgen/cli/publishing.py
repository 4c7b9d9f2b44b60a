"""Commands that make a site, show it, and take it away."""

from __future__ import annotations

from typing import Annotated

import typer

from briefgen.cli.endings import finish
from briefgen.cli.options import Drafts, Jobs, Output, ProjectFolder, Quiet, Verbose
from briefgen.cli.places import lock_of, memo_of, root_of, shown


def build(
    project: ProjectFolder = None,
    output: Output = None,
    drafts: Drafts = False,
    strict: Annotated[bool, typer.Option("--strict", help="Take warnings for errors, and then write nothing.")] = False,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Do everything again; replace pages that were changed by hand.")
    ] = False,
    verify: Annotated[
        bool, typer.Option("--verify", help="Then build from nothing, and compare every byte with the site.")
    ] = False,
    dated: Annotated[
        str | None,
        typer.Option(
            "--dated",
            metavar="YYYY-MM-DD",
            help="The day that printed pages name as that of the build; else they name that of their newest article.",
            show_default=False,
        ),
    ] = None,
    jobs: Jobs = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Build the site."""
    from briefgen import lock
    from briefgen import project as projects
    from briefgen import site as sites
    from briefgen.cli import building
    from briefgen.terminal import Terminal

    at = projects.load(root_of(project))
    at = projects.dated(at, dated) if dated is not None else at
    place = output or at.root / at.settings.output
    sites.check_output(at.root, place)
    terminal = Terminal(quiet=quiet)
    with lock.held(lock_of(at.root)) as notices:
        terminal.diagnostics(notices)
        found = building.update(
            at, place, terminal, drafts=drafts, strict=strict, force=force, jobs=jobs, verbose=verbose
        )
        if verify:
            building.verify(at, place, terminal, drafts=drafts, jobs=jobs)
    finish(found, strict=strict)


def serve(
    project: ProjectFolder = None,
    drafts: Drafts = False,
    host: Annotated[str, typer.Option("--host", help="Address to serve on.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            "--port", "-p", min=0, max=65535, help="Port; by default 8000 or the next free one.", show_default=False
        ),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", "-o", help="Open it in the browser.")] = False,
    poll: Annotated[
        bool, typer.Option("--poll", help="Look at the files again and again instead of being told of changes.")
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Answer to this name too: a proxy's.", show_default=False),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Show the site while you write: rebuilt and reloaded on every change."""
    from briefgen import serve as server
    from briefgen.terminal import Terminal

    root = root_of(project)
    server.run(
        root,
        drafts=drafts,
        host=host,
        port=port,
        open_browser=open_browser,
        poll=poll,
        allowed=allow_host or (),
        report=Terminal(quiet=quiet).event,
        memo_path=memo_of(root),
    )


def clean(project: ProjectFolder = None, output: Output = None, quiet: Quiet = False) -> None:
    """Remove the site and the cache: only what briefgen made."""
    from briefgen import lock
    from briefgen import project as projects
    from briefgen import site as sites
    from briefgen.memo import delete
    from briefgen.terminal import Terminal

    terminal = Terminal(quiet=quiet)
    at = projects.load(root_of(project))
    place = output or at.root / at.settings.output
    sites.check_output(at.root, place)
    with lock.held(lock_of(at.root), "clean") as notices:
        terminal.diagnostics(notices)
        removed = sites.clean(place)
        cached = delete(memo_of(at.root))
    terminal.diagnostics(removed.diagnostics)
    cache = " and the cache" if cached else ""
    count = len(removed.removed)
    terminal.say(f"✓ removed {count} {'file' if count == 1 else 'files'} of {shown(place)}{cache}")
