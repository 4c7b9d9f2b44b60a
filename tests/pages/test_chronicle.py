"""The order of a timeline: the story's own days first, then what is far ahead, then the background by years."""

from __future__ import annotations

from itertools import groupby, pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.briefing.outline import Event, Outline
from briefgen.pages.chronicle import (
    BACKGROUND,
    LATER,
    STORY,
    YEARS,
    Place,
    Stop,
    anchor,
    chronicle,
    is_year,
    places,
    stops,
    stretch,
)
from briefgen.pages.paging import paged
from tests.outlines import outlined

REPORTED = ["2025-03-04", "2025-03-12"]


def parts(*spans: tuple[str, str], reported: list[str] = REPORTED) -> list[int]:
    return [place.part for place in places(reported, spans)]


def day(iso: str) -> tuple[str, str]:
    return iso, iso


def test_days_near_to_a_report_are_the_story() -> None:
    near = [day(iso) for iso in ("2025-02-01", "2025-03-04", "2025-03-08", "2025-04-12")]
    assert parts(*near) == [STORY] * 4
    far = [day(iso) for iso in ("2025-01-31", "1951-07-01")]
    assert parts(*near, *far)[4:] == [BACKGROUND] * 2
    assert parts(*near, day("2025-04-13"), ("2037-01-01", "2037-12-31"))[4:] == [LATER] * 2


def test_a_week_or_a_month_of_it_is_the_story_a_longer_time_is_not() -> None:
    assert parts(("2025-03-03", "2025-03-09"), ("2025-03-01", "2025-03-31")) == [STORY] * 2
    longer = [("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-03-31"), ("2024-12-01", "2025-02-28")]
    assert parts(day("2025-03-04"), *longer)[1:] == [BACKGROUND] * 3


def test_between_two_reports_far_apart_lies_background() -> None:
    reported = ["2023-10-30", "2025-03-04"]
    assert parts(day("2023-10-07"), day("2024-05-05"), day("2025-03-04"), reported=reported) == [
        STORY,
        BACKGROUND,
        STORY,
    ]


def test_of_undated_articles_the_days_of_most_events_are_the_story() -> None:
    crowd = [day(f"2025-03-{n:02}") for n in range(1, 10)]
    assert parts(*crowd, day("1951-07-01"), day("2031-01-01"), reported=[]) == [*[STORY] * 9, BACKGROUND, LATER]


def test_a_story_without_days_of_its_own_is_told_by_years() -> None:
    assert parts(("1951-01-01", "1951-12-31"), ("2037-01-01", "2037-12-31")) == [YEARS] * 2
    assert places([], [("1951-01-01", "1951-12-31")]) == [Place(YEARS, "1951-01-01", "1951-12-31")]
    assert places(REPORTED, []) == []


def test_the_story_is_told_by_its_own_dates_the_rest_by_the_years_that_it_lies_in() -> None:
    spans = [
        day("2025-03-04"), ("2025-03-03", "2025-03-09"), day("2022-06-30"), ("2022-06-01", "2022-06-30"),
        ("2018-01-01", "2022-12-31"), ("1998-12-01", "1999-02-28"),
    ]  # fmt: skip
    assert places(REPORTED, spans) == [
        Place(STORY, "2025-03-04", "2025-03-04"),
        Place(STORY, "2025-03-03", "2025-03-09"),
        Place(BACKGROUND, "2022-01-01", "2022-12-31"),
        Place(BACKGROUND, "2022-01-01", "2022-12-31"),
        Place(BACKGROUND, "2018-01-01", "2022-12-31"),
        Place(BACKGROUND, "1998-12-01", "1999-02-28"),
    ]


def article(*events: tuple[str, str], date: str | None = "2025-03-05") -> Outline:
    told = tuple(Event(start, end, fact) for fact, (start, end) in enumerate(events))
    return msgspec.structs.replace(outlined("content/s/a.md", "Text."), date=date, events=told)


def test_a_timeline_begins_with_its_own_days_and_what_is_less_exact_comes_behind_them() -> None:
    rows = chronicle([
        article(day("1951-07-01"), ("2025-03-03", "2025-03-09"), day("2025-03-05"), ("2025-03-01", "2025-03-31")),
        article(day("2025-03-10"), day("2025-03-03"), ("2025-03-04", "2025-03-05"), day("2037-01-01"), day("1951-02-01")),
    ])  # fmt: skip
    assert [(row.start, row.end, row.at) for row in rows] == [
        (*day("2025-03-03"), 1),
        (*day("2025-03-05"), 0),
        ("2025-03-04", "2025-03-05", 1),
        ("2025-03-03", "2025-03-09", 0),
        (*day("2025-03-10"), 1),
        ("2025-03-01", "2025-03-31", 0),
        (*day("2037-01-01"), 1),
        (*day("1951-02-01"), 1),
        (*day("1951-07-01"), 0),
    ]


