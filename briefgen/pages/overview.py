"""The home page, and the front page of a briefing."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from briefgen import markdown
from briefgen.briefing import highlights
from briefgen.briefing.cast import Face
from briefgen.briefing.highlights import Chosen
from briefgen.briefing.outline import Entry
from briefgen.pages import addresses, charting, wording
from briefgen.pages.directory import (
    Counted,
    Named,
    Open,
    Used,
    actor_view,
    article_view,
    counted_view,
    entry_view,
    event_view,
    figure_view,
    key_fact_view,
    quote_view,
)
from briefgen.pages.here import Here
from briefgen.pages.links import relinked
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.views import BriefingCard, BriefingView, HomeView, Link

HEAD = {"key facts": 8, "actors": 14, "quotes": 8, "figures": 12, "events": 14}
"""How many the overview shows."""
LISTS = {"quotes": "quotes", "facts": "facts", "events": "timeline"}
"""What the whole lists hold, and their names."""
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
    latest: tuple[Named, ...]


class OverviewRecipe(Struct, frozen=True, kw_only=True):
    """All that the front page of a briefing is made from."""

    template: ClassVar[str] = "briefing.html"

    address: str
    story: Heading
    summary: str
    index: Used | None
    links: tuple[tuple[str, str], ...]
    """(path, address) of the files that the index page links to."""
    actors: tuple[Counted, ...]
    """The story's most salient ones."""
    articles: tuple[Used, ...]
    events: tuple[tuple[int, int], ...]
    """(which article, which fact), in the order of what they tell."""


def home_page(recipe: HomeRecipe, masthead: Masthead, open: Open) -> Page:
    """All briefings."""
    here = Here(recipe.address, masthead.words)
    view = HomeView(
        briefings=tuple(_card(card, open, here) for card in recipe.stories),
        latest=tuple(article_view(article, here) for article in recipe.latest),
    )
    own = frame(masthead, here.address, masthead.title, description=masthead.description)
    return Page(here.address, recipe.template, own, view)


def _card(card: StoryCard, open: Open, here: Here) -> BriefingCard:
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
        key_fact=key_fact_view(open(card.lead), 0, here) if card.lead else None,
    )


def overview_page(recipe: OverviewRecipe, masthead: Masthead, open: Open) -> Page:
    """The front page of a briefing."""
    here, folder = Here(recipe.address, masthead.words), recipe.story.folder
    opened = [open(article) for article in recipe.articles]
    entries = [one.entry for one in opened]
    quotes = sum(len(entry.annotation.quotes) for entry in entries)
    facts = sum(len(entry.annotation.key_facts) for entry in entries)
    leading = highlights.key_facts(entries, HEAD["key facts"])

    def to(name: str, count: int) -> Link:
        return Link(here.words.say(f"page.all_{name}", n=count), here.to(addresses.listing(folder, LISTS[name])))

    view = BriefingView(
        title=recipe.story.title,
        summary=recipe.summary,
        introduction=_introduction(recipe, open),
        key_facts=tuple(key_fact_view(opened[at], number, here) for at, number in leading),
        actors=tuple(counted_view(actor, here) for actor in recipe.actors),
        quotes=tuple(quote_view(opened[at], n, here) for at, n in highlights.quotes(entries, HEAD["quotes"])),
        figures=tuple(figure_view(opened[at], n, here) for at, n in highlights.figures(entries, HEAD["figures"])),
        timeline=tuple(
            event_view(opened[at], n, here) for at, n in _main_events(entries, recipe.events, HEAD["events"])
        ),
        articles=tuple(entry_view(one.entry, here) for one in opened),
        quotes_page=to("quotes", quotes),
        facts_page=to("facts", facts),
        timeline_page=to("events", len(recipe.events)),
        timeline_chart=charting.timeline_chart(opened, _main_events(entries, recipe.events, charting.EVENTS), here),
        voices=charting.voices_chart(opened, here),
        network=charting.story_network(opened, recipe.actors, here),
    )
    described = recipe.summary or (_sentence(entries, *leading[0]) if leading else recipe.story.title)
    own = frame(
        masthead,
        here.address,
        recipe.story.title,
        description=wording.shortened(" ".join(described.split())),
        folder=folder,
        trail=((masthead.title, addresses.HOME),),
    )
    return Page(here.address, recipe.template, own, view)


def _introduction(recipe: OverviewRecipe, open: Open) -> str:
    if recipe.index is None:
        return ""
    index = open(recipe.index).entry.article
    links = relinked(index, dict(recipe.links), recipe.address)
    blocks = markdown.weave(index.body, (), index.format, without_title=index.without_title, links=links)
    return "".join(block.html for block in blocks)


def _main_events(entries: list[Entry], events: tuple[tuple[int, int], ...], most: int) -> Chosen:
    """The events that key facts tell, in their order; all of them when they are no more than `most`."""
    if len(events) <= most:
        return list(events)
    key = {
        (at, entries[at].annotation.key_facts[number].sentence)
        for at, number in highlights.key_facts(entries, 4 * most)
    }
    told: Chosen = []
    seen = set()
    for at, number in events:
        sentence = (at, entries[at].annotation.facts[number].sentence)
        if sentence in key and sentence not in seen:
            seen.add(sentence)
            told.append((at, number))
    return (told or list(events))[:most]


def _sentence(entries: list[Entry], at: int, number: int) -> str:
    return entries[at].annotation.key_facts[number].sentence.of(entries[at].article.text)
