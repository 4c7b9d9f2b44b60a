"""Commands for who begins to write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from briefgen.cli.options import ProjectFolder, Quiet
from briefgen.cli.places import root_of


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to make it.")] = Path(),
    quiet: Quiet = False,
) -> None:
    """Make a small working project."""
    from briefgen import starter
    from briefgen.terminal import Terminal

    made = starter.make(folder)
    terminal = Terminal(quiet=quiet)
    place, go = ("", "") if folder == Path() else (f" in {folder}", f"cd {folder} && ")
    terminal.say(f"✓ a briefing with {len(made)} files{place}: " + ", ".join(made))
    terminal.say(f"  next: {go}briefgen serve --open")


def new(
    path: Annotated[str, typer.Argument(metavar="PATH", help="Below content/, e.g. ceasefire/talks-resume.")],
    project: ProjectFolder = None,
) -> None:
    """Begin an article: a draft with its front matter."""
    import datetime

    from briefgen import starter
    from briefgen.terminal import Terminal

    made = starter.begin(root_of(project), path, datetime.date.today())
    Terminal().say(f"✓ {made}")
