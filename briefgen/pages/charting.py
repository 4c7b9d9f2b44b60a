"""Charts of annotations as views: what is drawn comes from `briefgen.charts`, words and links are put to it here."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from briefgen.annotation import Amount, Interval
from briefgen.briefing import tally
from briefgen.briefing.cast import Face
from briefgen.charts import NARROWEST, calendar, figures, network, presence, timeline, voices
from briefgen.charts.calendar import Window
from briefgen.pages import addresses, wording
from briefgen.pages.directory import Counted, Opened, actor_view, entry_view, figure_view
from briefgen.pages.here import Here
from briefgen.views import (
    ChartLine,
    ChartMark,
    ChartTick,
    FigureChart,
    FigureMark,
    FigureSource,
    FigureView,
    NetworkChart,
    NetworkNode,
    NetworkRow,
    PresenceChart,
    PresenceRow,
    TimelineChart,
    TimelineRow,
    VoiceRow,
    VoicesChart,
)

EVENTS = 40
"""Events on a briefing's timeline, at most."""
VOICES = 10
"""Speakers with a bar of their own."""
ACTORS = 16
"""Actors in a briefing's network."""
FIGURE_CHARTS = 3
FIGURES = 40
"""Charts of figures on a page, and numbers on each, at most."""
ENOUGH = 3
"""Figures of one measure that are worth a chart, when they come from two articles or more."""
SHAPES = 6
"""Sources with a shape of their own; one shape more is for all others."""
LETTER = 6.5
"""Width of a letter of what stands along an axis, about, in pixels."""

# ---------------------------------------------------------------- a briefing's timeline


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
    dated = [_reported(one) for one in opened]
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
        period=_stretch(drawn.window.starts[0], drawn.window.end, here),
        height=drawn.height,
        lane=drawn.lane,
        happened=tuple(
            _mark(mark, [rows[m].date.text for m in mark.members], "mark", hrefs[mark.members[0]], here)
            for mark in drawn.happened
        ),
        reported=tuple(
            _mark(
                mark,
                [_day(dated[reports[m]] or 1, here) for m in mark.members],
                "mark_reported",
                articles[mark.members[0]],
                here,
            )
            for mark in drawn.reported
        ),
        ties=tuple(ChartLine(x1=tie.x1, y1=tie.y1, x2=tie.x2, y2=tie.y2) for tie in drawn.ties),
        ticks=_ticks(drawn.window, [drawn.window.edge(start) for start in drawn.window.starts], here),
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
        sentence=wording.shortened(wording.line(fact.sentence, one.entry.article.text), 120),
        href=here.to(addresses.article(one.entry.article), one.anchors.facts[number]),
        article=entry_view(one.entry, here),
    )


# ---------------------------------------------------------------- who is heard


def voices_chart(opened: Sequence[Opened], here: Here) -> VoicesChart | None:
    """How much each speaker of a briefing is heard; None for less than two speakers with names."""
    faces: dict[str, Face] = {}
    spoken: dict[str, list[int]] = {}
    for one in opened:
        for quote in one.entry.annotation.quotes:
            face = one.faces.get(quote.speaker.actor or "") if quote.speaker else None
            faces |= {face.id: face} if face else {}
            spoken.setdefault(face.id if face else "", [0, 0])[quote.kind != "direct"] += 1
    unnamed = spoken.pop("", None)
    if len(spoken) < 2:
        return None
    ranked = sorted(spoken, key=lambda one: (-sum(spoken[one]), one))
    heard = [(faces[id], faces[id].name, spoken[id]) for id in ranked[:VOICES]]
    own: list[tuple[Face | None, str, list[int]]] = list(heard)
    rest = ranked[VOICES:]
    if rest:
        others = [sum(spoken[id][kind] for id in rest) for kind in (0, 1)]
        own.append((None, here.words.say("charts.voices_others", n=len(rest)), others))
    if unnamed:
        own.append((None, here.words.say("charts.voices_unnamed"), unnamed))
    total = sum(sum(counts) for _, _, counts in own)
    # Who has no name, and all others together, would make the bars of those who speak look short.
    bars = voices.voices([(counts[0], counts[1]) if face else (0, 0) for face, _, counts in own])
    rows = tuple(
        VoiceRow(
            actor=actor_view(face, here) if face else None,
            label=label,
            verbatim=counts[0],
            retold=counts[1],
            share=round(100 * sum(counts) / total),
            verbatim_width=bar.verbatim,
            retold_width=bar.retold,
        )
        for (face, label, counts), bar in zip(own, bars, strict=True)
    )
    return VoicesChart(total=total, rows=rows)


# ---------------------------------------------------------------- who is named with whom


def story_network(opened: Sequence[Opened], actors: Sequence[Counted], here: Here) -> NetworkChart | None:
    """The leading actors of a briefing, and in how many of its articles each two are named; None for less than three.

    Nor is there anything to be seen in one article: all are in it together.
    """
    faces = [actor.face for actor in actors[:ACTORS]]
    if len(faces) < 3 or len(opened) < 2:
        return None
    place = {face.id: at for at, face in enumerate(faces)}
    named: Counter[int] = Counter()
    shared: Counter[tuple[int, int]] = Counter()
    for one in opened:
        own = sorted({place[face.id] for face in one.faces.values() if face.id in place})
        named.update(own)
        shared.update(combinations(own, 2))
    ties = sorted((node, other, weight) for (node, other), weight in shared.items())
    return _network(faces, [named[at] for at in range(len(faces))], ties, None, here)


