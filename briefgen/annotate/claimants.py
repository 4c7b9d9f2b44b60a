"""Who says so: facts inside an attribution are its speaker's claims, all others the article's own.

Attributions of sentences come from `quotes`; here is only what attributes a figure by itself ("police put the toll at
12"). What somebody denies or refuses is not what they claim.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec.structs import replace

from briefgen.annotation import Fact, Mention, Party, Quote
from briefgen.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOT_CLAIMED = frozenset({"denies", "declines"})
_FIRST_PERSON = frozenset({"i", "we"})
_ASSESSING = frozenset({"put", "puts", "putting", "estimate", "estimates", "estimated", "place", "places", "placed"})
_SUBJECTS = frozenset({"nsubj", "nsubj:outer"})
_REACH = 40
"""How many words before a figure its "put … at" may stand: lists are long."""
_COUNTING = frozenset(
    {"count", "counts", "counted", "list", "lists", "listed", "put", "puts", "estimate", "estimates", "estimated",
     "report", "reports", "reported", "record", "records", "recorded", "register", "registers", "registered"}
)  # fmt: skip
_RELATIVE = frozenset({"whom", "that", "which"})
_CLOSE = 3
"""How many words behind a figure the pronoun that takes it up may stand."""
_SOFTENING = frozenset({"about", "around", "some", "nearly", "almost", "over", "least", "most", "more", "than", "just"})


def with_claimants(
    facts: tuple[Fact, ...], quotes: tuple[Quote, ...], doc: Doc | None = None, mentions: tuple[Mention, ...] = ()
) -> tuple[Fact, ...]:
    """The facts, each with the speaker of the shortest quote whose content holds it.

    A quote without a speaker ("it is believed that …") makes no claimant, nor does one that denies or declines. Where
    quotes nest, the innermost speaker is the one who vouches for the fact. With the parsed `doc` that they are of, a
    narrator's "we think that …" is the article's own word, and "police put the toll at 12" the police's; `mentions`
    tell who they are.
    """
    claiming = [
        quote.speaker
        if quote.speaker and quote.stance not in _NOT_CLAIMED and not (doc is not None and _is_narrator(doc, quote))
        else None
        for quote in quotes
    ]
    contents = sorted((span.start, span.end, k) for k, quote in enumerate(quotes) for span in quote.content)
    starts = [start for start, _, _ in contents]
    longest = max((end - start for start, end, _ in contents), default=0)
    out: list[Fact] = []
    for fact in facts:
        inner: tuple[int, int] | None = None
        k = bisect_right(starts, fact.span.start) - 1
        while k >= 0 and starts[k] >= fact.span.end - longest:
            start, end, quote = contents[k]
            if end >= fact.span.end and quotes[quote].speaker and (inner is None or end - start < inner[0]):
                inner = (end - start, quote)
            k -= 1
        claimant = claiming[inner[1]] if inner else None
        counter = _counter(doc, fact.span, mentions) if doc is not None and fact.kind == "figure" else None
        if inner is None and doc is not None and fact.kind == "figure":
            claimant = _assessor(doc, fact.span, mentions)
        # Who counts is nearer than who speaks of it.
        claimant = counter or claimant
        out.append(replace(fact, claimant=claimant) if claimant else fact)
    return tuple(out)


def _is_narrator(doc: Doc, quote: Quote) -> bool:
    """Whether the text itself speaks: "we" outside quotation marks is its author."""
    span = quote.speaker.span if quote.speaker else None
    if span is None or quote.kind == "direct" or len(span) > 2:
        return False
    words = doc.char_span(span.start, span.end, alignment_mode="expand")
    return words is not None and words.text.lower() in _FIRST_PERSON


def _assessor(doc: Doc, figure: Span, mentions: tuple[Mention, ...]) -> Party | None:
    """Who puts it at that: the subject of "puts the toll at 12, including three children"."""
    words = doc.char_span(figure.start, figure.end, alignment_mode="expand") if doc.has_annotation("DEP") else None
    if words is None:
        return None
    first = max(words.sent.start, words.start - _REACH)
    at = None
    for k in range(words.start - 1, first - 1, -1):
        token = doc[k]
        if token.lower_ == "at":
            at = k
        elif token.lower_ in _ASSESSING and at is not None:
            active = at > k + 1  # "the toll, put at 12" has no object between
            return _party(token, mentions) if active and _leads_figure(doc, at + 1, words.start) else None
        elif token.text == ";" or (token.tag_.startswith("VB") and token.lower_ != "including"):
            return None
    return None


def _counter(doc: Doc, figure: Span, mentions: tuple[Mention, ...]) -> Party | None:
    """Who counts it so: the subject of "the 4,900 people whom the agency counts as displaced"."""
    words = doc.char_span(figure.start, figure.end, alignment_mode="expand") if doc.has_annotation("DEP") else None
    if words is None:
        return None
    end = words.sent.end
    at = next((k for k in range(words.end, min(words.end + _CLOSE, end)) if doc[k].lower_ in _RELATIVE), None)
    if at is None or any(doc[k].tag_.startswith("VB") for k in range(words.end, at)):
        return None
    verb = next((doc[k] for k in range(at + 1, end) if doc[k].tag_.startswith(("VB", "MD", ","))), None)
    return _party(verb, mentions) if verb is not None and verb.lower_ in _COUNTING else None


def _leads_figure(doc: Doc, start: int, end: int) -> bool:
    """Whether a number begins at `start`, behind nothing but words that soften it; one does at `end`."""
    while start < end and (doc[start].lower_ in _SOFTENING or doc[start].is_currency):
        start += 1
    return start == end or doc[start].like_num


def _party(verb: Token, mentions: tuple[Mention, ...]) -> Party | None:
    """The subject of a verb that stands before it, up to a comma, as a claimant."""
    head = next((child for child in verb.lefts if child.dep_ in _SUBJECTS), None)
    if head is None and verb.dep_ == "acl" and verb.head.i < verb.i:
        head = verb.head  # the parser took a past tense with an object for a participle
    if head is None or head.lower_ in _FIRST_PERSON or head.tag_ in ("EX", "WDT", "WP"):
        return None
    start, end = head.left_edge.i, head.i + 1
    while end < verb.i and end <= head.right_edge.i and verb.doc[end].text != ",":
        end += 1
    span = Span(verb.doc[start].idx, verb.doc[end - 1].idx + len(verb.doc[end - 1]))
    named = next((m.actor for m in mentions if span.contains(m.span) and len(span) - len(m.span) <= 4), None)
    return Party(span, named)
