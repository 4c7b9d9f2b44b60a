"""Annotation: one spaCy pass over a text, then small annotators in a fixed order, each a pure function.

The order is the data flow: actors name the speakers, quotes vouch for the facts, all of them rank
the key facts. Every annotator reads the `Doc` and the results before it, and nothing else.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from briefgen.annotate.nlp import Readings
from briefgen.annotate.text import text_of
from briefgen.annotation import Annotation
from briefgen.span import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from briefgen.article import Article


class Passage(Struct, frozen=True, kw_only=True):
    """A text to annotate: exactly what its annotation depends on, beside the model and this code."""

    text: str
    blocks: tuple[Span, ...]
    """Paragraphs, headings, cells: a block ends a sentence."""
    date: str | None
    """Of publication, YYYY-MM-DD: relative dates count from it."""
    actors: tuple[str, ...] = ()
    """Names that the author gives."""


def passage_of(article: Article, date: str | None) -> Passage:
    """What of an article its annotation depends on."""
    blocks = tuple(block.span for block in article.blocks)
    return Passage(text=article.text, blocks=blocks, date=date, actors=article.meta.actors)


def annotate(passages: Iterable[Passage], nlp: Language, readings: Readings | None = None) -> Iterator[Annotation]:
    """The annotation of each passage, in order. Paragraphs that `readings` knows are not read again, the others added."""
    from briefgen.annotate import nlp as reader

    pending: list[Passage] = []

    def texts() -> Iterator[tuple[str, tuple[Span, ...]]]:
        for passage in passages:
            pending.append(passage)
            yield passage.text, passage.blocks

    for doc in reader.read(nlp, texts(), readings):
        yield annotate_doc(doc, pending.pop(0))


def prepare(nlp: Language) -> None:
    """Do now what the first annotation would have to do beside its own: annotators and their word lists are read in."""
    text = "“It holds,” said the mayor on Monday."
    annotate_doc(nlp(text), Passage(text=text, blocks=(Span(0, len(text)),), date="2025-03-03"))


def annotate_doc(doc: Doc, passage: Passage) -> Annotation:
    """What the annotators find in a text that the model has read."""
    from briefgen.annotate.actors import find_actors
    from briefgen.annotate.actors.gender import pronoun_of
    from briefgen.annotate.claimants import with_claimants
    from briefgen.annotate.dates import find_dates
    from briefgen.annotate.figures import find_figures
    from briefgen.annotate.key_facts import rank_key_facts
    from briefgen.annotate.quotes import find_quotes

    published = datetime.date.fromisoformat(passage.date) if passage.date else None
    actors, mentions = find_actors(doc, passage.actors)
    pronouns = {actor.id: pronoun_of(doc, actor, mentions) for actor in actors}
    quotes = find_quotes(doc, actors, mentions, pronouns)
    dates = find_dates(doc, published)
    figures = tuple(f for f in find_figures(doc) if not any(f.span.overlaps(date.span) for date in dates))
    facts = with_claimants(
        tuple(sorted((*figures, *dates), key=lambda fact: (fact.span, fact.kind))), quotes, doc, mentions
    )
    return Annotation(
        sentences=sentences(doc),
        mentions=mentions,
        actors=actors,
        quotes=quotes,
        facts=facts,
        key_facts=rank_key_facts(doc, actors, mentions, quotes, facts, published),
    )


def sentences(doc: Doc) -> tuple[Span, ...]:
    """The sentences without the white space around them; none is empty."""
    text = text_of(doc)
    spans = (Span(sent.start_char, sent.end_char).trim(text) for sent in doc.sents)
    return tuple(span for span in spans if len(span))


__all__ = ["Passage", "Readings", "annotate", "annotate_doc", "passage_of", "prepare", "sentences"]
