"""Timelines as views: parts, and in each its groups, of what is dated."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from briefgen.annotation import Interval
from briefgen.pages import chronicle, wording
from briefgen.pages.chronicle import Place
from briefgen.pages.here import Here
from briefgen.views.lists import EventGroup, TimelinePart
from briefgen.views.parts import EventView


def timeline_parts(events: Iterable[tuple[Place, EventView]], here: Here) -> tuple[TimelinePart, ...]:
    """What is dated, in the order of a timeline, with where it stands."""
    return tuple(
        TimelinePart(
            name=chronicle.NAMES[part],
            groups=tuple(
                _group(place, tuple(view for _, view in own), here)
                for place, own in groupby(members, lambda event: event[0])
            ),
        )
        for part, members in groupby(events, lambda event: event[0].part)
    )


def _group(place: Place, events: tuple[EventView, ...], here: Here) -> EventGroup:
    """What stands under one heading."""
    is_year = chronicle.is_year(place)
    if place.start == place.end:
        date = wording.weekday(place.start, here.words)
    elif is_year:
        date = wording.interval(Interval(start=place.start, end=place.end, precision="year"), here.words)
    else:
        date = events[0].date
    is_mixed = is_year and any(event.date.text != date.text for event in events)
    return EventGroup(id=chronicle.anchor(place), date=date, is_mixed=is_mixed, events=events)
