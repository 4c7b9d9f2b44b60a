"""Measure the ranking of key facts against the first sentences and TextRank, and fit its weights.

    python -m training.key_facts SHARED [--weights]

SHARED holds data/gum/documents.jsonl.gz (each document with a summary that a person wrote), data/ner/worldwide_dev.jsonl.gz
and data/treebank/gum_dev.conllu.gz, whose documents are kept from fitting. `key_sentences.jsonl` beside this file names,
by offsets alone, the sentences of 30 of these articles that a hurried reader must see, marked by one reader before any
ranking was shown. Its parts: "fit" (of the open set), "choose" (looked at while features were chosen, never fitted to)
and "test".

Summaries are compared at an equal budget of 75 words; marked sentences by precision and nDCG of the first three.
`--weights` fits and prints new weights for `briefgen/annotate/key_facts/signs.py`.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.tokens import Doc

from briefgen.annotate import Passage, annotate_doc, nlp, passage_of
from briefgen.annotate.key_facts.rank import candidates
from briefgen.annotate.key_facts.sentences import Sentence, read_sentences
from briefgen.annotate.key_facts.signs import WEIGHTS
from briefgen.annotation import Annotation
from briefgen.article import parse
from briefgen.source import decode
from briefgen.span import Span

MARKED = Path(__file__).parent / "key_sentences.jsonl"
SETS = ("gum/documents", "ner/worldwide_dev")
NEWS = frozenset({"news", "interview", "court", "bio", "speech"})
"""The genres nearest to news."""
BUDGET = 75
"""Words of a summary made of sentences."""
ROUNDS, RATE, DECAY = 400, 0.2, 0.05
"""Steps of descent, their length, and what large weights cost."""
SHARP = 6.0
"""How much better a sentence must be to be the one to show."""

LEAST: Mapping[str, float] = {
    "early": 2.0, "actors": 0.2, "date": 0.2, "casualties": 1.0, "money": 0.5, "figures": 0.2, "event": 0.4, "ahead": 0.1,
    "spoken": 0.0, "reported": 0.0, "personal": -0.2, "opinion": -0.2, "leaning": -0.3, "linked": -0.4,
    "background": -0.2, "boilerplate": -1.0, "short": 0.0, "overlong": 0.0,
}  # fmt: skip
"""The weights that what is rare in the open set, or other than in news, has at least; those of 0 and less are against."""
FOR = frozenset(name for name in WEIGHTS if LEAST.get(name, 1.0) > 0)
"""Signs that may only speak for a sentence."""

Array = npt.NDArray[np.float64]


class Example(NamedTuple):
    """A document with what is known of its most important sentences."""

    text: str
    genre: str
    held_out: bool
    summary: str
    """"" where there is none."""
    part: str
    """Of the marked set, "" outside it."""
    marked: list[Span]
    body: list[Sentence]
    ours: list[Span]
    """Our key facts, best first."""
    names: tuple[str, ...]
    rows: Array
    """The signs of each candidate sentence, by `names`."""
    spans: list[Span]
    """The candidates."""


def examples(shared: Path) -> Iterator[Example]:
    """Every document of the sets that has a summary or marks."""
    with gzip.open(shared / "data/treebank/gum_dev.conllu.gz", "rt", encoding="utf-8") as lines:
        held_out = frozenset(line.split("=")[1].strip() for line in lines if line.startswith("# newdoc id"))
    marks = {(m["set"], m["id"]): m for m in map(json.loads, MARKED.read_text(encoding="utf-8").splitlines())}
    model = nlp.load()
    for name in SETS:
        with gzip.open(shared / f"data/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            records = [r for r in map(json.loads, lines) if r.get("summary") or (name, r["id"]) in marks]
        passages = [_passage(record) for record in records]
        docs = nlp.read(model, [(passage.text, passage.blocks) for passage in passages])
        for record, passage, doc in zip(records, passages, docs, strict=True):
            mark = marks.get((name, record["id"]), {})
            yield example(record, passage, doc, annotate_doc(doc, passage), mark, record["id"] in held_out)


def _passage(record: Mapping[str, Any]) -> Passage:
    name = f"{record['id']}.txt"
    return passage_of(parse(decode(record["text"].encode(), path=name, place=name)), record.get("date"))


def example(
    record: Mapping[str, Any], passage: Passage, doc: Doc, found: Annotation, mark: Mapping[str, Any], held_out: bool
) -> Example:
    """What is measured of one document."""
    published = datetime.date.fromisoformat(passage.date) if passage.date else None
    names = tuple(WEIGHTS)
    signed = list(candidates(doc, found.actors, found.mentions, found.quotes, found.facts, published))
    rows = np.zeros((len(signed), len(names)))
    for row, (_, signs) in zip(rows, signed, strict=True):
        for sign in signs:
            row[names.index(sign.name)] += sign.value
    return Example(
        text=passage.text, genre=record.get("genre", "news"), held_out=held_out,
        summary=record.get("summary", "").removeprefix("(human) "), part=mark.get("part", ""),
        marked=[Span(*pair) for pair in mark.get("sentences", ())],
        body=[sentence for sentence in read_sentences(doc) if not sentence.heading],
        ours=[fact.sentence for fact in found.key_facts], names=names, rows=rows,
        spans=[sentence.span for sentence, _ in signed],
    )  # fmt: skip


# Other orders.


def lead(one: Example) -> list[Span]:
    """The sentences as they come."""
    return [sentence.span for sentence in one.body]


def text_rank(one: Example) -> list[Span]:
    """TextRank (Mihalcea and Tarau 2004): power iteration over the words that sentences share."""
    bags = [frozenset(word for word in sentence.words if word not in STOP_WORDS) for sentence in one.body]
    n = len(bags)
    links = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            size = math.log(max(len(bags[i]), 1)) + math.log(max(len(bags[j]), 1))
            links[i, j] = links[j, i] = len(bags[i] & bags[j]) / size if size > 0 else 0.0
    out = links.sum(axis=0)
    flow = links / np.where(out > 0, out, 1.0)
    rank = np.full(n, 1.0)
    for _ in range(50):
        rank = 0.15 + 0.85 * flow @ rank
    return [one.body[k].span for k in sorted(range(n), key=lambda k: (-rank[k], k))]


def ours(one: Example) -> list[Span]:
    """The key facts."""
    return one.ours


ORDERS: Mapping[str, Callable[[Example], list[Span]]] = {"ours": ours, "lead": lead, "TextRank": text_rank}


# Figures.


def words(text: str) -> list[str]:
    """The words in lower case."""
    return ["".join(c for c in word if c.isalnum()) for word in text.lower().split() if any(map(str.isalnum, word))]


def shortened(one: Example, spans: Iterable[Span]) -> list[str]:
    """The words of the sentences, cut where the budget ends."""
    return [word for span in spans for word in words(span.of(one.text))][:BUDGET]


def rouge(told: Sequence[str], summary: Sequence[str], n: int) -> tuple[float, float]:
    """(recall, F1) of sequences of n words."""
    mine, theirs = (Counter(zip(*(some[k:] for k in range(n)), strict=False)) for some in (told, summary))
    shared = (mine & theirs).total()
    recall = shared / max(theirs.total(), 1)
    precision = shared / max(mine.total(), 1)
    return recall, 2 * recall * precision / (recall + precision) if shared else 0.0


def content_recall(told: Iterable[str], summary: Iterable[str]) -> float:
    """The share of the summary's content words that are told, endings of the plural aside."""
    mine, theirs = ({word.rstrip("s") for word in some if word not in STOP_WORDS} for some in (told, summary))
    return len(mine & theirs) / max(len(theirs), 1)


