"""Commands that make a site, show it, and take it away."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.endings import finish
from briefgen.cli.options import in_project, quietly, to_output, with_drafts, with_jobs
from briefgen.cli.places import lock_of, memo_of, root_of, shown


@click.command()
@in_project
@to_output
@with_drafts
@click.option("--strict", is_flag=True, help="Take warnings for errors, and then write nothing.")
@click.option("-f", "--force", is_flag=True, help="Do everything again; replace pages that were changed by hand.")
@click.option("--verify", is_flag=True, help="Then build from nothing, and compare every byte with the site.")
@click.option(
    "--dated",
    metavar="YYYY-MM-DD",
    help="The day that printed pages name as that of the build; else they name that of their newest article.",
)
@with_jobs
@quietly
@click.option("-v", "--verbose", is_flag=True, help="Name every file that was written or removed.")
def build(
    project: Path | None,
    output: Path | None,
    drafts: bool,
    strict: bool,
    force: bool,
    verify: bool,
    dated: str | None,
    jobs: int | None,
    quiet: bool,
    verbose: bool,
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


@click.command()
@in_project
@with_drafts
@click.option("--host", metavar="NAME", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option(
    "-p", "--port", metavar="N", type=click.IntRange(0, 65535), help="Port; by default 8000 or the next free one."
)
@click.option("-o", "--open", "open_browser", is_flag=True, help="Open it in the browser.")
@click.option("--poll", is_flag=True, help="Look at the files again and again instead of being told of changes.")
@click.option("--allow-host", metavar="NAME", multiple=True, help="Answer to this name too: a proxy's.")
@quietly
def serve(
    project: Path | None,
    drafts: bool,
    host: str,
    port: int | None,
    open_browser: bool,
    poll: bool,
    allow_host: tuple[str, ...],
    quiet: bool,
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
        allowed=allow_host,
        report=Terminal(quiet=quiet).event,
        memo_path=memo_of(root),
    )


@click.command()
@in_project
@to_output
@quietly
def clean(project: Path | None, output: Path | None, quiet: bool) -> None:
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
