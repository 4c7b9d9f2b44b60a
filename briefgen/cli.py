"""The command line: the only code that prints, reads the clock or exits.

Nothing heavy is imported before a command needs it: `--help` must answer at once.
"""

from __future__ import annotations

import difflib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from briefgen import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.diagnostic import Diagnostic
    from briefgen.project import Project
    from briefgen.terminal import Terminal

TRIES = 4
"""How often a build begins again because files change under it."""

app = typer.Typer(
    name="briefgen",
    help="Annotated briefings: articles in, a static site out that shows who said what, and which figures they claim.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

ProjectFolder = Annotated[
    Path | None,
    typer.Option("--project", "-C", help="The project's folder; by default this one or one above.", show_default=False),
]
Drafts = Annotated[bool, typer.Option("--drafts", "-D", help="Include drafts.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every file that was written or removed.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, help="Processes that annotate; by default as many as pay off.", show_default=False
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write the site here instead.", show_default=False)]


def main() -> NoReturn:
    """Run the command line and exit: 0 well, 1 bad content, 2 wrong usage."""
    from briefgen.diagnostic import BriefgenError

    # Ended from outside: give back what was begun, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        app()
    except BriefgenError as error:
        _terminal().diagnostics(error.diagnostics)
        sys.exit(2 if error.usage else 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output (head, less) has left: nothing to say to anyone.
        sys.stderr.close()
        sys.exit(1)
    sys.exit(0)


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"briefgen {__version__}\n")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the program itself."""


@app.command(rich_help_panel="Write")
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to make it.")] = Path(),
    quiet: Quiet = False,
) -> None:
    """Make a small working project."""
    from briefgen import starter

    made = starter.make(folder)
    if not quiet:
        place = "" if folder == Path() else f" in {folder}"
        terminal = _terminal()
        terminal.say(f"✓ a briefing with {len(made)} files{place}: " + ", ".join(made))
        terminal.say(f"  next: {'' if folder == Path() else f'cd {folder} && '}briefgen serve --open")


@app.command(rich_help_panel="Write")
def new(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Below content/, e.g. ceasefire/talks-resume.")],
    project: ProjectFolder = None,
) -> None:
    """Begin an article: a draft with its front matter."""
    import datetime

    from briefgen import starter

    made = starter.begin(_root(project), path, datetime.date.today())
    _terminal().say(f"✓ {made}")


@app.command(rich_help_panel="Publish")
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

    at = projects.load(_root(project))
    at = projects.dated(at, dated) if dated is not None else at
    place = output or at.root / at.settings.output
    sites.check_output(at.root, place)
    terminal = _terminal(quiet=quiet)
    with lock.held(at.root / ".briefgen" / "lock") as notices:
        terminal.diagnostics(notices)
        found = _build(at, place, terminal, drafts=drafts, strict=strict, force=force, jobs=jobs, verbose=verbose)
        if verify:
            _verify(at, place, terminal, drafts=drafts, jobs=jobs)
    _finish(found, strict=strict)


def _build(
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
    from time import perf_counter, time_ns

    from briefgen import build as pipeline
    from briefgen import site as sites
    from briefgen.digests import Digests
    from briefgen.memo import Memo
    from briefgen.source import Moved

    began = perf_counter()
    memo = Memo(at.root / ".briefgen" / "memo.sqlite")
    if force:
        memo.forget()
    for number in range(1, TRIES + 1):
        try:
            last = pipeline.last_build(memo, place)
            digests = Digests(pipeline.sightings(memo), time_ns())
            inputs = pipeline.gather(at, drafts=drafts, digests=digests)
            outcome = pipeline.unchanged(inputs, last, place)
            if outcome is not None:
                terminal.diagnostics(outcome.diagnostics)
                terminal.nothing_to_do(outcome.counts, _shown(place), perf_counter() - began)
                return outcome.diagnostics
            untouched = pipeline.untouched(last, place)
            made = pipeline.former(memo, place)
            with terminal.progress() as progress:
                built = pipeline.restored(inputs, memo, last, made) or pipeline.build(
                    inputs, memo, progress, jobs=jobs, made=made, untouched=untouched
                )
            refused = [d for d in built.outcome.diagnostics if strict and d.severity in ("error", "warning")]
            if refused:
                terminal.diagnostics(built.outcome.diagnostics)
                terminal.complain(f"nothing was written: {_shown(place)} is as it was (--strict)")
                raise typer.Exit(1)
            with terminal.stage("writing"):
                cache = memo.path if memo.is_durable else None
                written = sites.write(built.site, place, force=force, untouched=untouched, cache=cache, jobs=jobs)
                pipeline.remember(inputs, memo, place, built, written, digests)
            break
        except Moved as moved:
            # What was found is no longer there: begin again, the last time without a cache that others may throw away.
            if number == TRIES:
                _give_up(str(moved))
            memo = memo if number < TRIES - 1 else Memo()
    terminal.diagnostics((*built.outcome.diagnostics, *written.diagnostics))
    if verbose:
        terminal.files(written)
    terminal.summary(built.outcome.counts, written, _shown(place), perf_counter() - began)
    return (*built.outcome.diagnostics, *written.diagnostics)


def _verify(at: Project, place: Path, terminal: Terminal, *, drafts: bool, jobs: int | None) -> None:
    """Exit 1 unless the site is what a build from nothing makes."""
    from briefgen import build as pipeline
    from briefgen.source import Moved

    try:
        with terminal.progress() as progress:
            wrong = pipeline.verify(pipeline.gather(at, drafts=drafts), place, progress, jobs=jobs)
    except Moved as moved:
        _give_up(str(moved))
    if not wrong:
        terminal.say("✓ verified: a build from nothing gives the same bytes")
        return
    for address in wrong:
        terminal.complain(f"{_shown(place)}{address} is not what a build from nothing makes")
    terminal.complain("if no page was changed by hand, please report this; briefgen build --force makes the site anew")
    raise typer.Exit(1)


def _give_up(path: str) -> NoReturn:
    from briefgen.diagnostic import BriefgenError, Diagnostic

    message = "keeps changing while it is read; nothing was written"
    raise BriefgenError([Diagnostic(path=path, message=message, hint="build again when it is at rest")])


@app.command(rich_help_panel="Look")
def why(
    page: Annotated[
        str, typer.Argument(metavar="PAGE", help="Its address (ceasefire/index.html), its file or its source.")
    ],
    project: ProjectFolder = None,
    output: Output = None,
    drafts: Drafts = False,
) -> None:
    """Say why a page was built again, or would be."""
    from briefgen import build as pipeline
    from briefgen import project as projects
    from briefgen.desk import Desk
    from briefgen.diagnostic import BriefgenError, Diagnostic
    from briefgen.memo import Memo
    from briefgen.source import Moved

    at = projects.load(_root(project))
    place = output or at.root / at.settings.output
    memo = Memo(at.root / ".briefgen" / "memo.sqlite")
    desk = Desk(memo)
    terminal = _terminal()
    try:
        with terminal.progress() as progress:
            desk.settle(desk.take(pipeline.gather(at, drafts=drafts), progress))
    except Moved as moved:
        _give_up(str(moved))
    told = pipeline.explain(desk, page, place, pipeline.former(memo, place).keys)
    if told is None:
        near = difflib.get_close_matches(page, desk.plan.pages, 1)
        hint = f"did you mean {near[0]}?" if near else "name it as in the manifest of the site, or by its source"
        raise BriefgenError([Diagnostic(path="", message=f"there is no page “{page}”", hint=hint)], usage=True)
    terminal.why(told, is_touched=told.address not in pipeline.untouched(pipeline.last_build(memo, place), place))


@app.command(rich_help_panel="Publish")
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

    root = _root(project)
    server.run(
        root,
        drafts=drafts,
        host=host,
        port=port,
        open_browser=open_browser,
        poll=poll,
        allowed=allow_host or (),
        report=_terminal(quiet=quiet).event,
        memo_path=root / ".briefgen" / "memo.sqlite",
    )


@app.command(rich_help_panel="Look")
def annotate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Articles, .md or .txt; - reads standard input.")
    ],
    format: Annotated[
        Literal["text", "json", "jsonl"], typer.Option("--format", help="text to read, json or jsonl for machines.")
    ] = "text",
    date: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Date of publication.", show_default=False)
    ] = None,
    dates: Annotated[
        Path | None,
        typer.Option("--dates", metavar="FILE.json", help="Dates of publication by file stem.", show_default=False),
    ] = None,
    model: Annotated[str, typer.Option("--model", help="An installed spaCy pipeline instead of the bundled one.")] = "",
    jobs: Jobs = None,
    quiet: Quiet = False,
) -> None:
    """Print what is found in articles: actors, quotes, figures, dates, key facts."""
    from briefgen import reading

    terminal = _terminal(quiet=quiet)
    texts = reading.open_files(files, date=date, dates=dates)
    terminal.diagnostics(d for text in texts for d in text.article.diagnostics)
    with terminal.progress() as progress:
        for read in reading.annotate(texts, model, progress, jobs=jobs):
            if format == "text":
                terminal.annotation(read)
            else:
                terminal.record(read, lines=format == "jsonl", first=read.number == 1, last=read.number == len(texts))
    _finish([d for text in texts for d in text.article.diagnostics], strict=False)


@app.command(rich_help_panel="Publish")
def clean(project: ProjectFolder = None, output: Output = None, quiet: Quiet = False) -> None:
    """Remove the site and the cache: only what briefgen made."""
    from briefgen import lock
    from briefgen import project as projects
    from briefgen import site as sites
    from briefgen.memo import delete

    terminal = _terminal(quiet=quiet)
    at = projects.load(_root(project))
    place = output or at.root / at.settings.output
    sites.check_output(at.root, place)
    with lock.held(at.root / ".briefgen" / "lock", "clean") as notices:
        terminal.diagnostics(notices)
        removed = sites.clean(place)
        cached = delete(at.root / ".briefgen" / "memo.sqlite")
    terminal.diagnostics(removed.diagnostics)
    cache = " and the cache" if cached else ""
    count = len(removed.removed)
    terminal.say(f"✓ removed {count} {'file' if count == 1 else 'files'} of {_shown(place)}{cache}")


def _root(project: Path | None) -> Path:
    """The project's folder. Raises `BriefgenError` where there is none."""
    from briefgen import project as projects

    start = (project or Path()).resolve()
    return start if project else projects.find(start) or start


def _shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return f"{path.resolve().relative_to(Path.cwd())}/"
    except ValueError:
        return f"{path}/"


def _finish(diagnostics: Iterable[Diagnostic], *, strict: bool) -> None:
    """Exit 1 when the content has errors (with `strict`: or warnings)."""
    bad = ("error", "warning") if strict else ("error",)
    if any(d.severity in bad for d in diagnostics):
        raise typer.Exit(1)


def _terminal(*, quiet: bool = False) -> Terminal:
    from briefgen.terminal import Terminal

    return Terminal(quiet=quiet)
