"""From the words of a paragraph to what the encoder reads: word pieces and features of form.

The encoder's vocabulary knows no capitals; the form of a word (case, digits, and whether white space
stands around it, which tells an opening straight quotation mark from a closing one) comes back as a
feature of its own. Training and reading share this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FORMS = 11
FEATURES = FORMS * 4
"""How many different features there are."""

PIECES_OF_A_WORD = 12
"""Longer words are cut: no word of a language has more, only addresses and noise do."""

WINDOW = 140
"""Words read at once, at most, where a sentence's end can be found before; else `WINDOW_AT_MOST`."""

WINDOW_AT_MOST = 200

CACHED = 60_000

_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’)]»")


def form(word: str) -> int:
    """The form of a word, 0 … FORMS - 1: its case, digits or signs."""
    if word.isalpha():
        if word.islower():
            return 0
        if len(word) == 1:
            return 2 if word.isupper() else 0
        if word.isupper():
            return 3
        if word.istitle():
            return 1
        return 4 if word[0].isupper() else 5
    if word.isdigit():
        return 6
    if any(c.isdigit() for c in word):
        return 7
    if any(c.isalpha() for c in word):
        return 8 if word[0].isupper() else 9
    return 10


def features(words: Sequence[str], spaces: Sequence[bool]) -> list[int]:
    """The feature of each word: its form, and whether white space stands before and after it."""
    out = []
    before = True
    for word, after in zip(words, spaces, strict=True):
        out.append(form(word) * 4 + 2 * before + bool(after))
        before = after
    if out:
        out[-1] |= 1  # nothing follows: as good as white space
    return out


class Pieces:
    """Words as the numbers of their pieces, remembered."""

    def __init__(self, path: Path) -> None:
        """`path` is a tokenizer.json. Raises what tokenizers raises, a bare `Exception`, when it is missing or broken."""
        from tokenizers import Tokenizer

        self._tokenizer: Tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, tuple[int, ...]] = {}
        self.first: int = self._tokenizer.token_to_id("[CLS]") or 0
        self.last: int = self._tokenizer.token_to_id("[SEP]") or 0
        self.unknown: int = self._tokenizer.token_to_id("[UNK]") or 0

    def of(self, word: str) -> tuple[int, ...]:
        """The pieces of a word, at least one."""
        known = self._known.get(word)
        if known is None:
            encoded = self._tokenizer.encode(word[:100], add_special_tokens=False).ids
            known = tuple(encoded[:PIECES_OF_A_WORD]) or (self.unknown,)
            if len(self._known) >= CACHED:
                self._known.clear()
            self._known[word] = known
        return known

    def window(self, words: Sequence[str], forms: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
        """(pieces, feature of each piece, where each word's first piece stands) of one window."""
        pieces, of_pieces, firsts = [self.first], [FEATURES], []
        for word, feature in zip(words, forms, strict=True):
            known = self.of(word)
            firsts.append(len(pieces))
            pieces += known
            of_pieces += [feature] * len(known)
        pieces.append(self.last)
        of_pieces.append(FEATURES)
        return pieces, of_pieces, firsts


def windows(words: Sequence[str]) -> list[tuple[int, int]]:
    """The words in half-open ranges short enough to be read at once, cut where a sentence seems to end."""
    out = []
    start, best = 0, 0
    for k, word in enumerate(words):
        if k - start >= WINDOW and best > start:
            out.append((start, best))
            start = best
        if k - start >= WINDOW_AT_MOST:
            out.append((start, k))
            start = best = k
        if k > start and _seems_to_begin(words, k, word):
            best = k
    if start < len(words):
        out.append((start, len(words)))
    return out


def behind_ends(words: Sequence[str]) -> list[bool]:
    """Of each word whether a mark before it may end a sentence: a stop, a colon, a bracket, a closing quotation mark."""
    return [
        k == 0 or (not words[k - 1][-1].isalnum() and words[k - 1][-1] not in ",-–%$€£&/") for k in range(len(words))
    ]


def _seems_to_begin(words: Sequence[str], k: int, word: str) -> bool:
    """Whether a sentence seems to begin with word `k`."""
    if word[0] in _CLOSERS and len(word) == 1 and word not in "\"'":
        return False
    before = words[k - 1]
    if before in _CLOSERS and k > 1:
        before = words[k - 2]
    return before[-1] in _ENDS and len(before) < 4 and not word[0].islower() and word[0] not in ",;:"
