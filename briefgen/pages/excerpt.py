"""The page of an article that is published in excerpts: how it begins, what was found in it, and the way to the original."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from msgspec import Struct

from briefgen.annotation import Interval
from briefgen.pages import addresses, reading, wording
from briefgen.pages.anchors import KEY_FACTS
from briefgen.pages.directory import (
    Open,
    Opened,
    Titled,
    Used,
    entry_view,
    event_view,
    figure_view,
    key_fact_view,
    quote_view,
    titled_view,
)
from briefgen.pages.here import Here
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.views.excerpt import ExcerptActor, ExcerptEntry, ExcerptPage

T = TypeVar("T")


class ExcerptRecipe(Struct, frozen=True, kw_only=True):
    """All that the page of an excerpt is made from."""

    template: ClassVar[str] = "excerpt.html"

    address: str
    story: Heading
    article: Used
    words: int
    """Of the whole text."""
    before: Titled | None
    """The article before it in the story."""
    after: Titled | None


def excerpt_page(recipe: ExcerptRecipe, masthead: Masthead, open: Open) -> Page:
    """The page of an excerpt."""
    opened = open(recipe.article)
    article, annotation = opened.entry.article, opened.entry.annotation
    here = Here(recipe.address, masthead.words)
    body = reading.body(opened, here, {})
    present = reading.ids(body)
    ids = opened.anchors

    def entries(
        view: Callable[[Opened, int, Here], T], own: Sequence[str], numbers: Sequence[int]
    ) -> list[tuple[str, T]]:
        """(the id that leads to it, unless its mark stands in the text; its view)"""
        return [("" if own[n] in present else own[n], view(opened, n, here)) for n in numbers]

    facts = list(enumerate(annotation.facts))
    shown = range(min(KEY_FACTS, len(annotation.key_facts)))
    key_facts = entries(key_fact_view, ids.key_facts, shown)
    view = ExcerptPage(
        article=entry_view(opened.entry, here),
        author=article.meta.author or "",
        url=article.meta.url or "",
        direction=reading.direction(article.lang),
        words=recipe.words,
        body=body,
        key_facts=tuple(ExcerptEntry(id=id, key_fact=one) for id, one in key_facts),
        actors=_actors(opened, here, present),
        quotes=tuple(
            ExcerptEntry(id=id, quote=one) for id, one in entries(quote_view, ids.quotes, range(len(annotation.quotes)))
        ),
        figures=tuple(
            ExcerptEntry(id=id, figure=one)
            for id, one in entries(figure_view, ids.facts, [n for n, fact in facts if fact.kind == "figure"])
        ),
        dates=tuple(
            ExcerptEntry(id=id, event=one)
            for id, one in entries(event_view, ids.facts, [n for n, fact in facts if isinstance(fact.value, Interval)])
        ),
        further=tuple(id for id in ids.key_facts[KEY_FACTS:] if id and id not in present),
        record=here.to(addresses.record(article)),
        notices=reading.notices(opened, here),
        previous=titled_view(recipe.before, here) if recipe.before else None,
        next=titled_view(recipe.after, here) if recipe.after else None,
    )
    described = key_facts[0][1].sentence if key_facts else article.title
    above = ((recipe.story.title, addresses.briefing(recipe.story.folder)),) if recipe.story.title else ()
    own = frame(
        masthead,
        here.address,
        article.title,
        description=wording.shortened(described),
        folder=recipe.story.folder,
        trail=((masthead.title, addresses.HOME), *above),
        newest=article.date,
        original=article.meta.url or "",
    )
    return Page(here.address, recipe.template, own, view)


def _actors(opened: Opened, here: Here, present: set[str]) -> tuple[ExcerptActor, ...]:
    """Who is named, with the ids of mentions whose words are not shown: others link to them."""
    hidden: dict[str, list[str]] = defaultdict(list)
    for mention, id in zip(opened.entry.annotation.mentions, opened.anchors.mentions, strict=True):
        face = opened.faces.get(mention.actor or "")
        if face and id and id not in present:
            hidden[face.id].append(id)
    return tuple(ExcerptActor(actor=actor, ids=tuple(hidden[actor.id])) for actor in reading.named(opened, here))
