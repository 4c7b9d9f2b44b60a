"""What a date expression says, before anybody asks which days it means: the terms of a small language of dates.

`date_grammar` reads them from text, `date_values` turns them into days.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Unit = Literal["day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century"]
Which = Literal["", "this", "last", "next"]


class Shift(Struct, frozen=True):
    """The period `by` units away: yesterday, last week, two years ago; "a year earlier" counts from the text."""

    unit: Unit
    by: int
    told: bool = False
    """Counted from the date that the text spoke of last, not from publication."""
    exact: int | None = None
    """The very day that far away and so many days: "a year ago today" (0), "a week from tomorrow" (1)."""
    rest: bool = False
    """"The end of the year": of publication's, where the text looks ahead or has spoken of no other."""


class Yearly(Struct, frozen=True):
    """Something that comes back each year: a day of a month, a month, a season, a quarter, a half."""

    unit: Literal["day", "month", "season", "quarter", "half"]
    number: int
    """Of the month (for a day also), season, quarter or half; counted from 1."""
    day: int = 0
    year: int | None = None
    of: Shift | None = None
    """The year, where it is relative ("October of last year")."""
    which: Which = ""
    weekday: int | None = None


class Weekly(Struct, frozen=True):
    """A day of the week, Monday is 0; with `weekend` Saturday and Sunday."""

    weekday: int
    which: Which = ""
    told: bool = False
    week: int | None = None
    """In the week so many weeks away ("Thursday last week")."""
    weekend: bool = False


class Fixed(Struct, frozen=True):
    """A whole year, or the decade or century that starts with it."""

    unit: Literal["year", "decade", "century"]
    first: int


class Stretch(Struct, frozen=True):
    """So many units up to publication (negative) or from it: the past three days."""

    unit: Unit
    by: int
    told: bool = False
    """Counted from the date that the text spoke of last: the following three days."""
    ahead: bool = False
    """From there only where the text tells of the past: "the next three years" of a life."""


class Part(Struct, frozen=True):
    """The early, middle or late part of a period."""

    part: str
    of: Expression


class Between(Struct, frozen=True):
    """From the first day of one to the last day of another."""

    first: Expression
    last: Expression


class Numeric(Struct, frozen=True):
    """A date in figures whose first two numbers are a day and a month in an order that it does not tell."""

    one: int
    two: int
    year: int


class Vague(Struct, frozen=True):
    """A date expression without a value: recent years, a few months ago."""


Expression = Shift | Yearly | Weekly | Fixed | Stretch | Part | Between | Numeric | Vague
