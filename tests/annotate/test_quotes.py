"""Quotes of all kinds, on hand-made parses: content, cue, speaker, stance, kind."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from briefgen.annotate.quotes.find import find_quotes
from briefgen.annotation import Actor, Mention, Quote
from briefgen.reasons import Reason
from briefgen.span import Span

VOCAB = spacy.blank("en").vocab
VALE = Actor(id="vale", name="Ann Vale", kind="person")
GLUED = frozenset(".,:?!”’s") | {"’s", "¶"}


def parse(tagged: str) -> Doc:
    """A Doc of "word/tag/dep/head" tokens; ¶ is a paragraph's end. Sentences begin where the heads say so."""
    parts = [token.rsplit("/", 3) for token in tagged.split()]
    words = ["\n" if part[0] == "¶" else part[0] for part in parts]
    spaces = [
        part[0] not in ("“", "¶") and i + 1 < len(parts) and parts[i + 1][0] not in GLUED
        for i, part in enumerate(parts)
    ]
    return Doc(VOCAB, words=words, spaces=spaces, tags=[p[1] for p in parts], deps=[p[2] for p in parts],
               heads=[int(p[3]) for p in parts])  # fmt: skip


def found(tagged: str) -> tuple[str, tuple[Quote, ...]]:
    """The text and its quotes, with Vale as the only actor."""
    doc = parse(tagged)
    text = doc.text
    mentions, at = [], text.find("Vale")
    while at >= 0:
        mentions.append(Mention(span=Span(at, at + 4), label="PERSON", actor="vale"))
        at = text.find("Vale", at + 1)
    return text, find_quotes(doc, (VALE,), tuple(mentions), {"vale": "she"})


def told(tagged: str) -> list[tuple[str, list[str], str, str | None]]:
    """Kind, content, cue and speaker of each quote, as they stand in the text."""
    text, quotes = found(tagged)
    return [
        (
            quote.kind,
            [span.of(text) for span in quote.content],
            " ".join(span.of(text) for span in quote.cue),
            quote.speaker.span.of(text) if quote.speaker and quote.speaker.span else None,
        )
        for quote in quotes
    ]


DIRECT = "“/``/punct/3 We/PRP/nsubj/3 will/MD/aux/3 stay/VB/ccomp/6 ,/,/punct/3 ”/''/punct/3 "


def test_a_direct_quote_is_without_its_marks() -> None:
    assert told(DIRECT + "Vale/NNP/nsubj/7 said/VBD/ROOT/7 ././punct/7") == [
        ("direct", ["We will stay,"], "said", "Vale")
    ]


def test_an_inverted_speaker_keeps_the_apposition() -> None:
    tagged = (
        DIRECT
        + "said/VBD/ROOT/6 Ann/NNP/nsubj/6 Vale/NNP/flat/7 ,/,/punct/11 the/DT/det/11 minister/NN/appos/7 ././punct/6"
    )
    assert told(tagged) == [("direct", ["We will stay,"], "said", "Ann Vale, the minister")]


def test_an_interrupted_quote_is_one_quote() -> None:
    tagged = (
        "“/``/punct/2 The/DT/det/2 dam/NN/nsubj/10 ,/,/punct/2 ”/''/punct/2 Vale/NNP/nsubj/6 said/VBD/parataxis/10 "
        ",/,/punct/10 “/``/punct/10 will/MD/aux/10 hold/VB/ROOT/10 ././punct/10 ”/''/punct/10"
    )
    assert told(tagged) == [("direct", ["The dam,", "will hold."], "said", "Vale")]


FLOAT = "“/``/punct/{2} It/PRP/nsubj/{2} held/VBD/ROOT/{2} ././punct/{2} ”/''/punct/{2}"


def floating(start: int) -> str:
    return FLOAT.replace("{2}", str(start + 2))


def test_a_quoted_sentence_behind_a_quote_goes_on() -> None:
    tagged = DIRECT + "Vale/NNP/nsubj/7 said/VBD/ROOT/7 ././punct/7 " + floating(9)
    assert told(tagged) == [("direct", ["We will stay,", "It held."], "said", "Vale")]


