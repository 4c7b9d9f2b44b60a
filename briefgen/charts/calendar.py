"""Time on a chart: a stretch of days, cut into even periods. Days are counted as `datetime.date.toordinal` counts them."""

from __future__ import annotations

import bisect
import datetime
import math
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

Unit = Literal["day", "week", "month", "year"]
STEPS: tuple[tuple[Unit, int], ...] = (
    ("day", 1), ("week", 1), ("month", 1), ("month", 3), *(("year", n) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)  # fmt: skip
"""How long a period may be, shortest first."""
MOST = 0.6
"""This share of all that is dated must be seen; lonely days far away may press all others together."""
REACH = 7
"""Days: what is no farther from them than they are long, or than this, is seen too."""


class Window(Struct, frozen=True):
    """A stretch of days that begins and ends with whole periods."""

    unit: Unit
    step: int
    starts: tuple[int, ...]
    """First day of each period, ascending."""
    end: int
    """The day behind the last."""

    def x(self, day: float) -> float:
        """Where a day's middle stands, in percent; days outside stand outside 0 to 100."""
        return round(100 * (day + 0.5 - self.starts[0]) / (self.end - self.starts[0]), 2)

    def edge(self, day: int) -> float:
        """Where a day begins, in percent."""
        return round(100 * (day - self.starts[0]) / (self.end - self.starts[0]), 2)

    def period(self, day: int) -> int:
        """Which period a day lies in; -1 for one before the window, the last one for one behind it."""
        return bisect.bisect_right(self.starts, day) - 1


def window(first: int, last: int, most: int) -> Window:
    """The days from first to last in the shortest periods that are at most `most` (2 or more)."""
    for unit, step in STEPS:
        starts = [_floor(first, unit, step)]
        while (following := _next(starts[-1], unit, step)) <= last and len(starts) <= most:
            starts.append(following)
        if len(starts) <= most:
            break
    # The calendar has no more than two periods of five thousand years.
    return Window(unit, step, tuple(starts), following)


def joined(unit: Unit, step: int, starts: Sequence[int]) -> Window:
    """The stretch of these periods, which follow each other."""
    return Window(unit, step, tuple(starts), _next(starts[-1], unit, step))


def middle(spans: Sequence[tuple[int, int]], also: Sequence[int]) -> tuple[int, int]:
    """(first, last) of the shortest stretch that holds all days of `also` and most of the spans; what is near them too.

    There must be a span or a day.
    """
    if not spans:
        return min(also), max(also)
    ordered = sorted(spans)
    need = math.ceil(len(ordered) * MOST)
    stretches = []
    for at in range(len(ordered) - need + 1):
        days = [day for span in ordered[at : at + need] for day in span] + list(also)
        stretches.append((max(days) - min(days), -at, min(days), max(days)))
    length, _, first, last = min(stretches)
    reach = max(length, REACH)
    near = [span for span in spans if span[0] >= first - reach and span[1] <= last + reach]
    days = [day for span in near for day in span] + list(also)
    return min(days), max(days)


def day(iso: str) -> int | None:
    """The day of a date as YYYY-MM-DD; None for one that the calendar does not have."""
    try:
        return datetime.date.fromisoformat(iso).toordinal()
    except ValueError:
        return None


def _floor(day: int, unit: Unit, step: int) -> int:
    """The first day of the period that a day lies in."""
    date = datetime.date.fromordinal(day)
    if unit == "day":
        return day
    if unit == "week":
        return day - date.weekday()
    if unit == "month":
        return date.replace(month=(date.month - 1) // step * step + 1, day=1).toordinal()
    return _year(max(date.year // step * step, 1))


def _next(start: int, unit: Unit, step: int) -> int:
    """The first day behind a period, also where the calendar (which ends with the year 9999) has no such day."""
    if unit == "day":
        return start + 1
    if unit == "week":
        return start + 7
    date = datetime.date.fromordinal(start)
    if unit == "month":
        year, month = divmod(date.year * 12 + date.month - 1 + step, 12)
        return _year(year) if month == 0 else datetime.date(year, month + 1, 1).toordinal()
    return _year(date.year // step * step + step)


def _year(year: int) -> int:
    """The first day of a year; for those behind 9999, roughly."""
    if year <= 9999:
        return datetime.date(year, 1, 1).toordinal()
    return datetime.date.max.toordinal() + 1 + 366 * (year - 10_000)
