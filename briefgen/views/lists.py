"""The lists of a briefing: quotes, facts, timeline."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.charts import FigureChart
from briefgen.views.parts import (
    ArticleView,
    CountedActor,
    DateView,
    EventView,
    FigureView,
    KeyFactView,
    Link,
    QuoteView,
    TallyView,
)


class QuoteGroup(Struct, frozen=True, kw_only=True):
    """The quotes of one article."""

    article: ArticleView
    quotes: tuple[QuoteView, ...]


class QuotesView(Struct, frozen=True, kw_only=True):
    """quotes.html: a briefing's quotes, by date and article."""

    briefing: str
    groups: tuple[QuoteGroup, ...]
    total: int
    """On all pages."""
    stance: str
    """The only one that its quotes have; "" for all quotes."""
    stances: tuple[Link, ...]
    """The ways to all quotes, and to those of each stance; `note` counts. Only on the first page, () where all have one."""
    speakers: tuple[CountedActor, ...]
    """Who is quoted most, in the whole briefing; its `quotes` and `articles` are of it. Only on the first page."""
    pages: tuple[Link, ...]
    """Empty when there is only one."""


class FigureGroup(Struct, frozen=True, kw_only=True):
    """The figures of one article."""

    article: ArticleView
    figures: tuple[FigureView, ...]


class FactsView(Struct, frozen=True, kw_only=True):
    """facts.html: a briefing's key facts and figures."""

    briefing: str
    key_facts: tuple[KeyFactView, ...]
    """Only on the first page."""
    tallies: tuple[TallyView, ...]
    """Only on the first page."""
    groups: tuple[FigureGroup, ...]
    total: int
    """Figures on all pages."""
    pages: tuple[Link, ...]
    charts: tuple[FigureChart, ...] = ()
    """Only on the first page."""


class EventGroup(Struct, frozen=True, kw_only=True):
    """What happened on one day of a story, or in a longer time of which no more is known; or in a year, of the background."""

    id: str
    """The heading's id."""
    date: DateView
    """A day with its weekday."""
    is_mixed: bool
    """Whether that is only the year in which they lie, and they have dates of their own."""
    events: tuple[EventView, ...]


class TimelinePart(Struct, frozen=True, kw_only=True):
    """A part of a timeline."""

    name: str
    """story (its own days), later (far behind its last report), background (long before, or longer than a month);
    years for a story without any days of its own."""
    groups: tuple[EventGroup, ...]


class CalendarDay(Struct, frozen=True, kw_only=True):
    """A day of a calendar."""

    number: int
    """Of the month."""
    date: DateView
    """With its weekday."""
    rows: int = 0
    """How many sentences are dated to it."""
    share: int = 0
    """The same in percent of the day with most."""
    href: str = ""
    """To what happened on it; "" where nothing did."""


class CalendarMonth(Struct, frozen=True, kw_only=True):
    """A month of a calendar, from the first week in which something happened to the last."""

    date: DateView
    weeks: tuple[tuple[CalendarDay | None, ...], ...]
    """Seven days each, from Monday; None for those of other months."""


class TimelineView(Struct, frozen=True, kw_only=True):
    """timeline.html: a briefing's dated sentences in the order of what they tell, the story's own days first."""

    briefing: str
    parts: tuple[TimelinePart, ...]
    """Those that are on this page."""
    total: int
    pages: tuple[Link, ...]
    calendar: tuple[CalendarMonth, ...] = ()
    """The days on which the story happened, on all pages; () when they are of many months. Only on the first page."""
    stops: tuple[Link, ...] = ()
    """The way to what the calendar does not hold: to months, or to the other parts; `note` counts. Only on the first page."""
    start: str = ""
    """The way to the first page, where these are; "" on it."""
