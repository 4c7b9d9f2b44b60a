"""The encoder as a component of a spaCy pipeline.

One pass of onnxruntime over each window of a paragraph; the document gets tags, lemmas, dependencies,
sentences and entities as from any pipeline, and in `doc.user_data` what no pipeline has:

- `ROLES`: an array (tokens, 4) of probabilities: outside, source, cue, content of an attribution;
- `ATTRIBUTED`: a tuple of `Part`s, the spans of these roles;
- `CERTAINTY`: {(start, end): probability} of the entities, in tokens.

A window is read by itself and alone, so that what is said of a paragraph depends on nothing else (the
integer arithmetic scales its numbers by what is read together).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IS_SPACE, LEMMA, ORTH, SPACY, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from briefgen.annotate.encoder import decoding
from briefgen.annotate.encoder.labels import CUE, ENTITIES, lemma
from briefgen.annotate.encoder.spelling import allows
from briefgen.annotate.encoder.words import Pieces, behind_ends, features, windows

ROLES = "roles"
ATTRIBUTED = "attributed"
CERTAINTY = "certainty"

FACTORY = "briefgen_encoder"


class Part(NamedTuple):
    """A source, cue or content, in tokens."""

    role: int
    """Index into `labels.ROLES`."""
    start: int
    end: int
    certainty: float
    """0 to 1: the mean probability of its words' role."""
    cue: int | None
    """Where the cue that it belongs to begins, of a source or content."""
    link: float
    """0 to 1: how sure that is."""


def is_read(doc: Doc) -> bool:
    """Whether the encoder has read the document."""
    return ROLES in doc.user_data


def joined(docs: Sequence[Doc]) -> Doc:
    """One document of the pieces of a text that the encoder has read, with what it said of each.

    What `Doc.from_docs` does, by whole columns: it asks every token for itself.
    """
    columns = np.concatenate([doc.to_array([ORTH, SPACY, *_SET]) for doc in docs])
    strings = docs[0].vocab.strings
    words = [strings[orth] for orth in columns[:, 0].tolist()]
    whole = Doc(docs[0].vocab, words=words, spaces=columns[:, 1].astype(bool).tolist())
    whole.from_array(_SET, columns[:, 2:])  # type: ignore[arg-type]  # its stub knows another integer
    parts: list[Part] = []
    certainty: dict[tuple[int, int], float] = {}
    base = 0
    for doc in docs:
        for part in doc.user_data[ATTRIBUTED]:
            cue = None if part.cue is None else part.cue + base
            parts.append(part._replace(start=part.start + base, end=part.end + base, cue=cue))
        certainty |= {(start + base, end + base): sure for (start, end), sure in doc.user_data[CERTAINTY].items()}
        base += len(doc)
    whole.user_data[ROLES] = np.concatenate([doc.user_data[ROLES] for doc in docs])
    whole.user_data[ATTRIBUTED] = tuple(parts)
    whole.user_data[CERTAINTY] = certainty
    return whole


_SET = [TAG, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE]
"""What the encoder sets of every token."""


