from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from briefgen.annotate.figures.find import find_figures
from briefgen.annotation import Amount, Fact

VOCAB = spacy.blank("en").vocab
GOLD = Path(__file__).parent.parent / "gold" / "figures.jsonl"


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def amount_of(fact: Fact) -> Amount:
    assert isinstance(fact.value, Amount)
    return fact.value


def shown(doc: Doc) -> list[str]:
    """Each figure as "expression: value unit measure"; a vague or ranged value as low..high."""
    out = []
    for fact in find_figures(doc):
        a = amount_of(fact)
        number = (
            f"{a.amount:g}" if a.amount is not None else f"{a.low or 0:g}..{'' if a.high is None else f'{a.high:g}'}"
        )
        out.append(f"{fact.span.of(doc.text)}: {number} {a.unit} {a.measure}")
    return out


def parsed(*rows: str) -> Doc:
    """A sentence from rows of "word tag dep head", the head by its word's index."""
    words, tags, deps, heads = zip(*(row.split() for row in rows), strict=True)
    return Doc(VOCAB, words=words, tags=tags, deps=deps, heads=[int(head) for head in heads])


# --- what is a figure, and its span, by the order of words alone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The pipeline is 5 km long.", ["5 km: 5 km distance"]),
        ("It grew by 40 percent.", ["40 percent: 40 percent None"]),
        ("They paid $4.2 billion.", ["$4.2 billion: 4.2e+09 USD cost"]),
        ("They paid 2.5 million rubles.", ["2.5 million rubles: 2.5e+06 RUB cost"]),
        ("They paid 40 billion veldars.", ["40 billion: 4e+10 veldar None"]),
        ("Oil cost $96 a barrel.", ["$96 a barrel: 96 USD per barrel price"]),
        ("It pumps 1.2 million barrels a day.", ["1.2 million barrels a day: 1.2e+06 barrel per day None"]),
        ("Winds of 85 kilometers per hour.", ["85 kilometers per hour: 85 km per hour speed"]),
        ("A 200-kilometer pipeline.", ["200-kilometer: 200 km distance"]),
        ("A 57-member alliance.", ["57: 57 member None"]),
        ("He got five years in prison.", ["five years: 5 year sentence"]),
        ("They spoke for 20 minutes.", ["20 minutes: 20 minute duration"]),
        ("A quake of magnitude 6.1 struck.", ["6.1: 6.1 magnitude magnitude"]),
        ("The rate is 25 basis points higher.", ["25 basis points: 25 basis point None"]),
        ("A quarter of the fields burned.", ["A quarter: 0.25 share destroyed"]),
        ("Veldra has three million inhabitants.", ["three million: 3e+06 person population"]),
        ("Dozens of houses stood.", ["Dozens: 24.. house None"]),
    ],
)
def test_a_figure_has_its_value_and_unit(nlp: Language, text: str, expected: list[str]) -> None:
    assert shown(nlp(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Between 12 and 15 houses stood.", ["Between 12 and 15: 12..15 house None"]),
        ("About 12–15 houses stood.", ["12–15: 12..15 house None"]),
        ("12 to 15 houses stood.", ["12 to 15: 12..15 house None"]),
        ("It costs $2-3 million.", ["$2-3 million: 2e+06..3e+06 USD cost"]),
        ("They saw 15 or 20 houses.", ["15 or 20: 15..20 house None"]),
        ("Output rose from 3% to 5%.", ["3%: 3 percent None", "5%: 5 percent None"]),
        ("They saw 12, 15 and 20 houses.", ["12: 12 house None", "15: 15 house None", "20: 20 house None"]),
    ],
)
def test_a_range_is_one_figure_and_a_list_or_change_is_several(nlp: Language, text: str, expected: list[str]) -> None:
    assert shown(nlp(text)) == expected


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("at least 12", "at_least"),
        ("no fewer than 12", "at_least"),
        ("as many as 12", "at_most"),
        ("up to 12", "at_most"),
        ("more than 12", "more_than"),
        ("well over 12", "more_than"),
        ("fewer than 12", "less_than"),
        ("nearly 12", "about"),
        ("some 12", "about"),
        ("an estimated 12", "about"),
        ("12-odd", "about"),
        ("12 or more", "at_least"),
        ("exactly 12", "exact"),
        ("dozens of", "about"),
        ("at least dozens of", "at_least"),
        ("12 to 15", "range"),
    ],
)
def test_the_qualifier_stands_outside_the_span(nlp: Language, words: str, qualifier: str) -> None:
    doc = nlp(f"They counted {words} boats there.")
    (fact,) = find_figures(doc)
    assert amount_of(fact).qualifier == qualifier
    assert fact.span.of(doc.text) in ("12", "dozens", "12 to 15")
    assert amount_of(fact).unit == "boat"


