"""How well one colour stands out from another, as WCAG 2 counts it.

Relative luminance and contrast ratio are those of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio):
1 for equal colours, 21 for black on white. Colours are six hex digits behind a "#".
"""

from __future__ import annotations

import re
from collections.abc import Callable

TEXT = 4.5
"""What words need (SC 1.4.3, level AA)."""
LINES = 3.0
"""What lines and other signs that mean something need (SC 1.4.11)."""

STEPS = 200
"""In how many steps a colour is moved to black or white while a passing one is looked for."""


def colour(written: str) -> str | None:
    """A CSS hex colour without transparency, in six lower-case digits; None for anything else."""
    digits = written.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", digits):
        return "#" + "".join(2 * digit for digit in digits[1:])
    return digits if re.fullmatch(r"#[0-9a-f]{6}", digits) else None


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, whichever is the ground."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two, with that share (0 to 1) of the other."""
    channels = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)


def nearest(own: str, passes: Callable[[str], bool]) -> str | None:
    """The colour closest to `own`, darker or lighter by as little as possible, that passes; None when none does."""
    for step in range(STEPS + 1):
        for end in ("#000000", "#ffffff"):
            moved = mixed(own, end, step / STEPS)
            if passes(moved):
                return moved
    return None


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    # The threshold is sRGB's own, 0.04045; WCAG's text has 0.03928, which no colour of eight bits tells apart.
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
