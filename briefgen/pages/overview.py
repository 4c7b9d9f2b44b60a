"""The home page, and the front page of a briefing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import msgspec
from msgspec import Struct

from briefgen import markdown
from briefgen.annotation import Amount
from briefgen.briefing import highlights
from briefgen.briefing.cast import Face
from briefgen.briefing.highlights import Chosen
from briefgen.briefing.outline import Entry
from briefgen.briefing.scope import is_background
from briefgen.pages import addresses, charting, chronicle, wording
from briefgen.pages.chronicle import Place
from briefgen.pages.directory import (
    Counted,
    Named,
    Open,
    Opened,
    Used,
    actor_view,
    article_view,
    entry_view,
    event_view,
    figure_view,
    heard_views,
    key_fact_view,
    newest,
    quote_view,
    tally_views,
)
from briefgen.pages.here import Here
from briefgen.pages.links import relinked
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.span import Span
from briefgen.views.overview import BriefingCard, BriefingView, HomeView, LatestView, MomentView, SourceView
from briefgen.views.parts import Link

HEAD = {
    "news": 2, "key facts": 5, "actors": 12, "latest quotes": 1, "quotes": 3, "tallies": 4, "figures": 6, "events": 4,
}  # fmt: skip
"""How many the overview shows: as much as a reader takes in within a minute; the lists hold the rest."""
A_TALLY = 2
"""How many figures each comparison takes the place of."""
A_MOMENT = 100
"""How many letters of a main event's sentence the overview shows: the whole of it is a step away."""
LISTS = {"quotes": "quotes", "facts": "facts", "events": "timeline"}
"""What the whole lists hold, and their names."""
FURTHER = 2
"""How many further key facts the home page tells of its first story."""
LATEST = 8
LEADING = 6
"""How many articles, and actors of each story, the home page shows."""


class StoryCard(Struct, frozen=True, array_like=True):
    """A story as the home page knows it."""

    heading: Heading
    summary: str
    first: str
    last: str
    """Dates of its oldest and newest article; "" when no article has any."""
    articles: int
    quotes: int
    figures: int
    actors: tuple[Face, ...]
    lead: Used | None
    """The article with the best key fact."""


class HomeRecipe(Struct, frozen=True, kw_only=True):
    """All that the home page is made from."""

    template: ClassVar[str] = "home.html"

    address: str
    stories: tuple[StoryCard, ...]
    latest: tuple[tuple[Named, Heading], ...]
    """The newest articles, and the stories that they belong to."""


class OverviewRecipe(Struct, frozen=True, kw_only=True):
    """All that the front page of a briefing is made from."""

    template: ClassVar[str] = "briefing.html"

    address: str
    story: Heading
    summary: str
    index: Used | None
    links: tuple[tuple[str, str], ...]
    """(path, address) of the files that the index page links to."""
    newest_first: bool
    """Whether the articles are told in that order."""
    actors: tuple[Counted, ...]
    """The story's most salient ones; the counts are of the story."""
    articles: tuple[Used, ...]
    events: tuple[tuple[int, int], ...]
    """(which article, which fact), in the order of what they tell."""
    stands: tuple[tuple[int, Place], ...]
    """On which page of the timeline each of the events stands, and where."""


def home_page(recipe: HomeRecipe, masthead: Masthead, open: Open) -> Page:
    """All briefings."""
    here = Here(recipe.address, masthead.words)
    view = HomeView(
        briefings=tuple(_card(card, open, here, FURTHER * (place == 0)) for place, card in enumerate(recipe.stories)),
        latest=tuple(_latest(article, story, here) for article, story in recipe.latest),
    )
    last = max((card.last for card in recipe.stories), default="")
    own = frame(masthead, here.address, masthead.title, description=masthead.description, newest=last)
    return Page(here.address, recipe.template, own, view)


def _latest(article: Named, story: Heading, here: Here) -> LatestView:
    briefing = Link(story.title, here.to(addresses.briefing(story.folder)))
    return LatestView(**msgspec.structs.asdict(article_view(article, here)), briefing=briefing)


def _card(card: StoryCard, open: Open, here: Here, further: int) -> BriefingCard:
    lead = open(card.lead) if card.lead else None
    facts = highlights.key_facts([lead.entry], 1 + further) if lead else []
    return BriefingCard(
        title=card.heading.title,
        href=here.to(addresses.briefing(card.heading.folder)),
        summary=card.summary,
        first=wording.day(card.first, here.words) if card.first else None,
        last=wording.day(card.last, here.words) if card.last else None,
        articles=card.articles,
        quotes=card.quotes,
        figures=card.figures,
        actors=tuple(actor_view(face, here) for face in card.actors),
        key_fact=key_fact_view(lead, 0, here) if lead else None,
        further=tuple(key_fact_view(lead, number, here) for _, number in facts[1:]) if lead else (),
    )


