"""What the site knows of an article before it opens it."""

from __future__ import annotations

import math

import msgspec
import pytest

from briefgen.annotation import Actor, Amount, Annotation, Fact, Interval, KeyFact, Mention, Party, Quote
from briefgen.briefing.outline import Event, Outline
from briefgen.diagnostic import Diagnostic
from briefgen.span import Span
from tests.outlines import outlined

PATH = "content/story/2025-03-04-dam.md"
TEXT = (
    "---\ntitle: Dam gives way\ndate: 2025-03-04\nsource: Ledger\naliases: [old.html]\n---\n\n"
    "Ana Brel fled with 12 men on 2025-03-04. “The gate stayed shut,” said Ana Brel. See [the mill](mill.md).\n"
)


def test_an_outline_tells_what_lists_and_other_pages_need() -> None:
    one = outlined(PATH, TEXT)
    assert (one.path, one.folder, one.slug, one.date, one.source) == (
        PATH,
        "story",
        "2025-03-04-dam",
        "2025-03-04",
        "Ledger",
    )
    assert (one.title, one.is_titled, one.aliases, one.diagnostics) == ("Dam gives way", True, ("old.html",), ())
    assert one.targets == ("content/story/mill.md",)
    assert (one.is_index, one.is_draft, one.order) == (False, False, "")
    assert (one.quotes, one.key_facts, one.dates, one.lead) == (1, 3, 1, 1.0)
    assert one.words == 18
    (role,) = one.cast
    assert (role.id, role.name, role.kind, role.role, role.aliases) == (
        "ana-brel",
        "Ana Brel",
        "person",
        "minister",
        ("Brel",),
    )
    assert (role.mentions, role.quotes) == (2, 1)


def test_counts_are_of_the_actors_own_mentions_and_quotes() -> None:
    def mention(start: int, actor: str | None) -> Mention:
        return Mention(span=Span(start, start + 1), label="PERSON", actor=actor)

    def quote(speaker: Party | None) -> Quote:
        return Quote(kind="direct", content=(Span(0, 1),), speaker=speaker)

    actors = tuple(Actor(id=id, name=id, kind="person", salience=1.0) for id in ("ana", "ovid", "nobody"))
    one = outlined(
        PATH, "Words.", Annotation(
            actors=actors,
            mentions=(mention(0, "ana"), mention(1, None), mention(2, "ovid"), mention(3, "ana")),
            quotes=(quote(Party(None, "ovid")), quote(Party(Span(0, 1), None)), quote(None)),
        ),
    )  # fmt: skip
    assert [(role.id, role.mentions, role.quotes) for role in one.cast] == [
        ("ana", 2, 0),
        ("ovid", 1, 1),
        ("nobody", 0, 0),
    ]
    assert one.quotes == 3


def dated(at: int, day: str | None, sentence: Span) -> Fact:
    value = Interval(start=day, end=day, precision="day") if day else None
    return Fact(kind="date", span=Span(at, at + 1), sentence=sentence, value=value)


def test_an_event_is_told_once_for_a_sentence_and_a_time() -> None:
    first, second, third = Span(0, 10), Span(11, 20), Span(21, 30)
    figure = Fact(kind="figure", span=Span(2, 3), sentence=first, value=Amount(amount=12.0))
    facts = (
        dated(0, "2025-03-04", first), figure, dated(3, None, first), dated(5, "2025-03-04", first),
        dated(6, "2025-03-05", first), dated(12, "2024-01-01", second), dated(22, "2025-03-04", third),
    )  # fmt: skip
    one = outlined(PATH, "x" * 40, Annotation(facts=facts))
    assert one.events == (
        Event("2025-03-04", "2025-03-04", 0), Event("2025-03-05", "2025-03-05", 4), Event("2024-01-01", "2024-01-01", 5),
        Event("2025-03-04", "2025-03-04", 6),
    )  # fmt: skip
    assert one.figures == (1,)
    assert one.dates == 6


def test_an_article_without_key_facts_leads_to_nothing() -> None:
    assert outlined(PATH, "Words.", Annotation()).lead == -math.inf
    assert outlined(PATH, "Words.", Annotation(key_facts=(KeyFact(sentence=Span(0, 6), score=0.4),))).lead == 0.4


@pytest.mark.parametrize(
    ("text", "annotation"),
    [
        (TEXT.replace("shut", "open"), None),
        (TEXT.replace("Dam gives", "Dyke gives"), None),
        (TEXT.replace("date: 2025-03-04", "date: 2025-03-05"), None),
        (TEXT.replace("Ledger", "Herald"), None),
        (TEXT.replace("[the mill](mill.md)", "[the mill](mill2.md)"), None),
        (TEXT.replace("The gate", "*The gate*"), None),
        (TEXT, Annotation()),
    ],
)
def test_the_content_is_the_article_and_its_annotation(text: str, annotation: Annotation | None) -> None:
    assert outlined(PATH, text, annotation).content != outlined(PATH, TEXT).content
    assert outlined("content/story/other.md", TEXT).content != outlined(PATH, TEXT).content
    assert outlined(PATH, TEXT) == outlined(PATH, TEXT)


def test_a_title_that_nobody_wrote_is_the_files_name() -> None:
    for text, is_titled in (("# Dams\n\nx", True), ("---\ntitle: Dams\n---\nx", True), ("Only text", False)):
        assert outlined("content/dams/index.md", text).is_titled == is_titled


def test_what_is_wrong_with_the_source_and_what_there_is_to_say_of_the_annotation_are_kept_apart() -> None:
    notice = Diagnostic(path=PATH, severity="notice", message="no model")
    one = outlined(PATH, "---\ntitel: x\n---\nText.", Annotation(diagnostics=(notice,)))
    assert [d.severity for d in one.diagnostics] == ["error"]
    assert one.notices == (notice,)


def test_a_stored_outline_is_the_same_one() -> None:
    one = outlined(PATH, TEXT)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(one), type=Outline) == one
    empty = outlined(PATH, "Words.", Annotation())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(empty), type=Outline) == empty
