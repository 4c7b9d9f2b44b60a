"""The same annotations whatever the number of jobs."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from briefgen.annotate import Passage, nlp
from briefgen.annotate.workers import PORTION, WORTH, annotate_on_cores, portions, usable
from briefgen.annotation import Amount
from briefgen.diagnostic import BriefgenError
from briefgen.span import Span


def passage(text: str) -> Passage:
    return Passage(text=text, blocks=(Span(0, len(text)),), date="2024-03-05")


TEXTS = [
    f"Mayor Ada Orr said on Monday that {n} houses in Port Orren were flooded. “We need help,” she added."
    for n in range(2, 9)
]


@pytest.mark.model
def test_two_processes_say_what_one_says_in_the_same_order() -> None:
    passages = [passage(text) for text in TEXTS]
    alone = list(annotate_on_cores(passages, "", 1, nlp.load))
    together = list(annotate_on_cores(passages, "", 2, nlp.load))
    assert together == alone
    told = [fact.value.amount for found in alone for fact in found.facts if isinstance(fact.value, Amount)]
    assert told == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.model
def test_what_a_model_lacks_is_said_by_several_processes_too(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(BriefgenError, match="has no parser and no ner"):
        list(annotate_on_cores([passage(text) for text in TEXTS], str(tmp_path), 2, nlp.load))


def test_little_text_is_read_by_one_process() -> None:
    assert usable([passage("Short.")] * 5, None) == 1


def test_more_processes_than_passages_are_never_started() -> None:
    assert usable([passage("x" * WORTH * 9)], 8) == 1


def test_jobs_asked_for_are_given() -> None:
    assert usable([passage("Short.")] * 5, 3) == 3


def test_portions_hold_every_passage_once_in_order() -> None:
    passages = [passage("x" * size) for size in (10, PORTION, 5, 5, PORTION // 2, PORTION)]
    found = portions(passages)
    assert [p for portion in found for p in portion] == passages
    assert len(found) > 1
