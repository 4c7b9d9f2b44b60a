"""When things happened, above when they were reported, over one axis of time.

A day is a dot, a longer time a bar as long as it. What would stand in one place is one mark, the larger the more it
stands for. A thin line joins what happened with its report.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from briefgen.charts import NARROWEST
from briefgen.charts.calendar import Window, middle, window
from briefgen.charts.rows import rows

PERIODS = 11
"""Names of more would not fit on the narrowest screen."""
TARGET = 24
"""Pixels, each way, that a mark has for itself on the narrowest screen: so large must be what is pressed."""
CELL = 2.0
"""Percent: dots nearer than this are one."""
SMALL, LARGE = 4.0, 9.0
"""Radius of a mark of one, and of the largest, in pixels."""
THINNEST = 0.5
"""Percent: a bar is at least so long."""
HEAD = 24
"""Height of a lane's name."""
BETWEEN = 44
"""Height of the space where lines run from what happened to its reports."""
FOOT = 22
"""Height of the names of days."""


Cells = dict[int, list[tuple[float, int]]]
"""What stands in each cell, as (x in percent, which of the events or reports)."""


class Happened(Struct, frozen=True):
    """Something dated, and which day it was reported; days as ordinals."""

    start: int
    end: int
    """The last day."""
    reported: int | None


class Mark(Struct, frozen=True):
    """A dot (width 0: its middle is x) or a bar (from x on) at the height y."""

    x: float
    width: float
    y: float
    size: float
    """Radius in pixels."""
    members: tuple[int, ...]
    """Which of the events or reports it stands for."""


class Tie(Struct, frozen=True):
    """A line."""

    x1: float
    y1: float
    x2: float
    y2: float


class Strip(Struct, frozen=True):
    """A timeline drawn."""

    window: Window
    height: float
    happened: tuple[Mark, ...]
    reported: tuple[Mark, ...]
    ties: tuple[Tie, ...]
    lane: float
    """Where the lane of reports begins."""
    earlier: tuple[int, ...]
    later: tuple[int, ...]
    """Events that lie outside the window."""


def strip(events: Sequence[Happened], reports: Sequence[int]) -> Strip | None:
    """The timeline of events, and of reports (a day for each article); None where there is no day at all."""
    spans = [(event.start, event.end) for event in events]
    if not spans and not reports:
        return None
    time = window(*middle(spans, [min(reports), max(reports)] if reports else []), PERIODS)
    earlier = tuple(at for at, event in enumerate(events) if event.end < time.starts[0])
    later = tuple(at for at, event in enumerate(events) if event.start >= time.end)
    seen = sorted(set(range(len(events))) - {*earlier, *later})
    dots, bars = _cells(time, events, seen)
    happened, bottom = _dots(dots, HEAD)
    ranges, bottom = _bars(bars, bottom)
    lane = bottom + BETWEEN
    days: Cells = {}
    for at, day in enumerate(reports):
        _add(days, time.x(day), at)
    reported, height = _dots(days, lane)
    marks = [*happened.values(), *ranges]
    return Strip(
        window=time,
        height=height + FOOT,
        happened=tuple(marks),
        reported=tuple(reported.values()),
        ties=_ties(time, events, marks, reported),
        lane=lane,
        earlier=earlier,
        later=later,
    )


def _cells(
    time: Window, events: Sequence[Happened], seen: Sequence[int]
) -> tuple[Cells, dict[tuple[float, float], list[int]]]:
    """(events of a day by cell, longer ones by (start, end) in percent)"""
    dots: Cells = {}
    bars: dict[tuple[float, float], list[int]] = {}
    for at in seen:
        event = events[at]
        if event.start == event.end:
            _add(dots, time.x(event.start), at)
        else:
            start, end = max(time.edge(event.start), 0.0), min(time.edge(event.end + 1), 100.0)
            # A month of a century is still seen.
            start = min(start, 100.0 - THINNEST)
            end = max(end, round(start + THINNEST, 2))
            bars.setdefault((start, end), []).append(at)
    return dots, bars


def _add(cells: Cells, x: float, member: int) -> None:
    cells.setdefault(int(x // CELL), []).append((x, member))


def _dots(cells: Cells, top: float) -> tuple[dict[int, Mark], float]:
    """(the dots below `top` by cell, where they end)"""
    largest = max((len(members) for members in cells.values()), default=1)
    marks: dict[int, Mark] = {}
    for cell in sorted(cells):
        members = cells[cell]
        x = sum(x for x, _ in members) / len(members)
        # Never so near an edge that the mark would not fit.
        margin = 100 * TARGET / 2 / NARROWEST
        x = round(min(max(x, margin), 100 - margin), 2)
        marks[cell] = Mark(x, 0.0, 0.0, _size(len(members), largest), tuple(member for _, member in members))
    placed, count = rows([_reach(mark.x, mark.x) for mark in marks.values()])
    for (cell, mark), row in zip(list(marks.items()), placed, strict=True):
        marks[cell] = structs.replace(mark, y=top + row * TARGET + TARGET / 2)
    return marks, top + count * TARGET


def _bars(cells: dict[tuple[float, float], list[int]], top: float) -> tuple[list[Mark], float]:
    """(the bars below `top`, where they end). The shortest come first."""
    order = sorted(cells, key=lambda span: (span[1] - span[0], span))
    placed, count = rows([_reach(start, end) for start, end in order])
    bars = [
        Mark(start, round(end - start, 2), top + row * TARGET + TARGET / 2, SMALL - 1, tuple(cells[start, end]))
        for (start, end), row in zip(order, placed, strict=True)
    ]
    return bars, top + count * TARGET


def _reach(start: float, end: float) -> tuple[float, float]:
    """What a mark from start to end (percent) has for itself, in pixels of the narrowest screen; a little more than it needs."""
    left, right = start * NARROWEST / 100, end * NARROWEST / 100
    more = max(0.0, TARGET - (right - left)) / 2
    return left - more - 0.5, right + more + 0.5


def _size(count: int, largest: int) -> float:
    """The radius of a mark: its area grows with what it stands for, up to the largest."""
    if largest == 1:
        return SMALL
    share = (math.sqrt(count) - 1) / (math.sqrt(largest) - 1)
    # A second one makes a mark a little larger, not twice as large, where there are no larger ones.
    return round(SMALL + (min(LARGE, SMALL * math.sqrt(largest)) - SMALL) * share, 1)


def _ties(
    time: Window, events: Sequence[Happened], happened: Sequence[Mark], reported: Mapping[int, Mark]
) -> tuple[Tie, ...]:
    lines: dict[Tie, None] = {}
    for mark in happened:
        middle = round(mark.x + mark.width / 2, 2)
        for day in sorted({day for at in mark.members if (day := events[at].reported) is not None}):
            report = reported.get(int(time.x(day) // CELL))
            if report:
                lines[Tie(middle, mark.y + mark.size, report.x, report.y - report.size)] = None
    return tuple(lines)
