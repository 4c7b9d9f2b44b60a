"""Hand-made annotations: marked text to words and spans.

    ⟦s|⟦PERSON|Ada Orr⟧, the mayor,⟧ ⟦c|said⟧ ⟦q|the bridge was safe⟧.

Entities carry their label, the parts of an attribution s (source), c (cue) or q (content); numbers tell
several attributions of one sentence apart (s1 c1 q1, s2 …).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ROLE = re.compile(r"([scq])(\d*)$")
_MARK = re.compile(r"⟦([A-Za-z_]+\d*)\||⟧")


@dataclass(frozen=True)
class Marked:
    """A text without its marks; spans are half-open, in code points."""

    text: str
    entities: tuple[tuple[int, int, str], ...]
    roles: tuple[tuple[int, int, str, str], ...]
    """(start, end, "s" | "c" | "q", which attribution)"""


def parse(marked: str) -> Marked:
    """The text and its spans. Raises `ValueError` when a mark is not closed."""
    parts: list[str] = []
    length = at = 0
    opened: list[tuple[int, str]] = []
    entities, roles = [], []
    for mark in _MARK.finditer(marked):
        plain = marked[at : mark.start()]
        parts.append(plain)
        length += len(plain)
        at = mark.end()
        if mark[1]:
            opened.append((length, mark[1]))
            continue
        if not opened:
            raise ValueError(f"a mark closes that was not opened: {marked[: at + 1][-60:]}")
        start, label = opened.pop()
        role = ROLE.match(label)
        if role:
            roles.append((start, length, role[1], role[2]))
        else:
            entities.append((start, length, label))
    if opened:
        raise ValueError(f"a mark is not closed: {opened[-1][1]} in {marked[:60]}")
    return Marked("".join([*parts, marked[at:]]), tuple(entities), tuple(roles))
