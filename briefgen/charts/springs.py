"""Where the nodes of a network stand when its ties pull like springs. The one module that imports networkx."""

from __future__ import annotations

from collections.abc import Sequence

SEED = 7
STAGES, STEPS = 5, 8
DIGITS = 4


def relaxed(count: int, ties: Sequence[tuple[int, int, int]]) -> tuple[tuple[float, float], ...]:
    """A place in the square from -1 to 1 for each of `count` nodes; `ties` are (node, other, weight).

    Fruchterman and Reingold's method, from a start that is the same
    each time. Machines differ in the last bit of a sum, and each step makes such a difference larger: places are rounded
    after every few steps, before it grows to anything, and so are the same everywhere.
    """
    # Loaded when there is a network to draw: a build that finds nothing to do is not kept waiting.
    import networkx

    if count == 0:
        return ()
    if count == 1:
        return ((0.0, 0.0),)
    graph = networkx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(ties)
    places = {node: _start(node, count) for node in range(count)}
    for _ in range(STAGES):
        moved = networkx.spring_layout(graph, pos=places, iterations=STEPS, seed=SEED)
        largest = max(max(abs(float(x)), abs(float(y))) for x, y in moved.values()) or 1.0
        places = {
            node: (round(float(x) / largest, DIGITS), round(float(y) / largest, DIGITS))
            for node, (x, y) in moved.items()
        }
    return tuple(places[node] for node in range(count))


def _start(node: int, count: int) -> tuple[float, float]:
    """A place to begin with: scattered, and no two alike, as symmetry would be kept up for ever."""
    x = ((node + 1) * 0.618034) % 1.0
    y = ((node + 0.5) / count + 0.05 * ((node * 0.414214) % 1.0)) % 1.0
    return round(2 * x - 1, DIGITS), round(2 * y - 1, DIGITS)
