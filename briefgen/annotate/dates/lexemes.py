"""The words, numbers and signs of a text, and small readers over them: a cardinal, a month, the year behind a day.

Each reader gives what it read at a place and the place behind it. The date rules are built of these; nothing here
decides what a date is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from briefgen.annotate.dates.expressions import Expression, Shift, Unit, Yearly
from briefgen.annotate.dates.words import MONTHS, ORDINALS, PLURAL_UNITS, SCALES, SHORT_MONTHS, SMALL, TENS, UNITS

_LEXEME = re.compile(
    r"(?<![\w./-])[0-9]{1,4}([-./])[0-9]{1,2}\1[0-9]{1,4}(?!(?!T[0-9])[\w/-]|\.[0-9])"  # a date in figures
    r"|[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?"
    r"|[^\W\d_]+|\S"
)
DASHES = frozenset("-–—‐‑−")
QUOTES = frozenset("'’‘")


class Lexeme(NamedTuple):
    """A word, a number or a sign of the text."""

    start: int
    end: int
    text: str
    lower: str
    glued: bool
    """Nothing stands between it and the one before."""


class Found(NamedTuple):
    """An expression over the lexemes `[start, end)`."""

    expression: Expression
    start: int
    end: int
    loose: str = ""
    """What its context must confirm: year, early year, short year, month, weekday, season, war …; else empty."""


Words = Sequence[Lexeme]


def lexemes(text: str, start: int, end: int) -> list[Lexeme]:
    """The words, numbers and signs of `text[start:end]`, with offsets into `text`."""
    found: list[Lexeme] = []
    last = -1
    for match in _LEXEME.finditer(text, start, end):
        found.append(Lexeme(match.start(), match.end(), match[0], match[0].lower(), match.start() == last))
        last = match.end()
    return found


def low(words: Words, i: int) -> str:
    """The lower-case lexeme at `i`, or nothing outside of the text."""
    return words[i].lower if 0 <= i < len(words) else ""


def glued(words: Words, i: int) -> bool:
    """Whether the lexeme at `i` touches the one before."""
    return i < len(words) and words[i].glued


def capital(words: Words, i: int) -> bool:
    """Whether the lexeme at `i` begins with a capital letter."""
    return i < len(words) and words[i].text[0].isupper()


def number(words: Words, i: int, least: int, most: int) -> int | None:
    """The plain number at `i`, where it lies in `[least, most]`."""
    text = low(words, i)
    if len(text) > 4 or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if least <= int(text) <= most else None


def year_at(words: Words, i: int) -> int | None:
    """The four figures at `i`, read as a year from 1000 to 2199."""
    return number(words, i, 1000, 2199) if len(low(words, i)) == 4 else None


def early_year_at(words: Words, i: int) -> int | None:
    """The three figures at `i`, which may be a year before 1000."""
    return number(words, i, 100, 999) if len(low(words, i)) == 3 else None


def skip(words: Words, i: int, *texts: str) -> int:
    """The place behind the lexeme at `i` if it is one of `texts`, else `i`."""
    return i + 1 if low(words, i) in texts else i


def unit_at(words: Words, i: int) -> Unit | None:
    """The unit of time that is named at `i`, in the singular or plural."""
    text = low(words, i)
    return UNITS.get(text) or PLURAL_UNITS.get(text)


def cardinal_at(words: Words, i: int) -> tuple[int, int] | None:
    """A whole number in figures or words: 5, two, twenty-five, a hundred, ten thousand; also "a" and "an"."""
    text, value, j = low(words, i), 0, i + 1
    if text.replace(",", "").isascii() and text.replace(",", "").isdigit():
        value = int(text.replace(",", "")[:12])
    elif text in ("a", "an"):
        value = 1
    elif text in TENS:
        value = TENS[text]
        k = j + (low(words, j) in DASHES)
        if 0 < SMALL.get(low(words, k), 0) < 10:
            value, j = value + SMALL[low(words, k)], k + 1
    elif text in SMALL:
        value = SMALL[text]
    else:
        return None
    while low(words, j) in SCALES:
        value, j = value * SCALES[low(words, j)], j + 1
    return value, j


def ordinal_at(words: Words, i: int) -> tuple[int, int] | None:
    """17th, third, twenty-first."""
    text = low(words, i)
    value = number(words, i, 1, 99)
    if value is not None:
        return (value, i + 2) if low(words, i + 1) in ("st", "nd", "rd", "th") and glued(words, i + 1) else None
    if text in ORDINALS:
        return ORDINALS[text], i + 1
    if text in TENS:
        j = i + 1 + (low(words, i + 1) in DASHES)
        if 0 < ORDINALS.get(low(words, j), 0) < 10:
            return TENS[text] + ORDINALS[low(words, j)], j + 1
    return None


def month_at(words: Words, i: int) -> tuple[int, int, bool] | None:
    """A month's name: its number, the place behind it, whether it is abbreviated."""
    text = low(words, i)
    if text in MONTHS and (words[i].text[0].isupper() or text not in ("may", "march", "august")):
        return MONTHS[text], i + 1, False
    if text in SHORT_MONTHS and words[i].text[0].isupper():
        dotted = low(words, i + 1) == "." and glued(words, i + 1)
        return SHORT_MONTHS[text], i + 1 + dotted, True
    return None


