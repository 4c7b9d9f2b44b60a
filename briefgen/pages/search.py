"""What can be searched: the search page, and the files from which a browser makes its index.

A page from disk may fetch nothing, but it may load scripts; so what can be found stands in scripts, each of
which hands one piece of plain data to the page that loads it (templates/assets/search.js). A few articles of a story,
or some hundred actors, make one such shard. Shards end where their rows say so and are named by the first of them
(`pages.paging`), so that an edit makes one or two of them anew. A small script lists them all.

An article's text stands in its shard once; quotes and figures point into it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, ClassVar

import msgspec
from msgspec import Struct

from briefgen.annotation import Party
from briefgen.briefing import parties
from briefgen.dateline import report
from briefgen.interface import Words
from briefgen.pages import addresses, wording
from briefgen.pages.directory import Counted, Open, Opened, Used
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.span import Span
from briefgen.views.parts import Link
from briefgen.views.search import SearchView

A_SHARD = 24
"""How many articles stand in one shard, at most."""
ACTORS_A_SHARD = 400
"""How many actors stand in one shard, at most."""


class SearchRecipe(Struct, frozen=True, kw_only=True):
    """All that the search page is made from."""

    template: ClassVar[str] = "search.html"

    address: str


class ShardListRecipe(Struct, frozen=True, kw_only=True):
    """All that the list of the shards is made from."""

    template: ClassVar[str] = ""

    address: str
    shards: tuple[str, ...]
    """Their addresses; those of actors first, then the stories', the latest first. None on a site with an index."""
    index: str = ""
    """The folder of Pagefind's index, which is then asked instead; "" without one."""


class StoryShardRecipe(Struct, frozen=True, kw_only=True):
    """All that a shard of a story's articles is made from."""

    template: ClassVar[str] = ""

    address: str
    story: Heading
    articles: tuple[Used, ...]


class Sought(Struct, frozen=True, array_like=True):
    """An actor as it can be found."""

    actor: Counted
    aliases: tuple[str, ...]


class ActorShardRecipe(Struct, frozen=True, kw_only=True):
    """All that a shard of actors is made from."""

    template: ClassVar[str] = ""

    address: str
    actors: tuple[Sought, ...]


def search_page(recipe: SearchRecipe, masthead: Masthead, open: Open) -> Page:
    """The search page. Without JavaScript it leads to where everything can be found by reading."""
    here, say = recipe.address, masthead.words.say
    view = SearchView(
        actors=Link(say("page.actors"), addresses.link(here, addresses.ACTORS)),
        briefings=Link(say("page.briefings"), addresses.link(here, addresses.HOME)),
    )
    trail = ((masthead.title, addresses.HOME),)
    own = frame(masthead, here, say("search.title"), description=say("search.described"), trail=trail)
    return Page(here, recipe.template, own, view)


def shard_list_page(recipe: ShardListRecipe, masthead: Masthead, open: Open) -> Page:
    """The script that lists the shards, and what the search says in the language of the interface."""
    listed = {
        "shards": [addresses.quoted(address) for address in recipe.shards],
        "index": recipe.index,
        "language": masthead.language,
        "page": addresses.SEARCH,
        "actors": addresses.ACTORS,
        "words": _words(masthead.words),
    }
    return Page(recipe.address, "", None, None, handed("begin", listed))


def story_shard_page(recipe: StoryShardRecipe, masthead: Masthead, open: Open) -> Page:
    """The script of some articles, with their quotes and figures."""
    cast: dict[str, tuple[int, str]] = {}
    story = recipe.story
    content = {
        "story": [story.folder, story.title, addresses.quoted(addresses.briefing(story.folder))],
        "articles": [_article(open(article), cast, masthead.words) for article in recipe.articles],
        "cast": [],
    }
    content["cast"] = [[id, name] for id, (_, name) in cast.items()]
    return Page(recipe.address, "", None, None, handed("take", content))


def actor_shard_page(recipe: ActorShardRecipe, masthead: Masthead, open: Open) -> Page:
    """The script of some actors."""
    actors = [
        [
            one.actor.face.id,
            one.actor.face.name,
            addresses.quoted(addresses.actor(one.actor.face.id)),
            one.actor.face.kind,
            one.actor.face.role,
            list(one.aliases),
            one.actor.articles,
            one.actor.quotes,
        ]
        for one in recipe.actors
    ]
    return Page(recipe.address, "", None, None, handed("take", {"actors": actors}))


def mixed(names: Iterable[str]) -> list[str]:
    """Names to end shards by. Names that differ by a number alone must not be alike in where they end them."""
    return [blake2b(name.encode(), digest_size=8).hexdigest() for name in names]


def handed(name: str, value: object) -> bytes:
    """A script that gives a value to the search, safe wherever it may be put: no tag and no line can end it."""
    encoded = msgspec.json.encode(value).decode()
    for letter in "<>\u2028\u2029":
        encoded = encoded.replace(letter, f"\\u{ord(letter):04x}")
    return f"briefgenSearch.{name}({encoded});\n".encode()


def _words(words: Words) -> dict[str, str]:
    """What the search says, by key; plural forms as the catalogue has them."""
    sections = ("search.", "kind.", "month.", "number.thousands", "count.articles", "count.quotes")
    return {key: text for key, text in words.entries.items() if key.startswith(sections) or key == "date.day"}


def _article(opened: Opened, cast: dict[str, tuple[int, str]], words: Words) -> list[Any]:
    """An article as the search script takes it apart; who acts in it is added to `cast`, with a number of its own."""
    article, annotation = opened.entry.article, opened.entry.annotation
    text = article.text
    units = _units(text)

    def number(actor: str | None) -> int | None:
        face = opened.faces.get(actor or "")
        return cast.setdefault(face.id, (len(cast), face.name))[0] if face else None

    def who(party: Party | None) -> int | str:
        """Whose words: the actor's number, or what stands in the text; "" when that names nobody."""
        party = parties.named(party, opened.entry)
        if party is None:
            return ""
        known = number(party.actor)
        if known is not None:
            return known
        return wording.line(party.span, text) if party.span else ""

    def flat(*spans: Span) -> list[int]:
        return [units(at) for span in spans for at in (span.start, span.end)]

    figures = []
    for at, fact in enumerate(annotation.facts):
        if fact.kind == "figure":
            label = " ".join(filter(None, (wording.figure(fact, text, words), *wording.counted(fact, text))))
            figures.append([who(fact.claimant), opened.anchors.facts[at], label, *flat(fact.sentence)])
    return [
        article.title,
        addresses.quoted(addresses.article(article)),
        article.date or "",
        article.meta.source or "",
        article.lang,
        text,
        flat(report(annotation.key_facts[0].sentence, text)) if annotation.key_facts else [],
        sorted({known for actor in annotation.actors if (known := number(actor.id)) is not None}),
        [
            [who(quote.speaker), opened.anchors.quotes[at], int(quote.kind == "direct"), *flat(*quote.content)]
            for at, quote in enumerate(annotation.quotes)
        ],
        figures,
    ]


def _units(text: str) -> Callable[[int], int]:
    """From code points to UTF-16 units, in which JavaScript counts."""
    wide = [at for at, letter in enumerate(text) if letter > "\uffff"] if not text.isascii() else []
    return lambda at: at + bisect_left(wide, at)
