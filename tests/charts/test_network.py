"""Networks drawn: the same on every machine, names apart, the strongest ties there."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.charts import NARROWEST, springs
from briefgen.charts.network import LETTER, MOST, NAME, Network, Node, network, shortened

Ties = list[tuple[int, int, int]]
GRAPHS = st.integers(2, 24).flatmap(
    lambda count: st.tuples(
        st.lists(st.text(max_size=40), min_size=count, max_size=count),
        st.lists(
            st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.integers(1, 30)).filter(
                lambda tie: tie[0] < tie[1]
            ),
            min_size=1,
            max_size=60,
            unique_by=lambda tie: tie[:2],
        ),
        st.one_of(st.none(), st.integers(0, count - 1)),
    )
)


def box(node: Node, width: float) -> tuple[float, float, float, float]:
    """(left, top, right, bottom) of a node with its name on a screen of a width."""
    x, half, long = node.x * width / 100, max(node.size, 12), len(node.name) * LETTER
    left = {"start": x - node.size, "middle": x - long / 2, "end": x + node.size - long}[node.anchor]
    return min(x - half, left), node.y - half, max(x + half, left + long), node.y + half + NAME


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] - 0.01 and other[0] < one[2] - 0.01 and one[1] < other[3] and other[1] < one[3]


def made(names: list[str], ties: Ties, centre: int | None) -> Network:
    found = network(names, [len(name) for name in names], ties, centre)
    assert found
    return found


@given(GRAPHS)
@settings(deadline=None, max_examples=40)
def test_nodes_and_names_are_inside_and_apart_on_every_screen(graph: tuple[list[str], Ties, int | None]) -> None:
    found = made(*graph)
    for width in (NARROWEST, 343, 640, 1100):
        boxes = [box(node, width) for node in found.nodes]
        assert not any(overlap(*pair) for pair in combinations(boxes, 2))
        for left, top, right, bottom in boxes:
            assert -0.01 <= left <= right <= width + 0.01
            assert 0 <= top <= bottom <= found.height


@given(GRAPHS)
@settings(deadline=None, max_examples=40)
def test_the_strongest_ties_are_drawn_thickest_and_lead_from_node_to_node(
    graph: tuple[list[str], Ties, int | None],
) -> None:
    names, ties, centre = graph
    found = made(names, ties, centre)
    drawn = {(edge.node, edge.other): edge for edge in found.edges}
    assert {(*pair, edge.weight) for pair, edge in drawn.items()} <= set(ties)
    best = max(weight for _, _, weight in ties)
    assert best in {edge.weight for edge in found.edges}
    for edge in found.edges:
        assert (edge.x1, edge.y1) == (found.nodes[edge.node].x, found.nodes[edge.node].y)
        assert (edge.x2, edge.y2) == (found.nodes[edge.other].x, found.nodes[edge.other].y)
        assert (edge.width >= max(other.width for other in found.edges)) == (edge.weight == best)
    if centre is None:
        assert {end for tie in ties for end in tie[:2]} == {end for pair in drawn for end in pair}
    else:
        assert {tie[:2] for tie in ties if centre in tie[:2]} <= set(drawn)


def dense(count: int) -> Ties:
    return [(a, b, 1 + (a * b) % 7) for a, b in combinations(range(count), 2) if (a * 7 + b * 3) % 4 == 0 or a == 0]


@pytest.mark.parametrize("count", [2, 3, 8, 16, MOST])
def test_a_difference_in_the_last_digits_makes_none_on_the_page(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import networkx

    plain = springs.relaxed(count, dense(count))
    whole = networkx.spring_layout
    calls = []

    def shaken(*given: object, **named: object) -> dict[int, tuple[float, float]]:
        calls.append(1)
        moved = whole(*given, **named)
        return {node: (float(x) + 1e-13 * (node + 1), float(y) - 3e-13) for node, (x, y) in moved.items()}

    monkeypatch.setattr(networkx, "spring_layout", shaken)
    assert springs.relaxed(count, dense(count)) == plain
    assert calls
    assert len(set(plain)) == count


def test_places_do_not_depend_on_chance() -> None:
    assert springs.relaxed(5, dense(5)) == springs.relaxed(5, dense(5))
    assert springs.relaxed(0, []) == ()
    assert springs.relaxed(1, []) == ((0.0, 0.0),)


def test_who_is_closer_stands_closer() -> None:
    places = springs.relaxed(4, [(0, 1, 20), (2, 3, 20), (1, 2, 1)])

    def apart(one: int, other: int) -> float:
        return sum((a - b) ** 2 for a, b in zip(places[one], places[other], strict=True))

    assert apart(0, 1) < apart(0, 3)
    assert apart(2, 3) < apart(0, 2)


def test_an_actor_stands_in_the_middle_of_its_company() -> None:
    found = made(["Ana", "Bo", "Cy", "Di", "Ed"], [(0, at, 2) for at in range(1, 5)] + [(1, 2, 1)], 0)
    assert found.nodes[0].x == 50
    assert min(node.y for node in found.nodes) < found.nodes[0].y < max(node.y for node in found.nodes)


def test_nothing_to_draw_and_too_much() -> None:
    assert network([], [], []) is None
    assert network(["Ana", "Bo"], [1, 1], []) is None
    with pytest.raises(ValueError, match="at most 40"):
        network(["x"] * 41, [1] * 41, [(0, 1, 1)])


def test_long_names_are_cut() -> None:
    assert shortened("Ana Brel") == "Ana Brel"
    assert shortened("Ministry of Public Works and Water") == "Ministry of Publi…"
