"""What the encoder says of a paragraph, in small numbers, and the bytes in which that is kept.

A `Reading` is all that the network gives: what stands in a `Doc` is made from it and the words, whether the paragraph
has just been read or its reading was kept. So the two are the same to the last bit.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers: TypeAlias = NDArray[np.int16]

UNITS = 10_000
"""Probabilities are told in ten-thousandths."""

FORMAT = b"\x01"
"""Raise it when the bytes come to mean something else: what was kept before is then not known."""

_SEAL = 8
"""Bytes of a seal."""

_NUMBER = np.dtype("<i2")


class Reading(NamedTuple):
    """What is said of the words of a stretch of text, white space left out.

    Nothing is counted from the beginning, so the reading of a paragraph is those of its windows, one behind another.
    """

    tags: Numbers
    """Of each word: index into the encoder's tags."""
    scripts: Numbers
    """Of each word: index into the ways to make a lemma."""
    heads: Numbers
    """Of each word: how many words ahead its head stands, 0 for a root."""
    deps: Numbers
    """Of each word: index into the dependencies."""
    names: Numbers
    """Of each word: 0 outside, or `labels.begin` or `labels.inside` of a kind of name."""
    parts: Numbers
    """Of each word: the same of the parts of attributions."""
    roles: Numbers
    """Three rows, of each word: how sure it is of a source, a cue, a content."""
    sure: Numbers
    """Of each name how sure it is."""
    certain: Numbers
    """Of each part how sure it is."""
    cues: Numbers
    """Of each part: how many words ahead its cue begins, 0 without one."""
    links: Numbers
    """Of each part how sure that is."""


def reading(*columns: ArrayLike) -> Reading:
    """The reading of these columns, in the order of `Reading`."""
    return Reading(*(np.asarray(column, _NUMBER) for column in columns))


def chained(readings: Sequence[Reading]) -> Reading:
    """One reading of stretches that follow each other; of none the reading of no words."""
    return Reading(*(np.concatenate(columns, axis=-1) for columns in zip(_NOTHING, *readings, strict=True)))


_NOTHING = reading([], [], [], [], [], [], [[], [], []], [], [], [], [])


def packed(said: Reading, owner: bytes) -> bytes:
    """The reading as bytes, sealed: only who names the same owner, and the same number of words, gets it back."""
    numbers = np.concatenate([column.ravel() for column in said])
    planes = numbers.astype(_NUMBER).view(np.uint8).reshape(-1, 2).T  # low bytes, high bytes: these are nearly all zero
    body = zlib.compress(planes.tobytes(), level=9, wbits=-zlib.MAX_WBITS)
    return FORMAT + _seal(body, owner, len(said.tags)) + body


def unpacked(kept: bytes, owner: bytes, words: int) -> Reading | None:
    """The reading that `packed` made bytes of; None when they are damaged, of another format, or of something else."""
    body = kept[1 + _SEAL :]
    if kept[: 1 + _SEAL] != FORMAT + _seal(body, owner, words):
        return None
    planes = np.frombuffer(zlib.decompress(body, wbits=-zlib.MAX_WBITS), np.uint8).reshape(2, -1)
    numbers = np.ascontiguousarray(planes.T).view(_NUMBER).ravel()
    of_words, roles, of_spans = np.split(numbers, (6 * words, 9 * words))
    tags, scripts, heads, deps, names, parts = of_words.reshape(6, words)
    count = len(of_spans) - 3 * int((parts & 1).sum())  # a label that begins a span is odd
    return Reading(
        tags,
        scripts,
        heads,
        deps,
        names,
        parts,
        roles.reshape(3, words),
        of_spans[:count],
        *of_spans[count:].reshape(3, -1),
    )


def _seal(body: bytes, owner: bytes, words: int) -> bytes:
    return hashlib.blake2b(b"%d:%b:%b" % (words, owner, body), digest_size=_SEAL).digest()
