"""The command line: the only code that prints, reads the clock or exits.

Nothing heavy is imported before a command needs it: `--help` must answer at once.
"""

from __future__ import annotations

import signal
import sys
from typing import NoReturn

import click

from briefgen import __version__
from briefgen.cli.looking import annotate, why
from briefgen.cli.publishing import build, clean, serve
from briefgen.cli.writing import init, new

SECTIONS = {"Write": (init, new), "Publish": (build, serve, clean), "Look": (why, annotate)}
"""The commands as the help shows them."""


class _InSections(click.Group):
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        widest = max(map(len, self.commands))
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([((one.name or "").ljust(widest), one.get_short_help_str(80)) for one in commands])


@click.group(
    cls=_InSections,
    commands=[one for commands in SECTIONS.values() for one in commands],
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s", help="Show the version.")
def app() -> None:
    """Annotated briefings: articles in, a static site out that shows who said what, and which figures they claim."""


def main() -> NoReturn:
    """Run the command line and exit: 0 well, 1 bad content, 2 wrong usage."""
    from briefgen.diagnostic import BriefgenError

    # Ended from outside: give back what was begun, as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        # Not `app()`, which has words of its own for being interrupted.
        with app.make_context("briefgen", sys.argv[1:]) as context:
            app.invoke(context)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
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
