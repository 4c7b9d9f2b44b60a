"""Key facts: the sentences that a hurried reader should see, ranked, each with the reasons for its rank.

A transparent sum of features, no model: figures and dates in the sentence, who is in it, where it stands, what its
verbs report, and how much its words are those of the whole article. A sentence that repeats a chosen one gives way to
another. Headings, questions and feelings in the first person are left out; a text of a few lines has no key facts.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from spacy.tokens import Doc

from briefgen.annotate.key_facts.sentences import Sentence, is_closed, read_sentences
from briefgen.annotate.text import text_of
from briefgen.annotation import Actor, Amount, Fact, Interval, KeyFact, Mention, Party, Quote
from briefgen.span import Span

_FEWEST, _MOST = 6, 60
"""How many words a key fact has."""
_POOL = 80
"""How many of the best sentences are compared with each other."""
_ALIKE = 0.7
"""How much a repetition costs."""
_NEAR = 12
"""How many quotes before the end of a sentence are looked at; more do not nest."""
_NUMBERS = ("no", "one", "two", "three")


class _Reason(NamedTuple):
    weight: float
    text: str
    """Empty for what a reader need not be told."""


_Scored = tuple[float, Sentence, list[_Reason]]


def rank_key_facts(
    doc: Doc, actors: tuple[Actor, ...], mentions: tuple[Mention, ...], quotes: tuple[Quote, ...],
    facts: tuple[Fact, ...], published: date | None,
) -> tuple[KeyFact, ...]:  # fmt: skip
    """The key facts of `doc`, best first: at most one sentence in six, but three to twelve.

    Takes what the other annotators found in the same text; indices in the result point into `facts`.
    """
    text = text_of(doc)
    sentences = list(read_sentences(doc))
    body = [sentence for sentence in sentences if not sentence.heading]
    if len(body) < 4 or sum(len(sentence.words) for sentence in body) < 60:
        return ()
    inside = _Inside.of(actors, mentions, quotes, facts)
    common = _common(body)
    title = sentences[0].content if sentences[0].heading else frozenset[str]()
    scored: list[_Scored] = []
    for sentence in body:
        if not _stands(text, sentence, inside):
            continue
        reasons = [*_reasons(sentence, inside, published), _central(sentence, common, title), *_costs(sentence, inside)]
        scored.append((sum(reason.weight for reason in reasons), sentence, reasons))
    scored.sort(key=lambda one: (-one[0], one[1].span))
    wanted = min(max(3, min(12, len(body) // 6)), math.ceil(len(scored) / 2))
    chosen = sorted(_unlike(scored[:_POOL], wanted), key=lambda one: (-one[0], one[1].span))
    best = chosen[0][0] if chosen else 1.0
    return tuple(
        KeyFact(
            sentence=sentence.span,
            score=round(max(0.01, score / best), 4) if best > 0 else 1.0,
            facts=tuple(inside.facts_in(sentence.span)),
            claimant=inside.claimant(sentence.span),
            why=_why(reasons),
        )
        for score, sentence, reasons in chosen
    )


def _unlike(scored: Sequence[_Scored], wanted: int) -> list[_Scored]:
    """The best of `scored` that do not say the same: each pays for its likeness to those chosen before."""
    left = list(scored)
    chosen: list[_Scored] = []
    cost = [0.0] * len(left)
    while left and len(chosen) < wanted:
        k = max(range(len(left)), key=lambda n: (left[n][0] * (1 - _ALIKE * cost[n]), -n))
        taken = left.pop(k)
        cost.pop(k)
        if taken[0] <= 0:
            break
        chosen.append(taken)
        alike = (_likeness(one[1].content, taken[1].content) for one in left)
        cost = [max(pair) for pair in zip(cost, alike, strict=True)]
    return chosen


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def _why(reasons: Iterable[_Reason]) -> str:
    told = [reason for reason in reasons if reason.text and reason.weight > 0]
    told.sort(key=lambda reason: -reason.weight)
    return ", ".join(dict.fromkeys(reason.text for reason in told)) or "the best of little"


class _Inside(NamedTuple):
    """Everything that was found, by where it stands."""

    facts: tuple[Fact, ...]
    fact_starts: list[int]
    named: list[tuple[int, str]]
    salience: Mapping[str, float]
    quoted: list[tuple[Span, Quote]]

    @staticmethod
    def of(
        actors: tuple[Actor, ...], mentions: tuple[Mention, ...], quotes: tuple[Quote, ...], facts: tuple[Fact, ...]
    ) -> _Inside:
        return _Inside(
            facts,
            [fact.span.start for fact in facts],
            sorted((mention.span.start, mention.actor) for mention in mentions if mention.actor),
            {actor.id: actor.salience for actor in actors},
            sorted(((span, quote) for quote in quotes for span in quote.content), key=lambda one: one[0]),
        )

    def facts_in(self, span: Span) -> range:
        """The indices of the facts that begin in `span`."""
        return range(bisect_left(self.fact_starts, span.start), bisect_left(self.fact_starts, span.end))

    def actors_in(self, span: Span) -> list[str]:
        """The actors named in `span`, by falling salience."""
        first, last = bisect_left(self.named, (span.start, "")), bisect_left(self.named, (span.end, ""))
        found = {actor for _, actor in self.named[first:last]}
        return sorted(found, key=lambda actor: (-self.salience.get(actor, 0.0), actor))

    def quote_of(self, span: Span) -> Quote | None:
        """The quote whose content covers more than half of `span`, the one that covers most."""
        best: tuple[int, Quote] | None = None
        last = bisect_left(self.quoted, span.end, key=lambda one: one[0].start)
        for content, quote in self.quoted[max(0, last - _NEAR) : last]:
            shared = min(content.end, span.end) - max(content.start, span.start)
            if shared * 2 > len(span) and (best is None or shared > best[0]):
                best = shared, quote
        return best[1] if best else None

    def claimant(self, span: Span) -> Party | None:
        """Who says so: the speaker of the quote that covers the sentence, or the one claimant of all its facts."""
        quote = self.quote_of(span)
        if quote and quote.speaker:
            return quote.speaker
        claimants = [self.facts[k].claimant for k in self.facts_in(span)]
        return claimants[0] if claimants and all(one == claimants[0] for one in claimants) else None


# What counts, and how much.


def _stands(text: str, sentence: Sentence, inside: _Inside) -> bool:
    """Whether it can be a key fact at all."""
    if not _FEWEST <= len(sentence.words) <= _MOST or not is_closed(text, sentence.span):
        return False
    if text[sentence.span.start : sentence.span.end].rstrip("\"'”’»)] ").endswith("?"):
        return False
    quote = inside.quote_of(sentence.span)
    personal = quote is not None and quote.kind == "direct" and not _lists().first_person.isdisjoint(sentence.words)
    return not personal or any(inside.facts[k].kind == "figure" for k in inside.facts_in(sentence.span))


def _reasons(sentence: Sentence, inside: _Inside, published: date | None) -> Iterator[_Reason]:
    figures = sorted((_figure(inside.facts[k]) for k in inside.facts_in(sentence.span)), reverse=True)
    for rank, reason in enumerate(figures[:4]):
        yield reason._replace(weight=reason.weight / (1 + 2 * rank))
    days = [_day(inside.facts[k], published) for k in inside.facts_in(sentence.span)]
    if any(days):
        yield _Reason(max(days), "date")
    named = inside.actors_in(sentence.span)
    main = [actor for actor in named if inside.salience.get(actor, 0.0) >= 0.3]
    if named:
        told = "main actor" if len(main) == 1 else f"{_count(len(main))} main actors" if main else ""
        yield _Reason(0.6 * min(1.5, sum(inside.salience.get(actor, 0.0) for actor in named[:3])), told)
    if sentence.place < (4 if sentence.paragraph == 0 else 2):
        yield _Reason(1.0 / (1 + 0.25 * sentence.place), "opening paragraph")
    else:
        yield _Reason(0.5 / (1 + 0.15 * sentence.place), "")
    events = [word for word in sentence.words if word in _lists().events]
    if events:
        yield _Reason(0.25 + 0.1 * (len(events) > 1), "reports an event")


def _count(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else "several"


def _figure(fact: Fact) -> _Reason:
    value = fact.value
    if fact.kind != "figure" or not isinstance(value, Amount):
        return _Reason(0.0, "")
    if value.measure in _lists().casualties:
        return _Reason(0.8, "casualty figure")
    if value.unit and len(value.unit) == 3 and value.unit.isupper():
        return _Reason(0.5, "sum of money")
    if value.unit in ("percent", "percentage point"):
        return _Reason(0.45, "percentage")
    return _Reason(0.3, "figure")


def _day(fact: Fact, published: date | None) -> float:
    """What a date is worth: a day more than a year, the days around publication most."""
    value = fact.value
    if not isinstance(value, Interval):
        return 0.0
    near = published is not None and abs((date.fromisoformat(value.start) - published).days) <= 31
    return (0.25 if value.precision in ("day", "week", "month", "range") else 0.15) + 0.1 * near


def _costs(sentence: Sentence, inside: _Inside) -> Iterator[_Reason]:
    """What speaks against it; a quotation is worth less than what the article states itself."""
    opinions = sum(word in _lists().opinions for word in sentence.words)
    yield _Reason(-0.15 * min(2, opinions), "")
    if sentence.words[0] in _lists().leaning:
        yield _Reason(-0.2, "")
    quote = inside.quote_of(sentence.span)
    if quote:
        yield _Reason(-0.3 if quote.kind == "direct" else -0.1, "")
    elif not _lists().first_person.isdisjoint(sentence.words):
        yield _Reason(-0.3, "")
    if len(sentence.words) < 10 or len(sentence.words) > 45:
        yield _Reason(-0.2, "")


def _common(body: Sequence[Sentence]) -> Mapping[str, float]:
    """How much each word ties sentences together: 0 for a word of one sentence, at most 1."""
    held = Counter(word for sentence in body for word in sentence.content)
    top = max((math.log2(count) for count in held.values()), default=0.0)
    return {word: math.log2(count) / top for word, count in held.items()} if top else {}


def _central(sentence: Sentence, common: Mapping[str, float], title: frozenset[str]) -> _Reason:
    """How much it speaks the article's own words, and those of its headline."""
    shared = sum(sorted((common.get(word, 0.0) for word in sentence.content), reverse=True)[:12])
    weight = 0.9 * shared / 6 + 0.4 * (len(title & sentence.content) / len(title) if title else 0.0)
    return _Reason(weight, "the article's main words" if weight > 0.6 else "")


class _Lists(NamedTuple):
    casualties: frozenset[str]
    events: frozenset[str]
    opinions: frozenset[str]
    leaning: frozenset[str]
    first_person: frozenset[str]


@cache
def _lists() -> _Lists:
    text = files(__package__).joinpath("rank.toml").read_text(encoding="utf-8")
    return _Lists(**{name: frozenset(words.split()) for name, words in tomllib.loads(text).items()})
