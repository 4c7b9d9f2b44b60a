"""Fit the weights of actors' salience, and measure the ranking.

    python -m training.salience SHARED [--weights]

SHARED holds data/gum/documents.jsonl.gz, whose actors say how many of five summaries name them, and
data/treebank/gum_dev.conllu.gz, whose documents are kept from fitting. Prints nDCG@10 of the shipped weights and of
simpler orders; `--weights` fits and prints new weights for `briefgen/annotate/actors/salience.py`.

Two figures for every order. "official" is that of the scorer: only actors with an encyclopedia's page count, and one
that was not found is lost. "order" asks about the order alone: every actor that was found counts by its summaries, and
the best order of them is 1.

The weights are learned from pairs of actors of one article (a linear ranker, each pair weighing what its swap changes
in nDCG), from the actors that briefgen finds and, with half the weight, from the annotated ones: names will be found
better than today, and the order should then still hold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from briefgen.annotate import nlp, passage_of
from briefgen.annotate.actors import find
from briefgen.annotate.actors.merge import Group, merge
from briefgen.annotate.actors.named import Name, name_at
from briefgen.annotate.actors.salience import WEIGHTS, features, opening_of
from briefgen.annotation import ActorKind
from briefgen.article import parse
from briefgen.source import decode

NEWS = frozenset({"news", "interview", "court", "bio", "speech"})
"""The genres nearest to news."""
LABELS = {"person": "PERSON", "place": "GPE", "organization": "ORG"}
NAMES = tuple(WEIGHTS)
ROUNDS, PLAIN, RATE, DECAY = 150, 30, 0.5, 0.3
"""Steps of descent; those in which all pairs weigh the same; their length; what large weights cost."""

Array = npt.NDArray[np.float64]


class Ranked(NamedTuple):
    """The actors of one document."""

    genre: str
    held_out: bool
    rows: Array
    """The features of each actor."""
    clusters: list[tuple[int | None, int | None]]
    """Of each actor: its annotated cluster among those with a page, and among all."""
    summaries: list[int]
    """Of each cluster: how many name it."""
    ideal: list[int]
    """The summaries of clusters with a page, falling."""
    weight: float


def documents(shared: Path) -> Iterator[tuple[dict[str, Any], Doc]]:
    """The records of the set with their texts, read."""
    with gzip.open(shared / "data/gum/documents.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    articles = [parse(decode(r["text"].encode(), path=f"{r['id']}.txt", place=f"{r['id']}.txt")) for r in records]
    passages = [passage_of(article, record["date"]) for article, record in zip(articles, records, strict=True)]
    yield from zip(records, nlp.read(nlp.load(), [(p.text, p.blocks) for p in passages]), strict=True)


def held_out(shared: Path) -> frozenset[str]:
    """The ids of the documents that are not fitted to."""
    with gzip.open(shared / "data/treebank/gum_dev.conllu.gz", "rt", encoding="utf-8") as lines:
        return frozenset(line.split("=")[1].strip() for line in lines if line.startswith("# newdoc id"))


def found(record: dict[str, Any], doc: Doc, dev: bool) -> Ranked:
    """The actors that briefgen finds."""
    names = find._names(doc, ())
    groups = [(group, find._kind(doc, group)) for group in merge(doc, names)]
    spans = [(s, e, k) for k, cluster in enumerate(record["clusters"]) for s, e, _ in cluster["mentions"]]
    paged = [span for span in spans if record["clusters"][span[2]]["identity"]]
    clusters = []
    for group, _ in groups:
        official, any_ = (_most([_at(name, some) for name in group.names]) for some in (paged, spans))
        clusters.append((official, official if any_ is None else any_))
    return _ranked(record, doc, groups, clusters, dev, 1.0)


def annotated(record: dict[str, Any], doc: Doc, dev: bool) -> Ranked:
    """The annotated actors that are named."""
    groups: list[tuple[Group, ActorKind]] = []
    clusters: list[tuple[int | None, int | None]] = []
    for k, cluster in enumerate(record["clusters"]):
        names = []
        for start, end, _ in cluster["mentions"]:
            span = doc.char_span(start, end)
            if span is not None and len(span) <= 8 and span.root.tag_ in ("NNP", "NNPS"):
                names.append(name_at(doc, span.start, span.end - 1, LABELS[cluster["type"]]))
        if names:
            names.sort(key=lambda name: name.span)
            groups.append((Group(names=tuple(names)), cast("ActorKind", cluster["type"])))
            clusters.append((k, k))
    return _ranked(record, doc, groups, clusters, dev, 0.5)


def _ranked(
    record: dict[str, Any], doc: Doc, groups: Sequence[tuple[Group, ActorKind]],
    clusters: list[tuple[int | None, int | None]], dev: bool, weight: float,
) -> Ranked:  # fmt: skip
    opening = opening_of(doc)
    rows = [[features(doc, group, kind, opening)[name] for name in NAMES] for group, kind in groups]
    summaries = [cluster["salience"] for cluster in record["clusters"]]
    ideal = sorted((c["salience"] for c in record["clusters"] if c["identity"]), reverse=True)
    return Ranked(
        genre=record["genre"], held_out=dev, rows=np.array(rows, float).reshape(-1, len(NAMES)), clusters=clusters,
        summaries=summaries, ideal=ideal, weight=weight * (1.5 if record["genre"] in NEWS else 1.0),
    )  # fmt: skip


def _at(name: Name, spans: Sequence[tuple[int, int, int]]) -> int | None:
    """The cluster of the mention that overlaps the name by half or more of both, the most."""
    best, cluster = 0.5, None
    for start, end, k in spans:
        shared = min(end, name.span.end) - max(start, name.span.start)
        value = shared / (end - start + len(name.span) - shared) if shared > 0 else 0.0
        if value >= best and (cluster is None or value > best):
            best, cluster = value, k
    return cluster


def _most(clusters: Sequence[int | None]) -> int | None:
    counts = Counter(k for k in clusters if k is not None)
    return counts.most_common(1)[0][0] if counts else None


def gain(values: Sequence[int]) -> float:
    """Discounted gain of the first ten."""
    return sum(value / math.log2(rank + 2) for rank, value in enumerate(values[:10]))


def worth(ranked: Ranked, order: Sequence[int], which: int) -> list[int]:
    """Summaries that name the actors in this order; an actor told apart into two counts once."""
    seen: set[int] = set()
    values = []
    for actor in order:
        k = ranked.clusters[actor][which]
        values.append(0 if k is None or k in seen else ranked.summaries[k])
        seen |= {k} if k is not None else set()
    return values


def scores(ranked: Ranked, value: Callable[[Array], float]) -> tuple[float | None, float | None]:
    """(official, order) nDCG@10 of the order by falling `value`; None where no summary names anyone."""
    order = sorted(range(len(ranked.rows)), key=lambda n: (-value(ranked.rows[n]), n))
    best = sorted({k for _, k in ranked.clusters if k is not None}, key=lambda k: -ranked.summaries[k])
    ideals = gain(ranked.ideal), gain([ranked.summaries[k] for k in best])
    official, own = (gain(worth(ranked, order, n)) / ideal if ideal else None for n, ideal in enumerate(ideals))
    return official, own


def fit(documents: Sequence[Ranked]) -> dict[str, float]:
    """Weights by name."""
    spread = np.concatenate([d.rows for d in documents]).std(axis=0) + 1e-9
    prepared = []
    for d in documents:
        y = np.array([0 if k is None else d.summaries[k] for _, k in d.clusters], float)
        better, worse = np.nonzero(y[:, None] > y[None, :])
        if len(better):
            prepared.append(
                (d.rows / spread, y, better, worse, gain(sorted(y.astype(int).tolist(), reverse=True)), d.weight)
            )
    total = sum(one[-1] for one in prepared)
    weights = np.zeros(len(NAMES))
    for step in range(ROUNDS):
        slope = DECAY * weights
        for x, y, better, worse, ideal, weight in prepared:
            s = x @ weights
            place = np.empty(len(s))
            place[np.argsort(-s, kind="stable")] = np.arange(len(s))
            discount = 1 / np.log2(place + 2)
            change = (y[better] - y[worse]) / len(better)
            if step >= PLAIN:
                change = np.abs((y[better] - y[worse]) * (discount[better] - discount[worse])) / ideal
            push = change / (1 + np.exp(np.clip(s[better] - s[worse], -30, 30)))
            pull = np.bincount(better, push, len(s)) - np.bincount(worse, push, len(s))
            slope = slope - weight * (pull @ x) / total
        weights = weights - RATE * slope
    return dict(zip(NAMES, (weights / spread).tolist(), strict=True))


def show(name: str, documents: Sequence[Ranked], value: Callable[[Array], float]) -> None:
    """One line of figures."""
    parts: dict[str, list[Ranked]] = {
        "fitted": [d for d in documents if not d.held_out],
        "held out": [d for d in documents if d.held_out],
        "held out, news-like": [d for d in documents if d.held_out and d.genre in NEWS],
        "all": list(documents),
    }
    line = []
    for part, some in parts.items():
        pairs = [scores(d, value) for d in some]
        means = [np.mean([pair[n] for pair in pairs if pair[n] is not None]) for n in (0, 1)]
        line.append(f"{part} {means[0]:.3f} {means[1]:.3f}")
    print(f"{name:<26}", " | ".join(line))


def main() -> None:
    """Measure, and fit when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--weights", action="store_true", help="fit and print new weights")
    arguments = parser.parse_args()
    dev = held_out(arguments.shared)
    ours, gold = [], []
    for record, doc in documents(arguments.shared):
        ours.append(found(record, doc, record["id"] in dev))
        gold.append(annotated(record, doc, record["id"] in dev))
    weights = dict(WEIGHTS)
    if arguments.weights:
        seen = [d for d in (*ours, *gold) if not d.held_out]
        weights = fit(seen)
        print({name: round(value, 2) for name, value in weights.items()})
    vector = np.array([weights[name] for name in NAMES])
    early, mentions = NAMES.index("early"), NAMES.index("mentions")
    print("each: official, order")
    for label, some in (("found", ours), ("annotated", gold)):
        show(f"{label}: these weights", some, lambda row: float(row @ vector))
        show(f"{label}: by mentions", some, lambda row: float(row[mentions] + 0.01 * row[early]))
        show(f"{label}: by first mention", some, lambda row: float(row[early]))


if __name__ == "__main__":
    main()
