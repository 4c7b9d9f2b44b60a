"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

FOLDER = click.Path(path_type=Path)

in_project = click.option(
    "-C", "--project", metavar="DIR", type=FOLDER, help="The project's folder; by default this one or one above."
)
to_output = click.option("-o", "--output", metavar="DIR", type=FOLDER, help="Write the site here instead.")
with_drafts = click.option("-D", "--drafts", is_flag=True, help="Include drafts.")
with_jobs = click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes that work at once; by default as many as pay off.",
)
quietly = click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
