"""For machines: Atom feed, sitemap, robots.txt, records, redirects from former addresses; and the 404 page."""

from __future__ import annotations

import uuid
from typing import ClassVar

import msgspec
from msgspec import Struct

from briefgen import annotation
from briefgen.briefing.outline import Entry
from briefgen.pages import addresses, wording
from briefgen.pages.directory import Open, Titled, Used, titled_view
from briefgen.pages.here import Here
from briefgen.pages.page import Masthead, Page, absolute, frame
from briefgen.views.feeds import FeedEntry, FeedView, NotFoundView, RedirectView, SitemapView

NEWEST = 50
NAMESPACE = uuid.UUID("9b1d3c52-6a0e-5f5c-8f34-2f1f6f0a7b11")
"""Of feed ids of sites without a base_url."""


class RecordRecipe(Struct, frozen=True, kw_only=True):
    """All that an article's annotation record is made from."""

    template: ClassVar[str] = ""

    address: str
    article: Used


class FeedRecipe(Struct, frozen=True, kw_only=True):
    """All that the feed is made from."""

    template: ClassVar[str] = "feed.xml"

    address: str
    articles: tuple[Used, ...]
    """The `NEWEST`, newest first."""


class NotFoundRecipe(Struct, frozen=True, kw_only=True):
    """All that the 404 page is made from."""

    template: ClassVar[str] = "404.html"

    address: str


class RedirectRecipe(Struct, frozen=True, kw_only=True):
    """All that a page at a former address is made from."""

    template: ClassVar[str] = "redirect.html"

    address: str
    article: Titled


class SitemapRecipe(Struct, frozen=True, kw_only=True):
    """All that sitemap.xml is made from."""

    template: ClassVar[str] = "sitemap.xml"

    address: str
    pages: tuple[tuple[str, str], ...]
    """(address, date of last change or "")"""


class RobotsRecipe(Struct, frozen=True, kw_only=True):
    """All that robots.txt is made from."""

    template: ClassVar[str] = "robots.txt"

    address: str


def feed_page(recipe: FeedRecipe, masthead: Masthead, open: Open) -> Page:
    """The newest articles as Atom. Without a base_url its links are relative to the feed."""
    base = masthead.base_url
    entries = [open(article).entry for article in recipe.articles]
    view = FeedView(
        id=_id(masthead, ""),
        title=masthead.title,
        subtitle=masthead.description,
        home=_address(base, addresses.HOME),
        self_=_address(base, addresses.FEED),
        updated=_time(max((entry.article.date or "" for entry in entries), default="")),
        entries=tuple(_entry(masthead, entry) for entry in entries),
    )
    return Page(recipe.address, recipe.template, frame(masthead, recipe.address, masthead.title), view)


def _entry(masthead: Masthead, entry: Entry) -> FeedEntry:
    article = entry.article
    facts = [wording.told(fact.sentence, article.text) for fact in entry.annotation.key_facts[:3]]
    return FeedEntry(
        id=_id(masthead, addresses.article(article)),
        title=article.title,
        href=_address(masthead.base_url, addresses.article(article)),
        updated=_time(article.date or ""),
        author=article.meta.author or article.meta.source or masthead.title,
        summary=" ".join(facts),
    )


def sitemap_page(recipe: SitemapRecipe, masthead: Masthead, open: Open) -> Page:
    """The sitemap; its addresses must be absolute, so there is one only with a base_url."""
    base = masthead.base_url
    view = SitemapView(
        addresses=tuple((absolute(base, address), day) for address, day in recipe.pages),
        sitemap=absolute(base, addresses.SITEMAP),
    )
    return Page(
        recipe.address, recipe.template, frame(masthead, recipe.address, masthead.words.say("page.sitemap")), view
    )


def robots_page(recipe: RobotsRecipe, masthead: Masthead, open: Open) -> Page:
    """robots.txt: everything may be read."""
    base = masthead.base_url
    view = SitemapView(addresses=(), sitemap=absolute(base, addresses.SITEMAP) if base else "")
    return Page(recipe.address, recipe.template, frame(masthead, recipe.address, "Robots"), view)


def record_page(recipe: RecordRecipe, masthead: Masthead, open: Open) -> Page:
    """An article's annotation record beside its page."""
    entry = open(recipe.article).entry
    article = entry.article
    record = annotation.record(
        entry.annotation, id=article.slug, path=article.path, text=article.text, lang=article.lang, date=article.date
    )
    return Page(recipe.address, "", None, None, msgspec.json.encode(record))


def redirect_page(recipe: RedirectRecipe, masthead: Masthead, open: Open) -> Page:
    """A page at a former address of an article."""
    address = recipe.address
    here = Here(address, masthead.words)
    view = RedirectView(target=titled_view(recipe.article, here))
    return Page(address, recipe.template, frame(masthead, address, recipe.article.title), view)


def not_found_page(recipe: NotFoundRecipe, masthead: Masthead, open: Open) -> Page:
    """404.html. A server shows it at any depth, so with a base_url its links are absolute."""
    base = masthead.base_url
    own = frame(masthead, recipe.address, masthead.words.say("page.not_found"))
    if base:
        navigation = tuple(msgspec.structs.replace(link, href=base + link.href) for link in own.navigation)
        search = base + own.search if own.search else ""
        own = msgspec.structs.replace(own, root=base, feed=base + own.feed, search=search, navigation=navigation)
    return Page(recipe.address, recipe.template, own, NotFoundView(home=base or addresses.HOME))


def _address(base_url: str, address: str) -> str:
    return absolute(base_url, address) if base_url else addresses.quoted(address)


def _id(masthead: Masthead, address: str) -> str:
    """An IRI that stays while the site keeps its address (or, without one, its title)."""
    if masthead.base_url:
        return masthead.base_url + addresses.quoted(address)
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{masthead.title}/{address}')}"


def _time(day: str) -> str:
    return f"{day or '1970-01-01'}T00:00:00Z"
