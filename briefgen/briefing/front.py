"""What the front page of a story tells first: as much of everything as a reader takes in within a minute.

What is chosen is given as (which of the entries, number of the annotation in it).
"""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.briefing import highlights
from briefgen.briefing.highlights import Chosen
from briefgen.briefing.outline import Entry
from briefgen.briefing.scope import is_background
from briefgen.span import Span

NEWS, KEY_FACTS = 2, 5
"""How many key facts of the newest article it tells, and of all."""
LATEST_QUOTES, QUOTES = 1, 3
EVENTS = 4


def told(entries: Sequence[Entry], newest_first: bool) -> tuple[Chosen, Chosen]:
    """(key facts of the newest article, key facts of all), none of them twice."""
    newest = _newest(entries)
    news: Chosen = []
    if newest is not None and newest_first:
        news = [(newest, number) for _, number in highlights.key_facts([entries[newest]], NEWS)]
    # In the story's order, whatever weighs most: read one by one they tell what happened.
    rest = sorted(highlights.key_facts(entries, KEY_FACTS - len(news), news))
    if newest is not None and not newest_first:
        # Who reads from the beginning comes to the latest in the end.
        news = [(newest, n) for _, n in highlights.key_facts([entries[newest]], NEWS) if (newest, n) not in rest]
    return news, rest


def said(entries: Sequence[Entry]) -> tuple[Chosen, Chosen]:
    """(the weightiest quotes of the newest article, those of all others and of other speakers)"""
    newest = _newest(entries)
    everything = [(at, number) for at, entry in enumerate(entries) for number in range(len(entry.annotation.quotes))]
    # Short ones and doubtful ones, where there are no others.
    weighed = highlights.quotes(entries, len(everything)) or everything
    by_name = [one for one in weighed if _speaker(entries, *one)]
    latest = [one for one in by_name if one[0] == newest][:LATEST_QUOTES]
    heard = {_speaker(entries, *one) for one in latest}
    rest = [one for one in by_name if one not in latest][: 4 * QUOTES]
    # Whoever has been heard already comes again only where nobody else does, and who has no name where nobody has one.
    rest.sort(key=lambda one: _speaker(entries, *one) in heard)
    rest += [one for one in weighed if not _speaker(entries, *one)]
    return latest, rest[:QUOTES]


def main_events(entries: Sequence[Entry], events: tuple[tuple[int, int], ...], most: int = EVENTS) -> Chosen:
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


def _newest(entries: Sequence[Entry]) -> int | None:
    """Which of several articles is the newest; None where no other is older."""
    dates = [entry.article.date or "" for entry in entries]
    return dates.index(max(dates)) if len(set(dates)) > 1 else None


def _speaker(entries: Sequence[Entry], at: int, number: int) -> str | None:
    speaker = entries[at].annotation.quotes[number].speaker
    return speaker.actor if speaker else None
