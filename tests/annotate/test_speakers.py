"""Resolving speakers to actors, on hand-made parses."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from briefgen.annotate.quotes.antecedents import Resolved
from briefgen.annotate.quotes.phrases import Range
from briefgen.annotate.quotes.speakers import resolve, scene
from briefgen.annotation import Actor, ActorKind, Mention
from briefgen.span import Span

VOCAB = spacy.blank("en").vocab
KINDS: dict[str, tuple[str, ActorKind, str | None]] = {
    "Ann Vale": ("PERSON", "person", "Orland's finance minister"),
    "Tom Reed": ("PERSON", "person", "chief engineer"),
    "Orland": ("GPE", "place", None),
    "Northern Union": ("ORG", "organization", None),
    "Ministry of Roads": ("ORG", "organization", None),
    "Kell Prime": ("PERSON", "person", "prime minister"),
}


def parse(tagged: str) -> Doc:
    """A Doc of "word/tag" or "word/tag/dep/head" tokens; ¶ is a paragraph's end; full stops and ¶ end sentences."""
    parts = [
        (*token.split("/"), "dep", "0")[:4] if token.count("/") < 3 else token.split("/") for token in tagged.split()
    ]
    words = ["\n" if part[0] == "¶" else part[0] for part in parts]
    spaces = [
        word != "\n" and i + 1 < len(words) and words[i + 1] not in (".", ",", "’s", "\n")
        for i, word in enumerate(words)
    ]
    starts = [i == 0 or words[i - 1] in (".", "\n") for i in range(len(words))]
    deps = [part[2] if part[2] != "dep" else "dep" for part in parts]
    heads = [
        int(part[3]) if part[2] != "dep" else max(k for k in range(i + 1) if starts[k]) for i, part in enumerate(parts)
    ]
    return Doc(VOCAB, words=words, spaces=spaces, tags=[part[1] for part in parts], deps=deps, heads=heads)


def resolved(
    tagged: str, said: str, pronouns: dict[str, str | None] | None = None, previous: str | None = None
) -> Resolved:
    """Whom the last `said` of the text stands for."""
    doc = parse(tagged)
    text = doc.text
    actors = tuple(Actor(id=name, name=name, kind=kind, role=role) for name, (_, kind, role) in KINDS.items())
    mentions = []
    for name, (label, _, _) in KINDS.items():
        at = text.find(name)
        while at >= 0:
            mentions.append(Mention(span=Span(at, at + len(name)), label=label, actor=name))
            at = text.find(name, at + 1)
    at = text.rfind(said)
    words = doc.char_span(at, at + len(said))
    assert words is not None
    world = scene(doc, text, actors, tuple(mentions), pronouns or {}, ())
    return resolve(world, Range(words.start, words.end), previous)


def test_a_name_is_itself() -> None:
    assert resolved("Ann/NNP Vale/NNP spoke/VBD", "Ann Vale") == ("Ann Vale", "", 1.0)


def test_a_person_in_apposition_wins_over_the_place_inside() -> None:
    tagged = "the/DT/det/2 Orland/NNP/compound/2 minister/NN/nsubj/6 ,/,/punct/4 Ann/NNP/appos/2 Vale/NNP/flat/4 spoke/VBD/ROOT/6"
    assert resolved(tagged, "the Orland minister, Ann Vale").actor == "Ann Vale"


def test_a_person_wins_over_the_organisation_of_the_apposition() -> None:
    tagged = (
        "Ann/NNP/nsubj/8 Vale/NNP/flat/0 ,/,/punct/3 spokeswoman/NN/appos/0 for/IN/case/7 the/DT/det/7 "
        "Northern/NNP/amod/7 Union/NNP/nmod/3 spoke/VBD/ROOT/8"
    )
    assert resolved(tagged, "Ann Vale, spokeswoman for the Northern Union").actor == "Ann Vale"


