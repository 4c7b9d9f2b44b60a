"""Finds quotes: direct, mixed and indirect, each with cue, speaker, stance, confidence and a reason.

`find_quotes` joins three witnesses: quotation marks with a cue beside them, the syntax of reporting words, and the
resolving of speakers. Only the outermost attribution is given; every span points into the unchanged text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping

from spacy.tokens import Doc, Token

from briefgen.annotate.cues import adjective_stance, noun_cue, verb_cues
from briefgen.annotate.quotes.antecedents import Scene
from briefgen.annotate.quotes.attributions import Attribution, verb_attribution
from briefgen.annotate.quotes.nesting import chain_within
from briefgen.annotate.quotes.phrases import Range, is_mark, is_verb
from briefgen.annotate.quotes.quoted_speech import (
    SHORT,
    Found,
    Mark,
    floating,
    inside_of,
    marks_of,
    quotes_speech,
    spoken,
)
from briefgen.annotate.quotes.sourcing import (
    according_attribution,
    adjective_attribution,
    headline_attribution,
    noun_attribution,
)
from briefgen.annotate.quotes.speakers import resolve, scene
from briefgen.annotate.quotes.tagged import is_tagged, tagged
from briefgen.annotate.quotes.weighing import weighed
from briefgen.annotate.text import text_of
from briefgen.annotation import Actor, Mention, Party, Quote, QuoteKind
from briefgen.reasons import Reason
from briefgen.span import Span

_HEADLINE = 40
"""A paragraph of more tokens is no headline."""


def find_quotes(
    doc: Doc, actors: tuple[Actor, ...], mentions: tuple[Mention, ...], pronouns: Mapping[str, str | None]
) -> tuple[Quote, ...]:
    """The quotes of a parsed text, ascending.

    `mentions` are the named mentions with actor ids; `pronouns` maps an actor's id to "he", "she" or None.
    A `doc` that no parser has read has none.
    """
    if not doc.has_annotation("DEP"):
        return ()  # spaCy's tokens have no neighbours then, and asking for them can crash
    text = text_of(doc)
    marks = marks_of(doc, text)
    inside = inside_of(doc, marks)
    ruled = [*_headlines(doc, text, mentions, inside), *_sourced(doc, marks, inside)]
    reported = ruled
    if is_tagged(doc):
        outside = [one for one in tagged(doc, inside) if inside[one.head] < 0 or marks[inside[one.head]].words <= SHORT]
        reported = weighed(doc, ruled, outside)
    candidates = [*spoken(doc, marks, inside), *(_found(doc, one, marks, inside) for one in reported)]
    found = floating(doc, text, marks, _outermost(doc, text, inside, candidates))
    hidden = tuple(mark.quoted.inner for mark in marks if mark.words > SHORT)
    return _resolved(
        scene(doc, text, actors, mentions, pronouns, hidden), found, sorted(ruled, key=lambda one: one.head)
    )


def _sourced(doc: Doc, marks: list[Mark], inside: list[int]) -> list[Attribution]:
    """The attributions by words outside quotation marks; marks may stand in their content."""
    out = []
    for token in doc:
        found = _attribution(token) if inside[token.i] < 0 and not token.is_space else None
        if found is None:
            continue
        within = inside[found.speaker.start] if found.speaker else -1
        if within < 0 or marks[within].words <= SHORT:
            out.append(found)
    return out


def _attribution(token: Token) -> Attribution | None:
    word = token.lower_
    if word == "according":
        return according_attribution(token)
    if not (verb_cues(word) or noun_cue(word) or adjective_stance(word)):
        return None  # most words: no list has them, so none of the rules looks at their sentence
    if is_verb(token):
        return verb_attribution(token) or adjective_attribution(token)
    return noun_attribution(token) or adjective_attribution(token)


def _headlines(doc: Doc, text: str, mentions: tuple[Mention, ...], inside: list[int]) -> list[Attribution]:
    """Short paragraphs that open with a name and a colon."""
    out = []
    for mention in mentions:
        start, at = mention.span.start, mention.span.end
        if text[at : at + 1] != ":" or mention.actor is None or text[text.rfind("\n", 0, start) + 1 : start].strip():
            continue
        stop = text.find("\n", at)
        paragraph = doc.char_span(start, len(text) if stop < 0 else stop, alignment_mode="contract")
        name = doc.char_span(start, at, alignment_mode="contract")
        if paragraph is None or name is None or len(paragraph) > _HEADLINE:
            continue
        found = headline_attribution(doc, paragraph.start, paragraph.end, len(name))
        if found is not None and inside[found.content[0].start] < 0:
            out.append(found)
    return out


def _found(doc: Doc, one: Attribution, marks: list[Mark], inside: list[int]) -> Found:
    pieces = [piece for piece in one.content if piece.end > piece.start]
    quoted = sorted({inside[piece.start] for piece in pieces})
    if pieces and all(_is_whole(doc, piece, marks, inside) for piece in pieces):
        inner = tuple(marks[number].quoted.inner for number in quoted)
        return Found(inner, one.cue, one.head, one.speaker, one.stance, one.confidence, direct=True)
    content = tuple(_characters(doc, piece, marks, inside) for piece in pieces)
    return Found(content, one.cue, one.head, one.speaker, one.stance, one.confidence, direct=False)


def _is_whole(doc: Doc, piece: Range, marks: list[Mark], inside: list[int]) -> bool:
    """Whether a piece is quoted speech with its marks, or all of what stands between them."""
    number = inside[piece.start]
    if number < 0 or marks[number].words <= SHORT:
        return False
    mark = marks[number]
    before = any(not is_mark(doc[i]) for i in range(mark.start, piece.start))
    behind = any(not is_mark(doc[i]) for i in range(piece.end, mark.end))
    return not before and not behind and piece.end <= mark.end + 1


def _characters(doc: Doc, piece: Range, marks: list[Mark], inside: list[int]) -> Span:
    """A token range in characters, widened so that it does not cut a quoted stretch that it enters."""
    start, end = doc[piece.start].idx, doc[piece.end - 1].idx + len(doc[piece.end - 1])
    last = inside[piece.end - 1]
    return Span(
        start, max(end, marks[last].quoted.outer.end) if last >= 0 and marks[last].start >= piece.start else end
    )


def _outermost(doc: Doc, text: str, inside: list[int], found: list[Found]) -> list[Found]:
    """Without those that lie within another's content; where two compete for a cue, the one that says more."""
    by_head = {one.head: one for one in found if one.direct}
    rivals = [
        one
        for one in found
        if one.direct or one.head not in by_head or _adds(doc, text, inside, one, by_head[one.head])
    ]
    kept: list[Found] = []
    taken = bytearray(len(text) + 1)
    heads: set[int | None] = set()
    for one in sorted(rivals, key=lambda one: (-sum(map(len, one.content)), not one.direct, one.content)):
        place = doc[one.head].idx if one.head is not None else one.content[0].start
        shared = sum(taken[span.start : span.end].count(1) for span in one.content)
        if one.head in heads or taken[place] or shared * 3 > (sum(map(len, one.content)) if one.direct else 0):
            continue
        heads.add(one.head)
        for span in one.content:
            taken[span.start : span.end] = b"\x01" * len(span)
        kept.append(one)
    return kept


