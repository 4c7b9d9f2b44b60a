from __future__ import annotations

import re

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.tokens import Span as Entity

from briefgen.annotate.actors.find import find_actors
from briefgen.annotate.actors.named import ACTOR_LABELS
from briefgen.annotate.encoder.component import CERTAINTY
from briefgen.annotation import Actor, Mention

BLANK = spacy.blank("en")
BLANK.add_pipe("sentencizer")
MARKED = re.compile(r"\[(.+?)\|([A-Z_]+)\]")
TAGS = {"of": "IN", "the": "DT", "The": "DT", "a": "DT", "in": "IN", "and": "CC", "said": "VBD", "met": "VBD", "is": "VBZ",
        "was": "VBD", "who": "WP", "then": "RB", "Then": "RB", "'s": "POS", ",": ",", ".": ".", "Ruritanian": "JJ", "former": "JJ"}  # fmt: skip


def read(marked: str) -> Doc:
    """A doc of text in which "[Ann Vale|PERSON]" is an entity; tags by word and capital letter."""
    text, spans, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    doc = BLANK(text + marked[at:])
    for token in doc:
        token.tag_ = TAGS.get(token.text, "NNP" if token.text[0].isupper() else "NN")
    doc.ents = [span for span in (doc.char_span(s, e, label=label) for s, e, label in spans) if span is not None]
    return doc


def actors(marked: str, *hints: str) -> dict[str, Actor]:
    return {actor.name: actor for actor in find_actors(read(marked), hints)[0]}


def mentions(marked: str, *hints: str) -> list[tuple[str, str, str | None, str]]:
    doc = read(marked)
    return [(m.span.of(doc.text), m.label, m.actor, m.origin) for m in find_actors(doc, hints)[1]]


def owners(marked: str) -> list[tuple[str, str | None]]:
    return [(text, actor) for text, _, actor, _ in mentions(marked)]


def trusted(marked: str, *certainty: float) -> list[tuple[str, str, float]]:
    """Text, label and confidence of the mentions, the model being so certain of its spans."""
    doc = read(marked)
    doc.user_data[CERTAINTY] = {(e.start, e.end): p for e, p in zip(doc.ents, certainty, strict=True)}
    return [(m.span.of(doc.text), m.label, m.confidence) for m in find_actors(doc)[1]]


# --- spans -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Then [the Strelsau Bank|ORG] paid.", "Strelsau Bank"),
        ("Then [President Ann Vale|PERSON] paid.", "Ann Vale"),
        ("Then [Ann Vale's|PERSON] car came.", "Ann Vale"),
        ("Then [“Ann Vale”|PERSON] paid.", "Ann Vale"),
        ("Then [Ann Vale OBE|PERSON] paid.", "Ann Vale"),
        ("Then [NASA Administrator|ORG] Vale paid.", "NASA"),
    ],
)
def test_a_name_loses_what_is_not_its_own(marked: str, name: str) -> None:
    assert mentions(marked)[0][0] == name


@pytest.mark.parametrize("marked", ["Then [We|ORG] paid.", "A [Monday|PERSON] came.", "[the|ORG] end", "[...|ORG]", "[42|ORG] came.",
                                    "Then [the President|PERSON] paid.", "Then [kibbutzim|GPE] paid."])  # fmt: skip
def test_what_names_nobody_is_no_mention(marked: str) -> None:
    assert mentions(marked) == []


def test_two_states_joined_by_a_hyphen_are_two_mentions() -> None:
    assert owners("The [Norway-Sweden|GPE] talks.") == [("Norway", "norway"), ("Sweden", "sweden")]


def test_a_hyphenated_name_whose_parts_name_nothing_stays_whole() -> None:
    assert owners("The [Vale-Marsh|ORG] group.") == [("Vale-Marsh", "vale-marsh")]


def test_a_word_of_a_heading_is_no_name_but_a_name_of_the_body_is() -> None:
    text = "[Diplomatic Stance|GPE] Pleases [Ann Vale|PERSON] Greatly\n\nOn the day [Ann Vale|PERSON] spoke."
    assert [m[0] for m in mentions(text)] == ["Ann Vale", "Ann Vale"]


def test_dates_are_mentions_of_nobody() -> None:
    assert mentions("On [May 5|DATE] it rained.") == [("May 5", "DATE", None, "model")]


# --- labels ------------------------------------------------------------------------------------------------------


