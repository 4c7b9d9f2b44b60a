"""What a date expression means: `Expression` and a moment to read it from give an `Interval`, or None.

Pure calendar arithmetic. Weeks run from Monday to Sunday, seasons are the northern meteorological ones,
centuries run from 00 to 99 as in common speech ("the 1900s"). An early or late part is a half, the middle a third.
Years before our era have no value. Finding expressions in text stands in `date_grammar`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from msgspec import Struct

from briefgen.annotate.dates.expressions import (
    Between,
    Expression,
    Fixed,
    Numeric,
    Part,
    Shift,
    Stretch,
    Weekly,
    Yearly,
)
from briefgen.annotation import Interval, Precision

Days = tuple[date, date]

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_PRECISIONS: dict[str, Precision] = {
    "day": "day", "week": "week", "month": "month", "quarter": "quarter", "season": "season", "year": "year",
    "decade": "decade", "century": "century",
}  # fmt: skip
"""Units that are precisions; others are ranges of days."""


class Moment(Struct, frozen=True, kw_only=True):
    """What an expression is read from."""

    published: date | None = None
    tense: int = 0
    """-1 when the words around speak of the past, 1 of the future, 0 when they do not tell."""
    told: tuple[Interval, ...] = ()
    """Resolved dates before it, the nearest first."""
    story: date | None = None
    """A month or day of a named year that the text is telling about."""
    listed: date | None = None
    """A day or month to come that the sentence named right before: a list goes on from there."""
    month_first: bool | None = None
    """Whether the article writes the month before the day; None when it does not tell."""


def resolve(expression: Expression, moment: Moment) -> Interval | None:
    """The first and last day that `expression` means, seen from `moment`; None when that cannot be known."""
    try:
        return _resolve(expression, moment)
    except (ValueError, OverflowError):  # 30 February; a year outside 1 to 9999
        return None


def _resolve(expression: Expression, moment: Moment) -> Interval | None:
    match expression:
        case Fixed(unit, first):
            length = {"year": 1, "decade": 10, "century": 100}[unit]
            return interval((date(first, 1, 1), date(first + length - 1, 12, 31)), unit)
        case Yearly():
            return _yearly(expression, moment)
        case Weekly():
            return _weekly(expression, moment)
        case Shift():
            return _shift(expression, moment)
        case Stretch():
            return _stretch(expression, moment)
        case Part(part, whole):
            found = _resolve(whole, moment)
            return found and _part(part, found)
        case Between(first, last):
            one, two = _resolve(first, moment), _resolve(last, moment)
            if one is None or two is None or one.start > two.end:
                return None
            return Interval(start=one.start, end=two.end, precision="range")
        case Numeric(one, two, year):
            if moment.month_first is None and one != two:
                return None
            month, day = (one, two) if moment.month_first else (two, one)
            return interval((date(year, month, day),) * 2, "day")
        case _:
            return None


def interval(days: Days, unit: str) -> Interval:
    """An `Interval` over `days`, with the precision that goes with `unit`."""
    first, last = days
    return Interval(start=first.isoformat(), end=last.isoformat(), precision=_PRECISIONS.get(unit, "range"))


def whole(unit: str, day: date) -> Days:
    """The period of this unit that holds `day`; a weekend is that of the day's week."""
    monday = day - DAY * day.weekday()
    match unit:
        case "day":
            return day, day
        case "week":
            return monday, monday + 6 * DAY
        case "weekend":
            return monday + 5 * DAY, monday + 6 * DAY
        case "month":
            return _months(day.year, day.month, 1)
        case "quarter":
            return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
        case "season":
            return _months(day.year - (day.month < 3), day.month // 3 * 3 or 12, 3)
        case "half":
            return _months(day.year, 1 if day.month < 7 else 7, 6)
        case _:
            length = {"year": 1, "decade": 10, "century": 100}[unit]
            first = day.year // length * length
            return date(first or 1, 1, 1), date(first + length - 1, 12, 31)


def moved(day: date, unit: str, by: int) -> date:
    """The day `by` units away; the end of the month where the month is too short."""
    if unit in ("day", "week", "weekend"):
        return day + by * (DAY if unit == "day" else WEEK)
    months = by * {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months(year: int, month: int, count: int) -> Days:
    first = date(year, month, 1)
    return first, moved(first, "month", count) - DAY


def _occurrence(what: Yearly, year: int) -> Days:
    match what.unit:
        case "day":
            day = date(year, what.number, what.day)
            return day, day
        case "month":
            return _months(year, what.number, 1)
        case "season":
            return _months(year, what.number * 3, 3)
        case "quarter":
            return _months(year, what.number * 3 - 2, 3)
        case _:
            return _months(year, what.number * 6 - 5, 6)


def _yearly(what: Yearly, moment: Moment) -> Interval | None:
    if what.of is not None:
        found = _shift(what.of, moment)
        year = int(found.start[:4]) if found else None
    elif what.year is None and what.which == "" and moment.story and _afar(moment.story, moment.published):
        year = moment.story.year
        if (moment.story - _occurrence(what, year)[1]).days > 60:  # stories go forward
            year += 1
    else:
        year = what.year
    if year is not None:
        return interval(_occurrence(what, year), what.unit)
    if moment.published is None:
        return None
    days = _nearest(what, moment.published, moment.tense, moment.listed)
    return days and interval(days, what.unit)


def _afar(story: date, published: date | None) -> bool:
    return published is None or abs((published - story).days) > 400


def _nearest(what: Yearly, published: date, tense: int, listed: date | None) -> Days | None:
    """The occurrence that is meant when no year is said."""
    reach = 6 if what.weekday is not None or (what.unit, what.number, what.day) == ("day", 2, 29) else 1
    possible = []
    for year in range(max(1, published.year - reach), min(9998, published.year + reach) + 1):
        try:
            days = _occurrence(what, year)
        except ValueError:  # 29 February
            continue
        if what.weekday is None or days[0].weekday() == what.weekday:
            possible.append(days)
    before = [days for days in possible if days[0] <= published]
    after = [days for days in possible if days[1] >= published]
    if what.which == "last":
        before = [days for days in possible if days[1] < published]
        return before[-1] if before else None
    if what.which == "next":
        after = [days for days in possible if days[0] > published]
        return after[0] if after else None
    if not (before and after):
        return before[-1] if before else after[0] if after else None
    if what.which == "this":
        same = [days for days in possible if days[0].year == published.year]
        return same[0] if same else before[-1]
    if listed is not None and tense >= 0:
        return next((days for days in after if days[0] >= listed), after[-1])
    if tense > 0:
        return after[0]
    gone, ahead = (published - before[-1][1]).days, (after[0][0] - published).days
    if tense < 0:  # the day after publication happens: time zones, early editions
        return after[0] if what.unit == "day" and ahead <= 2 < gone else before[-1]
    if what.unit == "season":  # "in summer" may be any summer
        return None
    return after[0] if 0 < ahead * 3 < gone else before[-1]


def _weekly(what: Weekly, moment: Moment) -> Interval | None:
    start = _told("day", moment) if what.told else moment.published
    if start is None:
        return None
    since = (start.weekday() - what.weekday) % 7
    if what.week is not None:
        first = start + what.week * WEEK - DAY * start.weekday() + DAY * what.weekday
    elif what.weekend:
        first = whole("weekend", start)[0]
        if what.which == "last" or (what.which != "next" and moment.tense <= 0 and first > start):
            first -= WEEK
        elif what.which == "next":
            first += WEEK
    elif what.which == "this":
        first = start - DAY * start.weekday() + DAY * what.weekday
    elif what.which == "last":
        first = start - DAY * (since or 7)
    elif what.which == "next":
        first = start + DAY * (7 - since)
    else:
        first = start + DAY * (-since % 7) if moment.tense > 0 else start - DAY * since
    return interval((first, first + DAY), "weekend") if what.weekend else interval((first, first), "day")


def _shift(what: Shift, moment: Moment) -> Interval | None:
    start = moment.published
    if what.told:
        start = _told(what.unit, moment)
        if what.rest and moment.tense > 0 and moment.published:
            start = moment.published
        if start is None and (what.by < 0 or what.rest):
            start = moment.published
    if start is None:
        return None
    day = moved(start, what.unit, what.by)
    if what.exact is not None:
        return interval((day + DAY * what.exact,) * 2, "day")
    return interval(whole(what.unit, day), what.unit)


def _told(unit: str, moment: Moment) -> date | None:
    """The day from which an expression of this unit counts: the nearest date that is no coarser."""
    for found in moment.told:
        start, end = date.fromisoformat(found.start), date.fromisoformat(found.end)
        if end <= whole(unit, start)[1]:
            return start
    return None


def _stretch(what: Stretch, moment: Moment) -> Interval | None:
    unit, by = what.unit, what.by
    if what.told or (what.ahead and moment.tense < 0):
        start = _told(unit, moment)
        if start is None:
            return None
        away = moved(start, unit, by)
        return interval((away, start - DAY) if by < 0 else (start, away), "range")
    if moment.published is None:
        return None
    away = moved(moment.published, unit, by)
    days = (away + DAY, moment.published) if by < 0 else (moment.published + DAY, away)
    return interval(days, "range")


def _part(part: str, found: Interval) -> Interval:
    first, last = date.fromisoformat(found.start), date.fromisoformat(found.end)
    if found.precision in ("day", "week", "range"):
        return found
    if found.precision == "month":
        cuts = [first + DAY * 10, first + DAY * 15, first + DAY * 20]
    else:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        cuts = [moved(first, "month", months * share // 60) for share in (20, 30, 40)]
        if found.precision == "decade":
            cuts = [date(first.year + years, 1, 1) for years in (4, 5, 7)]
    match part:
        case "early":
            last = cuts[1] - DAY
        case "mid":
            first, last = cuts[0], cuts[2] - DAY
        case _:
            first = cuts[1]
    return interval((first, last), "range")
