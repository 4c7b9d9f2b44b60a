"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectFolder = Annotated[
    Path | None,
    typer.Option("--project", "-C", help="The project's folder; by default this one or one above.", show_default=False),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write the site here instead.", show_default=False)]
Drafts = Annotated[bool, typer.Option("--drafts", "-D", help="Include drafts.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, help="Processes that annotate; by default as many as pay off.", show_default=False
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what is wrong.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every file that was written or removed.")]
