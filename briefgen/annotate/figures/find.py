"""Figures: every number in a text that measures or counts something, with its qualifier, unit, subject and measure.

A figure's span is the number with its scale word, currency, percent sign or physical unit; what is counted and the
words that soften it ("at least") stand outside. Dates, ages, scores and names are no figures (`uncounted`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace
from spacy.tokens import Doc, Token
from spacy.tokens import Span as Sentence

from briefgen.annotate.figures.measures import PERSONAL, Scene, measure_of
from briefgen.annotate.figures.qualifiers import qualifier_of
from briefgen.annotate.figures.quantities import Quantity, find_quantities
from briefgen.annotate.figures.subjects import Subject, subject_before, subject_behind, subject_in_compound
from briefgen.annotate.figures.uncounted import is_known_pair, is_one_of_them, is_uncounted, is_year, stands_as_year
from briefgen.annotate.figures.units import rate_behind, unit_behind
from briefgen.annotate.text import text_of
from briefgen.annotation import Amount, Fact, Qualifier
from briefgen.span import Span

_LIST = re.compile(
    r" ?(?:, ?(?:and |or )?|and |or |& |versus |compared (?:to|with) )(?:by |to |for |at )?"
    r"(?:about |around |some |nearly |at least |more than |another )?",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r"\b(?:including|among them) (?:[\w-]+ ){0,3}$")
_COMPOUND = re.compile(r"-([A-Za-z]{3,})(?=[ -])")
_IDIOMS = frozenset({
    "way", "time", "fold", "man", "pronged", "party", "point", "star", "storey", "story", "door", "piece", "part",
    "tier", "step", "hit", "speed", "run",
})  # fmt: skip
"""What a number in a hyphened adjective describes rather than counts: a three-way race, a two-time champion."""
_UNCOUNTED = frozenset({
    "odd", "plus", "strong", "and", "long", "year", "page", "based", "like",
})  # fmt: skip
_GLANCE = 300
"""Code points of a sentence that are looked at to see whether it is a headline."""
_PLACED = re.compile(r"\b(?:in|on|at|and) $")
_NAMES = frozenset({"ORG", "PERSON", "PRODUCT", "LAW", "WORK_OF_ART", "EVENT", "FAC"})
_NOT_PART_OF_NAMES = frozenset({"GPE", "LOC", "NORP", "DATE"})


class _Place(NamedTuple):
    """A sentence of a `Doc`."""

    doc: Doc
    span: Span
    text: str
    first: int
    last: int
    offsets: list[int]
    """Where each token of the `Doc` starts."""

    def token_at(self, offset: int) -> int:
        """Index of the token at an offset into the sentence's text."""
        return max(0, bisect_right(self.offsets, self.span.start + offset) - 1)

    def token_behind(self, offset: int) -> int:
        """Index of the first token that starts at or behind an offset into the sentence's text."""
        return bisect_left(self.offsets, self.span.start + offset)


class _Figure(Struct, frozen=True):
    """A figure found, before it has looked at its neighbours."""

    quantity: Quantity
    qualifier: Qualifier
    unit: str | None
    measure: str | None
    subject: Span | None


def find_figures(doc: Doc) -> tuple[Fact, ...]:
    """The figures of a text, ascending and apart; each knows its sentence, and no claimant yet."""
    text, offsets = text_of(doc), [token.idx for token in doc]
    sentences = doc.sents if doc.has_annotation("SENT_START") else (doc[:],) if len(doc) else ()
    return tuple(fact for sentence in sentences for fact in _in_sentence(_place(text, sentence, offsets)))


def _place(text: str, sentence: Sentence, offsets: list[int]) -> _Place:
    span = Span(sentence.start_char, sentence.end_char).trim(text)
    return _Place(sentence.doc, span, span.of(text), sentence.start, sentence.end, offsets)


def _in_sentence(place: _Place) -> list[Fact]:
    found: list[_Figure] = []
    for quantity in reversed(find_quantities(place.text)):  # a list's last member has the unit: "12, 15 and 20 people"
        if _is_no_figure(place, quantity):
            continue
        listed = bool(found) and _LIST.fullmatch(place.text, quantity.end, found[-1].quantity.start) is not None
        figure = _figure(place, quantity, found[-1] if listed else None)
        if figure is not None:
            found.append(figure)
    found.reverse()
    return [_fact(place, figure) for figure in _with_neighbours(place, found)]


