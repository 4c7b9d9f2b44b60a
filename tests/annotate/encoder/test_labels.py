"""Lemmas from scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotate.encoder.labels import lemma, script


@pytest.mark.parametrize(
    ("word", "base", "made_by"),
    [("said", "say", "2|y"), ("Ministries", "ministry", "3|y"), ("was", "be", "3|be"), ("Vale", "Vale", "="),
     ("told", "tell", "3|ell"), ("the", "the", "0|")],
)  # fmt: skip
def test_a_script_says_what_to_drop_and_what_to_add(word: str, base: str, made_by: str) -> None:
    assert script(word, base) == made_by
    assert lemma(word, made_by) == base


@given(st.text("abcdeXYZ", min_size=1), st.text("abcde", min_size=1))
def test_a_script_leads_back_to_the_lemma(word: str, base: str) -> None:
    assert lemma(word, script(word, base)) == base


def test_a_script_that_does_not_fit_leaves_the_word() -> None:
    assert lemma("Is", "5|") == "is"
    assert lemma("is", "2|") == "is"
