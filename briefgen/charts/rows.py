"""Marks that would cover each other, laid into as few rows as they need."""

from __future__ import annotations

from collections.abc import Sequence


def rows(spans: Sequence[tuple[float, float]], gap: float = 0.0) -> tuple[list[int], int]:
    """(row of each (start, end), number of rows): no two in one row are nearer than `gap`. In the order given."""
    taken: list[list[tuple[float, float]]] = []
    placed = []
    for start, end in spans:
        free = (
            number
            for number, row in enumerate(taken)
            if all(end + gap <= other_start or other_end + gap <= start for other_start, other_end in row)
        )
        number = next(free, len(taken))
        if number == len(taken):
            taken.append([])
        taken[number].append((start, end))
        placed.append(number)
    return placed, len(taken)
