"""The lists of a briefing: its quotes, its key facts and figures, its timeline, each on as many pages as it needs."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import ClassVar, Literal

from msgspec import Struct

from briefgen.annotation import Interval
from briefgen.briefing import highlights
from briefgen.pages import addresses, charting, wording
from briefgen.pages.directory import (
    Counted,
    Open,
    Opened,
    Used,
    counted_view,
    entry_view,
    event_view,
    figure_view,
    key_fact_view,
    newest,
    quote_view,
    tally_views,
)
from briefgen.pages.here import Here
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.pages.paging import numbers
from briefgen.views import EventGroup, FactsView, FigureGroup, QuoteGroup, QuotesView, TimelineView

A_PAGE = 90
"""How many quotes, figures or events stand on one page of a list, at most."""
SPEAKERS = 30
"""How many of those who are quoted most the first page of the quotes names."""
TALLIES = 24
"""How many measures the first page of the facts compares."""
KEY_FACTS = 40
"""How many key facts of a briefing stand on the first page of its facts."""

ListName = Literal["quotes", "facts", "timeline"]
NAMES: tuple[ListName, ...] = ("quotes", "facts", "timeline")


class ListRecipe(Struct, frozen=True, kw_only=True):
    """All that one page of a list is made from."""

    template: ClassVar[str] = ""

    address: str
    name: ListName
    story: Heading
    number: int
    pages: int
    total: int
    """Rows on all pages."""
    articles: tuple[Used, ...]
    rows: tuple[tuple[int, int], ...]
    """(which article, which of its quotes or facts)"""
    leading: tuple[Used, ...] = ()
    """The articles that the key facts and charts come from; only on the first page of the facts."""
    days: tuple[tuple[int, str, str], ...] = ()
    """(number, first date, last date) of the pages that this one names."""
    speakers: tuple[Counted, ...] = ()
    """Who is quoted most in the story, which the counts are of; only on the first page of the quotes."""


def list_page(recipe: ListRecipe, masthead: Masthead, open: Open) -> Page:
    """One page of a list."""
    here, folder = Here(recipe.address, masthead.words), recipe.story.folder
    opened = [open(article) for article in recipe.articles]
    sources = [open(article) for article in recipe.leading]
    pages = numbers(
        recipe.pages,
        recipe.number,
        lambda number: here.to(addresses.listing(folder, recipe.name, number)),
        lambda number: next(
            (wording.days(first, last, here.words) for n, first, last in recipe.days if n == number), ""
        ),
    )
    view: Struct
    if recipe.name == "quotes":
        view = QuotesView(
            briefing=recipe.story.title,
            groups=tuple(
                QuoteGroup(
                    article=entry_view(opened[at].entry, here),
                    quotes=tuple(quote_view(opened[at], number, here) for _, number in rows),
                )
                for at, rows in groupby(recipe.rows, lambda row: row[0])
            ),
            total=recipe.total,
            speakers=tuple(counted_view(one, here) for one in recipe.speakers),
            pages=pages,
        )
    elif recipe.name == "facts":
        chosen = highlights.key_facts([one.entry for one in sources], KEY_FACTS)
        view = FactsView(
            briefing=recipe.story.title,
            key_facts=tuple(key_fact_view(sources[at], number, here) for at, number in chosen),
            tallies=tally_views(sources, TALLIES, here)[1],
            groups=tuple(
                FigureGroup(
                    article=entry_view(opened[at].entry, here),
                    figures=tuple(figure_view(opened[at], number, here) for _, number in rows),
                )
                for at, rows in groupby(recipe.rows, lambda row: row[0])
            ),
            total=recipe.total,
            pages=pages,
            charts=charting.figure_charts(sources, here),
        )
    else:
        view = TimelineView(
            briefing=recipe.story.title,
            groups=_periods([(opened[at], number) for at, number in recipe.rows], here),
            total=recipe.total,
            pages=pages,
        )
    title = here.words.say(f"page.{recipe.name}_title")
    trail = ((masthead.title, addresses.HOME), (recipe.story.title, addresses.briefing(folder)))
    described = f"{title}: {recipe.story.title}"
    own = frame(
        masthead,
        here.address,
        title,
        description=described,
        folder=folder,
        trail=trail,
        newest=newest([*opened, *sources]),
    )
    return Page(here.address, f"{recipe.name}.html", own, view)


def _periods(events: Iterable[tuple[Opened, int]], here: Here) -> tuple[EventGroup, ...]:
    """Events in their order, those of one month together; and those of one year of which no month is known."""

    def period(event: tuple[Opened, int]) -> Interval:
        opened, number = event
        value = opened.entry.annotation.facts[number].value
        assert isinstance(value, Interval)
        if value.precision in ("day", "week", "month") or value.start[:7] == value.end[:7]:
            return Interval(start=value.start[:7] + "-01", end=value.start[:7] + "-28", precision="month")
        return Interval(start=value.start[:4] + "-01-01", end=value.start[:4] + "-12-31", precision="year")

    return tuple(
        EventGroup(
            date=wording.interval(span, here.words),
            events=tuple(event_view(opened, number, here) for opened, number in members),
        )
        for span, members in groupby(events, period)
    )
