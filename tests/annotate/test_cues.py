"""The lexicon of reporting words."""

from __future__ import annotations

from typing import get_args

import pytest

from briefgen.annotate.cues import NEGATED, adjective_stance, noun_cue, verb_cues, words
from briefgen.annotation import Stance


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("says", "say"), ("said", "say"), ("denies", "deny"), ("denied", "deny"), ("vowing", "vow"), ("admitted", "admit"),
        ("urges", "urge"), ("told", "tell"), ("quipped", "quip"), ("stressed", "stress"), ("stresses", "stress"),
    ],
)  # fmt: skip
def test_a_form_leads_to_its_verb(form: str, lemma: str) -> None:
    assert lemma in {cue.lemma for cue in verb_cues(form)}


@pytest.mark.parametrize("form", ["walked", "meeting", "dam", "", "arrested", "sought"])
def test_plain_actions_are_no_cues(form: str) -> None:
    assert verb_cues(form) == ()


def test_what_follows_decides_the_stance() -> None:
    (warn,) = verb_cues("warned")
    (ask,) = verb_cues("asked")
    assert warn.frames["clause"] == "warns"
    assert (ask.frames["clause"], ask.frames["order"]) == ("asks", "demands")


def test_verbs_with_particles_come_first() -> None:
    particles = [cue.particles for cue in verb_cues("pointed")]
    assert particles[0] == ("out",)
    assert particles[-1] == ()


def test_nouns_are_found_in_both_numbers() -> None:
    claims, accusation = noun_cue("claims"), noun_cue("accusation")
    assert claims is not None
    assert claims.frames["clause"] == "claims"
    assert accusation is not None
    assert accusation.frames["of"] == "accuses"
    assert noun_cue("river") is None


def test_adjectives_have_a_stance() -> None:
    assert adjective_stance("confident") == "believes"
    assert adjective_stance("green") is None


def test_word_lists_of_verbs_hold_their_forms() -> None:
    assert {"tell", "told", "warned"} <= words("addressed")
    assert "statement" in words("events")


def test_every_stance_has_a_negation_but_only_denials_confirm() -> None:
    assert set(NEGATED) == set(get_args(Stance))
    assert [stance for stance, turned in NEGATED.items() if turned == "confirms"] == ["denies"]
