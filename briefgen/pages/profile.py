"""What an actor's page tells of the actor, counted from the outlines of the articles that name it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TypeAlias

from briefgen.briefing.cast import Cast, Face, Identity
from briefgen.briefing.outline import Outline
from briefgen.briefing.story import extent
from briefgen.charts import calendar, presence
from briefgen.pages import people
from briefgen.pages.directory import Counted, named

Appearance: TypeAlias = tuple[Outline, tuple[str, ...]]
"""(an article, the actor's ids in it)"""


def offices(newest_first: Iterable[Appearance]) -> tuple[people.Office, ...]:
    """The roles that articles give to an actor, the newest first."""
    found: dict[str, list[Outline]] = {}
    for article, ids in newest_first:
        for role in dict.fromkeys(one.role for one in article.cast if one.id in ids and one.role):
            found.setdefault(role, []).append(article)
    return tuple(
        people.Office(role, *extent(one.date for one in articles), len(articles), named(articles[0]))
        for role, articles in list(found.items())[: people.OFFICES]
    )


def by_story(appearances: Iterable[Appearance]) -> tuple[tuple[str, int, int], ...]:
    """(folder, articles in it that name an actor, quotes of the actor in it), those with most articles first."""
    articles: Counter[str] = Counter()
    quotes: Counter[str] = Counter()
    for article, ids in appearances:
        articles[article.folder] += 1
        quotes[article.folder] += sum(role.quotes for role in article.cast if role.id in ids)
    most = sorted(articles, key=lambda folder: (-articles[folder], folder))[: people.STORIES]
    return tuple((folder, articles[folder], quotes[folder]) for folder in most)


def company(cast: Cast, identity: Identity) -> tuple[tuple[Counted, ...], tuple[tuple[int, int, int], ...]]:
    """With whom an actor shares how many articles, and how many of these any two of them do.

    Only the leading actors of an article count.
    """
    shared: Counter[Identity] = Counter()
    leading = []
    for path, _ in cast.dossiers[identity].appearances:
        everyone = dict.fromkeys(cast.identities(path))
        others = [other for other in list(everyone)[: people.COMPANY + 1] if other != identity]
        shared.update(others)
        leading.append(others)
    # Not by salience: how others are named elsewhere would then change this page.
    closest = sorted(shared, key=lambda other: (-shared[other], cast.id(other)))[: people.COMPANY]
    place = {other: at for at, other in enumerate(closest)}
    both: Counter[tuple[int, int]] = Counter()
    for others in leading:
        both.update(combinations(sorted(place[other] for other in others if other in place), 2))
    # Counts of the whole site would have this page made again whenever one of them is named elsewhere.
    counted = tuple(Counted(cast.face(other), shared[other], 0, 0) for other in closest)
    return counted, tuple((one, other, both[one, other]) for one, other in sorted(both))


def over_time(appearances: Iterable[Appearance]) -> presence.Periods | None:
    """How often an actor is named over time, by the dates of articles."""
    days = []
    for article, ids in appearances:
        day = calendar.day(article.date) if article.date else None
        if day is not None:
            days.append((day, sum(role.mentions for role in article.cast if role.id in ids)))
    return presence.counted(days)


def spoken_of(
    cast: Cast, identity: Identity, pages: Sequence[Iterable[Appearance]]
) -> tuple[tuple[Face, tuple[tuple[int, int], ...]], ...]:
    """Of whom an actor speaks on the pages behind its first, with (page, quotes) of each; those spoken of most first."""
    counts: dict[Identity, Counter[int]] = {}
    for number, page in enumerate(pages[1:], 2):
        for article, ids in page:
            known = dict(zip((role.id for role in article.cast), cast.identities(article.path), strict=True))
            for one in article.about:
                if one.speaker in ids:
                    for other in {known[id] for id in one.of if id in known} - {identity}:
                        counts.setdefault(other, Counter())[number] += 1
    most = sorted(counts, key=lambda other: (-counts[other].total(), cast.id(other)))[: people.SPOKEN_OF]
    return tuple((cast.face(other), tuple(sorted(counts[other].items()))) for other in most)