def ego_network(
    actor: Counted, company: Sequence[Counted], ties: Sequence[tuple[int, int, int]], here: Here
) -> NetworkChart | None:
    """An actor among its company, whose mentions count the articles in common; `ties` are those of the company.

    None for less than three others, or in one article.
    """
    if len(company) < 3 or actor.articles < 2:
        return None
    faces = [actor.face, *(other.face for other in company)]
    own = [(0, at, other.mentions) for at, other in enumerate(company, 1)]
    inner = [(node + 1, other + 1, weight) for node, other, weight in ties]
    return _network(faces, [actor.articles, *(other.mentions for other in company)], [*own, *inner], 0, here)


def _network(
    faces: Sequence[Face],
    weights: Sequence[int],
    ties: Sequence[tuple[int, int, int]],
    centre: int | None,
    here: Here,
) -> NetworkChart | None:
    drawn = network.network([face.name for face in faces], weights, ties, centre)
    if drawn is None:
        return None
    views = [actor_view(face, here) for face in faces]
    return NetworkChart(
        height=drawn.height,
        nodes=tuple(
            NetworkNode(
                actor=view,
                x=node.x,
                y=node.y,
                size=node.size,
                anchor=node.anchor,
                name=node.name,
                is_centre=at == centre,
            )
            for at, (view, node) in enumerate(zip(views, drawn.nodes, strict=True))
        ),
        lines=tuple(
            ChartLine(x1=edge.x1, y1=edge.y1, x2=edge.x2, y2=edge.y2, width=edge.width) for edge in drawn.edges
        ),
        rows=tuple(
            NetworkRow(one=views[edge.node], other=views[edge.other], articles=edge.weight)
            for edge in sorted(drawn.edges, key=lambda edge: (-edge.weight, edge.node, edge.other))
        ),
    )


# ---------------------------------------------------------------- how often somebody is named


def presence_chart(periods: presence.Periods | None, here: Here) -> PresenceChart | None:
    """How often an actor is named over time; None where it is not over time."""
    if periods is None:
        return None
    time = calendar.window(periods.periods[0].start, periods.periods[-1].start, presence.BARS)
    ends = [period.start for period in periods.periods[1:]] + [time.end]
    rows = [
        PresenceRow(label=_stretch(period.start, end, here), mentions=period.mentions, articles=period.articles)
        for period, end in zip(periods.periods, ends, strict=True)
    ]
    bars = tuple(
        ChartMark(
            x=bar.x,
            y=bar.y,
            width=bar.width,
            size=0.0,
            label=f"{rows[bar.member].label}: {here.words.say('count.mentions', n=rows[bar.member].mentions)}",
        )
        for bar in presence.bars(periods)
    )
    starts = [round(100 * at / len(rows), 2) for at in range(len(rows))]
    return PresenceChart(
        period=_stretch(periods.periods[0].start, time.end, here),
        height=presence.HEIGHT,
        bars=bars,
        ticks=_ticks(time, starts, here),
        peak=max(rows, key=lambda row: row.mentions),
        rows=tuple(row for row in rows if row.articles),
    )


# ---------------------------------------------------------------- numbers of one measure


def figure_charts(opened: Sequence[Opened], here: Here) -> tuple[FigureChart, ...]:
    """Charts of what a briefing's articles measure often: the same of the same, as `tally` finds it, said by whom and when."""
    readings = [
        reading
        for at, one in enumerate(opened)
        if _reported(one) is not None
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
        period=_stretch(min(one.day for one in numbers), max(one.day for one in numbers) + 1, here),
        lowest=views[min(range(len(numbers)), key=lambda at: (numbers[at].lowest, at))].text,
        highest=views[by_value[-1]].text,
        height=drawn.height,
        ticks=_ticks(time, [figures.at(time, start) for start in time.starts], here),
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
    day = _reported(one)
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


# ---------------------------------------------------------------- time in words


def _reported(one: Opened) -> int | None:
    return calendar.day(one.entry.article.date) if one.entry.article.date else None


def _day(day: int, here: Here) -> str:
    return here.words.day(datetime.date.fromordinal(day))


def _stretch(start: int, end: int, here: Here) -> str:
    """The days from a first one to the one behind the last, in words."""
    first, last = (datetime.date.fromordinal(min(day, datetime.date.max.toordinal())) for day in (start, end - 1))
    value = Interval(start=first.isoformat(), end=last.isoformat(), precision="range")
    return wording.interval(value, here.words).text


def _ticks(time: Window, edges: Sequence[float], here: Here) -> tuple[ChartTick, ...]:
    """A line where each period begins, and as many days in words as there is space for on the narrowest screen."""
    labels = [_short(start, time, here) for start in time.starts]
    for stride in range(1, len(labels) + 1):
        if _fit([(edges[at], labels[at]) for at in range(0, len(labels), stride)]):
            break
    return tuple(
        ChartTick(x=edge, label="" if at % stride else label)
        for at, (edge, label) in enumerate(zip(edges, labels, strict=True))
    )


def _fit(labels: Iterable[tuple[float, str]]) -> bool:
    free = 0.0
    for x, label in labels:
        left = x * NARROWEST / 100
        if left < free:
            return False
        free = left + len(label) * LETTER + 10
    return free - 6 <= NARROWEST


def _short(start: int, time: Window, here: Here) -> str:
    date = datetime.date.fromordinal(start)
    if time.unit == "year":
        return str(date.year)
    month = here.words.entries[f"month_short.{date.month}"]
    if time.unit == "month":
        return here.words.say("charts.month", month=month, year=str(date.year))
    return here.words.say("charts.day", day=date.day, month=month)
