"""Quantities: numbers joined with the currency, unit or rate beside them, and ranges with both their ends.

Text in, quantities out; offsets are into that text. Whether a quantity is a figure at all is decided elsewhere.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from briefgen.annotate.figures.numbers import Number, find_numbers
from briefgen.annotate.figures.uncounted import is_score, is_year
from briefgen.annotate.figures.units import currency_before, rate_behind, singular, unit_behind

_HEAVY_POUNDS = 1e5
"""From here on "pounds" are money: nobody weighs so much in them."""
_JOINER = re.compile(r" ?[-–—‑] ?| to | or | and | through ", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(between) (?:about |around |roughly )?$", re.IGNORECASE)
_FROM = re.compile(r"\bfrom (?:\w+ ){0,2}$", re.IGNORECASE)
_RANGING = re.compile(
    r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|anywhere|somewhere"
    r"|last(?:s|ed|ing)?|tak(?:es?|en|ing)|took) (?:in \w+ )?from $",
    re.IGNORECASE,
)
_MAGNITUDE = re.compile(r"\bmagnitude[ -](?:of )?$", re.IGNORECASE)
_PER = re.compile(r" (?:per|for every|in every) (\d[\d,]* )([a-z]+)")
"""What a frequency is counted in: "40 per 100,000 people"."""
_OF_ONE = re.compile(r" of an? ")
"""Between a share and the unit that it is a part of: "a quarter of an hour"."""
_MOVING = frozenset({"second", "minute", "hour"})
_BACK = 40


class Quantity(NamedTuple):
    """An amount of something, at `[start, end)`."""

    start: int
    end: int
    number: Number
    """Of a range, the upper end."""
    unit: str | None = None
    kind: str | None = None
    """A table of `units.toml`, or "share"."""
    low: float | None = None
    high: float | None = None
    """Only a range has this."""
    per: str | None = None
    """What it is counted per ("day"); `unit` says so too."""

    @property
    def ranged(self) -> bool:
        """Whether this is a range."""
        return self.high is not None


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every number of `text` with its unit, ascending; scores ("a 2-1 win") are left out."""
    single = [quantity for number in find_numbers(text) if (quantity := _with_unit(text, number)) is not None]
    single = [one for k, one in enumerate(single) if not k or one.start >= single[k - 1].end]
    joined: list[Quantity] = []
    taken = False
    for left, right in pairwise((*single, None)):
        if taken or left is None:
            taken = False
            continue
        merged = _range(text, left, right) if right is not None else left
        taken = merged is not left
        if merged is not None:
            joined.append(merged)
    return tuple(joined)


def _with_unit(text: str, number: Number) -> Quantity | None:
    start, end, unit, kind = number.start, number.end, None, None
    if currency := currency_before(text, start):
        start, unit, kind = currency.start, currency.name, currency.kind
    elif found := unit_behind(text, end):
        end, unit, kind = found.end, found.name, found.kind
        if unit == "pound":
            unit, kind = ("GBP", "money") if (number.amount or number.low or 0) >= _HEAVY_POUNDS else ("pound", "mass")
    elif number.form == "share":
        part = _OF_ONE.match(text, end)
        whole = unit_behind(text, part.end() - 1) if part else None
        if whole is not None and whole.kind in ("time", "length"):
            end, unit, kind = whole.end, whole.name, whole.kind
        else:
            unit = kind = "share"
    elif _MAGNITUDE.search(text, max(0, start - _BACK), start):
        unit = kind = "magnitude"
    per = None
    if kind not in ("share", "percent", "magnitude") and (rate := rate_behind(text, end)):
        per, end = rate
        unit = f"{unit or ''} per {per}".lstrip()
        kind = kind if kind != "length" else "speed" if per in _MOVING else "rate"
    if kind is None and (base := _PER.match(text, end)):
        per, end = base[1] + singular(base[2]), base.end()
        unit, kind = f"per {per}", "rate"
    if end < len(text) and text[end].isalpha() and text[end - 1].isalnum():
        return None  # 5G, 3D, 40x
    return Quantity(start, end, number, unit, kind, per=per)


def _range(text: str, left: Quantity, right: Quantity) -> Quantity | None:
    """The range from `left` to `right`; `left` itself if they are two figures; None if they are a score."""
    joiner = text[left.end : right.start]
    low, high = left.number.amount, right.number.amount
    if len(joiner) > 9 or low is None or high is None or not _JOINER.fullmatch(joiner):
        return left
    before = text[max(0, left.start - _BACK) : left.start]
    word = joiner.strip().lower()
    bare = left.unit is None and right.unit is None
    if bare and is_year(text, left.start, left.end):
        return left if word.isalpha() else None
    scale = right.number.scale
    if left.number.scale == 1.0 < scale and low < high / scale and left.kind in (None, "money"):
        low *= scale  # 2 to 3 million
    if bare and word != "and" and is_score(text, left.start, right.end, low, high, joiner):
        return None
    between = _BETWEEN.search(before)
    separate = (
        high <= low
        or (left.unit is not None and right.unit is not None and left.unit != right.unit)
        or (word == "and" and not between)
        or (word == "or" and (left.unit is not None or high > 3 * low))
        or (word == "to" and _FROM.search(before) and not _RANGING.search(before))
    )
    if separate:
        return left
    unit, kind = (right.unit, right.kind) if right.kind or not left.kind else (left.unit, left.kind)
    if left.kind and right.unit and not right.kind:  # $5 to 10 a barrel
        unit = f"{left.unit} {right.unit}"
    start = between.start(1) + max(0, left.start - _BACK) if between else left.start
    return Quantity(start, right.end, right.number, unit, kind, low, high, right.per)
