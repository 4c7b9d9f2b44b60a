"""Time on charts: periods cover what they must, and are few."""

from __future__ import annotations

import datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from briefgen.charts.calendar import MOST, day, middle, window

DAYS = st.integers(1, datetime.date.max.toordinal())
SPANS = st.lists(st.tuples(DAYS, st.integers(0, 4000)).map(lambda one: (one[0], min(sum(one), 3652059))), max_size=30)


@given(DAYS, DAYS, st.integers(2, 60))
def test_a_window_holds_both_days_in_few_even_periods(one: int, other: int, most: int) -> None:
    first, last = sorted((one, other))
    found = window(first, last, most)
    assert found.starts[0] <= first <= last < found.end
    assert 1 <= len(found.starts) <= most
    assert all(before < after for before, after in pairwise((*found.starts, found.end)))
    assert 0 <= found.x(first) <= found.x(last) <= 100
    assert found.period(first) == 0
    assert found.starts[-1] <= last


def test_the_shortest_periods_that_are_few_enough() -> None:
    def of(first: str, last: str) -> tuple[str, int, int]:
        start, end = day(first), day(last)
        assert start
        assert end
        found = window(start, end, 11)
        return found.unit, found.step, len(found.starts)

    assert of("2023-10-07", "2023-10-07") == ("day", 1, 1)
    assert of("2023-10-07", "2023-10-17") == ("day", 1, 11)
    assert of("2023-10-07", "2023-10-18") == ("week", 1, 3)
    assert of("2023-10-07", "2024-01-31") == ("month", 1, 4)
    assert of("2023-10-07", "2024-11-01") == ("month", 3, 5)
    assert of("1948-05-14", "2024-11-01") == ("year", 10, 9)
    assert of("0001-01-01", "9999-12-31") == ("year", 1000, 10)


@given(SPANS, st.lists(DAYS, max_size=5))
def test_the_middle_holds_most_events_and_all_that_it_must(spans: list[tuple[int, int]], also: list[int]) -> None:
    if not spans and not also:
        return
    first, last = middle(spans, also)
    assert all(first <= one <= last for one in also)
    inside = sum(first <= start and end <= last for start, end in spans)
    assert inside >= int(len(spans) * MOST)


def test_lonely_days_far_away_are_left_out_and_near_ones_are_not() -> None:
    week = [(1000 + n, 1000 + n) for n in range(7)]
    assert middle([(5, 5), *week], []) == (1000, 1006)
    assert middle([(998, 998), *week], []) == (998, 1006)


def test_what_is_no_day_is_none() -> None:
    assert day("2023-02-30") is None
    assert day("-044-03-15") is None
    assert day("0001-01-01") == 1