def _is_no_figure(place: _Place, quantity: Quantity) -> bool:
    """Whether a number counts nothing, as far as the words beside it tell."""
    text, number = place.text, quantity.number
    if is_uncounted(text, quantity.start, quantity.end, number, quantity.kind):
        return True
    compound = _COMPOUND.match(text, quantity.end)
    return quantity.unit is None and (
        (compound is not None and compound[1].lower() in _IDIOMS) or _is_in_name(place, quantity)
    )


def _is_in_name(place: _Place, quantity: Quantity) -> bool:
    """Whether a number belongs to a name: Boeing 737, World War Two, the Five Star Movement."""
    text, number = place.text, quantity.number
    token = place.doc[place.token_at(quantity.start)]
    if token.ent_type_ in _NAMES and token.ent_iob_ == "I" and token.text[:1].isalnum():
        return True
    spaced = number.start > 0 and text[number.start - 1] == " "
    if not spaced or quantity.ranged or token.i == place.first:
        return False
    if number.form == "words" and text[number.start].isupper():
        followed = text[number.end : number.end + 1] == " " and text[number.end + 1 : number.end + 2].isupper()
        return (followed or _may_begin_name(token.nbor(-1))) and not _is_headline(text)
    short = number.form == "digits" and number.scale == 1.0 and number.end - number.start < 5
    return short and _may_begin_name(token.nbor(-1))


def _may_begin_name(token: Token) -> bool:
    """Whether a word before a number may be the first part of one name with it."""
    if token.ent_type_ in _NOT_PART_OF_NAMES or token.is_sent_start or not token.text[:1].isupper():
        return False
    return token.tag_ in ("NNP", "NNPS", "")


def _is_headline(text: str) -> bool:
    """Whether nearly every word has a capital, so that a capital says nothing."""
    words = [word for word in text[:_GLANCE].split() if word[0].isalpha() and len(word) > 3]
    return sum(word[0].isupper() for word in words) > 0.6 * len(words)


def _figure(place: _Place, quantity: Quantity, listed: _Figure | None) -> _Figure | None:
    """The figure that a quantity states, or None where its surroundings say that it is none after all."""
    number, unit, kind = quantity.number, quantity.unit, quantity.kind
    behind = place.token_behind(quantity.end)
    subject, per = _subject(place, quantity, behind)
    lender = listed if kind is None and subject is None else None
    if kind is None and subject is not None and subject.noun != "other":
        noun = "person" if subject.person else subject.noun
        unit = f"{noun} {unit}" if unit else noun
        period = unit_behind(subject.noun, 0)
        kind = "person" if subject.person else "time" if period and period.kind == "time" else "count"
    elif lender is not None:
        unit, kind = lender.unit, "person" if lender.unit == "person" else "bare"
    if per:
        unit = f"{unit or ''} per {per}".lstrip()
    small = number.form == "words" and quantity.kind is None and 0 < (number.amount or 10) < 10
    qualifier = qualifier_of(place.text, quantity.start, number.end, small=small, time=kind == "time")
    if qualifier == "exact":
        qualifier = qualifier_of(place.text, quantity.start, quantity.end, small=small, time=kind == "time")
    if _is_bare_year(place, quantity, subject, qualifier):
        return None
    scene = Scene(
        start=place.token_at(quantity.start),
        end=max(behind, subject.head.i + 1) if subject else behind,
        first=place.first,
        last=place.last,
        noun=subject.noun if subject else None,
        kind=kind or "bare",
        per=quantity.per,
    )
    measure = measure_of(place.doc, scene) or (lender.measure if lender else None)
    if _is_idle(place.text, quantity, qualifier, measure, subject):
        return None
    if unit is None and measure in PERSONAL:
        unit = "person"
    span = subject.span if subject else lender.subject if lender else None
    return _Figure(quantity, qualifier, unit, measure, span)


