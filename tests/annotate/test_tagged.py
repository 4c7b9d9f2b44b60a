"""Attributions out of the encoder's tagging, and how it is weighed against the rules."""

from __future__ import annotations

import numpy as np
import spacy
from spacy.tokens import Doc

from briefgen.annotate.encoder.component import ATTRIBUTED, ROLES, Part
from briefgen.annotate.encoder.labels import CONTENT, CUE, SOURCE
from briefgen.annotate.quotes.attributions import Attribution
from briefgen.annotate.quotes.nesting import chain_within
from briefgen.annotate.quotes.phrases import Range
from briefgen.annotate.quotes.tagged import is_tagged, said_of, tagged
from briefgen.annotate.quotes.weighing import weighed

VOCAB = spacy.blank("en").vocab


def document(text: str, *parts: Part) -> Doc:
    """A `Doc` without a parse in which the tagging is certain of `parts`."""
    words = text.split()
    doc = Doc(VOCAB, words=words, tags=["VBD" if word in ("said", "warned", "believed") else "NN" for word in words])
    roles = np.zeros((len(words), 4), np.float32)
    roles[:, 0] = 1
    for part in parts:
        roles[part.start : part.end] = 0
        roles[part.start : part.end, 1 + part.role] = part.certainty
    doc.user_data[ROLES] = roles
    doc.user_data[ATTRIBUTED] = parts
    return doc


def part(role: int, start: int, end: int, cue: int | None = None, certainty: float = 0.9) -> Part:
    return Part(role, start, end, certainty, cue, 0.8 if cue is not None else 0.0)


def rule(head: int, content: Range, speaker: Range | None, frame: str = "clause") -> Attribution:
    return Attribution(head, Range(head, head + 1), (content,), speaker, frame, "states", 0.8)


def test_parts_that_are_linked_to_one_cue_are_one_attribution() -> None:
    doc = document("Orr said dams hold", part(SOURCE, 0, 1, 1), part(CUE, 1, 2), part(CONTENT, 2, 4, 1))
    (one,) = tagged(doc)
    assert (one.cue, one.content, one.speaker) == (Range(1, 2), (Range(2, 4),), Range(0, 1))


def test_a_cue_without_content_attributes_nothing() -> None:
    assert tagged(document("Orr said .", part(SOURCE, 0, 1, 1), part(CUE, 1, 2))) == []


def test_pieces_with_a_word_or_two_between_are_one_content() -> None:
    doc = document("Orr said the old dam will hold", part(CUE, 1, 2), part(CONTENT, 2, 3, 1), part(CONTENT, 4, 7, 1))
    assert tagged(doc)[0].content == (Range(2, 7),)


def test_a_source_within_keeps_pieces_apart() -> None:
    doc = document(
        "dams , Orr said , hold", part(CONTENT, 0, 1, 3), part(SOURCE, 2, 3, 3), part(CUE, 3, 4), part(CONTENT, 5, 6, 3)
    )
    assert tagged(doc)[0].content == (Range(0, 1), Range(5, 6))


def test_of_two_attributions_each_keeps_its_own_source() -> None:
    doc = document(
        "Orr said dams hold while Vale warned towns flood",
        part(SOURCE, 0, 1, 1), part(CUE, 1, 2), part(CONTENT, 2, 4, 1),
        part(SOURCE, 5, 6, 6), part(CUE, 6, 7), part(CONTENT, 7, 9, 6),
    )  # fmt: skip
    assert [(one.speaker, one.stance) for one in tagged(doc)] == [(Range(0, 1), "states"), (Range(5, 6), "warns")]


def test_a_pipeline_without_tagging_tells_nothing() -> None:
    doc = Doc(VOCAB, words=["Orr", "said", "so"])
    assert not is_tagged(doc)
    assert tagged(doc) == []


def test_what_a_range_is_said_to_be_is_a_mean() -> None:
    doc = document("a b c d", part(CONTENT, 1, 3, certainty=0.8))
    assert round(said_of(doc, CONTENT, Range(0, 4)), 3) == 0.4


def test_a_rule_that_the_tagging_knows_nothing_of_is_dropped() -> None:
    doc = document("Orr said dams hold")
    assert weighed(doc, [rule(1, Range(2, 4), Range(0, 1))], []) == []


def test_an_attribution_that_only_the_tagging_knows_is_kept_when_it_is_sure() -> None:
    sure = document("Orr mused dams hold", part(CUE, 1, 2), part(CONTENT, 2, 4, 1))
    unsure = document("Orr mused dams hold", part(CUE, 1, 2, None, 0.2), part(CONTENT, 2, 4, 1, 0.2))
    assert [one.head for one in weighed(sure, [], tagged(sure))] == [1]
    assert weighed(unsure, [], tagged(unsure)) == []


def test_where_both_speak_there_is_one_attribution() -> None:
    doc = document("Orr said dams hold", part(CUE, 1, 2), part(CONTENT, 2, 4, 1))
    (one,) = weighed(doc, [rule(1, Range(2, 3), Range(0, 1))], tagged(doc))
    assert one.speaker == Range(0, 1)


def test_a_speaker_within_the_content_is_whose_words_are_passed_on() -> None:
    # Agency said Orr believed Vale warned towns flood
    inner = [rule(3, Range(4, 8), Range(2, 3)), rule(5, Range(6, 8), Range(4, 5))]
    assert chain_within([Range(2, 8)], 1, [rule(1, Range(2, 8), Range(0, 1)), *inner]) == (Range(2, 3), Range(4, 5))


def test_a_remark_about_a_small_part_of_the_content_is_no_link_of_the_chain() -> None:
    inner = rule(10, Range(11, 12), Range(9, 10))
    assert chain_within([Range(2, 12)], 1, [inner]) == ()


def test_an_insertion_within_the_content_passes_words_on() -> None:
    # Times said that , according to Orr , dams hold
    inner = Attribution(4, Range(4, 6), (Range(0, 3), Range(8, 10)), Range(6, 7), "inserted", "states", 0.8)
    assert chain_within([Range(2, 10)], 1, [inner]) == (Range(6, 7),)
