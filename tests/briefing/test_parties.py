from __future__ import annotations

import pytest

from briefgen.annotation import Actor, Annotation, Mention, Party
from briefgen.briefing.parties import named, points
from briefgen.span import Span
from tests.outlines import entry

TEXT = "HARBOUR WATCH says so. It was nine, according to Dr Ana Brel. One of them denied it, a clerk told Ana."
ACTORS = (
    Actor(id="harbour-watch", name="Harbour Watch", kind="organization", aliases=("the Watch",)),
    Actor(id="ana-brel", name="Ana Brel", kind="person", aliases=("Ana",)),
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


MENTIONS = (
    Mention(span=span("Ana Brel"), label="PERSON", actor="ana-brel"),
    Mention(span=Span(TEXT.rindex("Ana"), TEXT.rindex("Ana") + 3), label="PERSON", actor="ana-brel"),
)
ENTRY = entry("content/s/a.md", TEXT, Annotation(actors=ACTORS, mentions=MENTIONS))


def test_an_actor_stays_who_it_is_and_nobody_stays_nobody() -> None:
    assert named(None, ENTRY) is None
    assert named(Party(span("It"), "ana-brel"), ENTRY) == Party(span("It"), "ana-brel")
    assert named(Party(None, None), ENTRY) == Party(None, None)


def test_a_name_in_other_capitals_is_a_name() -> None:
    assert named(Party(span("HARBOUR WATCH"), None), ENTRY) == Party(span("HARBOUR WATCH"), "harbour-watch")


def test_a_title_is_whose_name_follows_it() -> None:
    assert named(Party(span("Dr"), None), ENTRY) == Party(span("Dr Ana Brel"), "ana-brel")
    # Between these stands a verb.
    assert named(Party(span("a clerk"), None), ENTRY) == Party(span("a clerk"), None)


def test_a_pronoun_that_nobody_has_resolved_names_nobody() -> None:
    assert named(Party(span("It"), None), ENTRY) == Party(None, None)
    assert named(Party(span("One of them"), None), ENTRY) == Party(None, None)


@pytest.mark.parametrize("words", ["It", "they", "Both", "one of them", "The first", "29 percent", "40 %", "all of us"])
def test_words_that_point(words: str) -> None:
    assert points(words)


@pytest.mark.parametrize(
    "words", ["the aid group", "two engineers", "a person", "its report", "The", "%", "", "one official", "Who's Who"]
)
def test_words_that_name_or_describe(words: str) -> None:
    assert not points(words)
