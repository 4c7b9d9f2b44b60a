from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from briefgen.annotate.actors.metonyms import stands_for_state

VERBS = {"said": "VBD", "signed": "VBD", "rained": "VBD", "killed": "VBN", "is": "VBZ", "has": "VBZ"}


def doc_of(text: str) -> Doc:
    words = text.split()
    tags = [VERBS.get(word, "NNP" if word[0].isupper() else "NN") for word in words]
    return Doc(spacy.blank("en").vocab, words=words, tags=tags)


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Oslo said no", True),
        ("Oslo has not signed it", True),
        ("officials in Oslo said no", False),
        ("Oslo is cold", False),
        ("Oslo 's stance", True),
        ("Oslo 's streets", False),
        ("talks between Bergen and Oslo", True),
        ("sanctions on Oslo", True),
        ("rain on Oslo", False),
        ("they came to Oslo", False),
        ("Oslo", False),
    ],
)
def test_a_capital_acts_or_is_a_place(text: str, acts: bool) -> None:
    doc = doc_of(text)
    at = next(i for i, token in enumerate(doc) if token.text == "Oslo")
    assert stands_for_state(doc, at, at, state_is_named=True) is acts


def test_a_possessive_alone_is_the_citys_where_the_state_is_not_named() -> None:
    assert not stands_for_state(doc_of("Oslo 's stance"), 0, 0, state_is_named=False)
