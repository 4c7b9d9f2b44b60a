"""Which words make a date expression: lexemes in, `Found` out. Knows no article, no publication date, no model.

A hand-written grammar: each rule looks at the words from one place on and takes as many as it can. Two complete dates
("from 2010 to 2014") stay two expressions unless "between" binds them. Lengths of time ("for five years"), times of day
and returning days ("on Mondays") are no dates. What a bare "May" or "1900" is, `date_context` decides: such findings
are marked `loose`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from briefgen.annotate.dates.days import a_holiday, a_weekday, day_first, in_figures, month_first
from briefgen.annotate.dates.expressions import Between, Shift, Weekly, Yearly
from briefgen.annotate.dates.lexemes import QUOTES, Found, Words, low, year_after
from briefgen.annotate.dates.periods import a_century, a_decade, a_quarter, a_season, a_war, a_year
from briefgen.annotate.dates.relative import ago, deictic, part_of, relative
from briefgen.annotate.dates.words import (
    AHEAD,
    BACK,
    DECADES,
    DEICTIC,
    HOLIDAYS,
    MONTHS,
    ORDINALS,
    PARTS,
    PLURAL_UNITS,
    SEASONS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    SMALL,
    TENS,
    UNITS,
    VAGUE_COUNTS,
    WEEKDAYS,
)

_ENDS = frozenset({"end", "beginning", "start", "middle", "rest", "remainder"})


def expression_at(words: Words, i: int) -> Found | None:
    """The longest date expression that begins with lexeme `i`, by the first rule that knows one."""
    first = words[i].lower
    if not (first in _STARTS or first[0] in "0123456789"):
        return None
    for rule in _RULES:
        found = rule(words, i)
        if found:
            return found
    return None


def _between(words: Words, i: int) -> Found | None:
    """Between 2010 and 2014, between May and June in 1981; the expression begins behind "between"."""
    if low(words, i - 1) != "between":
        return None
    first = _end(words, i)
    last = _end(words, first.end + 1) if first and low(words, first.end) == "and" else None
    if not first or not last:
        return None
    one, two, end = first.expression, last.expression, last.end
    if isinstance(two, Yearly) and two.year is None and two.of is None:
        year = year_after(words, end, "in")
        two, end = (replace(two, year=year[0], of=year[1]), year[2]) if year else (two, end)
    if isinstance(one, Yearly) and isinstance(two, Yearly) and one.year is None and one.of is None:
        one = replace(one, year=two.year, of=two.of)
    return Found(Between(one, two), i, end, "" if not last.loose or isinstance(two, Yearly) else last.loose)


def _end(words: Words, i: int) -> Found | None:
    for rule in (in_figures, day_first, month_first, a_decade, a_year, part_of):
        found = rule(words, i) if i < len(words) else None
        if found:
            return found
    return None


def _with_article(words: Words, i: int) -> Found | None:
    """Read an article that belongs to its date ("the 1990s"), not to a noun behind ("the 2011 census")."""
    if low(words, i) != "the":
        return None
    j = i + 1
    if low(words, j) == "weekend":
        return Found(Weekly(5, weekend=True), i, j + 1)
    ends = low(words, i - 1) == "of" and low(words, i - 2) in _ENDS
    if ends and (unit := UNITS.get(low(words, j))) and unit != "day":
        return Found(Shift(unit, 0, True, rest=True), i, j + 1)
    if low(words, j) == "year" and low(words, j + 1) not in ("before", "after"):
        found = a_year(words, j)
        return found and found._replace(start=i)
    for rule in (part_of, day_first, a_century, a_quarter, a_season, a_decade):
        found = rule(words, j)
        if found:
            return found._replace(start=i)
    return None


Rule = Callable[[Words, int], Found | None]
_RULES: tuple[Rule, ...] = (
    _between, in_figures, ago, relative, _with_article, deictic, part_of, day_first, a_weekday, a_holiday, month_first,
    a_war, a_century, a_quarter, a_season, a_decade, a_year,
)  # fmt: skip
_TABLES: tuple[Iterable[str], ...] = (
    MONTHS, SHORT_MONTHS, WEEKDAYS, SHORT_WEEKDAYS, SEASONS, PLURAL_UNITS, SMALL, TENS, ORDINALS, DECADES, BACK, AHEAD,
    VAGUE_COUNTS, PARTS, DEICTIC, QUOTES, (name[0].split("'")[0] for name in HOLIDAYS),
    ("the", "this", "that", "these", "same", "current", "earlier", "a", "an", "final", "fiscal", "fy", "year", "overnight", "world", "wwi", "wwii"),
    ("q", "h", "ad"),
)  # fmt: skip
_STARTS = frozenset(word for table in _TABLES for word in table)
"""The words that a date can begin with, besides numbers."""
