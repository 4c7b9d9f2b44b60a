"""Pages that nobody browses: the feed, the sitemap, former addresses, and what stands at none."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.parts import Link


class NotFoundView(Struct, frozen=True, kw_only=True):
    """404.html: served for any address, so its links are absolute where base_url is set."""

    home: str


class RedirectView(Struct, frozen=True, kw_only=True):
    """redirect.html: stands at a former address."""

    target: Link


class FeedEntry(Struct, frozen=True, kw_only=True):
    """An article in the feed."""

    id: str
    """An IRI that never changes."""
    title: str
    href: str
    """Absolute with base_url, else relative to the feed."""
    updated: str
    """RFC 3339."""
    author: str
    summary: str
    """Its first key facts, as plain text."""


class FeedView(Struct, frozen=True, kw_only=True):
    """feed.xml (Atom)"""

    id: str
    title: str
    subtitle: str
    home: str
    self_: str
    updated: str
    entries: tuple[FeedEntry, ...]


class SitemapView(Struct, frozen=True, kw_only=True):
    """sitemap.xml and robots.txt"""

    addresses: tuple[tuple[str, str], ...]
    """(absolute address, date of last change or "")"""
    sitemap: str
    """Absolute address of the sitemap, or ""."""