def overview_page(recipe: OverviewRecipe, masthead: Masthead, open: Open) -> Page:
    """The front page of a briefing."""
    here, folder = Here(recipe.address, masthead.words), recipe.story.folder
    opened = [open(article) for article in recipe.articles]
    entries = [one.entry for one in opened]
    quotes = sum(len(entry.annotation.quotes) for entry in entries)
    facts = sum(len(entry.annotation.key_facts) for entry in entries)
    news, leading = _told(entries, recipe.newest_first)
    latest_quotes, weightiest = _said(entries)
    tallies, compared = tally_views(opened, HEAD["tallies"], here)
    compared_already = {
        _number(entries, one.at, one.number) for tally in tallies for one in (*tally.main, *tally.others)
    }
    figures = [
        one
        for one in highlights.figures(entries, 10 * HEAD["figures"])
        if _number(entries, *one) not in compared_already
    ]
    del figures[max(0, HEAD["figures"] - A_TALLY * len(tallies)) :]
    dates = [entry.article.date for entry in entries if entry.article.date]

    def to(name: str, count: int) -> Link:
        return Link(here.words.say(f"page.all_{name}", n=count), here.to(addresses.listing(folder, LISTS[name])))

    stood = {
        event: here.to(addresses.listing(folder, "timeline", page), chronicle.anchor(place))
        for event, (page, place) in zip(recipe.events, recipe.stands, strict=True)
    }
    view = BriefingView(
        title=recipe.story.title,
        summary=recipe.summary,
        introduction=introduction(recipe.index, recipe.links, open, here.to),
        first=wording.day(min(dates), here.words) if dates else None,
        last=wording.day(max(dates), here.words) if dates else None,
        newest_first=recipe.newest_first,
        news=tuple(key_fact_view(opened[at], number, here) for at, number in news),
        key_facts=tuple(key_fact_view(opened[at], number, here) for at, number in leading),
        actors=heard_views(sorted(recipe.actors, key=_is_silent_place), here),
        latest_quotes=tuple(quote_view(opened[at], n, here) for at, n in latest_quotes),
        quotes=tuple(quote_view(opened[at], n, here) for at, n in weightiest),
        tallies=compared,
        figures=tuple(figure_view(opened[at], n, here) for at, n in figures),
        timeline=tuple(_moment(opened[at], n, stood[at, n], here) for at, n in main_events(entries, recipe.events)),
        articles=_sources(entries, here),
        quotes_page=to("quotes", quotes),
        facts_page=to("facts", facts),
        timeline_page=to("events", len(recipe.events)),
        booklet=here.to(addresses.booklet(folder)),
        timeline_chart=charting.timeline_chart(
            opened, main_events(entries, recipe.events, charting.EVENTS), here, stood.__getitem__
        ),
        voices=charting.voices_chart(opened, here),
        network=charting.story_network(opened, recipe.actors, here),
    )
    best = [*news, *leading][:1]
    described = recipe.summary or (_sentence(entries, *best[0]) if best else recipe.story.title)
    own = frame(
        masthead,
        here.address,
        recipe.story.title,
        description=wording.shortened(" ".join(described.split())),
        folder=folder,
        trail=((masthead.title, addresses.HOME),),
        newest=newest(opened),
    )
    return Page(here.address, recipe.template, own, view)


def _is_silent_place(actor: Counted) -> bool:
    """Where something happens, but nobody who acts: it comes behind those who do."""
    return actor.face.kind == "place" and not actor.quotes


def _moment(opened: Opened, number: int, day: str, here: Here) -> MomentView:
    event = event_view(opened, number, here)
    date = wording.weekday(event.date.iso, here.words) if event.precision == "day" else event.date
    sentence = wording.shortened(event.sentence, A_MOMENT)
    return MomentView(**{**msgspec.structs.asdict(event), "date": date, "sentence": sentence}, day=day)


def _newest(entries: list[Entry]) -> int | None:
    """Which of several articles is the newest; None where no other is older."""
    dates = [entry.article.date or "" for entry in entries]
    return dates.index(max(dates)) if len(set(dates)) > 1 else None