@pytest.mark.parametrize(
    "tagged",
    [
        "Orland/NNP/nmod:poss/2 ’s/POS/case/0 minister/NN/nsubj/3 spoke/VBD/ROOT/3",
        "An/DT/det/2 Orland/NNP/compound/2 minister/NN/nsubj/3 spoke/VBD/ROOT/3",
        "ministers/NNS/nsubj/3 from/IN/case/2 Orland/NNP/nmod/0 spoke/VBD/ROOT/3",
    ],
)
def test_a_name_that_only_qualifies_is_not_the_speaker(tagged: str) -> None:
    assert resolved(tagged, parse(tagged)[:3].text).actor is None


def test_a_pronoun_is_the_subject_of_the_previous_sentence() -> None:
    tagged = "Ann/NNP/nsubj/2 Vale/NNP/flat/0 met/VBD/ROOT/2 Tom/NNP/obj/2 Reed/NNP/flat/3 ./. She/PRP/nsubj/7 spoke/VBD/ROOT/7 ./."
    who = resolved(tagged, "She")
    assert who.actor == "Ann Vale"
    assert who.why == "subject_before"


def test_gender_decides_between_two_people() -> None:
    tagged = "Ann/NNP/nsubj/2 Vale/NNP/flat/0 met/VBD/ROOT/2 Tom/NNP/obj/2 Reed/NNP/flat/3 ./. He/PRP/nsubj/7 spoke/VBD/ROOT/7 ./."
    assert resolved(tagged, "He", {"Ann Vale": "she", "Tom Reed": "he"}).actor == "Tom Reed"


def test_who_was_introduced_since_takes_the_place_of_who_spoke_last() -> None:
    tagged = (
        "Tom/NNP/nsubj/2 Reed/NNP/flat/0 spoke/VBD/ROOT/2 ./. ¶/_SP "
        "Kell/NNP/nsubj/7 Prime/NNP/flat/5 replied/VBD/ROOT/7 ./. He/PRP/nsubj/10 spoke/VBD/ROOT/10 ./."
    )
    assert resolved(tagged, "He", previous="Tom Reed").actor == "Kell Prime"


def test_who_spoke_last_goes_on_past_a_name_in_passing() -> None:
    tagged = (
        "Tom/NNP/nsubj/2 Reed/NNP/flat/0 spoke/VBD/ROOT/2 ./. He/PRP/nsubj/5 met/VBD/ROOT/5 Kell/NNP/obj/5 Prime/NNP/flat/6 ./. "
        "He/PRP/nsubj/10 spoke/VBD/ROOT/10 ./."
    )
    who = resolved(tagged, "He", previous="Tom Reed")
    assert who.actor == "Tom Reed"


def test_among_names_in_passing_a_pronoun_stays_open() -> None:
    passing = "they/PRP/nsubj/1 met/VBD/ROOT/1 Tom/NNP/obj/1 Reed/NNP/flat/2 and/CC/cc/5 Kell/NNP/conj/2 Prime/NNP/flat/5 ./. "
    he = "He/PRP/nsubj/9 spoke/VBD/ROOT/9 ./."
    assert resolved(passing + he, "He").actor is None


def test_he_is_never_a_country() -> None:
    assert resolved("Orland/NNP/nsubj/1 spoke/VBD/ROOT/1 ./. He/PRP/nsubj/4 spoke/VBD/ROOT/4", "He").actor is None


def test_it_is_never_a_person() -> None:
    tagged = "Northern/NNP Union/NNP met/VBD Ann/NNP Vale/NNP ./. It/PRP spoke/VBD"
    assert resolved(tagged, "It").actor == "Northern Union"


def test_a_pronoun_without_a_candidate_stays_open() -> None:
    assert resolved("She/PRP spoke/VBD", "She").actor is None


@pytest.mark.parametrize("word", ["I", "We", "You"])
def test_the_first_person_is_not_resolved(word: str) -> None:
    assert resolved(f"Ann/NNP Vale/NNP spoke/VBD ./. {word}/PRP spoke/VBD", word, previous="Ann Vale").actor is None


