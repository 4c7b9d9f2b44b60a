"""From scores to structure: trees, spans, probabilities. Pure functions over numpy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Scores: TypeAlias = NDArray[np.float32]

_NEVER = np.float32(-1e9)


def softmax(scores: Scores) -> Scores:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    total: Scores = raised / raised.sum(-1, keepdims=True)
    return total


def labels(scores: Scores) -> list[int]:
    """Of each word its label, in the best labelling in which a span begins before it goes on.

    `scores` are (words, labels): 0 outside, 1 + 2k begins the k-th kind, 2 + 2k goes on with it.
    """
    best: list[int] = scores.argmax(-1).tolist()
    wrong = _unsound(best)
    return _mended(scores, best, wrong) if wrong else best


def spans(labels: Sequence[int]) -> list[tuple[int, int, int]]:
    """(start, end, kind) of each span that the labels tell of."""
    out: list[tuple[int, int, int]] = []
    for at, label in enumerate(labels):
        if label % 2:
            out.append((at, at + 1, label // 2))
        elif label:
            start, _, kind = out[-1]
            out[-1] = (start, at + 1, kind)
    return out


def _unsound(labels: list[int]) -> list[int]:
    """Where an inside label follows what it cannot go on with."""
    return [k for k, label in enumerate(labels) if label and label % 2 == 0 and (labels[k - 1] if k else 0) not in (label, label - 1)]  # fmt: skip


def _mended(scores: Scores, labels: list[int], wrong: list[int]) -> list[int]:
    """The best sound labels, searched for only where they can differ from the best labels of each word.

    Taking the best label that is not inside, wherever the labels go wrong and on to the end of that run, is sound and
    costs `cost`. So a word that would lose more by not being outside is outside in the best labelling too, and what stands
    on its two sides can be settled apart.
    """
    free = np.delete(scores, slice(2, None, 2), axis=1).max(-1)
    cost, n = 0.0, len(labels)
    for k in wrong:
        at = k
        while at < n and labels[at] and labels[at] % 2 == 0:
            cost += float(scores[at, labels[at]] - free[at])
            at += 1
    settled = (scores[:, 0] - scores[:, 1:].max(-1) > cost).tolist()
    out = list(labels)
    done = 0
    for k in wrong:
        if k < done:
            continue
        start, end = k, k + 1
        while start > 0 and not settled[start - 1]:
            start -= 1
        while end < n and not settled[end]:
            end += 1
        out[start:end] = _viterbi(scores[start:end])
        done = end
    return out


def _viterbi(scores: Scores) -> list[int]:
    """The best sequence of labels in which an inside label follows a label of its own kind."""
    n, size = scores.shape
    inside = np.arange(2, size, 2)
    best = scores[0].copy()
    best[inside] = _NEVER
    back = np.zeros((n, size), dtype=np.int32)
    for k in range(1, n):
        top = int(best.argmax())
        origin = np.full(size, top, dtype=np.int32)
        value = np.full(size, best[top], dtype=np.float32)
        begins = best[inside - 1] >= best[inside]
        origin[inside] = np.where(begins, inside - 1, inside)
        value[inside] = np.where(begins, best[inside - 1], best[inside])
        back[k] = origin
        best = value + scores[k]
    path = [int(best.argmax())]
    for k in range(n - 1, 0, -1):
        path.append(int(back[k, path[-1]]))
    return path[::-1]


UNLIKELY = 5.0
"""How much surer the scores must be of a sentence that begins where no mark ends one before."""


def sentences(starts: Scores, likely: Sequence[bool]) -> list[tuple[int, int]]:
    """Half-open ranges of words: one begins where the score is high enough, and at the first word.

    `likely` tells of each word whether a sentence may have ended before it.
    """
    scores = starts - np.where(np.array(likely, dtype=bool), 0, UNLIKELY).astype(np.float32)
    begins = [0, *(int(k) for k in np.flatnonzero(scores > 0) if k > 0), len(starts)]
    return list(pairwise(begins))


def heads(arcs: Scores, roots: Scores) -> list[int]:
    """Of each word of one sentence its head (a root its own): the best tree with one root.

    `arcs[i, j]` scores word j as the head of i. The greedy choice is a tree nearly always; cycles are
    resolved by the algorithm of Chu, Liu (1965) and Edmonds (1967).
    """
    n = len(roots)
    if n == 1:
        return [0]
    scores = arcs.copy()
    np.fill_diagonal(scores, roots)
    scores = np.log(softmax(scores) + 1e-12)
    root = int(scores.diagonal().argmax())
    np.fill_diagonal(scores, _NEVER)
    scores[root] = _NEVER
    scores[root, root] = 0
    found = scores.argmax(-1)
    cycle = _cycle(found.tolist(), root)
    return found.tolist() if cycle is None else _edmonds(scores, root)


def _cycle(found: list[int], root: int) -> list[int] | None:
    """A cycle that does not hold the root, if there is one."""
    state = [0] * len(found)
    state[root] = 2
    for start in range(len(found)):
        path = []
        at = start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = found[at]
        if state[at] == 1:
            return path[path.index(at) :]
        for word in path:
            state[word] = 2
    return None


def _edmonds(scores: Scores, root: int) -> list[int]:
    """The best tree: contract a cycle to one word, solve, expand; repeated from the inside out without recursion."""
    levels: list[tuple[Scores, int, list[int], list[int], list[int], list[int]]] = []
    while True:
        found = scores.argmax(-1).tolist()
        found[root] = root
        cycle = _cycle(found, root)
        if cycle is None:
            break
        rest = [k for k in range(len(found)) if k not in set(cycle)]
        inner = scores[cycle, [found[k] for k in cycle]]
        into = scores[np.ix_(cycle, rest)] - inner[:, None]  # gain of breaking the cycle at each word
        out_of = scores[np.ix_(rest, cycle)]
        enters, leaves = into.argmax(0).tolist(), out_of.argmax(1).tolist()
        size = len(rest) + 1
        smaller = np.full((size, size), _NEVER, dtype=scores.dtype)
        smaller[:-1, :-1] = scores[np.ix_(rest, rest)]
        smaller[-1, :-1] = into.max(0)
        smaller[:-1, -1] = out_of.max(1)
        levels.append((scores, root, cycle, rest, enters, leaves))
        scores, root = smaller, rest.index(root)
    for bigger, top, cycle, rest, enters, leaves in reversed(levels):
        inside = bigger.argmax(-1).tolist()
        wider = [0] * len(bigger)
        for k in cycle:
            wider[k] = inside[k]
        for k, word in enumerate(rest):
            wider[word] = cycle[leaves[k]] if found[k] == len(rest) else rest[found[k]]
        broken = found[len(rest)]
        wider[cycle[enters[broken]]] = rest[broken]
        wider[top] = top
        found = wider
    return list(found)
