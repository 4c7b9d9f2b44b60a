"""The home page."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.parts import ActorView, ArticleView, DateView, KeyFactView, Link


class LatestView(ArticleView, frozen=True, kw_only=True):
    """One of the newest articles of the site."""

    briefing: Link


class BriefingCard(Struct, frozen=True, kw_only=True):
    """A briefing on the home page."""

    title: str
    href: str
    summary: str
    """Plain text; may be empty."""
    first: DateView | None
    last: DateView | None
    """Dates of its oldest and newest article."""
    articles: int
    quotes: int
    figures: int
    actors: tuple[ActorView, ...]
    """Its most salient ones."""
    key_fact: KeyFactView | None
    """Its best one."""
    further: tuple[KeyFactView, ...] = ()
    """Further ones of the same article; only of the first briefing."""


class HomeView(Struct, frozen=True, kw_only=True):
    """home.html"""

    briefings: tuple[BriefingCard, ...]
    latest: tuple[LatestView, ...]
