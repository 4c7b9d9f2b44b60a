"""The sentences of a text as the ranking of key facts sees them: words, what they say, headings and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc

from briefgen.annotate.dates.find import sentence_spans
from briefgen.annotate.text import text_of
from briefgen.span import Span


class Sentence(NamedTuple):
    """A sentence that holds at least one word."""

    span: Span
    words: tuple[str, ...]
    """Its words in lower case, in order."""
    content: frozenset[str]
    """Those that say something."""
    paragraph: int
    """0 for the first that is not a heading."""
    place: int
    """Its number among the sentences that are not headings."""
    heading: bool


@lru_cache(maxsize=1)
def read_sentences(doc: Doc) -> tuple[Sentence, ...]:
    """The sentences of `doc` with a word in them, in order, without the white space around them; the last ones are kept."""
    return tuple(_sentences(doc))


def _sentences(doc: Doc) -> Iterator[Sentence]:
    text = text_of(doc)
    lemmas = doc.has_annotation("LEMMA")
    paragraph = place = at = 0
    started, token = False, 0
    for outer in sentence_spans(doc):
        span = outer.trim(text)
        words, content = [], set()
        while token < len(doc) and doc[token].idx < outer.end:
            word = doc[token]
            token += 1
            if word.text[:1].isalnum():
                lower = word.lower_
                words.append(lower)
                stem = (word.lemma_.lower() if lemmas else "") or _stem(lower)
                if len(stem) > 2 and lower not in STOP_WORDS and stem[0].isalpha():
                    content.add(stem)
        if not words:
            continue
        new = "\n" in text[at : span.start]
        heading = _is_heading(text, span) and (new or not started)
        paragraph += new and started and not heading
        at = span.end
        yield Sentence(span, tuple(words), frozenset(content), paragraph, place, heading)
        place += not heading
        started = started or not heading


def _is_heading(text: str, span: Span) -> bool:
    """A line of its own without a final stop."""
    if is_closed(text, span):
        return False
    end = span.end
    while end < len(text) and text[end].isspace() and text[end] != "\n":
        end += 1
    return end >= len(text) or text[end] == "\n"


def is_closed(text: str, span: Span) -> bool:
    """Whether a final stop ends the span, before or behind closing marks."""
    return span.trim(text, "\"'”’»)] ").of(text).endswith((".", "!", "?", "…", ":", ";", "。", "؟"))


def _stem(word: str) -> str:
    """The word without the commonest endings, where no lemma is known."""
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 3:
            return word[: -len(ending)]
    return word
