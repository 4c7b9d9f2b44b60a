"""Outlines: what the rest of the site must know of an article before it opens it.

An outline is small, so that all of a site's outlines fit into memory; and it names the article's
content by a fingerprint, so that what was made from it need not be made again while that is the same.
"""

from __future__ import annotations

import math

from msgspec import Struct

from briefgen.annotation import ActorKind, Annotation, Interval
from briefgen.article import Article
from briefgen.briefing.voices import About, about
from briefgen.diagnostic import Diagnostic
from briefgen.memo import fingerprint
from briefgen.span import Span


class Entry(Struct, frozen=True):
    """An article and what is said about it."""

    article: Article
    annotation: Annotation


class Role(Struct, frozen=True, kw_only=True, array_like=True):
    """An actor in one article."""

    id: str
    """Of the actor in the article."""
    name: str
    kind: ActorKind
    role: str
    aliases: tuple[str, ...]
    salience: float
    mentions: int
    quotes: int
    """How many quotes it speaks."""


class Event(Struct, frozen=True, array_like=True):
    """A dated sentence; two of one sentence and one time are one event."""

    start: str
    end: str
    fact: int
    """Index into the article's facts."""


class Outline(Struct, frozen=True, kw_only=True, array_like=True):
    """An article or a folder's index page in outline."""

    path: str
    folder: str
    slug: str
    is_index: bool
    is_draft: bool
    is_excerpt: bool
    """Whether only excerpts of it are published."""
    lang: str
    title: str
    is_titled: bool
    """Whether the title was written, rather than made of the file's name."""
    summary: str
    order: str
    date: str | None
    source: str
    """The outlet."""
    aliases: tuple[str, ...]
    targets: tuple[str, ...]
    """Files of content/ that it may link to."""
    words: int
    content: str
    """Fingerprint of the article and its annotation."""
    annotation: str
    """Key under which the annotation is kept; "" where the model does not read the article."""
    cast: tuple[Role, ...]
    """By falling salience."""
    quotes: int
    stances: tuple[str, ...]
    """The stance of each of its quotes; "" for none."""
    about: tuple[About, ...]
    """Which of its quotes are about others."""
    key_facts: int
    figures: tuple[int, ...]
    """Which of its facts are figures."""
    events: tuple[Event, ...]
    dates: int
    lead: float
    """Score of its best key fact; -inf without one."""
    diagnostics: tuple[Diagnostic, ...]
    """What is wrong with its source."""
    notices: tuple[Diagnostic, ...]
    """What there is to say of its annotation."""


def outline(entry: Entry, targets: tuple[str, ...], key: str) -> Outline:
    """The outline of an article whose annotation has a key; `targets` are the files that its text links to."""
    article, annotation = entry.article, entry.annotation
    mentions: dict[str, int] = {}
    for mention in annotation.mentions:
        if mention.actor:
            mentions[mention.actor] = mentions.get(mention.actor, 0) + 1
    spoken: dict[str, int] = {}
    for quote in annotation.quotes:
        if quote.speaker and quote.speaker.actor:
            spoken[quote.speaker.actor] = spoken.get(quote.speaker.actor, 0) + 1
    meta = article.meta
    return Outline(
        path=article.path,
        folder=article.folder,
        slug=article.slug,
        is_index=article.is_index,
        is_draft=bool(meta.draft),
        is_excerpt=article.excerpt is not None,
        lang=article.lang,
        title=article.title,
        is_titled=meta.title is not None or article.without_title,
        summary=meta.summary or "",
        order=meta.order or "",
        date=article.date,
        source=meta.source or "",
        aliases=tuple(meta.aliases),
        targets=targets,
        words=len(article.text.split()),
        content=fingerprint(article, annotation),
        annotation=key,
        cast=tuple(
            Role(
                id=actor.id,
                name=actor.name,
                kind=actor.kind,
                role=actor.role or "",
                aliases=actor.aliases,
                salience=actor.salience,
                mentions=mentions.get(actor.id, 0),
                quotes=spoken.get(actor.id, 0),
            )
            for actor in annotation.actors
        ),
        quotes=len(annotation.quotes),
        stances=tuple(quote.stance or "" for quote in annotation.quotes),
        about=about(annotation),
        key_facts=len(annotation.key_facts),
        figures=tuple(at for at, fact in enumerate(annotation.facts) if fact.kind == "figure"),
        events=_events(entry),
        dates=sum(fact.kind == "date" for fact in annotation.facts),
        lead=annotation.key_facts[0].score if annotation.key_facts else -math.inf,
        diagnostics=article.diagnostics,
        notices=annotation.diagnostics,
    )


def _events(entry: Entry) -> tuple[Event, ...]:
    found: list[Event] = []
    told: set[tuple[Span, str, str]] = set()
    for at, fact in enumerate(entry.annotation.facts):
        if isinstance(fact.value, Interval):
            key = (fact.sentence, fact.value.start, fact.value.end)
            if key not in told:
                told.add(key)
                found.append(Event(fact.value.start, fact.value.end, at))
    return tuple(found)
