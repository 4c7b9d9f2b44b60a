"""Words as the encoder sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotate import nlp
from briefgen.annotate.encoder.words import FEATURES, WINDOW_AT_MOST, Pieces, features, form, windows

WORD = st.text(min_size=1, max_size=6).filter(lambda w: not w.isspace())


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(nlp.BUNDLED / "encoder" / "tokenizer.json")


def test_forms_tell_case_digits_and_signs_apart() -> None:
    words = ["said", "Vale", "A", "NATO", "McVale", "eBook", "1995", "20th", "Al-Sahr", "co-op", "—"]
    assert [form(word) for word in words] == list(range(11))


@given(st.lists(WORD, max_size=8), st.data())
def test_features_are_in_range(words: list[str], data: st.DataObject) -> None:
    spaces = data.draw(st.lists(st.booleans(), min_size=len(words), max_size=len(words)))
    assert all(0 <= feature < FEATURES for feature in features(words, spaces))


def test_a_straight_mark_that_opens_differs_from_one_that_closes() -> None:
    found = features(['"', "Yes", '"', "she"], [False, False, True, False])
    assert found[0] != found[2]


@given(st.lists(WORD, min_size=1, max_size=8))
def test_every_word_has_a_first_piece_of_its_own(pieces: Pieces, words: list[str]) -> None:
    ids, kinds, firsts = pieces.window(words, features(words, [True] * len(words)))
    assert len(ids) == len(kinds)
    assert len(set(firsts)) == len(words)
    assert all(0 < at < len(ids) - 1 for at in firsts)


def test_an_endless_word_is_cut(pieces: Pieces) -> None:
    assert len(pieces.of("x1" * 100_000)) <= 12


@given(st.lists(st.sampled_from(["Vale", "said", ".", '"', "”", "no", "Mr.", ","]), max_size=700))
def test_windows_cover_all_words_once_in_order_and_are_short(words: list[str]) -> None:
    found = windows(words)
    assert [k for start, end in found for k in range(start, end)] == list(range(len(words)))
    assert all(0 < end - start <= WINDOW_AT_MOST for start, end in found)


def test_a_long_paragraph_is_cut_where_a_sentence_begins() -> None:
    sentence = ["The", "dam", "on", "the", "Ardrell", "held", "through", "the", "night", "."]
    found = windows(sentence * 40)
    assert len(found) > 2
    assert all(start % 10 == 0 for start, _ in found)