def _subject(place: _Place, quantity: Quantity, behind: int) -> tuple[Subject | None, str | None]:
    """What is counted, and per what if that stands behind the noun ("passengers a day")."""
    doc, text = place.doc, place.text
    compound = _COMPOUND.match(text, quantity.end) if quantity.kind is None else None
    if compound and compound[1].lower() not in _UNCOUNTED:
        span = Span(*compound.span(1)).shift(place.span.start)
        return subject_in_compound(span, compound[1], doc[min(place.token_at(compound.start(1)), place.last - 1)]), None
    of = text.startswith(" of ", quantity.end)
    if quantity.kind not in (None, "share") and (not of or quantity.kind == "time"):
        return None, None
    subject = subject_behind(doc, behind, place.last)
    if subject is None:
        return (subject_before(doc, behind, place.first) if quantity.kind is None and not of else None), None
    rate = rate_behind(text, subject.span.end - place.span.start) if quantity.unit is None else None
    return subject, rate[0] if rate else None


def _is_bare_year(place: _Place, quantity: Quantity, subject: Subject | None, qualifier: Qualifier) -> bool:
    """Whether four digits are a year: they are, unless people or a qualifier stand with them."""
    start, end = quantity.number.start, quantity.number.end
    if quantity.unit is not None or quantity.ranged or not is_year(place.text, start, end):
        return False
    if qualifier in ("more_than", "less_than", "at_least", "at_most"):
        return False
    person = subject is not None and subject.person and subject.span.start >= place.span.start + end
    return subject is None or stands_as_year(place.text, start, end, person)


def _is_idle(text: str, quantity: Quantity, qualifier: Qualifier, measure: str | None, subject: Subject | None) -> bool:
    """Whether a number only points ("one of them", "the two sides") and nothing is said of how many."""
    number = quantity.number
    if quantity.unit is not None:
        return False
    if subject is None and measure is None:
        if quantity.ranged or number.start == 0 or _PLACED.search(text, max(0, number.start - 5), number.start):
            return number.form == "digits" and number.scale == 1.0
    elif measure is None and subject is not None and subject.head.tag_ == "NNP" and not subject.person:
        return True  # 30 Rock
    if qualifier != "exact" or quantity.ranged:
        return False
    if number.form == "words" and number.amount == 1 and number.scale == 1.0:
        return measure is None or subject is None or is_one_of_them(text, number.start, number.end)
    return measure is None and text[number.end : number.end + 1] != "-" and is_known_pair(text, number.start, number)


def _with_neighbours(place: _Place, found: list[_Figure]) -> list[_Figure]:
    """Let "12 others", "17 of them police" and "two policemen and four civilians" take what their neighbour says."""
    done = list(found)
    for at, (left, right) in enumerate(pairwise(found)):
        left = done[at]
        between = place.text[left.quantity.end : right.quantity.start]
        if right.unit is None and left.unit is not None and left.quantity.kind is None:
            right = replace(right, unit=left.unit, measure=right.measure or left.measure)
        alike = left.unit == right.unit and left.unit is not None and left.quantity.kind == right.quantity.kind is None
        if alike and (_INCLUDING.search(between) or _is_one_clause(place, left, right, between)):
            left, right = (
                replace(left, measure=left.measure or right.measure),
                replace(right, measure=right.measure or left.measure),
            )
        done[at], done[at + 1] = left, right
    return done


def _is_one_clause(place: _Place, left: _Figure, right: _Figure, between: str) -> bool:
    """Whether two figures are joined by "and" or a comma with no verb between them."""
    if len(between) > 80 or not re.search(r"\band\b|,", between):
        return False
    tokens = place.doc[place.token_at(left.quantity.end) : place.token_at(right.quantity.start)]
    return not any(token.tag_[:1] == "V" or token.tag_ == "MD" for token in tokens)


def _fact(place: _Place, figure: _Figure) -> Fact:
    quantity, number = figure.quantity, figure.quantity.number
    vague = number.form == "vague"
    amount = Amount(
        amount=None if quantity.ranged or vague else number.amount,
        low=quantity.low if quantity.ranged else number.low,
        high=quantity.high,
        qualifier="range"
        if quantity.ranged
        else "about"
        if vague and figure.qualifier == "exact"
        else figure.qualifier,
        unit=figure.unit,
        measure=figure.measure,
        subject=figure.subject,
    )
    span = Span(quantity.start, quantity.end).shift(place.span.start)
    return Fact(kind="figure", span=span, sentence=place.span, value=amount)
