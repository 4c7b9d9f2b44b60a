"""Key facts: the sentences that a hurried reader should see, ranked, each with the reasons for its rank.

A transparent sum of weighted signs (`signs`), no model. A sentence that repeats a chosen one gives way to another.
Headings, questions and feelings in the first person are left out; a text of a few lines has no key facts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from spacy.tokens import Doc

from briefgen.annotate.key_facts.inside import Inside, inside
from briefgen.annotate.key_facts.sentences import Sentence, is_closed, read_sentences
from briefgen.annotate.key_facts.signs import Setting, Sign, common_words, signs, word_lists
from briefgen.annotate.text import text_of
from briefgen.annotation import Actor, Fact, KeyFact, Mention, Quote
from briefgen.reasons import Reason

_FEWEST, _MOST = 6, 60
"""How many words a key fact has."""
_POOL = 80
"""How many of the best sentences are compared with each other."""
_ALIKE = 0.4
"""How much a repetition costs, as a share of the distance between the best and the worst."""

_Scored = tuple[float, Sentence, list[Sign]]


def rank_key_facts(
    doc: Doc, actors: tuple[Actor, ...], mentions: tuple[Mention, ...], quotes: tuple[Quote, ...],
    facts: tuple[Fact, ...], published: date | None,
) -> tuple[KeyFact, ...]:  # fmt: skip
    """The key facts of `doc`, best first: at most one sentence in six, but three to twelve.

    Takes what the other annotators found in the same text; indices in the result point into `facts`.
    """
    body = [sentence for sentence in read_sentences(doc) if not sentence.heading]
    if len(body) < 4 or sum(len(sentence.words) for sentence in body) < 60:
        return ()
    scored: list[_Scored] = []
    for sentence, found in candidates(doc, actors, mentions, quotes, facts, published):
        scored.append((sum(sign.weight for sign in found), sentence, found))
    scored.sort(key=lambda one: (-one[0], one[1].span))
    wanted = min(max(3, min(12, len(body) // 6)), math.ceil(len(scored) / 2))
    chosen = sorted(_unlike(scored[:_POOL], wanted), key=lambda one: (-one[0], one[1].span))
    among = inside(actors, mentions, quotes, facts)
    best = chosen[0][0] if chosen else 0.0
    return tuple(
        KeyFact(
            sentence=sentence.span,
            score=round(max(0.01, 2.0 ** (score - best)), 4),
            facts=tuple(among.facts_in(sentence.span)),
            claimant=among.claimant(sentence.span),
            why=_why(found),
        )
        for score, sentence, found in chosen
    )


def candidates(
    doc: Doc, actors: tuple[Actor, ...], mentions: tuple[Mention, ...], quotes: tuple[Quote, ...],
    facts: tuple[Fact, ...], published: date | None,
) -> Iterator[tuple[Sentence, list[Sign]]]:  # fmt: skip
    """The sentences that can be key facts, in the text's order, with their signs."""
    text = text_of(doc)
    sentences = read_sentences(doc)
    body = [sentence for sentence in sentences if not sentence.heading]
    title = sentences[0].content if sentences and sentences[0].heading else frozenset[str]()
    among = inside(actors, mentions, quotes, facts)
    setting = Setting(among, common_words(body), title, published)
    for sentence in body:
        if _stands(text, sentence, among):
            yield sentence, list(signs(sentence, setting))


def _stands(text: str, sentence: Sentence, among: Inside) -> bool:
    """Whether it can be a key fact at all."""
    if not _FEWEST <= len(sentence.words) <= _MOST or not is_closed(text, sentence.span):
        return False
    if text[sentence.span.start : sentence.span.end].rstrip("\"'”’»)] ").endswith("?"):
        return False
    if among.only_tells_who(sentence.span):
        return False
    quote = among.quote_of(sentence.span)
    personal = quote is not None and quote.kind == "direct" and not word_lists().first_person.isdisjoint(sentence.words)
    return not personal or any(among.facts[k].kind == "figure" for k in among.facts_in(sentence.span))


def _unlike(scored: Sequence[_Scored], wanted: int) -> list[_Scored]:
    """The best of `scored` (falling) that do not say the same: each pays for its likeness to those chosen before."""
    left = list(scored)
    chosen: list[_Scored] = []
    cost = [0.0] * len(left)
    price = _ALIKE * (left[0][0] - left[-1][0]) if left else 0.0
    while left and len(chosen) < wanted:
        k = max(range(len(left)), key=lambda n: (left[n][0] - price * cost[n], -n))
        taken = left.pop(k)
        cost.pop(k)
        chosen.append(taken)
        alike = (_likeness(one[1].content, taken[1].content) for one in left)
        cost = [max(pair) for pair in zip(cost, alike, strict=True)]
    return chosen


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / math.sqrt(len(one) * len(other)) if one and other else 0.0


def _why(found: Iterable[Sign]) -> tuple[Reason, ...]:
    told = [sign for sign in found if sign.told and sign.weight > 0]
    told.sort(key=lambda sign: -sign.weight)
    return tuple(dict.fromkeys(Reason(sign.told, sign.n) for sign in told)) or (Reason("best_of_little"),)
