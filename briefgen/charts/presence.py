"""How often somebody is named over time: bars side by side."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from briefgen.charts.calendar import Unit, window

BARS = 48
"""At most so many bars: 280 / 48 leaves them wider than 5 pixels."""
HEIGHT = 56
FOOT = 20


class Period(Struct, frozen=True, array_like=True):
    """What is counted of one period."""

    start: int
    """Its first day, as an ordinal."""
    mentions: int
    articles: int


class Periods(Struct, frozen=True, array_like=True):
    """Counts of even periods, without gaps."""

    unit: Unit
    step: int
    periods: tuple[Period, ...]


class Bar(Struct, frozen=True):
    """A bar from x on; y is its top."""

    x: float
    width: float
    y: float
    height: float
    member: int
    """Which of the periods."""


def counted(days: Iterable[tuple[int, int]]) -> Periods | None:
    """Counts by period of (day, mentions) of articles; None where they have less than two days among them."""
    found = sorted(days)
    if not found or found[0][0] == found[-1][0]:
        return None
    time = window(found[0][0], found[-1][0], BARS)
    mentions, articles = [0] * len(time.starts), [0] * len(time.starts)
    for day, own in found:
        at = time.period(day)
        mentions[at] += own
        articles[at] += 1
    return Periods(time.unit, time.step, tuple(map(Period, time.starts, mentions, articles)))


def bars(periods: Periods) -> tuple[Bar, ...]:
    """A bar for each period in which there is anything; the highest is `HEIGHT` pixels high."""
    width = 100 / len(periods.periods)
    most = max((period.mentions for period in periods.periods), default=0)
    drawn = []
    for at, period in enumerate(periods.periods):
        if period.articles:
            # One mention beside a thousand is still seen.
            height = max(round(HEIGHT * period.mentions / most, 1), 2.0) if most else 2.0
            drawn.append(Bar(round(at * width, 2), round(width * 0.82, 2), HEIGHT - height, height, at))
    return tuple(drawn)