def test_a_quoted_paragraph_behind_a_quote_goes_on() -> None:
    tagged = DIRECT + "Vale/NNP/nsubj/7 said/VBD/ROOT/7 ././punct/7 ¶/_SP/dep/7 " + floating(10)
    assert told(tagged) == [("direct", ["We will stay,", "It held."], "said", "Vale")]


def test_a_reopened_mark_continues_the_quote() -> None:
    tagged = (
        "Vale/NNP/nsubj/1 said/VBD/ROOT/1 ,/,/punct/1 “/``/punct/5 We/PRP/nsubj/5 stayed/VBD/ccomp/1 ././punct/5 ¶/_SP/dep/1 "
        + floating(8)
    )
    assert told(tagged) == [("direct", ["We stayed.", "It held."], "said", "Vale")]


def test_indirect_content_keeps_its_opener() -> None:
    tagged = "Vale/NNP/nsubj/1 said/VBD/ROOT/1 that/IN/mark/6 the/DT/det/4 dam/NN/nsubj/6 would/MD/aux/6 hold/VB/ccomp/1 ././punct/1"
    assert told(tagged) == [("indirect", ["that the dam would hold"], "said", "Vale")]


def test_indirect_content_with_a_quoted_word_or_three_stays_indirect() -> None:
    tagged = (
        "Vale/NNP/nsubj/1 said/VBD/ROOT/1 the/DT/det/3 dam/NN/nsubj/8 was/VBD/cop/8 “/``/punct/8 a/DT/det/8 real/JJ/amod/8 "
        "gift/NN/ccomp/1 ”/''/punct/8 ././punct/1"
    )
    assert told(tagged) == [("indirect", ["the dam was “a real gift”"], "said", "Vale")]


def test_indirect_content_with_quoted_speech_is_mixed() -> None:
    tagged = (
        "Vale/NNP/nsubj/1 said/VBD/ROOT/1 the/DT/det/3 dam/NN/nsubj/8 was/VBD/cop/8 “/``/punct/8 a/DT/det/8 very/RB/advmod/8 "
        "gift/NN/ccomp/1 for/IN/case/11 all/DT/det/11 towns/NNS/nmod/8 ”/''/punct/8 ././punct/1"
    )
    assert told(tagged) == [("mixed", ["the dam was “a very gift for all towns”"], "said", "Vale")]


def test_a_cue_may_follow_its_content() -> None:
    tagged = (
        "The/DT/det/1 dam/NN/nsubj/3 will/MD/aux/3 hold/VB/ROOT/3 ,/,/punct/6 officials/NNS/nsubj/6 say/VBP/parataxis/3 "
        "././punct/3"
    )
    assert told(tagged) == [("indirect", ["The dam will hold"], "say", "officials")]


def test_a_cue_may_stand_within_its_content() -> None:
    tagged = (
        "The/DT/det/1 dam/NN/nsubj/7 ,/,/punct/4 Vale/NNP/nsubj/4 said/VBD/parataxis/7 ,/,/punct/4 will/MD/aux/7 "
        "hold/VB/ROOT/7 ././punct/7"
    )
    assert told(tagged) == [("indirect", ["The dam", "will hold"], "said", "Vale")]


def test_according_to_attributes_the_rest_of_the_sentence() -> None:
    tagged = (
        "According/VBG/case/3 to/IN/fixed/0 the/DT/det/3 ministry/NN/obl/8 ,/,/punct/3 the/DT/det/6 dam/NN/nsubj/8 "
        "is/VBZ/cop/8 safe/JJ/ROOT/8 ././punct/8"
    )
    assert told(tagged) == [("indirect", ["the dam is safe"], "According to", "the ministry")]


def test_who_is_urged_belongs_to_the_content() -> None:
    tagged = "Vale/NNP/nsubj/1 urged/VBD/ROOT/1 Orland/NNP/obj/1 to/TO/mark/4 open/VB/xcomp/1 the/DT/det/6 border/NN/obj/4 ././punct/1"
    assert told(tagged) == [("indirect", ["Orland to open the border"], "urged", "Vale")]