def is_marked(one: Example, span: Span) -> int | None:
    """The marked sentence that this is, most of either in the other."""
    for k, mark in enumerate(one.marked):
        shared = min(mark.end, span.end) - max(mark.start, span.start)
        if shared * 2 > min(len(mark), len(span)):
            return k
    return None


def hits(one: Example, spans: Sequence[Span]) -> list[int]:
    """1 for a marked sentence, once."""
    seen: set[int] = set()
    values = []
    for span in spans:
        k = is_marked(one, span)
        values.append(int(k is not None and k not in seen))
        seen |= {k} if k is not None else set()
    return values


def gain(values: Sequence[float]) -> float:
    """Discounted gain of the first three: the shortest lists of key facts have no more."""
    return sum(value / math.log2(rank + 2) for rank, value in enumerate(values[:3]))


def against_summary(one: Example, spans: Sequence[Span]) -> tuple[float, ...]:
    """(ROUGE-1 F1, ROUGE-2 F1, recall of content words) of the first 75 words."""
    told, summary = shortened(one, spans), words(one.summary)
    return rouge(told, summary, 1)[1], rouge(told, summary, 2)[1], content_recall(told, summary)


def against_marks(one: Example, spans: Sequence[Span]) -> tuple[float, ...]:
    """(precision of the first three, nDCG of the first three)."""
    values = hits(one, spans)
    return sum(values[:3]) / 3, gain(values) / gain([1] * len(one.marked))


