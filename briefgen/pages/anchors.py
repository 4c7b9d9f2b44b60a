"""The permanent address of every annotation within its article's page.

A fragment is a hash of the annotation's own words and a count of how often they were said before in
the article: it outlives edits elsewhere. Each has an underscore, which heading ids never have.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from briefgen.annotation import Annotation
from briefgen.article import Article

KEY_FACTS = 6
"""How many key facts of an article are marked in its text."""


class Anchors(Struct, frozen=True):
    """Fragments, in the order of the annotation's own lists."""

    mentions: tuple[str, ...]
    quotes: tuple[str, ...]
    facts: tuple[str, ...]
    key_facts: tuple[str, ...]


def anchors(article: Article, annotation: Annotation) -> Anchors:
    """The fragments of an article's annotations; all of them differ."""
    text = article.text
    return Anchors(
        mentions=_numbered("m", (mention.span.of(text) for mention in annotation.mentions)),
        quotes=_numbered("q", (" ".join(s.of(text) for s in quote.content) for quote in annotation.quotes)),
        facts=_numbered("f", (f"{fact.span.of(text)} {fact.sentence.of(text)}" for fact in annotation.facts)),
        key_facts=_numbered("k", (fact.sentence.of(text) for fact in annotation.key_facts)),
    )


def _numbered(letter: str, said: Iterable[str]) -> tuple[str, ...]:
    before: Counter[str] = Counter()
    out = []
    for words in said:
        normal = " ".join(words.casefold().split())
        ordinal = before[normal]
        before[normal] += 1
        hashed = hashlib.blake2b(f"{ordinal}\0{normal}".encode(), digest_size=5).hexdigest()
        out.append(f"{letter}_{hashed}")
    return tuple(out)
