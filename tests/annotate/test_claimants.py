from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from briefgen.annotate.claimants import with_claimants
from briefgen.annotation import Amount, Fact, Mention, Party, Quote, QuoteKind, Stance
from briefgen.span import Span

VOCAB = spacy.blank("en").vocab


def figure(text: str, said: str) -> Fact:
    start = text.index(said)
    span, whole = Span(start, start + len(said)), Span(0, len(text))
    return Fact(kind="figure", span=span, sentence=whole, value=Amount(amount=1.0))


def quote(text: str, said: str, speaker: str | None, stance: Stance = "states", kind: QuoteKind = "indirect") -> Quote:
    start = text.index(said)
    party = Party(Span(text.index(speaker), text.index(speaker) + len(speaker)), None) if speaker else None
    return Quote(kind=kind, content=(Span(start, start + len(said)),), stance=stance, speaker=party)


def claimants(text: str, facts: list[Fact], quotes: list[Quote], doc: Doc | None = None) -> list[str | None]:
    """The claimant of each fact, as it stands in the text."""
    found = with_claimants(tuple(facts), tuple(quotes), doc)
    return [fact.claimant.span.of(text) if fact.claimant and fact.claimant.span else None for fact in found]


def parsed(*rows: str) -> Doc:
    """A sentence from rows of "word tag dep head", the head by its word's index."""
    words, tags, deps, heads = zip(*(row.split() for row in rows), strict=True)
    return Doc(VOCAB, words=[*words], tags=[*tags], deps=[*deps], heads=[int(head) for head in heads])


def test_a_fact_inside_an_attribution_is_its_speakers_and_one_outside_the_articles() -> None:
    text = "Police say 12 were hurt, a day after 30 fled."
    quotes = [quote(text, "12 were hurt", "Police")]
    assert claimants(text, [figure(text, "12"), figure(text, "30")], quotes) == ["Police", None]


def test_the_innermost_speaker_vouches() -> None:
    text = "The paper says medics reported that 12 were hurt."
    quotes = [quote(text, "medics reported that 12 were hurt", "The paper"), quote(text, "12 were hurt", "medics")]
    assert claimants(text, [figure(text, "12")], quotes) == ["medics"]
    assert claimants(text, [figure(text, "12")], quotes[::-1]) == ["medics"]


def test_an_attribution_without_a_speaker_leaves_the_outer_one() -> None:
    text = "The paper says it is thought that 12 were hurt."
    quotes = [quote(text, "it is thought that 12 were hurt", "The paper"), quote(text, "12 were hurt", None)]
    assert claimants(text, [figure(text, "12")], quotes) == ["The paper"]


@pytest.mark.parametrize("stance", ["denies", "declines"])
def test_what_somebody_denies_or_refuses_is_not_their_claim(stance: Stance) -> None:
    text = "The army denies that it shot 12 people."
    assert claimants(text, [figure(text, "12")], [quote(text, "it shot 12 people", "The army", stance)]) == [None]


def test_the_narrator_is_no_claimant_but_a_quoted_we_is() -> None:
    text = "We think that 12 came."
    doc = parsed(
        "We PRP nsubj 1", "think VBP ROOT 1", "that IN mark 4", "12 CD nsubj 4", "came VBD ccomp 1", ". . punct 1"
    )
    facts = [figure(text, "12")]
    assert claimants(text, facts, [quote(text, "12 came", "We")], doc) == [None]
    assert claimants(text, facts, [quote(text, "12 came", "We", kind="direct")], doc) == ["We"]
    assert claimants(text, facts, [quote(text, "12 came", "We")]) == ["We"]  # nothing tells who speaks


def toll(verb: str = "puts VBZ ROOT 1") -> Doc:
    return parsed(
        "Zembla NNP nsubj 1", verb, "the DT det 4", "death NN compound 4", "toll NN obj 1", "at IN case 7",
        "nearly RB advmod 7", "169 CD obl 1", ", , punct 10", "including VBG case 10", "32 CD nmod 7", ". . punct 1",
    )  # fmt: skip


def test_who_puts_a_toll_at_a_number_claims_it_and_its_parts() -> None:
    doc = toll()
    facts = [figure(doc.text, "169"), figure(doc.text, "32")]
    assert claimants(doc.text, facts, [], doc) == ["Zembla", "Zembla"]
    mention = Mention(span=Span(0, 6), label="GPE", actor="zembla")
    found = with_claimants(tuple(facts), (), doc, (mention,))
    assert [fact.claimant.actor for fact in found if fact.claimant] == ["zembla", "zembla"]


def test_other_verbs_with_at_do_not_claim() -> None:
    doc = toll("holds VBZ ROOT 1")
    assert claimants(doc.text, [figure(doc.text, "169")], [], doc) == [None]


def test_at_a_place_is_no_estimate() -> None:
    doc = parsed(
        "Zembla NNP nsubj 1", "puts VBZ ROOT 1", "guards NNS obj 1", "at IN case 5", "the DT det 5", "gate NN obl 1",
        "with IN case 8", "12 CD nummod 8", "dogs NNS nmod 5",
    )  # fmt: skip
    assert claimants(doc.text, [figure(doc.text, "12")], [], doc) == [None]


def test_a_passive_estimate_has_no_claimant_in_its_subject() -> None:
    doc = parsed(
        "The DT det 1", "toll NN nsubj:pass 3", "was VBD aux:pass 3", "put VBN ROOT 3", "at IN case 5", "12 CD obl 3"
    )
    assert claimants(doc.text, [figure(doc.text, "12")], [], doc) == [None]


def test_odd_texts_and_unparsed_ones_pass() -> None:
    assert with_claimants((), ()) == ()
    doc = Doc(VOCAB, words=["puts", "it", "at", "12"])
    assert claimants(doc.text, [figure(doc.text, "12")], [], doc) == [None]


def counted(verb: str, pronoun: str = "whom") -> Doc:
    return parsed(
        "Zembla NNP nsubj 1", "knew VBD ROOT 1", "of IN case 4", "the DT det 4", "4,900 CD obl 1",
        f"{pronoun} WP obj 8", "the DT det 7", "agency NN nsubj 8", f"{verb} VBZ acl:relcl 4", "as IN case 10",
        "displaced VBN obl 8", ". . punct 1",
    )  # fmt: skip


def test_who_counts_is_nearer_than_who_speaks_of_it() -> None:
    for pronoun in ("whom", "that"):
        doc = counted("counts", pronoun)
        facts, quotes = [figure(doc.text, "4,900")], [quote(doc.text, doc.text, "Zembla")]
        assert claimants(doc.text, facts, quotes, doc) == ["the agency"]
    for doc in (counted("feeds"), counted("counts", "because")):
        facts, quotes = [figure(doc.text, "4,900")], [quote(doc.text, doc.text, "Zembla")]
        assert claimants(doc.text, facts, quotes, doc) == ["Zembla"]
