"""The lists of a briefing: its quotes, its key facts and figures, its timeline, each on as many pages as it needs."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import Struct

from briefgen.briefing import highlights
from briefgen.pages import addresses, charting
from briefgen.pages.directory import Open, Used, event_view, figure_view, key_fact_view, newest, quote_view
from briefgen.pages.here import Here
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.pages.paging import numbers
from briefgen.views import FactsView, QuotesView, TimelineView

A_PAGE = 90
"""How many quotes, figures or events stand on one page of a list, at most."""
KEY_FACTS = 60
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


def list_page(recipe: ListRecipe, masthead: Masthead, open: Open) -> Page:
    """One page of a list."""
    here, folder = Here(recipe.address, masthead.words), recipe.story.folder
    opened = [open(article) for article in recipe.articles]
    sources = [open(article) for article in recipe.leading]
    pages = numbers(
        recipe.pages,
        recipe.number,
        lambda number: here.to(addresses.listing(folder, recipe.name, number)),
    )
    view: Struct
    if recipe.name == "quotes":
        view = QuotesView(
            briefing=recipe.story.title,
            quotes=tuple(quote_view(opened[at], number, here) for at, number in recipe.rows),
            total=recipe.total,
            pages=pages,
        )
    elif recipe.name == "facts":
        chosen = highlights.key_facts([one.entry for one in sources], KEY_FACTS)
        view = FactsView(
            briefing=recipe.story.title,
            key_facts=tuple(key_fact_view(sources[at], number, here) for at, number in chosen),
            figures=tuple(figure_view(opened[at], number, here) for at, number in recipe.rows),
            pages=pages,
            charts=charting.figure_charts(sources, here),
        )
    else:
        view = TimelineView(
            briefing=recipe.story.title,
            events=tuple(event_view(opened[at], number, here) for at, number in recipe.rows),
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