def test_the_articles_majority_corrects_a_label() -> None:
    found = mentions("[Vale|PERSON] ran. Then [Vale|ORG] sat. Then [Vale|PERSON] ate.")
    assert [m[1] for m in found] == ["PERSON"] * 3
    assert found[1][3] == "rule"


def test_the_table_corrects_a_label() -> None:
    assert mentions("Then [Norway|PERSON] won.") == [("Norway", "GPE", "norway", "knowledge")]


def test_a_seat_is_the_institution() -> None:
    assert actors("Then the [Kremlin|FAC] said so.")["Kremlin"].kind == "organization"


def test_the_last_word_tells_a_university_from_a_person() -> None:
    assert mentions("Then [Ann Vale University|PERSON] closed.")[0][1] == "ORG"


# --- names that the model missed ---------------------------------------------------------------------------------


def test_a_surname_is_found_where_the_full_name_was_recognised() -> None:
    assert mentions("So [Ann Vale|PERSON] spoke. Then Vale left.")[1] == ("Vale", "PERSON", "ann-vale", "rule")


def test_a_piece_of_a_longer_name_is_not_added() -> None:
    assert len(mentions("So [Ann Vale|PERSON] spoke. Then the Vale Hotel closed.")) == 1


def test_a_state_is_found_without_a_model() -> None:
    assert mentions("Then Norwegian ships came.") == [("Norwegian", "NORP", "norway", "knowledge")]


def test_a_name_behind_a_title_is_a_person() -> None:
    assert mentions("Then Mr. Zenda left.") == [("Zenda", "PERSON", "zenda", "rule")]


# --- who is who --------------------------------------------------------------------------------------------------


def test_forms_of_one_persons_name_are_one_actor() -> None:
    found = actors("So [Ann Vale|PERSON] spoke. Mrs. [Vale|PERSON] left. [Ann|PERSON] slept. [A. Vale|PERSON] woke.")
    assert found["Ann Vale"].aliases == ("A. Vale", "Ann", "Vale")
    assert len(found) == 1


def test_a_title_decides_between_two_of_one_surname() -> None:
    text = "Mr. [John Vale|PERSON] and Mrs. [Ann Vale|PERSON] spoke. Then Mr. [Vale|PERSON] left. Then Mrs. [Vale|PERSON] left."
    assert [owner for _, owner in owners(text)] == ["john-vale", "ann-vale", "john-vale", "ann-vale"]


def test_a_bare_surname_means_whom_the_text_named_last() -> None:
    text = "[Ann Vale|PERSON] ran. [Vale|PERSON] won. [John Vale|PERSON] ran. [Vale|PERSON] lost."
    assert [owner for _, owner in owners(text)] == ["ann-vale", "ann-vale", "john-vale", "john-vale"]


def test_who_is_named_in_passing_does_not_take_the_surname() -> None:
    text = "[Ann Vale|PERSON] ran. [Ann Vale|PERSON] won. Her father [John Vale|PERSON] sat. [Vale|PERSON] left."
    assert owners(text)[-1] == ("Vale", "ann-vale")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("World Grain Union", "WGU"),
        ("Acme Corp", "Acme"),
        ("Ministry of Grain", "Grain Ministry"),
        ("the Strelsau Post", "Strelsau Post"),
        ("U.S. Grain Council", "American Grain Council"),
        ("Norwegian Supreme Court", "Supreme Court"),
        ("Zenda University", "University"),
    ],
)
def test_short_forms_of_an_organization(first: str, second: str) -> None:
    assert len(actors(f"So [{first}|ORG] paid. Then [{second}|ORG] paid.")) == 1


def test_an_acronym_in_brackets_needs_no_matching_letters() -> None:
    assert len(actors("So [Workers Union of Zenda|ORG] ([PKZ|ORG]) paid. Then [PKZ|ORG] left.")) == 1


@pytest.mark.parametrize(
    ("first", "second"), [("Acme", "Acme Maps"), ("China Daily", "Zenda Daily"), ("World Grain Union", "WHO")]
)
def test_organizations_that_only_look_alike(first: str, second: str) -> None:
    assert len(actors(f"So [{first}|ORG] paid. Then [{second}|ORG] paid.")) == 2


