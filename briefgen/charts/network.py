"""Who is named together with whom: nodes with their names below them, and lines between them.

The springs' picture is kept as far as no node or name then covers another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from briefgen.charts import NARROWEST
from briefgen.charts.springs import relaxed

MOST = 40
"""Nodes, at most."""
SMALL, LARGE = 6.0, 13.0
"""Radius of the least and of the weightiest node, in pixels."""
LETTER = 6.7
"""Width of a letter of a name, about, in pixels: names are set in 12 pixels."""
LETTERS = 18
"""A longer name is cut."""
NAME = 18
"""Height of a name."""
STRONGEST = 3
"""So many of the ties of each node are drawn, about: all of them would hide each other."""
THIN, THICK = 1.0, 6.0
"""Width of lines."""


class Node(Struct, frozen=True):
    """A node; its name stands below it."""

    x: float
    y: int
    size: float
    """Radius in pixels."""
    anchor: str
    """Which part of the name stands at the node: start, middle or end."""
    name: str
    """As long as there is space for."""


class Edge(Struct, frozen=True):
    """A line between two nodes."""

    node: int
    other: int
    x1: float
    y1: int
    x2: float
    y2: int
    width: float
    weight: int


class Network(Struct, frozen=True):
    """A network drawn."""

    height: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    """Thickest last."""


def network(
    names: Sequence[str], weights: Sequence[int], ties: Sequence[tuple[int, int, int]], centre: int | None = None
) -> Network | None:
    """The network of nodes with names and weights, and of ties (node, other, weight). None without a tie.

    Raises `ValueError` for more than `MOST` nodes. All ties pull, only the strongest of each node are drawn, and all
    those of a `centre`.
    """
    if len(names) > MOST:
        raise ValueError(f"{len(names)} nodes: at most {MOST} can be drawn")
    if not ties:
        return None
    places = relaxed(len(names), ties)
    if centre is not None:
        places = _around(places, centre)
    nodes, height = _spread(places, names, weights, centre)
    drawn = _strongest(ties, centre)
    heaviest = max(weight for _, _, weight in drawn)
    edges = [
        Edge(
            node, other, nodes[node].x, nodes[node].y, nodes[other].x, nodes[other].y,
            round(THIN + (min(THICK, THIN * heaviest) - THIN) * (weight - 1) / max(heaviest - 1, 1), 1), weight,
        )
        for node, other, weight in drawn
    ]  # fmt: skip
    return Network(height, nodes, tuple(sorted(edges, key=lambda edge: (edge.weight, edge.node, edge.other))))


def shortened(name: str) -> str:
    """A name as it is written below its node."""
    return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"


def _strongest(ties: Sequence[tuple[int, int, int]], centre: int | None) -> list[tuple[int, int, int]]:
    """The ties to the centre; of the others the strongest, a few of each node, and one of each where there is one."""
    most = STRONGEST if centre is None else STRONGEST - 1
    taken: Counter[int] = Counter()
    drawn = []
    for node, other, weight in sorted(ties, key=lambda tie: (-tie[2], tie[0], tie[1])):
        if centre in (node, other):
            drawn.append((node, other, weight))
        elif max(taken[node], taken[other]) < most or (centre is None and not (taken[node] and taken[other])):
            taken.update((node, other))
            drawn.append((node, other, weight))
    return drawn


def _around(places: Sequence[tuple[float, float]], centre: int) -> tuple[tuple[float, float], ...]:
    """The others on a circle around the centre, evenly, in the order in which the springs put them around it."""
    x0, y0 = places[centre]
    others = [at for at in range(len(places)) if at != centre]
    others.sort(key=lambda at: (math.atan2(places[at][1] - y0, places[at][0] - x0), at))
    moved = {centre: (0.0, 0.0)}
    for number, at in enumerate(others):
        angle = 2 * math.pi * (number + 0.5) / len(others)
        moved[at] = round(math.cos(angle), 4), round(math.sin(angle), 4)
    return tuple(moved[at] for at in range(len(places)))


def _spread(
    places: Sequence[tuple[float, float]], names: Sequence[str], weights: Sequence[int], centre: int | None
) -> tuple[tuple[Node, ...], int]:
    """(the nodes, the height that they need), from the highest down, each as high as no other is in its way.

    A centre stays where it is.
    """
    heaviest = max([*weights, 1])
    wanted = 22.0 * len(places) + 40
    taken: list[tuple[float, int, float, int]] = []
    nodes: dict[int, Node] = {}
    for at in sorted(range(len(places)), key=lambda at: (at != centre, places[at][1], places[at][0], at)):
        px, py = places[at]
        size = round(SMALL + (LARGE - SMALL) * (max(weights[at], 0) / heaviest) ** 0.5, 1)
        x = round(50 + 43 * px, 2)
        name = shortened(names[at])
        anchor = "start" if x < 36 else "end" if x > 64 else "middle"
        left, right = _reach(x * NARROWEST / 100, size, len(name) * LETTER, anchor)
        # Whole pixels: what is moved below another is below it.
        high = math.ceil(max(size, 12.0))
        y = round(LARGE + 2 + (py + 1) / 2 * wanted)
        moved = True
        while moved:
            moved = False
            for other_left, top, other_right, bottom in taken:
                if left < other_right and other_left < right and y - high < bottom and top < y + high + NAME:
                    y, moved = bottom + high, True
        taken.append((left, y - high, right, y + high + NAME))
        nodes[at] = Node(x, y, size, anchor, name)
    lowest = max(bottom for _, _, _, bottom in taken)
    return tuple(nodes[at] for at in range(len(places))), lowest + 4


def _reach(x: float, size: float, width: float, anchor: str) -> tuple[float, float]:
    """(left, right) of a node with its name, in pixels on the narrowest screen."""
    hit = max(size, 12.0)
    if anchor == "start":
        return x - hit, max(x - size + width, x + hit)
    if anchor == "end":
        return min(x + size - width, x - hit), x + hit
    return x - max(hit, width / 2), x + max(hit, width / 2)
