"""Who is named with whom: in a briefing, and around one actor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from briefgen.briefing.cast import Face
from briefgen.charts import network
from briefgen.pages.directory import Counted, Opened, actor_view
from briefgen.pages.here import Here
from briefgen.views.charts import ChartLine, NetworkChart, NetworkNode, NetworkRow

ACTORS = 16
"""Actors in a briefing's network."""


def story_network(opened: Sequence[Opened], actors: Sequence[Counted], here: Here) -> NetworkChart | None:
    """The leading actors of a briefing, and in how many of its articles each two are named; None for less than three.

    Nor is there anything to be seen in one article: all are in it together.
    """
    faces = [actor.face for actor in actors[:ACTORS]]
    if len(faces) < 3 or len(opened) < 2:
        return None
    place = {face.id: at for at, face in enumerate(faces)}
    named: Counter[int] = Counter()
    shared: Counter[tuple[int, int]] = Counter()
    for one in opened:
        own = sorted({place[face.id] for face in one.faces.values() if face.id in place})
        named.update(own)
        shared.update(combinations(own, 2))
    ties = sorted((node, other, weight) for (node, other), weight in shared.items())
    return _network(faces, [named[at] for at in range(len(faces))], ties, None, here)


def ego_network(
    actor: Counted, company: Sequence[Counted], ties: Sequence[tuple[int, int, int]], here: Here
) -> NetworkChart | None:
    """An actor among its company, whose mentions count the articles in common; `ties` are those of the company.

    None for less than three others, or in one article.
    """
    if len(company) < 3 or actor.articles < 2:
        return None
    faces = [actor.face, *(other.face for other in company)]
    own = [(0, at, other.mentions) for at, other in enumerate(company, 1)]
    inner = [(node + 1, other + 1, weight) for node, other, weight in ties]
    return _network(faces, [actor.articles, *(other.mentions for other in company)], [*own, *inner], 0, here)


def _network(
    faces: Sequence[Face],
    weights: Sequence[int],
    ties: Sequence[tuple[int, int, int]],
    centre: int | None,
    here: Here,
) -> NetworkChart | None:
    drawn = network.network([face.name for face in faces], weights, ties, centre)
    if drawn is None:
        return None
    views = [actor_view(face, here) for face in faces]
    return NetworkChart(
        height=drawn.height,
        nodes=tuple(
            NetworkNode(
                actor=view,
                x=node.x,
                y=node.y,
                size=node.size,
                anchor=node.anchor,
                name=node.name,
                is_centre=at == centre,
            )
            for at, (view, node) in enumerate(zip(views, drawn.nodes, strict=True))
        ),
        lines=tuple(
            ChartLine(x1=edge.x1, y1=edge.y1, x2=edge.x2, y2=edge.y2, width=edge.width) for edge in drawn.edges
        ),
        rows=tuple(
            NetworkRow(one=views[edge.node], other=views[edge.other], articles=edge.weight)
            for edge in sorted(drawn.edges, key=lambda edge: (-edge.weight, edge.node, edge.other))
        ),
    )
