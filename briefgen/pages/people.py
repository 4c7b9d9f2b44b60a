"""The actors index, and the pages of each actor."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator
from typing import ClassVar
from urllib.parse import urlencode

from msgspec import Struct

from briefgen.annotation import Mention
from briefgen.briefing.cast import Face
from briefgen.briefing.outline import Entry
from briefgen.briefing.voices import about
from briefgen.charts.presence import Periods
from briefgen.dateline import report
from briefgen.pages import addresses, charting, wording
from briefgen.pages.directory import (
    Counted,
    Named,
    Open,
    Opened,
    Used,
    actor_view,
    article_view,
    counted_view,
    entry_view,
    newest,
    quote_view,
)
from briefgen.pages.here import Here
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.pages.paging import numbers
from briefgen.pages.subjects import Elsewhere, subjects, telling
from briefgen.span import Span
from briefgen.views.parts import Link
from briefgen.views.people import (
    ActorArticle,
    ActorGroup,
    ActorPage,
    ActorsView,
    AppearanceView,
    MentionView,
    OfficeView,
)

KINDS = ("person", "organization", "place", "group")
LEADING = 12
COMPANY = 12
OFFICES = 8
STORIES = 12
"""How many roles, and stories that name it, an actor's page tells."""
SPOKEN_OF = 24
"""Of how many others it tells what is said on further pages."""
A_PAGE = 40
"""How many articles stand on one page of an actor, at most."""


class ActorsRecipe(Struct, frozen=True, kw_only=True):
    """All that the actors index is made from."""

    template: ClassVar[str] = "actors.html"

    address: str
    actors: tuple[Counted, ...]
    """By falling salience."""


class Office(Struct, frozen=True, array_like=True):
    """A role that articles give to an actor."""

    role: str
    first: str
    last: str
    """Dates of the oldest and newest article that does; "" when none has any."""
    articles: int
    newest: Named


class ActorRecipe(Struct, frozen=True, kw_only=True):
    """All that one page of an actor is made from."""

    template: ClassVar[str] = "actor.html"

    address: str
    actor: Counted
    heard: int
    """How many articles quote it."""
    roles: tuple[str, ...]
    offices: tuple[Office, ...]
    stories: tuple[tuple[Heading, int, int], ...]
    """(story, articles of it that name the actor, quotes of the actor in it). Both only on the first page."""
    aliases: tuple[str, ...]
    number: int
    pages: int
    articles: tuple[Used, ...]
    """Newest first; their faces are the actor's own, by its ids in the article, and those of who speaks of it or whom it
    speaks of."""
    company: tuple[Counted, ...]
    """Whom it is named with most often; `mentions` counts shared articles. Only on the first page."""
    ties: tuple[tuple[int, int, int], ...] = ()
    """(one, other, in how many of the actor's articles) of its company, by their places in it."""
    presence: Periods | None = None
    """How often it is named over time; None on other pages, and where there is but one day."""
    spoken_of: tuple[tuple[Face, tuple[tuple[int, int], ...]], ...] = ()
    """Of whom it speaks on further pages, with (page, quotes) of each; only on the first page."""


def index_page(recipe: ActorsRecipe, masthead: Masthead, open: Open) -> Page:
    """Every actor, by kind and name."""
    here = Here(recipe.address, masthead.words)
    everyone = recipe.actors
    groups = []
    for kind in KINDS:
        members = sorted(
            (one for one in everyone if one.face.kind == kind), key=lambda one: (_sorting(one.face.name), one.face.id)
        )
        if members:
            groups.append(
                ActorGroup(
                    kind=kind,
                    title=here.words.say(f"kinds.{kind}"),
                    actors=tuple(counted_view(m, here) for m in members),
                )
            )
    view = ActorsView(leading=tuple(counted_view(one, here) for one in everyone[:LEADING]), groups=tuple(groups))
    trail = ((masthead.title, addresses.HOME),)
    described = here.words.say("page.everyone", site=masthead.title)
    own = frame(masthead, here.address, here.words.say("page.actors"), description=described, trail=trail)
    return Page(here.address, recipe.template, own, view)


