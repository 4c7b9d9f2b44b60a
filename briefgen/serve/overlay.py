"""What the overlay in the browser shows of diagnostics: each with the lines it is about, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from briefgen.diagnostic import Diagnostic, Severity

MOST = 50
"""How many are shown; who has more begins with these."""

BEFORE, AFTER = 2, 1
"""Lines shown around the one that is meant."""

WIDTH = 160
"""Code points shown of a line."""

LARGEST = 4_000_000
"""Bytes of a file that lines are still read from."""

RANK = {"error": 0, "warning": 1, "notice": 2}

VISIBLE = (
    {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
    | {0x7F: 0x2421}
    | dict.fromkeys([*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], 0xFFFD)
)
"""A sign for each letter that would not be seen, or that would turn the letters around it. One for one: columns stay."""


class Line(Struct, frozen=True):
    """A line of a source, cut to `WIDTH`."""

    number: int
    text: str
    is_meant: bool = False
    caret: int | None = None
    """Where the column is in `text`, counted from 0."""


class Problem(Struct, frozen=True, kw_only=True):
    """A diagnostic with an excerpt of its file."""

    path: str
    line: int
    column: int
    severity: Severity
    message: str
    hint: str
    excerpt: tuple[Line, ...]


def problems(root: Path, diagnostics: Iterable[Diagnostic]) -> tuple[Problem, ...]:
    """Errors, then warnings, with excerpts as the files are now. Notices are left to the terminal."""
    shown = sorted((one for one in diagnostics if one.severity != "notice"), key=lambda one: RANK[one.severity])
    return tuple(
        Problem(
            path=visible(one.path),
            line=one.line,
            column=one.column,
            severity=one.severity,
            message=visible(one.message),
            hint=visible(one.hint),
            excerpt=excerpt(root, one.path, one.line, one.column),
        )
        for one in shown[:MOST]
    )


def visible(text: str) -> str:
    """A text of which every letter can be seen."""
    return text.translate(VISIBLE)


def excerpt(root: Path, path: str, line: int, column: int) -> tuple[Line, ...]:
    """The lines around one of a file's; none when there is no such line, or the file is outside of `root`."""
    if not path or line < 1:
        return ()
    try:
        file = (root / path).resolve()
        if not file.is_relative_to(root.resolve()) or not file.is_file() or file.stat().st_size > LARGEST:
            return ()
        text = file.read_bytes().decode("utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return ()
    # As diagnostics count them: str.splitlines would also split at form feeds and the like.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if line > len(lines):
        return ()
    left = max(0, column - WIDTH * 2 // 3)
    meant = lines[line - 1]
    rows: list[Line] = []
    for number in range(max(1, line - BEFORE), min(len(lines), line + AFTER) + 1):
        whole = lines[number - 1]
        cut = whole[left : left + WIDTH]
        text = ("…" if left and cut else "") + visible(cut) + ("…" if left + WIDTH < len(whole) else "")
        if number != line:
            rows.append(Line(number, text))
        elif 1 <= column <= len(meant) + 1:
            rows.append(Line(number, text, is_meant=True, caret=column - 1 - left + (1 if left and cut else 0)))
        else:
            rows.append(Line(number, text, is_meant=True))
    return tuple(rows)
