"""Which of what is dated happened in a story's own days, and what lies behind and before them.

A sentence on a dam that broke on Tuesday may also tell when it was built. What happened near to its reports, and is
dated to a month or better, is the story; everything else is told apart from it, by years.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from briefgen.briefing.outline import Outline
from briefgen.charts import calendar

STORY, LATER, BACKGROUND, YEARS = range(4)
"""The parts of a timeline, in their order. One without any days of its own is told by years alone."""
NAMES = ("story", "later", "background", "years")
MONTH = 31
"""Days: what lasts longer is background, and so is what lies farther from every report."""
MONTHS = 4
"""Of how many months every day is named; of more, only the months are."""


class Place(Struct, frozen=True, array_like=True):
    """Where something dated stands in a timeline: the part, and the group in it (its first and its last day)."""

    part: int
    start: str
    end: str


class Dated(Struct, frozen=True, array_like=True):
    """Something dated, and where it stands."""

    place: Place
    start: str
    end: str
    at: int
    """Which article tells it."""
    fact: int
    """Which of its facts."""


class Stop(Struct, frozen=True, array_like=True):
    """Something that an index of a timeline names: a day (2025-03-04) or a month (2025-03), or one of its parts."""

    name: str
    rows: int
    page: int
    """The page on which it begins."""
    to: Place
    """Its first group."""


def chronicle(articles: Iterable[Outline]) -> tuple[Dated, ...]:
    """Everything that articles date, in the order of a timeline."""
    told = list(articles)
    events = [(event.start, event.end, at, event.fact) for at, one in enumerate(told) for event in one.events]
    found = places([one.date for one in told if one.date], [(start, end) for start, end, _, _ in events])
    return tuple(sorted((Dated(place, *event) for place, event in zip(found, events, strict=True)), key=_order))


def _order(row: Dated) -> tuple[object, ...]:
    """By which a timeline is sorted. In the story, what lasts longer than a day stands behind the last day that it holds."""
    place, is_long = row.place, row.place.start != row.place.end
    group = (place.end, is_long, place.start) if place.part == STORY else (place.start, place.end)
    return place.part, *group, row.start, row.end, row.at, row.fact


def places(reported: Iterable[str], spans: Sequence[tuple[str, str]]) -> list[Place]:
    """Where each (first day, last day) stands in the timeline of a story that was reported on some days."""
    known = [(calendar.day(start), calendar.day(end)) for start, end in spans]
    days = sorted(day for iso in reported if (day := calendar.day(iso)) is not None)
    short = [(start, end) for start, end in known if start is not None and end is not None and end - start < MONTH]
    if not days and short:
        # Of undated articles, the days about which most is told.
        first, last = calendar.middle(short, ())
        days = [*range(first, last, MONTH), last]
    own = [
        start is not None and end is not None and end - start < MONTH and _is_near(days, start, end)
        for start, end in known
    ]
    latest = days[-1] if days else 0
    before, behind = (BACKGROUND, LATER) if any(own) else (YEARS, YEARS)
    return [
        Place(STORY, *span)
        if is_own
        else Place(behind if start is not None and start > latest else before, *_years(*span))
        for span, (start, _), is_own in zip(spans, known, own, strict=True)
    ]


def _is_near(days: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the ascending days lies within a month of a stretch."""
    at = bisect_left(days, start - MONTH)
    return at < len(days) and days[at] <= end + MONTH


def _years(start: str, end: str) -> tuple[str, str]:
    """The year that a stretch lies in; the stretch itself where it is longer."""
    year = start[:5]
    return (f"{year}01-01", f"{year}12-31") if year.endswith("-") and end.startswith(year) else (start, end)


def anchor(place: Place) -> str:
    """The id of a group's heading."""
    # A year may be that of the background, and also that of what is far ahead.
    prefix = "later" if place.part == LATER else "d"
    if is_year(place):
        return f"{prefix}_{place.start[:4]}"
    return f"{prefix}_{place.start}" if place.start == place.end else f"{prefix}_{place.start}_{place.end}"


def is_year(place: Place) -> bool:
    """Whether a group is that of a year."""
    return place.start[5:] == "01-01" and place.end == f"{place.start[:4]}-12-31"


def stops(rows: Sequence[Dated], pages: Sequence[tuple[int, int]]) -> tuple[Stop, ...]:
    """What an index of a timeline names: the story's days, or its months where these are many, then the other parts.

    `pages` are the (first row, row behind the last) of each page.
    """
    ends = [end for _, end in pages]
    is_daily = len({row.start[:7] for row in rows if row.place.part == STORY}) <= MONTHS
    named: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if row.place.part in (LATER, BACKGROUND):
            named.setdefault(NAMES[row.place.part], []).append(number)
        elif row.place.part == STORY and (row.start == row.end or not is_daily):
            named.setdefault(row.start if is_daily else row.start[:7], []).append(number)
    return tuple(
        Stop(name, len(own), bisect_right(ends, own[0]) + 1, rows[own[0]].place) for name, own in named.items()
    )


def stretch(rows: Sequence[Dated]) -> tuple[str, str]:
    """(first day, last day) of what a page's rows tell: of the story, where there is any of it; else of the years."""
    part = min((row.place.part for row in rows), default=STORY)
    own = [row.place for row in rows if row.place.part == part]
    return min((place.start for place in own), default=""), max((place.end for place in own), default="")
