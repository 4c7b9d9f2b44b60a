"""A briefing's timeline: when things happened, and when they were reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefgen.annotation import Interval
from briefgen.charts import calendar, timeline
from briefgen.pages import addresses, wording
from briefgen.pages.charting.days import in_words, reported, stretch, ticks
from briefgen.pages.directory import Opened, entry_view
from briefgen.pages.here import Here
from briefgen.views.charts import ChartLine, ChartMark, TimelineChart, TimelineRow

EVENTS = 40
"""Events on it, at most."""


def timeline_chart(
    opened: Sequence[Opened],
    events: Sequence[tuple[int, int]],
    here: Here,
    entry: Callable[[tuple[int, int]], str] | None = None,
) -> TimelineChart | None:
    """When these events (article, fact) happened, and when they and all articles were reported.

    A mark leads to its first event: where `entry` says that it stands, else to its sentence. None for less than two of
    them: a dot alone says nothing.
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
    hrefs = [entry((at, number)) if entry else row.href for (_, at, number), row in zip(found, rows, strict=True)]
    articles = [here.to(addresses.article(opened[at].entry.article)) for at in reports]
    return TimelineChart(
        period=stretch(drawn.window.starts[0], drawn.window.end, here),
        height=drawn.height,
        lane=drawn.lane,
        happened=tuple(
            _mark(mark, [rows[m].date.text for m in mark.members], "mark", hrefs[mark.members[0]], here)
            for mark in drawn.happened
        ),
        reported=tuple(
            _mark(
                mark,
                [in_words(dated[reports[m]] or 1, here) for m in mark.members],
                "mark_reported",
                articles[mark.members[0]],
                here,
            )
            for mark in drawn.reported
        ),
        ties=tuple(ChartLine(x1=tie.x1, y1=tie.y1, x2=tie.x2, y2=tie.y2) for tie in drawn.ties),
        ticks=ticks(drawn.window, [drawn.window.edge(start) for start in drawn.window.starts], here),
        earlier=len(drawn.earlier),
        later=len(drawn.later),
        rows=rows,
    )


def _mark(mark: timeline.Mark, days: Sequence[str], words: str, href: str, here: Here) -> ChartMark:
    count = here.words.say("count.articles" if words == "mark_reported" else "charts.events", n=len(days))
    distinct = tuple(dict.fromkeys(days))
    period = distinct[0] if len(distinct) == 1 else f"{distinct[0]} – {distinct[-1]}"
    label = here.words.say(f"charts.{words}", period=period, events=count, articles=count)
    return ChartMark(x=mark.x, y=mark.y, width=mark.width, size=mark.size, label=label, href=href)


def _timeline_row(one: Opened, number: int, here: Here) -> TimelineRow:
    fact = one.entry.annotation.facts[number]
    assert isinstance(fact.value, Interval)
    return TimelineRow(
        date=wording.interval(fact.value, here.words),
        sentence=wording.shortened(wording.told(fact.sentence, one.entry.article.text), 120),
        href=here.to(addresses.article(one.entry.article), one.anchors.facts[number]),
        article=entry_view(one.entry, here),
    )
