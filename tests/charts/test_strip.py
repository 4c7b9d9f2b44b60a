"""A timeline drawn: everything inside, nothing on top of another, every event somewhere."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.charts import NARROWEST
from briefgen.charts.rows import rows
from briefgen.charts.timeline import LARGE, TARGET, Happened, Mark, Strip, strip

DAYS = st.one_of(st.integers(738000, 738030), st.integers(1, 3652059))
EVENTS = st.lists(
    st.builds(
        lambda start, length, reported: Happened(start, min(start + length, 3652059), reported),
        DAYS,
        st.sampled_from([0, 0, 6, 30, 364]),
        st.one_of(st.none(), DAYS),
    ),
    max_size=40,
)


def drawn(events: list[Happened]) -> tuple[Strip | None, list[int]]:
    reports = [event.reported for event in events if event.reported is not None]
    return strip(events, reports), reports


def box(mark: Mark) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) on the narrowest screen."""
    x, width = mark.x * NARROWEST / 100, mark.width * NARROWEST / 100
    side = 0 if width else mark.size
    return x - side, mark.y - mark.size, x + width + side, mark.y + mark.size


def overlap(one: Mark, other: Mark) -> bool:
    a, b = box(one), box(other)
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@given(EVENTS)
@settings(deadline=None)
def test_marks_are_inside_and_apart_and_stand_for_everything(events: list[Happened]) -> None:
    found, reports = drawn(events)
    if found is None:
        assert not events
        return
    for mark in (*found.happened, *found.reported):
        left, top, right, bottom = box(mark)
        assert -0.1 <= left <= right <= NARROWEST + 0.1
        assert 0 <= top <= bottom <= found.height
    assert not any(overlap(*pair) for pair in combinations((*found.happened, *found.reported), 2))
    told = sorted([at for mark in found.happened for at in mark.members] + [*found.earlier, *found.later])
    assert told == list(range(len(events)))
    assert sorted(at for mark in found.reported for at in mark.members) == list(range(len(reports)))
    assert all(mark.y > found.lane for mark in found.reported)
    assert all(mark.y < found.lane for mark in found.happened)


@given(EVENTS)
@settings(deadline=None)
def test_every_line_leads_from_a_mark_to_a_report(events: list[Happened]) -> None:
    found, _ = drawn(events)
    if found is None:
        return
    ends = {(mark.x, mark.y - mark.size) for mark in found.reported}
    starts = {(round(mark.x + mark.width / 2, 2), mark.y + mark.size) for mark in found.happened}
    for tie in found.ties:
        assert (tie.x2, tie.y2) in ends
        assert (tie.x1, tie.y1) in starts
    seen = {at for mark in found.happened for at in mark.members}
    assert bool(found.ties) == any(events[at].reported is not None for at in seen)


def pressed(mark: Mark) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of what is pressed, on the narrowest screen; of a bar that is shorter, what is drawn around it."""
    x, width = (mark.x + mark.width / 2) * NARROWEST / 100, mark.width * NARROWEST / 100
    side = max(width, TARGET) / 2
    return x - side, mark.y - TARGET / 2, x + side, mark.y + TARGET / 2


@given(EVENTS)
@settings(deadline=None)
def test_each_mark_can_be_pressed_on_the_narrowest_screen(events: list[Happened]) -> None:
    found, _ = drawn(events)
    if found is None:
        return
    assert TARGET >= 24
    boxes = [pressed(mark) for mark in (*found.happened, *found.reported)]
    for a, b in combinations(boxes, 2):
        assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3])


def test_a_thousand_events_of_a_day_are_one_mark() -> None:
    found = strip([Happened(738000, 738000, 738001)] * 1000, [738001])
    assert found
    (mark,) = found.happened
    assert (len(mark.members), mark.size) == (1000, LARGE)
    assert found.height < 200


def test_nothing_is_nothing_and_one_is_in_the_middle() -> None:
    assert strip([], []) is None
    found = strip([Happened(738000, 738000, None)], [])
    assert found
    assert [(mark.x, mark.members) for mark in found.happened] == [(50.0, (0,))]
    assert (found.reported, found.ties) == ((), ())


def test_a_day_is_a_dot_and_more_is_a_bar_as_long_as_it() -> None:
    found = strip([Happened(738000, 738000, None), Happened(738000, 738004, None), Happened(738009, 738009, None)], [])
    assert found
    widths = {mark.members: mark.width for mark in found.happened}
    assert widths == {(0,): 0.0, (1,): 50.0, (2,): 0.0}


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 50)).map(lambda one: (one[0], sum(one))), max_size=30))
def test_no_two_in_one_row_are_nearer_than_the_gap(spans: list[tuple[float, float]]) -> None:
    placed, count = rows(spans, gap=2)
    assert set(placed) == set(range(count))
    for (one, row), (other, own) in combinations(zip(spans, placed, strict=True), 2):
        assert row != own or one[1] + 2 <= other[0] or other[1] + 2 <= one[0]
