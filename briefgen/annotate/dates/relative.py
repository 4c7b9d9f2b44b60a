"""Rules for dates told from another: yesterday, last week, two years ago, the following day, early next month.

Each rule reads an expression at a place. What counts from publication and what from the text stands in the `Shift`.
"""

from __future__ import annotations

from msgspec.structs import replace

from briefgen.annotate.dates.days import a_holiday, a_weekday, month_first
from briefgen.annotate.dates.expressions import (
    Expression,
    Fixed,
    Part,
    Shift,
    Stretch,
    Unit,
    Vague,
    Weekly,
    Which,
    Yearly,
)
from briefgen.annotate.dates.lexemes import (
    DASHES,
    Found,
    Words,
    cardinal_at,
    ends_clause,
    glued,
    low,
    skip,
    unit_at,
    year_at,
)
from briefgen.annotate.dates.periods import a_century, a_decade, a_season
from briefgen.annotate.dates.words import AHEAD, BACK, DEICTIC, PARTS, PLURAL_UNITS, UNITS, VAGUE_COUNTS


def deictic(words: Words, i: int) -> Found | None:
    """Today, yesterday, tomorrow, tonight; overnight, which is the night before publication and loose."""
    if low(words, i) == "overnight":
        return Found(Stretch("day", -2), i, i + 1, "overnight")
    by = DEICTIC.get(low(words, i))
    return None if by is None else Found(Shift("day", by), i, i + 1)


def ago(words: Words, i: int) -> Found | None:
    """Two years ago, a year earlier, three days later, several months ago, years ago, the day before."""
    text = low(words, i)
    if text == "the" and (one := UNITS.get(low(words, i + 1))) and low(words, i + 2) in ("before", "after", "earlier"):
        if low(words, i + 2) == "before" and low(words, i + 3) == "yesterday":
            return Found(Shift("day", -2), i, i + 4)
        if low(words, i + 2) == "after" and low(words, i + 3) == "tomorrow":
            return Found(Shift("day", 2), i, i + 4)
        if low(words, i + 2) == "earlier" or ends_clause(words, i + 3):
            return Found(Shift(one, 1 if low(words, i + 2) == "after" else -1, True), i, i + 3)
        return None
    if text in PLURAL_UNITS:
        return Found(Vague(), i, i + 2) if low(words, i + 1) in ("ago", "later", "earlier") else None
    if text in VAGUE_COUNTS or (text == "a" and low(words, i + 1) in VAGUE_COUNTS):
        j = i + 1 + (text == "a")
        j = skip(words, j, "of")
        j = skip(words, j, "more")
        if unit_at(words, j) and low(words, j + 1) in ("ago", "earlier", "later"):
            return Found(Vague(), i, j + 2)
        return None
    count = cardinal_at(words, i)
    if count and [low(words, count[1] + k) for k in range(3)] == ["and", "a", "half"]:
        half = count[1] + 3
        away = unit_at(words, half) and low(words, half + 1) in ("ago", "earlier", "later")
        return Found(Vague(), i, half + 2) if away else None
    unit = count and unit_at(words, count[1])
    if not count or not unit:
        return None
    value, j = count[0], count[1] + 1
    if low(words, j) == "'" or low(words, j) == "’":  # "in two weeks' time"
        if low(words, j + 1) == "time" and low(words, i - 1) == "in":
            return _away(words, unit, value, False, i, j + 2)
        return None
    match low(words, j):
        case "ago":
            return _away(words, unit, -value, False, i, j + 1)
        case "earlier" | "previously":
            return _away(words, unit, -value, True, i, j + 1)
        case "later" | "afterwards" | "afterward":
            return _away(words, unit, value, True, i, j + 1)
        case "before" if ends_clause(words, j + 1):
            return _away(words, unit, -value, True, i, j + 1)
        case "from" if low(words, j + 1) == "now":
            return _away(words, unit, value, False, i, j + 2)
        case "from" if low(words, j + 1) in DEICTIC:
            return _away(words, unit, value, False, i, j + 1)
        case _:
            return None


def _away(words: Words, unit: Unit, by: int, told: bool, i: int, j: int) -> Found:
    if abs(by) > 9999:
        return Found(Vague(), i, j)
    exact = None if told else DEICTIC.get(low(words, j))
    if exact is not None and unit in ("week", "fortnight", "month", "year"):  # "a year ago today"
        return Found(Shift(unit, by, exact=exact), i, j + 1)
    if unit in ("decade", "century"):
        return Found(Shift("year", by * (10 if unit == "decade" else 100), told), i, j)
    return Found(Shift(unit, by, told), i, j)


