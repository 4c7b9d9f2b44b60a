"""Numbers over time, presence and voices: inside, apart, in proportion."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.charts import NARROWEST, presence
from briefgen.charts.figures import APART, HEIGHT, TOP, WIDEST, Number, plot
from briefgen.charts.voices import voices

AMOUNTS = st.one_of(st.integers(-100, 2000).map(float), st.floats(-1e12, 1e12), st.floats(1e-6, 1e15))
NUMBERS = st.lists(
    st.builds(
        lambda day, amount, extent, source, kind: Number(
            day, None if kind else amount, amount if kind else None, amount + extent if kind else None, source
        ),
        st.integers(738000, 738400),
        AMOUNTS,
        st.floats(0, 1e6),
        st.integers(0, 8),
        st.booleans(),
    ),
    max_size=14,
)


@given(NUMBERS)
@settings(deadline=None)
def test_numbers_are_inside_in_proportion_and_all_there(numbers: list[Number]) -> None:
    found = plot(numbers)
    if found is None:
        assert not numbers
        return
    assert sorted(at for dot in found.dots for at in dot.members) == list(range(len(numbers)))
    assert 2 <= len(found.lines) <= 8
    assert [line.value for line in found.lines] == sorted({line.value for line in found.lines})
    for dot in found.dots:
        assert TOP - 0.1 <= dot.top <= dot.y <= dot.bottom <= TOP + HEIGHT + 0.1
        for width in (NARROWEST, WIDEST):
            assert 0 <= dot.x * width / 100 + dot.shift <= width
    ranked = sorted((numbers[dot.members[0]].highest, -dot.top) for dot in found.dots)
    assert [top for _, top in ranked] == sorted(top for _, top in ranked)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 4), st.integers(0, 5)), max_size=10))
@settings(deadline=None)
def test_marks_do_not_cover_each_other(said: list[tuple[int, int, int]]) -> None:
    found = plot([Number(738000 + day, float(amount), None, None, source) for day, amount, source in said])
    for one, other in combinations(found.dots if found else (), 2):
        if abs(one.y - other.y) < APART:
            for width in (NARROWEST, 640, WIDEST):
                assert abs((one.x - other.x) * width / 100 + one.shift - other.shift) >= APART - 0.01


def test_sources_that_disagree_stand_apart_and_those_that_agree_side_by_side() -> None:
    found = plot(
        [
            Number(738000, 700.0, None, None, 0),
            Number(738000, 1400.0, None, None, 1),
            Number(738000, 700.0, None, None, 2),
        ]
    )
    assert found
    first, second, third = found.dots
    assert first.y - second.y > 50
    assert (first.y, abs(first.shift - third.shift)) == (third.y, APART)


def test_numbers_far_apart_have_a_line_for_each_tenfold() -> None:
    found = plot([Number(738000, 3.0, None, None, 0), Number(738001, 2500.0, None, None, 0)])
    assert found
    assert [line.value for line in found.lines] == [1.0, 10.0, 100.0, 1000.0, 10000.0]
    assert [line.y for line in found.lines] == [222.0, 172.0, 122.0, 72.0, 22.0]


@pytest.mark.parametrize("amount", [0.0, 5.0, -5.0])
def test_one_number_has_lines_above_and_below(amount: float) -> None:
    found = plot([Number(738000, amount, None, None, 0)])
    assert found
    assert found.lines[0].value <= amount <= found.lines[-1].value
    assert found.dots[0].x == 50.0


@given(st.lists(st.tuples(st.integers(1, 3652059), st.integers(0, 50)), max_size=60))
@settings(deadline=None)
def test_presence_counts_every_mention_in_few_bars(days: list[tuple[int, int]]) -> None:
    found = presence.counted(days)
    if found is None:
        assert len({day for day, _ in days}) <= 1
        return
    assert len(found.periods) <= presence.BARS
    assert sum(period.mentions for period in found.periods) == sum(count for _, count in days)
    assert sum(period.articles for period in found.periods) == len(days)
    bars = presence.bars(found)
    assert {bar.member for bar in bars} == {at for at, period in enumerate(found.periods) if period.articles}
    for bar in bars:
        assert 0 <= bar.x < bar.x + bar.width <= 100
        assert bar.y >= 0
        assert bar.height >= 2
        assert bar.y + bar.height == presence.HEIGHT
    assert presence.counted(reversed(days)) == found


def test_voices_are_measured_against_the_longest() -> None:
    loud, quiet = voices([(3, 1), (0, 1)])
    assert (loud.verbatim, loud.retold) == (75.0, 25.0)
    assert (quiet.verbatim, quiet.retold) == (0.0, 25.0)
    assert voices([]) == ()
    assert [(one.verbatim, one.retold) for one in voices([(0, 0)])] == [(0.0, 0.0)]