def test_a_noun_phrase_is_the_content_of_a_denial() -> None:
    tagged = "Vale/NNP/nsubj/1 denied/VBD/ROOT/1 any/DT/det/3 role/NN/obj/1 ././punct/1"
    assert told(tagged) == [("indirect", ["any role"], "denied", "Vale")]


def test_a_noun_attributes_to_its_owner() -> None:
    tagged = (
        "Orland/NNP/nmod:poss/2 ’s/POS/case/0 claim/NN/nsubj/9 that/IN/mark/7 the/DT/det/5 dam/NN/nsubj/7 is/VBZ/cop/7 "
        "safe/JJ/acl/2 was/VBD/cop/9 false/JJ/ROOT/9 ././punct/9"
    )
    assert told(tagged) == [("indirect", ["that the dam is safe"], "claim", "Orland")]


def test_a_passive_has_no_speaker() -> None:
    said = "The/DT/det/1 dam/NN/nsubj:pass/3 is/VBZ/aux:pass/3 said/VBN/ROOT/3 to/TO/mark/6 be/VB/cop/6 safe/JJ/xcomp/3 ././punct/3"
    reported = "It/PRP/nsubj:pass/2 was/VBD/aux:pass/2 reported/VBN/ROOT/2 that/IN/mark/5 it/PRP/nsubj/5 failed/VBD/ccomp/2 ././punct/2"
    assert told(said) == [("indirect", ["The dam", "to be safe"], "is said", None)]
    assert told(reported) == [("indirect", ["that it failed"], "was reported", None)]


def test_who_is_quoted_as_saying_speaks() -> None:
    tagged = (
        "Vale/NNP/nsubj:pass/2 was/VBD/aux:pass/2 quoted/VBN/ROOT/2 as/IN/mark/4 saying/VBG/advcl/2 it/PRP/nsubj/6 "
        "failed/VBD/ccomp/4 ././punct/2"
    )
    assert told(tagged) == [("indirect", ["it failed"], "was quoted as saying", "Vale")]


def test_an_insertion_attributes_both_sides() -> None:
    tagged = (
        "The/DT/det/1 plan/NN/nsubj/9 ,/,/punct/4 as/IN/mark/4 noted/VBN/acl/1 by/IN/case/6 Vale/NNP/obl:agent/4 ,/,/punct/1 "
        "will/MD/aux/9 fail/VB/ROOT/9 ././punct/9"
    )
    assert told(tagged) == [("indirect", ["The plan", "will fail"], "noted", "Vale")]


def test_a_headline_names_its_speaker_before_a_colon() -> None:
    tagged = "Vale/NNP/ROOT/0 :/:/punct/4 Dam/NN/nsubj/4 will/MD/aux/4 hold/VB/parataxis/0"
    assert told(tagged) == [("indirect", ["Dam will hold"], ":", "Vale")]


def test_the_speaker_of_a_relative_clause_is_its_antecedent() -> None:
    tagged = (
        "Vale/NNP/nsubj/9 ,/,/punct/3 who/WP/nsubj/3 said/VBD/acl:relcl/0 the/DT/det/5 dam/NN/nsubj/7 would/MD/aux/7 "
        "hold/VB/ccomp/3 ,/,/punct/0 resigned/VBD/ROOT/9 ././punct/9"
    )
    _, (quote,) = found(tagged)
    assert quote.speaker is not None
    assert quote.speaker.actor == "vale"
    assert told(tagged) == [("indirect", ["the dam would hold"], "said", "who")]


def test_a_second_cue_shares_the_subject_of_the_first() -> None:
    tagged = (
        "Vale/NNP/nsubj/1 said/VBD/ROOT/1 the/DT/det/3 dam/NN/nsubj/5 was/VBD/cop/5 safe/JJ/ccomp/1 and/CC/cc/7 "
        "accused/VBD/conj/1 Orland/NNP/obj/7 of/IN/case/10 lies/NNS/obl/7 ././punct/1"
    )
    assert told(tagged) == [
        ("indirect", ["the dam was safe"], "said", "Vale"),
        ("indirect", ["Orland of lies"], "accused", "Vale"),
    ]