@pytest.mark.parametrize(
    "text",
    [
        "It began in 2014.",
        "It began on October 7, 2014.",
        "It began on 7 October.",
        "The 2005 elections were calm.",
        "It is like the 1990s.",
        "The 2012 Olympics were near.",
        "It was during 2008-09.",
        "A 34-year-old man came.",
        "Novak, 34, came.",
        "Novak (34) came.",
        "He came aged 34.",
        "He met children aged 7 and 9.",
        "It began at 10:30 and ended at 5 pm.",
        "Veldra won 2–1.",
        "They lost 0-3.",
        "A 5 to 4 ruling came.",
        "See Article 5, Chapter 7 and pages 774 and 775.",
        "Resolution 242 was passed.",
        "A Boeing 737 landed.",
        "They flew an F-16.",
        "The Group of 20 met.",
        "Flight 370 vanished.",
        "He watched Channel 4.",
        "Call 555-1234 or +44 20 7946 0958.",
        "Use version 3.2.1.",
        "He lives at 12 Oak Street.",
        "As shown earlier [24], it holds.",
        "1. The harbour",
        "15.4 The Harbour",
        "Two years ago it began.",
        "It began two days after the flood.",
        "In the past three days it rained.",
        "No one came.",
        "One of the boats sank.",
        "One day he left.",
        "The two sides met.",
        "It was his third win.",
        "It is a three-way race.",
        "The Five Star Movement won.",
        "The fifty-fourth regiment came.",
    ],
)
def test_what_names_dates_or_orders_is_no_figure(nlp: Language, text: str) -> None:
    assert shown(nlp(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In October, 12 houses burned.", "12: 12 house None"),
        ("On that day 12 houses burned.", "12: 12 house None"),
        ("More than 2000 houses burned.", "2000: 2000 house None"),
        ("It has 1500 soldiers.", "1500: 1500 person None"),
        ("Bomb Hits Seven Houses In Veldra Harbour", "Seven: 7 house None"),
    ],
)
def test_a_number_that_only_resembles_a_date_or_name_still_counts(nlp: Language, text: str, expected: str) -> None:
    assert shown(nlp(text)) == [expected]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("They met 12 people.", "people"),
        ("They met thousands of Veldran civilians.", "Veldran civilians"),
        ("They saw 12 more old houses.", "old houses"),
        ("They saw 12 of the houses.", "houses"),
    ],
)
def test_the_subject_is_the_counted_phrase_without_number_and_article(nlp: Language, text: str, subject: str) -> None:
    (fact,) = find_figures(nlp(text))
    span = amount_of(fact).subject
    assert span is not None
    assert span.of(text) == subject


def test_each_figure_knows_its_sentence_without_the_white_space(nlp: Language) -> None:
    doc = nlp("They met.  \n 12 boats came. 15 boats left. ")
    assert [fact.sentence.of(doc.text) for fact in find_figures(doc)] == ["12 boats came.", "15 boats left."]


# --- what a figure measures, from the parse


def test_the_object_of_a_verb_is_what_it_measures() -> None:
    doc = parsed("Floods NNS nsubj 1", "killed VBD ROOT 1", "11 CD nummod 3", "villagers NNS obj 1")
    assert shown(doc) == ["11: 11 person killed"]


