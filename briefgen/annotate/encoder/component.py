"""The encoder as a component of a spaCy pipeline.

The document gets tags, lemmas, dependencies, sentences and entities as from any pipeline, and in `doc.user_data` what no
pipeline has:

- `ROLES`: an array (tokens, 4) of probabilities: outside, source, cue, content of an attribution;
- `ATTRIBUTED`: a tuple of `Part`s, the spans of these roles;
- `CERTAINTY`: {(start, end): probability} of the entities, in tokens.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IS_SPACE, LEMMA, ORTH, SPACY, TAG
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # compiled, without a stub
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from briefgen.annotate.encoder import decoding, kept
from briefgen.annotate.encoder.kept import UNITS, Reading
from briefgen.annotate.encoder.labels import ENTITIES, Labels, lemma
from briefgen.annotate.encoder.network import FILES, Network

ROLES = "roles"
ATTRIBUTED = "attributed"
CERTAINTY = "certainty"

FACTORY = "briefgen_encoder"

STORED = "briefgen_stored"
"""A tokenizer without rules: they are loaded with the pipeline, so the language's own need not be made first."""

Integers: TypeAlias = NDArray[np.int64]


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


_SET = [TAG, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE]
"""What the encoder sets of every token."""

_GOES_ON, _OUTSIDE, _BEGINS = 1, 2, 3
"""What ENT_IOB says."""