def day_number_at(words: Words, i: int) -> tuple[int, int] | None:
    """A day of a month in figures or as an ordinal, and the place behind it."""
    ordinal = ordinal_at(words, i)
    if ordinal:
        return ordinal if ordinal[0] <= 31 else None
    day = number(words, i, 1, 31)
    glued_on = low(words, i + 1) in ("%", ":", "°", "/") and glued(words, i + 1)
    return (day, i + 1) if day is not None and not glued_on else None


def year_after(words: Words, i: int, *before: str) -> tuple[int | None, Shift | None, int] | None:
    """The year that completes a day, month, season or quarter: ", 2023", "of 2014", "last year", "of that year"."""
    j = skip(words, i, *before)
    year = year_at(words, j)
    if year is not None and not (j == i and glued(words, i)):
        return year, None, j + 1
    year = early_year_at(words, j)  # "30 September 420"
    apart = low(words, j - 1) != "," and not glued(words, j)
    if year is not None and apart and low(words, j + 1) in (")", "]", ".", ",", ";", ""):
        return year, None, j + 1
    if low(words, j) == "fiscal" and (year := year_at(words, j + 1)) is not None:
        return year, None, j + 2
    j = skip(words, j, "the")
    which, told = low(words, j), False
    j += 1
    if which in ("same", "that", "previous", "following"):
        told, j = True, skip(words, j, "same")
    by = {"last": -1, "previous": -1, "next": 1, "following": 1, "this": 0, "same": 0, "that": 0}.get(which)
    if by is not None and low(words, j) == "year":
        return None, Shift("year", by, told), j + 1
    return None


def with_year(words: Words, what: Yearly, start: int, i: int, loose: str, *before: str) -> Found:
    """`what` over `[start, i)` and the year behind it; still `loose` where there is none."""
    year = year_after(words, i, *before)
    if year is None:
        return Found(what, start, i, loose)
    return Found(replace(what, year=year[0], of=year[1]), start, year[2])


def behind_to(words: Words, i: int) -> int:
    """The place behind a dash or "to", "through", "until"; `i` itself when there is none."""
    return i + 1 if low(words, i) in DASHES or low(words, i) in ("to", "through", "until") else i


def short_end(words: Words, i: int, year: int) -> int:
    """The last year of "2012-13" or "2013/14" when that stands at `i`; 0 when not."""
    if not (glued(words, i) and glued(words, i + 1) and (low(words, i) in DASHES or low(words, i) == "/")):
        return 0
    last = number(words, i + 1, year % 100 + 1, 99) if len(low(words, i + 1)) == 2 else None
    return year // 100 * 100 + last if last else 0


def before_our_era(words: Words, i: int) -> int:
    """The place behind "BC" or "B.C.E." at `i`; 0 when neither stands there."""
    if low(words, i) in ("bc", "bce"):
        return i + 1
    if low(words, i) == "b" and [low(words, k) for k in range(i + 1, i + 4)] == [".", "c", "."]:
        return i + 4
    return 0


def ends_clause(words: Words, i: int) -> bool:
    """Whether nothing of the same clause stands at `i`."""
    return low(words, i) in ("", ",", ".", ";", ":", ")", "and", "but", "–", "—", "when", '"', "”")
