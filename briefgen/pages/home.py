"""The home page: all briefings of a site."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from msgspec import Struct

from briefgen.briefing import highlights
from briefgen.briefing.cast import Face
from briefgen.pages import addresses, wording
from briefgen.pages.directory import Named, Open, Used, actor_view, article_view, key_fact_view
from briefgen.pages.here import Here
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.views.home import BriefingCard, HomeView, LatestView
from briefgen.views.parts import Link

FURTHER = 2
"""How many further key facts the home page tells of its first story."""
LATEST = 8
LEADING = 6
"""How many articles, and actors of each story, the home page shows."""


class StoryCard(Struct, frozen=True, array_like=True):
    """A story as the home page knows it."""

    heading: Heading
    summary: str
    first: str
    last: str
    """Dates of its oldest and newest article; "" when no article has any."""
    articles: int
    quotes: int
    figures: int
    actors: tuple[Face, ...]
    lead: Used | None
    """The article with the best key fact."""


class HomeRecipe(Struct, frozen=True, kw_only=True):
    """All that the home page is made from."""

    template: ClassVar[str] = "home.html"

    address: str
    stories: tuple[StoryCard, ...]
    latest: tuple[tuple[Named, Heading], ...]
    """The newest articles, and the stories that they belong to."""


def home_page(recipe: HomeRecipe, masthead: Masthead, open: Open) -> Page:
    """All briefings."""
    here = Here(recipe.address, masthead.words)
    view = HomeView(
        briefings=tuple(_card(card, open, here, FURTHER * (place == 0)) for place, card in enumerate(recipe.stories)),
        latest=tuple(_latest(article, story, here) for article, story in recipe.latest),
    )
    last = max((card.last for card in recipe.stories), default="")
    own = frame(masthead, here.address, masthead.title, description=masthead.description, newest=last)
    return Page(here.address, recipe.template, own, view)


def _latest(article: Named, story: Heading, here: Here) -> LatestView:
    briefing = Link(story.title, here.to(addresses.briefing(story.folder)))
    return LatestView(**msgspec.structs.asdict(article_view(article, here)), briefing=briefing)


def _card(card: StoryCard, open: Open, here: Here, further: int) -> BriefingCard:
    lead = open(card.lead) if card.lead else None
    facts = highlights.key_facts([lead.entry], 1 + further) if lead else []
    return BriefingCard(
        title=card.heading.title,
        href=here.to(addresses.briefing(card.heading.folder)),
        summary=card.summary,
        first=wording.day(card.first, here.words) if card.first else None,
        last=wording.day(card.last, here.words) if card.last else None,
        articles=card.articles,
        quotes=card.quotes,
        figures=card.figures,
        actors=tuple(actor_view(face, here) for face in card.actors),
        key_fact=key_fact_view(lead, 0, here) if lead else None,
        further=tuple(key_fact_view(lead, number, here) for _, number in facts[1:]) if lead else (),
    )
