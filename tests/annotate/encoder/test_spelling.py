"""Which lemmas the spelling of a form allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.annotate.encoder.labels import lemma, script
from briefgen.annotate.encoder.spelling import allows

SCRIPTS = ("0|", "1|", "2|", "3|", "4|", "3|y", "3|e", "2|y", "3|ie", "1|e")


@pytest.mark.parametrize(
    ("word", "tag", "right"),
    [
        ("bodies", "NNS", "body"), ("movies", "NNS", "movie"), ("churches", "NNS", "church"), ("houses", "NNS", "house"),
        ("deaths", "NNS", "death"), ("boxes", "NNS", "box"), ("potatoes", "NNS", "potato"), ("ties", "NNS", "tie"),
        ("goes", "VBZ", "go"), ("says", "VBZ", "say"), ("carries", "VBZ", "carry"), ("teaches", "VBZ", "teach"),
        ("hired", "VBD", "hire"), ("stopped", "VBD", "stop"), ("carried", "VBD", "carry"), ("settled", "VBN", "settle"),
        ("created", "VBN", "create"), ("treated", "VBN", "treat"), ("added", "VBD", "add"), ("died", "VBD", "die"),
        ("considered", "VBD", "consider"), ("required", "VBN", "require"), ("agreed", "VBD", "agree"),
        ("promised", "VBD", "promise"), ("called", "VBD", "call"), ("raised", "VBN", "raise"), ("played", "VBD", "play"),
        ("making", "VBG", "make"), ("running", "VBG", "run"), ("looking", "VBG", "look"),
    ],
)  # fmt: skip
def test_the_lemma_of_a_regular_form_is_the_one_that_is_allowed(word: str, tag: str, right: str) -> None:
    allowed = {lemma(word, way) for way in SCRIPTS if allows(word, tag, way)}
    assert right in allowed
    assert len(allowed - {right}) <= 1
    assert word not in allowed


@pytest.mark.parametrize(
    ("word", "tag", "right"),
    [
        ("went", "VBD", "go"), ("was", "VBD", "be"), ("is", "VBZ", "be"), ("said", "VBD", "say"), ("found", "VBN", "find"),
        ("ran", "VBD", "run"), ("put", "VBD", "put"), ("has", "VBZ", "have"), ("people", "NNS", "people"),
        ("children", "NNS", "child"), ("headquarters", "NNS", "headquarters"), ("better", "JJR", "good"),
        ("given", "VBN", "give"), ("fed", "VBD", "feed"), ("best", "JJS", "good"), ("wives", "NNS", "wife"),
        ("dying", "VBG", "die"), ("fewer", "JJR", "few"), ("easier", "JJR", "easy"), ("bigger", "JJR", "big"),
    ],
)  # fmt: skip
def test_irregular_forms_keep_what_the_encoder_says(word: str, tag: str, right: str) -> None:
    assert allows(word, tag, script(word, right))


@pytest.mark.parametrize(
    ("word", "tag", "way"),
    [("fewer", "JJR", "1|"), ("ran", "VBD", "2|"), ("forecast", "VBN", "2|"), ("told", "VBD", "2|y")],
)
def test_what_is_no_ending_is_not_taken_off(word: str, tag: str, way: str) -> None:
    assert not allows(word, tag, way)


@given(st.text(), st.sampled_from(["NNS", "VBZ", "VBD", "VBN", "VBG", "JJR", "NN", "."]), st.sampled_from(SCRIPTS))
def test_any_word_is_judged_and_only_inflected_ones_are(word: str, tag: str, way: str) -> None:
    assert allows(word, tag, way) or tag not in ("NN", ".")
