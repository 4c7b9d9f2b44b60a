"""Commands that show what is known: why a page is as it is, and what is found in articles."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.endings import finish, give_up
from briefgen.cli.options import FOLDER, in_project, quietly, to_output, with_drafts, with_jobs
from briefgen.cli.places import memo_of, root_of


@click.command()
@click.argument("page", metavar="PAGE")
@in_project
@to_output
@with_drafts
def why(page: str, project: Path | None, output: Path | None, drafts: bool) -> None:
    """Say why a page was built again, or would be.

    PAGE is its address (ceasefire/index.html), its file or its source.
    """
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


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--format",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="text to read, json or jsonl for machines.",
)
@click.option("--date", metavar="YYYY-MM-DD", help="Date of publication.")
@click.option("--dates", metavar="FILE.json", type=FOLDER, help="Dates of publication by file stem.")
@click.option("--model", metavar="NAME", default="", help="An installed spaCy pipeline instead of the bundled one.")
@with_jobs
@quietly
def annotate(
    files: tuple[str, ...],
    format: str,
    date: str | None,
    dates: Path | None,
    model: str,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Print what is found in articles: actors, quotes, figures, dates, key facts.

    FILE is an article, .md or .txt; - reads standard input.
    """
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