def report(every: Sequence[Example]) -> None:
    """All figures, one line for each order and part."""
    parts = {
        "summaries, held out": [e for e in every if e.summary and e.held_out],
        "summaries, held out, news-like": [e for e in every if e.summary and e.held_out and e.genre in NEWS],
        "summaries, fitted": [e for e in every if e.summary and not e.held_out],
    }
    for part, some in parts.items():
        print(f"\n{part}: {len(some)} documents              ROUGE-1  ROUGE-2  content recall")
        for name, order in ORDERS.items():
            means = np.mean([against_summary(one, order(one)) for one in some], axis=0)
            print(f"  {name:<10} {means[0]:.3f}  {means[1]:.3f}  {means[2]:.3f}")
    for part in ("fit", "choose", "test"):
        some = [e for e in every if e.part == part]
        print(f"\nmarked, {part}: {len(some)} articles              precision@3  nDCG@3")
        for name, order in ORDERS.items():
            means = np.mean([against_marks(one, order(one)) for one in some], axis=0)
            print(f"  {name:<10} {means[0]:.3f}  {means[1]:.3f}")


# Weights.


def worth(one: Example) -> Array:
    """How much each candidate is worth showing: how near it is to the summary, and whether it is marked."""
    summary = words(one.summary)
    value = np.zeros(len(one.spans))
    for k, span in enumerate(one.spans):
        told = words(span.of(one.text))
        value[k] = rouge(told, summary, 1)[1] + rouge(told, summary, 2)[1]
        value[k] += bool(one.marked) and is_marked(one, span) is not None
    return value


def fit(every: Sequence[Example]) -> dict[str, float]:
    """Weights by name: those whose softmax over a document's sentences is nearest to that of their worth."""
    names = every[0].names
    in_favour = np.array([name in FOR for name in names])
    spread = np.concatenate([one.rows for one in every]).std(axis=0) + 1e-9
    prepared = []
    for one in every:
        if len(one.spans):
            weight = (2.0 if one.genre in NEWS else 1.0) * (2.0 if one.marked else 1.0)
            prepared.append((one.rows / spread, _softmax(SHARP * worth(one)), weight))
    total = sum(weight for _, _, weight in prepared)
    least = np.array([LEAST.get(name, 0.0) for name in names]) * spread
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        slope = DECAY * weights
        for x, target, weight in prepared:
            slope = slope + weight / total * (x.T @ (_softmax(x @ weights) - target))
        weights = weights - RATE * slope
        weights = np.where(in_favour, np.maximum(weights, least), np.minimum(weights, least))
    return dict(zip(names, (weights / spread).tolist(), strict=True))


def _softmax(values: Array) -> Array:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum())


def main() -> None:
    """Measure, and fit when asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--weights", action="store_true", help="fit and print new weights")
    arguments = parser.parse_args()
    every = list(examples(arguments.shared))
    if arguments.weights:
        seen = [one for one in every if one.summary and not one.held_out]
        print({name: round(value, 2) for name, value in fit(seen).items()})
    report(every)


if __name__ == "__main__":
    main()
