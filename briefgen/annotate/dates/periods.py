"""Rules for longer periods: seasons, quarters, years, decades, centuries. Each reads an expression at a place."""

from __future__ import annotations

from briefgen.annotate.dates.expressions import Between, Fixed, Vague, Yearly
from briefgen.annotate.dates.lexemes import (
    DASHES,
    QUOTES,
    Found,
    Words,
    before_our_era,
    capital,
    early_year_at,
    glued,
    low,
    number,
    ordinal_at,
    short_end,
    skip,
    with_year,
    year_at,
)
from briefgen.annotate.dates.words import DECADES, MONTHS, SEASONS, SHORT_YEAR_BEFORE, WARS


def a_century(words: Words, i: int) -> Found | None:
    """17th century, the nineteenth-century; the 15th in "the 15th to the 17th century"."""
    ordinal = ordinal_at(words, i)
    if ordinal is None or ordinal[0] > 30:
        return None
    value, j = ordinal
    end = j + (low(words, j) in DASHES)
    if low(words, end) in ("century", "centuries"):
        end += 1
        if before_our_era(words, end):
            return Found(Vague(), i, before_our_era(words, end))
        return Found(_hundred(value), i, skip(words, end, "ad", "ce"))
    k = j + 1 if low(words, j) in ("to", "and", "or", "through") or low(words, j) in DASHES else j
    other = ordinal_at(words, skip(words, k, "the")) if k > j else None
    if other and low(words, other[1] + (low(words, other[1]) in DASHES)) in ("century", "centuries"):
        return Found(_hundred(value), i, j)
    return None


def _hundred(ordinal: int) -> Fixed:
    return Fixed("century", (ordinal - 1) * 100 or 1)


def a_quarter(words: Words, i: int) -> Found | None:
    """The third quarter of 2023, Q3 2023, the first half of 2023; without a year it is loose."""
    text = low(words, i)
    if text in ("q", "h") and capital(words, i) and glued(words, i + 1):
        value, j = number(words, i + 1, 1, 4 if text == "q" else 2), i + 2
        half = text == "h"
    else:
        ordinal = ordinal_at(words, i) or ((4, i + 1) if text == "final" else None)
        if ordinal is None:
            return None
        value, j = ordinal[0], ordinal[1]
        j += low(words, j) in DASHES and glued(words, j)
        half = low(words, j) == "half"
        if low(words, j) not in ("quarter", "half"):
            return None
        j += 1
    if value is None or not 0 < value <= (2 if half else 4):
        return None
    found = with_year(words, Yearly("half" if half else "quarter", value), i, j, "quarter", ",", "of", "in")
    return None if half and found.loose else found


def a_season(words: Words, i: int) -> Found | None:
    """Summer 2014, the winter of 1776-77; without a year it is loose."""
    season = SEASONS.get(low(words, i))
    if season is None:
        return None
    found = with_year(words, Yearly("season", season), i, i + 1, "season", "of", ",")
    what = found.expression
    last = short_end(words, found.end, what.year) if isinstance(what, Yearly) and what.year else 0  # winter of 1776-77
    return found._replace(end=found.end + 2) if last else found


def a_decade(words: Words, i: int) -> Found | None:
    """1990s, 1930's, '90s, the 90s, the nineties; 1800s is a century."""
    quote = low(words, i) in QUOTES and glued(words, i + 1)
    j = i + quote
    if low(words, j) in DECADES:
        loose = not quote and low(words, i - 1) not in ("the", "early", "mid", "late", "-")
        return None if loose else Found(Fixed("decade", 1900 + DECADES[low(words, j)]), i, j + 1)
    year = number(words, j, 0, 2190)
    if year is None or year % 10 or not glued(words, j + 1):
        return None
    end = j + 1
    if low(words, end) in QUOTES and low(words, i - 1) in ("the", "early", "mid", "late", "-"):
        end += 1
    if low(words, end) != "s" or not glued(words, end):
        return None
    if year < 100:
        known = quote or low(words, i - 1) == "the"
        known = known or (low(words, i - 2) == "s" and low(words, i - 1) in ("and", "or", "to"))  # "1960s and 70s"
        if len(low(words, j)) != 2 or not known or low(words, end + 1) == "°":
            return None
        return Found(Fixed("decade", year + (2000 if year < 20 else 1900)), i, end + 1)
    if year < 1000:
        return None
    return Found(Fixed("century" if year % 100 == 0 and year < 2000 else "decade", year), i, end + 1)