def relative(words: Words, i: int) -> Found | None:
    """Last week, this summer, the past three days, the following year, next Thursday, that month, recent years."""
    article = low(words, i) if low(words, i) in ("the", "this", "that", "these") else ""
    j = i + (article != "")
    adjective = low(words, j)
    if article in ("this", "that", "these") and adjective not in BACK | AHEAD | {"same"}:
        return _this(words, i, article, j)
    if adjective in ("same", "current") and article:
        return _this(words, i, "that" if adjective == "same" else "this", j + 1)
    if adjective in ("recent", "various"):
        return Found(Vague(), i, j + 2) if low(words, j + 1) in PLURAL_UNITS else None
    if adjective not in BACK | AHEAD:
        return _this(words, i, adjective, j + 1) if adjective == "same" else None
    by = 1 if adjective in AHEAD else -1
    j += 1
    if low(words, j) in VAGUE_COUNTS or (article and low(words, j) in PLURAL_UNITS):
        j += low(words, j) in VAGUE_COUNTS
        j = skip(words, j, "of")
        return Found(Vague(), i, j + 1) if low(words, j) in PLURAL_UNITS and low(words, j + 1) != "of" else None
    count = cardinal_at(words, j) if low(words, j) not in ("a", "an") else None
    unit = unit_at(words, count[1]) if count else UNITS.get(low(words, j))
    if count:
        if not unit or count[0] > 9999:
            return Found(Vague(), i, count[1] + 1) if unit else None
        if unit == "weekend":
            return None
        told = adjective in ("previous", "following", "preceding", "subsequent", "ensuing")
        ahead = article == "the" and adjective == "next"
        return Found(Stretch(unit, by * count[0], told, ahead), i, count[1] + 1)
    if unit and low(words, j + 1) == "of":  # "the last day of the trial"
        return None
    if unit:
        return Found(_period(words, i, article, adjective, unit, by), i, j + 1)
    if adjective == "last" and low(words, j) == "night" and not article:
        return Found(Shift("day", -1), i, j + 1)
    which: Which = "last" if by < 0 else "next"
    told = article == "the" and adjective != "last"
    found = _named(words, j)
    if found is None:
        return None
    what = found.expression
    if isinstance(what, Weekly):
        return found._replace(expression=replace(what, which=which, told=told), start=i, loose="")
    if isinstance(what, Yearly) and what.year is None and what.of is None:
        return found._replace(expression=replace(what, which=which), start=i, loose="")
    return None


def _period(words: Words, i: int, article: str, adjective: str, unit: Unit, by: int) -> Expression:
    """A period away: "last week" is a calendar week, "the past week" seven days, "the next week" follows the text."""
    span = article in ("the", "this") and adjective in ("last", "past", "coming", "upcoming")
    if article == "the" and adjective == "next" and low(words, i - 1) in ("over", "within", "for", "during", "in"):
        span = True
    if unit == "weekend":
        return Weekly(5, "last" if by < 0 else "next", weekend=True)
    if unit == "century":
        return Shift("century", by)
    if unit == "decade" or (span and not (adjective == "last" and unit == "day")):
        return Stretch(unit, by)
    told = article == "the" and adjective != "past"
    told = told or adjective in ("following", "preceding", "subsequent", "ensuing")
    return Shift(unit, by, told)


def _this(words: Words, i: int, article: str, j: int) -> Found | None:
    """Such as this week, that year, the same day, this morning, this Thursday; `j` is behind the article."""
    unit = UNITS.get(low(words, j))
    if unit is None and article == "this":  # "this years fair"
        unit = PLURAL_UNITS.get(low(words, j))
    if article == "this" and unit == "day" and low(words, i - 1) == "to":
        return None
    told = article in ("that", "same")
    if unit == "weekend":
        return Found(Weekly(5, "this" if not told else "", told=told, weekend=True), i, j + 1)
    if unit:
        return Found(Shift(unit, 0, told), i, j + 1)
    if article == "these":
        return None
    if article == "this" and low(words, j) in ("morning", "afternoon", "evening"):
        return Found(Shift("day", 0), i, j + 1)
    found = _named(words, j)
    if found is None:
        return None
    what = found.expression
    if isinstance(what, Weekly) and what.week is None:
        return found._replace(expression=replace(what, which="this" if not told else "", told=told), start=i, loose="")
    if isinstance(what, Yearly) and what.year is None and what.of is None:
        if told:
            return found._replace(expression=replace(what, of=Shift("year", 0, True)), start=i, loose="")
        which: Which = "" if what.unit == "season" else "this"  # "this summer" may be the one before or to come
        return found._replace(expression=replace(what, which=which), start=i, loose="")
    return None


def _named(words: Words, i: int) -> Found | None:
    """A weekday, month, season or holiday by name."""
    found = a_weekday(words, i) or month_first(words, i) or a_season(words, i) or a_holiday(words, i)
    if found and found.loose == "abbreviation":
        return None
    return found


def part_of(words: Words, i: int) -> Found | None:
    """Early, mid, late; "earlier this year" means a day of this year, so it has the year's value."""
    text = low(words, i)
    if text not in PARTS and text != "earlier":
        return None
    part, j = PARTS.get(text, ""), i + 1
    dash = low(words, j) in DASHES
    if (dash or low(words, j) == "to") and low(words, j + 1) in ("mid", "late", "to"):  # "mid-to-late 1990s"
        j = j + 1 + (low(words, j + 1) == "to")
        j += low(words, j) in DASHES
        part, j = PARTS.get(low(words, j), part), j + 1
        dash = low(words, j) in DASHES
    j += dash
    if text in ("earlier", "later"):
        j += low(words, j) == "on"
        if low(words, j) == "in" and low(words, j + 1) == "the" and (unit := UNITS.get(low(words, j + 2))):
            return None if unit == "day" else Found(Shift(unit, 0, True, rest=True), i, j + 3)
        found = relative(words, j) or a_weekday(words, j) or deictic(words, j)
        if found is None and text == "later" and low(words, i - 1) == "the":
            found = a_decade(words, j)
            return found and found._replace(expression=Part("late", found.expression), start=i)
        return found and found._replace(start=i, loose="")
    year = year_at(words, j)
    found = a_decade(words, j) or a_century(words, j) or _named(words, j) or relative(words, j)
    if found is None and year is not None and not (low(words, j + 1) in DASHES and glued(words, j + 1)):
        found = Found(Fixed("year", year), j, j + 1)
    if found is None or isinstance(found.expression, Vague | Stretch):
        return None
    return found._replace(expression=Part(part, found.expression), start=i, loose="")
