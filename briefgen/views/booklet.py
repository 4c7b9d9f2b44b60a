"""The whole of a briefing in one file."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.lists import TimelinePart
from briefgen.views.parts import ArticleView, BodyView, FigureView, KeyFactView, QuoteView


class BookletActor(Struct, frozen=True, kw_only=True):
    """An actor in the whole of a briefing."""

    id: str
    """The element's id."""
    name: str
    kind: str
    """person, organization, place or group."""
    role: str
    mentions: int
    quotes: int
    """Both in the articles that the file holds."""


class BookletArticle(Struct, frozen=True, kw_only=True):
    """An article in the whole of a briefing."""

    id: str
    """The element's id; every id of its text begins with it."""
    article: ArticleView
    author: str
    url: str
    """The original's address, or ""."""
    words: int
    direction: str
    """Of its text: ltr or rtl."""
    excerpt: bool
    """Whether only the beginning of its text may be shown."""
    body: tuple[BodyView, ...]
    hidden: tuple[str, ...]
    """Ids of what is linked to and stands in words that are not shown; only of an excerpt."""


class BookletView(Struct, frozen=True, kw_only=True):
    """booklet.html: the whole of a briefing in one file, to be printed or sent. Links to what it holds stay in it."""

    title: str
    summary: str
    introduction: str
    """HTML of the folder's index.md, safe: output it unescaped."""
    key_facts: tuple[KeyFactView, ...]
    actors: tuple[BookletActor, ...]
    quotes: tuple[QuoteView, ...]
    figures: tuple[FigureView, ...]
    timeline: tuple[TimelinePart, ...]
    articles: tuple[BookletArticle, ...]
    """Those that it holds, in the briefing's order: of a large one the newest."""
    further: tuple[ArticleView, ...]
    """Those that it only names, newest first."""
    unlisted: int
    """How many more there are."""
    total: int
    """All articles of the briefing."""
    overview: str
    """Address of the briefing's front page."""
