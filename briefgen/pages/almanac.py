"""The days of a story as a calendar whose days lead to what happened on them."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence

from briefgen.interface import Words
from briefgen.pages import wording
from briefgen.pages.chronicle import NAMES, Stop
from briefgen.views.lists import CalendarDay, CalendarMonth
from briefgen.views.parts import DateView, Link

DAY, MONTH = len("2025-03-04"), len("2025-03")


def index(stops: Sequence[tuple[Stop, str]], words: Words) -> tuple[tuple[CalendarMonth, ...], tuple[Link, ...]]:
    """(the days among these stops as months, links to all others); each stop comes with the way to it."""
    days = {stop.name: (stop.rows, href) for stop, href in stops if _is_date(stop, DAY)}
    most = max((rows for rows, _ in days.values()), default=1)
    months = tuple(_month(month, days, most, words) for month in sorted({day[:MONTH] for day in days}))
    links = [
        Link(_title(stop, words), href, note=str(words.shown(stop.rows)))
        for stop, href in stops
        if stop.name not in days
    ]
    return months, tuple(links)


def _is_date(stop: Stop, letters: int) -> bool:
    return stop.name not in NAMES and len(stop.name) == letters


def _title(stop: Stop, words: Words) -> str:
    return _named(stop.name, words).text if _is_date(stop, MONTH) else words.say(f"timeline.{stop.name}")


def _named(month: str, words: Words) -> DateView:
    year, number = month.split("-")
    return DateView(month, words.say("date.month", month=words.month(int(number)), year=str(int(year))))


def _month(month: str, days: Mapping[str, tuple[int, str]], most: int, words: Words) -> CalendarMonth:
    year, number = map(int, month.split("-"))

    def cell(day: int) -> CalendarDay | None:
        if not day:
            return None
        iso = f"{month}-{day:02}"
        rows, href = days.get(iso, (0, ""))
        share = round(100 * rows / most)
        return CalendarDay(number=day, date=wording.weekday(iso, words), rows=rows, share=share, href=href)

    weeks = [tuple(map(cell, week)) for week in calendar.Calendar().monthdayscalendar(year, number)]
    used = [at for at, week in enumerate(weeks) if any(day is not None and day.href for day in week)]
    return CalendarMonth(date=_named(month, words), weeks=tuple(weeks[used[0] : used[-1] + 1]))
