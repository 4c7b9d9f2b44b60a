from __future__ import annotations

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from briefgen.annotate.dates.find import find_dates
from briefgen.annotate.key_facts.inside import inside
from briefgen.annotate.key_facts.rank import candidates, rank_key_facts
from briefgen.annotate.key_facts.signs import WEIGHTS
from briefgen.annotation import Actor, Amount, Fact, KeyFact, Mention, Party, Quote
from briefgen.span import Span

PUBLISHED = date(2023, 10, 30)
NLP = spacy.blank("en")
NLP.add_pipe("sentencizer")

TEXT = (
    "Floods Hit Northern Varland\n"
    "Floods killed 40 people in the north of Varland on Saturday after three days of heavy rain. "
    "Rescue crews from the coast reached the flooded valley with boats and tents by evening.\n"
    "The valley is known for its apples, its old bridges and the long summers of the region. "
    "Many of the visitors arrive by train from the coast in the warmer part of the season. "
    "The government of Varland approved 300 million crowns of aid for the flooded north.\n"
    '"I think we were all very frightened and we do not know where we go," said a farmer. '
    "Who will pay for the bridges and the apples of the valley in the next season? "
    "Floods killed 40 people in the north of Varland on Saturday after days of heavy rain. "
    "Shops in the valley sell apple juice, wooden toys and postcards with views of bridges.\n"
)


