"""The actors index, and an actor's pages."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.charts import NetworkChart, PresenceChart
from briefgen.views.parts import ActorView, ArticleView, CountedActor, DateView, Link, QuoteView


class SubjectView(Struct, frozen=True, kw_only=True):
    """What some quotes are about. Exactly one of actor, measure is given."""

    id: str
    """The element's id."""
    actor: ActorView | None = None
    measure: str = ""
    quotes: tuple[QuoteView, ...]
    """Those on this page."""
    further: tuple[Link, ...] = ()
    """The ways to others on other pages of a list, by their numbers; `note` says how many. Only on the first page."""
    total: int
    """How many there are on all of these pages."""


class MentionView(Struct, frozen=True, kw_only=True):
    """A sentence that mentions an actor, cut at the mention."""

    before: str
    name: str
    after: str
    href: str


class ActorGroup(Struct, frozen=True, kw_only=True):
    """Actors of one kind, alphabetically."""

    kind: str
    title: str
    """People, Organizations, Places, Groups."""
    actors: tuple[CountedActor, ...]


class ActorsView(Struct, frozen=True, kw_only=True):
    """actors.html: the index."""

    leading: tuple[CountedActor, ...]
    """The most prominent ones over all briefings."""
    groups: tuple[ActorGroup, ...]


class OfficeView(Struct, frozen=True, kw_only=True):
    """A role that articles give to an actor."""

    role: str
    first: DateView | None
    last: DateView | None
    """Dates of the oldest and newest article that does."""
    articles: int
    article: ArticleView
    """The newest."""


class AppearanceView(Struct, frozen=True, kw_only=True):
    """A briefing in which an actor is named."""

    title: str
    href: str
    articles: int
    """Of its articles that name the actor."""
    quotes: int


class ActorArticle(Struct, frozen=True, kw_only=True):
    """One article on an actor's page."""

    article: ArticleView
    quotes: tuple[QuoteView, ...]
    """What the actor says in it."""
    about: tuple[QuoteView, ...]
    """What others say in it and name the actor."""
    mentions: tuple[MentionView, ...]


class ActorPage(Struct, frozen=True, kw_only=True):
    """actor.html"""

    actor: CountedActor
    heard: int
    """How many articles quote it, of those that name it."""
    roles: tuple[str, ...]
    """All roles that articles give, most frequent first."""
    offices: tuple[OfficeView, ...]
    """The same with their articles and dates, the newest first. Only on the first page."""
    briefings: tuple[AppearanceView, ...]
    """Those with most articles first. Only on the first page."""
    aliases: tuple[str, ...]
    articles: tuple[ActorArticle, ...]
    """Newest first."""
    subjects: tuple[SubjectView, ...]
    """What its quotes on this page are about: the most frequent first."""
    company: tuple[CountedActor, ...]
    """Whom it is named with most often; `mentions` counts shared articles. Only on the first page."""
    initial: str
    """First letter of the name: a picture in want of one."""
    pages: tuple[Link, ...]
    """As of any list: empty when there is only one."""
    presence: PresenceChart | None = None
    network: NetworkChart | None = None
    """Charts: only on the first page, None where there is too little to be drawn."""
