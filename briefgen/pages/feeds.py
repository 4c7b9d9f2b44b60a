"""For machines: Atom feed, sitemap, robots.txt, records, redirects from former addresses; and the 404 page."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator

import msgspec

from briefgen import annotation
from briefgen.article import Article
from briefgen.briefing.story import Entry, newest_first
from briefgen.pages import addresses, wording
from briefgen.pages.directory import Directory
from briefgen.pages.page import Page, absolute, frame
from briefgen.views import FeedEntry, FeedView, Link, NotFoundView, RedirectView, SitemapView

NEWEST = 50
NAMESPACE = uuid.UUID("9b1d3c52-6a0e-5f5c-8f34-2f1f6f0a7b11")
"""Of feed ids of sites without a base_url."""


def feed_page(directory: Directory) -> Page:
    """The newest articles as Atom. Without a base_url its links are relative to the feed."""
    settings = directory.settings
    entries = newest_first(entry for story in directory.briefings for entry in story.entries)[:NEWEST]
    view = FeedView(
        id=_id(settings.base_url, settings.title, ""),
        title=settings.title,
        subtitle=settings.description,
        home=_address(settings.base_url, addresses.HOME),
        self_=_address(settings.base_url, addresses.FEED),
        updated=_time(max((entry.article.date or "" for entry in entries), default="")),
        entries=tuple(_entry(directory, entry) for entry in entries),
    )
    return Page(addresses.FEED, "feed.xml", frame(directory, addresses.FEED, settings.title), view)


def _entry(directory: Directory, entry: Entry) -> FeedEntry:
    article, settings = entry.article, directory.settings
    facts = [wording.line(fact.sentence, article.text) for fact in entry.annotation.key_facts[:3]]
    return FeedEntry(
        id=_id(settings.base_url, settings.title, addresses.article(article)),
        title=article.title,
        href=_address(settings.base_url, addresses.article(article)),
        updated=_time(article.date or ""),
        author=article.meta.author or article.meta.source or settings.title,
        summary=" ".join(facts),
    )


def sitemap_pages(directory: Directory, pages: Iterable[Page]) -> Iterator[Page]:
    """sitemap.xml (its addresses must be absolute, so only with a base_url) and robots.txt."""
    base = directory.settings.base_url
    changed = {
        addresses.article(entry.article): entry.article.date or ""
        for story in directory.briefings
        for entry in story.entries
    }
    listed = sorted(
        page.address
        for page in pages
        if page.address.endswith(".html") and page.template not in ("404.html", "redirect.html")
    )
    view = SitemapView(
        addresses=tuple((absolute(base, address), changed.get(address, "")) for address in listed) if base else (),
        sitemap=absolute(base, addresses.SITEMAP) if base else "",
    )
    if base:
        yield Page(addresses.SITEMAP, "sitemap.xml", frame(directory, addresses.SITEMAP, "Sitemap"), view)
    yield Page(addresses.ROBOTS, "robots.txt", frame(directory, addresses.ROBOTS, "Robots"), view)


def record_page(entry: Entry) -> Page:
    """An article's annotation record beside its page."""
    article = entry.article
    record = annotation.record(
        entry.annotation, id=article.slug, path=article.path, text=article.text, lang=article.lang, date=article.date
    )
    return Page(addresses.record(article), "", None, None, msgspec.json.encode(record))


def redirect_pages(directory: Directory, article: Article) -> Iterator[Page]:
    """A page at each former address of an article."""
    target = addresses.article(article)
    for alias in article.meta.aliases:
        address = alias.strip().lstrip("/")
        address += "index.html" if not address or address.endswith("/") else ""
        address += "" if address.endswith(".html") else ".html"
        view = RedirectView(target=Link(article.title, addresses.link(address, target)))
        yield Page(address, "redirect.html", frame(directory, address, article.title), view)


def not_found_page(directory: Directory) -> Page:
    """404.html. A server shows it at any depth, so with a base_url its links are absolute."""
    base = directory.settings.base_url
    origin = addresses.NOT_FOUND
    own = frame(directory, origin, "Page not found")
    if base:
        navigation = tuple(msgspec.structs.replace(link, href=base + link.href) for link in own.navigation)
        own = msgspec.structs.replace(own, root=base, feed=base + own.feed, navigation=navigation)
    return Page(origin, "404.html", own, NotFoundView(home=base or addresses.HOME))


def _address(base_url: str, address: str) -> str:
    return absolute(base_url, address) if base_url else addresses.quoted(address)


def _id(base_url: str, title: str, address: str) -> str:
    """An IRI that stays while the site keeps its address (or, without one, its title)."""
    if base_url:
        return base_url + addresses.quoted(address)
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{title}/{address}')}"


def _time(day: str) -> str:
    return f"{day or '1970-01-01'}T00:00:00Z"
