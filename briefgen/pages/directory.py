"""What pages show of actors, quotes and facts: annotations as views, linked from wherever they are shown."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from briefgen.annotation import Fact, Interval, KeyFact, Party, Quote, fact_reasons, quote_reasons
from briefgen.briefing import parties, tally
from briefgen.briefing.cast import Face
from briefgen.briefing.outline import Entry, Outline
from briefgen.briefing.tally import Tally
from briefgen.pages import addresses, wording
from briefgen.pages.anchors import Anchors
from briefgen.pages.here import Here
from briefgen.views.overview import HeardActor
from briefgen.views.parts import (
    ActorView,
    ArticleView,
    AsideView,
    CountedActor,
    EventView,
    FigureView,
    KeyFactView,
    Link,
    PartyView,
    QuoteView,
    ReadingView,
    TallyView,
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
    lang: str


class Titled(Struct, frozen=True, array_like=True):
    """An article that is only led to."""

    title: str
    address: str
    lang: str


class Counted(Struct, frozen=True, array_like=True):
    """An actor with its counts: of the whole site, or where it says so."""

    face: Face
    mentions: int
    quotes: int
    articles: int


def named(article: Outline) -> Named:
    """An article's outline as other pages name it."""
    return Named(
        article.title, addresses.article(article), article.date, article.source, article.is_draft, article.lang
    )


def titled(article: Outline) -> Titled:
    """An article's outline where it is only led to."""
    return Titled(article.title, addresses.article(article), article.lang)


def titled_view(article: Titled, here: Here) -> Link:
    """The way to an article from the page at `here`."""
    return Link(article.title, here.to(article.address), lang=article.lang)


def article_view(article: Named, here: Here) -> ArticleView:
    """An article as seen from the page at `here`."""
    return ArticleView(
        title=article.title,
        href=here.to(article.address),
        date=wording.day(article.date, here.words) if article.date else None,
        source=article.source,
        draft=article.is_draft,
        lang=article.lang,
    )


def entry_view(entry: Entry, here: Here) -> ArticleView:
    """An opened article as seen from the page at `here`."""
    article = entry.article
    address = addresses.article(article)
    source = article.meta.source or ""
    return article_view(Named(article.title, address, article.date, source, article.meta.draft, article.lang), here)


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


def heard_views(actors: Sequence[Counted], here: Here) -> tuple[HeardActor, ...]:
    """Actors with how much each is heard beside the others."""
    most = max((one.quotes for one in actors), default=0) or 1
    return tuple(
        HeardActor(
            id=one.face.id,
            name=one.face.name,
            href=here.to(addresses.actor(one.face.id)),
            kind=one.face.kind,
            role=one.face.role,
            mentions=one.mentions,
            quotes=one.quotes,
            articles=one.articles,
            share=round(100 * one.quotes / most),
        )
        for one in actors
    )


def party_view(opened: Opened, party: Party | None, here: Here) -> PartyView | None:
    """Who says so; None when nobody does, and without words or an actor when it is nobody by name."""
    party = parties.named(party, opened.entry)
    if party is None:
        return None
    face = opened.faces.get(party.actor or "")
    return PartyView(
        text=wording.line(party.span, opened.entry.article.text) if party.span else "",
        actor=actor_view(face, here) if face else None,
    )


def claimant_view(opened: Opened, party: Party | None, here: Here) -> PartyView | None:
    """Who claims a fact; None when that is the article itself, or nobody who can be named without its text."""
    view = party_view(opened, party, here)
    return view if view and (view.actor or view.text) else None


def quote_view(opened: Opened, number: int, here: Here) -> QuoteView:
    """The article's quote `number`, linked to its sentence."""
    article = opened.entry.article
    quote: Quote = opened.entry.annotation.quotes[number]
    face = opened.faces.get((quote.speaker and quote.speaker.actor) or "")
    return QuoteView(
        text=wording.pieces(quote.content, article.text),
        kind=quote.kind,
        stance=quote.stance or "",
        cue=wording.pieces(quote.cue, article.text),
        speaker=party_view(opened, quote.speaker, here),
        uncertain=quote.confidence < UNCERTAIN,
        why=quote_reasons(quote, article.text, face.name if face else "", here.words),
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
        sentence=wording.told(fact.sentence, article.text),
        claimant=claimant_view(opened, fact.claimant, here),
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
        sentence=wording.told(fact.sentence, article.text),
        is_ahead=article.date is not None and fact.value.start > article.date,
        claimant=claimant_view(opened, fact.claimant, here),
        href=here.to(addresses.article(article), opened.anchors.facts[number]),
        article=entry_view(opened.entry, here),
    )


def tally_views(opened: Sequence[Opened], most: int, here: Here) -> tuple[list[Tally], tuple[TallyView, ...]]:
    """The figures of several articles side by side: at most so many tallies, and their views."""
    figures = [
        reading
        for at, one in enumerate(opened)
        for reading in tally.readings(at, one.entry, {id: face.id for id, face in one.faces.items()})
    ]
    chosen = list(tally.tallies(figures)[:most])
    return chosen, tuple(_tally_view(one, opened, here) for one in chosen)


def _tally_view(one: Tally, opened: Sequence[Opened], here: Here) -> TallyView:
    def view(reading: tally.Reading) -> FigureView:
        return figure_view(opened[reading.at], reading.number, here)

    spans = [tally.extent(reading.value) for reading in one.main]
    top = max((end for _, end in spans), default=0.0) or 1.0
    readings: list[ReadingView] = []
    for reading, (start, end) in zip(one.main, spans, strict=True):
        own = view(reading)
        readings.append(
            ReadingView(
                **msgspec.structs.asdict(own),
                start=round(100 * start / top, 1),
                width=round(100 * (end - start) / top, 1),
                is_open=tally.bounds(reading.value)[1] == math.inf,
                is_part=reading.scope == "part",
            )
        )
    ends = one.against or (one.main[0], one.main[-1])
    subject = one.main[0].subject if one.subject or not one.measure else ""
    needed = tally.newest(one)
    return TallyView(
        measure=one.measure,
        subject=subject,
        accord=one.accord,
        first=view(ends[0]).text,
        second=view(ends[1]).text,
        day=view(ends[0]).article.date if one.against else None,
        readings=tuple(readings),
        newest=tuple(shown for shown, reading in zip(readings, one.main, strict=True) if reading in needed),
        others=tuple(AsideView(**msgspec.structs.asdict(view(reading)), scope=reading.scope) for reading in one.others),
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
        sentence=wording.told(fact.sentence, article.text),
        claimant=claimant_view(opened, fact.claimant, here),
        why=fact_reasons(fact, here.words),
        figures=tuple(dict.fromkeys(figures)),
        href=here.to(addresses.article(article), opened.anchors.key_facts[number]),
        article=entry_view(opened.entry, here),
    )