def test_forms_of_a_state_are_one_place() -> None:
    text = "So [U.S.|GPE] ships came. The [United States|GPE] won. [Americans|NORP] sang. [America|GPE] slept."
    found = actors(text)
    assert list(found) == ["United States"]
    assert found["United States"].kind == "place"
    assert [m[1] for m in mentions(text)] == ["GPE", "GPE", "NORP", "GPE"]


def test_a_people_of_no_state_is_a_group() -> None:
    found = actors("So [Kurdish|NORP] singers met the [Zendans|NORP].")
    assert {name: actor.kind for name, actor in found.items()} == {"Kurds": "group", "Zendans": "group"}


def test_a_capital_is_the_state_where_it_acts_and_a_city_elsewhere() -> None:
    text = "So [Norway|GPE] won. [Oslo|GPE] said no. It rained in [Oslo|GPE]."
    assert owners(text) == [("Norway", "norway"), ("Oslo", "norway"), ("Oslo", "oslo")]


def test_a_shared_nationality_word_means_the_state_that_is_named() -> None:
    assert owners("So [North Korea|GPE] sang. The [Korean|NORP] choir won.")[1] == ("Korean", "north-korea")


# --- hints, ids, roles, salience ---------------------------------------------------------------------------------


def test_a_hint_is_a_mention_and_draws_its_forms() -> None:
    text = "So Zenda Vale Trust paid. Then [Vale|PERSON] left."
    assert mentions(text, "Zenda Vale Trust")[0] == ("Zenda Vale Trust", "ORG", "zenda-vale-trust", "author")
    assert owners("Then [Vale|PERSON] left.") == [("Vale", "vale")]
    assert mentions("Then [Vale|PERSON] left.", "Ann Vale")[0][2] == "ann-vale"


def test_a_hint_overrules_the_span_of_the_model() -> None:
    assert [m[0] for m in mentions("Then [House of Vale|ORG] paid.", "Vale")] == ["Vale"]


def test_a_hint_inside_a_word_is_none() -> None:
    assert mentions("then valetudinarian", "vale") == []


def test_ids_are_unique() -> None:
    found = find_actors(read("[Washington|PERSON] met [George Washington|PERSON]. It rained in [Washington|GPE]."))[0]
    assert len({actor.id for actor in found}) == len(found) == 2


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The Ruritanian spokesperson, [Ann Vale|PERSON], said so.", "Ruritanian spokesperson"),
        ("Then Foreign Minister [Ann Vale|PERSON] said so.", "Foreign Minister"),
        ("[Ann Vale|PERSON], the Crown's spokesman, said so.", "Crown's spokesman"),
        ("[Ann Vale|PERSON], then a senator, said so.", "then a senator"),
        ("[Ann Vale|PERSON], a doctor, said so.", "doctor"),
        ("[Ann Vale|PERSON] is the foreign minister of Ruritania.", "foreign minister of Ruritania"),
        ("A lawyer for the minister, [Ann Vale|PERSON], disagreed.", "minister"),
        ("Mrs. [Ann Vale|PERSON] said so.", None),
        ("[Ann Vale|PERSON], the boats and the sea.", None),
        ("[Ann Vale|PERSON], said the boy.", None),
    ],
)
def test_role(text: str, role: str | None) -> None:
    assert actors(text)["Ann Vale"].role == role


def test_a_word_that_says_no_more_than_the_kind_is_no_role() -> None:
    assert actors("[Ann Vale|PERSON], a woman, said so.")["Ann Vale"].role is None
    assert actors("The [Vale Union|ORG] group said so.")["Vale Union"].role is None


def test_the_most_informative_role_wins_and_is_short() -> None:
    text = "Minister [Ann Vale|PERSON] came. [Vale|PERSON], the minister of grain, fish, said so."
    assert actors(text)["Ann Vale"].role == "minister of grain"
    long = "[Ann Vale|PERSON], the minister of " + "grain and " * 20 + "fish, said so."
    assert len(actors(long)["Ann Vale"].role or "") <= 60


def test_the_most_named_actor_leads() -> None:
    found = find_actors(read("So [Acme|ORG] paid. [Acme|ORG] sold. [Acme|ORG] left [Zenda|GPE]."))[0]
    assert [actor.name for actor in found] == ["Acme", "Zenda"]
    assert found[0].salience == 1


@given(st.lists(st.sampled_from(["Ann", "Vale", "Mr.", "(", ")", "WHO", "U.S.", "-", "'s", "Norway-Sweden", "\n", "the", "👩‍👩‍👧", "שלום",
                                 "said", ".", "President", "x" * 40, "é"]), max_size=25), st.randoms(use_true_random=False))  # fmt: skip
