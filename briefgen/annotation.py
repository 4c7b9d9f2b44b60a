"""What is said about a text: mentions, actors, quotes, facts, key facts. Plain data, and its JSON.

Everything points into the article's plain text by `Span`; nothing repeats the text. `record` gives
the published form (`briefgen annotate --format json`), whose JSON Schema is `annotation.schema.json`.
"""

from __future__ import annotations

import zlib
from typing import Any, Literal

import msgspec
from msgspec import Struct

from briefgen import interface
from briefgen.diagnostic import Diagnostic
from briefgen.interface import Words
from briefgen.reasons import Reason, told
from briefgen.span import Span

Origin = Literal["model", "rule", "knowledge", "author"]
ActorKind = Literal["person", "organization", "place", "group"]
QuoteKind = Literal["direct", "mixed", "indirect"]
Precision = Literal["day", "week", "month", "quarter", "season", "year", "decade", "century", "range"]
Qualifier = Literal["exact", "about", "at_least", "at_most", "more_than", "less_than", "range"]
Stance = Literal[
    "states", "claims", "confirms", "denies", "accuses", "warns", "promises", "demands", "asks",
    "declines", "praises", "believes", "learns",
]  # fmt: skip


class Mention(Struct, frozen=True, kw_only=True):
    """A span that names an actor, or another named entity (then `actor` is None)."""

    span: Span
    label: str
    """spaCy's OntoNotes name: PERSON ORG GPE LOC NORP FAC EVENT PRODUCT LAW WORK_OF_ART DATE MONEY PERCENT."""
    actor: str | None = None
    """Id of the actor that is named."""
    confidence: float = 1.0
    """0 to 1."""
    origin: Origin = "model"


class Actor(Struct, frozen=True, kw_only=True):
    """Someone or something that acts in an article: its merged mentions."""

    id: str
    """A slug of the name, unique in the article; the same name gives the same id everywhere."""
    name: str
    """The fullest name, without titles and without a leading "the"."""
    kind: ActorKind
    role: str | None = None
    """Title, office or apposition as it stands in the text ("Kremlin spokesperson")."""
    aliases: tuple[str, ...] = ()
    """The other forms that stand in the text, sorted."""
    salience: float = 0.0
    """0 to 1: how much the article is about it; 1 is the most salient actor of the article."""


class Party(Struct, frozen=True):
    """Who says so: the speaker of a quote, the claimant of a fact."""

    span: Span | None
    """What stands in the text ("he", "a senior official")."""
    actor: str | None
    """Id of the actor it resolves to, or None when that is unknown or nobody by name."""


class Quote(Struct, frozen=True, kw_only=True):
    """Content that a text attributes to a speaker."""

    kind: QuoteKind
    content: tuple[Span, ...]
    """Ascending; several when interrupted. A direct quote's content excludes the outer marks."""
    cue: tuple[Span, ...] = ()
    """The words that attribute ("said", "according to", "the claim")."""
    stance: Stance | None = None
    speaker: Party | None = None
    chain: tuple[Party, ...] = ()
    """Whose words the speaker passes on, outermost first: "the agency said the mayor believed …" has the mayor."""
    confidence: float = 1.0
    """0 to 1: how often such quotes have the right content and speaker (docs/accuracy.md)."""
    why: tuple[Reason, ...] = ()
    """Why this speaker; `quote_reasons` has it in words."""


class Amount(Struct, frozen=True, kw_only=True, tag="amount", tag_field="is"):
    """The value of a figure."""

    amount: float | None
    """None for a bare range or a vague amount ("thousands", where low is 2000)."""
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier = "exact"
    unit: str | None = None
    """Singular, lower case ("person", "house", "percent", "percentage point", "km"); currencies as ISO codes ("USD")."""
    measure: str | None = None
    """What was measured: killed, injured, displaced, missing, arrested, voted, cost …"""
    subject: Span | None = None
    """The noun phrase that is counted, without the number."""


class Interval(Struct, frozen=True, kw_only=True, tag="interval", tag_field="is"):
    """The value of a date: first and last day, both included, as YYYY-MM-DD."""

    start: str
    end: str
    precision: Precision


class Fact(Struct, frozen=True, kw_only=True):
    """A figure (its value is an `Amount`) or a date (an `Interval`, or None when unresolved)."""

    kind: Literal["figure", "date"]
    span: Span
    sentence: Span
    value: Amount | Interval | None
    claimant: Party | None = None
    """Who says so, where an attribution contains it; None when the article itself does."""


