"""What happens while a project is served, as values for whoever tells the author. Nothing here prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from briefgen.diagnostic import Diagnostic

if TYPE_CHECKING:
    from briefgen.outcome import Counts

SHOWN = 3
"""Changed pages named in a line; more of them are counted."""


class Listening(Struct, frozen=True):
    """Requests are answered from now on; the first build begins."""

    url: str
    hint: str = ""
    """What to do where that may be out of a browser's reach."""


class Polling(Struct, frozen=True):
    """The system does not tell of changes, or was not to be asked (`reason`): the files are looked at again and again."""

    reason: str


class Building(Struct, frozen=True):
    """A build goes on: of `total` things in a stage (`stages.STAGES`), `done` are done."""

    stage: str
    done: int
    total: int


class Rebuilt(Struct, frozen=True, kw_only=True):
    """The site was built, if perhaps with errors in some of its sources."""

    counts: Counts
    seconds: float
    diagnostics: tuple[Diagnostic, ...]
    changed: tuple[str, ...]
    """Addresses of the pages that are not what they were, sorted; empty after the first build."""
    first: bool


class Failed(Struct, frozen=True):
    """The site could not be built."""

    diagnostics: tuple[Diagnostic, ...]
    is_served: bool = True
    """Whether there is an earlier one, which is still served."""


class Stopped(Struct, frozen=True):
    """The server has ended."""


Event: TypeAlias = Listening | Polling | Building | Rebuilt | Failed | Stopped


def describe(event: Event) -> tuple[tuple[Diagnostic, ...], str]:
    """(diagnostics to show, a line to say after them) of an event; ((), "") for one not worth a line."""
    match event:
        case Listening(url, hint):
            return (), f"{url}  (Ctrl-C stops it)" + (f"\n{hint}" if hint else "")
        case Polling(reason):
            return (), f"looking for changed files again and again, which takes a little longer ({reason})"
        case Rebuilt():
            counts = event.counts
            if event.first:
                text = f"built {_counted(counts.articles, 'article')}, {_counted(counts.pages, 'page')}"
            elif event.changed:
                shown = ", ".join(event.changed[:SHOWN])
                more = len(event.changed) - SHOWN
                text = f"changed {shown}" + (f" and {_counted(more, 'more page')}" if more > 0 else "")
            else:
                text = "rebuilt; no page has changed"
            return event.diagnostics, f"{text} ({event.seconds:.2f} s)"
        case Failed(diagnostics, is_served):
            return diagnostics, "not built; the last good site is still served" if is_served else "not built yet"
        case Stopped():
            return (), "stopped"
        case Building():
            return (), ""


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
