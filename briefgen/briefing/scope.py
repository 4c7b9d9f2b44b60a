"""What a figure is a figure of: the whole of what is counted, a part of it, or something beside it.

Only a whole stands for what a story counts. A part is no more than the least that the whole can be: nine of the
injured, the bodies at one hospital. What is of another time, or says by how much a number has changed, is not to be
compared at all. The words around a figure and the dates in its sentence tell; where they do not, it is the whole.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Literal

from briefgen.annotation import Amount, Fact, Interval
from briefgen.briefing.outline import Entry

Scope = Literal["whole", "part", "change", "earlier", "later"]

FAR = datetime.timedelta(days=183)
"""What happened so long before an article is another story."""

_CHANGED = re.compile(
    r"\W*(?:more|fewer|less|additional|further|extra|others?)\b(?! (?:people )?or less)", re.IGNORECASE
)
_ADDED = re.compile(r"\b(?:another|additional|further|extra|other)\W+$", re.IGNORECASE)
_OF_THEM = re.compile(
    r"\W*(?:\w+ )?(?:of|among) (?:them|these|those|whom|which|the|its|his|her|their|our|\d)", re.IGNORECASE
)
_OF_ALL = re.compile(r"\W*(?:of|among) (?:the|these|those|them|its|all|nearly|about|some|\d)[^,;]*,", re.IGNORECASE)
_AMONG_THEM = re.compile(
    r"\b(?:including|among them|(?:of|among) (?:whom|which|them))\W+(?:\w+\W+){0,2}$", re.IGNORECASE
)
_BY_SOMEBODY = re.compile(r" (?:whom|(?:that |which )?(?:I|we|he|she|they|it)\b)([^,;.]*)", re.IGNORECASE)
_COUNTING = re.compile(r"\b(?:count|list|say|said|put|estimat|report|give|gave|number)", re.IGNORECASE)
_AT_FIRST = re.compile(r" (?:at )?(?:first|initially|originally|previously|earlier|formerly|once)\b", re.IGNORECASE)
_BOUNDING = re.compile(r"\b(?:since|until|till|before|after|from)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)


def scopes(entry: Entry) -> dict[int, Scope]:
    """Of each figure of an article, by its number among the facts."""
    dates: dict[int, list[Fact]] = {}
    for fact in entry.annotation.facts:
        if isinstance(fact.value, Interval):
            dates.setdefault(fact.sentence.start, []).append(fact)
    return {
        number: _scope(fact, fact.value, dates.get(fact.sentence.start, ()), entry)
        for number, fact in enumerate(entry.annotation.facts)
        if isinstance(fact.value, Amount)
    }


def _scope(fact: Fact, value: Amount, dates: Sequence[Fact], entry: Entry) -> Scope:
    text = entry.article.text
    before = " ".join(text[fact.sentence.start : fact.span.start].split("\n"))
    after = text[fact.span.end : fact.sentence.end]
    # Behind the noun, where one follows the number.
    subject = value.subject
    behind = text[subject.end : fact.sentence.end] if subject and subject.start >= fact.span.start else after
    time = _time([one for one in dates if not _bounds(one, fact, text)], entry.article.date)
    if time:
        return time
    if _CHANGED.match(after) or _ADDED.search(before):
        return "change"
    if _AT_FIRST.match(behind):
        return "earlier"
    by = _BY_SOMEBODY.match(behind)
    if (
        value.unit == "body"
        or _OF_THEM.match(after)
        or _OF_ALL.match(before)
        or _AMONG_THEM.search(before)
        or (by and not _COUNTING.search(by[1]))
    ):
        return "part"
    return "whole"


def _bounds(date: Fact, figure: Fact, text: str) -> bool:
    """Whether a date behind a figure only says from or until when it holds: "46, the most since 1951"."""
    return date.span.start > figure.span.start and bool(_BOUNDING.search(text[figure.span.end : date.span.start]))


def _time(dates: Sequence[Fact], told: str | None) -> Literal["earlier", "later"] | None:
    """Whether all that dates a figure lies far before its article, or after it."""
    values = [date.value for date in dates if isinstance(date.value, Interval)]
    if not told or not values:
        return None
    if all(is_background(value, told) for value in values):
        return "earlier"
    return "later" if all(value.start > told for value in values) else None


def is_background(value: Amount | Interval | None, told: str | None) -> bool:
    """Whether a time was over long before an article of that day; a year, as soon as it was over."""
    if not told or not isinstance(value, Interval):
        return False
    far = (datetime.date.fromisoformat(told) - FAR).isoformat()
    return value.end < far or (value.precision in ("year", "decade", "century") and value.end < told)
