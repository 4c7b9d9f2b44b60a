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
from briefgen.span import Span

KEY_FACTS = 6
"""How many key facts of an article are marked in its text."""


class Anchors(Struct, frozen=True):
    """Fragments, in the order of the annotation's own lists."""

    mentions: tuple[str, ...]
    quotes: tuple[str, ...]
    facts: tuple[str, ...]
    key_facts: tuple[str, ...]


def anchors(article: Article, annotation: Annotation) -> Anchors:
    """The fragments of an article's annotations; all of them differ.

    What stands in the headline, which the page shows above the text and without marks, has none ("").
    """

    def numbered(letter: str, said: Iterable[tuple[tuple[Span, ...], str]]) -> tuple[str, ...]:
        before: Counter[str] = Counter()
        out = []
        for spans, words in said:
            normal = " ".join(words.casefold().split())
            ordinal = before[normal]
            before[normal] += 1
            hashed = hashlib.blake2b(f"{ordinal}\0{normal}".encode(), digest_size=5).hexdigest()
            hidden = article.title_span is not None and all(article.title_span.contains(span) for span in spans)
            out.append("" if hidden else f"{letter}_{hashed}")
        return tuple(out)

    text = article.text
    return Anchors(
        mentions=numbered("m", (((m.span,), m.span.of(text)) for m in annotation.mentions)),
        quotes=numbered("q", ((q.content, " ".join(s.of(text) for s in q.content)) for q in annotation.quotes)),
        facts=numbered("f", (((f.span,), f"{f.span.of(text)} {f.sentence.of(text)}") for f in annotation.facts)),
        key_facts=numbered("k", (((k.sentence,), k.sentence.of(text)) for k in annotation.key_facts)),
    )
