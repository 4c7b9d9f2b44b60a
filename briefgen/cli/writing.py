"""Commands for who begins to write."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.options import FOLDER, in_project, quietly
from briefgen.cli.places import root_of


@click.command()
@click.argument("folder", metavar="[DIR]", type=FOLDER, default=Path())
@quietly
def init(folder: Path, quiet: bool) -> None:
    """Make a small working project, here or in DIR."""
    from briefgen import starter
    from briefgen.terminal import Terminal

    made = starter.make(folder)
    terminal = Terminal(quiet=quiet)
    place, go = ("", "") if folder == Path() else (f" in {folder}", f"cd {folder} && ")
    terminal.say(f"✓ a briefing with {len(made)} files{place}: " + ", ".join(made))
    terminal.say(f"  next: {go}briefgen serve --open")


@click.command()
@click.argument("path", metavar="PATH")
@in_project
def new(path: str, project: Path | None) -> None:
    """Begin an article: a draft with its front matter.

    PATH is below content/, e.g. ceasefire/talks-resume.
    """
    import datetime

    from briefgen import starter
    from briefgen.terminal import Terminal

    made = starter.begin(root_of(project), path, datetime.date.today())
    Terminal().say(f"✓ {made}")
