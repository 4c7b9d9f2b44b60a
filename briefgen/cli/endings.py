"""How a command ends that has come to nothing good."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefgen.diagnostic import Diagnostic


def finish(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> None:
    """Exit 1 when the content has errors (with `strict`: or warnings)."""
    bad = ("error", "warning") if strict else ("error",)
    if any(d.severity in bad for d in diagnostics):
        sys.exit(1)


def give_up(path: str) -> NoReturn:
    """Raise `BriefgenError` about a file that never comes to rest."""
    from briefgen.diagnostic import BriefgenError, Diagnostic

    message = "keeps changing while it is read; nothing was written"
    raise BriefgenError([Diagnostic(path=path, message=message, hint="build again when it is at rest")])