def _told(entries: list[Entry], newest_first: bool) -> tuple[Chosen, Chosen]:
    """(key facts of the newest article, key facts of all), none of them twice."""
    newest = _newest(entries)
    news: Chosen = []
    if newest is not None and newest_first:
        news = [(newest, number) for _, number in highlights.key_facts([entries[newest]], HEAD["news"])]
    # In the story's order, whatever weighs most: read one by one they tell what happened.
    rest = sorted(highlights.key_facts(entries, HEAD["key facts"] - len(news), news))
    if newest is not None and not newest_first:
        # Who reads from the beginning comes to the latest in the end.
        news = [
            (newest, n) for _, n in highlights.key_facts([entries[newest]], HEAD["news"]) if (newest, n) not in rest
        ]
    return news, rest


def _said(entries: list[Entry]) -> tuple[Chosen, Chosen]:
    """(the weightiest quotes of the newest article, those of all others and of other speakers)"""
    newest = _newest(entries)
    everything = [(at, number) for at, entry in enumerate(entries) for number in range(len(entry.annotation.quotes))]
    # Short ones and doubtful ones, where there are no others.
    weighed = highlights.quotes(entries, len(everything)) or everything
    by_name = [one for one in weighed if _speaker(entries, *one)]
    latest = [one for one in by_name if one[0] == newest][: HEAD["latest quotes"]]
    heard = {_speaker(entries, *one) for one in latest}
    rest = [one for one in by_name if one not in latest][: 4 * HEAD["quotes"]]
    # Whoever has been heard already comes again only where nobody else does, and who has no name where nobody has one.
    rest.sort(key=lambda one: _speaker(entries, *one) in heard)
    rest += [one for one in weighed if not _speaker(entries, *one)]
    return latest, rest[: HEAD["quotes"]]


def _number(entries: list[Entry], at: int, number: int) -> tuple[object, ...]:
    """What makes two figures of an article one number."""
    value = entries[at].annotation.facts[number].value
    assert isinstance(value, Amount)
    return at, value.measure, value.amount, value.low, value.high


def _speaker(entries: list[Entry], at: int, number: int) -> str | None:
    speaker = entries[at].annotation.quotes[number].speaker
    return speaker.actor if speaker else None


def _sources(entries: list[Entry], here: Here) -> tuple[SourceView, ...]:
    words = [len(entry.article.text.split()) for entry in entries]
    marks = [
        (len(one.quotes), sum(fact.kind == "figure" for fact in one.facts), len(one.key_facts))
        for one in (entry.annotation for entry in entries)
    ]
    several = len(entries) > 1
    longest, richest = max(words, default=0), max(map(sum, marks), default=0)
    return tuple(
        SourceView(
            **msgspec.structs.asdict(entry_view(entry, here)),
            words=length,
            quotes=quotes,
            figures=figures,
            key_facts=facts,
            is_longest=several and length == longest,
            is_richest=several and quotes + figures + facts == richest > 0,
        )
        for entry, length, (quotes, figures, facts) in zip(entries, words, marks, strict=True)
    )


def introduction(
    used: Used | None, links: tuple[tuple[str, str], ...], open: Open, to: Callable[[str, str], str], prefix: str = ""
) -> str:
    """The HTML of a folder's index page; "" without one. `links` as in a recipe, `to` and `prefix` as for any text."""
    if used is None:
        return ""
    index = open(used).entry.article
    led = relinked(index, dict(links), to)
    blocks = markdown.weave(index.body, (), index.format, without_title=index.without_title, links=led, prefix=prefix)
    return "".join(block.html for block in blocks)


def main_events(entries: list[Entry], events: tuple[tuple[int, int], ...], most: int = HEAD["events"]) -> Chosen:
    """The weightiest events that key facts tell, at most so many, in their order; all of them when they are few.

    Those of the story's own time come before what happened long before.
    """
    if len(events) <= most:
        return list(events)
    key = {
        (at, entries[at].annotation.key_facts[number].sentence): rank
        for rank, (at, number) in enumerate(highlights.key_facts(entries, 4 * most))
    }
    told: dict[tuple[int, Span], tuple[bool, int, int]] = {}
    for place, (at, number) in enumerate(events):
        fact = entries[at].annotation.facts[number]
        rank = key.get((at, fact.sentence))
        if rank is not None:
            own = (is_background(fact.value, entries[at].article.date), rank, place)
            told[at, fact.sentence] = min(own, told.get((at, fact.sentence), own))
    chosen = sorted(place for _, _, place in sorted(told.values())[:most])
    return [events[place] for place in chosen] or list(events[:most])


def _sentence(entries: list[Entry], at: int, number: int) -> str:
    return entries[at].annotation.key_facts[number].sentence.of(entries[at].article.text)
