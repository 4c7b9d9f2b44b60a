"""What the heads of the encoder can say, in order, and how a lemma is made from a word."""

from __future__ import annotations

from typing import NamedTuple

ENTITIES = (
    "PERSON",
    "ORG",
    "GPE",
    "LOC",
    "NORP",
    "FAC",
    "EVENT",
    "PRODUCT",
    "LAW",
    "WORK_OF_ART",
    "DATE",
    "MONEY",
    "PERCENT",
)
"""Kinds of names (`O` aside)."""

ROLES = ("source", "cue", "content")
"""Parts of an attribution."""
SOURCE, CUE, CONTENT = range(len(ROLES))


class Labels(NamedTuple):
    """What training chose, in the order of the scores."""

    tags: list[str]
    scripts: list[str]
    """Ways to make a lemma, see `lemma`."""
    deps: list[str]


def begin(kind: int) -> int:
    """The number of the label that begins a span of the `kind`-th name; 0 is outside."""
    return 1 + 2 * kind


def inside(kind: int) -> int:
    """The number of the label that goes on with it."""
    return 2 + 2 * kind


def script(word: str, lemma: str) -> str:
    """How `lemma` is made from `word`: `N|S` (drop N letters of the lower-cased word, add S), `=` the word as it is."""
    if lemma == word and not word.islower():
        return "="
    low = word.casefold()
    target = lemma.casefold()
    common = 0
    while common < min(len(low), len(target)) and low[common] == target[common]:
        common += 1
    return f"{len(low) - common}|{target[common:]}"


def lemma(word: str, made_by: str) -> str:
    """The lemma of `word` by such a script; the lower-cased word where the script does not fit."""
    if made_by == "=":
        return word
    drop, _, suffix = made_by.partition("|")
    low = word.casefold()
    kept = len(low) - int(drop)
    return low[:kept] + suffix if kept >= 0 and (kept or suffix) else low