def test_any_spans_give_ordered_disjoint_mentions_that_lead_to_actors(words: list[str], random: object) -> None:
    doc = BLANK(" ".join(words))
    ents, i = [], 0
    while i < len(doc):
        end = min(len(doc), i + random.randrange(1, 4))  # type: ignore[attr-defined]
        if not doc[i].is_space and not doc[end - 1].is_space:
            ents.append(Entity(doc, i, end, label=random.choice(["PERSON", "ORG", "GPE", "NORP", "DATE"])))  # type: ignore[attr-defined]
        i = end
    doc.ents = ents
    found, named = find_actors(doc, ("WHO",))
    check(doc, found, named)


def check(doc: Doc, found: tuple[Actor, ...], named: tuple[Mention, ...]) -> None:
    ids = [actor.id for actor in found]
    assert len(set(ids)) == len(ids)
    assert [a.salience for a in found] == sorted((a.salience for a in found), reverse=True)
    assert {m.actor for m in named if m.actor} == set(ids)
    end = 0
    for mention in named:
        assert end <= mention.span.start < mention.span.end <= len(doc.text)
        assert (mention.actor is not None) == (mention.label in ACTOR_LABELS)
        end = mention.span.end


@pytest.mark.parametrize("text", ["", "...", "\n\n", "😀😀", "a" * 100_000, "مرحبا بالعالم"])
def test_odd_texts_have_no_actors(text: str) -> None:
    assert find_actors(BLANK(text)) == ((), ())


# --- what the surroundings show ----------------------------------------------------------------------------------


def labels(marked: str, name: str) -> set[str]:
    return {label for text, label, _, _ in mentions(marked) if text == name}


@pytest.mark.parametrize(
    "opening",
    [
        "PORT ZENDA, May 3 (RNA) - The king slept.",
        "[PORT ZENDA|PERSON], May 3 ([RNA|ORG]) - The king slept.",
        "PORT ZENDA ([RNA) - The|ORG] king slept.",
        "[PORT|ORG] ZENDA (RNA) — The king slept.",
    ],
)
def test_a_dateline_holds_a_place_and_an_agency(opening: str) -> None:
    found = [(text, label) for text, label, _, _ in mentions("So it is.\n\n" + opening)]
    assert found == [("PORT ZENDA", "GPE"), ("RNA", "ORG")]


def test_a_dateline_without_an_agency_is_a_place_and_one_with_the_town() -> None:
    found = mentions("[PORT ZENDA — The|GPE] king slept in it. Then the [Port Zenda|GPE] mill burned.")
    assert [(text, actor) for text, _, actor, _ in found] == [
        ("PORT ZENDA", "port-zenda"),
        ("Port Zenda", "port-zenda"),
    ]


def test_a_dateline_names_the_country_behind_the_town() -> None:
    text = (
        "PORT ZENDA, Ruritan – The king slept in it. Then the [Ruritan|PERSON] king slept. So [Ruritan|PERSON] slept."
    )
    assert labels(text, "Ruritan") == {"GPE"}
    assert labels(text, "PORT ZENDA") == {"GPE"}


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE - The king slept.",
        "PORT ZENDA slept.",
        "THE KING SLEPT: A - B",
        "So PORT ZENDA - then slept.",
        "NASTO - The king of the hill slept in it on and on.",
        "PORT ZENDA - a list",
        "OLD BOATS - The old boats of the hill slept in it on and on.",
    ],
)
def test_capitals_that_open_no_report_are_no_dateline(text: str) -> None:
    assert mentions(text) == []


def test_a_name_takes_no_article_that_follows() -> None:
    assert mentions("So [Port Zenda The|GPE] slept.")[0][0] == "Port Zenda"


def tagged(marked: str, **tags: str) -> list[str]:
    doc = read(marked)
    for token in doc:
        token.tag_ = tags.get(token.text, token.tag_)
    return [m.span.of(doc.text) for m in find_actors(doc)[1]]


def test_a_usual_word_that_opens_a_sentence_is_no_name() -> None:
    assert tagged("So it is. [Hail|PERSON] is near.", Hail="NN") == []
    assert tagged("So it is. [Hail|PERSON] is near.", Hail="NNP") == ["Hail"]
    assert tagged("So the hail is here. [Hail|PERSON] is near.", Hail="NNP") == []


