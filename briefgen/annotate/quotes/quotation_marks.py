"""Pairs of quotation marks in a text, by characters alone: no model, no idea of who speaks.

Knows straight, curly and single marks, guillemets, low-high and LaTeX marks; tells them from apostrophes, feet and
inches. A mark that a paragraph leaves open closes at the paragraph's end. What a pair means is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from briefgen.span import Span


class Quoted(NamedTuple):
    """A stretch between quotation marks."""

    outer: Span
    """With its marks."""
    inner: Span
    """Without its marks and without white space at its edges."""
    continues: bool = False
    """The mark re-opens, at the start of a paragraph, a quote that the paragraph above left open."""


class _Mark(NamedTuple):
    start: int
    end: int
    opens: bool
    closes: bool


_CLOSERS = {
    '"': '"', "“": '”"', "”": "”", "„": '“”"', "‟": '”"', "«": "»", "»": "«", "‹": "›", "›": "‹",
    "``": ("''", '"', "”"), "''": ("''",), "‘": "’", "'": "'", "‚": "‘’",
}  # fmt: skip
"""Opening mark -> the marks that may close it."""

_SINGLE = "'‘’‚"
_CLIPPED = tuple(f"{word}{gap}" for word in ("em", "n", "til", "tis", "twas", "cause", "bout") for gap in " '’,.;:?!\n")
"""Words whose first letters an apostrophe replaces."""
_BEFORE_OPENING = "([{<-–—/…“‘„«\"'*_>|="


def find_quoted(text: str) -> tuple[Quoted, ...]:
    """The outermost pairs of quotation marks of `text`, ascending; paragraphs end at newline characters."""
    found: list[Quoted] = []
    left_open = ""
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        pairs, dangling = _paragraph(text, start, end, left_open)
        found.extend(pairs)
        if paragraph.strip():
            left_open = dangling
        start = end + 1
    return tuple(found)


def _paragraph(text: str, start: int, end: int, left_open: str) -> tuple[list[Quoted], str]:
    """The pairs of one paragraph, and the mark that it leaves open ("" when none)."""
    pairs: list[Quoted] = []
    opening: _Mark | None = None
    marks = list(_marks(text, start, end))
    for position, mark in enumerate(marks):
        glyph = text[mark.start : mark.end]
        if opening is None:
            if mark.opens and glyph in _CLOSERS and (glyph not in _SINGLE or _closes_later(text, marks, position)):
                opening = mark
            continue
        wanted = text[opening.start : opening.end]
        if mark.closes and glyph in _CLOSERS[wanted] and not _is_within(text, marks, position, wanted):
            pairs.append(_pair(text, opening.start, opening.end, mark.start, mark.end))
            opening = None
        elif mark.opens and glyph == wanted and glyph not in _SINGLE:
            opening = mark  # the first one never closed: a stray mark
    dangling = ""
    if opening is not None:
        tail = Span(opening.end, end).trim(text)
        if len(tail):
            pairs.append(_pair(text, opening.start, opening.end, tail.end, tail.end))
            dangling = text[opening.start : opening.end]
    if left_open and pairs:
        first = pairs[0]
        if not text[start : first.outer.start].strip() and text.startswith(left_open, first.outer.start):
            pairs[0] = first._replace(continues=True)
    return pairs, dangling


def _pair(text: str, start: int, inner_start: int, inner_end: int, end: int) -> Quoted:
    return Quoted(Span(start, end), Span(inner_start, inner_end).trim(text))


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """Every character of a paragraph that may open or close, with what its neighbours allow."""
    at = start
    while at < end:
        width = 2 if text.startswith(("``", "''"), at) else 1
        glyph = text[at : at + width]
        if width == 1 and glyph not in "\"“”„‟«»‹›‘’‚'":
            at += 1
            continue
        before = text[at - 1] if at > start else " "
        after = text[at + width] if at + width < end else " "
        at += width
        if width == 1 and glyph in "'’‘" and before.isalnum() and after.isalnum():
            continue  # an apostrophe within a word
        free = before.isspace() and after.isspace()  # tokenised text: marks stand alone
        can_open = free or ((before.isspace() or before in _BEFORE_OPENING) and not after.isspace())
        can_close = free or not before.isspace()
        if glyph in ("“", "„", "‟", "‚", "``"):
            can_open = True
            can_close = glyph == "“" and can_close
        elif glyph == "''" and can_open and before in "—–-":
            can_close = True
        elif glyph == "‘":
            can_open = not before.isalnum() and not after.isdigit()
        elif glyph == "'":
            can_open = can_open and after.isalpha() and not text.startswith(_CLIPPED, at)
        elif glyph in ("«", "‹"):
            can_open = True
        if glyph in ('"', "”") and before.isdigit() and not free and _is_measure(text, at - width, start):
            can_close = False
        yield _Mark(at - width, at, can_open, can_close)


def _is_measure(text: str, at: int, start: int) -> bool:
    """Whether the mark behind a number stands for inches: 6'2", 5′10"."""
    number = at
    while number > start and at - number < 6 and (text[number - 1].isdigit() or text[number - 1] in "./½¼¾"):
        number -= 1
    return number > start and text[number - 1] in "'’′"


def _closes_later(text: str, marks: list[_Mark], position: int) -> bool:
    """Whether a single mark has a partner among the next few marks of its paragraph; else it is an apostrophe."""
    wanted = _CLOSERS[text[marks[position].start : marks[position].end]]
    following = marks[position + 1 : position + 12]
    return any(mark.closes and text[mark.start : mark.end] in wanted for mark in following)


def _is_within(text: str, marks: list[_Mark], position: int, wanted: str) -> bool:
    """Whether a mark that could close belongs inside: a possessive ("the workers’ …"), or inches (a 12" disc)."""
    mark = marks[position]
    following = marks[position + 1] if position + 1 < len(marks) else None
    if following is None or not following.closes or following.opens:
        return False
    if text[following.start : following.end] not in _CLOSERS[wanted]:
        return False
    before, after = text[mark.start - 1], text[mark.end : mark.end + 2]
    lower_follows = len(after) == 2 and after[0].isspace() and after[1].islower()
    if wanted in _SINGLE:
        return before in "sz" and lower_follows
    return before.isdigit() and wanted == '"' and lower_follows
