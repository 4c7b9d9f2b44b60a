"""Rules for days by name or number: 7 October 2023, Oct. 7-9, 2023-10-07, Thursday, Christmas Day; also bare months.

Each rule reads an expression at a place. Where two ends of a range are dates by themselves they stay two; where the
first needs the second ("5 to 9 May") they are one.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from briefgen.annotate.dates.expressions import Between, Numeric, Weekly, Yearly
from briefgen.annotate.dates.lexemes import (
    DASHES,
    QUOTES,
    Found,
    Words,
    behind_to,
    capital,
    day_number_at,
    glued,
    low,
    month_at,
    ordinal_at,
    skip,
    with_year,
    year_after,
)
from briefgen.annotate.dates.words import HOLIDAYS, SHORT_WEEKDAYS, WEEKDAYS


def in_figures(words: Words, i: int) -> Found | None:
    """A date in figures: 2023-10-07, 07.10.2023, 10/7/2023."""
    match = re.fullmatch(r"([0-9]{1,4})([-./])([0-9]{1,2})[-./]([0-9]{1,4})", words[i].text)
    if not match:
        return None
    if low(words, i - 1) in ("version", "v", "release", "build"):
        return None
    sign, (a, b, c) = match[2], (int(match[k]) for k in (1, 3, 4))
    lengths = len(match[1]), len(match[4])
    if lengths[0] == 4 and lengths[1] <= 2:
        return _in_calendar(Yearly("day", b, c, year=a), i)
    if lengths[0] > 2 or not (lengths[1] == 4 or (lengths[1] == 2 and sign == "/")):
        return None
    year = c if lengths[1] == 4 else 2000 + c if c < 70 else 1900 + c
    if sign == "." or a > 12:  # with dots the day comes first everywhere
        return _in_calendar(Yearly("day", b, a, year=year), i)
    if b > 12:
        return _in_calendar(Yearly("day", a, b, year=year), i)
    return Found(Numeric(a, b, year), i, i + 1) if min(a, b) > 0 and 1000 <= year < 2200 else None


def _in_calendar(what: Yearly, i: int) -> Found | None:
    known = 1 <= what.number <= 12 and 1 <= what.day <= 31 and 1000 <= (what.year or 0) < 2200
    return Found(what, i, i + 1) if known else None


def day_first(words: Words, i: int) -> Found | None:
    """7 October 2023, the 7th of October, 5 to 9 May."""
    day = day_number_at(words, i)
    if day is None:
        return None
    j, last = day[1], None
    second = _two_days(words, j, day[0])
    if second is None and low(words, j) == "and" and low(words, i - 1) == "between":
        second = day_number_at(words, j + 1)
    if second:
        j, last = second[1], second[0]
    j = skip(words, j, "of")
    j += low(words, j) in DASHES and glued(words, j)
    month = month_at(words, j)
    if month is None:
        return None
    found = with_year(words, Yearly("day", month[0], day[0]), i, month[1], "", ",", "of", "in")
    return _over_days(found, last)


def month_first(words: Words, i: int) -> Found | None:
    """October 7, 2023, May 5-9, October 2023, and October alone, which is loose."""
    month = month_at(words, i)
    if month is None:
        return None
    value, j, short = month
    loose = "abbreviation" if short else "month"
    after = j + (low(words, j) in DASHES and glued(words, j))
    day = day_number_at(words, skip(words, after, "the"))
    if day and not (low(words, i - 1) == "in" and _counts(words, day[1])):
        second = _two_days(words, day[1], day[0])
        if second and month_at(words, second[1]):  # "May 5 to 9 June"
            second = None
        found = with_year(words, Yearly("day", value, day[0]), i, second[1] if second else day[1], "", ",", "of")
        if isinstance(found.expression, Yearly) and found.expression.year is None and second is None:
            found = found._replace(expression=replace(found.expression, year=_later_year(words, day[1])))
        return _over_days(found, second[0] if second else None)
    what = Yearly("month", value)
    found = with_year(words, what, i, j, loose, ",", "of")
    if not found.loose:
        return found
    other = month_at(words, j + 1) if low(words, j) in DASHES else None
    if other:
        until = with_year(words, Yearly("month", other[0]), i, other[1], loose, ",", "of")
        last = until.expression
        if isinstance(last, Yearly):
            return until._replace(expression=Between(replace(what, year=last.year, of=last.of), last))
    year = _later_year(words, j)
    return found if year is None else found._replace(expression=replace(what, year=year), loose="")


def _two_days(words: Words, i: int, first: int) -> tuple[int, int] | None:
    """A second day number that makes a range with `first`: "-9", "to 9"; also "and 8" after 7."""
    j = behind_to(words, i)
    also = low(words, i) == "and"
    day = day_number_at(words, j + also)
    if (j == i and not also) or day is None or day[0] <= first or (also and day[0] != first + 1):
        return None
    return day


def _over_days(found: Found, last: int | None) -> Found:
    if last is None or not isinstance(found.expression, Yearly):
        return found
    return found._replace(expression=Between(found.expression, replace(found.expression, day=last)))


def _counts(words: Words, i: int) -> bool:
    """Whether the number before `i` counts something ("in May 20 soldiers …")."""
    word = words[i].text if i < len(words) else ""
    return word.isalpha() and word.islower() and len(word) > 3 and word.endswith(("s", "people", "men", "women"))


def _later_year(words: Words, i: int) -> int | None:
    """The year at the end of a list of months or days, which holds for all of it: "July and August 2011"."""
    for _ in range(6):
        j = i
        while low(words, j) in (",", "and", "or", "to", "through", "until", "–", "-"):
            j += 1
        month = month_at(words, j) if j > i else None
        if month is None:
            return None
        day = day_number_at(words, month[1])
        i = day[1] if day else month[1]
        year = year_after(words, i, ",", "of")
        if year:
            return year[0]
    return None


def a_weekday(words: Words, i: int) -> Found | None:
    """Saturday, 7 October; Thursday last week; Thursday alone, which is loose."""
    if not capital(words, i):
        return None
    text = low(words, i)
    weekday = WEEKDAYS.get(text, SHORT_WEEKDAYS.get(text))
    if weekday is None:
        return None
    j = skip(words, i + 1, ".", ",")
    if low(words, j) == "," and low(words, j - 1) == ".":
        j += 1
    day = day_first(words, skip(words, j, "the")) or month_first(words, j)
    if day and isinstance(day.expression, Yearly) and day.expression.unit == "day":
        return day._replace(expression=replace(day.expression, weekday=weekday), start=i)
    if text not in WEEKDAYS or (low(words, i + 1) == "the" and ordinal_at(words, i + 2)):  # "Friday the 13th"
        return None
    j = skip(words, i + 1, "of")
    by = {"last": -1, "this": 0, "next": 1}.get(low(words, j))
    if by is not None and low(words, j + 1) == "week":
        return Found(Weekly(weekday, week=by), i, j + 2)
    return Found(Weekly(weekday), i, i + 1, "weekday")


def a_holiday(words: Words, i: int) -> Found | None:
    """New Year's Day, Christmas 2023; a name of one word is loose."""
    for name, (month, day) in HOLIDAYS.items():
        if name[0].split("'")[0] != low(words, i) or not capital(words, i):
            continue
        j: int | None = i
        for word in name:
            j = _word(words, j, word) if j is not None else None
        if j is not None:
            loose = "holiday" if len(name) == 1 else ""
            return with_year(words, Yearly("day", month, day), i, j, loose, ",", "of")
    return None


def _word(words: Words, i: int, word: str) -> int | None:
    """The place behind `word`, which may hold an apostrophe, at `i`."""
    for piece in re.findall(r"[a-z]+|'", word):
        if not (low(words, i) in QUOTES if piece == "'" else low(words, i) == piece):
            return None
        i += 1
    return i
