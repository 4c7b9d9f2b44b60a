from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.plain import blocks, is_headline

LETTERS = st.text(st.sampled_from("aB .\n\r\t\0\ufeff\u2028é🌊“”-1"), max_size=120)


def lines(text: str) -> list[list[str]]:
    return [[span.of(text) for span in block.lines] for block in blocks(text)]


def test_each_line_is_a_paragraph() -> None:
    text = "The dam broke. It was dawn.\nTwo towns fled.\n\nNobody knows why."
    assert lines(text) == [["The dam broke. It was dawn."], ["Two towns fled."], ["Nobody knows why."]]
    assert not any(block.heading for block in blocks(text))


def test_the_lines_of_a_hard_wrapped_text_belong_together() -> None:
    text = (
        "The dam above the town of Lower Tamsin gave way before\n"
        "dawn on Tuesday, and the water took the bridge, the mill\n"
        "and eleven houses.\n"
        "\n"
        "Nobody had been told that the gates were stuck, and the\n"
        "siren did not sound.\n"
    )
    assert [len(block.lines) for block in blocks(text)] == [3, 2]
    assert [block.line for block in blocks(text)] == [1, 5]


def test_long_lines_are_not_hard_wrapped() -> None:
    text = "word " * 60 + "and\n" + "word " * 60 + "and\nso"
    assert [len(block.lines) for block in blocks(text)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("Dam gives way above Lower Tamsin", True),
        ("DAM GIVES WAY", True),
        ("The dam broke.", False),
        ("“We fled”", False),
        ("Who knew?", False),
        ("* * *", False),
        ("12 34", False),
        ("word " * 30, False),
    ],
)
def test_a_short_line_without_final_punctuation_is_a_heading(line: str, heading: bool) -> None:
    first, *_ = blocks(f"{line}\n\nThe dam broke. It was dawn.")
    assert first.heading is heading


def test_a_line_alone_is_no_heading() -> None:
    assert not blocks("Dam gives way")[0].heading


def test_a_headline_says_something() -> None:
    assert is_headline("Dam gives way")
    assert not is_headline("Page 3")


@pytest.mark.parametrize("text", ["", "\n\n", " \t\r\n \0 \ufeff", "\u00a0"])
def test_white_space_has_no_blocks(text: str) -> None:
    assert blocks(text) == ()


def test_white_space_around_lines_is_outside_and_offsets_are_into_the_text() -> None:
    text = "\ufeff  One.\r\n\tTwo. \r\n"
    found = blocks(text)
    assert lines(text) == [["One."], ["Two."]]
    assert found[0].lines[0].start == 3
    assert [block.line for block in found] == [1, 2]


@given(LETTERS)
def test_blocks_ascend_and_hold_everything_but_white_space(text: str) -> None:
    spans = [span for block in blocks(text) for span in block.lines]
    covered: set[int] = set()
    assert all(span.end < following.start for span, following in pairwise(spans))
    for span in spans:
        assert len(span) > 0
        assert "\n" not in span.of(text)
        covered.update(range(span.start, span.end))
    left = {letter for at, letter in enumerate(text) if at not in covered}
    assert left <= set(" \n\r\t\0\ufeff\u2028")


def test_a_long_text_takes_time_in_proportion() -> None:
    began = time.perf_counter()
    assert len(blocks("A line of words.\n" * 100_000)) == 100_000
    assert len(blocks("x" * 1_000_000)) == 1
    assert time.perf_counter() - began < 5
