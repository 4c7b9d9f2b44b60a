"""A `Doc`'s text, built once: spaCy builds it anew from the tokens at every access."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


@lru_cache(maxsize=1)
def text_of(doc: Doc) -> str:
    """`doc.text`. The annotators read one `Doc` after another, so the last one is kept."""
    return doc.text
