"""Charts: what is drawn where, and the same in words."""

from __future__ import annotations

from msgspec import Struct

from briefgen.views.parts import ActorView, ArticleView, DateView, FigureView


class ChartTick(Struct, frozen=True, kw_only=True):
    """A line across a chart, and what it says; "" where there is no space for words."""

    x: float = 0.0
    """In percent of the chart's width, as all `x` and `width` of charts are; lines of numbers have none."""
    y: float = 0.0
    """In pixels from the top, as all `y` and `height` are; lines of days have none."""
    label: str


class ChartMark(Struct, frozen=True, kw_only=True):
    """A dot around x, y; or a bar from x on, as wide as its width."""

    x: float
    y: float
    width: float = 0.0
    size: float
    """Radius of the dot, half of the bar's height, in pixels."""
    label: str
    """What it stands for, in a few words."""
    href: str = ""
    """To the first of it; "" for a mark that is no link."""


class ChartLine(Struct, frozen=True, kw_only=True):
    """A line from one mark to another."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 1.0


class TimelineRow(Struct, frozen=True, kw_only=True):
    """What a timeline's chart draws, in words."""

    date: DateView
    sentence: str
    """Its beginning."""
    href: str
    article: ArticleView
    """Where, and when, it was reported."""


class TimelineChart(Struct, frozen=True, kw_only=True):
    """When things happened, above when they were reported."""

    period: str
    """From when to when."""
    height: float
    lane: float
    """Where the lane of reports begins."""
    happened: tuple[ChartMark, ...]
    reported: tuple[ChartMark, ...]
    ties: tuple[ChartLine, ...]
    """From what happened to its report."""
    ticks: tuple[ChartTick, ...]
    earlier: int
    later: int
    """How many events lie outside of it."""
    rows: tuple[TimelineRow, ...]


class VoiceRow(Struct, frozen=True, kw_only=True):
    """How much somebody is heard."""

    actor: ActorView | None
    """None for all others, and for those without a name."""
    label: str
    verbatim: int
    retold: int
    """How many quotes, word for word or wholly, and in part or in reported speech."""
    share: int
    """Percent of all quotes, rounded."""
    verbatim_width: float
    retold_width: float


class VoicesChart(Struct, frozen=True, kw_only=True):
    """Who is heard how much."""

    total: int
    rows: tuple[VoiceRow, ...]


class NetworkNode(Struct, frozen=True, kw_only=True):
    """Somebody in a network."""

    actor: ActorView
    x: float
    y: float
    size: float
    anchor: str
    """Which part of the name stands at x: start, middle or end."""
    name: str
    """As long as there is space for."""
    is_centre: bool = False


class NetworkRow(Struct, frozen=True, kw_only=True):
    """Two who are named in the same articles."""

    one: ActorView
    other: ActorView
    articles: int


class NetworkChart(Struct, frozen=True, kw_only=True):
    """Who is named together with whom."""

    height: float
    nodes: tuple[NetworkNode, ...]
    lines: tuple[ChartLine, ...]
    rows: tuple[NetworkRow, ...]
    """What is drawn, the most articles in common first."""


class PresenceRow(Struct, frozen=True, kw_only=True):
    """A stretch of time in which an actor is named."""

    label: str
    mentions: int
    articles: int


class PresenceChart(Struct, frozen=True, kw_only=True):
    """How often an actor is named over time, by the dates of articles."""

    period: str
    height: float
    bars: tuple[ChartMark, ...]
    """y is the top of a bar that ends at the chart's height; size is not used."""
    ticks: tuple[ChartTick, ...]
    peak: PresenceRow
    rows: tuple[PresenceRow, ...]


class FigureSource(Struct, frozen=True, kw_only=True):
    """Who gives numbers."""

    name: str
    shape: int
    """Which of the shapes, from 0; the last one is everybody else's."""
    actor: ActorView | None = None


class FigureMark(Struct, frozen=True, kw_only=True):
    """A number, or all between two."""

    x: float
    shift: int
    """Pixels beside x."""
    y: float
    top: float
    bottom: float
    """From the highest to the lowest that is said; both are y where it is one number."""
    shape: int
    bound: str
    """least: at least so many; most: at most; "" else."""
    is_rough: bool
    label: str
    href: str


class FigureChart(Struct, frozen=True, kw_only=True):
    """What is said of one measure over time."""

    measure: str
    subject: str
    """What is mostly counted; may be ""."""
    unit: str
    period: str
    lowest: str
    highest: str
    height: float
    ticks: tuple[ChartTick, ...]
    lines: tuple[ChartTick, ...]
    """Of the numbers."""
    marks: tuple[FigureMark, ...]
    sources: tuple[FigureSource, ...]
    rows: tuple[FigureView, ...]
