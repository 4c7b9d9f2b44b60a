"""Values in words of the interface: dates, figures, texts cut to a sentence."""

from __future__ import annotations

import datetime
import re

from briefgen.annotation import Amount, Fact, Interval
from briefgen.dateline import report
from briefgen.interface import Words
from briefgen.span import Span
from briefgen.views.parts import DateView


def day(iso: str, words: Words) -> DateView:
    """A single day: 7 October 2023."""
    return DateView(iso, words.day(datetime.date.fromisoformat(iso)))


def weekday(iso: str, words: Words) -> DateView:
    """A single day with its weekday: Saturday, 7 October 2023; as it is written where the calendar has no such day."""
    date = _date(iso)
    return DateView(iso, words.weekday(date) if date else iso)


def interval(value: Interval, words: Words) -> DateView:
    """A stretch of days, as exact as it is known."""
    first, last = _date(value.start), _date(value.end)
    if first is None or last is None:
        return DateView(value.start, value.start)
    year = first.year
    match value.precision:
        case "day":
            return day(value.start, words)
        case "month":
            return DateView(value.start[:7], words.say("date.month", month=words.month(first.month), year=str(year)))
        case "year":
            return DateView(value.start[:4], str(year))
        case "decade":
            return DateView(value.start, words.say("date.decade", year=str(year // 10 * 10)))
        case "quarter":
            ordinal = _ordinal((first.month + 2) // 3, words)
            return DateView(value.start, words.say("date.quarter", ordinal=ordinal, year=str(year)))
        case "century":
            return DateView(value.start, words.say("date.century", ordinal=_ordinal(year // 100 + 1, words)))
        case "week":
            return DateView(value.start, words.say("date.week", day=words.day(first)))
    return DateView(value.start, _range(first, last, words))


def days(first: str, last: str, words: Words) -> str:
    """From one day to another: 3 – 9 March 2025; "" when there is none."""
    ends = _date(first), _date(last)
    return _range(ends[0], ends[1], words) if ends[0] and ends[1] else ""


def figure(fact: Fact, text: str, words: Words) -> str:
    """A figure with its qualifier: "at least 1,400". The capital of a sentence's first word is not its own."""
    own = line(fact.span, text)
    if fact.span.start == report(fact.sentence, text).start and own[1:2].islower():
        own = own[0].lower() + own[1:]
    # A vague amount ("dozens") says for itself that it is one.
    if not isinstance(fact.value, Amount) or fact.value.amount is None:
        return own
    return words.say(f"figure.{fact.value.qualifier}", figure=own)


def counted(fact: Fact, text: str) -> tuple[str, str]:
    """(subject, measure) of a figure in words; "" where unknown."""
    if not isinstance(fact.value, Amount):
        return "", ""
    subject = line(fact.value.subject, text) if fact.value.subject else ""
    return subject, (fact.value.measure or "").replace("_", " ")


def line(span: Span, text: str) -> str:
    """The text of a span on one line."""
    return " ".join(span.of(text).split())


def told(sentence: Span, text: str) -> str:
    """What a sentence tells, on one line, without the dateline before it."""
    return line(report(sentence, text), text)


def pieces(spans: tuple[Span, ...], text: str) -> str:
    """The text of several spans; what was left out between them is an ellipsis, one even beside another."""
    return re.sub(r"…(?:\s*…)+", "…", " … ".join(line(span, text) for span in spans))


def shortened(words: str, most: int = 160) -> str:
    """At most `most` code points, cut between words."""
    if len(words) <= most:
        return words
    return re.sub(r"\W+\w*$", "", words[:most]) + "…"


def _range(first: datetime.date, last: datetime.date, words: Words) -> str:
    whole_years = (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31)
    if whole_years:
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    is_same_year = first.year == last.year
    whole_months = (
        first.day == 1 and (last + datetime.timedelta(days=1)).day == 1 if last < datetime.date.max else False
    )
    if whole_months:
        month, end = (
            words.month(first.month),
            words.say("date.month", month=words.month(last.month), year=str(last.year)),
        )
        start = month if is_same_year else words.say("date.month", month=month, year=str(first.year))
        return end if start == words.month(last.month) and is_same_year else f"{start} – {end}"
    start, end = words.day(first), words.day(last)
    if start == end:
        return start
    if is_same_year:
        start = words.say("date.day_of_year", day=first.day, month=words.month(first.month))
    return f"{start} – {end}"


def _date(iso: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(iso)
    except ValueError:
        return None


def _ordinal(number: int, words: Words) -> str:
    ending = number % 10
    form = str(ending) if ending in (1, 2, 3) and not 10 <= number % 100 <= 20 else "other"
    return words.say(f"ordinal.{form}", number=str(number))
