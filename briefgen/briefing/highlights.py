"""The few things a hurried reader should see of many: key facts, quotes, figures, events of a story.

What is chosen is given as (which of the entries, number of the annotation in it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefgen.annotation import Amount
from briefgen.briefing.outline import Entry

Chosen = Sequence[tuple[int, int]]

ALIKE = 0.45
"""Two sentences that share this much of their words say the same."""


def key_facts(entries: Sequence[Entry], most: int, told: Chosen = ()) -> list[tuple[int, int]]:
    """The best key facts over several articles: each article's best before any second one.

    No two are alike, and none is like those that were `told` already.
    """
    ranked = [
        (rank, -fact.score, at, fact.sentence.of(entry.article.text))
        for at, entry in enumerate(entries)
        for rank, fact in enumerate(entry.annotation.key_facts)
    ]  # fmt: skip
    ranked.sort(key=lambda row: row[:3])
    chosen: list[tuple[int, int]] = []
    said = [
        _words(entries[at].annotation.key_facts[number].sentence.of(entries[at].article.text)) for at, number in told
    ]
    for rank, _, at, sentence in ranked:
        words = _words(sentence)
        if any(len(words & other) > ALIKE * min(len(words), len(other)) for other in said):
            continue
        said.append(words)
        chosen.append((at, rank))
        if len(chosen) == most:
            break
    return chosen


def quotes(entries: Iterable[Entry], most: int) -> list[tuple[int, int]]:
    """The weightiest quotes: spoken words of a salient, certain speaker, not several of one person in a row."""
    weighed: list[tuple[float, int, int, str]] = []
    for at, entry in enumerate(entries):
        salience = {actor.id: actor.salience for actor in entry.annotation.actors}
        for number, quote in enumerate(entry.annotation.quotes):
            length = sum(len(span) for span in quote.content)
            if quote.speaker is None or quote.confidence < 0.5 or not 30 <= length <= 400:
                continue
            weight = (
                salience.get(quote.speaker.actor or "", 0.0)
                + {"direct": 1.0, "mixed": 0.6, "indirect": 0.0}[quote.kind]
            )
            # Who has no name is nobody else.
            weighed.append((-weight * quote.confidence, at, number, quote.speaker.actor or f"{at}:{number}"))
    weighed.sort(key=lambda row: row[:3])
    times: dict[str, int] = {}
    spread: list[tuple[int, int, int, int]] = []
    for place, (_, at, number, speaker) in enumerate(weighed):
        times[speaker] = times.get(speaker, 0) + 1
        spread.append((times[speaker], place, at, number))
    return [(at, number) for _, _, at, number in sorted(spread)[:most]]


def figures(entries: Iterable[Entry], most: int) -> list[tuple[int, int]]:
    """Figures that measure something, those of key facts and newer articles first; no figure of an article twice."""
    found: list[tuple[bool, int, int]] = []
    for at, entry in enumerate(entries):
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
            found.append((index not in key or fact.value.measure is None, at, index))
    return [(at, index) for _, at, index in sorted(found)[:most]]


def _words(sentence: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", sentence.casefold()) if len(word) > 3 or word.isdigit())