def spot(text: str, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def read(text: str) -> Doc:
    """A text whose lines are read one by one, as the pipeline does."""
    lines = [NLP(line) for line in text.splitlines(keepends=True)]
    return Doc.from_docs(lines, ensure_whitespace=False) if lines else NLP(text)


def figure(text: str, words: str, value: Amount, nth: int = 0, claimant: Party | None = None) -> Fact:
    span = spot(text, words, nth)
    return Fact(kind="figure", span=span, sentence=span, value=value, claimant=claimant)


def facts_of(text: str) -> tuple[Fact, ...]:
    killed = Amount(amount=40, unit="person", measure="killed")
    facts = [
        figure(text, "40 people", killed),
        figure(text, "40 people", killed, nth=1),
        figure(text, "300 million crowns", Amount(amount=3e8, unit="SEK", measure="approved")),
        *find_dates(read(text), PUBLISHED),
    ]
    return tuple(sorted(facts, key=lambda fact: fact.span))


ACTORS = (Actor(id="varland", name="Varland", kind="place", salience=1.0),)
MENTIONS = tuple(
    Mention(span=spot(TEXT, "Varland", nth), label="GPE", actor="varland") for nth in range(TEXT.count("Varland"))
)


def rank(text: str = TEXT, quotes: tuple[Quote, ...] = ()) -> tuple[KeyFact, ...]:
    return rank_key_facts(read(text), ACTORS, MENTIONS, quotes, facts_of(text), PUBLISHED)


def codes(fact: KeyFact) -> set[str]:
    return {reason.code for reason in fact.why}


def test_the_sentence_with_deaths_a_date_and_an_actor_at_the_top_is_first() -> None:
    first = rank()[0]
    assert first.sentence.of(TEXT).startswith("Floods killed 40 people")
    assert first.score == 1.0
    assert {"casualties", "date", "main_actors", "opening", "event"} <= codes(first)
    assert [facts_of(TEXT)[k].span.of(TEXT) for k in first.facts] == ["40 people", "Saturday", "three days"][
        : len(first.facts)
    ]


def test_money_and_a_decision_outrank_description() -> None:
    told = [fact.sentence.of(TEXT) for fact in rank()]
    assert any(sentence.startswith("The government of Varland approved") for sentence in told)
    assert not any(sentence.startswith("Shops") for sentence in told)


def test_a_fact_told_twice_is_a_key_fact_once() -> None:
    assert sum(fact.sentence.of(TEXT).startswith("Floods killed") for fact in rank()) == 1


def test_headings_questions_and_feelings_are_left_out() -> None:
    quote = Quote(
        kind="direct", content=(spot(TEXT, "I think we were all very frightened and we do not know where we go,"),)
    )
    told = [fact.sentence.of(TEXT) for fact in rank(quotes=(quote,))]
    assert told
    assert "Floods Hit Northern Varland" not in told
    assert not any(sentence.endswith("?") or "I think" in sentence for sentence in told)


def test_scores_fall_from_one_and_are_few() -> None:
    scores = [fact.score for fact in rank()]
    assert scores[0] == 1.0
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len(scores) <= 3
    long = TEXT * 15
    assert len(rank_key_facts(read(long), (), (), (), facts_of(long), PUBLISHED)) <= 12


def test_the_speaker_of_a_quote_that_covers_the_sentence_claims_it() -> None:
    speaker = Party(Span(0, 6), "ministry")
    content = spot(TEXT, "Floods killed 40 people in the north of Varland on Saturday after three days of heavy rain")
    quote = Quote(kind="indirect", content=(content,), speaker=speaker)
    claims = {fact.sentence.start: fact.claimant for fact in rank(quotes=(quote,))}
    assert claims[content.start] == speaker
    assert [claimant for start, claimant in claims.items() if start != content.start] == [None] * (len(claims) - 1)


def test_a_sentence_that_only_tells_who_spoke_is_left_out() -> None:
    found = inside((), (), (Quote(kind="direct", content=(Span(1, 20),), cue=(Span(30, 34),)),), ())
    assert found.only_tells_who(Span(22, 50))  # "…" Vale told reporters.
    assert not found.only_tells_who(Span(0, 50))
    assert not found.only_tells_who(Span(36, 50))


def test_the_common_claimant_of_its_facts_claims_a_sentence() -> None:
    one, other = Party(Span(0, 6), "ministry"), Party(Span(0, 6), "police")
    value = Amount(amount=40, unit="person", measure="killed")

    def claimant(*parties: Party | None) -> Party | None:
        words = ("40 people", "three days")
        facts = tuple(figure(TEXT, text, value, claimant=party) for text, party in zip(words, parties, strict=True))
        return rank_key_facts(read(TEXT), ACTORS, MENTIONS, (), facts, PUBLISHED)[0].claimant

    assert claimant(one, one) == one
    assert claimant(one, other) is None
    assert claimant(one, None) is None


@pytest.mark.parametrize("text", ["", "\n", "Short.", "One line here. And one more.", "😀 " * 50, "A heading\n" * 20])
def test_a_trivial_text_has_no_key_facts(text: str) -> None:
    assert rank_key_facts(read(text), (), (), (), (), None) == ()


def test_the_same_text_gives_the_same_ranking() -> None:
    assert rank() == rank()


def signed(text: str) -> dict[str, dict[str, float]]:
    """The first word of each candidate -> the value of each of its signs."""
    found = candidates(read(text), ACTORS, (), (), (), PUBLISHED)
    return {sentence.span.of(text).split()[0]: {sign.name: sign.value for sign in signs} for sentence, signs in found}


OPENINGS = (
    "Varland Counts Its Boats\n"
    "Boats from the coast brought bread and water to the valley of the Strelse.\n"
    "But the bridges of the valley are closed and the roads are under water.\n"
    "They carried lamps, ropes and blankets along the river to the next village.\n"
    "Photo of the valley by the press office of the town of Strelse.\n"
)


def test_a_sentence_that_leans_on_the_one_before_pays() -> None:
    found = signed(OPENINGS)
    assert [found[word]["leaning"] for word in ("Boats", "But", "They", "Photo")] == [0, 0, 1, 0]
    assert [found[word]["linked"] for word in ("Boats", "But", "They", "Photo")] == [0, 1, 0, 0]
    assert [found[word]["boilerplate"] for word in ("Boats", "But", "They", "Photo")] == [0, 0, 0, 1]
    assert max(WEIGHTS["leaning"], WEIGHTS["linked"], WEIGHTS["boilerplate"]) < 0


def test_earlier_sentences_count_more() -> None:
    early = [values["early"] for values in signed(OPENINGS).values()]
    assert early == sorted(early, reverse=True)
    assert len(set(early)) == len(early)


def test_words_of_the_headline_count() -> None:
    found = signed(OPENINGS)
    assert found["Boats"]["title"] > 0 == found["They"]["title"]


def test_a_reason_is_told_only_where_it_counts_for_the_sentence() -> None:
    found = candidates(read(TEXT), ACTORS, MENTIONS, (), facts_of(TEXT), PUBLISHED)
    weights = {sentence.span: {sign.told: sign.weight for sign in signs} for sentence, signs in found}
    told = rank()
    assert told
    for fact in told:
        assert all(weights[fact.sentence][reason] > 0 for reason in codes(fact))


def test_only_the_first_paragraph_is_called_so() -> None:
    text = "\n".join(f"Crew number {n} cleared the flooded road to the village of Strelse by hand." for n in range(9))
    reasons = [codes(fact) for fact in rank_key_facts(read(text), (), (), (), (), None)]
    assert sum("opening" in why for why in reasons) <= 1
    assert any("near_top" in why for why in reasons)
