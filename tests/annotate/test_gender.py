from __future__ import annotations

import pytest
import spacy

from briefgen.annotate.actors.gender import given_pronoun, pronoun_of
from briefgen.annotation import Actor, Mention
from briefgen.span import Span

BLANK = spacy.blank("en")


def pronoun(text: str, name: str, role: str | None = None, shown: str | None = None) -> str | None:
    actor = Actor(id="x", name=shown or name, kind="person", role=role)
    start = text.index(name)
    mention = Mention(span=Span(start, start + len(name)), label="PERSON", actor="x")
    return pronoun_of(BLANK(text), actor, (mention,))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Mrs. Vale spoke.", "she"), ("Mr Vale spoke.", "he"), ("Queen Vale spoke.", "she"), ("Dr. Vale spoke.", None),
     ("Vale spoke.", None), ("Vale said he would go.", "he"), ("Vale said that her plan stood.", "she")],
)  # fmt: skip
def test_words_around_a_name(text: str, expected: str | None) -> None:
    assert pronoun(text, "Vale") == expected


def test_a_role_outweighs_a_given_name() -> None:
    assert pronoun("Andrea Vale spoke.", "Andrea Vale", role="Ruritanian spokesman") == "he"


def test_a_given_name_counts_only_in_a_full_name() -> None:
    assert given_pronoun("Maria Vale") == "she"
    assert given_pronoun("Maria") is None


def test_an_organization_has_no_pronoun() -> None:
    assert pronoun_of(BLANK("Maria"), Actor(id="x", name="Maria Vale", kind="organization"), ()) is None
