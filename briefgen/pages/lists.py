"""The lists of a briefing: its quotes, its key facts and figures, its timeline, each on as many pages as it needs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import ClassVar, Literal

from msgspec import Struct

from briefgen.briefing import highlights
from briefgen.pages import addresses, almanac, charting, chronicle, wording
from briefgen.pages.chronicle import Place, Stop
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
    tally_views,
)
from briefgen.pages.here import Here
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.pages.paging import numbers
from briefgen.pages.subjects import telling
from briefgen.pages.timeline import timeline_parts
from briefgen.views.lists import FactsView, FigureGroup, QuoteGroup, QuotesView, TimelineView
from briefgen.views.parts import Link

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
    places: tuple[Place, ...] = ()
    """Where each row stands in the timeline."""
    stops: tuple[Stop, ...] = ()
    """What the index on the first page of the timeline names."""
    stance: str = ""
    """The only one that its quotes have; "" for a list of all."""
    stances: tuple[tuple[str, int], ...] = ()
    """(stance, how many quotes of the story have it) that have lists of their own, behind ("", how many there are); only on
    the first page of the quotes."""


def list_page(recipe: ListRecipe, masthead: Masthead, open: Open) -> Page:
    """One page of a list."""
    here, folder = Here(recipe.address, masthead.words), recipe.story.folder
    opened = [open(article) for article in recipe.articles]
    sources = [open(article) for article in recipe.leading]
    pages = numbers(
        recipe.pages,
        recipe.number,
        lambda number: here.to(addresses.listing(folder, recipe.name, number, recipe.stance)),
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
                    quotes=telling(opened[at], (number for _, number in rows), here),
                )
                for at, rows in groupby(recipe.rows, lambda row: row[0])
            ),
            total=recipe.total,
            stance=recipe.stance,
            stances=_stances(recipe, here),
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
        view = _timeline(recipe, opened, pages, here)
    title = here.words.say(f"page.{recipe.name}_title")
    trail = [(masthead.title, addresses.HOME), (recipe.story.title, addresses.briefing(folder))]
    if recipe.stance:
        trail.append((title, addresses.listing(folder, recipe.name)))
        title = here.words.say("list.of_stance", title=title, stance=here.words.say(f"stance.{recipe.stance}"))
    described = f"{title}: {recipe.story.title}"
    own = frame(
        masthead,
        here.address,
        title,
        description=described,
        folder=folder,
        trail=tuple(trail),
        newest=newest([*opened, *sources]),
    )
    return Page(here.address, f"{recipe.name}.html", own, view)


def _stances(recipe: ListRecipe, here: Here) -> tuple[Link, ...]:
    """The ways to all quotes and to those of each stance; () where all have one."""
    return tuple(
        Link(
            here.words.say(f"stance.{stance}" if stance else "list.all_stances"),
            here.to(addresses.listing(recipe.story.folder, "quotes", 1, stance)),
            current=stance == recipe.stance,
            note=str(here.words.shown(count)),
        )
        for stance, count in recipe.stances
    )


def _timeline(recipe: ListRecipe, opened: Sequence[Opened], pages: tuple[Link, ...], here: Here) -> TimelineView:
    folder, first = recipe.story.folder, addresses.listing(recipe.story.folder, "timeline")
    events = [
        (place, event_view(opened[at], number, here))
        for place, (at, number) in zip(recipe.places, recipe.rows, strict=True)
    ]

    def to(stop: Stop) -> str:
        address = addresses.listing(folder, "timeline", stop.page)
        return here.to(address, chronicle.anchor(stop.to))

    months, links = almanac.index([(stop, to(stop)) for stop in recipe.stops], here.words)
    return TimelineView(
        briefing=recipe.story.title,
        parts=timeline_parts(events, here),
        total=recipe.total,
        pages=pages,
        calendar=months,
        stops=links,
        start="" if recipe.number == 1 else here.to(first),
    )
