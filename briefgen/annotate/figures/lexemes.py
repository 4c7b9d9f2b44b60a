"""The words and digit groups of a text, before anything is made of them. Text in, lexemes out.

Digits get their value here: with separators in any usual style ("1,400", "816 000", "2,00,000"), with fractions
("2 1/2") and suffixes ("1.4m"). Digits that are no number (10:30, 1.2.3, 4,2, F-16, 21st) have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefgen.annotate.figures.number_words import SUFFIXES

_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
_FRACTION = re.compile(r"[ \u00a0-]([1-9])/([2-9])(?![\d/])")
_LEX = re.compile(r"(?P<figure>\d(?:[\d.,:/]*\d)?)|(?P<word>[A-Za-z]+)")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}")  # the second as written in India
_GROUP_GAPS = frozenset((" ", "\u00a0", "\u202f", "\u2009"))
_MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? $")
_METRE = re.compile(
    r"[ -](?:high|tall|long|deep|wide|thick|away|above|below|from|race|sprint|hurdles|freestyle"
    r"|in \d+(?:[.:]\d+)? ?(?:s|sec|seconds?|min|minutes?))\b"
)


class Lexeme(NamedTuple):
    """A word or a group of digits at `[start, end)`."""

    start: int
    end: int
    word: str
    """Lower case; empty for digits."""
    value: float | None
    """What digits say; None for a word and for digits that are no number (10:30, 1.2.3, 4,2)."""
    scale: float = 1.0
    """What a suffix multiplies by; `value` holds it already."""


def read_lexemes(text: str) -> Iterator[Lexeme]:
    """Words and digit groups; a group is joined with its thousands ("816 000") and its suffix ("1.4m")."""
    matches = list(_LEX.finditer(text))
    index = 0
    while index < len(matches):
        match = matches[index]
        index += 1
        start, end = match.span()
        if match["word"]:
            yield Lexeme(start, end, match["word"].lower(), None)
            continue
        amount = _digits(match["figure"])
        if len(match["figure"]) <= 3 and amount is not None and not _MONTH.search(text, max(0, start - 11), start):
            while index < len(matches) and _is_group(text, end, matches[index]):
                amount = amount * 1000 + int(matches[index]["figure"])
                end = matches[index].end()
                index += 1
        if amount is not None and text[end : end + 1] in _VULGAR:
            amount, end = amount + _VULGAR[text[end]], end + 1
        elif amount is not None and (mixed := _FRACTION.match(text, end)):  # 2 1/2
            amount, end, index = amount + int(mixed[1]) / int(mixed[2]), mixed.end(), index + 1
        if _is_glued_before(text, start):
            amount = None
        scale = 1.0
        if amount is not None and index < len(matches) and matches[index].start() == end:
            suffix = matches[index].group()
            scale = SUFFIXES.get(suffix, 1.0)
            if suffix in ("m", "T") and _METRE.match(text, matches[index].end()):
                scale = 1.0
            if scale > 1:
                end = matches[index].end()
                index += 1
            elif suffix in ("s", "st", "nd", "rd", "th"):  # the 1990s, 21st
                amount = None
        if end < len(text) and text[end].isalnum() and scale > 1:
            amount = None
        yield Lexeme(start, end, "", None if amount is None else amount * scale, scale)


def _digits(figure: str) -> float | None:
    """The value of digits with separators; None when they do not spell a number."""
    if not figure.isascii() or len(figure) > 24:
        return None
    if _PLAIN.fullmatch(figure):
        return float(figure)
    return float(figure.replace(",", "")) if _GROUPED.fullmatch(figure) else None


def _is_group(text: str, end: int, match: re.Match[str]) -> bool:
    """Whether `match` is the next three digits of a number written with spaces."""
    figure = match["figure"]
    return (
        bool(figure)
        and len(figure) == 3
        and figure.isdecimal()
        and match.start() == end + 1
        and text[end] in _GROUP_GAPS
    )


def _is_glued_before(text: str, start: int) -> bool:
    """Whether digits are the tail of a name or code: F-16, H5N1, #3, A$AP is not digits at all."""
    if not start:
        return False
    before = text[start - 1]
    if before.isalnum() or before in "_#@\\/=&":
        return True
    return before in "-\u2010\u2011" and start > 1 and text[start - 2].isalpha()
