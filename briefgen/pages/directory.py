"""What pages show of actors, quotes and facts: annotations as views, linked from wherever they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from briefgen.annotation import Fact, Interval, KeyFact, Party, Quote
from briefgen.briefing.cast import Face
from briefgen.briefing.outline import Entry, Outline
from briefgen.pages import addresses, wording
from briefgen.pages.anchors import Anchors
from briefgen.views import (
    ActorView,
    ArticleView,
    CountedActor,
    EventView,
    FigureView,
    KeyFactView,
    PartyView,
    QuoteView,
)

UNCERTAIN = 0.6
"""An annotation less sure than this is shown as a guess."""


class Used(Struct, frozen=True, array_like=True):
    """An article that a page is made from, and as whom it knows the article's actors."""

    path: str
    content: str
    """Fingerprint of the article and its annotation."""
    faces: tuple[tuple[str, Face], ...] = ()
    """By the actors' ids in the article."""


class Opened(Struct, frozen=True):
    """The same, read."""

    entry: Entry
    anchors: Anchors
    faces: Mapping[str, Face]


Open = Callable[[Used], Opened]


class Named(Struct, frozen=True, array_like=True):
    """An article as other pages name it."""

    title: str
    address: str
    date: str | None
    source: str
    is_draft: bool


class Counted(Struct, frozen=True, array_like=True):
    """An actor with the counts of the whole site."""

    face: Face
    mentions: int
    quotes: int
    articles: int


def named(article: Outline) -> Named:
    """An article's outline as other pages name it."""
    return Named(article.title, addresses.article(article), article.date, article.source, article.is_draft)


def article_view(article: Named, origin: str) -> ArticleView:
    """An article as seen from the page at `origin`."""
    return ArticleView(
        title=article.title,
        href=addresses.link(origin, article.address),
        date=wording.day(article.date) if article.date else None,
        source=article.source,
        draft=article.is_draft,
    )


def entry_view(entry: Entry, origin: str) -> ArticleView:
    """An opened article as seen from the page at `origin`."""
    article = entry.article
    address = addresses.article(article)
    own = Named(article.title, address, article.date, article.meta.source or "", article.meta.draft)
    return article_view(own, origin)


def actor_view(face: Face, origin: str) -> ActorView:
    """An actor as seen from the page at `origin`."""
    return ActorView(
        id=face.id,
        name=face.name,
        href=addresses.link(origin, addresses.actor(face.id)),
        kind=face.kind,
        role=face.role,
    )


def counted_view(counted: Counted, origin: str) -> CountedActor:
    """An actor with its counts."""
    face = counted.face
    return CountedActor(
        id=face.id,
        name=face.name,
        href=addresses.link(origin, addresses.actor(face.id)),
        kind=face.kind,
        role=face.role,
        mentions=counted.mentions,
        quotes=counted.quotes,
        articles=counted.articles,
    )


def party_view(opened: Opened, party: Party | None, origin: str) -> PartyView | None:
    """Who says so; None when nobody is named."""
    if party is None:
        return None
    face = opened.faces.get(party.actor or "")
    return PartyView(
        text=wording.line(party.span, opened.entry.article.text) if party.span else "",
        actor=actor_view(face, origin) if face else None,
    )


def quote_view(opened: Opened, number: int, origin: str) -> QuoteView:
    """The article's quote `number`, linked to its sentence."""
    article = opened.entry.article
    quote: Quote = opened.entry.annotation.quotes[number]
    return QuoteView(
        text=wording.pieces(quote.content, article.text),
        kind=quote.kind,
        stance=quote.stance or "",
        cue=wording.pieces(quote.cue, article.text),
        speaker=party_view(opened, quote.speaker, origin),
        uncertain=quote.confidence < UNCERTAIN,
        why=quote.why,
        href=addresses.link(origin, addresses.article(article), opened.anchors.quotes[number]),
        article=entry_view(opened.entry, origin),
    )


def figure_view(opened: Opened, number: int, origin: str) -> FigureView:
    """The article's fact `number`, a figure, linked to its sentence."""
    article = opened.entry.article
    fact: Fact = opened.entry.annotation.facts[number]
    subject, measure = wording.counted(fact, article.text)
    return FigureView(
        text=wording.figure(fact, article.text),
        subject=subject,
        measure=measure,
        sentence=wording.line(fact.sentence, article.text),
        claimant=party_view(opened, fact.claimant, origin),
        href=addresses.link(origin, addresses.article(article), opened.anchors.facts[number]),
        article=entry_view(opened.entry, origin),
    )


def event_view(opened: Opened, number: int, origin: str) -> EventView:
    """The article's fact `number`, a dated sentence whose value is an `Interval`."""
    article = opened.entry.article
    fact: Fact = opened.entry.annotation.facts[number]
    assert isinstance(fact.value, Interval)
    return EventView(
        date=wording.interval(fact.value),
        precision=fact.value.precision,
        expression=wording.line(fact.span, article.text),
        sentence=wording.line(fact.sentence, article.text),
        claimant=party_view(opened, fact.claimant, origin),
        href=addresses.link(origin, addresses.article(article), opened.anchors.facts[number]),
        article=entry_view(opened.entry, origin),
    )


def key_fact_view(opened: Opened, number: int, origin: str) -> KeyFactView:
    """The article's key fact `number`, linked to its sentence."""
    article, annotation = opened.entry.article, opened.entry.annotation
    fact: KeyFact = annotation.key_facts[number]
    figures = []
    for index in fact.facts:
        inner = annotation.facts[index]
        if inner.kind == "figure":
            subject, measure = wording.counted(inner, article.text)
            figures.append(" ".join(filter(None, (wording.figure(inner, article.text), subject, measure))))
    return KeyFactView(
        sentence=wording.line(fact.sentence, article.text),
        claimant=party_view(opened, fact.claimant, origin),
        why=fact.why,
        figures=tuple(dict.fromkeys(figures)),
        href=addresses.link(origin, addresses.article(article), opened.anchors.key_facts[number]),
        article=entry_view(opened.entry, origin),
    )
