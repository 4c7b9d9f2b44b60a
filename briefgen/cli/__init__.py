"""The command line: the only code that prints, reads the clock or exits.

Nothing heavy is imported before a command needs it: `--help` must answer at once.
"""

from __future__ import annotations

import signal
import sys
from typing import Annotated, NoReturn

import typer

from briefgen import __version__
from briefgen.cli.looking import annotate, why
from briefgen.cli.publishing import build, clean, serve
from briefgen.cli.writing import init, new

app = typer.Typer(
    name="briefgen",
    help="Annotated briefings: articles in, a static site out that shows who said what, and which figures they claim.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for panel, commands in (("Write", (init, new)), ("Publish", (build, serve, clean)), ("Look", (why, annotate))):
    for command in commands:
        app.command(rich_help_panel=panel)(command)


def main() -> NoReturn:
    """Run the command line and exit: 0 well, 1 bad content, 2 wrong usage."""
    from briefgen.diagnostic import BriefgenError

    # Ended from outside: give back what was begun, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        app()
    except BriefgenError as error:
        from briefgen.terminal import Terminal

        Terminal().diagnostics(error.diagnostics)
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
