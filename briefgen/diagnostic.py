"""What went wrong, as values: path, line, column, what, and what to write instead.

Nothing here prints. A diagnostic belongs to the result it was found with and is kept with it, so a
warning does not vanish when the result comes from the memo.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "notice"]


class Diagnostic(Struct, frozen=True, order=True, kw_only=True):
    """One thing that an author should know about a file."""

    path: str
    """Relative to the project, with forward slashes; "" when no file is meant."""
    line: int = 0
    """Counted from 1; 0 when the whole file is meant."""
    column: int = 0
    """Counted from 1, in code points; 0 when the whole line is meant."""
    severity: Severity = "error"
    message: str
    """What is wrong and what was done about it."""
    hint: str = ""
    """What to write instead."""

    def __str__(self) -> str:
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        text = f"{self.message}; {self.hint}" if self.hint else self.message
        return f"{place}: {text}" if place else text


class BriefgenError(Exception):
    """Work cannot go on. Holds every reason at once.

    `usage` is true when the call itself was wrong (exit code 2) rather than the content (1).
    """

    def __init__(self, diagnostics: Iterable[Diagnostic], *, usage: bool = False) -> None:
        self.diagnostics = tuple(diagnostics)
        self.usage = usage
        super().__init__("\n".join(map(str, self.diagnostics)))
