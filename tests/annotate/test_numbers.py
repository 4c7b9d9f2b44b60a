from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotate.figures.numbers import find_numbers, value


def found(text: str) -> list[tuple[str, float | None]]:
    """Each number expression with its amount, or with the least it can mean."""
    return [(text[n.start : n.end], n.amount if n.amount is not None else n.low) for n in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("7", 7),
        ("1,400", 1400),
        ("12,345,678.5", 12_345_678.5),
        ("2,00,000", 200_000),
        ("816 000", 816_000),
        ("816\u202f000", 816_000),
        ("1.4m", 1.4e6),
        ("3bn", 3e9),
        ("5k", 5000),
        ("1.4 million", 1.4e6),
        ("4 lakh", 4e5),
        ("2 1/2", 2.5),
        ("5½", 5.5),
        ("one", 1),
        ("nineteen", 19),
        ("twenty-three", 23),
        ("a hundred", 100),
        ("two hundred and fifty", 250),
        ("twenty-two hundred", 2200),
        ("one million two hundred thousand", 1.2e6),
        ("three hundred sixty-five", 365),
        ("two and a half million", 2.5e6),
        ("two-and-a-half", 2.5),
        ("half a million", 5e5),
        ("half-million", 5e5),
        ("a dozen", 12),
        ("two dozen", 24),
        ("half a dozen", 6),
        ("seven point six five", 7.65),
        ("a quarter of a million", 250_000),
    ],
)
def test_a_cardinal_has_its_value(text: str, amount: float) -> None:
    assert value(text) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("text", "expression", "low"),
    [
        ("dozens of homes", "dozens", 24),
        ("scores of homes", "scores", 40),
        ("hundreds marched", "hundreds", 200),
        ("tens of thousands of books", "tens of thousands", 20_000),
        ("hundreds of thousands", "hundreds of thousands", 200_000),
        ("millions", "millions", 2e6),
        ("several hundred boats", "several hundred", 200),
        ("a few dozen boats", "a few dozen", 24),
    ],
)
def test_a_vague_amount_has_the_least_it_can_mean_and_no_amount(text: str, expression: str, low: float) -> None:
    assert found(text) == [(expression, low)]
    assert find_numbers(text)[0].amount is None


@pytest.mark.parametrize(
    ("text", "expression", "share"),
    [
        ("a quarter of the fields", "a quarter", 0.25),
        ("two-thirds voted", "two-thirds", 2 / 3),
        ("two thirds of it", "two thirds", 2 / 3),
        ("half of the town", "half", 0.5),
        ("one in five children", "one in five", 0.2),
        ("one in 10 homes", "one in 10", 0.1),
        ("nine out of ten homes", "nine out of ten", 0.9),
    ],
)
def test_a_share_is_a_part_of_one(text: str, expression: str, share: float) -> None:
    assert found(text) == [(expression, pytest.approx(share))]
    assert find_numbers(text)[0].form == "share"


@pytest.mark.parametrize(
    "text",
    [
        "4,2",
        "10:30",
        "1.2.3",
        "10/7",
        "the 1990s",
        "the 21st",
        "F-16",
        "H5N1",
        "#3",
        "the first half of it",
        "a third was hurt",
        "nineteen eighty-four",
        "the fifty-fourth",
        "tens",
        "she scores",
        "a dozenth",
        "several",
    ],
)
def test_what_is_no_cardinal_is_not_found(text: str) -> None:
    assert found(text) == []


def test_numbers_in_a_sentence_stay_apart() -> None:
    assert found("Of six hundred to eight hundred, 12 and 15") == [
        ("six hundred", 600),
        ("eight hundred", 800),
        ("12", 12),
        ("15", 15),
    ]


def test_an_and_that_joins_two_things_is_not_swallowed() -> None:
    assert found("two hundred and their dogs") == [("two hundred", 200)]


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_digits_with_separators_read_as_written(amount: int) -> None:
    assert value(f"{amount:,}") == amount


@given(st.text(alphabet=st.sampled_from("0129.,:/-½ \nahlfonetwmisdrckyu٣²🙂"), max_size=80))
def test_any_text_gives_ascending_spans_apart(text: str) -> None:
    numbers = find_numbers(text)
    assert all(0 <= n.start < n.end <= len(text) for n in numbers)
    assert all(left.end <= right.start for left, right in pairwise(numbers))


@pytest.mark.parametrize("piece", ["1", "1,", "12 ", "a half ", "one hundred and ", "tens of ", "x"])
def test_time_grows_with_length_only(piece: str) -> None:
    begun = time.perf_counter()
    find_numbers(piece * (200_000 // len(piece)))
    assert time.perf_counter() - begun < 5