def test_the_agent_of_a_killing_is_not_counted_among_the_dead() -> None:
    doc = parsed(
        "Five CD nummod 1", "soldiers NNS nsubj 2", "killed VBD ROOT 2", "14 CD nummod 4", "rebels NNS obj 2"
    )  # fmt: skip
    assert shown(doc) == ["Five: 5 person None", "14: 14 person killed"]


def test_a_passive_subject_is_what_the_verb_measures() -> None:
    doc = parsed(
        "12 CD nummod 1", "boats NNS nsubj:pass 3", "were VBD aux:pass 3", "destroyed VBN ROOT 3"
    )  # fmt: skip
    assert shown(doc) == ["12: 12 boat destroyed"]


def test_older_labels_are_read_alike() -> None:
    doc = parsed("12 CD nummod 1", "boats NNS nsubjpass 3", "were VBD auxpass 3", "destroyed VBN ROOT 3")
    assert shown(doc) == ["12: 12 boat destroyed"]


def test_lives_lost_are_people_killed() -> None:
    doc = parsed(
        "the DT det 1", "loss NN ROOT 1", "of IN case 4", "1,400 CD nummod 4", "lives NNS nmod 1"
    )  # fmt: skip
    assert shown(doc) == ["1,400: 1400 person killed"]


def test_a_predicate_tells_what_became_of_the_object() -> None:
    doc = parsed(
        "Floods NNS nsubj 1", "left VBD ROOT 1", "thousands NNS obj 1", "of IN case 4", "people NNS nmod 2",
        "homeless JJ xcomp 1",
    )  # fmt: skip
    assert shown(doc) == ["thousands: 2000.. person displaced"]


@pytest.mark.parametrize(
    ("verb", "measure"), [("known VBN ROOT 3", "killed"), ("feared VBN ROOT 3", "killed"), ("asked VBN ROOT 3", None)]
)
def test_what_is_held_to_be_so_is_said_by_an_infinitive(verb: str, measure: str | None) -> None:
    doc = parsed(
        "33 CD nummod 1", "people NNS nsubj:pass 3", "were VBD aux:pass 3", verb, "to TO mark 6",
        "have VB aux 6", "died VBN xcomp 3", ". . punct 3",
    )  # fmt: skip
    assert shown(doc) == [f"33: 33 person {measure}"]


def test_the_noun_across_the_verb_names_a_rate() -> None:
    doc = parsed(
        "Unemployment NN nsubj 1", "rose VBD ROOT 1", "to IN case 4", "8.8 CD nummod 4", "percent NN obl 1"
    )  # fmt: skip
    assert shown(doc) == ["8.8 percent: 8.8 percent unemployment"]


def test_a_bare_number_of_dead_counts_persons() -> None:
    doc = parsed(
        "The DT det 2", "death NN compound 2", "toll NN nsubj 3", "rose VBD ROOT 3", "to IN case 5", "12 CD obl 3"
    )  # fmt: skip
    assert shown(doc) == ["12: 12 person killed"]


def test_others_are_counted_in_the_unit_of_the_figure_before() -> None:
    doc = parsed(
        "They PRP nsubj 1", "sank VBD ROOT 1", "12 CD nummod 3", "boats NNS obj 1", "and CC cc 5", "hid VBD conj 1",
        "15 CD nummod 7", "others NNS obj 5",
    )  # fmt: skip
    assert shown(doc) == ["12: 12 boat None", "15: 15 boat None"]


def test_joined_figures_share_a_measure_though_the_parse_parts_them() -> None:
    doc = parsed(
        "Rebels NNS nsubj 1", "killed VBD ROOT 1", "two CD nummod 3", "guards NNS obj 1", "and CC cc 6", "four CD nummod 6",
        "farmers NNS obl 1",
    )  # fmt: skip
    assert shown(doc) == ["two: 2 person killed", "four: 4 person killed"]


