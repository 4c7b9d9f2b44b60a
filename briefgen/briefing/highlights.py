"""The few things a hurried reader should see of many: key facts, quotes, figures, events of a story.

What is chosen is given as (which of the entries, number of the annotation in it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefgen.annotation import Amount, Quote
from briefgen.briefing.outline import Entry
from briefgen.span import Span

Chosen = Sequence[tuple[int, int]]

ALIKE = 0.45
"""Two sentences that share this much of their words say the same."""


REPEATED = 5
"""So many words in a row are another's, when two articles have them."""

SURE = 0.6
"""Of which it is less sure who says it, that is nothing to begin with."""

HANDFUL = 9
"""Up to this a number of things without a measure is an everyday one."""


def key_facts(entries: Sequence[Entry], most: int, told: Chosen = ()) -> list[tuple[int, int]]:
    """The best key facts over several articles: each article's best before any second one.

    Of equal ones those come first that name whom the other articles are about, too. No two are alike, and none is
    like those that were `told` already.
    """
    salience = _salience(entries)
    ranked = [
        (rank, -fact.score - _reach(entry, fact.sentence, salience), at, fact.sentence.of(entry.article.text))
        for at, entry in enumerate(entries)
        for rank, fact in enumerate(entry.annotation.key_facts)
    ]
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


def _salience(entries: Sequence[Entry]) -> dict[str, float]:
    """How much all articles together are about each actor."""
    weight: dict[str, float] = {}
    for entry in entries:
        for actor in entry.annotation.actors:
            weight[actor.id] = weight.get(actor.id, 0.0) + actor.salience / len(entries)
    return weight


def _reach(entry: Entry, sentence: Span, salience: Mapping[str, float]) -> float:
    """How much a story is about those whom a sentence names."""
    named = {mention.actor for mention in entry.annotation.mentions if sentence.contains(mention.span)}
    return sum(salience.get(actor, 0.0) for actor in sorted(filter(None, named)))


def quotes(entries: Sequence[Entry], most: int) -> list[tuple[int, int]]:
    """The weightiest quotes: spoken words of a salient, certain speaker, not several of one person in a row.

    Of words that several articles have, those count of which it is surest who said them.
    """
    surest = _surest(entries)
    weighed: list[tuple[float, int, int, str]] = []
    for at, entry in enumerate(entries):
        salience = {actor.id: actor.salience for actor in entry.annotation.actors}
        for number, quote in enumerate(entry.annotation.quotes):
            length = sum(len(span) for span in quote.content)
            if quote.speaker is None or quote.confidence < SURE or not 30 <= length <= 400:
                continue
            if any(surest[part][1] != at for part in _parts(entry, quote)):
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


def _parts(entry: Entry, quote: Quote) -> Iterator[tuple[str, ...]]:
    """Every few words in a row of what is said."""
    for span in quote.content:
        words = re.findall(r"\w+", span.of(entry.article.text).casefold())
        yield from (tuple(words[first : first + REPEATED]) for first in range(len(words) - REPEATED + 1))


def _surest(entries: Sequence[Entry]) -> dict[tuple[str, ...], tuple[float, int]]:
    """(-confidence, which entry) of the surest quote that has some words; of equal ones the first."""
    found: dict[tuple[str, ...], tuple[float, int]] = {}
    for at, entry in enumerate(entries):
        for quote in entry.annotation.quotes:
            for part in _parts(entry, quote):
                found[part] = min((-quote.confidence, at), found.get(part, (0.0, at)))
    return found


def figures(entries: Iterable[Entry], most: int) -> list[tuple[int, int]]:
    """Figures that measure something, those of key facts and newer articles first; no figure of an article twice.

    A handful of anything is none: "two conversations".
    """
    found: list[tuple[bool, int, int]] = []
    for at, entry in enumerate(entries):
        annotation = entry.annotation
        key = {index for fact in annotation.key_facts for index in fact.facts}
        told: set[tuple[object, ...]] = set()
        for index, fact in enumerate(annotation.facts):
            if not isinstance(fact.value, Amount) or not (fact.value.measure or fact.value.subject):
                continue
            if not fact.value.measure and fact.value.amount is not None and 0 <= fact.value.amount <= HANDFUL:
                continue
            same = (fact.value.amount, fact.value.low, fact.value.unit, fact.value.measure)
            if same in told:
                continue
            told.add(same)
            found.append((index not in key or fact.value.measure is None, at, index))
    return [(at, index) for _, at, index in sorted(found)[:most]]


def _words(sentence: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", sentence.casefold()) if len(word) > 3 or word.isdigit())
