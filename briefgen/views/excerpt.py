"""The page of an article of which only an excerpt may be shown."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.parts import (
    ArticleView,
    BodyView,
    CountedActor,
    EventView,
    FigureView,
    KeyFactView,
    Link,
    QuoteView,
)


class ExcerptEntry(Struct, frozen=True, kw_only=True):
    """Something found in an excerpt's text. Exactly one of quote, figure, event, key_fact is given."""

    id: str
    """Of the element, for what links to its words; "" where those stand marked on the page."""
    quote: QuoteView | None = None
    figure: FigureView | None = None
    event: EventView | None = None
    key_fact: KeyFactView | None = None


class ExcerptActor(Struct, frozen=True, kw_only=True):
    """An actor whom an excerpt's text names."""

    actor: CountedActor
    ids: tuple[str, ...]
    """Of its mentions in words that are not shown, for what links to them."""


class ExcerptPage(Struct, frozen=True, kw_only=True):
    """excerpt.html: an article of somebody else's. Its sentences are cut short, with "…" for what is left out."""

    article: ArticleView
    author: str
    url: str
    """The original's address, or ""."""
    direction: str
    """Of its text: ltr or rtl."""
    words: int
    """Of the whole text."""
    body: tuple[BodyView, ...]
    """How it begins."""
    key_facts: tuple[ExcerptEntry, ...]
    actors: tuple[ExcerptActor, ...]
    quotes: tuple[ExcerptEntry, ...]
    figures: tuple[ExcerptEntry, ...]
    dates: tuple[ExcerptEntry, ...]
    further: tuple[str, ...]
    """Ids of key facts that the page does not show."""
    record: str
    """Address of its annotation record (JSON)."""
    notices: tuple[str, ...]
    previous: Link | None
    next: Link | None
