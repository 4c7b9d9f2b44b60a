"""Commands that show what is known: why a page is as it is, and what is found in articles."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from briefgen.cli.endings import finish, give_up
from briefgen.cli.options import Drafts, Jobs, Output, ProjectFolder, Quiet
from briefgen.cli.places import memo_of, root_of


def why(
    page: Annotated[
        str, typer.Argument(metavar="PAGE", help="Its address (ceasefire/index.html), its file or its source.")
    ],
    project: ProjectFolder = None,
    output: Output = None,
    drafts: Drafts = False,
) -> None:
    """Say why a page was built again, or would be."""
    import difflib

    from briefgen import project as projects
    from briefgen import remembered
    from briefgen.desk import Desk
    from briefgen.diagnostic import BriefgenError, Diagnostic
    from briefgen.inputs import gather
    from briefgen.memo import Memo
    from briefgen.source import Moved
    from briefgen.terminal import Terminal
    from briefgen.why import explain

    at = projects.load(root_of(project))
    place = output or at.root / at.settings.output
    memo = Memo(memo_of(at.root))
    desk = Desk(memo)
    terminal = Terminal()
    try:
        with terminal.progress() as progress:
            desk.settle(desk.take(gather(at, drafts=drafts), progress))
    except Moved as moved:
        give_up(str(moved))
    told = explain(desk, page, place, remembered.former(memo, place).keys)
    if told is None:
        near = difflib.get_close_matches(page, desk.plan.pages, 1)
        hint = f"did you mean {near[0]}?" if near else "name it as in the manifest of the site, or by its source"
        raise BriefgenError([Diagnostic(path="", message=f"there is no page “{page}”", hint=hint)], usage=True)
    terminal.why(told, is_touched=told.address not in remembered.untouched(remembered.last_build(memo, place), place))


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
    from briefgen.terminal import Terminal

    terminal = Terminal(quiet=quiet)
    texts = reading.open_files(files, date=date, dates=dates)
    terminal.diagnostics(d for text in texts for d in text.article.diagnostics)
    with terminal.progress() as progress:
        for read in reading.annotate(texts, model, progress, jobs=jobs):
            if format == "text":
                terminal.annotation(read)
            else:
                terminal.record(read, lines=format == "jsonl", first=read.number == 1, last=read.number == len(texts))
    finish(d for text in texts for d in text.article.diagnostics)