def _short_year(words: Words, i: int) -> Found | None:
    """Two figures that are a year: '99 behind an apostrophe, and 94 in "1892 – 94"."""
    if low(words, i) in QUOTES and glued(words, i + 1) and not glued(words, i):
        year = number(words, i + 1, 0, 99) if len(low(words, i + 1)) == 2 else None
        if (
            year is None
            or low(words, i - 1) not in SHORT_YEAR_BEFORE | MONTHS.keys()
            or (glued(words, i + 2) and _goes_on(words, i + 2))
        ):
            return None
        return Found(Fixed("year", year + (2000 if year < 30 else 1900)), i, i + 2, "short year")
    first = year_at(words, i - 2) if low(words, i - 1) in DASHES else None
    if first is None or len(low(words, i)) != 2 or low(words, i + 1) not in (")", "]", ",", ";", ".", ""):
        return None
    last = number(words, i, first % 100 + 1, 99)
    return Found(Fixed("year", first // 100 * 100 + last), i, i + 1, "year's end") if last else None


def _goes_on(words: Words, i: int) -> bool:
    """Whether what touches a short year makes it something else: '90s, '12-13, '5%."""
    return low(words, i) in ("s", "%") or low(words, i)[0].isalnum()


def a_war(words: Words, i: int) -> Found | None:
    """World War II, the First World War, where something is dated by them."""
    name = next((name for name in WARS if all(low(words, i + k) == word for k, word in enumerate(name))), None)
    if name is None or not capital(words, i):
        return None
    first, last = (
        (Yearly("day", 7, 28, year=1914), Yearly("day", 11, 11, year=1918))
        if WARS[name] == 1
        else (Yearly("day", 9, 1, year=1939), Yearly("day", 9, 2, year=1945))
    )
    return Found(Between(first, last), i, i + len(name), "war")


def a_year(words: Words, i: int) -> Found | None:
    """2014; 2012-13; FY 2023, fiscal 2023, the year 2030; AD 842, 842 AD, 400 BC."""
    text = low(words, i)
    if text in ("fiscal", "fy", "year"):
        j = i + 1 + (text == "fiscal" and low(words, i + 1) == "year")
        year = year_at(words, j)
        if year is None and text == "year":
            year = number(words, j, 10, 999)
        last = short_end(words, j + 1, year) if year else 0
        if year and last:
            return Found(Between(Fixed("year", year), Fixed("year", last)), i, j + 3)
        return Found(Fixed("year", year), i, j + 1) if year else None
    if text == "ad" and words[i].text == "AD":
        year = number(words, i + 1, 1, 2199)
        return Found(Fixed("year", year), i, i + 2) if year else None
    if (short := _short_year(words, i)) is not None:
        return short
    some = number(words, i, 1, 9999)
    if some is None:
        return None
    if [low(words, k) for k in (i, i + 1, i + 2)] == ["9", "/", "11"] and glued(words, i + 1) and glued(words, i + 2):
        return None if glued(words, i) or low(words, i + 3) == "/" else Found(Yearly("day", 9, 11), i, i + 3)
    if before_our_era(words, i + 1):
        return Found(Vague(), i, before_our_era(words, i + 1))
    if low(words, i + 1) in ("ad", "ce") and words[i + 1].text.isupper():
        return Found(Fixed("year", some), i, i + 2)
    year = year_at(words, i)
    if year is None:
        early = early_year_at(words, i)
        return Found(Fixed("year", early), i, i + 1, "early year") if early else None
    last = short_end(words, i + 1, year)
    if last:
        return Found(Between(Fixed("year", year), Fixed("year", last)), i, i + 3, "year")
    month = number(words, i + 2, 1, 12) if low(words, i + 1) == "-" and glued(words, i + 1) else None
    if month and len(low(words, i + 2)) == 2 and glued(words, i + 2) and low(words, i + 3) != "-":  # 2023-10
        return Found(Yearly("month", month, year=year), i, i + 3, "year")
    return Found(Fixed("year", year), i, i + 1, "year")
