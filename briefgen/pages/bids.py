"""Which addresses each part of a site claims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from briefgen.briefing.cast import Identity
from briefgen.briefing.story import Story
from briefgen.pages import addresses
from briefgen.pages.claims import ARTICLE, BRIEFING, FILE, FORMER, GENERATED, THEME, Bid, Claim
from briefgen.pages.lists import ListName
from briefgen.pages.page import Masthead
from briefgen.source import Static


def of_every_site(masthead: Masthead, statics: Mapping[str, Static], assets: Iterable[Static]) -> list[Bid]:
    """What every site has; `statics` are its files by path."""
    bids = [Bid(FILE, path, "", static.place, static) for path, static in statics.items()]
    bids += [Bid(THEME, "", "the theme", asset.place, asset) for asset in assets]
    title = f"the page “{masthead.title}”"
    bids += [
        Bid(GENERATED, "", title, addresses.HOME, Claim("home")),
        Bid(GENERATED, "", "the page “Actors”", addresses.ACTORS, Claim("actors")),
        Bid(GENERATED, "", title, addresses.FEED, Claim("feed")),
        Bid(GENERATED, "", "the page “Page not found”", addresses.NOT_FOUND, Claim("not_found")),
        Bid(FORMER, "", "a generated file", addresses.ROBOTS, Claim("robots")),
    ]
    if masthead.is_searched:
        bids.append(Bid(GENERATED, "", "the page “Search”", addresses.SEARCH, Claim("search")))
        bids.append(Bid(GENERATED, "", "a file of the search", addresses.SHARDS, Claim("shards")))
    if masthead.base_url:
        bids.append(Bid(FORMER, "", "a generated file", addresses.SITEMAP, Claim("sitemap")))
    return bids


def of_story(one: Story, pages: Mapping[tuple[ListName, str], int], shards: Iterable[int]) -> list[Bid]:
    """What a briefing and its articles have; `shards` are those of the search, by the place of their first article.

    `pages` says how many pages each list has, by its name and the stance of its quotes ("" for all).
    """
    owner, what = one.index.path if one.index else "", f"a page of the briefing “{one.title}”"
    bids = [Bid(BRIEFING, owner, what, addresses.briefing(one.folder), Claim("overview", one.folder))]
    bids.append(Bid(BRIEFING, owner, what, addresses.booklet(one.folder), Claim("booklet", one.folder)))
    for (name, stance), count in pages.items():
        for number in range(1, count + 1):
            address = addresses.listing(one.folder, name, number, stance)
            claim = Claim("stance", (one.folder, stance), number) if stance else Claim(name, one.folder, number)
            bids.append(Bid(BRIEFING, owner, what, address, claim))
    for first in shards:
        subject = one.folder, one.articles[first].path
        address = addresses.story_shard(one.articles[first])
        bids.append(Bid(GENERATED, owner, "a file of the search", address, Claim("story_shard", subject)))
    for article in one.articles:
        path = article.path
        bids.append(Bid(ARTICLE, path, "", addresses.article(article), Claim("article", path)))
        bids.append(Bid(ARTICLE, path, "", addresses.record(article), Claim("record", path)))
        for alias in article.aliases:
            bids.append(Bid(FORMER, path, "", addresses.alias(alias), Claim("redirect", path)))
    return bids


def of_actor(identity: Identity, id: str, name: str, pages: int) -> list[Bid]:
    """What an actor has: so many pages."""
    return [
        Bid(GENERATED, "", f"the page “{name}”", addresses.actor(id, number), Claim("actor", identity, number))
        for number in range(1, pages + 1)
    ]


def of_everyone(rolls: Iterable[str]) -> list[Bid]:
    """What all actors have together: the shards of the search, by the id of each shard's first."""
    what = "a file of the search"
    return [Bid(GENERATED, "", what, addresses.actor_shard(id), Claim("actor_shard", id)) for id in rolls]
