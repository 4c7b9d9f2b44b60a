"""Annotations by simple patterns: a stand-in for the model where a test is about something else."""

from __future__ import annotations

import re

from briefgen.annotate import Passage
from briefgen.annotation import Actor, Amount, Annotation, Fact, Interval, KeyFact, Mention, Party, Quote
from briefgen.article import slugify
from briefgen.reasons import Reason
from briefgen.span import Span

NAME = re.compile(r"\b(?:[A-Z][a-zé]+ (?:van )?[A-Z][a-zé]+|Calvessa|Ombre)\b")
SAID = re.compile(r"[“\"]([^”\"\n]+)[”\"],? (said|warned|denied) ([A-Z][a-z]+ [A-Z][a-z]+|he|she)")
FIGURE = re.compile(r"\b(\d{1,3}(?:,\d{3})*|\d+) ([a-z]+)")
DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
SENTENCE = re.compile(r"\S.*?(?:[.!?][”\"’)]*(?=\s|$)|$)", re.DOTALL)


def annotation(passage: Passage) -> Annotation:
    """What the patterns find in a passage."""
    text = passage.text
    sentences = tuple(
        Span(block.start + found.start(), block.start + found.end()).trim(text)
        for block in passage.blocks
        for found in SENTENCE.finditer(block.of(text))
    )

    def sentence(at: int) -> Span:
        return next((s for s in sentences if s.start <= at < s.end), Span(at, at + 1))

    names: dict[str, str] = {}
    mentions = []
    for found in NAME.finditer(text):
        id = slugify(found[0])
        names.setdefault(id, found[0])
        person = " " in found[0]
        mentions.append(
            Mention(span=Span(*found.span()), label="PERSON" if person else "GPE", actor=id, confidence=0.9)
        )
    actors = tuple(
        Actor(
            id=id,
            name=name,
            kind="person" if " " in name else "place",
            role="minister" if name.startswith("Ana") else None,
            aliases=(name.rsplit(" ", 1)[-1],) if " " in name else (),
            salience=round(1 / rank, 3),
        )
        for rank, (id, name) in enumerate(names.items(), 1)
    )
    quotes = tuple(
        Quote(
            kind="direct",
            content=(Span(*found.span(1)),),
            cue=(Span(*found.span(2)),),
            stance="states",
            speaker=Party(Span(*found.span(3)), slugify(found[3]) if " " in found[3] else None),
            confidence=0.9 if " " in found[3] else 0.4,
            why=(Reason("cue"),),
        )
        for found in SAID.finditer(text)
    )
    days = [
        Fact(kind="date", span=Span(*found.span()), sentence=sentence(found.start()), value=_day(found[0]))
        for found in DAY.finditer(text)
    ]
    figures = [
        Fact(
            kind="figure",
            span=Span(*found.span(1)),
            sentence=sentence(found.start()),
            value=Amount(
                amount=float(found[1].replace(",", "")), unit=found[2].removesuffix("s"), subject=Span(*found.span(2))
            ),
            claimant=quotes[0].speaker if quotes else None,
        )
        for found in FIGURE.finditer(text)
        if not any(Span(*found.span(1)).overlaps(day.span) for day in days)
    ]
    facts = tuple(sorted((*days, *figures), key=lambda fact: (fact.span, fact.kind)))
    key_facts = tuple(
        KeyFact(
            sentence=span,
            score=round(1 / rank, 3),
            facts=tuple(k for k, fact in enumerate(facts) if fact.sentence == span),
            why=(Reason("near_top"),),
        )
        for rank, span in enumerate(sentences[:9], 1)
    )
    return Annotation(
        sentences=sentences, mentions=tuple(mentions), actors=actors, quotes=quotes, facts=facts, key_facts=key_facts
    )


def _day(words: str) -> Interval | None:
    _, month, day = map(int, words.split("-"))
    if not (1 <= month <= 12 and 1 <= day <= 28):
        return None
    return Interval(start=words, end=words, precision="day")