def test_an_opening_word_that_is_a_name_within_a_sentence_stays() -> None:
    assert tagged("Then [Hail|PERSON] sat. [Hail|PERSON] is near.", Hail="NN") == ["Hail", "Hail"]


@pytest.mark.parametrize("label", ["PERSON", "GPE"])
@pytest.mark.parametrize(
    "text",
    [
        "So the chief executive of [Zenda Vale|L] was here.",
        "So a spokesman for [Zenda Vale|L] was here.",
        "So an analyst at [Zenda Vale|L] was here.",
        "So [Zenda Vale|L]'s shares fell.",
        "So [Zenda Vale|L]'s chief executive was here.",
        "So [Zenda Vale|L], a small firm, was here.",
        "So the insurer, [Zenda Vale|L], was here.",
        "So the utility, [Zenda Vale|L], was here.",
    ],
)
def test_surroundings_show_an_organization(text: str, label: str) -> None:
    assert labels(text.replace("|L]", f"|{label}]") + f" Then [Zenda Vale|{label}] was here.", "Zenda Vale") == {"ORG"}


@pytest.mark.parametrize(
    "text",
    [
        "So a spokesman for Mr. [Zenda Vale|PERSON] was here.",
        "So a spokesman for [Zenda Vale|PERSON], who slept, was here.",
        "So a spokesman for [Ann Vale|PERSON] was here.",
        "So [Zenda Vale|PERSON], a teacher, was here.",
        "So the firm [Zenda Vale|PERSON] founded was here.",
        "So the executive officer of [Zenda Vale|PERSON] was here.",
    ],
)
def test_a_person_by_title_or_pronoun_stays(text: str) -> None:
    assert {label for _, label, _, _ in mentions(text)} == {"PERSON"}


@pytest.mark.parametrize("label", ["PERSON", "ORG", "NORP"])
@pytest.mark.parametrize(
    "text",
    [
        "So the prime minister of [Strelsau|L] was here.",
        "So the village of [Strelsau|L] was here.",
        "So [Strelsau|L]'s prime minister was here.",
        "So [Strelsau|L]'s parliament was here.",
        "So [Strelsau|L], a small village, was here.",
        "So [Strelsau|L], which lies here, was here.",
        "So [Strelsau|L] (12 km) was here.",
        "So the [Republic of Strelsau|GPE] was here.",
    ],
)
def test_surroundings_show_a_place(text: str, label: str) -> None:
    marked = text.replace("|L]", f"|{label}]") + f" Then [Strelsau|{label}] was here."
    assert labels(marked, "Strelsau") == {"GPE"}


def test_a_people_shows_its_place_and_is_the_same_actor() -> None:
    text = "So [Zenda|PERSON] slept. The [Zendans|NORP] slept. A [Zendan|NORP] ship slept."
    found = actors(text)
    assert list(found) == ["Zenda"]
    assert found["Zenda"].kind == "place"
    assert found["Zenda"].aliases == ("Zendan", "Zendans")


def test_two_states_joined_across_a_sentences_end_are_two() -> None:
    assert owners("Then it left [Norway Sweden|FAC] slept.") == [("Norway", "norway"), ("Sweden", "sweden")]
    assert owners("Then it left [South Korea|GPE].") == [("South Korea", "south-korea")]


def test_an_association_is_no_building() -> None:
    assert labels("So the [Zenda Millers' Association|FAC] left.", "Zenda Millers' Association") == {"ORG"}
    assert labels("So the [Zenda General Hospital|FAC] closed.", "Zenda General Hospital") == {"FAC"}


# --- certainty ---------------------------------------------------------------------------------------------------


def test_a_name_that_stands_once_is_trusted_as_far_as_the_model_is_certain() -> None:
    assert trusted("Then [Ann Vale|PERSON] paid.", 0.61) == [("Ann Vale", "PERSON", 0.61)]


def test_mentions_that_agree_halve_the_doubt() -> None:
    found = trusted("Then [Orlo|GPE] slept. Then [Orlo|GPE] woke.", 0.6, 0.8)
    assert [confidence for _, _, confidence in found] == [0.8, 0.9]


def test_nothing_is_trusted_wholly_but_what_the_author_says() -> None:
    assert trusted("Then [Ann Vale|PERSON] paid.", 1.0)[0][2] == 0.98