@pytest.mark.parametrize(
    "tagged",
    [
        "The/DT/det/4 “/``/punct/2 smart/JJ/amod/4 ”/''/punct/2 dam/NN/nsubj/5 failed/VBD/ROOT/5 ././punct/5",
        "Vale/NNP/nsubj/2 could/MD/aux/2 say/VB/ROOT/2 that/IN/mark/5 it/PRP/nsubj/5 failed/VBD/ccomp/2 ././punct/2",
        "Vale/NNP/nsubj/1 met/VBD/ROOT/1 the/DT/det/3 minister/NN/obj/1 ././punct/1",
    ],
)
def test_scare_quotes_possibilities_and_plain_actions_are_no_quotes(tagged: str) -> None:
    assert told(tagged) == []


DATELINES = [
    "PORT/NNP/compound/1 OREN/NNP/dep/{v} ,/,/punct/1 May/NNP/nmod/4 3/CD/nmod/1 (/-LRB-/punct/6 NVA/NNP/appos/1 )/-RRB-/punct/6 -/:/punct/{n}",
    "Marsk/NNP/nsubj/{v} ,/,/punct/0 May/NNP/nmod/3 3/CD/nmod/0 —/:/punct/{n}",
    "Marsk/NNP/nsubj/{v} (/-LRB-/punct/2 NVA/NNP/appos/0 )/-RRB-/punct/2 –/:/punct/{n}",
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_a_dateline_belongs_neither_to_the_speaker_nor_to_the_content(dateline: str) -> None:
    n = len(dateline.split())
    lead = dateline.replace("{v}", str(n + 2)).replace("{n}", str(n + 1))
    spoken = f"{lead} The/DT/det/{n + 1} envoy/NN/nsubj/{n + 2} said/VBD/ROOT/{n + 2} that/IN/mark/{n + 5} it/PRP/nsubj/{n + 5} rained/VBD/ccomp/{n + 2} ././punct/{n + 2}"
    assert told(spoken) == [("indirect", ["that it rained"], "said", "The envoy")]
    lead = dateline.replace("{v}", str(n + 1)).replace("{n}", str(n))
    rained = f"{lead} It/PRP/nsubj/{n + 1} rained/VBD/ccomp/{n + 5} ,/,/punct/{n + 5} the/DT/det/{n + 4} envoy/NN/nsubj/{n + 5} said/VBD/ROOT/{n + 5} ././punct/{n + 5}"
    assert told(rained) == [("indirect", ["It rained"], "said", "the envoy")]


@pytest.mark.parametrize(
    "opening",
    [
        "NVA/NNP/appos/2 —/:/punct/2 Vale/NNP/nsubj/3",
        "Orland/NNP/compound/2 -/HYPH/punct/2 Vale/NNP/nsubj/3",
    ],
)
def test_only_a_place_that_a_dash_follows_is_a_dateline(opening: str) -> None:
    (quote,) = told(f"{opening} said/VBD/ROOT/3 that/IN/mark/6 it/PRP/nsubj/6 rained/VBD/ccomp/3 ././punct/3")
    assert quote[3] == ("Vale" if opening.startswith("NVA") else "Orland - Vale")


@pytest.mark.parametrize(
    "tagged",
    [
        "Vale/NNP/nsubj/1 disputed/VBD/ROOT/1 that/DT/obj/1 ././punct/1",
        "Vale/NNP/nsubj/1 confirmed/VBD/ROOT/1 this/DT/obj/1 ././punct/1",
        "Vale/NNP/nsubj/1 said/VBD/ROOT/1 this/DT/obj/1 as/IN/mark/5 she/PRP/nsubj/5 left/VBD/advcl/1 ././punct/1",
        "Vale/NNP/nsubj/1 doubted/VBD/ROOT/1 it/PRP/obj/1 ././punct/1",
        "Vale/NNP/nsubj/1 spoke/VBD/ROOT/1 on/IN/case/3 condition/NN/obl/1 of/IN/case/5 anonymity/NN/nmod/3 ././punct/1",
        "Vale/NNP/nsubj/2 has/VBZ/aux/2 maintained/VBN/ROOT/2 its/PRP$/nmod:poss/4 ties/NNS/obj/2 ././punct/2",
        "Vale/NNP/nsubj/1 offers/VBZ/ROOT/1 her/PRP$/nmod:poss/3 condolences/NNS/obj/1 ././punct/1",
        "Vale/NNP/nsubj/2 has/VBZ/aux/2 sought/VBN/ROOT/2 to/TO/mark/4 join/VB/xcomp/2 them/PRP/obj/4 ././punct/2",
    ],
)
def test_what_only_points_back_and_plain_actions_have_no_content(tagged: str) -> None:
    assert told(tagged) == []


@pytest.mark.parametrize(
    "behind",
    ["this/DT/obj/{v} as/IN/mark/{w} she/PRP/nsubj/{w} left/VBD/advcl/{v}", "so/RB/advmod/{v} ,/,/punct/{v}", ""],
)
def test_a_sentence_that_only_tells_who_spoke_follows_its_quote(behind: str) -> None:
    n = 6
    tail = behind.replace("{v}", str(n + 1)).replace("{w}", str(n + 5))
    tagged = f"{floating(0)} Vale/NNP/nsubj/{n} said/VBD/ROOT/{n} {tail} ././punct/{n}"
    tagged = (
        tagged.replace(f"/{n + 1} as", f"/{n} as")
        .replace(f"advcl/{n + 1}", f"advcl/{n}")
        .replace(f"/{n + 1} ,", f"/{n} ,")
    )
    assert told(tagged) == [("direct", ["It held."], "said", "Vale")]


def test_a_denial_behind_a_quote_is_not_its_speaker() -> None:
    tagged = floating(0) + " Vale/NNP/nsubj/6 denied/VBD/ROOT/6 this/DT/obj/6 ././punct/6"
    assert told(tagged) == [("indirect", ["this"], "denied", "Vale")]


def quoted(words: str, stop: str = "./.") -> str:
    parts = words.split()
    middle = " ".join(f"{word}/{tag}/dep/1" for word, tag in (part.split("/") for part in parts))
    return f"“/``/punct/1 {middle} {stop}/punct/1 ”/''/punct/1"


@pytest.mark.parametrize(
    ("tagged", "kept"),
    [
        (quoted("We/PRP saw/VBD the/DT water/NN come/VB down/RP"), True),
        (quoted("We/PRP saw/VBD the/DT water/NN"), False),
        (quoted("The/DT Long/NNP Water/NNP of/IN Marsk/NNP Valley/NNP"), False),
        (quoted("We/PRP saw/VBD the/DT water/NN come/VB down/RP", "–/:"), False),
    ],
)
def test_marks_without_a_cue_hold_speech_only_when_they_hold_a_sentence(tagged: str, kept: bool) -> None:
    assert bool(told(tagged)) is kept


def test_a_closing_attribution_names_who_stands_before_it_and_keeps_the_abbreviation() -> None:
    tagged = (
        "It/PRP/nsubj/1 killed/VBD/dep/10 people/NNS/obj/1 ,/,/punct/6 the/DT/det/6 Relief/NNP/compound/6 Service/NNP/appos/2 "
        "(/-LRB-/punct/8 RSV/NNP/appos/6 )/-RRB-/punct/8 said/VBD/ROOT/10 ././punct/10"
    )
    assert told(tagged) == [("indirect", ["It killed people"], "said", "the Relief Service ( RSV )")]


def test_who_was_asked_is_no_content_of_the_answer() -> None:
    tagged = (
        "Asked/VBN/advcl/5 about/IN/case/2 it/PRP/obl/0 ,/,/punct/0 Vale/NNP/nsubj/5 said/VBD/ROOT/5 that/IN/mark/8 it/PRP/nsubj/8 "
        "rained/VBD/ccomp/5 ././punct/5"
    )
    assert told(tagged) == [("indirect", ["that it rained"], "said", "Vale")]


def test_a_relative_clause_about_the_source_is_no_content() -> None:
    tagged = (
        "It/PRP/nsubj/1 rained/VBD/ROOT/1 ,/,/punct/1 according/VBG/case/5 to/IN/fixed/3 Vale/NNP/obl/1 ,/,/punct/8 who/WP/nsubj/8 "
        "watched/VBD/acl:relcl/5 ././punct/1"
    )
    assert told(tagged) == [("indirect", ["It rained"], "according to", "Vale")]


def test_only_the_outermost_attribution_is_given() -> None:
    tagged = (
        "“/``/punct/2 I/PRP/nsubj/2 said/VBD/ccomp/9 it/PRP/nsubj/5 would/MD/aux/5 fail/VB/ccomp/2 ,/,/punct/2 ”/''/punct/2 "
        "Vale/NNP/nsubj/9 said/VBD/ROOT/9 ././punct/9"
    )
    assert told(tagged) == [("direct", ["I said it would fail,"], "said", "Vale")]


@pytest.mark.parametrize(
    ("verb", "stance"), [("say", "declines"), ("deny", "confirms"), ("believe", "denies"), ("warn", "declines")]
)
def test_negation_turns_the_stance(verb: str, stance: str) -> None:
    _, (quote,) = found(
        f"Vale/NNP/nsubj/3 did/VBD/aux/3 not/RB/advmod/3 {verb}/VB/ROOT/3 that/IN/mark/6 it/PRP/nsubj/6 failed/VBD/ccomp/3"
    )
    assert quote.stance == stance


def test_a_named_direct_quote_is_surer_than_a_noun_phrase_and_says_why() -> None:
    _, (direct,) = found(DIRECT + "Vale/NNP/nsubj/7 said/VBD/ROOT/7 ././punct/7")
    _, (nominal,) = found("Vale/NNP/nsubj/1 denied/VBD/ROOT/1 any/DT/det/3 role/NN/obj/1 ././punct/1")
    assert direct.confidence > 0.9 > nominal.confidence
    assert direct.why == (Reason("cue"),)


WORDS = ["Vale", "said", "that", "the", "dam", "held", ",", ".", "“", "”", '"', "who", "as", "by", "according", "to", "claim",
         "was", "called", "not", "and", ":", "it", "¶"]  # fmt: skip
TAGS = ["NNP", "VBD", "VBZ", "VBN", "VBG", "VB", "IN", "TO", "DT", "NN", "CC", "WP", "PRP", "MD", "RB", ",", "."]
DEPS = [
    "nsubj",
    "nsubj:pass",
    "ccomp",
    "obj",
    "xcomp",
    "conj",
    "advcl",
    "acl:relcl",
    "parataxis",
    "obl",
    "nmod:poss",
    "aux",
]


@given(
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from(TAGS), st.sampled_from(DEPS), st.integers(-3, 3)), max_size=25
    )
)
def test_misread_texts_never_raise_and_every_span_holds_words(parts: list[tuple[str, str, str, int]]) -> None:
    tagged = []
    for i, (word, tag, dep, reach) in enumerate(parts):
        rooted = i % 9 == 0
        head = i if rooted else i - 1 - (reach % (i % 9))  # a tree: always to the left, within nine words
        tagged.append(f"{word}/{tag}/{'ROOT' if rooted else dep}/{head}")
    text, quotes = found(" ".join(tagged))
    assert list(quotes) == sorted(quotes, key=lambda quote: quote.content)
    for quote in quotes:
        spans = [*quote.content, *quote.cue, *([quote.speaker.span] if quote.speaker and quote.speaker.span else [])]
        assert all(span.of(text).strip() for span in spans)
        assert all(one.end <= following.start for one, following in zip(quote.content, quote.content[1:], strict=False))


def test_a_text_without_a_parse_has_no_quotes() -> None:
    assert find_quotes(Doc(VOCAB, words=["“", "Yes", ",", "”", "she", "said"]), (), (), {}) == ()
