"""A briefing's timeline: when things happened, and when they were reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefgen.annotation import Interval
from briefgen.charts import calendar, timeline
from briefgen.charts.calendar import Window
from briefgen.pages import addresses, wording
from briefgen.pages.charting.days import in_words, reported, stretch, ticks
from briefgen.pages.directory import Opened, entry_view
from briefgen.pages.here import Here
from briefgen.views import ChartLine, ChartMark, ChartPeriod, TimelineChart, TimelineRow

EVENTS = 40
"""Events on it, at most."""


def timeline_chart(opened: Sequence[Opened], events: Sequence[tuple[int, int]], here: Here) -> TimelineChart | None:
    """When these events (article, fact) happened, and when they and all articles were reported.

    None for less than two of them: a dot alone says nothing.
    """
    dated = [reported(one) for one in opened]
    found = [
        (timeline.Happened(start, end, dated[at]), at, number)
        for at, number in events[:EVENTS]
        if isinstance(value := opened[at].entry.annotation.facts[number].value, Interval)
        and (start := calendar.day(value.start)) is not None
        and (end := calendar.day(value.end)) is not None
    ]
    drawn = timeline.strip([event for event, _, _ in found], [day for day in dated if day is not None])
    if drawn is None or len(found) < 2:
        return None
    reports = [at for at, day in enumerate(dated) if day is not None]
    rows = tuple(_timeline_row(opened[at], number, here) for _, at, number in found)
    return TimelineChart(
        period=stretch(drawn.window.starts[0], drawn.window.end, here),
        height=drawn.height,
        lane=drawn.lane,
        happened=tuple(_mark(mark, [rows[m].date.text for m in mark.members], "mark", here) for mark in drawn.happened),
        reported=tuple(
            _mark(mark, [in_words(dated[reports[m]] or 1, here) for m in mark.members], "mark_reported", here)
            for mark in drawn.reported
        ),
        ties=tuple(ChartLine(x1=tie.x1, y1=tie.y1, x2=tie.x2, y2=tie.y2) for tie in drawn.ties),
        ticks=ticks(drawn.window, [drawn.window.edge(start) for start in drawn.window.starts], here),
        periods=_periods(
            drawn.window, [event for event, _, _ in found], [dated[at] or 1 for at in reports], rows, here
        ),
        earlier=len(drawn.earlier),
        later=len(drawn.later),
        rows=rows,
    )


def _mark(mark: timeline.Mark, days: Sequence[str], words: str, here: Here) -> ChartMark:
    count = here.words.say("count.articles" if words == "mark_reported" else "charts.events", n=len(days))
    distinct = tuple(dict.fromkeys(days))
    period = distinct[0] if len(distinct) == 1 else f"{distinct[0]} – {distinct[-1]}"
    label = here.words.say(f"charts.{words}", period=period, events=count, articles=count)
    return ChartMark(x=mark.x, y=mark.y, width=mark.width, size=mark.size, label=label)


def _periods(
    time: Window, events: Sequence[timeline.Happened], reports: Sequence[int], rows: Sequence[TimelineRow], here: Here
) -> tuple[ChartPeriod, ...]:
    """Each period, with the way to the first sentence of what begins in it."""
    beginning: dict[int, list[int]] = {}
    for at, event in enumerate(events):
        if time.starts[0] <= event.start < time.end:
            beginning.setdefault(time.period(event.start), []).append(at)
    articles = Counter(map(time.period, reports))
    periods = []
    for number, (start, end) in enumerate(zip(time.starts, (*time.starts[1:], time.end), strict=True)):
        own = beginning.get(number, [])
        label = here.words.say(
            "charts.period",
            period=stretch(start, end, here),
            events=here.words.say("charts.events", n=len(own)),
            articles=here.words.say("count.articles", n=articles[number]),
        )
        x = time.edge(start)
        width = round(time.edge(end) - x, 2)
        periods.append(ChartPeriod(x=x, width=width, label=label, href=rows[own[0]].href if own else ""))
    return tuple(periods)


def _timeline_row(one: Opened, number: int, here: Here) -> TimelineRow:
    fact = one.entry.annotation.facts[number]
    assert isinstance(fact.value, Interval)
    return TimelineRow(
        date=wording.interval(fact.value, here.words),
        sentence=wording.shortened(wording.line(fact.sentence, one.entry.article.text), 120),
        href=here.to(addresses.article(one.entry.article), one.anchors.facts[number]),
        article=entry_view(one.entry, here),
    )
