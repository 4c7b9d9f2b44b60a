"""Numbers of one measure over time, each a mark of its source: where sources disagree, marks stand apart."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from briefgen.charts import NARROWEST
from briefgen.charts.calendar import Window, window

TOP, HEIGHT, FOOT = 22, 200, 24
"""Pixels above the highest number, between it and the lowest, and below for the names of days."""
WIDEST = 1100
"""Pixels: marks that are apart on the narrowest and on this screen are so on all between."""
APART = 14
"""Pixels between the middles of two marks."""
MARGIN = 10.0
"""Percent on both sides."""
LOGARITHMIC = 20
"""Where the largest number is so many times the least, each tenfold has the same height."""
CLOSE = 0.6
"""Where the least number is this share of the largest, the lines need not begin at nothing."""
TICKS = 4
PERIODS = 8


class Number(Struct, frozen=True):
    """A number, or all from low to high, said on a day."""

    day: int
    amount: float | None
    low: float | None
    high: float | None
    source: int
    """Which source says so."""
    bound: str = ""
    """least: at least so many; most: at most; "" else."""
    is_rough: bool = False

    @property
    def lowest(self) -> float:
        """The least that is said."""
        return min(value for value in (self.amount, self.low, self.high) if value is not None)

    @property
    def highest(self) -> float:
        """The most that is said."""
        return max(value for value in (self.amount, self.low, self.high) if value is not None)


class Dot(Struct, frozen=True):
    """A mark at x percent and `shift` pixels, at the height y; from top to bottom where it is a range."""

    x: float
    shift: int
    y: float
    top: float
    bottom: float
    source: int
    bound: str
    is_rough: bool
    members: tuple[int, ...]
    """Which of the numbers it stands for."""


class Line(Struct, frozen=True):
    """A number's height."""

    y: float
    value: float


class Plot(Struct, frozen=True):
    """Numbers drawn."""

    window: Window
    height: float
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]


def plot(numbers: Sequence[Number]) -> Plot | None:
    """The numbers over time; None without any. Each must say an amount, a low or a high, all finite."""
    if not numbers:
        return None
    time = window(min(one.day for one in numbers), max(one.day for one in numbers), PERIODS)
    least, most = min(one.lowest for one in numbers), max(one.highest for one in numbers)
    scale = _scale(least, most)
    groups: dict[tuple[object, ...], list[int]] = {}
    for at, one in enumerate(numbers):
        groups.setdefault((one.day, one.amount, one.low, one.high, one.source, one.bound, one.is_rough), []).append(at)
    dots: list[Dot] = []
    for members in groups.values():
        one = numbers[members[0]]
        x = round(MARGIN + (100 - 2 * MARGIN) / 100 * time.x(one.day), 2)
        top, bottom = scale.y(one.highest), scale.y(one.lowest)
        y = scale.y(one.amount) if one.amount is not None else round((top + bottom) / 2, 1)
        shift = _free(x, y, dots)
        dots.append(Dot(x, shift, y, top, bottom, one.source, one.bound, one.is_rough, tuple(members)))
    return Plot(time, TOP + HEIGHT + FOOT, tuple(Line(scale.y(value), value) for value in scale.values), tuple(dots))


def at(time: Window, day: int) -> float:
    """Where a day begins on the chart, in percent."""
    return round(MARGIN + (100 - 2 * MARGIN) / 100 * time.edge(day), 2)


class _Scale(Struct, frozen=True):
    """The numbers that have a line, ascending; all numbers lie between the first and the last."""

    values: tuple[float, ...]
    is_logarithmic: bool = False

    def y(self, value: float) -> float:
        """The height of a number, from the top."""
        low, high = self.values[0], self.values[-1]
        if self.is_logarithmic:
            low, high, value = math.log10(low), math.log10(high), math.log10(value)
        return round(TOP + HEIGHT * (1 - (value - low) / (high - low)), 1)


def _scale(least: float, most: float) -> _Scale:
    if least > 0 and most / least > LOGARITHMIC:
        low, high = math.floor(math.log10(least)), math.ceil(math.log10(most))
        step = -(-(high - low) // TICKS)
        return _Scale(tuple(float(10.0**power) for power in range(low, high + step, step)), is_logarithmic=True)
    if most - least <= 1e-6 * max(abs(most), abs(least)):
        least, most = (0.0, most) if most > 0 else (least, 0.0) if least < 0 else (0.0, 1.0)
    elif 0 < least < most * CLOSE:
        # Numbers far apart are seen against nothing.
        least = 0.0
    rough = (most - least) / TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step_size = next(power * nice for nice in (1, 2, 2.5, 5, 10) if power * nice >= rough * 0.999)
    first, last = math.floor(least / step_size + 1e-9), math.ceil(most / step_size - 1e-9)
    return _Scale(tuple(float(f"{step_size * number:.15g}") for number in range(first, last + 1)))


def _free(x: float, y: float, dots: Sequence[Dot]) -> int:
    """The least shift at which a mark covers no other, nor would on a wider screen."""
    near = [dot for dot in dots if abs(dot.y - y) < APART]
    for step in range(2 * len(near) + 2):
        shift = (step + 1) // 2 * APART * (1 if step % 2 else -1)
        inside = all(APART / 2 <= x * width / 100 + shift <= width - APART / 2 for width in (NARROWEST, WIDEST))
        if inside and all(_is_apart(dot, x, shift) for dot in near):
            return shift
    return 0


def _is_apart(dot: Dot, x: float, shift: int) -> bool:
    gaps = [(x - dot.x) * width / 100 + shift - dot.shift for width in (NARROWEST, WIDEST)]
    return min(gaps) >= APART or max(gaps) <= -APART
