"""A story's days as a calendar."""

from __future__ import annotations

import calendar
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.interface import words
from briefgen.pages.almanac import index
from briefgen.pages.chronicle import STORY, Place, Stop

ENGLISH = words("en")


def stop(name: str, rows: int = 1, page: int = 1) -> tuple[Stop, str]:
    return Stop(name, rows, page, Place(STORY, name, name)), f"#{name}"


@given(st.sets(st.dates(), min_size=1, max_size=40))
def test_every_day_stands_once_under_its_weekday(days: set[datetime.date]) -> None:
    months, links = index([stop(str(day)) for day in sorted(days)], ENGLISH)
    assert links == ()
    found = []
    for month in months:
        year, number = map(int, month.date.iso.split("-"))
        for end in (month.weeks[0], month.weeks[-1]):
            assert any(cell and cell.href for cell in end)
        for week in month.weeks:
            assert len(week) == 7
            for weekday, cell in enumerate(week):
                if cell:
                    date = datetime.date(year, number, cell.number)
                    assert date.weekday() == weekday
                    assert cell.date.text.startswith(calendar.day_name[weekday])
                    assert bool(cell.href) == (date in days)
                    found += [date] if cell.href else []
    assert found == sorted(days)


def test_a_day_tells_how_much_happened_on_it_beside_the_others() -> None:
    (month,), _ = index([stop("2025-03-04", 20), stop("2025-03-05", 5)], ENGLISH)
    (week,) = month.weeks
    assert month.date.text == "March 2025"
    assert [(day.number, day.rows, day.share, day.href) for day in week if day and day.href] == [
        (4, 20, 100, "#2025-03-04"), (5, 5, 25, "#2025-03-05"),
    ]  # fmt: skip
    assert week[1]
    assert week[1].date.text == "Tuesday, 4 March 2025"


def test_months_and_the_other_parts_are_links_with_their_counts() -> None:
    months, links = index([stop("2025-03", 1204), stop("later", 2), stop("background", 7)], ENGLISH)
    assert months == ()
    assert [(link.title, link.note, link.href) for link in links] == [
        ("March 2025", "1,204", "#2025-03"), ("Further ahead", "2", "#later"), ("Background", "7", "#background"),
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_all_have_a_calendar(day: str) -> None:
    (month,), _ = index([stop(day)], ENGLISH)
    assert [cell.number for week in month.weeks for cell in week if cell and cell.href] == [int(day[-2:])]
