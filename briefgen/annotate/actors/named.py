"""A name in a text before anyone knows whose it is, and what surrounds it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from msgspec import Struct
from spacy.tokens import Doc, Token

from briefgen.annotation import Origin
from briefgen.span import Span

ACTOR_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC"})
OTHER_LABELS = frozenset({"DATE", "MONEY", "PERCENT", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART"})

SINGLE, RELABELLED, BY_TABLE, BY_RULE = 0.75, 0.75, 0.85, 0.75
"""How far a mention is trusted where no model says how sure it is, where rules change its label, where they add it."""

ARTICLES = frozenset(
    (
        "the",
        "a",
        "an",
        "this",
        "that",
        "these",
        "those",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "all",
        "some",
        "many",
    )
)
POSSESSIVE = ("'s", "’s")
JOINTS = re.compile(r"[-‐‑–—/]")
_TAIL = re.compile(
    r"[-‐‑–](?:[a-z]{2,}(?:ed|ing)|led|run|held|born|built|made|style|like|era|only|wide|majority|friendly)$"
)

# A person's name may itself end so ("Xiao-ping").
_PERSONS_TAIL = re.compile(r"[-‐‑–](?:led|era|style|backed|like)$")


class Name(Struct, frozen=True, kw_only=True):
    """A mention before its actor is known."""

    span: Span
    text: str
    """What the span holds, white space made single: names are compared by it."""
    label: str
    first: int
    """Index of its first token."""
    last: int
    """Index of its last token, the same for a name of one word."""
    origin: Origin = "model"
    confidence: float = SINGLE


def name_at(doc: Doc, first: int, last: int, label: str, origin: Origin = "model", confidence: float = SINGLE) -> Name:
    """The name in tokens `first` to `last`, without what a last token carries behind it ("U.S.-led", "Vale's")."""
    text = doc[first : last + 1].text.rstrip()
    if label in ACTOR_LABELS:
        tail = (_PERSONS_TAIL if label == "PERSON" else _TAIL).search(text)
        text = text[: tail.start()] if tail else text
        text = text[:-2] if text.endswith(POSSESSIVE) else text
    start = doc[first].idx
    return Name(span=Span(start, start + len(text)), text=" ".join(text.split()), label=label, first=first, last=last,
                origin=origin, confidence=confidence)  # fmt: skip


def tokens_of(doc: Doc, span: Span) -> tuple[int, int]:
    """The first and the last token that `span` touches, found by halving: `Doc.char_span` walks the whole text."""
    first = bisect_right(range(len(doc)), span.start, key=lambda i: doc[i].idx) - 1
    last = bisect_left(range(len(doc)), span.end, key=lambda i: doc[i].idx) - 1
    return max(first, 0), max(last, first, 0)


def is_mark(token: Token) -> bool:
    """Whether a token holds no letter and no digit."""
    return not any(map(str.isalnum, token.text))


def is_capital(token: Token) -> bool:
    """Whether a token begins with a capital letter, be it behind a mark ("-Jung")."""
    return token.text[0].isupper()


def headings(doc: Doc) -> bytearray:
    """For every token, 1 where it stands in a line written in title case: capitals mean nothing there."""
    flags = bytearray(len(doc))
    start = 0
    for i, token in enumerate(doc):
        if i + 1 == len(doc) or "\n" in token.text:
            if _is_heading(doc, start, i + 1):
                flags[start : i + 1] = b"\1" * (i + 1 - start)
            start = i + 1
    return flags


def _is_heading(doc: Doc, start: int, end: int) -> bool:
    spoken = [doc[i] for i in range(start, min(end, start + 40)) if not doc[i].is_space]
    if not 3 <= len(spoken) <= 30 or spoken[-1].text[-1] in '.!;,"”':
        return False
    long = [token for token in spoken if len(token) > 3 and token.is_alpha]
    return len(long) >= 2 and sum(map(is_capital, long)) >= 0.8 * len(long)
