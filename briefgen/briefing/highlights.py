"""The few things a hurried reader should see of many: key facts, quotes, figures, events of a story."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefgen.annotation import Amount, Fact, Interval, KeyFact, Quote
from briefgen.briefing.story import Entry
from briefgen.span import Span

ALIKE = 0.45
"""Two sentences that share this much of their words say the same."""


def key_facts(entries: Iterable[Entry], most: int) -> list[tuple[Entry, KeyFact]]:
    """The best key facts over several articles: each article's best before any second one, no two alike."""
    ranked = [
        (rank, -fact.score, entry, fact)
        for entry in entries
        for rank, fact in enumerate(entry.annotation.key_facts)
    ]  # fmt: skip
    ranked.sort(key=lambda row: row[:2])
    chosen: list[tuple[Entry, KeyFact]] = []
    said: list[frozenset[str]] = []
    for _, _, entry, fact in ranked:
        words = _words(fact.sentence.of(entry.article.text))
        if any(len(words & other) > ALIKE * min(len(words), len(other)) for other in said):
            continue
        said.append(words)
        chosen.append((entry, fact))
        if len(chosen) == most:
            break
    return chosen


def quotes(entries: Iterable[Entry], most: int) -> list[tuple[Entry, Quote]]:
    """The weightiest quotes: spoken words of a salient, certain speaker, not several of one person in a row."""
    weighed: list[tuple[float, int, Entry, Quote]] = []
    for entry in entries:
        salience = {actor.id: actor.salience for actor in entry.annotation.actors}
        for quote in entry.annotation.quotes:
            length = sum(len(span) for span in quote.content)
            if quote.speaker is None or quote.confidence < 0.5 or not 30 <= length <= 400:
                continue
            weight = (
                salience.get(quote.speaker.actor or "", 0.0)
                + {"direct": 1.0, "mixed": 0.6, "indirect": 0.0}[quote.kind]
            )
            weighed.append((weight * quote.confidence, len(weighed), entry, quote))
    weighed.sort(key=lambda row: (-row[0], row[1]))
    times: dict[str, int] = {}
    spread: list[tuple[int, int, Entry, Quote]] = []
    for at, (_, _, entry, quote) in enumerate(weighed):
        party = quote.speaker
        speaker = (party.actor if party else None) or f"{entry.article.path}:{at}"
        times[speaker] = times.get(speaker, 0) + 1
        spread.append((times[speaker], at, entry, quote))
    spread.sort(key=lambda row: row[:2])
    return [(entry, quote) for _, _, entry, quote in spread[:most]]


def figures(entries: Iterable[Entry], most: int) -> list[tuple[Entry, Fact]]:
    """Figures that measure something, those of key facts and newer articles first; no figure of an article twice."""
    found: list[tuple[bool, int, Entry, Fact]] = []
    for entry in entries:
        annotation = entry.annotation
        key = {index for fact in annotation.key_facts for index in fact.facts}
        told: set[tuple[object, ...]] = set()
        for index, fact in enumerate(annotation.facts):
            if not isinstance(fact.value, Amount) or not (fact.value.measure or fact.value.subject):
                continue
            same = (fact.value.amount, fact.value.low, fact.value.unit, fact.value.measure)
            if same in told:
                continue
            told.add(same)
            found.append((index not in key or fact.value.measure is None, len(found), entry, fact))
    found.sort(key=lambda row: row[:2])
    return [(entry, fact) for _, _, entry, fact in found[:most]]


def events(entries: Iterable[Entry]) -> list[tuple[Entry, Fact]]:
    """Resolved dates in the order of what they tell, one of a kind for each sentence."""
    found: list[tuple[str, str, int, Entry, Fact]] = []
    for entry in entries:
        told: set[tuple[Span, str, str]] = set()
        for fact in entry.annotation.facts:
            if not isinstance(fact.value, Interval):
                continue
            key = (fact.sentence, fact.value.start, fact.value.end)
            if key not in told:
                told.add(key)
                found.append((fact.value.start, fact.value.end, len(found), entry, fact))
    found.sort(key=lambda row: row[:3])
    return [(entry, fact) for _, _, _, entry, fact in found]


def _words(sentence: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", sentence.casefold()) if len(word) > 3 or word.isdigit())