class KeyFact(Struct, frozen=True, kw_only=True):
    """A sentence that a hurried reader should see."""

    sentence: Span
    score: float
    """0 to 1; 1 is the article's best."""
    facts: tuple[int, ...] = ()
    """Indices into the article's facts."""
    claimant: Party | None = None
    why: tuple[Reason, ...] = ()
    """The reasons for its rank, the weightiest first; `fact_reasons` has them in words."""


class Annotation(Struct, frozen=True, kw_only=True):
    """All that is said about one text. Every tuple ascends by position; key facts by falling score."""

    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    """By falling salience."""
    quotes: tuple[Quote, ...] = ()
    facts: tuple[Fact, ...] = ()
    key_facts: tuple[KeyFact, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def encode(annotation: Annotation) -> bytes:
    """The stored form; `decode` gives back an equal value."""
    return zlib.compress(msgspec.msgpack.encode(annotation), 1)


def decode(stored: bytes) -> Annotation:
    """Read what `encode` wrote. Raises `msgspec.MsgspecError` on anything else."""
    try:
        unpacked = zlib.decompress(stored)
    except zlib.error as error:
        raise msgspec.DecodeError(str(error)) from None
    return msgspec.msgpack.decode(unpacked, type=Annotation)


def quote_reasons(quote: Quote, text: str, name: str, words: Words) -> str:
    """Why a quote has its speaker, for a reader; `name` is that of the actor whose quote it is, "" where nobody is known."""

    def line(*spans: Span) -> str:
        return " ".join(" ".join(span.of(text) for span in spans).split())

    said = line(quote.speaker.span) if quote.speaker and quote.speaker.span else ""
    return told(quote.why, words, cue=line(*quote.cue), said=said, who=name or said)


def fact_reasons(fact: KeyFact, words: Words) -> str:
    """Why a key fact was chosen, for a reader."""
    return told(fact.why, words, between=", ")


def record(annotation: Annotation, *, id: str, path: str, text: str, lang: str, date: str | None) -> dict[str, Any]:
    """The published record of one annotated text, as plain lists and dicts. It is for programs: its reasons are English."""
    words = interface.words("en")
    names = {actor.id: actor.name for actor in annotation.actors}
    return {
        "id": id,
        "path": path,
        "text": text,
        "lang": lang,
        "date": date,
        "mentions": [
            {"start": m.span.start, "end": m.span.end, "label": m.label, "actor": m.actor,
             "confidence": round(m.confidence, 3), "origin": m.origin}
            for m in annotation.mentions
        ],
        "actors": [
            {"id": a.id, "name": a.name, "kind": a.kind, "role": a.role, "aliases": list(a.aliases),
             "salience": round(a.salience, 4)}
            for a in annotation.actors
        ],
        "quotes": [
            {"kind": q.kind, "content": _spans(q.content), "cue": _spans(q.cue), "stance": q.stance,
             "speaker": _party(q.speaker), "chain": [_party(p) for p in q.chain], "confidence": round(q.confidence, 3),
             "why": quote_reasons(q, text, names.get((q.speaker and q.speaker.actor) or "", ""), words)}
            for q in annotation.quotes
        ],
        "facts": [
            {"kind": f.kind, "start": f.span.start, "end": f.span.end, "sentence": _span(f.sentence),
             "value": _value(f.value), "claimant": _party(f.claimant)}
            for f in annotation.facts
        ],
        "key_facts": [
            {"sentence": _span(k.sentence), "score": round(k.score, 4), "facts": list(k.facts),
             "claimant": _party(k.claimant), "why": fact_reasons(k, words)}
            for k in annotation.key_facts
        ],
    }  # fmt: skip


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [_span(span) for span in spans]


def _party(party: Party | None) -> dict[str, Any] | None:
    if party is None:
        return None
    return {"span": _span(party.span) if party.span else None, "actor": party.actor}


def _value(value: Amount | Interval | None) -> dict[str, Any] | None:
    if value is None:
        return None
    if isinstance(value, Interval):
        return {"start": value.start, "end": value.end, "precision": value.precision}
    return {
        "amount": value.amount,
        "low": value.low,
        "high": value.high,
        "qualifier": value.qualifier,
        "unit": value.unit,
        "measure": value.measure,
        "subject": _span(value.subject) if value.subject else None,
    }
