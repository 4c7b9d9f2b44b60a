"""What pages show of actors, quotes and facts: annotations as views, linked from wherever they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec
from msgspec import Struct

from briefgen.annotation import Fact, Interval, KeyFact, Party, Quote
from briefgen.briefing.cast import Face
from briefgen.briefing.outline import Entry, Outline
from briefgen.pages import addresses, wording
from briefgen.pages.anchors import Anchors
from briefgen.pages.here import Here
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


def article_view(article: Named, here: Here) -> ArticleView:
    """An article as seen from the page at `here`."""
    return ArticleView(
        title=article.title,
        href=here.to(article.address),
        date=wording.day(article.date, here.words) if article.date else None,
        source=article.source,
        draft=article.is_draft,
    )


def entry_view(entry: Entry, here: Here) -> ArticleView:
    """An opened article as seen from the page at `here`."""
    article = entry.article
    address = addresses.article(article)
    own = Named(article.title, address, article.date, article.meta.source or "", article.meta.draft)
    return msgspec.structs.replace(article_view(own, here), lang=article.lang)


def newest(opened: Iterable[Opened]) -> str | None:
    """The day of the newest of some articles; None when none has any."""
    return max((one.entry.article.date for one in opened if one.entry.article.date), default=None)


def actor_view(face: Face, here: Here) -> ActorView:
    """An actor as seen from the page at `here`."""
    return ActorView(
        id=face.id,
        name=face.name,
        href=here.to(addresses.actor(face.id)),
        kind=face.kind,
        role=face.role,
    )


def counted_view(counted: Counted, here: Here) -> CountedActor:
    """An actor with its counts."""
    face = counted.face
    return CountedActor(
        id=face.id,
        name=face.name,
        href=here.to(addresses.actor(face.id)),
        kind=face.kind,
        role=face.role,
        mentions=counted.mentions,
        quotes=counted.quotes,
        articles=counted.articles,
    )


def party_view(opened: Opened, party: Party | None, here: Here) -> PartyView | None:
    """Who says so; None when nobody is named."""
    if party is None:
        return None
    face = opened.faces.get(party.actor or "")
    return PartyView(
        text=wording.line(party.span, opened.entry.article.text) if party.span else "",
        actor=actor_view(face, here) if face else None,
    )


def quote_view(opened: Opened, number: int, here: Here) -> QuoteView:
    """The article's quote `number`, linked to its sentence."""
    article = opened.entry.article
    quote: Quote = opened.entry.annotation.quotes[number]
    return QuoteView(
        text=wording.pieces(quote.content, article.text),
        kind=quote.kind,
        stance=quote.stance or "",
        cue=wording.pieces(quote.cue, article.text),
        speaker=party_view(opened, quote.speaker, here),
        uncertain=quote.confidence < UNCERTAIN,
        why=quote.why,
        href=here.to(addresses.article(article), opened.anchors.quotes[number]),
        article=entry_view(opened.entry, here),
    )


def figure_view(opened: Opened, number: int, here: Here) -> FigureView:
    """The article's fact `number`, a figure, linked to its sentence."""
    article = opened.entry.article
    fact: Fact = opened.entry.annotation.facts[number]
    subject, measure = wording.counted(fact, article.text)
    return FigureView(
        text=wording.figure(fact, article.text, here.words),
        subject=subject,
        measure=measure,
        sentence=wording.line(fact.sentence, article.text),
        claimant=party_view(opened, fact.claimant, here),
        href=here.to(addresses.article(article), opened.anchors.facts[number]),
        article=entry_view(opened.entry, here),
    )


def event_view(opened: Opened, number: int, here: Here) -> EventView:
    """The article's fact `number`, a dated sentence whose value is an `Interval`."""
    article = opened.entry.article
    fact: Fact = opened.entry.annotation.facts[number]
    assert isinstance(fact.value, Interval)
    return EventView(
        date=wording.interval(fact.value, here.words),
        precision=fact.value.precision,
        expression=wording.line(fact.span, article.text),
        sentence=wording.line(fact.sentence, article.text),
        claimant=party_view(opened, fact.claimant, here),
        href=here.to(addresses.article(article), opened.anchors.facts[number]),
        article=entry_view(opened.entry, here),
    )


def key_fact_view(opened: Opened, number: int, here: Here) -> KeyFactView:
    """The article's key fact `number`, linked to its sentence."""
    article, annotation = opened.entry.article, opened.entry.annotation
    fact: KeyFact = annotation.key_facts[number]
    figures = []
    for index in fact.facts:
        inner = annotation.facts[index]
        if inner.kind == "figure":
            subject, measure = wording.counted(inner, article.text)
            figures.append(" ".join(filter(None, (wording.figure(inner, article.text, here.words), subject, measure))))
    return KeyFactView(
        sentence=wording.line(fact.sentence, article.text),
        claimant=party_view(opened, fact.claimant, here),
        why=fact.why,
        figures=tuple(dict.fromkeys(figures)),
        href=here.to(addresses.article(article), opened.anchors.key_facts[number]),
        article=entry_view(opened.entry, here),
    )