class Encoder:
    """Makes a `Doc` of words and what the network says of them."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, doc: Doc) -> Doc:
        """Annotate the document, in place."""
        return self.document([doc], [self.read(doc)])

    def read(self, doc: Doc) -> Reading:
        """What the network says of the words of a paragraph."""
        words, spaces = self._words(doc)
        return self._network.read(words, spaces) if words else kept.chained([])

    def packed(self, doc: Doc, said: Reading) -> bytes:
        """The reading of a paragraph as bytes to keep."""
        return kept.packed(said, self._owner(*self._words(doc)))

    def unpacked(self, doc: Doc, found: bytes) -> Reading | None:
        """The reading of a paragraph from what was kept; None when that is no reading of its words."""
        words, spaces = self._words(doc)
        return kept.unpacked(found, self._owner(words, spaces), len(words))

    def _words(self, doc: Doc) -> tuple[list[str], list[bool]]:
        """(the words of a paragraph, whether white space follows each; behind the last one that makes no difference)."""
        orths, spaced, blank = doc.to_array([ORTH, SPACY, IS_SPACE]).T
        at = np.flatnonzero(blank == 0)
        followed = spaced.astype(bool) | np.append(blank[1:], 0).astype(bool)
        strings = self.vocab.strings
        return [strings[orth] for orth in orths[at].tolist()], followed[at].tolist()

    def _owner(self, words: Sequence[str], spaces: Sequence[bool]) -> bytes:
        """Whom a kept reading belongs to: the labels that its numbers stand for, and the words."""
        return b"%b%b%b" % (self._digest, bytes(spaces[:-1]), "\n".join(words).encode("utf-8", "surrogatepass"))

    def document(self, docs: Sequence[Doc], readings: Sequence[Reading]) -> Doc:
        """One document of the paragraphs of a text (a single one: itself) with what is said of each.

        It is made of whole columns: to join annotated documents, spaCy asks every token for itself.
        """
        tokens = np.concatenate([doc.to_array([ORTH, SPACY, IS_SPACE]) for doc in docs])
        blank = tokens[:, 2] != 0
        strings = self.vocab.strings
        texts = [strings[orth] for orth in tokens[:, 0].tolist()]
        whole = docs[0]
        if len(docs) > 1:
            whole = Doc(self.vocab, words=texts, spaces=tokens[:, 1].astype(bool).tolist())
        at = np.flatnonzero(~blank)
        said = kept.chained(readings)
        names = _tokens(said.names, at)
        columns = np.zeros((len(tokens), len(_SET)), np.int64)
        columns[at, 0] = self._tags[said.tags]
        columns[at, 1] = [self._lemma(texts[k], way) for k, way in zip(at.tolist(), said.scripts.tolist(), strict=True)]
        columns[at, 2] = at[np.arange(len(at)) + said.heads] - at
        columns[at, 3] = self._deps[said.deps]
        columns[:, 4] = _OUTSIDE
        for start, end, kind in names:
            columns[start, 4], columns[start + 1 : end, 4] = _BEGINS, _GOES_ON
            columns[start:end, 5] = self._kinds[kind]
        self._attach_white_space(columns, blank, [len(doc) for doc in docs])
        whole.from_array(_SET, columns.astype(np.uint64))  # type: ignore[arg-type]  # its stub knows another integer
        roles = np.zeros((len(tokens), 4), np.float32)
        roles[at, 1:] = said.roles.T / np.float32(UNITS)
        roles[:, 0] = 1 - roles.sum(-1)
        whole.user_data[ROLES] = roles
        whole.user_data[ATTRIBUTED] = tuple(_parts(said, at))
        sure = said.sure.tolist()
        whole.user_data[CERTAINTY] = {(start, end): p / UNITS for (start, end, _), p in zip(names, sure, strict=True)}
        return whole

    def _attach_white_space(self, columns: Integers, blank: NDArray[np.bool_], lengths: Sequence[int]) -> None:
        """White space hangs on the token before it; at the beginning of a paragraph on its first word."""
        columns[blank, 0], columns[blank, 2], columns[blank, 3] = self._space, -1, self._dep
        start = 0
        for length in lengths:
            if length and blank[start]:
                words = np.flatnonzero(~blank[start : start + length])
                if len(words):
                    columns[start : start + words[0], 2] = np.arange(words[0], 0, -1)
                else:
                    columns[start, 2], columns[start, 3] = 0, self._root
            start += length

    def _lemma(self, word: str, way: int) -> int:
        """The hash of the lemma that is made of a word in one of the ways."""
        known = self._lemmas.get((word, way))
        if known is None:
            known = self._hash(lemma(word, self._labels.scripts[way]))
            if len(self._lemmas) > 60_000:
                self._lemmas.clear()
            self._lemmas[word, way] = known
        return known

    def _hash(self, name: str) -> int:
        return int(np.uint64(self.vocab.strings.add(name)).astype(np.int64))

    @cached_property
    def _network(self) -> Network:
        """Loaded for the first paragraph that has to be read."""
        return Network(self._folder, self._labels)

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> Encoder:
        """Load the labels that training wrote. Raises `OSError` when they or the weights are not there."""
        self._folder = Path(path)
        for name in FILES:
            (self._folder / name).stat()
        written = (self._folder / "labels.json").read_bytes()
        self._digest = hashlib.blake2b(written, digest_size=16).digest()
        self._labels = Labels(**json.loads(written))
        self._tags, self._deps, self._kinds = (
            np.array([self._hash(name) for name in names], np.int64)
            for names in (self._labels.tags, self._labels.deps, ENTITIES)
        )
        self._space, self._dep, self._root = map(self._hash, ("_SP", "dep", "ROOT"))
        self._lemmas: dict[tuple[str, int], int] = {}
        return self

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        """Nothing: the weights are written by the export, and never change."""


def _tokens(labels: NDArray[np.int16], at: NDArray[np.intp]) -> list[tuple[int, int, int]]:
    """(start, end, kind) in tokens of each span that the labels of words tell of; `at` gives each word's token."""
    return [(int(at[start]), int(at[end - 1]) + 1, kind) for start, end, kind in decoding.spans(labels.tolist())]


def _parts(said: Reading, at: NDArray[np.intp]) -> Iterator[Part]:
    """The parts of attributions, in tokens."""
    rows = zip(
        decoding.spans(said.parts.tolist()), said.certain.tolist(), said.cues.tolist(), said.links.tolist(), strict=True
    )
    for (start, end, role), certain, ahead, link in rows:
        cue = int(at[start + ahead]) if ahead else None
        yield Part(role, int(at[start]), int(at[end - 1]) + 1, certain / UNITS, cue, link / UNITS)


@Language.factory(FACTORY, assigns=["token.tag", "token.lemma", "token.dep", "token.head", "doc.ents", "doc.sents"])
def _make(nlp: Language, name: str) -> Encoder:
    return Encoder(nlp.vocab)


def _stored() -> Callable[[Language], Tokenizer]:
    return lambda nlp: Tokenizer(nlp.vocab)


registry.tokenizers.register(STORED, func=_stored)
