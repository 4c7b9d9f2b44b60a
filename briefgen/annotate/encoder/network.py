"""The network: words in, a `Reading` out. Loads the weights."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from briefgen.annotate.encoder import decoding
from briefgen.annotate.encoder.kept import UNITS, Reading, chained, reading
from briefgen.annotate.encoder.labels import CUE, Labels
from briefgen.annotate.encoder.spelling import allows
from briefgen.annotate.encoder.words import Pieces, behind_ends, features, windows

FILES = ("encoder.onnx", "tokenizer.json", "dependencies.npz")
"""What training writes beside the labels."""


class Network:
    """The weights in memory."""

    def __init__(self, folder: Path, labels: Labels) -> None:
        """Load `FILES`, half a second's work."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # cores read articles side by side
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._pieces = Pieces(folder / "tokenizer.json")
        weights = np.load(folder / "dependencies.npz")
        self._pair, self._own, self._bias = weights["pair"], weights["own"], weights["bias"]
        self._labels = labels
        self._root = labels.deps.index("ROOT")

    def read(self, words: Sequence[str], spaces: Sequence[bool]) -> Reading:
        """What is said of the words of a paragraph; `spaces` tells whether white space follows each.

        A window is read by itself and alone, so that what is said of a paragraph depends on nothing else (the integer
        arithmetic scales its numbers by what is read together).
        """
        forms = features(words, spaces)
        return chained([self._window(words[start:end], forms[start:end]) for start, end in windows(words)])

    def _window(self, words: Sequence[str], forms: Sequence[int]) -> Reading:
        out = self._scores(words, forms)
        heads: list[int] = []
        for start, end in decoding.sentences(out["starts"], behind_ends(words)):
            heads += [
                start + head for head in decoding.heads(out["arcs"][start:end, start:end], out["roots"][start:end])
            ]
        ahead = np.array(heads) - np.arange(len(words))
        of, to = out["label_of"], out["label_to"][heads]
        scores = (of * to) @ self._pair + of @ self._own + self._bias
        scores[:, self._root] = -1e9
        deps = np.where(ahead == 0, self._root, scores.argmax(-1))
        tags = out["tags"].argmax(-1)
        scripts = [
            self._script(word, self._labels.tags[tag], scores)
            for word, tag, scores in zip(words, tags.tolist(), out["scripts"], strict=True)
        ]
        named, parted = decoding.labels(out["names"]), decoding.labels(out["roles"])
        names, roles = decoding.softmax(out["names"]), decoding.softmax(out["roles"])
        sure = [_units(_mean(names, *span)) for span in decoding.spans(named)]
        parts = decoding.spans(parted)
        cues = [start for start, _, role in parts if role == CUE]
        links = [
            _link(out["links"][start], start, cues) if role != CUE and cues else (0, 0) for start, _, role in parts
        ]
        return reading(
            tags,
            scripts,
            ahead,
            deps,
            named,
            parted,
            np.rint((roles[:, 1::2] + roles[:, 2::2]).T * UNITS),
            sure,
            [_units(_mean(roles, *span)) for span in parts],
            [cue for cue, _ in links],
            [sure for _, sure in links],
        )

    def _scores(self, words: Sequence[str], forms: Sequence[int]) -> dict[str, decoding.Scores]:
        """The network's outputs by name."""
        pieces, kinds, firsts = self._pieces.window(words, forms)
        given = {"pieces": pieces, "features": kinds, "firsts": firsts}
        found = self._session.run(None, {name: np.array([numbers], np.int64) for name, numbers in given.items()})
        return {name: scores[0] for name, scores in zip(self._outputs, found, strict=True)}

    def _script(self, word: str, tag: str, scores: decoding.Scores) -> int:
        """The best way to make a lemma that spelling allows."""
        best, ways = int(scores.argmax()), self._labels.scripts
        if allows(word, tag, ways[best]):
            return best
        ranked = np.argsort(-scores, kind="stable")[1:].tolist()
        return next((k for k in ranked if allows(word, tag, ways[k])), best)


def _link(scores: decoding.Scores, start: int, cues: Sequence[int]) -> tuple[int, int]:
    """(how far ahead of a part's start its cue begins, how sure that is)."""
    chances = decoding.softmax(scores[cues])
    best = int(chances.argmax())
    return cues[best] - start, _units(float(chances[best]))


def _mean(probabilities: decoding.Scores, start: int, end: int, kind: int) -> float:
    """The mean probability of the labels of a kind."""
    both = probabilities[start:end, 1 + 2 * kind] + probabilities[start:end, 2 + 2 * kind]
    return float(both.mean())


def _units(probability: float) -> int:
    return round(probability * UNITS)
