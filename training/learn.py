"""The loss, the batches and the loop of the training; `train` is the command."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from briefgen.annotate.encoder.labels import ENTITIES, ROLES
from briefgen.annotate.encoder.words import FEATURES, Pieces, features
from training.corpora import Example
from training.network import Network

BATCH = 2400
"""Pieces in a batch, padding included."""
BUCKET = 3000
"""Examples sorted by length together."""
POOL = 300
"""Longer examples, in pieces, are left out."""

ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
WEIGHTS = {
    "names": 1.0,
    "roles": 1.0,
    "arcs": 1.0,
    "deps": 0.7,
    "tags": 0.5,
    "scripts": 0.5,
    "starts": 0.3,
    "links": 0.5,
}


@dataclass(frozen=True)
class Labels:
    """The labels of the heads, in order."""

    tags: list[str]
    scripts: list[str]
    deps: list[str]

    def sizes(self) -> dict[str, int]:
        """How many labels each head has."""
        return {
            "tags": len(self.tags),
            "scripts": len(self.scripts),
            "deps": len(self.deps),
            "names": 1 + 2 * len(ENTITIES),
            "roles": 1 + 2 * len(ROLES),
        }


@dataclass(frozen=True)
class Encoded:
    """An example in numbers."""

    example: Example
    pieces: list[int]
    features: list[int]
    firsts: list[int]


def encode(examples: Sequence[Example], pieces: Pieces) -> list[Encoded]:
    """The examples in numbers, without those that are too long or empty."""
    out = []
    for example in examples:
        if not example.words:
            continue
        encoded = Encoded(example, *pieces.window(example.words, features(example.words, example.spaces)))
        if len(encoded.pieces) <= POOL:
            out.append(encoded)
    return out


def batches(examples: Sequence[Encoded], seed: int) -> list[list[Encoded]]:
    """Batches of examples of like length, in random order."""
    chance = random.Random(seed)
    order = list(examples)
    chance.shuffle(order)
    out: list[list[Encoded]] = []
    for at in range(0, len(order), BUCKET):
        batch: list[Encoded] = []
        for example in sorted(order[at : at + BUCKET], key=lambda e: len(e.pieces)):
            if batch and len(example.pieces) * (len(batch) + 1) > BATCH:
                out.append(batch)
                batch = []
            batch.append(example)
        if batch:
            out.append(batch)
    chance.shuffle(out)
    return out


def inputs(batch: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """(pieces, features, firsts, mask) of a batch, padded."""
    longest, most = max(len(e.pieces) for e in batch), max(len(e.firsts) for e in batch)
    pieces = torch.zeros(len(batch), longest, dtype=torch.long)
    kinds = torch.full((len(batch), longest), FEATURES, dtype=torch.long)
    firsts = torch.zeros(len(batch), most, dtype=torch.long)
    mask = torch.full((len(batch), 1, 1, longest), -1e4)
    for k, e in enumerate(batch):
        pieces[k, : len(e.pieces)] = torch.tensor(e.pieces)
        kinds[k, : len(e.pieces)] = torch.tensor(e.features)
        firsts[k, : len(e.firsts)] = torch.tensor(e.firsts)
        mask[k, 0, 0, : len(e.pieces)] = 0
    return pieces, kinds, firsts, mask


def mean(losses: Tensor, least: int) -> Tensor:
    """The mean, over `least` words at least: a batch that knows little of something weighs little."""
    return losses.sum() / max(losses.numel(), least)


def losses(network: Network, out: dict[str, Tensor], batch: Sequence[Encoded], labels: Labels) -> dict[str, Tensor]:
    """The loss of each head on what is known of the batch."""
    found: dict[str, Tensor] = {}
    with_tree = [k for k, e in enumerate(batch) if e.example.tree is not None]
    if with_tree:
        found |= _tree_losses(network, out, [(k, batch[k]) for k in with_tree], labels)
    names: list[Tensor] = []
    roles: list[Tensor] = []
    links: list[Tensor] = []
    allowed: list[int] = []
    weights: list[float] = []
    gold_roles: list[int] = []
    gold_links: list[int] = []
    n_names = 1 + 2 * len(ENTITIES)
    for k, e in enumerate(batch):
        n = len(e.firsts)
        if e.example.names is not None:
            names.append(out["names"][k, :n])
            allowed += e.example.names
            weights += [e.example.weight] * n
        if e.example.roles is not None:
            roles.append(out["roles"][k, :n])
            gold_roles += e.example.roles
        for a, b in e.example.links:
            links.append(out["links"][k, a].masked_fill(torch.arange(out["links"].shape[2]) >= n, -1e4))
            gold_links.append(b)
    if names:
        scores = torch.cat(names).float()
        may = (torch.tensor(allowed).unsqueeze(1) >> torch.arange(n_names)) & 1
        partial = scores.logsumexp(-1) - scores.masked_fill(may == 0, -1e4).logsumexp(-1)
        found["names"] = mean(partial * torch.tensor(weights), 400)
    if roles:
        found["roles"] = mean(
            functional.cross_entropy(torch.cat(roles).float(), torch.tensor(gold_roles), reduction="none"), 400
        )
    if links:
        found["links"] = mean(
            functional.cross_entropy(torch.stack(links).float(), torch.tensor(gold_links), reduction="none"), 20
        )
    return found


def _tree_losses(
    network: Network, out: dict[str, Tensor], batch: Sequence[tuple[int, Encoded]], labels: Labels
) -> dict[str, Tensor]:
    tag_of = {tag: k for k, tag in enumerate(labels.tags)}
    script_of = {x: k for k, x in enumerate(labels.scripts)}
    dep_of = {x: k for k, x in enumerate(labels.deps)}
    tags, scripts, starts, arcs, label_of, label_to = [], [], [], [], [], []
    gold: dict[str, list[int]] = {"tags": [], "scripts": [], "starts": [], "arcs": [], "deps": []}
    most = out["arcs"].shape[2]
    for k, e in batch:
        tree = e.example.tree
        assert tree is not None
        n = len(e.firsts)
        heads = torch.tensor(tree.heads)
        tags.append(out["tags"][k, :n])
        scripts.append(out["scripts"][k, :n])
        starts.append(out["starts"][k, :n])
        number = torch.tensor(tree.starts, dtype=torch.long).cumsum(0)
        scores = out["arcs"][k, :n, :n].float()
        scores = scores.masked_fill(torch.eye(n, dtype=torch.bool), 0) + torch.diag(out["roots"][k, :n].float())
        scores = scores.masked_fill(number.unsqueeze(0) != number.unsqueeze(1), -1e4)
        arcs.append(functional.pad(scores, (0, most - n), value=-1e4))
        label_of.append(out["label_of"][k, :n])
        label_to.append(out["label_to"][k][heads])
        gold["tags"] += [tag_of.get(tag, -1) for tag in tree.tags]
        gold["scripts"] += [script_of.get(x, -1) for x in tree.scripts]
        gold["starts"] += [int(x) for x in tree.starts]
        gold["arcs"] += tree.heads
        gold["deps"] += [dep_of.get(x, -1) for x in tree.deps]

    def cross(scores: list[Tensor], name: str) -> Tensor:
        return mean(
            functional.cross_entropy(
                torch.cat(scores).float(), torch.tensor(gold[name]), reduction="none", ignore_index=-1
            ),
            400,
        )

    started = functional.binary_cross_entropy_with_logits(
        torch.cat(starts).float(), torch.tensor(gold["starts"], dtype=torch.float), reduction="none"
    )
    deps = network.labels(torch.cat(label_of), torch.cat(label_to)).float()
    return {
        "tags": cross(tags, "tags"),
        "scripts": cross(scripts, "scripts"),
        "starts": mean(started, 400),
        "arcs": cross(arcs, "arcs"),
        "deps": mean(
            functional.cross_entropy(deps, torch.tensor(gold["deps"]), reduction="none", ignore_index=-1), 400
        ),
    }


def optimizer_of(network: Network) -> torch.optim.Optimizer:
    """AdamW with two rates: what came pretrained learns more slowly."""
    encoder = network.encoder_parameters()
    known = {id(p) for p in encoder}
    rest = [p for p in network.parameters() if id(p) not in known]
    return torch.optim.AdamW(
        [
            {"params": encoder, "lr": ENCODER_RATE, "base": ENCODER_RATE},
            {"params": rest, "lr": HEAD_RATE, "base": HEAD_RATE},
        ],
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )


def learn(
    network: Network,
    plan: Sequence[list[Encoded]],
    labels: Labels,
    rates: tuple[float, float],
    warm: int,
    held: Sequence[Encoded],
    checkpoint: Path,
) -> None:
    """Learn from the batches of `plan` in order; the learning rate goes from rates[0] to rates[1] of its base.

    Goes on from `checkpoint` where there is one, and writes it now and then.
    """
    optimizer = optimizer_of(network)
    step = 0
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    network.train()
    began, seen, sums = time.time(), 0, dict[str, float]()
    while step < len(plan):
        torch.manual_seed(step)
        share = step / len(plan)
        rate = (rates[0] + (rates[1] - rates[0]) * share) * min(1.0, (step + 1) / max(warm, 1))
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * rate
        batch = plan[step]
        pieces, kinds, firsts, mask = inputs(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = network(pieces, kinds, firsts, mask)
            found = losses(network, out, batch, labels)
        total = sum((WEIGHTS[name] * loss for name, loss in found.items()), torch.zeros(()))
        optimizer.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        step += 1
        seen += pieces.numel()
        for name, loss in found.items():
            sums[name] = 0.95 * sums.get(name, loss.item()) + 0.05 * loss.item()
        if step % 50 == 0 or step == len(plan):
            shown = " ".join(f"{name} {value:.3f}" for name, value in sorted(sums.items()))
            print(f"{step}/{len(plan)} {seen / (time.time() - began):.0f} pieces/s {shown}", flush=True)
        if step % 200 == 0 or step == len(plan):
            partial = checkpoint.with_suffix(".part")
            torch.save({"network": network.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, partial)
            partial.replace(checkpoint)
            print(
                "   held out:", " ".join(f"{k} {v:.4f}" for k, v in measure(network, held, labels).items()), flush=True
            )
            network.train()


@torch.no_grad()  # type: ignore[untyped-decorator]  # torch is not installed where it is checked
def measure(network: Network, held: Sequence[Encoded], labels: Labels) -> dict[str, float]:
    """Shares of right words on the held-out examples; for names and roles, of the words marked in either."""
    network.eval()
    right: dict[str, int] = {}
    of: dict[str, int] = {}

    def count(name: str, good: int, total: int) -> None:
        right[name] = right.get(name, 0) + good
        of[name] = of.get(name, 0) + total

    for batch in _slices(held):
        pieces, kinds, firsts, mask = inputs(batch)
        out = network(pieces, kinds, firsts, mask)
        for k, e in enumerate(batch):
            n = len(e.firsts)
            tree = e.example.tree
            if tree is not None:
                heads = torch.tensor(tree.heads)
                number = torch.tensor(tree.starts, dtype=torch.long).cumsum(0)
                scores = out["arcs"][k, :n, :n].masked_fill(torch.eye(n, dtype=torch.bool), 0)
                scores = scores + torch.diag(out["roots"][k, :n])
                scores = scores.masked_fill(number.unsqueeze(0) != number.unsqueeze(1), -1e4)
                guess = scores.argmax(-1)
                deps = network.labels(out["label_of"][k, :n], out["label_to"][k][guess]).argmax(-1).tolist()
                plain = [not tag.startswith(("-", ",", ".", ":", "`", "'")) for tag in tree.tags]
                same = (guess == heads).tolist()
                count("uas", sum(s for s, p in zip(same, plain, strict=True) if p), sum(plain))
                las = [s and labels.deps[d] == g for s, d, g, p in zip(same, deps, tree.deps, plain, strict=True) if p]
                count("las", sum(las), len(las))
                tags = [labels.tags[t] for t in out["tags"][k, :n].argmax(-1).tolist()]
                count("tags", sum(a == b for a, b in zip(tags, tree.tags, strict=True)), n)
            for name, gold in (("names", e.example.names), ("roles", e.example.roles)):
                if gold is None:
                    continue
                wanted = [g.bit_length() - 1 if name == "names" else g for g in gold]
                marked = out[name][k, :n].argmax(-1).tolist()
                either = [(a, b) for a, b in zip(marked, wanted, strict=True) if a or b]
                count(name, sum(a == b for a, b in either), len(either))
    return {name: right[name] / max(of[name], 1) for name in right}


def _slices(held: Sequence[Encoded]) -> Iterator[Sequence[Encoded]]:
    order = sorted(held, key=lambda e: len(e.pieces))
    for at in range(0, len(order), 16):
        yield order[at : at + 16]
