"""Excerpts: what may be published of a text that is somebody else's.

Its beginning, and around what was found in it (key facts, quotes, figures, dates) a few words each; together never more
than `MOST` of the text. Everything else is blanked out in place, so that annotations point where they did, and whatever
is made from the article (pages, records, an index to search) cannot hold more of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from briefgen.briefing.outline import Entry
from briefgen.span import Span

SENTENCE = 200
"""How many code points of a sentence are shown, at most."""
QUOTE = 300
"""The same of a quote."""
MOST = 0.5
"""How much of a text is shown, at most. Names, amounts, dates and a quote's first words always are."""
FIRST = 40
"""Code points of a quote that are its first words."""
GAP = 4
"""What is shorter is not worth leaving out."""


def published(entry: Entry) -> Entry:
    """The entry as it may be published: of an excerpt's text only what is shown, "…" and blanks for the rest.

    Its body is the beginning alone, as plain text. Any other entry is given back as it is.
    """
    article = entry.article
    if article.excerpt is None:
        return entry
    text, end = article.text, beginning(entry)
    return Entry(
        msgspec.structs.replace(
            article,
            text=_blanked(text, _shown(entry, end)),
            body=_lines_joined(entry, end) + ("…" if end < len(text.rstrip()) else ""),
            format="text",
            without_title=article.without_title and article.title_span is not None,
        ),
        entry.annotation,
    )


def beginning(entry: Entry) -> int:
    """Where the first words of an excerpt end, its headline not counted."""
    article = entry.article
    start = article.title_span.end if article.title_span else 0
    end = start
    for number, word in enumerate(re.finditer(r"\S+", article.text[start:])):
        if number == (article.excerpt or 0):
            break
        end = start + word.end()
    return end


def _lines_joined(entry: Entry, end: int) -> str:
    """The beginning, with each block of it on one line: a plain text's lines would be paragraphs."""
    text = entry.article.text[:end]
    if entry.article.format == "text":
        return text
    for block in entry.article.blocks:
        if block.span.start < end:
            inner = text[block.span.start : block.span.end].replace("\n", " ")
            text = text[: block.span.start] + inner + text[block.span.start + len(inner) :]
    return text


def _shown(entry: Entry, end: int) -> list[Span]:
    """What is shown: the weightiest first, until it is enough."""
    annotation = entry.annotation
    spans, left = [Span(0, end)], int(MOST * len(entry.article.text)) - end
    covered = bytearray(len(entry.article.text))
    covered[:end] = b"\1" * end
    for span in _wanted(entry):
        new = len(span) - sum(covered[span.start : span.end])
        if new <= left:
            left -= new
            covered[span.start : span.end] = b"\1" * len(span)
            spans.append(span)
    spans += [mention.span for mention in annotation.mentions if mention.actor]
    spans += [fact.span for fact in annotation.facts]
    for quote in annotation.quotes:
        spans.append(
            _clipped(quote.content[0], Span(quote.content[0].start, quote.content[0].start), entry.article.text, FIRST)
        )
        spans += quote.cue
        spans += [quote.speaker.span] if quote.speaker and quote.speaker.span else []
    return spans


def _wanted(entry: Entry) -> Iterator[Span]:
    """Short pieces of the text in the order of their weight."""
    text, annotation = entry.article.text, entry.annotation
    for fact in annotation.key_facts:
        yield _clipped(fact.sentence, Span(fact.sentence.start, fact.sentence.start), text, SENTENCE)
    for quote in annotation.quotes:
        for content in quote.content:
            yield _clipped(content, Span(content.start, content.start), text, QUOTE)
    for kind in ("figure", "date"):
        for one in annotation.facts:
            if one.kind == kind:
                yield _clipped(one.sentence, one.span, text, SENTENCE)


def _clipped(whole: Span, core: Span, text: str, most: int) -> Span:
    """At most `most` code points of a span, around a core, cut between words."""
    if len(whole) <= most:
        return whole
    room = max(0, most - len(core))
    before = min(core.start - whole.start, room // 2)
    start = max(whole.start, core.start - before)
    end = min(whole.end, start + max(most, len(core)))
    while start > whole.start and start < core.start and not text[start - 1].isspace():
        start += 1
    while end < whole.end and end > core.end and not text[end].isspace():
        end -= 1
    return Span(start, max(start, end))


def _blanked(text: str, spans: list[Span]) -> str:
    """The text with blanks, after an ellipsis, in place of everything outside the spans. As long as before."""
    out: list[str] = []
    at = 0
    for span in [*sorted(spans, key=lambda span: (span.start, span.end)), Span(len(text), len(text))]:
        if span.start > at:
            hidden = text[at : span.start]
            out.append(hidden if len(hidden) < GAP or hidden.isspace() else _blank(hidden))
        out.append(text[max(at, span.start) : span.end])
        at = max(at, span.end)
    return "".join(out)


def _blank(hidden: str) -> str:
    first = re.search(r"\S", hidden)
    place = first.start() if first else 0
    return "".join("…" if at == place else letter if letter.isspace() else " " for at, letter in enumerate(hidden))
