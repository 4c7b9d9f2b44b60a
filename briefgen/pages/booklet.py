"""The whole of a briefing in one file, to be printed or sent: it needs no other, and links to what it holds stay in it.

It is bounded, however large the briefing: the newest articles stand in it in full, as many as `MOST` and `WORDS` allow,
and all that stands above their texts is taken from them; the titles of others are listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import ClassVar

import msgspec
from msgspec import Struct

from briefgen.briefing import highlights
from briefgen.briefing.cast import Face
from briefgen.briefing.front import main_events
from briefgen.briefing.outline import Outline
from briefgen.briefing.story import Story, newest_first
from briefgen.pages import addresses, reading, wording
from briefgen.pages.anchors import Anchors
from briefgen.pages.chronicle import Place
from briefgen.pages.directory import (
    Named,
    Open,
    Opened,
    Used,
    article_view,
    entry_view,
    event_view,
    figure_view,
    key_fact_view,
    newest,
    quote_view,
)
from briefgen.pages.here import Here
from briefgen.pages.introduction import introduction
from briefgen.pages.links import relinked
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.pages.timeline import timeline_parts
from briefgen.views.booklet import BookletActor, BookletArticle, BookletView

MOST = 30
"""How many articles stand in it in full, at most."""
WORDS = 40_000
"""How many words those have together, at most; the newest article is there whatever its length."""
NAMED = 300
"""How many of the others are listed by title."""

HEAD = {"key facts": 12, "actors": 24, "quotes": 12, "figures": 16, "events": 40}
"""How many of each stand above the texts."""


class BookletRecipe(Struct, frozen=True, kw_only=True):
    """All that the whole of a briefing is made from."""

    template: ClassVar[str] = "booklet.html"

    address: str
    story: Heading
    summary: str
    index: Used | None
    links: tuple[tuple[str, str], ...]
    """(path, address) of the files that the index page links to."""
    actors: tuple[Face, ...]
    """The most salient ones of its articles."""
    articles: tuple[Used, ...]
    text_links: tuple[tuple[tuple[str, str], ...], ...]
    """The same as `links` for each of the articles."""
    events: tuple[tuple[int, int], ...]
    """(which article, which fact), in the order of a timeline."""
    places: tuple[Place, ...]
    """Where each of the events stands in it."""
    further: tuple[Named, ...]
    total: int
    """All articles of the briefing."""


def held(one: Story) -> tuple[list[Outline], list[Outline]]:
    """(the articles that stand in a story's booklet, in the story's order; the others, newest first)"""
    latest = newest_first(one.articles)
    count, words = 0, 0
    for article in latest[:MOST]:
        words += article.words
        if count and words > WORDS:
            break
        count += 1
    inside = {article.path for article in latest[:count]}
    return [article for article in one.articles if article.path in inside], latest[count:]


def booklet_page(recipe: BookletRecipe, masthead: Masthead, open: Open) -> Page:
    """The whole of a briefing in one file."""
    opened = [_prefixed(open(used), _id(number)) for number, used in enumerate(recipe.articles, 1)]
    entries = [one.entry for one in opened]
    texts = {addresses.article(entry.article): _id(number) for number, entry in enumerate(entries, 1)}
    cast = {addresses.actor(face.id): f"who-{face.id}" for face in recipe.actors}
    here = Here(recipe.address, masthead.words, {**texts, **cast}, masthead.base_url)

    def to(target: str, fragment: str) -> str:
        """A link of a text. A heading's fragment is that of its text; a picture is never fetched from another host."""
        if not target.endswith(".html"):
            return addresses.link(here.address, target, fragment)
        return here.to(target, f"{texts[target]}-{fragment}" if fragment and target in texts else fragment)

    places = dict(zip(recipe.events, recipe.places, strict=True))
    view = BookletView(
        title=recipe.story.title,
        summary=recipe.summary,
        introduction=introduction(recipe.index, recipe.links, open, to, "index-"),
        key_facts=tuple(
            key_fact_view(opened[at], n, here) for at, n in highlights.key_facts(entries, HEAD["key facts"])
        ),
        actors=_cast(recipe.actors, opened),
        quotes=tuple(quote_view(opened[at], n, here) for at, n in highlights.quotes(entries, HEAD["quotes"])),
        figures=tuple(figure_view(opened[at], n, here) for at, n in highlights.figures(entries, HEAD["figures"])),
        timeline=timeline_parts(
            (
                (places[at, n], event_view(opened[at], n, here))
                for at, n in main_events(entries, recipe.events, HEAD["events"])
            ),
            here,
        ),
        articles=tuple(
            _article(one, _id(number), here, relinked(one.entry.article, dict(links), to))
            for number, (one, links) in enumerate(zip(opened, recipe.text_links, strict=True), 1)
        ),
        further=tuple(article_view(article, here) for article in recipe.further),
        unlisted=recipe.total - len(opened) - len(recipe.further),
        total=recipe.total,
        overview=here.to(addresses.briefing(recipe.story.folder)),
    )
    title = here.words.say("print.title", title=recipe.story.title)
    own = frame(
        masthead,
        here.address,
        title,
        description=wording.shortened(" ".join((recipe.summary or title).split())),
        folder=recipe.story.folder,
        newest=newest(opened),
    )
    return Page(here.address, recipe.template, own, view)


def _article(opened: Opened, id: str, here: Here, links: Mapping[str, str]) -> BookletArticle:
    article = opened.entry.article
    body = reading.body(opened, here, links, f"{id}-")
    present = reading.ids(body)
    own = opened.anchors
    return BookletArticle(
        id=id,
        article=entry_view(opened.entry, here),
        author=article.meta.author or "",
        url=article.meta.url or "",
        words=len(article.text.split()),
        direction=reading.direction(article.lang),
        excerpt=article.excerpt is not None,
        body=body,
        hidden=()
        if article.excerpt is None
        else tuple(one for one in (*own.quotes, *own.facts, *own.key_facts) if one and one not in present),
    )


def _id(number: int) -> str:
    return f"a{number}"


def _prefixed(opened: Opened, id: str) -> Opened:
    """An article whose annotations' ids are told from those of other articles."""
    lists = (tuple(f"{id}-{own}" if own else "" for own in ids) for ids in msgspec.structs.astuple(opened.anchors))
    return msgspec.structs.replace(opened, anchors=Anchors(*lists))


def _cast(faces: tuple[Face, ...], opened: list[Opened]) -> tuple[BookletActor, ...]:
    """The actors with how often the articles name and quote them."""
    mentions: Counter[str] = Counter()
    quotes: Counter[str] = Counter()
    for one in opened:
        ids = {id: face.id for id, face in one.faces.items()}
        mentions.update(ids[own.actor] for own in one.entry.annotation.mentions if own.actor in ids)
        speakers = (quote.speaker.actor for quote in one.entry.annotation.quotes if quote.speaker)
        quotes.update(ids[actor] for actor in speakers if actor in ids)
    return tuple(
        BookletActor(
            id=f"who-{face.id}",
            name=face.name,
            kind=face.kind,
            role=face.role,
            mentions=mentions[face.id],
            quotes=quotes[face.id],
        )
        for face in faces
    )
