"""Every page of the site: briefings to pages. Alone knows addresses and what each template sees."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from briefgen.article import Article
from briefgen.briefing.dossiers import dossiers
from briefgen.briefing.story import Briefing
from briefgen.diagnostic import Diagnostic
from briefgen.pages import addresses, feeds, overview, people, reading
from briefgen.pages.anchors import anchors
from briefgen.pages.directory import Directory
from briefgen.pages.page import Page
from briefgen.pages.reading import Weave
from briefgen.project import Settings
from briefgen.source import Static


class Routes(Struct, frozen=True):
    """The pages by address, and what was wrong with addresses."""

    pages: Mapping[str, Page | Static]
    diagnostics: tuple[Diagnostic, ...]


def directory(settings: Settings, stories: tuple[Briefing, ...]) -> Directory:
    """Who and what the pages show."""
    everyone, local = dossiers(stories)
    return Directory(
        settings=settings,
        briefings=stories,
        dossiers={dossier.id: dossier for dossier in everyone},
        local=local,
        anchors={e.article.path: anchors(e.article, e.annotation) for story in stories for e in story.entries},
    )


def address_of(article: Article) -> str:
    """Where an article, or a briefing's index, is shown."""
    return addresses.briefing(article.folder) if article.is_index else addresses.article(article)


def route(site: Directory, statics: tuple[Static, ...], theme: tuple[Static, ...], weave: Weave) -> Routes:
    """Every file of the site. Where two claim one address, the first counts and both are named."""
    pages: dict[str, Page | Static] = {}
    owners: dict[str, tuple[str, str]] = {}
    wrong: list[Diagnostic] = []

    def claim(page: Page | Static, address: str, owner: str = "", what: str = "") -> None:
        """`owner` is the source's path, `what` says what a page without a source is."""
        holder = owners.get(address.casefold())
        if holder is None:
            pages[address] = page
            owners[address.casefold()] = (owner, what)
            return
        other = holder[0] or holder[1]
        message = f"claims the address {address}, which belongs to {other}; left out"
        wrong.append(Diagnostic(path=owner or "content", message=message, hint="give one of them another name or slug"))

    links = {
        entry.article.path: addresses.article(entry.article) for story in site.briefings for entry in story.entries
    }
    links |= {f"content/{static.place}": static.place for static in statics}
    links |= {story.index.path: addresses.briefing(story.folder) for story in site.briefings if story.index}
    for story in site.briefings:
        for at, entry in enumerate(story.entries):
            claim(
                reading.article_page(site, story, at, links, weave),
                addresses.article(entry.article),
                entry.article.path,
            )
            claim(feeds.record_page(entry), addresses.record(entry.article), entry.article.path)
    for static in statics:
        claim(static, static.place, f"content/{static.place}")
    for story in site.briefings:
        for page in overview.briefing_pages(site, story, links):
            claim(
                page, page.address, story.index.path if story.index else "", f"a page of the briefing “{story.title}”"
            )
    made = [overview.home_page(site), people.index_page(site), *people.actor_pages(site)]
    made += [feeds.feed_page(site), feeds.not_found_page(site)]
    for page in made:
        claim(page, page.address, "", f"the page “{page.frame.title if page.frame else page.address}”")
    for asset in theme:
        claim(asset, asset.place, "", "the theme")
    for story in site.briefings:
        for entry in story.entries:
            for page in feeds.redirect_pages(site, entry.article):
                claim(page, page.address, entry.article.path)
    for page in feeds.sitemap_pages(site, [page for page in pages.values() if isinstance(page, Page)]):
        if page.address not in pages:
            claim(page, page.address, "", "a generated file")
    return Routes(pages, tuple(wrong))


__all__ = ["Directory", "Page", "Routes", "address_of", "directory", "route"]
