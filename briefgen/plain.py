"""Plain text (.txt): where its paragraphs and headings are. The text itself is never changed."""

from __future__ import annotations

from msgspec import Struct

from briefgen.span import Span

SENTENCE_ENDS = (".", "!", "?", ":", ";", ",", "…", '"', "”", "'", "’", "»", ")")
HEADLINE = 120
"""A longer line is not a headline."""


class PlainBlock(Struct, frozen=True):
    """Consecutive lines that belong together."""

    lines: tuple[Span, ...]
    """Without surrounding white space; at least one."""
    heading: bool
    line: int
    """Number of its first line, from 1."""


def blocks(text: str) -> tuple[PlainBlock, ...]:
    """Paragraphs and headings, ascending.

    A line is a paragraph of its own, unless the text is hard-wrapped (most lines break in
    mid-sentence at a usual width): then paragraphs are separated by blank lines. A short line
    without final punctuation that stands alone is a heading.
    """
    runs: list[list[tuple[int, Span]]] = [[]]
    for number, found in enumerate(_lines(text), 1):
        span = found.trim(text, " \t\r\f\v\0\u00a0\u2028\ufeff\x1c\x1d\x1e\x1f\x85")
        if len(span):
            runs[-1].append((number, span))
        elif runs[-1]:
            runs.append([])
    runs = [run for run in runs if run]
    paragraphs = runs if _is_wrapped(text, runs) else [[line] for run in runs for line in run]
    return tuple(
        PlainBlock(
            lines=tuple(span for _, span in paragraph),
            heading=len(paragraph) == 1 and len(paragraphs) > 1 and _reads_as_heading(paragraph[0][1].of(text)),
            line=paragraph[0][0],
        )
        for paragraph in paragraphs
    )


def is_headline(line: str) -> bool:
    """Whether a text's first heading says enough to be its title."""
    return len(line.split()) >= 3


def _lines(text: str) -> list[Span]:
    out, start = [], 0
    for line in text.split("\n"):
        out.append(Span(start, start + len(line)))
        start += len(line) + 1
    return out


def _is_wrapped(text: str, runs: list[list[tuple[int, Span]]]) -> bool:
    """Whether most lines that another line follows break off in mid-sentence at a usual width."""
    inner = [span for run in runs for _, span in run[:-1]]
    if not inner or max(len(span) for span in inner) > HEADLINE:
        return False
    broken = sum(len(span) >= 40 and not span.of(text).endswith(SENTENCE_ENDS) for span in inner)
    return broken > len(inner) / 2


def _reads_as_heading(line: str) -> bool:
    return len(line) <= HEADLINE and not line.endswith(SENTENCE_ENDS) and any(c.isalpha() for c in line)
