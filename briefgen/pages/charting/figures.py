"""What the articles of a briefing measure often, by day and source."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from briefgen.annotation import Amount
from briefgen.briefing import tally
from briefgen.charts import figures
from briefgen.pages import wording
from briefgen.pages.charting.days import reported, stretch, ticks
from briefgen.pages.directory import Opened, figure_view
from briefgen.pages.here import Here
from briefgen.views.charts import ChartTick, FigureChart, FigureMark, FigureSource
from briefgen.views.parts import FigureView

FIGURE_CHARTS = 3
FIGURES = 40
"""Charts of figures on a page, and numbers on each, at most."""
ENOUGH = 3
"""Figures of one measure that are worth a chart, when they come from two articles or more."""
SHAPES = 6
"""Sources with a shape of their own; one shape more is for all others."""


def figure_charts(opened: Sequence[Opened], here: Here) -> tuple[FigureChart, ...]:
    """Charts of what a briefing's articles measure often: the same of the same, as `tally` finds it, said by whom and when."""
    readings = [
        reading
        for at, one in enumerate(opened)
        if reported(one) is not None
        for reading in tally.readings(at, one.entry, {id: face.id for id, face in one.faces.items()})
        if _is_drawn(reading.value)
    ]
    charts = []
    for found in tally.tallies(readings):
        # Equal numbers of nobody knows what are told in words; there is nothing to see.
        if found.measure and len(found.main) >= ENOUGH and len({one.at for one in found.main}) >= 2:
            charts.append(_figure_chart(opened, [(one.at, one.number) for one in found.main], found.unit, here))
    return tuple(chart for chart in charts[:FIGURE_CHARTS] if chart)


def _is_drawn(value: Amount) -> bool:
    said = [number for number in (value.amount, value.low, value.high) if number is not None]
    return bool(said) and all(map(math.isfinite, said))


def _figure_chart(
    opened: Sequence[Opened], members: Sequence[tuple[int, int]], unit: str, here: Here
) -> FigureChart | None:
    chosen = _first_of_each(members)[:FIGURES]
    views = [figure_view(opened[at], number, here) for at, number in chosen]
    names = [_source(view) for view in views]
    ranked = [name for name, _ in sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0]))]
    shapes = {name: min(at, SHAPES) for at, name in enumerate(ranked)}
    numbers = [
        _number(opened[at], number, ranked.index(name)) for (at, number), name in zip(chosen, names, strict=True)
    ]
    drawn = figures.plot(numbers)
    if drawn is None:
        return None
    by_value = sorted(range(len(numbers)), key=lambda at: (numbers[at].highest, at))
    actors = {name: view.claimant.actor for name, view in zip(names, views, strict=True) if view.claimant}
    # One more alone may as well be named.
    named = SHAPES + 1 if len(ranked) == SHAPES + 1 else SHAPES
    sources = [FigureSource(name=name, shape=at, actor=actors.get(name)) for at, name in enumerate(ranked[:named])]
    if len(ranked) > named:
        sources.append(FigureSource(name=here.words.say("charts.figures_others"), shape=SHAPES))
    subjects = Counter(view.subject for view in views if view.subject)
    most = max(subjects, key=lambda subject: (subjects[subject], subject)) if subjects else ""
    time = drawn.window
    return FigureChart(
        measure=views[0].measure,
        subject=most if most and subjects[most] > len(views) / 2 else "",
        unit=unit,
        period=stretch(min(one.day for one in numbers), max(one.day for one in numbers) + 1, here),
        lowest=views[min(range(len(numbers)), key=lambda at: (numbers[at].lowest, at))].text,
        highest=views[by_value[-1]].text,
        height=drawn.height,
        ticks=ticks(time, [figures.at(time, start) for start in time.starts], here),
        lines=tuple(ChartTick(y=line.y, label=_value(line.value, here)) for line in drawn.lines),
        marks=tuple(_figure_mark(dot, views, names, shapes, here) for dot in drawn.dots),
        sources=tuple(sources),
        rows=tuple(views),
    )


def _figure_mark(
    dot: figures.Dot, views: Sequence[FigureView], names: Sequence[str], shapes: dict[str, int], here: Here
) -> FigureMark:
    first = dot.members[0]
    view = views[first]
    day = view.article.date.text if view.article.date else ""
    return FigureMark(
        x=dot.x,
        shift=dot.shift,
        y=dot.y,
        top=dot.top,
        bottom=dot.bottom,
        shape=shapes[names[first]],
        bound=dot.bound,
        is_rough=dot.is_rough,
        label=here.words.say("charts.figures_mark", figure=view.text, source=names[first], day=day),
        href=view.href,
    )


def _first_of_each(members: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first of each article before any second one, then in order again: a long article hides no other."""
    seen: Counter[int] = Counter()
    ranked = []
    for at, number in members:
        ranked.append((seen[at], at, number))
        seen[at] += 1
    return sorted((at, number) for _, at, number in sorted(ranked)[:FIGURES])


def _source(view: FigureView) -> str:
    """Who gives a number: the claimant, else the outlet."""
    party = view.claimant
    said = (party.actor.name if party.actor else party.text) if party else ""
    return wording.shortened(said or view.article.source or view.article.title, 40)


def _number(one: Opened, number: int, source: int) -> figures.Number:
    value = one.entry.annotation.facts[number].value
    assert isinstance(value, Amount)
    bounds = {"at_least": "least", "more_than": "least", "at_most": "most", "less_than": "most"}
    day = reported(one)
    assert day is not None
    return figures.Number(
        day=day,
        amount=value.amount,
        low=value.low,
        high=value.high,
        source=source,
        bound=bounds.get(value.qualifier, ""),
        is_rough=value.qualifier == "about" or value.amount is None,
    )


def _value(value: float, here: Here) -> str:
    shown = int(value) if value == int(value) else value
    return str(here.words.shown(shown))
