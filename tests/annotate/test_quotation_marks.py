"""Pairs of quotation marks, by characters alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotate.quotes.quotation_marks import find_quoted


def inner(text: str) -> list[str]:
    return [quoted.inner.of(text) for quoted in find_quoted(text)]


@pytest.mark.parametrize(
    "text",
    [
        'She said, "The dam held."',
        "She said, “The dam held.”",
        "She said, ‘The dam held.’",
        "She said, 'The dam held.'",
        "Elle dit « The dam held. »",
        "Er sagte: »The dam held.«",
        "Er sagte: „The dam held.“",
        "Hon sa: ”The dam held.”",
        "She said, ``The dam held.''",
        "She said, ''The dam held.''",
        'She said, " The dam held. "',
    ],
)
def test_every_kind_of_mark_pairs(text: str) -> None:
    assert inner(text) == ["The dam held."]


def test_outer_span_holds_the_marks_and_inner_does_not() -> None:
    text = "A “dam” b"
    (quoted,) = find_quoted(text)
    assert (quoted.outer.of(text), quoted.inner.of(text)) == ("“dam”", "dam")


@pytest.mark.parametrize(
    "text",
    [
        "It’s the workers’ turn.",
        "It's the workers' turn.",
        "the '90s",
        "Rock 'n' roll for 'em",
        'x"y"z',
        'a 12" disc',
        "",
    ],
)
def test_apostrophes_and_measures_are_no_marks(text: str) -> None:
    assert inner(text) == []


def test_apostrophes_within_single_marks_do_not_close_them() -> None:
    assert inner("‘It’s the workers’ turn,’ she said.") == ["It’s the workers’ turn,"]


def test_feet_and_inches_do_not_pair_with_marks_behind_them() -> None:
    assert inner('A 6\'2" man said "hello there" twice.') == ["hello there"]


def test_inner_marks_of_another_kind_belong_to_the_outer_pair() -> None:
    assert inner("“She said ‘go away’ to me,” he said.") == ["She said ‘go away’ to me,"]


def test_an_open_mark_closes_at_the_end_of_its_paragraph() -> None:
    text = "“One two.\nThree “four” five."
    assert inner(text) == ["One two.", "four"]
    assert not any(quoted.continues for quoted in find_quoted(text))


def test_a_reopened_mark_continues_the_paragraph_above() -> None:
    text = "“One two.\n\n“Three four,” she said. “Five.”"
    assert [(quoted.inner.of(text), quoted.continues) for quoted in find_quoted(text)] == [
        ("One two.", False),
        ("Three four,", True),
        ("Five.", False),
    ]


def test_a_mark_that_opens_twice_was_stray_at_first() -> None:
    assert inner("A “ stray mark, then “a pair” here.") == ["a pair"]


@given(st.text(alphabet="ab .,\n'\"“”‘’„«»`5", max_size=60))
def test_pairs_ascend_without_overlap_within_one_paragraph(text: str) -> None:
    found = find_quoted(text)
    for quoted in found:
        assert quoted.outer.contains(quoted.inner) or not len(quoted.inner)
        assert "\n" not in quoted.outer.of(text)
    for one, following in pairwise(found):
        assert one.outer.end <= following.outer.start