def actor_page(recipe: ActorRecipe, masthead: Masthead, open: Open) -> Page:
    """One page of an actor."""
    here, actor = Here(recipe.address, masthead.words), recipe.actor
    face = actor.face
    opened = [open(article) for article in recipe.articles]
    articles = tuple(_article(one, face.id, here) for one in opened)
    view = ActorPage(
        actor=counted_view(actor, here),
        heard=recipe.heard,
        roles=recipe.roles,
        offices=tuple(_office(one, here) for one in recipe.offices),
        briefings=tuple(
            AppearanceView(
                title=story.title, href=here.to(addresses.briefing(story.folder)), articles=articles, quotes=quotes
            )
            for story, articles, quotes in recipe.stories
        ),
        aliases=recipe.aliases,
        articles=articles,
        subjects=subjects((quote for one in articles for quote in one.quotes), _elsewhere(recipe, here)),
        company=tuple(counted_view(one, here) for one in recipe.company),
        initial=face.name[:1].upper(),
        pages=numbers(recipe.pages, recipe.number, lambda number: here.to(addresses.actor(face.id, number))),
        presence=charting.presence_chart(recipe.presence, here),
        network=charting.ego_network(actor, recipe.company, recipe.ties, here),
    )
    say = here.words.say
    described = say(
        "page.profile_with_role" if recipe.roles else "page.profile",
        name=face.name,
        role=recipe.roles[0] if recipe.roles else "",
        quotes=say("count.quotes", n=actor.quotes),
        mentions=say("count.mentions", n=actor.mentions),
    )
    trail = ((masthead.title, addresses.HOME), (say("page.actors"), addresses.ACTORS))
    own = frame(masthead, here.address, face.name, description=described, trail=trail, newest=newest(opened))
    return Page(here.address, recipe.template, own, view)


def _elsewhere(recipe: ActorRecipe, here: Here) -> list[Elsewhere]:
    """The ways to what is said on further pages, which their filters then show."""

    def link(face: Face, number: int, rows: int) -> Link:
        page = here.to(addresses.actor(recipe.actor.face.id, number))
        href = f"{page}?{urlencode({'about': face.name})}#s_said"
        return Link(str(number), href, note=here.words.say("count.quotes", n=rows))

    return [
        Elsewhere(actor_view(face, here), tuple(link(face, *page) for page in pages), sum(rows for _, rows in pages))
        for face, pages in recipe.spoken_of
    ]


def _office(office: Office, here: Here) -> OfficeView:
    return OfficeView(
        role=office.role,
        first=wording.day(office.first, here.words) if office.first else None,
        last=wording.day(office.last, here.words) if office.last else None,
        articles=office.articles,
        article=article_view(office.newest, here),
    )


def _article(opened: Opened, actor: str, here: Here) -> ActorArticle:
    """What an article says of the actor; two actors of one article that are the same stand together."""
    own = {id for id, face in opened.faces.items() if face.id == actor}
    annotation = opened.entry.annotation
    return ActorArticle(
        article=entry_view(opened.entry, here),
        quotes=telling(
            opened,
            (n for n, quote in enumerate(annotation.quotes) if quote.speaker and quote.speaker.actor in own),
            here,
        ),
        about=tuple(
            quote_view(opened, one.quote, here)
            for one in about(annotation)
            if one.speaker not in own and not one.of_none(own)
        ),
        mentions=tuple(_mentions(opened.entry, opened, own, here)),
    )


def _mentions(entry: Entry, opened: Opened, own: Container[str | None], here: Here) -> Iterator[MentionView]:
    """The first mention in each sentence."""
    text = entry.article.text
    page = addresses.article(entry.article)
    sentences = iter(entry.annotation.sentences)
    sentence = next(sentences, Span(0, len(text)))
    shown: Span | None = None
    for mention, fragment in zip(entry.annotation.mentions, opened.anchors.mentions, strict=True):
        while sentence.end <= mention.span.start:
            following = next(sentences, None)
            if following is None:
                break
            sentence = following
        if mention.actor in own and sentence != shown:
            shown = sentence
            yield _mention(mention, sentence, text, here.to(page, fragment))


def _mention(mention: Mention, sentence: Span, text: str, href: str) -> MentionView:
    told = report(sentence, text)
    # Whoever is named in the dateline itself is shown in it.
    start = told.start if told.contains(mention.span) else sentence.start
    before, after = Span(start, mention.span.start), Span(mention.span.end, sentence.end)
    gap = " " if len(before) and text[before.end - 1].isspace() else ""
    following = " " if len(after) and text[after.start].isspace() else ""
    return MentionView(
        before=wording.line(before, text) + gap,
        name=wording.line(mention.span, text),
        after=following + wording.line(after, text),
        href=href,
    )


def _sorting(name: str) -> str:
    """A name without accents and case, as an index sorts it."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).removeprefix("the ")
