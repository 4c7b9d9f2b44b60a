"""An article's page."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.parts import ArticleView, BodyView, CountedActor, KeyFactView, Link


class ArticlePage(Struct, frozen=True, kw_only=True):
    """article.html"""

    article: ArticleView
    author: str
    url: str
    """The original's address, or ""."""
    minutes: int
    """Reading time."""
    words: int
    body: tuple[BodyView, ...]
    actors: tuple[CountedActor, ...]
    """Who is named in it; counts are of this article."""
    key_facts: tuple[KeyFactView, ...]
    quotes: int
    figures: int
    dates: int
    contents: tuple[Link, ...]
    """Its headings, when there are several."""
    direction: str
    """Of its text: ltr or rtl."""
    record: str
    """Address of its annotation record (JSON)."""
    notices: tuple[str, ...]
    """What a reader should know, e.g. that nothing was annotated in this language."""
    previous: Link | None
    next: Link | None