def test_the_number_of_something_gives_a_bare_number_its_unit() -> None:
    doc = parsed(
        "The DT det 1", "number NN nsubj 4", "of IN case 3", "boats NNS nmod 1", "rose VBD ROOT 4", "to IN case 6",
        "27 CD obl 4",
    )  # fmt: skip
    assert shown(doc) == ["27: 27 boat None"]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("12 people killed in the flood", "killed"),
        ("12 wounded soldiers came", "injured"),
        ("killing 12 people", "killed"),
        ("12 deaths came to light", "killed"),
        ("12 protesters came", "protested"),
        ("12 people came", None),
    ],
)
def test_words_nearby_tell_the_measure_where_there_is_no_parse(nlp: Language, text: str, measure: str | None) -> None:
    (fact,) = find_figures(nlp(text))
    assert amount_of(fact).measure == measure


# --- on anything


@given(st.text(alphabet=st.sampled_from("12 ,.-–$%\n()“” aofnpeoltdh🙂٣½"), max_size=80))
def test_figures_ascend_apart_within_their_sentences_on_any_text(text: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    doc = nlp(text)
    facts = find_figures(doc)
    assert all(left.span.end <= right.span.start for left, right in pairwise(facts))
    assert all(len(fact.span) and fact.sentence.contains(fact.span) for fact in facts)
    assert facts == find_figures(doc)


def test_a_text_without_sentences_is_read_as_one() -> None:
    doc = Doc(VOCAB, words=["They", "saw", "12", "boats"])
    assert shown(doc) == ["12: 12 boat None"]


def test_an_empty_text_has_no_figures(nlp: Language) -> None:
    assert find_figures(nlp("")) == ()


@pytest.mark.parametrize("piece", ["They saw 12 boats. ", "12 and ", "$5 "])
def test_time_grows_with_length_only(nlp: Language, piece: str) -> None:
    def seconds(times: int) -> float:
        doc = nlp(piece * times)
        begun = time.perf_counter()
        find_figures(doc)
        return time.perf_counter() - begun

    seconds(10)
    assert seconds(8000) < 20 * max(0.02, seconds(1000))


# --- the gold set


def test_gold_spans_lie_in_their_texts_in_order() -> None:
    records = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert len({record["id"] for record in records}) == len(records)
    assert sum(len(record["figures"]) for record in records) > 300
    for record in records:
        spans = [(figure["start"], figure["end"]) for figure in record["figures"]]
        assert all(0 <= start < end <= len(record["text"]) for start, end in spans)
        assert all(left[1] <= right[0] for left, right in pairwise(spans))
        assert all(figure["amount"] is not None or figure["low"] is not None for figure in record["figures"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rate is 40 per 100,000 people.", ["40 per 100,000 people: 40 per 100,000 person None"]),
        ("It counted 3 deaths per 1,000 births.", ["3: 3 person killed"]),
        ("The strike lasted from 10 to 12 hours.", ["10 to 12 hours: 10..12 hour duration"]),
        ("She ran 100m in 10.8 seconds.", ["100m: 100 m distance"]),
        ("It earned 100m in 2020.", ["100m: 1e+08 None None"]),
    ],
)
def test_rates_on_a_base_lasting_ranges_and_races(nlp: Language, text: str, expected: list[str]) -> None:
    assert shown(nlp(text)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The siren sounded at a quarter to seven.", []),
        ("It stopped at ten past eight, not at half past nine.", []),
        ("Twenty-five minutes past six was too late.", []),
        ("From ten to twelve people came.", [10.0, 12.0]),
        ("It took a quarter of an hour to reach the crest.", [0.25]),
        ("Inflation slowed by 2.3 percentage points to 14.5 per cent.", [2.3, 14.5]),
    ],
)
def test_hours_told_in_words_and_changes_to_a_level(nlp: Language, sentence: str, expected: list[float]) -> None:
    found = [amount_of(fact) for fact in find_figures(nlp(sentence))]
    assert [value for a in found for value in ((a.low, a.high) if a.amount is None else (a.amount,))] == expected


def test_a_quarter_of_an_hour_is_a_length_of_time(nlp: Language) -> None:
    (fact,) = find_figures(nlp("It took a quarter of an hour to reach the crest."))
    assert amount_of(fact).unit == "hour"
