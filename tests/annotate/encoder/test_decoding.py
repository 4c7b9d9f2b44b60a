"""Trees and spans from scores, against exhaustive search."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from briefgen.annotate.encoder.decoding import heads, labels, sentences, softmax, spans

SCORE = st.floats(-4, 4, width=32)


def is_tree(found: tuple[int, ...] | list[int]) -> bool:
    """One root, and every word leads to it."""
    roots = [k for k, head in enumerate(found) if head == k]
    if len(roots) != 1:
        return False
    for k in range(len(found)):
        at = k
        for _ in found:
            at = found[at]
        if at != roots[0]:
            return False
    return True


@given(st.integers(1, 12).flatmap(lambda n: arrays.arrays(np.float32, (n, n), elements=SCORE)))
def test_heads_always_form_one_tree(scores: np.ndarray) -> None:
    assert is_tree(heads(scores, scores.diagonal().copy()))


@given(st.integers(2, 4).flatmap(lambda n: arrays.arrays(np.float32, (n, n), elements=SCORE)))
def test_below_the_chosen_root_no_tree_is_better(scores: np.ndarray) -> None:
    n = len(scores)
    found = heads(scores, scores.diagonal().copy())
    logs = np.log(softmax(scores) + 1e-12)
    root = next(k for k, head in enumerate(found) if head == k)

    def worth(tree: tuple[int, ...] | list[int]) -> float:
        return float(sum(logs[k, head] for k, head in enumerate(tree) if k != root))

    best = max(worth(tree) for tree in itertools.product(range(n), repeat=n) if is_tree(tree) and tree[root] == root)
    assert worth(found) == pytest.approx(best, abs=1e-4)


def test_a_single_word_is_its_own_root() -> None:
    assert heads(np.zeros((1, 1), np.float32), np.zeros(1, np.float32)) == [0]


def test_a_cycle_that_scores_well_is_broken_where_it_costs_least() -> None:
    scores = np.full((3, 3), -5, np.float32)
    scores[0, 1] = scores[1, 0] = 5  # words 0 and 1 want each other
    scores[1, 2] = 4
    assert heads(scores, np.array([-5, -5, 5], np.float32)) == [1, 2, 2]


@given(st.tuples(st.integers(1, 5), st.integers(1, 2)).flatmap(
    lambda shape: arrays.arrays(np.float32, (shape[0], 1 + 2 * shape[1]), elements=SCORE)
))  # fmt: skip
def test_spans_are_the_best_sound_labelling(scores: np.ndarray) -> None:
    def sound(labels: tuple[int, ...]) -> bool:
        return all(b == 0 or b % 2 or a in (b, b - 1) for a, b in itertools.pairwise((0, *labels)))

    def worth(labelling: tuple[int, ...] | list[int]) -> float:
        return float(sum(scores[k, label] for k, label in enumerate(labelling)))

    n, size = scores.shape
    found = [0] * n
    for start, end, kind in spans(labels(scores)):
        found[start:end] = [1 + 2 * kind, *[2 + 2 * kind] * (end - start - 1)]
    best = max(worth(labelling) for labelling in itertools.product(range(size), repeat=n) if sound(labelling))
    assert sound(tuple(found))
    assert worth(found) == pytest.approx(best, abs=1e-4)


def test_sentences_begin_where_the_score_is_positive_and_at_the_first_word() -> None:
    scores = np.array([-1, -2, 3, -1, 0.5], np.float32)
    assert sentences(scores, [True] * 5) == [(0, 2), (2, 4), (4, 5)]


def test_without_a_mark_before_it_a_sentence_begins_only_where_the_score_is_very_sure() -> None:
    assert sentences(np.array([-1, 0.5, 9], np.float32), [True, False, False]) == [(0, 2), (2, 3)]