DATES = st.one_of(
    st.dates().map(str), st.sampled_from(["2025-03-04", "2025-03-05", "2025-01-01", "2025-09-01", "0000-00-00", "?"])
)
SPANS = st.one_of(
    DATES.map(day), st.tuples(DATES, DATES).map(sorted).map(tuple), st.sampled_from([("2025-01-01", "2025-12-31")])
)


@given(st.lists(st.builds(lambda spans, date: article(*spans, date=date), st.lists(SPANS, max_size=20), st.sampled_from([None, *REPORTED])), max_size=4))  # fmt: skip
def test_every_row_stands_once_and_no_group_comes_twice(articles: list[Outline]) -> None:
    rows = chronicle(articles)
    told = {(at, event.fact, event.start, event.end) for at, one in enumerate(articles) for event in one.events}
    assert len(rows) == len(told)
    assert {(row.at, row.fact, row.start, row.end) for row in rows} == told
    assert [row.place.part for row in rows] == sorted(row.place.part for row in rows)
    groups = [place for place, _ in groupby(rows, lambda row: row.place)]
    assert len(groups) == len(set(groups))
    assert len({(place.part, anchor(place)) for place in groups}) == len(groups)
    assert len({anchor(place) for place in groups}) == len(groups)
    for place, following in pairwise(place for place in groups if place.part == STORY):
        assert place.end <= following.end
    for place, following in pairwise(place for place in groups if place.part == BACKGROUND):
        assert (place.start, place.end) < (following.start, following.end)


@pytest.mark.parametrize(
    ("start", "end", "id"),
    [
        ("2025-03-04", "2025-03-04", "d_2025-03-04"),
        ("2025-03-03", "2025-03-09", "d_2025-03-03_2025-03-09"),
        ("2024-01-01", "2024-12-31", "d_2024"),
        ("2018-01-01", "2022-12-31", "d_2018-01-01_2022-12-31"),
    ],
)
def test_a_group_has_a_permanent_address(start: str, end: str, id: str) -> None:
    assert anchor(Place(STORY, start, end)) == id
    assert is_year(Place(STORY, start, end)) == (id == "d_2024")


def test_what_is_far_ahead_and_the_background_may_be_of_one_year() -> None:
    rows = chronicle([article(day("2025-03-04"), ("2025-01-01", "2025-12-31"), day("2025-07-01"))])
    assert [(row.place.part, anchor(row.place)) for row in rows] == [
        (STORY, "d_2025-03-04"), (LATER, "later_2025"), (BACKGROUND, "d_2025"),
    ]  # fmt: skip


def test_an_index_names_each_day_of_the_story_with_its_page_and_the_other_parts() -> None:
    rows = chronicle([article(day("2025-03-03"), day("2025-03-04"), day("2025-03-04"), ("2025-03-01", "2025-03-31"), day("1951-07-01"), day("1952-07-01"))])  # fmt: skip
    assert stops(rows, [(0, 2), (2, 5), (5, 6)]) == (
        Stop("2025-03-03", 1, 1, Place(STORY, "2025-03-03", "2025-03-03")),
        Stop("2025-03-04", 2, 1, Place(STORY, "2025-03-04", "2025-03-04")),
        Stop("background", 2, 2, Place(BACKGROUND, "1951-01-01", "1951-12-31")),
    )


def test_of_a_long_story_the_index_names_months() -> None:
    reports = [article(day(f"2025-{n:02}-04"), day(f"2025-{n:02}-05"), date=f"2025-{n:02}-05") for n in range(1, 10)]
    rows = chronicle(reports)
    found = stops(rows, paged([str(n) for n in range(len(rows))], 7))
    assert [(stop.name, stop.rows) for stop in found] == [(f"2025-{n:02}", 2) for n in range(1, 10)]
    assert [stop.page for stop in found] == sorted(stop.page for stop in found)
    assert found[-1].page > 1


def test_an_index_of_years_alone_names_nothing() -> None:
    assert stops(chronicle([article(("1951-01-01", "1951-12-31"))]), [(0, 1)]) == ()


def test_a_page_is_named_by_its_days_of_the_story_or_else_by_its_years() -> None:
    rows = chronicle([article(day("2025-03-03"), day("2025-03-10"), day("1951-07-01"), day("1974-07-01"))])
    assert stretch(rows) == ("2025-03-03", "2025-03-10")
    assert stretch(rows[2:]) == ("1951-01-01", "1974-12-31")
    assert stretch(()) == ("", "")
