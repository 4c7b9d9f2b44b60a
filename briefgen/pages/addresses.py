"""Where every page stands, and how one page links to another. Nothing else knows an address.

An address is a path from the site's root ("ceasefire/kremlin.html"). Pages are files with names, so
that links work from `file://`; a link climbs to the root and goes down from there, so that it works
in any sub-path.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol
from urllib.parse import quote

HOME = "index.html"
ACTORS = "actors/index.html"
FEED = "feed.xml"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
NOT_FOUND = "404.html"
SEARCH = "search.html"
SHARDS = "search/shards.js"
INDEX = "search/pagefind/"
"""Folder of the index of a site that is searched with Pagefind."""

LISTS = ("quotes", "facts", "timeline")
"""The pages of a briefing beside its overview."""


class Placed(Protocol):
    """An article, or its outline."""

    @property
    def folder(self) -> str:
        """Address of its briefing."""

    @property
    def slug(self) -> str:
        """The last part of its address."""


def article(article: Placed) -> str:
    """An article's page."""
    return _within(article.folder, f"{article.slug}.html")


def record(article: Placed) -> str:
    """An article's annotation record."""
    return _within(article.folder, f"{article.slug}.json")


def briefing(folder: str) -> str:
    """A briefing's overview. That of content/ itself leaves index.html to the home page."""
    return f"{folder}/index.html" if folder else "overview.html"


def listing(folder: str, name: str, number: int = 1, stance: str = "") -> str:
    """One of a briefing's `LISTS`, or those of its quotes that have a stance; `number` counts its pages from 1."""
    name = f"{name}-{stance}" if stance else name
    return _within(folder, f"{name}.html" if number == 1 else f"{name}-{number}.html")


def booklet(folder: str) -> str:
    """The whole of a briefing in one file."""
    return _within(folder, "print.html")


def actor(id: str, number: int = 1) -> str:
    """An actor's page; `number` counts its pages from 1."""
    # No actor's id has two hyphens in a row before a letter.
    return f"actors/{id}.html" if number == 1 else f"actors/{id}--page-{number}.html"


def story_shard(first: Placed) -> str:
    """What can be found of some of a briefing's articles, named by the first of them."""
    return f"search/stories/{_within(first.folder, first.slug)}.js"


def actor_shard(first: str) -> str:
    """What can be found of some actors, named by the id of the first of them."""
    return f"search/actors/{first}.js"


def indexed(file: str) -> str:
    """A file of Pagefind's index."""
    return f"{INDEX}{file}"


def alias(written: str) -> str:
    """A former address as an author writes it: /old/dam.html, old/dam/, dam."""
    address = written.strip().lstrip("/")
    address += "index.html" if not address or address.endswith("/") else ""
    return address if address.endswith(".html") else f"{address}.html"


def root(address: str) -> str:
    """The way from a page to the site's root: "", "../", "../../"."""
    return "../" * address.count("/")


def link(origin: str, target: str, fragment: str = "") -> str:
    """The relative link from one address to another, percent-encoded."""
    anchor = f"#{fragment}" if fragment else ""
    if origin == target:
        return anchor or quoted(target.rsplit("/", 1)[-1])
    return root(origin) + quoted(target) + anchor


@lru_cache(maxsize=65536)
def quoted(address: str) -> str:
    """An address as it stands in a link: non-ASCII letters and spaces percent-encoded."""
    return quote(address, safe="/-._~!$&'()*+,;=@")


def _within(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