def test_a_certain_mention_outvotes_uncertain_ones() -> None:
    found = trusted("Then [Orlo|GPE] slept. [Orlo|ORG] woke. [Orlo|GPE] ate.", 0.3, 0.9, 0.35)
    assert {label for _, label, _ in found} == {"ORG"}


def test_a_surname_stays_a_person_whatever_the_others_say() -> None:
    found = trusted("Then [Ann Vale|PERSON] paid. [Vale|PERSON] slept. [Vale|ORG] woke.", 0.9, 0.4, 0.9)
    assert {label for _, label, _ in found} == {"PERSON"}


@pytest.mark.parametrize(("certainty", "labels"), [(0.9, ["ORG"]), (0.5, [])])
def test_a_common_word_is_a_name_where_the_model_is_sure(certainty: float, labels: list[str]) -> None:
    assert [label for _, label, _ in trusted("Then the [Assembly|ORG] slept.", certainty)] == labels


def test_an_uncertain_name_is_not_looked_for_elsewhere() -> None:
    text = "Then [Orlo|ORG] slept. Then Orlo woke."
    assert len(trusted(text, 0.5)) == 1
    assert len(trusted(text, 0.9)) == 2


# --- names that go on --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("Then the [Armed Union of|ORG] [Orlo|GPE] slept.", ("Armed Union of Orlo", "ORG")),
        ("Then the [Office of|ORG] the [Warden|ORG] slept.", ("Office of the Warden", "ORG")),
        ("Then the [Orlo|GPE] prison was here.", ("Orlo prison", "FAC")),
        ("Then the [Orlo prison|FAC] was here.", ("Orlo prison", "FAC")),
        ("Then the [Orlo Relations|ORG] Act was here.", ("Orlo Relations Act", "LAW")),
        ("Then the [Orlo Dam|EVENT] was here.", ("Orlo Dam", "FAC")),
    ],
)
def test_a_name_goes_on_to_its_end(marked: str, found: tuple[str, str]) -> None:
    assert [(text, label) for text, label, _ in trusted(marked, *[0.5] * marked.count("|"))] == [found]


def test_a_place_of_which_the_model_is_sure_takes_no_building() -> None:
    assert trusted("Then the [Orlo|GPE] prison was here.", 0.97)[0][:2] == ("Orlo", "GPE")


def test_an_acronym_in_brackets_is_the_organization_before_it() -> None:
    found = mentions("Then the [World Otter Union|ORG] (WOU) slept.")
    assert [(text, label) for text, label, _, _ in found] == [("World Otter Union", "ORG"), ("WOU", "ORG")]


def test_an_agency_in_brackets_shows_a_dateline_without_capitals() -> None:
    found = mentions("[Port Orlo|PERSON] (RNA) – The ship slept.")
    assert [(text, label) for text, label, _, _ in found] == [("Port Orlo", "GPE"), ("RNA", "ORG")]


def test_whose_wife_it_is_is_a_person() -> None:
    assert labels("Then he saw his wife, [Orla|GPE], here.", "Orla") == {"PERSON"}


def test_one_of_a_people_is_no_organization() -> None:
    assert labels("The [Orlans|NORP] slept. The [Orlan|ORG] ship slept.", "Orlan") == {"NORP"}


def test_the_united_states_are_no_pronoun() -> None:
    assert mentions("Then the [U.S.|GPE] Final slept.")[0][:2] == ("U.S.", "GPE")


def test_a_building_is_an_organization_where_it_speaks() -> None:
    doc = read("Then the [Orlo Mosque|FAC] said so.")
    said = next(token for token in doc if token.text == "said")
    for token in doc:
        token.head, token.dep_ = said, "nsubj" if token.text == "Mosque" else "dep"
    assert find_actors(doc)[0][0].kind == "organization"


def test_a_building_that_breaks_is_a_place() -> None:
    doc = read("Then the [Orlo Dam|FAC] broke here.")
    broke = next(token for token in doc if token.text == "broke")
    for token in doc:
        token.head, token.dep_ = broke, "nsubj" if token.text == "Dam" else "dep"
    assert find_actors(doc)[0][0].kind == "place"


def test_a_place_is_not_shown_in_a_datelines_capitals() -> None:
    assert set(actors("PORT ORLO, March 10 (RNA) - The ship slept.")) == {"Port Orlo", "RNA"}
