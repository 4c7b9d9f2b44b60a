"""The home page, and a briefing's own pages: overview, quotes, facts, timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from briefgen import markdown
from briefgen.annotation import Fact, KeyFact, Quote
from briefgen.briefing import highlights
from briefgen.briefing.dossiers import Dossier
from briefgen.briefing.story import Briefing, Entry, newest_first
from briefgen.pages import addresses, wording
from briefgen.pages.directory import (
    Directory,
    actor_view,
    article_view,
    event_view,
    figure_view,
    key_fact_view,
    quote_view,
)
from briefgen.pages.links import relinked
from briefgen.pages.page import Page, frame
from briefgen.views import (
    ActorView,
    BriefingCard,
    BriefingView,
    EventView,
    FactsView,
    FigureView,
    HomeView,
    KeyFactView,
    Link,
    QuotesView,
    QuoteView,
    TimelineView,
)

A_PAGE = 60
"""How many quotes, figures or events stand on one page of a list."""
HEAD = {"key facts": 8, "actors": 14, "quotes": 8, "figures": 12, "events": 14}
"""How many the overview shows."""

Row = TypeVar("Row")


def home_page(directory: Directory) -> Page:
    """All briefings."""
    origin = addresses.HOME
    entries = [entry for story in directory.briefings for entry in story.entries]
    view = HomeView(
        briefings=tuple(_card(directory, story, origin) for story in directory.briefings),
        latest=tuple(article_view(entry.article, origin) for entry in newest_first(entries)[:8]),
    )
    settings = directory.settings
    return Page(origin, "home.html", frame(directory, origin, settings.title, description=settings.description), view)


def briefing_pages(directory: Directory, story: Briefing, links: Mapping[str, str]) -> Iterator[Page]:
    """The overview of a briefing and its lists. `links` gives the address of every file of content/."""
    yield _overview(directory, story, links)
    yield from _quotes_pages(directory, story)
    yield from _facts_pages(directory, story)
    yield from _timeline_pages(directory, story)


def _card(directory: Directory, story: Briefing, origin: str) -> BriefingCard:
    dates = sorted(entry.article.date for entry in story.entries if entry.article.date)
    facts = highlights.key_facts(story.entries, 1)
    return BriefingCard(
        title=story.title,
        href=addresses.link(origin, addresses.briefing(story.folder)),
        summary=story.summary,
        first=wording.day(dates[0]) if dates else None,
        last=wording.day(dates[-1]) if dates else None,
        articles=len(story.entries),
        quotes=sum(len(entry.annotation.quotes) for entry in story.entries),
        figures=sum(fact.kind == "figure" for entry in story.entries for fact in entry.annotation.facts),
        actors=_leading(directory, story, origin, 6),
        key_fact=_key_fact(directory, *facts[0], origin) if facts else None,
    )


def _overview(directory: Directory, story: Briefing, links: Mapping[str, str]) -> Page:
    origin = addresses.briefing(story.folder)
    quotes = sum(len(entry.annotation.quotes) for entry in story.entries)
    facts = sum(len(entry.annotation.key_facts) for entry in story.entries)
    events = highlights.events(story.entries)
    index = story.index
    introduction: tuple[markdown.WovenBlock, ...] = ()
    if index:
        own = relinked(index, links, origin)
        introduction = markdown.weave(index.body, (), index.format, without_title=index.without_title, links=own)
    leading = highlights.key_facts(story.entries, HEAD["key facts"])

    def to(name: str, title: str) -> Link:
        return Link(title, addresses.link(origin, addresses.listing(story.folder, name)))

    view = BriefingView(
        title=story.title,
        summary=story.summary,
        introduction="".join(block.html for block in introduction),
        key_facts=tuple(_key_fact(directory, entry, fact, origin) for entry, fact in leading),
        actors=_leading(directory, story, origin, HEAD["actors"]),
        quotes=tuple(_quote(directory, *row, origin) for row in highlights.quotes(story.entries, HEAD["quotes"])),
        figures=tuple(_figure(directory, *row, origin) for row in highlights.figures(story.entries, HEAD["figures"])),
        timeline=tuple(_event(directory, *row, origin) for row in _main_events(story, events)),
        articles=tuple(article_view(entry.article, origin) for entry in story.entries),
        quotes_page=to("quotes", f"All {wording.plural(quotes, 'quote')}" if quotes != 1 else "The quote"),
        facts_page=to("facts", f"All {wording.plural(facts, 'key fact')} and the figures"),
        timeline_page=to("timeline", f"All {wording.plural(len(events), 'dated sentence')}"),
    )
    description = story.summary or (leading[0][1].sentence.of(leading[0][0].article.text) if leading else story.title)
    return Page(
        origin,
        "briefing.html",
        frame(
            directory,
            origin,
            story.title,
            description=wording.shortened(" ".join(description.split())),
            folder=story.folder,
            trail=((directory.settings.title, addresses.HOME),),
        ),
        view,
    )


def _main_events(story: Briefing, events: list[tuple[Entry, Fact]]) -> list[tuple[Entry, Fact]]:
    """The events that key facts tell, in their order; all of them when they are few."""
    if len(events) <= HEAD["events"]:
        return events
    key = {
        (entry.article.path, fact.sentence)
        for entry, fact in highlights.key_facts(story.entries, 4 * HEAD["events"])
    }  # fmt: skip
    told: list[tuple[Entry, Fact]] = []
    seen = set()
    for entry, fact in events:
        sentence = (entry.article.path, fact.sentence)
        if sentence in key and sentence not in seen:
            seen.add(sentence)
            told.append((entry, fact))
    return (told or events)[: HEAD["events"]]


def _quotes_pages(directory: Directory, story: Briefing) -> Iterator[Page]:
    rows = [(entry, quote) for entry in story.entries for quote in entry.annotation.quotes]
    for number, part, links in _paged(story, "quotes", rows):
        origin = addresses.listing(story.folder, "quotes", number)
        view = QuotesView(
            briefing=story.title,
            quotes=tuple(_quote(directory, entry, quote, origin) for entry, quote in part),
            total=len(rows),
            pages=links,
        )
        yield _list_page(directory, story, origin, "quotes.html", "What they said", view)


def _facts_pages(directory: Directory, story: Briefing) -> Iterator[Page]:
    key_facts = highlights.key_facts(story.entries, A_PAGE)
    rows = [(entry, fact) for entry in story.entries for fact in entry.annotation.facts if fact.kind == "figure"]
    for number, part, links in _paged(story, "facts", rows):
        origin = addresses.listing(story.folder, "facts", number)
        shown = key_facts if number == 1 else []
        view = FactsView(
            briefing=story.title,
            key_facts=tuple(_key_fact(directory, entry, fact, origin) for entry, fact in shown),
            figures=tuple(_figure(directory, entry, fact, origin) for entry, fact in part),
            pages=links,
        )
        yield _list_page(directory, story, origin, "facts.html", "Key facts and figures", view)


def _timeline_pages(directory: Directory, story: Briefing) -> Iterator[Page]:
    rows = highlights.events(story.entries)
    for number, part, links in _paged(story, "timeline", rows):
        origin = addresses.listing(story.folder, "timeline", number)
        view = TimelineView(
            briefing=story.title,
            events=tuple(_event(directory, entry, fact, origin) for entry, fact in part),
            total=len(rows),
            pages=links,
        )
        yield _list_page(directory, story, origin, "timeline.html", "Timeline", view)


def _list_page(directory: Directory, story: Briefing, origin: str, template: str, title: str, view: Struct) -> Page:
    trail = ((directory.settings.title, addresses.HOME), (story.title, addresses.briefing(story.folder)))
    described = f"{title}: {story.title}"
    return Page(
        origin, template, frame(directory, origin, title, description=described, folder=story.folder, trail=trail), view
    )


def _paged(story: Briefing, name: str, rows: Sequence[Row]) -> Iterator[tuple[int, Sequence[Row], tuple[Link, ...]]]:
    """(number, rows, links to all pages) of each page of a list; there is always one."""
    count = max(1, -(-len(rows) // A_PAGE))
    for number in range(1, count + 1):
        origin = addresses.listing(story.folder, name, number)
        links = tuple(
            Link(str(n), addresses.link(origin, addresses.listing(story.folder, name, n)), current=n == number)
            for n in range(1, count + 1)
        )
        yield number, rows[(number - 1) * A_PAGE : number * A_PAGE], links if count > 1 else ()


def _leading(directory: Directory, story: Briefing, origin: str, most: int) -> tuple[ActorView, ...]:
    """The briefing's most salient actors."""
    weight: dict[str, float] = {}
    for entry in story.entries:
        for actor in entry.annotation.actors:
            id = directory.local[entry.article.path, actor.id]
            weight[id] = weight.get(id, 0.0) + actor.salience
    ranked: list[Dossier] = sorted(
        (directory.dossiers[id] for id in weight), key=lambda dossier: (-weight[dossier.id], dossier.id)
    )
    return tuple(actor_view(dossier, origin) for dossier in ranked[:most])


def _quote(directory: Directory, entry: Entry, quote: Quote, origin: str) -> QuoteView:
    ids = directory.anchors[entry.article.path].quotes
    return quote_view(directory, entry, quote, ids[entry.annotation.quotes.index(quote)], origin)


def _fact_id(directory: Directory, entry: Entry, fact: Fact) -> str:
    return directory.anchors[entry.article.path].facts[entry.annotation.facts.index(fact)]


def _figure(directory: Directory, entry: Entry, fact: Fact, origin: str) -> FigureView:
    return figure_view(directory, entry, fact, _fact_id(directory, entry, fact), origin)


def _event(directory: Directory, entry: Entry, fact: Fact, origin: str) -> EventView:
    return event_view(directory, entry, fact, _fact_id(directory, entry, fact), origin)


def _key_fact(directory: Directory, entry: Entry, fact: KeyFact, origin: str) -> KeyFactView:
    ids = directory.anchors[entry.article.path].key_facts
    return key_fact_view(directory, entry, fact, ids[entry.annotation.key_facts.index(fact)], origin)
