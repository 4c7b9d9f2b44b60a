"""What pages show of actors, quotes and facts: annotations as views, linked from wherever they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from briefgen.annotation import Fact, Interval, KeyFact, Party, Quote
from briefgen.article import Article
from briefgen.briefing.dossiers import Dossier, Local
from briefgen.briefing.story import Briefing, Entry
from briefgen.pages import addresses, wording
from briefgen.pages.anchors import Anchors
from briefgen.project import Settings
from briefgen.views import ActorView, ArticleView, EventView, FigureView, KeyFactView, PartyView, QuoteView

UNCERTAIN = 0.6
"""An annotation less sure than this is shown as a guess."""


class Directory(Struct, frozen=True, kw_only=True):
    """Everything that links need to know."""

    settings: Settings
    briefings: tuple[Briefing, ...]
    dossiers: Mapping[str, Dossier]
    """By id, by falling salience."""
    local: Mapping[Local, str]
    anchors: Mapping[str, Anchors]
    """By the article's path."""


def article_view(article: Article, origin: str) -> ArticleView:
    """An article as seen from the page at `origin`."""
    return ArticleView(
        title=article.title,
        href=addresses.link(origin, addresses.article(article)),
        date=wording.day(article.date) if article.date else None,
        source=article.meta.source or "",
        draft=article.meta.draft,
    )


def actor_view(dossier: Dossier, origin: str) -> ActorView:
    """An actor with the counts of the whole site."""
    return ActorView(
        id=dossier.id,
        name=dossier.name,
        href=addresses.link(origin, addresses.actor(dossier.id)),
        kind=dossier.kind,
        role=dossier.roles[0] if dossier.roles else "",
        mentions=dossier.mentions,
        quotes=dossier.quotes,
        articles=len(dossier.appearances),
    )


def party_view(directory: Directory, party: Party | None, entry: Entry, origin: str) -> PartyView | None:
    """Who says so; None when nobody is named."""
    if party is None:
        return None
    id = directory.local.get((entry.article.path, party.actor or ""))
    dossier = directory.dossiers[id] if id else None
    return PartyView(
        text=wording.line(party.span, entry.article.text) if party.span else "",
        actor=actor_view(dossier, origin) if dossier else None,
    )


def quote_view(directory: Directory, entry: Entry, quote: Quote, fragment: str, origin: str) -> QuoteView:
    """A quote, linked to its sentence."""
    text = entry.article.text
    return QuoteView(
        text=wording.pieces(quote.content, text),
        kind=quote.kind,
        stance=quote.stance or "",
        cue=wording.pieces(quote.cue, text),
        speaker=party_view(directory, quote.speaker, entry, origin),
        uncertain=quote.confidence < UNCERTAIN,
        why=quote.why,
        href=addresses.link(origin, addresses.article(entry.article), fragment),
        article=article_view(entry.article, origin),
    )


def figure_view(directory: Directory, entry: Entry, fact: Fact, fragment: str, origin: str) -> FigureView:
    """A figure, linked to its sentence."""
    text = entry.article.text
    subject, measure = wording.counted(fact, text)
    return FigureView(
        text=wording.figure(fact, text),
        subject=subject,
        measure=measure,
        sentence=wording.line(fact.sentence, text),
        claimant=party_view(directory, fact.claimant, entry, origin),
        href=addresses.link(origin, addresses.article(entry.article), fragment),
        article=article_view(entry.article, origin),
    )


def event_view(directory: Directory, entry: Entry, fact: Fact, fragment: str, origin: str) -> EventView:
    """A dated sentence; the fact's value is an `Interval`."""
    text = entry.article.text
    assert isinstance(fact.value, Interval)
    return EventView(
        date=wording.interval(fact.value),
        precision=fact.value.precision,
        expression=wording.line(fact.span, text),
        sentence=wording.line(fact.sentence, text),
        claimant=party_view(directory, fact.claimant, entry, origin),
        href=addresses.link(origin, addresses.article(entry.article), fragment),
        article=article_view(entry.article, origin),
    )


def key_fact_view(directory: Directory, entry: Entry, fact: KeyFact, fragment: str, origin: str) -> KeyFactView:
    """A key fact, linked to its sentence."""
    text = entry.article.text
    figures = []
    for index in fact.facts:
        inner = entry.annotation.facts[index]
        if inner.kind == "figure":
            subject, measure = wording.counted(inner, text)
            figures.append(" ".join(filter(None, (wording.figure(inner, text), subject, measure))))
    return KeyFactView(
        sentence=wording.line(fact.sentence, text),
        claimant=party_view(directory, fact.claimant, entry, origin),
        why=fact.why,
        figures=tuple(dict.fromkeys(figures)),
        href=addresses.link(origin, addresses.article(entry.article), fragment),
        article=article_view(entry.article, origin),
    )
