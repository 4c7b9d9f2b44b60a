"""The front page of a briefing."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.charts import NetworkChart, TimelineChart, VoicesChart
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


class HeardActor(CountedActor, frozen=True, kw_only=True):
    """An actor of one briefing: the counts are of this briefing."""

    share: int
    """Its quotes in percent of those of the most quoted actor beside it."""


class SourceView(ArticleView, frozen=True, kw_only=True):
    """An article as a source of a briefing."""

    words: int
    quotes: int
    figures: int
    key_facts: int
    is_longest: bool
    """Whether it has the most words of all, of several."""
    is_richest: bool
    """Whether it has the most quotes, figures and key facts of all, of several."""


class MomentView(EventView, frozen=True, kw_only=True):
    """One of the main events of a story: the beginning of its sentence; a day is named with its weekday."""

    day: str
    """Address of all that is dated to the same time."""


class BriefingView(Struct, frozen=True, kw_only=True):
    """briefing.html: the front page of a story. Each list is the head of a longer one."""

    title: str
    summary: str
    introduction: str
    """HTML of the folder's index.md, safe: output it unescaped."""
    first: DateView | None
    last: DateView | None
    """Dates of its oldest and newest article."""
    newest_first: bool
    """Whether the briefing tells its newest article first."""
    news: tuple[KeyFactView, ...]
    """The key facts of its newest article; none where there is no older one."""
    key_facts: tuple[KeyFactView, ...]
    """Others; no two say the same."""
    actors: tuple[HeardActor, ...]
    """The most salient ones."""
    latest_quotes: tuple[QuoteView, ...]
    """The weightiest of the newest article that has any; none where there is no older one."""
    quotes: tuple[QuoteView, ...]
    """The weightiest of the others."""
    tallies: tuple[TallyView, ...]
    figures: tuple[FigureView, ...]
    """Such as stand in none of the tallies."""
    timeline: tuple[MomentView, ...]
    articles: tuple[SourceView, ...]
    """All of them, in the briefing's order."""
    quotes_page: Link
    """Titles hold the counts: "All 57 quotes"."""
    facts_page: Link
    timeline_page: Link
    booklet: str
    """Address of the whole briefing in one file."""
    timeline_chart: TimelineChart | None = None
    voices: VoicesChart | None = None
    network: NetworkChart | None = None
    """Charts: None where there is too little to be drawn."""
