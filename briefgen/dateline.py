"""Datelines: where, when and by which agency a report was written, before its first words: "PORT ORREN, May 3 (NVA) - "."""

from __future__ import annotations

import re

from briefgen.span import Span

_LONGEST = 80
"""Code points up to the dash."""
_DASH = re.compile(r"\s(?:--?|[–—―])\s|(?:—|--)")


def report(span: Span, text: str) -> Span:
    """What a sentence tells behind its dateline; the whole sentence when none stands there.

    A dateline opens a paragraph and ends in a dash: a place in capitals, or a place with a date or with an agency in
    brackets. Nothing else of it is in small letters, and what it opens begins with a capital.
    """
    if text[text.rfind("\n", 0, span.start) + 1 : span.start].strip():
        return span
    dash = _DASH.search(text, span.start, min(span.end, span.start + _LONGEST))
    if dash is None:
        return span
    words = text[span.start : dash.start()].split()
    behind = Span(dash.end(), max(dash.end(), span.end)).trim(text)
    first = next(filter(str.isalnum, behind.of(text)), "")
    if not words or not first or first.islower() or not all(map(_is_of_dateline, words)):
        return span
    place = words[0].strip(",.")
    is_dated = words[-1].endswith(")") or any(word[0].isdigit() for word in words[1:])
    return Span(behind.start, span.end) if (len(place) > 1 and place.isupper()) or is_dated else span


def _is_of_dateline(word: str) -> bool:
    first = word.strip("(),./")[:1]
    return (not first or first.isupper() or first.isdigit()) and not any(mark in word for mark in ":;!?")
