"""Days along the axis of a chart, in numbers and in words."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from briefgen.annotation import Interval
from briefgen.charts import NARROWEST, calendar
from briefgen.charts.calendar import Window
from briefgen.pages import wording
from briefgen.pages.directory import Opened
from briefgen.pages.here import Here
from briefgen.views.charts import ChartTick

LETTER = 6.5
"""Width of a letter of what stands along an axis, about, in pixels."""


def reported(one: Opened) -> int | None:
    """The day of an article's publication; None where that is not known."""
    return calendar.day(one.entry.article.date) if one.entry.article.date else None


def in_words(day: int, here: Here) -> str:
    """A day in words."""
    return here.words.day(datetime.date.fromordinal(day))


def stretch(start: int, end: int, here: Here) -> str:
    """The days from a first one to the one behind the last, in words."""
    first, last = (datetime.date.fromordinal(min(day, datetime.date.max.toordinal())) for day in (start, end - 1))
    value = Interval(start=first.isoformat(), end=last.isoformat(), precision="range")
    return wording.interval(value, here.words).text


def ticks(time: Window, edges: Sequence[float], here: Here) -> tuple[ChartTick, ...]:
    """A line where each period begins, and as many days in words as there is space for on the narrowest screen."""
    labels = [_short(start, time, here) for start in time.starts]
    for stride in range(1, len(labels) + 1):
        if _fit([(edges[at], labels[at]) for at in range(0, len(labels), stride)]):
            break
    return tuple(
        ChartTick(x=edge, label="" if at % stride else label)
        for at, (edge, label) in enumerate(zip(edges, labels, strict=True))
    )


def _fit(labels: Iterable[tuple[float, str]]) -> bool:
    free = 0.0
    for x, label in labels:
        left = x * NARROWEST / 100
        if left < free:
            return False
        free = left + len(label) * LETTER + 10
    return free - 6 <= NARROWEST


def _short(start: int, time: Window, here: Here) -> str:
    date = datetime.date.fromordinal(start)
    if time.unit == "year":
        return str(date.year)
    month = here.words.entries[f"month_short.{date.month}"]
    if time.unit == "month":
        return here.words.say("charts.month", month=month, year=str(date.year))
    return here.words.say("charts.day", day=date.day, month=month)
