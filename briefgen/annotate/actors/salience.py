"""How much an article is about each of its actors: the order in which a summary would name them.

A sum of a few features with fixed weights, so that a rank can be explained. Nothing is looked up: that someone is
known outside the article does not count.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

from briefgen.annotate.actors.merge import Group
from briefgen.annotate.actors.named import Name
from briefgen.annotation import ActorKind

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "nsubjpass", "csubj", "nsubj:outer"})

# Fitted by `python -m training.salience SHARED --weights` to how many of five summaries name an actor, in 91 documents of
# many genres. Features that did not help in documents left out of the fit were dropped: spread, share of paragraphs,
# speaking, pronouns, possession, kind.
WEIGHTS: Mapping[str, float] = {
    "mentions": 1.14,
    "subject": 0.52,
    "title": 0.63,
    "opening": 0.85,
    "early": 1.18,
    "listed": -0.79,
    "adjective": -1.93,
}
"""What each of `features` counts."""
_LEAD = 8
"""The lead has at least so many tokens; shorter lines before it are a title, a date, a byline."""
_STOPS = frozenset({".", "!", "?", "…"})


def saliences(doc: Doc, groups: Sequence[tuple[Group, ActorKind]]) -> list[float]:
    """One number for each group, 0 to 1, the highest 1; half for each unit of weight below the highest."""
    opening = opening_of(doc)
    raw = [
        sum(WEIGHTS[name] * value for name, value in features(doc, group, kind, opening).items())
        for group, kind in groups
    ]
    top = max(raw, default=0.0)
    return [round(2.0 ** (value - top), 4) for value in raw]


class Opening(NamedTuple):
    """Where an article begins, in tokens."""

    title: int
    """End of the lines before the lead."""
    sentence: int
    """End of the lead's first sentence."""


def opening_of(doc: Doc) -> Opening:
    """The lead is the first line that is long enough and ends with a stop; without one nothing is a title."""
    start, spoken, stop = 0, 0, False
    for token in doc:
        if not token.is_space:
            spoken += 1
            stop = token.text in _STOPS or (stop and not token.text[0].isalnum())
        if "\n" in token.text or token.i + 1 == len(doc):
            if spoken >= _LEAD and stop:
                return Opening(start, _sentence_end(doc, start, token.i + 1))
            start, spoken, stop = token.i + 1, 0, False
    return Opening(0, _sentence_end(doc, 0, len(doc)))


def _sentence_end(doc: Doc, start: int, end: int) -> int:
    if not doc.has_annotation("SENT_START"):
        return end
    return next((i for i in range(start + 1, end) if doc[i].is_sent_start), end)


def features(doc: Doc, group: Group, kind: ActorKind, opening: Opening) -> dict[str, float]:
    """What speaks for and against a group, by the names of `WEIGHTS`."""
    names = group.names
    count = len(names)
    first = names[0].first
    # A dateline says where the report was written, not whom it is about.
    told = next((n.first for n in names if not _is_dateline(doc, n)), len(doc))
    roles = [_roles(doc, name) for name in names]
    return {
        "mentions": math.log2(1 + count),
        "subject": math.log2(1 + sum(not role.isdisjoint(SUBJECTS) for role in roles)),
        "title": float(first < opening.title),
        "opening": float(told < opening.sentence),
        "early": 1 - first / max(len(doc), 1),
        "listed": sum("conj" in role for role in roles) / count,
        "adjective": sum(name.label == "NORP" for name in names) / count if kind == "place" else 0.0,
    }


def _is_dateline(doc: Doc, name: Name) -> bool:
    at = name.first
    return name.label == "GPE" and name.origin == "rule" and doc[at].is_upper and (not at or "\n" in doc[at - 1].text)


def _roles(doc: Doc, name: Name) -> set[str]:
    """What the name is to the words outside it."""
    return {token.dep_ for token in doc[name.first : name.last + 1] if _leads_out(token, name)}


def _leads_out(token: Token, name: Name) -> bool:
    return token.head is token or not name.first <= token.head.i <= name.last
