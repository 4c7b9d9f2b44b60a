"""Values in words: dates, figures, counts, texts cut to a sentence. English; one place to translate."""

from __future__ import annotations

import datetime
import re

from briefgen.annotation import Amount, Fact, Interval
from briefgen.span import Span
from briefgen.views import DateView

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

QUALIFIERS = {
    "exact": "",
    "range": "",
    "about": "about ",
    "at_least": "at least ",
    "at_most": "up to ",
    "more_than": "more than ",
    "less_than": "fewer than ",
}

KINDS = {"person": "People", "organization": "Organizations", "place": "Places", "group": "Groups"}


def day(iso: str) -> DateView:
    """A single day: 7 October 2023."""
    date = datetime.date.fromisoformat(iso)
    return DateView(iso, f"{date.day} {MONTHS[date.month - 1]} {date.year}")


def interval(value: Interval) -> DateView:
    """A stretch of days, as exact as it is known."""
    first, last = _date(value.start), _date(value.end)
    if first is None or last is None:
        return DateView(value.start, value.start)
    month = MONTHS[first.month - 1]
    if value.precision == "day":
        return day(value.start)
    if value.precision == "month":
        return DateView(value.start[:7], f"{month} {first.year}")
    if value.precision == "year":
        return DateView(value.start[:4], f"{first.year}")
    if value.precision == "decade":
        return DateView(value.start, f"{first.year // 10 * 10}s")
    if value.precision == "quarter":
        return DateView(value.start, f"{_ordinal((first.month + 2) // 3)} quarter of {first.year}")
    if value.precision == "century":
        return DateView(value.start, f"{_ordinal(first.year // 100 + 1)} century")
    if value.precision == "week":
        return DateView(value.start, f"week of {day(value.start).text}")
    return DateView(value.start, _range(first, last))


def figure(fact: Fact, text: str) -> str:
    """A figure with its qualifier: "at least 1,400"."""
    words = line(fact.span, text)
    if not isinstance(fact.value, Amount):
        return words
    # A vague amount ("dozens") says for itself that it is one.
    return words if fact.value.amount is None else QUALIFIERS[fact.value.qualifier] + words


def counted(fact: Fact, text: str) -> tuple[str, str]:
    """(subject, measure) of a figure in words; "" where unknown."""
    if not isinstance(fact.value, Amount):
        return "", ""
    subject = line(fact.value.subject, text) if fact.value.subject else ""
    return subject, (fact.value.measure or "").replace("_", " ")


def line(span: Span, text: str) -> str:
    """The text of a span on one line."""
    return " ".join(span.of(text).split())


def pieces(spans: tuple[Span, ...], text: str) -> str:
    """The text of several spans; what was left out between them is an ellipsis."""
    return " … ".join(line(span, text) for span in spans)


def plural(number: int, one: str, many: str = "") -> str:
    """A number and its noun: "1 quote", "1,057 quotes"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shortened(words: str, most: int = 160) -> str:
    """At most `most` code points, cut between words."""
    if len(words) <= most:
        return words
    return re.sub(r"\W+\w*$", "", words[:most]) + "…"


def _range(first: datetime.date, last: datetime.date) -> str:
    whole_years = (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31)
    if whole_years:
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    whole_months = (
        first.day == 1 and (last + datetime.timedelta(days=1)).day == 1 if last < datetime.date.max else False
    )
    if whole_months:
        start, end = f"{MONTHS[first.month - 1]} {first.year}", f"{MONTHS[last.month - 1]} {last.year}"
    else:
        start, end = day(first.isoformat()).text, day(last.isoformat()).text
    if start == end:
        return start
    return f"{start.removesuffix(f' {last.year}') if first.year == last.year else start} – {end}"


def _date(iso: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(iso)
    except ValueError:
        return None


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