def _adds(doc: Doc, text: str, inside: list[int], mixed: Found, direct: Found) -> bool:
    """Whether an indirect content says clearly more than the quoted stretches that the same cue leads to."""
    size = sum(map(len, direct.content))
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in mixed.content for b in direct.content)
    if shared < 0.9 * size or sum(map(len, mixed.content)) <= size + 12:
        return False
    if text[mixed.content[0].start : direct.content[0].start].rstrip("“\"'‘ ").endswith(":"):
        return False
    span = doc.char_span(mixed.content[0].start, direct.content[0].start, alignment_mode="contract")
    return span is None or not any(inside[token.i] < 0 and quotes_speech(token) for token in span)


def _resolved(world: Scene, found: list[Found], ruled: list[Attribution]) -> tuple[Quote, ...]:
    """The quotes with their speakers; who spoke last helps with the next pronoun."""
    doc = world.doc
    out: list[Quote] = []
    previous: str | None = None
    for one in found:
        party, sure = None, 1.0
        why = ["cue_alone" if one.cue else "marks_alone"]
        if one.speaker is not None:
            words = doc[one.speaker.start : one.speaker.end]
            who = resolve(world, one.speaker, previous)
            party, sure = Party(Span(words.start_char, words.end_char), who.actor), who.sure
            why = [] if one.cue and who.why else ["cue" if one.cue else "continues"]
            why += [who.why] if who.why else []
            previous = who.actor or previous
        chain = () if one.direct else chain_within(_tokens(doc, one.content), one.head, ruled)
        passed_on = tuple(Party(_span(doc, inner), resolve(world, inner, previous).actor) for inner in chain)
        cue = (_span(doc, one.cue),) if one.cue else ()
        out.append(Quote(kind=_kind(one, world.hidden), content=one.content, cue=cue, stance=one.stance, speaker=party, chain=passed_on,
                         confidence=round(one.confidence * sure, 3), why=tuple(map(Reason, why))))  # fmt: skip
    return tuple(out)


def _tokens(doc: Doc, spans: tuple[Span, ...]) -> list[Range]:
    """Characters as tokens, those that are cut included."""
    found = (doc.char_span(span.start, span.end, alignment_mode="expand") for span in spans)
    return [Range(words.start, words.end) for words in found if words is not None]


def _span(doc: Doc, words: Range) -> Span:
    return Span(doc[words.start].idx, doc[words.end - 1].idx + len(doc[words.end - 1]))


def _kind(one: Found, quoted: tuple[Span, ...]) -> QuoteKind:
    """Mixed is what holds quoted speech; a word or three between marks make no quotation. `quoted` ascends."""
    if one.direct:
        return "direct"
    for span in one.content:
        first = bisect_right(quoted, span.start, key=lambda mark: mark.end)
        if first < len(quoted) and quoted[first].start < span.end:
            return "mixed"
    return "indirect"