class Encoder:
    """Reads a `Doc` in place."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document; its white-space tokens belong to the sentence before them."""
        n = len(doc)
        orths, spaced, blank = doc.to_array([ORTH, SPACY, IS_SPACE]).T
        words = np.flatnonzero(blank == 0).tolist()
        columns = np.zeros((n, 6), dtype=np.int64)
        columns[:, 4] = 2  # outside
        roles = np.zeros((n, 4), dtype=np.float32)
        roles[:, 0] = 1
        parts: list[Part] = []
        certainty: dict[tuple[int, int], float] = {}
        if words:
            strings = self.vocab.strings
            texts = [strings[orth] for orth in orths[words].tolist()]
            followed = (spaced.astype(bool) | np.append(blank[1:], 0).astype(bool)).tolist()
            spaces = [followed[i] for i in words]
            forms = features(texts, spaces)
            for start, end in windows(texts):
                self._read(
                    texts[start:end], forms[start:end], np.array(words[start:end]), columns, roles, parts, certainty
                )
        _attach_white_space(columns, words, self.vocab)
        doc.from_array(_SET, columns.astype(np.uint64))  # type: ignore[arg-type]  # its stub knows another integer
        doc.user_data[ROLES] = roles
        doc.user_data[ATTRIBUTED] = tuple(parts)
        doc.user_data[CERTAINTY] = certainty
        return doc

    def _read(
        self,
        texts: list[str],
        forms: list[int],
        at: np.ndarray[Any, np.dtype[np.int64]],
        columns: np.ndarray[Any, np.dtype[np.int64]],
        roles: decoding.Scores,
        parts: list[Part],
        certainty: dict[tuple[int, int], float],
    ) -> None:
        """One window; `at` gives where its words stand among the tokens."""
        pieces, kinds, firsts = self._pieces.window(texts, forms)
        out = dict(
            zip(
                self._outputs,
                self._session.run(
                    None,
                    {
                        "pieces": np.array([pieces], dtype=np.int64),
                        "features": np.array([kinds], dtype=np.int64),
                        "firsts": np.array([firsts], dtype=np.int64),
                    },
                ),
                strict=True,
            )
        )
        heads: list[int] = []
        for start, end in decoding.sentences(out["starts"][0], behind_ends(texts)):
            found = decoding.heads(out["arcs"][0, start:end, start:end], out["roots"][0, start:end])
            heads += [start + head for head in found]
        tops = [k for k, head in enumerate(heads) if head == k]
        of, to = out["label_of"][0], out["label_to"][0][heads]
        scores = (of * to) @ self._pair + of @ self._own + self._bias
        scores[:, self._root] = -1e9
        deps = self._deps[scores.argmax(-1)]
        deps[tops] = self._deps[self._root]
        tags = out["tags"][0].argmax(-1)
        columns[at, 0] = self._tags[tags]
        columns[at, 1] = [
            self._lemma(text, self._tag_names[tag], scores)
            for text, tag, scores in zip(texts, tags, out["scripts"][0], strict=True)
        ]
        columns[at, 2] = at[heads] - at
        columns[at, 3] = deps
        sure = decoding.softmax(out["names"][0])
        for start, end, kind in decoding.spans(out["names"][0]):
            columns[at[start], 4] = 3
            columns[at[start] + 1 : at[end - 1] + 1, 4] = 1
            columns[at[start] : at[end - 1] + 1, 5] = self._entities[kind]
            both = sure[start:end, 1 + 2 * kind] + sure[start:end, 2 + 2 * kind]
            certainty[int(at[start]), int(at[end - 1]) + 1] = round(float(both.mean()), 4)
        self._attributed(out, at, roles, parts)

    def _attributed(
        self,
        out: dict[str, decoding.Scores],
        at: np.ndarray[Any, np.dtype[np.int64]],
        roles: decoding.Scores,
        parts: list[Part],
    ) -> None:
        sure = decoding.softmax(out["roles"][0])
        roles[at, 0] = sure[:, 0]
        roles[at, 1:] = sure[:, 1::2] + sure[:, 2::2]
        found = decoding.spans(out["roles"][0])
        cues = [start for start, _, role in found if role == CUE]
        for start, end, role in found:
            certain = float((sure[start:end, 1 + 2 * role] + sure[start:end, 2 + 2 * role]).mean())
            cue, link = None, 0.0
            if role != CUE and cues:
                chances = decoding.softmax(out["links"][0, start, cues])
                best = int(chances.argmax())
                cue, link = int(at[cues[best]]), float(chances[best])
            parts.append(Part(role, int(at[start]), int(at[end - 1]) + 1, round(certain, 4), cue, round(link, 4)))

    def _lemma(self, text: str, tag: str, scores: decoding.Scores) -> int:
        """The best lemma that spelling allows, as a hash."""
        script = int(scores.argmax())
        if not self._allows(text, tag, script):
            ranked = (int(k) for k in np.argsort(-scores, kind="stable")[1:])
            script = next((k for k in ranked if self._allows(text, tag, k)), script)
        known = self._lemmas.get((text, script))
        if known is None:
            known = self.vocab.strings.add(lemma(text, self._scripts[script]))
            known = known if known < 2**63 else known - 2**64
            if len(self._lemmas) > 60_000:
                self._lemmas.clear()
            self._lemmas[text, script] = known
        return known

    def _allows(self, text: str, tag: str, script: int) -> bool:
        return allows(text, tag, self._scripts[script])

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> Encoder:
        """Load the weights and labels that training wrote. Raises `OSError` when they are not there."""
        import onnxruntime

        folder = Path(path)
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self._pieces = Pieces(folder / "tokenizer.json")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # cores read articles side by side
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._outputs = [output.name for output in self._session.get_outputs()]
        weights = np.load(folder / "dependencies.npz")
        self._pair, self._own, self._bias = weights["pair"], weights["own"], weights["bias"]
        self._tag_names: list[str] = labels["tags"]
        self._tags, self._deps = self._hashes(labels["tags"]), self._hashes(labels["deps"])
        self._entities = self._hashes(list(ENTITIES))
        self._root = labels["deps"].index("ROOT")
        self._scripts: list[str] = labels["scripts"]
        self._lemmas: dict[tuple[str, int], int] = {}
        return self

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Nothing: the weights are written by the export, and never change."""

    def _hashes(self, names: list[str]) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.array([self.vocab.strings.add(name) for name in names], dtype=np.uint64).astype(np.int64)


def _attach_white_space(columns: np.ndarray[Any, np.dtype[np.int64]], words: list[int], vocab: Vocab) -> None:
    """White space hangs on the token before it; at the beginning on the first word."""
    space, dep = (int(np.uint64(vocab.strings.add(name)).astype(np.int64)) for name in ("_SP", "dep"))
    known = set(words)
    first = words[0] if words else 0
    for k in range(len(columns)):
        if k not in known:
            columns[k, 0], columns[k, 3] = space, dep
            columns[k, 2] = -1 if k > first or (not words and k) else first - k
    if not words and len(columns):
        columns[0, 3] = int(np.uint64(vocab.strings.add("ROOT")).astype(np.int64))


@Language.factory(FACTORY, assigns=["token.tag", "token.lemma", "token.dep", "token.head", "doc.ents", "doc.sents"])
def _make(nlp: Language, name: str) -> Encoder:
    return Encoder(nlp.vocab)