def test_who_is_the_noun_that_its_clause_hangs_on() -> None:
    tagged = "Ann/NNP/ROOT/0 Vale/NNP/flat/0 ,/,/punct/4 who/WP/nsubj/4 spoke/VBD/acl:relcl/0"
    assert resolved(tagged, "who").actor == "Ann Vale"


def test_a_description_finds_the_one_actor_with_that_role() -> None:
    tagged = "Ann/NNP Vale/NNP met/VBD Tom/NNP Reed/NNP ./. the/DT engineer/NN spoke/VBD"
    assert resolved(tagged, "the engineer").actor == "Tom Reed"


def test_a_description_that_nobody_fits_stays_open() -> None:
    assert resolved("Ann/NNP Vale/NNP spoke/VBD ./. the/DT farmer/NN spoke/VBD", "the farmer").actor is None


def test_the_union_is_the_only_organisation_above() -> None:
    tagged = "Ann/NNP Vale/NNP met/VBD Northern/NNP Union/NNP ./. the/DT group/NN spoke/VBD"
    assert resolved(tagged, "the group").actor == "Northern Union"


@pytest.mark.parametrize(
    "speaker",
    [
        "A/DT lawyer/NN for/IN the/DT minister/NN ,/, Ann/NNP Vale/NNP",
        "an/DT aide/NN to/IN the/DT minister/NN ,/, Ann/NNP Vale/NNP",
        "a/DT spokesman/NN for/IN Finance/NNP Minister/NNP Ann/NNP Vale/NNP",
        "Ann/NNP Vale/NNP ’s/POS lawyer/NN",
        "the/DT younger/JJR brother/NN of/IN the/DT minister/NN",
        "the/DT wife/NN of/IN Tom/NNP Reed/NNP",
    ],
)
def test_who_belongs_to_a_person_is_not_that_person(speaker: str) -> None:
    said = parse(speaker).text
    assert resolved(f"Ann/NNP Vale/NNP met/VBD Tom/NNP Reed/NNP ./. {speaker} spoke/VBD ./.", said).actor is None


def test_a_spokesman_of_a_body_keeps_the_name_in_apposition() -> None:
    speaker = "a/DT spokesman/NN for/IN the/DT group/NN ,/, Tom/NNP Reed/NNP"
    assert resolved(speaker + " spoke/VBD", parse(speaker).text).actor == "Tom Reed"


@pytest.mark.parametrize(
    ("speaker", "actor"),
    [
        ("The/DT opposition/NN Northern/NNP Union/NNP", "Northern Union"),
        ("The/DT builder/NN ,/, Northern/NNP Union/NNP", "Northern Union"),
        ("The/DT builder/NN of/IN bridges/NNS ,/, Orland/NNP", None),
    ],
)
def test_a_name_that_ends_a_phrase_of_its_own_words_is_the_speaker(speaker: str, actor: str | None) -> None:
    assert resolved(speaker + " spoke/VBD", parse(speaker).text).actor == actor


def test_a_ministry_is_the_one_so_called_and_no_other_body() -> None:
    named = "Ministry/NNP of/IN Roads/NNP met/VBD ./. ¶/_SP Northern/NNP Union/NNP met/VBD ./. ¶/_SP "
    who = resolved(named + "the/DT ministry/NN spoke/VBD", "the ministry")
    assert who.actor == "Ministry of Roads"
    assert who.why == "only_called"
    assert resolved("Northern/NNP Union/NNP met/VBD ./. the/DT ministry/NN spoke/VBD", "the ministry").actor is None


def test_a_company_is_no_ministry() -> None:
    tagged = "Ministry/NNP of/IN Roads/NNP met/VBD ./. the/DT company/NN spoke/VBD"
    assert resolved(tagged, "the company").actor is None


def test_the_minister_is_not_the_prime_minister() -> None:
    tagged = "Ann/NNP Vale/NNP met/VBD Kell/NNP Prime/NNP ./. the/DT minister/NN spoke/VBD"
    assert resolved(tagged, "the minister").actor == "Ann Vale"
