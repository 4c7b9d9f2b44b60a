from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from briefgen.annotate.actors.merge import Group
from briefgen.annotate.actors.named import name_at
from briefgen.annotate.actors.salience import WEIGHTS, features, opening_of, saliences
from briefgen.annotation import ActorKind, Origin

BLANK = spacy.blank("en")
BLANK.add_pipe("sentencizer")

TEXT = (
    "Norvin Visits Zenda\n"
    "Monday, 3 May\n"
    "STRELSAU, May 3 (RNA) - Norvin met the crew of the boat in Zenda. The crew of Brakk was there.\n"
    "Norvin spoke of Brakk and Hollin. The Zendan boat left late.\n"
)


def group(doc: Doc, word: str, label: str = "PERSON", origin: Origin = "model") -> Group:
    names = [name_at(doc, token.i, token.i, label, origin) for token in doc if token.text == word]
    return Group(names=tuple(names))


def of(
    doc: Doc, word: str, kind: ActorKind = "person", label: str = "PERSON", origin: Origin = "model"
) -> dict[str, float]:
    return features(doc, group(doc, word, label, origin), kind, opening_of(doc))


def test_short_lines_before_the_lead_are_the_title() -> None:
    doc = BLANK(TEXT)
    opening = opening_of(doc)
    assert doc[opening.title].text == "STRELSAU"
    assert doc[opening.sentence].text == "The"
    assert [of(doc, word)["title"] for word in ("Norvin", "Zenda", "Brakk")] == [1, 1, 0]


def test_only_the_first_sentence_is_the_opening() -> None:
    doc = BLANK(TEXT)
    assert [of(doc, word)["opening"] for word in ("Norvin", "Brakk", "Hollin")] == [1, 0, 0]


def test_a_dateline_is_no_opening() -> None:
    doc = BLANK(TEXT)
    assert of(doc, "STRELSAU", "place", "GPE", "rule")["opening"] == 0
    assert of(doc, "STRELSAU", "place", "GPE", "model")["opening"] == 1


def test_a_place_named_by_its_people_alone_counts_less() -> None:
    doc = BLANK(TEXT)
    assert of(doc, "Zendan", "place", "NORP")["adjective"] == 1
    assert of(doc, "Zendan", "group", "NORP")["adjective"] == 0
    assert WEIGHTS["adjective"] < 0


@pytest.mark.parametrize("subject", ["nsubj", "nsubj:pass", "nsubjpass"])
def test_who_acts_counts_more_and_who_is_listed_less(subject: str) -> None:
    doc = Doc(BLANK.vocab, words=["Norvin", "met", "Brakk", "and", "Hollin"], heads=[1, 1, 1, 4, 2],
              deps=[subject, "ROOT", "obj", "cc", "conj"])  # fmt: skip
    assert [of(doc, word)["subject"] for word in ("Norvin", "Brakk", "Hollin")] == [1, 0, 0]
    assert [of(doc, word)["listed"] for word in ("Norvin", "Brakk", "Hollin")] == [0, 0, 1]
    found = saliences(doc, [(group(doc, word), "person") for word in ("Norvin", "Brakk", "Hollin")])
    assert found[0] == 1 > found[1] > found[2] > 0


def test_more_mentions_count_more_and_the_best_is_one() -> None:
    doc = BLANK("There was rain. Brakk came. Norvin came. Brakk left. Norvin left. Norvin slept. Norvin rose.")
    norvin, brakk = saliences(doc, [(group(doc, "Norvin"), "person"), (group(doc, "Brakk"), "person")])
    assert norvin == 1 > brakk > 0.25


@pytest.mark.parametrize("text", ["", "\n\n", "...", "A title without a stop", "😀😀😀"])
def test_odd_texts_have_an_opening(text: str) -> None:
    doc = BLANK(text)
    opening = opening_of(doc)
    assert 0 <= opening.title <= opening.sentence <= len(doc)
    assert saliences(doc, []) == []
