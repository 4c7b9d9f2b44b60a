"""The front page of a briefing."""

from __future__ import annotations

from typing import ClassVar

import msgspec
from msgspec import Struct

from briefgen.annotation import Amount
from briefgen.briefing import front, highlights
from briefgen.briefing.outline import Entry
from briefgen.pages import addresses, charting, chronicle, wording
from briefgen.pages.chronicle import Place
from briefgen.pages.directory import (
    Counted,
    Open,
    Opened,
    Used,
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
from briefgen.pages.introduction import introduction
from briefgen.pages.page import Heading, Masthead, Page, frame
from briefgen.views.overview import BriefingView, MomentView, SourceView
from briefgen.views.parts import Link

HEAD = {"actors": 12, "tallies": 4, "figures": 6}
"""How many the overview shows beside what `briefing.front` chooses; the lists hold the rest."""
A_TALLY = 2
"""How many figures each comparison takes the place of."""
A_MOMENT = 100
"""How many letters of a main event's sentence the overview shows: the whole of it is a step away."""
LISTS = {"quotes": "quotes", "facts": "facts", "events": "timeline"}
"""What the whole lists hold, and their names."""


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


def overview_page(recipe: OverviewRecipe, masthead: Masthead, open: Open) -> Page:
    """The front page of a briefing."""
    here, folder = Here(recipe.address, masthead.words), recipe.story.folder
    opened = [open(article) for article in recipe.articles]
    entries = [one.entry for one in opened]
    quotes = sum(len(entry.annotation.quotes) for entry in entries)
    facts = sum(len(entry.annotation.key_facts) for entry in entries)
    news, leading = front.told(entries, recipe.newest_first)
    latest_quotes, weightiest = front.said(entries)
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
        timeline=tuple(
            _moment(opened[at], n, stood[at, n], here) for at, n in front.main_events(entries, recipe.events)
        ),
        articles=_sources(entries, here),
        quotes_page=to("quotes", quotes),
        facts_page=to("facts", facts),
        timeline_page=to("events", len(recipe.events)),
        booklet=here.to(addresses.booklet(folder)),
        timeline_chart=charting.timeline_chart(
            opened, front.main_events(entries, recipe.events, charting.EVENTS), here, stood.__getitem__
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


def _number(entries: list[Entry], at: int, number: int) -> tuple[object, ...]:
    """What makes two figures of an article one number."""
    value = entries[at].annotation.facts[number].value
    assert isinstance(value, Amount)
    return at, value.measure, value.amount, value.low, value.high


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


def _sentence(entries: list[Entry], at: int, number: int) -> str:
    return wording.told(entries[at].annotation.key_facts[number].sentence, entries[at].article.text)
