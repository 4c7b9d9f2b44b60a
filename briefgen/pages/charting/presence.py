"""How often somebody is named over time."""

from __future__ import annotations

from briefgen.charts import calendar, presence
from briefgen.pages.charting.days import stretch, ticks
from briefgen.pages.here import Here
from briefgen.views.charts import ChartMark, PresenceChart, PresenceRow


def presence_chart(periods: presence.Periods | None, here: Here) -> PresenceChart | None:
    """How often an actor is named over time; None where it is not over time."""
    if periods is None:
        return None
    # The days that were counted need not be known: up to the start of the last period shorter ones may do.
    time = calendar.joined(periods.unit, periods.step, [period.start for period in periods.periods])
    ends = [period.start for period in periods.periods[1:]] + [time.end]
    rows = [
        PresenceRow(label=stretch(period.start, end, here), mentions=period.mentions, articles=period.articles)
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
        period=stretch(periods.periods[0].start, time.end, here),
        height=presence.HEIGHT,
        bars=bars,
        ticks=ticks(time, starts, here),
        peak=max(rows, key=lambda row: row.mentions),
        rows=tuple(row for row in rows if row.articles),
    )
