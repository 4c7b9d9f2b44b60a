"""How much an article is about each of its actors: the order in which a summary would name them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc

from briefgen.annotate.actors.merge import Group
from briefgen.annotate.cues import verb_cues
from briefgen.annotation import ActorKind

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "csubj", "nsubj:outer"})
_KINDS: dict[ActorKind, float] = {"person": 0.6, "organization": 0.3, "place": 0.0, "group": -0.3}


def saliences(doc: Doc, groups: Sequence[tuple[Group, ActorKind]]) -> list[float]:
    """One number for each group, 0 to 1, the highest 1."""
    opening = _opening(doc)
    raw = [max(_weight(doc, group, kind, opening), 0.01) for group, kind in groups]
    top = max(raw, default=1.0)
    return [round(value / top, 4) for value in raw]


def _opening(doc: Doc) -> list[int]:
    """Ends, in tokens, of the title or first sentence and of the first three sentences."""
    ends = []
    for n, sentence in enumerate(doc.sents if doc.has_annotation("SENT_START") else ()):
        ends.append(sentence.end)
        if n == 3:
            break
    return ends


def _weight(doc: Doc, group: Group, kind: ActorKind, opening: list[int]) -> float:
    count = len(group.names)
    first = group.names[0].first
    subjects = speaks = 0
    for name in group.names:
        for token in doc[name.first : name.last + 1]:
            if token.dep_ in SUBJECTS:
                subjects += 1
                speaks += bool(verb_cues(token.head.lower_))
                break
    value = 1.2 * math.log2(1 + count) + _KINDS[kind]
    value += 0.5 * math.log2(1 + subjects) + 0.3 * math.log2(1 + speaks)
    value += (2.0, 0.8, 0.5, 0.4, 0.0)[bisect_right(opening, first)] if opening else 0.0
    value += 0.8 * (1 - first / max(len(doc), 1))
    spread = (group.names[-1].first - first) / max(len(doc), 1)
    return value + 0.5 * spread
